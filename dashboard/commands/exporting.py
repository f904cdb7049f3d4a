"""export: chosen figures as CSV, JSON or XLSX."""

import sys
from datetime import date
from functools import partial
from pathlib import Path

import click
import pandas as pd

from dashboard.catalogue import load_catalogue
from dashboard.commands.arguments import check_codes, read_years
from dashboard.commands.files import write_output
from dashboard.commands.options import as_of_option, output_option, years_option
from dashboard.commands.translated import command, current_language
from dashboard.errors import RequestError
from dashboard.exporting import (
    file_name,
    make_export_notes,
    make_export_rows,
    read_export_frame,
    to_csv,
    to_json,
    to_xlsx,
)
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.seed_data import open_seeded_store
from dashboard.selection import Snapshot
from dashboard.settings import load_settings

FORMATS = ("csv", "json", "xlsx")


@command(help=mark("Write figures after the rules of the numbers as CSV, JSON or XLSX."))
@click.option(
    "--indicator", "indicators", multiple=True, help=mark("An indicator's code; may be repeated.")
)
@click.option("--region", "regions", multiple=True, help=mark("A region's code; may be repeated."))
@click.option(
    "--children-of",
    "parents",
    multiple=True,
    help=mark("The regions directly below this code, without it; may be repeated."),
)
@years_option
@as_of_option
@click.option(
    "--format", "kind", type=click.Choice(FORMATS), help=mark("csv, json or xlsx; otherwise csv.")
)
@output_option(mark("The file to write; its suffix chooses the format."), required=False)
def export(
    indicators: tuple[str, ...],
    regions: tuple[str, ...],
    parents: tuple[str, ...],
    years: str | None,
    as_of: int | None,
    kind: str | None,
    output: Path | None,
) -> None:
    """Write the chosen figures; without a choice of regions, the home region and its children."""
    lang = current_language()
    catalogue = load_catalogue()
    kind = kind or _format_of(output)
    check_codes(catalogue, indicators, [*regions, *parents], lang)
    if not regions and not parents:
        regions = parents = (load_settings().home_region,)
    span = read_years(years)
    if kind == "xlsx" and output is None and sys.stdout.isatty():
        raise RequestError(mark("A workbook cannot be shown here: name a file with -o."))
    store = open_seeded_store()
    frame = read_export_frame(
        partial(store.read, snapshot=Snapshot(as_of)),
        regions=regions,
        parents=parents,
        indicators=indicators,
        years=span,
    )
    version = store.version if as_of is None else as_of
    write_output(_make_output(frame, kind, lang, version=version), output)
    remark = mark("Rows: {count}, data version {version}.")
    click.echo(_(remark, lang, count=len(frame), version=version), err=True)
    if frame.empty:
        click.echo(_("Nothing is known about this choice.", lang), err=True)


def _format_of(output: Path | None) -> str:
    suffix = output.suffix.lower().lstrip(".") if output else ""
    return suffix if suffix in FORMATS else "csv"


def _make_output(frame: pd.DataFrame, kind: str, lang: Lang, *, version: int) -> bytes:
    catalogue = load_catalogue()
    table = make_export_rows(frame, catalogue, lang=lang)
    if kind == "csv":
        return to_csv(table)
    if kind == "json":
        return to_json(table).encode() + b"\n"
    today = date.today()
    notes = make_export_notes(frame, catalogue, lang=lang, version=version, day=today)
    title = file_name(_("programme statistics", lang), f"v{version}")
    return to_xlsx(table, title=title, lang=lang, notes=notes)
