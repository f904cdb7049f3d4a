"""The forms under which texts that mean the same are one: ordinary characters, odd spaces, footnotes.

Names of people, places and indicators are looked up by them, whoever typed them and wherever.
"""

import re
import unicodedata
from functools import lru_cache

# Characters that a font or Unicode raises, and digits in circles or brackets: footnotes, never digits.
SUPERSCRIPTS = "".join(
    c
    for c in map(chr, (*range(0xAA, 0x2FF), *range(0x1D2C, 0x2180), *range(0x2C7C, 0x2C7E)))
    if unicodedata.decomposition(c).startswith("<super>") and c not in "™℠"
)
CIRCLED = "①-⒇⓪-⓿❶-➓㉑-㉟㊱-㊿"
# m² is a unit and 10⁴ a power; anything else that is raised points to a note.
_NOTE_MARK = re.compile(rf"(\b(?:[kcdm]?m|10)[{SUPERSCRIPTS}]+)|[{SUPERSCRIPTS}{CIRCLED}]+")
_NOTE_NUMBERS = r"\d{1,2}(?:[,、]\d{1,2})*"
_LAST_MARK = re.compile(
    rf"(?<=[^*†‡§※\s])\s*(?:[*†‡§※]+(?=$|[(\[【])|(?<![备附标关])(?:注|fn|note) ?{_NOTE_NUMBERS}$"
    rf"|[\[〔【](?:(?:注|note|fn) ?)?(?:{_NOTE_NUMBERS})?[\]〕】]$"
    rf"|\((?:注|note|fn) ?(?:{_NOTE_NUMBERS})?\)$)",
    re.IGNORECASE,
)


def normalise_text(text: str) -> str:
    """``text`` in ordinary characters, Chinese without spaces, other words with single ones.

    Marks that point to a footnote (2023年², 会员人数①, 西安市*, 2023注1) are left out, unless the
    text is nothing but a mark.
    """
    plain = _make_plain(_NOTE_MARK.sub(r"\1", text))
    plain = _LAST_MARK.sub("", plain) or plain
    return plain or _make_plain(text)


def _make_plain(text: str) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    return plain if plain.isascii() else plain.replace(" ", "")


# The names of the catalogue, some 16,000, are looked up anew for each file.
@lru_cache(maxsize=1 << 16)
def make_key(text: str) -> str:
    """The form under which names are looked up: normalised, in lower case."""
    return normalise_text(text).casefold()
