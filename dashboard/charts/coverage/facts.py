"""What a grid of coverage says: who has reported how much."""

from dashboard import cached
from dashboard.narrative.facts import Reporting
from dashboard.selection import ChartRequest, Selection


def read_facts(selection: Selection, _request: ChartRequest) -> Reporting:
    """Who has reported how much in the selected year."""
    frame = cached.load_coverage(selection)
    rows = frame[(frame["year"] == selection.year) & (frame["region_code"] != selection.region)]
    figures = cached.load_figures(selection)
    made = figures.loc[figures["year"] == selection.year, "is_demonstration"]
    return Reporting(
        selection.year,
        expected=int(rows["expected_count"].max()) if len(rows) else 0,
        counts={
            r: int(n) for r, n in zip(rows["region_code"], rows["reported_count"], strict=True)
        },
        is_demonstration=bool(made.any()),
    )
