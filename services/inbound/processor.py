"""From journal to rows: parse what waits (pure), apply it in one transaction, tell what is fleeting."""

import asyncio
import binascii
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

import msgspec

from services.core.bus import Bus
from services.core.clock import Clock
from services.core.sniff import HEAD, shown_as
from services.domain.content import Media
from services.domain.errors import AppError, ParseError
from services.domain.events import AnyEvent, MediaSeen, MessageSeen, Unrecognised
from services.inbound.routes import RouteTable
from services.providers.base import Inbound
from services.storage.database import Database, Written
from services.storage.queries import instances as queries
from services.storage.queries.instances import Waiting
from services.storage.writes import deliveries
from services.storage.writes.retention import Retention, purge_useless

_log = logging.getLogger(__name__)
_headers = msgspec.json.Decoder(dict[str, str])
GROUP = 128
# a commit that applies many deliveries keeps requests waiting that only want to be stored
APPLIED_AT_ONCE = 16
# under load what has come in the meantime is read and shown together: nobody sees more than 25 changes a second
PACE_S = 0.04
# parsing a whole group in one go would keep requests waiting
_SLICE_S = 0.002
PURGE_EVERY_S = 3600.0
MAX_INLINE_BYTES = 64 * 1024 * 1024
MAX_BATCH = 100


class MessagesArrived(msgspec.Struct, frozen=True):
    """Published on the bus: an instance's deliveries were applied, ``count`` messages among them."""

    count: int


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A decoded delivery: by which provider, which instance names it holds, and how to read its events.

    ``events`` takes the Inbound of one instance (its name and own number) and raises ParseError.
    """

    provider: str
    keys: tuple[str, ...]
    events: Callable[[Inbound], tuple[AnyEvent, ...]]


class Opener(Protocol):
    """Decode one stored body and find its provider. Raises ParseError."""

    def __call__(self, raw: bytes, inbound: Inbound, configured: str) -> Opened:
        """The delivery as its provider reads it."""
        ...


class MediaSink(Protocol):
    """Where bytes that came inside a delivery are kept; returns the path relative to the media folder."""

    def put(self, data: bytes) -> str:
        """Keep them."""
        ...


class Processor:
    """One background job: everything in id order, so that an instance's deliveries keep theirs."""

    def __init__(
        self,
        *,
        database: Database,
        routes: RouteTable,
        opener: Opener,
        media: MediaSink,
        bus: Bus,
        clock: Clock,
        spool: Path,
        retention: Callable[[], Retention] = Retention,
        pace_s: float = PACE_S,
    ) -> None:
        self._database = database
        self._routes = routes
        self._opener = opener
        self._media = media
        self._bus = bus
        self._clock = clock
        self._spool = spool
        self._retention = retention
        self._pace_s = pace_s
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()

    def wake(self) -> None:
        """Something was stored."""
        self._idle.clear()
        self._wake.set()

    async def settled(self) -> None:
        """Return when nothing waits."""
        await self._idle.wait()

    async def run(self) -> None:
        """Work until cancelled; what is left over from before comes first."""
        self._wake.set()
        next_purge = self._clock.monotonic()
        ready_at, now_s = 0.0, asyncio.get_running_loop().time
        while True:
            await self._wake.wait()
            if (rest_s := ready_at - now_s()) > 0:
                await asyncio.sleep(rest_s)
            began = now_s()
            self._wake.clear()
            if await self._step():
                self._wake.set()
            else:
                # as long a rest as it took: requests are answered before what they brought is shown
                ended = now_s()
                ready_at = max(began + self._pace_s, ended + min(ended - began, self._pace_s))
            if not self._wake.is_set():
                self._idle.set()
            if self._clock.monotonic() >= next_purge:
                next_purge = self._clock.monotonic() + PURGE_EVERY_S
                await self._purge()

    async def _step(self) -> bool:
        """Process what waits, at most a group; whether there is more."""
        group = await self._database.read(queries.waiting, GROUP)
        for at in range(0, len(group), APPLIED_AT_ONCE):
            await self._apply(await self._parse_all(group[at : at + APPLIED_AT_ONCE]))
        return len(group) == GROUP

    async def _parse_all(self, group: Sequence[Waiting]) -> list[deliveries.Parsed]:
        parsed, began = [], time.perf_counter()
        for each in group:
            parsed.append(await self._parse(each))
            if time.perf_counter() - began > _SLICE_S:
                await asyncio.sleep(0)
                began = time.perf_counter()
        return parsed

    async def _apply(self, group: list[deliveries.Parsed]) -> None:
        try:
            # what they brought is read out of the journal once more where it was not on the disk yet
            processed = await self._database.write(deliveries.apply_deliveries, group, durable=False)
        except AppError:
            raise
        except Exception:  # noqa: BLE001 - one delivery broke the group: find it, keep the rest
            await self._one_by_one(group)
        else:
            self._tell(processed)

    async def _one_by_one(self, group: list[deliveries.Parsed]) -> None:
        for each in group:
            try:
                self._tell(await self._database.write(deliveries.apply_deliveries, [each]))
            except AppError:
                raise
            except Exception as error:  # noqa: BLE001 - kept with its error, replayable after a fix
                _log.exception("delivery %d could not be applied", each.delivery_id)
                await self._database.write(
                    deliveries.fail_delivery, each.delivery_id, f"internal: {type(error).__name__}: {error}"
                )

    def _tell(self, processed: deliveries.Processed) -> None:
        for fact in processed.fleeting:
            self._bus.publish(fact)
        if processed.new_messages:
            self._bus.publish(MessagesArrived(processed.new_messages))

    async def _parse(self, waiting: Waiting) -> deliveries.Parsed:
        route = self._routes.get(waiting.instance_id)
        configured = route.provider if route is not None else waiting.provider or ""
        try:
            raw = waiting.body if waiting.body is not None else await self._spooled(waiting)
            inbound = Inbound(
                body=None,
                headers=_headers.decode(waiting.headers),
                path=waiting.path,
                received_at_ms=waiting.received_at_ms,
            )
            opened = self._opener(raw, inbound, configured)
            owners = self._routes.owners(route, opened.keys, check=waiting.check_names) if route is not None else ()
            if not owners:
                reason = f"names instance {opened.keys[0][:80]}" if route is not None else "the instance is gone"
                return self._failed(waiting, opened.provider, None, parked=reason)
            parts = []
            for owner in owners:
                named = msgspec.structs.replace(inbound, own_address=owner.own_address, instance_name=owner.name)
                parts.append(deliveries.Part(owner.instance_id, await self._keep_inline_media(opened.events(named))))
        except ParseError as error:
            return self._failed(waiting, configured, error.text or "unreadable")
        except FileNotFoundError:
            return self._failed(waiting, configured, "the body's file is gone")
        except Exception as error:  # noqa: BLE001 - a parser's own bug must not stop the others
            _log.exception("the parser failed on delivery %d", waiting.id)
            return self._failed(waiting, configured, f"internal: {type(error).__name__}: {error}")
        first = parts[0]
        return deliveries.Parsed(
            delivery_id=waiting.id,
            instance_id=first.instance_id,
            received_at_ms=waiting.received_at_ms,
            read_at_ms=self._clock.now_ms(),
            provider=opened.provider,
            events=first.events,
            others=tuple(parts[1:]),
        )

    def _failed(
        self, waiting: Waiting, provider: str, error: str | None, *, parked: str | None = None
    ) -> deliveries.Parsed:
        return deliveries.Parsed(
            delivery_id=waiting.id,
            instance_id=waiting.instance_id,
            received_at_ms=waiting.received_at_ms,
            provider=provider,
            error=error,
            parked=parked,
        )

    async def _spooled(self, waiting: Waiting) -> bytes:
        assert waiting.body_file is not None
        return await asyncio.to_thread((self._spool / waiting.body_file).read_bytes)

    async def _keep_inline_media(self, events: tuple[AnyEvent, ...]) -> tuple[AnyEvent, ...]:
        """Bytes that came inside the delivery go to the media folder before the rows that name them."""
        if not any(isinstance(e, (MessageSeen, MediaSeen)) and e.media and e.media.inline_base64 for e in events):
            return events
        kept: list[AnyEvent] = []
        for event in events:
            if isinstance(event, (MessageSeen, MediaSeen)) and event.media is not None and event.media.inline_base64:
                media = await asyncio.to_thread(self._store_inline, event.media)
                event = msgspec.structs.replace(event, media=media)
            kept.append(event)
        return tuple(kept)

    def _store_inline(self, media: Media) -> Media:
        encoded = media.inline_base64 or ""
        bare = msgspec.structs.replace(media, inline_base64=None)
        if len(encoded) > MAX_INLINE_BYTES * 4 // 3:
            return bare
        try:
            data = binascii.a2b_base64(encoded.encode("ascii", "ignore"))
        except (binascii.Error, ValueError):
            return bare
        if not data:
            return bare
        mime = shown_as(bare.mime, data[:HEAD])
        return msgspec.structs.replace(bare, stored_path=self._media.put(data), size=len(data), mime=mime)

    async def _purge(self) -> None:
        """Old bodies go, a few hundred at a time."""
        now = self._clock.now_ms()
        await self._purge_with(deliveries.purge, now - deliveries.RETENTION_MS)
        await self._purge_with(purge_useless, now, self._retention())

    async def _purge_with(self, purge: Callable[..., Written[tuple[tuple[str, ...], bool]]], *limits: object) -> None:
        more = True
        while more:
            files, more = await self._database.write(purge, *limits)
            for name in files:
                await asyncio.to_thread((self._spool / name).unlink, missing_ok=True)


