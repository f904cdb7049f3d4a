"""Texts as cells hold them: raised and lowered characters, units in brackets, letters of columns."""

import re
import unicodedata
from collections.abc import Iterable

from dashboard.lookup_keys import CIRCLED, SUPERSCRIPTS, normalise_text

_RAISED = {
    ord(plain): raised
    for raised in reversed(SUPERSCRIPTS)
    if len(plain := unicodedata.normalize("NFKC", raised)) == 1
}
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_BRACKETS = re.compile(r"^(.*?)[(\[【]([^()\[\]【】]*)[)\]】]$")


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
