"""The file in work on the Upload page: taken in, reviewed, corrected, kept, picked up again.

Everything that must outlive the session is in the database (see ``importing.upload.upload_drafts``); the session
holds the bytes and the review, which can be made anew from there.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypedDict, TypeVar

import streamlit as st

from dashboard import cached
from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.errors import DashboardError
from dashboard.importing.checks.context import Context
from dashboard.importing.corrections import Corrections
from dashboard.importing.upload import upload_drafts
from dashboard.importing.upload.publish import read_context, read_published
from dashboard.importing.upload.review import Review, review_file
from dashboard.importing.upload.upload_drafts import Draft, Remembered
from dashboard.reporting import read_reporting
from dashboard.selection import Selection
from dashboard.store import load_store
from dashboard.ui.address import Key, choose, forget, recall, remember, show_in_address
from dashboard.ui.person import find_actor
from dashboard.ui.upload.review_progress import ReviewProgress

TYPED = ("source", "note")  # fields of the form that publishes
_SESSION = "_upload_work"
_ENDED = "_upload_ended"
_ROUND = "_upload_round"

T = TypeVar("T")


class DroppedFile(Protocol):
    """What lies in the uploader: the ``UploadedFile`` of Streamlit, as far as it is used here."""

    @property
    def file_id(self) -> str:
        """Another one each time that a file is dropped."""

    @property
    def name(self) -> str:
        """As on the computer of the reader, without folders."""

    def getvalue(self) -> bytes:
        """The whole file."""


class Controlled(TypedDict):
    """Arguments of a widget that shows a value kept elsewhere (see ``controlled``)."""

    key: str
    on_change: Callable[[], None]


@dataclass(frozen=True)
class UploadSession:
    """A file in work: its bytes, the draft that keeps it, and what the last review made of it."""

    content: bytes
    draft: Draft
    file_id: str = ""  # of the file in the uploader; empty for a draft that was picked up
    is_kept: bool = False  # whether the draft is in the database
    layout_key: str = ""  # of the file as it came, before any correction
    remembered: Remembered | None = None  # corrections that were taken over from another file
    last_review: Review | None = None
    made_for: tuple[object, ...] = ()  # what the review depends on

    @property
    def corrections(self) -> Corrections:
        """What was said about the file so far."""
        return self.draft.corrections

    @property
    def review(self) -> Review:
        """What the last review made of the file; ``current_session`` hands out none without one."""
        if self.last_review is None:
            raise RuntimeError("The file was not reviewed.")
        return self.last_review


@dataclass(frozen=True)
class Ended:
    """What became of a file in work: the data version it was published as, None if thrown away."""

    file_name: str
    version: int | None
    counts: dict[str, int]
    attached: dict[str, dict[str, int]]  # of targets and of breaks in series
    indicators: tuple[str, ...]


def current_round() -> int:
    """Counts the files of this session: a new number empties the uploader."""
    return recall(_ROUND, 0)


def close_session() -> None:
    """Put the file in work aside; its draft stays where it is."""
    forget(_SESSION)
    st.session_state[Key.DRAFT.value] = ""
    remember(_ROUND, current_round() + 1)


def current_session(
    selection: Selection, actor: Actor, file: DroppedFile | None
) -> UploadSession | None:
    """The file in work, reviewed; ``file`` is what lies in the uploader."""
    session: UploadSession | None = recall(_SESSION, None)
    draft_id = choose(Key.DRAFT, "", parse=_parse_draft)
    if file is not None and (session is None or session.file_id != file.file_id):
        session = _take_file(file, selection, actor)
    elif file is None and session is not None and session.file_id:
        # Taken out of the uploader: the draft stays in the list of files in work.
        close_session()
        return None
    elif file is None and session is None and draft_id:
        session = _open_draft(draft_id, actor)
    if session is None:
        st.session_state[Key.DRAFT.value] = ""
        return None
    if has_ended(session, actor):
        _end_session(session)
        st.rerun()
    session = _claim(_review(session, selection, actor), actor)
    remember(_SESSION, session)
    forget(_ENDED)
    st.session_state[Key.DRAFT.value] = session.draft.draft_id if session.is_kept else ""
    show_in_address(Key.DRAFT, st.session_state[Key.DRAFT.value])
    return session


def has_ended(session: UploadSession, actor: Actor) -> bool:
    """Whether the draft was published or thrown away, here or in another window."""
    draft_id = session.draft.draft_id
    return session.is_kept and upload_drafts.find_draft(actor, load_store(), draft_id) is None


def pick_up(draft_id: str) -> None:
    """Go on with a draft; for the click on its button."""
    forget(_SESSION)
    remember(_ROUND, current_round() + 1)
    st.session_state[Key.DRAFT.value] = draft_id


def discard_draft(draft_id: str) -> None:
    """Take a draft out of work, with its bytes; for the click on its button."""
    actor = find_actor()
    draft = upload_drafts.find_draft(actor, load_store(), draft_id)
    if draft is not None:
        upload_drafts.drop_draft(actor, load_store(), draft)
    session: UploadSession | None = recall(_SESSION, None)
    if session is not None and session.draft.draft_id == draft_id:
        close_session()


def discard_current() -> None:
    """Throw the file in work away, whether it is kept or not."""
    session: UploadSession | None = recall(_SESSION, None)
    if session is not None and session.is_kept:
        discard_draft(session.draft.draft_id)
    else:
        close_session()


def correct(**changes: object) -> None:
    """Take over what was said, keep it, remember it for the layout; the review is made anew."""
    session: UploadSession | None = recall(_SESSION, None)
    if session is None:
        return
    # A mapping is added to; None takes an entry out of it.
    values: dict[str, Any] = {}
    for name, value in changes.items():
        before = getattr(session.corrections, name)
        if isinstance(before, dict) and isinstance(value, dict):
            value = {k: v for k, v in {**before, **value}.items() if v is not None}
        values[name] = value
    set_corrections(replace(session.corrections, **values))


def set_corrections(corrections: Corrections) -> None:
    """Put ``corrections`` in the place of all that was said so far."""
    session: UploadSession | None = recall(_SESSION, None)
    if session is None:
        return
    draft = replace(session.draft, corrections=corrections)
    session = replace(session, draft=_keep(session, draft))
    if session.layout_key and session.is_kept:
        upload_drafts.remember_corrections(
            find_actor(),
            load_store(),
            session.layout_key,
            corrections,
            file_name=draft.file_name,
        )
    remember(_SESSION, session)


def controlled(key: str, value: T, apply: Callable[[T], None]) -> Controlled:
    """Arguments of a widget that always shows what was said, and says it anew when it is changed."""
    st.session_state[key] = value
    return {"key": key, "on_change": lambda: apply(st.session_state[key])}


def describe_draft(source: str, note: str) -> None:
    """Keep the source and the note that were typed so far."""
    session: UploadSession | None = recall(_SESSION, None)
    if session is not None and (source, note) != (session.draft.source, session.draft.note):
        draft = replace(session.draft, source=source, note=note)
        remember(_SESSION, replace(session, draft=_keep(session, draft)))


def find_ended() -> Ended | None:
    """How the last file in work came to its end; it is told until there is another one."""
    ended: Ended | None = recall(_ENDED, None)
    return ended


def _end_session(session: UploadSession) -> None:
    """Its draft is gone: published, by this click or an earlier one, or thrown away elsewhere."""
    uploads = cached.load_uploads()
    before = (session.last_review.version or 0) if session.last_review else 0
    is_own = (uploads["sha256"] == session.draft.sha256) & (uploads["upload_id"] > before)
    version = int(uploads.loc[is_own, "upload_id"].max()) if is_own.any() else None
    review = session.last_review if version else None
    counts = dict(review.counts) if review else {}
    attached = review.attached.counts if review else {}
    frames = (review.figures, review.attached.targets, review.attached.breaks) if review else ()
    indicators = tuple(dict.fromkeys(code for f in frames for code in f["indicator"]))
    remember(_ENDED, Ended(session.draft.file_name, version, counts, attached, indicators))
    for key in TYPED:
        forget(key)
    close_session()


def _keep(session: UploadSession, draft: Draft) -> Draft:
    return upload_drafts.save_draft(find_actor(), load_store(), draft) if session.is_kept else draft


def _parse_draft(raw: str) -> str | None:
    is_id = len(raw) == 32 and raw.isascii() and raw.isalnum()
    return raw if is_id and upload_drafts.find_draft(find_actor(), load_store(), raw) else None


def _open_draft(draft_id: str, actor: Actor) -> UploadSession | None:
    """A draft from the database; None if it is gone, or not for this person."""
    draft = upload_drafts.find_draft(actor, load_store(), draft_id)
    if draft is None:
        return None
    return UploadSession(load_store().files.read(draft.sha256), draft, is_kept=True)


def _take_file(file: DroppedFile, selection: Selection, actor: Actor) -> UploadSession:
    """A file that was dropped; the same one dropped again goes on where it was left."""
    content, name = file.getvalue(), file.name
    session: UploadSession | None = recall(_SESSION, None)
    kept = [] if session is None or not session.is_kept else [session.draft]
    for draft in (*kept, *upload_drafts.list_drafts(actor, load_store())):
        if draft.file_name == name and _is_same(draft, content):
            return UploadSession(content, draft, file.file_id, is_kept=True)
    draft = Draft("", actor.owner, name, "", selection.region)
    return UploadSession(content, draft, file.file_id)


def _is_same(draft: Draft, content: bytes) -> bool:
    try:
        return load_store().files.read(draft.sha256) == content
    except DashboardError:
        return False


def _review(session: UploadSession, selection: Selection, actor: Actor) -> UploadSession:
    """The file with a review that fits the corrections, the data version and the region."""
    reporting = read_reporting(load_catalogue())
    context = read_context(load_store().read).limit(reporting, actor.name)
    if session.last_review is not None and session.made_for == _depends_on(
        session, context, selection
    ):
        return session
    run = ReviewProgress(selection.lang, key=f"cancel_{current_round()}", cancel=close_session)
    try:
        if session.made_for:
            review = _run_review(session, session.corrections, context, selection, run)
            session = replace(session, last_review=review)
        else:
            session = _review_first(session, context, selection, actor, run)
    finally:
        run.clear()
    if not session.is_kept and session.review.may_be_kept:
        draft = upload_drafts.start_draft(
            actor,
            load_store(),
            session.content,
            session.draft.file_name,
            region_code=selection.region,
            corrections=session.corrections,
        )
        session = replace(session, draft=draft, is_kept=True)
    return replace(session, made_for=_depends_on(session, context, selection))


def _depends_on(
    session: UploadSession, context: Context, selection: Selection
) -> tuple[object, ...]:
    said = (context.locked, context.closing, context.allowed)
    return (session.corrections.to_json(), context.version, selection.region, *said)


def _review_first(
    session: UploadSession,
    context: Context,
    selection: Selection,
    actor: Actor,
    run: ReviewProgress,
) -> UploadSession:
    """Review the file as it came, then with what was said about it or about its layout before."""
    review = _run_review(session, Corrections(), context, selection, run)
    session = replace(session, layout_key=review.recognition.layout_key, last_review=review)
    known = upload_drafts.recall_corrections(actor, load_store(), session.layout_key)
    if known is not None and not session.corrections.applied() and review.may_be_kept:
        draft = replace(session.draft, corrections=known.corrections)
        session = replace(session, remembered=known, draft=draft)
    if not session.corrections.applied():
        return session
    return replace(
        session, last_review=_run_review(session, session.corrections, context, selection, run)
    )


def _run_review(
    session: UploadSession,
    corrections: Corrections,
    context: Context,
    selection: Selection,
    run: ReviewProgress,
) -> Review:
    return review_file(
        session.content,
        session.draft.file_name,
        catalogue=load_catalogue(),
        published=read_published(load_store().read),
        context=context,
        corrections=corrections,
        scope=selection.region,
        progress=run.show,
    )


def _claim(session: UploadSession, actor: Actor) -> UploadSession:
    """A draft of nobody belongs to the first who says a name."""
    if not actor.owner or session.draft.owner:
        return session
    return replace(session, draft=_keep(session, replace(session.draft, owner=actor.owner)))
