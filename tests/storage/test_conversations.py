"""What an agent sees and does besides reading: calls, groups, votes, reading elsewhere, files, pages, drafts."""

import itertools
from pathlib import Path

import pytest

from services.domain.changes import Presence
from services.domain.content import Content, Media, MessageKind, Peer, Poll, Quoted
from services.domain.errors import Invalid, NotFound
from services.domain.events import (
    CallSeen,
    ChatReadSeen,
    ChatSeen,
    GroupSeen,
    MediaSeen,
    MessageEdited,
    NoticeSeen,
    PollVoteSeen,
    PresenceSeen,
    PresenceState,
)
from services.domain.ids import ChatId, MessageId
from services.domain.models import MediaState
from services.storage.media_store import MediaStore
from services.storage.queries import chats, cursors, messages
from services.storage.queries import media as media_queries
from services.storage.writes import chats as chat_writes
from services.storage.writes import media
from tests.factories import NOON_MS, echo, group, message, name, peer, phone, user
from tests.storage.store import Store, store


def unread(opened: Store) -> int:
    return opened.chats()[0].unread


def test_a_call_is_one_line_that_ends_as_it_ended_in_every_order() -> None:
    phases = [
        CallSeen(call_id="C", phase=phase, caller=peer(1), occurred_at_ms=NOON_MS, duration_s=duration)
        for phase, duration in (("offer", None), ("accepted", None), ("ended", 42))
    ]
    for order in itertools.permutations([*phases, phases[0]]):
        with store() as opened:
            opened.see(*order)
            (line,) = opened.messages()
            assert line.content is not None and line.content.call is not None
            assert (line.kind, line.content.call.phase, line.content.call.duration_s) == (MessageKind.CALL, "ended", 42)


def test_what_happens_in_a_group_is_a_line_that_counts_as_nothing_new() -> None:
    where = Peer(address=group(1), name="Bairro")
    added = GroupSeen(group=where, action="add", actor=peer(1), members=(peer(2),), occurred_at_ms=NOON_MS)
    with store() as opened:
        opened.see(added, added)
        opened.see(GroupSeen(group=where, action="subject", subject="Bairro Novo", occurred_at_ms=NOON_MS + 1000))
        (chat,) = opened.chats()
        assert (chat.title, chat.unread, chat.is_group) == ("Bairro Novo", 0, True)
        notices = [m.content.system for m in opened.messages() if m.content]
        assert [(n.code, n.actor, n.subjects) for n in notices if n] == [
            ("group_add", name(1), (name(2),)),
            ("group_subject", None, ()),
        ]


def test_who_is_quoted_in_a_group_is_known_by_the_number_they_write_with() -> None:
    where = Peer(address=group(1), name="Bairro")
    with store() as opened:
        opened.see(
            message("A", where, "Às 6h?", author=peer(1)),
            message("B", where, "Sim", at=1, author=peer(2), quoted=Quoted(stanza_id="A", text="Às 6h?")),
        )
        asked, answered = opened.messages()
        assert answered.quoted is not None
        assert answered.quoted.phone == asked.author.phone == user(1).phone


def test_reading_on_the_phone_lowers_the_counter_as_far_as_was_read() -> None:
    with store() as opened:
        opened.see(*(message(f"M{n}", at=n) for n in range(5)))
        opened.see(ChatReadSeen(stanza_ids=("M1", "M2")))
        assert unread(opened) == 2
        opened.see(ChatReadSeen(stanza_ids=("M0",)), ChatReadSeen(stanza_ids=("UNKNOWN",)))
        assert unread(opened) == 2
        opened.see(ChatReadSeen(chat=user(1), occurred_at_ms=NOON_MS + 3500))
        assert unread(opened) == 1
        opened.see(ChatReadSeen(chat=user(1)), at_ms=NOON_MS + 3_600_000)
        assert unread(opened) == 0
        opened.see(message("M9", at=9))
        assert unread(opened) == 1, "a clock that is ahead hides nothing"
        opened.see(ChatReadSeen(chat=user(77)))


def test_an_answer_from_the_phone_reads_what_stands_above_it() -> None:
    with store() as opened:
        opened.see(message("A", at=0), message("C", at=20))
        opened.see(echo("B", at=10))
        assert unread(opened) == 1
        opened.check()


