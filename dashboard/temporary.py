"""Temporary files of the server: all in one folder of its process, gone at the latest with the next start.

Chromium and its profile lie there; a process that is killed leaves them behind.
"""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

_PREFIX = "union-statistics-"


def use_own_folder() -> Path:
    """Give this process a folder for all it writes for the moment, and delete those of ended ones."""
    for old in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        found = re.match(rf"{_PREFIX}(\d+)-", old.name)
        # In a container every process of this kind may have the same number.
        if found and (int(found[1]) == os.getpid() or not _is_alive(int(found[1]))):
            shutil.rmtree(old, ignore_errors=True)
    own = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")
    tempfile.tempdir = own
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    return Path(own)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
