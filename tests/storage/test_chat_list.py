"""The conversations list: what an agent puts where, and what each filter shows."""

import pytest

from services.domain import desk
from services.domain.content import Media, MessageKind, Peer
from services.domain.errors import NotFound
from services.domain.ids import ChatId
from services.domain.models import ChatFilter
from services.storage.queries import chats
from services.storage.writes import chats as writes
from services.storage.writes import workflow
from services.storage.writes.media import StoredFile, finish_media
from tests.factories import NOON_MS, echo, group, message
from tests.storage.store import Store, store


def act(opened: Store, chat: ChatId, action: desk.Action) -> None:
    opened.write(workflow.apply, (chat,), action, NOON_MS)


def shown(opened: Store, which: ChatFilter) -> list[ChatId]:
    ids = [chat.id for chat in opened.read(chats.page, None, None, 50, which).items]
    # the window decides by the same rule which changed chats belong into its list
    assert {chat.id for chat in opened.chats() if chat.is_in(which)} == set(ids)
    return ids


def test_every_filter_shows_its_own() -> None:
    with store() as opened:
        opened.see(message("A", 1, at=1), message("B", 2, at=2), echo("C", 2, at=3))
        opened.see(message("D", Peer(address=group(2), name="Bairro"), at=4, author=None))
        waiting, answered, many = sorted(chat.id for chat in opened.chats())
        opened.write(writes.mark_chat_read, answered)
        assert shown(opened, ChatFilter.ALL) == [many, answered, waiting]
        assert shown(opened, ChatFilter.WAITING) == [waiting]
        assert shown(opened, ChatFilter.GROUPS) == [many]
        assert shown(opened, ChatFilter.UNREAD) == [many, waiting]
        act(opened, answered, desk.MarkRead(read=False))
        assert shown(opened, ChatFilter.UNREAD) == [many, answered, waiting]
        opened.write(writes.mark_chat_read, answered)
        act(opened, answered, desk.Archive())
        assert shown(opened, ChatFilter.ARCHIVED) == [answered]
        assert shown(opened, ChatFilter.ALL) == [many, waiting]
        opened.see(message("E", 2, at=9))
        assert shown(opened, ChatFilter.ALL)[0] == answered
        opened.check()


def test_pinned_ones_stay_on_top_over_all_pages() -> None:
    with store() as opened:
        opened.see(*(message(f"M{n}", n, at=n) for n in range(1, 8)))
        ids = [chat.id for chat in opened.chats()]
        for chat in (ids[6], ids[2]):
            act(opened, chat, desk.Pin())
        seen: list[ChatId] = []
        cursor = None
        while True:
            page = opened.read(chats.page, None, cursor, 2)
            seen += [chat.id for chat in page.items]
            cursor = page.next
            if cursor is None:
                break
        assert seen == [ids[2], ids[6], ids[0], ids[1], ids[3], ids[4], ids[5]]


def test_a_chat_that_is_gone_is_told() -> None:
    with store() as opened, pytest.raises(NotFound):
        opened.write(writes.save_draft, ChatId(99), "Bom dia", NOON_MS)


def test_a_document_is_named_in_the_list() -> None:
    with store() as opened:
        menu = Media(mime="application/pdf", file_name="cardápio.pdf")
        opened.see(message("A", 1, None, kind=MessageKind.DOCUMENT, media=menu))
        assert opened.chats()[0].preview == "cardápio.pdf"
        opened.see(message("B", 1, "Segue o cardápio", kind=MessageKind.DOCUMENT, media=menu, at=2))
        assert opened.chats()[0].preview == "Segue o cardápio"
        opened.see(message("C", 1, None, kind=MessageKind.IMAGE, media=Media(mime="image/jpeg", file_name="x.jpg"), at=3))
        assert opened.chats()[0].preview is None
        opened.see(message("D", 1, None, kind=MessageKind.DOCUMENT, media=Media(mime="application/pdf"), at=4))
        opened.write(finish_media, opened.messages()[-1].id, StoredFile(path="ab/cd", size=9, file_name="nota.pdf"))
        assert opened.chats()[0].preview == "nota.pdf"
        opened.check()
