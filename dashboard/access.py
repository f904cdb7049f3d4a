"""Who may do what. Everyone may read; what changes something is asked here, wherever it is written.

Publishing and undoing may be kept to a list of staff, to the regions of a person and to periods that
are not locked (``reporting``). Drafts, remembered corrections and briefings are anybody's to keep:
whose a row is, the statements of ``queries/work`` ask themselves.

Who it is that asks is found out elsewhere (``sign_in``): this knows of no session and no browser, so
that whatever writes can ask it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from dashboard.errors import AccessError, UploadError
from dashboard.i18n import mark
from dashboard.reporting import Limits, read_limits
from dashboard.settings import load_settings


class Entrance(Enum):
    """The way by which somebody came in."""

    PAGE = "page"
    COMMAND_LINE = "command line"  # whoever may open the file of the database
    SEED = "seed data"  # the dashboard itself, filling a new database


class Action(Enum):
    """What somebody wants to do."""

    PUBLISH = "publish"
    UNDO = "undo"
    READ_NAMES = "read names"  # who uploaded, from which file and with which note
    KEEP_DRAFT = "keep draft"
    KEEP_CORRECTIONS = "keep corrections"
    KEEP_BRIEFING = "keep briefing"


_OF_STAFF = frozenset({Action.PUBLISH, Action.UNDO, Action.READ_NAMES})


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: the address signed in with; a typed name only where nobody can sign in."""

    name: str = ""  # '' for somebody unknown
    signs_in: bool = False  # whether sign-in exists: then a name is an address, and was proved
    entrance: Entrance = Entrance.PAGE

    @property
    def owner(self) -> str:
        """The one form of the name under which work is kept."""
        return make_owner(self.name)

    @property
    def is_known(self) -> bool:
        """Whether work of this person can be told from that of others."""
        return bool(self.owner) or not self.signs_in

    @property
    def is_staff(self) -> bool:
        """Whether this person may publish and undo; everyone where there is neither list nor sign-in."""
        if self.entrance is not Entrance.PAGE:
            return True
        staff = load_settings().staff_addresses
        return not self.signs_in or bool(self.owner and (not staff or self.owner in staff))

    def asks(self) -> dict[str, object]:
        """Parameters of the statements of ``queries/work`` that ask whose a row is."""
        return {"asker": self.owner, "signs_in": self.signs_in, "is_staff": self.is_staff}


SEED = Actor("dashboard", entrance=Entrance.SEED)


def make_owner(name: str) -> str:
    """The one form of a name or an address under which work is kept."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True)
class Forbidden:
    """Cells that an act changes and the limits of the actor forbid."""

    reason: str  # region, period
    count: int
    example: str  # a region with its code, or a period


# Finds them among the cells that an act touches, inside its transaction.
FindForbidden = Callable[[Limits], Sequence[Forbidden]]

_FORBIDDEN = {
    "region": mark(
        "Nothing was changed: {count} {count:figure is|figures are} of regions that you may not upload for, such as "
        "{example}. An administrator says in reporters.csv who may."
    ),
    "period": mark(
        "Nothing was changed: {count} {count:figure is|figures are} of a period that is approved and locked, such as "
        "{example}. An administrator can unlock it in locks.csv."
    ),
}


def may(actor: Actor, action: Action, region: str = "") -> bool:
    """Whether a page shows ``actor`` the way to ``action``, in ``region`` if one is named.

    Raises UploadError where a region is named and the reporting tables cannot be understood.
    """
    if action not in _OF_STAFF:
        return actor.is_known
    if not actor.is_staff or not region:
        return actor.is_staff
    allowed = _limits_of(actor).allowed
    return allowed is None or region in allowed


def authorise(actor: Actor, action: Action, find_forbidden: FindForbidden | None = None) -> None:
    """Ask this before anything is changed; raises AccessError for whoever may not.

    Asked once more inside the transaction of an act, with what finds the cells that it must not
    touch: then UploadError is raised for those of regions of others and of locked periods, or where
    the reporting tables cannot be understood.
    """
    if action in _OF_STAFF and not actor.is_staff:
        raise AccessError(
            mark(
                "Nothing was changed: only staff may do this, and you are not signed in as one of "
                "them, or not any more. Reload the page and sign in."
            )
        )
    if find_forbidden is None:
        return
    for found in find_forbidden(_limits_of(actor)):
        raise UploadError(_FORBIDDEN[found.reason], count=found.count, example=found.example)


def _limits_of(actor: Actor) -> Limits:
    """Seed data is nobody's: it is limited by nothing."""
    return Limits() if actor.entrance is Entrance.SEED else read_limits(actor.name)
