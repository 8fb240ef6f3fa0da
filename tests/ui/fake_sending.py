"""The sending part of the façade in memory: records calls, answers as it is told."""

import msgspec

from services.domain.capabilities import Capability
from services.domain.changes import ChangeKind, ChangeSet, MessageChange
from services.domain.content import Direction, MessageKind
from services.domain.errors import ErrorCode
from services.domain.ids import ChatId
from services.domain.models import MediaState, MediaView, MessageView, ReactionView
from services.domain.new_content import checked
from services.domain.outgoing import OutgoingKind
from services.domain.sending import Abilities, FileFacts, MessageInfo, Scheduled, ScheduledState, StatusStep
from services.domain.status import Status

EVERYTHING = Abilities(capabilities=frozenset(Capability) - {Capability.SERVICE_WINDOW})
_KINDS = {".jpg": OutgoingKind.IMAGE, ".png": OutgoingKind.IMAGE, ".mp4": OutgoingKind.VIDEO, ".m4a": OutgoingKind.AUDIO}


class FakeSending:
    """``abilities_now`` is what every chat can do."""

    def __init__(self, fake) -> None:
        self._fake = fake
        self.abilities_now = EVERYTHING
        self.member_rows = ()
        self.offers = ()

    async def abilities(self, chat_id):
        await self._fake.called("sending.abilities", chat_id)
        return self.abilities_now

    async def look_at(self, chat_id, file):
        kind = OutgoingKind.DOCUMENT if file.as_document else _KINDS.get(file.path.suffix, OutgoingKind.DOCUMENT)
        return FileFacts(mime="x/y", kind=kind, size=file.path.stat().st_size, limit=self.abilities_now.limits[kind])

    async def send_text(self, chat_id, text, *, client_id, quoted=None, mentions=()):
        await self._fake.called("sending.send_text", chat_id, text, quoted, mentions)
        return await self._fake.messages.send_text(chat_id, text, client_id=client_id, quoted=quoted)

    async def send_file(self, chat_id, file, *, client_id, quoted=None):
        await self._fake.called("sending.send_file", chat_id, file, quoted)
        facts = await self.look_at(chat_id, file)
        row = MessageView(
            id=self._fake.number(), chat_id=chat_id, direction=Direction.OUT, kind=MessageKind(facts.kind.value),
            sent_at_ms=max((m.sent_at_ms for m in self._fake.message_rows.values()), default=0) + 1, text=file.caption,
            status=Status.QUEUED, client_id=client_id,
            media=MediaView(mime=facts.mime, size=facts.size, file_name=file.path.name, state=MediaState.READY),
        )  # fmt: skip
        self._fake.put(row)
        return row

    async def send_content(self, chat_id, content, *, client_id, quoted=None):
        await self._fake.called("sending.send_content", chat_id, checked(content), quoted)
        return await self._fake.messages.send_text(chat_id, content.text or "", client_id=client_id)

    async def send_template(self, chat_id, template, text, *, client_id, file=None):
        await self._fake.called("sending.send_template", chat_id, template, text, file)
        return await self._fake.messages.send_text(chat_id, text, client_id=client_id)

    async def templates(self, chat_id):
        await self._fake.called("sending.templates", chat_id)
        return self.offers

    async def forward(self, message_ids, chat_ids):
        await self._fake.called("sending.forward", message_ids, chat_ids)
        return len(message_ids) * len(chat_ids)

    def _change(self, message_id, **facts):
        old = self._fake.message_rows[message_id]
        self._fake.change(msgspec.structs.replace(old, revision=old.revision + 1, **facts))

    async def react(self, message_id, emoji):
        await self._fake.called("sending.react", message_id, emoji)
        self._change(message_id, reactions=(ReactionView(emoji=emoji, from_me=True),) if emoji else ())

    async def edit(self, message_id, text):
        await self._fake.called("sending.edit", message_id, text)
        self._change(message_id, text=text, edited=True)

    async def revoke(self, message_id, *, undo_ms=5000):
        await self._fake.called("sending.revoke", message_id, undo_ms)
        self._change(message_id, deleted=True)

    async def undo_revoke(self, message_id):
        await self._fake.called("sending.undo_revoke", message_id)
        self._change(message_id, deleted=False)
        return True

    async def cancel(self, message_id):
        await self._fake.called("sending.cancel", message_id)

    async def cancel_sending(self, message_id):
        await self._fake.called("sending.cancel_sending", message_id)
        old = self._fake.message_rows[message_id]
        row = msgspec.structs.replace(
            old, status=Status.FAILED, error_code=ErrorCode.CANCELLED, revision=old.revision + 1
        )
        self._fake.put(row)
        return row

    async def info(self, message_id):
        row = self._fake.message_rows[message_id]
        steps = (StatusStep(status=Status.SENT, at_ms=row.sent_at_ms), StatusStep(status=Status.READ, at_ms=row.sent_at_ms))
        return MessageInfo(
            message_id=message_id, sent_at_ms=row.sent_at_ms, received_at_ms=row.sent_at_ms, steps=steps, stanza_id="3EB0A1"
        )

    async def members(self, chat_id):
        return self.member_rows


