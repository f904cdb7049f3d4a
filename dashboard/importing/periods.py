"""Periods as they are written in tables, to SDMX: 2019, 2019-Q2, 2019-06."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.importing.texts import normalise_text

_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_YEAR = r"(?:fy)?(\d{4}|\d{2}(?=年))"
_YEAR_ONLY = re.compile(_YEAR + r"(?:年度|年末|年底|年终|年全年|全年|年)?", re.IGNORECASE)
_QUARTER = re.compile(_YEAR + r"年?[-/. ]?(?:q([1-4])|第?([一二三四1-4])季度?)", re.IGNORECASE)
_MONTH = re.compile(_YEAR + r"(?:年|[-/.])(\d{1,2})(?:月份|月末|月底|月)?")
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
_IN_TITLE = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年|(?!\d))")
_PART_IN_TITLE = re.compile(
    r"(?:19|20)\d{2}年(?:\d{1,2}月?[-—–~至到]+\d{1,2}月|[上下]半年|前[二三]季度"
    r"|第?[一二三四1-4]季度|\d{1,2}月(?!\d))"
)
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(25_000, 60_000)  # 1968 to 2064
_FIRST_LIKELY, _LAST_LIKELY = 1900, 2100


# A span of two years, and a text that can be one or a month.
SPAN, SPAN_OR_MONTH = "T-03 span", "T-03 either"


@dataclass(frozen=True)
class Period:
    """A period as understood, or the rule it breaks (T-01, T-03)."""

    code: str = ""
    year: int | None = None
    frequency: str = ""  # A, Q, M
    problem: str = ""  # of T-03 also the case: ``T-03 span``, ``T-03 either``


def parse_period(text: str, *, this_year: int) -> Period:
    """The period that ``text`` names; ``this_year`` decides on two-digit years and nothing else.

    A date that is the first or last day of a year stands for the year (spreadsheets turn years into
    dates), another date for its month.
    """
    plain = _make_plain(text)
    if re.fullmatch(r"[〇零○一二三四五六七八九]{4}年.*", plain):
        plain = plain[:4].translate(_CHINESE_DIGITS) + plain[4:]
    if _CUMULATIVE.search(plain) and _YEAR_START.match(plain):
        return Period(problem="T-03")
    if found := _DATE.fullmatch(plain):
        return _from_date(*(int(g) for g in found.groups()))
    if found := _QUARTER.fullmatch(plain):
        quarter = found[2] or found[3]
        return _make(found[1], f"Q{_QUARTERS.get(quarter, quarter)}", "Q", this_year)
    if found := _MONTH.fullmatch(plain) or _MONTH_RUN.fullmatch(plain):
        month = int(found[2])
        if 1 <= month <= 12:
            return _make(found[1], f"{month:02}", "M", this_year)
    if _is_span(plain):
        return Period(problem=SPAN)
    if found := _YEAR_ONLY.fullmatch(plain):
        return _make(found[1], "", "A", this_year)
    return _from_number(plain, this_year)


def settle_spans(texts: Sequence[str], periods: Sequence[Period]) -> list[Period]:
    """The periods that ``texts`` of one table name, with spans of two years told from months.

    2010-11 is November 2010 or a year that ends in 2011. Beside other months it is a month, beside
    2009-10 or 2012-13 a span; alone it can be either, and only the sender knows. No span can be
    taken: it is not a calendar year.
    """
    spans = {t for t in texts if _is_span(_make_plain(t))}
    if any(p.frequency == "M" and t not in spans for t, p in zip(texts, periods, strict=True)):
        return list(periods)
    problem = SPAN if len({_make_plain(t)[:4] for t in spans}) > 1 else SPAN_OR_MONTH
    return [
        Period(problem=problem) if p.frequency == "M" and t in spans else p
        for t, p in zip(texts, periods, strict=True)
    ]


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


def find_year(text: str) -> str:
    """The one year, quarter or month that a title names, '' when it names none or several."""
    plain = normalise_text(text)
    if parts := set(_PART_IN_TITLE.findall(plain)):
        return parts.pop() if len(parts) == 1 else ""
    years = set(_IN_TITLE.findall(plain))
    return years.pop() if len(years) == 1 else ""


def looks_like_period(text: str, *, this_year: int) -> bool:
    """Whether a heading is a period, also one that cannot be used (2024年1-9月)."""
    period = parse_period(text, this_year=this_year)
    if period.problem.startswith("T-03"):
        return True
    return period.year is not None and (
        _FIRST_LIKELY <= period.year <= _LAST_LIKELY and bool(re.match(r"\D*\d{4}|[一二]", text))
    )


def _unknown() -> Period:
    return Period(problem="T-01")


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
