"""Evolution's Socket.IO against a real Socket.IO server: joining, keys, silence, large and broken frames."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest

from services.core.limits import Backoff
from services.demo.gateway import Server
from services.demo.state import Instance
from services.domain.errors import AuthRejected, Misconfigured, NotFound, Unavailable
from services.domain.events import MessageSeen
from services.providers.adapters.evolution.descriptor import DESCRIPTOR
from services.providers.adapters.evolution.socket import frames
from services.providers.base import Credentials, Inbound
from tests.fakes.evolution import API_KEY
from tests.fakes.evolution_socket import SocketSide

NAME = "padaria sol"
MARINA = "5511988887777@s.whatsapp.net"
SOON = Backoff(first_s=0.02, longest_s=0.05)


@asynccontextmanager
async def gateway(side: SocketSide) -> AsyncIterator[tuple[Server, Instance]]:
    server = Server(API_KEY, middlewares=(side.middleware(),))
    side.attach(server)
    await server.start()
    instance = server.new_instance(NAME)
    instance.linked_before = True
    try:
        yield server, instance
    finally:
        await side.stop()
        await server.stop()


def credentials(server: Server, *, key: str = API_KEY, name: str = NAME) -> Credentials:
    return Credentials(base_url=server.base_url, name=name, secrets={"api_key": key})


class Listening:
    """A client in the background, and what it got."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.stood = 0
        self.error: BaseException | None = None
        self._changed = asyncio.Event()

    def stands(self) -> None:
        self.stood += 1
        self._changed.set()

    async def run(self, wanted: Credentials) -> None:
        try:
            async with aclosing(frames(wanted, connected=self.stands, ask_again=SOON)) as stream:
                async for frame in stream:
                    self.got.append(frame)
                    self._changed.set()
        except Exception as error:
            self.error = error
        self._changed.set()

    async def until(self, condition: Any, seconds: float = 5.0) -> None:
        async with asyncio.timeout(seconds):
            while not condition(self):
                self._changed.clear()
                await self._changed.wait()

    def texts(self) -> list[str | None]:
        events = [event for body in self.got for event in DESCRIPTOR.parse(Inbound(body=body))]
        return [event.text for event in events if isinstance(event, MessageSeen)]


@asynccontextmanager
async def listening(wanted: Credentials) -> AsyncIterator[Listening]:
    listener = Listening()
    task = asyncio.create_task(listener.run(wanted))
    try:
        yield listener
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def write(server: Server, instance: Instance, text: str) -> None:
    server.arrive(instance, MARINA, {"conversation": text}, name="Marina Prado")


async def test_the_instances_own_namespace_is_switched_on_and_gives_the_webhooks_bodies() -> None:
    side = SocketSide()
    side.open_namespace(NAME)
    async with gateway(side) as (server, instance), listening(credentials(server)) as listener:
        await listener.until(lambda its: its.stood)
        for number in range(30):
            write(server, instance, f"mensagem {number}")
        await listener.until(lambda its: len(its.texts()) == 30)
        assert listener.texts() == [f"mensagem {number}" for number in range(30)]
        assert {"MESSAGES_UPSERT", "MESSAGES_EDITED", "QRCODE_UPDATED"} <= set(side.settings[NAME]["events"])
        assert all(body["instance"] == NAME for body in listener.got)
        assert side.keys == [API_KEY]


async def test_in_the_global_mode_only_our_instance_is_taken() -> None:
    side = SocketSide(everything=True)
    side.refuses_names = ("MESSAGES_UPSERT",)
    async with gateway(side) as (server, instance), listening(credentials(server)) as listener:
        await listener.until(lambda its: its.stood)
        other = server.new_instance("outra loja")
        write(server, other, "não é para nós")
        write(server, instance, "é para nós")
        await listener.until(lambda its: its.texts())
        assert listener.texts() == ["é para nós"]


async def test_a_namespace_that_does_not_exist_yet_is_asked_for_again() -> None:
    side = SocketSide()
    async with gateway(side) as (server, instance), listening(credentials(server)) as listener:
        await listener.until(lambda its: its.stood == 1)
        write(server, instance, "antes de existir")
        # told anew, because what came before is only in the history
        await listener.until(lambda its: its.stood == 2)
        write(server, instance, "depois")
        await listener.until(lambda its: its.texts())
        assert listener.texts() == ["depois"]
        assert side.connections == 1


async def test_what_the_admin_listed_stays_and_a_right_setting_is_not_written_again() -> None:
    side = SocketSide()
    side.open_namespace(NAME)
    async with gateway(side) as (server, _):
        side.settings[NAME] = {"enabled": False, "events": ["CHATS_SET"]}
        async with listening(credentials(server)) as listener:
            await listener.until(lambda its: its.stood)
        first = side.settings[NAME]
        assert first["enabled"] and "CHATS_SET" in first["events"]
        async with listening(credentials(server)) as listener:
            await listener.until(lambda its: its.stood)
        assert side.settings[NAME] is first


async def test_event_names_that_the_version_does_not_know_are_left_out() -> None:
    side = SocketSide()
    side.open_namespace(NAME)
    side.refuses_names = ("STATUS_INSTANCE", "MESSAGES_EDITED")
    async with gateway(side) as (server, _), listening(credentials(server)) as listener:
        await listener.until(lambda its: its.stood)
        assert "MESSAGES_UPSERT" in side.settings[NAME]["events"]
        assert not set(side.refuses_names) & set(side.settings[NAME]["events"])


