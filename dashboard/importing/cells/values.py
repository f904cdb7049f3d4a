"""What stands in a cell: a number with all that is written around it, or a mark of a state."""

from dashboard.importing.connection import Connection, fill_table, make_table
from dashboard.importing.layout.headers import Knowledge
from dashboard.importing.vocabulary.missing_markers import choose_markers
from dashboard.lookup_keys import CIRCLED, SUPERSCRIPTS

_FULL_WIDTH = "".join(chr(c) for c in range(0xFF01, 0xFF5F)) + "　\xa0\u2002\u2003\u2009\u202f"
_HALF_WIDTH = "".join(chr(c) for c in range(0x21, 0x7F)) + " " * 6

_NUMBER = r"-?[0-9][0-9,]*(?:\.[0-9]+)?|\([0-9][0-9,]*(?:\.[0-9]+)?\)|[0-9][0-9,]*(?:\.[0-9]+)?-"
_RAISED = rf"[{SUPERSCRIPTS}{CIRCLED}†‡§※]+"
# What points to a footnote behind a number; * alone says that it is provisional.
_NOTE = (
    rf"{_RAISED}|\*\*+|(?:注|fn)\s?[0-9]{{1,2}}|fn|[\[〔【(](?:注|fn)\s?[0-9]{{0,2}}[)\]〕】]"
    r"|[\[〔【][0-9]{1,2}(?:[,、][0-9]{1,2})*[\]〕】]"
)
# 约3.2万多人以上*, taken apart; every part but the number may be missing.
NUMBER_PATTERN = (
    rf"^({_RAISED})?\s*"
    r"(大约|约|将近|接近|近|≈|~|至少|不少于|不低于|超过|超|逾|≥|>=|>|"
    r"至多|最多|不超过|不多于|不高于|不足|低于|≤|<=|<|初步)?\s*(¥|rmb)?\s*"
    rf"({_NUMBER})"
    r"\s*(十万|百万|千万|万亿|亿|万|千)?(多|余|几)?(亿|万)?([\p{Han}]{0,3}?)"
    r"(以上|以下|以内|左右|上下|\+)?\s*(%|‰)?\s*(\*|p|\(p\)|\(初步\)|\(预计\)|初步)?"
    rf"\s*({_NOTE})?$"
)
# 10⁴ can be a power.
_POWER = rf"-?10[{SUPERSCRIPTS}]+"


def create_values(connection: Connection, knowledge: Knowledge) -> None:
    """The table ``odd_value``: every text of a value that is not a plain number, taken apart."""
    marks = choose_markers(knowledge.corrections.marks)
    fill_table(connection, "mark", {"mark": list(marks), "state": list(marks.values())})
    make_table(
        connection,
        "odd_value",
        full_width=_FULL_WIDTH,
        half_width=_HALF_WIDTH,
        pattern=NUMBER_PATTERN,
        power=_POWER,
    )
