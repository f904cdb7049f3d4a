"""The parts of the import: encodings, separators, periods, places, units, values, comparison."""

import io
from datetime import date

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from dashboard.catalogue import load_catalogue
from dashboard.importing.cells.subtotals import TableRow, find_subtotal_owners
from dashboard.importing.checks.check import run_rule
from dashboard.importing.connection import fetch_rows
from dashboard.importing.corrections import Corrections
from dashboard.importing.reading.text_table import read_file, sniff_separator
from dashboard.importing.reading.texts import column_letter, split_unit
from dashboard.importing.upload.review import Review, review_file
from dashboard.importing.upload.template_workbook import make_template
from dashboard.importing.vocabulary.periods import SPAN, SPAN_OR_MONTH, parse_period, settle_periods
from dashboard.importing.vocabulary.places import Gazetteer, is_total
from dashboard.importing.vocabulary.title_periods import find_year
from dashboard.importing.vocabulary.units import choose_from_list, find_factor
from dashboard.settings import Settings
from dashboard.store import open_memory

HEAD = "地区,年份,会员人数\n"
NOTHING = pd.DataFrame(columns=["indicator", "region_code", "period", "value", "status"])


def review_text(
    text: str | bytes,
    name: str = "table.csv",
    *,
    corrections: Corrections = Corrections(),
    published: pd.DataFrame = NOTHING,
) -> Review:
    return review_file(
        text if isinstance(text, bytes) else text.encode(),
        name,
        catalogue=load_catalogue(),
        published=lambda indicators: published,
        corrections=corrections,
        today=date(2026, 6, 1),
    )


def figures_of(review: Review) -> dict[tuple[str, str, str], tuple[float | None, str]]:
    return {
        (r.region_code, r.indicator, r.period): (None if pd.isna(r.value) else r.value, r.status)
        for r in review.figures.itertuples()
    }


def rules_of(review: Review, severities: str = "EWI") -> set[str]:
    return {f.rule for f in review.findings if f.severity in severities}


def read_rows(content: bytes) -> list[tuple[int, list[str]]]:
    connection = open_memory()
    read_file(connection, content, "t.csv", settings=Settings(), corrections=Corrections())
    return fetch_rows(connection, "list_rows", first=1, last=100_000)


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("gb18030", "GB18030"),
        ("gbk", "GB18030"),
    ],
)
def test_encoding_is_proved_and_the_figures_are_the_same(codec: str, label: str) -> None:
    review = review_text((HEAD + "西安市,2023,2000\n").encode(codec))
    assert review.recognition.encoding == label
    assert figures_of(review) == {("610100", "members", "2023"): (2000.0, "final")}


def test_encoding_is_tested_on_the_whole_file() -> None:
    content = (HEAD + "西安市,2023,2000\n" * 5000).encode() + "宝鸡市,2023,800\n".encode("gb18030")
    review = review_text(content)
    assert review.state == "blocked"
    assert rules_of(review, "E") & {"F-04", "F-05", "L-05", "P-02"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "，"])
def test_separators_are_sniffed(separator: str) -> None:
    text = (HEAD + "西安市,2023,2000\n宝鸡市,2023,800\n").replace(",", separator)
    assert len(review_text(text).figures) == 2


def test_full_width_commas_inside_numbers_are_not_the_separator() -> None:
    assert (
        sniff_separator("a,b,c\n西安,1，234，567，890,2，000\n宝鸡,5，678，901，222,3，000\n")
        == "comma"
    )


def test_separators_in_quotes_do_not_count() -> None:
    assert sniff_separator('a;b\n"1,2,3,4";5\n"6,7,8,9";5\n') == "semicolon"


def test_rows_keep_the_numbers_of_a_spreadsheet() -> None:
    rows = read_rows(b'a,b\r\n\r\n"x\r\ny","he said ""no"""\r\n1,2,3\r\n')
    assert rows == [
        (1, ["a", "b"]),
        (2, [""]),
        (3, ["x\ny", 'he said "no"']),
        (4, ["1", "2", "3"]),
    ]


def test_a_quotation_mark_inside_a_cell_is_kept() -> None:
    assert read_rows(b'a,b\n5" pipe,x\n')[1] == (2, ['5" pipe', "x"])


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")]
)
def test_columns_have_the_letters_of_a_spreadsheet(number: int, letters: str) -> None:
    assert column_letter(number) == letters


