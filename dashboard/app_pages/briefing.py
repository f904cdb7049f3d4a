"""Briefing: a deck out of chosen charts, with sentences, built as native slides."""

import streamlit as st

from dashboard.i18n import gettext as _
from dashboard.ui.address import recall
from dashboard.ui.briefing import (
    draw_briefing_choice,
    draw_build,
    draw_new,
    draw_settings,
    draw_slides,
    draw_template,
)
from dashboard.ui.checking import draw_differences, draw_slide_check
from dashboard.ui.person import choose_name

selection = recall("selection", None)
lang = selection.lang
st.title(_("Briefing", lang))
name = choose_name(lang)
briefing = draw_briefing_choice(name, lang)
draw_new(selection, expanded=briefing is None)
if briefing is None:
    st.write(_("Begin with an outline, or put charts in from the menu under any chart.", lang))
else:
    draw_settings(briefing, lang)
    draw_slides(briefing, lang)
    draw_template(briefing, lang)
    draw_build(briefing, lang)
    draw_differences(briefing, lang)
draw_slide_check(lang)
