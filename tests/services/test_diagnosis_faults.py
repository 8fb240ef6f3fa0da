"""Whatever goes wrong between a phone and this computer, the doctor names it: one fault at a time, on real ports."""

import asyncio
import datetime
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from services.domain.models import InstanceView
from services.instances.diagnosis.causes import CAUSES
from tests.fakes import evolution as fake_evolution
from tests.fakes.waha import FakeWaha
from tests.services.clinic import Clinic, certificate, clinic, failures, server

KEY = "chave-inventada"
NAME = "padaria-sol"


class Case:
    """One fault's stage: servers live until the test has ended."""

    def __init__(self, stack: AsyncExitStack, clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stack, self.clinic, self.tmp_path, self.monkeypatch = stack, clinic, tmp_path, monkeypatch

    async def waha(self, **how: Any) -> FakeWaha:
        return await self.stack.enter_async_context(FakeWaha(**how))

    async def number(self, **how: Any) -> tuple[FakeWaha, InstanceView]:
        """A number that works, its webhook as it should be."""
        waha = await self.waha(**how)
        waha.session(NAME)
        view = await self.clinic.add("waha", waha.url)
        await self.clinic.connected(view)
        await self.clinic.until(lambda: bool(waha.sessions[NAME].config.get("webhooks")))
        return waha, view

    async def evolution(self) -> tuple[Any, fake_evolution.Faults, InstanceView]:
        """The same on the other brand."""
        api, faults = await self.stack.enter_async_context(fake_evolution.evolution())
        view = await self.clinic.add("evolution", api.base_url, key=fake_evolution.API_KEY)
        await self.clinic.until(lambda: NAME in api.instances and api.instances[NAME].webhook is not None)
        await self.clinic.until(lambda: api.instances[NAME].state == "connecting")
        api.scan_qr(NAME)
        await self.clinic.connected(view)
        return api, faults, view

    async def behind(self, handler: Any, provider: str = "waha", **how: Any) -> InstanceView:
        """A number at an address where something else answers."""
        url = await self.stack.enter_async_context(server(handler, **how))
        return await self.clinic.add(provider, url)

    async def leads_to(self, url: str, waha: FakeWaha) -> None:
        """The public address is this one now, and the webhook has followed."""
        await self.clinic.services.preferences.set("server.public_url", url)
        await self.clinic.until(lambda: waha.sessions[NAME].config["webhooks"][0]["url"].startswith(url))


Inject = Callable[[Case], Awaitable[InstanceView | None]]
FAULTS: dict[str, tuple[Inject, str, str]] = {}


def fault(step: str, cause: str) -> Callable[[Inject], Inject]:
    """Enter a fault into the table: at which step it must be named, and how."""

    def enter(inject: Inject) -> Inject:
        FAULTS[inject.__name__] = (inject, step, cause)
        return inject

    return enter


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answering(status: int = 200, text: str = "", kind: str = "text/html", **headers: str) -> Any:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=text, content_type=kind, headers=headers)

    return answer


# --- the way there


@fault("dns", "dns_failure")
async def name_unknown(case: Case) -> InstanceView:
    return await case.clinic.add("waha", "https://gateway.padaria-sol.invalid")


@fault("tcp", "connection_refused")
async def nothing_listens(case: Case) -> InstanceView:
    return await case.clinic.add("waha", f"http://127.0.0.1:{free_port()}")


@fault("tls", "tls_self_signed")
async def self_signed_certificate(case: Case) -> InstanceView:
    context, _ = certificate(case.tmp_path)
    return await case.behind(answering(), tls=context)


@fault("tls", "tls_expired")
async def expired_certificate(case: Case) -> InstanceView:
    context, authority = certificate(case.tmp_path, issuer=True, expired=True)
    case.monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    return await case.behind(answering(), tls=context)


@fault("tls", "tls_wrong_host")
async def certificate_for_another_name(case: Case) -> InstanceView:
    context, authority = certificate(case.tmp_path, issuer=True, host="outro.example.com")
    case.monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    return await case.behind(answering(), tls=context)


