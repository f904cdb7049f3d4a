"""What a person has said about a file that the program could not know or got wrong."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields

# Of quarters or months: each has all since the beginning of its year, not what it adds.
CUMULATIVE = "cumulative"


@dataclass(frozen=True)
class Corrections:
    """Each entry overrides what would be recognised; empty entries leave it to the program."""

    encoding: str = ""  # one of encoding.ENCODINGS: gb18030, big5
    sheet: str = ""  # name of the sheet to read
    block: int = 0  # which of several tables in one sheet to read, counted from 1
    head_row: int = 0  # row number of the first row of headings as a spreadsheet shows it
    head_rows: int = 0  # how many rows the headings have
    roles: Mapping[str, str] = field(default_factory=dict)  # column letter → role or indicator code
    units: Mapping[str, str] = field(default_factory=dict)  # indicator code → unit of its figures
    places: Mapping[str, str] = field(default_factory=dict)  # text of the file → region code
    marks: Mapping[str, str] = field(default_factory=dict)  # mark for missing → state
    counted: Mapping[str, str] = field(default_factory=dict)  # indicator code → CUMULATIVE
    place: str = ""  # region code of a table that does not say it
    indicator: str = ""  # indicator code of a table that does not say it
    year: str = ""  # period of a table that does not say it: 2024, 2024-Q2
    measure: str = ""  # what the numbers are that do not say it: figure, annual, plan
    values: Mapping[str, str] = field(default_factory=dict)  # cell address → text in its place

    @property
    def cumulative(self) -> tuple[str, ...]:
        """The indicators whose quarters and months are counted from the beginning of the year."""
        return tuple(code for code, way in self.counted.items() if way == CUMULATIVE)

    def applied(self) -> tuple[str, ...]:
        """Names of the entries that are not empty, in the order of the class."""
        return tuple(name for name, value in vars(self).items() if value)

    def to_json(self) -> str:
        """The entries that are not empty as JSON, the same text for the same corrections."""
        values = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(values, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Corrections":
        """What ``to_json`` wrote; entries of another name or another type are left out.

        Raises ValueError when ``text`` is not a JSON object.
        """
        values = json.loads(text)
        if not isinstance(values, dict):
            raise ValueError("Corrections must be a JSON object.")
        return cls(**{f.name: values[f.name] for f in fields(cls) if _fits(f.name, values)})


def _fits(name: str, values: Mapping[str, object]) -> bool:
    if name not in values:
        return False
    value = values[name]
    if name in ("block", "head_row", "head_rows"):
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if name in ("roles", "units", "places", "marks", "counted", "values"):
        return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
    return isinstance(value, str)