def test_reading_here_and_drafts() -> None:
    with store() as opened:
        opened.see(message("A"), message("B", 2))
        (chat, _) = opened.chats()
        assert opened.read(chats.totals) == (2, 2)
        opened.write(chat_writes.mark_chat_read, chat.id)
        published = len(opened.published)
        opened.write(chat_writes.mark_chat_read, chat.id)
        assert len(opened.published) == published, "nothing changed, nothing is told"
        assert opened.read(chats.totals) == (1, 1)
        opened.write(chat_writes.save_draft, chat.id, "Já v", NOON_MS)
        assert opened.read(chats.get, (chat.id,))[0].draft == "Já v"
        opened.write(chat_writes.save_draft, chat.id, "", NOON_MS)
        assert opened.read(chats.get, (chat.id,))[0].draft is None
        with pytest.raises(NotFound):
            opened.write(chat_writes.save_draft, ChatId(99), "x", NOON_MS)


def test_an_archived_chat_comes_back_when_the_customer_writes() -> None:
    with store() as opened:
        opened.see(message("A"), ChatSeen(chat=peer(1), archived=True, pinned=True, muted=True))
        (chat,) = opened.chats()
        assert (chat.archived, chat.pinned, chat.muted) == (True, True, True)
        opened.see(echo("B", at=1))
        assert opened.chats()[0].archived
        opened.see(message("C", at=2))
        assert not opened.chats()[0].archived


def test_a_vote_replaces_the_one_before_in_every_order() -> None:
    votes = [
        PollVoteSeen(stanza_id="P", voter=peer(1), options=options, occurred_at_ms=NOON_MS + n)
        for n, options in enumerate([("Milho",), ("Milho", "Fubá"), ("Fubá",)])
    ]
    for order in itertools.permutations(votes):
        with store() as opened:
            opened.see(*order, PollVoteSeen(stanza_id="P", voter=peer(1), undecrypted=True))
            assert opened.sql("SELECT options FROM poll_vote") == [(b'["Fub\xc3\xa1"]',)]


def test_typing_is_told_and_never_stored() -> None:
    with store() as opened:
        opened.see(message("A"))
        before = opened.connection.total_changes
        applied = opened.see(
            PresenceSeen(chat=user(1), state=PresenceState.TYPING, who=user(1)),
            PresenceSeen(chat=user(50), state=PresenceState.TYPING),
            NoticeSeen(level="warning", code="quality"),
        )
        assert applied.fleeting[0] == Presence(opened.chats()[0].id, PresenceState.TYPING, name(1))
        assert len(applied.fleeting) == 2
        assert opened.connection.total_changes == before


