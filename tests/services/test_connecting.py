"""Connecting a number and caring for it: the real services against a gateway over real HTTP."""

import asyncio

import pytest
from aiohttp import web

from services.api.numbers import NewInstance
from services.demo.demo import DemoGateway
from services.domain.errors import AppError, Conflict, ErrorCode, Invalid, NotFound, NotSupported
from services.domain.events import ConnectionState
from services.domain.gateways import WebhookWish
from tests.fakes.evolution import API_KEY, Fault, evolution
from tests.fakes.waha import FakeWaha
from tests.services.whole import until, whole


async def connect(running, base_url, name="loja", key=API_KEY):
    return await running.services.instances.create(
        NewInstance(provider="evolution", name=name, base_url=base_url, secrets={"api_key": key})
    )


def state_is(running, instance, *states):
    async def look():
        view = await running.services.instances.get(instance)
        return view if view.state in states else None

    return look


LINKED = (ConnectionState.CONNECTED,)
WAITING = (ConnectionState.AWAITING_QR,)


async def test_brand_version_and_sessions_are_found(tmp_path):
    async with whole(tmp_path) as running, evolution() as (server, _faults):
        server.new_instance("padaria")
        instances = running.services.instances
        found = await instances.discover(server.base_url + "/", API_KEY)
        assert (found.provider, found.brand, found.credential) == ("evolution", "Evolution API", "api_key")
        assert found.version and [(s.name, s.taken) for s in found.sessions] == [("padaria", False)]
        view = await connect(running, server.base_url, "padaria")
        found = await instances.discover(server.base_url, API_KEY)
        assert [(s.name, s.taken) for s in found.sessions] == [("padaria", True)]
        # adopted, not made a second time
        await until(state_is(running, view.id, *WAITING))
        assert list(server.instances) == ["padaria"]


async def _page(body, *, status=200, kind="text/html", headers=None):
    app = web.Application()

    async def answer(_request):
        return web.Response(text=body, status=status, content_type=kind, headers=headers)

    app.router.add_route("*", "/{tail:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ({"body": "<html>nginx</html>"}, ErrorCode.WRONG_BRAND),
        ({"body": "<html>404</html>", "status": 404}, ErrorCode.WRONG_BRAND),
        ({"body": "{}", "kind": "application/json"}, ErrorCode.WRONG_BRAND),
        ({"body": "", "status": 302, "headers": {"Location": "/login"}}, ErrorCode.WRONG_BRAND),
        ({"body": "<html>bad gateway</html>", "status": 502}, ErrorCode.UNAVAILABLE),
        ({"body": "slow down", "status": 429}, ErrorCode.RATE_LIMITED),
    ],
)
async def test_what_is_no_gateway_is_said_to_be_none(tmp_path, page, code):
    runner, url = await _page(**page)
    try:
        async with whole(tmp_path) as running:
            with pytest.raises(AppError) as caught:
                await running.services.instances.discover(url, "chave")
            assert caught.value.code is code
    finally:
        await runner.cleanup()


async def test_a_wrong_key_and_nobody_there_are_told_apart(tmp_path):
    async with whole(tmp_path) as running, evolution() as (server, _faults):
        server.new_instance("padaria")
        discover = running.services.instances.discover
        for url, key, code in (
            (server.base_url, "outra", ErrorCode.AUTH_REJECTED),
            ("http://127.0.0.1:9", "chave", ErrorCode.UNAVAILABLE),
        ):
            with pytest.raises(AppError) as caught:
                await discover(url, key)
            assert caught.value.code is code
        for url, key in (("gopher://x", "k"), ("https://u:p@x", "k"), ("http://x", "k\n2"), ("http://x", "ção")):
            with pytest.raises(Invalid):
                await discover(url, key)


async def test_another_brand_is_found_by_itself(tmp_path):
    async with whole(tmp_path) as running, FakeWaha() as server:
        found = await running.services.instances.discover(server.url, server.api_key or "")
        assert found.provider == "waha"


