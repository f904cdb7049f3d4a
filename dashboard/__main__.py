"""The command line: check, import, export, brief, image, uploads, undo and remove-demonstration.

Results go to standard output, messages to standard error; the exit code is 0 or 1. What a command
does is done by the importing, exporting and store modules; here arguments become their calls.
"""

import getpass
import heapq
import io
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date
from functools import partial
from pathlib import Path
from typing import Any

import click
import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.distance import Prefix

from dashboard.briefing.deck import OUTLINES
from dashboard.cached import Selection, load_version_date, load_years
from dashboard.catalogue import Catalogue, CatalogueError, load_catalogue
from dashboard.chart_request import ChartRequest
from dashboard.errors import DashboardError, RequestError, StoreError, UploadError
from dashboard.exporting import (
    file_name,
    make_export_notes,
    make_export_rows,
    read_export_frame,
    text_width,
    to_csv,
    to_json,
    to_xlsx,
)
from dashboard.figures import Read
from dashboard.i18n import LANGUAGES, Lang, mark, nearest_language
from dashboard.i18n import gettext as _
from dashboard.importing.context import Context
from dashboard.importing.findings import Finding
from dashboard.importing.publish import publish_review, read_context, read_published
from dashboard.importing.reporting import read_reporting
from dashboard.importing.review import Review, as_json, review_file
from dashboard.opening import count_within_year
from dashboard.settings import load_settings
from dashboard.store import View, load_store, open_reader

PROGRAM = "python -m dashboard"
FORMATS = ("csv", "json", "xlsx")
PICTURE_VIEWS = ("trend", "ranking", "map")
PICTURE_SIZES = ("16:9", "16:9x2", "4:3", "a4-half")
_LANG_KEY = "dashboard.lang"
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_SEVERITIES = {"E": mark("ERROR"), "W": mark("WARNING"), "I": mark("INFO")}
_STATES = {
    "ready": mark("ready to publish"),
    "confirm": mark("can be published once the warnings are confirmed"),
    "blocked": mark("cannot be published"),
}
_COMPARISON = {
    "new": mark("new cells"),
    "changed": mark("changed cells"),
    "unchanged": mark("unchanged cells"),
    "rejected": mark("rejected cells"),
}
_KINDS = {
    "figures": mark("figures published"),
    "demonstration": mark("demonstration set"),
    "undo": mark("withdrawal"),
}
_UPLOAD_HEADINGS = (
    mark("upload no."), mark("time"), mark("by"), mark("type"), mark("file name"),
    *_COMPARISON.values(), mark("undone or undoes"), mark("where from"), mark("remark"),
)  # fmt: skip
_NUMBER_COLUMNS = frozenset({0, 5, 6, 7, 8})
_LONGEST_TEXT = 40
_NEAREST = 3
# Control characters and marks of writing direction: text of a file must not steer a terminal.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


# Language and errors


