"""An Evolution API v2 server without WhatsApp behind it: its REST, its webhooks, its session life."""

import asyncio
import base64
import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from aiohttp import web
from aiohttp.typedefs import Middleware

from services.demo import dialect, routes
from services.demo.hooks import Hooks, Sleep
from services.demo.state import Instance, Stored, phone_message_id, server_message_id

MAX_BODY = 136 * 1024 * 1024


class Behaviour(msgspec.Struct, frozen=True, kw_only=True):
    """How the server treats messages that are sent through it; seconds after the send.

    ``acks_first`` posts echo and ticks before it answers the send, ``copies`` repeats every webhook.
    """

    acks: tuple[tuple[str, float], ...] = (("SERVER_ACK", 0.4), ("DELIVERY_ACK", 1.2), ("READ", 3.0))
    acks_first: bool = False
    copies: int = 1
    retry_waits_s: tuple[float, ...] | None = None
    own_jid: str = "5511955550101@s.whatsapp.net"
    profile_name: str = "Padaria Sol"


class Server:
    """The server. ``opened`` is told when a phone is linked, ``sent`` when a message went out by REST.

    All waits go through ``sleep``, so that tests need not wait; ``middlewares`` can break answers.
    """

    def __init__(
        self,
        api_key: str,
        *,
        behaviour: Behaviour | None = None,
        sleep: Sleep = asyncio.sleep,
        now: Callable[[], float] = time.time,
        middlewares: tuple[Middleware, ...] = (),
    ) -> None:
        self.api_key = api_key
        self.behaviour = behaviour or Behaviour()
        self.base_url = ""
        self.instances: dict[str, Instance] = {}
        self.opened: list[Callable[[Instance], None]] = []
        self.sent: list[Callable[[Instance, Stored], None]] = []
        self.asked_to_connect: list[Callable[[Instance], None]] = []
        self.sleep = sleep
        self._now = now
        waits = self.behaviour.retry_waits_s
        self._hooks = (
            Hooks(sleep=sleep, copies=self.behaviour.copies)
            if waits is None
            else Hooks(sleep=sleep, copies=self.behaviour.copies, waits_s=waits)
        )
        self._middlewares = middlewares
        self._runner: web.AppRunner | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, port: int = 0) -> str:
        """Listen on loopback; returns the base URL. Raises OSError."""
        app = web.Application(client_max_size=MAX_BODY, middlewares=self._middlewares)
        routes.add(app, self)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self.base_url

    async def stop(self) -> None:
        """End everything that runs."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        await self._hooks.close()

    def spawn(self, work: Awaitable[None]) -> None:
        """Run something beside the requests until it ends or the server stops."""

        async def run() -> None:
            await work

        task = asyncio.create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def now_s(self) -> int:
        """The server's clock in seconds."""
        return int(self._now())

    def post(self, instance: Instance, event: str, data: Any) -> None:
        """Post one webhook event."""
        moment = datetime.fromtimestamp(self._now(), UTC)
        self._hooks.post(instance, event, dialect.envelope(instance, event, data, self.base_url, moment))

    def new_instance(self, name: str, token: str | None = None) -> Instance:
        """Make an instance that is not linked."""
        instance = Instance(
            name=name,
            token=token or secrets.token_hex(16).upper(),
            own_jid=self.behaviour.own_jid,
            profile_name=self.behaviour.profile_name,
        )
        self.instances[name] = instance
        return instance

    def begin_linking(self, instance: Instance, number: str | None) -> None:
        """Start the session and show a QR; a number asked for while it starts already is ignored."""
        if instance.state == "close":
            instance.state = "connecting"
            instance.pairing_code = secrets.token_hex(4).upper() if number else None
            self._connection(instance, statusReason=200)
            self.new_qr(instance)
        for tell in self.asked_to_connect:
            tell(instance)

    def new_qr(self, instance: Instance) -> None:
        """The next QR; each makes the one before it void."""
        instance.qr_count += 1
        parts = [base64.b64encode(secrets.token_bytes(32)).decode("ascii") for _ in range(4)]
        instance.qr_code = "2@" + ",".join(parts)
        told = dialect.qr_object(instance)
        told.pop("count")
        self.post(instance, "qrcode.updated", {"qrcode": {"instance": instance.name, **told}})

    def scan_qr(self, name: str) -> None:
        """The phone scans: ``connecting`` once more (WhatsApp's own restart), then ``open``."""
        instance = self.instances[name]
        if instance.state == "open":
            return
        self._connection(instance, statusReason=200)
        instance.state = "open"
        instance.linked_before = True
        instance.reason_code = None
        self._connection(
            instance,
            wuid=instance.own_jid,
            profileName=instance.profile_name,
            profilePictureUrl=None,
            statusReason=200,
        )
        for tell in self.opened:
            tell(instance)

    def unlink(self, instance: Instance, *, by_phone: bool) -> None:
        """The session ends for good, on the phone or by REST."""
        instance.state = "close"
        instance.reason_code = 401
        if by_phone:
            at = datetime.fromtimestamp(self._now(), UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
            told = {"instance": instance.name, "status": "closed", "disconnectionAt": at}
            self.post(instance, "status.instance", told | {"disconnectionReasonCode": 401})
            self._connection(instance, statusReason=401)
            self.post(instance, "logout.instance", None)
        else:
            self.post(instance, "logout.instance", None)
            self._connection(instance, statusReason=401)

    def _connection(self, instance: Instance, **told: Any) -> None:
        reason = told.pop("statusReason")
        data = {"instance": instance.name, **told, "state": instance.state, "statusReason": reason}
        self.post(instance, "connection.update", data)

    def arrive(
        self,
        instance: Instance,
        jid: str,
        message: dict[str, Any],
        *,
        name: str | None = None,
        from_me: bool = False,
        file: bytes | None = None,
        context: dict[str, Any] | None = None,
        message_id: str | None = None,
        at: int | None = None,
        ticks: tuple[str, ...] = ("SERVER_ACK",),
    ) -> Stored:
        """A message comes in from a customer, or was typed on the phone (``from_me``, with these ``ticks`` already)."""
        data = dialect.upsert(
            instance,
            jid=jid,
            message_id=message_id or phone_message_id(),
            message=dict(message),
            at=at or self.now_s(),
            from_me=from_me,
            name=name,
            source="android",
            status=ticks[-1] if from_me else "DELIVERY_ACK",
            context=context,
        )
        stored = Stored(data=data, file=file, statuses=list(ticks) if from_me else [])
        if "reactionMessage" not in message:
            instance.messages[stored.id] = stored
        if name and not from_me:
            instance.names[jid] = name
        shown = self._with_bytes(instance, data, file)
        self.post(instance, "contacts.update", [{"remoteJid": jid, "profilePicUrl": None, "instanceId": instance.id}])
        self.post(instance, "messages.upsert", shown)
        self.post(instance, "chats.update", [{"remoteJid": jid, "instanceId": instance.id}])
        return stored

    def presence(self, instance: Instance, jid: str, state: str) -> None:
        """A customer types, records, or is there."""
        told = {"id": jid, "presences": {jid: {"lastKnownPresence": state}}}
        self.post(instance, "presence.update", told)

    def take(
        self,
        instance: Instance,
        jid: str,
        message: dict[str, Any],
        *,
        file: bytes | None = None,
        context: dict[str, Any] | None = None,
    ) -> tuple[Stored, Callable[[], Awaitable[None]]]:
        """A message goes out by REST; returns it and what happens to it afterwards (echo and ticks)."""
        data = dialect.upsert(
            instance,
            jid=jid,
            message_id=server_message_id(),
            message=message,
            at=self.now_s(),
            from_me=True,
            name=None,
            source="web",
            status="PENDING",
            context=context,
        )
        stored = Stored(data=data, file=file)
        instance.messages[stored.id] = stored
        return stored, lambda: self._aftermath(instance, stored)

    async def _aftermath(self, instance: Instance, stored: Stored) -> None:
        self.post(instance, "send.message", self._with_bytes(instance, stored.data, stored.file))
        passed = 0.0
        for status, at in self.behaviour.acks:
            await self.sleep(at - passed)
            passed = at
            stored.statuses.append(status)
            self.post(instance, "messages.update", dialect.update(stored, status, instance))
        for tell in self.sent:
            tell(instance, stored)

    def _with_bytes(self, instance: Instance, data: dict[str, Any], file: bytes | None) -> dict[str, Any]:
        if file is None or not (instance.webhook or {}).get("base64"):
            return data
        message = {**data["message"], "base64": base64.b64encode(file).decode("ascii")}
        return {**data, "message": message}
