"""What a slide's speaker can look up: definitions, coverage, quality flags and the frozen address."""

from dashboard import cached
from dashboard.catalogue import Indicator, load_catalogue
from dashboard.charts.addresses import make_address
from dashboard.charts.registry import find_kind
from dashboard.figures import find_figure
from dashboard.i18n import gettext as _
from dashboard.lists import choose_colon
from dashboard.narrative.annotations import describe_coverage
from dashboard.selection import ChartRequest, Selection
from dashboard.settings import load_settings


def frozen_address(selection: Selection, request: ChartRequest) -> str:
    """The absolute address of the view that shows ``request``, as at its data version."""
    path = make_address(selection, request, frozen=True)
    return f"{load_settings().address.rstrip('/')}/{path}"


def make_notes_text(
    selection: Selection, request: ChartRequest, foot: tuple[str, ...], *, is_picture: bool = False
) -> str:
    """The notes of one slide, a paragraph a line; ``foot`` is what stands under its chart."""
    lang = selection.lang
    codes = find_kind(request).list_indicators(selection, request)
    lines = [_definition(load_catalogue().indicators[c], selection) for c in codes]
    if request.indicator:
        lines += _coverage(selection, request)
    lines += foot
    if is_picture:
        lines.append(_("This chart is a picture: it has no native form that can be edited.", lang))
    address = frozen_address(selection, request)
    return "\n".join([*lines, _("The same view, as at this data version:", lang), address])


def _definition(indicator: Indicator, selection: Selection) -> str:
    lang = selection.lang
    colon = choose_colon(lang)
    text = indicator.definition(lang) or _("no definition in the catalogue", lang)
    return f"{indicator.name(lang)}{colon}{text}"


def _coverage(selection: Selection, request: ChartRequest) -> list[str]:
    """How many of the region's children have a number, and of how many its own sum is made."""
    lang, year, code = selection.lang, selection.year, request.indicator
    index = cached.load_index(selection, indicators=(code,))
    children = load_catalogue().counted_children(selection.region, year)
    found = [find_figure(index, code, r.code, year) for r in children]
    line = _(
        "Regions with a figure in {year}: {reported} of {expected}",
        lang,
        year=year,
        reported=sum(f is not None and f.has_value for f in found),
        expected=len(children),
    )
    own = describe_coverage(find_figure(index, code, selection.region, year), lang)
    region = load_catalogue().regions[selection.region].name(lang)
    return [
        line,
        *(
            [f"{region} {year}：{own}" if lang == "zh" else f"{region} {year}: {own}"]
            if own
            else []
        ),
    ]
