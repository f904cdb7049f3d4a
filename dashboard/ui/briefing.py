"""The Briefing page: choose a deck or begin one, put its slides in order, build it."""

from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard import cached
from dashboard.access import Actor
from dashboard.briefing.decks import drafts
from dashboard.briefing.decks.deck import OUTLINES, Slide
from dashboard.briefing.decks.drafts import Briefing
from dashboard.briefing.decks.outlines import Occasion, make_outline
from dashboard.briefing.slides.presentation import make_deck
from dashboard.briefing.slides.template import open_template
from dashboard.catalogue import load_catalogue
from dashboard.charts.registry import find_kind
from dashboard.charts.sentences import make_headline, make_sentence
from dashboard.charts.tables.kinds import TableKind
from dashboard.errors import DashboardError
from dashboard.exporting import file_name
from dashboard.i18n import LANGUAGES, Lang
from dashboard.i18n import gettext as _
from dashboard.selection import Selection
from dashboard.store import load_store
from dashboard.ui import basket
from dashboard.ui.address import Key, forget, recall, remember
from dashboard.ui.basket import current_round
from dashboard.ui.components import draw_chart, draw_summary, escape_markdown
from dashboard.ui.navigation import find_page
from dashboard.ui.person import find_actor
from dashboard.ui.uploader import draw_uploader

_LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
_MADE = "_deck_made"
_MOST_LISTED = 20
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def draw_briefing_choice(actor: Actor, lang: Lang) -> Briefing | None:
    """The briefing in work, and the others of this person and of nobody to go on with."""
    briefing = basket.settle_current()
    known = {b.briefing_id: b for b in drafts.list_briefings(actor, load_store())[:_MOST_LISTED]}
    if briefing is not None:
        known.setdefault(briefing.briefing_id, briefing)
    if not known:
        return None
    chosen = st.selectbox(
        _("Briefings in work", lang),
        list(known),
        index=list(known).index(briefing.briefing_id) if briefing else None,
        key=f"briefing_choice_{current_round()}",
        format_func=lambda i: basket.name_of(known[i], lang),
        placeholder=_("Choose a briefing to go on with", lang),
    )
    if chosen and (briefing is None or chosen != briefing.briefing_id):
        basket.pick(chosen)
        st.rerun()
    return briefing


def draw_new(selection: Selection, *, expanded: bool) -> None:
    """Begin a deck from a ready outline for the selected region and year."""
    lang = selection.lang
    panel = st.expander(
        _("New briefing from an outline", lang),
        key="new_briefing",
        expanded=expanded,
        icon=":material/add:",
        on_change="rerun",
    )
    if not panel.open:
        return
    with panel:
        kind = st.radio(
            _("Outline", lang),
            list(OUTLINES),
            key="outline",
            horizontal=True,
            format_func=lambda k: _(OUTLINES[k], lang),
        )
        occasion = _draw_occasion(kind, selection)
        if st.button(_("Make the outline", lang), key="make_outline", type="primary"):
            # A refusal is told here, beside the choices that led to it.
            try:
                basket.start(make_outline(kind, occasion))
            except DashboardError as error:
                st.error(error.text(lang))
            else:
                st.rerun()


def _draw_occasion(kind: str, selection: Selection) -> Occasion:
    lang = selection.lang
    catalogue = load_catalogue()
    if kind == "programme":
        programme = st.selectbox(
            _("Programme", lang),
            list(catalogue.programmes),
            key="outline_programme",
            format_func=lambda c: catalogue.programmes[c].name(lang),
        )
        return Occasion(selection, programme=programme)
    if kind == "city":
        city = st.selectbox(
            _("City", lang),
            [r.code for r in catalogue.children(selection.region)],
            key="outline_city",
            format_func=lambda c: catalogue.regions[c].full_name(lang),
        )
        return Occasion(selection, city=city or "")
    if kind == "compare":
        years = cached.load_years(selection.version, selection.snapshot, selection.region)
        since = st.selectbox(
            _("Compare {year} with", lang, year=selection.year),
            [y for y in years if y != selection.year],
            key="outline_since",
        )
        return Occasion(selection, since=since)
    return Occasion(selection)


