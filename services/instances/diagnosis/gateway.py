"""The steps towards a gateway: name, connection, certificate, clock, key, brand, session, webhook, history."""

import ipaddress
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import msgspec

from services.core.clock import Clock
from services.domain.capabilities import Capability
from services.domain.errors import AppError, NotSupported
from services.domain.events import ConnectionState
from services.domain.models import InstanceView
from services.instances import hooks
from services.instances.diagnosis.finding import Finding, fail, of_error, ok, skipped, warn
from services.providers import network
from services.providers.base import ActualWebhook, Client, Descriptor, Probe, WantedWebhook
from services.providers.downloads import is_public
from services.providers.network import Unreachable

SLOW_MS = 4_000
CLOCK_MS = 120_000
_REACH_S = 8.0
_RECENT_MS = 24 * 3_600_000
_STATES = {
    ConnectionState.LOGGED_OUT: "logged_out",
    ConnectionState.BANNED: "banned",
    ConnectionState.AWAITING_PASSKEY: "passkey_needed",
    ConnectionState.AWAITING_QR: "not_linked",
    ConnectionState.AWAITING_CODE: "not_linked",
    ConnectionState.CREATED: "not_linked",
    ConnectionState.PAUSED: "session_stopped",
    ConnectionState.AUTH_REJECTED: "key_wrong",
    ConnectionState.MISCONFIGURED: "misconfigured",
    ConnectionState.UNREACHABLE: "no_route",
}
_PASSING = {ConnectionState.CONNECTING: "connecting", ConnectionState.RECONNECTING: "reconnecting"}

Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]
Failures = Callable[[tuple[str, ...], int], Awaitable[tuple[str, str | None, int] | None]]


class Patient(msgspec.Struct, frozen=True, kw_only=True):
    """The instance that is looked at. ``client`` is None where it could not be made, ``credentials`` says why.

    ``failures(codes, since_ms)`` finds the latest failed send with one of these error codes.
    """

    view: InstanceView
    descriptor: Descriptor
    client: Client | None
    credentials: Finding
    wanted: WantedWebhook | None
    failures: Failures
    clock: Clock
    resolve: Resolve = network.addresses
    slow_ms: int = SLOW_MS


