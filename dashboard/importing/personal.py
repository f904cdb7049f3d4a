"""Numbers of persons in a file: identity cards and mobile telephones, which are stored nowhere.

Rule V-16 looks at the rows of the table; here is looked at all the rest of a file, since a kept file
holds its title lines, notes and other sheets as well.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterable

from dashboard.importing.findings import mask_numbers

# Parted by single spaces or hyphens too, as people write them.
_IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}[ -]?(?:19|20)\d{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])"
    r"[ -]?\d{3}[\dXx](?!\d)"
)
_MOBILE = re.compile(r"(?<![\d.])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d.])")
_TAGS = re.compile(r"<[^>]*>")
_PARTS = re.compile(r"(xl/(sharedStrings|worksheets/|comments)|content).*\.xml")
_SHOWN = 3


def is_personal(text: str) -> bool:
    """Whether there is such a number in ``text``."""
    return mask_numbers(text) != text or bool(find_personal([text]))


def find_personal(texts: Iterable[str], *, known: Collection[str] = ()) -> tuple[str, ...]:
    """The numbers in ``texts``, each once and masked (``138…``).

    ``known`` are numbers that were understood as figures: a sum of money can have eleven digits.
    """
    found: dict[str, None] = {}
    for text in texts:
        plain = unicodedata.normalize("NFKC", text)
        mobiles = (m for m in _MOBILE.findall(plain) if m not in known)
        for number in (*_IDENTITY.findall(plain), *mobiles):
            found[f"{number[:_SHOWN]}…"] = None
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
            return [_TAGS.sub(" ", t) for t in texts if _MOBILE.search(t) or _IDENTITY.search(t)]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return []