async def test_a_frame_of_six_megabytes_and_one_with_attachments_arrive() -> None:
    side = SocketSide()
    side.open_namespace(NAME)
    async with gateway(side) as (server, instance), listening(credentials(server)) as listener:
        await listener.until(lambda its: its.stood)
        write(server, instance, "x" * 6 * 1024 * 1024)
        await listener.until(lambda its: its.texts(), 15)
        await side.io.emit(
            "messages.upsert", {"instance": NAME, "data": {"chave": b"\x00\xff", "n": 1}}, namespace=f"/{NAME}"
        )
        await listener.until(lambda its: "chave" in str(its.got[-1]))
        assert listener.got[-1] == {"event": "messages.upsert", "instance": NAME, "data": {"chave": "AP8=", "n": 1}}


async def test_unreadable_packets_are_kept_as_text_and_harm_nothing() -> None:
    side = SocketSide()
    side.open_namespace(NAME)
    async with gateway(side) as (server, instance), listening(credentials(server)) as listener:
        await listener.until(lambda its: its.stood)
        [sid] = side.io.eio.sockets
        deep = "[" * 5000 + "]" * 5000
        for packet in (f'2/{NAME},["messages.upsert",{deep}]', "2{", "9", "", f'2/{NAME},{{"a":1}}', f"2/{NAME},[]"):
            await side.io.eio.send(sid, packet)
        await side.io.eio.send(sid, f'2/{NAME},["messages.upsert",{{"instance":"{NAME}","data":"\\ud800"}}]')
        write(server, instance, "ainda aqui")
        await listener.until(lambda its: any(isinstance(b, dict) and "ainda" in str(b) for b in its.got))
        assert [body for body in listener.got if isinstance(body, str)] == [f'2/{NAME},["messages.upsert",{deep}]', "2{"]
        assert {"event": "messages.upsert", "instance": NAME, "data": "\ufffd"} in listener.got


@pytest.mark.parametrize(
    ("prepare", "error"),
    [
        (lambda side: setattr(side, "on", False), NotFound),
        (lambda side: setattr(side, "redirect", "http://outro.invalid/socket.io/"), Misconfigured),
    ],
)
async def test_what_only_the_admin_can_mend_is_told(prepare: Any, error: type[Exception]) -> None:
    side = SocketSide()
    async with gateway(side) as (server, _):
        prepare(side)
        with pytest.raises(error):
            await anext(frames(credentials(server)))
        assert side.connections == 0


async def test_a_wrong_key_is_refused_at_the_first_request() -> None:
    side = SocketSide()
    async with gateway(side) as (server, _):
        with pytest.raises(AuthRejected):
            await anext(frames(credentials(server, key="errada")))
        assert side.keys == []


async def test_an_instance_that_is_still_to_be_made_is_waited_for() -> None:
    side = SocketSide()
    async with gateway(side) as (server, _):
        with pytest.raises(Unavailable):
            await anext(frames(credentials(server, name="ainda não")))


async def test_nobody_there_passes() -> None:
    with pytest.raises(Unavailable):
        await anext(frames(Credentials(base_url="http://127.0.0.1:9", name=NAME, secrets={"api_key": "k"})))


async def test_the_servers_end_of_the_connection_ends_the_stream() -> None:
    side = SocketSide()
    async with gateway(side) as (server, _), listening(credentials(server)) as listener:
        await listener.until(lambda its: its.stood)
        await side.drop()
        await listener.until(lambda its: its.error)
        assert isinstance(listener.error, Unavailable)


async def test_a_line_that_says_nothing_is_given_up() -> None:
    side = SocketSide()
    async with gateway(side) as (server, _), Cable(server.base_url) as cable:
        wanted = Credentials(base_url=cable.url, name=NAME, secrets={"api_key": API_KEY})
        async with listening(wanted) as listener:
            await listener.until(lambda its: its.stood)
            cable.cut.clear()
            await listener.until(lambda its: its.error)
            assert isinstance(listener.error, Unavailable)


class Cable:
    """A TCP line that can be pulled without either end being told."""

    def __init__(self, to: str) -> None:
        host, _, port = to.removeprefix("http://").partition(":")
        self._to = host, int(port)
        self.cut = asyncio.Event()
        self.cut.set()
        self._writers: list[asyncio.StreamWriter] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "Cable":
        self._server = await asyncio.start_server(self._both, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: Any) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:
            writer.close()

    async def _both(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.append(task)
        far_reader, far_writer = await asyncio.open_connection(*self._to)
        self._writers += [writer, far_writer]
        await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer), return_exceptions=True)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            await self.cut.wait()
            writer.write(data)
            await writer.drain()
        writer.close()


async def test_the_servers_path_goes_in_front_of_socket_io() -> None:
    side = SocketSide(prefix="/evo")
    side.open_namespace(NAME)
    async with gateway(side) as (server, _):
        wanted = Credentials(base_url=f"{server.base_url}/evo", name=NAME, secrets={"api_key": API_KEY})
        async with listening(wanted) as listener:
            await listener.until(lambda its: its.stood)
            assert side.paths == ["/evo/socket.io/"]