@fault("tls", "tls_unknown_issuer")
async def unknown_authority(case: Case) -> InstanceView:
    context, _ = certificate(case.tmp_path, issuer=True)
    return await case.behind(answering(), tls=context)


@fault("tls", "tls_to_plain_port")
async def https_to_a_plain_port(case: Case) -> InstanceView:
    url = await case.stack.enter_async_context(server(answering()))
    return await case.clinic.add("waha", url.replace("http:", "https:"))


@fault("clock", "http_on_tls_port")
async def http_to_a_tls_port(case: Case) -> InstanceView:
    context, _ = certificate(case.tmp_path)
    url = await case.stack.enter_async_context(server(answering(), tls=context))
    return await case.clinic.add("waha", url.replace("https:", "http:"))


@fault("tls", "http_public")
async def open_http_on_the_internet(case: Case) -> InstanceView:
    waha = await case.waha()

    async def public(host: str, port: int) -> tuple[str, ...]:
        return ("200.160.2.3",)

    case.clinic.doctor._resolve = public
    return await case.clinic.add("waha", waha.url)


@fault("clock", "clock_wrong")
async def clock_an_hour_off(case: Case) -> InstanceView:
    wrong = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
    return await case.behind(answering(Date=wrong.strftime("%a, %d %b %Y %H:%M:%S GMT")))


@fault("clock", "slow")
async def slow_gateway(case: Case) -> InstanceView:
    async def sleepy(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.3)
        return web.json_response({})

    case.clinic.doctor._slow_ms = 200
    return await case.behind(sleepy)


@fault("clock", "not_http")
async def something_that_is_no_web_server(case: Case) -> InstanceView:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.padaria-sol.example ESMTP\r\n")
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(greet, "127.0.0.1", 0)
    case.stack.callback(listening.close)
    return await case.clinic.add("waha", f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}")


# --- who answers


@fault("auth", "key_wrong")
async def wrong_key(case: Case) -> InstanceView:
    waha = await case.waha()
    return await case.clinic.add("waha", waha.url, key="outra-chave")


@fault("auth", "key_wrong")
async def wrong_key_of_the_other_brand(case: Case) -> InstanceView:
    api, _ = await case.stack.enter_async_context(fake_evolution.evolution())
    return await case.clinic.add("evolution", api.base_url, key="outra-chave")


@fault("auth", "open_server")
async def a_gateway_that_wants_no_key(case: Case) -> InstanceView:
    waha = await case.waha(api_key=None)
    waha.session(NAME)
    return await case.clinic.add("waha", waha.url, key="")


@fault("brand", "wrong_brand")
async def another_brand_at_the_address(case: Case) -> InstanceView:
    api, _ = await case.stack.enter_async_context(fake_evolution.evolution())
    return await case.clinic.add("waha", api.base_url)


@fault("brand", "html_page")
async def a_web_page_at_the_address(case: Case) -> InstanceView:
    return await case.behind(answering(text="<!doctype html><html><title>Painel</title></html>"), "evolution")


@fault("brand", "path_not_found")
async def nothing_at_the_path(case: Case) -> InstanceView:
    return await case.behind(answering(404, "404 page not found", "text/plain"), "evolution")


@fault("brand", "redirect_login")
async def a_login_page_before_it(case: Case) -> InstanceView:
    return await case.behind(answering(302, Location="https://login.padaria-sol.example/entrar"))


@fault("auth", "rate_limited")
async def too_many_requests(case: Case) -> InstanceView:
    return await case.behind(answering(429, "{}", "application/json", **{"Retry-After": "30"}))


@fault("auth", "server_error")
async def gateway_with_an_error(case: Case) -> InstanceView:
    return await case.behind(answering(500, '{"message": "boom"}', "application/json"))


@fault("credentials", "keyring_locked")
async def locked_keyring(case: Case) -> InstanceView:
    _, view = await case.number()
    case.clinic.keyring.locked = True
    case.clinic.secrets._known.clear()
    return view


