"""Every gateway plays every story it claims, and refuses what it does not."""

import pytest

from services.domain.capabilities import Capability
from services.providers.registry import DESCRIPTORS
from tests.conformance.shop import open_shop
from tests.conformance.stories import STORIES

CLAIMED = [(each.kind, capability) for each in DESCRIPTORS for capability in sorted(each.capabilities)]


def names(pairs):
    return [f"{kind}-{capability.value}" for kind, capability in pairs]


class TestConformance:
    """One class for all: what a descriptor says is what its gateway does."""

    @pytest.mark.parametrize(("kind", "capability"), CLAIMED, ids=names(CLAIMED))
    async def test_it_does_what_it_claims(self, kind, capability, tmp_path):
        connected = capability is not Capability.QR_BY_WEBHOOK
        async with open_shop(kind, tmp_path, capability, connected=connected) as shop:
            await STORIES[capability](shop)
