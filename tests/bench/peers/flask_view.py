"""A Flask view with one transaction per webhook, under waitress or gunicorn."""

import hashlib
import hmac
import json
import os
import sqlite3
import sys
import threading

from flask import Flask, jsonify, request

_SCHEMA = """
CREATE TABLE IF NOT EXISTS event (id INTEGER PRIMARY KEY, received_at REAL DEFAULT (julianday()), body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS contact (id INTEGER PRIMARY KEY, jid TEXT NOT NULL UNIQUE, name TEXT);
CREATE TABLE IF NOT EXISTS chat (id INTEGER PRIMARY KEY, contact_id INTEGER NOT NULL UNIQUE REFERENCES contact,
  last_at INTEGER, preview TEXT, unread INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS message (id INTEGER PRIMARY KEY, chat_id INTEGER NOT NULL REFERENCES chat,
  message_id TEXT NOT NULL UNIQUE, from_me INTEGER NOT NULL, text TEXT, sent_at INTEGER NOT NULL);
"""


def make(path: str, secret: str) -> Flask:
    """The application; its database is at ``path``."""
    app = Flask(__name__)
    local = threading.local()

    def connection() -> sqlite3.Connection:
        if not hasattr(local, "connection"):
            local.connection = sqlite3.connect(path, timeout=30, isolation_level=None)
            local.connection.execute("PRAGMA journal_mode=WAL")
            local.connection.execute("PRAGMA synchronous=FULL")
        opened: sqlite3.Connection = local.connection
        return opened

    connection().executescript(_SCHEMA)

    @app.post("/webhook")
    def webhook():
        raw = request.get_data()
        expected = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(request.headers.get("X-Signature", ""), expected):
            return jsonify(status="error"), 401
        data = json.loads(raw)["data"]
        database = connection()
        database.execute("BEGIN IMMEDIATE")
        try:
            database.execute("INSERT INTO event (body) VALUES (?)", (raw,))
            jid, text, at = data["key"]["remoteJid"], data["message"]["conversation"], data["messageTimestamp"]
            contact = database.execute(
                "INSERT INTO contact (jid, name) VALUES (?, ?) ON CONFLICT (jid) DO UPDATE SET name = excluded.name "
                "RETURNING id",
                (jid, data["pushName"]),
            ).fetchone()[0]
            chat = database.execute(
                "INSERT INTO chat (contact_id, last_at, preview, unread) VALUES (?, ?, ?, 1) ON CONFLICT (contact_id) "
                "DO UPDATE SET last_at = excluded.last_at, preview = excluded.preview, unread = unread + 1 RETURNING id",
                (contact, at, text),
            ).fetchone()[0]
            database.execute(
                "INSERT OR IGNORE INTO message (chat_id, message_id, from_me, text, sent_at) VALUES (?, ?, ?, ?, ?)",
                (chat, data["key"]["id"], data["key"]["fromMe"], text, at),
            )
            database.execute("COMMIT")
        except BaseException:
            database.execute("ROLLBACK")
            raise
        return jsonify(status="success")

    return app


def from_environment() -> Flask:
    """For gunicorn."""
    return make(os.environ["PEER_DATABASE"], os.environ["PEER_SECRET"])


if __name__ == "__main__":
    import waitress

    waitress.serve(from_environment(), host="127.0.0.1", port=int(sys.argv[1]), threads=8, backlog=512)
