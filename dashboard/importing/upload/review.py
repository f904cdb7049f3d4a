"""Review a file: read → recognise → check → compare, in one call; publishing is the store's.

Nothing is written anywhere. Problems in the file are findings of the review, never exceptions.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Literal

import pandas as pd

from dashboard.catalogue import Catalogue
from dashboard.i18n import Lang
from dashboard.importing.cells.recognition import (
    Recognition,
    describe_layout,
    mask_recognition,
    recognise_cells,
)
from dashboard.importing.checks.check import RuleRun, check_rules
from dashboard.importing.checks.context import (
    Context,
    create_context,
    create_points,
    list_indicators,
)
from dashboard.importing.checks.statements import rules_in_sql
from dashboard.importing.connection import Connection, fetch_rows
from dashboard.importing.corrections import Corrections
from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.personal_numbers import find_personal_numbers, read_parts
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.layout.headers import Knowledge
from dashboard.importing.layout.recognise import can_make_cells, make_knowledge, recognise_layout
from dashboard.importing.reading.text_table import read_file
from dashboard.importing.upload.cell_edits import CellEdit, edit_cells, note_edits
from dashboard.importing.upload.compare import (
    BREAK_COLUMNS,
    FIGURE_COLUMNS,
    TARGET_COLUMNS,
    Attached,
    PublishedComparison,
    create_attached,
    create_comparison,
    fetch_attached,
    fetch_comparison,
    offer_published,
)
from dashboard.importing.upload.template_workbook import (
    LAYOUT_VERSION,
    find_template,
    join_states,
    template_corrections,
)
from dashboard.lookup_keys import make_key
from dashboard.settings import load_settings
from dashboard.store import open_memory

State = Literal["ready", "confirm", "blocked"]
PublishedReader = Callable[[list[str]], pd.DataFrame]
Progress = Callable[[str, float], None]

# Shares of the time that a million figures take.
_SHARES = {"read": 0.0, "recognise": 0.2, "check": 0.55, "compare": 0.85, "done": 1.0}
_CELLS_SHARE = 0.3
_RULE_ORDER = "FLGPTIVRC"
_TOP_ROWS, _TOP_COLUMNS = 15, 40


@dataclass(frozen=True)
class Review:
    """What is known about a file before it is published."""

    file: str
    sha256: str
    recognition: Recognition
    findings: tuple[Finding, ...]
    figures: pd.DataFrame  # FIGURE_COLUMNS; one row per indicator, region and period
    comparison: PublishedComparison
    attached: Attached = Attached()
    totals: Mapping[RuleId, int] = field(
        default_factory=dict
    )  # rule → findings, beyond those listed
    timings: Mapping[str, float] = field(default_factory=dict)  # stage → seconds
    top_rows: tuple[tuple[str, ...], ...] = ()  # the first rows as read, for choosing the headings
    edits: tuple[CellEdit, ...] = ()  # single cells that a person put right
    version: int | None = None  # the data version that it was compared with; None: not known

    @property
    def may_be_kept(self) -> bool:
        """Whether the file may be stored: it could be read, and holds no numbers of persons."""
        return bool(self.top_rows) and all(f.rule != RuleId.V_16 for f in self.findings)

    @property
    def state(self) -> State:
        """The worst of the findings: ready (none but information), confirm, blocked."""
        severities = {f.severity for f in self.findings}
        return "blocked" if "E" in severities else "confirm" if "W" in severities else "ready"

    @property
    def counts(self) -> dict[str, int]:
        """Cells new, changed, unchanged and rejected."""
        return self.comparison.counts


@dataclass
class _Run:
    """One review as it goes on."""

    connection: Connection
    progress: Progress | None
    corrections: Corrections
    is_template: bool = False
    findings: list[Finding] = field(default_factory=list)
    totals: dict[RuleId, int] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)
    top_rows: tuple[tuple[str, ...], ...] = ()
    edits: tuple[CellEdit, ...] = ()
    has_points: bool = True  # see ``create_points``

    def report(self, stage: str, share: float) -> None:
        """Tell how far the review is; whoever listens may stop it by raising."""
        if self.progress:
            self.progress(stage, share)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Report a stage and measure it."""
        self.report(name, _SHARES[name])
        started = time.perf_counter()
        yield
        self.timings[name] = self.timings.get(name, 0) + time.perf_counter() - started

    def add_runs(self, runs: list[RuleRun]) -> None:
        """Take over what the rules found, with the time of each."""
        for run in runs:
            # That the figures could not be prepared is said once. Of numbers of persons nothing
            # being known must be said too: such a file is not kept.
            if run.is_broken and not self.has_points and run.rule != RuleId.V_16:
                continue
            self.findings += (self._settle(f) for f in run.findings)
            self.timings[run.rule] = run.seconds
            if run.total:
                self.totals[run.rule] = run.total

    def _settle(self, finding: Finding) -> Finding:
        """What a person has said about a missing mark is no question any more."""
        marks = {make_key(m) for m in self.corrections.marks}
        if finding.rule == RuleId.V_13 and make_key(finding.text) in marks:
            return replace(finding, severity="I")
        return finding

    def check(self, groups: str, first: float, last: float) -> None:
        """Run the rules of ``groups``, telling how far it is from share ``first`` to ``last``."""
        names = rules_in_sql(groups)
        for number, name in enumerate(names):
            self.report("check", first + (last - first) * number / len(names))
            self.add_runs(check_rules(self.connection, [name]))

    @property
    def must_stop(self) -> bool:
        """Whether an error has been found without which nothing else can be said."""
        return any(f.severity == "E" and not _leaves_the_rest(f) for f in self.findings)


