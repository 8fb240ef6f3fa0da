"""The hooks port: an aiohttp server that does nothing but take deliveries."""

import asyncio
import errno
import logging
import re
from collections.abc import Callable, Mapping

import msgspec
from aiohttp import web

from services.core.clock import Clock
from services.core.limits import RateLimiter
from services.domain import networks
from services.inbound.receiver import Receiver, Request
from services.inbound.routes import Verdict

_log = logging.getLogger(__name__)

GENERAL_PATHS = (
    "/webhook/evolution-uazapi",
    "/webhooks/evolution-uazapi",
    "/webhook/connect",
    "/webhook/disconnect",
    "/webhook/send-message",
    "/webhook/receive-message",
    "/webhook/chat-presence",
    "/webhook/message-status",
    "/webhook",
    "/api/webhook/chat-whatsapp",
)
_OK = b'{"ok":true,"status":"success"}'
_LOOPBACK = ("127.0.0.1", "::1")
# how many ports after the wanted one are tried where that is taken
NEXT_PORTS = 10
_SUFFIX = re.compile(r"^[A-Za-z0-9._/-]{0,120}$")


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """``body_bytes`` per request; requests a minute from one source, with and without a proved secret."""

    body_bytes: int = 32 * 1024 * 1024
    per_minute: int = 600_000
    per_minute_unauthenticated: int = 100
    read_timeout_s: float = 30.0


Challenge = Callable[[str | None, Mapping[str, str]], str | None]


class HooksServer:
    """Start, ask for the address, stop. Only hooks are served here, never the local API."""

    def __init__(
        self,
        receiver: Receiver,
        clock: Clock,
        limits: Limits,
        *,
        challenge: Challenge = lambda _token, _query: None,
    ) -> None:
        self._receiver = receiver
        self._clock = clock
        self._limits = limits
        self._challenge = challenge
        self._known = RateLimiter(limits.per_minute)
        self._unknown = RateLimiter(limits.per_minute_unauthenticated)
        self._runner: web.AppRunner | None = None
        self._stopping = False
        self._allowed: networks.Networks = ()
        self.url: str | None = None
        self.turned_away = 0
        self.last_turned_away: str | None = None

    def allow(self, allowed: networks.Networks) -> None:
        """Only these may send from now on; none at all means everybody."""
        self._allowed = allowed

    async def start(self, host: str, port: int, *, fall_back: bool = True) -> int:
        """Listen; a taken port gives way to the next free one where ``fall_back``. Returns the port. Raises OSError."""
        app = web.Application(client_max_size=self._limits.body_bytes)
        app.router.add_route("*", "/hooks/{token}", self._hook)
        app.router.add_route("*", "/hooks/{token}/{suffix:.*}", self._hook)
        for path in GENERAL_PATHS:
            app.router.add_route("*", path, self._general)
            app.router.add_route("*", f"{path}/", self._general)
        self._runner = web.AppRunner(
            app, handle_signals=False, access_log=None, shutdown_timeout=2, keepalive_timeout=75
        )
        await self._runner.setup()
        others = (*range(port + 1, min(port + NEXT_PORTS, 65_535) + 1), 0) if fall_back and port else ()
        for candidate in (port, *others):
            try:
                await web.TCPSite(self._runner, host, candidate, backlog=512).start()
                break
            except OSError as error:
                _log.warning("port %d cannot be used: %s", candidate, error)
                if candidate == 0 or not others or error.errno == errno.EADDRNOTAVAIL:
                    raise
        chosen: int = self._runner.addresses[0][1]
        self.url = f"http://{host}:{chosen}"
        return chosen

    async def stop(self) -> None:
        """Refuse new requests with 503, finish those under way, close."""
        self._stopping = True
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
            self.url = None

    async def _hook(self, request: web.Request) -> web.Response:
        suffix = request.match_info.get("suffix", "").rstrip("/")
        path = f"/{suffix}" if suffix and _SUFFIX.match(suffix) else ""
        return await self._take(request, token=request.match_info["token"], path=path)

    async def _general(self, request: web.Request) -> web.Response:
        return await self._take(request, token=None, path=request.path.rstrip("/"))

    async def _take(self, request: web.Request, *, token: str | None, path: str) -> web.Response:
        source = source_of(request.remote or "", request.headers.get("X-Forwarded-For"))
        if not self._is_allowed(source):
            return web.Response(status=403, text=networks.NOT_ALLOWED)
        if request.method != "POST":
            return self._not_post(request, token)
        if self._stopping:
            return _unavailable()
        now = self._clock.monotonic()
        wait = self._known.allow(source, now)
        if wait is not None:
            return _too_many(wait)
        if (request.content_length or 0) > self._limits.body_bytes:
            return _too_large()
        try:
            raw = await self._read(request)
        except web.HTTPRequestEntityTooLarge:
            return _too_large()
        except TimeoutError:
            return web.Response(status=408, headers={"Connection": "close"})
        incoming = Request(raw=raw, headers=request.headers, path=path, token=token)
        decision = self._receiver.decide(incoming)
        if not decision.authenticated:
            wait = self._unknown.allow(source, now)
            if wait is not None:
                return _too_many(wait)
        receipt = await self._receiver.receive(incoming, decision)
        if receipt.status == 200:
            return web.Response(body=_OK, content_type="application/json")
        if receipt.status == 401 or decision.verdict is Verdict.REFUSE:
            return web.Response(status=401)
        return _unavailable()

    def _is_allowed(self, source: str) -> bool:
        # this computer itself always may: its own probe, the demo, a gateway beside us
        if not self._allowed or source in _LOOPBACK or networks.contains(self._allowed, source):
            return True
        self.turned_away += 1
        if source != self.last_turned_away:
            _log.warning("%s is not among the allowed senders", source[:64])
        self.last_turned_away = source[:64]
        return False

    async def _read(self, request: web.Request) -> bytes:
        if request.content.is_eof():
            # the usual case: it came whole with the headers, a timer would be waste
            return await request.read()
        async with asyncio.timeout(self._limits.read_timeout_s):
            return await request.read()

    def _not_post(self, request: web.Request, token: str | None) -> web.Response:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            answer = self._challenge(token, request.query) if "hub.mode" in request.query else None
            if "hub.mode" in request.query and answer is None:
                return web.Response(status=403)
            return web.Response(text=answer if answer is not None else "ok")
        return web.Response(status=405, headers={"Allow": "POST"})


def source_of(peer: str, forwarded_for: str | None) -> str:
    """The sender's address. Of a tunnel or proxy on this machine the last one it noted: those before it anybody can write."""
    if peer in _LOOPBACK and forwarded_for:
        return forwarded_for.rsplit(",", 1)[-1].strip()[:64]
    return peer


def _too_many(wait_s: float) -> web.Response:
    return web.Response(status=429, headers={"Retry-After": str(max(1, round(wait_s)))})


def _too_large() -> web.Response:
    # the rest of the body is not read, so the connection cannot be used again
    return web.Response(status=413, headers={"Connection": "close"})


def _unavailable() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": "5"})
