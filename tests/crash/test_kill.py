"""kill -9 at any moment loses nothing that was acknowledged and sends nothing twice."""

import asyncio
import random
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import msgspec
import pytest

from tests.crash import gateway as gateways
from tests.crash.nursery import Nursery
from tests.crash.served import ROOT, Served, environment, fork, serve
from tests.crash.shop import NAME, Shop

pytestmark = [pytest.mark.crash, pytest.mark.skipif("sys.platform == 'win32'", reason="needs kill -9")]

ROUNDS = 20
WRITERS, ANSWERERS = 8, 3
POINTS = (
    "journal.before_commit",
    "journal.after_commit",
    "apply.before_commit",
    "apply.after_commit",
    "outbox.after_claim",
    "outbox.after_response",
    "outbox.before_link",
)



class Opened(msgspec.Struct, frozen=True):
    """A data folder with a connected number and its chats, to be copied."""

    folder: Path
    gateway_port: int
    hook: str
    chats: list[int]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    folder = tmp_path_factory.mktemp("opened") / "data"

    async def open_one() -> Opened:
        async with gateways.running(NAME) as gateway, aiohttp.ClientSession() as http:
            shop = Shop(http, gateway, folder)
            served = await serve(folder)
            await shop.open(served)
            assert await served.stop() == 0
            return Opened(folder, int(gateway.url.rpartition(":")[2]), shop.hook, shop.chats)

    return asyncio.run(open_one())


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery(ROOT, environment())
    yield made
    made.close()


@pytest.fixture
async def shop(opened: Opened, tmp_path: Path) -> AsyncIterator[Shop]:
    await asyncio.to_thread(shutil.copytree, opened.folder, tmp_path / "data")
    # a connection that the dead program left behind must not be used again
    connector = aiohttp.TCPConnector(force_close=True)
    async with (
        gateways.running(NAME, opened.gateway_port) as gateway,
        aiohttp.ClientSession(connector=connector) as http,
    ):
        shop = Shop(http, gateway, tmp_path / "data")
        shop.hook, shop.chats = opened.hook, opened.chats
        yield shop


async def load(shop: Shop, served: Served, first_reply: asyncio.Event) -> None:
    """Customers and agents at work until the program is gone."""

    async def write() -> None:
        while await shop.write_once(served):
            first_reply.set()

    async def answer() -> None:
        while await shop.answer_once(served):
            first_reply.set()

    async with asyncio.TaskGroup() as group:
        for _ in range(WRITERS):
            group.create_task(write())
        for _ in range(ANSWERERS):
            group.create_task(answer())


async def test_killed_at_random_under_load(shop: Shop, nursery: Nursery) -> None:
    chance = random.Random(20_251_205)
    for _ in range(ROUNDS):
        served = await fork(nursery, shop.data_dir)
        working = asyncio.Event()
        at_work = asyncio.create_task(load(shop, served, working))
        await working.wait()
        await asyncio.sleep(chance.uniform(0.0, 0.12))
        served.kill()
        assert await served.died() == -9
        await at_work
    served = await fork(nursery, shop.data_dir)
    for number in chance.sample(sorted(shop.stored), 20):
        await shop.write_again(served, number)
    await shop.settle(served)
    assert await served.stop() == 0
    fates = shop.check()
    assert len(shop.stored) > ROUNDS * 5
    assert fates["sent"] > ROUNDS


@pytest.mark.parametrize("point", POINTS)
async def test_killed_at_a_commit_boundary(shop: Shop, nursery: Nursery, point: str) -> None:
    served = await fork(nursery, shop.data_dir, BALCAO_FAIL_POINT=point)
    await load(shop, served, asyncio.Event())
    assert await served.died() == 137
    served = await fork(nursery, shop.data_dir)
    await shop.settle(served)
    assert await served.stop() == 0
    fates = shop.check()
    if point.startswith("outbox."):
        assert fates["uncertain"] == 1
