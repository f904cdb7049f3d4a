"""The period that the lines over a table name; the day on which it was made is none."""

import calendar
import re
from collections.abc import Sequence

from dashboard.lookup_keys import normalise_text

_YEAR = r"(?:19|20)\d{2}"
_IN_TITLE = re.compile(rf"(?<!\d)({_YEAR})(?:年|(?!\d))")
_PART_IN_TITLE = re.compile(
    rf"{_YEAR}年(?:\d{{1,2}}月?[-—–~至到]+\d{{1,2}}月|[上下]半年|前[二三]季度"
    r"|第?[一二三四1-4]季度|\d{1,2}月(?!\d))"
    rf"|(?<!\d){_YEAR}[-./](?:0?[1-9]|1[0-2])(?![\d./-])"
)
_MADE = (
    "制表|填表|填报|填写|填制|编制|编报|编印|印制|打印|印刷|导出|下载|生成|输出|报送|报出|上报|呈报|提交"
    "|报告|发布|公布|公开|印发|发文|签发|成文|落款|审核|审批|更新|修改|录入|采集|查询|提取|创建|保存|出具|盖章"
)
_MADE_ENGLISH = (
    "print(?:ed|ing)?|export(?:ed)?|creat(?:ed|ion)|prepar(?:ed|ation)|generat(?:ed|ion)|issued?|issuance"
    "|publish(?:ed|ing)?|publication|released?|updated?|download(?:ed)?|compil(?:ed|ation)|submi(?:tted|ssion)"
    "|made|filed|filled(?: in)?|filling|produced|extracted|retrieved|accessed|revised|saved|signed|last updated"
)
# A keyword, what may stand between, and the date with as much as there is of it.
_DATE = rf"{_YEAR}(?:\s?[年./-]\s?\d{{1,2}}(?!\d)(?:\s?[月./-]\s?\d{{1,2}}(?!\d)\s?日?)?)?[年月]?"
_MAKING = re.compile(
    rf"(?:{_MADE})(?:的?(?:时间|日期)|日|于|时)?\s?(?<=[间期日于时])\s?:?[^\n]{{0,20}}?{_DATE}"
    rf"|(?:{_MADE}):\s?[^\n\d]{{0,6}}{_DATE}"
    rf"|{_YEAR}年\d{{1,2}}月\s?(?:{_MADE}|制|填|印|发)(?=$|[\s)\],，。;；])"
    rf"|(?:(?:^|[\n;|(])\s*|\bdate(?: of)? )(?:{_MADE_ENGLISH})\b[^\n]{{0,40}}?{_DATE}"
    rf"|\b(?:{_MADE_ENGLISH}) (?:on|at|date|time)\b[^\n]{{0,40}}?{_DATE}",
    re.IGNORECASE,
)
_MADE_HEADING = re.compile(
    rf"(?:{_MADE})(?:时间|日期|日|年月)$|(?:{_MADE_ENGLISH}) ?(?:date|time|on|at)$"
    rf"|^(?:date|time) (?:of )?(?:{_MADE_ENGLISH})$",
    re.IGNORECASE,
)
_WITH_MONTH = re.compile(rf"{_YEAR}[年./-]\d")
_MONTH_NAMES = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if n}
_NAME = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = re.compile(
    rf"(?P<y>{_YEAR})(?:\s?年\s?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?[日号]"
    r"|(?P<s>[./-])(?P<m4>\d{1,2})(?P=s)(?P<d4>\d{1,2})(?!\d))"
    rf"|(?<!\d)(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?P<n1>{_NAME}),? (?P<y1>{_YEAR})(?!\d)"
    rf"|(?P<n2>{_NAME}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>{_YEAR})(?!\d)"
    rf"|(?<!\d)(?P<m3>\d{{1,2}})/(?P<d3>\d{{1,2}})/(?P<y3>{_YEAR})(?!\d)",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:截至|截止|至|到|期末|时点|报告期|统计时间|统计日期|as of|as at|end of|until|end(?:ed|ing)(?: on)?)"
    r"(?:时间|日期|时点|日)?[\s:]*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s?(?:[-—–~至到]+|to)\s?", re.IGNORECASE)
