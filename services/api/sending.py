"""The façade's sending: checks what the number can do, then stores and queues."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from services.core.clock import Clock
from services.domain.address import Address
from services.domain.capabilities import Capability
from services.domain.content import MessageKind
from services.domain.errors import ErrorCode, Invalid, NotFound, NotSupported, Rejected
from services.domain.ids import ChatId, InstanceId, MessageId
from services.domain.models import ChatView, InstanceView, MessageView
from services.domain.new_content import NewContent, checked
from services.domain.outgoing import OutgoingKind, OutgoingMedia, Template, TemplateOffer
from services.domain.sending import CAPABILITY_OF, Abilities, FileFacts, Member, MessageInfo, NewFile
from services.outbound import files
from services.providers.base import Client, Descriptor
from services.storage.database import Database
from services.storage.media_store import MediaStore
from services.storage.queries import chats as chat_queries
from services.storage.queries import messages as message_queries
from services.storage.queries import sending as queries
from services.storage.writes import compose, outbox

MAX_TEXT = 65_536
_WINDOW_MS = 24 * 3_600_000
_CHUNK = 1 << 20
_MAX_NAME = 150
MAX_FORWARDS = 20


class Sending:
    """Implements ``services.api.writing.Sending``. ``queued`` is told which instance has something waiting.

    ``descriptor`` gives what this very instance can do. ``answered`` is told which chat a person answered; what
    leaves by the clock says so to nobody. ``withdraw`` stops a message under way on its instance; it returns False
    where it is too late.
    """

    def __init__(
        self,
        database: Database,
        media: MediaStore,
        clock: Clock,
        *,
        queued: Callable[[InstanceId], None],
        withdraw: Callable[[InstanceId, MessageId], Awaitable[bool]],
        instance: Callable[[InstanceId], Awaitable[InstanceView]],
        client_of: Callable[[InstanceId], Client | None],
        descriptor: Callable[[InstanceView], Descriptor | None],
        answered: Callable[[ChatId], None] = lambda _chat: None,
    ) -> None:
        self._database = database
        self._media = media
        self._clock = clock
        self._queued = queued
        self._withdraw = withdraw
        self._instance = instance
        self._client_of = client_of
        self._descriptor = descriptor
        self._answered = answered

    async def abilities(self, chat_id: ChatId) -> Abilities:
        """What the chat's number can do. Raises NotFound."""
        chat = await self._chat(chat_id)
        try:
            view = await self._instance(chat.instance_id)
        except NotFound:
            return Abilities()
        descriptor = self._descriptor(view)
        if descriptor is None or descriptor.client is None:
            return Abilities()
        capabilities = descriptor.capabilities
        window = None
        if Capability.SERVICE_WINDOW in capabilities:
            last = await self._database.read(queries.last_incoming_ms, chat_id)
            window = last + _WINDOW_MS if last is not None else 0
        return Abilities(
            capabilities=capabilities,
            max_text=descriptor.max_text,
            limits=descriptor.max_bytes,
            window_ends_at_ms=window,
        )

    async def look_at(self, chat_id: ChatId, file: NewFile) -> FileFacts:
        """What a file is, and what the chat's number takes of it. Raises Invalid, NotFound."""
        limits = (await self.abilities(chat_id)).limits
        try:
            return await asyncio.to_thread(
                files.facts, file.path, as_document=file.as_document, voice=file.voice, limits=limits
            )
        except OSError as error:
            raise Invalid(f"file: {error.strerror}") from None

    async def send_text(
        self,
        chat_id: ChatId,
        text: str,
        *,
        client_id: str,
        quoted: MessageId | None = None,
        mentions: tuple[Address, ...] = (),
    ) -> MessageView:
        """Store and queue a text. Raises Invalid, NotFound, Rejected (TOO_LARGE)."""
        await self._need(chat_id, Capability.SEND_TEXT)
        if len(text) > (await self.abilities(chat_id)).max_text:
            raise Rejected(f"{len(text)} characters", code=ErrorCode.TOO_LARGE)
        new = compose.NewMessage(kind=OutgoingKind.TEXT, text=_clean(text), mentions=mentions)
        return await self._send(chat_id, new, client_id, quoted)

    async def send_file(
        self, chat_id: ChatId, file: NewFile, *, client_id: str, quoted: MessageId | None = None
    ) -> MessageView:
        """Copy a file and queue it. Raises Invalid, NotFound, NotSupported, Rejected."""
        kind, media = await self._stored(chat_id, file)
        new = compose.NewMessage(
            kind=kind,
            shows=MessageKind(kind.value),
            text=_clean(file.caption) if file.caption and file.caption.strip() else None,
            media=media,
            size_px=(file.width, file.height) if file.width and file.height else None,
            waveform_base64=file.waveform_base64,
        )
        return await self._send(chat_id, new, client_id, quoted)

    async def send_content(
        self, chat_id: ChatId, content: NewContent, *, client_id: str, quoted: MessageId | None = None
    ) -> MessageView:
        """Queue a place, a contact, a poll or a menu. Raises Invalid (the part), NotFound, NotSupported."""
        content = checked(content)
        await self._need(chat_id, CAPABILITY_OF[content.kind])
        poll = content.poll
        new = compose.NewMessage(
            kind=content.kind,
            shows=MessageKind(content.kind.value),
            text=poll.question if poll is not None else content.text,
            location=content.location,
            contacts=(content.contact,) if content.contact is not None else (),
            poll=poll,
            menu=content.menu,
        )
        return await self._send(chat_id, new, client_id, quoted)

    async def send_template(
        self, chat_id: ChatId, template: Template, text: str, *, client_id: str, file: NewFile | None = None
    ) -> MessageView:
        """Queue a template, with a file for its header where it wants one. Raises NotSupported, NotFound, Invalid, Rejected."""
        await self._need(chat_id, Capability.SEND_TEMPLATE)
        media = await self._stored(chat_id, file) if file is not None else None
        new = compose.NewMessage(
            kind=OutgoingKind.TEMPLATE,
            shows=MessageKind.TEMPLATE,
            text=text[:MAX_TEXT],
            template=template,
            media=media[1] if media is not None else None,
        )
        return await self._send(chat_id, new, client_id, None)

    async def templates(self, chat_id: ChatId) -> tuple[TemplateOffer, ...]:
        """The templates of the chat's number."""
        chat = await self._need(chat_id, Capability.SEND_TEMPLATE)
        client = self._client_of(chat.instance_id)
        if client is None:
            raise NotFound(f"instance {chat.instance_id}")
        return await client.templates()

    async def forward(self, message_ids: tuple[MessageId, ...], chat_ids: tuple[ChatId, ...]) -> int:
        """Send copies to other chats, all of them or none. Raises Invalid, NotFound, NotSupported."""
        if not message_ids or not 0 < len(chat_ids) <= MAX_FORWARDS:
            raise Invalid("chats")
        for chat_id in chat_ids:
            await self._need(chat_id, Capability.SEND_TEXT)
        ids = tuple(str(uuid.uuid4()) for _ in range(len(chat_ids) * len(message_ids)))
        instances = await self._database.write(
            compose.forward_all, message_ids, chat_ids, ids, self._clock.now_ms()
        )
        for instance in instances:
            self._queued(instance)
        return len(ids)

    async def react(self, message_id: MessageId, emoji: str | None) -> None:
        """Our reaction. Raises NotSupported, Invalid, NotFound."""
        if emoji is not None and not 0 < len(emoji) <= 32:
            raise Invalid("emoji")
        await self._act(message_id, Capability.REACT, compose.react, emoji)

    async def edit(self, message_id: MessageId, text: str) -> None:
        """Another text. Raises NotSupported, Invalid, NotFound."""
        await self._act(message_id, Capability.EDIT, compose.edit, _clean(text))

    async def revoke(self, message_id: MessageId, *, undo_ms: int = 5000) -> None:
        """Delete for everyone. Raises NotSupported, Invalid, NotFound."""
        await self._act(message_id, Capability.REVOKE, compose.revoke, undo_ms)

    async def undo_revoke(self, message_id: MessageId) -> bool:
        """Take a deletion back; False where it is too late."""
        return await self._database.write(compose.undo_revoke, message_id)

    async def cancel(self, message_id: MessageId) -> None:
        """Take a queued answer out. Raises NotFound, Invalid."""
        await self._database.write(outbox.cancel, message_id)

    async def cancel_sending(self, message_id: MessageId) -> MessageView:
        """Stop an answer that the gateway does not have yet. Raises NotFound, Invalid where it may have it."""
        instance = await self._database.write(outbox.withdraw, message_id, self._clock.now_ms())
        if instance is not None and not await self._withdraw(instance, message_id):
            raise Invalid("status")
        (view,) = await self._database.read(message_queries.get, (message_id,))
        return view

    async def info(self, message_id: MessageId) -> MessageInfo:
        """The way of a message. Raises NotFound."""
        return await self._database.read(queries.info, message_id)

    async def members(self, chat_id: ChatId) -> tuple[Member, ...]:
        """Who can be mentioned."""
        return await self._database.read(queries.members, chat_id)

    async def _chat(self, chat_id: ChatId) -> ChatView:
        found = await self._database.read(chat_queries.get, (chat_id,))
        if not found:
            raise NotFound(f"chat {chat_id}")
        return found[0]

    async def _need(self, chat_id: ChatId, capability: Capability) -> ChatView:
        chat = await self._chat(chat_id)
        if not (await self.abilities(chat_id)).can(capability):
            raise NotSupported(capability.value)
        return chat

    async def _stored(self, chat_id: ChatId, file: NewFile) -> tuple[OutgoingKind, OutgoingMedia]:
        facts = await self.look_at(chat_id, file)
        await self._need(chat_id, CAPABILITY_OF[facts.kind])
        if not facts.fits:
            code = ErrorCode.TOO_LARGE if facts.size else ErrorCode.MEDIA_GONE
            raise Rejected(f"{facts.size} of {facts.limit} bytes", code=code)
        relative, size = await self._media.receive(_chunks(file.path), facts.limit)
        name = (file.file_name or file.path.name).replace("\x00", "")[-_MAX_NAME:]
        return facts.kind, OutgoingMedia(
            path=Path(relative), mime=facts.mime, file_name=name, size=size, duration_s=file.duration_s
        )

    async def _send(
        self, chat_id: ChatId, new: compose.NewMessage, client_id: str, quoted: MessageId | None
    ) -> MessageView:
        message, instance = await self._database.write(
            compose.compose, chat_id, new, client_id, quoted, self._clock.now_ms()
        )
        self._queued(instance)
        self._answered(chat_id)
        (view,) = await self._database.read(message_queries.get, (message,))
        return view

    async def _act(self, message_id: MessageId, capability: Capability, write: compose.Act, what: object) -> None:
        found = await self._database.read(message_queries.get, (message_id,))
        if not found:
            raise NotFound(f"message {message_id}")
        await self._need(found[0].chat_id, capability)
        instance = await self._database.write(write, message_id, what, str(uuid.uuid4()), self._clock.now_ms())
        self._queued(instance)


def _clean(text: str) -> str:
    text = text.replace("\x00", "").encode("utf-8", "replace").decode()
    if not text.strip() or len(text) > MAX_TEXT:
        raise Invalid("text")
    return text


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    try:
        file = await asyncio.to_thread(path.open, "rb")
    except OSError as error:
        raise Invalid(f"file: {error.strerror}") from None
    try:
        while chunk := await asyncio.to_thread(file.read, _CHUNK):
            yield chunk
    finally:
        file.close()

