"""Names that are typed into a screen: whom they mean, and who they cannot mean."""

from __future__ import annotations

from collections.abc import Callable

from infonet.panel._session import Session
from infonet.tables import ME

__all__ = ["somebody_else"]


def somebody_else(
    session: Session, then: Callable[[str], object], but: str = ME
) -> Callable[[str], object]:
    """Return `then`, but for me and for the person `but`: of them it is said who they are."""

    def checked(person: str) -> None:
        if person not in (ME, but):
            then(person)
            return
        who = "you" if person == ME else session.name(person)
        session.say(f"that is {who}: type the name of somebody else", wrong=True)

    return checked
