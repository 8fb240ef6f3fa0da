"""What an agent writes becomes a queued message at once; what an agent does to a message shows at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from services.domain import address as addresses
from services.domain.address import Address
from services.domain.agents import Deed
from services.domain.changes import ChangeKind, merge
from services.domain.content import ContactCard, Content, Location, Media, Menu, MessageKind, Poll, Quoted
from services.domain.errors import Invalid, NotFound
from services.domain.ids import AccountId, AgentId, ChatId, InstanceId, MessageId
from services.domain.outgoing import MessageRef, Outgoing, OutgoingKind, OutgoingMedia, OutgoingMenu, Template
from services.domain.status import Status
from services.storage.database import Tx, Written
from services.storage.writes import audit, files, outbox, threads, undoing
from services.storage.writes.changed import Changed

_encode = msgspec.json.encode
_CLOCK_BEHIND_MS = 600_000
Act = Callable[..., Written[InstanceId]]
_content_decoder = msgspec.json.Decoder(Content)


class NewMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What goes out, whatever its kind. The path in ``media`` is relative to the media folder.

    ``shows`` is the kind of the bubble, ``size_px`` a picture's width and height, ``target`` the message that
    is forwarded where the gateway forwards by itself, ``agent`` who sends it (None: a program).
    """

    kind: OutgoingKind
    shows: MessageKind = MessageKind.TEXT
    text: str | None = None
    media: OutgoingMedia | None = None
    size_px: tuple[int, int] | None = None
    waveform_base64: str | None = None
    location: Location | None = None
    contacts: tuple[ContactCard, ...] = ()
    poll: Poll | None = None
    menu: OutgoingMenu | None = None
    template: Template | None = None
    mentions: tuple[Address, ...] = ()
    forwarded: bool = False
    target: MessageRef | None = None
    agent: AgentId | None = audit.ACTIVE


def compose_text(
    tx: Tx,
    chat: ChatId,
    text: str,
    client_id: str,
    quoted: MessageId | None,
    now: int,
    agent: AgentId | None = audit.ACTIVE,
) -> Written[tuple[MessageId, InstanceId]]:
    """Store a text as queued, see ``compose``."""
    return compose(tx, chat, NewMessage(kind=OutgoingKind.TEXT, text=text, agent=agent), client_id, quoted, now)


def compose(
    tx: Tx, chat: ChatId, new: NewMessage, client_id: str, quoted: MessageId | None, now: int
) -> Written[tuple[MessageId, InstanceId]]:
    """Store an answer as queued, with its first attempt; the draft goes, the chat moves up.

    The same ``client_id`` again gives the message that is already there. Raises NotFound, Invalid.
    """
    row = tx.one("SELECT account_id, instance_id, address, ifnull(last_at, 0) FROM chat WHERE id = ?", chat)
    if row is None:
        raise NotFound(f"chat {chat}")
    known = tx.one("SELECT id, chat_id, instance_id FROM message WHERE client_id = ?", client_id)
    if known is not None:
        if known[1] != chat:
            raise Invalid("client_id")
        return Written((MessageId(known[0]), InstanceId(known[2])))
    account, last_instance, address, last_at = row
    instance = outbox.sending_instance(tx, AccountId(account), InstanceId(last_instance))
    if instance is None:
        raise Invalid("instance")
    quote = reference(tx, quoted, chat) if quoted is not None else None
    quoted_part = None
    if quote is not None:
        quoted_part = Quoted(stanza_id=quote.stanza_id, author=quote.author, from_me=quote.from_me, text=quote.text)
    # a clock that is behind WhatsApp's must not put the answer above what it answers
    sent_at = last_at + 1 if now <= last_at <= now + _CLOCK_BEHIND_MS else now
    target = addresses.parse(address)
    assert target is not None
    content = _content(new)
    agent = _sender(tx, new, client_id)
    message = MessageId(
        tx.execute(
            """INSERT INTO message (account_id, chat_id, instance_id, client_id, direction, kind, sent_at, received_at, text,
                 status, origin, quoted_id, quoted, content, agent_id)
               VALUES (?, ?, ?, ?, 'out', ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)""",
            (
                account,
                chat,
                instance,
                client_id,
                new.shows.value,
                sent_at,
                now,
                new.text,
                int(Status.QUEUED),
                quote.stanza_id if quote else None,
                _encode(quoted_part) if quoted_part else None,
                _encode(content) if content else None,
                agent,
            ),
        ).lastrowid
        or 0
    )
    if new.media is not None:
        files.put(tx, message, _media(new, new.media))
    tx.execute("DELETE FROM draft WHERE chat_id = ?", (chat,))
    outgoing = Outgoing(
        client_id=client_id,
        chat=target,
        kind=new.kind,
        text=new.text,
        media=new.media,
        location=new.location,
        contacts=new.contacts,
        poll=new.poll,
        menu=new.menu,
        template=new.template,
        quoted=quote,
        target=new.target,
        mentions=new.mentions,
    )
    outbox.queue(tx, message, chat, instance, 1, outgoing)
    # read up to what is there, not up to our clock's now: it may be ahead of the customer's next message
    threads.add_outgoing(tx, chat, message, sent_at, read_up_to=last_at)
    deed = Deed.FORWARDED if new.forwarded else Deed.SENT
    audit.note_deed(tx, deed, now, agent=agent, chat=chat, message=message)
    changed = Changed()
    changed.message(ChangeKind.ADDED, chat, message)
    return Written((message, instance), changed.freeze())


