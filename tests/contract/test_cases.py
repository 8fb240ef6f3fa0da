"""Every provider's parser against every delivery its gateways are known to send, and against spoilt ones."""

import copy
import json

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.domain.errors import ParseError
from services.domain.events import AnyEvent
from services.providers import detect
from services.providers.registry import DESCRIPTORS
from tests.contract import cases

CASES = cases.load()
BY_KIND = {each.kind: each for each in DESCRIPTORS}
EVENTS = msgspec.json.Decoder(tuple[AnyEvent, ...])
ODD: tuple[object, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1e300,
    2**70,
    "",
    "x" * 5000,
    "\x00\ud800",
    [],
    [None],
    {},
    {"a": []},
    [[1]],
)


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case, request):
    found = cases.actual(BY_KIND[case.kind], case)
    told = cases.differs(case.expect, found)
    if told and request.config.getoption("--update-cases", default=False):
        written = case.file.with_suffix(".actual.json")
        written.write_text(json.dumps({"expect": found}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert told is None, told
    if "match" in case.expect:
        match = BY_KIND[case.kind].match(case.inbound())
        assert cases.difference(case.expect["match"], msgspec.to_builtins(match)) is None


@pytest.mark.parametrize("kind", sorted({case.kind for case in CASES}))
def test_every_event_a_provider_sends_has_a_case(kind):
    seen = set().union(*(cases.names_in(case) for case in CASES if case.kind == kind))
    missing = [e.name for e in BY_KIND[kind].webhook_events if cases.normal(e.name) not in seen]
    assert not missing


@pytest.mark.parametrize("kind", [each.kind for each in DESCRIPTORS])
def test_every_registered_provider_has_cases(kind):
    assert any(case.kind == kind for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_a_body_is_never_surely_another_providers(case):
    if "error" in case.expect or not any(e.get("event") != "unrecognised" for e in case.expect["events"]):
        return
    found = detect.detect(case.inbound(), DESCRIPTORS, configured=case.kind)
    assert found.kind == case.kind or detect.is_ping(case.body)


def spots(value, path=()):
    """Every place inside a body."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from spots(value[key], (*path, key))
    elif isinstance(value, list):
        for index in range(min(len(value), 10)):
            yield from spots(value[index], (*path, index))


def spoil(body, path, how, odd):
    """The body with one place dropped, doubled or of another type."""
    if not path:
        return odd
    *way, last = path
    holder = body
    for step in way:
        try:
            holder = holder[step]
        except (KeyError, IndexError, TypeError):
            return body
    if not isinstance(holder, (dict, list)) or (isinstance(holder, list) and not isinstance(last, int)):
        return body
    if isinstance(holder, list) and last >= len(holder):
        return body
    if isinstance(holder, dict) and last not in holder:
        return body
    if how == "drop":
        del holder[last]
    elif how == "wrap":
        holder[last] = [copy.deepcopy(holder[last]), holder[last]]
    else:
        holder[last] = odd
    return body


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
@pytest.mark.parametrize("kind", sorted({case.kind for case in CASES}))
def test_a_spoilt_body_ends_in_events_or_a_parse_error(kind, data):
    case = data.draw(st.sampled_from([case for case in CASES if case.kind == kind]))
    body = copy.deepcopy(case.body)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(spots(body))))
        how, odd = data.draw(st.sampled_from(["drop", "wrap", "odd"])), data.draw(st.sampled_from(ODD))
        body = spoil(body, path, how, copy.deepcopy(odd))
    inbound = case.inbound(body)
    match = BY_KIND[kind].match(inbound)
    assert 0 <= match.confidence <= 3
    try:
        events = BY_KIND[kind].parse(inbound)
    except ParseError:
        return
    # what is stored must come back as it was
    assert EVENTS.decode(msgspec.json.encode(events)) == events
    for event in events:
        ids = getattr(event, "stanza_ids", (getattr(event, "stanza_id", "id"),))
        assert all(ids) or event.__struct_config__.tag == "label" or event.__struct_config__.tag == "chat_read"
