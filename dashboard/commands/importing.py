"""check and import: the review of a file, and its publishing."""

from dataclasses import replace
from pathlib import Path

import click
import pandas as pd

from dashboard.catalogue import load_catalogue
from dashboard.commands.arguments import read_cumulative
from dashboard.commands.files import read_bytes, write_json
from dashboard.commands.options import by_option, come_in, json_option
from dashboard.commands.translated import command, current_language
from dashboard.commands.wording import COMPARISON, strip_controls
from dashboard.errors import StoreError, UploadError
from dashboard.figures import Read
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.importing.checks.context import Context
from dashboard.importing.corrections import Corrections
from dashboard.importing.findings.finding import Finding
from dashboard.importing.upload.comparison_texts import describe_attached
from dashboard.importing.upload.publish import publish_review, read_context, read_published
from dashboard.importing.upload.review import Review, as_json, review_file
from dashboard.lists import join_words
from dashboard.reporting import read_reporting
from dashboard.seed_data import count_within_year, open_seeded_store
from dashboard.settings import load_settings
from dashboard.store import open_reader

_SEVERITIES = {"E": mark("ERROR"), "W": mark("WARNING"), "I": mark("INFO")}
_STATES = {
    "ready": mark("ready to publish"),
    "confirm": mark("can be published once the warnings are confirmed"),
    "blocked": mark("cannot be published"),
}


_measure_option = click.option(
    "--measure",
    type=click.Choice(["figure", "annual", "plan"]),
    callback=lambda _ctx, _param, value: value or "",
    help=mark(
        "What the numbers are, where the file does not say it: figures, annual targets or targets "
        "of a plan."
    ),
)
_cumulative_option = click.option(
    "--cumulative",
    multiple=True,
    metavar="INDICATOR",
    help=mark(
        "Name or code of an indicator whose quarters or months are cumulative in the file: they are "
        "made discrete. May be repeated."
    ),
)


@command(help=mark("Check files as an import would, and change nothing."))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_measure_option
@_cumulative_option
@by_option
@json_option
def check(
    files: tuple[Path, ...], measure: str, cumulative: tuple[str, ...], by: str, use_json: bool
) -> None:
    """Review ``files`` against what is published; leave with 1 if one of them is blocked.

    The database is neither made nor written. Where there is none, or a dashboard holds it, nothing
    is taken for published, and standard error says so.
    """
    lang = current_language()
    said = read_cumulative(load_catalogue(), cumulative, lang)
    corrections = replace(said, measure=measure)
    reviews = []
    for path in files:
        review = _check_file(path, by, corrections, lang)
        reviews.append(review)
        if not use_json:
            click.echo(f"{path}: {_(_STATES[review.state], lang)}")
            _show_review(review, lang)
    if use_json:
        objects = [as_json(review, lang) for review in reviews]
        write_json(objects[0] if len(files) == 1 else objects)
    if any(review.state == "blocked" for review in reviews):
        click.get_current_context().exit(1)


def _check_file(path: Path, by: str, corrections: Corrections, lang: Lang) -> Review:
    content = read_bytes(path)
    try:
        with open_reader(Path(load_settings().database)) as read:
            return _review(read, content, path.name, by, corrections)
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
    return _review(None, content, path.name, by, corrections)


@command("import", help=mark("Check a file, compare it with what is published, publish it."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", required=True, help=mark("Where the figures come from."))
@click.option("--note", default="", help=mark("A remark to keep with the upload."))
@click.option("--confirm", is_flag=True, help=mark("Publish in spite of warnings."))
@_measure_option
@_cumulative_option
@by_option
@json_option
def import_file(
    file: Path,
    source: str,
    note: str,
    confirm: bool,
    measure: str,
    cumulative: tuple[str, ...],
    by: str,
    use_json: bool,
) -> None:
    """Review ``file`` and publish it unless an error, or a warning not confirmed, forbids it."""
    lang = current_language()
    said = read_cumulative(load_catalogue(), cumulative, lang)
    corrections = replace(said, measure=measure)
    content = read_bytes(file)
    store = open_seeded_store()
    review = _review(store.read, content, file.name, by, corrections)
    if not use_json:
        _show_review(review, lang)
    version = None
    if review.state == "ready" or (review.state == "confirm" and confirm):
        version = publish_review(
            come_in(by),
            store,
            review,
            content,
            source=source,
            note=note,
            confirmed=confirm,
        )
    if use_json:
        outcome = {"published": version is not None, "data_version": version}
        write_json(as_json(review, lang) | outcome)
    if version is None:
        raise _refusal(review)
    if not use_json:
        click.echo(_("Published as data version {version}.", lang, version=version))


def _review(
    read: Read | None, content: bytes, name: str, by: str, corrections: Corrections
) -> Review:
    """The review of a file beside the figures that ``read`` reads; None: nothing is published."""
    catalogue = load_catalogue()
    context = read_context(read) if read else Context(within_year=count_within_year)
    return review_file(
        content,
        name,
        catalogue=catalogue,
        published=read_published(read) if read else _nothing_published,
        corrections=corrections,
        context=context.limit(read_reporting(catalogue), by),
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
            click.echo(
                _(
                    "{rule}: {count} more {count:finding|findings} like these.",
                    lang,
                    rule=rule,
                    count=more,
                )
            )
    if attached := describe_attached(review.attached.counts, lang):
        click.echo(attached)
    words = (f"{_(text, lang)} {review.counts[key]}" for key, text in COMPARISON.items())
    click.echo(("，" if lang == "zh" else ", ").join(words))


def _finding_lines(finding: Finding, lang: Lang) -> list[str]:
    """``错误 P-02 A2 …`` and, under it, the remedy and the nearest names."""
    place = f"{finding.sheet}!{finding.address}" if finding.sheet else finding.address
    head = [_(_SEVERITIES[finding.severity], lang), finding.rule, place, finding.message(lang)]
    lines = [" ".join(part for part in head if part)]
    if finding.remedy(lang):
        lines.append(f"    {finding.remedy(lang)}")
    if finding.suggestions:
        nearest = join_words(finding.suggestions, lang)
        lines.append("    " + _("Nearest: {nearest}", lang, nearest=nearest))
    return [strip_controls(line) for line in lines]
