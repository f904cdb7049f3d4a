"""The steps of the Upload page: template, file, what was understood, findings, comparison, publishing."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import cached
from dashboard.access import current_user
from dashboard.cached import Selection
from dashboard.catalogue import load_catalogue
from dashboard.errors import DashboardError
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.importing.findings import TERMS
from dashboard.importing.publish import publish_review, read_published
from dashboard.importing.review import Review, review_file
from dashboard.importing.template import make_template
from dashboard.settings import load_settings
from dashboard.store import load_store
from dashboard.ui.address import Key, forget, recall, remember
from dashboard.ui.navigation import find_page

_DRAFT = "_upload_draft"
_PUBLISHED = "_upload_published"
_ROUND = "_upload_round"
_MOST_FINDINGS = 1000
_STAGES = {
    "read": mark("Reading the file"),
    "recognise": mark("Understanding the table"),
    "check": mark("Checking every figure"),
    "compare": mark("Comparing with what is published"),
    "done": mark("Done"),
}
_SEVERITIES = {"E": mark("error"), "W": mark("please confirm"), "I": mark("put right")}
_SHAPES = {
    "long": mark("one figure a row"),
    "wide_indicator": mark("indicators side by side"),
    "wide_period": mark("years side by side"),
}
_STATES = {
    "ready": mark("The file is ready to publish."),
    "confirm": mark("The file can be published once you have confirmed the warnings below."),
    "blocked": mark("The file cannot be published: mend the errors below and upload it again."),
}


@dataclass(frozen=True)
class Draft:
    """A file in work: its bytes and what a review made of them."""

    content: bytes
    review: Review


@dataclass(frozen=True)
class Published:
    """What has just been published, to say so once and to lead to the charts."""

    version: int
    counts: dict[str, int]
    indicators: tuple[str, ...]


def draw_published(lang: Lang) -> None:
    """Say what has just been published and lead to it."""
    done: Published | None = recall(_PUBLISHED, None)
    if done is None:
        return
    forget(_PUBLISHED)
    st.success(
        describe_counts(done.counts, lang)
        + _(" Published as data version {version}.", lang, version=done.version)
    )
    indicators = load_catalogue().indicators
    with st.container(horizontal=True):
        for code in done.indicators[:6]:
            st.page_link(
                find_page("indicator"),
                label=indicators[code].name(lang),
                icon=":material/query_stats:",
                query_params={Key.INDICATOR: code},
            )


def draw_template(selection: Selection) -> None:
    """A template with the region's cities and the chosen indicators, to fill in and upload."""
    lang = selection.lang
    catalogue = load_catalogue()
    panel = st.expander(_("Download a template", lang), key="template", on_change="rerun")
    if not panel.open:
        return
    with panel:
        codes = st.multiselect(
            _("Indicators", lang),
            list(catalogue.indicators),
            default=[i.code for i in catalogue.of_programme("membership")[:4]],
            key="template_indicators",
            format_func=lambda c: catalogue.indicators[c].name(lang),
        )
        year = st.number_input(
            _("Year", lang), 1949, 2100, value=selection.year, key="template_year"
        )
        if not codes:
            st.info(_("Choose at least one indicator.", lang))
            return
        with st.container(horizontal=True):
            for kind, label in (("xlsx", "Excel"), ("csv", "CSV")):
                st.download_button(
                    label,
                    data=make_template(
                        catalogue,
                        parent=selection.region,
                        indicators=codes,
                        year=int(year),
                        lang=lang,
                        format=kind,
                    ),
                    file_name=f"template_{selection.region}_{year}.{kind}",
                    key=f"template_{kind}",
                    on_click="ignore",
                    icon=":material/download:",
                )


def draw_file_choice(selection: Selection) -> Draft | None:
    """The file in work; it is read once, not at every redraw."""
    lang = selection.lang
    # A new key after publishing empties the widget.
    file = st.file_uploader(
        _("A table as your city sent it: CSV, text or Excel", lang),
        key=f"file_{recall(_ROUND, 0)}",
        max_upload_size=load_settings().upload_limit_mb,
    )
    if file is None:
        forget(_DRAFT)
        return None
    version = load_store().version
    known = recall(_DRAFT, None)
    if known and known[0] == (file.file_id, version, selection.region):
        return known[1]
    draft = _review(file.getvalue(), file.name, selection)
    remember(_DRAFT, ((file.file_id, version, selection.region), draft))
    return draft


def _review(content: bytes, name: str, selection: Selection) -> Draft:
    lang = selection.lang
    bar = st.progress(0.0, text=_(_STAGES["read"], lang))
    review = review_file(
        content,
        name,
        catalogue=load_catalogue(),
        published=read_published(load_store()),
        scope=selection.region,
        progress=lambda stage, share: bar.progress(share, text=_(_STAGES[stage], lang)),
    )
    bar.empty()
    return Draft(content, review)


