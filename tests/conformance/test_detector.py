"""Who sent a body, against the dossier's own detector and its table of look-alikes (others dossier §7)."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.domain.errors import ParseError
from services.domain.events import PingSeen
from services.providers import detect
from services.providers.base import Inbound
from services.providers.registry import DESCRIPTORS
from tests.conformance import reference_detector as reference
from tests.contract import cases

CASES = cases.load()
OURS = {each.kind for each in DESCRIPTORS}
NAMES = {
    "meta": "cloud_api", "chatwhatsapp": "chat_whatsapp", "zapi": "Z-API", "evolution_go": "Evolution Go",
    "codechat": "CodeChat", "gowa": "GOWA", "whapi": "Whapi", "wppconnect": "WPPConnect", "quepasa": "Quepasa",
}  # fmt: skip


def ours(body, headers=None):
    """What our detector says of a body at an address that names no instance."""
    return detect.detect(Inbound(body=body, headers=headers or {}), DESCRIPTORS)


def theirs(body, headers=None):
    """What the dossier's says, in our names."""
    name, certainty = reference.detect(body, headers)
    return NAMES.get(name, name), certainty


def without(body, *path):
    """The body with one place taken out."""
    spoilt = copy.deepcopy(body)
    *way, last = path
    holder = spoilt
    for step in way:
        holder = holder[step]
    del holder[last]
    return spoilt


NIOCHAT = {"event": "message", "data": {"message": {"id": "1", "from": "+5511900000002", "content": "oi",
           "message_type": "text"}}}  # fmt: skip
MULTICHAT = {"instanceId": "i", "event": "message", "messageId": "1", "msgContent": {"type": "text", "text": "oi"}}
CHAT_WHATSAPP = {"event": "message", "data": {"message": {"id": "1", "from": "5511900000002@c.us", "content": "oi",
                 "direction": "incoming"}}, "timestamp": "2026-03-02T12:01:00.300Z"}  # fmt: skip
WAHA = {"event": "message", "session": "s", "payload": {"id": "false_5511900000002@c.us_AC01", "body": "oi"}}
GOWA = {"event": "message", "device_id": "d", "payload": {"id": "1"}}
WRAPPED = {"event": "messages", "instance": "i", "data": {"messageid": "1", "chatid": "5511900000002@s.whatsapp.net"}}
KEY = {"remoteJid": "5511900000002@s.whatsapp.net", "fromMe": False, "id": "3EB0"}
EVOLUTION = {"event": "messages.upsert", "instance": "i", "data": {"key": KEY, "instanceId": "x"}, "server_url": "u"}
CODECHAT = {"event": "messages.upsert", "instance": {"name": "i"}, "data": {"key": KEY}}
EVOLUTION_GO = {"event": "Message", "instanceToken": "t", "data": {"Info": {}}}
UAZAPI = {"EventType": "messages", "type": "Message", "event": {"Chat": "x"}, "instanceName": "i"}
WUZAPI = {"type": "Message", "event": {"Info": {}}}
BETZAP = {"instanceId": "i", "key": KEY, "msgContent": {"conversation": "oi"}, "message": {}}
BETZAP_STATUS = {"instanceId": "i", "status": "read", "key": KEY}
MULTICHAT_STATUS = {"instanceId": "i", "event": "message_status", "messageId": "1", "status": "read"}
PRESENCE = {"instanceId": "i", "status": "COMPOSING", "chat": {"id": "5511900000002"}, "moment": 1772447990}
STATUS = {"instanceId": "i", "status": "READ", "messageId": "1", "moment": 1772447990}
WAPI = {"event": "webhookReceived", "instanceId": "i", "messageId": "1", "msgContent": {"conversation": "oi"}}
ZAPI = {"type": "ReceivedCallback", "instanceId": "i", "phone": "5511900000002"}
META = {"object": "whatsapp_business_account", "entry": []}

