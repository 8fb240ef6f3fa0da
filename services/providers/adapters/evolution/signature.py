"""Who posted it: Evolution's ``jwt_key`` token, or a fixed bearer of ours (dossier §2.3)."""

import hmac
from collections.abc import Mapping


def authenticate(headers: Mapping[str, str], raw: bytes, secret: str) -> bool | None:
    """Check ``Authorization: Bearer``: the secret itself, or a JWT signed with it (HS256).

    An expired token is accepted: Evolution makes it once, before twenty minutes of retries, and it
    does not cover the body anyway. None where no such header came.
    """
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return None
    token = token.strip()
    if hmac.compare_digest(token.encode("utf-8", "replace"), secret.encode("utf-8", "replace")):
        return True
    # it brings a whole library of cryptography along, for the few servers that sign
    import jwt

    try:
        claims = jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            options={"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False},
        )
    except (jwt.PyJWTError, ValueError, TypeError):
        return False
    return bool(claims.get("app", "evolution") == "evolution")
