"""Choosing a place: the nearest first, those around next, and any other by its name or code."""

from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from dashboard.catalogue import Catalogue, load_catalogue
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.ui.address import forget, recall, remember
from dashboard.ui.upload.upload_session import controlled

_PROBLEM = "_upload_place_problem"


def draw_place_choice(
    label: str,
    lang: Lang,
    *,
    key: str,
    given: str,
    near: str,
    apply: Callable[[str], None],
    nearest: Sequence[str] = (),
    width: int | Literal["stretch", "content"] = "stretch",
    is_label_shown: bool = True,
) -> None:
    """A list of places: ``nearest``, then the regions in ``near``; ``apply`` gets the code chosen.

    ``given`` is the code that holds now; ``apply`` gets an empty text when it is taken out.
    """
    catalogue = load_catalogue()
    options = [c for c in dict.fromkeys([*nearest, *_regions_in(near, catalogue), given]) if c]
    # A list and what is wrong with its answer stay together wherever they are drawn.
    with st.container(width=width):
        st.selectbox(
            label,
            [c for c in options if c in catalogue.regions],
            accept_new_options=True,
            placeholder=_("choose, or type a name or code", lang),
            format_func=lambda c: _label(c, catalogue, lang),
            label_visibility="visible" if is_label_shown else "collapsed",
            **controlled(key, given or None, lambda v: _take(key, v, apply, catalogue)),
        )
        where, text = recall(_PROBLEM, ("", ""))
        if where == key:
            forget(_PROBLEM)
            st.warning(_("There is no place of this name or code, or more than one:", lang))
            st.text(text)


def _take(key: str, answer: str | None, apply: Callable[[str], None], catalogue: Catalogue) -> None:
    """Take over a place; one that was typed may be a code or a name that only one place has."""
    typed = (answer or "").strip()
    if not typed:
        apply("")
        return
    codes = (typed,) if typed in catalogue.regions else catalogue.aliases.get(typed, ())
    named = [c for c, r in catalogue.regions.items() if typed in (r.name_zh, r.name_en)]
    found = set(codes) or set(named)
    if len(found) == 1:
        apply(found.pop())
    else:
        remember(_PROBLEM, (key, typed))


def _regions_in(region: str, catalogue: Catalogue) -> list[str]:
    """``region``, its children and theirs: more would make the page heavy, and can be typed."""
    children = [r.code for r in catalogue.children(region)]
    return [region, *children, *(g.code for c in children for g in catalogue.children(c))]


def _label(code: str, catalogue: Catalogue, lang: Lang) -> str:
    region = catalogue.regions.get(code)
    if region is None:
        return code
    parent = catalogue.regions.get(region.parent_code)
    where = f"{parent.full_name(lang)} " if parent and region.level == "county" else ""
    return f"{where}{region.full_name(lang)} {code}"
