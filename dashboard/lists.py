"""Lists of words and of clauses as either language writes them."""

from collections.abc import Iterable

from dashboard.i18n import Lang


def join_words(words: Iterable[str], lang: Lang) -> str:
    """``西安、宝鸡``; ``Xi'an, Baoji``."""
    return ("、" if lang == "zh" else ", ").join(words)


def join_clauses(texts: Iterable[str], lang: Lang) -> str:
    """``甲；乙``; ``one; other``. Empty ones are left out."""
    return ("；" if lang == "zh" else "; ").join(t for t in texts if t)


def choose_colon(lang: Lang) -> str:
    """What stands between a name and what is said of it."""
    return "：" if lang == "zh" else ": "
