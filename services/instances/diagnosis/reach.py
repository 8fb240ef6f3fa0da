"""The way back: whether the public address leads to us, and how long a message takes through it."""

import asyncio
import hmac
import json
import secrets
import time
from collections.abc import Callable

from services.core.bus import Bus
from services.domain.events import PingSeen
from services.domain.networks import NOT_ALLOWED
from services.instances.diagnosis.finding import Finding, fail, ok, warn
from services.instances.tunnel import ngrok_codes
from services.providers import network
from services.providers.network import Seen, Unreachable

ARRIVAL_S = 8.0
# ngrok shows browsers a page of its own first
_HEADERS = {"User-Agent": "Balcao-diagnosis", "ngrok-skip-browser-warning": "1"}
_BEHIND = (502, 503, 504, 520, 521, 522, 523, 524)
_GONE = 530
_OF_DIAL = {"dns_failure": "public_unreachable", "connection_refused": "public_unreachable", "no_route": "public_unreachable"}


async def public(url: str) -> Finding:
    """GET an address of our hooks server from outside: the plain "ok" that it answers is the proof."""
    try:
        seen = await network.look(url, headers=_HEADERS)
    except Unreachable as error:
        return fail(_OF_DIAL.get(error.cause, error.cause), error.text)
    found = of_tunnel(seen)
    if found is not None:
        return found
    if (seen.status == 200 and seen.text == "ok") or (seen.status == 403 and seen.text == NOT_ALLOWED):
        return ok(f"{seen.duration_ms} ms")
    return fail("public_other_program", f"HTTP {seen.status} {seen.text[:80]}".strip())


def of_tunnel(seen: Seen) -> Finding | None:
    """What a tunnel or proxy says in our place; None where its answer is not a tunnel's."""
    told = seen.headers.get("ngrok-error-code") or seen.text
    number = ngrok_codes.code_in(told)
    if number is not None:
        return fail(ngrok_codes.cause_of(number), f"ERR_NGROK_{number}")
    if 300 <= seen.status < 400:
        return fail("public_redirect", f"HTTP {seen.status}")
    if seen.status == _GONE:
        return fail("tunnel_offline", f"HTTP {seen.status}")
    if seen.status in _BEHIND:
        return fail("app_not_answering", f"HTTP {seen.status}")
    return None


async def probe(url: str, signing_key: str | None, bus: Bus, *, arrival_s: float = ARRIVAL_S) -> Finding:
    """``ping`` as a step of the diagnosis; the time is told."""
    try:
        return ok(f"{await ping(url, signing_key, bus, arrival_s=arrival_s)} ms")
    except Unreachable as error:
        # it came here all the same: the address is right
        told = warn if error.cause == "source_refused" else fail
        return told(error.cause, error.text)


async def ping(url: str, signing_key: str | None, bus: Bus, *, arrival_s: float = ARRIVAL_S) -> int:
    """POST a ping through the public address and wait until it is read from our own journal; milliseconds it took.

    It is signed with ``signing_key`` as a gateway's message would be. Raises Unreachable with the diagnosis' cause.
    """
    nonce = secrets.token_hex(12)
    raw = json.dumps({"ping": nonce}).encode()
    headers = {**_HEADERS, "Content-Type": "application/json"}
    if signing_key is not None:
        headers["X-Signature"] = hmac.digest(signing_key.encode(), raw, "sha256").hex()
    arrived = asyncio.Event()
    began = time.monotonic()
    unsubscribe = bus.subscribe(PingSeen, _setter(nonce, arrived))
    try:
        seen = await network.look(url, method="POST", body=raw, headers=headers)
        if seen.status == 401:
            raise Unreachable("probe_refused", "HTTP 401")
        if seen.status == 403 and seen.text == NOT_ALLOWED:
            raise Unreachable("source_refused", "HTTP 403")
        if seen.status != 200:
            found = of_tunnel(seen) or fail("public_other_program", f"HTTP {seen.status} {seen.text[:80]}".strip())
            raise Unreachable(found.cause or "", found.text or "")
        async with asyncio.timeout(arrival_s):
            await arrived.wait()
    except TimeoutError:
        raise Unreachable("probe_lost", f"{arrival_s:.0f} s") from None
    except Unreachable as error:
        raise Unreachable(_OF_DIAL.get(error.cause, error.cause), error.text) from None
    finally:
        unsubscribe()
    return max(1, round((time.monotonic() - began) * 1000))


def _setter(nonce: str, arrived: asyncio.Event) -> Callable[[PingSeen], None]:
    def heard(ping: PingSeen) -> None:
        if ping.nonce == nonce:
            arrived.set()

    return heard
