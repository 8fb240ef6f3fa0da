"""Tunnels that are other people's programs, and the fixed address: the same states, told from their output."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from services.core.clock import SystemClock
from services.core.limits import Backoff
from services.domain.changes import TunnelChanged
from services.domain.models import TunnelState, TunnelView
from services.instances.tunnel.cloudflared import CloudflaredLine
from services.instances.tunnel.fixed import FixedAddress
from services.instances.tunnel.line import Line
from services.instances.tunnel.runner import Tunnel
from services.instances.tunnel.ssh import SshLine, SshOptions
from tests.fakes import cloudflared, ssh_tunnel


class Desk:
    def __init__(self, line: Callable[[], Line | None], port: Callable[[], int | None]) -> None:
        self.facts: list[TunnelView] = []
        self.tunnel = Tunnel(
            kind=lambda: "made-up",
            line=line,
            port=port,
            publish=self.heard,
            clock=SystemClock(),
            backoff=Backoff(first_s=0.1, longest_s=0.2),
        )

    def heard(self, fact: TunnelChanged) -> None:
        self.facts.append(fact.view)

    async def until(self, what: Callable[[TunnelView], bool]) -> TunnelView:
        async with asyncio.timeout(15):
            while not any(what(view) for view in self.facts):
                await asyncio.sleep(0.02)
        return next(view for view in self.facts if what(view))


@asynccontextmanager
async def started(line: Callable[[], Line | None], port: Callable[[], int | None] = lambda: 47821) -> AsyncIterator[Desk]:
    desk = Desk(line, port)
    job = asyncio.create_task(desk.tunnel.run())
    desk.tunnel.start()
    try:
        yield desk
    finally:
        job.cancel()
        await asyncio.wait((job,))


def is_online(view: TunnelView) -> bool:
    return view.state is TunnelState.ONLINE


async def test_cloudflareds_address_is_told_once_it_is_connected(tmp_path: Path) -> None:
    binary = cloudflared.install(tmp_path)
    async with started(lambda: CloudflaredLine(str(binary), folder=tmp_path / "t")) as desk:
        view = await desk.until(is_online)
        assert view.public_url == "https://padaria-sol-number-0.trycloudflare.com"
    argv = (tmp_path / "argv").read_text().splitlines()
    assert argv[argv.index("--url") + 1] == "http://127.0.0.1:47821"
    assert argv[argv.index("--metrics") + 1] == "127.0.0.1:0"
    assert not (tmp_path / "t" / "agent.pid").exists()


@pytest.mark.parametrize(
    ("mode", "code"),
    [("limit", "tunnel_too_fast"), ("offline", "no_internet"), ("silent", "tunnel_agent_silent")],
)
async def test_cloudflareds_refusals_have_names(tmp_path: Path, mode: str, code: str) -> None:
    binary = cloudflared.install(tmp_path, mode)
    async with started(lambda: CloudflaredLine(str(binary), folder=tmp_path / "t", start_s=2.0)) as desk:
        view = await desk.until(lambda v: v.state is TunnelState.ERROR)
        assert view.code == code
        assert view.next_retry_at_ms


async def test_a_cloudflared_that_dies_comes_back_with_another_address(tmp_path: Path) -> None:
    binary = cloudflared.install(tmp_path, "dies")
    async with started(lambda: CloudflaredLine(str(binary), folder=tmp_path / "t")) as desk:
        await desk.until(lambda v: is_online(v) and "number-1" in (v.public_url or ""))
        lost = await desk.until(lambda v: v.state is TunnelState.RECONNECTING)
        assert (lost.code, lost.public_url) == ("tunnel_agent_died", None)


async def test_a_cloudflared_that_loses_the_edge_keeps_its_address(tmp_path: Path) -> None:
    binary = cloudflared.install(tmp_path, "drops")
    async with started(lambda: CloudflaredLine(str(binary), folder=tmp_path / "t")) as desk:
        lost = await desk.until(lambda v: v.state is TunnelState.RECONNECTING)
        assert lost.public_url
        async with asyncio.timeout(10):
            while not is_online(desk.tunnel.view):
                await asyncio.sleep(0.02)
        assert desk.tunnel.public_url == lost.public_url


@pytest.mark.parametrize("program", ["cloudflared", "ssh"])
async def test_a_program_that_is_not_there_is_said_so(tmp_path: Path, program: str) -> None:
    absent = str(tmp_path / "absent")
    line: Line = CloudflaredLine(absent, folder=tmp_path)
    if program == "ssh":
        line = SshLine(SshOptions(binary=absent), folder=tmp_path)
    async with started(lambda: line) as desk:
        view = await desk.until(lambda v: v.state is TunnelState.ERROR)
        assert (view.code, view.next_retry_at_ms) == ("tunnel_binary_missing", None)


async def test_sshs_address_is_read_from_its_words_and_from_nothing_else(tmp_path: Path) -> None:
    binary = ssh_tunnel.install(tmp_path)
    async with started(lambda: SshLine(SshOptions(binary=str(binary)), folder=tmp_path / "t")) as desk:
        view = await desk.until(is_online)
        assert view.public_url == "https://8beaa541ba3dc2.lhr.life"
    argv = (tmp_path / "argv").read_text().splitlines()
    assert argv[argv.index("-R") + 1] == "80:127.0.0.1:47821"
    assert argv[-1] == "nokey@localhost.run"
    assert "BatchMode=yes" in argv


async def test_an_address_that_changes_while_the_session_stands_is_followed(tmp_path: Path) -> None:
    binary = ssh_tunnel.install(tmp_path, "moves")
    async with started(lambda: SshLine(SshOptions(binary=str(binary)), folder=tmp_path / "t")) as desk:
        await desk.until(lambda v: v.public_url == "https://77aa41ba3dc2.lhr.life")
        assert [v.public_url for v in desk.facts if is_online(v)] == [
            "https://8beaa541ba3dc2.lhr.life",
            "https://77aa41ba3dc2.lhr.life",
        ]


async def test_an_own_server_gives_the_address_that_was_typed(tmp_path: Path) -> None:
    binary = ssh_tunnel.install(tmp_path, "own")
    options = SshOptions(
        binary=str(binary), destination="ana@tunnel.example.com", port=2222, remote_port=8080, url="https://zap.example.com"
    )
    async with started(lambda: SshLine(options, folder=tmp_path / "t")) as desk:
        assert (await desk.until(is_online)).public_url == "https://zap.example.com"
    argv = (tmp_path / "argv").read_text().splitlines()
    assert argv[argv.index("-p") + 1] == "2222"
    assert argv[argv.index("-R") + 1] == "8080:127.0.0.1:47821"


@pytest.mark.parametrize(
    ("mode", "code", "again"),
    [
        ("refused", "tunnel_key_refused", False),
        ("hostkey", "tunnel_host_key", False),
        ("taken", "tunnel_forward_refused", True),
        ("offline", "no_internet", True),
    ],
)
async def test_sshs_refusals_have_names(tmp_path: Path, mode: str, code: str, again: bool) -> None:
    binary = ssh_tunnel.install(tmp_path, mode)
    async with started(lambda: SshLine(SshOptions(binary=str(binary)), folder=tmp_path / "t")) as desk:
        view = await desk.until(lambda v: v.state is TunnelState.ERROR)
        assert (view.code, view.next_retry_at_ms is not None) == (code, again)


async def test_a_fixed_address_is_online_at_once_and_none_is_no_address() -> None:
    async with started(lambda: FixedAddress("https://zap.example.com/")) as desk:
        assert (await desk.until(is_online)).public_url == "https://zap.example.com"
    async with started(lambda: FixedAddress("")) as desk:
        view = await desk.until(lambda v: v.state is TunnelState.ERROR)
        assert (view.code, view.next_retry_at_ms) == ("tunnel_address_missing", None)


async def test_nothing_is_opened_before_the_hooks_server_listens() -> None:
    port: list[int] = []
    async with started(lambda: FixedAddress("https://zap.example.com"), lambda: port[0] if port else None) as desk:
        assert (await desk.until(lambda v: v.state is TunnelState.ERROR)).code == "tunnel_no_server"
        port.append(47821)
        await desk.until(is_online)
