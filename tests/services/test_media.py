"""Files of messages: fetched by themselves, from where they may be fetched, shown as what they are, tried again."""

import asyncio
import base64
import ipaddress
import itertools
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from services.core.clock import SystemClock
from services.core.limits import Backoff
from services.domain import address as addresses
from services.domain.changes import FileProgress
from services.domain.content import Direction, Media, MessageKind, Peer
from services.domain.errors import Invalid, NotFound
from services.domain.events import MessageSeen
from services.domain.ids import InstanceId, MessageId
from services.domain.models import MediaState, MediaView, MessageView
from services.inbound import processor
from services.instances import media as media_jobs
from services.instances.media import MediaJob
from services.providers import downloads
from services.providers.adapters.waha.client import WahaClient
from services.providers.base import Credentials
from services.storage.media_store import MediaStore
from services.storage.queries import messages as message_queries
from services.storage.writes import apply
from services.storage.writes import media as media_writes
from services.storage.writes.context import Context
from tests.services.desk import Desk, open_desk

KEY = "chave-da-waha"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
QUICK = Backoff(first_s=0.01, longest_s=0.02)


class Files:
    """An HTTP server with files, which remembers who asked, and with which key."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.url = ""

    def put(self, path: str, data: bytes, mime: str = "application/octet-stream") -> str:
        async def answer(_: web.Request) -> web.StreamResponse:
            return web.Response(body=data, content_type=mime)

        self.answers[path] = answer
        return self.url + path

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path, request.headers.get("X-Api-Key")))
        answer = self.answers.get(request.path)
        return await answer(request) if answer is not None else web.Response(status=404)


@asynccontextmanager
async def serving(host: str = "127.0.0.1") -> AsyncIterator[Files]:
    files = Files()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", files.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, host, 0).start()
    files.url = f"http://{host}:{runner.addresses[0][1]}"
    try:
        yield files
    finally:
        await runner.cleanup()


class Room:
    """A desk whose files are fetched. ``gateway`` is the instance's own server, a WAHA."""

    def __init__(self, desk: Desk, gateway: Files, folder: Path) -> None:
        self.desk, self.gateway, self.folder = desk, gateway, folder
        self.client: WahaClient | None = WahaClient(
            Credentials(base_url=gateway.url, name="default", secrets={"api_key": KEY})
        )
        self.store = MediaStore(folder)
        self.steps: list[FileProgress] = []
        self.job = MediaJob(
            database=desk.database,
            client_of=lambda _: self.client,
            open_url=downloads.open_public_url,
            sink=self.store,
            clock=SystemClock(),
            publish=self.steps.append,
            backoff=QUICK,
        )
        self._ids = itertools.count(1)
        self.instance = InstanceId(0)

    async def arrive(self, media: Media, kind: MessageKind = MessageKind.IMAGE) -> MessageId:
        """A customer's message with a file."""
        stanza = f"3A{next(self._ids):030}"
        peer = addresses.parse("5511988887777@s.whatsapp.net")
        assert peer is not None
        event = MessageSeen(
            stanza_id=stanza, chat=Peer(address=peer), direction=Direction.IN, kind=kind, text="veja", media=media
        )
        account = await self.desk.database.read(
            lambda connection: connection.execute("SELECT account_id FROM instance").fetchone()[0]
        )
        context = Context(instance_id=self.instance, account_id=account, received_at_ms=SystemClock().now_ms())
        await self.desk.database.write(apply.apply_events, context, (event,))
        self.job.wake()
        return MessageId(
            await self.desk.database.read(
                lambda connection: connection.execute(
                    "SELECT id FROM message WHERE stanza_id = ?", (stanza,)
                ).fetchone()[0]
            )
        )

    async def message(self, message: MessageId) -> MessageView:
        return (await self.desk.database.read(message_queries.get, (message,)))[0]

    async def settled(self, message: MessageId, *states: MediaState, seconds: float = 20.0) -> MediaView:
        wanted = states or (MediaState.READY, MediaState.FAILED, MediaState.REFUSED)
        async with asyncio.timeout(seconds):
            while True:
                media = (await self.message(message)).media
                assert media is not None
                if media.state in wanted:
                    return media
                await asyncio.sleep(0.01)

    def bytes_of(self, media: MediaView) -> bytes:
        assert media.path is not None
        return self.store.path(media.path).read_bytes()


