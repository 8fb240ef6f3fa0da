"""WAHA's message ids: ``{fromMe}_{chat}_{ID}[_{participant}]``, the bare ``ID``, or a key object.

Only the bare ``ID`` is WhatsApp's own and equal in every event, engine and gateway (waha dossier §2.2):
it becomes the ``stanza_id``. The whole string is what WAHA's REST wants back.
"""

import re
from typing import Any

import msgspec

from services.domain.address import Address, AddressKind, parse
from services.providers.reading import bool_or_none, dict_of, id_or_none

_SERIALIZED = re.compile(r"^(?:(true|false)_)?([^_]+@[^_]+)_([^_]+)(?:_(.+))?$")


class MessageId(msgspec.Struct, frozen=True, kw_only=True):
    """One id taken apart; None where its form does not tell."""

    stanza_id: str
    whole: str
    from_me: bool | None = None
    chat: Address | None = None
    participant: Address | None = None


def read_id(value: Any) -> MessageId | None:
    """A serialized id, a bare one, or an object of one of the engines; None for anything else.

    Objects: ``{_serialized, id, remote, fromMe}`` (WEBJS) and ``{id, remoteJid, fromMe, participant}``
    (WPP, NOWEB). Their ``id`` is preferred to ``_serialized``, which WhatsApp Web once renamed.
    """
    if isinstance(value, dict):
        return _from_object(value)
    text = id_or_none(value)
    if text is None:
        return None
    found = _SERIALIZED.match(text)
    if found is None:
        # an id that looks serialized but is not readable must not become a stanza id by guess
        return None if "@" in text else MessageId(stanza_id=text, whole=text)
    own, chat, stanza_id, participant = found.groups()
    return MessageId(
        stanza_id=stanza_id,
        whole=text,
        from_me=None if own is None else own == "true",
        chat=parse(chat),
        participant=parse(participant),
    )


def _from_object(value: dict[str, Any]) -> MessageId | None:
    whole = id_or_none(value.get("_serialized"))
    bare = read_id(value.get("id")) if not isinstance(value.get("id"), dict) else None
    base = bare or (read_id(whole) if whole else None)
    if base is None:
        return None
    return MessageId(
        stanza_id=base.stanza_id,
        whole=whole or base.whole,
        from_me=bool_or_none(value.get("fromMe")),
        chat=address_of(value.get("remote")) or parse(value.get("remoteJid")) or base.chat,
        participant=address_of(value.get("participant")) or base.participant,
    )


def address_of(value: Any) -> Address | None:
    """An address as text or as the ``{_serialized}`` object of WEBJS."""
    return parse(value) or parse(dict_of(value).get("_serialized"))


def wire_id(address: Address) -> str:
    """The chat id that WAHA's REST takes: people are ``@c.us`` there, everything else is as it is."""
    if address.kind is AddressKind.USER:
        return f"{address.id}@c.us"
    return str(address)


def serialize(stanza_id: str, chat: Address, *, from_me: bool, author: Address | None = None) -> str:
    """The serialized form, for messages whose own one is not known (they came through another gateway)."""
    parts = ["true" if from_me else "false", wire_id(chat), stanza_id]
    if author is not None and chat.kind in (AddressKind.GROUP, AddressKind.STORY):
        parts.append(wire_id(author))
    return "_".join(parts)
