"""The command line: what it writes where, how it ends, and what it does to a real database."""

import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from dashboard import exporting
from dashboard.__main__ import cli
from dashboard.access import Actor
from dashboard.seed_data import open_seeded_store
from dashboard.settings import ROOT, load_settings
from dashboard.store import NewUpload, Store, close_store

NINGXIA, YINCHUAN, SHIZUISHAN, WUZHONG = "640000", "640100", "640200", "640300"
FIRST = """地区代码,地区,年份,会员人数,已建工会单位职工人数
640100,银川市,2023,100,200
640200,石嘴山市,2023,300,400
640300,吴忠市,2023,200,400
"""
SECOND = """地区代码,地区,年份,会员人数,已建工会单位职工人数
640100,银川市,2023,160,200
640400,固原市,2023,60,100
"""
WARNED = "地区,年份,会员人数\n银川市,2023,3.2万\n"
REVISED = "地区,年份,会员人数\n银川市,2022,96\n"  # 90 are published: 6.7 per cent more
WRONG = "地区,年份,会员人数\n银穿市,2023,100\n"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A database with one figure (members of Yinchuan, 2022: 90), so that nothing else opens it."""
    path = tmp_path / "figures.duckdb"
    store = Store(path)
    frame = pd.DataFrame({"indicator": ["members"], "region_code": YINCHUAN, "period": "2022"})
    frame = frame.assign(value=90.0, status="final", note_zh="", note_en="")
    store.publish(Actor("tester"), frame, NewUpload(source="旧年报"))
    store.close()
    yield from _open(path, monkeypatch)


@pytest.fixture
def new_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A database that does not exist yet: the first command fills it with the opening sets."""
    yield from _open(tmp_path / "figures.duckdb", monkeypatch)


