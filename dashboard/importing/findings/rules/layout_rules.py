"""The rules L: lines, headings and columns of a table."""

from dashboard.i18n import mark
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.findings.rules.wording import Rule, Wording

LAYOUT_RULES = (
    Rule(
        RuleId.L_01,
        mark("Lines above the headings"),
        mark("Titles and unit lines are not data."),
        {"": Wording("I", mark("Lines above the headings were passed over ({count}): {text}"))},
    ),
    Rule(
        RuleId.L_02,
        mark("Headings in several rows"),
        mark("What stands over a column in several rows has to be read together."),
        {
            "": Wording(
                "W",
                mark("Headings in rows {first} to {last} were joined, as in “{text}”."),
                mark("Look at the headings as they were understood, and confirm them."),
            ),
            "unclear": Wording(
                "E",
                mark("Headings in rows {first} to {last} do not give each column one meaning."),
                mark("Write one row of headings, or say in which rows they are."),
            ),
        },
    ),
    Rule(
        RuleId.L_03,
        mark("Notes under the table"),
        mark("Notes and sources are kept beside the figures, not among them."),
        {"": Wording("I", mark("Lines under the table were kept as its note ({count}): {text}"))},
    ),
    Rule(
        RuleId.L_04,
        mark("Blank or repeated heading"),
        mark("A column can be read only if its heading is clear and there once."),
        {
            "": Wording(
                "E",
                mark("Column {column} has data but no heading."),
                mark("Write a heading in {address}, or empty the column."),
            ),
            "repeated": Wording(
                "E",
                mark("The heading “{text}” stands over {count} columns: {columns}."),
                mark("Rename or delete all but one of them."),
            ),
        },
    ),
    Rule(
        RuleId.L_05,
        mark("Missing column"),
        mark("Each figure needs a place, a period, an indicator and a value."),
        {
            "head": Wording(
                "E",
                mark("No row of headings was found."),
                mark(
                    "Give each column a heading (地区, 年份, the indicators), or use the template."
                ),
            ),
            "place": Wording(
                "E",
                mark("No column with places was found."),
                mark("Name the column of the places 地区 or region, or say which column it is."),
            ),
            "period": Wording(
                "E",
                mark(
                    "No column with the year was found, and no year in the title or the file name."
                ),
                mark("Add a column 年份, or say which year the table is for."),
            ),
            "indicator": Wording(
                "E",
                mark(
                    "Nothing says which indicator the figures are: no column, no heading, no title."
                ),
                mark("Say which indicator the table is for, or name it in the headings."),
            ),
            "value": Wording(
                "E",
                mark("No column with figures was found."),
                mark(
                    "Head the column with an indicator of the catalogue, with a year, or with 数值."
                ),
            ),
            "period_from_title": Wording(
                "I", mark("The table has no column for the year; {period} was taken from “{text}”.")
            ),
            "place_from_title": Wording(
                "I",
                mark("The table has no column for the place; {name} was taken from “{text}”."),
            ),
            "indicator_proposed": Wording(
                "W",
                mark(
                    "Nothing says which indicator the figures are. Proposed: “{name}”, the only one "
                    "that adds up over the year and has figures for parts of a year here "
                    "(regions: {regions})."
                ),
                mark("Confirm that the figures are “{name}”, or say which indicator they are."),
            ),
            "indicator_from_title": Wording(
                "I",
                mark(
                    "The table has no column for the indicator; “{name}” was taken from “{text}”."
                ),
            ),
        },
    ),
    Rule(
        RuleId.L_06,
        mark("Column not understood"),
        mark("A column that is passed over may be an indicator under another name."),
        {
            "": Wording(
                "W",
                mark(
                    "The column “{text}” is not an indicator of the catalogue and was passed over."
                ),
                mark("Say what the column is if its figures belong in the table."),
            )
        },
    ),
    Rule(
        RuleId.L_07,
        mark("Heading under another name"),
        mark("The reading of a heading is shown because everything under it depends on it."),
        {
            "": Wording("I", mark("The heading “{text}” was read as “{name}”.")),
            "role": Wording(
                "I", mark("The column “{text}” was read as {role} because of its content.")
            ),
            "role_blank": Wording(
                "I",
                mark(
                    "Column {column} has no heading and was read as {role} because of its content."
                ),
            ),
        },
    ),
    Rule(
        RuleId.L_08,
        mark("Wide table"),
        mark("A table with years or indicators as columns is turned into one figure a row."),
        {
            "wide_indicator": Wording(
                "I",
                mark(
                    "Indicators stand side by side ({columns} columns); they were turned to rows."
                ),
            ),
            "wide_period": Wording(
                "I",
                mark("Periods stand side by side ({columns} columns); they were turned to rows."),
            ),
            "wide_place": Wording(
                "I",
                mark("Places stand side by side ({columns} columns); they were turned to rows."),
            ),
            "transposed": Wording(
                "I",
                mark("Indicators stand beneath each other; {columns} columns were turned to rows."),
            ),
            "cross": Wording(
                "I",
                mark(
                    "The headings cross periods, indicators or places; "
                    "{columns} columns were turned to rows."
                ),
            ),
            "computed": Wording(
                "I",
                mark(
                    "“{text}” is just its two parts divided, in every row: it is recomputed from "
                    "them and was not taken as a figure of its own (columns {columns}; cells: {count})."
                ),
            ),
        },
    ),
    Rule(
        RuleId.L_09,
        mark("Part of an indicator"),
        mark("A part, such as men or rural members, must not pass for the whole."),
        {
            "": Wording(
                "W",
                mark("“{text}” names a group of persons or an area, not the whole indicator."),
                mark("Confirm that it was not meant as the whole, or say which indicator it is."),
            ),
            "of_which": Wording(
                "W",
                mark("“{text}” is an of-which column that is not in the catalogue; passed over."),
                mark("Say what the column is if it is an indicator of the catalogue."),
            ),
        },
    ),
    Rule(
        RuleId.L_10,
        mark("Blank row or column"),
        mark("Blank rows and columns carry nothing."),
        {
            "": Wording(
                "I", mark("Blank rows were passed over ({count}), the first at {address}.")
            ),
            "column": Wording("I", mark("Column {column} is blank and was passed over.")),
        },
    ),
    Rule(
        RuleId.L_11,
        mark("Row too short or too long"),
        mark("A missing or surplus separator moves figures under the wrong heading."),
        {
            "": Wording(
                "E",
                mark(
                    "Row {row} has {found} {found:cell|cells} where the headings have {expected}."
                ),
                mark(
                    "Add or remove the separators in this row; put text with separators in quotes."
                ),
            )
        },
    ),
    Rule(
        RuleId.L_12,
        mark("Blank under a filled cell"),
        mark("In merged cells only the first has the text; the others mean the same."),
        {
            "": Wording(
                "W",
                mark(
                    "Blank cells were read as {role} above them ({count}), the first at {address}."
                ),
                mark("Confirm the reading, or fill in the cells."),
            )
        },
    ),
    Rule(
        RuleId.L_13,
        mark("Cell far too long"),
        mark("A text pasted into a column of numbers is mostly a remark in the wrong place."),
        {
            "": Wording(
                "W",
                mark("A cell has {characters} characters in a column of numbers: “{text}”."),
                mark("Move the text to a column 备注 and write the number alone."),
            )
        },
    ),
    Rule(
        RuleId.L_14,
        mark("Several tables in one sheet"),
        mark("Each table is read by its own headings, or figures get the wrong meaning."),
        {
            "": Wording(
                "W",
                mark(
                    "The sheet has {count} tables, at {places}; each was read by its own headings."
                ),
                mark("Look at what was understood of each, and confirm it, or choose one of them."),
            ),
            "chosen": Wording(
                "I",
                mark(
                    "The sheet has {count} tables, at {places}; only number {number} is read, as was said."
                ),
            ),
            "repeated": Wording(
                "I",
                mark("The headings are repeated among the data ({count}), first at {address}."),
            ),
            "many": Wording(
                "E",
                mark("The sheet has {count} tables or more, too many to be told apart."),
                mark("Put each table into a sheet or a file of its own."),
            ),
            "second": Wording(
                "E",
                mark("“{text}” in {address} begins another table that has no headings of its own."),
                mark(
                    "Repeat the headings under that line, or put the table into a file of its own."
                ),
            ),
        },
    ),
)
