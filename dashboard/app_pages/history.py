"""History: every upload and undo, what each changed, and taking one back."""

import streamlit as st

from dashboard.i18n import gettext as _
from dashboard.ui.address import current_selection
from dashboard.ui.history import draw_changes, draw_undo, draw_upload_choice, draw_uploads

selection = current_selection()
lang = selection.lang
st.title(_("History", lang))
draw_uploads(lang)
upload = draw_upload_choice(lang)
if upload is not None:
    draw_changes(selection, upload)
    draw_undo(lang, upload)
