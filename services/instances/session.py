"""The life of one instance: adopt or create, webhook, link the phone, stay connected, come back."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from services.core.clock import Clock
from services.core.limits import Backoff
from services.domain.capabilities import Capability
from services.domain.errors import AppError, ErrorCode, NotFound, NotSupported, Rejected
from services.domain.events import AnyEvent, ConnectionSeen, ConnectionState, QrSeen
from services.instances import hooks
from services.providers.base import Client, Created, Descriptor, WantedWebhook
from services.providers.labels import seen_of

_log = logging.getLogger(__name__)

_STATE_OF_ERROR = {
    ErrorCode.AUTH_REJECTED: ConnectionState.AUTH_REJECTED,
    ErrorCode.UNAVAILABLE: ConnectionState.UNREACHABLE,
    ErrorCode.RATE_LIMITED: ConnectionState.RECONNECTING,
    ErrorCode.NOT_CONNECTED: ConnectionState.RECONNECTING,
}
# where only a question of ours failed, an answer may still get through; if not, it waits with its reason
_MAY_SEND = (
    ConnectionState.CONNECTED,
    ConnectionState.UNREACHABLE,
    ConnectionState.MISCONFIGURED,
)
_LINKING = (ConnectionState.AWAITING_QR, ConnectionState.AWAITING_CODE, ConnectionState.AWAITING_PASSKEY)
BACKOFF = Backoff(first_s=2.0, longest_s=120.0)
WATCH_CONNECTED_S = 60.0
WATCH_LINKING_S = 4.0
QR_RENEW_S = 35.0
_PASSING = (ErrorCode.UNAVAILABLE, ErrorCode.RATE_LIMITED)

Report = Callable[[ConnectionState, str | None, int | None], Awaitable[None]]


class Session:
    """One supervised job. ``state`` reads what is stored now (webhooks change it too), ``report`` stores.

    ``keep`` stores what the gateway chose at creating: credentials (in the keyring) and perhaps a name. ``learned`` is told, with
    each new session, which capabilities this very server lacks.
    """

    def __init__(
        self,
        *,
        client: Client,
        descriptor: Descriptor,
        wanted_webhook: Callable[[], WantedWebhook | None],
        state: Callable[[], Awaitable[ConnectionState]],
        report: Report,
        apply: Callable[[tuple[AnyEvent, ...]], Awaitable[None]],
        keep: Callable[[Created], Awaitable[None]],
        clock: Clock,
        hooked: Callable[[bool], None] = lambda _written: None,
        learned: Callable[[frozenset[Capability]], None] = lambda _lacking: None,
    ) -> None:
        self._client = client
        self._descriptor = descriptor
        self._wanted_webhook = wanted_webhook
        self._state = state
        self._report = report
        self._apply = apply
        self._keep = keep
        self._clock = clock
        self._hooked = hooked
        self._learned = learned
        self._poke = asyncio.Event()
        self._hook_due = float("-inf")
        self._rewrite = False
        self._may_send = asyncio.Event()
        self._link_wanted = True
        self._phone: str | None = None
        self._last_qr = float("-inf")
        self._labels_known = False

    async def ready(self) -> None:
        """Return when answers may be sent."""
        await self._may_send.wait()

    def noticed(self, state: ConnectionState) -> None:
        """The stored state changed (by webhook, or by ourselves)."""
        if state in _MAY_SEND:
            self._may_send.set()
        else:
            self._may_send.clear()

    def link(self) -> None:
        """A person wants a QR now."""
        self._link_wanted, self._phone = True, None
        self._last_qr = float("-inf")
        self._poke.set()

    def rehook(self, *, rewrite: bool = False) -> None:
        """Our address may be another one now, or the webhook was touched: look at it now.

        ``rewrite`` writes it even where it reads as wanted: what it is signed with is never read back.
        """
        self._rewrite = self._rewrite or rewrite
        self._hook_due = float("-inf")
        self._poke.set()

    def pair(self, phone: str | None) -> None:
        """A person was given a code for this number just now (None: wants QRs); the next ones come the same way."""
        self._link_wanted, self._phone = True, phone
        self._last_qr = self._clock.monotonic()

    def rest(self) -> None:
        """Nobody wants to link a phone now."""
        self._link_wanted = False

    async def run(self) -> None:
        """Work until cancelled."""
        failures = 0
        while True:
            self._poke.clear()
            try:
                await self._set_up()
                failures = 0
                await self._watch()
            except NotSupported:
                return
            except AppError as error:
                failures += 1
                wait = error.retry_after_s or BACKOFF.delay_s(failures)
                state = _STATE_OF_ERROR.get(error.code, ConnectionState.MISCONFIGURED)
                retry_at = self._clock.now_ms() + int(wait * 1000)
                # the next try is shown with the first failure only, else each round would be a change
                await self._report(state, error.text[:300] or error.code.value, retry_at)
                await self._wait(wait)

    async def _set_up(self) -> None:
        seen = await self._adopt_or_create()
        await self._learn()
        await self._keep_hook()
        await self._take(seen)

    async def _learn(self) -> None:
        """Ask what this server lacks; without an answer nothing is held against it."""
        try:
            lacking = await self._client.lacking()
        except AppError as error:
            _log.info("what the server can do is not known: %s", error.code.value)
            return
        self._learned(lacking)

    async def _keep_hook(self) -> None:
        """See that the webhook is as wanted; ``hooked`` is told each time, and whether it had to be written."""
        self._hook_due = self._clock.monotonic() + self._descriptor.hook_check_s
        wanted = self._wanted_webhook()
        if wanted is not None and Capability.WEBHOOK_CONFIG in self._descriptor.capabilities:
            rewrite, self._rewrite = self._rewrite, False
            try:
                written = await hooks.ensure(self._client, wanted, rewrite=rewrite)
            except AppError:
                self._rewrite = self._rewrite or rewrite
                raise
            self._hooked(written)

    async def _adopt_or_create(self) -> ConnectionSeen:
        try:
            return await self._client.state()
        except (NotFound, Rejected):
            if Capability.CREATE_INSTANCE not in self._descriptor.capabilities:
                raise
            created = await self._client.create_instance(self._wanted_webhook())
            # before anything else: nobody tells them a second time
            await self._keep(created)
            return await self._client.state()

    async def _take(self, seen: ConnectionSeen) -> None:
        """Store the gateway's word, unless it only says "not yet" while a QR is on show."""
        if seen.state in (ConnectionState.CONNECTING, ConnectionState.CREATED) and await self._state() in _LINKING:
            return
        await self._apply((seen,))
        if seen.state is not ConnectionState.CONNECTED:
            self._labels_known = False
        elif not self._labels_known:
            self._labels_known = True
            await self._read_labels()

    async def _read_labels(self) -> None:
        """The account's labels: events tell only of changes, and may stop after a reconnect (evolution dossier §3.8)."""
        if Capability.LABELS not in self._descriptor.capabilities:
            return
        try:
            found = await self._client.labels.all()
        except AppError as error:
            _log.info("the labels could not be read: %s", error.code.value)
            return
        if found:
            await self._apply(tuple(seen_of(label) for label in found))

    async def _watch(self) -> None:
        while True:
            connected = await self._state() is ConnectionState.CONNECTED
            if not connected:
                await self._link_if_due()
            due = self._clock.monotonic() + (WATCH_CONNECTED_S if connected else WATCH_LINKING_S)
            poked = False
            while not poked and (left := due - self._clock.monotonic()) > 0:
                poked = await self._wait(max(0.0, min(left, self._hook_due - self._clock.monotonic())))
                if self._clock.monotonic() >= self._hook_due:
                    poked = not await self._hook_is_kept() or poked
            await self._take(await self._client.state())

    async def _hook_is_kept(self) -> bool:
        """False where the gateway could not be asked just now: asking for the session's state shows whether it is gone."""
        try:
            await self._keep_hook()
        except AppError as error:
            if error.code not in _PASSING:
                raise
            return False
        return True

    async def _link_if_due(self) -> None:
        if not self._link_wanted or Capability.QR not in self._descriptor.capabilities:
            return
        now = self._clock.monotonic()
        if now - self._last_qr < QR_RENEW_S:
            return
        self._last_qr = now
        shown = await self._client.connect(self._phone)
        if isinstance(shown, QrSeen):
            await self._apply((shown,))
        else:
            await self._take(shown)

    async def _wait(self, seconds: float) -> bool:
        """Whether somebody wanted something before the time was over."""
        wanted = asyncio.ensure_future(self._poke.wait())
        over = asyncio.ensure_future(self._clock.sleep(seconds))
        try:
            await asyncio.wait((wanted, over), return_when=asyncio.FIRST_COMPLETED)
        finally:
            wanted.cancel()
            over.cancel()
        if not self._poke.is_set():
            return False
        self._poke.clear()
        return True
