"""What numbers are besides figures: targets, by the words of headings, titles and cells.

Nothing is decided here about a table: only what a text says by itself.
"""

import re

from dashboard.lookup_keys import make_key, normalise_text

ANNUAL, PLAN = "annual", "plan"  # kinds of targets, as the store keeps them
ACTUAL = "actual"  # said to be figures: 完成, 实际
UNSURE = "unsure"  # of targets, but perhaps not the targets themselves: 任务情况
BY_ROW = "row"  # a column of the table says it of each row
BREAK = "break"  # no number: the reason of a break in a series
TARGETS = frozenset({ANNUAL, PLAN})

_PLAN = r"[“\"]?十[三四五六七]五[”\"]?(?:规划|时期|期间|末)*|五年|中长期|规划期?末?"
# Longest first: 目标任务数 as a whole; the year of 2025年度目标 is left where it is.
_TARGET = re.compile(
    r"(?:(?<!\d)(?:本年度?|当年度?|全年|年度|年初|今年))?"
    rf"(?P<plan>(?:{_PLAN})*)"
    r"(?:工作|考核|下达|预期|约束性|指标)*"
    r"(?:(?:目标|任务|计划)+|(?<=规划)(?=值|数|量|$))(?:分解|下达)?(?P<suffix>值|数额|数量|数|量|额)?"
    r"|\b(?:annual |yearly |five-year |(?P<plan_en>plan ))?(?:targets?|goals?|planned)(?: (?:value|figure|number))?\b",
    re.IGNORECASE,
)
_ACTUAL = re.compile(
    r"(?:(?<!\d)(?:本年度?|当年度?|全年|年度))?(?:实际)?(?:完成|达到|实现)(?:值|数额|数量|数|量|额)?"
    r"|实际(?:值|数额|数量|数|量|额)?|实绩|\b(?:actual|achieved)(?: (?:value|figure|number))?\b",
    re.IGNORECASE,
)
# Words that hold those of a target and are none.
_OTHER = re.compile(
    r"计划(?:生育|外|内|单列|财务|经济|书)|计财|规划(?:局|部|处|司|科|建设|发展|财务)|发展规划部"
    r"|任务(?:书|型)|任务来源|\bplan(?:ning)? (?:department|office)"
)
_DONE = re.compile(
    r"完成|达成|达标|达到|实现|进度|进展|执行|落实|超额|差距|缺口|占|比目标|与目标"
    r"|complet|achiev|actual|progress|reached|\bmet\b|share of|% of",
    re.IGNORECASE,
)
# Over the targets themselves or over what became of them: nobody can tell.
_VAGUE = re.compile(r"情况|工作|统计|考核|责任|概况|管理")
_WORDS = re.compile(
    r"目标|任务|计划|规划|\btargets?\b|\bgoals?\b|\bplan(?:ned|s)?\b", re.IGNORECASE
)
_SURE_TITLE = re.compile(
    r"目标|(?:任务|计划|指标|规划)(?:数|值|分解|指标|下达)|分解表|任务表|计划表|\btargets?\b|\bgoals?\b",
    re.IGNORECASE,
)
_KINDS = {
    ANNUAL: "年度 年度目标 年度任务 年度计划 目标 任务 计划 目标值 任务数 计划数 年 annual yearly "
    "target annualtarget goal",
    PLAN: "规划 五年规划 规划目标 五年 五年目标 五年规划目标 中长期 中长期目标 十四五 十四五规划 "
    "十五五 十五五规划 十四五目标 十五五目标 十四五规划目标 十五五规划目标 plan plantarget "
    "five-year fiveyear five-yearplan",
    ACTUAL: "完成 实际 完成数 完成值 实际数 实际值 实际完成 实绩 数字 figure actual achieved",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
# What a kind is called where nothing else says that there are targets: 年度 alone is a frequency.
_PLAIN_KINDS = frozenset(
    {"年度", "年", "annual", "yearly", "规划", "五年", "中长期", "plan", "数字"}
)
_BREAKS = re.compile(
    r"序列中断|中断|断点|口径(?:变化|变动|调整)|不可比|breaks? in series", re.IGNORECASE
)


def has_target_word(text: str) -> bool:
    """Whether a text speaks of targets at all."""
    return bool(_WORDS.search(_OTHER.sub("", normalise_text(text))))


def tells_result(text: str) -> bool:
    """Whether a text speaks of what became of targets: 目标完成率, 任务完成情况."""
    return bool(_DONE.search(normalise_text(text)))


def split_target(text: str) -> list[tuple[str, str]]:
    """Readings of a heading of targets: the kind, and what is left without the words of a target.

    The longest word first; empty for a heading of anything else.
    """
    plain = normalise_text(text)
    if _OTHER.search(plain) or not _WORDS.search(plain):
        return []
    found = _TARGET.search(plain)
    if found is None or not found[0].strip():
        return []
    kind = PLAN if found["plan"] or found["plan_en"] else ANNUAL
    if tells_result(plain.replace(found[0], "", 1)):
        return []
    rest = plain[: found.start()] + plain[found.end() :]
    if _VAGUE.search(rest):
        return [(UNSURE, _tidy(rest))]
    readings = [(kind, _tidy(rest))]
    if suffix := found["suffix"]:
        readings.append((kind, _tidy(plain[: found.start()] + suffix + plain[found.end() :])))
    return readings


def split_actual(text: str) -> str | None:
    """A heading without the words that say it is of figures; None where it has none."""
    plain = normalise_text(text)
    found = None if _WORDS.search(plain) else _ACTUAL.search(plain)
    return _tidy(plain[: found.start()] + plain[found.end() :]) if found else None


def _tidy(text: str) -> str:
    return re.sub(r"[(\[【]\s*[)\]】]", "", text).strip(" -—–:：_/、,，")


def judge_title(text: str) -> str:
    """What a line over a table says of its numbers: annual, plan, unsure, actual, '' for nothing."""
    plain = _OTHER.sub("", normalise_text(text))
    if not _WORDS.search(plain) and "分解表" not in plain:
        return ""
    if tells_result(plain):
        return ACTUAL
    if not _SURE_TITLE.search(plain) or _VAGUE.search(plain):
        return UNSURE
    return PLAN if re.search(_PLAN, plain) else ANNUAL


def find_kind(text: str) -> str:
    """The kind that a cell names: annual, plan, actual; '' for a word that is not known."""
    return _KIND_OF.get(_kind_key(text), "")


def names_target(text: str) -> bool:
    """Whether a cell says by itself that its row is a target or, beside one, a figure."""
    return bool(find_kind(text)) and _kind_key(text) not in _PLAIN_KINDS


def names_breaks(title: str) -> bool:
    """Whether a title says that breaks in series are listed under it."""
    return bool(_BREAKS.search(normalise_text(title)))


def _kind_key(text: str) -> str:
    return re.sub(r"[“”\"'‘’ ]", "", make_key(text))
