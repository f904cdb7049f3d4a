"""Presentation view: one chart of a briefing a screen, without the frame."""

from dashboard.ui.address import recall
from dashboard.ui.present import draw_presentation

draw_presentation(recall("selection", None).lang)
