"""Every provider, one line each. The order settles ties between fingerprints (others dossier §7.2)."""

from services.providers.adapters.betzap.descriptor import DESCRIPTOR as BETZAP
from services.providers.adapters.chat_whatsapp.descriptor import DESCRIPTOR as CHAT_WHATSAPP
from services.providers.adapters.cloud_api.descriptor import DESCRIPTOR as CLOUD_API
from services.providers.adapters.evolution.descriptor import DESCRIPTOR as EVOLUTION
from services.providers.adapters.multichat.descriptor import DESCRIPTOR as MULTICHAT
from services.providers.adapters.niochat.descriptor import DESCRIPTOR as NIOCHAT
from services.providers.adapters.uazapi.descriptor import DESCRIPTOR as UAZAPI
from services.providers.adapters.waha.descriptor import DESCRIPTOR as WAHA
from services.providers.adapters.wapi.descriptor import DESCRIPTOR as WAPI
from services.providers.adapters.wwebjs.descriptor import DESCRIPTOR as WWEBJS
from services.providers.base import Descriptor

DESCRIPTORS: tuple[Descriptor, ...] = (
    CLOUD_API,
    UAZAPI,
    WWEBJS,
    WAPI,
    EVOLUTION,
    WAHA,
    BETZAP,
    MULTICHAT,
    NIOCHAT,
    CHAT_WHATSAPP,
)

# the dialect that the built-in simulated gateway speaks
DEMO = EVOLUTION.kind


def get(kind: str) -> Descriptor | None:
    """The provider of a kind, or None."""
    return next((each for each in DESCRIPTORS if each.kind == kind), None)
