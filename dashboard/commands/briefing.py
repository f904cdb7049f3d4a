"""brief and image: the slides of an outline, and one chart as a picture."""

from dataclasses import replace
from pathlib import Path

import click

from dashboard.briefing.decks.deck import OUTLINES
from dashboard.cached import find_opening_year
from dashboard.catalogue import load_catalogue
from dashboard.commands.arguments import check_codes, read_years
from dashboard.commands.files import read_bytes, write_output
from dashboard.commands.options import as_of_option, output_option, years_option
from dashboard.commands.translated import command, current_language
from dashboard.errors import RequestError
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.lists import join_words
from dashboard.seed_data import open_seeded_store
from dashboard.selection import ChartRequest, Selection


class _ChartChoice(click.Choice[str]):
    """The kinds of charts of an indicator; only who asks for one waits for what draws them."""

    def __init__(self) -> None:
        self.case_sensitive = True

    @property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]  # click has them made at once
        """Their names, in the order of the Indicator page."""
        from dashboard.charts.registry import list_indicator_kinds

        return tuple(kind.name for kind in list_indicator_kinds())


PICTURE_SIZES = ("16:9", "16:9x2", "4:3", "a4-half")


@command(help=mark("Build the slides of a ready outline as a .pptx."))
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
@as_of_option
@output_option(mark("The .pptx file to write."))
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
    from dashboard.briefing.decks.outlines import Occasion, make_outline
    from dashboard.briefing.slides.presentation import make_deck

    lang = current_language()
    if output.suffix.lower() != ".pptx":
        raise RequestError(
            mark("{path} is no PowerPoint file: its name must end in .pptx."), path=output
        )
    catalogue = load_catalogue()
    check_codes(catalogue, (), (region,), lang)
    if programme and programme not in catalogue.programmes:
        raise RequestError(
            mark("There is no programme {code}. There are: {known}."),
            code=programme,
            known=join_words(
                [f"{p.code} {p.name(lang)}" for p in catalogue.programmes.values()], lang
            ),
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
    content = make_deck(deck, template=read_bytes(template) if template else None)
    write_output(content, output)
    remark = mark("Slides: {count}, data version {version}.")
    click.echo(_(remark, lang, count=len(deck.slides), version=selection.version), err=True)


@command(help=mark("Write one chart as a picture, PNG or SVG."))
@click.option("--indicator", required=True, help=mark("An indicator's code."))
@click.option("--region", required=True, help=mark("A region's code; its parts are shown."))
@click.option(
    "--view",
    type=_ChartChoice(),
    default="trend",
    help=mark("Which chart; otherwise trend. Charts of one year show the last of the years."),
)
@years_option
@as_of_option
@click.option(
    "--size",
    type=click.Choice(PICTURE_SIZES),
    default="16:9",
    help=mark("16:9, 16:9x2 (double), 4:3 or a4-half; otherwise 16:9."),
)
@output_option(mark("The file to write, .png or .svg."))
def image(
    indicator: str,
    region: str,
    view: str,
    years: str | None,
    as_of: int | None,
    size: str,
    output: Path,
) -> None:
    """Write the chart that the Indicator page shows of the same choice."""
    # Only this command needs what draws pictures; the others start faster without.
    from dashboard.briefing.slides.fonts import describe_fonts
    from dashboard.briefing.slides.images import FORMATS as PICTURE_FORMATS
    from dashboard.briefing.slides.images import SIZES, make_picture
    from dashboard.presenters.charts import find_chart

    lang = current_language()
    suffix = output.suffix.lower().lstrip(".")
    if suffix not in PICTURE_FORMATS:
        raise RequestError(
            mark("{path} is no picture: its name must end in .png or .svg."), path=output
        )
    check_codes(load_catalogue(), [indicator], [region], lang)
    span = read_years(years)
    selection = _select(region, span, as_of, lang)
    request = ChartRequest(view, indicator)
    kind = find_chart(request)
    if "years" in kind.choices:
        request = replace(request, years=span)
    if not kind.find_contents(selection, request).figures["value"].notna().any():
        raise RequestError(
            mark("There is no figure of {indicator} in {region} to draw for these years."),
            indicator=load_catalogue().indicators[indicator].name(lang),
            region=load_catalogue().regions[region].full_name(lang),
        )
    lacking = describe_fonts(lang)
    if lacking:
        click.echo(lacking, err=True)
    write_output(make_picture(selection, request, SIZES[size], suffix), output)


def _select(region: str, span: tuple[int, int] | None, as_of: int | None, lang: Lang) -> Selection:
    """Where a briefing or a picture looks: the last year of ``span``, or the one pages open in."""
    store = open_seeded_store()
    if as_of is not None and not 0 < as_of <= store.version:
        raise RequestError(mark("There is no upload {upload}."), upload=as_of)
    version = as_of or store.version
    selection = Selection(lang, region, 0, version, newest=store.version)
    year = span[1] if span else find_opening_year(version, selection.snapshot, region)
    return replace(selection, year=year)
