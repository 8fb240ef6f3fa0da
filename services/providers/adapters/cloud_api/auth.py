"""How Meta proves itself: a signature over the raw body, and the challenge at subscribing (dossier §4.1)."""

import hashlib
import hmac
import re
from collections.abc import Mapping

HEADER = "x-hub-signature-256"
_PLAIN = re.compile(r"[A-Za-z0-9_.-]{1,200}\Z")


def authenticate(headers: Mapping[str, str], raw: bytes, secret: str) -> bool | None:
    """Whether ``raw`` is signed with the app secret. Meta always signs, so no signature is False.

    ``headers`` have lower-case names. None only where there is no secret to check with.
    """
    if not secret:
        return None
    scheme, _, told = headers.get(HEADER, "").strip().partition("=")
    right = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    same = hmac.compare_digest(right.encode(), told.strip().lower().encode("utf-8", "replace"))
    return same and scheme == "sha256"


def challenge(query: Mapping[str, str], verify_token: str) -> str | None:
    """What to answer (as text/plain) to Meta's GET, or None (answer 403) where mode or token are wrong."""
    token = query.get("hub.verify_token", "")
    same = hmac.compare_digest(token.encode("utf-8", "replace"), verify_token.encode())
    text = query.get("hub.challenge", "")
    # only what Meta sends is echoed: nobody gets to print a page of their own on our address
    plain = _PLAIN.match(text) is not None
    return text if verify_token and same and query.get("hub.mode") == "subscribe" and plain else None