@fault("credentials", "key_missing")
async def key_that_was_lost(case: Case) -> InstanceView:
    _, _, view = await case.evolution()
    await case.clinic.secrets.delete(f"gateway/{view.gateway_id}/api_key")
    return view


# --- the session


@fault("session", "session_missing")
async def instance_removed_on_the_gateway(case: Case) -> InstanceView:
    waha, view = await case.number()
    del waha.sessions[NAME]
    return view


@fault("session", "logged_out")
async def logged_out_on_the_phone(case: Case) -> InstanceView:
    api, _, view = await case.evolution()
    api.unlink(api.instances[NAME], by_phone=True)
    return view


@fault("session", "banned")
async def banned_number(case: Case) -> InstanceView:
    api, _, view = await case.evolution()
    api.instances[NAME].state, api.instances[NAME].reason_code = "close", 403
    return view


@fault("session", "passkey_needed")
async def passkey(case: Case) -> InstanceView:
    waha, view = await case.number()
    waha.sessions[NAME].status = "PASSKEY_REQUIRED"
    return view


@fault("session", "not_linked")
async def nobody_scanned(case: Case) -> InstanceView:
    waha, view = await case.number()
    waha.sessions[NAME].status = "SCAN_QR_CODE"
    return view


@fault("session", "session_stopped")
async def stopped_session(case: Case) -> InstanceView:
    waha, view = await case.number()
    waha.sessions[NAME].status = "STOPPED"
    return view


@fault("session", "connecting")
async def starting_session(case: Case) -> InstanceView:
    waha, view = await case.number()
    waha.sessions[NAME].status = "STARTING"
    waha.sessions[NAME].statuses = []
    return view


@fault("session", "timelock")
async def first_messages_forbidden(case: Case) -> InstanceView:
    waha, view = await case.number()
    await waha.incoming(NAME, "5511988887777@c.us", "Olá")
    chats = case.clinic.services.chats

    async def arrived() -> bool:
        return bool((await chats.page()).items)

    await case.clinic.until(arrived)
    told = {"exception": {"message": "server returned error 463"}}
    waha.fail_next("/api/sendText", status=500, body=told)
    chat = (await chats.page()).items[0]
    sent = await case.clinic.services.messages.send_text(chat.id, "Bom dia!")

    async def failed() -> bool:
        [message] = await case.clinic.services.messages.get((sent.id,))
        return message.error_code == "timelock"

    await case.clinic.until(failed)
    return view


# --- the way back


@fault("webhook", "webhook_overwritten")
async def webhook_taken_by_another_program(case: Case) -> InstanceView:
    waha, view = await case.number()
    waha.sessions[NAME].config["webhooks"][0]["url"] = "https://n8n.padaria-sol.example/webhook/zap"
    return view


@fault("webhook", "webhook_overwritten")
async def webhook_taken_on_the_other_brand(case: Case) -> InstanceView:
    api, _, view = await case.evolution()
    api.instances[NAME].webhook["url"] = "https://chat.padaria-sol.example/webhooks/1"
    return view


@fault("webhook", "webhook_old_address")
async def tunnel_address_changed(case: Case) -> InstanceView:
    waha, view = await case.number()
    hook = waha.sessions[NAME].config["webhooks"][0]
    hook["url"] = "https://antigo.ngrok-free.app/hooks/" + hook["url"].rpartition("/")[2]
    return view


@fault("webhook", "webhook_missing")
async def webhook_removed(case: Case) -> InstanceView:
    waha, view = await case.number()
    waha.sessions[NAME].config["webhooks"] = []
    return view


@fault("webhook", "webhook_disabled")
async def webhook_switched_off(case: Case) -> InstanceView:
    api, _, view = await case.evolution()
    api.instances[NAME].webhook["enabled"] = False
    return view


