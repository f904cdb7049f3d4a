"""Every file in pass/, warn/ and fail/ gives the state of its folder and the rule of its name.

A file in quiet/ must not raise the rules of its name. Figures published before the file are in
published/, what else is known (locks, rights, uploads) in context/, under the name of the file.
"""

import ast
import hashlib
import io
import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from dashboard.catalogue import Catalogue, Relation, load_catalogue
from dashboard.i18n import LOCALE_FOLDER, load_messages
from dashboard.importing.checks.context import AttachedReader, Context
from dashboard.importing.checks.statements import load_rule, rules_in_sql
from dashboard.importing.connection import Connection, make_table
from dashboard.importing.findings.personal_numbers import is_personal, mask_numbers
from dashboard.importing.findings.rules.lookup import RULES
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.upload import review
from dashboard.importing.upload.review import Review, as_json, review_file
from dashboard.settings import ROOT, Settings
from dashboard.sql import QUERY_FOLDER

FOLDER = Path(__file__).parent
STATES = {"pass": "ready", "warn": "confirm", "fail": "blocked"}
FILES = sorted(p for folder in STATES for p in (FOLDER / folder).iterdir())
QUIET = sorted((FOLDER / "quiet").iterdir())
# The list of rules: the last number of each letter.
LAST_NUMBERS = {"F": 12, "L": 14, "P": 13, "T": 8, "I": 5, "V": 21, "R": 8, "C": 6, "G": 10}
RULE_IDS = [f"{letter}-{n:02}" for letter, last in LAST_NUMBERS.items() for n in range(1, last + 1)]
TODAY = date(2026, 6, 1)
TABLE = "地区,年份,会员人数\n西安市,2023,2000\n宝鸡市,2023,800\n"
# Texts that are Chinese in Big5 and something else in GB18030.
BIG5_TABLE = "地區,年份,會員人數\n陝西,2023,2000\n廣東,2023,800\n".encode("big5")


def publish_nothing(indicators: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=["indicator", "region_code", "period", "value", "status"])


def review_bytes(
    content: bytes,
    name: str = "table.csv",
    published=publish_nothing,
    context: Context = Context(),
    catalogue: Catalogue | None = None,
) -> Review:
    return review_file(
        content,
        name,
        catalogue=catalogue or load_catalogue(),
        published=published,
        today=TODAY,
        context=context,
    )


@cache
def review_path(path: Path) -> Review:
    """The review of a fixture, with what is published and known for it."""
    content = path.read_bytes()
    frame = publish_nothing([])
    if (file := FOLDER / "published" / f"{path.stem}.csv").exists():
        frame = pd.read_csv(file, dtype={"region_code": str, "period": str})
    context = Context()
    if (file := FOLDER / "context" / f"{path.stem}.json").exists():
        context = read_context(file, hashlib.sha256(content).hexdigest())
    return review_bytes(content, path.name, lambda indicators: frame, context)


def read_context(path: Path, sha256: str) -> Context:
    """A context out of JSON; the text "this file" stands for the checksum of the fixture."""
    values = json.loads(path.read_text(encoding="utf-8"))
    names = ["sha256", "upload_id", "uploaded_at", "file_name"]
    rows = [[sha256 if v == "this file" else v for v in row] for row in values.get("uploads", [])]
    return Context(
        uploads=pd.DataFrame(rows, columns=names),
        locked=frozenset(map(tuple, values.get("locked", []))),
        closing=tuple((i, p, date.fromisoformat(d)) for i, p, d in values.get("closing", [])),
        allowed=frozenset(values["allowed"]) if "allowed" in values else None,
        targets=read_attached(values, "targets", "kind", "value"),
        breaks=read_attached(values, "breaks", "reason_zh", "reason_en"),
    )


def read_attached(values: dict[str, list], name: str, *columns: str) -> AttachedReader | None:
    """Targets or breaks that stand, as lists of indicator, region, year and ``columns``."""
    frame = pd.DataFrame(
        values.get(name, []), columns=["indicator", "region_code", "year", *columns]
    )
    return (lambda indicators: frame) if name in values else None


def catalogue_with(code: str, **changes: object) -> Catalogue:
    """The catalogue with one indicator described otherwise."""
    catalogue = load_catalogue()
    changed = {**catalogue.indicators, code: replace(catalogue.indicators[code], **changes)}
    return replace(catalogue, indicators=changed)


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


