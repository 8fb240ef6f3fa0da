"""Version 1: everything the skeleton needs. Marks (acks, reactions, edits, revokes) are keyed by the
WhatsApp id, not by our row, so that they may come before their message. Ids are never given out
twice (AUTOINCREMENT): windows, files and secrets remember them after the row is gone."""

import sqlite3

_STATEMENTS = (
    """CREATE TABLE gateway (
        id INTEGER PRIMARY KEY AUTOINCREMENT, provider TEXT NOT NULL, base_url TEXT NOT NULL, label TEXT NOT NULL DEFAULT '',
        created_at INTEGER NOT NULL, UNIQUE (provider, base_url))""",
    """CREATE TABLE account (
        id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT UNIQUE, lid TEXT, name TEXT, picture_url TEXT,
        created_at INTEGER NOT NULL)""",
    """CREATE TABLE instance (
        id INTEGER PRIMARY KEY AUTOINCREMENT, gateway_id INTEGER NOT NULL REFERENCES gateway, account_id INTEGER NOT NULL
        REFERENCES account, provider TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL DEFAULT '',
        hook_hash BLOB NOT NULL UNIQUE, state TEXT NOT NULL DEFAULT 'created', state_reason TEXT,
        state_since INTEGER NOT NULL, next_retry_at INTEGER,
        last_event_at INTEGER, state_told_at INTEGER NOT NULL DEFAULT 0, colour TEXT,
        demo INTEGER NOT NULL DEFAULT 0, paused INTEGER NOT NULL DEFAULT 0, webhook BLOB, created_at INTEGER NOT NULL,
        UNIQUE (gateway_id, name))""",
    """CREATE TABLE contact (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, name TEXT, business_name TEXT, push_name TEXT,
        picture_url TEXT, about TEXT, blocked INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL)""",
    """CREATE TABLE alias (
        address TEXT PRIMARY KEY, match_key TEXT NOT NULL, contact_id INTEGER NOT NULL REFERENCES contact)
        WITHOUT ROWID""",
    "CREATE INDEX alias_match ON alias (match_key)",
    "CREATE INDEX alias_contact ON alias (contact_id)",
    """CREATE TABLE chat (
        id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER NOT NULL REFERENCES account, contact_id INTEGER NOT NULL
        REFERENCES contact, instance_id INTEGER NOT NULL, address TEXT NOT NULL, is_group INTEGER NOT NULL DEFAULT 0,
        last_message_id INTEGER, last_at INTEGER, preview TEXT, preview_kind TEXT, preview_direction TEXT,
        preview_status INTEGER, preview_author TEXT, preview_deleted INTEGER NOT NULL DEFAULT 0,
        unread INTEGER NOT NULL DEFAULT 0, read_at INTEGER NOT NULL DEFAULT 0, archived INTEGER NOT NULL DEFAULT 0,
        pinned INTEGER NOT NULL DEFAULT 0, muted INTEGER NOT NULL DEFAULT 0, marked INTEGER NOT NULL DEFAULT 0,
        revision INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL, UNIQUE (account_id, contact_id))""",
    "CREATE INDEX chat_latest ON chat (pinned, last_at, id)",
    "CREATE INDEX chat_account ON chat (account_id, pinned, last_at, id)",
    "CREATE INDEX chat_contact ON chat (contact_id)",
    "CREATE INDEX chat_unread ON chat (unread) WHERE unread > 0",
    """CREATE TABLE message (
        id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER NOT NULL, chat_id INTEGER NOT NULL REFERENCES chat,
        instance_id INTEGER NOT NULL, stanza_id TEXT, provider_message_id TEXT, client_id TEXT,
        direction TEXT NOT NULL, kind TEXT NOT NULL, sent_at INTEGER NOT NULL, received_at INTEGER NOT NULL,
        time_inferred INTEGER NOT NULL DEFAULT 0, author_id INTEGER, author_name TEXT, text TEXT, status INTEGER,
        error_code TEXT, error_text TEXT, origin TEXT, edited INTEGER NOT NULL DEFAULT 0,
        deleted INTEGER NOT NULL DEFAULT 0, quoted_id TEXT, quoted BLOB, content BLOB, delivery_id INTEGER,
        revision INTEGER NOT NULL DEFAULT 0)""",
    "CREATE UNIQUE INDEX message_stanza ON message (account_id, stanza_id) WHERE stanza_id IS NOT NULL",
    "CREATE UNIQUE INDEX message_client ON message (client_id) WHERE client_id IS NOT NULL",
    "CREATE INDEX message_page ON message (chat_id, sent_at, id)",
    "CREATE INDEX message_unlinked ON message (chat_id) WHERE direction = 'out' AND stanza_id IS NULL",
    "CREATE INDEX message_author ON message (author_id) WHERE author_id IS NOT NULL",
    """CREATE TABLE media (
        message_id INTEGER PRIMARY KEY REFERENCES message ON DELETE CASCADE, mime TEXT, size INTEGER, file_name TEXT,
        sha256 TEXT, url TEXT, ref BLOB, duration_s REAL, width INTEGER, height INTEGER, pages INTEGER,
        waveform TEXT, thumbnail TEXT, animated INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL, path TEXT, error TEXT,
        attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER)""",
    "CREATE INDEX media_pending ON media (message_id) WHERE state = 'pending'",
    "CREATE INDEX media_downloading ON media (message_id) WHERE state = 'downloading'",
    """CREATE TABLE early_media (
        account_id INTEGER NOT NULL, stanza_id TEXT NOT NULL, media BLOB NOT NULL, PRIMARY KEY (account_id, stanza_id))
        WITHOUT ROWID""",
    """CREATE TABLE ack (
        account_id INTEGER NOT NULL, stanza_id TEXT NOT NULL, participant TEXT NOT NULL, status INTEGER NOT NULL,
        at INTEGER NOT NULL, code TEXT, text TEXT, PRIMARY KEY (account_id, stanza_id, participant, status))
        WITHOUT ROWID""",
    """CREATE TABLE reaction (
        account_id INTEGER NOT NULL, stanza_id TEXT NOT NULL, actor TEXT NOT NULL, emoji TEXT, from_me INTEGER NOT NULL,
        actor_id INTEGER, at INTEGER NOT NULL, PRIMARY KEY (account_id, stanza_id, actor)) WITHOUT ROWID""",
    "CREATE INDEX reaction_actor ON reaction (actor_id) WHERE actor_id IS NOT NULL",
    """CREATE TABLE edit (
        account_id INTEGER NOT NULL, stanza_id TEXT NOT NULL, at INTEGER NOT NULL, text TEXT,
        original INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (account_id, stanza_id, at, original)) WITHOUT ROWID""",
    """CREATE TABLE revoke (
        account_id INTEGER NOT NULL, stanza_id TEXT NOT NULL, at INTEGER NOT NULL, by TEXT,
        for_everyone INTEGER NOT NULL, PRIMARY KEY (account_id, stanza_id)) WITHOUT ROWID""",
    """CREATE TABLE poll_vote (
        account_id INTEGER NOT NULL, stanza_id TEXT NOT NULL, voter TEXT NOT NULL, options BLOB NOT NULL,
        at INTEGER NOT NULL, PRIMARY KEY (account_id, stanza_id, voter)) WITHOUT ROWID""",
    "CREATE INDEX poll_vote_voter ON poll_vote (voter)",
    """CREATE TABLE attempt (
        id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
        chat_id INTEGER NOT NULL, instance_id INTEGER NOT NULL, n INTEGER NOT NULL,
        state TEXT NOT NULL, boot_id TEXT, outgoing BLOB NOT NULL,
        next_at INTEGER NOT NULL DEFAULT 0, started_at INTEGER, finished_at INTEGER, error_code TEXT, error_text TEXT,
        undo BLOB)""",
    "CREATE INDEX attempt_message ON attempt (message_id, id)",
    "CREATE INDEX attempt_queued ON attempt (instance_id, id) WHERE state = 'queued'",
    "CREATE INDEX attempt_sending ON attempt (chat_id) WHERE state = 'sending'",
    "CREATE INDEX attempt_order ON attempt (chat_id, instance_id, id) WHERE state = 'queued'",
    """CREATE TABLE quick_reply (
        id INTEGER PRIMARY KEY AUTOINCREMENT, shortcut TEXT NOT NULL UNIQUE, title TEXT NOT NULL DEFAULT '',
        folder TEXT NOT NULL DEFAULT '', text TEXT NOT NULL, files BLOB NOT NULL, used_at INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE scheduled (
        id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL REFERENCES chat ON DELETE CASCADE,
        kind TEXT NOT NULL, text TEXT NOT NULL, due_at INTEGER NOT NULL, late TEXT NOT NULL, state TEXT NOT NULL,
        client_id TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, error TEXT)""",
    "CREATE INDEX scheduled_waiting ON scheduled (due_at) WHERE state = 'waiting'",
    "CREATE INDEX scheduled_open ON scheduled (state, due_at) WHERE state <> 'done'",
    "CREATE INDEX scheduled_chat ON scheduled (chat_id)",
    "CREATE TABLE draft (chat_id INTEGER PRIMARY KEY REFERENCES chat ON DELETE CASCADE, text TEXT NOT NULL, at INTEGER)",
    """CREATE TABLE delivery (
        id INTEGER PRIMARY KEY AUTOINCREMENT, instance_id INTEGER NOT NULL DEFAULT 0, provider TEXT, state TEXT NOT NULL,
        source TEXT NOT NULL, received_at INTEGER NOT NULL, digest BLOB NOT NULL, path TEXT NOT NULL DEFAULT '',
        headers BLOB NOT NULL, body BLOB, body_file TEXT, size INTEGER NOT NULL, event TEXT, error TEXT,
        duplicates INTEGER NOT NULL DEFAULT 0, last_received_at INTEGER, repeatable INTEGER NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0, conflicts INTEGER NOT NULL DEFAULT 0,
        check_names INTEGER NOT NULL DEFAULT 0, UNIQUE (instance_id, digest))""",
    "CREATE INDEX delivery_open ON delivery (state, id) WHERE state <> 'done'",
    "CREATE INDEX delivery_done ON delivery (last_received_at) WHERE state = 'done'",
    "CREATE INDEX delivery_instance ON delivery (instance_id, id)",
    """CREATE VIEW message_text AS
        SELECT id, text, 'chat' || chat_id AS chat FROM message WHERE text IS NOT NULL""",
    """CREATE VIRTUAL TABLE message_fts USING fts5 (
        text, chat, content = 'message_text', content_rowid = 'id', columnsize = 0,
        tokenize = "unicode61 remove_diacritics 2")""",
    """CREATE TABLE gap (
        id INTEGER PRIMARY KEY, instance_id INTEGER NOT NULL, account_id INTEGER NOT NULL, from_at INTEGER NOT NULL,
        to_at INTEGER NOT NULL, reason TEXT NOT NULL, UNIQUE (instance_id, from_at))""",
    "CREATE TABLE mark (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)


def migrate(connection: sqlite3.Connection) -> None:
    """Create the first schema."""
    for statement in _STATEMENTS:
        connection.execute(statement)