def draw_recognition(review: Review, lang: Lang) -> None:
    """How the file was understood."""
    found = review.recognition
    st.subheader(_("Understood as", lang))
    rows = [
        (_("Encoding", lang), found.encoding),
        (
            _("Separator", lang),
            _(TERMS.get(found.separator, found.separator), lang) if found.separator else "",
        ),
        (_("Sheet", lang), found.sheet),
        (_("Row of the headings", lang), str(found.head_row or "")),
        (_("Shape", lang), _(_SHAPES.get(found.shape, found.shape), lang) if found.shape else ""),
        (
            _("Places", lang),
            _(
                "{found} of {total} known: {examples}",
                lang,
                found=found.place_found,
                total=found.place_total,
                examples="、".join(found.place_examples),
            )
            if found.place_total
            else "",
        ),
        (_("Periods", lang), "、".join(found.periods)),
        (
            _("Indicators", lang),
            "、".join(zh if lang == "zh" else en for _c, zh, en in found.indicators),
        ),
        (
            _("Units", lang),
            "；".join(
                f"{c.before}{c.from_unit} → {c.after:,.10g}"
                for c in found.conversions
                if c.after is not None
            ),
        ),
        (_("Notes", lang), " ".join(found.notes)),
    ]
    table = pd.DataFrame(
        [r for r in rows if r[1]], columns=[_("What", lang), _("Read as", lang)], dtype="str"
    )
    st.dataframe(table, hide_index=True, key="recognition", alt=_("Understood as", lang))


def draw_findings(review: Review, lang: Lang) -> None:
    """The state of the file, and every finding with its cell, reason and remedy; worst first."""
    draw_state = {"ready": st.success, "confirm": st.warning, "blocked": st.error}[review.state]
    draw_state(_(_STATES[review.state], lang))
    if not review.findings:
        return
    ordered = sorted(review.findings, key=lambda f: "EWI".index(f.severity))[:_MOST_FINDINGS]
    table = pd.DataFrame(
        {
            _("How grave", lang): [_(_SEVERITIES[f.severity], lang) for f in ordered],
            _("Cell", lang): [f.address for f in ordered],
            _("Text in the cell", lang): [f.text for f in ordered],
            _("What", lang): [f.message(lang) for f in ordered],
            _("What to do", lang): [f.remedy(lang) for f in ordered],
            _("Nearest names", lang): ["、".join(f.suggestions) for f in ordered],
            _("Rule", lang): [f.rule for f in ordered],
        },
        dtype="str",
    )
    st.subheader(_("Findings", lang))
    st.dataframe(table, hide_index=True, key="findings", alt=_("Findings", lang))


def describe_counts(counts: dict[str, int], lang: Lang) -> str:
    """``新增12个数，修改37个，未变120个，拒收3个。``."""
    return _(
        "{new} figures new, {changed} changed, {unchanged} unchanged, {rejected} rejected.",
        lang,
        **{k: f"{counts.get(k, 0):,}" for k in ("new", "changed", "unchanged", "rejected")},
    )


def draw_comparison(review: Review, lang: Lang) -> None:
    """What publishing would change: counts, and old and new of every changed figure."""
    st.subheader(_("Compared with what is published", lang))
    st.write(describe_counts(review.counts, lang))
    catalogue = load_catalogue()
    changes = review.comparison.rows
    changes = changes[changes["kind"] != "unchanged"].head(_MOST_FINDINGS)
    if changes.empty:
        return
    kinds = {"new": _("new", lang), "changed": _("changed", lang)}
    table = pd.DataFrame(
        {
            _("Region", lang): [
                catalogue.regions[c].full_name(lang) for c in changes["region_code"]
            ],
            _("Indicator", lang): [
                catalogue.indicators[c].name(lang) for c in changes["indicator"]
            ],
            _("Period", lang): changes["period"].to_numpy(),
            _("Before", lang): changes["old_value"].to_numpy(),
            _("Now", lang): changes["new_value"].to_numpy(),
            _("State", lang): [kinds.get(k, k) for k in changes["kind"]],
        }
    )
    st.dataframe(
        table, hide_index=True, key="comparison", alt=_("Compared with what is published", lang)
    )


def draw_publish(draft: Draft, lang: Lang) -> None:
    """The form that publishes; it is not there while an error stands."""
    review = draft.review
    if review.state == "blocked":
        return
    with st.form("publish"):
        source = st.text_input(
            _("Source (shown on every chart)", lang),
            key="source",
            placeholder=_("e.g. 西安市总工会 2025 年报", lang),
        )
        note = st.text_input(_("Note", lang), key="note")
        user = current_user()
        by = st.text_input(_("Your name", lang), value=user, disabled=bool(user), key="by")
        confirmed = review.state == "ready" or st.checkbox(
            _("I have looked at the warnings; the figures are right.", lang), key="confirmed"
        )
        if not st.form_submit_button(_("Publish", lang), type="primary"):
            return
    if not by.strip():
        st.error(_("Say who you are; the history keeps it.", lang))
        return
    try:
        version = publish_review(
            load_store(),
            review,
            draft.content,
            source=source,
            note=note,
            uploaded_by=by.strip(),
            confirmed=confirmed,
        )
    except DashboardError as error:
        st.error(error.text(lang))
        return
    indicators = tuple(dict.fromkeys(review.figures["indicator"]))
    remember(_PUBLISHED, Published(version, dict(review.counts), indicators))
    remember(_ROUND, recall(_ROUND, 0) + 1)
    forget(_DRAFT)
    cached.load_uploads()
    st.rerun()
