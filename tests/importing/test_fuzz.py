"""Thousands of bad files: each is answered with findings, soon, and no row is lost unsaid.

``FUZZ_EXAMPLES`` says how many files are read; a twentieth as many are reviewed with all rules.
"""

import io
import json
import logging
import os
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dashboard.catalogue import load_catalogue
from dashboard.importing.cells.recognition import recognise_cells
from dashboard.importing.connection import Connection
from dashboard.importing.corrections import Corrections
from dashboard.importing.layout.headers import Knowledge
from dashboard.importing.layout.layout import Layout
from dashboard.importing.layout.recognise import can_make_cells, make_knowledge, recognise_layout
from dashboard.importing.reading.text_table import read_file
from dashboard.importing.upload.annotated_workbook import FINDINGS_SHEET, make_annotated_workbook
from dashboard.importing.upload.review import Review, as_json, review_file
from dashboard.lookup_keys import normalise_text
from dashboard.settings import load_settings
from dashboard.store import open_memory
from tests.importing import messy

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "140"))
SECONDS = 10
_SILENT = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
READING = settings(
    max_examples=EXAMPLES // 2, deadline=None, database=None, derandomize=True,
    suppress_health_check=_SILENT,
)  # fmt: skip
REVIEWING = settings(READING, max_examples=max(EXAMPLES // 20, 7))


class _Errors(logging.Handler):
    """Keeps what was logged as an error: a failure that was answered is still a failure."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(logging.Formatter().format(record))


@contextmanager
def no_failure() -> Iterator[None]:
    """Fails when something takes too long, or was caught only by the last resort.

    Seconds are those of the processor: a busy computer is no hang.
    """
    handler, logger = _Errors(), logging.getLogger("dashboard")
    logger.addHandler(handler)
    started = time.process_time()
    try:
        yield
    finally:
        logger.removeHandler(handler)
    assert handler.texts == []
    assert time.process_time() - started < SECONDS


@cache
def knowledge() -> Knowledge:
    """What headings and places are compared with; costly, and the same for every file."""
    return make_knowledge(
        load_catalogue(),
        corrections=Corrections(),
        scope="610000",
        file_name="table.csv",
        this_year=2026,
    )


@cache
def one_connection() -> Connection:
    """The same for every file: opening one takes longer than reading a small table."""
    connection = open_memory()
    connection.execute("SET threads = 1")
    return connection


def read_and_recognise(connection: Connection, content: bytes, name: str) -> Layout | None:
    """Take ``content`` as far as its cells; None when it is refused with an error before."""
    table = read_file(
        connection, content, name, settings=load_settings(), corrections=Corrections()
    )
    if not table.is_readable:
        return None
    layout, findings = recognise_layout(connection, table, knowledge())
    findings += table.findings
    # A place, period or indicator that is missing can be said by hand, and stops nothing.
    said = [("L-05", v) for v in ("place", "period", "indicator")]
    if any(f.severity == "E" and (f.rule, f.variant) not in said for f in findings):
        return None
    if not can_make_cells(layout):
        return None
    recognise_cells(connection, table, layout, knowledge())
    return layout


def lost_rows(connection: Connection, layout: Layout) -> list[int]:
    """Rows that are neither blank, heading, title nor note, and have no cell."""
    heads = {n for t in layout.tables for n in range(t.head_row, t.head_end + 1)}
    said = {*layout.title_lines, *layout.notes}
    query = """
        SELECT row_no, fields FROM text_row
        WHERE NOT is_blank AND row_no NOT IN (SELECT row_no FROM cell) ORDER BY row_no
    """
    return [
        row
        for row, fields in connection.execute(query).fetchall()
        if row not in heads | set(layout.skipped_rows)
        and (text := " ".join(normalise_text(f) for f in fields if f.strip()))
        and text not in said
    ]


def check_reading(content: bytes, name: str) -> None:
    """The file is read without a failure and without losing a row."""
    connection = one_connection()
    with no_failure():
        layout = read_and_recognise(connection, content, name)
    if layout is not None:
        assert lost_rows(connection, layout) == []


def nothing_published(indicators: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=["indicator", "region_code", "period", "value", "status"])


def check_review(content: bytes, name: str) -> Review:
    """The file is reviewed without a failure, and what is left out has its finding."""
    with no_failure():
        found = review_file(
            content,
            name,
            catalogue=load_catalogue(),
            published=nothing_published,
            today=date(2026, 6, 1),
        )
    assert not [f for f in found.findings if f.variant in ("failed", "broken")]
    counts = found.counts
    assert counts["new"] == len(found.figures)
    assert found.state == "blocked" or not counts["rejected"]
    assert found.state == "blocked" or len(found.figures)
    return found


def texts_of(found: Review) -> str:
    """Everything of a review that can be shown or kept."""
    parts = [json.dumps(as_json(found, lang), ensure_ascii=False) for lang in ("zh", "en")]
    parts += [repr(found.recognition), repr(found.findings), repr(found.edits)]
    return "\n".join([*parts, found.figures.to_csv(), found.comparison.rows.to_csv()])


def check_workbook(content: bytes, found: Review) -> None:
    """The workbook that goes back can be opened; no text of a cell became a formula in it."""
    with no_failure():
        marked = load_workbook(io.BytesIO(make_annotated_workbook(content, found, "zh")))
    own = [marked[FINDINGS_SHEET["zh"]]]
    sheets = own if content.startswith(b"PK") else marked.worksheets
    assert not [c for s in sheets for row in s.iter_rows() for c in row if c.data_type == "f"]


@READING
@given(messy.files())
def test_messy_table_is_read_without_a_failure_or_a_lost_row(file: messy.File) -> None:
    check_reading(*file)


@READING
@given(messy.damaged_files())
def test_damaged_file_is_read_without_a_failure_or_a_lost_row(file: messy.File) -> None:
    check_reading(*file)


@REVIEWING
@given(st.one_of(messy.files(), messy.damaged_files()))
def test_bad_file_is_reviewed_and_goes_back_marked(file: messy.File) -> None:
    content, name = file
    check_workbook(content, check_review(content, name))


@READING
@given(messy.tables(), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_every_record_of_a_text_file_becomes_a_row(rows: messy.Table, encoding: str) -> None:
    content = messy.write_text(rows, encoding)
    table = read_file(
        one_connection(), content, "t.csv", settings=load_settings(), corrections=Corrections()
    )
    if table.is_readable:
        assert table.row_count == len(rows)


@REVIEWING
@given(
    st.sampled_from(messy.PERSONAL),
    st.sampled_from(["title", "place", "value", "note", "below"]),
    st.sampled_from(messy.KINDS),
)
def test_number_of_a_person_is_found_wherever_it_stands_and_kept_nowhere(
    number: str, where: str, kind: str
) -> None:
    rows = [["地区", "年份", "会员人数", "备注"], ["西安市", "2023", "20", ""]]
    title, below = [["会员情况表"]], [["注：初步数"]]
    if where in ("title", "below"):
        (title if where == "title" else below)[0][0] += f" {number}"
    else:
        rows[1][("place", "", "value", "note").index(where)] = number
    content = messy.write_file([*title, *rows, *below], kind, messy.Random(1))
    found = check_review(content, "t.csv")
    if kind in ("big5", "latin-1"):
        return
    assert "V-16" in {f.rule for f in found.findings}
    assert not found.may_be_kept
    plain = texts_of(found)
    assert not [p for p in messy.PERSONAL if p in plain]


def move_directory(content: bytes) -> bytes:
    """An old workbook whose directory is a piece of a sector at the end of the file."""
    data = bytearray(content)
    number = len(data) // 512 - 1
    struct.pack_into("<I", data, 48, number)
    # The table of sectors is the last one: the chain of the directory ends at once.
    struct.pack_into("<I", data, len(data) - 512 + 4 * number, 0xFFFFFFFE)
    return bytes(data) + bytes(75)


# Files that failed once.
FAILED = {
    "old workbook cut off in its table of sectors": messy.write_xls(messy.GOOD)[:-3],
    "old workbook cut off in its directory": move_directory(messy.write_xls(messy.GOOD)),
    "old workbook cut off in its last entry": messy.write_xls(messy.GOOD)[:-512],
}


@pytest.mark.parametrize("what", FAILED)
def test_file_that_failed_once_is_reviewed(what: str, capfd: pytest.CaptureFixture[str]) -> None:
    found = check_review(FAILED[what], "table.xls")
    assert ("F-03", "damaged") in {(f.rule, f.variant) for f in found.findings}
    # The reader of workbooks writes where it panicked past Python.
    assert "panicked" not in capfd.readouterr().err