def join_corrections(first: Corrections, then: Corrections) -> Corrections:
    """``first`` with what ``then`` says beyond it or otherwise."""
    values: dict[str, Any] = {}  # by the names of its fields
    for item in fields(Corrections):
        before, after = getattr(first, item.name), getattr(then, item.name)
        values[item.name] = {**before, **after} if isinstance(before, Mapping) else after or before
    return Corrections(**values)


def review_file(
    content: bytes,
    name: str,
    *,
    catalogue: Catalogue,
    published: PublishedReader,
    corrections: Corrections = Corrections(),
    scope: str = "610000",
    progress: Progress | None = None,
    today: date | None = None,
    context: Context = Context(),
) -> Review:
    """Review the file ``content`` called ``name``.

    ``published`` gives the published figures (indicator, region_code, period, value, status) of a
    list of indicators. Ambiguous names are looked for inside the region ``scope``. ``progress`` is
    told each stage (read, recognise, check, compare, done) and the share done, 0 to 1. ``today``
    decides which years lie in the future. ``context`` has what else the rules may know: uploads
    before this one, locked periods, closing dates, the user's regions. Errors of the file or its layout end the review early
    with no figures.
    """
    connection = open_memory()
    if is_template := find_template(content) == LAYOUT_VERSION:
        corrections = join_corrections(template_corrections(), corrections)
    try:
        run = _Run(connection, progress, corrections, is_template)
        knowledge = make_knowledge(
            catalogue,
            corrections=corrections,
            scope=scope,
            file_name=name,
            this_year=(today or date.today()).year,
            within_year=context.within_year,
        )
        sha256 = hashlib.sha256(content).hexdigest()
        context = replace(context, catalogue=catalogue, today=today, sha256=sha256)
        create_context(connection, context)
        recognition = mask_recognition(_understand(run, content, name, knowledge))
        outside = _read_outside(run)
        figures, comparison, attached = _judge(run, published, catalogue, context)
        amounts = pd.concat([figures["value"], attached.targets["value"]])
        run.findings += _find_personal(run, content, outside, amounts)
        figures = note_edits(figures, run.edits, head_row=recognition.head_row)
        run.report("done", 1.0)
        return Review(
            name,
            sha256,
            recognition,
            _order_findings(run.findings, recognition.sheet),
            figures,
            comparison,
            attached,
            run.totals,
            run.timings,
            run.top_rows,
            run.edits,
            context.version,
        )
    finally:
        connection.close()


def _understand(run: _Run, content: bytes, name: str, knowledge: Knowledge) -> Recognition:
    """Read and recognise; ``cell`` exists afterwards unless file or layout have errors."""
    with run.stage("read"):
        table = read_file(
            run.connection,
            content,
            name,
            settings=load_settings(),
            corrections=knowledge.corrections,
        )
        run.findings += table.findings
        run.add_runs(check_rules(run.connection, rules_in_sql("F")))
    recognition = Recognition(
        encoding=table.encoding, separator=table.separator, sheet=table.sheet, sheets=table.sheets
    )
    if run.must_stop:
        return recognition
    if run.is_template:
        join_states(run.connection)
    run.edits = edit_cells(run.connection, knowledge.corrections.values)
    run.top_rows = _read_top(run.connection)
    with run.stage("recognise"):
        layout, findings = recognise_layout(run.connection, table, knowledge)
        run.findings += findings
        recognition = describe_layout(table, layout, knowledge)
        if layout.head_row:
            run.add_runs(check_rules(run.connection, rules_in_sql("L")))
        if run.must_stop or not can_make_cells(layout):
            return recognition
        run.report("recognise", _CELLS_SHARE)
        recognition, findings = recognise_cells(run.connection, table, layout, knowledge)
        run.findings += findings
    return recognition


def _read_top(connection: Connection) -> tuple[tuple[str, ...], ...]:
    rows = fetch_rows(connection, "list_rows", first=1, last=_TOP_ROWS)
    return tuple(tuple(fields[:_TOP_COLUMNS]) for _row, fields in rows)


