"""Contacts in memory for tests of the window."""

from services.domain import phone, search
from services.domain.address import user
from services.domain.changes import ChangeSet
from services.domain.contact_files import Column, Imported, Means, RowError, RowTrouble, Sheet
from services.domain.contacts import ContactView, Merged, NumberCheck, SharedKind, Started, Twins
from services.domain.content import MessageKind
from services.domain.exports import Exported
from services.domain.ids import ChatId, ContactId, FieldId
from services.domain.models import Page
from services.domain.people import FieldDefinition

_PICTURES = (MessageKind.IMAGE, MessageKind.VIDEO, MessageKind.GIF, MessageKind.VIDEO_NOTE)


def contact(number: int, title: str = "", **facts) -> ContactView:
    digits = f"55119{88880000 + number}"
    base = {
        "id": ContactId(number),
        "title": title or f"Cliente {number}",
        "name": title or f"Cliente {number}",
        "address": user(digits),
        "phone": digits,
    }
    return ContactView(**{**base, **facts})


class FakeContacts:
    """``services.api.directory.Contacts`` over ``rows``."""

    def __init__(self, fake) -> None:
        self._fake = fake
        self.rows: dict[int, ContactView] = {}

    def put(self, *contacts: ContactView) -> None:
        self.rows.update({each.id: each for each in contacts})

    async def page(self, *, typed="", cursor=None, limit=100) -> Page[ContactView]:
        await self._fake.called("contacts.page", typed, cursor)
        words = search.fold(typed).split()
        rows = [c for c in self.rows.values() if all(w in search.fold(f"{c.title} {c.phone}") for w in words)]
        rows.sort(key=lambda c: (search.fold(c.title), c.id))
        start = int(cursor or 0)
        return Page(tuple(rows[start : start + limit]), str(start + limit) if start + limit < len(rows) else None)

    async def get(self, contact_ids) -> tuple[ContactView, ...]:
        await self._fake.called("contacts.get", contact_ids)
        return tuple(self.rows[i] for i in contact_ids if i in self.rows)

    async def count(self) -> int:
        await self._fake.called("contacts.count")
        return len(self.rows)

    async def conversations(self, contact_id):
        await self._fake.called("contacts.conversations", contact_id)
        return tuple(c for c in self._fake.chat_rows.values() if c.contact_id == contact_id)

    async def start_chat(self, instance_id, typed, *, check=True) -> Started:
        await self._fake.called("contacts.start_chat", instance_id, typed, check)
        digits = phone.read(typed)
        for row in self._fake.chat_rows.values():
            if row.phone == digits:
                return Started(chat=row, check=NumberCheck.NOT_ASKED, existed=True)
        from tests.ui.fake_services import chat

        number = self._fake.number()
        made = chat(number, f"+{digits}", address=user(digits), phone=digits, preview=None, preview_kind=None,
                    preview_direction=None, last_at_ms=None)  # fmt: skip
        self._fake.put(made)
        return Started(chat=made, check=NumberCheck.ON_WHATSAPP)

    async def twins(self) -> tuple[Twins, ...]:
        await self._fake.called("contacts.twins")
        rows = sorted(self.rows.values(), key=lambda c: c.id)
        return (Twins(first=rows[0], second=rows[1], reason="name"),) if len(rows) > 1 else ()

    async def merge(self, into, gone) -> Merged:
        await self._fake.called("contacts.merge", into, gone)
        self._gone = self.rows.pop(gone)
        self._fake.bus.publish(ChangeSet(contacts=frozenset({into, gone})))
        return Merged(id=7, contact=self.rows[into], gone_title=self._gone.title)

    async def undo_merge(self, merge_id) -> ContactId:
        await self._fake.called("contacts.undo_merge", merge_id)
        self.put(self._gone)
        self._fake.bus.publish(ChangeSet(contacts=frozenset({self._gone.id})))
        return self._gone.id

    async def shared(self, chat_id, which, *, cursor=None, limit=60):
        await self._fake.called("contacts.shared", chat_id, which, cursor)

        def fits(m) -> bool:
            if which is SharedKind.LINKS:
                return "://" in (m.text or "")
            return m.kind in (_PICTURES if which is SharedKind.PICTURES else (MessageKind.DOCUMENT,))

        rows = [m for m in self._fake.message_rows.values() if m.chat_id == ChatId(chat_id) and fits(m)]
        rows.sort(key=lambda m: (-m.sent_at_ms, -m.id))
        start = int(cursor or 0)
        return Page(tuple(rows[start : start + limit]), str(start + limit) if start + limit < len(rows) else None)


class FakeExports:
    """``services.api.directory.Exports``: tells of two steps, writes nothing."""

    def __init__(self, fake) -> None:
        self._fake = fake
        self.orders = []

    async def conversation(self, chat_id, order, progress=lambda _n, _of: None) -> Exported:
        self.orders.append((chat_id, order))
        progress(200, 450)
        await self._fake.called("exports.conversation", chat_id)
        progress(450, 450)
        return Exported(path=order.target, messages=450, files=3, missing=1)


class FakeContactFiles:
    """``services.api.directory.ContactFiles``: one table, one outcome, both to be set by the test."""

    def __init__(self, fake) -> None:
        self._fake = fake
        self.sheet = Sheet(
            encoding="cp1252", delimiter=";", has_header=True, size=900,
            rows=(("Nome", "Telefone", "Obs"), ("Ângela", "(11) 98765-0001", "<b>vip</b>"), ("João", "abc", "")),
            columns=(Column(Means.NAME), Column(Means.NUMBER), Column(Means.NOTE)),
        )  # fmt: skip
        self.labels = ()
        self.outcome = Imported(made=1, wrong=1, errors=(RowError(line=3, trouble=RowTrouble.NUMBER, cells=("João", "abc")),))

    async def fields(self):
        return (FieldDefinition(id=FieldId(4), name="CPF & RG"),)

    async def look(self, path, *, encoding=None, delimiter=None) -> Sheet:
        await self._fake.called("contact_files.look", path, encoding, delimiter)
        return self.sheet

    async def import_from(self, path, plan, progress=lambda _n: None) -> Imported:
        progress(300)
        await self._fake.called("contact_files.import_from", path, plan)
        return self.outcome

    async def new_labels(self, path, plan):
        await self._fake.called("contact_files.new_labels", path, plan)
        return self.labels

    async def export_to(self, path, header) -> int:
        await self._fake.called("contact_files.export_to", path, header)
        return 12

    async def save_errors(self, path, header, errors) -> None:
        await self._fake.called("contact_files.save_errors", path, header, errors)
