"""What NioChat's webhook is to the program: receive-only, signed if a secret is set."""

import hashlib
import hmac
from collections.abc import Mapping

from services.providers.adapters.niochat import parser
from services.providers.base import CredentialField, CredentialScope, Descriptor, EventGroup, WebhookEvent


def authenticate(headers: Mapping[str, str], raw: bytes, secret: str) -> bool:
    """``X-Signature``: hex HMAC-SHA256 of the raw body; a ``sha256=`` prefix is accepted too.

    A missing header is a refusal. Source: others.md §1.1.
    """
    given = headers.get("x-signature", "").strip().lower().removeprefix("sha256=")
    expected = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


DESCRIPTOR = Descriptor(
    kind="niochat",
    display_name="NioChat",
    capabilities=frozenset(),
    credentials=(CredentialField(name="webhook_secret", required=False, scope=CredentialScope.INSTANCE),),
    match=parser.match,
    parse=parser.parse,
    authenticate=authenticate,
    webhook_events=(
        WebhookEvent("message", EventGroup.MESSAGES, default=True),
        WebhookEvent("reaction", EventGroup.MESSAGES, default=True),
        WebhookEvent("message_deleted", EventGroup.MESSAGES, default=True),
        WebhookEvent("delivery_status", EventGroup.STATUS, default=True),
        WebhookEvent("read_status", EventGroup.STATUS, default=True),
    ),
)
