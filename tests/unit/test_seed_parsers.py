"""The formats of the user's own documents: signature, direction, addresses per event, and hostile shapes."""

import copy
import hashlib
import hmac
import json

import pytest

from services.domain import address
from services.domain.content import Direction
from services.domain.errors import ParseError
from services.domain.events import MessageSeen
from services.providers.adapters.betzap.descriptor import DESCRIPTOR as BETZAP
from services.providers.adapters.chat_whatsapp.descriptor import DESCRIPTOR as CHAT_WHATSAPP
from services.providers.adapters.multichat.descriptor import DESCRIPTOR as MULTICHAT
from services.providers.adapters.niochat.descriptor import DESCRIPTOR as NIOCHAT
from services.providers.adapters.wwebjs.descriptor import DESCRIPTOR as WWEBJS
from services.providers.base import Inbound

NIO = {
    "event": "message",
    "data": {
        "message": {
            "id": "NC-1",
            "from": "+5511987650002",
            "to": "+5511987650001",
            "content": "Oi",
            "timestamp": "2026-03-02T11:04:05Z",
            "message_type": "image",
            "media": {"url": "https://media.example.invalid/a.jpg", "filename": "a.jpg", "size": 10},
            "sender": {"name": "Marina Prado", "phone": "+5511987650002"},
        }
    },
}
MULTI = {
    "instanceId": "inst_padaria",
    "event": "message",
    "fromMe": False,
    "messageId": "mc_1",
    "sender": {"id": "5511987650002@c.us", "name": "Marina Prado"},
    "chat": {"id": "5511987650002@c.us", "name": "Marina Prado"},
    "msgContent": {"type": "text", "text": "Dois"},
    "timestamp": "2026-03-02T10:31:00Z",
}
CHAT = {
    "event": "message",
    "data": {
        "message": {
            "id": "false_5511987650002@c.us_3EB0A1",
            "from": "5511987650002@c.us",
            "to": "bot",
            "content": "Oi",
            "type": "text",
            "direction": "incoming",
            "timestamp": "2026-03-02T12:01:00.000Z",
            "status": "received",
        }
    },
    "timestamp": "2026-03-02T12:01:00.300Z",
}
BET = {
    "instanceId": "inst_padaria",
    "key": {"remoteJid": "5511987650002@s.whatsapp.net", "fromMe": False, "id": "3EB0A1"},
    "message": {"conversationMessage": {"conversation": "Bom dia!"}},
    "messageTimestamp": "1772447700",
    "pushName": "Marina Prado",
    "msgContent": {"extendedTextMessage": {"text": "Bom dia!", "contextInfo": {"stanzaId": "3EB0Q1"}}},
}
BET_STATUS = {
    "instanceId": "inst_padaria",
    "status": "read",
    "key": {"remoteJid": "5511987650002@s.whatsapp.net", "fromMe": True, "id": "3EB0A1"},
}
SEEDS = ((NIOCHAT, NIO), (MULTICHAT, MULTI), (CHAT_WHATSAPP, CHAT), (BETZAP, BET), (BETZAP, BET_STATUS))
ODD = (None, True, -1, 1e300, "", "x" * 5000, "\x00\ud800", [], [None], {}, {"a": []}, [[1]])


def _sign(raw, secret):
    return hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        (lambda good: good, True),
        (lambda good: "sha256=" + good, True),
        (lambda good: good.upper(), True),
        (lambda good: good[:-1] + ("0" if good[-1] != "0" else "1"), False),
        (lambda good: "", False),
        (lambda good: "assinatura \udce9", False),
    ],
)
def test_niochat_signature_is_checked_on_the_raw_body(header, accepted):
    raw = '{"event":"message","data":{"message":{"content":"pão"}}}'.encode()
    headers = {"x-signature": header(_sign(raw, "segredo"))}
    assert NIOCHAT.authenticate is not None
    assert NIOCHAT.authenticate(headers, raw, "segredo") is accepted


def test_niochat_without_signature_is_refused_when_a_secret_is_set():
    assert NIOCHAT.authenticate is not None
    assert NIOCHAT.authenticate({}, b"{}", "segredo") is False


def test_niochat_signature_of_other_spacing_does_not_pass():
    good = _sign(b'{"a":1}', "segredo")
    assert NIOCHAT.authenticate is not None
    assert NIOCHAT.authenticate({"x-signature": good}, b'{"a": 1}', "segredo") is False


