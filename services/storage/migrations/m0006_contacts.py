"""Version 6: contacts in the order of their names and found without accents, what a chat holds as pictures,
documents and links by index, and what a merge of two contacts has to remember to be taken back.

The column ``listed`` is made by SQLite itself from the names, so no write can forget it.
"""

import sqlite3

# small letters without accents, as far as SQLite's own functions go: what Portuguese and its neighbours write
_ACCENTED = {
    "a": "àáâãäåÀÁÂÃÄÅ", "c": "çÇ", "e": "èéêëÈÉÊË", "i": "ìíîïÌÍÎÏ", "n": "ñÑ", "o": "òóôõöÒÓÔÕÖ",
    "u": "ùúûüÙÚÛÜ", "y": "ýÿÝ", "": "\u0300\u0301\u0302\u0303\u0308\u0327",
}  # fmt: skip
_LETTERS = tuple((letter, plain) for plain, letters in _ACCENTED.items() for letter in letters)
# nested deeper, SQLite's parser gives up
_AT_ONCE = 16
# the shown name comes first, so that the column is its order too; those without a name come last
_NAMES = """coalesce(nullif(trim(substr(ifnull(own_name || char(31), '') || ifnull(name || char(31), '')
  || ifnull(business_name || char(31), '') || ifnull(push_name, ''), 1, 400)), ''), char(1114109))"""


def _columns() -> tuple[str, ...]:
    chunks = [_LETTERS[at : at + _AT_ONCE] for at in range(0, len(_LETTERS), _AT_ONCE)]
    made, before = [], f"lower({_NAMES})"
    for number, chunk in enumerate(chunks, start=1):
        name = "listed" if number == len(chunks) else f"listed_{number}"
        for letter, plain in chunk:
            before = f"replace({before}, '{letter}', '{plain}')"
        made.append(f"ALTER TABLE contact ADD COLUMN {name} TEXT AS ({before}) VIRTUAL")
        before = name
    return tuple(made)


_STATEMENTS = (
    *_columns(),
    # brought in from a file: it stays, also without a name and without a chat
    "ALTER TABLE contact ADD COLUMN kept INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX contact_listing ON contact (listed, id) WHERE kind = 'person'",
    """CREATE INDEX message_pictures ON message (chat_id, sent_at, id)
        WHERE kind IN ('image', 'video', 'gif', 'video_note')""",
    "CREATE INDEX message_documents ON message (chat_id, sent_at, id) WHERE kind = 'document'",
    """CREATE INDEX message_links ON message (chat_id, sent_at, id)
        WHERE instr(text, '://') + instr(text, 'www.') + instr(text, '.com') > 0""",
    """CREATE TABLE contact_merge (
        id INTEGER PRIMARY KEY AUTOINCREMENT, into_id INTEGER NOT NULL, gone_id INTEGER NOT NULL, at INTEGER NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0, facts BLOB NOT NULL)""",
    """CREATE TABLE contact_merge_row (
        merge_id INTEGER NOT NULL REFERENCES contact_merge ON DELETE CASCADE, what TEXT NOT NULL, row INTEGER NOT NULL,
        place INTEGER NOT NULL, PRIMARY KEY (merge_id, what, row)) WITHOUT ROWID""",
    "CREATE INDEX contact_merge_into ON contact_merge (into_id) WHERE undone = 0",
)


def migrate(connection: sqlite3.Connection) -> None:
    """Add what contacts, shared files and merges need."""
    for statement in _STATEMENTS:
        connection.execute(statement)
