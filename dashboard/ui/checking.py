"""Two questions about figures that are out already: why do they differ, is my slide still true?"""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import cached
from dashboard.briefing.checks.differences import Difference, explain_differences
from dashboard.briefing.checks.old_deck import Stale, check_deck
from dashboard.briefing.decks.drafts import Briefing
from dashboard.errors import DashboardError
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.store import load_store
from dashboard.ui.uploader import draw_uploader


def draw_differences(briefing: Briefing, lang: Lang) -> None:
    """What the charts of this briefing show otherwise than at an earlier version, and why."""
    panel = st.expander(
        _("Why does it differ from last time?", lang),
        key="differences",
        on_change="rerun",
        icon=":material/compare_arrows:",
    )
    if not panel.open:
        return
    with panel:
        span = _choose_versions(lang)
        if span is None:
            st.info(_("There is only one version of the figures; nothing can differ yet.", lang))
            return
        found = _find_differences(briefing, lang, *span)
        if not found:
            st.success(_("The charts of this briefing show the same in both versions.", lang))
            return
        st.write(_("Figures that differ: {n}.", lang, n=len(found)))
        columns = [
            _("Indicator", lang),
            _("Region", lang),
            _("Year", lang),
            _("Before", lang),
            _("Now", lang),
            _("Reason", lang),
        ]
        rows = [(d.indicator, d.region, str(d.year), d.before, d.now, d.reason) for d in found]
        table = pd.DataFrame(rows, columns=columns, dtype="str")
        st.dataframe(table, hide_index=True, key="difference_table", alt=_("Reason", lang))


def _choose_versions(lang: Lang) -> tuple[int, int] | None:
    versions = sorted(cached.load_uploads()["upload_id"].tolist())
    if len(versions) < 2:
        return None
    return st.select_slider(
        _("From version … to version …", lang),
        versions,
        value=(versions[-2], versions[-1]),
        key="difference_versions",
    )


def _find_differences(briefing: Briefing, lang: Lang, first: int, last: int) -> list[Difference]:
    """Each difference once, though several charts may show the same figure."""
    if first == last:
        return []
    newest = load_store().version
    deck = briefing.deck
    found: dict[Difference, None] = {}
    for slide in deck.slides:
        selection = replace(deck, version=last).selection(slide, newest=newest)
        found |= dict.fromkeys(explain_differences(selection, slide.request, first=first))
    return list(found)


def draw_slide_check(lang: Lang) -> None:
    """Upload slides made here, edited since or not: which numbers are no longer those of today."""
    panel = st.expander(
        _("Check my slides", lang), key="slide_check", on_change="rerun", icon=":material/rule:"
    )
    if not panel.open:
        return
    with panel:
        file = draw_uploader(
            _("A .pptx made here, edited since or not", lang), type="pptx", key="checked_deck"
        )
        if file is None:
            return
        try:
            report = check_deck(file.getvalue(), newest=load_store().version, lang=lang)
        except DashboardError as error:
            st.error(error.text(lang))
            return
        if not report.checked:
            st.warning(
                _(
                    "None of the {n} {n:slide|slides} was made by this dashboard: there is no address of a "
                    "view in their notes, so nothing can be compared.",
                    lang,
                    n=report.slides,
                )
            )
            return
        st.write(
            _(
                "Slides compared with data version {version}: {checked} of {n}.",
                lang,
                version=load_store().version,
                checked=report.checked,
                n=report.slides,
            )
        )
        _draw_stale(report.stale, lang)


def _draw_stale(stale: tuple[Stale, ...], lang: Lang) -> None:
    if not stale:
        st.success(_("Every number on them equals the present figures.", lang))
        return
    columns = [
        _("Slide", lang),
        _("Where", lang),
        _("On the slide", lang),
        _("Now", lang),
        _("Reason", lang),
    ]
    rows = [(str(s.slide), s.where, s.shown, s.now, s.reason) for s in stale]
    st.error(_("Places that no longer agree with the present figures: {n}.", lang, n=len(stale)))
    table = pd.DataFrame(rows, columns=columns, dtype="str")
    st.dataframe(
        table,
        hide_index=True,
        key="stale",
        alt=_("Check my slides", lang),
        # Whole sentences stand in some cells; the reason has to be seen without scrolling.
        column_config={
            name: st.column_config.TextColumn(width=width)
            for name, width in zip(columns, (60, 190, 110, 110, 180), strict=True)
        },
    )
