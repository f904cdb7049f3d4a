"""What the README says is so: settings, commands, files and pictures."""

import re

import pytest

from dashboard.__main__ import cli
from dashboard.catalogue import load_catalogue
from dashboard.formats import FLAG_MARKS, STATES
from dashboard.i18n import gettext, read_page_text
from dashboard.settings import ROOT, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")


def describe_default(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return str(value).removeprefix(f"{ROOT}/") or "empty"


@pytest.mark.parametrize("name", Settings.__dataclass_fields__)
def test_every_setting_has_its_row_with_default_and_meaning(name):
    item = Settings.__dataclass_fields__[name]
    variable, text = item.metadata["variable"], item.metadata["help"]
    assert f"| `{variable}` | {describe_default(item.default)} | {text} |" in README


def test_no_setting_is_listed_that_does_not_exist():
    variables = {i.metadata["variable"] for i in Settings.__dataclass_fields__.values()}
    assert set(re.findall(r"DASHBOARD_[A-Z_]+", README)) <= variables


def test_every_command_is_named_and_every_named_command_exists():
    assert set(re.findall(r"python -m dashboard ([\w-]+)", README)) == set(cli.commands)


def test_pictures_and_linked_files_exist():
    linked = re.findall(r"\]\(((?!http)[^)]+)\)", README)
    assert len(linked) >= 6
    assert [path for path in linked if not (ROOT / path).exists()] == []


def test_files_of_the_recipes_exist():
    named = re.findall(r"`((?:dashboard|queries|data|tests|\.ci|\.streamlit)/[\w./]+)`", README)
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_counts_of_the_text_hold():
    assert "the twelve programmes" in README
    assert len(load_catalogue().programmes) == 12


@pytest.mark.parametrize("lang", ["zh", "en"])
class TestHelp:
    def test_names_every_mark_and_state_as_they_are_shown(self, lang):

        text = read_page_text("help", lang)
        for sign in filter(None, FLAG_MARKS.values()):
            assert f"| {sign} |" in text
        for state in STATES.values():
            assert f"| {gettext(state, lang)} |" in text

    def test_has_the_same_chapters_in_both_languages_and_no_html(self, lang):
        text = read_page_text("help", lang)
        assert len(re.findall(r"^## ", text, re.M)) == 5
        assert not re.search(r"<[a-z/]", text)
