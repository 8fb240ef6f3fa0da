"""The diagnosis of what works, of the program itself, and the file for support."""

import asyncio
import itertools
import json
import socket
import time
import zipfile
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp import web

from services.api.numbers import NewInstance
from services.domain.changes import Diagnosed, Notice
from services.domain.models import StepStatus, TunnelState
from services.instances.diagnosis import bundle
from services.instances.diagnosis.causes import CAUSES
from tests.fakes import evolution as fake_evolution
from tests.fakes import ngrok_agent
from tests.fakes.waha import FakeWaha
from tests.services.clinic import Keyring, clinic, failures, server

NAME = "padaria-sol"


async def test_a_number_that_works_passes_every_step_and_the_probes_time_is_told(tmp_path: Path) -> None:
    async with FakeWaha() as waha, clinic(tmp_path) as opened:
        waha.session(NAME)
        view = await opened.add("waha", waha.url)
        await opened.connected(view)
        await opened.until(lambda: bool(waha.sessions[NAME].config.get("webhooks")))
        heard: list[Diagnosed] = []
        opened.running.bus.subscribe(Diagnosed, heard.append)
        before = len(waha.requests)
        steps = await opened.steps(view)
        assert failures(steps) == {}
        assert list(steps) == [
            "credentials", "dns", "tcp", "tls", "clock", "auth", "brand", "session", "webhook", "public", "probe",
            "history",
        ]  # fmt: skip
        assert (steps["probe"].text or "").endswith(" ms")
        assert steps["brand"].text == "WAHA 2026.7.1"
        assert [fact.step for fact in heard] == list(steps.values())
        # a look changes nothing: only reading
        assert {method for method, _, _ in waha.requests[before:]} == {"GET"}


async def test_a_signed_number_is_probed_with_its_signature(tmp_path: Path) -> None:
    async with FakeWaha() as waha, clinic(tmp_path) as opened:
        waha.session(NAME)
        view = await opened.services.instances.create(
            NewInstance(
                provider="waha", name=NAME, base_url=waha.url,
                secrets={"api_key": "chave-inventada", "webhook_secret": "segredo-inventado"},
            )
        )  # fmt: skip
        await opened.connected(view)
        assert (await opened.steps(view))["probe"].status is StepStatus.OK


async def test_every_kind_of_gateway_can_be_looked_at_whatever_answers_there(tmp_path: Path) -> None:
    from services.providers.registry import DESCRIPTORS

    async with clinic(tmp_path) as opened, server(nothing_here) as url:
        for each in DESCRIPTORS:
            new = NewInstance(
                provider=each.kind, name="LITE-1", base_url=url if each.client else "",
                secrets={field.name: "inventado-123" for field in each.credentials},
            )  # fmt: skip
            view = await opened.services.instances.create(new)
            steps = await opened.steps(view)
            assert failures(steps), each.kind
            assert "failed_inside" not in failures(steps).values(), (each.kind, failures(steps))
            assert set(failures(steps).values()) <= set(CAUSES), each.kind


async def nothing_here(_: web.Request) -> web.StreamResponse:
    return web.json_response({"message": "nada aqui"}, status=404)


async def test_it_is_noticed_without_being_asked_and_told(tmp_path: Path) -> None:
    async with FakeWaha() as waha, clinic(tmp_path) as opened:
        waha.session(NAME)
        told: list[str] = []
        opened.running.bus.subscribe(Notice, lambda notice: told.append(notice.code))
        view = await opened.add("waha", waha.url)
        await opened.connected(view)
        await opened.until(lambda: bool(waha.sessions[NAME].config.get("webhooks")))
        assert "webhook_renewed" not in told
        right = waha.sessions[NAME].config["webhooks"][0]["url"]
        waha.sessions[NAME].config["webhooks"][0]["url"] = "https://n8n.padaria-sol.example/webhook"
        began = time.monotonic()
        await opened.until(lambda: right in [hook["url"] for hook in waha.sessions[NAME].config["webhooks"]])
        assert time.monotonic() - began < 10
        await opened.until(lambda: "webhook_renewed" in told)


def install(tmp_path: Path, mode: str = "ok") -> Path:
    folder = tmp_path / "agent"
    folder.mkdir()
    return ngrok_agent.install(folder, mode)


