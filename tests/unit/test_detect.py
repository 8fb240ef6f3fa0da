"""One address for every gateway: who sent a body, and what is told of one that nobody can read."""

import json

import pytest

from services.domain.errors import ParseError
from services.domain.events import MessageSeen, PingSeen
from services.providers import detect
from services.providers.base import Inbound
from services.providers.registry import DESCRIPTORS, get

EVOLUTION = {
    "event": "messages.upsert",
    "instance": "padaria-sol",
    "data": {
        "key": {"remoteJid": "5511944440202@s.whatsapp.net", "fromMe": False, "id": "3A01"},
        "message": {"conversation": "oi"},
        "messageTimestamp": 1764954012,
    },
    "date_time": "2025-12-05T14:00:12.482Z",
    "apikey": None,
}
FOREIGN = [
    ("Z-API", {"type": "ReceivedCallback", "instanceId": "3C1", "phone": "5511944440202"}),
    ("wuzapi", {"type": "Message", "event": {"Info": {}}, "token": "x"}),
    ("CodeChat", {"event": "messages.upsert", "instance": {"name": "loja"}, "data": {}}),
    ("Evolution Go", {"event": "Message", "data": {}, "instanceToken": "tok", "instanceName": "loja"}),
    ("GOWA", {"event": "message", "device_id": "d", "payload": {}}),
    ("Whapi", {"channel_id": "c", "messages": []}),
    ("WPPConnect", {"event": "onmessage", "session": "s", "body": "oi"}),
    ("Quepasa", {"fromme": False, "chat": {"id": "x"}}),
]


def found(body, configured="", headers=None):
    return detect.detect(Inbound(body=body, headers=headers or {}), DESCRIPTORS, configured=configured)


@pytest.mark.parametrize("body", [None, {}, [], "ping", "Test", {"test": True}, {"ping": "abc"}])
def test_test_buttons_are_pings(body):
    told = found(body, "evolution")
    assert isinstance(told.parse(Inbound(body=body))[0], PingSeen)


@pytest.mark.parametrize(("brand", "body"), FOREIGN, ids=[brand for brand, _ in FOREIGN])
def test_brands_we_do_not_speak_to_are_called_by_name(brand, body):
    told = found(body)
    assert told.kind == brand
    with pytest.raises(ParseError, match=brand):
        told.parse(Inbound(body=body))


def test_a_known_body_names_its_provider_and_instance():
    told = found(EVOLUTION)
    assert (told.kind, told.instance_keys) == ("evolution", ("padaria-sol",))
    assert get("evolution") is not None
    assert get("nobody") is None


def test_several_bodies_at_once_are_all_read():
    told = found([EVOLUTION, EVOLUTION])
    events = told.parse(Inbound(body=[EVOLUTION, EVOLUTION]))
    assert [type(event) for event in events] == [MessageSeen, MessageSeen]


def test_what_nobody_knows_is_left_to_the_configured_provider_or_told():
    assert found({"algo": 1}, "waha").kind == "waha"
    told = found({"algo": 1})
    assert told.kind == "unknown"
    with pytest.raises(ParseError):
        told.parse(Inbound(body={"algo": 1}))


def test_forms_carry_json_in_a_field():
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert detect.decode_delivery(b"jsonData=%7B%22type%22%3A%22Message%22%7D&token=x", headers) == {
        "type": "Message"
    }
    assert detect.decode_delivery(b"payload=%7B%22a%22%3A1%7D", headers) == {"a": 1}
    assert detect.decode_delivery(json.dumps(EVOLUTION).encode(), {}) == EVOLUTION
    assert detect.decode_delivery(b"  ", {}) is None
    with pytest.raises(ParseError):
        detect.decode_delivery(b"payload=nonsense", headers)
