"""Files that commands read and results that they write."""

import json
import sys
from pathlib import Path

from dashboard.errors import RequestError
from dashboard.i18n import mark


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; RequestError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise RequestError(
            mark("{path} cannot be read ({reason})."), path=path, reason=error.strerror
        ) from error


def write_output(content: bytes, output: Path | None) -> None:
    """Write to the file ``output``, or to standard output; RequestError where it cannot be written."""
    if output is None:
        write_stdout(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise RequestError(
            mark("{path} cannot be written ({reason})."), path=output, reason=error.strerror
        ) from error


def write_stdout(content: bytes) -> None:
    """Write bytes, UTF-8 whatever the console's encoding: other programs read them."""
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def write_json(content: object) -> None:
    """Write ``content`` as JSON to standard output."""
    write_stdout(json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n")
