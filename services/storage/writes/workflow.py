"""What is done to many conversations in one transaction, its undoing, and the end of a snooze."""

import msgspec

from services.domain import desk
from services.domain.agents import Deed
from services.domain.desk import Action, ChatBefore, Undo
from services.domain.errors import Invalid, NotFound
from services.domain.ids import AgentId, ChatId, NoteId
from services.domain.models import ChatState
from services.storage.database import Tx, Written
from services.storage.writes import audit, gateway_labels, notes, threads
from services.storage.writes.changed import Changed

_BEFORE = """id, archived, muted, pinned, ignored, marked, read_at, state, snoozed_until, agent_id,
  EXISTS (SELECT 1 FROM chat_label WHERE chat_id = chat.id AND label_id = ?)"""
_DUE_AT_ONCE = 500


def apply(tx: Tx, chats: tuple[ChatId, ...], action: Action, now: int) -> Written[Undo]:
    """Do it to all of them; ids that are gone, and chats that it does not change, are left out.

    Raises Invalid (until, agent, note), NotFound (label).
    """
    _check(tx, action, now)
    changed = Changed()
    done: list[ChatBefore] = []
    made: list[NoteId] = []
    for chat in dict.fromkeys(chats):
        before = _before(tx, chat, action)
        if before is None or not _act(tx, before, action, now):
            continue
        done.append(before)
        changed.chats.add(chat)
        _journal(tx, chat, action, now)
        if isinstance(action, desk.Assign) and action.note.strip():
            called = () if action.agent_id is None else (action.agent_id,)
            made.append(notes.insert(tx, changed, chat, action.note, called, now))
    return Written(Undo(action=action, chats=tuple(done), notes=tuple(made)), changed.freeze())


def undo(tx: Tx, what: Undo, now: int) -> Written[None]:
    """Take it back: what the action set goes back to what it was, what came in since stays."""
    changed = Changed()
    for before in what.chats:
        row = tx.one("SELECT 1 FROM chat WHERE id = ?", before.chat_id)
        if row is None:
            continue
        _restore(tx, before, what.action, now)
        changed.chats.add(before.chat_id)
        audit.note_deed(tx, Deed.UNDONE, now, chat=before.chat_id, detail=str(_DEEDS[type(what.action)] or ""))
    for note in what.notes:
        notes.drop(tx, changed, NoteId(note))
    return Written(None, changed.freeze())


def end_snoozes(tx: Tx, now: int) -> Written[tuple[ChatId, ...]]:
    """Bring back what is due, open and marked as unread, so that it is seen."""
    due = tx.all(
        "SELECT id FROM chat WHERE snoozed_until IS NOT NULL AND snoozed_until <= ? ORDER BY snoozed_until LIMIT ?",
        now,
        _DUE_AT_ONCE,
    )
    chats = tuple(ChatId(row[0]) for row in due)
    tx.executemany(
        "UPDATE chat SET snoozed_until = NULL, state = 'open', marked = 1, revision = revision + 1 WHERE id = ?",
        ((chat,) for chat in chats),
    )
    changed = Changed()
    changed.chats.update(chats)
    return Written(chats, changed.freeze())


def _check(tx: Tx, action: Action, now: int) -> None:
    match action:
        case desk.Snooze(until_ms=until) if until is not None and not now < until < now + _FAR_MS:
            raise Invalid("until")
        case desk.Assign(agent_id=agent) if agent is not None:
            if tx.one("SELECT 1 FROM agent WHERE id = ? AND removed = 0", agent) is None:
                raise Invalid("agent")
        case desk.PutLabel(label_id=label):
            if tx.one("SELECT 1 FROM label WHERE id = ?", label) is None:
                raise NotFound(f"label {label}")
        case _:
            pass


_FAR_MS = 5 * 366 * 24 * 3_600_000


def _before(tx: Tx, chat: ChatId, action: Action) -> ChatBefore | None:
    label = action.label_id if isinstance(action, desk.PutLabel) else None
    row = tx.one(f"SELECT {_BEFORE} FROM chat WHERE id = ?", label, chat)
    if row is None:
        return None
    return ChatBefore(
        chat_id=ChatId(row[0]),
        archived=bool(row[1]),
        muted=bool(row[2]),
        pinned=bool(row[3]),
        ignored=bool(row[4]),
        marked_unread=bool(row[5]),
        read_at_ms=row[6],
        state=ChatState(row[7]),
        snoozed_until_ms=row[8],
        agent_id=None if row[9] is None else AgentId(row[9]),
        labelled=bool(row[10]),
    )