def opener(decode: Callable[[bytes, Mapping[str, str]], object], detect: Callable[[Inbound, str], Opened]) -> Opener:
    """Join decoding and detecting; a list at the top is a batch of bodies, at most 100."""

    def open_body(raw: bytes, inbound: Inbound, configured: str) -> Opened:
        body = decode(raw, inbound.headers)
        if not isinstance(body, list):
            found = detect(msgspec.structs.replace(inbound, body=body), configured)
            return Opened(provider=found.provider, keys=found.keys, events=partial(_with_body, found, body))
        found_all = [
            (detect(msgspec.structs.replace(inbound, body=each), configured), each) for each in body[:MAX_BATCH]
        ]

        def events(named: Inbound) -> tuple[AnyEvent, ...]:
            return tuple(event for found, each in found_all for event in _item(found, each, named))

        keys = tuple(dict.fromkeys(key for found, _ in found_all for key in found.keys))
        return Opened(provider=found_all[0][0].provider if found_all else configured, keys=keys, events=events)

    return open_body


def _item(found: Opened, body: object, named: Inbound) -> tuple[AnyEvent, ...]:
    """One body of a batch; one that cannot be read loses no other."""
    try:
        return _with_body(found, body, named)
    except ParseError as error:
        return (Unrecognised(name="body", reason=error.text, problem=True),)


def _with_body(found: Opened, body: object, named: Inbound) -> tuple[AnyEvent, ...]:
    return found.events(msgspec.structs.replace(named, body=body))