def _read_outside(run: _Run) -> list[str]:
    """The lines that are no rows of the table and have a long number in them.

    Every line where the cells could not be made: no rule looks at them then.
    """
    if not run.top_rows:
        return []
    first = last = 0
    if fetch_rows(run.connection, "find_table", name="cell"):
        first, last = fetch_rows(run.connection, "find_layout_rows")[0]
    rows = fetch_rows(run.connection, "list_lines_outside", first=first, last=last)
    return [line for (line,) in rows]


def _find_personal(
    run: _Run, content: bytes, outside: list[str], values: pd.Series
) -> list[Finding]:
    """V-16 for all that is not a row of the table: titles, notes, other sheets of the workbook."""
    if not run.top_rows or any(f.rule == RuleId.V_16 for f in run.findings):
        return []
    amounts = values.dropna().astype("float64")
    known = {str(int(v)) for v in amounts[amounts >= 1e10]}
    masked = find_personal_numbers([*outside, *read_parts(content)], known=known)
    return [make_finding(RuleId.V_16, text=text) for text in masked]


def _leaves_the_rest(finding: Finding) -> bool:
    """What a missing column would say can be said by hand, and a row that is cut off is out."""
    if finding.rule == RuleId.F_12:
        return finding.variant == ""
    if finding.rule == RuleId.G_01:
        return True
    return finding.rule == RuleId.L_05 and finding.variant in ("place", "period", "indicator")


def _judge(
    run: _Run, published: PublishedReader, catalogue: Catalogue, context: Context
) -> tuple[pd.DataFrame, PublishedComparison, Attached]:
    """Check the cells and compare what is in them; all is empty if there are no cells."""
    if not fetch_rows(run.connection, "find_table", name="cell"):
        empty = pd.DataFrame(columns=list(FIGURE_COLUMNS))
        return empty, PublishedComparison(0, 0, 0, 0, pd.DataFrame()), Attached()
    with run.stage("check"):
        indicators = list_indicators(run.connection, catalogue)
        offer_published(run.connection, published(indicators))
        run.has_points = create_points(run.connection, run.corrections.cumulative)
        if not run.has_points:
            run.findings.append(make_finding(RuleId.F_03, "failed"))
        # Once numbers of persons are out of the cells.
        create_attached(
            run.connection,
            context.targets(indicators) if context.targets else None,
            context.breaks(indicators) if context.breaks else None,
        )
        run.check("GPTIVR", _SHARES["check"], _SHARES["compare"])
    with run.stage("compare"):
        create_comparison(run.connection)
        run.add_runs(check_rules(run.connection, rules_in_sql("C")))
        attached = fetch_attached(run.connection)
        comparison, figures = fetch_comparison(run.connection)
    return figures, comparison, attached


def _order_findings(findings: list[Finding], sheet: str) -> tuple[Finding, ...]:
    """Errors first, then by rule in the order of the groups; each with the name of its sheet."""
    ordered = sorted(
        findings,
        key=lambda f: ("EWI".index(f.severity), _RULE_ORDER.find(f.rule[0]), f.rule),
    )
    return tuple(replace(f, sheet=sheet) for f in ordered) if sheet else tuple(ordered)


def as_json(review: Review, lang: Lang) -> dict[str, object]:
    """The review as plain values for ``json.dumps``; missing numbers are None."""
    recognition = review.recognition
    return {
        "file": review.file,
        "sha256": review.sha256,
        "state": review.state,
        "encoding": recognition.encoding,
        "separator": recognition.separator,
        "sheet": recognition.sheet,
        "shape": recognition.shape,
        "head_row": recognition.head_row,
        "places": {
            "found": recognition.place_found,
            "ambiguous": recognition.place_ambiguous,
            "total": recognition.place_total,
            "examples": list(recognition.place_examples),
        },
        "periods": list(recognition.periods),
        "units": list(recognition.units),
        "notes": list(recognition.notes),
        "indicators": [code for code, _, _ in recognition.indicators],
        "figures": [
            {
                "region_code": region_code,
                "indicator": indicator,
                "period": period,
                "value": None if pd.isna(value) else float(value),
                "status": status,
                "address": address,
            }
            for region_code, indicator, period, value, status, address in review.figures[
                ["region_code", "indicator", "period", "value", "status", "address"]
            ].itertuples(index=False)
        ],
        "targets": [
            {name: t[name] for name in TARGET_COLUMNS if name != "old_value"}
            for t in review.attached.targets.to_dict("records")
        ],
        "breaks": [
            {name: b[name] for name in BREAK_COLUMNS if not name.startswith("old_")}
            for b in review.attached.breaks.to_dict("records")
        ],
        "findings": [_finding_as_json(f, lang) for f in review.findings],
        "counts": review.counts,
        "attached_counts": review.attached.counts,
    }


def _finding_as_json(finding: Finding, lang: Lang) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "sheet": finding.sheet,
        "address": finding.address,
        "heading": finding.heading,
        "text": finding.text,
        "count": finding.count,
        "message": finding.message(lang),
        "remedy": finding.remedy(lang),
        "suggestions": list(finding.suggestions),
    }
