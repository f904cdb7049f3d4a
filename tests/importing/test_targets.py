"""Targets and breaks in series out of tables: never a figure for a target, nor a target for a figure.

Every expected number stands in its table.
"""

import io
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from openpyxl import Workbook

from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.importing.checks.context import Context
from dashboard.importing.corrections import Corrections
from dashboard.importing.upload.publish import publish_review, read_context, read_published
from dashboard.importing.upload.review import Review, review_file
from dashboard.importing.vocabulary.measures import judge_title, split_target
from dashboard.store import Store

Figures = set[tuple[str, str, float]]  # region, period, value
Targets = set[tuple[str, int, str, float]]  # region, year, kind, value
XIAN, BAOJI = "610100", "610300"


def publish_nothing(indicators: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=["indicator", "region_code", "period", "value", "status"])


def review(
    text: str,
    name: str = "a.csv",
    *,
    published: Callable[[list[str]], pd.DataFrame] = publish_nothing,
    context: Context = Context(),
    measure: str = "",
) -> Review:
    return review_file(
        text.encode(),
        name,
        catalogue=load_catalogue(),
        published=published,
        today=date(2026, 6, 1),
        context=context,
        corrections=Corrections(measure=measure),
    )


def figures_of(found: Review) -> Figures:
    columns = ["region_code", "period", "value"]
    return set(found.figures[columns].itertuples(index=False, name=None))


def targets_of(found: Review) -> Targets:
    columns = ["region_code", "year", "kind", "value"]
    return set(found.attached.targets[columns].itertuples(index=False, name=None))


def rules_of(found: Review) -> set[tuple[str, str, str]]:
    return {(f.severity, f.rule, f.variant) for f in found.findings if f.rule.startswith("G")}


@pytest.mark.parametrize(
    ("text", "figures", "targets"),
    [
        (
            "地区,会员人数,,会员人数\n,目标,完成,目标完成率\n西安市,2000,1900,95\n",
            {(XIAN, "2025", 1900.0)},
            {(XIAN, 2025, "annual", 2000.0)},
        ),
        (
            "地区,会员人数,会员人数,会员人数\n,2024年,2025年,2025年目标\n西安市,19,20,21\n",
            {(XIAN, "2024", 19.0), (XIAN, "2025", 20.0)},
            {(XIAN, 2025, "annual", 21.0)},
        ),
        (
            "地区,指标,2024年完成,2025年目标\n西安市,会员人数,2000,2100\n",
            {(XIAN, "2024", 2000.0)},
            {(XIAN, 2025, "annual", 2100.0)},
        ),
        (
            "地区,指标,年份,目标值,完成值\n西安市,会员人数,2025,3000,2900\n",
            {(XIAN, "2025", 2900.0)},
            {(XIAN, 2025, "annual", 3000.0)},
        ),
        (
            "指标,西安市目标,宝鸡市目标\n会员人数,3000,900\n",
            set(),
            {(XIAN, 2025, "annual", 3000.0), (BAOJI, 2025, "annual", 900.0)},
        ),
        (
            "地区,会员人数年度目标值（万人）,会员人数(规划目标)\n西安市,0.3,4000\n合计,0.3,4000\n",
            set(),
            {(XIAN, 2025, "annual", 3000.0), (XIAN, 2025, "plan", 4000.0)},
        ),
        (
            "region,indicator,year,target,kind\nXi'an,members,2026,３０００,annual\n"
            "Baoji,Union members,2030,900,plan\n\n注：测试\n",
            set(),
            {(XIAN, 2026, "annual", 3000.0), (BAOJI, 2030, "plan", 900.0)},
        ),
        (
            "地区,指标,年份,数值,类型\n西安市,会员人数,2025,20,完成\n西安市,会员人数,2025,21,目标\n",
            {(XIAN, "2025", 20.0)},
            {(XIAN, 2025, "annual", 21.0)},
        ),
        (
            "地区,工作任务,年份,目标值\n西安市,会员人数,2026,2000\n",
            set(),
            {(XIAN, 2026, "annual", 2000.0)},
        ),
        # A column of kinds of something else leaves a table of figures as it was.
        (
            "地区,指标,年份,数值,类型\n西安市,会员人数,2025,20,年度\n宝鸡市,会员人数,2025,8,年度\n",
            {(XIAN, "2025", 20.0), (BAOJI, "2025", 8.0)},
            set(),
        ),
        (
            "地区,年份,会员人数,原因\n西安市,2025,20,\n宝鸡市,2025,8,新增企业\n",
            {(XIAN, "2025", 20.0), (BAOJI, "2025", 8.0)},
            set(),
        ),
    ],
)
def test_figures_and_targets_are_told_apart(text: str, figures: Figures, targets: Targets) -> None:
    found = review(text, "2025年.csv")
    assert figures_of(found) == figures
    assert targets_of(found) == targets
    assert found.state != "blocked", [f.message("en") for f in found.findings]


