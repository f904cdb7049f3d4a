"""Briefing: a deck out of chosen charts, with sentences, built as native slides."""

import streamlit as st

from dashboard.access import Action, may
from dashboard.i18n import gettext as _
from dashboard.ui.address import current_selection
from dashboard.ui.briefing import (
    draw_briefing_choice,
    draw_build,
    draw_new,
    draw_settings,
    draw_slides,
    draw_template,
)
from dashboard.ui.checking import draw_differences, draw_slide_check
from dashboard.ui.person import choose_actor, explain_refusal

selection = current_selection()
lang = selection.lang
st.title(_("Briefing", lang))
actor = choose_actor(lang)
explain_refusal(lang)
briefing = draw_briefing_choice(actor, lang)
if not may(actor, Action.KEEP_BRIEFING):
    st.info(_("Sign in to keep a briefing.", lang))
else:
    draw_new(selection, expanded=briefing is None)
if briefing is None and may(actor, Action.KEEP_BRIEFING):
    st.write(_("Begin with an outline, or put charts in from the menu under any chart.", lang))
elif briefing is not None:
    draw_settings(briefing, lang)
    draw_slides(briefing, lang)
    draw_template(briefing, lang)
    draw_build(briefing, lang)
    draw_differences(briefing, lang)
draw_slide_check(lang)