@pytest.mark.parametrize(
    ("text", "code", "frequency"),
    [
        ("2019", "2019", "A"),
        ("２０１９年", "2019", "A"),
        ("2019年度", "2019", "A"),
        ("2022年末", "2022", "A"),
        ("FY2023", "2023", "A"),
        ("23年", "2023", "A"),
        ("99", "1999", "A"),
        ("45291", "2023", "A"),
        ("2024-12-31", "2024", "A"),
        ("2024-06-30", "2024-06", "M"),
        ("二〇二三年", "2023", "A"),
        ("2019Q2", "2019-Q2", "Q"),
        ("2019-Q2", "2019-Q2", "Q"),
        ("2019年第二季度", "2019-Q2", "Q"),
        ("2019年1季度", "2019-Q1", "Q"),
        ("2019年6月", "2019-06", "M"),
        ("2019-06", "2019-06", "M"),
        ("201906", "2019-06", "M"),
    ],
)
def test_periods_become_sdmx(text: str, code: str, frequency: str) -> None:
    period = parse_period(text, this_year=2026)
    assert (period.code, period.frequency, period.problem) == (code, frequency, "")


@pytest.mark.parametrize(
    "text", ["2024年1-9月", "2024年上半年", "2024年前三季度", "2024-H1", "2024年一至三季度"]
)
def test_cumulative_periods_are_refused(text: str) -> None:
    assert parse_period(text, this_year=2026).problem == "T-03"


@pytest.mark.parametrize("text", ["", "去年", "2019年13月", "2019-02-30", "abc"])
def test_what_is_not_a_period_is_refused(text: str) -> None:
    assert parse_period(text, this_year=2026).problem == "T-01"


@pytest.mark.parametrize("text", ["2012-13", "2010-2011", "2010–11", "2010/11年度", "1999-00"])
def test_span_of_two_years_is_no_year_and_no_month(text: str) -> None:
    assert parse_period(text, this_year=2026).problem == SPAN


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["2009-10", "2010-11", "2011-12"], [SPAN, SPAN, SPAN]),
        (["2011-12", "2012-13"], [SPAN, SPAN]),
        (["2010-11"], [SPAN_OR_MONTH]),
        (["2010-11", "2009"], [SPAN_OR_MONTH, "2009"]),
        (["2010-10", "2010-11", "2010-12"], ["2010-10", "2010-11", "2010-12"]),
        (["2010年10月", "2010-11"], ["2010-10", "2010-11"]),
        (["2023-24"], [SPAN]),
        (["2024-06", "2024"], ["2024-06", "2024"]),
    ],
)
def test_company_decides_between_months_and_spans(texts: list[str], expected: list[str]) -> None:
    periods = settle_periods(texts, [parse_period(t, this_year=2026) for t in texts])
    assert [p.code or p.problem for p in periods] == expected


# A city and its districts, another city, and the province over both.
PARENTS = {"新城": "西安", "碑林": "西安", "渭滨": "宝鸡", "西安": "陕西", "宝鸡": "陕西"}


def make_table(names: str) -> list[TableRow]:
    return [
        TableRow(0, n, "" if "计" in name else name, "计" in name, name == "小计")
        for n, name in enumerate(names.split())
    ]


@pytest.mark.parametrize(
    ("names", "owners"),
    [
        ("新城 碑林 小计", ["西安"]),
        ("西安 新城 碑林 小计 宝鸡 渭滨 小计", ["西安", "宝鸡"]),
        ("新城 碑林 小计 小计 渭滨 小计 合计", ["西安", "西安", "宝鸡"]),
        # Half of the province each: neither is the whole of it.
        ("西安 小计 宝鸡 小计", ["", ""]),
        ("新城 渭滨 小计", [""]),
        ("小计 新城", [""]),
        ("合计 新城 碑林 小计", ["西安"]),
    ],
)
def test_subtotal_is_of_the_region_whose_parts_stand_over_it(names: str, owners: list[str]) -> None:
    found = find_subtotal_owners(make_table(names), lambda code: PARENTS.get(code, ""))
    assert list(found.values()) == owners


def test_a_title_with_one_year_says_it_and_with_two_does_not() -> None:
    assert find_year("2024年全省工会会员情况") == "2024"
    assert find_year("2024年一季度会员情况") == "2024年一季度"
    assert find_year("2023年和2024年对比") == ""
    assert find_year("导出20240315") == ""


def test_places_are_found_by_code_name_and_alias_inside_the_scope_first() -> None:
    gazetteer = Gazetteer(load_catalogue(), "610000")
    assert gazetteer.find_place("西安", "").region_code == "610100"
    assert gazetteer.find_place("杨凌示范区", "").region_code == "SN-YL"
    assert gazetteer.find_place("长安区", "").region_code == "610116"
    assert gazetteer.find_place("全国", "").region_code == "100000"
    assert gazetteer.find_place("朝阳区", "110105").region_code == "110105"
    assert gazetteer.find_place("", "6101").region_code == "610100"


