"""whatsapp-web.js's ids: message keys as objects or serialized text, addresses as objects or text.

Only the third part of ``<fromMe>_<chat>_<id>[_<participant>]`` is WhatsApp's own (others.md §8.9); the
``/message`` calls want that one, ``quotedMessageId`` wants the whole.
"""

from typing import Any

import msgspec

from services.domain.address import Address, AddressKind
from services.providers import reading, shapes


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """One message key; None where the object does not tell."""

    stanza_id: str
    serialized: str | None = None
    from_me: bool | None = None
    chat: Address | None = None
    participant: Address | None = None


def read_key(value: Any) -> Key | None:
    """A key from its object or its serialized text; None without an id."""
    if isinstance(value, str):
        value = {"_serialized": value}
    if not isinstance(value, dict):
        return None
    serialized = reading.id_or_none(value.get("_serialized"))
    parts = shapes.serialized_id(serialized) if serialized else None
    stanza_id = reading.id_or_none(value.get("id")) or (parts.stanza_id if parts else None)
    if stanza_id is None:
        return None
    from_me = reading.bool_or_none(value.get("fromMe"))
    return Key(
        stanza_id=stanza_id,
        serialized=serialized,
        from_me=parts.from_me if from_me is None and parts else from_me,
        chat=address_of(value.get("remote")) or (parts.chat if parts else None),
        participant=address_of(value.get("participant")) or (parts.participant if parts else None),
    )


def address_of(value: Any) -> Address | None:
    """An address as text or as ``{_serialized}``; None for what is no address."""
    if isinstance(value, dict):
        value = value.get("_serialized")
    return shapes.known(value)


def wire_id(address: Address) -> str:
    """The chat id that the server takes: people are ``@c.us``, everything else is as it is."""
    return f"{address.id}@c.us" if address.kind is AddressKind.USER else str(address)


def serialize(stanza_id: str, chat: Address, *, from_me: bool, author: Address | None = None) -> str:
    """The serialized key of a message that came some other way."""
    parts = ["true" if from_me else "false", wire_id(chat), stanza_id]
    if author is not None and chat.kind is AddressKind.GROUP:
        parts.append(wire_id(author))
    return "_".join(parts)
