"""Upload: a file from drop to published figures."""

import streamlit as st

from dashboard.access import current_user, may_upload
from dashboard.i18n import gettext as _
from dashboard.ui.address import recall
from dashboard.ui.changes import draw_comparison
from dashboard.ui.findings import draw_findings
from dashboard.ui.person import choose_name
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
if may_upload(current_user()):
    draw_words(lang)
    draw_ended(lang)
    name = choose_name(lang)
    draw_template(selection)
    work = draw_file_choice(selection, name)
    if work is not None:
        draw_recognition(work, lang)
        draw_findings(work, lang)
        draw_comparison(work, selection)
        draw_publish(work, name, lang)
    draw_drafts(name, lang)
    draw_remembered(name, lang)
else:
    st.info(_("Only staff may upload; you are not on the list.", lang))
