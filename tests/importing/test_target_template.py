"""The tables for targets and breaks, filled in, come back as what was written."""

import io
from datetime import date

import pandas as pd
import pytest
from openpyxl import load_workbook

from dashboard.catalogue import load_catalogue
from dashboard.importing.upload.review import Review, review_file
from dashboard.importing.upload.target_template import make_attached_template


def make(contents: str, lang: str, format: str) -> bytes:
    return make_attached_template(
        load_catalogue(),
        contents,
        parent="610000",
        indicators=["members", "membership_rate"],
        year=2026,
        lang=lang,
        format=format,
    )


def review(content: bytes, name: str) -> Review:
    nothing = pd.DataFrame(columns=["indicator", "region_code", "period", "value", "status"])
    return review_file(
        content,
        name,
        catalogue=load_catalogue(),
        published=lambda indicators: nothing,
        today=date(2026, 6, 1),
    )


def fill_book(content: bytes, *lines: tuple[int, dict[int, object]]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    for row, cells in lines:
        for column, value in cells.items():
            book.worksheets[0].cell(row, column).value = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_targets_come_back(lang: str) -> None:
    # Eleven units of the province: members in rows 2 to 12, their share in rows 13 to 23.
    plan = "规划" if lang == "zh" else "plan"
    found = review(
        fill_book(make("targets", lang, "xlsx"), (2, {5: 3000}), (13, {5: 95.5, 7: plan})),
        "targets.xlsx",
    )
    assert found.state == "confirm", [f.message("en") for f in found.findings]
    assert {f.rule for f in found.findings if f.severity == "W"} == {"G-05"}  # the other 20
    columns = ["indicator", "region_code", "year", "kind", "value"]
    assert list(found.attached.targets[columns].itertuples(index=False, name=None)) == [
        ("members", "610100", 2026, "annual", 3000.0),
        ("membership_rate", "610100", 2026, "plan", 95.5),
    ]
    assert found.figures.empty


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_breaks_come_back(lang: str) -> None:
    text = make("breaks", lang, "csv").decode("utf-8-sig")
    name = load_catalogue().indicators["members"].name(lang)
    found = review((text + f",{name},2021,口径调整,New definition\r\n").encode(), "breaks.csv")
    assert found.state == "ready", [f.message("en") for f in found.findings]
    rows = found.attached.breaks[["indicator", "region_code", "year", "reason_zh", "reason_en"]]
    assert list(rows.itertuples(index=False, name=None)) == [
        ("members", "", 2021, "口径调整", "New definition")
    ]


@pytest.mark.parametrize("contents", ["targets", "breaks"])
def test_untouched_table_publishes_nothing(contents: str) -> None:
    found = review(make(contents, "zh", "xlsx"), "a.xlsx")
    assert found.figures.empty
    assert found.attached.is_empty
