"""What publishing the file in work would change: in words, and figure by figure."""

from functools import lru_cache

import pandas as pd
import streamlit as st

from dashboard.catalogue import load_catalogue
from dashboard.errors import UploadError
from dashboard.formats import STATES
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.importing.upload.comparison_texts import (
    HeadlineChange,
    describe_attached,
    describe_change,
    describe_comparison,
    explain_headline,
    find_headlines,
    format_headline,
)
from dashboard.importing.upload.review import Review
from dashboard.selection import Selection
from dashboard.store import load_store
from dashboard.ui.attached import make_attached_table
from dashboard.ui.upload.upload_session import UploadSession

_MOST_ROWS = 1000


def draw_comparison(session: UploadSession, selection: Selection) -> None:
    """The comparison in words, the headline figures, and old and new of every changed figure."""
    lang, review = selection.lang, session.review
    has_figures = not review.figures.empty or any(review.counts.values())
    if not has_figures and review.attached.is_empty:
        return
    st.subheader(_("Compared with what is published", lang))
    if not review.attached.is_empty:
        _draw_attached(review, lang)
    if has_figures:
        _draw_figures(session, selection)


def _draw_attached(review: Review, lang: Lang) -> None:
    """Targets and breaks in series: how many, and old and new of each that changes."""
    st.write(describe_attached(review.attached.counts, lang) + ("。" if lang == "zh" else "."))
    table = make_attached_table(review.attached, lang)
    if not table.empty:
        st.dataframe(
            table,
            hide_index=True,
            key="attached",
            alt=_("Targets and breaks compared with what is published", lang),
        )


def _draw_figures(session: UploadSession, selection: Selection) -> None:
    lang, review = selection.lang, session.review
    headlines = _headlines(session, selection)
    st.write(describe_comparison(review.counts, headlines, load_catalogue(), lang))
    if headlines:
        table = make_headline_table(headlines, lang)
        st.dataframe(table, hide_index=True, key="headlines", alt=_("Headline figures", lang))
    table = make_change_table(review, lang)
    if table.empty:
        return
    st.dataframe(
        table,
        hide_index=True,
        key="comparison",
        placeholder="—",
        alt=_("Compared with what is published", lang),
    )


def _headlines(session: UploadSession, selection: Selection) -> tuple[HeadlineChange, ...]:
    if session.review.figures.empty:
        return ()
    key = (session.review.sha256, session.corrections.to_json())
    try:
        return _find(key, load_store().version, selection.region, _Held(session.review))
    except UploadError:
        return ()  # publishing would refuse these figures too, and says why


class _Held:
    """A review as an argument that takes no part in the key of a cache."""

    def __init__(self, review: Review) -> None:
        self.review = review

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=16)
def _find(
    key: tuple[str, str], version: int, region: str, held: _Held
) -> tuple[HeadlineChange, ...]:
    return find_headlines(load_store(), held.review, load_catalogue(), region=region)


def make_headline_table(changes: tuple[HeadlineChange, ...], lang: Lang) -> pd.DataFrame:
    """Headline figures, old and new, with what explains a withheld or altered one."""
    catalogue = load_catalogue()
    rows = []
    for change in changes:
        indicator = catalogue.indicators[change.indicator]
        before, after = format_headline(change, indicator, lang)
        old = change.before.value if change.before else float("nan")
        new = change.after.value if change.after else float("nan")
        rows.append(
            {
                _("Indicator", lang): indicator.name(lang),
                _("Region", lang): catalogue.regions[change.region].full_name(lang),
                _("Year", lang): str(change.year),
                _("Before", lang): before,
                _("Now", lang): after,
                _("Change", lang): describe_change(old, new, indicator, lang),
                _("Why", lang): explain_headline(change, lang),
            }
        )
    return pd.DataFrame(rows, dtype="str")


def make_change_table(review: Review, lang: Lang) -> pd.DataFrame:
    """New and changed figures with the old value, the change and the state; changed ones first."""
    catalogue = load_catalogue()
    rows = review.comparison.rows
    if rows.empty:
        return pd.DataFrame()
    rows = rows[rows["kind"] != "unchanged"].sort_values("kind", kind="stable").head(_MOST_ROWS)
    indicators = [catalogue.indicators[c] for c in rows["indicator"]]
    kinds = {"new": _("new", lang), "changed": _("changed", lang)}
    values = zip(rows["old_value"], rows["new_value"], indicators, strict=True)
    return pd.DataFrame(
        {
            _("Region", lang): [catalogue.regions[c].full_name(lang) for c in rows["region_code"]],
            _("Indicator", lang): [i.name(lang) for i in indicators],
            _("Period", lang): rows["period"].to_numpy(),
            _("Before", lang): rows["old_value"].to_numpy(),
            _("Now", lang): rows["new_value"].to_numpy(),
            _("Unit", lang): [i.unit(lang) for i in indicators],
            _("Change", lang): [describe_change(old, new, i, lang) for old, new, i in values],
            _("State", lang): [kinds.get(k, k) for k in rows["kind"]],
            _("Remark", lang): [
                _(STATES[s], lang) if s in STATES else "" for s in rows["new_status"]
            ],
            _("Cell", lang): rows["address"].to_numpy(),
        }
    )
