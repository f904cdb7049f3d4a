"""What a person has said about a file that the program could not know or got wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Corrections:
    """Each entry overrides what would be recognised; empty entries leave it to the program."""

    encoding: str = ""  # a Python codec name: gb18030, big5
    sheet: str = ""  # name of the sheet to read
    head_row: int = 0  # row number of the headings as a spreadsheet shows it
    roles: Mapping[str, str] = field(default_factory=dict)  # column letter → role or indicator code
    units: Mapping[str, str] = field(default_factory=dict)  # indicator code → unit of its figures
    places: Mapping[str, str] = field(default_factory=dict)  # text of the file → region code
    marks: Mapping[str, str] = field(default_factory=dict)  # mark for missing → state
    indicator: str = ""  # indicator code of a table that does not say it
    year: str = ""  # period of a table that does not say it: 2024, 2024-Q2

    def applied(self) -> tuple[str, ...]:
        """Names of the entries that are not empty, in the order of the class."""
        return tuple(name for name, value in vars(self).items() if value)