def _act(tx: Tx, before: ChatBefore, action: Action, now: int) -> bool:
    chat = before.chat_id
    match action:
        case desk.PutLabel():
            if before.labelled == action.on:
                return False
            gateway_labels.put(tx, chat, action.label_id, action.on, now)
            return _set(tx, chat)
        case desk.Resolve():
            return _set(tx, chat, state=action.state.value, snoozed_until=None)
        case desk.Snooze():
            if action.until_ms is None and before.snoozed_until_ms is None:
                return False
            return _set(tx, chat, state=ChatState.OPEN.value, snoozed_until=action.until_ms)
        case desk.Archive():
            return _set(tx, chat, archived=action.on)
        case desk.Mute():
            return _set(tx, chat, muted=action.on)
        case desk.Pin():
            return _set(tx, chat, pinned=action.on)
        case desk.Ignore():
            return _set(tx, chat, ignored=action.on)
        case desk.Assign():
            return _set(tx, chat, agent_id=action.agent_id)
        case desk.MarkRead(read=False):
            return _set(tx, chat, marked=True)
        case desk.MarkRead():
            row = tx.one("SELECT max(read_at, ifnull(last_at, 0)) FROM chat WHERE id = ?", chat)
            return _set(tx, chat, unread=0, marked=False, read_at=row[0])


def _set(tx: Tx, chat: ChatId, **columns: object) -> bool:
    """Write what differs; False where nothing does."""
    assigned = "".join(f"{name} = ?, " for name in columns)
    differs = " OR ".join(f"{name} IS NOT ?" for name in columns) or "1"
    values = tuple(columns.values())
    count: int = tx.execute(
        f"UPDATE chat SET {assigned}revision = revision + 1 WHERE id = ? AND ({differs})", (*values, chat, *values)
    ).rowcount
    return count > 0


def _restore(tx: Tx, before: ChatBefore, action: Action, now: int) -> None:
    chat = before.chat_id
    match action:
        case desk.PutLabel():
            gateway_labels.put(tx, chat, action.label_id, before.labelled, now)
            _set(tx, chat)
        case desk.Resolve() | desk.Snooze():
            _set(tx, chat, state=before.state.value, snoozed_until=before.snoozed_until_ms)
        case desk.Archive():
            _set(tx, chat, archived=before.archived)
        case desk.Mute():
            _set(tx, chat, muted=before.muted)
        case desk.Pin():
            _set(tx, chat, pinned=before.pinned)
        case desk.Ignore():
            _set(tx, chat, ignored=before.ignored)
        case desk.Assign():
            _set(tx, chat, agent_id=before.agent_id)
        case desk.MarkRead():
            _set(tx, chat, marked=before.marked_unread, read_at=before.read_at_ms)
            threads.recount(tx, chat)


_DEEDS: dict[type, Deed | None] = {
    desk.Resolve: Deed.STATE,
    desk.Snooze: Deed.SNOOZED,
    desk.Archive: Deed.ARCHIVED,
    desk.PutLabel: Deed.LABELLED,
    desk.Assign: Deed.ASSIGNED,
    desk.Ignore: Deed.IGNORED,
    desk.Mute: None,
    desk.Pin: None,
    desk.MarkRead: None,
}


def _journal(tx: Tx, chat: ChatId, action: Action, now: int) -> None:
    deed = _DEEDS[type(action)]
    if deed is not None:
        audit.note_deed(tx, deed, now, chat=chat, detail=_detail(tx, action))


def _detail(tx: Tx, action: Action) -> str:
    match action:
        case desk.Resolve():
            return action.state.value
        case desk.Snooze():
            return "" if action.until_ms is None else str(action.until_ms)
        case desk.Assign():
            return "" if action.agent_id is None else str(action.agent_id)
        case desk.PutLabel():
            sign = "+" if action.on else "-"
            return sign + str(tx.one("SELECT name FROM label WHERE id = ?", action.label_id)[0])
        case _:
            return "on" if msgspec.structs.asdict(action).get("on") else "off"
