"""Periods as SDMX writes them: 2024, 2024-Q2, 2024-06."""


def last_month(period: str) -> int:
    """The month at the end of a period, 12 of a year."""
    part = period[5:]
    return 3 * int(part[1:]) if part.startswith("Q") else int(part or 12)
