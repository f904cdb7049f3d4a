"""Progress: each indicator that has a target, and how far it is reached."""

from functools import lru_cache

from dashboard.catalogue import load_catalogue
from dashboard.charts.tables.table import NONE, Rows, Subject, Table, fill_table
from dashboard.figures import Progress, measure_progress
from dashboard.i18n import gettext as _
from dashboard.narrative.annotations import describe_progress
from dashboard.selection import ChartRequest, Selection


@lru_cache(maxsize=256)
def make_table(selection: Selection, request: ChartRequest) -> Table:
    """Each indicator that has a target: value, target, how far it is reached."""
    subject = Subject(selection, request)
    lang, year = selection.lang, selection.year
    programme = request.programme
    rows: Rows = []
    for indicator in load_catalogue().indicators.values():
        target = subject.target(indicator)
        if target is None or programme not in ("", indicator.programme):
            continue
        cells = (
            indicator.name(lang),
            subject.text(indicator, beside=target),
            subject.goal(indicator, target),
            describe_progress(subject.figure(indicator), target, indicator, lang) or NONE,
        )
        rows.append((indicator.code, cells))
    title = _("Progress on targets, {year}: {region}", lang, year=year, region=subject.name)
    columns = (_("Indicator", lang), str(year), _("Target", lang), _("Progress", lang))
    return fill_table(subject, title, columns, rows)


def _find_progress(selection: Selection, request: ChartRequest) -> dict[str, Progress | None]:
    """How far each indicator of a table of progress is, by code; None without a number."""
    subject = Subject(selection, request)
    indicators = load_catalogue().indicators
    return {
        code: measure_progress(
            subject.figure(indicators[code]), subject.target(indicators[code]), indicators[code]
        )
        for code in make_table(selection, request).indicators
    }


def tell(selection: Selection, request: ChartRequest) -> list[str]:
    """How many reached their target, which are not settled, and which of the others is furthest off."""
    lang = selection.lang
    found = _find_progress(selection, request)
    if not found:
        return [_("no targets are set", lang)]
    known = {code: p for code, p in found.items() if p is not None}
    reached = sum(p.reach == "reached" for p in known.values())
    missed = {code: p.percent for code, p in known.items() if p.reach == "missed"}
    open_count = len(known) - reached - len(missed)
    groups = [
        _(
            "of {total} {total:indicator|indicators} with a target, {n} reached it",
            lang,
            total=len(found),
            n=reached,
        )
    ]
    if open_count:
        groups.append(_("not settled yet: {n}", lang, n=open_count))
    if missed:
        last = load_catalogue().indicators[min(missed, key=missed.__getitem__)]
        subject = Subject(selection, request)
        text = describe_progress(subject.figure(last), subject.target(last), last, lang)
        groups.append(_("furthest off: {name} ({text})", lang, name=last.name(lang), text=text))
    if len(known) < len(found):
        groups.append(_("without a figure: {n}", lang, n=len(found) - len(known)))
    return groups
