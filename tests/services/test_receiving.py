"""What a gateway is answered, and what becomes of what it posted: the tables of the reliability contract."""

import asyncio
import contextlib
import gzip
import hashlib
import hmac
import json
import resource
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from services.domain.models import DeliveryState
from services.inbound.server import GENERAL_PATHS, Limits
from tests.services.desk import Desk, open_desk


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        yield opened


def received(
    message_id: str = "mc_1", text: str = "Preciso de ajuda!", instance: str = "instance_123"
) -> dict[str, Any]:
    person = {"id": "5511988887777@c.us", "name": "Marina Prado"}
    return {
        "instanceId": instance,
        "event": "message",
        "fromMe": False,
        "messageId": message_id,
        "sender": person,
        "chat": person,
        "msgContent": {"type": "text", "text": text},
        "timestamp": "2026-03-02T10:31:00Z",
    }


async def test_a_stored_delivery_is_answered_200_and_becomes_a_conversation(desk: Desk) -> None:
    instance = await desk.add("multichat", "instance_123")
    response = await desk.hook(instance, received())
    assert response.status == 200
    assert int(response.headers["Content-Length"]) < 100
    [chat] = await desk.chats()
    assert (chat.title, chat.preview, chat.unread) == ("Marina Prado", "Preciso de ajuda!", 1)
    [delivery] = await desk.deliveries()
    assert delivery.state is DeliveryState.DONE


@pytest.mark.parametrize("path", GENERAL_PATHS)
@pytest.mark.parametrize("slash", ["", "/"])
async def test_every_path_of_the_seeds_takes_deliveries_with_and_without_slash(
    desk: Desk, path: str, slash: str
) -> None:
    instance = await desk.add("multichat", "instance_123")
    response = await desk.post(path + slash, received(), token=desk.tokens[instance])
    assert response.status == 200
    await desk.settled()
    assert [chat.title for chat in await desk.chats()] == ["Marina Prado"]


async def test_the_token_is_a_bearer_on_the_general_paths_and_a_wrong_one_is_refused(desk: Desk) -> None:
    await desk.add("multichat", "instance_123")
    assert (await desk.post("/webhook", received(), token="wrong")).status == 401
    assert await desk.deliveries() == ()


async def test_an_unknown_path_secret_is_refused(desk: Desk) -> None:
    assert (await desk.post("/hooks/nobody", received())).status == 401
    assert (await desk.post("/somewhere", received())).status == 404
    assert await desk.deliveries() == ()


async def test_a_request_without_credentials_is_parked_never_given_to_the_first_instance(desk: Desk) -> None:
    instance = await desk.add("multichat", "instance_123")
    assert (await desk.post("/webhook/receive-message/", received())).status == 200
    await desk.settled()
    assert await desk.chats() == ()
    [delivery] = await desk.deliveries()
    assert (delivery.state, delivery.instance_id, delivery.error) == (DeliveryState.PARKED, None, "no credentials")
    from services.storage.writes import deliveries

    await desk.database.write(deliveries.assign, delivery.id, instance)
    desk.processor.wake()
    await desk.settled()
    assert [chat.title for chat in await desk.chats()] == ["Marina Prado"]


async def test_a_body_that_names_an_unknown_instance_is_parked(desk: Desk) -> None:
    instance = await desk.add("multichat", "instance_123")
    response = await desk.post("/webhook", received(instance="someone_else"), token=desk.tokens[instance])
    assert response.status == 200
    await desk.settled()
    [delivery] = await desk.deliveries()
    assert delivery.state is DeliveryState.PARKED
    assert delivery.error == "names instance someone_else"


def sign(raw: bytes, key: str) -> str:
    return hmac.new(key.encode(), raw, hashlib.sha256).hexdigest()


