"""The Uazapi parser where JSON cases cannot show it: the token, fingerprints, hostile shapes."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.domain.errors import ParseError
from services.domain.events import MessageSeen
from services.providers.adapters.uazapi.descriptor import DESCRIPTOR
from services.providers.adapters.uazapi.fields import stanza_of
from services.providers.adapters.uazapi.parser import authenticate, match, parse
from services.providers.base import Client, Inbound
from tests.fakes.uazapi import TOKEN, event, message

CASES = Path(__file__).parents[1] / "contract" / "uazapi" / "cases"
BODIES = [json.loads(path.read_text())["body"] for path in sorted(CASES.glob("*.json"))]


def raw(body):
    return json.dumps(body).encode()


def test_the_token_in_the_body_is_the_proof():
    body = event("messages", message=message("3EB0A", "oi"))
    assert authenticate({}, raw(body), TOKEN) is True
    assert authenticate({}, raw(body), "outro") is False
    assert authenticate({}, raw({"type": "messages", "data": body}), TOKEN) is True


@pytest.mark.parametrize(
    "body", [b"", b"no json", b"[]", b'{"EventType":"messages"}', b'{"token":7}', b'{"token":null}']
)
def test_a_body_without_a_token_proves_nothing(body):
    assert authenticate({}, body, TOKEN) is None


def test_a_token_with_lone_surrogates_is_only_wrong():
    assert authenticate({}, b'{"token":"\\ud800"}', TOKEN) is False


def test_fingerprints():
    live = match(Inbound(body=event("presence")))
    assert (live.confidence, live.instance_keys) == (3, ("padaria", "5511900000001"))
    wrapped = {"event": "message", "instance": "padaria", "data": {"messageid": "X", "chatid": "Y"}}
    assert match(Inbound(body=wrapped)).confidence == 2
    # the same envelope with a Baileys key, or with Evolution's own fields, is Evolution's
    assert match(Inbound(body={**wrapped, "data": {"key": {}, "chatid": "Y"}})).confidence == 0
    assert match(Inbound(body={**wrapped, "server_url": "https://x.invalid"})).confidence == 0
    for other in (None, [], "x", {}, {"EventType": 3}, {"event": "message", "data": {}}):
        assert match(Inbound(body=other)).confidence == 0


@pytest.mark.parametrize(
    ("told", "stanza"),
    [
        ("5511900000001:3EB0A", "3EB0A"),
        ("3EB0A", "3EB0A"),
        ("5511900000001:", None),
        ("a:b", "a:b"),
        ("", None),
        (None, None),
    ],
)
def test_the_owners_number_before_an_id_is_taken_off(told, stanza):
    assert stanza_of(told) == stanza


def test_a_body_of_history_size_is_read_whole():
    body = event("history", messages=[message(f"3EB0{n:06d}", f"n{n}") for n in range(5000)])
    events = parse(Inbound(body=body))
    assert len(events) == 5000
    assert all(isinstance(e, MessageSeen) for e in events)


def test_every_event_that_balcao_wants_has_a_case():
    told = {body["EventType"] for body in BODIES if isinstance(body, dict) and "EventType" in body}
    assert {each.name for each in DESCRIPTOR.webhook_events} <= told


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just([]), st.just({}), st.just([[]]),
    st.just({"id": {}}), st.just("\ud800"), st.just(10**30), st.just("{"), st.just('{"a":'),
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


@settings(max_examples=800, deadline=None)
@given(st.data())
def test_no_shape_brings_the_parser_down(data):
    body = mutated(data.draw, data.draw(st.sampled_from(BODIES)))
    match(Inbound(body=body))
    with contextlib.suppress(ParseError):
        parse(Inbound(body=body, received_at_ms=1_772_500_000_000))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_broken_neighbour_never_costs_a_message(data):
    bad = mutated(data.draw, message("3EB0OUTRA", "ruim"))
    events = parse(Inbound(body=event("messages", messages=[bad, message("3EB0BOA", "fica")])))
    assert [e.text for e in events if isinstance(e, MessageSeen) and e.stanza_id == "3EB0BOA"] == ["fica"]


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
