"""The files kept beside the database, byte for byte, under their checksums: originals, templates.

A file has its name only while a row in the database refers to it. On its way in and out it is
called ``<sha256>.part``: whatever moment the process dies in, the next start knows what to do with
it, and no original that an upload refers to is ever lost. Nothing here is ever executed.
"""

import errno
import os
from collections.abc import Callable
from pathlib import Path

from dashboard.errors import UploadError
from dashboard.i18n import mark


class KeptFiles:
    """The folder ``uploads`` beside a database. Whoever writes holds the store's lock."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made before a file is kept."""
        self.folder = folder

    def read(self, sha256: str) -> bytes:
        """The bytes of a kept file. Raises UploadError when it is not there."""
        for path in (self.folder / sha256, self._part(sha256)):
            if path.is_file():
                return path.read_bytes()
        raise UploadError(
            mark("The file cannot be found in {folder} any more. Upload it again."),
            folder=self.folder,
        )

    def stage(self, content: bytes, sha256: str) -> None:
        """Write a file that a row will refer to. Raises UploadError when it cannot be kept."""
        if (self.folder / sha256).exists():
            return
        try:
            self.folder.mkdir(exist_ok=True)
            with self._part(sha256).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            self.discard(sha256)
            if error.errno == errno.ENOSPC:
                raise UploadError(
                    mark(
                        "Nothing was changed: the disk of {path} is full. Make room and try again."
                    ),
                    path=self.folder,
                ) from error
            raise UploadError(
                mark("Nothing was published: the file cannot be kept in {folder} ({reason})."),
                folder=self.folder,
                reason=error.strerror,
            ) from error

    def settle(self, sha256: str) -> None:
        """Give a staged file its name, now that a row refers to it."""
        if self._part(sha256).exists():
            os.replace(self._part(sha256), self.folder / sha256)

    def set_aside(self, sha256: str) -> None:
        """Take the name from a file to which no row will refer any more."""
        if (self.folder / sha256).exists():
            os.replace(self.folder / sha256, self._part(sha256))

    def discard(self, sha256: str) -> None:
        """Delete a file that is staged or set aside."""
        self._part(sha256).unlink(missing_ok=True)

    def clear(self, is_needed: Callable[[str], bool]) -> None:
        """After a start: name what a row refers to, delete what was on its way when it ended."""
        for path in self.folder.glob("*.part"):
            if is_needed(path.stem):
                self.settle(path.stem)
            else:
                path.unlink()
        for path in self.folder.glob("tmp*"):  # what an earlier version left on its way in
            path.unlink()

    def _part(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.part"