async def test_x_signature_of_the_raw_body_proves_the_instance(desk: Desk) -> None:
    instance = await desk.add("niochat", "nio")
    body = {"event": "message", "data": {"message": {"id": "N1", "from": "+5511988887777", "to": "+5511900000001",
            "content": "Olá, ação ✓", "timestamp": "2024-01-01T10:00:00Z", "message_type": "text"}}}  # fmt: skip
    raw = json.dumps(body).encode()
    good = sign(raw, desk.tokens[instance])
    path = "/webhook/evolution-uazapi/"
    assert (await desk.post(path, raw=raw, headers={"X-Signature": good})).status == 200
    await desk.settled()
    assert [chat.preview for chat in await desk.chats()] == ["Olá, ação ✓"]
    for bad in (good.upper(), good[:-1], "", "sha512=" + good, good[:-1] + ("0" if good[-1] != "0" else "1")):
        assert (await desk.post(path, raw=raw + b" ", headers={"X-Signature": bad})).status == 401
    assert (await desk.post(path, raw=raw[:-1] + b" }", headers={"X-Signature": good})).status == 401
    assert len(await desk.deliveries()) == 1


async def test_a_configured_signing_secret_is_demanded_on_the_hook_too(desk: Desk) -> None:
    instance = await desk.add("niochat", "nio", key="segredo")
    raw = b'{"event":"reaction","data":{"message_id":"x","reaction":"\xf0\x9f\x91\x8d","from":"+5511988887777"}}'
    assert (await desk.hook(instance, raw=raw)).status == 401
    assert (await desk.hook(instance, raw=raw, headers={"X-Signature": sign(raw, "segredo")})).status == 200


async def test_the_hundred_and_first_unproved_request_a_minute_is_429_with_retry_after(desk: Desk) -> None:
    instance = await desk.add("multichat", "instance_123")
    statuses = [(await desk.post("/webhook", {"instanceId": "x", "n": n})).status for n in range(101)]
    assert statuses == [200] * 100 + [429]
    late = await desk.post("/webhook", {"n": "late"})
    assert late.status == 429
    assert int(late.headers["Retry-After"]) >= 1
    # a gateway that proves itself is not slowed by strangers
    assert (await desk.hook(instance, received())).status == 200


async def test_a_body_over_the_limit_is_413_and_others_are_still_answered(tmp_path: Path) -> None:
    async with open_desk(tmp_path, limits=Limits(body_bytes=100_000)) as desk:
        instance = await desk.add("multichat", "instance_123")
        assert (await desk.hook(instance, raw=b'"' + b"x" * 200_000 + b'"')).status == 413
        assert (await desk.hook(instance, received())).status == 200


async def test_other_methods_never_store_and_never_redirect(desk: Desk) -> None:
    for path in ("/webhook", "/webhook/", "/hooks/nobody"):
        async with desk.http.get(f"{desk.hooks.url}{path}", allow_redirects=False) as response:
            assert response.status == 200
        async with desk.http.delete(f"{desk.hooks.url}{path}", allow_redirects=False) as response:
            assert response.status == 405
    assert await desk.deliveries() == ()


async def test_when_storing_fails_the_gateway_is_asked_to_come_back(tmp_path: Path) -> None:
    def full(function: str, moment: str) -> None:
        if function == "store_delivery" and moment == "before_commit":
            import sqlite3

            raise sqlite3.OperationalError("database or disk is full")

    async with open_desk(tmp_path, fail_point=full) as desk:
        instance = await desk.add("multichat", "instance_123")
        response = await desk.hook(instance, received())
        assert response.status == 503
        assert response.headers["Retry-After"] == "5"


