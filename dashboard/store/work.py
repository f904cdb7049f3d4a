"""What is in work: drafts, remembered corrections and briefings, kept beside the figures."""

from collections.abc import Mapping

import pandas as pd

from dashboard.access import Action, Actor
from dashboard.sql import load_query
from dashboard.store.connection import explained
from dashboard.store.database import Database


class Work(Database):
    """The part of the store that keeps what is in work; the figures stay as they are."""

    def work(self, name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        """The rows of ``queries/work/<name>.sql``: drafts, remembered corrections."""
        text = load_query(f"work/{name}").text
        with explained(self.path):
            return self._connection.cursor().execute(text, dict(parameters)).df()

    def write_work(
        self,
        actor: Actor,
        action: Action,
        *steps: tuple[str, Mapping[str, object]],
        keep: bytes | None = None,
        drop: str = "",
    ) -> None:
        """Run statements of ``queries/work`` in one transaction; the figures stay as they are.

        ``keep`` is a file that a row refers to from now on; ``drop`` the sha256 of one that is
        deleted unless a row still refers to it afterwards. Raises AccessError for whoever may not do
        ``action``, UploadError when there is no room.
        """
        with self._writing(actor, action, keep=keep, drop=drop) as cursor:
            for name, parameters in steps:
                cursor.execute(load_query(f"work/{name}").text, dict(parameters))
