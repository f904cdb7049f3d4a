"""Who may import what: the table of rooms, kept by reading the imports."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from dashboard.settings import ROOT

FOLDER = ROOT / "dashboard"
MODULES = sorted(FOLDER.rglob("*.py"))

_PLAIN = {"catalogue", "lists", "settings", "errors", "i18n", "access", "selection", "periods"}
_DATA = _PLAIN | {"sql", "figures", "formats", "demonstration"}
_DATA |= {"encoding", "lookup_keys", "reporting"}
_CHART = _DATA | {"cached", "drawingml", "graphics", "narrative", "reported"}
_SHOWN = _CHART | {"charts", "presenters"}
_SCREEN = _SHOWN | {"store", "sign_in", "uploads", "importing", "exporting", "briefing", "ui"}
_IMPORT_GROUND = {"importing.connection", "importing.corrections", "importing.findings"}
_IMPORT_GROUND |= {"encoding", "lookup_keys"}
# A room → the rooms it may import. A new room needs a line here. Who may import a
# room that is parted, as the import is, may import all of its rooms.
MAY_IMPORT = {
    "settings": {"errors", "i18n"},
    "i18n": set(),
    "lists": {"i18n"},
    "errors": {"i18n"},
    "catalogue": {"i18n", "settings"},
    "selection": {"i18n"},
    "sql": {"settings"},
    "periods": set(),
    "figures": {"catalogue", "formats", "i18n", "lists"},
    "disclosure": set(),
    "comparability": {"catalogue", "figures"},
    "formats": {"catalogue", "i18n", "lists", "periods"},
    "demonstration": {"catalogue", "settings"},
    "encoding": set(),
    "lookup_keys": set(),
    "reporting": {"catalogue", "encoding", "errors", "i18n", "lookup_keys", "settings"},
    "store": _PLAIN | {"disclosure", "sql", "reporting"},
    "seed_data": {"access", "demonstration", "settings", "store"},
    "importing": set(),
    # The rooms of the import, in the order of the work: each uses only those before it.
    "importing.connection": {"sql"},
    "importing.corrections": {"encoding"},
    "importing.findings": {"formats", "i18n"},
    "importing.reading": _IMPORT_GROUND | {"settings"},
    "importing.vocabulary": _IMPORT_GROUND | {"catalogue", "importing.reading"},
    "importing.layout": _IMPORT_GROUND | {"catalogue", "importing.reading", "importing.vocabulary"},
    "importing.cells": _IMPORT_GROUND
    | {"importing.reading", "importing.vocabulary", "importing.layout"},
    "importing.checks": _IMPORT_GROUND
    | {"catalogue", "errors", "i18n", "reporting", "settings", "sql", "store"}
    | {"importing.reading", "importing.layout"},
    "importing.upload": _IMPORT_GROUND
    | {
        "access",
        "catalogue",
        "errors",
        "figures",
        "formats",
        "i18n",
        "lists",
        "reporting",
        "settings",
        "store",
    }
    | {"importing.reading", "importing.layout", "importing.cells", "importing.checks"},
    "exporting": _DATA,
    "cached": _DATA | {"comparability", "store"},
    "reported": _DATA | {"cached"},
    "graphics": {"catalogue", "figures", "formats", "i18n", "lists"},
    "drawingml": {"catalogue", "figures", "formats", "graphics", "i18n", "lists"},
    "narrative": _DATA | {"cached", "comparability", "graphics"},
    "charts": _CHART,
    "presenters": _CHART | {"charts"},
    "briefing": _SHOWN | {"store"},
    "access": {"errors", "i18n", "reporting", "settings"},
    "sign_in": {"access", "settings"},
    "uploads": {"i18n", "settings"},
    "doors": {"i18n", "settings", "sign_in", "uploads"},
    "server_check": {"errors", "i18n", "settings"},
    "start_check": _PLAIN | {"charts", "reporting"},
    "ui": _SCREEN,
    "app_pages": _SCREEN,
    "app": _SCREEN | {"seed_data"},
    "temporary": set(),
    "serve": _SCREEN | {"doors", "seed_data", "server_check", "start_check", "temporary"},
    "commands": _SHOWN
    | {"store", "seed_data", "importing", "exporting", "briefing", "start_check"},
    "__main__": {"commands"},
    "__init__": set(),
}
# A library → the only rooms that may import it.
ONLY_IN = {
    "duckdb": {"store"},
    "streamlit": {
        "cached",
        "sign_in",
        "doors",
        "server_check",
        "uploads",
        "ui",
        "app",
        "app_pages",
        "serve",
    },
    "plotly": {"graphics", "charts", "presenters", "briefing"},
    "pptx": {"drawingml", "charts", "briefing"},
    "kaleido": {"briefing"},
    "choreographer": {"briefing"},
    "openpyxl": {"importing.upload", "exporting", "briefing"},
    "python_calamine": {"importing.reading", "importing.upload"},
}
# Rooms whose own rooms have lines of their own.
_PARTED = {"importing"}
# All their statements are files in queries/.
_WITHOUT_SQL = {"app", "app_pages", "ui", "cached", "presenters", "importing"}
_LINES = {"app.py": 60, "app_pages": 80}
_SQL = re.compile(r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\w+\s+SET)\b", re.S)


def room_of(path: Path) -> str:
    """The room that a module belongs to: ``charts``, ``store``, ``importing.reading``."""
    return part_of(".".join(("dashboard", *path.relative_to(FOLDER).with_suffix("").parts)))


def part_of(module: str) -> str:
    """The room of a module by its dotted name."""
    _, room, *inner = module.split(".")
    is_parted = room in _PARTED and inner and inner[0] != "__init__"
    return f"{room}.{inner[0]}" if is_parted else room


def read_imports(path: Path) -> set[str]:
    """Dotted names of all that a module imports, inside functions as well."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            if node.module in ("dashboard", *(f"dashboard.{room}" for room in _PARTED)):
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
            else:
                found.add(str(node.module))
    return found