UNREADABLE = {
    "empty": b"",
    "no JSON": b"not json",
    "UTF-16": b"\xff\xfe{\x00}\x00",
    "BOM": b"\xef\xbb\xbf{}",
    "NaN": b'{"a":NaN}',
    "deep lists": b"[" * 10_000 + b"]" * 10_000,
    "deep objects": b'{"a":' * 200 + b"1" + b"}" * 200,
    "bad UTF-8": b"\x80\x81\x82",
    "a string": b'"just a string"',
    "a huge number": b"1234567890" * 5,
    "a million digits": b"1" * 1_000_000,
    "an empty list": b"[]",
    "infinity": b'{"a":1e999}',
    "null data": b'{"event":"message","data":null}',
    "retyped fields": b'{"instanceId":"instance_123","event":"message","messageId":null,"chat":7}',
    "many keys": b"{" + b",".join(b'"k%d":1' % n for n in range(100_000)) + b"}",
    "duplicate keys": b'{"event":"message","event":"message","event":1}',
    "compressed bytes": gzip.compress(b"{}", mtime=0),
}


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_a_proved_body_that_nobody_can_read_is_kept_and_answered_200(desk: Desk, raw: bytes) -> None:
    instance = await desk.add("multichat", "instance_123")
    response = await desk.hook(instance, raw=raw)
    assert response.status == 200
    assert len(await desk.deliveries()) == 1
    # and its neighbours are not harmed
    await desk.hook(instance, received())
    assert [chat.title for chat in await desk.chats()] == ["Marina Prado"]


async def test_the_same_event_a_thousand_times_is_one_message(desk: Desk) -> None:
    instance = await desk.add("multichat", "instance_123")
    path = f"/hooks/{desk.tokens[instance]}"
    for _ in range(10):
        statuses = await asyncio.gather(*(desk.post(path, received()) for _ in range(100)))
        assert {response.status for response in statuses} == {200}
    await desk.settled()
    [chat] = await desk.chats()
    assert chat.unread == 1
    assert len(await desk.messages(chat)) == 1
    [delivery] = await desk.deliveries()
    assert delivery.duplicates == 999


async def test_two_bodies_with_one_message_id_are_one_message_and_the_conflict_is_noted(desk: Desk) -> None:
    instance = await desk.add("multichat", "instance_123")
    await desk.hook(instance, received(text="primeira"))
    await desk.hook(instance, received(text="outra coisa"))
    [chat] = await desk.chats()
    assert [message.text for message in await desk.messages(chat)] == ["primeira"]
    assert len(await desk.deliveries()) == 2


async def test_hostile_text_is_stored_as_it_was_written(desk: Desk) -> None:
    instance = await desk.add("multichat", "instance_123")
    hostile = '<img src=x onerror=alert(1)><a href="file:///C:/x">&lt;b&gt;</a>\u202e\u0000fim'
    await desk.hook(instance, received(text=hostile))
    [chat] = await desk.chats()
    [message] = await desk.messages(chat)
    assert message.text == hostile.replace("\u0000", "")


async def test_a_lone_surrogate_becomes_a_replacement_character(desk: Desk) -> None:
    instance = await desk.add("multichat", "instance_123")
    raw = json.dumps(received()).replace("Preciso de ajuda!", "meio \\ud83d emoji").encode()
    assert (await desk.hook(instance, raw=raw)).status == 200
    [chat] = await desk.chats()
    assert chat.preview == "meio \ufffd emoji"


async def test_a_large_body_goes_through_the_spool_and_is_applied(desk: Desk) -> None:
    instance = await desk.add("multichat", "instance_123")
    await desk.hook(instance, received(text="a" * 1_500_000))
    [chat] = await desk.chats()
    [message] = await desk.messages(chat)
    assert message.text is not None
    assert len(list(desk.spool.iterdir())) == 1


async def test_slow_senders_do_not_hold_up_the_others(tmp_path: Path) -> None:
    async with open_desk(tmp_path, limits=Limits(read_timeout_s=0.3)) as desk:
        instance = await desk.add("multichat", "instance_123")
        host, port = str(desk.hooks.url).removeprefix("http://").split(":")
        stuck = [await asyncio.open_connection(host, int(port)) for _ in range(200)]
        for _, writer in stuck:
            writer.write(
                f"POST /hooks/{desk.tokens[instance]} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{{".encode()
            )
        async with asyncio.timeout(2):
            assert (await desk.hook(instance, received())).status == 200
        reader, _ = stuck[0]
        async with asyncio.timeout(5):
            assert b"408" in await reader.readline()
        for _, writer in stuck:
            writer.close()


