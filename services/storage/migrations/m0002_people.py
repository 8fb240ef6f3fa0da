"""Version 2: labels, workflow, agents, notes, contacts of the desk's own, and indexes for every list.

``chat.lists`` has a bit for each list a conversation is in (``queries.lists`` names them), so that one index
for each order answers every filter without a look at the row. ``message_span`` knows the time that each block
of message ids spans: a date becomes ranges of ids, which the search index can take.
"""

import sqlite3

from services.domain import search

# ``archived``, ``ignored`` and ``snoozed_until`` take a chat out of the plain lists
_PLAIN = "(archived = 0 AND ignored = 0 AND snoozed_until IS NULL)"
_FOR_US = "(state = 'open' AND waiting_since IS NOT NULL)"
_FRESH = "(ignored = 0 AND (unread > 0 OR marked <> 0))"
_LISTS = f"""{_PLAIN} * 1 + ({_FRESH} AND snoozed_until IS NULL) * 2
  + ({_PLAIN} AND is_group = 0 AND {_FOR_US}) * 4
  + ({_PLAIN} AND is_group = 0 AND state <> 'resolved' AND NOT {_FOR_US}) * 8
  + ({_PLAIN} AND is_group <> 0) * 16 + (archived = 0 AND ignored = 0 AND snoozed_until IS NOT NULL) * 32
  + ({_PLAIN} AND state = 'resolved') * 64 + (ignored = 0 AND archived <> 0) * 128 + (ignored <> 0) * 256
  + ({_PLAIN} AND state <> 'resolved') * 512"""

