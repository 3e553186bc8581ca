"""My business card: what to bring instead of a résumé, made from a few lines."""

from __future__ import annotations

from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values, text_of
from infonet.prepare import business_card
from infonet.tables import ME

_FIELDS = {
    "name": "Name",
    "title": "Work",
    "email": "E-mail",
    "phone": "Phone",
    "url": "Page or profile",
    "skills": "Skills, with commas between",
}
"""The lines of the card → what they are called."""


class CardForm:
    """Take the lines of my business card, and make its files."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._said: dict[str, str] = {}
        self._files: list[Node] = []

    def section(self) -> Node:
        """Return the form, folded, and the files of the card that was made."""
        said = self._known() | self._said
        fields = [
            html.text_field(f"card-{name}", words, value=said.get(name, ""))
            for name, words in _FIELDS.items()
        ]
        return html.unfold(
            "My business card",
            html.row(
                fields,
                html.button("Make the card", self._make),
                self._files,
                submit=self._make,
                class_="labelled wide",
            ),
            html.element("small", "Your name on the front, your skills on the back. No résumé."),
            key="card",
        )

    def _known(self) -> dict[str, str]:
        """Return what the book knows of me."""
        net = self.session.network
        people = self.session.tables.people
        mine = people[people.person == ME]
        job = net.workplaces.current.iloc[net.ego]
        found = {"name": str(net.name[net.ego]), "title": text_of(job.title)}
        if len(mine):
            found |= {"email": text_of(mine.email.iloc[0]), "url": text_of(mine.url.iloc[0])}
        return found

    def _make(self, values: Values) -> None:
        """Make the card; what is wrong in a line is said."""
        said = {name: str(values.get(f"card-{name}") or "").strip() for name in _FIELDS}
        self._said, self._files = said, []
        skills = [each for text in said["skills"].split(",") if (each := text.strip())]
        card = business_card(
            said["name"],
            title=said["title"] or None,
            email=said["email"] or None,
            phone=said["phone"] or None,
            url=said["url"] or None,
            skills=skills,
        )
        self._files = [
            html.download_button(
                "Save it to print", "business-card.svg", card.svg(), type_="image/svg+xml"
            ),
            html.download_button(
                "Save it as a contact", "business-card.vcf", card.vcf().decode(), type_="text/vcard"
            ),
        ]
        self.session.say("The card is made.")
