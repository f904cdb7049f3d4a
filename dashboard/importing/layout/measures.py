"""Whether the numbers of a table are figures or targets: by its headings, its title, or an answer.

A figure must not pass for a target nor a target for a figure: what only a title says has to be
confirmed, and what nothing says clearly is asked.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.layout.headers import Column, Knowledge
from dashboard.importing.layout.layout import Layout
from dashboard.importing.vocabulary.measures import (
    ACTUAL,
    ANNUAL,
    BREAK,
    BY_ROW,
    PLAN,
    TARGETS,
    UNSURE,
    find_kind,
    judge_title,
    names_breaks,
    names_target,
)

_SHARE_OF_KINDS = 0.3  # a slip among few kinds must not lose the column


def settle_kind_column(columns: Sequence[Column], texts: dict[int, set[str]]) -> list[Column]:
    """``columns`` without a column of kinds that holds other words, or reasons beside figures.

    ``texts`` has the different texts under each column by its number.
    """
    has_figures = any(c.role in ("figure", "value") for c in columns)
    settled = []
    for column in columns:
        if column.role == "kind" and not _holds_kinds(texts[column.number]):
            column = replace(column, role="")
        if column.role in ("reason", "reason_en") and has_figures:
            column = replace(column, role="")
        settled.append(column)
    return settled


def _holds_kinds(texts: set[str]) -> bool:
    known = sum(bool(find_kind(t)) for t in texts)
    return bool(texts) and known / len(texts) >= _SHARE_OF_KINDS


def take_notes_for_reasons(columns: Sequence[Column], titles: Sequence[str]) -> list[Column]:
    """``columns`` with the remarks as reasons, where a title says that breaks in series are listed."""
    roles = {c.role for c in columns}
    is_list = "indicator" in roles and not roles & {"figure", "value", "reason"}
    if not is_list or not any(names_breaks(t) for t in titles):
        return list(columns)
    return [replace(c, role="reason") if c.role == "note" else c for c in columns]


def settle_measures(
    layout: Layout, kinds: set[str], above: Sequence[str], knowledge: Knowledge, *, sheet: str
) -> tuple[Layout, list[Finding]]:
    """``layout`` with the measure of every column of figures, and what was taken for targets.

    ``kinds`` are the texts in its column of kinds, ``above`` the cells over it, ``sheet`` is the name of a sheet of a workbook.
    """
    if layout.shape == "break":
        return _with_measures(layout, {c.number: BREAK for c in layout.figures}), []
    if not layout.figures:
        return layout, []
    title, line = _judge_lines([*above, sheet])
    is_of_targets = title in TARGETS or any(c.measure in TARGETS for c in layout.figures)
    if layout.column("kind") and not (is_of_targets or any(names_target(k) for k in kinds)):
        layout = _without_kinds(layout)
    open_columns = [c for c in layout.figures if c.measure in ("", UNSURE)]
    findings: list[Finding] = []
    if layout.column("kind"):
        measures = dict.fromkeys((c.number for c in open_columns), BY_ROW)
    else:
        measure, findings = _judge_open(layout, open_columns, title, line, knowledge)
        measures = dict.fromkeys((c.number for c in open_columns), measure)
    layout = _with_measures(layout, measures)
    said = [c for c in layout.figures if c.measure in TARGETS and c.number not in measures]
    return layout, [*findings, *(_tell(c) for c in said)]


def _judge_lines(lines: Sequence[str]) -> tuple[str, str]:
    """What the lines over a table say of it, and the line that says so; '' where none does.

    A title in several cells, of which one speaks of targets and another of what became of them, can
    be one sentence or the titles of two tables: nobody can tell.
    """
    judged = {judge_title(text): text for text in reversed(lines)}
    whole = " ".join(filter(None, lines))
    if judge_title(whole) == ACTUAL and judged.keys() & {UNSURE, *TARGETS}:
        return UNSURE, whole
    return next(((t, judged[t]) for t in (ACTUAL, UNSURE, PLAN, ANNUAL) if t in judged), ("", ""))


def _judge_open(
    layout: Layout, columns: list[Column], title: str, line: str, knowledge: Knowledge
) -> tuple[str, list[Finding]]:
    """What the columns are whose headings do not say it, and what has to be said or asked.

    ``title`` is what the title (or the sheet's name) ``line`` says.
    """
    if not columns:
        return "", []
    first = columns[0]
    tell = partial(
        make_finding,
        address=f"{first.letter}{first.head_row}",
        count=len(columns),
        columns=_list(columns),
    )
    if given := knowledge.corrections.measure:
        return (ACTUAL if given == "figure" else given), []
    beside = any(c.measure in TARGETS for c in layout.figures)
    is_unsure = any(c.measure == UNSURE for c in columns)
    if is_unsure:
        return UNSURE, [tell(RuleId.G_01, "heading", text=first.heading)]
    if title == UNSURE or (title in TARGETS and beside):
        return UNSURE, [tell(RuleId.G_01, text=line)]
    if title in TARGETS:
        return title, [tell(RuleId.G_02, "title", text=line, kind=title)]
    if title == ACTUAL and not beside:
        return "", [tell(RuleId.G_02, "figures", text=line)]
    if note := next((n for n in layout.notes if judge_title(n) in TARGETS), ""):
        return UNSURE, [tell(RuleId.G_01, text=note)]
    name = knowledge.file_name.rpartition("/")[2]
    if not title and not beside and judge_title(name.rpartition(".")[0]) not in ("", ACTUAL):
        return UNSURE, [tell(RuleId.G_01, "file", text=name)]
    return "", []


def _tell(column: Column) -> Finding:
    return make_finding(
        RuleId.G_02,
        address=f"{column.letter}{column.head_row}",
        text=column.heading,
        kind=column.measure,
    )


def _list(columns: list[Column]) -> str:
    return ", ".join(c.letter for c in columns[:10])


def _with_measures(layout: Layout, measures: dict[int, str]) -> Layout:
    columns = [replace(c, measure=measures.get(c.number, c.measure)) for c in layout.columns]
    return replace(layout, columns=tuple(columns))


def _without_kinds(layout: Layout) -> Layout:
    columns = [replace(c, role="") if c.role == "kind" else c for c in layout.columns]
    return replace(layout, columns=tuple(columns))
