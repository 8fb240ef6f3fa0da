"""A recorded day in any order, with repetitions, with holes that the history fills: the same conversations."""

import json
import random
from pathlib import Path

import pytest

from services.core.clock import SystemClock
from services.demo.state import Stored
from services.domain import address
from services.instances.catchup import CatchUp
from services.providers.base import Inbound
from services.storage.queries import messages as queries
from services.storage.writes import apply
from services.storage.writes.context import Context
from tests.conformance.shop import open_shop

CAPTURES = Path(__file__).parents[1] / "captures"
# whose number each recording was made with, and the session's name
RECORDED = {"evolution": ("loja1", None), "waha": ("default", None), "wwebjs": ("loja", "5511999990006")}
ROUNDS = 6


def day(kind):
    """The bodies of a recording, as the files' names order them."""
    return [json.loads(each.read_text("utf-8"))["body"] for each in sorted((CAPTURES / kind).glob("*.json"))]


async def see(shop, body):
    """One delivery through parser and storage."""
    inbound = Inbound(body=body, own_address=address.parse(RECORDED[shop.dialect.kind][1]))
    await store(shop, shop.dialect.descriptor.parse(inbound))


async def store(shop, events):
    route = shop.desk.routes.get(shop.instance)
    context = Context(instance_id=shop.instance, account_id=route.account_id, received_at_ms=1_795_400_000_000)
    return (await shop.desk.database.write(apply.apply_events, context, tuple(events))).new_messages


async def conversations(shop):
    """What the agent sees, without the numbers that storage gave."""
    found = {}
    for chat in await shop.desk.chats():
        page = await shop.desk.database.read(queries.latest, chat.id, 200)
        found[str(chat.address)] = (
            chat.title,
            chat.preview,
            [
                (
                    m.stanza_id, m.direction, m.kind, m.sent_at_ms, m.text, m.status, m.edited, m.deleted,
                    tuple(sorted((r.emoji, r.from_me) for r in m.reactions)),
                    (m.quoted.stanza_id, m.quoted.text) if m.quoted else None,
                    m.author.phone, m.media is not None,
                )
                for m in page.items
            ],
        )  # fmt: skip
    return found


async def ends_as(kind, folder, bodies):
    folder.mkdir()
    async with open_shop(kind, folder) as shop:
        for body in bodies:
            await see(shop, body)
        return await conversations(shop)


@pytest.mark.parametrize("seed", range(ROUNDS))
@pytest.mark.parametrize("kind", RECORDED)
async def test_any_order_and_repetition_ends_in_the_same_conversations(kind, seed, tmp_path):
    chance = random.Random(f"{kind}{seed}")
    bodies = day(kind)
    wanted = await ends_as(kind, tmp_path / "as-recorded", bodies)
    assert sum(len(messages) for _, _, messages in wanted.values()) > 2
    shuffled = bodies + chance.choices(bodies, k=len(bodies) // 2)
    chance.shuffle(shuffled)
    assert await ends_as(kind, tmp_path / "shuffled", shuffled) == wanted


def keep(shop, body):
    """The gateway keeps a message of the recording in its history; whether it was one."""
    gateway = shop.gateway
    match gateway.kind:
        case "evolution" if body["event"] == "messages.upsert" and "reactionMessage" not in body["data"]["message"]:
            data = body["data"]
            gateway.server.instances[gateway.name].messages[data["key"]["id"]] = Stored(data=data)
        case "waha" if body["event"] == "message.any" and body["payload"].get("body"):
            payload = body["payload"]
            chat = payload["from"]
            rows = gateway.session.messages.setdefault(chat, [])
            rows.append(payload)
        case "wwebjs" if body["dataType"] == "message_create":
            message = body["data"]["message"]
            chat = message["id"]["remote"]
            gateway.server.messages.setdefault(chat, []).append(message)
            row = {"id": {"_serialized": chat}, "timestamp": message["timestamp"], "isGroup": chat.endswith("g.us")}
            gateway.server.chats.append(row)
        case _:
            return False
    return True


@pytest.mark.parametrize("seed", range(ROUNDS))
@pytest.mark.parametrize("kind", RECORDED)
async def test_in_any_order_with_repetitions_what_was_lost_comes_back_by_the_history(kind, seed, tmp_path):
    chance = random.Random(f"lost {kind}{seed}")
    bodies = day(kind)
    wanted = await ends_as(kind, tmp_path / "as-recorded", bodies)
    (tmp_path / "with-holes").mkdir()
    async with open_shop(kind, tmp_path / "with-holes") as shop:
        lost = [keep(shop, body) and chance.random() < 0.6 for body in bodies]
        came = [body for body, is_lost in zip(bodies, lost, strict=True) if not is_lost]
        came += chance.choices(came, k=len(came) // 3)
        chance.shuffle(came)
        # what was late comes after the history was asked
        before = chance.randrange(len(came) + 1)
        for body in came[:before]:
            await see(shop, body)
        run = CatchUp(
            shop.instance,
            client=shop.client,
            apply=lambda events: store(shop, events),
            progress=lambda _: None,
            clock=SystemClock(),
        )
        result = await run.run(1_262_304_000_000)
        assert not result.failed
        for body in came[before:]:
            await see(shop, body)
        assert await conversations(shop) == wanted
        # nobody was told that we had read anything
        assert not [each for each in shop.gateway.wire.seen if "seen" in each.path.lower() or "asRead" in each.path]
