"""The rules I: indicators and their units."""

from dashboard.i18n import mark
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.findings.rules.wording import Rule, Wording

INDICATOR_RULES = (
    Rule(
        RuleId.I_01,
        mark("Indicator unknown"),
        mark("Figures are stored only under indicators of the catalogue."),
        {
            "": Wording(
                "E",
                mark("“{text}” is not an indicator of the catalogue (cells: {count})."),
                mark("Correct the name, or say which indicator is meant."),
            ),
            "ambiguous": Wording(
                "E",
                mark("“{text}” can be more than one indicator (cells: {count})."),
                mark("Say which indicator is meant."),
            ),
            "blank": Wording(
                "E",
                mark("The indicator is blank (cells: {count})."),
                mark("Write the indicator in {address}."),
            ),
        },
    ),
    Rule(
        RuleId.I_02,
        mark("Not collected here"),
        mark("Some indicators are collected at some levels only."),
        {
            "": Wording(
                "E",
                mark("“{name}” is not collected for places like “{text}” (cells: {count})."),
                mark("Take these figures out, or ask for the catalogue to be changed."),
            ),
        },
    ),
    Rule(
        RuleId.I_03,
        mark("Unit"),
        mark("Figures are stored in the unit of the catalogue."),
        {
            "": Wording(
                "W",
                mark(
                    "“{name}” came in {text} and was converted to {unit}: "
                    "{before} became {after} (cells: {count})."
                ),
                mark("Confirm the conversion, or say which unit the figures are in."),
            ),
            "unknown": Wording(
                "E",
                mark(
                    "“{name}” is counted in {unit}; “{text}” cannot be converted (cells: {count})."
                ),
                mark("Correct the unit, or say which unit the figures are in."),
            ),
        },
    ),
    Rule(
        RuleId.I_04,
        mark("Half of a rate"),
        mark("A rate is worked out from both its parts."),
        {
            "": Wording(
                "W",
                mark(
                    "“{name}” came without “{other}” for {period} (places: {count}), so “{rate}” cannot be worked out."
                ),
                mark("Add the figures for “{other}”, or confirm that there are none."),
            ),
        },
    ),
    Rule(
        RuleId.I_05,
        mark("Incomplete entry of the catalogue"),
        mark("Without unit and rules a figure cannot be added up or shown."),
        {
            "": Wording(
                "E",
                mark("The catalogue does not say everything about “{text}”; lacking: {lacking}."),
                mark("Ask the maintainers to complete the entry in indicators.csv."),
            ),
        },
    ),
)
