"""The rules F: the file as such, its type, size and encoding."""

from dashboard.i18n import mark
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.findings.rules.wording import Rule, Wording

FILE_RULES = (
    Rule(
        RuleId.F_01,
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
        RuleId.F_02,
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
            "packed": Wording(
                "E",
                mark("The workbook unpacks to {size} MB of repetitions, which no table holds."),
                mark("Copy the table alone into a new workbook, or save it as .csv."),
            ),
            "cells": Wording(
                "E",
                mark("The table has {size} cells or more; the limit is {limit}."),
                mark("Delete what does not belong to the table, or split it by year or by region."),
            ),
            "area": Wording(
                "E",
                mark(
                    "The sheet reaches far beyond its table, to {address}: that is {size} cells, "
                    "blank ones included; the limit is {limit}."
                ),
                mark("Copy the table alone into a new workbook, or save it as .csv."),
            ),
            "text": Wording(
                "E",
                mark("The cells hold {size} MB of text or more; the limit is {limit} MB."),
                mark("Delete long texts that do not belong to the table, or split the file."),
            ),
            "together": Wording(
                "E",
                mark("The sheets have {size} cells together; the limit is {limit}."),
                mark("Choose the sheet with the table, or copy it into a workbook of its own."),
            ),
        },
    ),
    Rule(
        RuleId.F_03,
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
        RuleId.F_04,
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
        RuleId.F_05,
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
        RuleId.F_06,
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
        RuleId.F_07,
        mark("Separator"),
        mark("The columns depend on it, so the choice is shown."),
        {"": Wording("I", mark("The columns are separated by {separator}."))},
    ),
    Rule(
        RuleId.F_08,
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
        RuleId.F_09,
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
        RuleId.F_10,
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
        RuleId.F_11,
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
    Rule(
        RuleId.F_12,
        mark("File cut off"),
        mark("A file that was not sent whole lacks figures, and its last number can lack digits."),
        {
            "": Wording(
                "E",
                mark("The file ends in the middle of row {row}: “{text}”"),
                mark(
                    "Upload the whole file; if nothing is missing, end the last row with a new line."
                ),
            ),
            "character": Wording(
                "E",
                mark("The file ends in the middle of a character: it was not sent whole."),
                mark("Upload the whole file."),
            ),
            "line": Wording("I", mark("The last row has no end, unlike all others: “{text}”")),
            "short": Wording(
                "W",
                mark(
                    "The last row has no end, unlike all others, and its last number is the "
                    "shortest: “{text}”. Is it whole?"
                ),
                mark("Compare it with the original; the file may have been cut off there."),
            ),
            "page": Wording(
                "W",
                mark("The page ends before its table does, after row {row}: “{text}”"),
                mark("Compare it with the original; the file may have been cut off there."),
            ),
        },
    ),
)