async def test_a_gzip_bomb_is_refused_and_memory_stays_small(tmp_path: Path) -> None:
    async with open_desk(tmp_path, limits=Limits(body_bytes=1_000_000)) as desk:
        instance = await desk.add("multichat", "instance_123")
        bomb = gzip.compress(b"0" * 200_000_000, 9)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        response = await desk.hook(instance, raw=bomb, headers={"Content-Encoding": "gzip"})
        assert response.status == 413
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
        assert (await desk.hook(instance, received())).status == 200


async def test_a_compressed_body_is_read(desk: Desk) -> None:
    instance = await desk.add("multichat", "instance_123")
    raw = gzip.compress(json.dumps(received()).encode())
    assert (await desk.hook(instance, raw=raw, headers={"Content-Encoding": "gzip"})).status == 200
    assert [chat.title for chat in await desk.chats()] == ["Marina Prado"]


async def test_a_lying_content_length_breaks_only_its_own_connection(desk: Desk) -> None:
    instance = await desk.add("multichat", "instance_123")
    host, port = str(desk.hooks.url).removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"POST /hooks/{desk.tokens[instance]} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{{}}".encode()
    )
    await writer.drain()
    writer.close()
    assert (await desk.hook(instance, received())).status == 200
    assert len(await desk.deliveries()) == 1


async def test_a_body_that_can_carry_no_proof_is_taken_on_the_secret_path_and_a_wrong_one_is_not(desk: Desk) -> None:
    """Uazapi signs nothing: the token in its bodies is compared where it is, the secret path stands for the rest."""
    instance = await desk.add("uazapi", "padaria", key="tok-1")
    message = {
        "id": "5511900000001:3EB0A1", "messageid": "3EB0A1", "chatid": "5511900000002@s.whatsapp.net", "fromMe": False,
        "messageTimestamp": 1772447700000, "messageType": "Conversation", "content": "Oi", "text": "Oi",
    }  # fmt: skip
    body = {"EventType": "messages", "instanceName": "padaria", "owner": "5511900000001", "message": message}
    assert (await desk.hook(instance, {**body, "token": "tok-2"})).status == 401
    assert (await desk.post("/webhook", body)).status == 200
    await desk.settled()
    # nobody vouches for it on the general path
    assert await desk.chats() == ()
    assert (await desk.hook(instance, body)).status == 200
    assert [chat.preview for chat in await desk.chats()] == ["Oi"]
    spoilt = {**message, "messageid": "3EB0A2", "id": "5511900000001:3EB0A2", "text": "de novo", "content": "de novo"}
    assert (await desk.hook(instance, {**body, "token": "tok-1", "message": spoilt})).status == 200
    assert [chat.preview for chat in await desk.chats()] == ["de novo"]


async def test_two_hundred_megabytes_of_base64_are_refused_and_memory_stays_small(tmp_path: Path) -> None:
    async with open_desk(tmp_path, limits=Limits(body_bytes=8 * 1024 * 1024)) as desk:
        instance = await desk.add("multichat", "instance_123")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        sent = 0

        async def body() -> AsyncIterator[bytes]:
            nonlocal sent
            yield b'{"event": "messages.upsert", "data": {"message": {"base64": "'
            for _ in range(200):
                sent += 1
                yield b"A" * 1024 * 1024

        url = f"{desk.hooks.url}/hooks/{desk.tokens[instance]}"
        with contextlib.suppress(aiohttp.ClientError):
            # the line may be cut before the answer is read: nobody has to take the rest
            async with desk.http.post(url, data=body(), headers={"Content-Type": "application/json"}) as response:
                assert response.status == 413
        assert sent < 100
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000
        assert (await desk.hook(instance, received())).status == 200
        assert len(await desk.chats()) == 1
