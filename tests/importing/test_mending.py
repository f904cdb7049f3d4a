"""Single cells mended by hand, answered questions, and numbers of persons outside the table."""

import io

import pandas as pd
import pytest
from openpyxl import Workbook

from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.errors import UploadError
from dashboard.importing.corrections import Corrections
from dashboard.importing.upload.cell_edits import parse_address
from dashboard.importing.upload.publish import publish_review, read_context, read_published
from dashboard.importing.upload.review import Review, review_file
from dashboard.importing.upload.upload_drafts import start_draft

HEAD = "地区,年份,会员人数\n"
# Made up: the right form, a place and a day of birth, and no person's.
IDENTITY = "610102199003070000"
MOBILE = "13800000000"


def review_of(content: bytes | str, corrections: Corrections = Corrections(), name: str = "t.csv") -> Review:  # fmt: skip
    return review_file(
        content.encode() if isinstance(content, str) else content,
        name,
        catalogue=load_catalogue(),
        published=lambda indicators: pd.DataFrame(
            columns=["indicator", "region_code", "period", "value", "status"]
        ),
        corrections=corrections,
    )


def test_a_mended_cell_counts_and_its_first_text_stays_in_the_record(empty_store) -> None:
    text = f"{HEAD}西安市,2023,两千多\n宝鸡市,2023,800\n"
    assert review_of(text).state == "blocked"
    review = review_of(text, Corrections(values={"C2": "2000"}))
    figures = review.figures.set_index("region_code")
    assert figures.loc["610100", "value"] == 2000
    assert figures.loc["610100", "note_zh"] == "C2：原文件为“两千多”，改为“2000”"
    assert figures.loc["610100", "note_en"] == "C2: “两千多” in the file, changed to “2000”"
    assert figures.loc["610300", "note_zh"] == ""
    publish_review(
        Actor(), empty_store, review, text.encode(), source="年报", note="更正", confirmed=True
    )
    assert empty_store.read("uploads").iloc[0]["note"] == "更正；C2：原文件为“两千多”，改为“2000”"
    # The kept file is the one that came.
    assert empty_store.files.read(review.sha256) == text.encode()


def test_a_mended_place_is_noted_at_the_figures_of_its_row() -> None:
    review = review_of(f"{HEAD}渭难市,2023,5\n", Corrections(values={"A2": "渭南市"}))
    (row,) = review.figures.to_dict("records")
    assert (row["region_code"], row["value"]) == ("610500", 5)
    assert "渭难市" in row["note_zh"]


def test_addresses_outside_the_table_do_nothing() -> None:
    values = {"C900": "1", "ZZZZ1": "1", "x": "1", "C0": "1"}
    review = review_of(f"{HEAD}西安市,2023,5\n", Corrections(values=values))
    assert review.figures["value"].tolist() == [5]
    assert review.edits == ()


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("A1", (1, 1)),
        ("$d$17", (17, 4)),
        ("AA3", (3, 27)),
        ("", None),
        ("A1:B2", None),
        ("7", None),
    ],
)
def test_an_address_is_one_cell(address: str, place: tuple[int, int] | None) -> None:
    assert parse_address(address) == place


def test_a_mark_whose_meaning_was_said_is_no_question_any_more() -> None:
    text = f"{HEAD}西安市,2023,-\n宝鸡市,2023,800\n"
    assert [f.severity for f in review_of(text).findings if f.rule == "V-13"] == ["W"]
    review = review_of(text, Corrections(marks={"-": "not_applicable"}))
    assert [f.severity for f in review.findings if f.rule == "V-13"] == ["I"]
    assert review.figures["status"].tolist() == ["not_applicable", "final"]