async def test_when_the_tunnels_address_changes_the_webhook_follows_within_ten_seconds(tmp_path: Path) -> None:
    binary = install(tmp_path)
    settings = {"tunnel.kind": "ngrok", "tunnel.binary": str(binary)}
    async with FakeWaha() as waha, clinic(tmp_path, settings=settings) as opened:
        waha.session(NAME)
        view = await opened.add("waha", waha.url)
        await opened.connected(view)
        tunnel = opened.services.tunnel
        assert (await tunnel.state()).code == "tunnel_no_token"
        await tunnel.set_token("ngrok config add-authtoken 2abcInventedAuthtoken_5kQ")

        async def follows() -> bool:
            state, hooks = await tunnel.state(), waha.sessions[NAME].config.get("webhooks")
            return state.state is TunnelState.ONLINE and bool(hooks) and hooks[0]["url"].startswith(state.public_url)

        await opened.until(follows)
        first = (await tunnel.state()).public_url

        async def well() -> bool:
            # this brand starts its session anew with every change of its webhook
            return failures(await opened.steps(view)) == {}

        await opened.until(well)
        assert (await opened.steps())["tunnel"].text == first
        ngrok_agent.tell(binary, "die")

        async def moved() -> bool:
            return (await tunnel.state()).public_url not in (None, first) and await follows()

        await opened.until(moved, 12)
        # and a message finds its way through the new address
        await waha.incoming(NAME, "5511988887777@c.us", "Vocês têm pão de queijo?")

        async def arrived() -> bool:
            return [c.preview for c in (await opened.services.chats.page()).items] == ["Vocês têm pão de queijo?"]

        await opened.until(arrived)
        assert waha.delivered[-1][1] == 200


async def test_what_came_while_the_tunnel_was_dead_is_fetched_when_it_is_back(tmp_path: Path) -> None:
    binary = install(tmp_path)
    settings = {"tunnel.kind": "ngrok", "tunnel.binary": str(binary)}
    async with FakeWaha() as waha, clinic(tmp_path, settings=settings) as opened:
        tunnel = opened.services.tunnel
        waha.session(NAME)
        await tunnel.set_token("2abcInventedAuthtoken_5kQ")
        view = await opened.add("waha", waha.url)
        await opened.connected(view)

        async def in_state(wanted: TunnelState) -> bool:
            return (await tunnel.state()).state is wanted

        await opened.until(lambda: in_state(TunnelState.ONLINE))
        await opened.until(lambda: bool(waha.sessions[NAME].config.get("webhooks")))
        # the token is revoked while the agent dies: it does not come back by itself
        ngrok_agent.set_mode(binary, "badtoken")
        ngrok_agent.tell(binary, "die")
        await opened.until(lambda: in_state(TunnelState.ERROR))
        waha._clock = itertools.count(int(time.time() * 1000), 1000)
        await waha.incoming(NAME, "5511988887777@c.us", "Chegou quando estava tudo fora")
        assert waha.delivered[-1][1] == 0
        ngrok_agent.set_mode(binary, "ok")
        await tunnel.start()

        async def arrived() -> bool:
            return [c.preview for c in (await opened.services.chats.page()).items] == ["Chegou quando estava tudo fora"]

        await opened.until(arrived, 20)


async def test_the_socket_steps_in_while_the_tunnel_is_gone(tmp_path: Path) -> None:
    async with FakeWaha() as waha, clinic(tmp_path) as opened:
        waha.session(NAME)
        manager = opened.doctor._instances
        addresses = manager.addresses
        away = False
        base = addresses._hook_base
        addresses._hook_base = lambda: None if away else base()
        view = await opened.add("waha", waha.url)
        await opened.connected(view)
        await opened.until(lambda: bool(waha.sessions[NAME].config.get("webhooks")))
        assert waha.listeners == 0
        away = True
        manager.rehooking.cut_off()
        await opened.until(lambda: waha.listeners == 1)
        away = False
        manager.rehooking.rehook()
        await opened.until(lambda: waha.listeners == 0)


# --- the program itself


async def test_the_program_passes_its_own_steps(tmp_path: Path) -> None:
    async with clinic(tmp_path) as opened:
        steps = await opened.steps()
        assert failures(steps) == {}
        assert list(steps) == ["hooks", "keyring", "disk", "jobs", "deliveries", "tunnel", "public", "traffic"]


async def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        async with clinic(tmp_path, hooks_port=taken.getsockname()[1]) as opened:
            assert failures(await opened.steps())["hooks"] == "port_taken"
            # nobody could hear the bus yet when it happened
            assert [notice.code for notice in opened.running.notices] == ["port_taken"]


@pytest.mark.parametrize(
    ("mode", "cause"),
    [("badtoken", "tunnel_token_wrong"), ("limit", "tunnel_limit"), ("notoken", "tunnel_no_token")],
)
async def test_a_tunnel_that_does_not_open_is_named_as_in_the_panel(tmp_path: Path, mode: str, cause: str) -> None:
    settings = {"tunnel.kind": "ngrok", "tunnel.binary": str(install(tmp_path, mode))}
    async with clinic(tmp_path, settings=settings) as opened:
        await opened.services.tunnel.set_token("2abcInventedAuthtoken_5kQ")

        async def failed() -> bool:
            return (await opened.services.tunnel.state()).code == cause

        await opened.until(failed)
        assert failures(await opened.steps())["tunnel"] == cause


