"""The text of a file, and what is to be told of its encoding and its damage."""

import re
from dataclasses import dataclass

from dashboard.encoding import decode_given, decode_proved, is_cut_off
from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.rules.rule_ids import RuleId

_LOST = re.compile("�|锟斤拷|烫烫烫|屯屯屯")
# Chinese in GB18030 that was read as Latin-1 somewhere on its way: runs like ÉÏº£.
# The first byte of a character of GB 2312 is B0 to F7, the second A1 to FE.
_LATIN_RUN = re.compile("(?:[°-÷][¡-þ]){2,}")
_EXCERPT = 12


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
    text, label = decode_given(content, encoding) if encoding else decode_proved(content)
    if text is None and is_cut_off(content, label):
        return Decoded(None, label, (make_finding(RuleId.F_12, "character"),))
    if text is None:
        variant = "misfit" if encoding else "unknown"
        return Decoded(None, label, (make_finding(RuleId.F_04, variant, encoding=label),))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removeprefix("\ufeff")
    findings = [make_finding(RuleId.F_04, encoding=label), *_find_damage(text, content, label)]
    return Decoded(text, label, tuple(findings))


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
