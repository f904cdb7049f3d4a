"""The rules V: single values."""

from dashboard.i18n import mark
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.findings.rules.wording import Rule, Wording

VALUE_RULES = (
    Rule(
        RuleId.V_01,
        mark("Not a number"),
        mark("Text in the place of a number would be lost."),
        {
            "": Wording(
                "E",
                mark("“{text}” is not a number."),
                mark("Write the number alone; put remarks in a column 备注."),
            ),
            "unit": Wording(
                "E",
                mark("The unit in “{text}” is not the unit of the indicator ({unit})."),
                mark("Write the number in the unit of the indicator."),
            ),
            "status": Wording(
                "E",
                mark("“{text}” is not a status of a figure."),
                mark(
                    "Use one of: final, provisional, estimate, at_least, at_most "
                    "(正式、初步、估计、至少、至多)."
                ),
            ),
        },
    ),
    Rule(
        RuleId.V_02,
        mark("Full-width characters"),
        mark("Full-width digits and odd spaces are the same numbers in other characters."),
        {
            "": Wording(
                "I",
                mark(
                    "Full-width characters or spaces, as in “{text}”, were read as numbers (cells: {count})."
                ),
            )
        },
    ),
    Rule(
        RuleId.V_03,
        mark("Thousands separators"),
        mark("A comma in the wrong place may be a decimal point or a lost digit."),
        {
            "": Wording(
                "I", mark("Thousands separators, as in “{text}”, were taken out (cells: {count}).")
            ),
            "irregular": Wording(
                "E",
                mark("The commas in “{text}” do not stand in groups of three digits."),
                mark("Write the number without commas, and decimals with a point."),
            ),
        },
    ),
    Rule(
        RuleId.V_04,
        mark("Unit inside the cell"),
        mark("A unit word changes the number it stands beside."),
        {
            "": Wording(
                "W",
                mark("“{text}” was read as {after} {unit} (cells like it: {count})."),
                mark("Confirm the reading, or write the numbers without unit words."),
            )
        },
    ),
    Rule(
        RuleId.V_05,
        mark("Scale of a rate"),
        mark("0.9 can mean 90 % or 0.9 %."),
        {
            "": Wording(
                "E",
                mark("“{text}” under “{heading}” may be a share (0 to 1) or per cent."),
                mark("Write rates in per cent (90.3), or with the sign: 90.3%, 0.9%."),
            )
        },
    ),
    Rule(
        RuleId.V_06,
        mark("Rate out of range"),
        mark("This rate cannot lie outside 0 to 100 per cent."),
        {
            "": Wording(
                "E",
                mark("“{text}” gives {after} % for “{name}”, outside 0 to 100."),
                mark("Correct the figure or its scale."),
            )
        },
    ),
    Rule(
        RuleId.V_07,
        mark("Impossible count"),
        mark("People, organisations and cases are whole and not negative."),
        {
            "": Wording(
                "E",
                mark("“{text}” gives {after} for “{name}”; a count is whole and not negative."),
                mark("Correct the figure or its unit."),
            )
        },
    ),
    Rule(
        RuleId.V_08,
        mark("More decimals than usual"),
        mark("Figures are kept in full and shown with the decimals of the indicator."),
        {
            "": Wording(
                "I",
                mark(
                    "“{text}” has more than {decimals} {decimals:decimal|decimals} for “{name}”; it is kept in full (cells like it: {count})."
                ),
            ),
        },
    ),
    Rule(
        RuleId.V_09,
        mark("Damaged by a spreadsheet"),
        mark("Long numbers lose digits in a spreadsheet without a word."),
        {
            "": Wording(
                "E",
                mark("“{text}” has lost digits: it was shortened by a spreadsheet."),
                mark("Widen or format the column as a plain number and export the table again."),
            )
        },
    ),
    Rule(
        RuleId.V_10,
        mark("Error value of a spreadsheet"),
        mark("A broken formula leaves no number."),
        {
            "": Wording(
                "E",
                mark("“{text}” is an error of a formula."),
                mark("Mend the formula, or write 未报 if there is no figure."),
            )
        },
    ),
    Rule(
        RuleId.V_11,
        mark("Text like a formula"),
        mark("Such text could run as a formula when the table is opened again."),
        {
            "": Wording(
                "W",
                mark("“{text}” begins like a formula; it was kept as text."),
                mark("Replace the formula by its result."),
            )
        },
    ),
    Rule(
        RuleId.V_12,
        mark("Number or text cut off"),
        mark("Programs cut off what does not fit, at limits that are known."),
        {
            "": Wording(
                "W",
                mark("“{text}” is the largest or smallest number that some programs can hold."),
                mark("Compare the cell with the original figure."),
            ),
            "text": Wording(
                "W",
                mark(
                    "The text is exactly 255 characters long, where some programs cut off: {text}"
                ),
                mark("Compare the text with the original."),
            ),
        },
    ),
    Rule(
        RuleId.V_13,
        mark("Marks for a missing figure"),
        mark("Missing is not zero, and tables use different marks for it."),
        {
            "": Wording(
                "W",
                mark("“{text}” was taken as: {state} (cells: {count})."),
                mark("Confirm the meaning, or choose another one for this mark."),
            ),
            "blank": Wording(
                "W",
                mark("Blank cells were taken as: {state} (cells: {count})."),
                mark("Confirm the meaning, or choose another one for blank cells."),
            ),
        },
    ),
    Rule(
        RuleId.V_14,
        mark("Zero or missing"),
        mark("Zero says that there was nothing; a figure that is missing is not zero."),
        {
            "": Wording(
                "W",
                mark("{place}, {period}, “{name}”: 0, after {previous_value} a year before."),
                mark("Confirm the zero, or write 未报 if there is no figure."),
            ),
            "many": Wording(
                "W",
                mark("The column “{heading}” has many zeros (cells: {count})."),
                mark("Confirm the zeros, or write 未报 where there is no figure."),
            ),
        },
    ),
    Rule(
        RuleId.V_15,
        mark("Negative in accounting style"),
        mark("Brackets and a minus at the end mean a negative number."),
        {"": Wording("I", mark("“{text}” was read as {after} (cells like it: {count})."))},
    ),
    Rule(
        RuleId.V_16,
        mark("Personal data"),
        mark("Numbers of identity cards and telephones must not be stored with statistics."),
        {
            "": Wording(
                "E",
                mark("“{text}” looks like the number of an identity card or a mobile telephone."),
                mark("Delete the column with personal data and upload the table again."),
            ),
            "card": Wording(
                "E",
                mark("“{text}” looks like the number of a bank card."),
                mark("Delete the column with personal data and upload the table again."),
            ),
        },
    ),
    Rule(
        RuleId.V_17,
        mark("Number so small that it names people"),
        mark("One or two families in hardship can be recognised by their neighbours."),
        {
            "": Wording(
                "W",
                mark(
                    "“{name}” has figures below {limit_count} (cells: {count}), the first is {text}."
                ),
                mark("Confirm that they may be shown, or write x (confidential)."),
            ),
        },
    ),
    Rule(
        RuleId.V_18,
        mark("Number beyond all measure"),
        mark("A slip of the keyboard can make a number larger than anything there is to count."),
        {
            "": Wording(
                "E",
                mark("“{text}” is larger than anything that can be counted or paid."),
                mark("Correct the figure or its unit."),
            ),
            "ceiling": Wording(
                "E",
                mark(
                    "“{text}” gives {after} {unit} for “{name}” in {place}; more than {highest} "
                    "is not possible there."
                ),
                mark("Correct the figure or its unit."),
            ),
        },
    ),
    Rule(
        RuleId.V_19,
        mark("Mark of a footnote"),
        mark("A raised digit beside a number is no digit of it."),
        {
            "": Wording(
                "W",
                mark("“{text}” was read as {after} with the mark of a note (cells: {count})."),
                mark("Confirm the reading, or take the mark out; put notes in a column 备注."),
            )
        },
    ),
    Rule(
        RuleId.V_20,
        mark("Shown otherwise than held"),
        mark("A number format can divide a number, so that a cell shows another than it holds."),
        {
            "": Wording(
                "W",
                mark(
                    "The cell holds {text} but shows {shown}: it was read as {after} {unit}, "
                    "not as {other_value} (cells: {count})."
                ),
                mark("Confirm the reading, or write the numbers as they are meant."),
            ),
            "either": Wording(
                "E",
                mark(
                    "The cell holds {text} but shows {shown}: that can mean {after} or "
                    "{other_value} {unit} (cells: {count})."
                ),
                mark(
                    "Take off the number format and write the numbers in the unit of the heading."
                ),
            ),
        },
    ),
    Rule(
        RuleId.V_21,
        mark("One cell over several figures"),
        mark("A number in a merged cell is that of all it covers, and no single one's own."),
        {
            "": Wording(
                "E",
                mark("“{text}” stands in one merged cell over several figures: {covers}."),
                mark("Undo the merging and write the figure of each, or 未报 where there is none."),
            )
        },
    ),
)
