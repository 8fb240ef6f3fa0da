"""Linking with a passkey: the script that a person runs on WhatsApp's own page, and reading what it gave.

A passkey belongs to one web address, so no other program can ask for it (waha dossier §3.1): the browser signs
there, and what it signed is pasted here. It holds no key: one signature of one challenge, worthless afterwards.
"""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from services.domain.capabilities import Capability
from services.domain.errors import Invalid, NotConnected, NotSupported
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from services.domain.passkey import PasskeyAnswer, PasskeyChallenge, PasskeyStage, PasskeyView
from services.providers.base import Client

MAX_PASTED, MAX_VALUE = 60_000, 20_000
_BASE64URL = re.compile(r"^[A-Za-z0-9_-]+={0,2}$")
_HOST = re.compile(r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$")

# ``copy`` is the console's own; where it is missing the result is printed
_SCRIPT = """(async () => {{
  const asked = {asked};
  const bytes = t => Uint8Array.from(atob(t.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
  const text = b => b ? btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "") : null;
  asked.challenge = bytes(asked.challenge);
  asked.allowCredentials.forEach(c => c.id = bytes(c.id));
  const got = await navigator.credentials.get({{publicKey: asked}});
  const result = JSON.stringify({{id: got.id, rawId: text(got.rawId), type: got.type, response: {{
    clientDataJSON: text(got.response.clientDataJSON), authenticatorData: text(got.response.authenticatorData),
    signature: text(got.response.signature), userHandle: text(got.response.userHandle)}}}});
  try {{ await navigator.clipboard.writeText(result); }} catch {{ }}
  console.log(result);
}})();"""  # noqa: E501


class Passkeys:
    """``instance`` gives an instance, ``client_of`` its client while it runs, ``able`` what it can do."""

    def __init__(
        self,
        *,
        instance: Callable[[InstanceId], Awaitable[InstanceView]],
        client_of: Callable[[InstanceId], Client | None],
        able: Callable[[InstanceView], frozenset[Capability]],
    ) -> None:
        self._instance = instance
        self._client_of = client_of
        self._able = able

    async def step(self, instance: InstanceId) -> PasskeyView:
        """What is to be done now. Raises NotFound, NotSupported, NotConnected, what the gateway says."""
        step = await (await self._client(instance)).passkey()
        if step.stage is PasskeyStage.SIGN and step.challenge is not None:
            return PasskeyView(stage=step.stage, page=page_of(step.challenge), script=script_for(step.challenge))
        return PasskeyView(stage=step.stage, code=step.code)

    async def answer(self, instance: InstanceId, pasted: str) -> PasskeyView:
        """Hand in what was copied from the browser; the next step. Raises Invalid (passkey), what the gateway says."""
        signed = read_answer(pasted)
        await (await self._client(instance)).answer_passkey(signed)
        return await self.step(instance)

    async def confirm(self, instance: InstanceId) -> PasskeyView:
        """The codes are the same; the next step. Raises what the gateway says."""
        await (await self._client(instance)).confirm_passkey()
        return await self.step(instance)

    async def _client(self, instance: InstanceId) -> Client:
        if Capability.PASSKEY not in self._able(await self._instance(instance)):
            raise NotSupported(Capability.PASSKEY.value)
        client = self._client_of(instance)
        if client is None:
            raise NotConnected(f"instance {instance} is paused")
        return client


def page_of(challenge: PasskeyChallenge) -> str:
    """The one web page that may ask for this passkey. Raises NotConnected for what is no host name."""
    host = challenge.rp_id.lower()
    if not _HOST.match(host):
        raise NotConnected("the challenge names no web page")
    return f"https://{host}/"


def script_for(challenge: PasskeyChallenge) -> str:
    """JavaScript for the browser's console on ``page_of``: asks for the passkey, puts the result in the clipboard.

    Whatever a gateway tells stays data in it: it goes in as JSON, with every character outside ASCII escaped.
    """
    asked: dict[str, Any] = {
        "challenge": challenge.challenge,
        "rpId": challenge.rp_id,
        "allowCredentials": [
            {"id": ident, "type": kind, "transports": list(ways)} for ident, kind, ways in challenge.credentials
        ],
        "userVerification": challenge.user_verification or "preferred",
        "timeout": challenge.timeout_ms or 60_000,
    }
    return _SCRIPT.format(asked=json.dumps(asked, ensure_ascii=True))


def read_answer(pasted: str) -> PasskeyAnswer:
    """What the script put into the clipboard. Raises Invalid (passkey) for anything else."""
    text = pasted.strip().strip("'`")
    try:
        told: Any = json.loads(text) if len(text) <= MAX_PASTED else None
        response = told["response"]
        handle = response.get("userHandle")
        return PasskeyAnswer(
            id=_value(told["id"]),
            raw_id=_value(told["rawId"]),
            client_data=_value(response["clientDataJSON"]),
            authenticator_data=_value(response["authenticatorData"]),
            signature=_value(response["signature"]),
            user_handle=_value(handle) if handle else None,
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Invalid("passkey") from None


def _value(text: object) -> str:
    if not isinstance(text, str) or len(text) > MAX_VALUE or not _BASE64URL.match(text):
        raise ValueError("no base64url")
    return text
