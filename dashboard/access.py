"""Who may do what. Everyone may read; publishing and undoing may be kept to a list of staff.

Who it is that asks is found out elsewhere (``sign_in``): this knows of no session and no browser, so
that whatever writes can ask it.
"""

from dataclasses import dataclass

from dashboard.errors import AccessError
from dashboard.i18n import mark
from dashboard.settings import load_settings


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: the address signed in with; a typed name only where nobody can sign in."""

    name: str = ""  # '' for somebody unknown
    signs_in: bool = False  # whether sign-in exists: then a name is an address, and was proved

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
        staff = load_settings().staff_addresses
        return not self.signs_in or bool(self.owner and (not staff or self.owner in staff))

    def asks(self) -> dict[str, object]:
        """Parameters of the statements of ``queries/work`` that ask whose a row is."""
        return {"asker": self.owner, "signs_in": self.signs_in, "is_staff": self.is_staff}


def make_owner(name: str) -> str:
    """The one form of a name or an address under which work is kept."""
    return " ".join(name.split()).casefold()


def authorise(actor: Actor) -> None:
    """Ask this before figures are changed; raises AccessError for whoever may not."""
    if not actor.is_staff:
        raise AccessError(
            mark(
                "Nothing was changed: only staff may do this, and you are not signed in as one of "
                "them, or not any more. Reload the page and sign in."
            )
        )
