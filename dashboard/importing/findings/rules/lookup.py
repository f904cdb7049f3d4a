"""All rules by their id, and the words of each case."""

from dashboard.i18n import mark
from dashboard.importing.findings.rules.comparison_rules import CROSS_RULES
from dashboard.importing.findings.rules.file_rules import FILE_RULES
from dashboard.importing.findings.rules.indicator_rules import INDICATOR_RULES
from dashboard.importing.findings.rules.layout_rules import LAYOUT_RULES
from dashboard.importing.findings.rules.period_rules import TIME_RULES
from dashboard.importing.findings.rules.place_rules import PLACE_RULES
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.findings.rules.target_rules import TARGET_RULES
from dashboard.importing.findings.rules.value_rules import VALUE_RULES
from dashboard.importing.findings.rules.wording import Rule, Wording

# What stands in the place of a rule's own words when it could not run: a rule that fails must not
# pass for a rule that found nothing.
BROKEN = Wording(
    "E",
    mark("This rule could not run, so nothing is known about it: {text}"),
    mark("Tell the maintainers of the dashboard; the file cannot be published until then."),
)

RULES: dict[RuleId, Rule] = {
    rule.id: rule
    for rule in (
        *FILE_RULES,
        *LAYOUT_RULES,
        *PLACE_RULES,
        *TIME_RULES,
        *INDICATOR_RULES,
        *VALUE_RULES,
        *CROSS_RULES,
        *TARGET_RULES,
    )
}


def find_wording(rule: RuleId, variant: str) -> Wording:
    """The words of one case of a rule; ``broken`` is a case of every rule."""
    return BROKEN if variant == "broken" else RULES[rule].wordings[variant]
