"""The rules G: targets (goals), and breaks in series."""

from dashboard.i18n import mark
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.findings.rules.wording import Rule, Wording

_SAY_WHICH = mark(
    "Say whether they are figures or targets (on the command line with --measure), or write "
    "目标 or 完成 into the headings."
)

TARGET_RULES = (
    Rule(
        RuleId.G_01,
        mark("Figures or targets"),
        mark("A target that passes for a figure, or a figure for a target, is a wrong number."),
        {
            "": Wording(
                "E",
                mark(
                    "“{text}” speaks of targets, but the headings of the columns {columns} do not "
                    "say whether they are figures or targets."
                ),
                _SAY_WHICH,
            ),
            "heading": Wording(
                "E",
                mark("“{text}” may be figures or targets (columns: {columns})."),
                _SAY_WHICH,
            ),
            "file": Wording(
                "E",
                mark(
                    "The file is called “{text}”, but nothing in it says whether the columns "
                    "{columns} are figures or targets."
                ),
                _SAY_WHICH,
            ),
        },
    ),
    Rule(
        RuleId.G_02,
        mark("Read as targets"),
        mark("Targets are kept apart from figures, and shown beside them."),
        {
            "": Wording("I", mark("The column “{text}” was read as {kind}.")),
            "rows": Wording("I", mark("Rows with “{text}” were read as {kind} (cells: {count}).")),
            "note": Wording(
                "W",
                mark(
                    "The remark “{text}” speaks of targets; the numbers beside it were read as "
                    "figures (cells: {count})."
                ),
                mark("Confirm that they are no targets, or put targets into a column 目标值."),
            ),
            "title": Wording(
                "W",
                mark("Because of “{text}” the columns {columns} were read as {kind}."),
                mark("Confirm that they are no figures, or say what they are."),
            ),
            "figures": Wording(
                "W",
                mark(
                    "“{text}” speaks of targets and of what became of them; the columns {columns} "
                    "were read as figures."
                ),
                mark("Confirm that they are no targets, or say what they are."),
            ),
        },
    ),
    Rule(
        RuleId.G_03,
        mark("Not a whole year"),
        mark("Targets and breaks in series are kept by the year."),
        {
            "": Wording(
                "E",
                mark("“{text}” is no whole year: a target is for a year (cells: {count})."),
                mark("Give the target of the whole year, or leave these cells out."),
            ),
            "break": Wording(
                "E",
                mark("“{text}” is no whole year: a break begins with a year (cells: {count})."),
                mark("Give the first year whose figures cannot be compared with those before."),
            ),
        },
    ),
    Rule(
        RuleId.G_04,
        mark("Kind of target"),
        mark("A target is of a year or of a plan over several years."),
        {
            "": Wording(
                "E",
                mark("“{text}” is not a kind of target (cells: {count})."),
                mark("Write 年度 (annual) or 规划 (plan); for figures 完成 (actual)."),
            ),
            "blank": Wording(
                "E",
                mark("It is not said whether the number is a target or a figure (cells: {count})."),
                mark("Write 年度 (annual) or 规划 (plan); for figures 完成 (actual)."),
            ),
            "contrary": Wording(
                "E",
                mark("“{text}” says otherwise than the heading “{heading}” (cells: {count})."),
                mark("Put targets and figures into columns of their own."),
            ),
        },
    ),
    Rule(
        RuleId.G_05,
        mark("Target without a number"),
        mark("A target is one number, which is reached or not."),
        {
            "": Wording(
                "W",
                mark("“{text}” was taken as: no target (cells: {count})."),
                mark("Confirm it, or write the number that is to be reached."),
            ),
            "blank": Wording(
                "W",
                mark("Blank cells were taken as: no target (cells: {count})."),
                mark("Confirm it, or write the number that is to be reached."),
            ),
            "state": Wording(
                "E",
                mark("“{text}” is a state of a figure; a target has none (cells: {count})."),
                mark("Write the number that is to be reached, or leave the cell blank."),
            ),
            "about": Wording(
                "W",
                mark("Of “{text}” only the number was taken as the target (cells: {count})."),
                mark("Confirm it, or write the number that is to be reached."),
            ),
        },
    ),
    Rule(
        RuleId.G_06,
        mark("Target or break given twice"),
        mark("Two targets for the same place, year and indicator cannot both hold."),
        {
            "target": Wording(
                "I", mark("The target in {address} repeats {first_address}; it was dropped.")
            ),
            "target_differs": Wording(
                "E",
                mark(
                    "{place}, {year}, “{name}”: the target is “{text}” in {address}, but "
                    "“{first_text}” in {first_address}."
                ),
                mark("Delete or correct one of the two."),
            ),
            "break": Wording(
                "I", mark("The break in {address} repeats {first_address}; it was dropped.")
            ),
            "break_differs": Wording(
                "E",
                mark(
                    "{place}, {year}, “{name}”: the reason of the break is “{text}” in {address}, "
                    "but “{first_text}” in {first_address}."
                ),
                mark("Delete or correct one of the two."),
            ),
        },
    ),
    Rule(
        RuleId.G_07,
        mark("Target far from the figure"),
        mark("A unit that was mistaken makes a target that cannot be reached, or long has been."),
        {
            "": Wording(
                "W",
                mark(
                    "{place}, “{name}”: the target for {year} is {after}, but the figure of "
                    "{figure_year} was {previous_value}."
                ),
                mark("Confirm the target, or correct the number or its unit."),
            ),
        },
    ),
    Rule(
        RuleId.G_08,
        mark("Published targets that change"),
        mark("What is published is replaced; the history keeps both."),
        {
            "": Wording(
                "I",
                mark(
                    "{place}, {year}, “{name}”: the target changes from {old_value} to {new_value}."
                ),
            ),
            "break": Wording(
                "I",
                mark(
                    "{place}, {year}, “{name}”: the reason of the break changes from “{old_text}” "
                    "to “{text}”."
                ),
            ),
        },
    ),
    Rule(
        RuleId.G_09,
        mark("Break without a reason"),
        mark("Readers are told why the figures of two years cannot be compared."),
        {
            "": Wording(
                "E",
                mark("“{text}”, {period}: no reason is given for the break."),
                mark("Write into the column 原因 why the figures cannot be compared."),
            ),
        },
    ),
    Rule(
        RuleId.G_10,
        mark("Place of a break"),
        mark("A break holds in one place or in all of them."),
        {
            "": Wording(
                "E",
                mark("“{text}” does not say where the break holds (cells: {count})."),
                mark("Write 全部 or all for all regions, or the name of the one region."),
            ),
            "limited": Wording(
                "E",
                mark("A break for all regions concerns others than yours (cells: {count})."),
                mark("Name your region, or let somebody upload it who may for all regions."),
            ),
            "no_place": Wording(
                "W",
                mark(
                    "Without a column of places the breaks hold for all regions (cells: {count})."
                ),
                mark("Confirm it, or add a column 地区."),
            ),
        },
    ),
)