def test_ambiguous_and_unknown_places_are_never_guessed() -> None:
    gazetteer = Gazetteer(load_catalogue(), "610000")
    ambiguous = gazetteer.find_place("朝阳区", "")
    assert (ambiguous.region_code, ambiguous.problem) == ("", "P-04")
    unknown = gazetteer.find_place("西按市", "")
    assert (unknown.region_code, unknown.problem) == ("", "P-02")
    assert unknown.suggestions[0] == "西安市 610100"


def test_totals_are_known_with_spaces_inside() -> None:
    assert is_total("合　计")
    assert is_total("其中：女会员")
    assert not is_total("合阳县")


@pytest.mark.parametrize(
    ("unit", "indicator", "factor"),
    [
        ("人", "members", 1.0),
        ("万人", "members", 1e4),
        ("万", "members", 1e4),
        ("千人", "members", 1e3),
        ("亿元", "mutual_payouts", 1e8),
        ("百万元", "mutual_payouts", 1e6),
        ("million yuan", "mutual_payouts", 1e6),
        ("％", "membership_rate", 1.0),
        ("‰", "membership_rate", 0.1),
        ("人次", "members", None),
        ("元", "members", None),
        ("万", "membership_rate", None),
    ],
)
def test_units_convert_only_within_their_kind(
    unit: str, indicator: str, factor: float | None
) -> None:
    assert find_factor(unit, load_catalogue().indicators[indicator]) == factor


def test_the_unit_of_a_list_is_the_one_that_fits() -> None:
    indicators = load_catalogue().indicators
    assert choose_from_list("人、人次、万元", indicators["mutual_payouts"]) == "万元"
    assert choose_from_list("人、人次、万元", indicators["members"]) == "人"
    assert choose_from_list("人、万人", indicators["members"]) == ""
    assert split_unit("会员人数（万人）") == ("会员人数", "万人")


@pytest.mark.parametrize(
    ("text", "value", "status"),
    [
        ("2000", 2000.0, "final"),
        ("２０００", 2000.0, "final"),
        ("1,234,567", 1234567.0, "final"),
        ("１，２３４", 1234.0, "final"),
        (" 5\u00a0", 5.0, "final"),
        ("3.2万", 32000.0, "final"),
        ("5人", 5.0, "final"),
        ("1500多名", 1500.0, "at_least"),
        ("3.2万余人", 32000.0, "at_least"),
        ("≥100", 100.0, "at_least"),
        ("100以上", 100.0, "at_least"),
        ("近3万人", 30000.0, "estimate"),
        ("约200", 200.0, "estimate"),
        ("200左右", 200.0, "estimate"),
        ("初步100", 100.0, "provisional"),
        ("100*", 100.0, "provisional"),
        ("100p", 100.0, "provisional"),
        ("0", 0.0, "final"),
        ("", None, "not_reported"),
        ("—", None, "not_reported"),
        ("N/A", None, "not_reported"),
        ("……", None, "below_unit"),
        ("x", None, "confidential"),
        ("保密", None, "confidential"),
        ("不适用", None, "not_applicable"),
    ],
)
def test_values_keep_their_doubt_and_missing_is_not_zero(
    text: str, value: float | None, status: str
) -> None:
    review = review_text(f'{HEAD}西安市,2023,"{text}"\n')
    assert figures_of(review) == {("610100", "members", "2023"): (value, status)}


def test_units_of_the_heading_do_not_count_where_the_cell_has_its_own() -> None:
    review = review_text("地区,年份,会员人数（万人）\n西安市,2023,1.5\n宝鸡市,2023,5人\n")
    assert figures_of(review) == {
        ("610100", "members", "2023"): (15000.0, "final"),
        ("610300", "members", "2023"): (5.0, "final"),
    }


def test_rates_are_stored_in_per_cent_as_reported() -> None:
    review = review_text("地区,年份,入会率（%）\n西安市,2023,90.3\n宝鸡市,2023,0.9%\n")
    assert review.state == "ready"
    assert [v for v, _ in figures_of(review).values()] == [90.3, 0.9]


def test_a_rate_that_may_exceed_100_is_not_refused() -> None:
    review = review_text("地区,年份,互助保障赔付率（%）\n西安市,2023,112.5\n")
    assert review.state == "ready"


