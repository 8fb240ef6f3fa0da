"""Linking with a passkey: what WhatsApp asks for, and what a person brings back from its own page."""

from enum import StrEnum

import msgspec


class PasskeyStage(StrEnum):
    """What is to be done now; ``none`` means that no passkey is asked for (any more)."""

    SIGN = "sign"
    CONFIRM = "confirm"
    NONE = "none"


class PasskeyChallenge(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be signed with the account's passkey; binary values as base64url text, as WebAuthn has them.

    ``credentials`` are the passkeys that may sign, as (id, type, transports). ``timeout_ms`` as the gateway tells it.
    """

    challenge: str
    rp_id: str
    timeout_ms: int | None = None
    user_verification: str | None = None
    credentials: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


class PasskeyAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the passkey signed, as ``navigator.credentials.get`` gives it; base64url text throughout."""

    id: str
    raw_id: str
    client_data: str
    authenticator_data: str
    signature: str
    user_handle: str | None = None


class PasskeyStep(msgspec.Struct, frozen=True, kw_only=True):
    """Where the linking stands: what to sign, or the code that has to be the same on the phone."""

    stage: PasskeyStage
    challenge: PasskeyChallenge | None = None
    code: str | None = None


class PasskeyView(msgspec.Struct, frozen=True, kw_only=True):
    """A step as the window shows it: ``script`` is what a person runs on ``page``, which alone may ask for the passkey."""

    stage: PasskeyStage
    page: str = ""
    script: str = ""
    code: str | None = None
