"""Pages of the contacts, by name; found by any of their names without accents, or by number."""

import sqlite3
from typing import Any

from services.domain import address as addresses
from services.domain import phone, search
from services.domain.address import Address, AddressKind
from services.domain.contacts import ContactView, Twins
from services.domain.ids import ChatId, ContactId, InstanceId
from services.domain.models import ChatView, Page
from services.storage.queries import chats as chat_queries
from services.storage.queries import cursors

_ADDRESS = "SELECT min(a.address) FROM alias a WHERE a.contact_id = p.id AND a.address"
_COLUMNS = f"""p.id, p.own_name, p.name, p.business_name, p.push_name, p.blocked, p.listed,
  ({_ADDRESS} LIKE '%@s.whatsapp.net'), ({_ADDRESS} NOT LIKE '%@s.whatsapp.net')"""
_FEWEST_DIGITS = 3
# the part of the listing's text that is the shown name
_SHOWN_NAME = "substr(listed, 1, instr(listed || char(31), char(31)) - 1)"


def page(connection: sqlite3.Connection, typed: str, cursor: str | None, limit: int) -> Page[ContactView]:
    """People by name, those without one last; with something ``typed`` only those that match all its words."""
    conditions: list[str] = ["p.kind = 'person'"]
    parameters: list[Any] = []
    if cursor is not None:
        conditions.append("(p.listed, p.id) > (?, ?)")
        parameters += cursors.decode_text(cursor)
    wanted, wanted_parameters = _wanted(typed)
    rows = connection.execute(
        f"""SELECT {_COLUMNS} FROM contact p WHERE {" AND ".join([*conditions, *wanted])}
            ORDER BY p.listed, p.id LIMIT ?""",
        (*parameters, *wanted_parameters, limit + 1),
    ).fetchall()
    items = _views(connection, rows[:limit])
    more = len(rows) > limit
    return Page(items, cursors.encode_text(rows[limit - 1][6], rows[limit - 1][0]) if more else None)


def get(connection: sqlite3.Connection, ids: tuple[ContactId, ...]) -> tuple[ContactView, ...]:
    """These contacts, in no particular order."""
    if not ids:
        return ()
    marks = ",".join("?" * len(ids))
    rows = connection.execute(f"SELECT {_COLUMNS} FROM contact p WHERE p.id IN ({marks})", ids).fetchall()
    return _views(connection, rows)


def count(connection: sqlite3.Connection) -> int:
    """How many people there are."""
    return int(connection.execute("SELECT count(*) FROM contact WHERE kind = 'person'").fetchone()[0])


def conversations(connection: sqlite3.Connection, contact: ContactId) -> tuple[ChatView, ...]:
    """Every conversation with this person, over whichever number, latest first."""
    rows = connection.execute("SELECT id FROM chat WHERE contact_id = ?", (contact,)).fetchall()
    views = chat_queries.get(connection, tuple(ChatId(row[0]) for row in rows))
    return tuple(sorted(views, key=lambda view: (-(view.last_at_ms or 0), view.id)))


def twins(connection: sqlite3.Connection, limit: int) -> tuple[Twins, ...]:
    """Contacts that are likely one person: one number in two spellings first, then one name of two words."""
    pairs: dict[tuple[int, int], str] = {}
    for row in connection.execute(
        """SELECT DISTINCT a.contact_id, b.contact_id FROM alias a JOIN alias b ON b.match_key = a.match_key
           WHERE a.contact_id < b.contact_id LIMIT ?""",
        (limit,),
    ).fetchall():
        pairs[row[0], row[1]] = "number"
    for row in connection.execute(
        f"""SELECT min(id), max(id) FROM (SELECT id, {_SHOWN_NAME} AS shown FROM contact WHERE kind = 'person')
            WHERE instr(shown, ' ') GROUP BY shown HAVING count(*) > 1 LIMIT ?""",
        (limit,),
    ).fetchall():
        pairs.setdefault((row[0], row[1]), "name")
    views = {each.id: each for each in get(connection, tuple({ContactId(i) for pair in pairs for i in pair}))}
    return tuple(
        Twins(first=views[ContactId(first)], second=views[ContactId(second)], reason=reason)
        for (first, second), reason in list(pairs.items())[:limit]
    )


def talked_with(connection: sqlite3.Connection, instance: InstanceId, address: Address) -> Address | None:
    """Where a chat over this number with messages in it leads, in whichever spelling; None where there is none."""
    row = connection.execute(
        """SELECT c.address FROM alias a JOIN chat c ON c.contact_id = a.contact_id
           WHERE a.match_key = ? AND c.account_id = (SELECT account_id FROM instance WHERE id = ?)
             AND c.last_at IS NOT NULL LIMIT 1""",
        (address.match_key, instance),
    ).fetchone()
    return addresses.parse(row[0]) if row is not None else None


def _wanted(typed: str) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    parameters: list[Any] = []
    cleaned = search.clean(typed)
    digits = "".join(c for c in cleaned if c.isdigit())
    if digits and not any(c.isalpha() for c in cleaned):
        if len(digits) < _FEWEST_DIGITS:
            return ["instr(p.listed, ?)"], [digits]
        # the ninth digit may be typed and not stored, or the other way round
        return ["""(instr(p.listed, ?) OR EXISTS (SELECT 1 FROM alias a WHERE a.contact_id = p.id
                    AND (instr(a.address, ?) OR instr(a.match_key, ?))))"""], [
            digits, digits, addresses.without_ninth_digit(digits),
        ]  # fmt: skip
    for word in cleaned.split():
        # what SQLite's own folding does not know (Cyrillic capitals, say) is looked for as it was typed
        conditions.append("(instr(p.listed, ?) OR instr(p.listed, ?))")
        parameters += [search.fold(word), word]
    return conditions, parameters


def _views(connection: sqlite3.Connection, rows: list[Any]) -> tuple[ContactView, ...]:
    if not rows:
        return ()
    marks = ",".join("?" * len(rows))
    latest: dict[int, tuple[int, int]] = {}
    for contact, last_at, chat in connection.execute(
        f"SELECT contact_id, ifnull(last_at, 0), id FROM chat WHERE contact_id IN ({marks})", [row[0] for row in rows]
    ).fetchall():
        latest[contact] = max((last_at, chat), latest.get(contact, (0, 0)))
    return tuple(_view(row, *latest.get(row[0], (0, 0))) for row in rows)


def _view(row: Any, last_at: int, chat: int) -> ContactView:
    address = addresses.parse(row[7] or row[8]) or Address(AddressKind.RAW, "")
    name = next((each for each in row[1:5] if each and each.strip()), None)
    return ContactView(
        id=ContactId(row[0]),
        title=name or (phone.display(address.phone) if address.phone else address.id),
        address=address,
        phone=address.phone,
        own_name=row[1],
        name=row[2],
        business_name=row[3],
        push_name=row[4],
        blocked=bool(row[5]),
        chat_id=ChatId(chat) if chat else None,
        last_at_ms=last_at or None,
    )
