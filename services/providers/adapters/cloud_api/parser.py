"""The Cloud API's envelope: every entry, change and item is read, each on its own (others dossier §4.2)."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from services.domain.errors import ParseError
from services.domain.events import AnyEvent, ContactSeen, Unrecognised
from services.providers.adapters.cloud_api import account, messages
from services.providers.adapters.cloud_api.people import Scope, linked_contacts, scope_of
from services.providers.base import Inbound, Match
from services.providers.reading import dict_of, id_or_none, list_of, text_or_none

OBJECT = "whatsapp_business_account"
_MUST_HOLD_ITEMS = frozenset({"messages", "smb_message_echoes", "unknown"})
_NEWS = frozenset(
    {
        "account_update",
        "account_alerts",
        "account_review_update",
        "account_settings_update",
        "business_capability_update",
        "business_status_update",
        "message_template_status_update",
        "message_template_quality_update",
        "message_template_components_update",
        "template_category_update",
        "template_correct_category_detection",
        "phone_number_name_update",
        "phone_number_quality_update",
        "security",
    }
)


def match(inbound: Inbound) -> Match:
    """Certain by ``object``; the keys are the phone number ids (news of the whole account name none)."""
    body = inbound.body
    if not isinstance(body, dict) or body.get("object") != OBJECT or not isinstance(body.get("entry"), list):
        return Match(confidence=0)
    numbers = (id_or_none(dict_of(v.get("metadata")).get("phone_number_id")) for _, v in _changes(body))
    return Match(confidence=3, instance_keys=tuple(dict.fromkeys(k for k in numbers if k)))


def parse(inbound: Inbound) -> tuple[AnyEvent, ...]:
    """All events of a delivery. ParseError where the envelope itself is broken.

    Items of another number than ``inbound.instance_name`` (where given) are named and left to their own
    instance; a broken item becomes ``Unrecognised(problem=True)`` beside its neighbours.
    """
    body = inbound.body
    if not isinstance(body, dict):
        raise ParseError("body is no object")
    if body.get("object") != OBJECT:
        name = text_or_none(body.get("object"), 100)
        if name is None:
            raise ParseError("body without object")
        return (Unrecognised(name=name, raw_kind=name, reason="not of WhatsApp"),)
    if not isinstance(body.get("entry"), list):
        raise ParseError("body without entry")
    found: list[AnyEvent] = []
    for field, value in _changes(body):
        number = id_or_none(dict_of(value.get("metadata")).get("phone_number_id"))
        if inbound.instance_name and number and number != inbound.instance_name:
            found.append(Unrecognised(name=field, raw_kind=field, reason=f"for phone number id {number}"))
            continue
        found.extend(_change(field, value, scope_of(value, field, inbound.received_at_ms)))
    return tuple(found) or (Unrecognised(name="empty", reason="no entry, change or item"),)


def _changes(body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in list_of(body.get("entry")):
        for change in list_of(dict_of(entry).get("changes")) if isinstance(entry, dict) else [None]:
            data = dict_of(change)
            yield text_or_none(data.get("field"), 100) or "unknown", dict_of(data.get("value"))


Reader = Callable[[dict[str, Any], Scope], tuple[AnyEvent, ...]]


def _change(field: str, value: dict[str, Any], scope: Scope) -> Iterator[AnyEvent]:
    if field in _NEWS:
        yield from account.news(value, scope)
        return
    read = False
    lists: tuple[tuple[str, Reader], ...] = (
        ("messages", messages.incoming),
        ("message_echoes", messages.echo),
        ("statuses", account.call_status if field == "calls" else messages.status),
        ("calls", account.call),
        ("user_preferences", account.preference),
        ("state_sync", account.synced_contact),
        ("errors", account.error),
    )
    for name, reader in lists:
        for item in list_of(value.get(name)):
            read = True
            yield from _item(name, item, scope, reader)
    if value.get("statuses") and not value.get("messages"):
        for contact in linked_contacts(scope):
            yield ContactSeen(raw_kind=field, contact=contact)
    for chunk in list_of(value.get("history")):
        read = True
        yield from _history(dict_of(chunk), scope)
    if not read:
        yield Unrecognised(name=field, raw_kind=field, problem=field in _MUST_HOLD_ITEMS)


def _history(chunk: dict[str, Any], scope: Scope) -> Iterator[AnyEvent]:
    for thread in list_of(chunk.get("threads")):
        data = dict_of(thread)
        for item in list_of(data.get("messages")):
            yield from _item("history", item, scope, partial(messages.past, thread=data.get("id")))
    for item in list_of(chunk.get("errors")):
        yield from _item("errors", item, scope, account.error)
    if chunk.get("metadata"):
        yield from account.progress(chunk, scope)


def _item(name: str, item: Any, scope: Scope, reader: Reader) -> tuple[AnyEvent, ...]:
    if not isinstance(item, dict):
        return (Unrecognised(name=name, raw_kind=scope.field, reason="not an object", problem=True),)
    try:
        return reader(item, scope)
    except ParseError as error:
        return (Unrecognised(name=name, raw_kind=scope.field, reason=error.text, problem=True),)