@pytest.mark.parametrize(
    ("own", "direction", "inferred"),
    [
        ("5511987650001", Direction.IN, False),
        ("551187650001", Direction.IN, False),
        ("5511987650002", Direction.OUT, False),
        ("551187650002", Direction.OUT, False),
        (None, Direction.IN, True),
        ("5511987659999", Direction.IN, True),
    ],
)
def test_niochat_direction_follows_from_the_own_number(own, direction, inferred):
    own_address = address.user(own) if own else None
    (seen,) = NIOCHAT.parse(Inbound(body=NIO, own_address=own_address))
    assert isinstance(seen, MessageSeen)
    assert (seen.direction, seen.direction_inferred) == (direction, inferred)


@pytest.mark.parametrize("path", ["/send-message/", "/send-message", "/receive-message", "/", ""])
def test_multichat_explicit_direction_beats_the_address(path):
    (seen,) = MULTICHAT.parse(Inbound(body=MULTI, path=path))
    assert isinstance(seen, MessageSeen)
    assert (seen.direction, seen.direction_inferred) == (Direction.IN, False)


def test_multichat_outgoing_without_chat_is_not_filed_under_our_own_number():
    body = {k: v for k, v in MULTI.items() if k != "chat"} | {"fromMe": True}
    (seen,) = MULTICHAT.parse(Inbound(body=body, path="/send-message/"))
    assert isinstance(seen, MessageSeen)
    assert seen.chat is None and seen.direction is Direction.OUT


@pytest.mark.parametrize(
    "body",
    [
        {"event": "message", "payload": {"id": "x"}, "session": "default"},
        {"event": "message", "instance": "loja", "data": {"messageid": "x", "message": {}}},
        {"event": "message", "data": {}},
        {"event": "message", "data": {"message": {"id": "x"}}},
        {"event": "webhookReceived", "instanceId": "A", "msgContent": {}},
        {"instanceId": "A", "moment": 1772447995, "status": "composing", "chat": {"id": "1"}},
        {"instanceId": "A", "key": {"remoteJid": "5511987650002@s.whatsapp.net"}, "event": "message"},
        {"dataType": "status", "sessionId": "a", "data": {"error": "x"}},
        {},
        [],
        "ping",
        None,
    ],
)
def test_seed_formats_leave_other_bodies_alone(body):
    betzap_may = isinstance(body, dict) and "key" in body
    for descriptor in (NIOCHAT, MULTICHAT, CHAT_WHATSAPP, *(() if betzap_may else (BETZAP,))):
        for path in ("", "/message-status/"):
            assert descriptor.match(Inbound(body=body, path=path)).confidence == 0, descriptor.kind


def test_what_a_person_pastes_at_a_gateway_that_takes_no_webhook_by_rest():
    url = "https://padaria.example.invalid/hooks/segredo"
    told = {d.kind: d.by_hand("loja", url) for d in (NIOCHAT, MULTICHAT, CHAT_WHATSAPP, WWEBJS) if d.by_hand}
    assert told["chat_whatsapp"] == f"WEBHOOK_URL={url}"
    assert told["wwebjs"] == f"LOJA_WEBHOOK_URL={url}"
    assert json.loads(told["niochat"]) == {
        "webhook": {
            "url": url,
            "events": ["message", "reaction", "message_deleted", "delivery_status", "read_status"],
        }
    }
    assert json.loads(told["multichat"])["loja"] == {
        "connection": f"{url}/connect/",
        "disconnection": f"{url}/disconnect/",
        "send_message": f"{url}/send-message/",
        "receive_message": f"{url}/receive-message/",
        "chat_presence": f"{url}/chat-presence/",
        "message_status": f"{url}/message-status/",
        "fallback": f"{url}/",
    }


def test_each_seed_body_is_known_by_its_own_provider_alone():
    for owner, body in SEEDS:
        sure = [d.kind for d, _ in SEEDS if d.match(Inbound(body=body)).confidence >= 2]
        assert set(sure) == {owner.kind}


def _paths(value, path=()):
    yield path
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _paths(child, (*path, key))


def _with(body, path, change):
    body = copy.deepcopy(body)
    parent = body
    for key in path[:-1]:
        parent = parent[key]
    change(parent, path[-1])
    return body


@pytest.mark.parametrize(("descriptor", "body"), SEEDS, ids=lambda v: getattr(v, "kind", "body"))
def test_any_key_missing_or_of_another_type_raises_nothing_but_a_parse_error(descriptor, body):
    variants = list(ODD)
    for path in _paths(body):
        if not path:
            continue
        variants.append(_with(body, path, lambda parent, key: parent.pop(key)))
        variants += [_with(body, path, lambda parent, key, v=odd: parent.update({key: v})) for odd in ODD]
    for variant in variants:
        inbound = Inbound(body=variant, path="/send-message/")
        descriptor.match(inbound)
        try:
            events = descriptor.parse(inbound)
        except ParseError:
            continue
        for event in events:
            if isinstance(event, MessageSeen):
                assert event.stanza_id
