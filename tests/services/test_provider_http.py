"""The HTTP client all adapters share, against a real server on loopback."""

import asyncio
import socket
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from services.domain.errors import AppError, ErrorCode
from services.domain.outgoing import Accepted, NotSent, Refused, Uncertain
from services.providers import downloads
from services.providers.answers import retry_after, words
from services.providers.http import HttpClient


@asynccontextmanager
async def serving(handler, **kwargs):
    """A client whose every request goes to ``handler``."""
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    client = HttpClient(f"http://127.0.0.1:{port}/gw/", headers={"apikey": "chave-inventada"}, **kwargs)
    try:
        yield client
    finally:
        await client.close()
        await runner.cleanup()


def accepted(answer):
    return Accepted(stanza_id=answer.body["id"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def test_json_goes_out_with_key_and_prefix_and_comes_back_decoded():
    seen = {}

    async def handler(request):
        seen.update(path=request.path, key=request.headers["apikey"], body=await request.json())
        return web.json_response({"ok": True, "n": "padaria"}, status=201)

    async with serving(handler) as client:
        answer = await client.request("POST", "/send", body={"text": "olá"})
    assert seen == {"path": "/gw/send", "key": "chave-inventada", "body": {"text": "olá"}}
    assert answer.status == 201
    assert answer.body == {"ok": True, "n": "padaria"}


@pytest.mark.parametrize(
    ("status", "text", "code"),
    [
        (401, '{"message":"Unauthorized"}', ErrorCode.AUTH_REJECTED),
        (403, "{}", ErrorCode.AUTH_REJECTED),
        (404, '{"message":"no such instance"}', ErrorCode.NOT_FOUND),
        (404, "<html>nginx</html>", ErrorCode.MISCONFIGURED),
        (400, '{"message":["bad"]}', ErrorCode.REJECTED),
        (413, "<html>too big</html>", ErrorCode.TOO_LARGE),
        (429, "{}", ErrorCode.RATE_LIMITED),
        (500, '{"error":"boom"}', ErrorCode.UNAVAILABLE),
        (502, "<html>bad gateway</html>", ErrorCode.UNAVAILABLE),
        (200, "<html>login</html>", ErrorCode.MISCONFIGURED),
        (302, "", ErrorCode.MISCONFIGURED),
    ],
)
async def test_each_refusal_has_its_own_error(status, text, code):
    async def handler(request):
        return web.Response(status=status, text=text, headers={"Location": "http://elsewhere.example/x"})

    async with serving(handler) as client:
        with pytest.raises(AppError) as caught:
            await client.request("GET", "/x")
    assert caught.value.code is code


async def test_nobody_listening_and_a_slow_server_are_unavailable():
    client = HttpClient(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(AppError) as caught:
        await client.request("GET", "/")
    assert caught.value.code is ErrorCode.UNAVAILABLE
    await client.close()

    async def handler(request):
        await asyncio.sleep(5)

    async with serving(handler, timeout_s=0.2) as client:
        with pytest.raises(AppError) as caught:
            await client.request("GET", "/")
    assert caught.value.code is ErrorCode.UNAVAILABLE


async def test_plain_http_behind_an_https_address_is_told_as_tls():
    async def handler(request):
        return web.json_response({})

    async with serving(handler) as client:
        secure = HttpClient(client.base_url.replace("http://", "https://"))
        with pytest.raises(AppError) as caught:
            await secure.request("GET", "/")
        await secure.close()
    assert caught.value.code is ErrorCode.TLS


async def test_an_answer_over_the_cap_is_refused_while_it_comes():
    async def handler(request):
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(64):
            await response.write(b"x" * 65_536)
        return response

    async with serving(handler) as client:
        with pytest.raises(AppError) as caught:
            await client.request("GET", "/", max_bytes=100_000)
    assert caught.value.code is ErrorCode.TOO_LARGE


async def test_what_a_send_ends_as():
    async def answer(request):
        return web.json_response({"id": "3EB0A1"}, status=201)

    async def drop(request):
        await request.read()
        request.transport.close()
        return web.Response()

    async def fail(request):
        return web.json_response({"error": "x"}, status=500)

    async def refuse(request):
        return web.json_response({"message": "bad number"}, status=400)

    async def slow_down(request):
        return web.json_response({}, status=429, headers={"Retry-After": "7"})

    async def login_page(request):
        return web.Response(text="<html>", content_type="text/html")

    async def wrong_key(request):
        return web.json_response({}, status=401)

    results = {}
    for handler in (answer, drop, fail, refuse, slow_down, login_page, wrong_key):
        async with serving(handler) as client:
            results[handler.__name__] = await client.send("POST", "/send", accepted, body={})
    assert results["answer"] == Accepted(stanza_id="3EB0A1")
    assert isinstance(results["drop"], Uncertain)
    assert isinstance(results["fail"], Uncertain)
    assert isinstance(results["refuse"], Refused)
    assert "bad number" in results["refuse"].text
    assert results["slow_down"].retry_after_s == 7
    assert isinstance(results["slow_down"], NotSent)
    assert isinstance(results["login_page"], Uncertain)
    assert results["wrong_key"].code is ErrorCode.AUTH_REJECTED
    client = HttpClient(f"http://127.0.0.1:{free_port()}")
    assert isinstance(await client.send("POST", "/send", accepted, body={}), NotSent)
    await client.close()


async def test_a_time_out_after_writing_is_uncertain():
    async def handler(request):
        await asyncio.sleep(5)

    async with serving(handler) as client:
        assert isinstance(await client.send("POST", "/", accepted, body={}, timeout_s=0.2), Uncertain)


async def test_downloads_stream_are_capped_and_keep_the_key_at_home():
    keys = []

    async def handler(request):
        keys.append(request.headers.get("apikey"))
        return web.Response(body=b"abc" * 1000, content_type="image/png")

    async with serving(handler) as client:
        url = client.base_url + "/files/a.png?x=1"
        opened = await downloads.open_url(client, url)
        data = b"".join([chunk async for chunk in opened.chunks()])
        assert (data, opened.mime, opened.size) == (b"abc" * 1000, "image/png", 3000)
        with pytest.raises(AppError) as caught:
            await downloads.open_url(client, url, max_bytes=100)
        assert caught.value.code is ErrorCode.TOO_LARGE
        stranger = HttpClient("http://gateway.example", headers={"apikey": "chave-inventada"})
        for blocked in (url, "http://localhost:1/x", "http://169.254.169.254/latest", "file:///etc/passwd"):
            with pytest.raises(AppError) as caught:
                await downloads.open_url(stranger, blocked)
            assert caught.value.code is ErrorCode.BLOCKED_ADDRESS
    assert keys == ["chave-inventada", "chave-inventada"]


def test_addresses_that_only_look_public():
    private = "10.0.0.1 127.0.0.1 100.64.0.1 ::1 ::ffff:10.0.0.1 2002:0a00:0001:: 64:ff9b::7f00:1 0.0.0.0"
    assert not any(downloads.is_public(ip) for ip in private.split())
    assert downloads.is_public("8.8.8.8")
    assert downloads.is_public("2606:4700:4700::1111")


def test_retry_after_reads_seconds_and_dates():
    from datetime import UTC, datetime

    now = datetime(2026, 1, 5, 12, 0, 0, tzinfo=UTC)
    assert retry_after("12") == 12
    assert retry_after("Mon, 05 Jan 2026 12:01:00 GMT", now) == 60
    assert retry_after("soon") is None
    assert retry_after("Mon, 05 Jan 2026 11:00:00 GMT", now) == 0


def test_words_are_found_wherever_a_gateway_puts_them():
    assert words({"error": "Bad Request", "response": {"message": [["needs text"]]}}) == "needs text"
    assert words({"error": True, "message": "boom"}) == "boom"
    assert words({"error": {"message": "Invalid OAuth"}}) == "Invalid OAuth"
    assert words(7) is None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_what_was_read_and_not_answered_is_never_sent_again(method):
    # aiohttp itself repeats PUT and DELETE when the line breaks before the answer
    arrived = []

    async def read_and_close(reader, writer):
        arrived.append(await reader.readuntil(b"\r\n\r\n"))
        writer.close()

    server = await asyncio.start_server(read_and_close, "127.0.0.1", 0)
    client = HttpClient(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    try:
        outcome = await client.send(method, "/send", accepted, body={"text": "uma vez só"})
    finally:
        await client.close()
        server.close()
        await server.wait_closed()
    assert isinstance(outcome, Uncertain)
    assert len(arrived) == 1