@pytest_asyncio.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    folder = tmp_path / "stored"
    folder.mkdir()
    async with open_desk(tmp_path) as desk, serving() as gateway:
        opened = Room(desk, gateway, folder)
        opened.instance = await desk.add("waha", "default", base_url=gateway.url)
        task = asyncio.create_task(opened.job.run())
        try:
            yield opened
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            if opened.client is not None:
                await opened.client.close()


async def test_the_gateways_key_goes_to_the_gateway_and_to_nobody_else(room: Room) -> None:
    async with serving() as other:
        mine = await room.arrive(Media(ref={"url": room.gateway.put("/api/files/a.png", PNG, "image/png")}))
        theirs = await room.arrive(Media(ref={"url": other.put("/fora/b.png", PNG, "image/png")}))
        media = await room.settled(mine)
        assert (media.state, media.mime, media.size) == (MediaState.READY, "image/png", len(PNG))
        assert room.bytes_of(media) == PNG
        assert (await room.settled(theirs)).state is MediaState.REFUSED
        assert room.gateway.asked == [("/api/files/a.png", KEY)]
        assert other.asked == []


async def test_a_redirect_takes_the_key_nowhere(room: Room) -> None:
    async with serving() as other:
        target = other.put("/a.png", PNG)

        async def away(_: web.Request) -> web.StreamResponse:
            raise web.HTTPFound(target)

        room.gateway.answers["/api/files/a.png"] = away
        message = await room.arrive(Media(ref={"url": f"{room.gateway.url}/api/files/a.png"}))
        assert (await room.settled(message)).state in (MediaState.REFUSED, MediaState.FAILED)
        assert other.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:{port}/x",
        "http://localhost:{port}/x",
        "http://127.1:{port}/x",
        "http://2130706433:{port}/x",
        "http://0x7f000001:{port}/x",
        "http://0177.0.0.1:{port}/x",
        "http://0.0.0.0:{port}/x",
        "http://[::1]:{port}/x",
        "http://[::ffff:127.0.0.1]:{port}/x",
        "http://[::ffff:7f00:1]:{port}/x",
        "http://[64:ff9b::7f00:1]:{port}/x",
        "http://[2002:7f00:1::]:{port}/x",
        "http://fora.exemplo@127.0.0.1:{port}/x",
        "http://10.0.0.1/x",
        "http://192.168.0.1/x",
        "http://100.64.0.1/x",
        "http://[fe80::1%25eth0]/x",
        "http://[fd00::1]/x",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "\\\\host\\share\\x",
        "//127.0.0.1:{port}/x",
        "gopher://127.0.0.1:{port}/x",
        "http://",
        "http://[::1/x",
        "http://127.0.0.1:99999/x",
        "x" * 3000,
    ],
)
async def test_addresses_in_messages_lead_to_nothing_of_ours(room: Room, url: str) -> None:
    async with serving() as private:
        port = private.url.rpartition(":")[2]
        message = await room.arrive(Media(url=url.replace("{port}", port), mime="image/png"))
        media = await room.settled(message)
        assert media.state in (MediaState.REFUSED, MediaState.FAILED)
        assert media.path is None
        assert private.asked == []
        assert (await room.message(message)).text == "veja"


@asynccontextmanager
async def outside(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[list[str]]]) -> AsyncIterator[Files]:
    """A server that counts as public (127.0.0.2), and names that resolve to what each next question gives."""
    answers = {name: iter(given) for name, given in names.items()}

    async def resolve(_: Any, host: str, port: int = 0, family: Any = None) -> list[dict[str, Any]]:
        told = next(answers[host])
        return [
            {"hostname": host, "host": each, "port": port, "family": family or 2, "proto": 0, "flags": 0} for each in told
        ]

    monkeypatch.setattr(aiohttp.ThreadedResolver, "resolve", resolve)
    monkeypatch.setattr(downloads, "is_public", lambda each: ipaddress.ip_address(each) == ipaddress.ip_address("127.0.0.2"))
    async with serving("127.0.0.2") as files:
        yield files


