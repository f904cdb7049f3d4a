"""The rules that a data version was made by: settings and reference rows, kept with it.

Whoever asks for figures as at a version gets those of that time, whatever is set today. A change of
the rules is an act of its own in the log, with a version of its own.
"""

import gzip
import hashlib
import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.sql import load_query
from dashboard.store.connection import Connection
from dashboard.store.log import NewUpload, insert_upload, newest_upload

# What enters figures; names and aliases are read as they are today.
PINNED = ("region", "rollup", "listing", "indicator")


@dataclass(frozen=True)
class Rules:
    """Settings by name and rows of the reference tables by table."""

    settings: Mapping[str, int]
    tables: Mapping[str, list[dict[Hashable, Any]]]

    @classmethod
    def gather(cls, settings: Mapping[str, int], frames: Mapping[str, pd.DataFrame]) -> "Rules":
        """The rules of today; ``frames`` are the reference tables."""
        return cls(settings, {name: frames[name].to_dict("records") for name in PINNED})

    @classmethod
    def unpack(cls, content: bytes) -> "Rules":
        """Those that ``pack`` made."""
        return cls(**json.loads(gzip.decompress(content)))

    def pack(self) -> tuple[str, bytes]:
        """Their checksum, and what is kept of them."""
        text = json.dumps({"settings": dict(self.settings), "tables": dict(self.tables)}).encode()
        return hashlib.sha256(text).hexdigest(), gzip.compress(text, mtime=0)

    def frames(self) -> dict[str, pd.DataFrame]:
        """The reference tables by name."""
        return {name: pd.DataFrame(rows) for name, rows in self.tables.items()}

    def describe_change(self, before: "Rules") -> str:
        """What is different: ``coverage_pct 50 → 60; region``."""
        changes = [
            f"{name} {before.settings.get(name, '')} → {value}"
            for name, value in self.settings.items()
            if before.settings.get(name) != value
        ]
        changes += [n for n, rows in self.tables.items() if before.tables.get(n) != rows]
        return "; ".join(changes)


def keep_rules(cursor: Connection, rules: Rules) -> None:
    """Keep the rules of today if they are others than the last; inside a transaction.

    Where figures were published by the last ones, the change is an act in the log.
    """
    checksum, content = rules.pack()
    newest = newest_upload(cursor)
    query = {"source": "rule_state", "version": newest}
    kept = cursor.execute(load_query("reference/find_rules").text, query).fetchall()
    since = 0
    if kept:
        ((last_checksum, last_content),) = kept
        if last_checksum == checksum:
            return
        if newest:
            since = newest + 1
            note = rules.describe_change(Rules.unpack(last_content))
            act = NewUpload(source="", note=note, kind="rules")
            insert_upload(cursor, since, act, uploaded_by="", counts=(0, 0, 0, 0))
        else:
            cursor.execute(load_query("reference/clear_rules").text)
    values = {"since": since, "checksum": checksum, "content": content}
    cursor.execute(load_query("reference/insert_rules").text, values)


def find_rules(cursor: Connection, source: str, version: int) -> Rules:
    """The rules that held at ``version``; ``source`` is the name of the table that keeps them."""
    query = {"source": source, "version": version}
    ((_checksum, content),) = cursor.execute(
        load_query("reference/find_rules").text, query
    ).fetchall()
    return Rules.unpack(content)
