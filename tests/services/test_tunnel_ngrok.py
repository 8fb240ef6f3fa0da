"""The ngrok tunnel against an agent of our own making: every way in which a real one goes well or wrong."""

import asyncio
import json
import os
import signal
import sys
import tarfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from pyngrok import conf, installer

from services.core.clock import SystemClock
from services.core.limits import Backoff
from services.domain.changes import TunnelChanged
from services.domain.errors import ErrorCode, Unavailable
from services.domain.models import TunnelState, TunnelView
from services.instances.tunnel import leftover, ngrok
from services.instances.tunnel.ngrok import NgrokLine, NgrokOptions
from services.instances.tunnel.runner import Tunnel
from tests.fakes import ngrok_agent

TOKEN = "2abcInventedAuthtoken_5kQ"


class Ticks:
    """How long the loop ever stood still."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def run(self) -> None:
        last = time.monotonic()
        while True:
            await asyncio.sleep(0.01)
            now = time.monotonic()
            self.longest, last = max(self.longest, now - last), now


class Desk:
    def __init__(self, tunnel: Tunnel, facts: list[TunnelView], binary: Path, folder: Path, ticks: Ticks) -> None:
        self.tunnel, self.facts, self.binary, self.folder, self.ticks = tunnel, facts, binary, folder, ticks
        self.asked: list[tuple[str, str]] = []

    async def until(self, what: Callable[[TunnelView], bool], seconds: float = 20.0) -> TunnelView:
        """The first view, now or later, of which this holds."""
        async with asyncio.timeout(seconds):
            while not what(self.tunnel.view):
                await asyncio.sleep(0.02)
        return self.tunnel.view

    async def online(self) -> str:
        view = await self.until(lambda v: v.state is TunnelState.ONLINE)
        assert view.public_url
        return view.public_url

    def states(self) -> list[TunnelState]:
        return [view.state for view in self.facts]


@asynccontextmanager
async def desk(
    tmp_path: Path,
    mode: str = "ok",
    *,
    token: str | None = TOKEN,
    domain: str = "",
    binary: Path | None = None,
    silent_s: float = 10.0,
    locked: bool = False,
) -> AsyncIterator[Desk]:
    asked: list[tuple[str, str]] = []

    async def hook(request: web.Request) -> web.Response:
        asked.append((request.headers.get("X-Forwarded-Proto", ""), await request.text()))
        return web.json_response({"ok": True})

    app = web.Application()
    app.router.add_post("/hooks/{token}", hook)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    agent = binary or ngrok_agent.install(tmp_path, mode)
    folder = tmp_path / "tunnel"

    async def read_token() -> str | None:
        if locked:
            raise Unavailable("KeyringLocked", code=ErrorCode.KEYRING_LOCKED)
        return token

    facts: list[TunnelView] = []

    def publish(fact: TunnelChanged) -> None:
        facts.append(fact.view)

    tunnel = Tunnel(
        kind=lambda: "ngrok",
        line=lambda: NgrokLine(
            NgrokOptions(binary="" if binary == Path("") else str(agent), domain=domain),
            folder=folder, token=read_token, silent_s=silent_s,
            watch_s=0.1,
        ),
        port=lambda: runner.addresses[0][1],
        publish=publish,
        clock=SystemClock(),
        backoff=Backoff(first_s=0.2, longest_s=1.0),
    )  # fmt: skip
    ticks = Ticks()
    jobs = [asyncio.create_task(tunnel.run()), asyncio.create_task(ticks.run())]
    opened = Desk(tunnel, facts, agent, folder, ticks)
    opened.asked = asked
    try:
        yield opened
    finally:
        for job in jobs:
            job.cancel()
        await asyncio.wait(jobs)
        await runner.cleanup()
        for started in ngrok_agent.starts(agent):
            assert not running(started["pid"]), "an agent was left behind"


def running(pid: int) -> bool:
    try:
        return b"\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


async def test_a_message_comes_from_the_internet_through_the_tunnel(tmp_path: Path) -> None:
    async with desk(tmp_path) as opened:
        assert opened.tunnel.view.state is TunnelState.OFF
        opened.tunnel.start()
        url = await opened.online()
        async with aiohttp.ClientSession() as http, http.post(f"{url}/hooks/abc", json={"ping": "1"}) as answer:
            assert answer.status == 200
        assert opened.asked == [("https", '{"ping": "1"}')]
        assert opened.states() == [TunnelState.CONNECTING, TunnelState.ONLINE]
        assert opened.ticks.longest < 1.0
        opened.tunnel.stop()
        await opened.until(lambda v: v.state is TunnelState.OFF)
        assert opened.tunnel.public_url is None


async def test_the_token_is_in_a_private_file_and_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NGROK_AUTHTOKEN", "somebody-elses")
    monkeypatch.setenv("NGROK_API_KEY", "somebody-elses")
    async with desk(tmp_path) as opened:
        opened.tunnel.start()
        await opened.online()
        [started] = ngrok_agent.starts(opened.binary)
    assert started["token"] == TOKEN
    assert started["mode"] == "0o600"
    assert not any(TOKEN in word or "authtoken" in word for word in started["argv"])
    assert started["environment"] == []


async def test_only_the_hooks_port_is_exposed_and_no_request_is_kept_by_the_agent(tmp_path: Path) -> None:
    async with desk(tmp_path, domain="padaria-sol.ngrok.app") as opened:
        opened.tunnel.start()
        await opened.online()
        [made] = [json.loads(line) for line in (tmp_path / "endpoints.jsonl").read_text().splitlines()]
    assert made["upstream"]["url"].startswith("http://127.0.0.1:")
    assert made["inspect"] is False
    assert made["asked"] == "https://padaria-sol.ngrok.app"


@pytest.mark.parametrize(
    ("mode", "code", "again"),
    [
        ("badtoken", "tunnel_token_wrong", False),
        ("notoken", "tunnel_no_token", False),
        ("limit", "tunnel_limit", True),
        ("crash", "tunnel_refused", True),
        ("silent", "tunnel_agent_silent", True),
        ("open_api", "tunnel_refused", False),
    ],
)
async def test_every_refusal_has_its_name_and_says_when_it_is_tried_again(
    tmp_path: Path, mode: str, code: str, again: bool
) -> None:
    async with desk(tmp_path, mode, silent_s=1.5) as opened:
        opened.tunnel.start()
        view = await opened.until(lambda v: v.state is TunnelState.ERROR)
        assert (view.code, view.next_retry_at_ms is not None) == (code, again)
        assert view.public_url is None
        assert opened.ticks.longest < 1.0


async def test_the_months_limit_is_told_with_ngroks_own_code_and_not_tried_every_second(tmp_path: Path) -> None:
    async with desk(tmp_path, "limit") as opened:
        opened.tunnel.start()
        view = await opened.until(lambda v: v.state is TunnelState.ERROR)
        assert "ERR_NGROK_727" in (view.text or "")
        assert (view.next_retry_at_ms or 0) - view.since_ms > 1_800_000


@pytest.mark.slow
async def test_without_internet_the_agent_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    async with desk(tmp_path, "offline", silent_s=3.0) as opened:
        opened.tunnel.start()
        view = await opened.until(lambda v: v.state is TunnelState.ERROR, 30)
        assert view.code in ("no_internet", "tunnel_agent_silent")
        assert view.next_retry_at_ms
        assert opened.ticks.longest < 1.0


async def test_no_token_a_locked_keyring_and_no_binary_start_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path, token=None) as opened:
        opened.tunnel.start()
        view = await opened.until(lambda v: v.state is TunnelState.ERROR)
        assert (view.code, view.next_retry_at_ms) == ("tunnel_no_token", None)
        assert ngrok_agent.starts(opened.binary) == []
    async with desk(tmp_path, locked=True) as opened:
        opened.tunnel.start()
        view = await opened.until(lambda v: v.state is TunnelState.ERROR)
        assert view.code == "keyring_locked"
        assert view.next_retry_at_ms
    async with desk(tmp_path, binary=tmp_path / "absent") as opened:
        opened.tunnel.start()
        view = await opened.until(lambda v: v.state is TunnelState.ERROR)
        assert (view.code, view.next_retry_at_ms) == ("tunnel_binary_missing", None)


@pytest.fixture
async def depot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Path]:
    """Where agents are downloaded from, and a computer without one; yields where it is put."""
    home, source = tmp_path / "home" / "ngrok", tmp_path / "source"
    source.mkdir()
    ngrok_agent.install(source)
    archive = tmp_path / "ngrok-v3-stable.tgz"
    with tarfile.open(archive, "w:gz") as file:
        file.add(source / "ngrok", "ngrok")
        file.add(source / "mode", "mode")

    async def give(_: web.Request) -> web.StreamResponse:
        return web.Response(body=archive.read_bytes()) if archive.exists() else web.Response(status=403)

    app = web.Application()
    app.router.add_get("/{tail:.*}", give)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/{tmp_path.name}.tgz"
    monkeypatch.setattr(installer, "PLATFORMS", dict.fromkeys(installer.PLATFORMS, url))
    monkeypatch.setattr(conf.get_default(), "ngrok_path", str(home))
    monkeypatch.setenv("PATH", str(tmp_path))
    yield archive
    await runner.cleanup()


async def test_without_an_agent_one_is_downloaded_and_a_windowed_program_may_do_it(
    tmp_path: Path, depot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a windowed program on Windows has nowhere to print to
    monkeypatch.setattr(sys, "stdout", None)
    async with desk(tmp_path, binary=Path("")) as opened:
        opened.tunnel.start()
        assert await opened.online()
        assert opened.states()[:3] == [TunnelState.CONNECTING, TunnelState.DOWNLOADING, TunnelState.CONNECTING]
        assert opened.ticks.longest < 1.0


async def test_a_refused_download_is_told_and_tried_again(tmp_path: Path, depot: Path) -> None:
    held = depot.read_bytes()
    depot.unlink()
    async with desk(tmp_path, binary=Path("")) as opened:
        opened.tunnel.start()
        view = await opened.until(lambda v: v.state is TunnelState.ERROR)
        assert view.code == "tunnel_download_failed"
        assert "403" in (view.text or "")
        depot.write_bytes(held)
        assert await opened.online()


async def test_an_old_agent_renews_itself(tmp_path: Path) -> None:
    binary = ngrok_agent.install(tmp_path)
    assert await ngrok.update(str(binary)) == "Updated ngrok to 3.21.0"


async def test_a_dead_agent_is_noticed_and_its_new_address_told(tmp_path: Path) -> None:
    async with desk(tmp_path) as opened:
        opened.tunnel.start()
        first = await opened.online()
        ngrok_agent.tell(opened.binary, "die")
        view = await opened.until(lambda v: v.state is TunnelState.RECONNECTING)
        assert view.public_url is None
        second = await opened.online()
        assert second != first
        assert len(ngrok_agent.starts(opened.binary)) == 2
        codes = [view.code for view in opened.facts if view.state is TunnelState.RECONNECTING]
        assert "tunnel_agent_died" in codes
        async with aiohttp.ClientSession() as http, http.post(f"{second}/hooks/abc", data=b"{}") as answer:
            assert answer.status == 200
        assert opened.ticks.longest < 1.0


async def test_a_lost_session_keeps_its_address_and_comes_back(tmp_path: Path) -> None:
    async with desk(tmp_path) as opened:
        opened.tunnel.start()
        url = await opened.online()
        ngrok_agent.tell(opened.binary, "drop")
        view = await opened.until(lambda v: v.state is TunnelState.RECONNECTING)
        assert (view.public_url, view.code) == (url, "tunnel_session_lost")
        ngrok_agent.tell(opened.binary, "back")
        assert await opened.online() == url
        assert len(ngrok_agent.starts(opened.binary)) == 1


async def test_mending_the_token_starts_it_without_waiting(tmp_path: Path) -> None:
    async with desk(tmp_path, "badtoken") as opened:
        opened.tunnel.start()
        await opened.until(lambda v: v.code == "tunnel_token_wrong")
        ngrok_agent.set_mode(opened.binary, "ok")
        opened.tunnel.renew()
        assert await opened.online()


async def test_the_agent_of_a_killed_run_is_ended_and_a_stranger_with_its_pid_is_not(tmp_path: Path) -> None:
    binary = ngrok_agent.install(tmp_path)
    config = tmp_path / "old.yml"
    config.write_text('version: "3"\nagent:\n  authtoken: "x"\n')
    old = await asyncio.create_subprocess_exec(
        str(binary), "start", "--none", "--config", str(config), stdout=asyncio.subprocess.DEVNULL
    )
    async with asyncio.timeout(10):
        while not running(old.pid) or not ngrok_agent.starts(binary):
            await asyncio.sleep(0.02)
    stranger = await asyncio.create_subprocess_exec("sleep", "60")
    leftover.remember(tmp_path / "stranger.pid", stranger.pid, str(binary))
    assert leftover.end(tmp_path / "stranger.pid") is False
    assert running(stranger.pid)
    leftover.remember(tmp_path / "tunnel" / "agent.pid", old.pid, str(binary))
    async with desk(tmp_path, binary=binary) as opened:
        opened.tunnel.start()
        await opened.online()
        assert await asyncio.wait_for(old.wait(), 5) == -signal.SIGTERM
    stranger.kill()
    await stranger.wait()
    assert not (tmp_path / "tunnel" / "agent.pid").exists()


async def test_closing_the_program_while_the_agent_hangs_takes_no_time(tmp_path: Path) -> None:
    began = time.monotonic()
    async with desk(tmp_path, "silent", silent_s=60) as opened:
        opened.tunnel.start()
        async with asyncio.timeout(10):
            while not (opened.folder / "agent.pid").exists():
                await asyncio.sleep(0.02)
        began = time.monotonic()
    assert time.monotonic() - began < 2.5
    assert os.environ.get("NGROK_AUTHTOKEN") is None


async def test_a_refusal_that_comes_faster_than_it_is_read_keeps_its_name(tmp_path: Path) -> None:
    binary = tmp_path / "ngrok"
    # everything is in the pipe, and the agent gone, before its first line is looked at
    words = "authentication failed: no such token ERR_NGROK_105"
    binary.write_text(
        f"#!/bin/sh\nprintf 't=1 lvl=info msg=a\\nt=1 lvl=info msg=b\\nt=1 lvl=eror msg=c err=\"{words}\"\\n'\nexit 1\n"
    )
    binary.chmod(0o700)
    for _ in range(10):
        async with desk(tmp_path, binary=binary) as opened:
            opened.tunnel.start()
            view = await opened.until(lambda v: v.state is TunnelState.ERROR)
            assert view.code == "tunnel_token_wrong", view
