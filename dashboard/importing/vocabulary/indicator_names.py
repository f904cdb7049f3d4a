"""Names of indicators to codes: catalogue name, English name, alias or code."""

from functools import cached_property

from rapidfuzz import process

from dashboard.catalogue import Catalogue, Indicator
from dashboard.importing.reading.texts import split_unit
from dashboard.importing.vocabulary.units import is_unit
from dashboard.lookup_keys import make_key

_SUGGESTIONS = 3
_CLOSE_ENOUGH = 45


class IndicatorNames:
    """Every name of the catalogue's indicators."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Index the names once for a file."""
        self._indicators = catalogue.indicators
        self.units = frozenset(
            make_key(u) for i in catalogue.indicators.values() for u in (i.unit_zh, i.unit_en)
        )
        # A proper name beats an alias of another indicator, so aliases fill only what is left.
        self._codes: dict[str, tuple[str, ...]] = {}
        for names in (_proper_names, _alias_names):
            taken = set(self._codes)
            for indicator in catalogue.indicators.values():
                for name in names(indicator):
                    key = make_key(name)
                    if key not in taken and indicator.code not in self._codes.get(key, ()):
                        self._codes[key] = (*self._codes.get(key, ()), indicator.code)

    def find_codes(self, text: str) -> tuple[tuple[str, ...], str]:
        """The indicators ``text`` can mean (none, one, several) and the unit in its brackets."""
        key = make_key(text)
        if key in self._codes:
            return self._codes[key], ""
        name, unit = split_unit(text)
        if unit and is_unit(unit, self.units):
            return self._codes.get(make_key(name), ()), unit
        return (), ""

    def find_in_title(self, text: str) -> str:
        """The code of the indicator that a title names; '' unless just one is named."""
        key = make_key(text)
        found = {n: c for n, c in self._codes.items() if len(n) > 3 and n in key}
        longest = {n: c for n, c in found.items() if not any(n in m and n != m for m in found)}
        codes = {c for codes in longest.values() for c in codes}
        return codes.pop() if len(codes) == 1 else ""

    def suggest(self, text: str) -> tuple[str, ...]:
        """The nearest three indicators by name, with their codes."""
        found = process.extract(
            make_key(text), self._keys, limit=_SUGGESTIONS * 3, score_cutoff=_CLOSE_ENOUGH
        )
        codes = dict.fromkeys(c for key, _, _ in found for c in self._codes[key])
        return self.label(tuple(codes))[:_SUGGESTIONS]

    def label(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Names with codes, as suggestions are shown."""
        return tuple(f"{self._indicators[c].name_zh} {c}" for c in codes)

    @cached_property
    def _keys(self) -> list[str]:
        return list(self._codes)


def _proper_names(indicator: Indicator) -> tuple[str, ...]:
    return (indicator.code, indicator.name_zh, indicator.name_en)


def _alias_names(indicator: Indicator) -> tuple[str, ...]:
    return indicator.aliases_zh