def _open(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DASHBOARD_DATABASE", str(path))
    monkeypatch.setenv("DASHBOARD_HOME_REGION", NINGXIA)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    load_settings.cache_clear()
    close_store()
    yield path
    close_store()
    load_settings.cache_clear()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


def write(database: Path, text: str, name: str = "表.csv") -> Path:
    path = database.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def publish(database: Path, text: str) -> None:
    result = run("import", write(database, text), "--source", "年报", "--confirm", "--note", "核定")
    assert result.exit_code == 0, result.output


def export(*arguments: object) -> list[dict[str, object]]:
    result = run("export", "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def values(*arguments: object) -> dict[str, object]:
    """The values of an export by region."""
    return {row["region_code"]: row["value"] for row in export(*arguments)}


# import


def test_import_publishes_a_file_and_says_the_data_version(database: Path) -> None:
    result = run("import", write(database, FIRST), "--source", "年报", "--note", "第一次")
    assert result.exit_code == 0
    assert "新增 6，修改 0，未变 0，拒收 0" in result.stdout
    assert "已发布，数据版本为 2。" in result.stdout
    assert result.stderr == ""
    upload = open_seeded_store().read("uploads").iloc[0]
    assert upload[["source", "note", "file_name"]].tolist() == ["年报", "第一次", "表.csv"]
    assert upload["new_count"] == 6


def test_import_counts_what_is_new_changed_and_unchanged(database: Path) -> None:
    publish(database, FIRST)
    result = run("import", write(database, SECOND), "--source", "年报")
    # members of Yinchuan change, its employees do not; Guyuan has two new cells
    assert "新增 2，修改 1，未变 1，拒收 0" in result.stdout


def test_import_keeps_the_file_byte_for_byte_under_its_checksum(database: Path) -> None:
    content = b"\xef\xbb\xbf" + FIRST.replace("\n", "\r\n").encode()
    path = database.parent / "a.csv"
    path.write_bytes(content)
    assert run("import", path, "--source", "年报").exit_code == 0
    checksum = hashlib.sha256(content).hexdigest()
    kept = list((database.parent / "uploads").iterdir())
    assert [k.name for k in kept] == [checksum]
    assert kept[0].read_bytes() == content
    assert open_seeded_store().read("uploads")["sha256"].iloc[0] == checksum


def test_import_of_a_file_with_errors_publishes_nothing(database: Path) -> None:
    result = run("import", write(database, WRONG), "--source", "年报", "--confirm")
    assert result.exit_code == 1
    assert "错误 P-02 A2" in result.stdout
    assert "银川市 640100" in result.stdout
    assert "没有发布。文件有 1 处错误" in result.stderr
    assert open_seeded_store().version == 1
    assert not (database.parent / "uploads").exists()


def test_import_with_warnings_needs_to_be_confirmed(database: Path) -> None:
    path = write(database, WARNED)
    refused = run("import", path, "--source", "年报")
    assert refused.exit_code == 1
    assert "警告 V-04 C2" in refused.stdout
    assert "--confirm" in refused.stderr
    assert open_seeded_store().version == 1
    confirmed = run("import", path, "--source", "年报", "--confirm")
    assert confirmed.exit_code == 0
    assert values("--region", YINCHUAN, "--years", "2023") == {YINCHUAN: 32000}


def test_targets_and_breaks_go_in_like_figures(database: Path) -> None:
    targets = "地区,指标,年份,目标值\n银川市,会员人数,2023,95\n石嘴山市,会员人数,2030,40\n"
    result = run("import", write(database, targets), "--source", "年度计划", "--lang", "zh")
    assert result.exit_code == 0
    assert "目标：新增2个，修改0个，未变0个" in result.stdout
    breaks = "地区,指标,年份,原因\n全部,会员人数,2021,口径调整\n"
    assert run("import", write(database, breaks), "--source", "说明").exit_code == 0
    store = open_seeded_store()
    assert store.version == 3
    assert store.read("uploads")[["target_count", "break_count"]].to_numpy().tolist() == [
        [0, 1], [2, 0], [0, 0],
    ]  # fmt: skip
    found = store.read("targets", {"region": NINGXIA})
    assert found[["region_code", "year", "value"]].to_numpy().tolist() == [
        [YINCHUAN, 2023, 95.0], [SHIZUISHAN, 2030, 40.0],
    ]  # fmt: skip
    raised = write(database, targets.replace("95", "96"))
    again = run("import", raised, "--source", "年度计划", "--lang", "en")
    assert "Targets: 0 new, 1 changed, 1 unchanged" in again.stdout
    assert run("undo", "4", "--note", "错").exit_code == 0
    assert store.read("targets", {"region": NINGXIA})["value"].tolist() == [95.0, 40.0]
    assert run("undo", "2", "--note", "错").exit_code == 0
    assert store.read("targets", {"region": NINGXIA}).empty


def test_question_whether_figures_or_targets_is_answered_by_an_option(database: Path) -> None:
    path = write(database, "2023年工作计划\n地区,会员人数\n银川市,95\n")
    asked = run("import", path, "--source", "年度计划", "--lang", "en")
    assert asked.exit_code == 1
    assert "G-01" in asked.stdout
    assert "--measure" in asked.stdout
    assert open_seeded_store().version == 1
    answered = run("import", path, "--source", "年度计划", "--measure", "plan")
    assert answered.exit_code == 0
    (target,) = open_seeded_store().read("targets", {"region": NINGXIA}).to_dict("records")
    assert (target["kind"], target["value"]) == ("plan", 95.0)


def test_import_as_json_is_nothing_but_json_on_standard_output(database: Path) -> None:
    published = run("import", write(database, FIRST), "--source", "年报", "--json")
    review = json.loads(published.stdout)
    assert (review["published"], review["data_version"]) == (True, 2)
    assert review["counts"] == {"new": 6, "changed": 0, "unchanged": 0, "rejected": 0}
    refused = run("import", write(database, WRONG), "--source", "年报", "--json")
    assert refused.exit_code == 1
    review = json.loads(refused.stdout)
    assert (review["published"], review["data_version"]) == (False, None)
    assert review["findings"][0]["rule"] == "P-02"


def test_import_publishes_what_each_quarter_adds_of_a_cumulative_indicator(database: Path) -> None:
    rows = "".join(f"西安市,2023-Q{q},{n}\n" for q, n in ((1, 100), (2, 210), (3, 330)))
    path = write(database, f"地区,时期,新发展会员\n{rows}")
    options = ("--source", "年报", "--confirm", "--cumulative", "新发展会员", "--json")
    published = json.loads(run("import", path, *options).stdout)
    assert published["published"]
    assert [f["value"] for f in published["figures"]] == [100, 110, 120]


def test_same_file_again_is_a_warning_until_the_first_is_undone(database: Path) -> None:
    def check_alone() -> str:
        close_store()  # which holds the database, so that it would be compared with nothing
        return run("check", path).stdout

    path = write(database, FIRST)
    assert "F-10" not in check_alone()
    assert run("import", path, "--source", "年报").exit_code == 0
    again = run("import", path, "--source", "年报")
    assert again.exit_code == 1
    for shown in (again.stdout, check_alone()):
        assert "F-10" in shown
        assert "第2号上报" in shown
    assert open_seeded_store().version == 2
    run("undo", "2", "--note", "报错了")
    assert "F-10" not in check_alone()


def test_tables_of_the_administrator_hold_for_check_and_import(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = database.parent / "reporting"
    folder.mkdir()
    monkeypatch.setenv("DASHBOARD_REPORTING", str(folder))
    load_settings.cache_clear()
    path = write(database, FIRST)
    (folder / "locks.csv").write_text("scope,period\nmembers,2023\n")
    refused = run("import", path, "--source", "年报")
    assert refused.exit_code == 1
    assert "T-06 D2" in refused.stdout  # members; the employees beside them are not locked
    assert refused.stdout.count("T-06") == 1

    (folder / "locks.csv").unlink()
    (folder / "reporters.csv").write_text(
        "person,region_code\nli@example.org,640100\nchen@example.org,640000\n"
    )
    (folder / "closing_dates.csv").write_text("scope,period,last_day\n,2023,2024-01-31\n")
    of_others = run("check", path, "--by", "Li@example.org")
    assert of_others.exit_code == 1
    assert "P-11 B3" in of_others.stdout  # Shizuishan; Yinchuan in row 2 is hers
    assert "P-11 B2" not in of_others.stdout
    unlisted = run("check", path, "--by", "wang@example.org")
    assert (unlisted.exit_code, unlisted.stdout.count("P-11")) == (1, 3)
    late = run("check", path, "--by", "chen@example.org")
    assert (late.exit_code, "P-11" in late.stdout) == (0, False)
    assert "2024-01-31" in late.stdout

    (folder / "locks.csv").write_text("scope,period\nmembers,next year\n")
    broken = run("import", path, "--source", "年报", "--lang", "en")
    assert broken.exit_code == 1
    assert broken.stderr == (
        "locks.csv, row 2: “next year” is no period such as 2024, 2024-Q2 or 2024-06.\n"
    )
    assert open_seeded_store().version == 1


def test_large_revision_needs_a_reason_in_the_note(database: Path) -> None:
    asked = ("import", write(database, REVISED), "--source", "年报", "--confirm")
    refused = run(*asked, "--lang", "en")
    assert refused.exit_code == 1
    assert refused.stderr == "Published figures change by much: say why in the note.\n"
    assert open_seeded_store().version == 1
    assert run(*asked, "--note", "按年报核定").exit_code == 0


def test_import_of_a_file_that_is_not_there_is_a_sentence(database: Path) -> None:
    result = run("import", "没有.csv", "--source", "年报")
    assert result.exit_code == 1
    assert result.stderr.startswith("无法读取 没有.csv")
    assert result.stdout == ""


def test_import_without_a_source_says_what_is_missing(database: Path) -> None:
    result = run("import", write(database, FIRST))
    assert result.exit_code == 1
    assert "缺少 '--source'" in result.stderr
    assert run("import", write(database, FIRST), "--source", " ").exit_code == 1
    assert open_seeded_store().version == 1


def test_import_remembers_who_did_it(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "lixia")  # getpass.getuser asks for this one first
    publish(database, FIRST)
    done = ("--source", "年报", "--by", "王芳", "--confirm", "--note", "核定")
    run("import", write(database, SECOND), *done)
    assert open_seeded_store().read("uploads")["uploaded_by"].tolist() == [
        "王芳",
        "lixia",
        "tester",
    ]


def test_text_of_a_file_cannot_steer_the_terminal(database: Path) -> None:
    path = write(database, "地区,年份,会员人数\n\x1b[2J银穿市,2023,100\n")
    result = run("import", path, "--source", "年报")
    assert result.exit_code == 1
    assert "\x1b" not in result.output


# export


def test_export_sums_and_weights_what_a_small_file_brought(database: Path) -> None:
    publish(database, FIRST)
    rows = export("--region", NINGXIA, "--years", "2023")
    found = {row["indicator"]: (row["value"], row["source"]) for row in rows}
    # 600 of 1,000; the mean of 50 %, 75 % and 50 % would be 58.3 %
    assert found == {
        "members": (600, "下级汇总 3/5，约占64%"),
        "employees_unionised_units": (1000, "下级汇总 3/5，约占64%"),
        "membership_rate": (60, "下级汇总 3/5，约占64%"),
    }


def test_export_without_filters_has_the_home_region_and_its_children(database: Path) -> None:
    publish(database, FIRST)
    codes = {row["region_code"] for row in export("--indicator", "members", "--years", "2023")}
    assert codes == {NINGXIA, YINCHUAN, SHIZUISHAN, WUZHONG}


def test_export_of_children_leaves_their_parent_out(database: Path) -> None:
    publish(database, FIRST)
    found = values("--children-of", NINGXIA, "--indicator", "members", "--years", "2023")
    assert found == {YINCHUAN: 100, SHIZUISHAN: 300, WUZHONG: 200}


def test_export_of_several_regions_indicators_and_years(database: Path) -> None:
    publish(database, FIRST)
    arguments = ["--region", YINCHUAN, "--region", WUZHONG]
    rows = export(*arguments, "--indicator", "members", "--indicator", "membership_rate")
    keys = [(r["indicator"], r["region_code"], r["period"], r["value"]) for r in rows]
    assert keys == [
        ("members", YINCHUAN, "2022", 90),
        ("members", YINCHUAN, "2023", 100),
        ("members", WUZHONG, "2023", 200),
        ("membership_rate", YINCHUAN, "2023", 50),
        ("membership_rate", WUZHONG, "2023", 50),
    ]
    assert values(*arguments, "--indicator", "members", "--years", "2022") == {YINCHUAN: 90}


def test_export_as_of_an_earlier_upload_knows_nothing_of_later_ones(database: Path) -> None:
    publish(database, FIRST)
    publish(database, SECOND)
    choice = ("--region", NINGXIA, "--indicator", "membership_rate", "--years", "2023")
    assert values(*choice, "--as-of", 2) == {NINGXIA: 60}
    # (160 + 300 + 200 + 60) / (200 + 400 + 400 + 100) = 720 / 1,100
    assert values(*choice)[NINGXIA] == pytest.approx(65.4545454545)
    assert export(*choice, "--as-of", 1) == []
    missing = run("export", "--as-of", 9)
    assert missing.exit_code == 1
    assert missing.stdout == ""


def test_export_writes_csv_by_default_and_messages_beside_it(database: Path) -> None:
    result = run("export", "--region", YINCHUAN, "--lang", "en")
    table = pd.read_csv(io.BytesIO(result.stdout_bytes), dtype={"region_code": str})
    assert list(table.columns) == list(exporting.EXPORT_COLUMNS)
    assert table[["region_code", "region", "value"]].to_numpy().tolist() == [
        [YINCHUAN, "Yinchuan", 90]
    ]
    assert result.stderr == "Rows: 1, data version 1.\n"


def test_export_to_a_file_takes_the_format_from_its_suffix(database: Path) -> None:
    path = database.parent / "out.xlsx"
    result = run("export", "--region", YINCHUAN, "-o", path)
    assert result.exit_code == 0
    assert result.stdout == ""
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[1] == "说明"
    assert [c.value for c in book.worksheets[0][2]] == [
        YINCHUAN, "银川市", "members", "2022", 90, "final", None, None, "旧年报", 1,
    ]  # fmt: skip
    notes = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert notes["数据版本"] == "1"
    assert "工会会员人数 (members)" in notes
    assert "演示数据" not in notes


def test_export_to_a_folder_that_is_not_there_is_a_sentence(database: Path) -> None:
    result = run("export", "-o", database.parent / "no" / "out.csv")
    assert result.exit_code == 1
    assert result.stderr.startswith("无法写入")


def test_export_of_nothing_known_has_headings_and_says_so(database: Path) -> None:
    result = run("export", "--region", "650100")
    assert result.exit_code == 0
    assert result.stdout_bytes.decode("utf-8-sig").strip() == ",".join(exporting.EXPORT_COLUMNS)
    assert "所选范围没有任何数字。" in result.stderr


@pytest.mark.parametrize(
    ("option", "code", "nearest"),
    [
        ("--indicator", "membes", "members 工会会员人数"),
        ("--indicator", "入会率", "membership_rate 职工入会率"),
        ("--region", "银川", "640100 银川市"),
        ("--children-of", "649999", "640000 宁夏回族自治区"),
    ],
)
def test_unknown_codes_are_answered_with_the_nearest(
    database: Path, option: str, code: str, nearest: str
) -> None:
    result = run("export", option, code)
    assert result.exit_code == 1
    assert code in result.stderr
    assert f"最接近的有：{nearest}" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("years", ["23", "2019-", "2023-2019", "abc"])
def test_years_that_are_no_span_are_a_sentence(database: Path, years: str) -> None:
    result = run("export", "--years", years)
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1


# uploads, undo, remove-demonstration


def test_undo_gives_the_cells_back_to_what_stood_before(database: Path) -> None:
    publish(database, FIRST)
    publish(database, SECOND)
    result = run("undo", 3, "--note", "发错了", "--by", "王芳")
    assert result.exit_code == 0
    assert result.stdout == "已撤销第 3 次上报；现在的数据版本为 4。\n"
    choice = ("--region", NINGXIA, "--indicator", "membership_rate", "--years", "2023")
    assert values(*choice) == {NINGXIA: 60}
    newest = open_seeded_store().read("uploads").iloc[0]
    assert newest[["kind", "note", "uploaded_by"]].tolist() == ["undo", "发错了", "王芳"]


def test_undo_of_what_cannot_be_undone_is_a_sentence(database: Path) -> None:
    assert run("undo", 1, "--note", "x").exit_code == 0
    for upload in (1, 2, 99):
        result = run("undo", upload, "--note", "x")
        assert result.exit_code == 1
        assert "Traceback" not in result.output
        assert result.stderr.strip()
    assert run("undo", 1).exit_code == 1
    assert open_seeded_store().version == 2


def test_uploads_stand_in_aligned_columns_newest_first(database: Path) -> None:
    publish(database, FIRST)
    run("undo", 1, "--note", "重复")
    lines = run("uploads").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["编号", "3", "2", "1"]
    assert "已被 3 撤销" in lines[3]
    # Under “来源” every source begins in the same column, Chinese before it or not.
    head = exporting.text_width(lines[0][: lines[0].index("数字来源")])
    assert exporting.text_width(lines[2][: lines[2].index("年报")]) == head
    assert exporting.text_width(lines[3][: lines[3].index("旧年报")]) == head


def test_uploads_as_json_have_their_time_zone(database: Path) -> None:
    uploads = json.loads(run("uploads", "--json").stdout)
    assert [u["upload_id"] for u in uploads] == [1]
    assert uploads[0]["undone_by"] is None
    assert uploads[0]["uploaded_at"].endswith("+00:00")


def test_remove_demonstration_is_done_once_and_leaves_reported_figures(new_database: Path) -> None:
    before = run("export", "--region", "610100", "--indicator", "members", "--years", "2023")
    assert "演示数据" in before.stdout
    first = run("remove-demonstration")
    assert first.exit_code == 0
    assert first.stdout == "已撤销 1 次演示数据上报。数据版本 4。\n"
    second = run("remove-demonstration")
    assert second.exit_code == 0
    assert second.stdout == "已撤销 0 次演示数据上报。数据版本 4。\n"
    assert export("--region", "610100", "--indicator", "members", "--years", "2023") == []
    rows = export("--region", NINGXIA, "--indicator", "members", "--years", "2008")
    assert [r["source"] for r in rows] == ["中国劳动统计年鉴2009"]


# The command line itself


@pytest.mark.parametrize("name", ["", *cli.commands])
@pytest.mark.parametrize(("lang", "word"), [("zh", "用法："), ("en", "Usage: ")])
def test_help_is_there_for_all_in_both_languages(name: str, lang: str, word: str) -> None:
    result = run("--lang", lang, *[name] * bool(name), "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(word)
    assert result.stderr == ""
    if lang == "zh":
        assert "language of the messages" not in result.stdout.lower()


@pytest.mark.parametrize(
    ("locale", "word"),
    [("en_GB.UTF-8", "Usage"), ("zh_CN.UTF-8", "用法"), ("C", "用法"), ("de_DE", "用法")],
)
def test_language_is_that_of_the_environment_or_chinese(
    monkeypatch: pytest.MonkeyPatch, locale: str, word: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert run("--help").stdout.startswith(word)


def test_a_command_that_is_stopped_says_so_where_the_environment_names_no_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("dashboard.commands.translated.check_start", stop)
    result = run("uploads")
    assert result.exit_code == 1
    assert result.stderr.endswith("已停止。\n")


def test_language_may_stand_before_or_after_the_command(database: Path) -> None:
    for arguments in (["--lang", "en", "undo", "9"], ["undo", "9", "--lang", "en"]):
        result = run(*arguments, "--note", "x")
        assert result.stderr == "There is no upload 9.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["exprt"], ["export", "--fomat", "csv"], ["export", "--format", "pdf"],
        ["undo", "x", "--note", "y"], ["undo"], ["uploads", "too", "many"],
        ["--lang", "fr", "uploads"], ["export", "--years"],
    ],
)  # fmt: skip
def test_a_wrong_command_line_leaves_with_one_and_a_message(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr


def test_a_setting_that_is_no_number_is_a_sentence(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_COVERAGE_PCT", "half")
    load_settings.cache_clear()
    result = run("uploads")
    assert result.exit_code == 1
    assert "DASHBOARD_COVERAGE_PCT" in result.stderr


def test_a_file_that_is_no_database_is_a_sentence(new_database: Path) -> None:
    new_database.write_text("hello, this is text and no database", encoding="utf-8")
    result = run("uploads")
    assert result.exit_code == 1
    assert str(new_database) in result.stderr
    assert new_database.read_text(encoding="utf-8").startswith("hello")


def run_process(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "dashboard", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_the_real_command_imports_and_exports(database: Path) -> None:
    done = run_process("import", write(database, FIRST), "--source", "年报")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "数据版本为 2" in done.stdout.decode()
    done = run_process("export", "--region", NINGXIA, "--indicator", "membership_rate")
    assert done.returncode == 0
    assert done.stdout.startswith(b"\xef\xbb\xbfregion_code,")
    row = "640000,宁夏回族自治区,membership_rate,2023,60,final,3,5,下级汇总 3/5，约占64%,2\r\n"
    assert done.stdout.decode("utf-8-sig").endswith(row)
    assert done.stderr.decode() == "共 1 行，数据版本 2。\n"
    refused = run_process("import", write(database, WRONG), "--source", "年报")
    assert refused.returncode == 1
    assert b"Traceback" not in refused.stderr


def test_a_database_held_by_another_process_is_a_sentence(database: Path) -> None:
    open_seeded_store()  # this process holds it now, as a running dashboard would
    refused = run_process("uploads")
    assert refused.returncode == 1
    assert refused.stdout == b""
    assert str(os.getpid()) in refused.stderr.decode()
    assert b"Traceback" not in refused.stderr
    close_store()
    assert run_process("uploads").returncode == 0


def test_neither_downloads_nor_commands_need_streamlit() -> None:
    code = (
        "import sys, dashboard.exporting, dashboard.__main__; sys.exit('streamlit' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