async def test_a_public_file_is_fetched_without_any_key(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async with outside(monkeypatch, {"midia.exemplo": [["127.0.0.2"]]}) as files:
        port = files.put("/foto", PNG).rpartition(":")[2]
        message = await room.arrive(Media(url=f"http://midia.exemplo:{port}"))
        media = await room.settled(message)
        assert (media.state, media.mime) == (MediaState.READY, "image/png")
        assert files.asked == [("/foto", None)]


async def test_a_redirect_into_the_house_is_refused(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async with outside(monkeypatch, {"midia.exemplo": [["127.0.0.2"]] * 9}) as files, serving() as private:
        for number, target in enumerate((private.url, private.url.replace("127.0.0.1", "[::ffff:127.0.0.1]"), "file:///x")):

            async def away(_: web.Request, target: str = target) -> web.StreamResponse:
                return web.Response(status=302, headers={"Location": target})

            files.answers[f"/{number}"] = away
            url = files.url.replace("127.0.0.2", "midia.exemplo")
            media = await room.settled(await room.arrive(Media(url=f"{url}/{number}")))
            assert media.state is MediaState.REFUSED
        assert private.asked == []


@pytest.mark.parametrize(
    "answers", [[["127.0.0.1"]] * 3, [["127.0.0.2", "127.0.0.1"]] * 3, [["127.0.0.1", "127.0.0.2"]] * 3]
)
async def test_a_name_that_leads_into_the_house_is_refused(
    room: Room, monkeypatch: pytest.MonkeyPatch, answers: list[list[str]]
) -> None:
    async with outside(monkeypatch, {"midia.exemplo": answers}) as files, serving() as private:
        port = private.url.rpartition(":")[2]
        media = await room.settled(await room.arrive(Media(url=f"http://midia.exemplo:{port}/x")))
        assert media.state is MediaState.REFUSED
        assert private.asked == files.asked == []


async def test_a_name_that_changes_between_two_requests_is_looked_at_each_time(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with outside(monkeypatch, {"midia.exemplo": [["127.0.0.2"], ["127.0.0.1"]]}) as files, serving() as private:

        async def away(_: web.Request) -> web.StreamResponse:
            return web.Response(status=302, headers={"Location": "/outra"})

        files.answers["/foto"] = away
        url = files.url.replace("127.0.0.2", "midia.exemplo")
        media = await room.settled(await room.arrive(Media(url=f"{url}/foto")))
        assert media.state is MediaState.REFUSED
        assert files.asked == [("/foto", None)]
        assert private.asked == []


@pytest.mark.parametrize(
    ("name", "claimed", "data", "shown"),
    [
        ("exe", "image/png", b"MZ\x90\x00" + os.urandom(300), "application/x-msdownload"),
        ("html", "image/png", b"<html><script>alert(1)</script>", "text/html"),
        ("svg", "image/png", b"<svg onload='x()'/>", "application/octet-stream"),
        ("pdf", "image/png", b"%PDF-1.7\n", "application/pdf"),
        ("jpeg", "image/png", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("polyglot", "image/gif", b"GIF89a/*<script>*/", "image/gif"),
    ],
)
async def test_a_file_is_shown_as_what_it_is(room: Room, name: str, claimed: str, data: bytes, shown: str) -> None:
    url = room.gateway.put(f"/api/files/{name}", data, claimed)
    small = base64.b64encode(PNG).decode()
    message = await room.arrive(Media(ref={"url": url}, mime=claimed, file_name="foto.png", thumbnail_base64=small))
    media = await room.settled(message)
    assert (media.state, media.mime) == (MediaState.READY, shown)
    assert room.bytes_of(media) == data
    view = await room.message(message)
    # what is no picture is a file like any other: nothing that draws pictures gets it
    assert view.kind is (MessageKind.IMAGE if shown.startswith("image/") else MessageKind.DOCUMENT)
    assert view.media is not None and (view.media.thumbnail_base64 is None) == (view.kind is MessageKind.DOCUMENT)


async def test_an_empty_file_is_gone_and_one_over_the_limit_is_refused(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_jobs, "MAX_BYTES", 100_000)
    empty = await room.arrive(Media(ref={"url": room.gateway.put("/api/files/0", b"")}))
    assert (await room.settled(empty)).error == "media_gone"

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(1000):
            await response.write(bytes(10_000))
        return response

    room.gateway.answers["/api/files/big"] = endless
    big = await room.settled(await room.arrive(Media(ref={"url": f"{room.gateway.url}/api/files/big"})))
    assert (big.state, big.error) == (MediaState.REFUSED, "too_large")
    assert not list(room.folder.rglob("*.part"))


@pytest.mark.parametrize(
    "name",
    [
        "..\\..\\Startup\\a.exe", "/etc/passwd", "../../x", "a.pdf.exe", "a.pdf  .exe", "\u202efdp.exe", "CON",
        "a:b.txt", "n" * 300, "", "...", "a\x00b",
    ],
)  # fmt: skip
async def test_no_name_of_a_sender_reaches_the_disk(room: Room, name: str) -> None:
    url = room.gateway.put("/api/files/x", PNG)
    media = await room.settled(await room.arrive(Media(ref={"url": url}, file_name=name or None)))
    assert media.state is MediaState.READY
    [stored] = [each for each in room.folder.rglob("*") if each.is_file()]
    assert stored == room.folder / (media.path or "")
    assert len(stored.name) == 64 and set(stored.name) <= set("0123456789abcdef")


async def test_the_same_picture_twice_is_one_file(room: Room) -> None:
    url = room.gateway.put("/api/files/x", PNG)
    first = await room.settled(await room.arrive(Media(ref={"url": url})))
    second = await room.settled(await room.arrive(Media(ref={"url": url})))
    assert first.path == second.path


async def test_sixty_megabytes_over_a_line_that_breaks_come_in_the_end(room: Room) -> None:
    piece, pieces = os.urandom(1024 * 1024), 60
    breaks = iter((7, 31, pieces))

    async def shaky(request: web.Request) -> web.StreamResponse:
        upto = next(breaks)
        response = web.StreamResponse(headers={"Content-Length": str(len(piece) * pieces)})
        await response.prepare(request)
        for _ in range(upto):
            await response.write(piece)
            await asyncio.sleep(0.002)
        if upto < pieces:
            assert request.transport is not None
            request.transport.abort()
        return response

    room.gateway.answers["/api/files/video"] = shaky
    message = await room.arrive(Media(ref={"url": f"{room.gateway.url}/api/files/video"}), MessageKind.DOCUMENT)
    small = await room.arrive(Media(ref={"url": room.gateway.put("/api/files/x", PNG)}))
    assert (await room.settled(small)).state is MediaState.READY
    media = await room.settled(message, seconds=60)
    assert (media.state, media.size) == (MediaState.READY, len(piece) * pieces)
    assert len(room.gateway.asked) == 4
    assert not list(room.folder.rglob("*.part"))


def breaking(data: bytes, tags: Callable[[int], dict[str, str]], served: list[tuple[str | None, int]]) -> Any:
    """A server that knows ranges (of one version) and cuts the line after each third of what is left, twice."""

    async def answer(request: web.Request) -> web.StreamResponse:
        headers = tags(len(served))
        wanted, version = request.headers.get("Range"), request.headers.get("If-Range")
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        if version is not None and version not in headers.values():
            start = 0
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        headers["Content-Length"] = str(len(data) - start)
        response = web.StreamResponse(status=206 if start else 200, headers=headers)
        cut = len(data) if len(served) % 3 == 2 else start + (len(data) - start) // 3
        served.append((wanted, cut - start))
        await response.prepare(request)
        for at in range(start, cut, 256 * 1024):
            await response.write(data[at : min(cut, at + 256 * 1024)])
            await asyncio.sleep(0.0005)
        if cut < len(data):
            assert request.transport is not None
            request.transport.close()
        return response

    return answer


@pytest.mark.parametrize(
    "tags", [{"ETag": '"v1"', "Accept-Ranges": "bytes"}, {"ETag": 'W/"v1"', "Last-Modified": "Mon, 02 Mar 2026 10:00:00 GMT"}]
)
async def test_sixty_megabytes_go_on_where_the_line_broke(
    room: Room, monkeypatch: pytest.MonkeyPatch, tags: dict[str, str]
) -> None:
    monkeypatch.setattr(downloads, "RESUME", QUICK)
    data, served = os.urandom(1 << 20) * 60, list[tuple[str | None, int]]()
    room.gateway.answers["/api/files/video"] = breaking(data, lambda _: dict(tags), served)
    message = await room.arrive(Media(ref={"url": f"{room.gateway.url}/api/files/video"}), MessageKind.VIDEO)
    media = await room.settled(message, seconds=60)
    assert (media.state, media.size) == (MediaState.READY, len(data))
    assert room.bytes_of(media) == data
    # the bytes that came were not asked for again, but for what was in the pipe when it broke
    assert len(served) == 3 and served[0][0] is None and all(wanted for wanted, _ in served[1:])
    assert sum(sent for _, sent in served) < len(data) * 1.2
    assert set(room.gateway.asked) == {("/api/files/video", KEY)}
    assert not list(room.folder.rglob("*.part"))


@pytest.mark.parametrize("tags", [{"ETag": '"{}"'}, {}, {"ETag": 'W/"{}"'}])
async def test_bytes_of_two_versions_are_never_joined(
    room: Room, monkeypatch: pytest.MonkeyPatch, tags: dict[str, str]
) -> None:
    monkeypatch.setattr(downloads, "RESUME", QUICK)
    data, served = os.urandom(3 << 20), list[tuple[str | None, int]]()
    numbered = {name: value.replace("{}", "{0}") for name, value in tags.items()}
    room.gateway.answers["/api/files/f"] = breaking(
        data, lambda n: {name: value.format(n) for name, value in numbered.items()}, served
    )
    message = await room.arrive(Media(ref={"url": f"{room.gateway.url}/api/files/f"}), MessageKind.DOCUMENT)
    media = await room.settled(message)
    assert media.state is MediaState.READY and room.bytes_of(media) == data
    assert served[-1][1] == len(data)


async def test_how_far_a_file_is_is_told_four_times_a_second_at_most(room: Room) -> None:
    piece, pieces = bytes(64 * 1024), 50

    async def slow(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(piece) * pieces)})
        await response.prepare(request)
        for _ in range(pieces):
            await response.write(piece)
            await asyncio.sleep(0.012)
        return response

    room.gateway.answers["/api/files/f"] = slow
    message = await room.arrive(Media(ref={"url": f"{room.gateway.url}/api/files/f"}), MessageKind.DOCUMENT)
    began = asyncio.get_running_loop().time()
    await room.settled(message)
    seconds = asyncio.get_running_loop().time() - began
    assert 2 <= len(room.steps) <= seconds * 4 + 2
    told = {(step.message_id, step.incoming, step.total) for step in room.steps}
    assert told == {(message, True, len(piece) * pieces)}
    done = [step.done for step in room.steps]
    assert done == sorted(set(done)) and done[0] > 0 and done[-1] <= len(piece) * pieces


async def test_a_download_can_be_stopped_and_taken_up_again(room: Room) -> None:
    hang = asyncio.Event()

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100000"})
        await response.prepare(request)
        await response.write(bytes(1000))
        await hang.wait()
        return response

    room.gateway.answers["/api/files/f"] = endless
    message = await room.arrive(Media(ref={"url": f"{room.gateway.url}/api/files/f"}), MessageKind.DOCUMENT)
    async with asyncio.timeout(10):
        while not room.steps:
            await asyncio.sleep(0.01)
    await room.job.cancel(message)
    media = await room.settled(message)
    assert (media.state, media.error, media.path) == (MediaState.FAILED, "cancelled", None)
    assert not list(room.folder.rglob("*.part"))
    asked = len(room.gateway.asked)
    with pytest.raises(Invalid):
        await room.job.cancel(message)
    with pytest.raises(NotFound):
        await room.job.cancel(MessageId(999))
    room.gateway.put("/api/files/f", PNG)
    await room.desk.database.write(media_writes.retry_media, message)
    room.job.wake()
    assert (await room.settled(message, MediaState.READY)).error is None
    assert len(room.gateway.asked) == asked + 1
    with pytest.raises(Invalid):
        await room.job.cancel(message)
    hang.set()


async def test_a_file_that_waits_for_its_next_try_can_be_stopped(room: Room) -> None:
    room.client = None
    message = await room.arrive(Media(ref={"url": f"{room.gateway.url}/api/files/f"}))
    await room.job.cancel(message)
    assert (await room.settled(message)).error == "cancelled"


async def test_what_fails_for_good_says_so_and_a_person_can_ask_again(room: Room) -> None:
    async def broken(_: web.Request) -> web.StreamResponse:
        return web.Response(status=503)

    room.gateway.answers["/api/files/x"] = broken
    message = await room.arrive(Media(ref={"url": f"{room.gateway.url}/api/files/x"}))
    media = await room.settled(message)
    assert (media.state, media.error) == (MediaState.FAILED, "unavailable")
    assert len(room.gateway.asked) == media_jobs.TRIES
    room.gateway.put("/api/files/x", PNG)
    await room.desk.database.write(media_writes.retry_media, message)
    room.job.wake()
    assert (await room.settled(message, MediaState.READY)).mime == "image/png"
    with pytest.raises(Invalid):
        await room.desk.database.write(media_writes.retry_media, message)


async def test_a_slow_file_holds_up_no_other(room: Room) -> None:
    go_on = asyncio.Event()

    async def slow(_: web.Request) -> web.StreamResponse:
        await go_on.wait()
        return web.Response(body=PNG)

    room.gateway.answers["/api/files/slow"] = slow
    late = await room.arrive(Media(ref={"url": f"{room.gateway.url}/api/files/slow"}))
    for number in range(12):
        url = room.gateway.put(f"/api/files/{number}", PNG + bytes([number]))
        assert (await room.settled(await room.arrive(Media(ref={"url": url})))).state is MediaState.READY
    go_on.set()
    assert (await room.settled(late)).state is MediaState.READY


async def test_while_its_instance_does_not_run_a_file_waits_and_no_try_is_counted(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_jobs, "NOT_RUNNING_S", 0.05)
    client, room.client = room.client, None
    url = room.gateway.put("/api/files/x", PNG)
    message = await room.arrive(Media(ref={"url": url}))
    await asyncio.sleep(0.5)
    assert (await room.settled(message, MediaState.PENDING)).error is None
    assert room.gateway.asked == []
    room.client = client
    assert (await room.settled(message)).state is MediaState.READY


async def test_bytes_inside_a_delivery_are_kept_and_shown_as_what_they_are(room: Room) -> None:
    token = room.desk.tokens[await room.desk.add("evolution", "padaria-sol")]

    def body(number: int, encoded: Any) -> dict[str, Any]:
        return {
            "event": "messages.upsert",
            "instance": "padaria-sol",
            "data": {
                "key": {"remoteJid": "5511977776666@s.whatsapp.net", "fromMe": False, "id": f"AC{number:030}"},
                "message": {"imageMessage": {"mimetype": "image/png", "caption": f"{number}"}, "base64": encoded},
                "messageType": "imageMessage",
                "messageTimestamp": 1_772_447_700 + number,
            },
            "server_url": "http://x",
            "apikey": "x",
        }

    plain = base64.b64encode(PNG).decode()
    wrapped = "\n".join(plain[at : at + 76] for at in range(0, len(plain), 76))
    program = base64.b64encode(b"MZ\x90\x00" + bytes(50)).decode()
    for number, encoded in enumerate((plain, f"data:image/png;base64,{plain}", wrapped, program, "@@@não é base64@@@", 5)):
        assert (await room.desk.post(f"/hooks/{token}", body(number, encoded))).status == 200
    await room.desk.settled()
    [chat] = [chat for chat in await room.desk.chats() if chat.phone and chat.phone.endswith("7776666")]
    shown = {message.text: message.media for message in await room.desk.messages(chat)}
    assert [shown[str(number)].mime for number in range(3)] == ["image/png"] * 3  # type: ignore[union-attr]
    assert shown["3"] is not None and shown["3"].mime == "application/x-msdownload"
    for unread in ("4", "5"):
        media = shown[unread]
        assert media is not None and media.path is None


async def test_bytes_inside_a_delivery_that_are_too_many_are_fetched_instead(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processor, "MAX_INLINE_BYTES", 100)
    token = room.desk.tokens[await room.desk.add("evolution", "padaria-sol")]
    body = {
        "event": "messages.upsert",
        "instance": "padaria-sol",
        "data": {
            "key": {"remoteJid": "5511977776666@s.whatsapp.net", "fromMe": False, "id": "AC" + "0" * 30},
            "message": {"imageMessage": {"mimetype": "image/png"}, "base64": base64.b64encode(PNG).decode()},
            "messageType": "imageMessage",
            "messageTimestamp": 1_772_447_700,
        },
    }
    room.client = None
    assert (await room.desk.post(f"/hooks/{token}", body)).status == 200
    await room.desk.settled()
    [chat] = [chat for chat in await room.desk.chats() if chat.phone and chat.phone.endswith("7776666")]
    [message] = await room.desk.messages(chat)
    assert message.media is not None and message.media.state is MediaState.PENDING and message.media.path is None


@pytest.mark.parametrize(("small", "kept"), [(PNG, True), (b"MZ" + bytes(99), False), (b"<svg onload='x()'/>", False)])
async def test_a_small_picture_that_is_none_is_not_kept(room: Room, small: bytes, kept: bool) -> None:
    room.client = None
    encoded = base64.b64encode(small).decode()
    for told in (encoded, f"data:image/jpeg;base64,{encoded}"):
        message = await room.arrive(Media(ref={"url": "x"}, thumbnail_base64=told))
        media = (await room.message(message)).media
        assert media is not None and media.thumbnail_base64 == (told if kept else None)
