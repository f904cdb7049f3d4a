"""The file in work on the Upload page: taken in, reviewed, corrected, kept, picked up again.

Everything that must outlive the session is in the database (see ``importing.drafts``); the session
holds the bytes and the review, which can be made anew from there.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from dashboard import cached
from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.errors import DashboardError
from dashboard.importing import drafts
from dashboard.importing.context import Context
from dashboard.importing.corrections import Corrections
from dashboard.importing.drafts import Draft, Remembered
from dashboard.importing.publish import read_context, read_published
from dashboard.importing.review import Review, review_file
from dashboard.reporting import read_reporting
from dashboard.selection import Selection
from dashboard.store import load_store
from dashboard.ui.address import Key, choose, forget, recall, remember, show_in_address
from dashboard.ui.person import find_actor
from dashboard.ui.progress import ReviewProgress

_WORK = "_upload_work"
_ENDED = "_upload_ended"
_ROUND = "_upload_round"


@dataclass(frozen=True)
class Work:
    """A file in work: its bytes, the draft that keeps it, and what the last review made of it."""

    content: bytes
    draft: Draft
    file_id: str = ""  # of the file in the uploader; empty for a draft that was picked up
    is_kept: bool = False  # whether the draft is in the database
    layout_key: str = ""  # of the file as it came, before any correction
    remembered: Remembered | None = None  # corrections that were taken over from another file
    review: Review | None = None
    made_for: tuple[object, ...] = ()  # what the review depends on

    @property
    def corrections(self) -> Corrections:
        """What was said about the file so far."""
        return self.draft.corrections


@dataclass(frozen=True)
class Ended:
    """What became of a file in work: the data version it was published as, None if thrown away."""

    file_name: str
    version: int | None
    counts: dict[str, int]
    indicators: tuple[str, ...]


def current_round() -> int:
    """Counts the files of this session: a new number empties the uploader."""
    return recall(_ROUND, 0)


def close_work() -> None:
    """Put the file in work aside; its draft stays where it is."""
    forget(_WORK)
    st.session_state[Key.DRAFT.value] = ""
    remember(_ROUND, current_round() + 1)


def current_work(selection: Selection, actor: Actor, file: object | None) -> Work | None:
    """The file in work, reviewed; ``file`` is what lies in the uploader."""
    work: Work | None = recall(_WORK, None)
    draft_id = choose(Key.DRAFT, "", parse=_parse_draft)
    if file is not None and (work is None or work.file_id != file.file_id):
        work = _take_file(file, selection, actor)
    elif file is None and work is not None and work.file_id:
        # Taken out of the uploader: the draft stays in the list of files in work.
        close_work()
        return None
    elif file is None and work is None and draft_id:
        work = _open_draft(draft_id, actor)
    if work is None:
        st.session_state[Key.DRAFT.value] = ""
        return None
    if work.is_kept and drafts.find_draft(actor, load_store(), work.draft.draft_id) is None:
        _end_work(work)
        st.rerun()
    work = _claim(_review(work, selection, actor), actor)
    remember(_WORK, work)
    st.session_state[Key.DRAFT.value] = work.draft.draft_id if work.is_kept else ""
    show_in_address(Key.DRAFT, st.session_state[Key.DRAFT.value])
    return work


def pick_up(draft_id: str) -> None:
    """Go on with a draft; for the click on its button."""
    forget(_WORK)
    remember(_ROUND, current_round() + 1)
    st.session_state[Key.DRAFT.value] = draft_id


def throw_away(draft_id: str) -> None:
    """Take a draft out of work, with its bytes; for the click on its button."""
    actor = find_actor()
    draft = drafts.find_draft(actor, load_store(), draft_id)
    if draft is not None:
        drafts.drop_draft(actor, load_store(), draft)
    work: Work | None = recall(_WORK, None)
    if work is not None and work.draft.draft_id == draft_id:
        close_work()


def throw_away_current() -> None:
    """Throw the file in work away, whether it is kept or not."""
    work: Work | None = recall(_WORK, None)
    if work is not None and work.is_kept:
        throw_away(work.draft.draft_id)
    else:
        close_work()


def correct(**changes: object) -> None:
    """Take over what was said, keep it, remember it for the layout; the review is made anew."""
    work: Work | None = recall(_WORK, None)
    if work is None:
        return
    # A mapping is added to; None takes an entry out of it.
    values = {}
    for name, value in changes.items():
        before = getattr(work.corrections, name)
        if isinstance(before, dict) and isinstance(value, dict):
            value = {k: v for k, v in {**before, **value}.items() if v is not None}
        values[name] = value
    set_corrections(replace(work.corrections, **values))


def set_corrections(corrections: Corrections) -> None:
    """Put ``corrections`` in the place of all that was said so far."""
    work: Work | None = recall(_WORK, None)
    if work is None:
        return
    draft = replace(work.draft, corrections=corrections)
    work = replace(work, draft=_keep(work, draft))
    if work.layout_key and work.is_kept:
        drafts.remember_corrections(
            find_actor(),
            load_store(),
            work.layout_key,
            corrections,
            file_name=draft.file_name,
        )
    remember(_WORK, work)


def controlled(key: str, value: object, apply: Callable[[object], None]) -> dict[str, object]:
    """Arguments of a widget that always shows what was said, and says it anew when it is changed."""
    st.session_state[key] = value
    return {"key": key, "on_change": lambda: apply(st.session_state[key])}


def describe_draft(source: str, note: str) -> None:
    """Keep the source and the note that were typed so far."""
    work: Work | None = recall(_WORK, None)
    if work is not None and (source, note) != (work.draft.source, work.draft.note):
        draft = replace(work.draft, source=source, note=note)
        remember(_WORK, replace(work, draft=_keep(work, draft)))


def take_ended() -> Ended | None:
    """How the file in work came to its end, to say so once."""
    ended: Ended | None = recall(_ENDED, None)
    forget(_ENDED)
    return ended


def _end_work(work: Work) -> None:
    """Its draft is gone: published, by this click or an earlier one, or thrown away elsewhere."""
    uploads = cached.load_uploads()
    before = (work.review.version or 0) if work.review else 0
    is_own = (uploads["sha256"] == work.draft.sha256) & (uploads["upload_id"] > before)
    version = int(uploads.loc[is_own, "upload_id"].max()) if is_own.any() else None
    review = work.review if version else None
    counts = dict(review.counts) if review else {}
    indicators = tuple(dict.fromkeys(review.figures["indicator"])) if review else ()
    remember(_ENDED, Ended(work.draft.file_name, version, counts, indicators))
    close_work()


def _keep(work: Work, draft: Draft) -> Draft:
    return drafts.save_draft(find_actor(), load_store(), draft) if work.is_kept else draft


def _parse_draft(raw: str) -> str | None:
    is_id = len(raw) == 32 and raw.isascii() and raw.isalnum()
    return raw if is_id and drafts.find_draft(find_actor(), load_store(), raw) else None


def _open_draft(draft_id: str, actor: Actor) -> Work | None:
    """A draft from the database; None if it is gone, or not for this person."""
    draft = drafts.find_draft(actor, load_store(), draft_id)
    if draft is None:
        return None
    return Work(load_store().files.read(draft.sha256), draft, is_kept=True)


def _take_file(file: object, selection: Selection, actor: Actor) -> Work:
    """A file that was dropped; the same one dropped again goes on where it was left."""
    content, name = file.getvalue(), file.name
    work: Work | None = recall(_WORK, None)
    kept = [] if work is None or not work.is_kept else [work.draft]
    for draft in (*kept, *drafts.list_drafts(actor, load_store())):
        if draft.file_name == name and _is_same(draft, content):
            return Work(content, draft, file.file_id, is_kept=True)
    draft = Draft("", actor.owner, name, "", selection.region)
    return Work(content, draft, file.file_id)


def _is_same(draft: Draft, content: bytes) -> bool:
    try:
        return load_store().files.read(draft.sha256) == content
    except DashboardError:
        return False


def _review(work: Work, selection: Selection, actor: Actor) -> Work:
    """The file with a review that fits the corrections, the data version and the region."""
    reporting = read_reporting(load_catalogue())
    context = read_context(load_store().read).limit(reporting, actor.name)
    if work.review is not None and work.made_for == _depends_on(work, context, selection):
        return work
    run = ReviewProgress(selection.lang, key=f"cancel_{current_round()}", cancel=close_work)
    try:
        if work.made_for:
            review = _run_review(work, work.corrections, context, selection, run)
            work = replace(work, review=review)
        else:
            work = _review_first(work, context, selection, actor, run)
    finally:
        run.clear()
    if not work.is_kept and work.review.may_be_kept:
        draft = drafts.start_draft(
            actor,
            load_store(),
            work.content,
            work.draft.file_name,
            region_code=selection.region,
            corrections=work.corrections,
        )
        work = replace(work, draft=draft, is_kept=True)
    return replace(work, made_for=_depends_on(work, context, selection))


def _depends_on(work: Work, context: Context, selection: Selection) -> tuple[object, ...]:
    said = (context.locked, context.closing, context.allowed)
    return (work.corrections.to_json(), context.version, selection.region, *said)


def _review_first(
    work: Work, context: Context, selection: Selection, actor: Actor, run: ReviewProgress
) -> Work:
    """Review the file as it came, then with what was said about it or about its layout before."""
    review = _run_review(work, Corrections(), context, selection, run)
    work = replace(work, layout_key=review.recognition.layout_key, review=review)
    known = drafts.recall_corrections(actor, load_store(), work.layout_key)
    if known is not None and not work.corrections.applied() and review.may_be_kept:
        draft = replace(work.draft, corrections=known.corrections)
        work = replace(work, remembered=known, draft=draft)
    if not work.corrections.applied():
        return work
    return replace(work, review=_run_review(work, work.corrections, context, selection, run))


def _run_review(
    work: Work,
    corrections: Corrections,
    context: Context,
    selection: Selection,
    run: ReviewProgress,
) -> Review:
    return review_file(
        work.content,
        work.draft.file_name,
        catalogue=load_catalogue(),
        published=read_published(load_store().read),
        context=context,
        corrections=corrections,
        scope=selection.region,
        progress=run.show,
    )


def _claim(work: Work, actor: Actor) -> Work:
    """A draft of nobody belongs to the first who says a name."""
    if not actor.owner or work.draft.owner:
        return work
    return replace(work, draft=_keep(work, replace(work.draft, owner=actor.owner)))
