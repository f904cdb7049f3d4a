"""Upload: a file from drop to published figures."""

import streamlit as st

from dashboard.access import current_user, may_upload
from dashboard.i18n import gettext as _
from dashboard.ui.address import recall
from dashboard.ui.upload import (
    draw_comparison,
    draw_file_choice,
    draw_findings,
    draw_publish,
    draw_published,
    draw_recognition,
    draw_template,
)

selection = recall("selection", None)
lang = selection.lang
st.title(_("Upload", lang))
if not may_upload(current_user()):
    st.info(_("Only staff may upload; you are not on the list.", lang))
    st.stop()

draw_published(lang)
draw_template(selection)
draft = draw_file_choice(selection)
if draft is not None:
    draw_recognition(draft.review, lang)
    draw_findings(draft.review, lang)
    draw_comparison(draft.review, lang)
    draw_publish(draft, lang)
