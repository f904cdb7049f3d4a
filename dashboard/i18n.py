"""The two languages: English text is the key, Chinese comes from the .po files in ``locale/zh``.

One .po file per room of the house (pages, charts, importing …) keeps messages beside their code.
Numbers and units are formatted in ``formats``, not here.
"""

import string
from functools import lru_cache
from pathlib import Path
from typing import Literal

from babel.messages.pofile import read_po

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")
LOCALE_FOLDER = Path(__file__).parent / "locale"


@lru_cache(maxsize=4)
def load_messages(lang: Lang) -> dict[str, str]:
    """English text to text in ``lang``, out of every .po file of that language."""
    messages: dict[str, str] = {}
    for path in sorted((LOCALE_FOLDER / lang).glob("*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=lang)
        # Plurals, which have several texts, are not used.
        texts = [(m.id, m.string) for m in catalog if m.id and m.string]
        messages.update({k: t for k, t in texts if isinstance(k, str) and isinstance(t, str)})
    return messages


class _Counted(string.Formatter):
    """Fills ``{n} {n:region|regions}``: behind the colon the word for one and the word for more."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, more = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return one if str(value) == "1" else more


_counted = _Counted()


def gettext(text: str, lang: Lang, /, **values: object) -> str:
    """``text`` in ``lang``, with ``{name}`` replaced by ``values``; English where none is known.

    ``{n:region|regions}`` is the word that goes with the number ``n``; Chinese has no need of it.
    """
    translated = text if lang == "en" else load_messages(lang).get(text, text)
    if values and "|" in translated:
        return _counted.vformat(translated, (), values)
    return translated.format(**values) if values else translated


def mark(text: str) -> str:
    """``text`` unchanged: marks a message that is translated later, for the extraction of keys."""
    return text


def nearest_language(locale: str | None) -> Lang:
    """The language for a browser's ``locale`` (``en-GB`` → ``en``); Chinese when it says nothing."""
    return "en" if locale and locale.lower().startswith("en") else "zh"


@lru_cache(maxsize=8)
def read_page_text(name: str, lang: Lang) -> str:
    """A longer text of a page as Markdown, from ``locale/<lang>/<name>.md``."""
    return (LOCALE_FOLDER / lang / f"{name}.md").read_text(encoding="utf-8")
