"""Upload: a file from drop to published figures."""

import streamlit as st

from dashboard.access import Action, may
from dashboard.i18n import gettext as _
from dashboard.ui.address import current_selection
from dashboard.ui.person import choose_actor, explain_refusal, find_actor
from dashboard.ui.upload.changes import draw_comparison
from dashboard.ui.upload.corrections_panel import draw_remembered
from dashboard.ui.upload.file_choice import (
    draw_drafts,
    draw_file_choice,
    draw_words,
)
from dashboard.ui.upload.findings_panel import draw_findings
from dashboard.ui.upload.publish_form import draw_ended, draw_publish
from dashboard.ui.upload.recognition_panel import draw_recognition
from dashboard.ui.upload.template_download import draw_template

selection = current_selection()
lang = selection.lang
st.title(_("Upload", lang))
if may(find_actor(), Action.PUBLISH):
    draw_words(lang)
    ended = st.container()
    actor = choose_actor(lang)
    draw_template(selection)
    session = draw_file_choice(selection, actor)
    with ended:
        draw_ended(lang)
    if session is not None:
        draw_recognition(session, lang)
        draw_findings(session, lang)
        draw_comparison(session, selection)
        draw_publish(session, lang)
    draw_drafts(actor, lang)
    draw_remembered(actor, lang)
else:
    explain_refusal(lang)
    st.info(_("Only staff may upload; you are not on the list.", lang))
