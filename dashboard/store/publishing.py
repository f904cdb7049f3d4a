"""Publishing and undoing: one act in one transaction, and the figures brought up to date with it."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import pandas as pd

from dashboard.access import Action, Actor, authorise
from dashboard.errors import OvertakenError, UploadError
from dashboard.i18n import mark
from dashboard.sql import load_query
from dashboard.store.connection import Connection, Read, read_present
from dashboard.store.database import Database
from dashboard.store.log import (
    NewUpload,
    find_forbidden,
    log_attached,
    log_undo,
    log_upload,
    newest_upload,
)
from dashboard.store.refresh import refresh_touched

T = TypeVar("T")

_BYTES_PER_FIGURE = 400


class Publishing(Database):
    """The part of the store that adds to the log."""

    def publish(
        self,
        actor: Actor,
        figures: pd.DataFrame,
        upload: NewUpload,
        *,
        targets: pd.DataFrame | None = None,
        breaks: pd.DataFrame | None = None,
        content: bytes | None = None,
        compared_with: int | None = None,
        draft_id: str = "",
    ) -> int:
        """Publish ``figures`` in one transaction and return the new data version.

        ``figures`` has indicator, region_code, period (SDMX), value (base unit; NaN for a state
        only), status, note_zh, note_en and perhaps source (else the upload's); one row per cell.
        ``targets`` has indicator, region_code, year, value, kind; ``breaks`` has indicator,
        region_code ('' for all regions), year, reason_zh, reason_en; an upload may bring these
        alone. ``content`` is the file they came in, kept as it
        is; ``compared_with`` the data version that a person looked at beside them; ``draft_id`` the
        draft that they are the end of.

        Raises AccessError for whoever may not publish; OvertakenError when there is a newer version
        than the one compared with, or the draft is gone; UploadError when there is no source, no
        row, a cell twice, an unknown code, an impossible number, a figure that ``actor`` may not
        change, or no room.
        """
        authorise(actor, Action.PUBLISH)
        if not upload.source.strip():
            raise UploadError(mark("Say where the figures come from: an upload needs a source."))
        room = len(figures) * _BYTES_PER_FIGURE
        with self._writing(actor, Action.PUBLISH, keep=content, room=room) as cursor:
            _check_current(cursor, compared_with, draft_id)
            number = log_upload(
                cursor,
                figures,
                upload,
                uploaded_by=actor.name,
                may_be_empty=any(f is not None and len(f) > 0 for f in (targets, breaks)),
            )
            log_attached(cursor, number, targets, breaks)
            touched = partial(find_forbidden, cursor, upload_id=number, is_undo=False)
            authorise(actor, Action.PUBLISH, touched)
            refresh_touched(cursor, touched=number, as_of=number)
        return number

    def preview(self, figures: pd.DataFrame, ask: Callable[[Read], T]) -> T:
        """What ``ask`` reads if ``figures`` (see ``publish``) were published now; nothing changes.

        They are published in a transaction that is rolled back, while other writers wait: hand in
        no more figures than the question needs. Raises UploadError as ``publish`` does.
        """
        with self._write_lock:
            cursor = self._connection.cursor()
            cursor.begin()
            try:
                number = log_upload(cursor, figures, NewUpload(source="preview"), uploaded_by="")
                refresh_touched(cursor, touched=number, as_of=number)
                return ask(partial(read_present, cursor))
            finally:
                cursor.rollback()

    def undo(self, actor: Actor, upload_id: int, *, note: str) -> int:
        """Withdraw an upload: each of its cells goes back to the newest row that still stands.

        Returns the new data version. Raises AccessError for whoever may not undo; UploadError when
        there is no such upload, it is an undo itself, it is withdrawn already, or it changes
        figures that ``actor`` may not change.
        """
        with self._writing(actor, Action.UNDO) as cursor:
            number = log_undo(cursor, upload_id, uploaded_by=actor.name, note=note)
            touched = partial(find_forbidden, cursor, upload_id=upload_id, is_undo=True)
            authorise(actor, Action.UNDO, touched)
            refresh_touched(cursor, touched=upload_id, as_of=number)
        return number


def _check_current(cursor: Connection, compared_with: int | None, draft_id: str) -> None:
    newest = newest_upload(cursor)
    if compared_with is not None and compared_with != newest:
        raise OvertakenError(
            mark(
                "Upload {newest} was published since the figures were compared with version "
                "{version}. Nothing was published: compare them again."
            ),
            newest=newest,
            version=compared_with,
        )
    if draft_id:
        taken = cursor.execute(load_query("work/take_draft").text, {"draft_id": draft_id})
        if not taken.fetchall():
            raise OvertakenError(
                mark("This file is no longer in work: it was published or thrown away.")
            )
