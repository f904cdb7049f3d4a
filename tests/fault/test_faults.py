"""A few faults of each kind in every run of the tests; ``make fault`` tries a hundred."""

from pathlib import Path

import pytest

from tests.fault.faults import FAULTS

_COUNTS = {"full disks": 1, "first starts with three readers at once": 2}


@pytest.mark.parametrize("name", FAULTS)
def test_nothing_is_lost_or_doubled(name: str, tmp_path: Path) -> None:
    outcome = FAULTS[name](tmp_path, _COUNTS.get(name, 4))
    if outcome.errors == ["a disk of its own cannot be mounted here"]:
        pytest.skip(outcome.errors[0])
    assert outcome.errors == []
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.tried > 0
