"""Whatever changes something takes an actor first: the writers are found by reading the source."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.settings import ROOT

FOLDER = ROOT / "dashboard"
DOOR = "_writing"  # of store.database: the one way to a transaction that is kept
# Where the actor is found out: by sign-in, by the option --by.
ENTRIES = {"app.py", "app_pages", "commands", "serve.py", "ui"}
# Opening a database is nobody's act: its tables are made, mended and filled from their files.
OPENING = {"database.py", "migrations.py", "reference.py"}
WRITERS = {
    "Publishing.publish", "Publishing.undo", "Work.write_work", "publish_review", "publish_seed_data",
    "start_draft", "save_draft", "drop_draft", "remember_corrections", "forget_corrections",
    "start_briefing", "save_briefing", "drop_briefing", "keep_template", "drop_template",
}  # fmt: skip


@dataclass(frozen=True)
class Function:
    """One function as its source says it."""

    name: str  # with its class
    first: str  # the annotation of its first argument, self left aside
    uses: frozenset[str]  # names that it calls or hands on


def read_functions(text: str) -> list[Function]:
    found = []
    for owner in [tree := ast.parse(text), *(n for n in tree.body if isinstance(n, ast.ClassDef))]:
        for node in owner.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                prefix = f"{owner.name}." if isinstance(owner, ast.ClassDef) else ""
                arguments = [a for a in node.args.args if a.arg not in ("self", "cls")]
                note = arguments[0].annotation if arguments else None
                names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
                names |= {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
                first = ast.unparse(note) if note else ""
                found.append(Function(prefix + node.name, first, frozenset(names)))
    return found


def find_writers(functions: Iterable[Function]) -> list[Function]:
    """The functions that reach the door, by however many steps."""
    functions, reaching = list(functions), {DOOR}
    while True:
        found = [f for f in functions if f.uses & reaching]
        names = {DOOR, *(f.name.split(".")[-1] for f in found)}
        if names == reaching:
            return found
        reaching = names


def modules() -> list[Path]:
    paths = sorted(FOLDER.rglob("*.py"))
    return [p for p in paths if p.relative_to(FOLDER).parts[0] not in ENTRIES]


def all_writers() -> list[Function]:
    return find_writers(f for p in modules() for f in read_functions(p.read_text(encoding="utf-8")))


def test_every_writer_takes_an_actor_first() -> None:
    writers = all_writers()
    assert {w.name for w in writers} >= WRITERS  # the reading finds what is known to write
    # Seed data comes in by an entrance of its own, without anybody.
    assert [w.name for w in writers if w.first != "Actor" and "SEED" not in w.uses] == []


def test_writer_without_an_actor_is_found() -> None:
    text = (
        "class Sly:\n    def drop(self, store: Store):\n        store.write_work('delete_draft')\n"
    )
    text += "def slip(store: Store):\n    return partial(store.drop, 1)\ndef look(): ...\n"
    found = find_writers([*all_writers(), *read_functions(text)])
    assert {w.name for w in found if w.first != "Actor"} >= {"Sly.drop", "slip"}
    assert "look" not in {w.name for w in found}


def test_door_asks_before_anything_else() -> None:
    text = (FOLDER / "store" / "database.py").read_text(encoding="utf-8")
    (door,) = [n for n in ast.walk(ast.parse(text)) if getattr(n, "name", "") == DOOR]
    assert ast.unparse(door.body[1]) == "authorise(actor, action)"


@pytest.mark.parametrize(
    "path", [pytest.param(p, id=p.relative_to(FOLDER).as_posix()) for p in modules()]
)
def test_nothing_is_written_past_the_door(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    calls = [n.func for n in ast.walk(tree) if isinstance(n, ast.Call)]
    names = {c.id for c in calls if isinstance(c, ast.Name)}
    if path.parent.name != "store":
        loaded = [t for t in texts if isinstance(t, str) and t.startswith(("write/", "work/"))]
        assert loaded == []
    assert "transaction" not in names or path.name in OPENING
