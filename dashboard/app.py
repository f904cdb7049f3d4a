"""The entry: page frame, navigation and shared filters; nothing else."""

import streamlit as st

from dashboard.errors import DashboardError
from dashboard.i18n import gettext as _
from dashboard.i18n import nearest_language
from dashboard.seed_data import open_seeded_store
from dashboard.store import is_store_open
from dashboard.ui.address import read_address, remember, write_address
from dashboard.ui.navigation import draw_navigation
from dashboard.ui.page_frame import choose_language, draw_filters, draw_problems
from dashboard.ui.uploader import draw_refused_upload, settle_uploaders

st.set_page_config(page_icon="📊", layout="wide")
browser_language = nearest_language(st.context.locale)
try:
    if not is_store_open():
        words = _("Opening the database: a first start takes some seconds.", browser_language)
        with st.spinner(words):
            open_seeded_store()
except DashboardError as error:
    st.error(error.text(browser_language))
    st.stop()

read_address()
lang = choose_language()
page = draw_navigation(lang)
st.set_page_config(
    page_title=_("{page} · Union programme statistics", lang, page=page.title), page_icon="📊"
)
selection = remember("selection", draw_filters(lang))
notices = st.container(key="notices")
try:
    page.run()
except DashboardError as error:
    st.error(error.text(lang), title=_("This cannot be shown", lang))
with notices:
    draw_problems(lang)
    draw_refused_upload(lang)
settle_uploaders()
write_address()
