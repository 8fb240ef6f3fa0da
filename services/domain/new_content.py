"""What an agent makes that is neither text nor file: a place, a contact, a question, buttons or a list."""

import math

import msgspec

from services.domain.content import Choice, ContactCard, Location, Poll
from services.domain.errors import Invalid
from services.domain.outgoing import OutgoingKind, OutgoingMenu

MAX_NAME = 100
MAX_QUESTION = 255
MAX_OPTION = 100
MAX_OPTIONS = 12
MAX_BODY = 1024
MAX_FOOTER = 60
MAX_BUTTONS = 3
MAX_BUTTON = 20
MAX_ROWS = 10
MAX_ROW = 24
MAX_ROW_MORE = 72


class NewContent(msgspec.Struct, frozen=True, kw_only=True):
    """Exactly one of a place, a contact, a poll or a menu; ``text`` is a menu's body.

    A menu with a ``button`` is a list that opens, one without is up to three buttons.
    """

    location: Location | None = None
    contact: ContactCard | None = None
    poll: Poll | None = None
    menu: OutgoingMenu | None = None
    text: str | None = None

    @property
    def kind(self) -> OutgoingKind:
        """What it goes out as. Raises Invalid where it is nothing or two things at once."""
        parts = (self.location, self.contact, self.poll, self.menu)
        if sum(part is not None for part in parts) != 1:
            raise Invalid("content")
        if self.location is not None:
            return OutgoingKind.LOCATION
        if self.contact is not None:
            return OutgoingKind.CONTACTS
        if self.poll is not None:
            return OutgoingKind.POLL
        return OutgoingKind.LIST if self.menu is not None and self.menu.button else OutgoingKind.BUTTONS


def checked(new: NewContent) -> NewContent:
    """The same without outer blanks. Raises Invalid naming the part: WhatsApp refuses what is outside its limits.

    The lengths are Meta's for the Cloud API (others dossier §4.4); other gateways take no more.
    """
    match new.kind:
        case OutgoingKind.LOCATION:
            return NewContent(location=_place(new.location))
        case OutgoingKind.CONTACTS:
            return NewContent(contact=_contact(new.contact))
        case OutgoingKind.POLL:
            return NewContent(poll=_poll(new.poll))
        case kind:
            return NewContent(menu=_menu(new.menu, kind), text=_line(new.text, MAX_BODY, "text"))


def _line(text: str | None, limit: int, field: str) -> str:
    told = (text or "").replace("\x00", "").strip()
    if not told or len(told) > limit:
        raise Invalid(field)
    return told


def _perhaps(text: str | None, limit: int, field: str) -> str | None:
    return _line(text, limit, field) if (text or "").strip() else None


def _place(place: Location | None) -> Location:
    if place is None or not (math.isfinite(place.latitude) and math.isfinite(place.longitude)):
        raise Invalid("location")
    if abs(place.latitude) > 90 or abs(place.longitude) > 180:
        raise Invalid("location")
    return Location(
        latitude=place.latitude,
        longitude=place.longitude,
        name=_perhaps(place.name, MAX_NAME, "name"),
        address=_perhaps(place.address, MAX_QUESTION, "address"),
    )


def _contact(card: ContactCard | None) -> ContactCard:
    phones = tuple(phone for phone in (card.phones if card is not None else ()) if sum(c.isdigit() for c in phone) >= 8)
    if card is None or not phones:
        raise Invalid("phone")
    return ContactCard(
        name=_line(card.name, MAX_NAME, "name"),
        phones=phones,
        organisation=_perhaps(card.organisation, MAX_NAME, "organisation"),
    )


def _poll(poll: Poll | None) -> Poll:
    options = tuple(o.strip() for o in (poll.options if poll is not None else ()) if o.strip())
    if poll is None or not 2 <= len(options) <= MAX_OPTIONS or len(set(options)) < len(options):
        raise Invalid("options")
    if any(len(option) > MAX_OPTION for option in options):
        raise Invalid("options")
    return Poll(
        question=_line(poll.question, MAX_QUESTION, "question"), options=options, selectable=1 if poll.selectable == 1 else 0
    )


def _menu(menu: OutgoingMenu | None, kind: OutgoingKind) -> OutgoingMenu:
    listed = kind is OutgoingKind.LIST
    most, long = (MAX_ROWS, MAX_ROW) if listed else (MAX_BUTTONS, MAX_BUTTON)
    found = menu.choices if menu is not None else ()
    choices = tuple(
        Choice(
            title=_line(choice.title, long, "choices"),
            id=f"{at}",
            description=_perhaps(choice.description, MAX_ROW_MORE, "choices") if listed else None,
        )
        for at, choice in enumerate((c for c in found if c.title.strip()), 1)
    )
    if menu is None or not 1 <= len(choices) <= most or len({c.title for c in choices}) < len(choices):
        raise Invalid("choices")
    return OutgoingMenu(
        footer=_perhaps(menu.footer, MAX_FOOTER, "footer"),
        button=_line(menu.button, MAX_BUTTON, "button") if listed else None,
        choices=choices,
    )
