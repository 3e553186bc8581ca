"""Names that are typed into a screen: whom they mean, and who they cannot mean."""

from __future__ import annotations

from collections.abc import Callable

from infonet.panel._session import Session, Whom
from infonet.tables import ME

__all__ = ["somebody_else"]


def somebody_else(
    session: Session, then: Callable[[Whom], object], but: str = ME
) -> Callable[[Whom], object]:
    """Return `then`, but for me and for the person `but`: of them it is said who they are."""

    def checked(whom: Whom) -> None:
        if whom.new or whom.text not in (ME, but):
            then(whom)
            return
        who = "you" if whom.text == ME else session.name(whom.text)
        session.say(f"that is {who}: type the name of somebody else", wrong=True)

    return checked