async def test_a_closed_tunnel_and_a_shut_keyring_are_named(tmp_path: Path) -> None:
    settings = {"tunnel.kind": "cloudflared", "tunnel.start_with_app": False}
    async with clinic(tmp_path, settings=settings) as opened:
        opened.keyring.locked = True
        found = failures(await opened.steps())
        assert found == {"tunnel": "tunnel_off", "keyring": "keyring_locked"}


async def test_what_could_not_be_read_or_placed_is_named(tmp_path: Path) -> None:
    import aiohttp

    async with clinic(tmp_path) as opened, aiohttp.ClientSession() as http:
        async with http.post(f"{opened.running.hooks_url}/webhook", json={"instanceId": "x"}) as answer:
            assert answer.status == 200
        assert failures(await opened.steps()) == {"deliveries": "deliveries_parked"}


# --- words and the file


def test_every_cause_has_both_languages_and_a_way_out() -> None:
    for code, cause in CAUSES.items():
        for text in (cause.what_en, cause.what_pt, cause.fix_en, cause.fix_pt):
            assert text.endswith("."), code
            assert len(text) < 140, code
        assert cause.what_en != cause.what_pt


def test_every_cause_in_the_code_has_words() -> None:
    import re

    root = Path(bundle.__file__).parent.parent
    sources = [*root.glob("diagnosis/*.py"), *root.glob("tunnel/*.py"), root.parent / "providers" / "network.py"]
    used = set()
    for path in sources:
        if path.name == "causes.py":
            continue
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'(?:fail|warn|TunnelProblem|Unreachable|cause=)\(?\s*"([a-z_]+)"', text))
        used |= set(re.findall(r'"(tunnel_[a-z_]+|tls_[a-z_]+|no_internet|app_not_answering)"', text))
    assert used - set(CAUSES) == set()
    assert len(used) > 50


async def test_the_support_file_holds_no_secret_no_message_and_no_number(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        waha = await stack.enter_async_context(FakeWaha())
        opened = await stack.enter_async_context(clinic(tmp_path))
        waha.session(NAME)
        view = await opened.add("waha", waha.url)
        await opened.connected(view)
        await opened.until(lambda: bool(waha.sessions[NAME].config.get("webhooks")))
        await opened.services.tunnel.set_token("2abcInventedAuthtoken_5kQ")
        await waha.incoming(NAME, "5511988887777@c.us", "Meu CPF é 111.444.777-35")

        async def stored() -> bool:
            return len((await opened.services.deliveries.page()).items) > 0

        await opened.until(stored)
        log = opened.paths.logs / "balcao.jsonl"
        token = (await opened.services.instances.get(view.id)).hook_token
        line = f'{{"text": "POST /hooks/{token} from 5511988887777 with chave-inventada"}}\n'
        await asyncio.to_thread(log.write_text, line)
        path = await opened.services.diagnosis.bundle(str(tmp_path / "suporte.zip"))
    everything = ""
    with zipfile.ZipFile(path) as file:
        assert set(file.namelist()) == {
            "versions.json", "settings.json", "instances.json", "deliveries.json", "diagnosis.json", "program.json",
            "log.jsonl",
        }  # fmt: skip
        for name in file.namelist():
            text = file.read(name).decode()
            everything += text
            if name.endswith(".json"):
                json.loads(text)
    for secret in ("chave-inventada", "2abcInventedAuthtoken_5kQ", token, "5511988887777", "5511940028922", "CPF"):
        assert secret not in everything, secret
    assert "waha" in everything
    assert '"cause"' in everything
    assert Path(path).stat().st_mode & 0o077 == 0


async def test_a_keyring_that_is_shut_at_the_start_keeps_only_the_numbers_waiting(tmp_path: Path) -> None:
    """Conversations are read all the same; once it is open, Reconnect is enough."""
    keyring = Keyring()
    async with fake_evolution.evolution() as (api, _):
        async with clinic(tmp_path, keyring=keyring) as before:
            view = await before.add("evolution", api.base_url, key=fake_evolution.API_KEY)
            await before.until(lambda: NAME in api.instances and api.instances[NAME].state == "connecting")
            api.scan_qr(NAME)
            await before.connected(view)
            # each body names the address it came to: its secret is in the keyring only
            token = (await before.services.instances.get(view.id)).hook_token.encode()
            told = [await before.services.deliveries.body(d.id) for d in (await before.services.deliveries.page()).items]
            assert token and any(b"destination" in body for body in told) and not any(token in body for body in told)
        keyring.locked = True
        async with clinic(tmp_path, keyring=keyring) as after:
            shown = await after.services.instances.get(view.id)
            assert (shown.state.value, shown.state_reason) == ("misconfigured", "keyring_locked")
            assert (await after.services.chats.totals())[0] == 0
            await after.services.instances.connect(view.id)
            keyring.locked = False
            await after.services.instances.connect(view.id)
            await after.connected(view)