def _set_language(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """Remember the language; one that was asked for wins over that of the environment."""
    source = ctx.get_parameter_source(param.name or "")
    if value is None or source is not click.core.ParameterSource.COMMANDLINE:
        ctx.meta.setdefault(_LANG_KEY, nearest_language(value))
    elif value in LANGUAGES:
        ctx.meta[_LANG_KEY] = value
    else:
        raise click.BadParameter(f"{value!r}", ctx=ctx, param=param)


def _language_option() -> click.Option:
    return click.Option(
        ["--lang"],
        metavar="zh|en",
        envvar=_LOCALE_VARIABLES,
        is_eager=True,  # before --help, which is shown in this language
        expose_value=False,
        callback=_set_language,
        help=mark("Language of the messages; otherwise that of the environment, or Chinese."),
    )


def _language(ctx: click.Context | None = None) -> Lang:
    """The language of the command that runs, or runs into an error."""
    ctx = ctx or click.get_current_context(silent=True)
    if ctx is None or _LANG_KEY not in ctx.meta:
        return nearest_language(_language_option().resolve_envvar_value(ctx))
    return ctx.meta[_LANG_KEY]


def _describe_usage_error(error: click.ClickException, lang: Lang) -> str:
    """What is wrong with the command line, in ``lang`` for everything that is usual."""
    if isinstance(error, click.exceptions.NoSuchOption):
        return _("There is no option {name}.", lang, name=error.option_name)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _("There is no command {name}.", lang, name=error.command_name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.get_error_hint(error.ctx)
        if isinstance(error, click.MissingParameter):
            return _("{name} is missing.", lang, name=name)
        kind = error.param.type
        choices = kind.choices if isinstance(kind, click.Choice) else None
        choices = LANGUAGES if error.param.name == "lang" else choices
        if choices:
            listed = ", ".join(choices)
            return _("{name} must be one of these: {choices}.", lang, name=name, choices=listed)
        if kind is click.INT:
            return _("{name} must be a whole number.", lang, name=name)
    return _("The command cannot be read: {reason}", lang, reason=error.format_message())


def _show_usage_error(error: click.ClickException) -> None:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return
    ctx = getattr(error, "ctx", None)
    lang = _language(ctx)
    click.echo(_describe_usage_error(error, lang), err=True)
    if ctx is not None:
        command = f"{ctx.command_path} --help"
        click.echo(_("All options: {command}", lang, command=command), err=True)


class _Translated(click.Command):
    """A command with --lang, whose help is shown in that language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(_language_option())

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line with its heading in the reader's language."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        prefix = _("Usage: ", _language(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does in the reader's language."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help or "", _language(ctx)))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options in the reader's language."""
        lang = _language(ctx)
        rows = []
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if isinstance(param, click.Option) and record is not None:
                # The option --help is click's own, and so is its text.
                text = mark("Show this message and exit.") if param.name == "help" else param.help
                needed = _("(required)", lang) if param.required else ""
                rows.append((record[0], f"{_(text or '', lang)} {needed}".strip()))
        with formatter.section(_("Options", lang)):
            formatter.write_dl(rows)


class _Commands(_Translated, click.Group):
    """The group of all commands: every error is a sentence, every exit code 0 or 1."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands in the reader's language."""
        super().format_options(ctx, formatter)
        lang = _language(ctx)
        rows = [(name, _(c.help or "", lang)) for name, c in self.commands.items()]
        with formatter.section(_("Commands", lang)):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error that the user can act upon is shown as a sentence."""
        try:
            _check_settings()
            return super().invoke(ctx)
        except DashboardError as error:
            click.echo(error.text(_language(ctx)), err=True)
        except CatalogueError as error:
            click.echo(str(error), err=True)
        return ctx.exit(1)

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run the command line; click's own errors leave with 1 in place of 2."""
        if not standalone_mode:
            return super().main(*args, standalone_mode=False, **extra)
        try:
            code = super().main(*args, standalone_mode=False, **extra)
            sys.stdout.flush()
        except click.ClickException as error:
            _show_usage_error(error)
            code = 1
        except click.Abort:
            click.echo(_("Stopped.", _language()), err=True)
            code = 1
        except BrokenPipeError:
            # The reader of the results has left (``| head``): the flush at exit would fail again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 1
        sys.exit(1 if code else 0)


def _check_settings() -> None:
    try:
        load_settings()
    except ValueError as error:
        raise StoreError(mark("A setting cannot be used: {reason}"), reason=error) from error


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""  # a container may run under a number that has no name


@click.group(cls=_Commands, help=mark("Publish, undo and export the statistics of the programmes."))
def cli() -> None:
    """Everything the command line offers; each command is documented by its help."""
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a character shows a question mark, and the command goes on.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


cli.command_class = _Translated

_by_option = click.option(
    "--by", default=_user_name, help=mark("Who does this; otherwise the name of the user.")
)
_json_option = click.option(
    "--json", "use_json", is_flag=True, help=mark("Results as JSON, for other programs.")
)


# check


@cli.command(help=mark("Check files as an import would, and change nothing."))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_by_option
@_json_option
def check(files: tuple[Path, ...], by: str, use_json: bool) -> None:
    """Review ``files`` against what is published; leave with 1 if one of them is blocked.

    The database is neither made nor written. Where there is none, or a dashboard holds it, nothing
    is taken for published, and standard error says so.
    """
    lang = _language()
    reviews = []
    for path in files:
        review = _check_file(path, by, lang)
        reviews.append(review)
        if not use_json:
            click.echo(f"{path}: {_(_STATES[review.state], lang)}")
            _show_review(review, lang)
    if use_json:
        objects = [as_json(review, lang) for review in reviews]
        text = json.dumps(objects[0] if len(files) == 1 else objects, ensure_ascii=False, indent=2)
        _write_stdout(text.encode() + b"\n")
    if any(review.state == "blocked" for review in reviews):
        click.get_current_context().exit(1)


def _check_file(path: Path, by: str, lang: Lang) -> Review:
    content = _read_bytes(path)
    try:
        with open_reader(Path(load_settings().database)) as read:
            return _review(read, content, path.name, by)
    except StoreError as error:
        reason = error.text(lang)
    click.echo(
        _(
            "{file} was compared with nothing: every figure counts as new, and rules that look at "
            "published figures found nothing. {reason}",
            lang,
            file=path.name,
            reason=reason,
        ),
        err=True,
    )
    return _review(None, content, path.name, by)


# import


@cli.command("import", help=mark("Check a file, compare it with what is published, publish it."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", required=True, help=mark("Where the figures come from."))
@click.option("--note", default="", help=mark("A remark to keep with the upload."))
@click.option("--confirm", is_flag=True, help=mark("Publish in spite of warnings."))
@_by_option
@_json_option
def import_file(file: Path, source: str, note: str, confirm: bool, by: str, use_json: bool) -> None:
    """Review ``file`` and publish it unless an error, or a warning not confirmed, forbids it."""
    lang = _language()
    content = _read_bytes(file)
    store = load_store()
    review = _review(store.read, content, file.name, by)
    if not use_json:
        _show_review(review, lang)
    version = None
    if review.state == "ready" or (review.state == "confirm" and confirm):
        version = publish_review(
            store,
            review,
            content,
            source=source,
            note=note,
            uploaded_by=by,
            confirmed=confirm,
        )
    if use_json:
        outcome = {"published": version is not None, "data_version": version}
        text = json.dumps(as_json(review, lang) | outcome, ensure_ascii=False, indent=2)
        _write_stdout(text.encode() + b"\n")
    if version is None:
        raise _refusal(review)
    if not use_json:
        click.echo(_("Published as data version {version}.", lang, version=version))


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RequestError(
            mark("{path} cannot be read ({reason})."), path=path, reason=error.strerror
        ) from error


def _review(read: Read | None, content: bytes, name: str, by: str) -> Review:
    """The review of a file beside the figures that ``read`` reads; None: nothing is published."""
    catalogue = load_catalogue()
    context = read_context(read) if read else Context(within_year=count_within_year)
    return review_file(
        content,
        name,
        catalogue=catalogue,
        published=read_published(read) if read else _nothing_published,
        context=read_reporting(catalogue).limit(context, by),
        scope=load_settings().home_region,
    )


def _nothing_published(indicators: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=["indicator", "region_code", "period", "value", "status"])


def _refusal(review: Review) -> UploadError:
    severity = "E" if review.state == "blocked" else "W"
    count = sum(f.severity == severity for f in review.findings)
    if severity == "E":
        return UploadError(
            mark("Nothing was published. Errors in the file: {count}. Correct them and try again."),
            count=count,
        )
    return UploadError(
        mark(
            "Nothing was published. Warnings to confirm: {count}. Read them, "
            "then add --confirm if all is right."
        ),
        count=count,
    )


def _show_review(review: Review, lang: Lang) -> None:
    for finding in review.findings:
        for line in _finding_lines(finding, lang):
            click.echo(line)
    listed = [f.rule for f in review.findings]
    for rule, total in review.totals.items():
        more = total - listed.count(rule)
        if more > 0:
            click.echo(_("{rule}: {count} more findings like these.", lang, rule=rule, count=more))
    words = (f"{_(text, lang)} {review.counts[key]}" for key, text in _COMPARISON.items())
    click.echo(("，" if lang == "zh" else ", ").join(words))


def _finding_lines(finding: Finding, lang: Lang) -> list[str]:
    """``错误 P-02 A2 …`` and, under it, the remedy and the nearest names."""
    place = f"{finding.sheet}!{finding.address}" if finding.sheet else finding.address
    head = [_(_SEVERITIES[finding.severity], lang), finding.rule, place, finding.message(lang)]
    lines = [" ".join(part for part in head if part)]
    if finding.remedy(lang):
        lines.append(f"    {finding.remedy(lang)}")
    if finding.suggestions:
        nearest = _join(finding.suggestions, lang)
        lines.append("    " + _("Nearest: {nearest}", lang, nearest=nearest))
    return [_CONTROLS.sub(" ", line) for line in lines]


def _join(texts: Sequence[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(texts)


# export


@cli.command(help=mark("Write figures after the rules of the numbers as CSV, JSON or XLSX."))
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
@click.option("--years", help=mark("A year, or the first and the last: 2019-2023."))
@click.option("--as-of", type=int, help=mark("The figures as they stood at this upload."))
@click.option(
    "--format", "kind", type=click.Choice(FORMATS), help=mark("csv, json or xlsx; otherwise csv.")
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=mark("The file to write; its suffix chooses the format."),
)
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
    lang = _language()
    catalogue = load_catalogue()
    kind = kind or _format_of(output)
    _check_request(catalogue, indicators, [*regions, *parents], lang)
    if not regions and not parents:
        regions = parents = (load_settings().home_region,)
    span = _read_years(years)
    if kind == "xlsx" and output is None and sys.stdout.isatty():
        raise RequestError(mark("A workbook cannot be shown here: name a file with -o."))
    store = load_store()
    frame = read_export_frame(
        partial(store.read, view=View(as_of)),
        regions=regions,
        parents=parents,
        indicators=indicators,
        years=span,
    )
    version = store.version if as_of is None else as_of
    _write_output(_make_output(frame, kind, lang, version=version), output)
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


def _write_output(content: bytes, output: Path | None) -> None:
    if output is None:
        _write_stdout(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise RequestError(
            mark("{path} cannot be written ({reason})."), path=output, reason=error.strerror
        ) from error


def _write_stdout(content: bytes) -> None:
    """Write bytes, UTF-8 whatever the console's encoding: other programs read them."""
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _read_years(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = re.fullmatch(r"\s*(\d{4})\s*(?:[-–—~～至]\s*(\d{4})\s*)?", text)
    if not found:
        raise RequestError(
            mark("“{text}” is neither a year nor a span of years such as 2019-2023."), text=text
        )
    first, last = int(found[1]), int(found[2] or found[1])
    if first > last:
        raise RequestError(
            mark("The years {first} to {last} run backwards; the earlier one comes first."),
            first=first,
            last=last,
        )
    return first, last


def _check_request(
    catalogue: Catalogue, indicators: Sequence[str], regions: Sequence[str], lang: Lang
) -> None:
    """Raise RequestError, with the nearest codes, for a code that the catalogue does not list."""
    for code in indicators:
        if code not in catalogue.indicators:
            nearest = _nearest(code, _indicator_names(catalogue))
            names = [f"{c} {catalogue.indicators[c].name(lang)}" for c in nearest]
            raise RequestError(
                mark("There is no indicator {code}. The nearest are: {nearest}."),
                code=code,
                nearest=_join(names, lang),
            )
    for code in regions:
        if code not in catalogue.regions:
            nearest = _nearest(code, _region_names(catalogue))
            names = [f"{c} {catalogue.regions[c].full_name(lang)}" for c in nearest]
            raise RequestError(
                mark("There is no region {code}. The nearest are: {nearest}."),
                code=code,
                nearest=_join(names, lang),
            )


def _indicator_names(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [
        (name, i.code)
        for i in catalogue.indicators.values()
        for name in (i.code, i.name_zh, i.name_en, *i.aliases_zh)
    ]


def _region_names(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Every name of every region with its code; those of the home region first."""
    home = f"/{load_settings().home_region}/"
    named = [
        (name, r.code)
        for r in catalogue.regions.values()
        for name in (r.code, r.name_zh, r.short_name_zh, r.name_en)
    ]
    named += [(alias, c) for alias, codes in catalogue.aliases.items() for c in codes]
    return sorted(named, key=lambda pair: home not in catalogue.path(pair[1]))


def _nearest(text: str, named: Sequence[tuple[str, str]]) -> list[str]:
    """The codes whose code or name is most like ``text``, the nearest first; ties as in ``named``."""

    def likeness(pair: tuple[str, str]) -> tuple[float, float]:
        # The first digits of a code say where a place lies, so they count for more than the last.
        begin = Prefix.similarity(text, pair[0]) if text.isdigit() else 0
        return begin, fuzz.ratio(text.lower(), pair[0].lower())

    found = heapq.nlargest(30, named, key=likeness)  # a region has several names
    return list(dict.fromkeys(code for _name, code in found))[:_NEAREST]


# brief


@cli.command(help=mark("Build the slides of a ready outline as a .pptx."))
@click.option(
    "--outline",
    "kind",
    required=True,
    type=click.Choice(tuple(OUTLINES)),
    help=mark("Which outline."),
)
@click.option(
    "--region", required=True, help=mark("The region's code; of a city for that outline.")
)
@click.option("--year", type=int, help=mark("The year; otherwise the newest with figures."))
@click.option("--year2", type=int, help=mark("The year compared with, for that outline."))
@click.option("--programme", default="", help=mark("The programme's code, for that outline."))
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    help=mark("The house's own .pptx, whose layouts, fonts and colours are used."),
)
@click.option("--as-of", type=int, help=mark("The figures as they stood at this upload."))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help=mark("The .pptx file to write."),
)
def brief(
    kind: str,
    region: str,
    year: int | None,
    year2: int | None,
    programme: str,
    template: Path | None,
    as_of: int | None,
    output: Path,
) -> None:
    """Build an outline's deck in the language of the command and write it."""
    # Charts and PowerPoint take longer to load than most commands run.
    from dashboard.briefing.outlines import Occasion, make_outline
    from dashboard.briefing.slides import make_deck

    lang = _language()
    catalogue = load_catalogue()
    _check_request(catalogue, (), (region,), lang)
    if programme and programme not in catalogue.programmes:
        raise RequestError(
            mark("There is no programme {code}. There are: {known}."),
            code=programme,
            known=_join([f"{p.code} {p.name(lang)}" for p in catalogue.programmes.values()], lang),
        )
    city = region if kind == "city" else ""
    if city and not catalogue.regions[city].parent_code:
        raise RequestError(
            mark("{region} has no region above it to be compared in; take another outline."),
            region=catalogue.regions[city].full_name(lang),
        )
    place = catalogue.regions[region].parent_code if city else region
    selection = _select(place, (year, year) if year else None, as_of, lang)
    deck = make_outline(kind, Occasion(selection, programme=programme, city=city, since=year2))
    content = make_deck(deck, template=_read_bytes(template) if template else None)
    _write_output(content, output)
    remark = mark("Slides: {count}, data version {version}.")
    click.echo(_(remark, lang, count=len(deck.slides), version=selection.version), err=True)


# image


@cli.command(help=mark("Write one chart as a picture, PNG or SVG."))
@click.option("--indicator", required=True, help=mark("An indicator's code."))
@click.option("--region", required=True, help=mark("A region's code; its parts are shown."))
@click.option(
    "--view",
    "kind",
    type=click.Choice(PICTURE_VIEWS),
    default="trend",
    help=mark("trend, ranking or map; otherwise trend. The last two show the last of the years."),
)
@click.option("--years", help=mark("A year, or the first and the last: 2019-2023."))
@click.option("--as-of", type=int, help=mark("The figures as they stood at this upload."))
@click.option(
    "--size",
    type=click.Choice(PICTURE_SIZES),
    default="16:9",
    help=mark("16:9, 16:9x2 (double), 4:3 or a4-half; otherwise 16:9."),
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help=mark("The file to write, .png or .svg."),
)
def image(
    indicator: str,
    region: str,
    kind: str,
    years: str | None,
    as_of: int | None,
    size: str,
    output: Path,
) -> None:
    """Write the chart that the Indicator page shows of the same choice."""
    # Only this command needs what draws pictures; the others start faster without.
    from dashboard.briefing.fonts import describe_fonts
    from dashboard.briefing.images import FORMATS as PICTURE_FORMATS
    from dashboard.briefing.images import SIZES, make_picture

    lang = _language()
    suffix = output.suffix.lower().lstrip(".")
    if suffix not in PICTURE_FORMATS:
        raise RequestError(
            mark("{path} is no picture: its name must end in .png or .svg."), path=output
        )
    _check_request(load_catalogue(), [indicator], [region], lang)
    span = _read_years(years)
    selection = _select(region, span, as_of, lang)
    request = ChartRequest(kind, indicator, years=span if kind == "trend" else None)
    lacking = describe_fonts(lang)
    if lacking:
        click.echo(lacking, err=True)
    _write_output(make_picture(selection, request, SIZES[size], suffix), output)


def _select(region: str, span: tuple[int, int] | None, as_of: int | None, lang: Lang) -> Selection:
    """Where a briefing or a picture looks: the last year of ``span``, or the newest with figures."""
    store = load_store()
    if as_of is not None and not 0 < as_of <= store.version:
        raise RequestError(mark("There is no upload {upload}."), upload=as_of)
    version = as_of or store.version
    selection = Selection(lang, region, 0, version, is_frozen=version != store.version)
    known = load_years(version, selection.view, region) or (load_version_date(version).year,)
    return replace(selection, year=span[1] if span else known[0])


# uploads, undo, remove-demonstration


@cli.command(help=mark("List every upload and undo, newest first."))
@_json_option
def uploads(use_json: bool) -> None:
    """List the uploads as an aligned table or as JSON."""
    table = load_store().read("uploads")
    if use_json:
        table["uploaded_at"] = table["uploaded_at"].dt.tz_localize(UTC)
        _write_stdout(to_json(table).encode() + b"\n")
        return
    lang = _language()
    head = [_(text, lang) for text in _UPLOAD_HEADINGS]
    rows = [_upload_cells(row, lang) for row in table.to_dict("records")]
    for line in _align([head, *rows]):
        click.echo(line)


def _upload_cells(row: Mapping[str, Any], lang: Lang) -> list[str]:
    state = ""
    if not pd.isna(row["undone_by"]):
        state = _("undone by {upload}", lang, upload=int(row["undone_by"]))
    elif not pd.isna(row["undoes"]):
        state = _("undoes {upload}", lang, upload=int(row["undoes"]))
    counts = [str(row[f"{key}_count"]) for key in _COMPARISON]
    texts = [_shorten(str(row[column])) for column in ("source", "note")]
    return [
        str(row["upload_id"]),
        _local_time(row["uploaded_at"]),
        _shorten(row["uploaded_by"]),
        _(_KINDS.get(row["kind"], row["kind"]), lang),
        _shorten(row["file_name"]),
        *counts,
        state,
        *texts,
    ]


def _local_time(moment: pd.Timestamp) -> str:
    """A moment in UTC as the clock on the wall showed it."""
    return moment.to_pydatetime().replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def _shorten(text: str) -> str:
    """``text`` on one line and no wider than a column of the table allows."""
    text = _CONTROLS.sub(" ", text)
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


@cli.command(help=mark("Withdraw an upload: its cells go back to what stood before."))
@click.argument("upload", type=int)
@click.option("--note", required=True, help=mark("Why it is withdrawn."))
@_by_option
def undo(upload: int, note: str, by: str) -> None:
    """Withdraw ``upload`` and say the new data version."""
    version = load_store().undo(upload, uploaded_by=by, note=note)
    remark = mark("Upload {upload} is undone; the data version is now {version}.")
    click.echo(_(remark, _language(), upload=upload, version=version))


@cli.command("remove-demonstration", help=mark("Withdraw every upload of demonstration figures."))
@_by_option
def remove_demonstration(by: str) -> None:
    """Withdraw the demonstration figures; a second time there is nothing left to do."""
    lang = _language()
    store = load_store()
    table = store.read("uploads")
    standing = table[(table["kind"] == "demonstration") & table["undone_by"].isna()]
    note = _("Demonstration figures removed", lang)
    for upload in standing["upload_id"]:
        store.undo(int(upload), uploaded_by=by, note=note)
    remark = mark("Uploads of demonstration figures withdrawn: {count}. Data version {version}.")
    click.echo(_(remark, lang, count=len(standing), version=store.version))


if __name__ == "__main__":
    cli(prog_name=PROGRAM)
