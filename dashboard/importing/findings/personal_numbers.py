"""Numbers of persons: identity cards, mobile telephones and bank cards, which are stored nowhere.

What such a number looks like is said here alone: for texts in Python, and as macros for rule V-16.
That rule looks at the rows of the table; all the rest of a file is looked at here, since a kept file
holds its title lines, notes and other sheets as well.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterable

# Parted by single spaces or dashes too, as people write them. Without look-around, which the
# database does not have.
_GAP = "[ -]?"
_IDENTITY = (
    f"[1-9][0-9]{{5}}{_GAP}(?:19|20)[0-9]{{2}}{_GAP}(?:0[1-9]|1[0-2]){_GAP}[0-3][0-9]{_GAP}"
    f"[0-9]{{3}}{_GAP}[0-9Xx]|[1-9][0-9]{{16}}[0-9Xx]"
)
_MOBILE = f"(?:86{_GAP})?1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}"
_CARD = f"[3-69][0-9]{{15,18}}|[3-69][0-9]{{3}}(?:[ -][0-9]{{4}}){{3}}(?:{_GAP}[0-9]{{1,3}})?"
# Digits after a decimal point are those of a long fraction, digits before one a sum of money.
_NUMBER = re.compile(
    rf"(?<![0-9])(?<![0-9][.])(?:{_IDENTITY}|{_CARD}|{_MOBILE})(?![0-9])(?![.][0-9])"
)
_DASHES = str.maketrans("‐‑‒–—", "-----")
_PARTS = re.compile(r"(xl/(sharedStrings|worksheets/|comments)|content).*\.xml")
_TAGS = re.compile(r"<[^>]*>")
_SHORTEST = 11
_SHOWN = 3


def _around(pattern: str) -> str:
    return f"(?:^|[^0-9.]|[^0-9][.])({pattern})(?:[^0-9.]|[.][^0-9]|[.]?$)"


# With what may stand beside a number, for the macros that find them (see set_personal_patterns.sql).
PATTERNS = {
    "identity": _around(_IDENTITY),
    "mobile": _around(_MOBILE),
    "card": _around(_CARD),
}


def mask_numbers(text: str) -> str:
    """``text`` with numbers of persons cut to their first three digits: ``138…``.

    Identity cards (17 digits and a digit or X), mobile telephones, bank cards (16 to 19 digits);
    also in full-width digits or parted by spaces or dashes.
    """
    if len(text) < _SHORTEST or sum(c.isdigit() for c in text) < _SHORTEST:
        return text
    plain = _normalise(text)
    # Normalised only where there is something to hide: all other text is shown as it is.
    return _NUMBER.sub(lambda m: _cut(m[0]), plain) if _NUMBER.search(plain) else text


def is_personal(text: str) -> bool:
    """Whether there is such a number in ``text``."""
    return mask_numbers(text) != text


def find_personal_numbers(texts: Iterable[str], *, known: Collection[str] = ()) -> tuple[str, ...]:
    """The numbers in ``texts``, each once and masked (``138…``).

    ``known`` are numbers that were understood as figures: a sum of money can have eleven digits.
    """
    found: dict[str, None] = {}
    for text in texts:
        for number in _NUMBER.findall(_normalise(text)):
            if number not in known:
                found[_cut(number)] = None
    return tuple(found)


def read_parts(content: bytes) -> list[str]:
    """All text of a workbook, sheet by sheet, for looking through; empty for other files."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        # Old workbooks hold text in one or two bytes a character.
        return [content.decode(codec, errors="ignore") for codec in ("latin-1", "utf-16-le")]
    if not content.startswith(b"PK\x03\x04"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [n for n in archive.namelist() if _PARTS.match(n)]
            texts = (archive.read(n).decode("utf-8", errors="ignore") for n in names)
            # The tags hold numbers of their own; taking them out is slow, and seldom needed.
            return [_TAGS.sub(" ", t) for t in texts if _NUMBER.search(_normalise(t))]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return []


def _normalise(text: str) -> str:
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).translate(_DASHES)


def _cut(number: str) -> str:
    return f"{number[:_SHOWN]}…"
