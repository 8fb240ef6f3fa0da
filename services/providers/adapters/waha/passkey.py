"""Linking with a passkey, on GOWS since 2026.7.1 (waha dossier §3.1 and §4.3; the answers' outer form is unverified)."""

from typing import Any

from services.domain.errors import NotConnected, NotSupported, Rejected
from services.domain.passkey import PasskeyAnswer, PasskeyChallenge, PasskeyStage, PasskeyStep
from services.providers.adapters.waha import sessions
from services.providers.adapters.waha.api import Api
from services.providers.reading import dict_of, int_or_none, list_of, text_or_none

_NO_CHALLENGE = "the gateway has no challenge just now"


async def step(api: Api) -> PasskeyStep:
    """What is asked for now. Raises NotConnected where the session is at a passkey and its challenge is not there yet."""
    status = (await sessions.state(api)).reason
    if status == "PASSKEY_CONFIRMATION_REQUIRED":
        told = dict_of(await api.call("GET", api.path("auth", "passkey", "confirmation")))
        return PasskeyStep(stage=PasskeyStage.CONFIRM, code=text_or_none(told.get("code"), 40))
    if status != "PASSKEY_REQUIRED":
        return PasskeyStep(stage=PasskeyStage.NONE)
    try:
        told = dict_of(await api.call("GET", api.path("auth", "passkey", "challenge")))
    except (Rejected, NotSupported) as error:
        raise NotConnected(error.text or _NO_CHALLENGE) from None
    return PasskeyStep(stage=PasskeyStage.SIGN, challenge=challenge_of(told))


def challenge_of(told: dict[str, Any]) -> PasskeyChallenge:
    """The challenge in an answer or in ``session.status``. Raises NotConnected where there is none."""
    inner = dict_of(told.get("publicKey")) or told
    challenge, rp_id = text_or_none(inner.get("challenge"), 4000), text_or_none(inner.get("rpId"), 253)
    if not challenge or not rp_id:
        raise NotConnected(_NO_CHALLENGE)
    credentials = []
    for entry in list_of(inner.get("allowCredentials"))[:50]:
        one = dict_of(entry)
        ident = text_or_none(one.get("id"), 2000)
        if ident:
            ways = tuple(way for way in list_of(one.get("transports"))[:10] if isinstance(way, str))
            credentials.append((ident, text_or_none(one.get("type"), 40) or "public-key", ways))
    return PasskeyChallenge(
        challenge=challenge,
        rp_id=rp_id,
        timeout_ms=int_or_none(inner.get("timeout")),
        user_verification=text_or_none(inner.get("userVerification"), 40),
        credentials=tuple(credentials),
    )


async def answer(api: Api, signed: PasskeyAnswer) -> None:
    """Hand in what the passkey signed. Raises what the gateway says."""
    response: dict[str, Any] = {
        "clientDataJSON": signed.client_data,
        "authenticatorData": signed.authenticator_data,
        "signature": signed.signature,
        "userHandle": signed.user_handle,
    }
    body = {"id": signed.id, "rawId": signed.raw_id, "type": "public-key", "response": response}
    await api.call("POST", api.path("auth", "passkey"), body=body)


async def confirm(api: Api) -> None:
    """Both screens show the same code: go on. Raises what the gateway says."""
    await api.call("POST", api.path("auth", "passkey", "confirm"))