def rules_of(path: Path) -> set[str]:
    """All the rules that a quiet file is named after."""
    return set(re.findall(r"[A-Z]-\d\d", path.name))


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_file_has_the_state_of_its_folder_and_raises_its_rule(path: Path) -> None:
    found = review_path(path)

    assert found.state == STATES[path.parent.name], [f.message("en") for f in found.findings]
    rules = {f.rule for f in found.findings}
    assert rule_of(path) in rules | {""}
    assert not [f for f in found.findings if f.variant == "broken"]


@pytest.mark.parametrize("path", QUIET, ids=lambda p: p.name)
def test_file_does_not_raise_its_rules(path: Path) -> None:
    found = review_path(path)
    assert rules_of(path) <= set(RULES)
    assert rules_of(path) & {f.rule for f in found.findings} == set()
    assert found.state != "blocked", [f.message("en") for f in found.findings]


@pytest.mark.parametrize("folder", ["published", "context"])
def test_every_companion_has_its_file(folder: str) -> None:
    stems = {p.stem for p in (*FILES, *QUIET)}
    assert {p.stem for p in (FOLDER / folder).iterdir()} - stems == set()


@pytest.mark.parametrize("rule", sorted(MADE))
def test_made_file_raises_its_rule(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if rule == "F-02":
        monkeypatch.setattr(review, "load_settings", lambda: Settings(upload_limit_rows=2))
    content, published = MADE[rule]
    found = review_bytes(content, published=published)
    assert rule in {f.rule for f in found.findings}


def test_every_check_has_a_rule_with_the_severities_of_its_header() -> None:
    for path in sorted((QUERY_FOLDER / "checks").glob("*.sql")):
        rule, _, fault = path.stem.partition("_")
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", fault), path.name
        header = load_rule(RuleId(rule)).header
        assert frozenset(header["severity"].split("/")) == RULES[RuleId(rule)].severities, path.name
        assert header["columns"].startswith("address"), path.name


def test_every_rule_of_the_list_is_wired_in() -> None:
    assert len(RULE_IDS) == 97
    assert sorted(RULES) == sorted(RuleId) == sorted(RULE_IDS)
    raised = set(MADE) | set(MADE_WITH_CATALOGUE)
    raised |= {f.rule for path in FILES for f in review_path(path).findings}
    assert set(RULE_IDS) - raised == set()


def test_every_rule_of_the_list_has_a_table_that_does_not_raise_it() -> None:
    quiet = set(MADE_WITH_CATALOGUE).union(*(rules_of(path) for path in QUIET))
    assert set(RULE_IDS) - quiet == set()


def test_every_rule_about_figures_has_its_statement() -> None:
    assert [rule for rule in RULE_IDS if rule[0] in "PTIVRC"] == rules_in_sql("PTIVRC")


def test_every_case_that_is_raised_can_be_said_in_both_languages() -> None:
    for path in FILES:
        for finding in review_path(path).findings:
            for lang in ("zh", "en"):
                assert not re.search(r"\{\w+\}", finding.message(lang) + finding.remedy(lang))


# Rules that need another catalogue


MADE_WITH_CATALOGUE = {
    "I-02": {"levels": ("province",)},
    "I-05": {"unit_en": ""},
}


@pytest.mark.parametrize("rule", sorted(MADE_WITH_CATALOGUE))
def test_indicator_described_otherwise_raises_its_rule(rule: str) -> None:
    catalogue = catalogue_with("members", **MADE_WITH_CATALOGUE[rule])
    found = review_bytes(TABLE.encode(), catalogue=catalogue)
    assert [(f.rule, f.address, f.count) for f in found.findings if f.severity == "E"] == [
        (rule, "C2", 2)
    ]
    assert rule not in {f.rule for f in review_bytes(TABLE.encode()).findings}


def test_name_of_two_indicators_is_never_guessed() -> None:
    catalogue = catalogue_with("women_members", aliases_zh=("会员人数",))
    content = "地区,年份,指标,数值\n西安市,2023,会员人数,2000\n".encode()
    found = review_bytes(content, catalogue=catalogue)
    (finding,) = [f for f in found.findings if f.rule == "I-01"]
    assert (finding.variant, finding.address) == ("ambiguous", "C2")
    assert finding.suggestions == ("工会会员人数 members", "女会员人数 women_members")
    assert found.figures.empty


def test_indicator_collected_for_cities_may_come_from_cities() -> None:
    catalogue = catalogue_with("members", levels=("prefecture", "special"))
    found = review_bytes(TABLE.encode(), catalogue=catalogue)
    assert "I-02" not in {f.rule for f in found.findings}


def test_sum_of_a_relation_is_compared_with_its_parts() -> None:
    relation = Relation("members", "sum", ("women_members", "migrant_members"), "分项", "parts")
    catalogue = replace(load_catalogue(), relations=(relation,))
    head = "地区,年份,会员人数,女会员人数,农民工会员\n"
    content = f"{head}西安市,2023,100,60,40\n宝鸡市,2023,100,60,41\n".encode()
    found = review_bytes(content, catalogue=catalogue)
    (finding,) = [f for f in found.findings if f.rule == "R-03"]
    assert (finding.address, finding.variant) == ("C3", "sum")
    assert "100" in finding.message("en")
    assert "101" in finding.message("en")


# Figures of the messages, worked by hand


def finding_of(name: str, rule: str) -> review.Finding:
    """The one finding of ``rule`` in a fixture."""
    (path,) = [p for p in FILES if p.stem == name]
    (found,) = [f for f in review_path(path).findings if f.rule == rule]
    return found


def test_gap_names_the_years_on_both_sides() -> None:
    found = finding_of("T-05_year_left_out", "T-05")
    assert found.address == "C3"
    assert found.message("en") == (
        "“Union members” goes from 2019 to 2021 with nothing between (places: 1)."
    )


def test_total_row_names_stated_total_and_sum() -> None:
    found = finding_of("P-12_total_row_is_not_the_sum", "P-12")
    assert found.address == "C4"
    assert "2,900 is stated, but its 2 parts add up to 2,800" in found.message("en")


def test_province_with_all_its_cities_must_be_their_sum() -> None:
    found = finding_of("P-12_province_is_not_the_sum_of_its_cities", "P-12")
    assert found.address == "C2"
    assert "1,200 is stated, but its 11 parts add up to 1,100" in found.message("en")


def test_outlier_has_its_modified_z() -> None:
    # ln 1.01 twice, 1.02 three times, 1.03 three times, 1.04, 1.40: the median lies between
    # ln 1.02 = 0.0198 and ln 1.03 = 0.0296 at 0.0247; the deviation is below 0.05, so that counts;
    # 0.6745 × (ln 1.40 − 0.0247) ÷ 0.05 = 0.6745 × 0.3118 ÷ 0.05 = 4.2.
    found = finding_of("R-05_one_of_ten_grows_otherwise", "R-05")
    assert found.address == "C21"
    assert "9 peers (modified z 4.2)" in found.message("en")


def test_absent_places_are_named() -> None:
    found = finding_of("C-04_one_of_three_is_absent", "C-04")
    assert found.message("zh").startswith("陕西省2023：")
    assert "咸阳市" in found.message("zh")
    assert "西安" not in found.message("zh")


def test_rule_that_cannot_run_is_an_error_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def load_broken(rule: RuleId):
        query = load_rule(rule)
        return replace(query, text="SELECT nothing") if rule == "R-04" else query

    monkeypatch.setattr("dashboard.importing.checks.check.load_rule", load_broken)
    path = FOLDER / "warn" / "T-05_year_left_out.csv"
    found = review_bytes(path.read_bytes())
    assert [f.rule for f in found.findings if f.variant == "broken"] == ["R-04"]
    assert "T-05" in {f.rule for f in found.findings}
    assert found.state == "blocked"
    assert "Rule R-04 could not run" in caplog.text


@pytest.mark.parametrize(
    ("lost", "broken", "is_kept"), [("known", [], True), ("personal", ["V-16"], False)]
)
def test_figures_that_cannot_be_prepared_are_said_once(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    lost: str,
    broken: list[str],
    is_kept: bool,
) -> None:
    def make_or_fail(connection: Connection, name: str, /, **parameters: object) -> None:
        if name == lost:
            connection.execute(f"SELECT no_such_column_of_{lost}")
        make_table(connection, name, **parameters)

    monkeypatch.setattr("dashboard.importing.checks.context.make_table", make_or_fail)
    path = FOLDER / "warn" / "T-05_year_left_out.csv"
    found = review_bytes(path.read_bytes())
    assert found.state == "blocked"
    assert [f.rule for f in found.findings if f.variant == "failed"] == ["F-03"]
    assert [f.rule for f in found.findings if f.variant == "broken"] == broken
    assert found.may_be_kept == is_kept
    (record,) = [r for r in caplog.records if "could not be prepared" in r.message]
    assert record.exc_info is not None
    assert f"no_such_column_of_{lost}" in str(record.exc_info[1])


def test_numbers_of_persons_are_found_where_the_cells_cannot_be_made(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*arguments: object) -> None:
        raise ValueError("an odd cell")

    monkeypatch.setattr("dashboard.importing.cells.recognition.create_cells", fail)
    text = "地区,年份,会员人数,备注\n西安市,2023,2000,{}\n"
    found = review_bytes(text.format("13812345678").encode())
    assert {"F-03", "V-16"} <= {f.rule for f in found.findings}
    assert not found.may_be_kept
    assert review_bytes(text.format("核定").encode()).may_be_kept
    assert "an odd cell" in caplog.text


def test_findings_of_one_rule_are_limited_and_all_are_counted() -> None:
    rows = "".join(f"西安市,{year},-1\n" for year in range(1949, 2024))
    content = ("地区,年份,会员人数\n" + rows * 20).encode()
    found = review_bytes(content)
    assert sum(f.rule == "V-07" for f in found.findings) == 1000
    assert found.totals["V-07"] == 1500


# Numbers of persons


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13912345678。", "电话139…。"),
        ("139-1234-5678", "139…"),
        ("１３９１２３４５６７８", "139…"),
        ("身份证610102199001011234", "身份证610…"),
        ("61010219900101123x", "610…"),
        ("6222021234567890123", "622…"),
        ("6222 0212 3456 7890 123", "622…"),
        ("6222-0212-3456-7890", "622…"),
        ("610102-19900101-1234", "610…"),
        ("610102 1990 0101 123 X", "610…"),
        ("139–1234–5678", "139…"),
        ("139\xa01234\xa05678", "139…"),
        ("139　1234　5678", "139…"),
        ("8613912345678", "861…"),
    ],
)
def test_numbers_of_persons_are_masked(text: str, masked: str) -> None:
    assert mask_numbers(text) == masked
    assert is_personal(text)
    # The same in a note beside the figures, and in a line above them.
    for content in (
        f"地区,年份,会员人数,备注\n西安市,2023,20,{text}\n",
        f"会员情况 {text}\n地区,年份,会员人数\n西安市,2023,20\n",
    ):
        (finding,) = [f for f in review_bytes(content.encode()).findings if f.rule == "V-16"]
        assert finding.text == f"{masked.strip('身份证电话。')[:3]}…"


