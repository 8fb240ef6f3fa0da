"""The measuring itself: every request is counted once, whatever the server does with its lines."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from tests.bench.load import Job, body, drive

KEY = "made-up"


class Target:
    """Answers as told; ``seen`` are the bodies that came."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        self.port = 0
        self.closing = False
        self.status = 200

    async def take(self, request: web.Request) -> web.Response:
        self.seen.append(await request.read())
        headers = {"Connection": "close"} if self.closing else {}
        return web.Response(status=self.status, text="ok", headers=headers)


@pytest.fixture
async def target() -> AsyncIterator[Target]:
    target = Target()
    app = web.Application()
    app.router.add_post("/webhook", target.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    target.port = runner.addresses[0][1]
    yield target
    await runner.cleanup()


def job(target: Target, **more: object) -> Job:
    fields = {"port": target.port, "path": "/webhook", "key": KEY, "connections": 8, "requests": 200, "seconds": 10.0}
    return Job(**{**fields, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("closing", [False, True])
async def test_a_closed_loop_sends_each_once(target: Target, closing: bool) -> None:
    target.closing = closing
    measured = await asyncio.to_thread(drive, job(target, first=1000))
    assert (measured.answered, measured.failed) == (200, 0)
    assert len(set(target.seen)) == 200
    assert 0 < measured.p50_ms <= measured.p99_ms


async def test_an_open_loop_keeps_its_pace(target: Target) -> None:
    measured = await asyncio.to_thread(drive, job(target, rate=400.0))
    assert (measured.answered, measured.failed) == (200, 0)
    assert measured.seconds >= 199 / 400


async def test_refusals_are_failures(target: Target) -> None:
    target.status = 503
    measured = await asyncio.to_thread(drive, job(target, requests=10))
    assert (measured.answered, measured.failed) == (0, 10)


def test_the_body_is_as_large_as_a_real_one() -> None:
    assert 1150 <= len(body(1)) <= 1250
