"""Targets and breaks in series that an upload brings: as a table of what stood before and stands now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from dashboard import cached
from dashboard.catalogue import load_catalogue
from dashboard.formats import choose_full_scale, format_value
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.importing.upload.compare import Attached

_KINDS = {
    "annual": mark("annual target"),
    "plan": mark("target of a plan"),
    "break": mark("break in the series"),
}
_STATES = {"new": mark("new"), "changed": mark("changed"), "unchanged": mark("unchanged")}
_COLUMNS = (
    mark("What"), mark("Region"), mark("Indicator"), mark("Year"), mark("Before"), mark("Now"),
    mark("State"), mark("Cell"),
)  # fmt: skip
_MOST_ROWS = 1000


@dataclass(frozen=True)
class _Row:
    """A target or a break, before and now; NaN or '' for one that was or is not there."""

    kind: str
    indicator: str
    region_code: str  # '' for a break in all regions
    year: int
    old_value: float
    value: float
    old_reason: str
    reason: str
    state: str = ""
    address: str = ""


def make_attached_table(attached: Attached, lang: Lang) -> pd.DataFrame:
    """What publishing a file would do to targets and breaks: new and changed ones, changed first."""
    rows = [r for r in _list_attached(attached, lang) if r.state != "unchanged"]
    rows.sort(key=lambda r: r.state)
    return _make_table(rows, lang)


def make_attached_changes(upload: int, lang: Lang) -> pd.DataFrame:
    """What an upload or an undo did to targets and breaks."""
    changes = cached.load_attached_changes(upload)
    rows = [
        _Row(
            c["kind"],
            c["indicator"],
            c["region_code"],
            int(c["year"]),
            c["old_value"],
            c["value"],
            _choose(c["old_reason_zh"], c["old_reason_en"], lang),
            _choose(c["reason_zh"], c["reason_en"], lang),
            _name_change(c["stood_before"], c["stands_with"]),
        )
        for c in changes.to_dict("records")
    ]
    return _make_table(rows, lang).drop(
        columns=[_("State", lang), _("Cell", lang)], errors="ignore"
    )


def _list_attached(attached: Attached, lang: Lang) -> Iterator[_Row]:
    nothing = float("nan")
    for t in attached.targets.to_dict("records"):
        yield _Row(
            t["kind"], t["indicator"], t["region_code"], int(t["year"]), t["old_value"],
            t["value"], "", "", t["change"], t["address"],
        )  # fmt: skip
    for b in attached.breaks.to_dict("records"):
        is_new = b["change"] == "new"
        old = "" if is_new else _choose(b["old_reason_zh"], b["old_reason_en"], lang)
        yield _Row(
            "break", b["indicator"], b["region_code"], int(b["year"]), nothing, nothing, old,
            _choose(b["reason_zh"], b["reason_en"], lang), b["change"], b["address"],
        )  # fmt: skip


def _name_change(stood_before: bool, stands_with: bool) -> str:
    if stands_with:
        return "" if stood_before else "new"
    return "gone"


def _choose(reason_zh: str, reason_en: str, lang: Lang) -> str:
    first, second = (reason_zh, reason_en) if lang == "zh" else (reason_en, reason_zh)
    return first or second


def _make_table(rows: Iterable[_Row], lang: Lang) -> pd.DataFrame:
    """The rows as text; no columns where there is none."""
    made = [_describe(row, lang) for row in list(rows)[:_MOST_ROWS]]
    columns = [_(c, lang) for c in _COLUMNS]
    return pd.DataFrame(made, columns=columns, dtype="str") if made else pd.DataFrame()


def _describe(row: _Row, lang: Lang) -> tuple[str, ...]:
    catalogue = load_catalogue()
    indicator = catalogue.indicators[row.indicator]
    place = _("all regions", lang)
    if row.region_code:
        place = catalogue.regions[row.region_code].full_name(lang)
    before, now = row.old_reason, row.reason
    if row.kind != "break":
        scale = choose_full_scale(row.old_value, row.value, indicator, lang)
        values = (row.old_value, row.value)
        before, now = ("" if pd.isna(v) else format_value(v, scale, lang) for v in values)
    if row.state == "gone":
        now = _("no more", lang)
    return (
        _(_KINDS[row.kind], lang), place, indicator.name(lang), str(row.year),
        before or (_("new", lang) if row.state == "new" else ""), now,
        _(_STATES[row.state], lang) if row.state in _STATES else "", row.address,
    )  # fmt: skip
