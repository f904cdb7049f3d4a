"""A deck: which charts in which order, with what its writer changed; text in and out for drafts."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from dashboard.catalogue import load_catalogue
from dashboard.i18n import LANGUAGES, Lang, mark
from dashboard.selection import ChartRequest, Selection

# Ready outlines; what is in them is in ``outlines``.
OUTLINES = {
    "province": mark("Region in a year"),
    "programme": mark("One programme"),
    "city": mark("One city"),
    "compare": mark("Two years compared"),
}


@dataclass(frozen=True)
class Slide:
    """One chart of a region in a year; an empty title or sentence is made from the figures."""

    request: ChartRequest
    region: str
    year: int
    title: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Deck:
    """Slides in order, in one language; ``version`` 0 stands for the newest figures."""

    title: str
    lang: Lang
    slides: tuple[Slide, ...] = ()
    version: int = 0
    demonstration: bool = True

    def selection(self, slide: Slide, *, newest: int) -> Selection:
        """Where ``slide`` looks; ``newest`` is the newest data version of the store."""
        version = self.version or newest
        return Selection(
            lang=self.lang,
            region=slide.region,
            year=slide.year,
            version=version,
            newest=newest,
            demonstration=self.demonstration,
        )

    def to_json(self) -> str:
        """The deck as JSON, for a draft."""
        slides = [
            {**asdict(s), "request": s.request.to_parameters() | {"view": s.request.kind}}
            for s in self.slides
        ]
        return json.dumps(asdict(replace(self, slides=())) | {"slides": slides}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Deck":
        """What ``to_json`` wrote; slides of codes that the catalogue no longer has are left out.

        Raises ValueError when ``text`` is not a deck.
        """
        values = json.loads(text)
        if not isinstance(values, dict) or values.get("lang") not in LANGUAGES:
            raise ValueError("This is not a deck.")
        slides = tuple(s for s in map(_read_slide, values.get("slides", ())) if s is not None)
        return cls(
            title=str(values.get("title", "")),
            lang=values["lang"],
            slides=slides,
            version=int(values.get("version", 0)),
            demonstration=bool(values.get("demonstration", True)),
        )


def _read_slide(values: Mapping[str, Any]) -> Slide | None:
    request = ChartRequest.from_parameters(values["request"])
    catalogue = load_catalogue()
    known = (
        values["region"] in catalogue.regions
        and (not request.indicator or request.indicator in catalogue.indicators)
        and (not request.programme or request.programme in catalogue.programmes)
        and all(r in catalogue.regions for r in (*request.regions, request.city) if r)
    )
    if not known:
        return None
    return Slide(
        request,
        region=str(values["region"]),
        year=int(values["year"]),
        title=str(values.get("title", "")),
        sentence=str(values.get("sentence", "")),
    )
