"""One fake gateway for every provider."""

from tests.conformance.gateways.base import Dialect, Gateway
from tests.conformance.gateways.cloud_api import CloudApi
from tests.conformance.gateways.evolution import Evolution
from tests.conformance.gateways.seeds import Betzap, ChatWhatsapp, Multichat, Niochat
from tests.conformance.gateways.uazapi import Uazapi
from tests.conformance.gateways.waha import Waha
from tests.conformance.gateways.wapi import Wapi
from tests.conformance.gateways.wwebjs import Wwebjs

GATEWAYS: dict[str, type[Gateway]] = {
    each.kind: each for each in (Evolution, Waha, Uazapi, Wapi, Wwebjs, CloudApi)
}
DIALECTS: dict[str, type[Dialect]] = {
    **GATEWAYS,
    **{each.kind: each for each in (Niochat, Multichat, Betzap, ChatWhatsapp)},
}
