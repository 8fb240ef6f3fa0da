"""A webhook that somebody changed on the gateway: right again within ten seconds, or explained."""

import asyncio
from contextlib import asynccontextmanager

import msgspec
import pytest

from services.api.numbers import NewInstance
from services.domain.errors import Misconfigured
from services.domain.events import ConnectionState
from services.domain.gateways import WebhookWish
from services.instances import hooks
from services.instances.session import Session
from services.providers.base import ActualWebhook, Client, Credentials, WantedWebhook
from services.providers.registry import DESCRIPTORS
from tests.fakes.clock import ManualClock
from tests.fakes.evolution import API_KEY, Fault, evolution
from tests.fakes.waha import FakeWaha
from tests.services.test_connecting import LINKED, WAITING, connect, state_is
from tests.services.whole import until, whole

EVOLUTION = next(each for each in DESCRIPTORS if each.kind == "evolution")
WANTED = WantedWebhook(url="https://loja.example.com/hooks/abc", events=("MESSAGES_UPSERT", "CONNECTION_UPDATE"))
LIMIT_S = 10.0


@asynccontextmanager
async def session(server, *, wanted=lambda: WANTED):
    """A session that runs on a clock of the test, over real HTTP; ``told`` is what it reports and writes."""
    clock, told = ManualClock(), []
    client = EVOLUTION.client(Credentials(base_url=server.base_url, name="loja", secrets={"api_key": API_KEY}))

    async def state():
        return ConnectionState.CONNECTED

    async def report(state, reason, _retry):
        told.append((state, reason))

    async def nothing(_given):
        return None

    made = Session(
        client=client, descriptor=EVOLUTION, wanted_webhook=wanted, state=state, report=report, apply=nothing,
        keep=nothing, clock=clock, hooked=lambda written: told.append(written),
    )  # fmt: skip
    job = asyncio.create_task(made.run())
    try:
        await _rests(clock)
        yield made, clock, told
    finally:
        job.cancel()
        await asyncio.gather(job, return_exceptions=True)
        await client.close()


async def _rests(clock):
    async with asyncio.timeout(5):
        while not clock.sleeping:
            await asyncio.sleep(0.002)


async def seconds_until(clock, condition, limit=60.0):
    """How much time has to pass on the clock before the condition holds; the session's own work takes none."""
    passed = 0.0
    while not condition() and passed < limit:
        clock.advance(0.5)
        passed += 0.5
        await asyncio.sleep(0.005)
        await _rests(clock)
    return passed


async def test_what_somebody_changed_is_right_again_within_ten_seconds():
    async with evolution() as (server, _faults):
        server.new_instance("loja").state = "open"
        async with session(server) as (_session, clock, told):
            hook = server.instances["loja"].webhook
            assert hook["url"] == WANTED.url and told == [True]
            for field, other in (("url", "https://n8n.example.com/x"), ("enabled", False), ("events", ["CALL"])):
                hook[field] = other
                took = await seconds_until(clock, lambda f=field, o=other: server.instances["loja"].webhook[f] != o)
                assert took <= LIMIT_S, field
                hook = server.instances["loja"].webhook
            assert told.count(True) == 4


async def test_another_address_of_ours_is_written_at_once():
    addresses = ["https://um.example.com/hooks/abc"]
    async with evolution() as (server, _faults):
        server.new_instance("loja").state = "open"
        wanted = lambda: msgspec.structs.replace(WANTED, url=addresses[-1])  # noqa: E731
        async with session(server, wanted=wanted) as (made, clock, _told):
            addresses.append("https://dois.example.com/hooks/abc")
            made.rehook()
            assert await seconds_until(clock, lambda: "dois" in server.instances["loja"].webhook["url"]) <= 1.0


async def test_a_gateway_that_stumbles_while_it_is_compared_is_not_taken_for_lost():
    async with evolution() as (server, faults):
        server.new_instance("loja").state = "open"
        async with session(server) as (_session, clock, told):
            faults.add("/webhook/find", Fault(status=503), times=3)
            server.instances["loja"].webhook["url"] = "https://n8n.example.com/x"
            took = await seconds_until(clock, lambda: server.instances["loja"].webhook["url"] == WANTED.url)
            assert took <= 3 * LIMIT_S and not [each for each in told if isinstance(each, tuple)]


class Stubborn(Client):
    """Takes every webhook and keeps its own."""

    async def get_webhook(self):
        return ActualWebhook(url="https://outro.example.com", events=())

    async def set_webhook(self, wanted):
        return None


async def test_what_a_gateway_will_not_keep_is_named():
    with pytest.raises(Misconfigured, match="webhook: url, events"):
        await hooks.ensure(Stubborn(), WANTED)


async def test_a_changed_secret_is_written_to_the_gateway_and_a_wrong_signature_mended(tmp_path):
    async with whole(tmp_path) as running, FakeWaha() as server:
        instances = running.services.instances
        server.session("loja")
        view = await instances.create(
            NewInstance(provider="waha", name="loja", base_url=server.url,
                        secrets={"api_key": server.api_key or "", "webhook_secret": "um-segredo"})
        )  # fmt: skip
        await until(state_is(running, view.id, *LINKED))
        key = lambda: server.sessions["loja"].config["webhooks"][0].get("hmac", {}).get("key")  # noqa: E731

        async def is_key(wanted):
            return key() == wanted

        await until(lambda: is_key("um-segredo"))
        await instances.set_credentials(view.id, {"webhook_secret": "outro-segredo"})
        await until(lambda: is_key("outro-segredo"))
        # somebody changes it over there: no reading tells, the first refused delivery does
        running.services.instances._manager._running[view.id].resigned_at = float("-inf")
        server.sessions["loja"].config["webhooks"][0]["hmac"] = {"key": "alheio"}
        await server.incoming("loja", "5511988887777@c.us", "Oi")
        await until(lambda: is_key("outro-segredo"))
        await server.incoming("loja", "5511988887777@c.us", "Oi de novo")
        assert [status for event, status in server.delivered if event == "message.any"][-1] == 200


async def test_a_new_signing_wish_is_written_although_nothing_else_differs(tmp_path):
    async with whole(tmp_path) as running, evolution() as (server, _faults):
        view = await connect(running, server.base_url)
        await until(state_is(running, view.id, *WAITING))
        shown = await running.services.instances.set_webhook(view.id, WebhookWish(signed=True))
        first = server.instances["loja"].webhook["headers"]["jwt_key"]
        assert shown.differs == () and first
        await running.services.instances.set_credentials(view.id, {"webhook_secret": "segredo-da-loja-1"})

        async def written():
            return server.instances["loja"].webhook["headers"]["jwt_key"] == "segredo-da-loja-1"

        await until(written)


