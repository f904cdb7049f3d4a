"""Everything a user reads exists in Chinese, with the same places for values, and nothing else."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from dashboard.i18n import LOCALE_FOLDER, gettext
from dashboard.settings import ROOT

MODULES = sorted((ROOT / "dashboard").rglob("*.py"))
PO_FILES = sorted((LOCALE_FOLDER / "zh").glob("*.po"))
_FUNCTIONS = {"gettext", "mark"}


def names_of_functions(tree: ast.Module) -> dict[str, str]:
    """What a module calls gettext and mark: ``from dashboard.i18n import gettext as _``."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "dashboard.i18n"
        for alias in node.names
        if alias.name in _FUNCTIONS
    }


def literals_of(node: ast.expr) -> Iterator[str]:
    """The texts that an argument can be: a literal, or either side of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals_of(node.body)
        yield from literals_of(node.orelse)


def read_messages(path: Path) -> Iterator[tuple[str, str, ast.Call]]:
    """Function, text and call of every message in a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = names_of_functions(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            function = names.get(node.func.id)
            if function:
                for text in literals_of(node.args[0]):
                    yield function, text, node


def used_messages() -> dict[str, str]:
    """Text → where it is used."""
    return {
        text: f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in MODULES
        for _function, text, call in read_messages(path)
    }


def translations() -> list[tuple[str, str, str]]:
    """File, English and Chinese of every entry."""
    found = []
    for path in PO_FILES:
        with path.open("rb") as file:
            found += [(path.name, m.id, m.string) for m in read_po(file, locale="zh") if m.id]
    return found


def places_of(text: str) -> set[str]:
    """The names in braces of a message."""
    return {name for _t, name, _f, _c in string.Formatter().parse(text) if name is not None}


def test_every_message_has_a_chinese_translation() -> None:
    known = {english for _file, english, chinese in translations() if chinese}
    missing = [f"{where}: {text}" for text, where in used_messages().items() if text not in known]
    assert not missing, "\n".join(sorted(missing))


def test_no_translation_is_unused() -> None:
    used = used_messages()
    unused = [f"{file}: {english}" for file, english, _ in translations() if english not in used]
    assert not unused, "\n".join(unused)


def test_translations_have_the_places_of_their_message() -> None:
    wrong = [
        f"{file}: {english} → {chinese}"
        for file, english, chinese in translations()
        if places_of(english) != places_of(chinese)
    ]
    assert not wrong, "\n".join(wrong)


def test_calls_fill_the_places_of_their_message() -> None:
    """``_("text {n}", lang, n=3)``: a place without a value would raise, or be shown in braces."""
    wrong = []
    for path in MODULES:
        for function, text, call in read_messages(path):
            given = {k.arg for k in call.keywords}
            if function == "gettext" and None not in given and given != places_of(text):
                wrong.append(f"{path.relative_to(ROOT)}:{call.lineno}: {text}")
    assert not wrong, "\n".join(wrong)


def test_marked_texts_are_literals() -> None:
    """The extraction sees literals only; a text put together at run time would be lost to it."""
    wrong = []
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = names_of_functions(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                is_mark = names.get(node.func.id) == "mark"
                is_formatted = bool(node.args) and isinstance(
                    node.args[0], ast.JoinedStr | ast.BinOp
                )
                literal = bool(node.args) and isinstance(node.args[0], ast.Constant)
                if (is_mark and not literal) or (node.func.id in names and is_formatted):
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not wrong, "\n".join(wrong)


def test_no_message_is_translated_twice() -> None:
    """Files are merged: of two translations of one message, one would be lost in silence."""
    seen: dict[str, str] = {}
    twice = []
    for file, english, _chinese in translations():
        if english in seen:
            twice.append(f"{english}: {seen[english]} and {file}")
        seen[english] = file
    assert not twice, "\n".join(twice)


def test_chinese_is_chinese() -> None:
    """A translation has Chinese in it, but where there are only places, signs and names."""
    bare = [
        f"{file}: {english} → {chinese}"
        for file, english, chinese in translations()
        if not re.search(r"[\u4e00-\u9fff]", chinese)
        and re.search(r"[A-Za-z]{3}", re.sub(r"\{\w+\}", "", english))
    ]
    assert not bare, "\n".join(bare)


@pytest.mark.parametrize("path", PO_FILES, ids=lambda p: p.name)
def test_file_says_its_charset_and_is_free_of_fuzzy_entries(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert '"Content-Type: text/plain; charset=UTF-8\\n"' in text
    assert "#, fuzzy" not in text


def test_message_without_a_translation_stays_english() -> None:
    assert gettext("A text that nobody has translated: {n}.", "zh", n=3).endswith("translated: 3.")
