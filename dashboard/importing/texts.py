"""One form for texts that mean the same: full-width characters, odd spaces, units in brackets."""

import re
import unicodedata

_BRACKETS = re.compile(r"^(.*?)[(\[【]([^()\[\]【】]*)[)\]】]$")


def normalise_text(text: str) -> str:
    """``text`` in ordinary characters, Chinese without spaces, other words with single ones."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    return plain if plain.isascii() else plain.replace(" ", "")


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
