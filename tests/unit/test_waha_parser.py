"""WAHA's parser beyond the contract cases: identity, signatures, hostile shapes, what a server can do."""

import contextlib
import copy
import hashlib
import hmac
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.domain.address import parse as parse_address
from services.domain.capabilities import Capability
from services.domain.errors import ParseError
from services.domain.events import MessageSeen
from services.providers.adapters.waha.capabilities import ALL, capabilities_of, is_limited
from services.providers.adapters.waha.ids import read_id, serialize
from services.providers.adapters.waha.parser import match, parse
from services.providers.adapters.waha.signature import authenticate
from services.providers.base import Inbound

CASES = sorted((Path(__file__).parents[1] / "contract" / "waha" / "cases").glob("*.json"))
BODIES = {path.stem: json.loads(path.read_text())["body"] for path in CASES}


def read(name):
    return parse(Inbound(body=BODIES[name]))


def test_one_message_in_two_events_is_one_stanza():
    (first,) = read("message.noweb.text_lid")
    (second,) = read("message.any.noweb.text_lid")
    assert isinstance(first, MessageSeen)
    assert (first.stanza_id, first.chat) == (second.stanza_id, second.chat)


@pytest.mark.parametrize("engine", ["WEBJS", "WPP", "NOWEB", "GOWS"])
def test_a_direct_chat_is_the_customer_in_both_directions_on_every_engine(engine):
    customers = {parse_address("5521987654321@c.us"), parse_address("77420951386214@lid")}
    for name in ("direct_in", "direct_own"):
        (event,) = read(f"matrix.{engine}.{name}")
        assert event.chat.address in customers
        assert event.author is None
    assert event.chat.push_name is None, "our own push name is not the customer's"


@pytest.mark.parametrize(
    ("text", "stanza_id", "chat"),
    [
        ("false_5521987654321@c.us_AC5D", "AC5D", "5521987654321@s.whatsapp.net"),
        ("true_120363402718845519@g.us_3EB0_77@lid", "3EB0", "120363402718845519@g.us"),
        ("5521987654321@c.us_AC5D", "AC5D", "5521987654321@s.whatsapp.net"),
        ("AC5D", "AC5D", "None"),
    ],
)
def test_ids_are_taken_apart(text, stanza_id, chat):
    found = read_id(text)
    assert (found.stanza_id, str(found.chat), found.whole) == (stanza_id, chat, text)


def test_an_id_that_only_looks_serialized_is_no_stanza_id():
    assert read_id("true_5521987654321@c.us") is None
    assert read_id("") is None
    assert read_id(["x"]) is None


def test_ids_are_put_together_as_waha_reads_them():
    group, author = parse_address("120363402718845519@g.us"), parse_address("5521987654321@s.whatsapp.net")
    whole = serialize("AC5D", group, from_me=False, author=author)
    assert whole == "false_120363402718845519@g.us_AC5D_5521987654321@c.us"
    assert read_id(whole).participant == author


def signed(raw, key):
    return {"x-webhook-hmac": hmac.new(key.encode(), raw, hashlib.sha512).hexdigest(),
            "x-webhook-hmac-algorithm": "sha512"}  # fmt: skip


def test_the_signature_of_the_documentation_is_accepted():
    raw = b'{"event":"message","session":"default","engine":"WEBJS"}'
    headers = {
        "x-webhook-hmac": (
            "208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8"
            "097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89"
        ),
        "x-webhook-hmac-algorithm": "sha512",
    }
    assert authenticate(headers, raw, "my-secret-key") is True


def test_a_signature_holds_for_these_bytes_this_key_and_this_algorithm_only():
    raw = json.dumps(BODIES["signed.message.conversation"], ensure_ascii=False).encode()
    headers = signed(raw, "assina")
    assert authenticate(headers, raw, "assina") is True
    assert authenticate(headers, raw + b" ", "assina") is False
    assert authenticate(headers, raw, "outra") is False
    assert authenticate({**headers, "x-webhook-hmac-algorithm": "sha256"}, raw, "assina") is False
    assert authenticate({**headers, "x-webhook-hmac": headers["x-webhook-hmac"][:-2]}, raw, "assina") is False
    assert authenticate({**headers, "x-webhook-hmac": "ção"}, raw, "assina") is False
    assert authenticate({}, raw, "assina") is None


def test_every_envelope_is_recognised_with_its_session():
    for name, body in BODIES.items():
        if isinstance(body, dict) and name != "no_payload":
            found = match(Inbound(body=body))
            assert (found.confidence, found.instance_keys) == (3, (body["session"],)), name


@pytest.mark.parametrize(
    "body",
    [None, [], "x", {}, {"event": "message", "payload": {}}, {"event": "message", "session": "x"},
     {"event": "message", "session": "x", "payload": {}, "device_id": "d"}],
)  # fmt: skip
def test_other_bodies_are_not_taken_for_wahas(body):
    assert match(Inbound(body=body)).confidence == 0


SHAPES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just([]), st.just({}),
    st.just([None, {"id": []}]), st.just({"id": {"id": {}}}), st.just("a@b_c_d"), st.just({"_serialized": 1}),
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(sorted(BODIES)), st.data())
def test_any_shape_in_any_place_raises_nothing_but_the_parsers_own_error(name, data):
    body = copy.deepcopy(BODIES[name])
    node = body
    while isinstance(node, (dict, list)) and node:
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        child = node[key]
        if not (isinstance(child, (dict, list)) and child) or data.draw(st.booleans()):
            node[key] = data.draw(SHAPES)
            break
        node = child
    match(Inbound(body=body))
    with contextlib.suppress(ParseError):
        parse(Inbound(body=body))


def test_what_a_server_can_do_depends_on_engine_release_and_tier():
    assert capabilities_of(None, None, None) == ALL
    assert Capability.FORWARD not in capabilities_of("GOWS", "2026.7.1", "CORE")
    assert Capability.SEND_IMAGE in capabilities_of("GOWS", "2026.7.1", "CORE")
    assert Capability.SEND_IMAGE not in capabilities_of("NOWEB", "2025.9.1", "CORE")
    assert Capability.SEND_IMAGE in capabilities_of("NOWEB", "2025.9.1", "PLUS")
    assert Capability.CLIENT_MESSAGE_ID not in capabilities_of("NOWEB", "2026.4.2", "PLUS")
    assert Capability.BLOCK in capabilities_of("WEBJS", "2026.7.1", "CORE")
    assert not is_limited("not a version", "CORE")
