"""Periods as they are written in tables, to SDMX: 2019, 2019-Q2, 2019-06."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.lookup_keys import normalise_text

_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_YEAR = r"(?:fy)?(\d{4}|\d{2}(?=年))"
_YEAR_ONLY = re.compile(_YEAR + r"(?:年度|年末|年底|年终|年全年|全年|年)?", re.IGNORECASE)
_QUARTER = re.compile(_YEAR + r"年?[-/. ]?(?:q([1-4])|第?([一二三四1-4])季度?)", re.IGNORECASE)
_MONTH = re.compile(_YEAR + r"(?:年(?=\d+月)|[-/.])(\d{1,2})(?:月份|月末|月底|月)?")
# A month, or a year with the number of a note.
_BARE_NUMBER = re.compile(r"(\d{4})年(\d{1,2})")
# January, or October where a number has lost its last zero.
_TENTH = re.compile(r"(\d{4})\.1")
_MONTH_RUN = re.compile(r"(\d{4})(0[1-9]|1[0-2])")
_DATE = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?(?:[T ]00:00(?::00)?)?")
_CUMULATIVE = re.compile(
    r"上半年|下半年|半年|前[一二三四1-4]季度|前\d+个?月|累计|[-/ ]?h[12]$"
    r"|(?<!\d)\d{1,2}月?(?:[-—–~至到]+)\d{1,2}月|[一1](?:[-—–~至到]+)[二三四2-4]季度",
    re.IGNORECASE,
)
# 2010-11: a month, or a year that begins in one calendar year and ends in the next.
_SPAN = re.compile(r"(\d{4})[-–—/](\d{2}|\d{4})(?:年度|财年|年)?")
_YEAR_START = re.compile(r"^(?:fy)?\d{4}", re.IGNORECASE)
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(25_000, 60_000)  # 1968 to 2064
_FIRST_LIKELY, _LAST_LIKELY = 1900, 2100


# A span of two years, and texts that can be a month or something else.
SPAN, SPAN_OR_MONTH, MONTH_OR_NOTE, TENTH = "T-03 span", "T-03 either", "T-03 note", "T-03 tenth"
_BARE_MONTHS = 3


@dataclass(frozen=True)
class Period:
    """A period as understood, or the rule it breaks (T-01, T-03)."""

    code: str = ""
    year: int | None = None
    frequency: str = ""  # A, Q, M
    problem: str = ""  # of T-03 also the case: ``T-03 span``, ``T-03 either``
    doubt: str = ""  # tenth: a number that has one digit where its month may have two


def parse_period(text: str, *, this_year: int) -> Period:
    """The period that ``text`` names; ``this_year`` decides on two-digit years and nothing else.

    A date that is the first or last day of a year stands for the year (spreadsheets turn years into
    dates), another date for its month.
    """
    plain = _make_plain(text)
    if re.fullmatch(r"[〇零○一二三四五六七八九]{4}年.*", plain):
        plain = plain[:4].translate(_CHINESE_DIGITS) + plain[4:]
    if _CUMULATIVE.search(plain) and _YEAR_START.match(plain):
        return Period(problem=RuleId.T_03)
    if found := _DATE.fullmatch(plain):
        return _from_date(*(int(g) for g in found.groups()))
    if found := _QUARTER.fullmatch(plain):
        quarter = found[2] or found[3]
        return _make(found[1], f"Q{_QUARTERS.get(quarter, quarter)}", "Q", this_year)
    if _BARE_NUMBER.fullmatch(plain):
        return Period(problem=MONTH_OR_NOTE)
    if found := _MONTH.fullmatch(plain) or _MONTH_RUN.fullmatch(plain):
        month = int(found[2])
        if 1 <= month <= 12:
            return _make(found[1], f"{month:02}", "M", this_year)
    if _is_span(plain):
        return Period(problem=SPAN)
    if found := _YEAR_ONLY.fullmatch(plain):
        return _make(found[1], "", "A", this_year)
    return _from_number(plain, this_year)


def settle_periods(texts: Sequence[str], periods: Sequence[Period]) -> list[Period]:
    """The periods that ``texts`` of one table name, each settled by the others.

    2010-11 is November 2010 or a year that ends in 2011; 2023.1 January, or October without its
    zero; 2023年2 February or a year with a note; 2024-01-01 the year or, beside other days, January.
    What the others do not settle is a problem, or at least a doubt.
    """
    plain = [_make_plain(t) for t in texts]
    settled = _settle_dates(plain, periods)
    settled = _settle_bare_numbers(plain, settled)
    return _settle_tenths(plain, _settle_spans(plain, settled))


def _settle_spans(plain: Sequence[str], periods: Sequence[Period]) -> list[Period]:
    """Beside other months a span is a month, beside 2009-10 or 2012-13 none; no span can be taken."""
    spans = {t for t in plain if _is_span(t)}
    if any(p.frequency == "M" and t not in spans for t, p in zip(plain, periods, strict=True)):
        return list(periods)
    problem = SPAN if len({t[:4] for t in spans}) > 1 else SPAN_OR_MONTH
    return [
        Period(problem=problem) if p.frequency == "M" and t in spans else p
        for t, p in zip(plain, periods, strict=True)
    ]


def _settle_dates(plain: Sequence[str], periods: Sequence[Period]) -> list[Period]:
    """Beside the days of other months the first or last day of a year is a month."""
    days = [_DATE.fullmatch(t) for t in plain]
    if not any(d and p.frequency == "M" for d, p in zip(days, periods, strict=True)):
        return list(periods)
    return [
        Period(f"{p.code}-{int(d[2]):02}", p.year, "M") if d and p.frequency == "A" else p
        for d, p in zip(days, periods, strict=True)
    ]


def _settle_bare_numbers(plain: Sequence[str], periods: Sequence[Period]) -> list[Period]:
    """Several numbers behind one year are its months: no year has as many notes."""
    found = [_BARE_NUMBER.fullmatch(t) for t in plain]
    numbers: dict[str, set[str]] = {}
    for match in found:
        if match:
            numbers.setdefault(match[1], set()).add(match[2])
    return [
        Period(f"{m[1]}-{int(m[2]):02}", int(m[1]), "M")
        if m and len(numbers[m[1]]) >= _BARE_MONTHS and 1 <= int(m[2]) <= 12
        else p
        for m, p in zip(found, periods, strict=True)
    ]


def _settle_tenths(plain: Sequence[str], periods: Sequence[Period]) -> list[Period]:
    return [
        _settle_tenth(found[1], {t[5:] for t in plain if t.startswith(f"{found[1]}.")})
        if (found := _TENTH.fullmatch(t))
        else p
        for t, p in zip(plain, periods, strict=True)
    ]


def _settle_tenth(year: str, months: set[str]) -> Period:
    """2023.1 beside the other ``months`` of the year: 10 is written out, or 01, or both are open."""
    january, october = (Period(f"{year}-{m}", int(year), "M") for m in ("01", "10"))
    if "10" in months:
        return january
    if any(m.startswith("0") for m in months):
        return october
    if "2" in months:
        return Period(problem=TENTH) if "11" in months else january
    if {"9", "11"} <= months:
        return october
    return replace(october if months & {"9", "11", "12"} else january, doubt="tenth")


def _is_span(plain: str) -> bool:
    found = _SPAN.fullmatch(plain)
    if not found:
        return False
    following = str(int(found[1]) + 1)
    return found[2] in (following, following[2:])


def _make_plain(text: str) -> str:
    return normalise_text(text).replace(" ", "")


def join_parts(year: str, part: str) -> str:
    """The period of a row with a column for the year and one for the quarter or month.

    ``part`` says which it is by its own words (一季度, 3月, Q1, 1-3月); a bare number is a month
    above 4 and otherwise told by ``part`` ending in 季度, which the caller adds.
    """
    year_plain, plain = (_make_plain(t) for t in (year, part))
    found = _YEAR_ONLY.fullmatch(re.sub(r"\.0+$", "", year_plain))
    if not plain or plain in ("全年", "年度", "合计"):
        return year_plain
    if not found:
        return f"{year_plain} {plain}"
    number = re.fullmatch(r"(\d{1,2})(?:\.0+)?", plain)
    return f"{found[1]}年{number[1]}月" if number else f"{found[1]}年{plain}"


def looks_like_period(text: str, *, this_year: int) -> bool:
    """Whether a heading is a period, also one that cannot be used (2024年1-9月)."""
    period = parse_period(text, this_year=this_year)
    if period.problem.startswith(RuleId.T_03):
        return True
    return period.year is not None and (
        _FIRST_LIKELY <= period.year <= _LAST_LIKELY and bool(re.match(r"\D*\d{4}|[一二]", text))
    )


def _unknown() -> Period:
    return Period(problem=RuleId.T_01)


def _make(year_text: str, part: str, frequency: str, this_year: int) -> Period:
    year = int(year_text)
    if len(year_text) == 2:
        year += 2000 if year <= this_year % 100 + 1 else 1900
    return Period(f"{year}-{part}" if part else str(year), year, frequency)


def _from_date(year: int, month: int, day: int) -> Period:
    try:
        date(year, month, day)
    except ValueError:
        return _unknown()
    if (month, day) in ((1, 1), (12, 31)):
        return Period(str(year), year, "A")
    return Period(f"{year}-{month:02}", year, "M")


def _from_number(plain: str, this_year: int) -> Period:
    if re.fullmatch(r"\d{4}\.0+", plain):
        return _make(plain[:4], "", "A", this_year)
    if re.fullmatch(r"\d{2}", plain):
        return _make(plain, "", "A", this_year)
    if re.fullmatch(r"\d{5}", plain) and int(plain) in _SERIALS:
        day = _EXCEL_EPOCH + timedelta(days=int(plain))
        return _from_date(day.year, day.month, day.day)
    return _unknown()