_STATEMENTS = (
    "ALTER TABLE chat ADD COLUMN ignored INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE chat ADD COLUMN state TEXT NOT NULL DEFAULT 'open'",
    "ALTER TABLE chat ADD COLUMN snoozed_until INTEGER",
    "ALTER TABLE chat ADD COLUMN agent_id INTEGER",
    # up to which moment we have answered, and the first message of the customer after it
    "ALTER TABLE chat ADD COLUMN answered_at INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE chat ADD COLUMN waiting_since INTEGER",
    """UPDATE chat SET answered_at = ifnull((SELECT sent_at FROM message m WHERE m.chat_id = chat.id
         AND m.direction = 'out' ORDER BY m.sent_at DESC, m.id DESC LIMIT 1), 0) WHERE is_group = 0""",
    """UPDATE chat SET waiting_since = (SELECT m.sent_at FROM message m WHERE m.chat_id = chat.id
         AND m.sent_at > chat.answered_at AND m.direction = 'in' AND m.kind <> 'system' ORDER BY m.sent_at, m.id LIMIT 1)
         WHERE is_group = 0""",
    f"ALTER TABLE chat ADD COLUMN lists INTEGER GENERATED ALWAYS AS ({_LISTS}) VIRTUAL",
    f"ALTER TABLE chat ADD COLUMN fresh INTEGER GENERATED ALWAYS AS ({_FRESH}) VIRTUAL",
    """ALTER TABLE chat ADD COLUMN urgency INTEGER GENERATED ALWAYS AS (
         CASE WHEN state = 'open' AND waiting_since IS NOT NULL THEN -waiting_since ELSE -4611686018427387904 END)
         VIRTUAL""",
    "DROP INDEX chat_latest",
    "DROP INDEX chat_account",
    "CREATE INDEX chat_latest ON chat (pinned, last_at, id, lists, account_id, agent_id)",
    "CREATE INDEX chat_urgent ON chat (pinned, urgency, last_at, id, lists, account_id, agent_id)",
    "CREATE INDEX chat_fresh ON chat (pinned, fresh, last_at, id, lists, account_id, agent_id)",
    "CREATE INDEX chat_account ON chat (account_id, pinned, last_at, id, lists, agent_id)",
    "CREATE INDEX chat_agent ON chat (agent_id) WHERE agent_id IS NOT NULL",
    "CREATE INDEX chat_snoozed ON chat (snoozed_until) WHERE snoozed_until IS NOT NULL",
    "ALTER TABLE contact ADD COLUMN own_name TEXT",
    "ALTER TABLE contact ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contact ADD COLUMN picture_path TEXT",
    # all names in the search's own spelling
    "ALTER TABLE contact ADD COLUMN folded TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE message ADD COLUMN agent_id INTEGER",
    "ALTER TABLE scheduled ADD COLUMN agent_id INTEGER",
    # by chat too, so that the groups in which somebody wrote are found without their messages
    "DROP INDEX message_author",
    "CREATE INDEX message_author ON message (author_id, chat_id) WHERE author_id IS NOT NULL",
    """CREATE TABLE label (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, same TEXT NOT NULL UNIQUE, folded TEXT NOT NULL,
        colour TEXT NOT NULL)""",
    """CREATE TABLE chat_label (
        chat_id INTEGER NOT NULL REFERENCES chat ON DELETE CASCADE,
        label_id INTEGER NOT NULL REFERENCES label ON DELETE CASCADE, PRIMARY KEY (chat_id, label_id)) WITHOUT ROWID""",
    "CREATE INDEX chat_label_label ON chat_label (label_id, chat_id)",
    # what a gateway calls a label; ``made`` where ours exists only because of it
    """CREATE TABLE gateway_label (
        account_id INTEGER NOT NULL, remote_id TEXT NOT NULL, name TEXT, colour TEXT,
        label_id INTEGER REFERENCES label ON DELETE SET NULL, made INTEGER NOT NULL DEFAULT 0,
        at INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (account_id, remote_id)) WITHOUT ROWID""",
    "CREATE INDEX gateway_label_label ON gateway_label (label_id) WHERE label_id IS NOT NULL",
    # what a gateway, or an agent where it is linked, said last of a label on a chat; kept also before either is known
    """CREATE TABLE gateway_label_chat (
        account_id INTEGER NOT NULL, remote_id TEXT NOT NULL, match_key TEXT NOT NULL, assigned INTEGER NOT NULL,
        at INTEGER NOT NULL, told INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (account_id, remote_id, match_key))
        WITHOUT ROWID""",
    "CREATE INDEX gateway_label_chat_key ON gateway_label_chat (match_key, account_id)",
    "CREATE INDEX gateway_label_chat_untold ON gateway_label_chat (at) WHERE told = 0",
    """CREATE TABLE agent (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, same TEXT NOT NULL, colour TEXT NOT NULL,
        pin TEXT, wrong INTEGER NOT NULL DEFAULT 0, wrong_at INTEGER NOT NULL DEFAULT 0,
        removed INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL)""",
    "CREATE UNIQUE INDEX agent_name ON agent (same) WHERE removed = 0",
    """CREATE TABLE note (
        id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL REFERENCES chat ON DELETE CASCADE,
        agent_id INTEGER, text TEXT NOT NULL, at INTEGER NOT NULL, edited_at INTEGER,
        removed INTEGER NOT NULL DEFAULT 0)""",
    "CREATE INDEX note_chat ON note (chat_id, id)",
    """CREATE TABLE note_call (
        note_id INTEGER NOT NULL REFERENCES note ON DELETE CASCADE, agent_id INTEGER NOT NULL,
        seen INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (note_id, agent_id)) WITHOUT ROWID""",
    "CREATE INDEX note_call_open ON note_call (agent_id, note_id) WHERE seen = 0",
    """CREATE TABLE audit (
        id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, agent_id INTEGER, chat_id INTEGER,
        message_id INTEGER, deed TEXT NOT NULL, detail TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX audit_chat ON audit (chat_id, id) WHERE chat_id IS NOT NULL",
    "CREATE INDEX audit_agent ON audit (agent_id, id) WHERE agent_id IS NOT NULL",
    """CREATE TABLE field (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, same TEXT NOT NULL, kind TEXT NOT NULL,
        choices BLOB NOT NULL, removed INTEGER NOT NULL DEFAULT 0)""",
    "CREATE UNIQUE INDEX field_name ON field (same) WHERE removed = 0",
    """CREATE TABLE field_value (
        contact_id INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE, field_id INTEGER NOT NULL REFERENCES field,
        value TEXT NOT NULL, PRIMARY KEY (contact_id, field_id)) WITHOUT ROWID""",
    """CREATE TABLE saved_view (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, same TEXT NOT NULL UNIQUE, listing BLOB NOT NULL,
        position INTEGER NOT NULL)""",
    "CREATE TABLE message_span (block INTEGER PRIMARY KEY, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL)",
    """INSERT INTO message_span SELECT id >> 12, min(sent_at), max(sent_at) FROM message INDEXED BY message_page
       GROUP BY id >> 12""",
)
_SPAN = """INSERT INTO message_span VALUES (new.id >> 12, new.sent_at, new.sent_at)
    ON CONFLICT (block) DO UPDATE SET from_at = min(from_at, excluded.from_at), to_at = max(to_at, excluded.to_at)
    WHERE excluded.from_at < from_at OR excluded.to_at > to_at;"""
_TRIGGERS = (
    f"CREATE TRIGGER message_span_added AFTER INSERT ON message BEGIN {_SPAN} END",
    f"CREATE TRIGGER message_span_moved AFTER UPDATE OF sent_at ON message BEGIN {_SPAN} END",
)


def migrate(connection: sqlite3.Connection) -> None:
    """Add what the desk needs; every name is folded once, here."""
    for statement in (*_STATEMENTS, *_TRIGGERS):
        connection.execute(statement)
    for contact, *names in connection.execute("SELECT id, name, business_name, push_name FROM contact").fetchall():
        folded = search.fold("\n".join(each for each in names if each))
        connection.execute("UPDATE contact SET folded = ? WHERE id = ?", (folded, contact))
    connection.execute("CREATE INDEX contact_folded ON contact (folded)")
