"""The desk's part of the façade in memory: the same rules over dictionaries, every call recorded."""

import msgspec

from services.domain import desk
from services.domain.agents import Agent, Note, sees_details
from services.domain.changes import ChangeSet, Listed
from services.domain.desk import ChatBefore, SavedView, Undo
from services.domain.errors import Conflict, Invalid, NotFound
from services.domain.labels import Label, RemovedLabel, clean_colour, clean_name, same
from services.domain.models import ChatState, Page
from services.domain.people import Contact, ContactDetails, checked_value

_replace = msgspec.structs.replace


class _Part:
    def __init__(self, fake) -> None:
        self._fake = fake
        self.rows = {}

    def _told(self, *lists, **facts) -> None:
        self._fake.bus.publish(ChangeSet(lists=frozenset(lists), **facts))

    def _one(self, number):
        if number not in self.rows:
            raise NotFound(str(number))
        return self.rows[number]

    def _free(self, name, number=None) -> str:
        name = clean_name(name)
        if any(same(row.name) == same(name) and row.id != number for row in self.rows.values()):
            raise Conflict("name")
        return name


class FakeWorkflow(_Part):
    """Does to ``chat_rows`` what the storage would do."""

    async def list(self, listing, *, cursor=None, limit=50):
        await self._fake.called("workflow.list", listing, cursor)
        me = self._fake.agents.me
        rows = sorted((c for c in self._fake.chat_rows.values() if listing.shows(c, me)), key=listing.place)
        start = int(cursor or 0)
        more = start + limit < len(rows)
        return Page(tuple(rows[start : start + limit]), str(start + limit) if more else None)

    async def apply(self, chat_ids, action):
        await self._fake.called("workflow.apply", chat_ids, action)
        rows = [self._fake.chat_rows[i] for i in chat_ids if i in self._fake.chat_rows]
        before = tuple(
            ChatBefore(
                chat_id=c.id, archived=c.archived, muted=c.muted, pinned=c.pinned, ignored=c.ignored,
                marked_unread=c.marked_unread, state=c.state, snoozed_until_ms=c.snoozed_until_ms, agent_id=c.agent_id,
                labelled=isinstance(action, desk.PutLabel) and action.label_id in c.labels,
            )
            for c in rows
        )  # fmt: skip
        self._put(_replace(c, revision=c.revision + 1, **self._facts(c, action)) for c in rows)
        return Undo(action=action, chats=before)

    def _facts(self, row, action):
        match action:
            case desk.Resolve():
                return {"state": action.state, "snoozed_until_ms": None}
            case desk.Snooze():
                return {"state": ChatState.OPEN, "snoozed_until_ms": action.until_ms}
            case desk.Archive():
                return {"archived": action.on}
            case desk.Mute():
                return {"muted": action.on}
            case desk.Pin():
                return {"pinned": action.on}
            case desk.Ignore():
                return {"ignored": action.on}
            case desk.MarkRead():
                return {"unread": 0, "marked_unread": False} if action.read else {"marked_unread": True}
            case desk.Assign():
                return {"agent_id": action.agent_id}
            case desk.PutLabel():
                others = tuple(each for each in row.labels if each != action.label_id)
                return {"labels": (*others, action.label_id) if action.on else others}

    async def undo(self, undo):
        await self._fake.called("workflow.undo", undo)
        restored = []
        for was in undo.chats:
            row = self._fake.chat_rows[was.chat_id]
            if isinstance(undo.action, desk.PutLabel):
                facts = self._facts(row, desk.PutLabel(undo.action.label_id, was.labelled))
            else:
                names = ("archived", "muted", "pinned", "ignored", "marked_unread", "state", "snoozed_until_ms", "agent_id")
                facts = {name: getattr(was, name) for name in names}
            restored.append(_replace(row, revision=row.revision + 1, **facts))
        self._put(restored)

    def _put(self, rows) -> None:
        changed = list(rows)
        self._fake.put(*changed)
        self._told(chats=frozenset(c.id for c in changed))


class FakeLabels(_Part):
    async def all(self):
        await self._fake.called("labels.all")
        rows = sorted(self.rows.values(), key=lambda label: same(label.name))
        return tuple(_replace(row, chats=len(self._carriers(row.id))) for row in rows)

    def _carriers(self, label_id):
        return [c for c in self._fake.chat_rows.values() if label_id in c.labels]

    async def create(self, name, colour):
        await self._fake.called("labels.create", name, colour)
        label = Label(id=self._fake.number(), name=self._free(name), colour=clean_colour(colour))
        self.rows[label.id] = label
        self._told(Listed.LABELS)
        return label

    async def change(self, label_id, name, colour):
        await self._fake.called("labels.change", label_id, name, colour)
        row = self._one(label_id)
        self.rows[label_id] = _replace(row, name=self._free(name, label_id), colour=clean_colour(colour))
        self._told(Listed.LABELS)
        return self.rows[label_id]

    async def remove(self, label_id):
        await self._fake.called("labels.remove", label_id)
        carriers = self._carriers(label_id)
        self._fake.put(*(_replace(c, labels=tuple(i for i in c.labels if i != label_id)) for c in carriers))
        self._told(Listed.LABELS, chats=frozenset(c.id for c in carriers))
        return RemovedLabel(label=self.rows.pop(label_id), chats=tuple(c.id for c in carriers))

    async def restore(self, removed):
        await self._fake.called("labels.restore", removed)
        self._free(removed.label.name)
        self.rows[removed.label.id] = removed.label
        chats = [self._fake.chat_rows[i] for i in removed.chats]
        self._fake.put(*(_replace(c, labels=(*c.labels, removed.label.id)) for c in chats))
        self._told(Listed.LABELS, chats=frozenset(removed.chats))
        return removed.label


