"""Publish a reviewed file: the one way from a review to the store, for the page and the command."""

from dashboard.errors import UploadError
from dashboard.figures import join_codes
from dashboard.i18n import mark
from dashboard.importing.review import Published, Review
from dashboard.store import NewUpload, Store


def read_published(store: Store) -> Published:
    """A reader of what stands in the cells of some indicators, as ``review_file`` asks for it."""
    return lambda indicators: store.read("published", {"indicators": join_codes(indicators)})


def publish_review(
    store: Store,
    review: Review,
    content: bytes,
    *,
    source: str,
    note: str = "",
    uploaded_by: str = "",
    confirmed: bool = False,
) -> int:
    """Publish what a review understood and return the new data version; the file is kept as it came.

    Raises UploadError while an error stands, while warnings are not confirmed, when nothing is new,
    or as ``Store.publish`` does.
    """
    if review.state == "blocked":
        raise UploadError(mark("Nothing is published while an error stands in the file."))
    if review.state == "confirm" and not confirmed:
        raise UploadError(
            mark("The file has warnings: look at them and confirm before publishing.")
        )
    store.keep_file(content, review.sha256)
    return store.publish(
        review.figures,
        NewUpload(
            source=source,
            uploaded_by=uploaded_by,
            file_name=review.file,
            sha256=review.sha256,
            note=note,
            rejected_count=review.counts.get("rejected", 0),
        ),
    )
