"""What the rules found in the file in work: grouped, worst first, with what can be mended here.

Text of the file is data: it is shown in tables and plain text, never as Markdown.
"""

from itertools import groupby

import pandas as pd
import streamlit as st

from dashboard.exporting import file_name, to_csv, to_xlsx
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.importing.findings.finding import Finding
from dashboard.importing.findings.rules.lookup import RULES
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.upload.annotated_workbook import make_annotated_workbook
from dashboard.importing.upload.review import Review
from dashboard.ui.upload.fixes import (
    draw_cumulative_fixes,
    draw_mark_fixes,
    draw_place_fixes,
    draw_value_fix,
)
from dashboard.ui.upload.table_settings import draw_table_choice, draw_unsaid
from dashboard.ui.upload.upload_session import UploadSession

_SHOWN = 20
_SEVERITIES = {"E": mark("error"), "W": mark("please confirm"), "I": mark("to know")}
_COLOURS = {"E": "red", "W": "orange", "I": "blue"}
_STATES = {
    "ready": mark("The file is ready to publish."),
    "confirm": mark("The file can be published once you have confirmed the warnings below."),
    "blocked": mark("The file cannot be published: mend the errors below, here or in your file."),
}
_PLACE_RULES = (RuleId.P_02, RuleId.P_04, RuleId.P_05, RuleId.P_07, RuleId.P_08)
_UNSAID = {"period": "year", "indicator_proposed": "indicator"}  # by variants of L-05
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw_findings(session: UploadSession, lang: Lang) -> None:
    """The state of the file, then every rule that found something, worst first."""
    review = session.review
    draw_state = {"ready": st.success, "confirm": st.warning, "blocked": st.error}[review.state]
    draw_state(_(_STATES[review.state], lang))
    if any(f.rule == RuleId.V_16 for f in review.findings):
        st.error(
            _(
                "The file holds numbers of identity cards or telephones, so it is kept nowhere: "
                "take them out of your own file and upload it again.",
                lang,
            ),
            icon=":material/shield_person:",
        )
    if not review.findings:
        return
    st.subheader(_("Findings", lang))
    _draw_downloads(session, lang)
    groups = [(rule, list(g)) for rule, g in groupby(review.findings, lambda f: (f.severity, f.rule))]  # fmt: skip
    for (severity, _rule), group in groups:
        if severity != "I":
            _draw_group(session, group, lang)
    draw_value_fix(session, lang)
    informed = [group for (severity, _rule), group in groups if severity == "I"]
    if informed:
        _draw_informed(session, informed, lang)


def _draw_informed(session: UploadSession, groups: list[list[Finding]], lang: Lang) -> None:
    panel = st.expander(
        _("Put right by the program, or only told ({count})", lang, count=sum(map(len, groups))),
        key="informed",
        on_change="rerun",
        icon=":material/info:",
    )
    if panel.open:
        with panel:
            for group in groups:
                _draw_group(session, group, lang)


def _draw_group(session: UploadSession, group: list[Finding], lang: Lang) -> None:
    """One rule: its title and count, its first findings, and what can be mended at once."""
    first = group[0]
    total = max(session.review.totals.get(first.rule, 0), len(group))
    word = _(_SEVERITIES[first.severity], lang)
    st.markdown(
        f":{_COLOURS[first.severity]}-badge[{word}] **{first.rule} {first.title(lang)}** · "
        + _("findings: {count}", lang, count=f"{total:,}")
    )
    st.caption(_(RULES[first.rule].why, lang))
    remedies = {f.remedy(lang) for f in group[:_SHOWN]}
    if len(remedies) == 1 and (remedy := remedies.pop()):
        st.text(_("What to do: {remedy}", lang, remedy=remedy))
    st.dataframe(
        _narrow(make_table(group[:_SHOWN], lang), lang),
        hide_index=True,
        key=f"findings_{first.rule}_{first.severity}",
        alt=first.title(lang),
        column_config={
            _("Cell", lang): st.column_config.TextColumn(width="small"),
            _("Text in the cell", lang): st.column_config.TextColumn(width="small"),
            _("What", lang): st.column_config.TextColumn(width="large"),
            _("Cells", lang): st.column_config.TextColumn(width="small"),
        },
    )
    if total > _SHOWN:
        text = _("The first {shown} are shown; all can be downloaded above.", lang, shown=_SHOWN)
        st.caption(text)
    _draw_fixes(session, group[:_SHOWN], lang)


