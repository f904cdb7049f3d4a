"""The rules T: the periods of the figures."""

from dashboard.i18n import mark
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.findings.rules.wording import Rule, Wording

TIME_RULES = (
    Rule(
        RuleId.T_01,
        mark("Not a year"),
        mark("A figure without a period cannot be stored."),
        {
            "": Wording(
                "E",
                mark("“{text}” is not a year, a quarter or a month (cells: {count})."),
                mark("Write for example 2024, 2024年二季度 or 2024-06."),
            ),
            "blank": Wording(
                "E",
                mark("The year is blank (cells: {count})."),
                mark("Write the year, for example 2024."),
            ),
        },
    ),
    Rule(
        RuleId.T_02,
        mark("Period normalised"),
        mark("Periods are written in many ways; the reading is shown."),
        {
            "": Wording("I", mark("“{text}” was read as {period} (cells: {count}).")),
            "tenth": Wording(
                "W",
                mark(
                    "“{text}” was read as {period}: a number loses its last zero, so that January "
                    "and October look alike (cells: {count})."
                ),
                mark("Confirm the month, or write it as 2023-01 or 2023-10."),
            ),
        },
    ),
    Rule(
        RuleId.T_03,
        mark("Kinds of period"),
        mark("Cumulative and half-year figures cannot be added to years, quarters or months."),
        {
            "": Wording(
                "E",
                mark("“{text}” is a half-year or a cumulative period (cells: {count})."),
                mark("Send figures for whole years, single quarters or single months."),
            ),
            "span": Wording(
                "E",
                mark("“{text}” spans two years and is no calendar year (cells: {count})."),
                mark("Send figures for whole years, single quarters or single months."),
            ),
            "either": Wording(
                "E",
                mark("“{text}” can be a month or a span of two years (cells: {count})."),
                mark("Write a month as 2010年11月; a span of two years cannot be taken."),
            ),
            "note": Wording(
                "E",
                mark("“{text}” can be a month, or a year with a note (cells: {count})."),
                mark("Write a month as 2023年2月, and a year without the mark of its note."),
            ),
            "tenth": Wording(
                "E",
                mark("“{text}” can be January or October (cells: {count})."),
                mark("Write the months as 2023-01 and 2023-10."),
            ),
            "mixed": Wording(
                "E",
                mark(
                    "“{name}” has years beside quarters or months, here “{text}” (cells: {count})."
                ),
                mark("Send one kind of period for one indicator; upload the others separately."),
            ),
        },
    ),
    Rule(
        RuleId.T_04,
        mark("Year out of range"),
        mark("A year in the future or long past is mostly a slip of the pen."),
        {
            "": Wording(
                "E",
                mark("“{text}” lies outside the years {first} to {last} (cells: {count})."),
                mark("Correct the year."),
            )
        },
    ),
    Rule(
        RuleId.T_05,
        mark("Gap in the series"),
        mark("A year left out is mostly a year forgotten."),
        {
            "": Wording(
                "W",
                mark(
                    "“{name}” goes from {before_period} to {after_period} with nothing between (places: {count})."
                ),
                mark("Add the periods between, or confirm that there are no figures for them."),
            ),
        },
    ),
    Rule(
        RuleId.T_06,
        mark("Approved period"),
        mark("Approved figures are changed by way of those who approved them only."),
        {
            "": Wording(
                "E",
                mark(
                    "{period} is approved and locked for “{name}”; the file would change it (cells: {count})."
                ),
                mark("Take these figures out, or ask for the period to be unlocked."),
            ),
        },
    ),
    Rule(
        RuleId.T_07,
        mark("After the closing date"),
        mark("Late figures miss the reports that were made without them."),
        {
            "": Wording(
                "W",
                mark("The figures for {period} were due on {closes_on} (cells: {count})."),
                mark("Go on if the late upload is agreed."),
            ),
        },
    ),
    Rule(
        RuleId.T_08,
        mark("Newest period is not final"),
        mark("Figures that are not final carry a mark until final ones come."),
        {
            "": Wording(
                "W",
                mark(
                    "The newest figures of “{name}”, {period}, are marked provisional (cells: {count})."
                ),
                mark(
                    "Go on: they are shown as provisional; upload the final ones when they are there."
                ),
            ),
            "unfinished": Wording(
                "W",
                mark(
                    "{period} is not over yet, but its figures of “{name}” are given as final (cells: {count})."
                ),
                mark("Mark them as provisional in a column 状态, or correct the year."),
            ),
        },
    ),
)
