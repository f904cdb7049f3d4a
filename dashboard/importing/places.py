"""Names and codes of places to region codes: matched with the catalogue, never guessed."""

import re
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from dashboard.catalogue import Catalogue, Region
from dashboard.importing.texts import make_key, normalise_text

_TOTALS = frozenset(
    [
        "合计",
        "总计",
        "小计",
        "共计",
        "总数",
        "合计数",
        "全省",
        "全市",
        "全县",
        "全省合计",
        "全市合计",
        "全省总计",
        "全国合计",
        "全国总计",
        "各市合计",
        "地区合计",
        "平均",
        "total",
        "subtotal",
        "grandtotal",
        "sum",
        "总和",
    ]
)
_OF_WHICH = re.compile(r"^(?:其中|#)")
_CODE = re.compile(r"[0-9]{2}(?:[0-9]{2}){0,2}|[0-9]{9}|[0-9]{12}|[A-Za-z]{2}-[A-Za-z]{2}")
_FLOAT_CODE = re.compile(r"[0-9]{6}\.0+")
_SCIENTIFIC_CODE = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?0?5")
_SUGGESTIONS = 3
_CLOSE_ENOUGH = 40
_SCOPE_BONUS = 20


@dataclass(frozen=True)
class Place:
    """A place as understood: a code, or the rule that its text breaks (P-01 to P-07)."""

    region_code: str = ""
    problem: str = ""
    is_total: bool = False
    suggestions: tuple[str, ...] = ()
    code_was_mended: bool = False


class Gazetteer:
    """The names of the catalogue's regions; ambiguous ones are looked for in ``scope`` first."""

    def __init__(self, catalogue: Catalogue, scope: str) -> None:
        """Index the names once for a file."""
        self._regions = catalogue.regions
        self._scope = scope
        self._codes: dict[str, tuple[str, ...]] = {}
        for name, codes in catalogue.aliases.items():
            self._add(name, codes)
        for region in catalogue.regions.values():
            for name in (region.name_zh, region.name_en):
                if make_key(name) not in self._codes:
                    self._add(name, (region.code,))

    def _add(self, name: str, codes: tuple[str, ...]) -> None:
        key = make_key(name)
        known = self._codes.get(key, ())
        self._codes[key] = known + tuple(c for c in codes if c not in known)

    @cached_property
    def _names(self) -> list[str]:
        return list(self._codes)

    def is_place(self, text: str) -> bool:
        """Whether ``text`` is a name or a full code of a region, ambiguous names included."""
        key = make_key(text)
        return key in self._codes or (key.upper() in self._regions and len(key) > 4)

    def find_place(self, name: str, code: str) -> Place:
        """The region of a row that says ``name`` and ``code``; either may be blank."""
        if is_total(name) or (not name.strip() and is_total(code)):
            return Place(is_total=True)
        if code.strip():
            return self._from_code_and_name(code, name)
        if not name.strip():
            return Place(problem="P-01")
        key = make_key(name)
        if codes := self._codes.get(key):
            return self._choose(codes)
        if _looks_like_code(normalise_text(name)):
            return self._from_code(name)
        return Place(problem="P-02", suggestions=self.suggest(name))

    def _from_code_and_name(self, code: str, name: str) -> Place:
        place = self._from_code(code)
        if place.problem or not name.strip():
            return place
        codes = self._codes.get(make_key(name), ())
        territory = self._regions[place.region_code].territory_code
        if place.region_code in codes or (territory and territory in codes):
            return place
        return Place(place.region_code, "P-05", suggestions=self._labels(codes))

    def _from_code(self, text: str) -> Place:
        plain = normalise_text(text).upper()
        code, was_mended = plain, False
        if _FLOAT_CODE.fullmatch(plain):
            code, was_mended = plain[:6], True
        elif _SCIENTIFIC_CODE.fullmatch(plain):
            code, was_mended = str(round(float(plain))), True
        elif plain.isdigit() and len(plain) in (2, 4):
            code, was_mended = plain.ljust(6, "0"), True
        elif plain.isdigit() and len(plain) in (9, 12) and not plain[6:].strip("0"):
            code, was_mended = plain[:6], True
        if code in self._regions:
            return Place(code, code_was_mended=was_mended)
        return Place(problem="P-07")

    def _choose(self, codes: tuple[str, ...]) -> Place:
        if len(codes) == 1:
            return Place(codes[0])
        inside = [c for c in codes if self._is_inside(c)]
        if len(inside) == 1:
            return Place(inside[0])
        return Place(problem="P-04", suggestions=self._labels(tuple(inside) or codes))

    def _is_inside(self, code: str) -> bool:
        seen = 0
        while code in self._regions and seen < 6:
            if code == self._scope:
                return True
            code, seen = self._regions[code].parent_code, seen + 1
        return False

    def suggest(self, name: str) -> tuple[str, ...]:
        """The nearest three names with their codes; those inside the scope count as nearer."""
        found = process.extract(
            make_key(name), self._names, scorer=fuzz.ratio, limit=30, score_cutoff=_CLOSE_ENOUGH
        )
        # A slip of the pen in a table of this province is more likely than a far-off namesake.
        found.sort(key=lambda hit: hit[1] + _SCOPE_BONUS * self._has_inside(hit[0]), reverse=True)
        codes = dict.fromkeys(c for key, _, _ in found for c in self._codes[key])
        return self._labels(tuple(codes))[:_SUGGESTIONS]

    def _has_inside(self, key: str) -> bool:
        return any(self._is_inside(c) for c in self._codes[key])

    def _labels(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_label(self._regions[c], self._regions) for c in codes if c in self._regions)


def is_total(text: str) -> bool:
    """Whether a text in the column of places names a sum or a part of one, not a place."""
    key = make_key(text).replace(" ", "")
    return key in _TOTALS or bool(_OF_WHICH.match(key))


def _looks_like_code(plain: str) -> bool:
    return any(p.fullmatch(plain) for p in (_CODE, _FLOAT_CODE, _SCIENTIFIC_CODE))


def _label(region: Region, regions: dict[str, Region]) -> str:
    parent = regions.get(region.parent_code)
    # The parent tells the many 朝阳区 apart.
    where = f"{parent.name_zh} " if parent and region.level == "county" else ""
    return f"{where}{region.name_zh} {region.code}"