def draw_settings(briefing: Briefing, lang: Lang) -> None:
    """Title, language and data version of the deck."""
    deck, key = briefing.deck, briefing.briefing_id
    title, language, version = st.columns([3, 1, 2], vertical_alignment="bottom")
    new = replace(
        deck,
        title=title.text_input(
            _("Title of the briefing", lang), deck.title, key=f"deck_title_{key}", max_chars=80
        ),
        lang=language.selectbox(
            _("Language", lang),
            LANGUAGES,
            LANGUAGES.index(deck.lang),
            key=f"deck_lang_{key}",
            format_func=_LANGUAGE_NAMES.__getitem__,
        ),
        version=version.selectbox(
            _("Figures", lang),
            options := [0, *_version_dates()],
            options.index(deck.version) if deck.version in options else 0,
            key=f"deck_version_{key}",
            format_func=lambda v: _name_version(v, lang),
        ),
    )
    if new != deck:
        basket.set_deck(briefing, new)
        st.rerun()


def _version_dates() -> dict[int, str]:
    uploads = cached.load_uploads()
    days = uploads["uploaded_at"].dt.strftime("%Y-%m-%d")
    return dict(zip(uploads["upload_id"].tolist(), days.tolist(), strict=True))


def _name_version(version: int, lang: Lang) -> str:
    if not version:
        return _("the newest, now version {version}", lang, version=load_store().version)
    return _(
        "as at version {version} ({day})", lang, version=version, day=_version_dates()[version]
    )


def draw_slides(briefing: Briefing, lang: Lang) -> None:
    """Every slide with its headline; one that is opened shows its chart, title and sentence."""
    for place in range(len(briefing.deck.slides)):
        _draw_slide(briefing, place, lang)


def _draw_slide(briefing: Briefing, place: int, lang: Lang) -> None:
    deck = briefing.deck
    slide, key = deck.slides[place], f"{current_round()}_{place}"
    selection = deck.selection(slide, newest=load_store().version)
    headline = slide.title or make_headline(selection, slide.request)
    # A panel with another label is another one to Streamlit: kept open while its title is edited.
    remember(f"panel_{key}", recall(f"panel_{key}", False))
    with st.container(horizontal=True, vertical_alignment="center"):
        panel = st.expander(
            f"{place + 1}　{escape_markdown(headline)}", key=f"panel_{key}", on_change="rerun"
        )
        _draw_order(briefing, place, key, lang)
    if not panel.open:
        return
    with panel:
        left, right = st.columns([3, 2])
        with left:
            kind = find_kind(slide.request)
            if isinstance(kind, TableKind):
                draw_summary(kind.make_table(selection, slide.request), lang)
            else:
                draw_chart(selection, slide.request, key=f"chart_{key}")
        with right:
            _draw_words(briefing, place, selection, key, lang)


def _draw_order(briefing: Briefing, place: int, key: str, lang: Lang) -> None:
    last = len(briefing.deck.slides) - 1
    for icon, help_text, disabled, action in (
        ("arrow_upward", _("Earlier", lang), place == 0, partial(basket.move_slide, step=-1)),
        ("arrow_downward", _("Later", lang), place == last, partial(basket.move_slide, step=1)),
        ("delete", _("Take out of the briefing", lang), False, basket.remove_slide),
    ):
        st.button(
            "",
            key=f"{icon}_{key}",
            icon=f":material/{icon}:",
            help=help_text,
            type="tertiary",
            disabled=disabled,
            on_click=action,
            args=(briefing, place),
        )


