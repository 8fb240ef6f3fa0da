"""Stars, messages hidden here, and people of contact cards."""

import pytest

from services.domain.changes import ChangeKind
from services.domain.content import Quoted
from services.domain.errors import Invalid, NotFound
from services.domain.events import MessageEdited
from services.domain.ids import MessageId
from services.storage.queries import messages, search
from services.storage.writes import contacts, shown
from tests.factories import NOON_MS, message, peer, user
from tests.storage.store import store


def test_a_star_stays_is_told_once_and_is_found_again() -> None:
    with store() as opened:
        opened.see(*(message(f"M{n}", at=n) for n in range(3)))
        first, middle, last = (m.id for m in opened.messages())
        opened.write(shown.star, (first, last), True)
        assert [m.starred for m in opened.messages()] == [True, False, True]
        told = opened.published[-1].messages
        assert [(c.kind, c.message_id) for c in told] == [(ChangeKind.CHANGED, first), (ChangeKind.CHANGED, last)]
        count = len(opened.published)
        opened.write(shown.star, (first,), True)
        assert len(opened.published) == count
        opened.crash()
        chat = opened.chats()[0].id
        assert [m.id for m in opened.read(messages.starred, chat, 50)] == [last, first]
        opened.write(shown.star, (first, middle), False)
        assert [m.id for m in opened.read(messages.starred, chat, 50)] == [last]
        with pytest.raises(NotFound):
            opened.write(shown.star, (first, MessageId(999)), True)
        assert not opened.messages()[0].starred


def test_a_hidden_message_is_nowhere_and_nothing_brings_it_back() -> None:
    with store() as opened:
        bad, answer = message("BAD", text="segredo antigo"), message(
            "ANSWER", text="e isso?", at=5, quoted=Quoted(stanza_id="BAD", text="segredo antigo")
        )
        opened.see(bad, answer, message("LAST", text="tchau segredo", at=9))
        ids = [m.id for m in opened.messages()]
        opened.write(shown.hide, (ids[0], ids[2]))
        assert {(c.kind, c.message_id) for c in opened.published[-1].messages} == {
            (ChangeKind.REMOVED, ids[0]), (ChangeKind.REMOVED, ids[2]),
        }  # fmt: skip
        opened.check()
        # the same delivery again, the catch-up, and an edit of what is hidden
        opened.see(bad)
        opened.see(bad, backfill=True)
        opened.see(MessageEdited(stanza_id="LAST", chat=peer(1), text="segredo mudado", occurred_at_ms=NOON_MS + 20_000))
        opened.check()
        (only,) = opened.messages()
        assert only.id == ids[1] and only.quoted is not None and only.quoted.message_id is None
        (row,) = opened.chats()
        assert (row.preview, row.unread) == ("e isso?", 1)
        assert opened.read(messages.get, tuple(ids)) == (only,)
        assert opened.read(search.in_chat, row.id, "segredo", 10) == ()
        assert opened.read(search.everything, "segredo", 10).messages == ()
        opened.write(shown.unhide, (ids[0], ids[2]))
        assert {c.kind for c in opened.published[-1].messages} == {ChangeKind.ADDED}
        assert [m.text for m in opened.messages()] == ["segredo antigo", "e isso?", "segredo mudado"]
        assert opened.chats()[0].unread == 3
        assert len(opened.read(search.in_chat, row.id, "segredo", 10)) == 2
        opened.check()


def test_a_conversation_of_which_all_is_hidden_keeps_its_place() -> None:
    with store() as opened:
        opened.see(message("M1"))
        opened.write(shown.hide, (opened.messages()[0].id,))
        (row,) = opened.chats()
        assert (row.preview, row.unread, row.last_at_ms) == (None, 0, NOON_MS)
        opened.see(message("M2", text="voltei", at=3))
        assert opened.chats()[0].preview == "voltei"


def test_an_answer_that_waits_to_be_sent_is_not_hidden() -> None:
    with store() as opened:
        opened.see(message("M1"))
        waiting = opened.compose(opened.chats()[0].id)
        with pytest.raises(Invalid):
            opened.write(shown.hide, (opened.messages()[0].id, waiting))
        assert len(opened.messages()) == 2


def test_a_card_gives_a_name_that_what_gateways_tell_does_not_undo() -> None:
    with store() as opened:
        opened.write(contacts.name_address, user(2), "Joana & Filhos", NOON_MS)
        opened.see(message("M1", 1), message("M2", 2, at=60))
        opened.write(contacts.name_address, user(1), "Marina do 12", NOON_MS)
        opened.see(message("M3", 1, at=90), message("M4", 2, at=91))
        assert {c.title for c in opened.chats()} == {"Marina do 12", "Joana & Filhos"}
        # who named them is known afterwards, as where it is done on the contact's page
        assert opened.sql("SELECT detail FROM audit ORDER BY id") == [("Joana & Filhos",), ("Marina do 12",)]


def test_an_edit_that_is_told_twice_is_one_version() -> None:
    with store() as opened:
        opened.see(message("M1", text="às 14h"))
        for late in (0, 3, 9):
            changed = MessageEdited(stanza_id="M1", chat=peer(1), text="às 15h", occurred_at_ms=NOON_MS + 60_000 + late)
            opened.see(changed, at_ms=NOON_MS + 60_000 + late)
        opened.see(MessageEdited(stanza_id="M1", chat=peer(1), text="às 14h", occurred_at_ms=NOON_MS + 90_000))
        (row,) = opened.messages()
        assert (row.text, row.edited) == ("às 14h", True)
        assert [edit.text for edit in opened.read(messages.history, row.id)] == ["às 14h", "às 15h", "às 14h"]