def _draw_fixes(session: UploadSession, group: list[Finding], lang: Lang) -> None:
    """What the findings of one rule ask for, to be said beneath them."""
    rule = group[0].rule
    if rule in _PLACE_RULES:
        draw_place_fixes(session, group, lang)
    if rule == RuleId.P_04:
        draw_unsaid(session, ["place"], lang, where="finding")
    elif rule == RuleId.V_13:
        draw_mark_fixes(session, group, lang)
    elif rule == RuleId.R_08 and group[0].severity == "W":
        draw_cumulative_fixes(group, lang)
    elif rule == RuleId.L_14:
        draw_table_choice(session, lang, where="finding")
    elif rule in (RuleId.G_01, RuleId.G_02) and group[0].severity != "I":
        draw_unsaid(session, ["measure"], lang, where=f"finding_{rule}")
    elif rule == RuleId.L_05 and group[0].severity != "I":
        # Of errors and warnings alike: one of them may miss the place, the other ask the indicator.
        where = f"finding_{group[0].severity}"
        draw_unsaid(session, [_UNSAID.get(f.variant, f.variant) for f in group], lang, where=where)


def _narrow(table: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """The table without columns that say nothing here, or only what stands above it."""
    dull = {
        _("Cell", lang): "",
        _("Text in the cell", lang): "",
        _("Nearest names", lang): "",
        _("Cells", lang): "1",
    }
    empty = [name for name, value in dull.items() if (table[name] == value).all()]
    if table[_("What to do", lang)].nunique() == 1:
        empty.append(_("What to do", lang))
    return table.drop(columns=[*empty, _("Why", lang), _("Severity", lang), _("Rule", lang)])


def make_table(findings: list[Finding], lang: Lang) -> pd.DataFrame:
    """Findings as a table, one row each, in the reader's language."""
    return pd.DataFrame(
        {
            _("Cell", lang): [f.address for f in findings],
            _("Text in the cell", lang): [f.text for f in findings],
            _("What", lang): [f.message(lang) for f in findings],
            _("What to do", lang): [f.remedy(lang) for f in findings],
            _("Nearest names", lang): ["、".join(f.suggestions) for f in findings],
            _("Cells", lang): [str(f.count) for f in findings],
            _("Severity", lang): [_(_SEVERITIES[f.severity], lang) for f in findings],
            _("Rule", lang): [f.rule for f in findings],
            _("Why", lang): [_(RULES[f.rule].why, lang) for f in findings],
        },
        dtype="str",
    )


def _draw_downloads(session: UploadSession, lang: Lang) -> None:
    review = session.review
    title = _("Findings", lang)
    name = file_name(review.file.rpartition(".")[0] or review.file, title)
    table = make_table(list(review.findings), lang)
    with st.container(horizontal=True):
        st.download_button(
            _("The workbook, marked", lang),
            data=lambda: _make_annotated(session, review, lang),
            file_name=f"{name}.xlsx",
            mime=_XLSX,
            key="marked",
            on_click="ignore",
            type="primary",
            icon=":material/format_color_fill:",
            help=_("Your own table with the doubtful cells coloured; mend it and upload it.", lang),
        )
        st.download_button(
            _("All findings, CSV", lang),
            data=lambda: to_csv(table),
            file_name=f"{name}.csv",
            mime="text/csv",
            key="findings_csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            _("All findings, Excel", lang),
            data=lambda: to_xlsx(table, title=title, lang=lang),
            file_name=f"{name}-list.xlsx",
            mime=_XLSX,
            key="findings_xlsx",
            on_click="ignore",
            icon=":material/download:",
        )


def _make_annotated(session: UploadSession, review: Review, lang: Lang) -> bytes:
    return make_annotated_workbook(session.content, review, lang, corrections=session.corrections)