async def test_it_is_paused_renamed_and_goes_on(tmp_path):
    async with whole(tmp_path) as running, evolution() as (server, _faults):
        view = await connect(running, server.base_url)
        await until(state_is(running, view.id, *WAITING))
        instances = running.services.instances
        paused = await instances.pause(view.id)
        assert paused.paused and paused.state is ConnectionState.PAUSED
        await instances.rename(view.id, " Loja Centro ")
        await instances.recolour(view.id, "#0a7d55")
        for call, field in ((instances.rename(view.id, "a\nb"), "label"), (instances.recolour(view.id, "red"), "colour")):
            with pytest.raises(Invalid, match=field):
                await call
        shown = await instances.resume(view.id)
        assert (shown.label, shown.colour, shown.paused) == ("Loja Centro", "#0a7d55", False)
        await until(state_is(running, view.id, *WAITING))
        server.scan_qr("loja")
        await until(state_is(running, view.id, *LINKED))


async def test_a_phone_is_linked_by_code_and_logged_out(tmp_path):
    async with whole(tmp_path) as running, evolution() as (server, _faults):
        view = await connect(running, server.base_url)
        await until(state_is(running, view.id, *WAITING))
        instances = running.services.instances
        with pytest.raises(Invalid, match="phone"):
            await instances.pairing_code(view.id, "12")
        code = await instances.pairing_code(view.id, "+55 11 95555-0101")
        assert code.pairing_code
        server.scan_qr("loja")
        await until(state_is(running, view.id, *LINKED))
        await instances.restart(view.id)
        await instances.logout(view.id)
        out = await until(state_is(running, view.id, ConnectionState.LOGGED_OUT))
        assert out.state is ConnectionState.LOGGED_OUT
        await instances.connect(view.id)
        await until(state_is(running, view.id, *WAITING))


async def test_deleting_removes_it_on_the_gateway_and_here(tmp_path):
    async with whole(tmp_path) as running, evolution() as (server, _faults):
        view = await connect(running, server.base_url)
        await until(state_is(running, view.id, *WAITING))
        await running.services.instances.delete(view.id)
        assert server.instances == {}
        with pytest.raises(NotFound):
            await running.services.instances.get(view.id)


async def test_another_key_is_tried_at_once(tmp_path):
    async with whole(tmp_path) as running, evolution() as (server, _faults):
        server.new_instance("loja")
        view = await connect(running, server.base_url, key="errada")
        await until(state_is(running, view.id, ConnectionState.AUTH_REJECTED))
        await running.services.instances.set_credentials(view.id, {"api_key": API_KEY})
        await until(state_is(running, view.id, *WAITING))
        with pytest.raises(Invalid):
            await running.services.instances.set_credentials(view.id, {"else": "x"})


async def test_a_number_moves_to_another_gateway_with_its_conversations(tmp_path):
    first, second = DemoGateway("um", scan_after_s=0.0), DemoGateway("dois", scan_after_s=0.0)
    urls = [await first.start(), await second.start()]
    try:
        async with whole(tmp_path) as running:
            instances, chats = running.services.instances, running.services.chats
            view = await connect(running, urls[0], key="um")
            await until(state_is(running, view.id, *LINKED))
            before = (await until(lambda: _items(chats)))[0]
            other = await connect(running, urls[1], "balcao", key="dois")
            await until(state_is(running, other.id, *LINKED))
            new = NewInstance(provider="evolution", name="balcao", base_url=urls[1], secrets={"api_key": "dois"})
            with pytest.raises(Conflict):
                await instances.move(view.id, new)
            await instances.remove(other.id)
            moved = await instances.move(view.id, new)
            assert (moved.id, moved.base_url, moved.name) == (view.id, urls[1], "balcao")
            await until(state_is(running, view.id, *LINKED))
            assert before.id in [chat.id for chat in await _items(chats)]
    finally:
        await first.stop()
        await second.stop()


async def _items(chats):
    return (await chats.page()).items