# who it is; the body; what tells it apart; who may be named when that is gone
LOOK_ALIKES = [
    ("niochat", NIOCHAT, ("data", "message", "message_type"), {"niochat", "unknown"}),
    ("multichat", MULTICHAT, ("instanceId",), {"unknown"}),
    ("chat_whatsapp", CHAT_WHATSAPP, ("data", "message", "direction"), {"chat_whatsapp", "unknown"}),
    ("waha", WAHA, ("session",), {"unknown"}),
    ("waha", WAHA, ("payload",), {"unknown"}),
    ("GOWA", GOWA, ("device_id",), {"unknown"}),
    ("uazapi", WRAPPED, ("data", "messageid"), {"uazapi"}),
    ("evolution", EVOLUTION, ("instance",), {"unknown"}),
    ("evolution", EVOLUTION, ("server_url",), {"evolution"}),
    ("CodeChat", CODECHAT, ("instance",), {"unknown"}),
    ("Evolution Go", EVOLUTION_GO, ("instanceToken",), {"unknown"}),
    # with the name of the event gone it looks like wuzapi's, and is told so
    ("uazapi", UAZAPI, ("EventType",), {"wuzapi"}),
    ("wuzapi", WUZAPI, ("event",), {"unknown"}),
    ("betzap", BETZAP, ("key",), {"unknown"}),
    ("betzap", BETZAP_STATUS, ("key",), {"unknown"}),
    ("betzap", BETZAP_STATUS, ("instanceId",), {"unknown"}),
    ("multichat", MULTICHAT_STATUS, ("event",), {"unknown"}),
    ("wapi", PRESENCE, ("moment",), {"unknown"}),
    ("wapi", STATUS, ("messageId",), {"wapi"}),
    ("wapi", WAPI, ("event",), {"unknown"}),
    ("wapi", WAPI, ("instanceId",), {"unknown"}),
    ("Z-API", ZAPI, ("type",), {"unknown"}),
    ("cloud_api", META, ("object",), {"unknown"}),
    ("cloud_api", META, ("entry",), {"unknown"}),
]


@pytest.mark.parametrize(
    ("kind", "body", "mark", "afterwards"), LOOK_ALIKES, ids=[f"{row[0]}-{'.'.join(row[2])}" for row in LOOK_ALIKES]
)
def test_look_alikes_are_told_apart_by_their_mark_and_by_nothing_else(kind, body, mark, afterwards):
    assert ours(body).kind == kind
    assert ours(without(body, *mark)).kind in afterwards


def test_the_bodies_decide_on_a_shared_address():
    # W-API's real bodies and the seed's on the same six addresses; Uazapi's and Evolution's on NioChat's
    for body, kind in ((WAPI, "wapi"), (MULTICHAT, "multichat"), (UAZAPI, "uazapi"), (NIOCHAT, "niochat")):
        assert ours(body).kind == kind
    # the same signature header is Meta's and GOWA's
    signed = {"x-hub-signature-256": "sha256=00"}
    assert (ours(META, signed).kind, ours(GOWA, signed).kind) == ("cloud_api", "GOWA")
    # presence and status differ by the message's id alone
    told = {type(event).__name__ for body in (PRESENCE, STATUS) for event in ours(body).parse(Inbound(body=body))}
    assert told == {"PresenceSeen", "AckSeen"}


@pytest.mark.parametrize("body", [b"", b"{}", b'{"test":true}', b'"ping"', b"  \n"])
def test_test_buttons_are_answered_as_pings(body):
    decoded = detect.decode_delivery(body, {})
    [event] = ours(decoded).parse(Inbound(body=decoded))
    assert isinstance(event, PingSeen)


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_it_agrees_with_the_dossier_s_detector(case):
    """Where both are sure they say the same; ours knows more (paths, lists, sockets), never something else."""
    expected, certainty = theirs(case.body, case.headers)
    found = ours(case.body, case.headers)
    if certainty >= 2 and not detect.is_ping(case.body):
        assert found.kind == expected
    if found.confidence >= 2 and expected != "unknown":
        assert found.kind == expected


def spots(value, path=()):
    """Every key inside a body."""
    if isinstance(value, dict):
        for key in value:
            yield (*path, key)
            yield from spots(value[key], (*path, key))


@settings(max_examples=150)
@given(st.data())
def test_a_body_that_lost_a_key_is_never_read_as_somebody_else_s(data):
    case = data.draw(st.sampled_from([case for case in CASES if isinstance(case.body, dict) and case.body]))
    whole = ours(case.body, case.headers).kind
    body = without(case.body, *data.draw(st.sampled_from(list(spots(case.body)))))
    found = ours(body, case.headers)
    honest, _ = theirs(body, case.headers)
    assert found.kind in {whole, "unknown", honest, ""} or detect.is_ping(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
    | st.sampled_from(["message", "messages.upsert", "webhookReceived", "qr", "status", "READ", "MESSAGES_UPSERT"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(
            ["event", "data", "instance", "instanceId", "EventType", "type", "dataType", "sessionId", "payload",
             "session", "key", "remoteJid", "msgContent", "moment", "status", "message", "object", "entry", "direction",
             "message_type", "from", "timestamp", "qr", "connection", "qrCode", "messageid", "chat", "fromme"]
        ) | st.text(max_size=5),
        inner,
        max_size=6,
    ),
    max_leaves=15,
)  # fmt: skip


@settings(max_examples=150)
@given(JSON)
def test_whatever_comes_it_never_breaks(body):
    found = ours(body)
    assert 0 <= found.confidence <= 3
    assert found.kind in OURS | set(NAMES.values()) | {"unknown", "wuzapi"}
    try:
        found.parse(Inbound(body=body))
    except ParseError:
        return