class FakeAgents(_Part):
    """``me`` is the active one, ``pins`` by id, ``entries`` what the audit shows."""

    def __init__(self, fake) -> None:
        super().__init__(fake)
        self.me = None
        self.pins = {}
        self.entries = ()

    def _shown(self, row):
        return _replace(row, active=row.id == self.me, has_pin=bool(self.pins.get(row.id)))

    async def all(self, *, removed=False):
        await self._fake.called("agents.all")
        rows = sorted(self.rows.values(), key=lambda agent: same(agent.name))
        return tuple(self._shown(row) for row in rows if removed or not row.removed)

    async def active(self):
        await self._fake.called("agents.active")
        return None if self.me is None else self._shown(self.rows[self.me])

    async def create(self, name, colour, pin=""):
        await self._fake.called("agents.create", name, colour, pin)
        first = all(row.removed for row in self.rows.values())
        agent = Agent(id=self._fake.number(), name=self._free(name), colour=clean_colour(colour), admin=first)
        self.rows[agent.id] = agent
        self.pins[agent.id] = pin
        self.me = self.me or agent.id
        self._told(Listed.AGENTS)
        return self._shown(agent)

    async def change(self, agent_id, name, colour):
        await self._fake.called("agents.change", agent_id, name, colour)
        self.rows[agent_id] = _replace(
            self._one(agent_id), name=self._free(name, agent_id), colour=clean_colour(colour)
        )
        self._told(Listed.AGENTS)
        return self._shown(self.rows[agent_id])

    async def set_admin(self, agent_id, on):
        await self._fake.called("agents.set_admin", agent_id, on)
        if not sees_details(map(self._shown, self.rows.values())):
            raise Invalid("admin")
        self.rows[agent_id] = _replace(self._one(agent_id), admin=on)
        self._told(Listed.AGENTS)
        return self._shown(self.rows[agent_id])

    async def set_pin(self, agent_id, new, current=""):
        await self._fake.called("agents.set_pin", agent_id, new, current)
        if self.pins.get(agent_id, "") != current:
            raise Invalid("current")
        self.pins[agent_id] = new
        self._told(Listed.AGENTS)

    async def switch(self, agent_id, pin=""):
        await self._fake.called("agents.switch", agent_id, pin)
        if agent_id is not None and self.pins.get(self._one(agent_id).id, "") != pin:
            raise Invalid("pin")
        self.me = agent_id
        self._told(Listed.AGENTS)
        return None if agent_id is None else self._shown(self.rows[agent_id])

    async def remove(self, agent_id):
        await self._fake.called("agents.remove", agent_id)
        self.rows[agent_id] = _replace(self._one(agent_id), removed=True)
        self.me = None if self.me == agent_id else self.me
        self._told(Listed.AGENTS)

    async def restore(self, agent_id):
        await self._fake.called("agents.restore", agent_id)
        self.rows[agent_id] = _replace(self._one(agent_id), removed=False)
        self._told(Listed.AGENTS)
        return self._shown(self.rows[agent_id])

    async def audit(self, *, chat_id=None, agent_id=None, cursor=None, limit=50):
        await self._fake.called("agents.audit", chat_id, agent_id)
        return Page(
            tuple(e for e in self.entries if chat_id in (None, e.chat_id) and agent_id in (None, e.agent_id))[:limit]
        )


class FakeNotes(_Part):
    """``open_calls`` are ids of notes that the active agent has not seen."""

    def __init__(self, fake) -> None:
        super().__init__(fake)
        self.open_calls = []
        self._gone = {}

    async def of(self, chat_id):
        await self._fake.called("notes.of", chat_id)
        return tuple(note for note in self.rows.values() if note.chat_id == chat_id)

    async def add(self, chat_id, text, mentions=()):
        await self._fake.called("notes.add", chat_id, text, mentions)
        if not text.strip():
            raise Invalid("text")
        note = Note(
            id=self._fake.number(), chat_id=chat_id, text=text, at_ms=1_773_340_200_000, agent_id=self._fake.agents.me,
            mentions=tuple(mentions),
        )  # fmt: skip
        self.rows[note.id] = note
        self._told(notes=frozenset({chat_id}))
        return note

    async def edit(self, note_id, text, mentions=()):
        await self._fake.called("notes.edit", note_id, text, mentions)
        self.rows[note_id] = _replace(self._one(note_id), text=text, mentions=tuple(mentions), edited_at_ms=1)
        self._told(notes=frozenset({self.rows[note_id].chat_id}))
        return self.rows[note_id]

    async def remove(self, note_id):
        await self._fake.called("notes.remove", note_id)
        self._gone[note_id] = self._one(note_id)
        del self.rows[note_id]
        self._told(notes=frozenset({self._gone[note_id].chat_id}))

    async def restore(self, note_id):
        await self._fake.called("notes.restore", note_id)
        self.rows[note_id] = self._gone.pop(note_id)
        self._told(notes=frozenset({self.rows[note_id].chat_id}))
        return self.rows[note_id]

    async def calls(self):
        await self._fake.called("notes.calls")
        return tuple(self.rows[i] for i in self.open_calls)

    async def seen(self, chat_id):
        await self._fake.called("notes.seen", chat_id)
        self.open_calls = [i for i in self.open_calls if self.rows[i].chat_id != chat_id]