def _sender(tx: Tx, new: NewMessage, client_id: str) -> AgentId | None:
    """Who sends it: for what was put off, whoever put it off."""
    later = tx.one("SELECT agent_id FROM scheduled WHERE client_id = ?", client_id)
    if later is not None:
        return None if later[0] is None else AgentId(later[0])
    return audit.who(tx, new.agent)


def _content(new: NewMessage) -> Content | None:
    menu = new.menu
    shown = None
    if menu is not None:
        shown = Menu(title=menu.title, footer=menu.footer, button=menu.button, choices=menu.choices)
    elif new.template is not None:
        shown = Menu(template=new.template.name)
    content = Content(
        location=new.location,
        contacts=new.contacts,
        poll=new.poll,
        menu=shown,
        mentions=tuple(str(each) for each in new.mentions),
        forwarded=int(new.forwarded),
    )
    return None if content == Content() else content


def _media(new: NewMessage, media: OutgoingMedia) -> Media:
    width, height = new.size_px or (None, None)
    return Media(
        mime=media.mime,
        size=media.size,
        file_name=media.file_name,
        duration_s=media.duration_s,
        width=width,
        height=height,
        waveform_base64=new.waveform_base64,
        stored_path=media.path.as_posix(),
    )


def reference(tx: Tx, message: MessageId, chat: ChatId) -> MessageRef:
    """A stored message as its gateway can find it. Raises Invalid where it has no WhatsApp id or is elsewhere."""
    row = tx.one(
        """SELECT m.stanza_id, coalesce(m.provider_message_id, m.stanza_id), c.address, m.direction, m.text,
             (SELECT address FROM alias WHERE contact_id = m.author_id ORDER BY address LIKE '%@lid', address LIMIT 1)
           FROM message m JOIN chat c ON c.id = m.chat_id WHERE m.id = ? AND m.chat_id = ?""",
        message,
        chat,
    )
    if row is None or row[0] is None:
        raise Invalid("quoted")
    where = addresses.parse(row[2])
    assert where is not None
    return MessageRef(
        stanza_id=row[0],
        provider_message_id=row[1],
        chat=where,
        from_me=row[3] == "out",
        author=addresses.parse(row[5]),
        text=row[4],
    )


def _acted_on(tx: Tx, message: MessageId, *, own: bool) -> tuple[ChatId, InstanceId, MessageRef]:
    row = tx.one("SELECT chat_id, account_id, instance_id, direction, deleted FROM message WHERE id = ?", message)
    if row is None:
        raise NotFound(f"message {message}")
    chat, account, last, direction, deleted = row
    if deleted or (own and direction != "out"):
        raise Invalid("message")
    instance = outbox.sending_instance(tx, AccountId(account), InstanceId(last))
    if instance is None:
        raise Invalid("instance")
    return ChatId(chat), instance, reference(tx, message, ChatId(chat))


def _act(
    tx: Tx,
    changed: Changed,
    message: MessageId,
    where: tuple[ChatId, InstanceId, MessageRef],
    undo: undoing.Undo,
    client_id: str,
    now: int,
    *,
    not_before: int = 0,
    **what: Any,
) -> Written[InstanceId]:
    chat, instance, ref = where
    outgoing = Outgoing(client_id=client_id, chat=ref.chat, kind=undo.kind, target=ref, **what)
    outbox.queue(tx, message, chat, instance, 1, outgoing, not_before=not_before, undo=_encode(undo))
    audit.note_deed(tx, _DEEDS[undo.kind], now, chat=chat, message=message)
    return Written(instance, changed.freeze())


_DEEDS = {OutgoingKind.REACTION: Deed.REACTED, OutgoingKind.EDIT: Deed.EDITED, OutgoingKind.REVOKE: Deed.DELETED}


