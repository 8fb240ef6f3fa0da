"""The Cloud API parser where JSON cases cannot show it: signatures, hostile shapes, another reader's opinion."""

import contextlib
import datetime
import json
import warnings
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pywa import WhatsApp
from pywa import types as pywa_types

from services.domain.address import parse as address
from services.domain.errors import ParseError
from services.domain.events import AckSeen, MessageSeen, ReactionSeen, Unrecognised
from services.domain.status import Status
from services.providers.adapters.cloud_api.auth import authenticate, challenge
from services.providers.adapters.cloud_api.descriptor import DESCRIPTOR
from services.providers.adapters.cloud_api.parser import match, parse
from services.providers.base import Client, Inbound
from tests.fakes.cloud_api import APP_SECRET, NUMBER, VERIFY_TOKEN, delivery, incoming, signed, tick

CASES = Path(__file__).parents[1] / "contract" / "cloud_api" / "cases"
BODIES = [json.loads(path.read_text())["body"] for path in sorted(CASES.glob("*.json"))]


def test_the_signature_is_checked_on_the_bytes_as_they_came():
    raw, headers = signed(incoming("text", {"body": "pão de queijo ❤️"}))
    assert b"\\u00e3" in raw
    assert authenticate(headers, raw, APP_SECRET) is True
    same_json = json.dumps(json.loads(raw), ensure_ascii=False).encode()
    assert authenticate(headers, same_json, APP_SECRET) is False
    assert authenticate(headers, raw[:-1] + b" ", APP_SECRET) is False
    assert authenticate(headers, raw, "outro") is False


@pytest.mark.parametrize("told", [None, "", "sha256=", "sha1=abc", "sha256=é", "deadbeef"])
def test_without_a_good_signature_a_body_is_not_metas(told):
    raw, _ = signed(delivery())
    assert authenticate({} if told is None else {"x-hub-signature-256": told}, raw, APP_SECRET) is False


def test_the_bare_digest_is_no_signature():
    raw, headers = signed(delivery())
    bare = {"x-hub-signature-256": headers["x-hub-signature-256"].removeprefix("sha256=")}
    assert authenticate(bare, raw, APP_SECRET) is False


def test_without_a_secret_there_is_nothing_to_check_with():
    assert authenticate({}, b"{}", "") is None


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({}, "1158201444"),
        ({"hub.verify_token": "errada"}, None),
        ({"hub.verify_token": ""}, None),
        ({"hub.mode": "unsubscribe"}, None),
        ({"hub.challenge": "<script>alert(1)</script>"}, None),
        ({"hub.challenge": ""}, None),
    ],
)
def test_the_challenge_is_answered_only_for_our_own_word(change, answer):
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY_TOKEN, **change}
    assert challenge(query, VERIFY_TOKEN) == answer


def test_an_empty_verify_token_opens_nothing():
    assert challenge({"hub.mode": "subscribe", "hub.challenge": "1", "hub.verify_token": ""}, "") is None


def test_the_body_names_its_number_and_news_of_the_account_name_none():
    assert match(Inbound(body=incoming("text", {"body": "x"}))).instance_keys == (NUMBER,)
    account = {"object": "whatsapp_business_account", "entry": [{"id": "2", "changes": [{"field": "account_update"}]}]}
    assert match(Inbound(body=account)).instance_keys == ()
    assert match(Inbound(body={"object": "page", "entry": []})).confidence == 0


def test_a_batch_for_two_numbers_is_divided_between_them():
    body = incoming("text", {"body": "para a matriz"})
    other = incoming("text", {"body": "para a filial"}, message_id="wamid.IN02")
    other["entry"][0]["changes"][0]["value"]["metadata"] = {
        "display_phone_number": "5511900000011",
        "phone_number_id": "100000000000011",
    }
    body["entry"] += other["entry"]
    assert match(Inbound(body=body)).instance_keys == (NUMBER, "100000000000011")
    for name, text in ((NUMBER, "para a matriz"), ("100000000000011", "para a filial")):
        events = parse(Inbound(body=body, instance_name=name))
        assert [e.text for e in events if isinstance(e, MessageSeen)] == [text]
        assert [e.problem for e in events if isinstance(e, Unrecognised)] == [False]


@pytest.fixture(scope="module")
def pywa():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return WhatsApp(phone_id=NUMBER, token="x", server=None)


