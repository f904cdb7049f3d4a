"""Without demonstration data every figure is as if none had ever been published."""

import random
from pathlib import Path

import pandas as pd
import pytest

from dashboard.access import Actor
from dashboard.selection import Snapshot
from dashboard.store import NewUpload, Store

INDICATORS = ("members", "employees_unionised_units", "membership_rate", "mutual_claims")
REGIONS = ("100000", "610000", "610100", "610102", "610103", "610200", "610202", "SN-YL")
PERIODS = ("2023", "2024", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2024-12")
STATES = ("not_reported", "not_applicable", "confidential", "below_unit")
NUMBERS = ("final", "final", "provisional", "estimate", "at_least")
HIDDEN = Snapshot(demonstration=False)


def draw_figures(draw: random.Random) -> pd.DataFrame:
    """Some cells with numbers and states."""
    rows = {}
    for _n in range(draw.randint(1, 25)):
        cell = (draw.choice(INDICATORS), draw.choice(REGIONS), draw.choice(PERIODS))
        is_state = draw.random() < 0.2
        value = float("nan") if is_state else float(draw.randint(0, 99))
        rows[cell] = (*cell, value, draw.choice(STATES if is_state else NUMBERS), "", "")
    columns = ["indicator", "region_code", "period", "value", "status", "note_zh", "note_en"]
    return pd.DataFrame(rows.values(), columns=columns)


def read_all(store: Store, snapshot: Snapshot) -> pd.DataFrame:
    """All figures of the regions; the numbers of uploads are others where some were left out."""
    frames = [
        store.read("figures", {"region": region, "indicators": ""}, snapshot=snapshot)
        for region in ("100000", "610000", "610100", "610200")
    ]
    return pd.concat(frames, ignore_index=True).drop(columns="upload_id")


@pytest.mark.parametrize("seed", range(2))
def test_is_what_a_database_without_it_holds(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    whole, reported = Store(tmp_path / "whole.duckdb"), Store(tmp_path / "reported.duckdb")
    numbers: dict[int, int | None] = {}  # upload of the one: upload of the other, None for none
    for _n in range(12):
        standing = [u for u in numbers if u]
        if standing and draw.random() < 0.2:
            withdrawn = draw.choice(standing)
            whole.undo(Actor("王芳"), withdrawn, note="试验")
            other = numbers.pop(withdrawn)
            if other is not None:
                reported.undo(Actor("王芳"), other, note="试验")
        else:
            figures = draw_figures(draw)
            kind = draw.choice(("figures", "demonstration"))
            upload = whole.publish(Actor("王芳"), figures, NewUpload(source="年报", kind=kind))
            numbers[upload] = None
            if kind == "figures":
                numbers[upload] = reported.publish(Actor("王芳"), figures, NewUpload(source="年报"))
        hidden = read_all(whole, HIDDEN)
        pd.testing.assert_frame_equal(hidden, read_all(reported, Snapshot()), check_dtype=False)
    assert len(hidden) > 20 and len(read_all(whole, Snapshot())) > len(hidden)
    assert not hidden["is_demonstration"].any()
    frozen = Snapshot(as_of=whole.version, demonstration=False)
    pd.testing.assert_frame_equal(hidden, read_all(whole, frozen), check_dtype=False)
    whole.close()
    reported.close()


def test_nobody_waits_for_another_snapshot_to_hide_it(tmp_path: Path) -> None:
    """Present figures are read beside a snapshot of before that is being made."""
    store = Store(tmp_path / "dashboard.duckdb")
    store.publish(Actor("王芳"), draw_figures(random.Random(1)), NewUpload(source="年报"))
    with store._frozen_lock:
        assert not store.read("uploads", {}, snapshot=HIDDEN).empty
    store.close()
