"""Tables to read: figures with all that belongs to them, and the history of a cell."""

import pandas as pd

from dashboard import cached
from dashboard.catalogue import load_catalogue
from dashboard.formats import (
    BOUNDS,
    QUALITY_FLAGS,
    STATES,
    choose_scale,
    format_quality_flags,
    format_value,
)
from dashboard.i18n import gettext as _
from dashboard.selection import Selection


def make_value_table(selection: Selection, frame: pd.DataFrame) -> pd.DataFrame:
    """Figures as a table to read: one row a figure, with state, quality flags, coverage, source and upload.

    Columns are named in the selection's language; values stay numbers in the base unit.
    """
    catalogue = load_catalogue()
    lang = selection.lang
    states = {"final": _("final", lang)} | {s: _(t, lang) for s, t in STATES.items()}
    states |= {s: _(s, lang) for s in ("provisional", "estimate")}
    states |= {s: _(QUALITY_FLAGS[s], lang) for s in BOUNDS}
    both = frame[["reported_count", "expected_count"]].itertuples(index=False)
    coverage = ["" if e != e else f"{int(r)}/{int(e)}" for r, e in both]
    demonstration = _("Demonstration data", lang)
    sources = [
        demonstration if d else s
        for d, s in zip(frame["is_demonstration"], frame["source"], strict=True)
    ]
    return pd.DataFrame(
        {
            _("Region", lang): [catalogue.regions[c].full_name(lang) for c in frame["region_code"]],
            _("Indicator", lang): [catalogue.indicators[c].name(lang) for c in frame["indicator"]],
            _("Period", lang): [
                p if p[:4] == str(y) and len(p) > 4 else str(y)
                for p, y in zip(frame["latest_period"], frame["year"], strict=True)
            ],
            _("Value", lang): frame["value"].to_numpy(),
            _("Unit", lang): [catalogue.indicators[c].unit(lang) for c in frame["indicator"]],
            _("State", lang): [states.get(s, s) for s in frame["status"]],
            _("Doubts", lang): [format_quality_flags(d, lang) for d in frame["quality_flags"]],
            _("Coverage", lang): coverage,
            _("Source", lang): sources,
            _("Note", lang): frame["note_zh" if lang == "zh" else "note_en"].to_numpy(),
            _("Upload no.", lang): frame["upload_id"].to_numpy(),
        }
    )


def make_history_table(
    selection: Selection, code: str, region: str, period: str, *, for_staff: bool
) -> pd.DataFrame:
    """When a cell was published and what it said each time, newest first; for staff by whom, too.

    Names, addresses and file names are for staff alone.
    """
    indicator = load_catalogue().indicators[code]
    lang = selection.lang
    history = cached.load_history(code, region, period)
    scale = choose_scale([], indicator, lang)
    values = zip(history["value"], history["status"], strict=True)
    table = pd.DataFrame(
        {
            _("Upload no.", lang): history["upload_id"],
            _("When (UTC)", lang): history["uploaded_at"].dt.strftime("%Y-%m-%d %H:%M"),
            _("Who", lang): history["uploaded_by"],
            _("Value", lang): [
                format_value(v, scale, lang, state=s, quality_flags=s) for v, s in values
            ],
            _("Source", lang): history["source"],
            _("File", lang): history["file_name"],
            _("Undone by upload", lang): history["undone_by"],
        }
    )
    return table if for_staff else table.drop(columns=[_("Who", lang), _("File", lang)])
