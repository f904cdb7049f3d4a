"""The tables of the History page, and undoing an upload."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import cached
from dashboard.access import Action, Actor, may
from dashboard.errors import DashboardError
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.lists import join_words
from dashboard.selection import Selection
from dashboard.store import load_store
from dashboard.ui.address import forget, recall, remember
from dashboard.ui.attached import make_attached_changes
from dashboard.ui.downloads import draw_downloads
from dashboard.ui.person import find_actor
from dashboard.ui.sections import KINDS, make_change_table

_DONE = "_undone"
_FOR_STAFF = (mark("Who"), mark("File"), mark("Note"))


def _describe_kind(row: pd.Series, lang: Lang) -> str:
    if row["kind"] == "undo":
        return _("undid upload {upload}", lang, upload=int(row["undoes"]))
    if row["kind"] != "figures":
        return _(KINDS[row["kind"]], lang)
    brought = {
        mark("Figures"): sum(row[f"{count}_count"] for count in ("new", "changed", "unchanged")),
        mark("Targets"): row["target_count"],
        mark("Breaks in series"): row["break_count"],
    }
    words = [_(text, lang) for text, count in brought.items() if count]
    has_attached = bool(row["target_count"] or row["break_count"])
    return join_words(words, lang) if has_attached else _(KINDS["figures"], lang)


def _describe_state(row: pd.Series, lang: Lang) -> str:
    if row["kind"] in ("undo", "rules"):
        return _describe_kind(row, lang)
    if pd.notna(row["undone_by"]):
        return _("undone by upload {upload}", lang, upload=int(row["undone_by"]))
    return _("stands", lang)


def draw_uploads(lang: Lang) -> None:
    """Every upload, newest first, and the message of an undo that has just happened.

    Who did it, from which file and with which remark is for staff.
    """
    done = recall(_DONE, "")
    if done:
        st.success(done)
        forget(_DONE)
    uploads = cached.load_uploads()
    table = pd.DataFrame(
        {
            _("No.", lang): uploads["upload_id"],
            _("When (UTC)", lang): uploads["uploaded_at"].dt.strftime("%Y-%m-%d %H:%M"),
            _("Who", lang): uploads["uploaded_by"],
            _("What", lang): [_describe_kind(row, lang) for _i, row in uploads.iterrows()],
            _("File", lang): uploads["file_name"],
            _("Source", lang): uploads["source"],
            _("Note", lang): uploads["note"],
            _("New", lang): uploads["new_count"],
            _("Changed", lang): uploads["changed_count"],
            _("Unchanged", lang): uploads["unchanged_count"],
            _("Rejected", lang): uploads["rejected_count"],
            _("Targets", lang): uploads["target_count"],
            _("Breaks", lang): uploads["break_count"],
            _("State", lang): [_describe_state(row, lang) for _i, row in uploads.iterrows()],
        }
    )
    if not may(find_actor(), Action.READ_NAMES):
        table = table.drop(columns=[_(c, lang) for c in _FOR_STAFF])
    st.dataframe(table, hide_index=True, key="uploads", alt=_("History", lang))


def draw_upload_choice(lang: Lang) -> int | None:
    """The upload or undo to look at; None where there is none."""
    uploads = cached.load_uploads()
    acts = {int(row["upload_id"]): row for _i, row in uploads.iterrows()}
    if not acts:
        return None
    return st.selectbox(
        _("Look at upload", lang),
        list(acts),
        key="upload_choice",
        format_func=lambda u: f"{u} · {_describe_kind(acts[u], lang)}",
    )


def _find_act(upload: int) -> pd.Series:
    uploads = cached.load_uploads()
    return uploads[uploads["upload_id"] == upload].iloc[0]


def draw_changes(selection: Selection, upload: int) -> None:
    """What an upload changed: before and now."""
    lang = selection.lang
    table = make_change_table(upload, lang)
    act = _find_act(upload)
    if act["kind"] == "undo":
        title = _("What undoing upload {upload} changed", lang, upload=int(act["undoes"]))
    else:
        title = _("What upload {upload} changed", lang, upload=upload)
    st.subheader(title)
    if act["kind"] == "rules":
        st.write(
            _(
                "Settings or reference tables changed ({note}); all figures are made by them from "
                "this version on.",
                lang,
                note=act["note"],
            )
        )
        return
    attached = make_attached_changes(upload, lang)
    if table.empty and attached.empty:
        st.write(_("It changed nothing.", lang))
    for key, changes in (("changes", table), ("attached_changes", attached)):
        if not changes.empty:
            st.dataframe(changes, hide_index=True, key=key, alt=title)
            draw_downloads(selection, changes, key=key, title=title)


def draw_undo(lang: Lang, upload: int) -> None:
    """A form that takes an upload back; its figures give way to those from before."""
    act = _find_act(upload)
    if act["kind"] in ("undo", "rules") or pd.notna(act["undone_by"]):
        return
    actor = find_actor()
    if not may(actor, Action.UNDO):
        st.info(_("Only staff may undo an upload; you are not on the list.", lang))
        return
    with st.form("undo", border=True):
        st.write(
            _(
                "Undoing gives every cell of upload {upload} the figure from before; "
                "the upload stays in the history.",
                lang,
                upload=upload,
            )
        )
        typed = st.text_input(
            _("Your name", lang), value=actor.name, disabled=actor.signs_in, key="undo_by"
        )
        note = st.text_input(_("Why", lang), key="undo_note")
        if not st.form_submit_button(_("Undo this upload", lang)):
            return
    by = actor.name if actor.signs_in else typed.strip()
    if not note.strip() or not by:
        st.error(_("Say who undoes it and why; the history keeps both.", lang))
        return
    try:
        version = load_store().undo(_find_undoer(by), upload, note=note.strip())
    except DashboardError as error:
        st.error(error.text(lang))
        return
    remember(
        _DONE,
        _(
            "Upload {upload} is undone; the data version is {version}.",
            lang,
            upload=upload,
            version=version,
        ),
    )
    st.rerun()


def _find_undoer(typed: str) -> Actor:
    """Who works here now; without sign-in under the name that was typed into the form."""
    actor = find_actor()
    return actor if actor.signs_in else replace(actor, name=typed)
