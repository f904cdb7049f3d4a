"""The rules C and R: figures beside each other, and beside what is published."""

from dashboard.i18n import mark
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.findings.rules.wording import Rule, Wording

CROSS_RULES = (
    Rule(
        RuleId.R_01,
        mark("Figure given twice"),
        mark("The same figure twice is stored once."),
        {
            "": Wording(
                "I", mark("The figure in {address} repeats {first_address}; it was dropped.")
            )
        },
    ),
    Rule(
        RuleId.R_02,
        mark("Two different figures"),
        mark("Two figures for the same place, period and indicator cannot both be right."),
        {
            "": Wording(
                "E",
                mark(
                    "{place}, {period}, “{name}”: “{text}” in {address}, "
                    "but “{first_text}” in {first_address}."
                ),
                mark("Delete or correct one of the two."),
            )
        },
    ),
    Rule(
        RuleId.R_03,
        mark("Figures that contradict each other"),
        mark("Definitions say which figure is part of which."),
        {
            "": Wording(
                "W",
                mark(
                    "{place}, {period}: “{name}” {stated} is more than “{other}” {parts_sum}; {reason}."
                ),
                mark("Correct one of the two, or confirm both."),
            ),
            "sum": Wording(
                "W",
                mark(
                    "{place}, {period}: “{name}” {stated} is not {other} = {parts_sum}; {reason}."
                ),
                mark("Correct the figure that is wrong, or confirm all of them."),
            ),
        },
    ),
    Rule(
        RuleId.R_04,
        mark("Jump against the year before"),
        mark("A figure that changes by much is often a slip, a wrong unit or another definition."),
        {
            "": Wording(
                "W",
                mark("{place}, {period}, “{name}”: {after} after {previous_value} a year before."),
                mark("Confirm the change, or correct the figure."),
            ),
            "rate": Wording(
                "W",
                mark(
                    "{place}, {period}, “{name}”: {after} % after {previous_value} % a year before."
                ),
                mark("Confirm the change, or correct the figure."),
            ),
        },
    ),
    Rule(
        RuleId.R_05,
        mark("Unlike its peers"),
        mark("Places that report together mostly move together."),
        {
            "": Wording(
                "W",
                mark(
                    "{place}, {period}, “{name}”: from {previous_value} to {after}, unlike the change in its {peers} peers (modified z {score})."
                ),
                mark("Confirm the figure, or correct it."),
            ),
            "rate": Wording(
                "W",
                mark(
                    "{place}, {period}, “{name}”: {after} %, unlike its {peers} peers (modified z {score})."
                ),
                mark("Confirm the figure, or correct it."),
            ),
        },
    ),
    Rule(
        RuleId.R_06,
        mark("Same figure for years"),
        mark("A stock that never changes may have been copied forward."),
        {
            "": Wording(
                "I",
                mark("{place}, “{name}”: {text} in every year from {first_period} to {period}."),
            ),
        },
    ),
    Rule(
        RuleId.R_07,
        mark("A year and its parts"),
        mark("A year is the sum of its quarters, or for what is counted at its end their last."),
        {
            "": Wording(
                "W",
                mark(
                    "{place}, {period}, “{name}”: {stated}, but its {parts} {parts:quarter or month adds|quarters or months add} up "
                    "to {parts_sum}."
                ),
                mark("Correct the figure that is wrong, or confirm all of them."),
            ),
            "last": Wording(
                "W",
                mark(
                    "{place}, {period}, “{name}”: {stated}, but its last quarter or month with a "
                    "figure has {parts_sum}."
                ),
                mark("Correct the figure that is wrong, or confirm all of them."),
            ),
            "partial": Wording(
                "W",
                mark(
                    "{place}, {period}, “{name}”: {stated}, which does not fit {parts_sum} in the "
                    "{parts} of its quarters or months that have a figure."
                ),
                mark("Correct the figure that is wrong, or confirm all of them."),
            ),
            "range": Wording(
                "W",
                mark(
                    "{place}, {period}, “{name}”: {stated} %, but its quarters or months lie "
                    "between {parts_sum} and {highest} %."
                ),
                mark("Correct the figure that is wrong, or confirm all of them."),
            ),
        },
    ),
    Rule(
        RuleId.R_08,
        mark("Counted from the beginning of the year"),
        mark(
            "A quarter is what the quarter alone adds: cumulative figures would be added up twice."
        ),
        {
            "": Wording(
                "W",
                mark(
                    "{period}, “{name}”: no part of the year is less than the one before in {count} of "
                    "{places} {places:place|places}; {place}: {text}. If they are counted from the beginning of the "
                    "year, the parts are {discrete}."
                ),
                mark(
                    "If they are cumulative, say so: beneath this finding on the page, or by "
                    "--cumulative on the command line. Otherwise confirm the figures."
                ),
            ),
            "discrete": Wording(
                "I",
                mark(
                    "“{name}”, said to be cumulative: {count} {count:figure is|figures are} taken as what the quarter or month "
                    "alone adds. {place}, {period}: {text} → {discrete}."
                ),
            ),
            "missing": Wording(
                "E",
                mark(
                    "“{name}”, said to be cumulative: of {count} {count:figure|figures} it is not known what the quarter or "
                    "month alone adds, because those before it in the year have no number. The "
                    "first: {place}, {period}, {text}."
                ),
                mark(
                    "Put the earlier quarters or months of the year into the file, publish them "
                    "first, or take back that the figures are cumulative."
                ),
            ),
            "falls": Wording(
                "E",
                mark(
                    "“{name}”, said to be cumulative: {count} {count:figure is|figures are} less than the quarter or month before. "
                    "The first: {place}, {period}, {text} after {discrete}."
                ),
                mark(
                    "Correct the figure that is wrong, or take back that the figures are cumulative."
                ),
            ),
        },
    ),
    Rule(
        RuleId.C_01,
        mark("Changes to published figures"),
        mark("What changes is shown before it is published."),
        {
            "": Wording(
                "I",
                mark(
                    "{place}, {period}, {name}: {old_value} ({old_state}) → {new_value} ({new_state})"
                ),
            )
        },
    ),
    Rule(
        RuleId.C_02,
        mark("Large revision"),
        mark("A published figure that changes by much needs a reason that readers can find."),
        {
            "": Wording(
                "W",
                mark("{place}, {period}, “{name}”: published as {old_value}, now {new_value}."),
                mark("Say in the note of the upload why the figure changes."),
            ),
            "withdrawn": Wording(
                "W",
                mark(
                    "{place}, {period}, “{name}”: published as {old_value}, now without a number."
                ),
                mark("Say in the note of the upload why the figure is taken back."),
            ),
        },
    ),
    Rule(
        RuleId.C_03,
        mark("Figures absent this time"),
        mark("What was reported last time is expected again."),
        {
            "": Wording(
                "W",
                mark(
                    "“{name}” was there for {last_period} and is not for {period} (places: {count}): {places}."
                ),
                mark("Add the figures, or confirm that there are none."),
            ),
        },
    ),
    Rule(
        RuleId.C_04,
        mark("Places absent this time"),
        mark("Places that report every time are expected again."),
        {
            "": Wording(
                "W",
                mark(
                    "{place}, {period}: places that reported both times before are absent ({count}): {places}."
                ),
                mark("Add the places, or confirm that they will report later."),
            ),
        },
    ),
    Rule(
        RuleId.C_05,
        mark("Pages that change"),
        mark("Who publishes should know where it will be seen."),
        {
            "": Wording(
                "I", mark("The page “{programme}” changes, with {names} (figures: {count}).")
            ),
            "headline": Wording(
                "I",
                mark(
                    "The Overview and the page “{programme}” change, with {names} (figures: {count})."
                ),
            ),
        },
    ),
    Rule(
        RuleId.C_06,
        mark("Own figure in the place of a sum"),
        mark(
            "A region's own figure goes before the sum of its parts: the charts show another number."
        ),
        {
            "": Wording(
                "W",
                mark(
                    "{place}, {period}, “{name}”: {stated} would take the place of {parts_sum}, the sum "
                    "of {parts} of {expected} {expected:region|regions} below."
                ),
                mark("Correct the figure that is wrong, or confirm it."),
            ),
            "back": Wording(
                "W",
                mark(
                    "{place}, {period}, “{name}”: in the place of {stated} the sum of {parts} of "
                    "{expected} {expected:region|regions} below would be shown again, {parts_sum}."
                ),
                mark("Leave the figure in, or confirm that it is taken back."),
            ),
        },
    ),
)
