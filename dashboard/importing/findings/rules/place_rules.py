"""The rules P: the places that a table names, and who may report them."""

from dashboard.i18n import mark
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.findings.rules.wording import Rule, Wording

PLACE_RULES = (
    Rule(
        RuleId.P_01,
        mark("Place blank"),
        mark("A figure without a place cannot be stored."),
        {"": Wording("E", mark("The place is blank."), mark("Write the place in {address}."))},
    ),
    Rule(
        RuleId.P_02,
        mark("Place unknown"),
        mark("Places are matched with the list of regions and never guessed."),
        {
            "": Wording(
                "E",
                mark("“{text}” is not a place of the list (cells: {count})."),
                mark("Correct the name, or say which place is meant."),
            )
        },
    ),
    Rule(
        RuleId.P_03,
        mark("Name of a place normalised"),
        mark("Short and older names point to the same region."),
        {"": Wording("I", mark("“{text}” was read as {name} ({region_code}) (cells: {count})."))},
    ),
    Rule(
        RuleId.P_04,
        mark("Place ambiguous"),
        mark("Several regions bear this name."),
        {
            "": Wording(
                "E",
                mark("“{text}” can be more than one place (cells: {count})."),
                mark("Add a column with the codes of the regions, or say which one is meant."),
            )
        },
    ),
    Rule(
        RuleId.P_05,
        mark("Code and name disagree"),
        mark("One of the two is wrong, and only the sender knows which."),
        {
            "": Wording(
                "E",
                mark("The code {code} is {name}, but the row says “{text}” (cells: {count})."),
                mark("Correct the code or the name."),
            )
        },
    ),
    Rule(
        RuleId.P_06,
        mark("Names and codes crossed"),
        mark("One name with two codes, or one code with two names, hides which place is meant."),
        {
            "": Wording(
                "E",
                mark("“{text}” stands beside several codes: {others} (cells: {count})."),
                mark("Correct the codes so that each name has one."),
            ),
            "names": Wording(
                "E",
                mark("The code {text} stands beside several names: {others} (cells: {count})."),
                mark("Correct the names so that each code has one."),
            ),
        },
    ),
    Rule(
        RuleId.P_07,
        mark("Damaged code"),
        mark("Spreadsheets turn codes into numbers."),
        {
            "": Wording(
                "I", mark("The code “{text}” was read as {region_code} {name} (cells: {count}).")
            ),
            "unknown": Wording(
                "E",
                mark("“{text}” is not a code of a region (cells: {count})."),
                mark("Write the six digits of the code as text."),
            ),
        },
    ),
    Rule(
        RuleId.P_08,
        mark("Place of another time"),
        mark("Places are renamed, merged and founded; a figure belongs to the place of its year."),
        {
            "": Wording(
                "W",
                mark(
                    "“{text}” in {period}: “{old_name}” became “{new_name}” in {effective} (cells: {count})."
                ),
                mark("Confirm that the figures are for the same area, or write the present name."),
            ),
            "before": Wording(
                "W",
                mark(
                    "“{text}” in {period}: until {effective} the place was “{old_name}” (cells: {count})."
                ),
                mark("Confirm that the figures were worked out for the present area."),
            ),
            "founded": Wording(
                "W",
                mark(
                    "“{text}” in {period}: the place was founded in {effective} (cells: {count})."
                ),
                mark(
                    "Correct the place or the year, or confirm that the figures were worked out for it later."
                ),
            ),
        },
    ),
    Rule(
        RuleId.P_09,
        mark("Total row"),
        mark("A sum beside its parts would be counted twice; sums are computed here."),
        {
            "": Wording(
                "W",
                mark("“{text}” is a total and was kept out of the figures (cells: {count})."),
                mark("Nothing to do if it is a total; otherwise write the name of the place."),
            )
        },
    ),
    Rule(
        RuleId.P_10,
        mark("Regions beside their parts"),
        mark("A region and the regions inside it must not be added together."),
        {
            "": Wording(
                "W",
                mark(
                    "“{place}” stands in the table beside up to {parts} {parts:region|regions} inside it (figures: {count})."
                ),
                mark(
                    "Confirm that both are meant: the own figure of “{place}” then counts, not the sum."
                ),
            ),
            "ground": Wording(
                "W",
                mark("“{place}” and “{part}” are the same ground (figures: {count})."),
                mark("Leave one of the two out, or they would be read as two places."),
            ),
        },
    ),
    Rule(
        RuleId.P_11,
        mark("Place of somebody else"),
        mark("Each office uploads for its own region and those inside it."),
        {
            "": Wording(
                "E",
                mark("You may not upload figures for “{text}” (cells: {count})."),
                mark(
                    "Take these rows out, or ask an administrator for the right to upload for them."
                ),
            ),
        },
    ),
    Rule(
        RuleId.P_12,
        mark("Total and its parts"),
        mark("A total that is not the sum of its parts shows a figure lost or mistyped."),
        {
            "": Wording(
                "W",
                mark(
                    "{place}, {period}, “{name}”: {stated} is stated, but its {parts} {parts:part adds|parts add} up to {parts_sum}."
                ),
                mark("Find the figure that is wrong, or confirm that the parts are not complete."),
            ),
            "row": Wording(
                "W",
                mark(
                    "Row “{place}”, {period}, “{name}”: {stated} is stated, but its {parts} {parts:part adds|parts add} up to {parts_sum}."
                ),
                mark("Find the figure that is wrong, or confirm that the parts are not complete."),
            ),
        },
    ),
    Rule(
        RuleId.P_13,
        mark("Place without a map"),
        mark("Units without an area of their own are in tables and sums only."),
        {
            "": Wording(
                "I",
                mark(
                    "“{text}” has no shape on the maps: its figures stand in tables and charts only (cells: {count})."
                ),
            ),
        },
    ),
)
