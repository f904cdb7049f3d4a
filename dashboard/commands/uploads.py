"""uploads, undo and remove-demonstration: what was published, and how it is withdrawn."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import UTC
from typing import Any

import click
import pandas as pd

from dashboard.commands.files import write_stdout
from dashboard.commands.options import by_option, come_in, json_option
from dashboard.commands.translated import command, current_language
from dashboard.commands.wording import COMPARISON, strip_controls
from dashboard.exporting import text_width, to_json
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.seed_data import open_seeded_store

_KINDS = {
    "figures": mark("figures published"),
    "demonstration": mark("demonstration set"),
    "undo": mark("withdrawal"),
    "rules": mark("rules changed"),
}
_UPLOAD_HEADINGS = (
    mark("upload no."), mark("time"), mark("by"), mark("type"), mark("file name"),
    *COMPARISON.values(), mark("targets"), mark("breaks"), mark("undone or undoes"), mark("where from"), mark("remark"),
)  # fmt: skip
_NUMBER_COLUMNS = frozenset({0, 5, 6, 7, 8, 9, 10})
_LONGEST_TEXT = 40


@command(help=mark("List every upload and undo, newest first."))
@json_option
def uploads(use_json: bool) -> None:
    """List the uploads as an aligned table or as JSON."""
    table = open_seeded_store().read("uploads")
    if use_json:
        table["uploaded_at"] = table["uploaded_at"].dt.tz_localize(UTC)
        write_stdout(to_json(table).encode() + b"\n")
        return
    lang = current_language()
    head = [_(text, lang) for text in _UPLOAD_HEADINGS]
    rows = [_upload_cells(row, lang) for row in table.to_dict("records")]
    for line in _align([head, *rows]):
        click.echo(line)


def _upload_cells(row: Mapping[Hashable, Any], lang: Lang) -> list[str]:
    state = ""
    if not pd.isna(row["undone_by"]):
        state = _("undone by {upload}", lang, upload=int(row["undone_by"]))
    elif not pd.isna(row["undoes"]):
        state = _("undoes {upload}", lang, upload=int(row["undoes"]))
    counts = [str(row[f"{key}_count"]) for key in COMPARISON]
    texts = [_shorten(str(row[column])) for column in ("source", "note")]
    return [
        str(row["upload_id"]),
        _local_time(row["uploaded_at"]),
        _shorten(row["uploaded_by"]),
        _(_KINDS.get(row["kind"], row["kind"]), lang),
        _shorten(row["file_name"]),
        *counts,
        str(row["target_count"]),
        str(row["break_count"]),
        state,
        *texts,
    ]


def _local_time(moment: pd.Timestamp) -> str:
    """A moment in UTC as the clock on the wall showed it."""
    return moment.to_pydatetime().replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def _shorten(text: str) -> str:
    """``text`` on one line and no wider than a column of the table allows."""
    text = strip_controls(text)
    if text_width(text) <= _LONGEST_TEXT:
        return text
    while text_width(text) > _LONGEST_TEXT - 1:
        text = text[:-1]
    return f"{text}…"


def _align(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines whose columns stand under each other, also with Chinese in them."""
    widths = [max(map(text_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = []
        for number, (text, width) in enumerate(zip(row, widths, strict=True)):
            space = " " * (width - text_width(text))
            cells.append(space + text if number in _NUMBER_COLUMNS else text + space)
        lines.append("  ".join(cells).rstrip())
    return lines


@command(help=mark("Withdraw an upload: its cells go back to what stood before."))
@click.argument("upload", type=int)
@click.option("--note", required=True, help=mark("Why it is withdrawn."))
@by_option
def undo(upload: int, note: str, by: str) -> None:
    """Withdraw ``upload`` and say the new data version."""
    version = open_seeded_store().undo(come_in(by), upload, note=note)
    remark = mark("Upload {upload} is undone; the data version is now {version}.")
    click.echo(_(remark, current_language(), upload=upload, version=version))


@command("remove-demonstration", help=mark("Withdraw every upload of demonstration figures."))
@by_option
def remove_demonstration(by: str) -> None:
    """Withdraw the demonstration figures; a second time there is nothing left to do."""
    lang = current_language()
    store = open_seeded_store()
    table = store.read("uploads")
    standing = table[(table["kind"] == "demonstration") & table["undone_by"].isna()]
    note = _("Demonstration figures removed", lang)
    for upload in standing["upload_id"]:
        store.undo(come_in(by), int(upload), note=note)
    remark = mark("Uploads of demonstration figures withdrawn: {count}. Data version {version}.")
    click.echo(_(remark, lang, count=len(standing), version=store.version))
