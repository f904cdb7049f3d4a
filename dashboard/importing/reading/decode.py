"""Bytes to text: the encoding is proved on the whole file, never guessed from a sample."""

import codecs
import re
from dataclasses import dataclass

from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.rules.rule_ids import RuleId

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    # Before UTF-16, whose mark is the beginning of this one.
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_UNMARKED = (("utf-8", "UTF-8"), ("gb18030", "GB18030"))
# What a person is offered to choose from, the likeliest first.
OFFERED_ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16")
# What may be chosen: a correction comes out of a stored text, and Python has codecs that are
# no encodings of text (zlib, idna) or that do not end soon.
ENCODINGS = frozenset(
    {
        *OFFERED_ENCODINGS, "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb2312",
        "big5-hkscs", "cp950",
    }
)  # fmt: skip
_LOST = re.compile("�|锟斤拷|烫烫烫|屯屯屯")
# Chinese in GB18030 that was read as Latin-1 somewhere on its way: runs like ÉÏº£.
# The first byte of a character of GB 2312 is B0 to F7, the second A1 to FE.
_LATIN_RUN = re.compile("(?:[°-÷][¡-þ]){2,}")
_CUT_REASONS = ("unexpected end of data", "truncated data", "incomplete multibyte sequence")
_EXCERPT = 12
_LABEL = 20
_NEARLY_ALL = 0.95


@dataclass(frozen=True)
class Decoded:
    """The text of a file with \\n as line end, its encoding, and what was found; None: not text."""

    text: str | None
    encoding: str
    findings: tuple[Finding, ...]


def decode_text(content: bytes, encoding: str = "") -> Decoded:
    """Decode a whole file by ``encoding``, or by mark, strict UTF-8, strict GB18030 in this order.

    A last character that is not whole is F-12. Damaged characters and NUL bytes are findings (F-05); an encoding that does not fit, or is none
    of ENCODINGS, is F-04.
    """
    text, label = _decode_given(content, encoding) if encoding else _decode_proved(content)
    if text is None and _is_cut_off(content, label):
        return Decoded(None, label, (make_finding(RuleId.F_12, "character"),))
    if text is None:
        variant = "misfit" if encoding else "unknown"
        return Decoded(None, label, (make_finding(RuleId.F_04, variant, encoding=label),))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removeprefix("\ufeff")
    findings = [make_finding(RuleId.F_04, encoding=label), *_find_damage(text, content, label)]
    return Decoded(text, label, tuple(findings))


def _guess_utf16(content: bytes) -> tuple[tuple[str, str], ...]:
    """UTF-16 without a mark has NUL bytes in nearly only the odd, or only the even places."""
    zeros = content.count(0)
    if not zeros or len(content) % 2 or zeros * 50 < len(content):
        return ()
    odd = content[1::2].count(0)
    if odd >= zeros * _NEARLY_ALL:
        return (("utf-16-le", "UTF-16"),)
    return (("utf-16-be", "UTF-16"),) if odd <= zeros * (1 - _NEARLY_ALL) else ()


def _decode_given(content: bytes, encoding: str) -> tuple[str | None, str]:
    codec = encoding.strip().lower().replace("_", "-")
    if codec not in ENCODINGS:
        return None, encoding[:_LABEL]
    try:
        return content.decode(codec), codec.upper()
    except UnicodeDecodeError:
        return None, codec.upper()


def _decode_proved(content: bytes) -> tuple[str | None, str]:
    for mark, codec, label in _MARKS:
        if content.startswith(mark):
            candidates: tuple[tuple[str, str], ...] = ((codec, label),)
            break
    else:
        candidates = (*_guess_utf16(content), *_UNMARKED)
    for codec, label in candidates:
        try:
            return content.decode(codec), label
        except UnicodeDecodeError:
            # GB18030 would make something of half a character as well.
            if _is_cut_off(content, codec):
                return None, label
    return None, ""


def _is_cut_off(content: bytes, codec: str) -> bool:
    """Whether nothing but the end of the last character is missing."""
    if codec.lower() not in ENCODINGS:
        return False
    try:
        content.decode(codec)
    except UnicodeDecodeError as error:
        return error.reason in _CUT_REASONS and error.start > 0 and error.end >= len(content)
    return False


def _find_damage(text: str, content: bytes, label: str) -> list[Finding]:
    findings = []
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        findings.append(make_finding(RuleId.F_05, "nul", count=text.count("\x00"), row=row))
    found = _LOST.search(text)
    # À to ÿ all begin with the byte C3 in UTF-8, and no such run goes on long without one of them:
    # where there is none the slow search is not needed.
    if not found and label == "UTF-8" and b"\xc3" in content:
        found = _LATIN_RUN.search(text)
    if found:
        row = text.count("\n", 0, found.start()) + 1
        excerpt = text[max(0, found.start() - _EXCERPT) : found.end() + _EXCERPT]
        findings.append(make_finding(RuleId.F_05, text=excerpt.replace("\n", " "), row=row))
    return findings