@pytest.mark.parametrize(
    "text",
    [
        "地区,年份,目标完成率\n西安市,2025,95\n",
        "地区,年份,会员人数（目标/完成）\n西安市,2025,2000/1900\n",
        "地区,年份,会员人数占目标比重\n西安市,2025,95\n",
        "地区,年份,计划外用工人数\n西安市,2025,95\n",
        "地区,指标,年份,数值\n西安市,会员人数目标完成率,2025,95\n",
    ],
)
def test_what_is_neither_gives_nothing(text: str) -> None:
    found = review(text)
    assert found.figures.empty
    assert found.attached.is_empty
    assert found.state == "blocked"


def test_rates_of_completion_beside_figures_are_passed_over_aloud() -> None:
    found = review("地区,年份,会员人数,会员人数目标完成率\n西安市,2025,95,99\n")
    assert figures_of(found) == {(XIAN, "2025", 95.0)}
    assert found.attached.is_empty
    assert ("L-06", "D1") in {(f.rule, f.address) for f in found.findings if f.severity == "W"}


@pytest.mark.parametrize(
    ("measure", "figures", "targets"),
    [
        ("figure", {(XIAN, "2025", 2000.0)}, set()),
        ("annual", set(), {(XIAN, 2025, "annual", 2000.0)}),
        ("plan", set(), {(XIAN, 2025, "plan", 2000.0)}),
    ],
)
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2025年工作计划\n地区,会员人数\n西安市,2000\n", "a.csv"),
        ("地区,年份,会员人数\n西安市,2025,2000\n", "会员目标.csv"),
        ("地区,年份,会员人数\n西安市,2025,2000\n注：本表为年度目标数\n", "a.csv"),
        ("“十四五”规划主要指标\n地区,年份,会员人数\n西安市,2025,2000\n", "a.csv"),
    ],
)
def test_doubt_is_asked_and_the_answer_holds(
    text: str, name: str, measure: str, figures: Figures, targets: Targets
) -> None:
    asked = review(text, name)
    assert {(s, r) for s, r, _ in rules_of(asked)} == {("E", "G-01")}
    assert asked.figures.empty
    assert asked.attached.is_empty

    answered = review(text, name, measure=measure)
    assert rules_of(answered) == set()
    assert figures_of(answered) == figures
    assert targets_of(answered) == targets


def test_title_of_targets_is_confirmed_and_can_be_contradicted() -> None:
    text = "2025年发展会员任务分解表\n地区,会员人数\n西安市,2000\n合计,2000\n"
    found = review(text)
    assert rules_of(found) == {("W", "G-02", "title")}
    assert targets_of(found) == {(XIAN, 2025, "annual", 2000.0)}
    assert found.figures.empty
    assert figures_of(review(text, measure="figure")) == {(XIAN, "2025", 2000.0)}


def test_own_headings_beat_the_answer_for_the_others() -> None:
    text = "2025年目标任务表\n地区,2024年会员人数,2025年会员人数目标\n西安市,2000,2100\n"
    found = review(text, measure="figure")
    assert figures_of(found) == {(XIAN, "2024", 2000.0)}
    assert targets_of(found) == {(XIAN, 2025, "annual", 2100.0)}


