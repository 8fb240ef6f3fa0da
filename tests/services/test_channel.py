"""How messages reach us: by webhook, by socket, by asking; whatever happens to the line, all of them, each once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from services.demo.gateway import Server
from services.demo.state import Instance
from services.domain.events import ConnectionState
from services.domain.models import ChannelKind, InstanceView
from tests.fakes.evolution import API_KEY, Faults
from tests.fakes.evolution_socket import SocketSide
from tests.services.counter import Counter, open_counter

NAME = "padaria-sol"
MARINA = "5511988887777@s.whatsapp.net"


class Shop:
    """A linked instance at a gateway with (or without) a socket."""

    def __init__(self, counter: Counter, server: Server, side: SocketSide, faults: Faults, view: InstanceView) -> None:
        self.counter, self.server, self.side, self.faults, self.id = counter, server, side, faults, view.id

    @property
    def instance(self) -> Instance:
        return self.server.instances[NAME]

    def write(self, text: str) -> None:
        self.server.arrive(self.instance, MARINA, {"conversation": text}, name="Marina Prado")

    async def channel(self, kind: ChannelKind) -> None:
        async def used() -> bool:
            return (await self.counter.view(self.id)).channel is kind

        await self.counter.until(used)

    async def linked(self) -> None:
        self.server.scan_qr(NAME)

        async def connected() -> bool:
            return (await self.counter.view(self.id)).state is ConnectionState.CONNECTED

        await self.counter.until(connected)

    async def received(self, texts: list[str]) -> None:
        async def there() -> bool:
            return sorted(await self.counter.texts(), key=str) == sorted(texts)

        try:
            await self.counter.until(there)
        except TimeoutError:
            raise AssertionError(await self.counter.texts()) from None


@asynccontextmanager
async def shop(folder: Path, side: SocketSide, *, reachable: bool) -> AsyncIterator[Shop]:
    faults = Faults()
    server = Server(API_KEY, middlewares=(side.middleware(), faults.middleware()))
    side.attach(server)
    side.open_namespace(NAME)
    await server.start()
    try:
        async with open_counter(folder, reachable=reachable) as counter:
            view = await counter.connect("evolution", NAME, server.base_url, api_key=API_KEY)
            await counter.until(lambda: NAME in server.instances and server.instances[NAME].qr_code)
            yield Shop(counter, server, side, faults, view)
    finally:
        await side.stop()
        await server.stop()


async def test_without_a_public_address_everything_comes_over_the_socket(tmp_path: Path) -> None:
    async with shop(tmp_path, SocketSide(), reachable=False) as it:
        await it.channel(ChannelKind.SOCKET)
        await it.linked()
        for number in range(20):
            it.write(f"oi {number}")
        await it.received([f"oi {number}" for number in range(20)])

        async def all_done() -> bool:
            return {each.state for each in await it.counter.desk.deliveries()} == {"done"}

        await it.counter.until(all_done)
        assert it.instance.webhook is None


async def test_webhook_and_socket_together_double_nothing(tmp_path: Path) -> None:
    async with shop(tmp_path, SocketSide(), reachable=False) as it:
        await it.channel(ChannelKind.SOCKET)
        it.counter.reachable = True
        url = it.counter.manager.addresses.hook_url(await it.counter.view(it.id)) or ""
        it.counter.reachable = False
        it.instance.webhook = {"url": url, "enabled": True, "events": it.side.settings[NAME]["events"]}
        await it.linked()
        for number in range(25):
            it.write(f"oi {number}")
            await asyncio.sleep(0)
        await it.received([f"oi {number}" for number in range(25)])

        async def both_done() -> bool:
            told = [each for each in await it.counter.desk.deliveries() if each.event == "messages.upsert"]
            return len(told) == 50 and all(each.state == "done" for each in told)

        await it.counter.until(both_done)
        assert len(await it.counter.texts()) == 25
        assert (await it.counter.desk.chats())[0].unread == 25


async def test_a_webhook_that_reaches_us_ends_the_socket_and_its_loss_brings_it_back(tmp_path: Path) -> None:
    async with shop(tmp_path, SocketSide(), reachable=False) as it:
        await it.channel(ChannelKind.SOCKET)
        await it.linked()
        it.write("pelo socket")
        it.counter.reachable = True
        it.counter.manager.rehooking.rehook()
        await it.channel(ChannelKind.WEBHOOK)
        await it.counter.until(lambda: it.side.connections == 0)
        it.write("pelo webhook")
        it.counter.reachable = False
        it.counter.manager.rehooking.cut_off()
        await it.channel(ChannelKind.SOCKET)
        it.write("de novo pelo socket")
        await it.received(["pelo socket", "pelo webhook", "de novo pelo socket"])


async def test_what_comes_while_the_line_is_down_is_taken_from_the_history(tmp_path: Path) -> None:
    async with shop(tmp_path, SocketSide(), reachable=False) as it:
        await it.channel(ChannelKind.SOCKET)
        await it.linked()
        it.write("antes")
        await it.received(["antes"])
        it.side.on = False
        await it.side.drop()
        it.write("durante")
        it.side.on = True
        await it.received(["antes", "durante"])
        await it.channel(ChannelKind.SOCKET)
        it.write("depois")
        await it.received(["antes", "durante", "depois"])
        assert (await it.counter.desk.chats())[0].unread == 3


async def test_where_there_is_no_socket_the_history_is_asked_and_nobody_is_told_of_an_absence(tmp_path: Path) -> None:
    async with shop(tmp_path, SocketSide(on=False), reachable=False) as it:
        await it.linked()
        await it.channel(ChannelKind.POLLING)
        it.write("um")
        await it.received(["um"])
        it.write("dois")
        await it.received(["um", "dois"])
        assert not it.counter.notices
        assert (await it.counter.desk.chats())[0].unread == 2


async def test_a_line_that_comes_and_goes_is_not_hammered(tmp_path: Path) -> None:
    side = SocketSide()
    async with shop(tmp_path, side, reachable=False) as it:
        await it.channel(ChannelKind.SOCKET)
        await it.linked()
        before = len(side.keys)
        side.status = 503
        await side.drop()
        await asyncio.sleep(1.0)
        # 0.05 s, doubled to 0.2 s
        assert 2 <= len(side.keys) - before <= 12