def test_years_in_headings_and_indicator_by_correction() -> None:
    text = "地区,2022年,2023年末\n西安市,1900,2000\n"
    assert review_text(text).state == "blocked"
    review = review_text(text, corrections=Corrections(indicator="members"))
    assert figures_of(review) == {
        ("610100", "members", "2022"): (1900.0, "final"),
        ("610100", "members", "2023"): (2000.0, "final"),
    }
    assert review.recognition.corrections == ("indicator",)


def test_an_unknown_indicator_in_the_title_is_named_with_suggestions() -> None:
    review = review_text("指标：工会会员人次(人),\n地区,2023年\n西安市,5\n")
    finding = next(f for f in review.findings if f.rule == "I-01")
    assert finding.text == "工会会员人次(人)"
    assert "工会会员人数 members" in finding.suggestions
    assert "L-05" not in rules_of(review, "E")


def test_a_row_of_data_with_a_year_is_not_taken_for_headings() -> None:
    review = review_text("Organisation,When,Cases\nEnfield,2010,5\nSalford,2011,6\n")
    assert review.recognition.head_row == 1
    assert [f.variant for f in review.findings if f.rule == "L-05"] == ["place"]


def test_a_cumulative_heading_blocks_and_the_other_years_are_understood() -> None:
    review = review_text(
        "地区,2024年1-9月,2023年\n西安市,5,2000\n", corrections=Corrections(indicator="new_members")
    )
    assert review.state == "blocked"
    assert [f.address for f in review.findings if f.rule == "T-03"] == ["B1"]
    assert figures_of(review) == {("610100", "new_members", "2023"): (2000.0, "final")}


def test_corrections_override_places_marks_units_and_roles() -> None:
    review = review_text(
        "甲,年份,会员人数\n西按市,2023,1.5\n朝阳区,2023,—\n",
        corrections=Corrections(
            roles={"A": "place"},
            places={"西按市": "610100", "朝阳区": "110105"},
            marks={"—": "not_applicable"},
            units={"members": "万人"},
        ),
    )
    assert figures_of(review) == {
        ("610100", "members", "2023"): (15000.0, "final"),
        ("110105", "members", "2023"): (None, "not_applicable"),
    }


def test_units_in_a_column_of_indicators_do_not_mix() -> None:
    review = review_text(
        "地区,年份,指标,数值\n西安市,2022,会员人数（万人）,1.5\n西安市,2023,会员人数,16000\n"
    )
    assert figures_of(review) == {
        ("610100", "members", "2022"): (15000.0, "final"),
        ("610100", "members", "2023"): (16000.0, "final"),
    }


def test_figures_given_twice_differently_are_rejected_and_never_chosen() -> None:
    review = review_text(f"{HEAD}西安市,2023,2000\n西安,2023,2001\n宝鸡市,2023,800\n")
    assert figures_of(review) == {("610300", "members", "2023"): (800.0, "final")}
    assert review.counts == {"new": 1, "changed": 0, "unchanged": 0, "rejected": 2}


def test_comparison_counts_new_changed_unchanged_and_rejected() -> None:
    published = pd.DataFrame(
        {
            "indicator": ["members"] * 3,
            "region_code": ["610100", "610300", "610400"],
            "period": ["2023"] * 3,
            "value": [2000.0, 799.0, None],
            "status": ["final", "final", "not_reported"],
        }
    )
    review = review_text(
        f"{HEAD}西安市,2023,2000\n宝鸡市,2023,800\n咸阳市,2023,—\n渭南市,2023,5\n某市,2023,6\n合计,2023,9\n",
        published=published,
    )
    assert review.counts == {"new": 1, "changed": 1, "unchanged": 2, "rejected": 1}
    changed = review.comparison.rows.query("kind == 'changed'").iloc[0]
    assert (changed.region_code, changed.old_value, changed.new_value) == ("610300", 799.0, 800.0)


def test_a_rule_that_cannot_run_is_an_error_and_hides_no_other() -> None:
    run = run_rule(open_memory(), "P-02", "SELECT nothing FROM nowhere")
    assert run.total == 1
    assert run.findings[0].severity == "E"
    assert "无法运行" in run.findings[0].message("zh")


def test_text_of_the_file_is_not_read_as_a_placeholder() -> None:
    review = review_text(f"{HEAD}{{text}}{{0}}市,2023,2000\n")
    message = next(f for f in review.findings if f.rule == "P-02").message("zh")
    assert "{text}{0}市" in message


def test_personal_numbers_are_masked() -> None:
    review = review_text(HEAD.replace("\n", ",备注\n") + "西安市,2023,5,610102199001011234\n")
    finding = next(f for f in review.findings if f.rule == "V-16")
    assert (finding.address, finding.text) == ("D2", "610…")


