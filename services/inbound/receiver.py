"""One request: decide whose it is, store it durably, and only then answer."""

import asyncio
import hashlib
import logging
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from services.core.clock import Clock
from services.domain.errors import AppError, ParseError, StorageProblem
from services.domain.ids import DeliveryId, InstanceId
from services.domain.models import DeliveryState
from services.inbound.routes import Decision, RouteTable, Verdict
from services.storage.database import Database
from services.storage.writes import deliveries

_log = logging.getLogger(__name__)

SPOOL_OVER = 1_048_576
KEPT_HEADERS = (
        "content-type", "user-agent", "x-webhook-request-id", "x-webhook-timestamp", "x-webhook-hmac-algorithm",
        "x-forwarded-for", "x-quepasa-wid", "resource-owner",
)  # fmt: skip


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What the server read: headers are found by lower-case name, ``token`` for ``/hooks/{token}``, ``path`` for the rest."""

    raw: bytes
    headers: Mapping[str, str]
    path: str = ""
    token: str | None = None


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The answer's status: 200 stored, 401 refused, 503 could not store."""

    status: int
    delivery_id: DeliveryId | None = None
    authenticated: bool = False


class Receiver:
    """Stores deliveries; knows nothing of HTTP beyond status numbers."""

    def __init__(
        self,
        *,
        database: Database,
        routes: RouteTable,
        redact: Callable[[bytes, str | None], bytes],
        names_in: Callable[[bytes, Mapping[str, str], str], tuple[str, ...]],
        spool: Path,
        clock: Clock,
        stored: Callable[[], None],
        refused: Callable[[Decision], None],
    ) -> None:
        self._database = database
        self._routes = routes
        self._redact = redact
        self._names_in = names_in
        self._spool = spool
        self._clock = clock
        self._stored = stored
        self._refused = refused

    def decide(self, request: Request) -> Decision:
        """Whose request it is. Pure but for the routing table."""
        if request.token is not None:
            return self._routes.by_path(request.token, request.headers, request.raw)
        return self._routes.by_headers(request.headers, request.raw, lambda: self._names(request))

    def _names(self, request: Request) -> tuple[str, ...]:
        try:
            return self._names_in(request.raw, request.headers, request.path)
        except ParseError:
            return ()

    async def receive(self, request: Request, decision: Decision | None = None) -> Receipt:
        """Store the request and say what to answer; nothing is answered 200 before its commit."""
        decision = decision or self.decide(request)
        if decision.verdict is Verdict.REFUSE:
            self._refused(decision)
            return Receipt(status=401)
        return await self._store(request, decision, "webhook")

    async def take_frame(self, instance: InstanceId, raw: bytes) -> None:
        """Store what came over the gateway's socket, like a delivery. Raises StorageProblem where that failed."""
        route = self._routes.get(instance)
        if route is None:
            return
        decision = Decision(verdict=Verdict.ACCEPT, route=route, authenticated=True)
        receipt = await self._store(Request(raw=raw, headers={}), decision, "socket")
        if receipt.status != 200:
            raise StorageProblem("a socket's frame could not be stored")

    async def _store(self, request: Request, decision: Decision, source: str) -> Receipt:
        accepted = decision.verdict is Verdict.ACCEPT
        route = decision.route
        digest = hashlib.blake2b(request.raw, digest_size=20, key=request.path.encode()[:64]).digest()
        body: bytes | None = self._redact(request.raw, route.provider if route is not None else None)
        body_file = None
        try:
            if body is not None and len(body) > SPOOL_OVER:
                body_file = await asyncio.to_thread(write_spool_file, self._spool, body)
                body = None
            stored = await self._database.write(
                deliveries.store_delivery,
                deliveries.NewDelivery(
                    instance_id=route.instance_id if route is not None and accepted else None,
                    provider=route.provider if route is not None else None,
                    state=DeliveryState.NEW if accepted else DeliveryState.PARKED,
                    source=source,
                    received_at_ms=self._clock.now_ms(),
                    digest=digest,
                    path=request.path,
                    headers=_kept(request.headers),
                    body=body,
                    body_file=body_file,
                    size=len(request.raw),
                    error=decision.reason,
                    check_names=decision.check_names,
                ),
            )
        except (AppError, OSError) as error:
            _log.error("a delivery could not be stored: %s", error)
            return Receipt(status=503, authenticated=decision.authenticated)
        if stored.new:
            self._stored()
        return Receipt(status=200, delivery_id=stored.delivery_id, authenticated=decision.authenticated)


def _kept(headers: Mapping[str, str]) -> bytes:
    kept = {name: headers[name][:300] for name in KEPT_HEADERS if name in headers}
    return msgspec.json.encode(kept)


def write_spool_file(spool: Path, body: bytes) -> str:
    """Write a large body durably under a random name; returns the name. Raises OSError."""
    name = f"{secrets.token_hex(16)}.body"
    target = spool / name
    with target.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(spool, os.O_RDONLY) if os.name == "posix" else None
    if folder is not None:
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return name
