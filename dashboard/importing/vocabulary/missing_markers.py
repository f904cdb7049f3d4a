"""Marks for a missing number and words for a status, and what each means by default."""

from collections.abc import Mapping

from dashboard.lookup_keys import make_key

_MARKERS = {
    "not_reported": "- -- --- — —— – ― / \\ n/a na nan null none nil 无 "
    "空 (空) 未报 未上报 未报送 未填 "
    "缺 缺报 缺失 不详 无数据 暂无 暂缺 没有 * . .. #n/a #div/0!",
    "below_unit": "... ......",  # … and …… once normalised
    "confidential": "x xx xxx × ×× 保密 涉密 ** ***",
    "not_applicable": "不适用 n.a. n.ap.",
}
# #N/A and #DIV/0! say that there is no figure, unlike #REF! and the like, which say that a formula
# is broken (V-10): so they are marks whose meaning the uploader confirms.
DEFAULT_MARKERS = {"": "not_reported"} | {
    mark: state for state, marks in _MARKERS.items() for mark in marks.split()
}
_STATUS_WORDS = {
    "final": "final 正式 正式数 正式数据 最终 确定 已核实 核实 a",
    "provisional": "provisional 初步 初步数 初步核算 快报 快报数 暂定 p",
    "estimate": "estimate estimated 估计 估算 预计 推算 e",
    "at_least": "at_least atleast 至少 以上 不少于 不低于 超过",
    "at_most": "at_most atmost 至多 最多 以下 以内 不超过 不多于 不高于",
    "not_reported": "not_reported 未报 未报送 缺报",
    "not_applicable": "not_applicable 不适用",
    "below_unit": "below_unit 不足最小单位 不足单位",
    "confidential": "confidential 保密 涉密 c",
}
STATUSES = {word: status for status, words in _STATUS_WORDS.items() for word in words.split()}


def choose_markers(corrections: Mapping[str, str]) -> dict[str, str]:
    """Mark (as a key, '' for a blank cell) → state; the meanings a person has chosen win."""
    return DEFAULT_MARKERS | {make_key(mark): state for mark, state in corrections.items()}


def find_status(text: str) -> str:
    """The status a word stands for: ``final`` for a blank, '' for a word that is not known."""
    key = make_key(text)
    return STATUSES.get(key, "") if key else "final"
