"""Every statement in queries/ is documented and does what it says."""

import re
from pathlib import Path

import pytest

from dashboard import sql
from dashboard.sql import QUERY_FOLDER, Query, load_query, migration_names, read_query
from dashboard.store import Store
from tests.bench.statements import make_cases

READ = sorted((QUERY_FOLDER / "read").glob("*.sql"))
IMPORTING = sorted((QUERY_FOLDER / "importing").rglob("*.sql"))
CHECKS = sorted((QUERY_FOLDER / "checks").glob("*.sql"))
_KEPT = ("freeze", "read", "reference", "store", "work", "write")
KEPT = sorted(p for name in _KEPT for p in (QUERY_FOLDER / name).glob("*.sql"))
KEPT = sorted([*KEPT, *IMPORTING])
EVERY = sorted(QUERY_FOLDER.rglob("*.sql"))
FLAGS = QUERY_FOLDER / "macros" / "1_quality_flag.sql"
PARAMETERS = {
    "region": "610000",
    "parent": "610000",
    "indicator": "members",
    "indicators": "",
    "regions": ",610100,610300,",
    "period": "2019",
    "year": 2019,
    "since": 2018,
    "broken": "",
    "upload": 1,
    "first": 1,
    "last": 2,
}


def body_of(path: Path) -> str:
    """The statement without its comments, its literals emptied."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(re.sub(r"--.*", "", re.sub(r"'[^']*'", "''", line)) for line in lines).strip()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def listed_columns(query: Query) -> list[str]:
    """The column names of a header: ``value (unit), status`` → value, status."""
    text = re.sub(r"\([^)]*\)", "", query.header["columns"])
    return [name.strip() for name in text.split(",") if name.strip()]


def as_ids(paths: list[Path]) -> list[object]:
    return [
        pytest.param(p, id=p.relative_to(QUERY_FOLDER).with_suffix("").as_posix()) for p in paths
    ]


@pytest.mark.parametrize("path", as_ids(EVERY))
def test_file_is_one_statement_named_in_its_first_line(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    name = re.sub(r"^\d+_", "", path.stem)
    if path.parent.name == "checks":
        name = name.partition("_")[0]
    assert re.match(rf"-- (rule:\s+)?{re.escape(name)}(:| )", first), first
    assert ";" not in body_of(path).rstrip(";").rstrip()


@pytest.mark.parametrize("path", as_ids(READ))
def test_read_query_says_grain_parameters_and_columns(path: Path) -> None:
    header = read_query(path).header
    assert {path.stem, "grain", "params", "columns"} <= set(header)
    assert all(len(header[key]) > 3 for key in (path.stem, "grain", "params", "columns"))


@pytest.mark.parametrize("path", as_ids(IMPORTING))
def test_query_of_the_import_says_what_a_row_is_and_who_fills_it(path: Path) -> None:
    query = read_query(path)
    expected = {re.sub(r"^\d+_", "", path.stem), "params"}
    if path.parent.name == "tables":
        expected |= {"grain", "columns", "filled"}
    elif re.match(r"(SELECT|WITH)\b", body_of(path)):
        expected |= {"grain", "columns"}
        last = [line for line in body_of(path).splitlines() if re.match(r"[A-Z]", line)][-2:]
        is_one_row = (
            query.header["grain"].startswith("one row") and "per" not in query.header["grain"]
        )
        assert is_one_row or any("ORDER BY " in line for line in last), "there is no ORDER BY"
    assert expected <= set(query.header)


@pytest.mark.parametrize("path", as_ids(KEPT))
def test_query_lists_the_parameters_it_uses(path: Path) -> None:
    query = read_query(path)
    listed = set(re.findall(r"\$([a-z_]+)", query.header.get("params", "")))
    assert listed == query.parameters


@pytest.mark.parametrize("path", as_ids(READ))
def test_read_query_returns_the_columns_it_lists(empty_store: Store, path: Path) -> None:
    query = read_query(path)
    found = empty_store.read(path.stem, {name: PARAMETERS[name] for name in query.parameters})
    assert list(found) == listed_columns(query)
    assert found.empty


@pytest.mark.parametrize("path", as_ids(READ))
def test_read_query_is_ordered(path: Path) -> None:
    body = body_of(path)
    last = [line for line in body.splitlines() if re.match(r"[A-Z]", line)][-1]
    assert last.startswith("ORDER BY "), "the outermost statement has no ORDER BY"


@pytest.mark.parametrize("path", as_ids([*KEPT, *CHECKS]))
def test_division_is_guarded_against_zero(path: Path) -> None:
    divisors = re.findall(r"(?://|[/%])\s*(\S+)", body_of(path))
    # The steps of keys, positions and years are macros that are never zero.
    guarded = r"nullif\(|greatest\(|[1-9]|0\.\d*[1-9]|\(?(key|row|year)_step\("
    assert [d for d in divisors if not re.match(guarded, d)] == []


@pytest.mark.parametrize("path", as_ids([*READ, *IMPORTING]))
def test_keywords_are_in_upper_case(path: Path) -> None:
    words = r"select|from|where|join|group by|order by|having|case|when|then|else|end|and|or|on|as"
    assert re.findall(rf"\b({words})\b", body_of(path)) == []


def test_numbers_of_quality_flags_are_known_in_one_place() -> None:
    """Elsewhere flags are joined and asked for by name; the published files of before are history."""
    number = re.compile(r"flags?\w*\)?\s*(?:[&|%/+*=<>-]|<<|>>)+\s*\d")
    history = {"011_figure", "015_quality_flag", "1_quality_flag"}
    assert [p.stem for p in EVERY if p.stem not in history and number.search(body_of(p))] == []
    assert number.search("WHERE f.quality_flags & 8") and number.search("o.quality_flags % 8 >= 4")
    used = {
        n
        for p in EVERY
        for n in re.findall(r"(?:quality_flag\(|has_flag\(\S+ )'(\w+)'", text_of(p))
    }
    named = set(re.findall(r"WHEN '(\w+)' THEN \d", text_of(FLAGS)))
    assert used == named


def test_header_that_lists_another_parameter_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "read").mkdir()
    text = (
        "-- wrong: x\n-- grain:   y\n-- params:  $year (int)\n-- columns: a\nSELECT $region AS a\n"
    )
    (tmp_path / "read" / "wrong.sql").write_text(text, encoding="utf-8")
    monkeypatch.setattr(sql, "QUERY_FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"read/wrong\.sql lists .*'year'.* and uses .*'region'"):
        load_query("read/wrong")


def test_header_lines_of_one_key_are_joined_and_comments_are_not_parameters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "two.sql"
    path.write_text(
        "-- two: x\n-- params:  $a (int),\n-- params:  $b\nSELECT $a + $b -- of\n    -- not $c\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(sql, "QUERY_FOLDER", tmp_path)
    query = read_query(path)
    assert query.name == "two"
    assert query.header["params"] == "$a (int), $b"
    assert query.parameters == {"a", "b"}


def test_query_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        load_query("read/no_such_query")


def test_migrations_are_numbered_without_gaps() -> None:
    numbers = [int(name.removeprefix("schema/").split("_")[0]) for name in migration_names()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_table_is_without_a_key() -> None:
    """DuckDB's keys double the time of a load and make the file seven times larger."""
    for path in (QUERY_FOLDER / "schema").glob("*.sql"):
        assert not re.search(r"PRIMARY KEY|UNIQUE", body_of(path)), path.name


def test_benchmark_measures_every_read_query_with_its_parameters(seeded_store: Store) -> None:
    for name, _what, parameters in make_cases(upload=2):
        assert set(parameters) == load_query(f"read/{name}").parameters
        seeded_store.read(name, parameters)
