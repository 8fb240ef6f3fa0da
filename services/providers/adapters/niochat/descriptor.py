"""What NioChat's webhook is to the program: receive-only, signed if a secret is set."""

import hashlib
import hmac
import json
from collections.abc import Mapping

from services.domain.capabilities import Capability
from services.providers.adapters.niochat import parser
from services.providers.base import CredentialField, CredentialScope, Descriptor, EventGroup, WebhookEvent


def authenticate(headers: Mapping[str, str], raw: bytes, secret: str) -> bool:
    """``X-Signature``: hex HMAC-SHA256 of the raw body; a ``sha256=`` prefix is accepted too.

    A missing header is a refusal. Source: others.md §1.1.
    """
    given = headers.get("x-signature", "").strip().lower().removeprefix("sha256=")
    expected = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


_EVENTS = (
    WebhookEvent("message", EventGroup.MESSAGES, default=True),
    WebhookEvent("reaction", EventGroup.MESSAGES, default=True),
    WebhookEvent("message_deleted", EventGroup.MESSAGES, default=True),
    WebhookEvent("delivery_status", EventGroup.STATUS, default=True),
    WebhookEvent("read_status", EventGroup.STATUS, default=True),
)


def by_hand(name: str, url: str) -> str:
    """NioChat's own configuration block; the headers it may carry are not needed with our secret address."""
    block = {"webhook": {"url": url, "events": [event.name for event in _EVENTS]}}
    return json.dumps(block, ensure_ascii=False, indent=2)


DESCRIPTOR = Descriptor(
    kind="niochat",
    display_name="NioChat",
    capabilities=frozenset({Capability.WEBHOOK_HMAC}),
    credentials=(CredentialField(name="webhook_secret", required=False, scope=CredentialScope.INSTANCE),),
    match=parser.match,
    parse=parser.parse,
    authenticate=authenticate,
    webhook_events=_EVENTS,
    by_hand=by_hand,
)
