"""Locked periods, closing dates and reporters: what an administrator's tables say, and their slips."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboard.catalogue import load_catalogue
from dashboard.errors import UploadError
from dashboard.importing.checks.context import Context
from dashboard.reporting import ReportingRules, read_reporting
from dashboard.settings import load_settings

Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Writes a table into the folder of the settings."""
    folder = tmp_path / "reporting"
    folder.mkdir()
    monkeypatch.setenv("DASHBOARD_REPORTING", str(folder))
    load_settings.cache_clear()

    def write_table(name: str, *lines: str, encoding: str = "utf-8") -> None:
        (folder / name).write_bytes("\r\n".join(lines).encode(encoding))

    yield write_table
    load_settings.cache_clear()


def read() -> ReportingRules:
    return read_reporting(load_catalogue())


def test_without_tables_nothing_is_limited(write: Write) -> None:
    assert read() == ReportingRules()
    context = Context(sha256="0").limit(read(), "li@example.org")
    assert context.sha256 == "0"
    assert (context.locked, context.closing, context.allowed) == (frozenset(), (), None)


def test_scope_is_an_indicator_a_programme_or_everything(write: Write) -> None:
    write(
        "locks.csv",
        "scope,period,reason",
        "members,2023,年报已审定",
        "工会会员人数,2022-Q2,",
        ",2021,",
    )
    assert read().locked == {("members", "2023"), ("members", "2022-Q2"), ("", "2021")}

    write("locks.csv", "scope,period", "insurance,2023-06")
    locked = read().locked
    assert {("mutual_claims", "2023-06"), ("mutual_payouts", "2023-06")} <= locked
    assert len(locked) == 10  # as many as the programme has
    assert ("members", "2023-06") not in locked


def test_closing_dates_are_read_as_spreadsheets_write_them(write: Write) -> None:
    write(
        "closing_dates.csv",
        "scope,period,last_day",
        ",2025,2026-01-31",
        "members,2025-Q1,2025/4/15",
    )
    assert read().closing == (
        ("", "2025", date(2026, 1, 31)),
        ("members", "2025-Q1", date(2025, 4, 15)),
    )


def test_reporters_are_known_by_address_or_name_and_others_report_for_none(write: Write) -> None:
    lines = (
        "person,region_code",
        "Li@Example.org,610100",
        "li@example.org,SN-YL",
        "王 芳,610300",
        ",",
    )
    write("reporters.csv", *lines, encoding="gb18030")
    found = read()
    assert found.regions_of("li@example.ORG ") == {"610100", "SN-YL"}
    assert found.regions_of("王芳") == {"610300"}
    assert found.regions_of("chen@example.org") == set()
    assert Context().limit(found, "王芳").allowed == {"610300"}


@pytest.mark.parametrize(
    ("name", "lines", "sentence"),
    [
        (
            "locks.csv",
            ("scope,period", "members,2023", "memberz,2023"),
            "locks.csv, row 3: “memberz” is neither an indicator nor a programme.",
        ),
        (
            "locks.csv",
            ("scope,period", "members,2023年"),
            "locks.csv, row 2: “2023年” is no period such as 2024, 2024-Q2 or 2024-06.",
        ),
        (
            "closing_dates.csv",
            ("scope,period,last_day", ",2025,31.1.2026"),
            "closing_dates.csv, row 2: “31.1.2026” is no day such as 2026-01-31.",
        ),
        (
            "reporters.csv",
            ("person,region_code", "li@example.org,619900"),
            "reporters.csv, row 2: “619900” is not the code of a region.",
        ),
        (
            "reporters.csv",
            ("person,region_code", ",610100"),
            "reporters.csv, row 2: nobody is named.",
        ),
    ],
)
def test_row_that_is_not_understood_is_named(
    write: Write, name: str, lines: tuple[str, ...], sentence: str
) -> None:
    write(name, *lines)
    with pytest.raises(UploadError) as caught:
        read()
    assert caught.value.text("en") == sentence


def test_missing_column_and_file_under_another_name_are_refused(write: Write) -> None:
    write("locks.csv", "scope;period", "members;2023")
    with pytest.raises(UploadError, match="has no column scope, period"):
        read()
    write("locks.csv", "scope,period")
    write("lock.csv", "scope,period", "members,2023")
    with pytest.raises(UploadError, match="lock.csv in .* is not read"):
        read()


@pytest.mark.parametrize("name", ["locks.CSV", "Locks.csv", "locks.xlsx", "locks.csv.txt", "2024"])
def test_whatever_would_not_be_read_is_refused(write: Write, name: str) -> None:
    write(name, "scope,period", "members,2023")
    with pytest.raises(UploadError, match=f"{name} in .* is not read"):
        read()


def test_files_of_systems_and_editors_are_passed_over(write: Write) -> None:
    write(".DS_Store", "x")
    write(".~lock.locks.csv#", "x")
    assert read() == ReportingRules()


def test_folder_that_is_not_there_is_refused(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_REPORTING", str(tmp_path / "repotring"))
    load_settings.cache_clear()
    with pytest.raises(UploadError, match="repotring does not exist"):
        read()
    # A file in its place is none either.
    (tmp_path / "repotring").write_text("x")
    with pytest.raises(UploadError, match="repotring does not exist"):
        read()
