"""Parts of pages that several pages show or that are too long for a page's file."""

import pandas as pd
import streamlit as st

from dashboard import cached
from dashboard.cached import Selection
from dashboard.catalogue import load_catalogue
from dashboard.formats import choose_scale, format_value
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _

KINDS = {
    "figures": mark("figures"),
    "demonstration": mark("demonstration data"),
    "undo": mark("undo"),
}
_MOST_CHANGES = 2000


def make_change_table(upload: int, lang: Lang) -> pd.DataFrame:
    """What an upload changed, as text: region, indicator, period, before, now; new cells first say so."""
    catalogue = load_catalogue()
    changes = cached.load_changes(upload).head(_MOST_CHANGES)
    rows = []
    for row in changes.itertuples(index=False):
        indicator = catalogue.indicators[row.indicator]
        scale = choose_scale([], indicator, lang)
        is_new = pd.isna(row.old_status)
        old = "" if is_new else format_value(row.old_value, scale, lang, state=row.old_status)
        now = format_value(row.value, scale, lang, state=row.status, doubts=row.status)
        region = catalogue.regions[row.region_code].full_name(lang)
        rows.append((region, indicator.name(lang), row.period, old or _("new", lang), now))
    columns = [
        _(c, lang)
        for c in (mark("Region"), mark("Indicator"), mark("Period"), mark("Before"), mark("Now"))
    ]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def draw_last_upload(selection: Selection) -> None:
    """The newest upload of figures that stands, and what it changed."""
    lang = selection.lang
    uploads = cached.load_uploads()
    standing = uploads[
        (uploads["kind"] != "undo")
        & uploads["undone_by"].isna()
        & (uploads["upload_id"] <= selection.version)
    ]
    if standing.empty:
        st.write(_("Nothing has been uploaded yet.", lang))
        return
    last = standing.iloc[0]
    st.write(
        _(
            "Upload {upload} on {day}: {new} new, {changed} changed, {unchanged} unchanged.",
            lang,
            upload=last["upload_id"],
            day=f"{last['uploaded_at']:%Y-%m-%d}",
            new=last["new_count"],
            changed=last["changed_count"],
            unchanged=last["unchanged_count"],
        )
    )
    table = make_change_table(int(last["upload_id"]), lang)
    st.dataframe(
        table, hide_index=True, key="last_changes", alt=_("What the last upload changed", lang)
    )
