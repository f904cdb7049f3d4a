"""Parts of pages that several pages show or that are too long for a page's file."""

import pandas as pd
import streamlit as st

from dashboard import cached
from dashboard.catalogue import load_catalogue
from dashboard.formats import choose_full_scale, format_value
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.selection import Selection
from dashboard.ui.attached import make_attached_changes

KINDS = {
    "figures": mark("figures"),
    "demonstration": mark("demonstration data"),
    "undo": mark("undo"),
    "rules": mark("rules changed"),
}
_MOST_CHANGES = 2000
_CHANGE = ["region_code", "indicator", "period", "old_value", "old_status", "value", "status"]


def make_change_table(upload: int, lang: Lang) -> pd.DataFrame:
    """What an upload or an undo changed, as text: region, indicator, period, before, now."""
    catalogue = load_catalogue()
    changes = cached.load_changes(upload).head(_MOST_CHANGES)
    rows = []
    for place, code, period, old_value, old_status, value, status in changes[_CHANGE].itertuples(
        index=False
    ):
        indicator = catalogue.indicators[code]
        scale = choose_full_scale(old_value, value, indicator, lang)
        is_new = pd.isna(old_status)
        old = "" if is_new else format_value(old_value, scale, lang, state=old_status)
        now = _("no figure any more", lang)
        if not pd.isna(status):
            now = format_value(value, scale, lang, state=status, quality_flags=status)
        region = catalogue.regions[place].full_name(lang)
        rows.append((region, indicator.name(lang), period, old or _("new", lang), now))
    columns = [
        _(c, lang)
        for c in (mark("Region"), mark("Indicator"), mark("Period"), mark("Before"), mark("Now"))
    ]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def _describe_act(act: pd.Series, count: int, lang: Lang) -> str:
    """An upload with its counts, or an undo with the ``count`` of figures that it changed."""
    day = f"{act['uploaded_at']:%Y-%m-%d}"
    if act["kind"] == "undo":
        return _(
            "Upload {undone} was undone on {day}; figures changed by that: {count}.",
            lang,
            undone=int(act["undoes"]),
            day=day,
            count=count,
        )
    said = _(
        "Upload {upload} on {day}: {new} new, {changed} changed, {unchanged} unchanged.",
        lang,
        upload=act["upload_id"],
        day=day,
        new=act["new_count"],
        changed=act["changed_count"],
        unchanged=act["unchanged_count"],
    )
    if not act["target_count"] and not act["break_count"]:
        return said
    return (
        said
        + ("" if lang == "zh" else " ")
        + _(
            "With it came targets: {targets}, breaks in series: {breaks}.",
            lang,
            targets=act["target_count"],
            breaks=act["break_count"],
        )
    )


def draw_last_upload(selection: Selection) -> None:
    """The newest upload or undo, and what it changed."""
    lang = selection.lang
    uploads = cached.load_uploads()
    is_past = uploads["upload_id"] <= selection.version
    known = uploads[is_past & (uploads["kind"] != "rules")]
    if known.empty:
        st.write(_("Nothing has been uploaded yet.", lang))
        return
    last = known.iloc[0]
    upload = int(last["upload_id"])
    st.write(_describe_act(last, len(cached.load_changes(upload)), lang))
    alt = _("What the last upload changed", lang)
    attached = make_attached_changes(upload, lang)
    table = make_change_table(upload, lang)
    if attached.empty or not table.empty:
        st.dataframe(table, hide_index=True, key="last_changes", alt=alt)
    if not attached.empty:
        st.dataframe(attached, hide_index=True, key="last_attached_changes", alt=alt)
