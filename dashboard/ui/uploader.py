"""The only way to ask for a file: it tells the server that this page takes one (see ``uploads``)."""

from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import uploads
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.ui.address import forget, recall, remember

_DRAWN = "_uploader_drawn"


def draw_uploader(label: str, **options: Any) -> UploadedFile | None:
    """A place to drop one file, with the options of ``st.file_uploader``."""
    remember(_DRAWN, True)
    uploads.open_uploader(_session_id())
    file: UploadedFile | None = st.file_uploader(label, **options)
    return file


def settle_uploaders() -> None:
    """Take no files where no page asks for one; call once at the end of a run.

    Not before the page is drawn: a file may be arriving meanwhile.
    """
    if not recall(_DRAWN, False):
        uploads.close_uploader(_session_id())
    forget(_DRAWN)


def draw_refused_upload(lang: Lang) -> None:
    """Why the last file was not taken; the uploader itself shows a number of HTTP."""
    if reason := uploads.find_refusal(_session_id()):
        st.error(_(reason, lang), icon=":material/upload_file:")


def _session_id() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""
