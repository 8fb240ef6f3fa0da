"""Who a whatsapp-web.js message is from and where it belongs."""

from typing import Any

from services.domain.address import Address, AddressKind
from services.domain.content import Peer
from services.providers import reading
from services.providers.adapters.wwebjs.ids import Key, address_of

_PERSON = (AddressKind.USER, AddressKind.LID)


def chat_and_author(message: dict[str, Any], key: Key) -> tuple[Peer | None, Peer | None]:
    """Chat (``id.remote``, else the far end of ``from`` and ``to``) and, in groups and stories, the author.

    ``from`` beside a ``remote`` of the other kind ties LID and number of one person together.
    """
    out = key.from_me is True
    inner = reading.dict_of(message.get("_data"))
    far = address_of(message.get("to" if out else "from")) or address_of(inner.get("to" if out else "from"))
    where = key.chat or far
    if where is None:
        return None, None
    name = None if out else reading.text_or_none(inner.get("notifyName"), 200)
    if where.kind in _PERSON:
        return _person(where, far, name), None
    who = address_of(message.get("author")) or key.participant
    return Peer(address=where), Peer(address=who, push_name=name) if who and not out else None


def _person(where: Address, far: Address | None, name: str | None) -> Peer:
    """One person, the number first where both number and LID are told."""
    if far is None or far.kind not in _PERSON or far.kind is where.kind:
        return Peer(address=where, push_name=name)
    number, lid = (far, where) if far.kind is AddressKind.USER else (where, far)
    return Peer(address=number, aliases=(lid,), push_name=name)
