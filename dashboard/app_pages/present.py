"""Presentation view: one chart of a briefing a screen, without the frame."""

from dashboard.ui.address import current_selection
from dashboard.ui.present import draw_presentation

draw_presentation(current_selection().lang)
