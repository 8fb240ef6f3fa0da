"""WAHA's webhook signature: HMAC-SHA512 over the raw body, lower-case hex (waha dossier §1.2)."""

import hashlib
import hmac
from collections.abc import Mapping


def authenticate(headers: Mapping[str, str], raw: bytes, secret: str) -> bool | None:
    """Whether ``X-Webhook-Hmac`` (lower-case name in ``headers``) signs ``raw`` with ``secret``.

    None where the request carries no signature at all. Another algorithm than sha512 is a failure,
    so that nobody can talk the check down. Only the body is signed, neither time nor address.
    """
    given = headers.get("x-webhook-hmac")
    if given is None:
        return None
    if headers.get("x-webhook-hmac-algorithm", "sha512").strip().lower() != "sha512":
        return False
    expected = hmac.digest(secret.encode(), raw, hashlib.sha512).hex()
    return hmac.compare_digest(expected.encode(), given.strip().encode("utf-8", "replace"))
