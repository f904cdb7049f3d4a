"""Codes and years on the command line: read, and refused with the nearest that there are."""

import heapq
import re
from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Prefix

from dashboard.catalogue import Catalogue
from dashboard.errors import RequestError
from dashboard.i18n import Lang, mark
from dashboard.importing.corrections import CUMULATIVE, Corrections
from dashboard.importing.vocabulary.indicator_names import IndicatorNames
from dashboard.lists import join_words
from dashboard.settings import load_settings

_NEAREST = 3


def read_years(text: str | None) -> tuple[int, int] | None:
    """The first and the last year of ``2019-2023`` or ``2019``; RequestError for anything else."""
    if text is None:
        return None
    found = re.fullmatch(r"\s*(\d{4})\s*(?:[-–—~～至]\s*(\d{4})\s*)?", text)
    if not found:
        raise RequestError(
            mark("“{text}” is neither a year nor a span of years such as 2019-2023."), text=text
        )
    first, last = int(found[1]), int(found[2] or found[1])
    if first > last:
        raise RequestError(
            mark("The years {first} to {last} run backwards; the earlier one comes first."),
            first=first,
            last=last,
        )
    return first, last


def check_codes(
    catalogue: Catalogue, indicators: Sequence[str], regions: Sequence[str], lang: Lang
) -> None:
    """Raise RequestError, with the nearest codes, for a code that the catalogue does not list."""
    for code in indicators:
        if code not in catalogue.indicators:
            nearest = _nearest(code, _indicator_names(catalogue))
            names = [f"{c} {catalogue.indicators[c].name(lang)}" for c in nearest]
            raise RequestError(
                mark("There is no indicator {code}. The nearest are: {nearest}."),
                code=code,
                nearest=join_words(names, lang),
            )
    for code in regions:
        if code not in catalogue.regions:
            nearest = _nearest(code, _region_names(catalogue))
            names = [f"{c} {catalogue.regions[c].full_name(lang)}" for c in nearest]
            raise RequestError(
                mark("There is no region {code}. The nearest are: {nearest}."),
                code=code,
                nearest=join_words(names, lang),
            )


def read_cumulative(catalogue: Catalogue, texts: Sequence[str], lang: Lang) -> Corrections:
    """What ``--cumulative`` says, by names or codes of indicators.

    Raises RequestError, with the nearest, for what names none or several, and for an indicator that
    does not add up over the year.
    """
    names = IndicatorNames(catalogue)
    found = [names.find_codes(text)[0] for text in texts]
    codes = [c[0] if len(c) == 1 else text for c, text in zip(found, texts, strict=True)]
    check_codes(catalogue, codes, [], lang)
    for indicator in (catalogue.indicators[code] for code in codes):
        if indicator.measure != "flow" or indicator.kind == "rate":
            raise RequestError(
                mark(
                    "“{name}” does not add up over the year, so it cannot be counted from its "
                    "beginning."
                ),
                name=indicator.name(lang),
            )
    return Corrections(counted=dict.fromkeys(codes, CUMULATIVE))


def _indicator_names(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [
        (name, i.code)
        for i in catalogue.indicators.values()
        for name in (i.code, i.name_zh, i.name_en, *i.aliases_zh)
    ]


def _region_names(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Every name of every region with its code; those of the home region first."""
    home = f"/{load_settings().home_region}/"
    named = [
        (name, r.code)
        for r in catalogue.regions.values()
        for name in (r.code, r.name_zh, r.short_name_zh, r.name_en)
    ]
    named += [(alias, c) for alias, codes in catalogue.aliases.items() for c in codes]
    return sorted(named, key=lambda pair: home not in catalogue.path(pair[1]))


def _nearest(text: str, named: Sequence[tuple[str, str]]) -> list[str]:
    """The codes whose code or name is most like ``text``, the nearest first; ties as in ``named``."""

    def likeness(pair: tuple[str, str]) -> tuple[float, float]:
        # The first digits of a code say where a place lies, so they count for more than the last.
        begin = Prefix.similarity(text, pair[0]) if text.isdigit() else 0
        return begin, fuzz.ratio(text.lower(), pair[0].lower())

    found = heapq.nlargest(30, named, key=likeness)  # a region has several names
    return list(dict.fromkeys(code for _name, code in found))[:_NEAREST]
