"""Values for the small line of a KPI card."""

import math
from collections.abc import Sequence


def make_sparkline(values: Sequence[float | None]) -> list[float]:
    """``values`` of consecutive years for ``st.metric(chart_data=…)``, from the first to the last.

    A missing year inside is NaN, at which the line breaks: the card refuses None. With fewer than
    two numbers there is nothing to draw and the list is empty.
    """
    numbers = [math.nan if v is None else float(v) for v in values]
    known = [i for i, v in enumerate(numbers) if not math.isnan(v)]
    return numbers[known[0] : known[-1] + 1] if len(known) > 1 else []