_FIRST = re.compile(rf"({_YEAR})[年./-]0?(\d{{1,2}})[月./-]0?1日?$")
_LAST = re.compile(r"(?:(?:19|20)\d{2}[年./-])?0?(\d{1,2})[月./-](\d{1,2})日?")


def find_year(text: str) -> str:
    """The one year, quarter or month that a title names, '' when it names none or several.

    The day on which a table was printed, filled in or sent is not its period, nor is any other day
    unless the figures are said to reach until then.
    """
    plain = _settle_days(_MAKING.sub(" ", "\n".join(map(normalise_text, text.split("\n")))))
    years = set(_IN_TITLE.findall(plain))
    if parts := set(_PART_IN_TITLE.findall(plain)):
        # A month of one year under a title of another is nobody's guess.
        is_one = len(parts) == 1 and years <= {next(iter(parts))[:4]}
        return parts.pop() if is_one else ""
    return years.pop() if len(years) == 1 else ""


def is_day_of_making(heading: str) -> bool:
    """Whether a heading is that of the days on which rows were filled in or sent."""
    return bool(_MADE_HEADING.search(normalise_text(heading)))


def tells_day_of_making(cells: Sequence[str]) -> bool:
    """Whether the cells of a line say when the table was made: 制表时间 | 2024-01-05."""
    pairs = zip(cells, cells[1:], strict=False)
    return any(_MAKING.search(normalise_text(c)) for c in cells) or any(
        is_day_of_making(name.rstrip(":： ")) and _WITH_MONTH.match(normalise_text(day))
        for name, day in pairs
    )


def _settle_days(text: str) -> str:
    """``text`` with spans and last days of figures as periods, and without all other days."""
    kept, position = "", 0
    while found := _DAY.search(text, position):
        kept += text[position : found.start()]
        span = _read_span(text, found)
        if span:
            period, position = span
            kept += period
            continue
        if _UNTIL.search(kept):
            kept += _period_of_day(found)
        position = found.end()
    return kept + text[position:]


def _period_of_day(found: re.Match[str]) -> str:
    parts = found.groupdict()
    year = next(v for k in ("y", "y1", "y2", "y3") if (v := parts[k]))
    day = int(next(v for k in ("d", "d1", "d2", "d3", "d4") if (v := parts[k])))
    name = parts["n1"] or parts["n2"]
    month = (
        _MONTH_NAMES[name[:3].lower()] if name else int(parts["m"] or parts["m3"] or parts["m4"])
    )
    return f"{year}年" if (month, day) == (12, 31) else f"{year}年{month}月"


def _read_span(text: str, found: re.Match[str]) -> tuple[str, int] | None:
    """A span from the first day of a month to the last of another, as a period, and its end."""
    first = _FIRST.fullmatch(found[0].strip())
    joint = _BETWEEN.match(text, found.end())
    last = _LAST.match(text, joint.end()) if joint else None
    if not last:
        return None
    if not first:
        return " ", last.end()
    year, start, end, day = first[1], int(first[2]), int(last[1]), int(last[2])
    is_same_year = not re.match(_YEAR, last[0]) or last[0].startswith(year)
    if not (is_same_year and 1 <= start <= end <= 12):
        return " ", last.end()
    if day != calendar.monthrange(int(year), end)[1]:
        return " ", last.end()
    if (start, end) == (1, 12):
        return f"{year}年", last.end()
    if start % 3 == 1 and end == start + 2:
        return f"{year}年第{'一二三四'[start // 3]}季度", last.end()
    return f"{year}年{start}月" if start == end else f"{year}年{start}-{end}月", last.end()
