"""Every gateway plays every story it claims, and refuses what it does not."""

import pytest

from services.domain.capabilities import Capability
from services.domain.errors import NotSupported
from services.domain.gateways import WebhookWish
from services.instances.hooks import differences, wanted_webhook
from services.providers.registry import DESCRIPTORS, get
from services.providers.table import ROWS, table
from tests.conformance import circle_stories, stories  # noqa: F401 - they register themselves
from tests.conformance.gateways import DIALECTS, GATEWAYS
from tests.conformance.proving import STORIES
from tests.conformance.refusals import ASKED, NOT_ASKED, TOLD
from tests.conformance.shop import open_shop

CLAIMED = [(each.kind, capability) for each in DESCRIPTORS for capability in sorted(each.capabilities)]
LACKING = [
    (each.kind, capability)
    for each in DESCRIPTORS
    if each.client is not None
    for capability in sorted(set(ASKED) | set(TOLD))
    if capability not in each.capabilities and (each.kind, capability) not in NOT_ASKED
]


def names(pairs):
    return [f"{kind}-{capability.value}" for kind, capability in pairs]


class TestConformance:
    """One class for all: what a descriptor says is what its gateway does."""

    @pytest.mark.parametrize(("kind", "capability"), CLAIMED, ids=names(CLAIMED))
    async def test_it_does_what_it_claims(self, kind, capability, tmp_path):
        connected = capability is not Capability.QR_BY_WEBHOOK
        async with open_shop(kind, tmp_path, capability, connected=connected) as shop:
            await STORIES[capability](shop)

    @pytest.mark.parametrize(("kind", "capability"), LACKING, ids=names(LACKING))
    async def test_it_refuses_what_it_lacks(self, kind, capability, tmp_path):
        async with open_shop(kind, tmp_path, capability) as shop:
            if capability in TOLD:
                TOLD[capability](shop)
                return
            with pytest.raises(NotSupported):
                await ASKED[capability](shop)
            # it is refused before anything goes out
            assert not [each for each in shop.gateway.wire.seen if each.method != "GET"]

    @pytest.mark.parametrize("kind", DIALECTS)
    async def test_it_receives(self, kind, tmp_path):
        async with open_shop(kind, tmp_path) as shop:
            if kind in GATEWAYS:
                shop.gateway.point_at(shop.hook)
            await shop.receive("text", id=shop.new_id(), text="Bom dia!")
            [chat] = await shop.desk.chats()
            assert chat.address == shop.dialect.customer
            assert [(each.text, each.direction.value) for each in await shop.messages()] == [("Bom dia!", "in")]

    @pytest.mark.parametrize("kind", GATEWAYS)
    async def test_it_is_known_by_its_answer(self, kind, tmp_path):
        async with open_shop(kind, tmp_path) as shop:
            found = await shop.client.probe()
            assert found.brand
            assert shop.dialect.name in {each.name for each in found.sessions}

    @pytest.mark.parametrize("kind", [k for k in GATEWAYS if Capability.WEBHOOK_CONFIG in get(k).capabilities])
    async def test_the_fullest_wish_is_cut_to_what_its_webhook_has(self, kind, tmp_path):
        async with open_shop(kind, tmp_path) as shop:
            wish = WebhookWish(by_events=True, base64=True, headers={"X-Loja": "padaria"}, retries=3, retry_delay_s=2)
            wanted = wanted_webhook(shop.dialect.descriptor, shop.hook, wish)
            await shop.client.set_webhook(wanted)
            assert not differences(wanted, await shop.client.get_webhook())


def test_every_line_of_the_readme_s_table_is_proved():
    """What is claimed in the table is what the stories above prove, pair by pair, and nothing besides."""
    shown = set()
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table(DESCRIPTORS).splitlines()]
    columns = {each.display_name: each.kind for each in DESCRIPTORS}
    head = [columns[name] for name in lines[0][1:]]
    wanted = dict(ROWS)
    for title, *cells in lines[3:]:
        shown |= {(kind, each) for kind, cell in zip(head, cells, strict=True) if cell for each in wanted[title]}
    proved = {(kind, capability) for kind, capability in CLAIMED if capability in STORIES}
    half = {(kind, each) for kind, each in CLAIMED for row in wanted.values() if each in row and len(row) > 1}
    assert shown == {pair for pair in proved if pair[1] is not Capability.MEDIA_BY_UPLOAD} - (half - shown)
    # the row of receiving is one story of its own, for every column
    assert lines[2][0] == "Receive messages"
    assert all(lines[2][1:])
    assert set(head) == set(DIALECTS)


def test_every_capability_that_is_claimed_has_a_story():
    assert {capability for _, capability in CLAIMED} == set(STORIES) == set(Capability)
