"""Upload: a file from drop to published figures."""

import streamlit as st

from dashboard.access import Action, may
from dashboard.i18n import gettext as _
from dashboard.ui.address import recall
from dashboard.ui.changes import draw_comparison
from dashboard.ui.findings import draw_findings
from dashboard.ui.person import choose_actor, explain_refusal, find_actor
from dashboard.ui.said import draw_remembered
from dashboard.ui.template import draw_template
from dashboard.ui.understood import draw_recognition
from dashboard.ui.upload import (
    draw_drafts,
    draw_ended,
    draw_file_choice,
    draw_publish,
    draw_words,
)

selection = recall("selection", None)
lang = selection.lang
st.title(_("Upload", lang))
if may(find_actor(), Action.PUBLISH):
    draw_words(lang)
    draw_ended(lang)
    actor = choose_actor(lang)
    draw_template(selection)
    work = draw_file_choice(selection, actor)
    if work is not None:
        draw_recognition(work, lang)
        draw_findings(work, lang)
        draw_comparison(work, selection)
        draw_publish(work, actor.name, lang)
    draw_drafts(actor, lang)
    draw_remembered(actor, lang)
else:
    explain_refusal(lang)
    st.info(_("Only staff may upload; you are not on the list.", lang))
