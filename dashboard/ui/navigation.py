"""The pages of the dashboard: made once per language from the catalogue, and links to them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import streamlit as st

from dashboard.catalogue import load_catalogue
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.ui.address import recall, remember

PAGE_FOLDER = Path(__file__).parent.parent / "app_pages"
_CURRENT = "_current_page"


@dataclass(frozen=True)
class Entry:
    """A page of the frame: its address, name and file."""

    path: str
    title: str
    icon: str
    section: str
    file: str
    hidden: bool = False  # reached by links alone


ENTRIES = (
    Entry("overview", mark("Overview"), "dashboard", "", "overview"),
    Entry("indicator", mark("Indicator"), "query_stats", "", "indicator"),
    Entry("city", mark("City"), "location_city", "", "city"),
    Entry("briefing", mark("Briefing"), "co_present", "", "briefing"),
    Entry("present", mark("Presentation view"), "slideshow", "", "present", hidden=True),
    Entry("data", mark("Data"), "table_view", mark("Figures"), "data"),
    Entry("upload", mark("Upload"), "upload_file", mark("Figures"), "upload"),
    Entry("history", mark("History"), "history", mark("Figures"), "history"),
    Entry("help", mark("Help"), "help", mark("Figures"), "help"),
)
_PROGRAMME_ICONS = {
    "membership": "groups",
    "outdoor": "cleaning_services",
    "insurance": "health_and_safety",
    "training": "school",
    "assistance": "volunteer_activism",
    "rights": "gavel",
    "services": "storefront",
    "digital": "devices",
    "culture": "sports_tennis",
    "rural": "agriculture",
    "honours": "military_tech",
    "safety": "engineering",
}


def _make_page(entry: Entry, lang: Lang) -> st.Page:
    return st.Page(
        PAGE_FOLDER / f"{entry.file}.py",
        title=_(entry.title, lang),
        icon=f":material/{entry.icon}:",
        url_path=entry.path,
        default=entry.path == "overview",
        visibility="hidden" if entry.hidden else "visible",
    )


@lru_cache(maxsize=2)
def _entries(lang: Lang) -> tuple[tuple[str, Entry], ...]:
    """Section names in ``lang`` and entries, programmes between the first pages and the figures."""
    programmes = sorted(load_catalogue().programmes.values(), key=lambda p: p.sort)
    made = [
        Entry(
            p.code,
            p.name(lang),
            _PROGRAMME_ICONS.get(p.code, "category"),
            "programmes",
            "programme",
        )
        for p in programmes
    ]
    return tuple(
        [("", e) for e in ENTRIES if not e.section]
        + [(_("Programmes", lang), e) for e in made]
        + [(_(e.section, lang), e) for e in ENTRIES if e.section]
    )


def _make_sections(lang: Lang) -> dict[str, list[st.Page]]:
    sections: dict[str, list[st.Page]] = {}
    for section, entry in _entries(lang):
        sections.setdefault(section, []).append(_make_page(entry, lang))
    return sections


def draw_navigation(lang: Lang) -> st.Page:
    """Draw the menu and return the page to run."""
    # Kept for the session: making a page looks its file up on the disk.
    kept: dict[str, list[st.Page]] | None = recall(f"_pages_{lang}", None)
    sections = kept or remember(f"_pages_{lang}", _make_sections(lang))
    page = st.navigation(sections, expanded=True)
    remember(_CURRENT, {p.url_path: p for pages in sections.values() for p in pages} | {"": page})
    return page


def find_page(path: str) -> st.Page:
    """The page at ``path`` of this run, for links."""
    pages = _current_pages()
    return pages[""] if path not in pages else pages[path]


def current_path() -> str:
    """The address path of the page that runs; empty for the Overview."""
    return _current_pages()[""].url_path


def _current_pages() -> dict[str, st.Page]:
    """The pages of this run by their paths; the one that runs also under an empty path."""
    pages: dict[str, st.Page] = recall(_CURRENT, {})
    return pages