@pytest.mark.parametrize(
    "text",
    [
        "029-87654321", "0.90349999999999997", "610100000000", "2000000", "2023-12-31 00:00:00",
        "2019 2020 2021 2022", "13912345678.25",
    ],
)  # fmt: skip
def test_other_numbers_are_not_masked(text: str) -> None:
    assert mask_numbers(text) == text
    content = f"地区,年份,会员人数,备注\n西安市,2023,20,{text}\n".encode()
    assert "V-16" not in {f.rule for f in review_bytes(content).findings}


@pytest.mark.parametrize("path", [p for p in FILES if rule_of(p) == "V-16"], ids=lambda p: p.name)
def test_numbers_of_persons_are_in_no_result(path: Path) -> None:
    found = review_path(path)
    texts = [json.dumps(as_json(found, lang), ensure_ascii=False) for lang in ("zh", "en")]
    texts += [repr(found.recognition), repr(found.findings), found.figures.to_csv()]
    for text in texts:
        assert not re.search(r"13912345678|139-1234-5678|１３９１|610102199|6222 0212", text)
    assert "V-16" in {f.rule for f in found.findings}


def test_telephone_among_the_figures_is_no_figure() -> None:
    found = review_bytes("地区,年份,会员人数\n西安市,2023,13912345678\n宝鸡市,2023,800\n".encode())
    assert found.figures["value"].to_list() == [800.0]
    assert found.counts["rejected"] == 1
    assert "13912345678" not in repr(found.findings) + repr(found.comparison.rows.to_dict())


def marked_texts() -> list[str]:
    texts = []
    for path in sorted((ROOT / "dashboard" / "importing").rglob("*.py")):
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