class GatewayCheck:
    """One look; remembers between its steps what they found out."""

    def __init__(self, patient: Patient) -> None:
        self._patient = patient
        self._addresses: tuple[str, ...] = ()
        self._probe: Probe | None = None
        self._probe_failed: Finding | None = None

    @property
    def _url(self) -> str:
        return self._patient.view.base_url

    async def credentials(self) -> Finding:
        """The key is kept and can be read."""
        return self._patient.credentials

    async def dns(self) -> Finding:
        """The name has addresses."""
        host, port = network.host_and_port(self._url)
        self._addresses = await self._patient.resolve(host, port)
        return ok(", ".join(self._addresses[:3]))

    async def tcp(self) -> Finding:
        """Something listens there."""
        host, port = network.host_and_port(self._url)
        await network.connect(host, port, _REACH_S)
        return ok(str(port))

    async def tls(self) -> Finding:
        """The connection is private, or does not need to be."""
        host, port = network.host_and_port(self._url)
        if self._url.startswith("https:"):
            return ok(await network.handshake(host, port, _REACH_S))
        if any(_on_the_internet(address) for address in self._addresses):
            return warn("http_public", host)
        return skipped("http")

    async def clock(self) -> Finding:
        """What answers speaks HTTP, in time, and its clock is ours."""
        host, port = network.host_and_port(self._url)
        try:
            seen = await network.look(self._url + "/")
        except Unreachable as error:
            plain = self._url.startswith("http:") and error.cause in ("connection_closed", "not_http")
            if plain and await network.speaks_tls(host, port):
                return fail("http_on_tls_port", error.text)
            raise
        if "plain http request was sent to https port" in seen.text.lower():
            return fail("http_on_tls_port", seen.text[:120])
        if seen.date_ms is not None:
            ahead = self._patient.clock.now_ms() - seen.date_ms
            if abs(ahead) > CLOCK_MS:
                return warn("clock_wrong", f"{ahead / 1000:+.0f} s")
        return warn("slow", f"{seen.duration_ms} ms") if seen.duration_ms > self._patient.slow_ms else ok()

    async def auth(self) -> Finding:
        """The key opens the gateway."""
        client = self._patient.client
        if client is None:
            return skipped()
        try:
            self._probe = await client.probe()
        except NotSupported:
            return skipped()
        except AppError as error:
            found = of_error(error)
            if found.cause in ("wrong_brand", "html_page", "path_not_found", "redirect_login", "session_missing"):
                # not a matter of the key: it was never asked for
                self._probe_failed = await self._named(found)
                return skipped()
            return found
        for note in ("open_server", "default_key"):
            if note in self._probe.notes:
                return warn(note)
        return ok()

    async def _named(self, found: Finding) -> Finding:
        """Who answers instead: a page, a login, nothing at all, or another program in its own words."""
        if found.cause == "redirect_login":
            return found
        try:
            seen = await network.look(self._url + "/")
        except Unreachable:
            return found
        if 300 <= seen.status < 400 and found.cause != "wrong_brand":
            return fail("redirect_login", _host_of(seen.headers.get("location", "")))
        if seen.is_html:
            return fail("html_page" if seen.status < 400 else "path_not_found", seen.text[:120])
        if seen.status == 404:
            return fail("path_not_found", seen.text[:120])
        cause = "wrong_brand" if found.cause == "session_missing" else found.cause
        return fail(cause or "wrong_brand", seen.text[:120] or found.text)

    async def brand(self) -> Finding:
        """It is the kind of gateway we take it for."""
        if self._probe_failed is not None:
            return self._probe_failed
        if self._probe is None:
            return skipped()
        text = f"{self._probe.brand} {self._probe.version or ''}".strip()
        return warn("slow", f"{text}, {self._probe.latency_ms} ms") if self._late(self._probe) else ok(text)

    def _late(self, probe: Probe) -> bool:
        return probe.latency_ms > self._patient.slow_ms

    async def session(self) -> Finding:
        """WhatsApp is connected there."""
        client = self._patient.client
        if client is None or Capability.STATE not in self._patient.descriptor.capabilities:
            return skipped()
        if self._patient.view.paused:
            return skipped(cause="paused_here")
        try:
            seen = await client.state()
        except AppError as error:
            return of_error(error)
        if seen.state in _PASSING:
            return warn(_PASSING[seen.state], seen.reason)
        if seen.state is not ConnectionState.CONNECTED:
            return fail(_STATES.get(seen.state, "not_connected"), seen.reason)
        since = self._patient.clock.now_ms() - _RECENT_MS
        troubled = await self._patient.failures(("timelock", "banned"), since)
        return warn(troubled[0], troubled[1]) if troubled is not None else ok(seen.own_name)

    async def webhook(self) -> Finding:
        """The webhook there is the one that is wanted."""
        patient = self._patient
        if patient.client is None or Capability.WEBHOOK_READ_BACK not in patient.descriptor.capabilities:
            return skipped()
        if patient.wanted is None:
            return ok("WebSocket") if patient.descriptor.frames is not None else fail("no_public_address")
        try:
            actual = await patient.client.get_webhook()
        except NotSupported:
            return skipped()
        except AppError as error:
            return of_error(error)
        return webhook_finding(patient.wanted, actual)

    async def history(self) -> Finding:
        """What is missed can be fetched later, and nothing is missing now."""
        patient = self._patient
        if not has_history(patient.descriptor):
            return warn("no_history")
        if patient.client is None:
            return skipped()
        try:
            await patient.client.chats(limit=1)
        except AppError as error:
            return warn("history_refused", error.text[:300] or error.code.value)
        if patient.view.gaps:
            gap = patient.view.gaps[0]
            return warn("history_gap", f"{max(1, (gap.to_ms - gap.from_ms) // 60_000)} min")
        return ok()


def has_history(descriptor: Descriptor) -> bool:
    """Whether what was missed can be fetched at all."""
    return {Capability.HISTORY, Capability.LIST_CHATS} <= descriptor.capabilities


def webhook_finding(wanted: WantedWebhook, actual: ActualWebhook) -> Finding:
    """The difference by name. Hosts only are shown: the paths are secret."""
    if actual.url is None:
        return fail("webhook_overwritten", _host_of(actual.others[0])) if actual.others else fail("webhook_missing")
    differing = hooks.differences(wanted, actual)
    if "url" in differing:
        ours = urlsplit(actual.url).path.rstrip("/") == urlsplit(wanted.url).path.rstrip("/")
        return fail("webhook_old_address" if ours else "webhook_overwritten", _host_of(actual.url))
    if "enabled" in differing:
        return fail("webhook_disabled")
    if "events" in differing:
        missing = sorted(set(wanted.events) - set(actual.events or ()))
        return fail("webhook_events", ", ".join(missing)[:200])
    return warn("webhook_differs", ", ".join(differing)) if differing else ok(_host_of(actual.url))


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2] or url.partition("?")[0][:80]
    except ValueError:
        return ""


def _on_the_internet(address: str) -> bool:
    try:
        ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return is_public(address)