def test_progress_names_each_stage_and_ends_at_one() -> None:
    seen: list[tuple[str, float]] = []
    review_file(
        f"{HEAD}西安市,2023,1\n".encode(),
        "t.csv",
        catalogue=load_catalogue(),
        published=lambda indicators: NOTHING,
        progress=lambda stage, share: seen.append((stage, share)),
    )
    stages = list(dict.fromkeys(s for s, _ in seen))
    assert stages == ["read", "recognise", "check", "compare", "done"]
    assert [share for _, share in seen] == sorted(share for _, share in seen)
    assert seen[-1][1] == 1.0


def make_book(rows: list[list[object]], hidden: str = "") -> bytes:
    book = Workbook()
    book.active.title = "数据"
    for row in rows:
        book.active.append(row)
    if hidden:
        first = book.create_sheet(hidden, 0)
        first.append(["不看"])
        first.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_workbook_keeps_all_digits_and_the_first_visible_sheet_is_read() -> None:
    rows = [["地区", "年份", "为职工挽回经济损失（元）"], ["西安市", 2023, 1234567.123456]]
    review = review_text(make_book(rows, hidden="说明"), "t.xlsx")
    assert review.recognition.sheet == "数据"
    assert list(review.figures.value) == [1234567.123456]
    assert "F-03" not in rules_of(review)


def test_a_workbook_called_csv_is_read_as_what_it_is() -> None:
    review = review_text(make_book([["地区", "年份", "会员人数"], ["西安市", 2023, 7]]), "t.csv")
    assert review.state == "ready"
    assert "F-03" in rules_of(review, "I")


def test_damaged_files_are_findings_and_not_exceptions() -> None:
    for content in (
        b"PK\x03\x04broken",
        b"\xd0\xcf\x11\xe0broken",
        b"%PDF-1.7",
        b"\xff\xfe\x00",
        b"\x00",
    ):
        assert review_text(content, "t.xlsx").state == "blocked"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_template_comes_back_ready_when_filled_in(lang: str, format: str) -> None:
    content = make_template(
        load_catalogue(),
        parent="610000",
        indicators=["members", "membership_rate"],
        year=2025,
        lang=lang,
        format=format,
    )
    filled = fill_book(content) if format == "xlsx" else fill_text(content)
    review = review_text(filled, f"template.{format}")

    assert review.state == "ready", [f.message("en") for f in review.findings]
    figures = figures_of(review)
    assert figures[("610100", "members", "2025")] == (1200.0, "final")
    assert figures[("SN-YL", "membership_rate", "2025")] == (91.5, "final")
    assert len(figures) == 2 * len(load_catalogue().counted_children("610000"))


def test_a_blank_template_asks_to_confirm_what_blank_means() -> None:
    content = make_template(
        load_catalogue(), parent="610000", indicators=["members"], year=2025, lang="zh"
    )
    review = review_text(content)
    assert review.state == "confirm"
    assert set(review.figures.status) == {"not_reported"}


def fill_text(content: bytes) -> bytes:
    lines = content.decode("utf-8-sig").splitlines()
    filled = [lines[0], *(line.removesuffix(",,") + ",1200,91.5" for line in lines[1:])]
    # A row ends as spreadsheets save it; a last one without an end would be asked about.
    return "".join(f"{line}\n" for line in filled).encode()


def fill_book(content: bytes) -> bytes:
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    for row in range(2, sheet.max_row + 1):
        assert sheet.cell(row, 1).protection.locked
        assert not sheet.cell(row, 4).protection.locked
        # An entry, its state and last year's value: three columns for each indicator.
        sheet.cell(row, 4).value, sheet.cell(row, 7).value = 1200, 91.5
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_long_table_with_columns_in_any_order_and_a_code_for_the_indicator() -> None:
    review = review_text(
        "数值,指标代码,状态,年份,地区代码\n5,members,初步,2023,610100\n", "anything.csv"
    )
    assert figures_of(review) == {("610100", "members", "2023"): (5.0, "provisional")}


def test_a_heading_with_year_and_indicator_gives_both() -> None:
    review = review_text("地区,2022年会员人数,2023年会员人数（万人）\n西安市,5,1.5\n")
    assert figures_of(review) == {
        ("610100", "members", "2022"): (5.0, "final"),
        ("610100", "members", "2023"): (15000.0, "final"),
    }


def test_a_period_in_the_title_that_is_cumulative_is_refused() -> None:
    review = review_text("2024年1-9月新发展会员情况,\n地区,新发展会员\n西安市,5\n")
    assert "T-03" in rules_of(review, "E")
    assert review.figures.empty