def test_breaks_are_everywhere_or_in_one_place() -> None:
    found = review(
        "地区,指标,年份,原因,英文原因\n全部,会员人数,2021年,口径 调整,New definition\n"
        "西安,工会会员人数,2019,区划调整,\n,入会率,2018,统计范围变化,\n"
    )
    rows = found.attached.breaks[["indicator", "region_code", "year", "reason_zh", "reason_en"]]
    assert list(rows.itertuples(index=False, name=None)) == [
        ("members", "", 2021, "口径 调整", "New definition"),
        ("members", XIAN, 2019, "区划调整", ""),
        ("membership_rate", "", 2018, "统计范围变化", ""),
    ]
    assert found.state == "ready"
    assert found.counts["rejected"] == 0


def test_target_far_from_the_figure_names_both() -> None:
    # 800 in 2023 is the last figure before 2024, and 79 is less than a tenth of it; the 500 of 2021
    # and the 9,000 of 2025 are not looked at.
    rows = [("2021", 500.0), ("2023", 800.0), ("2025", 9000.0)]
    frame = pd.DataFrame(
        [("members", BAOJI, period, value, "final") for period, value in rows],
        columns=["indicator", "region_code", "period", "value", "status"],
    )
    text = "地区,年份,会员人数目标\n宝鸡市,2024,{}\n"
    found = review(text.format(79), published=lambda _: frame)
    (finding,) = [f for f in found.findings if f.rule == "G-07"]
    assert (finding.severity, finding.address) == ("W", "C2")
    assert "for 2024 is 79, but the figure of 2023 was 800" in finding.message("en")
    for near in (80, 8000):
        assert "G-07" not in {
            f.rule for f in review(text.format(near), published=lambda _: frame).findings
        }


def test_file_goes_in_is_compared_and_is_undone(empty_store: Store) -> None:
    def review_now(text: str) -> Review:
        return review(
            text, published=read_published(empty_store.read), context=read_context(empty_store.read)
        )

    def publish(text: str) -> int:
        found = review_now(text)
        return publish_review(
            Actor("li"), empty_store, found, text.encode(), source="年度计划", confirmed=True
        )

    first = "地区,年份,会员人数,会员人数目标\n西安市,2025,2000,2100\n宝鸡市,2025,800,820\n"
    assert publish(first) == 1
    breaks = "地区,指标,年份,原因\n全部,会员人数,2024,口径调整\n"
    assert publish(breaks) == 2

    again = review_now(first.replace("2100", "2150") + "铜川市,2025,400,410\n")
    assert again.attached.counts["targets"] == {"new": 1, "changed": 1, "unchanged": 1}
    changed = again.attached.targets.set_index("change").loc["changed"]
    assert (changed["old_value"], changed["value"]) == (2100.0, 2150.0)
    assert ("I", "G-08", "") in rules_of(again)
    assert review_now(breaks).attached.counts["breaks"] == {"new": 0, "changed": 0, "unchanged": 1}

    empty_store.undo(Actor("li"), 1, note="错")
    assert empty_store.read("standing_targets", {"indicators": ",members,"}).empty
    assert review_now(first).attached.counts["targets"] == {"new": 2, "changed": 0, "unchanged": 0}
    assert not empty_store.read("breaks", {}).empty


@pytest.mark.parametrize(
    ("text", "kind", "rest"),
    [
        ("建会率目标", "annual", "建会率"),
        ("2025年度目标值", "annual", "2025年度"),
        ("会员人数（目标）", "annual", "会员人数"),
        ("“十四五”末规划目标", "plan", ""),
        ("五年规划目标", "plan", ""),
        ("本年任务数", "annual", ""),
        ("任务情况", "unsure", "情况"),
        ("Target 2025", "annual", "2025"),
        ("planned members", "annual", "members"),
    ],
)
def test_words_of_targets_are_taken_off(text: str, kind: str, rest: str) -> None:
    assert split_target(text)[0] == (kind, rest)