class FakeShown:
    """Stars are kept, hidden messages put aside."""

    def __init__(self, fake) -> None:
        self._fake = fake
        self.hidden = {}

    async def star(self, message_ids, on):
        await self._fake.called("shown.star", message_ids, on)
        rows = [self._fake.message_rows[i] for i in message_ids]
        self._fake.change(*(msgspec.structs.replace(r, starred=on, revision=r.revision + 1) for r in rows))

    async def starred(self, chat_id):
        rows = sorted(self._fake.message_rows.values(), key=lambda m: -m.sent_at_ms)
        return tuple(m for m in rows if m.chat_id == chat_id and m.starred)

    async def hide(self, message_ids):
        await self._fake.called("shown.hide", message_ids)
        for each in message_ids:
            self.hidden[each] = self._fake.message_rows.pop(each)
        self._tell(ChangeKind.REMOVED, message_ids)

    async def unhide(self, message_ids):
        await self._fake.called("shown.unhide", message_ids)
        for each in message_ids:
            self._fake.message_rows[each] = self.hidden.pop(each)
        self._tell(ChangeKind.ADDED, message_ids)

    def _tell(self, kind, ids):
        rows = {**self.hidden, **self._fake.message_rows}
        changes = tuple(MessageChange(kind, rows[i].chat_id, i) for i in ids)
        self._fake.bus.publish(ChangeSet(messages=changes))


class FakeCards:
    """Records."""

    def __init__(self, fake) -> None:
        self._fake = fake

    async def save(self, phone, name):
        await self._fake.called("cards.save", phone, name)


class FakeReplies:
    """Kept in a list."""

    def __init__(self, fake) -> None:
        self._fake = fake
        self.rows = []
        self.own = {}

    async def all(self):
        return tuple(self.rows)

    async def save(self, reply):
        await self._fake.called("replies.save", reply)
        saved = msgspec.structs.replace(reply, id=reply.id or self._fake.number())
        self.rows = [row for row in self.rows if row.id != saved.id] + [saved]
        return saved

    async def remove(self, reply_id):
        self.rows = [row for row in self.rows if row.id != reply_id]

    async def used(self, reply_id):
        await self._fake.called("replies.used", reply_id)

    async def fields(self):
        return self.own

    async def save_fields(self, fields):
        self.own = dict(fields)

    async def export_to(self, path):
        return len(self.rows)

    async def import_from(self, path):
        return 0


class FakeSchedule:
    """Kept in a list."""

    def __init__(self, fake) -> None:
        self._fake = fake
        self.rows = []

    async def open(self):
        return tuple(self.rows)

    async def add(self, chat_id, kind, text, due_at_ms, late):
        await self._fake.called("schedule.add", chat_id, kind, text, due_at_ms, late)
        row = Scheduled(
            id=self._fake.number(), chat_id=ChatId(chat_id), title="Marina", kind=kind, text=text, due_at_ms=due_at_ms,
            late=late, state=ScheduledState.WAITING,
        )  # fmt: skip
        self.rows.append(row)
        return row

    async def change(self, item_id, text, due_at_ms, late):
        await self._fake.called("schedule.change", item_id, text, due_at_ms, late)
        (row,) = [row for row in self.rows if row.id == item_id]
        changed = msgspec.structs.replace(row, text=text, due_at_ms=due_at_ms, late=late, state=ScheduledState.WAITING)
        self.rows = [changed if row.id == item_id else row for row in self.rows]
        return changed

    async def remove(self, item_id):
        await self._fake.called("schedule.remove", item_id)
        self.rows = [row for row in self.rows if row.id != item_id]

    async def send_now(self, item_id):
        await self._fake.called("schedule.send_now", item_id)
        await self.remove(item_id)