def react(tx: Tx, message: MessageId, emoji: str | None, client_id: str, now: int) -> Written[InstanceId]:
    """Our reaction, shown and queued; None takes it away. Raises NotFound, Invalid."""
    where, changed = _acted_on(tx, message, own=False), Changed()
    undo = undoing.show_reaction(tx, changed, message, emoji, now)
    return _act(tx, changed, message, where, undo, client_id, now, emoji=emoji or "")


def edit(tx: Tx, message: MessageId, text: str, client_id: str, now: int) -> Written[InstanceId]:
    """Another text for a message of ours, shown and queued. Raises NotFound, Invalid."""
    where, changed = _acted_on(tx, message, own=True), Changed()
    undo = undoing.show_edit(tx, changed, message, text, now)
    return _act(tx, changed, message, where, undo, client_id, now, text=text)


def revoke(tx: Tx, message: MessageId, wait_ms: int, client_id: str, now: int) -> Written[InstanceId]:
    """Delete a message of ours for everyone: shown now, sent after ``wait_ms``. Raises NotFound, Invalid."""
    where, changed = _acted_on(tx, message, own=True), Changed()
    undo = undoing.show_deletion(tx, changed, message, now)
    return _act(tx, changed, message, where, undo, client_id, now, not_before=now + wait_ms)


def undo_revoke(tx: Tx, message: MessageId) -> Written[bool]:
    """Take a deletion back that has not left yet; False where it is too late."""
    for attempt, undo in tx.all(
        "SELECT id, undo FROM attempt WHERE message_id = ? AND state = 'queued' AND undo IS NOT NULL ORDER BY id DESC", message
    ):
        if msgspec.json.decode(undo, type=undoing.Undo).kind is OutgoingKind.REVOKE:
            changed = Changed()
            tx.execute("DELETE FROM attempt WHERE id = ?", (attempt,))
            undoing.take_back(tx, changed, message, undo)
            return Written(True, changed.freeze())
    return Written(False)


_COPIES = {
    MessageKind.TEXT: OutgoingKind.TEXT,
    MessageKind.IMAGE: OutgoingKind.IMAGE,
    MessageKind.VIDEO: OutgoingKind.VIDEO,
    MessageKind.GIF: OutgoingKind.VIDEO,
    MessageKind.VIDEO_NOTE: OutgoingKind.VIDEO,
    MessageKind.AUDIO: OutgoingKind.AUDIO,
    MessageKind.VOICE: OutgoingKind.VOICE,
    MessageKind.DOCUMENT: OutgoingKind.DOCUMENT,
    MessageKind.STICKER: OutgoingKind.STICKER,
    MessageKind.LOCATION: OutgoingKind.LOCATION,
    MessageKind.CONTACTS: OutgoingKind.CONTACTS,
}


def copy_of(tx: Tx, message: MessageId) -> NewMessage:
    """A message as another one of the same kind, marked as forwarded.

    Raises NotFound, and Invalid where it cannot be copied (deleted, no file yet, a kind that only WhatsApp makes).
    """
    row = tx.one(
        """SELECT m.kind, m.text, m.deleted, m.content, f.mime, f.size, f.file_name, f.duration_s, f.state, f.path, f.width,
             f.height, f.waveform FROM message m LEFT JOIN media f ON f.message_id = m.id WHERE m.id = ?""",
        message,
    )
    if row is None:
        raise NotFound(f"message {message}")
    kind = MessageKind(row[0])
    content = _content_decoder.decode(row[3]) if row[3] else Content()
    if row[2] or kind not in _COPIES or content.view_once:
        raise Invalid("message")
    media = None
    if row[8] is not None:
        if row[8] != "ready" or not row[9]:
            raise Invalid("media")
        media = OutgoingMedia(
            path=Path(row[9]), mime=row[4] or "application/octet-stream", file_name=row[6] or kind.value,
            size=row[5] or 0, duration_s=row[7],
        )  # fmt: skip
    return NewMessage(
        kind=_COPIES[kind],
        shows=kind,
        text=row[1],
        media=media,
        size_px=(row[10], row[11]) if row[10] and row[11] else None,
        waveform_base64=row[12],
        location=content.location,
        contacts=content.contacts,
        forwarded=True,
    )


def forward_all(
    tx: Tx, messages: tuple[MessageId, ...], chats: tuple[ChatId, ...], client_ids: tuple[str, ...], now: int
) -> Written[frozenset[InstanceId]]:
    """Send copies of messages to chats, in their order; one client id for each. Raises NotFound, Invalid."""
    copies = [copy_of(tx, message) for message in messages]
    instances, changes = set(), []
    ids = iter(client_ids)
    for chat in chats:
        for copy in copies:
            written = compose(tx, chat, copy, next(ids), None, now)
            instances.add(written.result[1])
            if written.changes is not None:
                changes.append(written.changes)
    return Written(frozenset(instances), merge(changes))
