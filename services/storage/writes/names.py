"""Names of contacts in step with what shows and finds them."""

from services.domain import search
from services.domain.ids import ChatId, ContactId
from services.storage.database import Tx
from services.storage.writes.changed import Changed


def folded(*names: str | None) -> str:
    """All names of a contact as the search compares them."""
    return search.fold("\n".join(each for each in names if each))


def follow(tx: Tx, changed: Changed, contact: ContactId) -> None:
    """A name is another one: the search finds it, every title that shows it is renewed."""
    row = tx.one("SELECT own_name, name, business_name, push_name FROM contact WHERE id = ?", contact)
    tx.execute("UPDATE contact SET folded = ?1 WHERE id = ?2 AND folded IS NOT ?1", (folded(*row), contact))
    tx.execute("UPDATE chat SET revision = revision + 1 WHERE contact_id = ?", (contact,))
    for (chat,) in tx.all("SELECT id FROM chat WHERE contact_id = ?", contact):
        changed.chats.add(ChatId(chat))
    changed.contacts.add(contact)