def test_pages_of_a_conversation_meet_without_gap_or_overlap() -> None:
    with store() as opened:
        opened.see(*(message(f"M{n:02}", at=n // 3) for n in range(35)))
        (chat,) = opened.chats()
        ids = [m.id for m in opened.read(messages.latest, chat.id, 100).items]
        page = opened.read(messages.latest, chat.id, 10)
        assert page.has_older and not page.has_newer
        backwards = list(page.items)
        while page.has_older:
            page = opened.read(messages.before, chat.id, page.items[0].id, 10)
            assert page.has_newer
            backwards = [*page.items, *backwards]
        assert [m.id for m in backwards] == ids
        page = opened.read(messages.after, chat.id, ids[0], 20)
        assert ([m.id for m in page.items], page.has_newer) == (ids[1:21], True)
        page = opened.read(messages.around, ids[17], 10)
        assert [m.id for m in page.items] == ids[12:22]
        assert [m.id for m in opened.read(messages.get, (ids[5], MessageId(999), ids[3]))] == [ids[3], ids[5]]
        assert opened.read(messages.get, ()) == ()
        for query, *args in (
            (messages.latest, ChatId(9), 10),
            (messages.before, chat.id, MessageId(999), 10),
            (messages.around, MessageId(999), 10),
        ):
            with pytest.raises(NotFound):
                opened.read(query, *args)


def test_pages_of_the_inbox_meet_without_gap_or_overlap() -> None:
    with store() as opened:
        opened.see(*(message(f"M{n:02}", n, at=n // 4) for n in range(33)))
        cursor, seen = None, []
        while True:
            page = opened.read(chats.page, opened.instance, cursor, 7)
            seen += [c.id for c in page.items]
            cursor = page.next
            if cursor is None:
                break
        assert seen == [c.id for c in opened.chats()]
        assert len(set(seen)) == 33
        assert opened.read(chats.get, ()) == ()


@pytest.mark.parametrize(
    "cursor", ["", "x", "bnVsbA", "WzEsMl0é", cursors.encode(1), cursors.encode(1, 2, 3, 4), "W10", "WzFlOTk5LDJd"]
)
def test_a_cursor_of_somebody_else_is_refused(cursor: str) -> None:
    with store() as opened, pytest.raises(Invalid, match="cursor"):
        opened.read(chats.page, None, cursor, 10)


def test_a_quote_shows_what_is_stored_of_it() -> None:
    with store() as opened:
        opened.see(echo("Q", text="R$ 10"), message("A", at=1, quoted=Quoted(stanza_id="Q", text="R$ 10")))
        opened.see(message("B", at=2, quoted=Quoted(stanza_id="GONE", text="antigo", from_me=True)))
        first, answer, other = opened.messages()
        assert answer.quoted is not None and other.quoted is not None
        assert (answer.quoted.message_id, answer.quoted.from_me) == (first.id, True)
        assert (other.quoted.message_id, other.quoted.text) == (None, "antigo")


def test_a_file_on_its_way() -> None:
    with store() as opened:
        picture = message("A", 1, None, kind=MessageKind.IMAGE, media=Media(url="https://gateway.invalid/1"))
        opened.see(picture)
        (wanted,) = opened.read(media_queries.pending, NOON_MS, 5)
        opened.write(media.set_media_state, wanted.message_id, MediaState.DOWNLOADING, None, None)
        assert opened.read(media_queries.pending, NOON_MS, 5) == ()
        opened.write(media.restart_downloads)
        opened.write(media.set_media_state, wanted.message_id, MediaState.PENDING, "time-out", NOON_MS + 1000)
        assert opened.read(media_queries.pending, NOON_MS, 5) == ()
        assert opened.read(media_queries.next_due) == NOON_MS + 1000
        opened.write(media.finish_media, wanted.message_id, media.StoredFile(path="ab/abc", size=5, mime="image/png"))
        opened.see(picture, MediaSeen(stanza_id="A", media=Media(url="https://gateway.invalid/2", file_name="foto.png")))
        (shown,) = opened.messages()
        assert shown.media is not None
        assert (shown.media.state, shown.media.path, shown.media.file_name) == (MediaState.READY, "ab/abc", "foto.png")
        with pytest.raises(Invalid):
            opened.write(media.retry_media, shown.id)
        with pytest.raises(NotFound):
            opened.write(media.retry_media, MessageId(99))


async def test_files_are_stored_by_content_and_never_outside_their_folder(tmp_path: Path) -> None:
    kept = MediaStore(tmp_path)
    first = kept.put(b"the same")
    assert kept.put(b"the same") == first
    assert kept.path(first).read_bytes() == b"the same"
    for escape in ("../x", "/etc/passwd", "ab/../../x"):
        with pytest.raises(ValueError, match=escape.replace(".", r"\.")):
            kept.path(escape)
    (tmp_path / "ab").mkdir(exist_ok=True)
    (tmp_path / "ab" / "left.part").write_bytes(b"half")
    assert kept.remove_parts() == 1


def test_a_chat_without_a_name_shows_its_number() -> None:
    with store() as opened:
        opened.see(message("A", Peer(address=user(1))))
        digits = phone(1)
        assert opened.chats()[0].title == f"+55 {digits[2:4]} {digits[4:9]}-{digits[9:]}"


def test_votes_edits_and_the_quoted_name_are_shown() -> None:
    question = Content(poll=Poll(question="Qual?", options=("6h", "7h")))
    with store() as opened:
        opened.see(
            message("P", 1, "x", kind=MessageKind.POLL, content=question),
            PollVoteSeen(stanza_id="P", voter=peer(1), options=("7h",), occurred_at_ms=NOON_MS + 1),
            message("E", 1, "antes", at=2),
            MessageEdited(stanza_id="E", text="depois", occurred_at_ms=NOON_MS + 3000),
            message("Q", 1, "sim", at=4, quoted=Quoted(stanza_id="E", text="antes")),
        )
        poll, edited, answer = opened.messages()
        assert [(vote.options, vote.voter) for vote in poll.votes] == [(("7h",), name(1))]
        assert answer.quoted is not None and answer.quoted.author == name(1)
        texts = opened.read(messages.history, edited.id)
        assert [(edit.text, edit.original) for edit in texts] == [("antes", True), ("depois", False)]
        assert opened.read(messages.history, poll.id) == ()
        with pytest.raises(NotFound):
            opened.read(messages.history, MessageId(999))
