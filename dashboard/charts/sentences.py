"""The sentence under a chart or table and the headline over it; the words are in ``narrative``."""

from functools import lru_cache

from dashboard.charts.registry import find_kind
from dashboard.narrative.sentences import choose_headline, close_sentence
from dashboard.selection import ChartRequest, Selection


@lru_cache(maxsize=2048)
def make_sentence(selection: Selection, request: ChartRequest) -> str:
    """What a chart shows, in one sentence: level, change, places, target, coverage, quality flags.

    Raises KeyError for a code that the catalogue does not have.
    """
    groups, is_demonstration = find_kind(request).tell(selection, request)
    return close_sentence(groups, selection.lang, is_demonstration)


@lru_cache(maxsize=2048)
def make_headline(selection: Selection, request: ChartRequest) -> str:
    """The finding of a chart in one line: the fullest of fixed forms that is short enough.

    Raises KeyError for a code that the catalogue does not have.
    """
    found, is_demonstration = find_kind(request).list_headlines(selection, request)
    return choose_headline(found, selection.lang, is_demonstration)
