"""Every kind of message that a gateway is known to post, through our real hooks server into the database."""

import base64
import re

import pytest

from services.domain.address import AddressKind
from services.domain.models import DeliveryState
from services.domain.outgoing import OutgoingKind
from services.storage.queries import messages
from tests.conformance.gateways import DIALECTS
from tests.conformance.gateways.base import swapped
from tests.conformance.shop import FILES, open_shop
from tests.contract import cases

ALL = cases.load()
_ID = re.compile(r"[\w.-]{4,}")
_STORED = (AddressKind.USER, AddressKind.LID, AddressKind.GROUP, AddressKind.BSUID)
# what the shops' customers really send; a format that cannot carry it has no case of it
COMMON = {"text", "image", "video", "voice", "audio", "document", "sticker", "location", "contacts"}
FEWER = {
    "niochat": {"text", "image", "video", "audio", "document"},
    "multichat": {"text", "image", "audio", "document", "location"},
    "betzap": {"text", "image", "video", "voice", "document", "sticker", "location", "contacts"},
    "chat_whatsapp": {"text", "image"},
}


def told(case):
    """The messages of a case that end in a conversation: (stanza id, expectation)."""
    for event in case.expect.get("events", ()):
        chat = ((event.get("chat") or {}).get("address")) or {}
        if event.get("event") == "message" and chat.get("kind") in {kind.value for kind in _STORED}:
            yield event


@pytest.mark.parametrize("kind", DIALECTS)
async def test_every_kind_of_message_ends_in_its_conversation(kind, tmp_path):
    received = set()
    async with open_shop(kind, tmp_path) as shop:
        for number, case in enumerate(each for each in ALL if each.kind == kind):
            expected = list(told(case))
            ids = sorted({event["stanza_id"] for event in expected}, key=len, reverse=True)
            if not expected or _is_of_another(case, shop) or not all(map(_ID.fullmatch, ids)):
                continue
            # each case has messages of its own
            fresh = {each: f"{each}x{number}" for each in ids}
            raw = shop.dialect.encode(swapped(case.body, {**shop.dialect.words, **fresh, **_real_files(expected)}))
            headers = {**case.headers, **_proof(shop, raw)}
            path = f"/hooks/{shop.desk.tokens[shop.instance]}{case.path}"
            answer = await shop.desk.post(path, raw=raw, headers=headers)
            await shop.desk.settled()
            assert answer.status == 200, case.id
            stored = {each.stanza_id: each for each in await _all(shop)}
            for event in expected:
                view = stored.get(fresh[event["stanza_id"]])
                assert view is not None, f"{case.id}: not stored"
                assert (view.kind.value, view.direction.value) == (event["kind"], event["direction"]), case.id
                if "text" in event:
                    assert view.text == swapped(event["text"], fresh), case.id
                received.add(event["kind"])
        states = {each.state for each in await shop.desk.deliveries()}
        assert DeliveryState.NEW not in states
    assert FEWER.get(kind, COMMON) <= received


def _real_files(expected):
    """The invented bytes inside a body, and bytes of the kind that they are said to be: a file is shown as what it is."""
    told = {
        media["inline_base64"]: FILES[OutgoingKind(event["kind"])][2]
        for event in expected
        if (media := event.get("media") or {}).get("inline_base64") and event["kind"] in set(OutgoingKind)
    }
    return {old: base64.b64encode(new).decode() for old, new in told.items()}


def _proof(shop, raw):
    if shop.dialect.kind == "wwebjs":
        return {"x-api-key": shop.dialect.signing_key}
    return shop.dialect.sign(raw)


def _is_of_another(case, shop):
    """Whether a case is about a number of its own, by which its direction is told."""
    return case.own is not None and case.own != shop.dialect.own


async def _all(shop):
    found = []
    for chat in await shop.desk.chats():
        found += (await shop.desk.database.read(messages.latest, chat.id, 200)).items
    return found
