"""Who is meant in a Cloud API change: phone, business-scoped user id, group (others dossier §4.2, §4.3).

A person may come without a phone: then ``user_id`` is the only address. A username is no address here,
because its owner can give it up to somebody else; it serves as a name where there is no other.
"""

from typing import Any

import msgspec

from services.domain.address import Address, AddressKind, parse, user
from services.domain.content import Peer
from services.providers.reading import dict_of, id_or_none, list_of, text_or_none


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What all items of one change share: our own number, its contacts, and when it came (ms)."""

    own: Address | None
    contacts: tuple[dict[str, Any], ...]
    received_at_ms: int
    field: str


def scope_of(value: dict[str, Any], field: str, received_at_ms: int) -> Scope:
    """Read the shared part of a change; odd contacts are left out."""
    return Scope(
        own=phone_of(dict_of(value.get("metadata")).get("display_phone_number")),
        contacts=tuple(c for c in list_of(value.get("contacts")) if isinstance(c, dict)),
        received_at_ms=received_at_ms,
        field=field,
    )


def phone_of(value: Any) -> Address | None:
    """The address of a phone number in any spelling, or None where it is none."""
    address = parse(text_or_none(value, 40))
    return address if address is not None and address.kind is AddressKind.USER else None


def bsuid_of(value: Any) -> Address | None:
    """The address of a business-scoped user id (``BR.900000000000001``)."""
    text = id_or_none(value)
    return Address(AddressKind.BSUID, text) if text else None


def group_of(value: Any) -> Address | None:
    """The address of a group, whose id is opaque here."""
    text = id_or_none(value)
    return Address(AddressKind.GROUP, text.removesuffix("@g.us")) if text else None


def peer(scope: Scope, phone: Any, user_id: Any, parent_user_id: Any = None) -> Peer | None:
    """The person of these ids with what the change's contacts add; None where no id is told."""
    contact = _contact(scope, phone_of(phone), id_or_none(user_id))
    addresses = [
        phone_of(phone),
        phone_of(contact.get("wa_id")),
        bsuid_of(user_id),
        bsuid_of(contact.get("user_id")),
        bsuid_of(parent_user_id),
        bsuid_of(contact.get("parent_user_id")),
    ]
    known = tuple(dict.fromkeys(a for a in addresses if a is not None))
    if not known:
        return None
    return Peer(address=known[0], aliases=known[1:], push_name=_name(contact))


def linked_contacts(scope: Scope) -> tuple[Peer, ...]:
    """The contacts that come with several addresses, so that those can be tied together."""
    peers = (peer(scope, c.get("wa_id"), c.get("user_id"), c.get("parent_user_id")) for c in scope.contacts)
    return tuple(p for p in peers if p is not None and p.aliases)


def _contact(scope: Scope, phone: Address | None, user_id: str | None) -> dict[str, Any]:
    for contact in scope.contacts:
        told = phone_of(contact.get("wa_id"))
        if phone and told and phone.match_key == told.match_key:
            return contact
        if user_id and id_or_none(contact.get("user_id")) == user_id:
            return contact
    return {}


def _name(contact: dict[str, Any]) -> str | None:
    profile = dict_of(contact.get("profile"))
    return text_or_none(profile.get("name"), 500) or text_or_none(profile.get("username"), 500)


def own_peer(scope: Scope) -> Peer | None:
    """Ourselves, where the change names our number."""
    return Peer(address=scope.own) if scope.own else None


def old_number(value: Any) -> Address | None:
    """The former number of somebody who changed it."""
    digits = text_or_none(value, 40)
    return user(digits) if digits and phone_of(digits) else None
