"""Names and codes of places to region codes: matched with the catalogue, never guessed."""

import re
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from dashboard.catalogue import Catalogue, Region
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.lookup_keys import make_key, normalise_text

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
_SUBTOTALS = frozenset(["小计", "subtotal"])
_OF_WHICH = re.compile(r"^(?:其中|#)")
# A city without its counties is a part that has no code of its own.
_OWN_LEVEL = re.compile(r"(?:[省市县区州]|^)本级$")
_NAMED_TOTAL = re.compile(r"(.{2,})(?:合计|总计|小计|共计)")
_WHOLE_PROVINCE = "全省"
PARENT_JOINT = " / "  # between the regions of a row that names them in several columns
_CODE = re.compile(r"[0-9]{2}(?:[0-9]{2}){0,2}|[0-9]{9}|[0-9]{12}|[A-Za-z]{2}-[A-Za-z]{2}")
_FLOAT_CODE = re.compile(r"[0-9]{6}\.0+")
_SCIENTIFIC_CODE = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?0?5")
_SUGGESTIONS = 3
_CLOSE_ENOUGH = 40
_SCOPE_BONUS = 20


@dataclass(frozen=True)
class ResolvedPlace:
    """A place as understood: a code, or the rule that its text breaks (P-01 to P-07)."""

    region_code: str = ""
    problem: str = ""
    is_total: bool = False
    suggestions: tuple[str, ...] = ()
    code_was_mended: bool = False
    total_code: str = ""  # of a total, the region whose total it states, where the text says so
    is_part: bool = False  # of a total, whether it is a part (其中) rather than a sum


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

    def find_place(self, name: str, code: str, context: str = "") -> ResolvedPlace:
        """The region of a row that says ``name`` and ``code``; either may be blank.

        ``name`` can hold the regions around the place before it, parted by PARENT_JOINT; a total
        after a region is that region itself. Names are looked for inside the region ``context``
        first.
        """
        *above, own = name.split(PARENT_JOINT)
        if above and not code.strip():
            return self._find_inside(above, own, context)
        if is_total(name) or (not name.strip() and is_total(code)):
            return self._make_total(name or code, context)
        if code.strip():
            return self._from_code_and_name(code, own)
        if not name.strip():
            return ResolvedPlace(problem=RuleId.P_01)
        key = make_key(name)
        if codes := self._codes.get(key):
            return self._choose(codes, context)
        if _looks_like_code(normalise_text(name)):
            return self._from_code(name)
        if whole := self._total_of_named(key, context):
            return whole
        return ResolvedPlace(problem=RuleId.P_02, suggestions=self.suggest(name))

    def _find_inside(self, above: list[str], own: str, context: str) -> ResolvedPlace:
        region = self.find_place(PARENT_JOINT.join(above), "", context)
        key = make_key(own).replace(" ", "")
        if is_total(own):
            is_part = bool(_OF_WHICH.match(key) or _OWN_LEVEL.search(key))
            if is_part or region.is_total or region.problem:
                return ResolvedPlace(is_total=True, total_code=region.region_code, is_part=is_part)
            return region
        if region.is_total or region.problem:
            return (
                region if region.problem and not own.strip() else self.find_place(own, "", context)
            )
        codes = self._codes.get(make_key(own), ())
        inside = [c for c in codes if self._is_inside(c, region.region_code)]
        # 西安市 beside 西安市: the same region named twice.
        if region.region_code in codes:
            inside = [region.region_code]
        if len(inside) == 1:
            return ResolvedPlace(inside[0])
        return ResolvedPlace(
            problem=RuleId.P_04 if inside else RuleId.P_02, suggestions=self._labels(codes)[:3]
        )

    def _make_total(self, text: str, context: str) -> ResolvedPlace:
        key = make_key(text).replace(" ", "")
        is_part = bool(_OF_WHICH.match(key) or _OWN_LEVEL.search(key))
        code = self._scope if key.startswith(_WHOLE_PROVINCE) and self._is_province else ""
        if key.startswith("全国"):
            code = "100000"
        elif key.startswith(("全市", "全县", "全区")):
            code = context
        return ResolvedPlace(is_total=True, total_code=code, is_part=is_part)

    def _total_of_named(self, key: str, context: str) -> ResolvedPlace | None:
        """A total that names its region: 陕西省合计, 西安市小计."""
        found = _NAMED_TOTAL.fullmatch(key.replace(" ", ""))
        codes = self._codes.get(found[1], ()) if found else ()
        if not codes:
            return None
        return ResolvedPlace(is_total=True, total_code=self._choose(codes, context).region_code)

    @property
    def _is_province(self) -> bool:
        return self._scope in self._regions and self._regions[self._scope].level == "province"

    def find_in_title(self, text: str) -> tuple[str, ...]:
        """The regions that a title or a file name names, without those around others of them.

        Names of two characters count for provinces and cities only, other scripts by whole words.
        """
        key = make_key(text)
        words = set(re.findall(r"[a-z]{4,}", key))
        found = {
            n: c
            for n, c in self._title_names.items()
            if n in words or (n in key and not n.isascii())
        }
        longest = [n for n in found if not any(n in m and n != m for m in found)]
        places = [self._choose(found[n]) for n in longest]
        codes = {p.region_code for p in places if p.region_code}
        inner = [
            c for c in sorted(codes) if not any(o != c and self._is_inside(o, c) for o in codes)
        ]
        if not inner and _WHOLE_PROVINCE in key and self._is_province:
            return (self._scope,)
        return tuple(inner)

    @cached_property
    def _title_names(self) -> dict[str, tuple[str, ...]]:
        large = ("country", "province", "prefecture", "special")
        names = {}
        for name, codes in self._codes.items():
            chosen = tuple(
                c
                for c in codes
                if c in self._regions
                and (
                    self._regions[c].level in large
                    or (len(name) > 2 and not name.isascii() and name == self._regions[c].name_zh)
                )
            )
            if chosen and len(name) > 1 and (len(name) > 3 or not name.isascii()):
                names[name] = chosen
        return names

    def _from_code_and_name(self, code: str, name: str) -> ResolvedPlace:
        place = self._from_code(code)
        if place.problem or not name.strip():
            return place
        codes = self._codes.get(make_key(name), ())
        territory = self._regions[place.region_code].territory_code
        if place.region_code in codes or (territory and territory in codes):
            return place
        return ResolvedPlace(place.region_code, RuleId.P_05, suggestions=self._labels(codes))

    def _from_code(self, text: str) -> ResolvedPlace:
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
            return ResolvedPlace(code, code_was_mended=was_mended)
        return ResolvedPlace(problem=RuleId.P_07)

    def _choose(self, codes: tuple[str, ...], context: str = "") -> ResolvedPlace:
        if len(codes) == 1:
            return ResolvedPlace(codes[0])
        for region in (context, self._scope):
            inside = [c for c in codes if region and self._is_inside(c, region)]
            if len(inside) == 1:
                return ResolvedPlace(inside[0])
            if inside:
                return ResolvedPlace(problem=RuleId.P_04, suggestions=self._labels(tuple(inside)))
        return ResolvedPlace(problem=RuleId.P_04, suggestions=self._labels(codes))

    def _is_inside(self, code: str, region: str) -> bool:
        """Whether ``code`` is ``region`` or a part of it, by the standard or by its sums."""
        open_codes, seen = [code], set()
        while open_codes:
            code = open_codes.pop()
            if code == region:
                return True
            if code in self._regions and code not in seen:
                seen.add(code)
                found = self._regions[code]
                open_codes += [found.parent_code, found.rollup_code]
        return False

    def parent_of(self, code: str) -> str:
        """The region whose sum the region ``code`` enters; '' for none."""
        region = self._regions.get(code)
        return (region.rollup_code or region.parent_code) if region else ""

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
        return any(self._is_inside(c, self._scope) for c in self._codes[key])

    def _labels(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_label(self._regions[c], self._regions) for c in codes if c in self._regions)


def is_total(text: str) -> bool:
    """Whether a text in the column of places names a sum or a part of one, not a place."""
    key = make_key(text).replace(" ", "")
    return key in _TOTALS or bool(_OF_WHICH.match(key) or _OWN_LEVEL.search(key))


def is_subtotal(text: str) -> bool:
    """Whether a total is that of the rows over it only, of a region it does not name."""
    return make_key(text).replace(" ", "") in _SUBTOTALS


def _looks_like_code(plain: str) -> bool:
    return any(p.fullmatch(plain) for p in (_CODE, _FLOAT_CODE, _SCIENTIFIC_CODE))


def _label(region: Region, regions: dict[str, Region]) -> str:
    parent = regions.get(region.parent_code)
    # The parent tells the many 朝阳区 apart.
    where = f"{parent.name_zh} " if parent and region.level == "county" else ""
    return f"{where}{region.name_zh} {region.code}"