@fault("webhook", "webhook_events")
async def events_left_out(case: Case) -> InstanceView:
    waha, view = await case.number()
    waha.sessions[NAME].config["webhooks"][0]["events"] = ["session.status"]
    return view


@fault("public", "no_public_address")
async def no_tunnel_for_a_sender_elsewhere(case: Case) -> InstanceView:
    return await case.clinic.add("multichat", "")


@fault("public", "public_unreachable")
async def dead_address(case: Case) -> InstanceView:
    waha, view = await case.number()
    await case.leads_to(f"http://127.0.0.1:{free_port()}", waha)
    return view


@fault("public", "tunnel_offline")
async def tunnel_dead(case: Case) -> InstanceView:
    waha, view = await case.number()
    page = answering(404, "<html>The endpoint is offline. ERR_NGROK_3200</html>")
    await case.leads_to(await case.stack.enter_async_context(server(page)), waha)
    return view


@fault("public", "tunnel_limit")
async def months_allowance_used_up(case: Case) -> InstanceView:
    waha, view = await case.number()
    page = answering(403, "limit", **{"Ngrok-Error-Code": "ERR_NGROK_727"})
    await case.leads_to(await case.stack.enter_async_context(server(page)), waha)
    return view


@fault("public", "app_not_answering")
async def tunnel_to_a_dead_port(case: Case) -> InstanceView:
    waha, view = await case.number()
    page = answering(502, "<html>Bad gateway</html>")
    await case.leads_to(await case.stack.enter_async_context(server(page)), waha)
    return view


@fault("public", "public_other_program")
async def another_program_at_our_address(case: Case) -> InstanceView:
    waha, view = await case.number()
    await case.leads_to(await case.stack.enter_async_context(server(answering(text="<html>Bem-vindo</html>"))), waha)
    return view


@fault("public", "public_redirect")
async def address_that_leads_on(case: Case) -> InstanceView:
    waha, view = await case.number()
    page = answering(301, Location="https://zap.padaria-sol.example/")
    await case.leads_to(await case.stack.enter_async_context(server(page)), waha)
    return view


@fault("probe", "probe_lost")
async def another_computer_that_takes_everything(case: Case) -> InstanceView:
    waha, view = await case.number()
    await case.leads_to(await case.stack.enter_async_context(server(answering(text="ok", kind="text/plain"))), waha)
    return view


@fault("probe", "probe_refused")
async def another_copy_of_the_program(case: Case) -> InstanceView:
    waha, view = await case.number()

    async def other(request: web.Request) -> web.StreamResponse:
        return web.Response(text="ok") if request.method == "GET" else web.Response(status=401)

    await case.leads_to(await case.stack.enter_async_context(server(other)), waha)
    return view


# --- the history


@fault("history", "no_history")
async def gateway_without_history(case: Case) -> InstanceView:
    return await case.clinic.add("niochat", "")


@fault("history", "history_refused")
async def history_that_is_switched_off(case: Case) -> InstanceView:
    waha, view = await case.number()
    told = {"exception": {"message": "Enable NOWEB store to use this"}}
    for _ in range(3):
        waha.fail_next(f"/api/{NAME}/chats", status=500, body=told)
    return view


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Case]:
    async with AsyncExitStack() as stack, clinic(tmp_path) as opened:
        yield Case(stack, opened, tmp_path, monkeypatch)


@pytest.mark.parametrize("name", FAULTS)
async def test_every_fault_is_named_where_it_is(stage: Case, name: str) -> None:
    inject, step, cause = FAULTS[name]
    instance = await inject(stage)
    steps = await stage.clinic.steps(instance)
    found = failures(steps)
    assert steps[step].cause == cause, found
    # named first: whoever reads from above meets the cause before its consequences
    earlier = list(steps)[: list(steps).index(step)]
    assert not [each for each in earlier if steps[each].status == "fail"], found
    assert cause in CAUSES


def test_there_are_enough_of_them() -> None:
    assert len(FAULTS) >= 40
    assert len({cause for _, _, cause in FAULTS.values()}) >= 38
