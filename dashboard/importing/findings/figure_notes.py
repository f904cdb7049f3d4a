"""What the program writes beside a figure that is not what stands in the file."""

from dashboard.i18n import gettext, mark

_DISCRETE = mark("cumulative in the file: {text}")
_DISCRETE_PUBLISHED = mark("cumulative in the file: {text}; published before it: {published}")


def discrete_notes() -> dict[str, str]:
    """Of a figure made discrete, in both languages; {text} and {published} are still to be filled."""
    return {
        "zh": gettext(_DISCRETE, "zh"),
        "en": gettext(_DISCRETE, "en"),
        "published_zh": gettext(_DISCRETE_PUBLISHED, "zh"),
        "published_en": gettext(_DISCRETE_PUBLISHED, "en"),
    }
