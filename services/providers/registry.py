"""Every provider, one line each. The order settles ties between fingerprints (others dossier §7.2)."""

from services.providers.adapters.chat_whatsapp.descriptor import DESCRIPTOR as CHAT_WHATSAPP
from services.providers.adapters.multichat.descriptor import DESCRIPTOR as MULTICHAT
from services.providers.adapters.niochat.descriptor import DESCRIPTOR as NIOCHAT
from services.providers.base import Descriptor

DESCRIPTORS: tuple[Descriptor, ...] = (
    MULTICHAT,
    NIOCHAT,
    CHAT_WHATSAPP,
)


def get(kind: str) -> Descriptor | None:
    """The provider of a kind, or None."""
    return next((each for each in DESCRIPTORS if each.kind == kind), None)