@pytest.mark.parametrize(
    "text",
    [
        f"填表人电话 {MOBILE},,\n{HEAD}西安市,2023,5\n",
        f"{HEAD}西安市,2023,5\n填表人：张三 {IDENTITY},,\n",
        f"{HEAD}西安市,2023,{IDENTITY}\n",
        f"联系电话：138 0000 0000,,\n{HEAD}西安市,2023,5\n",
        f"联系电话：１３８００００００００,,\n{HEAD}西安市,2023,5\n",
    ],
    ids=["title", "note", "cell", "parted", "full_width"],
)
def test_a_file_with_numbers_of_persons_may_not_be_kept(text: str) -> None:
    review = review_of(text)
    assert not review.may_be_kept
    assert review.state == "blocked"
    shown = " ".join(f.text + f.message("zh") for f in review.findings)
    assert IDENTITY not in shown
    assert MOBILE not in shown


def test_numbers_of_persons_on_another_sheet_are_found_too() -> None:
    book = Workbook()
    for row in (("地区", "年份", "会员人数"), ("西安市", 2023, 5)):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    assert review_of(buffer.getvalue(), name="t.xlsx").may_be_kept
    book.create_sheet("联系人").append(["张三", int(MOBILE)])
    buffer = io.BytesIO()
    book.save(buffer)
    assert not review_of(buffer.getvalue(), name="t.xlsx").may_be_kept


def test_a_cell_with_a_number_of_a_person_cannot_be_mended_into_the_record() -> None:
    said = Corrections(values={"C2": "5"})
    review = review_of(f"{HEAD}西安市,2023,{IDENTITY}\n", said)
    assert review.edits == ()
    assert review.state == "blocked"


def test_a_sum_of_money_with_eleven_digits_is_no_telephone() -> None:
    review = review_of(f"地区,年份,互助保障赔付金额\n西安市,2023,{MOBILE}\n")
    assert review.may_be_kept
    assert review.figures["value"].tolist() == [float(MOBILE)]


class Cancelled(BaseException):
    """What the screen raises in the middle of a review when somebody cancels it."""


@pytest.mark.parametrize("stage", ["read", "recognise", "check", "compare"])
def test_a_review_that_is_cancelled_ends_at_once(stage: str) -> None:
    seen = []

    def cancel(name: str, share: float) -> None:
        seen.append(name)
        if name == stage:
            raise Cancelled

    with pytest.raises(Cancelled):
        review_file(
            f"{HEAD}西安市,2023,5\n".encode(),
            "t.csv",
            catalogue=load_catalogue(),
            published=lambda indicators: pd.DataFrame(
                columns=["indicator", "region_code", "period", "value", "status"]
            ),
            progress=cancel,
        )
    assert seen.count(stage) == 1


@pytest.mark.parametrize("stage", ["read", "recognise", "check", "compare"])
def test_a_cancelled_review_leaves_nothing_behind(empty_store, stage: str) -> None:
    def cancel(name: str, share: float) -> None:
        if name == stage:
            raise Cancelled

    with pytest.raises(Cancelled):
        review_file(
            f"{HEAD}西安市,2023,5\n".encode(),
            "t.csv",
            catalogue=load_catalogue(),
            published=read_published(empty_store.read),
            context=read_context(empty_store.read),
            progress=cancel,
        )
    assert empty_store.version == 0
    assert empty_store.work("list_drafts", {"draft_id": None} | Actor().asks()).empty
    assert not (empty_store.path.parent / "uploads").exists()


def test_a_file_that_is_refused_when_published_is_not_kept(empty_store) -> None:
    text = f"{HEAD}西安市,2023,5\n"
    with pytest.raises(UploadError, match="needs a source"):
        publish_review(
            Actor(), empty_store, review_of(text), text.encode(), source=" ", confirmed=True
        )
    assert empty_store.version == 0
    assert not (empty_store.path.parent / "uploads").exists()


def test_a_file_in_work_stays_when_publishing_it_is_refused(empty_store) -> None:
    text = f"{HEAD}西安市,2023,5\n"
    draft = start_draft(Actor(), empty_store, text.encode(), "t.csv")
    with pytest.raises(UploadError, match="needs a source"):
        publish_review(
            Actor(), empty_store, review_of(text), text.encode(), source=" ", confirmed=True
        )
    assert empty_store.files.read(draft.sha256) == text.encode()