def _draw_words(briefing: Briefing, place: int, selection: Selection, key: str, lang: Lang) -> None:
    """Title and sentence: what is made from the figures, or what the writer put in its place."""
    slide: Slide = briefing.deck.slides[place]
    made = make_sentence(selection, slide.request)
    title = st.text_input(
        _("Title", lang),
        slide.title,
        key=f"title_{key}",
        max_chars=60,
        placeholder=make_headline(selection, slide.request),
    )
    sentence = st.text_area(
        _("Sentence", lang), slide.sentence, key=f"sentence_{key}", placeholder=made, max_chars=400
    )
    st.caption(
        _(
            "Left empty, both are made from the figures and stay true when these are revised; "
            "what you write stays as it is.",
            lang,
        )
    )
    if (title, sentence) != (slide.title, slide.sentence):
        basket.edit_slide(briefing, place, title=title, sentence=sentence)
        st.rerun()


def draw_template(briefing: Briefing, lang: Lang) -> None:
    """The organisation's template: uploaded, named, taken away again."""
    panel = st.expander(
        _("House template: {name}", lang, name=escape_markdown(briefing.template_name))
        if briefing.template_name
        else _("House template: none, the dashboard's own is used", lang),
        key="template_panel",
        on_change="rerun",
        icon=":material/palette:",
    )
    if not panel.open:
        return
    with panel:
        file = draw_uploader(
            _("A .pptx whose layouts, fonts and colours the deck shall have", lang),
            type="pptx",
            key=f"template_{briefing.briefing_id}_{current_round()}",
        )
        if file is not None:
            _take_template(briefing, file.getvalue(), file.name, lang)
        if briefing.template_name and st.button(
            _("Use the dashboard's own template", lang), key="drop_template"
        ):
            drafts.drop_template(find_actor(), load_store(), briefing)
            basket.pick(briefing.briefing_id)
            st.rerun()


def _take_template(briefing: Briefing, content: bytes, name: str, lang: Lang) -> None:
    """Keep a template that slides can be put on; say what is wrong with any other."""
    try:
        open_template(content, briefing.deck.lang)
    except DashboardError as error:
        st.error(error.text(lang))
        return
    before = briefing.template_sha256
    kept = drafts.keep_template(find_actor(), load_store(), briefing, content, name)
    if kept.template_sha256 != before:
        st.rerun()


def draw_build(briefing: Briefing, lang: Lang) -> None:
    """Build the deck with a progress bar, then hand it out; the way to the presentation view."""
    deck = briefing.deck
    version = deck.version or load_store().version
    wanted = (deck.to_json(), briefing.template_sha256, version)
    with st.container(horizontal=True, vertical_alignment="center"):
        is_asked = st.button(
            _("Build the slides", lang), key="build", type="primary", disabled=not deck.slides
        )
        st.page_link(
            find_page("present"),
            label=_("Presentation view", lang),
            icon=":material/slideshow:",
            query_params={Key.BRIEFING.value: briefing.briefing_id, Key.LANG.value: deck.lang},
        )
        st.button(
            _("Throw this briefing away", lang),
            key="throw_away",
            type="tertiary",
            icon=":material/delete:",
            on_click=basket.throw_away,
            args=(briefing.briefing_id,),
        )
    if is_asked:
        remember(_MADE, (wanted, _build(briefing, lang)))
    made: tuple[tuple[str, str, int], bytes] | None = recall(_MADE, None)
    if made is not None and made[0] == wanted:
        st.download_button(
            _("Download the slides", lang),
            data=made[1],
            file_name=f"{file_name(deck.title or _('Briefing', lang), f'v{version}')}.pptx",
            mime=_PPTX,
            key="download_deck",
            on_click="ignore",
            icon=":material/download:",
            type="primary",
        )
    else:
        forget(_MADE)


def _build(briefing: Briefing, lang: Lang) -> bytes:
    words = _("Building the slides", lang)
    bar = st.progress(0.0, words)
    try:
        return make_deck(
            briefing.deck,
            template=drafts.read_template(load_store(), briefing),
            progress=lambda done, total: bar.progress(done / total, f"{words} {done}/{total}"),
        )
    finally:
        bar.empty()
