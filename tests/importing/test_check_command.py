"""``python -m dashboard check``: what an import would say, without touching anything."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.__main__ import cli
from dashboard.access import Actor
from dashboard.settings import ROOT, load_settings

READY = "地区,年份,会员人数\n西安市,2023,2500\n宝鸡市,2023,800\n"
BLOCKED = "地区,年份,会员人数\n西安市,2023,两千多\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    """Runs the command on files of these texts; exit code, what it printed, what it remarked."""
    monkeypatch.setenv("DASHBOARD_DATABASE", str(tmp_path / "none" / "x.duckdb"))
    load_settings.cache_clear()

    def run_command(*texts: str, options: tuple[str, ...] = ("--json", "--lang", "zh")):
        paths = []
        for number, text in enumerate(texts):
            path = tmp_path / f"{number}.csv"
            path.write_bytes(text.encode())
            paths.append(str(path))
        with pytest.raises(SystemExit) as left:
            cli.main(["check", *paths, *options], prog_name="check")
        printed = capsys.readouterr()
        return left.value.code, printed.out, printed.err

    yield run_command
    load_settings.cache_clear()


def test_one_file_is_one_object(run) -> None:
    code, printed, _remarks = run(READY)
    found = json.loads(printed)
    assert code == 0
    assert (found["file"], found["state"]) == ("0.csv", "ready")
    assert (found["encoding"], found["separator"], found["sheet"]) == ("UTF-8", "comma", "")
    assert found["shape"] == "wide_indicator"
    assert (found["places"]["found"], found["places"]["total"]) == (2, 2)
    assert found["periods"] == ["2023"]
    first = {k: found["figures"][0][k] for k in ("region_code", "indicator", "period", "value", "status", "address")}  # fmt: skip
    assert first == {
        "region_code": "610100",
        "indicator": "members",
        "period": "2023",
        "value": 2500.0,
        "status": "final",
        "address": "C2",
    }
    assert found["counts"] == {"new": 2, "changed": 0, "unchanged": 0, "rejected": 0}


def test_findings_name_rule_cell_text_reason_and_remedy_and_a_blocked_file_leaves_with_1(run):
    code, printed, _remarks = run(BLOCKED)
    assert code == 1
    finding = next(f for f in json.loads(printed)["findings"] if f["rule"] == "V-01")
    assert (finding["severity"], finding["address"], finding["text"]) == ("E", "C2", "两千多")
    assert finding["message"]
    assert finding["remedy"]


def test_several_files_are_a_list(run) -> None:
    code, printed, _remarks = run(READY, BLOCKED)
    assert code == 1
    assert [f["state"] for f in json.loads(printed)] == ["ready", "blocked"]


def test_words_for_people_without_json(run) -> None:
    code, printed, _remarks = run(READY, options=("--lang", "zh"))
    assert code == 0
    assert "可以发布" in printed
    assert "新增 2，修改 0，未变 0，拒收 0" in printed


def test_without_a_database_none_is_made_and_it_is_said(run, tmp_path: Path) -> None:
    _code, _printed, remarks = run(READY)
    assert "未与已公布数据比较" in remarks
    assert not (tmp_path / "none").exists()


def test_beside_a_database_it_compares_and_changes_nothing(
    run, empty_store, make_frame, monkeypatch
) -> None:
    from dashboard.store import NewUpload

    frame = make_frame(("members", "610100", "2023", 2_500, "final"))
    empty_store.publish(Actor(), frame, NewUpload(source="年报"))
    path = empty_store.path
    empty_store.close()
    monkeypatch.setenv("DASHBOARD_DATABASE", str(path))
    load_settings.cache_clear()
    before = path.read_bytes()
    _code, printed, remarks = run(READY)
    assert json.loads(printed)["counts"] == {"new": 1, "changed": 0, "unchanged": 1, "rejected": 0}
    assert remarks == ""
    assert path.read_bytes() == before


def test_while_a_dashboard_holds_the_database_it_says_that_it_compared_with_nothing(
    empty_store, tmp_path: Path
) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(READY.encode())
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "check", str(file), "--json", "--lang", "en"],
        cwd=ROOT,
        env={"DASHBOARD_DATABASE": str(empty_store.path), "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert json.loads(done.stdout)["counts"]["new"] == 2
    assert done.returncode == 0
    assert b"compared with nothing" in done.stderr
    assert b"in use by another process" in done.stderr


CUMULATIVE = "地区,时期,新发展会员,技能培训人次\n西安市,2023-Q1,100,10\n西安市,2023-Q2,210,20\n西安市,2023-Q3,330,30\n"


@pytest.mark.parametrize("name", ["new_members", "新发展会员", "New members in the period"])
def test_an_indicator_that_is_said_to_be_cumulative_is_made_discrete(run, name: str) -> None:
    code, printed, _remarks = run(CUMULATIVE, options=("--json", "--cumulative", name))
    found = json.loads(printed)
    assert code == 0
    values = {(f["indicator"], f["period"]): f["value"] for f in found["figures"]}
    assert [values["new_members", f"2023-Q{q}"] for q in (1, 2, 3)] == [100, 110, 120]
    assert [values["training_attendance", f"2023-Q{q}"] for q in (1, 2, 3)] == [10, 20, 30]
    assert [f["severity"] for f in found["findings"] if f["rule"] == "R-08"] == ["W", "I"]


def test_several_indicators_can_be_cumulative(run) -> None:
    options = ("--json", "--cumulative", "new_members", "--cumulative", "技能培训人次")
    _code, printed, _remarks = run(CUMULATIVE, options=options)
    values = [f["value"] for f in json.loads(printed)["figures"]]
    assert sorted(values) == [10, 10, 10, 100, 110, 120]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("新发展", "没有代码为 新发展 的指标"), ("会员人数", "“工会会员人数”不是全年逐期相加的指标")],
)
def test_what_is_no_flow_cannot_be_cumulative(run, name: str, reason: str) -> None:
    code, _printed, remarks = run(CUMULATIVE, options=("--cumulative", name, "--lang", "zh"))
    assert code != 0
    assert reason in remarks
