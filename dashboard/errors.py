"""The errors that users may see: one small tree, each a full sentence in either language."""

from dashboard.i18n import Lang, gettext


class DashboardError(Exception):
    """Something a user can understand and act upon.

    ``message`` is the English key of a translated sentence with ``{name}`` places for ``values``.
    """

    def __init__(self, message: str, **values: object) -> None:
        """Keep the message as a key so that it can be shown in the reader's language."""
        self.message = message
        self.values = values
        super().__init__(gettext(message, "en", **values))

    def text(self, lang: Lang) -> str:
        """The sentence in ``lang``."""
        return gettext(self.message, lang, **self.values)


class StoreError(DashboardError):
    """The database cannot be opened or written."""


class UploadError(DashboardError):
    """An upload cannot be published, undone or found."""


class OvertakenError(UploadError):
    """What is to be published was compared with figures that are no longer the newest."""


class PictureError(DashboardError):
    """A picture cannot be made on this machine."""


class RequestError(DashboardError):
    """What was asked for does not exist: an unknown code, year or version."""


class AccessError(DashboardError):
    """Whoever asks may not do this."""


class SettingError(DashboardError, ValueError):
    """A setting cannot be used: it is named with its value and what to do."""
