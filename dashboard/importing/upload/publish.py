"""Publish a reviewed file: the one way from a review to the store, for the page and the command."""

from collections.abc import Sequence

from dashboard.access import Action, Actor, authorise
from dashboard.errors import UploadError
from dashboard.figures import Read, join_codes
from dashboard.i18n import Lang, mark
from dashboard.importing.checks.context import Context
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.upload.review import PublishedReader, Review
from dashboard.lists import join_clauses
from dashboard.store import NewUpload, Store


def read_published(read: Read) -> PublishedReader:
    """A reader of what stands in the cells of some indicators, as ``review_file`` asks for it."""
    return lambda indicators: read("published", {"indicators": join_codes(indicators)})


def read_context(read: Read) -> Context:
    """What is known of earlier uploads: those that still stand, and the parts of years they have."""
    uploads = read("uploads", {})
    stands = uploads["undone_by"].isna() & (uploads["kind"] != "undo") & (uploads["sha256"] != "")
    columns = ["sha256", "upload_id", "uploaded_at", "file_name"]
    return Context(
        uploads=uploads.loc[stands, columns].reset_index(drop=True),
        within_year=lambda regions: _count_within_year(read, regions),
        targets=lambda codes: read("standing_targets", {"indicators": join_codes(codes)}),
        breaks=lambda codes: read("standing_breaks", {"indicators": join_codes(codes)}),
        version=int(uploads["upload_id"].max()) if len(uploads) else 0,
    )


def _count_within_year(read: Read, regions: Sequence[str]) -> dict[str, int]:
    found = read("within_year", {"regions": join_codes(regions)})
    return dict(zip(found["indicator"], found["region_count"], strict=True))


def publish_review(
    actor: Actor,
    store: Store,
    review: Review,
    content: bytes,
    *,
    source: str,
    note: str = "",
    confirmed: bool = False,
    draft_id: str = "",
    lang: Lang = "zh",
) -> int:
    """Publish what a review understood and return the new data version; the file is kept as it came.

    Cells that were mended by hand are told in the note of the upload, in ``lang``. The draft
    ``draft_id`` ends with it. Raises AccessError for whoever may not; UploadError while an error stands, while warnings are not
    confirmed, when published figures change by much (C-02) and the note gives no reason, or as
    ``Store.publish`` does: OvertakenError when something was published since the review.
    """
    authorise(actor, Action.PUBLISH)
    if review.state == "blocked":
        raise UploadError(mark("Nothing is published while an error stands in the file."))
    if review.state == "confirm" and not confirmed:
        raise UploadError(
            mark("The file has warnings: look at them and confirm before publishing.")
        )
    if not note.strip() and any(f.rule == RuleId.C_02 for f in review.findings):
        raise UploadError(mark("Published figures change by much: say why in the note."))
    upload = NewUpload(
        source=source,
        file_name=review.file,
        sha256=review.sha256,
        note=_describe(note, review, lang),
        rejected_count=review.counts.get("rejected", 0),
    )
    return store.publish(
        actor,
        review.figures,
        upload,
        targets=review.attached.targets,
        breaks=review.attached.breaks,
        content=content,
        compared_with=review.version,
        draft_id=draft_id,
    )


def _describe(note: str, review: Review, lang: Lang) -> str:
    return join_clauses((note, *(m.describe(lang) for m in review.edits)), lang)
