"""Every rule of the import: its title, why it exists, and what it says in each of its cases.

A rule that is SQL has its statement in ``queries/checks/<id>.sql``; rules about the file and its
layout are found while reading and recognising. ``{placeholders}`` are filled by the finding.
"""

from dataclasses import dataclass
from typing import Literal

from dashboard.i18n import mark

Severity = Literal["E", "W", "I"]


@dataclass(frozen=True)
class Wording:
    """What one case of a rule says: E blocks, W is confirmed by the uploader, I is only shown."""

    severity: Severity
    message: str
    remedy: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule; ``wordings`` has one entry for each case, the usual one under the empty name."""

    id: str
    title: str
    why: str
    wordings: dict[str, Wording]

    @property
    def severities(self) -> frozenset[Severity]:
        """The severities its cases can have."""
        return frozenset(w.severity for w in self.wordings.values())


_FILE_RULES = (
    Rule(
        "F-01",
        mark("Empty file"),
        mark("A table without rows has nothing to publish."),
        {
            "": Wording("E", mark("The file is empty."), mark("Choose the file with the table.")),
            "no_rows": Wording(
                "E",
                mark("The table has headings but no rows of data."),
                mark("Fill in the rows under the headings and upload the file again."),
            ),
        },
    ),
    Rule(
        "F-02",
        mark("Too large"),
        mark("A limit keeps one file from taking the memory of everybody else."),
        {
            "": Wording(
                "E",
                mark("The file has {size} MB; the limit is {limit} MB."),
                mark("Split the file by year or by region."),
            ),
            "rows": Wording(
                "E",
                mark("The table has {size} rows; the limit is {limit}."),
                mark("Split the file by year or by region."),
            ),
            "columns": Wording(
                "E",
                mark("The table has {size} columns; the limit is {limit}."),
                mark("Delete the columns that are not needed, or put the years in rows."),
            ),
            "unpacked": Wording(
                "E",
                mark(
                    "The workbook unpacks to {size} MB, more than a table can; the limit is {limit}."
                ),
                mark("Copy the table alone into a new workbook, or save it as .csv."),
            ),
            "sheets": Wording(
                "E",
                mark("The workbook has {size} sheets; the limit is {limit}."),
                mark("Copy the sheet with the table into a workbook of its own."),
            ),
            "area": Wording(
                "E",
                mark("The sheet reaches far beyond its table: it has too many cells to be read."),
                mark("Copy the table alone into a new workbook, or save it as .csv."),
            ),
        },
    ),
    Rule(
        "F-03",
        mark("Type of the file"),
        mark("A file is read as what it is, whatever its name says."),
        {
            "": Wording(
                "I", mark("The file is called {extension} but is {kind}; it was read as such.")
            ),
            "unreadable": Wording(
                "E",
                mark("The file is {kind}, which cannot be read as a table."),
                mark("Open it in a spreadsheet program and save it as .xlsx or .csv."),
            ),
            "damaged": Wording(
                "E",
                mark("The workbook cannot be opened: it is damaged or protected by a password."),
                mark("Save it again without a password, or save the sheet as .csv."),
            ),
            "entities": Wording(
                "E",
                mark("The workbook declares entities of its own, which no table needs."),
                mark("Open it in a spreadsheet program and save it again, or save it as .csv."),
            ),
            "failed": Wording(
                "E",
                mark("The file could not be read: it has something the program does not expect."),
                mark("Save it again as .xlsx or “CSV UTF-8”, and tell the maintainers about it."),
            ),
            "sheet": Wording(
                "E",
                mark("The workbook has no sheet “{text}”."),
                mark("Choose one of: {sheets}."),
            ),
        },
    ),
    Rule(
        "F-04",
        mark("Encoding"),
        mark("Chinese text read in the wrong encoding turns into other characters."),
        {
            "": Wording("I", mark("The text was read as {encoding}.")),
            "unknown": Wording(
                "E",
                mark("The text is neither UTF-8 nor GB18030."),
                mark("Choose the encoding by hand, or save the file as “CSV UTF-8”."),
            ),
            "misfit": Wording(
                "E",
                mark("The text cannot be read as {encoding}, the encoding chosen by hand."),
                mark("Choose another encoding, or leave the choice to the program."),
            ),
        },
    ),
    Rule(
        "F-05",
        mark("Damaged characters"),
        mark("Characters lost before the upload cannot be brought back here."),
        {
            "": Wording(
                "E",
                mark("Row {row} has characters that were damaged before the upload: {text}"),
                mark("Export the table again from the original program as “CSV UTF-8”."),
            ),
            "nul": Wording(
                "E",
                mark("Not plain text: the file has NUL bytes ({count}), the first in row {row}."),
                mark("Export the table again as “CSV UTF-8” or .xlsx."),
            ),
        },
    ),
    Rule(
        "F-06",
        mark("Proof of the encoding"),
        mark("Many encodings decode without an error; known place names prove the right one."),
        {
            "": Wording(
                "W",
                mark(
                    "Read as {encoding}, only {found} of {total} place names are known. "
                    "The encoding may be wrong."
                ),
                mark("Look at the names shown; if they are not readable, choose another encoding."),
            )
        },
    ),
    Rule(
        "F-07",
        mark("Separator"),
        mark("The columns depend on it, so the choice is shown."),
        {"": Wording("I", mark("The columns are separated by {separator}."))},
    ),
    Rule(
        "F-08",
        mark("Quotation marks"),
        mark("A quotation mark that is never closed swallows the rows after it."),
        {
            "": Wording(
                "I", mark("Cells with line breaks inside: {count}; each was kept as one cell.")
            ),
            "unbalanced": Wording(
                "E",
                mark("A quotation mark that opens near row {row} is not closed properly."),
                mark("Remove the quotation mark, or write it twice inside the cell."),
            ),
        },
    ),
    Rule(
        "F-09",
        mark("Sheets, and what is hidden"),
        mark("What is not on screen is still in the file, and only one sheet is read."),
        {
            "sheets": Wording(
                "W",
                mark("The sheet “{text}” was read; others were not ({count}): {sheets}."),
                mark("Confirm the sheet, or choose another one."),
            ),
            "hidden_sheets": Wording(
                "W",
                mark("The sheet “{text}” was read; hidden sheets were not ({count}): {sheets}."),
                mark("Confirm the sheet, or choose another one."),
            ),
            "rows": Wording(
                "W",
                mark("Hidden rows were read like all others ({count}): {rows}."),
                mark("Confirm that they belong to the table, or delete them."),
            ),
            "columns": Wording(
                "W",
                mark("Hidden columns were read like all others ({count}): {columns}."),
                mark("Confirm that they belong to the table, or delete them."),
            ),
            "formulas": Wording(
                "W",
                mark("Formulas have no stored result ({count}), the first in {address}: {text}"),
                mark("Open the workbook in a spreadsheet program, save it and upload it again."),
            ),
        },
    ),
    Rule(
        "F-10",
        mark("File uploaded before"),
        mark("The same file twice is mostly a slip; nothing in it can be new."),
        {
            "": Wording(
                "W",
                mark(
                    "The same file was published before as upload {upload_id} on {uploaded_at} (“{text}”)."
                ),
                mark("Choose the newer file, or go on if it has to be published again."),
            ),
        },
    ),
    Rule(
        "F-11",
        mark("Password or macros"),
        mark("A file is never executed, and what is locked cannot be checked."),
        {
            "password": Wording(
                "E",
                mark("The workbook is protected by a password."),
                mark("Save it again without a password, or save the sheet as .csv."),
            ),
            "macro": Wording(
                "E",
                mark("The workbook has macros."),
                mark("Save it as .xlsx, which has no macros, and upload that."),
            ),
        },
    ),
)

_LAYOUT_RULES = (
    Rule(
        "L-01",
        mark("Lines above the headings"),
        mark("Titles and unit lines are not data."),
        {"": Wording("I", mark("Lines above the headings were passed over ({count}): {text}"))},
    ),
    Rule(
        "L-02",
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
        "L-03",
        mark("Notes under the table"),
        mark("Notes and sources are kept beside the figures, not among them."),
        {"": Wording("I", mark("Lines under the table were kept as its note ({count}): {text}"))},
    ),
    Rule(
        "L-04",
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
        "L-05",
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
        "L-06",
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
        "L-07",
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
        "L-08",
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
        "L-09",
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
        "L-10",
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
        "L-11",
        mark("Row too short or too long"),
        mark("A missing or surplus separator moves figures under the wrong heading."),
        {
            "": Wording(
                "E",
                mark("Row {row} has {found} cells where the headings have {expected}."),
                mark(
                    "Add or remove the separators in this row; put text with separators in quotes."
                ),
            )
        },
    ),
    Rule(
        "L-12",
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
        "L-13",
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
        "L-14",
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

_PLACE_RULES = (
    Rule(
        "P-01",
        mark("Place blank"),
        mark("A figure without a place cannot be stored."),
        {"": Wording("E", mark("The place is blank."), mark("Write the place in {address}."))},
    ),
    Rule(
        "P-02",
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
        "P-03",
        mark("Name of a place normalised"),
        mark("Short and older names point to the same region."),
        {"": Wording("I", mark("“{text}” was read as {name} ({region_code}) (cells: {count})."))},
    ),
    Rule(
        "P-04",
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
        "P-05",
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
        "P-06",
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
        "P-07",
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
        "P-08",
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
        "P-09",
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
        "P-10",
        mark("Regions beside their parts"),
        mark("A region and the regions inside it must not be added together."),
        {
            "": Wording(
                "W",
                mark(
                    "“{place}” stands in the table beside up to {parts} regions inside it (figures: {count})."
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
        "P-11",
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
        "P-12",
        mark("Total and its parts"),
        mark("A total that is not the sum of its parts shows a figure lost or mistyped."),
        {
            "": Wording(
                "W",
                mark(
                    "{place}, {period}, “{name}”: {stated} is stated, but its {parts} parts add up to {parts_sum}."
                ),
                mark("Find the figure that is wrong, or confirm that the parts are not complete."),
            ),
            "row": Wording(
                "W",
                mark(
                    "Row “{place}”, {period}, “{name}”: {stated} is stated, but its {parts} parts add up to {parts_sum}."
                ),
                mark("Find the figure that is wrong, or confirm that the parts are not complete."),
            ),
        },
    ),
    Rule(
        "P-13",
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

_TIME_RULES = (
    Rule(
        "T-01",
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
        "T-02",
        mark("Period normalised"),
        mark("Periods are written in many ways; the reading is shown."),
        {"": Wording("I", mark("“{text}” was read as {period} (cells: {count})."))},
    ),
    Rule(
        "T-03",
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
        "T-04",
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
        "T-05",
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
        "T-06",
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
        "T-07",
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
        "T-08",
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

_INDICATOR_RULES = (
    Rule(
        "I-01",
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
        "I-02",
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
        "I-03",
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
        "I-04",
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
        "I-05",
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

_VALUE_RULES = (
    Rule(
        "V-01",
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
                    "Use one of: final, provisional, estimate, at_least (正式、初步、估计、至少)."
                ),
            ),
        },
    ),
    Rule(
        "V-02",
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
        "V-03",
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
        "V-04",
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
        "V-05",
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
        "V-06",
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
        "V-07",
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
        "V-08",
        mark("More decimals than usual"),
        mark("Figures are kept in full and shown with the decimals of the indicator."),
        {
            "": Wording(
                "I",
                mark(
                    "“{text}” has more than {decimals} decimals for “{name}”; it is kept in full (cells like it: {count})."
                ),
            ),
        },
    ),
    Rule(
        "V-09",
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
        "V-10",
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
        "V-11",
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
        "V-12",
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
        "V-13",
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
        "V-14",
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
        "V-15",
        mark("Negative in accounting style"),
        mark("Brackets and a minus at the end mean a negative number."),
        {"": Wording("I", mark("“{text}” was read as {after} (cells like it: {count})."))},
    ),
    Rule(
        "V-16",
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
        "V-17",
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
)

_CROSS_RULES = (
    Rule(
        "R-01",
        mark("Figure given twice"),
        mark("The same figure twice is stored once."),
        {
            "": Wording(
                "I", mark("The figure in {address} repeats {first_address}; it was dropped.")
            )
        },
    ),
    Rule(
        "R-02",
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
        "R-03",
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
        "R-04",
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
        "R-05",
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
        "R-06",
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
        "C-01",
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
        "C-02",
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
        "C-03",
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
        "C-04",
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
        "C-05",
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
)

# What stands in the place of a rule's own words when it could not run: a rule that fails must not
# pass for a rule that found nothing.
BROKEN = Wording(
    "E",
    mark("This rule could not run, so nothing is known about it: {text}"),
    mark("Tell the maintainers of the dashboard; the file cannot be published until then."),
)

RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        *_FILE_RULES,
        *_LAYOUT_RULES,
        *_PLACE_RULES,
        *_TIME_RULES,
        *_INDICATOR_RULES,
        *_VALUE_RULES,
        *_CROSS_RULES,
    )
}


def find_wording(rule: str, variant: str) -> Wording:
    """The words of one case of a rule; ``broken`` is a case of every rule."""
    return BROKEN if variant == "broken" else RULES[rule].wordings[variant]
