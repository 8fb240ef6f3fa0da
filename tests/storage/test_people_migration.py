"""A database of the first version, with a desk's data in it, comes up to the present one and works on."""

import sqlite3
from pathlib import Path

from services.domain.desk import ChatSort, Listing
from services.domain.ids import AccountId, InstanceId
from services.domain.models import ChatFilter
from services.storage import migrations
from services.storage.database import APPLICATION_ID, Tx
from services.storage.queries import chats, search
from services.storage.writes import apply
from services.storage.writes.context import Context
from tests.factories import NOON_MS, echo, message, name, phone, user

_AT = NOON_MS - 86_400_000


def test_a_first_version_with_data(tmp_path: Path) -> None:
    path = tmp_path / "balcao.db"
    connection = sqlite3.connect(path, isolation_level=None)
    migrations.migrate(connection, path, APPLICATION_ID, migrations.MIGRATIONS[:1])
    connection.execute("INSERT INTO gateway VALUES (1, 'evolution', 'http://gateway.invalid', '', 1)")
    connection.execute("INSERT INTO account (id, address, created_at) VALUES (1, '551140028922@s.whatsapp.net', 1)")
    connection.execute(
        """INSERT INTO instance (id, gateway_id, account_id, provider, name, hook_hash, state_since, created_at)
           VALUES (1, 1, 1, 'evolution', 'loja', x'00', 1, 1)"""
    )
    number = 0
    for who, directions in ((1, "in out in in"), (2, "in out"), (3, "in"), (4, "out")):
        address = user(who)
        connection.execute("INSERT INTO contact (id, kind, push_name, created_at) VALUES (?, 'person', ?, 1)", (who, name(who)))
        connection.execute("INSERT INTO alias VALUES (?, ?, ?)", (str(address), address.match_key, who))
        connection.execute(
            """INSERT INTO chat (id, account_id, contact_id, instance_id, address, created_at) VALUES (?, 1, ?, 1, ?, 1)""",
            (who, who, str(address)),
        )
        for direction in directions.split():
            number += 1
            connection.execute(
                """INSERT INTO message (id, account_id, chat_id, instance_id, stanza_id, direction, kind, sent_at, received_at,
                     text) VALUES (?, 1, ?, 1, ?, ?, 'text', ?, 1, 'quero bolo')""",
                (number, who, f"OLD{number}", direction, _AT + number * 1000),
            )
            connection.execute("INSERT INTO message_fts (rowid, text, chat) VALUES (?, 'quero bolo', ?)", (number, f"chat{who}"))
            connection.execute(
                "UPDATE chat SET last_message_id = ?, last_at = ?, preview = 'quero bolo', preview_direction = ? WHERE id = ?",
                (number, _AT + number * 1000, direction, who),
            )
    migrations.migrate(connection, path, APPLICATION_ID, migrations.MIGRATIONS[:2])
    for who, removed in (("Ana", 1), ("Rita", 0), ("Caio", 0)):
        connection.execute(
            "INSERT INTO agent (name, same, colour, created_at, removed) VALUES (?1, lower(?1), '#aa3366', 1, ?2)", (who, removed)
        )
    migrations.migrate(connection, path, APPLICATION_ID)
    assert connection.execute("SELECT name FROM agent WHERE admin = 1").fetchall() == [("Rita",)]
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []

    def listed(which: ChatFilter, sort: ChatSort = ChatSort.LATEST) -> list[int]:
        return [c.id for c in chats.listed(connection, Listing(which=which, sort=sort), None, None, 50).items]

    assert listed(ChatFilter.ALL) == [4, 3, 2, 1]
    # the third message of the first one is the oldest that nobody has answered
    assert listed(ChatFilter.WAITING, ChatSort.OLDEST_WAITING) == [1, 3]
    assert listed(ChatFilter.WAITING_FOR_THEM) == [4, 2]
    assert chats.listed(connection, Listing(which=ChatFilter.WAITING), None, None, 1).items[0].waiting_since_ms == _AT + 7000
    assert [c.id for c in search.chats(connection, name(2), 5)] == [2]
    assert [c.id for c in search.chats(connection, phone(3)[-8:], 5)] == [3]
    assert len(search.everything(connection, "bolo after:2020-01-01 ", 50).messages) == number
    assert search.everything(connection, "bolo before:2020-01-01 ", 50).messages == ()
    assert len(search.everything(connection, "bol", 50).messages) == number
    assert len(search.everything(connection, "quer", 50).messages) == number
    # and it goes on
    tx = Tx(connection)
    context = Context(instance_id=InstanceId(1), account_id=AccountId(1), received_at_ms=NOON_MS)
    apply.apply_events(tx, context, [echo("NEW1", 1, at=1), message("NEW2", 2, at=2)])
    assert listed(ChatFilter.WAITING, ChatSort.OLDEST_WAITING) == [3, 2]
    assert len(search.everything(connection, "dia after:2020-01-01 ", 50).messages) == 2
    connection.close()
    assert (tmp_path / "balcao-before-v2.db").exists()