def as_ids(paths: list[Path]) -> list[object]:
    return [pytest.param(p, id=p.relative_to(FOLDER).as_posix()) for p in paths]


@pytest.mark.parametrize("path", as_ids(MODULES))
def test_module_imports_only_what_its_room_may(path: Path) -> None:
    room = room_of(path)
    assert room in MAY_IMPORT, f"{room} has no line in MAY_IMPORT"
    used = {part_of(name) for name in read_imports(path) if name.startswith("dashboard.")}
    allowed = MAY_IMPORT[room] | {room}
    assert {
        name for name in used if name not in allowed and name.split(".")[0] not in allowed
    } == set()
    libraries = {name.split(".")[0] for name in read_imports(path)}
    assert [lib for lib in libraries & set(ONLY_IN) if room not in ONLY_IN[lib]] == []


@pytest.mark.parametrize("parted", sorted(_PARTED))
def test_rooms_of_a_room_import_only_those_before_them(parted: str) -> None:
    rooms = [room for room in MAY_IMPORT if room.startswith(f"{parted}.")]
    later = {
        room: {r for r in MAY_IMPORT[room] if r.startswith(f"{parted}.")} - set(rooms[:number])
        for number, room in enumerate(rooms)
    }
    assert later == dict.fromkeys(rooms, set())
    assert {room_of(p) for p in (FOLDER / parted).rglob("*.py")} == {parted, *rooms}


def test_only_settings_read_the_environment() -> None:
    readers = {
        room_of(path)
        for path in MODULES
        if re.search(r"\bos\.(environ|getenv)\b", path.read_text(encoding="utf-8"))
    }
    assert readers == {"settings"}


@pytest.mark.parametrize(
    "path", as_ids([p for p in MODULES if room_of(p) in _LINES or p.name == "app.py"])
)
def test_page_is_a_table_of_contents(path: Path) -> None:
    """Short, and without functions of its own but fragments and callbacks of widgets."""
    text = path.read_text(encoding="utf-8")
    limit = _LINES.get(path.name) or _LINES[room_of(path)]
    assert len(text.splitlines()) <= limit
    tree = ast.parse(text)
    callbacks = {
        ast.unparse(keyword.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in ("on_click", "on_change", "on_select")
    }
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    own = [
        f.name
        for f in functions
        if f.name not in callbacks
        and not any("fragment" in ast.unparse(d) for d in f.decorator_list)
    ]
    assert own == []


@pytest.mark.parametrize(
    "path",
    as_ids([p for p in MODULES if room_of(p).split(".")[0] in _WITHOUT_SQL]),
)
def test_room_has_no_sql_of_its_own(path: Path) -> None:
    constants = [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in constants if _SQL.search(text)] == []


@pytest.mark.parametrize("path", as_ids([p for p in MODULES if room_of(p) == "store"]))
def test_store_has_no_sql_but_that_of_the_connection(path: Path) -> None:
    """Statements are files in queries/; here are CHECKPOINT, and ATTACH, DETACH and USE of a view."""
    constants = [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    statement = re.compile(
        r"\s*(SELECT|FROM|WITH|INSERT|DELETE|UPDATE|MERGE|CREATE|DROP|ALTER|TRUNCATE|COPY)\s"
    )
    assert [text for text in constants if statement.match(text)] == []


@pytest.mark.parametrize(
    "path", as_ids([p for p in MODULES if room_of(p) not in ("ui", "app", "app_pages")])
)
def test_session_state_is_touched_by_the_screen_only(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)]
    assert "session_state" not in names


def test_no_module_has_the_name_of_a_library() -> None:
    """``streamlit run dashboard/app.py`` puts dashboard/ on the path: its names come first."""
    ours = {p.stem for p in FOLDER.glob("*.py")}
    # A folder without Python, such as locale/, hides nothing.
    ours |= {p.name for p in FOLDER.iterdir() if p.is_dir() and any(p.glob("*.py"))}
    ours -= {"__init__", "__main__"}
    assert ours & set(sys.stdlib_module_names) == set()
    assert ours & set(packages_distributions()) == set()
    assert "pages" not in ours  # switches Streamlit to its old mode
    assert not ours & {"utils", "helpers"}
