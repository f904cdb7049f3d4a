"""Words and signs that several commands show."""

import re

from dashboard.i18n import mark

COMPARISON = {
    "new": mark("new cells"),
    "changed": mark("changed cells"),
    "unchanged": mark("unchanged cells"),
    "rejected": mark("rejected cells"),
}
# Control characters and marks of writing direction: text of a file must not steer a terminal.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


def strip_controls(text: str) -> str:
    """``text`` with a blank in place of every control character."""
    return _CONTROLS.sub(" ", text)