class FakePeople(_Part):
    """``rows`` are ContactDetails by contact id, made from the chats where a test puts none."""

    def __init__(self, fake) -> None:
        super().__init__(fake)
        self.field_rows = {}
        self._gone = {}

    def _details(self, contact_id):
        if contact_id not in self.rows:
            chats = tuple(c for c in self._fake.chat_rows.values() if c.contact_id == contact_id)
            if not chats:
                raise NotFound(f"contact {contact_id}")
            first = chats[0]
            contact = Contact(
                id=contact_id, title=first.title, profile_name=first.title, is_group=first.is_group,
                phones=(first.phone,) if first.phone else (), last_at_ms=first.last_at_ms, labels=first.labels,
            )  # fmt: skip
            self.rows[contact_id] = ContactDetails(
                contact=contact, addresses=(first.address,), push_name=first.title, chats=chats, can_block=True,
                can_refresh=True,
            )  # fmt: skip
        return self.rows[contact_id]

    def _put(self, contact_id, **facts):
        self.rows[contact_id] = _replace(self._details(contact_id), **facts)
        self._told(contacts=frozenset({contact_id}))

    async def details(self, contact_id):
        await self._fake.called("people.details", contact_id)
        return self._details(contact_id)

    async def rename(self, contact_id, name):
        await self._fake.called("people.rename", contact_id, name)
        old = self._details(contact_id).contact
        title = name.strip() or old.profile_name or old.title
        self._put(contact_id, contact=_replace(old, title=title, own_name=name.strip() or None))
        chats = [c for c in self._fake.chat_rows.values() if c.contact_id == contact_id]
        self._fake.put(*(_replace(c, title=title, revision=c.revision + 1) for c in chats))
        self._told(chats=frozenset(c.id for c in chats))
        return self.rows[contact_id].contact

    async def set_note(self, contact_id, text):
        await self._fake.called("people.set_note", contact_id, text)
        self._put(contact_id, note=text)

    async def set_value(self, contact_id, field_id, value):
        await self._fake.called("people.set_value", contact_id, field_id, value)
        value = checked_value(self.field_rows[field_id], value)
        kept = tuple(each for each in self._details(contact_id).values if each[0] != field_id)
        self._put(contact_id, values=(*kept, (field_id, value)) if value else kept)

    async def block(self, contact_id, on):
        await self._fake.called("people.block", contact_id, on)
        self._put(contact_id, contact=_replace(self._details(contact_id).contact, blocked=on))

    async def refresh(self, contact_id):
        await self._fake.called("people.refresh", contact_id)
        return self._details(contact_id)

    async def fields(self):
        await self._fake.called("people.fields")
        return tuple(self.field_rows.values())

    async def save_field(self, field):
        await self._fake.called("people.save_field", field)
        field = _replace(field, id=field.id or self._fake.number(), name=clean_name(field.name))
        self.field_rows[field.id] = field
        self._told(Listed.FIELDS)
        return field

    async def remove_field(self, field_id):
        await self._fake.called("people.remove_field", field_id)
        self._gone[field_id] = self.field_rows.pop(field_id)
        self._told(Listed.FIELDS)

    async def restore_field(self, field_id):
        await self._fake.called("people.restore_field", field_id)
        self.field_rows[field_id] = self._gone.pop(field_id)
        self._told(Listed.FIELDS)
        return self.field_rows[field_id]


class FakeViews(_Part):
    async def all(self):
        await self._fake.called("views.all")
        return tuple(self.rows.values())

    async def save(self, name, listing, view_id=None):
        await self._fake.called("views.save", name, listing, view_id)
        if view_id is not None:
            self._one(view_id)
        view = SavedView(id=view_id or self._fake.number(), name=self._free(name, view_id), listing=listing)
        self.rows[view.id] = view
        self._told(Listed.VIEWS)
        return view

    async def remove(self, view_id):
        await self._fake.called("views.remove", view_id)
        self._one(view_id)
        del self.rows[view_id]
        self._told(Listed.VIEWS)

    async def order(self, view_ids):
        await self._fake.called("views.order", view_ids)
        first = {i: self.rows[i] for i in view_ids if i in self.rows}
        self.rows = {**first, **self.rows}
        self._told(Listed.VIEWS)