def read_by_pywa(pywa, body):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if "statuses" in body["entry"][0]["changes"][0]["value"]:
            return pywa_types.MessageStatus.from_update(client=pywa, update=body)
        return pywa_types.Message.from_update(client=pywa, update=body)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text", {"body": "Oi, tem bolo?"}),
        ("image", {"id": "900000000000101", "mime_type": "image/jpeg", "sha256": "c2hh", "caption": "Este"}),
        ("video", {"id": "900000000000102", "mime_type": "video/mp4", "sha256": "c2hh"}),
        ("audio", {"id": "900000000000103", "mime_type": "audio/ogg; codecs=opus", "sha256": "c2hh", "voice": True}),
        ("document", {"id": "9", "mime_type": "application/pdf", "sha256": "c2hh", "filename": "pedido.pdf"}),
        ("sticker", {"id": "9", "mime_type": "image/webp", "sha256": "c2hh", "animated": False}),
        ("location", {"latitude": -23.5, "longitude": -46.6, "name": "Praça"}),
        ("reaction", {"message_id": "wamid.SAIDA01", "emoji": "👍"}),
    ],
)  # fmt: skip
def test_another_library_reads_our_bodies_as_we_do(pywa, kind, content):
    body = incoming(kind, content)
    theirs = read_by_pywa(pywa, body)
    [ours] = parse(Inbound(body=body))
    assert theirs.from_user.wa_id == "5511900000002"
    assert theirs.timestamp == datetime.datetime.fromtimestamp(ours.occurred_at_ms / 1000, datetime.UTC)
    if isinstance(ours, ReactionSeen):
        assert (theirs.reaction.emoji, theirs.reaction.message_id) == (ours.emoji, ours.stanza_id)
        return
    assert isinstance(ours, MessageSeen)
    assert theirs.id == ours.stanza_id
    assert theirs.from_user.name == ours.chat.push_name
    assert theirs.text == (ours.text if kind == "text" else None)
    if ours.media is not None:
        media = getattr(theirs, kind)
        assert (media.id, media.mime_type) == (ours.media.ref["id"], ours.media.mime)
    if kind == "location":
        assert theirs.location.latitude == ours.content.location.latitude


@pytest.mark.parametrize("word", ["sent", "delivered", "read", "failed"])
def test_another_library_reads_our_ticks_as_we_do(pywa, word):
    body = tick(word, "wamid.SAIDA01", client_ref="local-42", failure=131047 if word == "failed" else None)
    theirs = read_by_pywa(pywa, body)
    ours = parse(Inbound(body=body))[0]
    assert isinstance(ours, AckSeen)
    assert (theirs.id, theirs.status.value, theirs.tracker) == (ours.stanza_ids[0], word, ours.client_ref)
    assert ours.status is Status[word.upper()]
    if word == "failed":
        assert (theirs.error.code, ours.problem.code) == (131047, "window_closed")


def test_every_event_that_balcao_wants_has_a_case():
    told = {change["field"] for body in BODIES for entry in listed(body) for change in entry["changes"] if change}
    assert {event.name for event in DESCRIPTOR.webhook_events} <= told


def listed(body):
    entries = body.get("entry") if isinstance(body, dict) else None
    return [e for e in entries if isinstance(e, dict) and "changes" in e] if isinstance(entries, list) else []


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just([]), st.just({}), st.just([[]]),
    st.just({"id": {}}), st.just("\ud800"), st.just(10**30),
)  # fmt: skip


def mutated(draw, value):
    """The body with one part of it lost or replaced by something odd."""
    if isinstance(value, dict) and value and draw(st.integers(0, 9)):
        key = draw(st.sampled_from(sorted(value)))
        if not draw(st.integers(0, 5)):
            return {k: v for k, v in value.items() if k != key}
        return {**value, key: mutated(draw, value[key])}
    if isinstance(value, list) and value and draw(st.integers(0, 9)):
        at = draw(st.integers(0, len(value) - 1))
        return [*value[:at], mutated(draw, value[at]), *value[at + 1 :]]
    return draw(ODD)


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_no_shape_brings_the_parser_down(data):
    body = mutated(data.draw, data.draw(st.sampled_from(BODIES)))
    match(Inbound(body=body))
    with contextlib.suppress(ParseError):
        parse(Inbound(body=body, received_at_ms=1_772_500_000_000, own_address=address("5511900000001")))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_broken_neighbour_never_costs_a_message(data):
    good = incoming("text", {"body": "fica"})["entry"][0]["changes"][0]["value"]["messages"][0]
    bad = mutated(data.draw, {**good, "id": "wamid.OUTRA"})
    events = parse(Inbound(body=delivery(messages=[bad, good])))
    assert [e.text for e in events if isinstance(e, MessageSeen) and e.stanza_id == "wamid.IN01"] == ["fica"]
    assert all(isinstance(e, Unrecognised) or getattr(e, "stanza_id", "x") for e in events)


def test_every_capability_has_its_method():
    for capability, method in (
        ("state", "state"), ("webhook_config", "set_webhook"), ("webhook_read_back", "get_webhook"),
        ("send_text", "send"), ("send_template", "templates"), ("mark_read", "mark_read"), ("typing", "typing"),
        ("download_media", "download"), ("block", "block"), ("history", "history"), ("list_chats", "chats"),
        ("number_check", "check_number"), ("contact_info", "contact"), ("create_instance", "create_instance"),
        ("qr", "connect"), ("restart", "restart"), ("logout", "logout"), ("delete_instance", "delete_instance"),
    ):  # fmt: skip
        own = getattr(DESCRIPTOR.client, method) is not getattr(Client, method)
        assert own is (capability in DESCRIPTOR.capabilities), capability
