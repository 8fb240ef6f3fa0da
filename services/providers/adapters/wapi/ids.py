"""W-API's spellings of people and chats: bare digits, JIDs, LIDs, and the word ``status`` for stories."""

from typing import Any

from services.domain.address import Address, AddressKind
from services.domain.content import Direction, Peer
from services.providers import reading, shapes

_PERSON = (AddressKind.USER, AddressKind.LID)


def is_lite(instance_id: str) -> bool:
    """Whether it is an instance of the LITE plan, which lacks much; told by its id alone (others.md §3.1)."""
    return instance_id.upper().startswith("LITE-")


def wire_phone(address: Address) -> str:
    """What the REST calls take as ``phone``: digits for people, the JID for groups and LIDs."""
    return address.id if address.kind is AddressKind.USER else str(address)


def chat_and_author(body: dict[str, Any], direction: Direction) -> tuple[Peer | None, Peer | None]:
    """Chat and, in groups and stories, author. ``connectedPhone`` is us and never taken for the customer.

    An incoming direct message's sender is the chat: number (``id``, ``phoneNumber``) and LID (``id``,
    ``senderLid``) are told by whichever field, the number leads.
    """
    chat, sender = reading.dict_of(body.get("chat")), reading.dict_of(body.get("sender"))
    where = shapes.known(chat.get("id"))
    incoming = direction is Direction.IN
    spellings = (sender.get("id"), sender.get("phoneNumber"), sender.get("senderLid"))
    senders = [address for address in map(shapes.known, spellings) if address and address.kind in _PERSON]
    name = reading.text_or_none(sender.get("pushName"), 200) if incoming else None
    business = reading.text_or_none(sender.get("verifiedBizName"), 200) if incoming else None
    if where is not None and where.kind not in _PERSON:
        picture = reading.text_or_none(chat.get("profilePicture"), 2000)
        told = reading.text_or_none(sender.get("profilePicture"), 2000)
        author = _person(senders, push_name=name, business=business, picture=told) if incoming else None
        return Peer(address=where, picture_url=picture), author
    picture = reading.text_or_none(chat.get("profilePicture"), 2000)
    people = ([where] if where else []) + (senders if incoming else [])
    return _person(people, push_name=name, business=business, picture=picture), None


def _person(
    addresses: list[Address], *, push_name: str | None, business: str | None, picture: str | None
) -> Peer | None:
    """One person from all addresses told, the number first; at most one of each kind, the first told."""
    number = next((a for a in addresses if a.kind is AddressKind.USER), None)
    lid = next((a for a in addresses if a.kind is AddressKind.LID), None)
    lead = number or lid
    if lead is None:
        return None
    return Peer(
        address=lead,
        aliases=(lid,) if number is not None and lid is not None else (),
        push_name=push_name,
        business_name=business,
        picture_url=picture,
    )