async def test_the_webhook_is_shown_changed_and_read_back(tmp_path):
    async with whole(tmp_path) as running, evolution() as (server, _faults):
        view = await connect(running, server.base_url)
        await until(state_is(running, view.id, *WAITING))
        instances = running.services.instances
        shown = await instances.webhook(view.id)
        assert shown.is_set and shown.differs == () and shown.actual_url == shown.address
        assert set(shown.takes) == {"events", "by_events", "base64", "headers", "signed"}
        assert {c.name for c in shown.choices if c.default} == set(shown.events)
        # somebody changes it over there
        server.instances["loja"].webhook["url"] = "https://outro.example.com/"
        assert (await instances.webhook(view.id)).differs == ("url",)
        wish = WebhookWish(
            events=("MESSAGES_UPSERT", "CONNECTION_UPDATE"), base64=True, headers={"X-Loja": "um-segredo"}
        )
        written = await instances.set_webhook(view.id, wish)
        assert written.differs == () and written.actual_base64 and set(written.actual_events) == set(wish.events)
        assert server.instances["loja"].webhook["headers"] == {"X-Loja": "um-segredo"}
        assert written.header_names == ("X-Loja",) and written.wish.headers is None
        # None keeps the headers
        await instances.set_webhook(view.id, WebhookWish(events=("MESSAGES_UPSERT",)))
        assert server.instances["loja"].webhook["headers"] == {"X-Loja": "um-segredo"}
        for bad, field in (
            (WebhookWish(events=()), "events"),
            (WebhookWish(events=("NO_SUCH",)), "events"),
            (WebhookWish(headers={"a b": "x"}), "headers"),
            (WebhookWish(headers={"a": "x\ny"}), "headers"),
            (WebhookWish(retries=-1), "retries"),
        ):
            with pytest.raises(Invalid, match=field):
                await instances.set_webhook(view.id, bad)


async def test_a_probe_comes_back_and_the_old_address_dies(tmp_path):
    async with whole(tmp_path) as running, evolution() as (server, _faults):
        view = await connect(running, server.base_url)
        await until(state_is(running, view.id, *WAITING))
        instances = running.services.instances
        assert await instances.test_webhook(view.id) > 0
        before = (await instances.get(view.id)).hook_token
        shown = await instances.rotate_hook_token(view.id)
        assert before not in (shown.address or "") and shown.differs == ()
        assert server.instances["loja"].webhook["url"] == shown.address
        assert await instances.test_webhook(view.id) > 0
        server.scan_qr("loja")
        await until(state_is(running, view.id, *LINKED))


async def test_signed_deliveries_are_asked_for_and_still_proved(tmp_path):
    async with whole(tmp_path) as running, evolution() as (server, _faults):
        view = await connect(running, server.base_url)
        await until(state_is(running, view.id, *WAITING))
        instances = running.services.instances
        assert (await instances.set_webhook(view.id, WebhookWish(signed=True))).wish.signed
        assert server.instances["loja"].webhook["headers"]["jwt_key"]
        assert await instances.test_webhook(view.id) > 0
        assert not (await instances.set_webhook(view.id, WebhookWish())).wish.signed
        assert "headers" not in server.instances["loja"].webhook


async def test_a_gateway_that_does_not_answer_is_told_in_the_view(tmp_path):
    async with whole(tmp_path) as running, evolution() as (server, faults):
        view = await connect(running, server.base_url)
        await until(state_is(running, view.id, *WAITING))
        faults.add("/webhook/find", Fault(status=503), times=3)
        shown = await running.services.instances.webhook(view.id)
        assert shown.problem == ErrorCode.UNAVAILABLE and shown.address


async def test_a_receive_only_gateway_gets_text_to_paste(tmp_path):
    async with whole(tmp_path) as running:
        instances = running.services.instances
        providers = {p.kind: p for p in await instances.providers()}
        kind = next(p.kind for p in providers.values() if p.by_hand and not p.connectable)
        view = await instances.create(NewInstance(provider=kind, name="loja"))
        shown = await instances.webhook(view.id)
        assert shown.address and shown.by_hand and shown.address in shown.by_hand and not shown.settable
        with pytest.raises(NotSupported):
            await instances.set_webhook(view.id, WebhookWish())
        with pytest.raises(NotSupported):
            await instances.logout(view.id)
        assert await instances.test_webhook(view.id) > 0
        await asyncio.sleep(0)
