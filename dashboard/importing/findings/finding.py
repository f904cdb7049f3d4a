"""A finding: what one rule says about one cell (or a group of equal cells), in either language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dashboard.formats import QUALITY_FLAGS, STATES
from dashboard.i18n import Lang, gettext, mark
from dashboard.importing.findings.personal_numbers import mask_numbers
from dashboard.importing.findings.rules.lookup import RULES, find_wording
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.findings.rules.wording import Severity

# Words that come into a message out of code rather than out of the file, and so are translated.
TERMS = {
    "comma": mark("commas"),
    "semicolon": mark("semicolons"),
    "tab": mark("tabs"),
    "pipe": mark("vertical bars"),
    "full_width_comma": mark("full-width commas"),
    "none": mark("nothing: there is one column"),
    "text": mark("a text table"),
    "xlsx": mark("an Excel workbook"),
    "xls": mark("an old Excel workbook"),
    "ods": mark("an OpenDocument spreadsheet"),
    "html": mark("a web page"),
    "pdf": mark("a PDF document"),
    "zip": mark("a zip archive"),
    "place": mark("the place"),
    "place_code": mark("the code of the place"),
    "period": mark("the year or period"),
    "indicator": mark("the indicator"),
    "value": mark("the value"),
    "unit": mark("the unit"),
    "status": mark("the status"),
    "note": mark("the note"),
    "note_en": mark("the English note"),
    "kind": mark("the kind of target"),
    "reason": mark("the reason of a break"),
    "reason_en": mark("the English reason"),
    "annual": mark("annual targets"),
    "plan": mark("targets of a plan"),
    "ignored": mark("a column to pass over"),
    "final": mark("final"),
    **QUALITY_FLAGS,
    **STATES,
}
# Placeholders whose value is a key of TERMS; every other value is text of the file, shown as it is.
_TERM_PLACES = frozenset({"separator", "kind", "role", "state", "old_state", "new_state"})
# Computed numbers as text, already masked where they are no sums of money.
_NUMBER_PLACES = frozenset(
    {
        "after", "old_value", "new_value", "previous_value", "stated", "parts_sum", "highest", "shown",
        "other_value",
    }
)  # fmt: skip
Side = Literal["message", "remedy"]


@dataclass(frozen=True)
class Finding:
    """What a rule found; ``text`` is the cell's own: data, never part of SQL, HTML or Markdown."""

    rule: RuleId
    severity: Severity
    sheet: str = ""
    address: str = ""  # D17; empty when the finding is about the whole file
    heading: str = ""
    text: str = ""
    count: int = 1  # cells that this finding stands for
    suggestions: tuple[str, ...] = ()
    variant: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def _render(self, template: str, lang: Lang) -> str:
        values: dict[str, object] = {
            "text": self.text,
            "heading": self.heading,
            "address": self.address,
            "count": self.count,
        }
        for name, value in self.values.items():
            if name.endswith(("_zh", "_en")):
                if name.endswith(f"_{lang}"):
                    values[name[:-3]] = value
            elif name in _TERM_PLACES:
                values[name] = gettext(TERMS.get(str(value), str(value)), lang)
            else:
                values[name] = value
        return gettext(template, lang, **values)

    def message(self, lang: Lang) -> str:
        """What is wrong, in one plain sentence."""
        return self._render(find_wording(self.rule, self.variant).message, lang)

    def remedy(self, lang: Lang) -> str:
        """How to put it right; empty when nothing has to be done."""
        remedy = find_wording(self.rule, self.variant).remedy
        return self._render(remedy, lang) if remedy else ""

    def title(self, lang: Lang) -> str:
        """The rule's title, for the heading of a group of findings."""
        return gettext(RULES[self.rule].title, lang)


def make_finding(
    rule: RuleId,
    variant: str = "",
    *,
    sheet: str = "",
    address: str = "",
    heading: str = "",
    text: str = "",
    count: int = 1,
    suggestions: tuple[str, ...] = (),
    **values: object,
) -> Finding:
    """A finding of ``rule`` in the case ``variant``; ``values`` fill its placeholders."""
    severity = find_wording(rule, variant).severity
    return Finding(
        rule,
        severity,
        sheet,
        address,
        mask_numbers(heading),
        mask_numbers(text),
        count,
        tuple(mask_numbers(s) for s in suggestions),
        variant,
        {n: _mask(n, v) for n, v in values.items()},
    )


def _mask(name: str, value: object) -> object:
    is_text = isinstance(value, str) and name not in _NUMBER_PLACES
    return mask_numbers(str(value)) if is_text else value
