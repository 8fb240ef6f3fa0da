"""Real bodies over real HTTP: the captured ones as their servers sent them, the seeds' samples as written."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from services.domain.content import Direction, MessageKind
from services.domain.models import DeliveryState, MessageView
from services.domain.status import Status
from tests.services.desk import Desk, open_desk

CAPTURES = Path(__file__).parent.parent / "captures"
FOLDERS = {"evolution": "loja1", "evolution_evochannel": "evo1", "waha": "default", "wwebjs": "loja"}


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        yield opened


def captured(folder: str) -> list[tuple[str, dict[str, Any]]]:
    return [(path.stem, json.loads(path.read_text("utf-8"))) for path in sorted((CAPTURES / folder).glob("*.json"))]


async def everything(desk: Desk) -> list[MessageView]:
    return [message for chat in await desk.chats() for message in await desk.messages(chat)]


@pytest.mark.parametrize("folder", FOLDERS)
async def test_every_captured_body_is_applied(desk: Desk, folder: str) -> None:
    bodies = captured(folder)
    provider = folder.split("_")[0]
    instance = await desk.add(provider, bodies[0][1]["body"].get("instance") or FOLDERS[folder])
    for _, capture in bodies:
        response = await desk.hook(instance, raw=capture["raw_utf8"].encode())
        assert response.status == 200
    states = {(each.event, each.state, each.error) for each in await desk.deliveries()}
    assert {state for _, state, _ in states} == {DeliveryState.DONE}, states
    assert await everything(desk)


async def test_a_shop_s_first_hour_on_evolution_reads_as_it_happened(desk: Desk) -> None:
    instance = await desk.add("evolution", "loja1")
    for _, capture in captured("evolution"):
        await desk.hook(instance, raw=capture["raw_utf8"].encode())
    by_kind = {message.kind: message for message in await everything(desk)}
    assert {MessageKind.TEXT, MessageKind.IMAGE, MessageKind.VOICE, MessageKind.LOCATION, MessageKind.DOCUMENT} <= set(
        by_kind
    )
    answer = next(m for m in await everything(desk) if m.text == "Resposta do atendente")
    assert (answer.direction, answer.status) == (Direction.OUT, Status.READ)
    maria = next(chat for chat in await desk.chats() if chat.phone == "5511988887777")
    assert maria.title == "Maria Souza"
    quoting = [message for message in await desk.messages(maria) if message.quoted is not None]
    assert quoting
    assert any(message.reactions for message in await everything(desk))


async def test_credentials_in_bodies_are_never_stored(desk: Desk, tmp_path: Path) -> None:
    instance = await desk.add("evolution", "loja1")
    secret = ""
    for _, capture in captured("evolution"):
        secret = capture["body"].get("apikey") or secret
        await desk.hook(instance, raw=capture["raw_utf8"].encode())
    assert secret
    await desk.database.close()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), path.name


NIOCHAT = {"id": "NC-1", "from": "+5511999999999", "to": "+5511888888888", "timestamp": "2024-01-01T10:00:00Z"}
SAMPLES: list[tuple[str, str, str, dict[str, Any], str]] = [
    ("niochat", "shop", "/webhook/evolution-uazapi/", {"event": "message", "data": {"message": {
        **NIOCHAT, "content": "Olá, como posso ajudar?", "message_type": "text",
        "sender": {"name": "João Silva", "phone": "+5511999999999"}}}}, "Olá, como posso ajudar?"),
    ("niochat", "shop", "/webhooks/evolution-uazapi/", {"event": "message", "data": {"message": {
        **NIOCHAT, "content": "Imagem enviada", "message_type": "image",
        "media": {"url": "https://example.com/image.jpg", "filename": "image.jpg", "size": 1024}}}}, "Imagem enviada"),
    ("multichat", "instance_123", "/webhook/receive-message/", {
        "instanceId": "instance_123", "event": "message", "fromMe": False, "messageId": "msg_789",
        "sender": {"id": "5511888888888@c.us", "name": "Contato Nome"},
        "chat": {"id": "5511888888888@c.us", "name": "Contato Nome"},
        "msgContent": {"type": "text", "text": "Preciso de ajuda!"}, "timestamp": "2025-01-15T10:31:00Z"}, "Preciso de ajuda!"),
    ("multichat", "instance_123", "/webhook/send-message/", {
        "instanceId": "instance_123", "event": "message", "fromMe": True, "messageId": "msg_456",
        "sender": {"id": "5511999999999@c.us", "name": "Cliente Nome"},
        "chat": {"id": "5511888888888@c.us", "name": "Contato Destino"},
        "msgContent": {"type": "text", "text": "Olá, como posso ajudar?"}, "timestamp": "2025-01-15T10:30:00Z"},
        "Olá, como posso ajudar?"),
    ("betzap", "test_instance", "/webhook", {
        "instanceId": "test_instance", "key": {"remoteJid": "5511999999999@s.whatsapp.net", "fromMe": False,
        "id": "test_message_123"}, "message": {"conversationMessage": {"conversation": "Mensagem de teste"}},
        "messageTimestamp": "1640995200", "pushName": "Usuário Teste",
        "msgContent": {"conversation": "Mensagem de teste"}}, "Mensagem de teste"),
    ("evolution", "vendas-2024", "/webhook", {
        "event": "messages.upsert", "instance": "vendas-2024", "data": {"key": {
        "remoteJid": "5511988887777@s.whatsapp.net", "fromMe": False, "id": "3EB0C0"}, "pushName": "Maria",
        "message": {"conversation": "Oi"}, "messageType": "conversation", "messageTimestamp": 1795309735},
        "date_time": "2026-11-22T01:08:55.933Z", "server_url": "http://gateway.invalid"}, "Oi"),
    ("chat_whatsapp", "bot", "/api/webhook/chat-whatsapp", {
        "event": "message", "data": {"message": {"id": "...", "from": "5515998970105@c.us", "to": "bot", "content": "Oi",
        "type": "text", "direction": "incoming", "timestamp": "2025-12-21T18:02:52.836Z", "status": "received"}},
        "timestamp": "2025-12-21T18:22:44.850Z"}, "Oi"),
]  # fmt: skip


@pytest.mark.parametrize(("provider", "name", "path", "body", "text"), SAMPLES, ids=[f"{s[0]}{s[2]}" for s in SAMPLES])
async def test_the_seeds_samples_become_conversations(
    desk: Desk, provider: str, name: str, path: str, body: dict[str, Any], text: str
) -> None:
    instance = await desk.add(provider, name)
    response = await desk.post(path, body, token=desk.tokens[instance])
    assert response.status == 200
    await desk.settled()
    [chat] = await desk.chats()
    [message] = await desk.messages(chat)
    assert message.text == text
    assert chat.preview == text


async def test_the_tick_of_an_answer_sent_elsewhere_climbs_as_the_seed_says(desk: Desk) -> None:
    instance = await desk.add("multichat", "instance_123")
    status = {
        "instanceId": "instance_123",
        "event": "message_status",
        "messageId": "msg_456",
        "timestamp": "2025-01-15T10:33:00Z",
    }
    # the tick may come before the message it belongs to
    await desk.hook(instance, {**status, "status": "delivered"})
    await desk.hook(instance, SAMPLES[3][3])
    await desk.hook(instance, {**status, "status": "sent"})
    [message] = await everything(desk)
    assert message.status is Status.DELIVERED
    await desk.hook(instance, {**status, "status": "read"})
    [message] = await everything(desk)
    assert message.status is Status.READ
