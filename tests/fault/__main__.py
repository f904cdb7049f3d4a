"""``python -m tests.fault``: faults on purpose; prints how many were tried, and what they cost.

Ends with 1 when anything published was lost or doubled, or a reader was shown an error.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.fault.faults import FAULTS, Outcome

_LINE = "{:<52} {:>6} {:>6} {:>8} {:>7} {:>7}"


def main() -> None:
    """Run each kind of fault as often as was asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.fault", description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="of each kind; full disks: a tenth")
    parser.add_argument("--only", choices=FAULTS, action="append", help="repeatable")
    options = parser.parse_args()
    print(_LINE.format("fault", "tried", "lost", "doubled", "errors", "s"), flush=True)
    outcomes: list[Outcome] = []
    for name in options.only or FAULTS:
        begun = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="fault_") as folder:
            done = FAULTS[name](Path(folder), options.count)
        outcomes.append(done)
        took = f"{time.perf_counter() - begun:.0f}"
        print(
            _LINE.format(name, done.tried, done.lost, done.doubled, len(done.errors), took),
            *done.errors[:5],
            sep="\n    ",
            flush=True,
        )
    sys.exit(any(o.lost or o.doubled or o.errors for o in outcomes))


if __name__ == "__main__":
    main()
