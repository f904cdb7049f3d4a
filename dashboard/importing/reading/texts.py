"""One form for texts that mean the same: full-width characters, odd spaces, units in brackets."""

import re
import unicodedata
from collections.abc import Iterable

# Characters that a font or Unicode raises, and digits in circles or brackets: footnotes, never digits.
SUPERSCRIPTS = "".join(
    c
    for c in map(chr, (*range(0xAA, 0x2FF), *range(0x1D2C, 0x2180), *range(0x2C7C, 0x2C7E)))
    if unicodedata.decomposition(c).startswith("<super>") and c not in "™℠"
)
CIRCLED = "①-⒇⓪-⓿❶-➓㉑-㉟㊱-㊿"
_RAISED = {
    ord(plain): raised
    for raised in reversed(SUPERSCRIPTS)
    if len(plain := unicodedata.normalize("NFKC", raised)) == 1
}
# m² is a unit and 10⁴ a power; anything else that is raised points to a note.
_NOTE_MARK = re.compile(rf"(\b(?:[kcdm]?m|10)[{SUPERSCRIPTS}]+)|[{SUPERSCRIPTS}{CIRCLED}]+")
_NOTE_NUMBERS = r"\d{1,2}(?:[,、]\d{1,2})*"
_LAST_MARK = re.compile(
    rf"(?<=[^*†‡§※\s])\s*(?:[*†‡§※]+(?=$|[(\[【])|(?<![备附标关])(?:注|fn|note) ?{_NOTE_NUMBERS}$"
    rf"|[\[〔【](?:(?:注|note|fn) ?)?(?:{_NOTE_NUMBERS})?[\]〕】]$"
    rf"|\((?:注|note|fn) ?(?:{_NOTE_NUMBERS})?\)$)",
    re.IGNORECASE,
)
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_BRACKETS = re.compile(r"^(.*?)[(\[【]([^()\[\]【】]*)[)\]】]$")


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


def raise_text(text: str) -> str:
    """``text`` in superscript characters, as its font shows it: 1 is ¹; [注1] where there are none."""
    plain = text.strip()
    if not plain or re.fullmatch(rf"[*†‡§※{SUPERSCRIPTS}{CIRCLED}]+", plain):
        return text
    raised = unicodedata.normalize("NFKC", plain).strip("()[]〔〕").translate(_RAISED)
    return raised if all(c in SUPERSCRIPTS for c in raised) else f"[{plain.strip('[]')}]"


def join_runs(runs: Iterable[tuple[str, str]]) -> str:
    """One text out of runs of different looks, each with its place: super, sub or ''.

    What stands raised beside a number is no digit of it. Digits that only look different from those
    before them are kept apart: a note without a raised font must not grow into the number.
    """
    joined = ""
    for text, place in runs:
        if place == "super":
            joined += raise_text(text)
        elif place == "sub":
            joined += text.translate(_SUBSCRIPTS)
        else:
            joined += " " if joined[-1:].isdecimal() and text[:1].isdecimal() else ""
            joined += text
    return joined


def make_key(text: str) -> str:
    """The form under which names are looked up: normalised, in lower case."""
    return normalise_text(text).casefold()


def split_unit(text: str) -> tuple[str, str]:
    """A heading and the text of its last brackets: ``会员人数（万人）`` → 会员人数, 万人."""
    plain = normalise_text(text)
    found = _BRACKETS.match(plain)
    return (found[1].strip(), found[2].strip()) if found else (plain, "")


def column_letter(number: int) -> str:
    """The letters a spreadsheet shows over column ``number`` (1 is A, 27 is AA)."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
