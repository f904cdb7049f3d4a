"""Every file in pass/, warn/ and fail/ gives the state of its folder and the rule of its name."""

import ast
import io
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from dashboard.catalogue import load_catalogue
from dashboard.i18n import LOCALE_FOLDER, load_messages
from dashboard.importing import review
from dashboard.importing.review import Review, as_json, review_file
from dashboard.importing.rules import RULES
from dashboard.settings import ROOT, Settings
from dashboard.sql import QUERY_FOLDER, load_query

FOLDER = Path(__file__).parent
STATES = {"pass": "ready", "warn": "confirm", "fail": "blocked"}
FILES = sorted(p for folder in STATES for p in (FOLDER / folder).iterdir())
TODAY = date(2026, 6, 1)
TABLE = "地区,年份,会员人数\n西安市,2023,2000\n宝鸡市,2023,800\n"
# Texts that are Chinese in Big5 and something else in GB18030.
BIG5_TABLE = "地區,年份,會員人數\n陝西,2023,2000\n廣東,2023,800\n".encode("big5")


def publish_nothing(indicators: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=["indicator", "region_code", "period", "value", "status"])


def review_bytes(content: bytes, name: str = "table.csv", published=publish_nothing) -> Review:
    return review_file(content, name, catalogue=load_catalogue(), published=published, today=TODAY)


def make_book() -> bytes:
    book = Workbook()
    for row in (["地区", "年份", "会员人数"], ["西安市", 2023, 2000]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def published_members(indicators: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": ["members"],
            "region_code": ["610100"],
            "period": ["2023"],
            "value": [1999.0],
            "status": ["final"],
        }
    )


# Rules whose file is made here: bytes that a text fixture cannot hold, or published figures.
MADE = {
    "F-01": (b"", publish_nothing),
    "F-02": (TABLE.encode(), publish_nothing),
    "F-03": (make_book(), publish_nothing),
    "F-04": (TABLE.encode("gb18030"), publish_nothing),
    "F-05": (TABLE.replace("西安", "西\x00安").encode(), publish_nothing),
    "F-06": (BIG5_TABLE, publish_nothing),
    "C-01": (TABLE.encode(), published_members),
}


def rule_of(path: Path) -> str:
    found = re.match(r"[A-Z]-\d\d", path.name)
    return found[0] if found else ""


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_file_has_the_state_of_its_folder_and_raises_its_rule(path: Path) -> None:
    found = review_bytes(path.read_bytes(), path.name)

    assert found.state == STATES[path.parent.name], [f.message("en") for f in found.findings]
    rules = {f.rule for f in found.findings}
    assert rule_of(path) in rules | {""}
    assert not [f for f in found.findings if f.variant == "broken"]


@pytest.mark.parametrize("rule", sorted(MADE))
def test_made_file_raises_its_rule(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if rule == "F-02":
        monkeypatch.setattr(review, "load_settings", lambda: Settings(upload_limit_rows=2))
    content, published = MADE[rule]
    found = review_bytes(content, published=published)
    assert rule in {f.rule for f in found.findings}


def test_every_check_has_a_rule_with_the_severities_of_its_header() -> None:
    for path in sorted((QUERY_FOLDER / "checks").glob("*.sql")):
        header = load_query(f"checks/{path.stem}").header
        assert frozenset(header["severity"].split("/")) == RULES[path.stem].severities, path.name
        assert header["columns"].startswith("address"), path.name


def test_every_rule_has_a_file_that_raises_it() -> None:
    covered = {rule_of(p) for p in FILES} | set(MADE)
    assert set(RULES) - covered == set()


def test_every_case_of_every_rule_can_be_said_in_both_languages() -> None:
    raised = set()
    for path in FILES:
        for finding in review_bytes(path.read_bytes(), path.name).findings:
            raised.add((finding.rule, finding.variant))
            for lang in ("zh", "en"):
                assert not re.search(r"\{\w+\}", finding.message(lang) + finding.remedy(lang))
    assert len(raised) >= len(RULES) - len(MADE)


def marked_texts() -> list[str]:
    texts = []
    for path in sorted((ROOT / "dashboard" / "importing").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_mark = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "mark"
            if is_mark and isinstance(node.args[0], ast.Constant):
                texts.append(node.args[0].value)
    return texts


def test_every_message_of_the_import_is_translated_with_the_same_places() -> None:
    assert (LOCALE_FOLDER / "zh" / "importing.po").exists()
    chinese = load_messages("zh")
    for text in marked_texts():
        places = re.findall(r"\{\w+\}", text)
        assert sorted(re.findall(r"\{\w+\}", chinese[text])) == sorted(places), text


def test_errors_of_the_layout_leave_no_figures() -> None:
    found = review_bytes((FOLDER / "fail" / "L-11_long_and_short_rows.csv").read_bytes())
    assert found.figures.empty
    assert found.counts == {"new": 0, "changed": 0, "unchanged": 0, "rejected": 0}


def test_json_has_the_figures_in_base_units_and_no_number_for_a_state() -> None:
    content = "地区,年份,会员人数（万人）\n西安市,2023,1.5\n宝鸡市,2023,—\n".encode()
    value = as_json(review_bytes(content), "zh")

    assert value["state"] == "confirm"
    assert value["figures"] == [
        {
            "region_code": "610100",
            "indicator": "members",
            "period": "2023",
            "value": 15000.0,
            "status": "final",
            "address": "C2",
        },
        {
            "region_code": "610300",
            "indicator": "members",
            "period": "2023",
            "value": None,
            "status": "not_reported",
            "address": "C3",
        },
    ]
    assert value["places"]["found"] == value["places"]["total"] == 2