@pytest.mark.parametrize(
    "text",
    [
        "会员人数", "目标完成率", "完成目标的比例", "任务完成数", "计划外用工", "计划生育户数", "占目标比重",
        "share of target", "规划财务部",
    ],
)  # fmt: skip
def test_other_headings_are_no_targets(text: str) -> None:
    assert split_target(text) == []


@pytest.mark.parametrize(
    ("title", "judged"),
    [
        ("2025年职工技能培训任务分解表", "annual"),
        ("“十四五”规划目标", "plan"),
        ("2025年目标任务完成情况表", "actual"),
        ("2025年工作计划", "unsure"),
        ("年度目标考核", "unsure"),
        ("全省计划生育统计表", ""),
        ("2025年会员情况", ""),
    ],
)
def test_title_is_judged(title: str, judged: str) -> None:
    assert judge_title(title) == judged


@pytest.mark.parametrize(
    "text",
    [
        "序列中断登记表\n地区,指标,年份,说明\n西安,会员人数,2021,改为实名制\n",
        "指标,地区,口径变化年份,口径变化说明\n会员人数,西安,2021,改为实名制\n",
        "指标代码,地区代码,年份,原因\nmembers,610100,2021,改为实名制\n",
    ],
)
def test_breaks_in_other_words(text: str) -> None:
    found = review(text)
    rows = found.attached.breaks[["indicator", "region_code", "year", "reason_zh"]]
    assert rows.to_numpy().tolist() == [["members", XIAN, 2021, "改为实名制"]]
    assert found.figures.empty
    assert found.state == "ready", [f.message("en") for f in found.findings]


def test_remarks_of_a_table_without_figures_are_no_breaks() -> None:
    found = review("会员情况\n地区,指标,年份,说明\n西安,会员人数,2021,改为实名制\n")
    assert found.attached.is_empty
    assert found.state == "blocked"


@pytest.mark.parametrize(
    "text",
    [
        "地区,指标,年份,原因\n西安,会员人数,2021,请电13912345678\n",
        "地区,年份,会员人数目标\n西安,2026,13912345678\n",
    ],
)
def test_numbers_of_persons_are_in_no_target_and_no_reason(text: str) -> None:
    found = review(text)
    assert "V-16" in {f.rule for f in found.findings}
    assert not found.may_be_kept
    assert "13912345678" not in repr(found.findings) + repr(found.attached)


def test_sheet_that_is_called_targets_is_confirmed() -> None:
    book = Workbook()
    book.active.title = "2025目标"
    for row in (["地区", "会员人数"], ["西安市", 2000]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    found = review_file(
        buffer.getvalue(), "a.xlsx", catalogue=load_catalogue(), published=publish_nothing
    )
    (finding,) = [f for f in found.findings if f.rule == "G-02"]
    assert (finding.severity, finding.text) == ("W", "2025目标")
    assert targets_of(found) == {(XIAN, 2025, "annual", 2000.0)}


def test_titles_of_two_tables_beneath_each_other_hold_for_their_own() -> None:
    found = review(
        "2025年会员目标任务表,,\n地区,会员人数,\n西安市,21,\n,,\n2024年会员情况,,\n"
        "地区,女会员人数,会员人数\n西安市,9,19\n"
    )
    assert figures_of(found) == {(XIAN, "2024", 9.0), (XIAN, "2024", 19.0)}
    assert targets_of(found) == {(XIAN, 2025, "annual", 21.0)}


@pytest.mark.parametrize(
    "text",
    [
        "2025年会员目标,,,2025年会员完成,\n地区,会员人数,,地区,会员人数\n西安市,21,,西安市,20\n",
        "2025年会员目标任务\n完成情况统计表\n地区,会员人数\n西安市,20\n",
    ],
)
def test_title_in_parts_that_contradict_each_other_is_asked(text: str) -> None:
    found = review(text)
    assert {(f.severity, f.rule) for f in found.findings if f.rule.startswith("G")} == {
        ("E", "G-01")
    }
    assert found.figures.empty
    assert found.attached.is_empty
