"""Merged change sets say what one would have said."""

from services.domain.changes import ChangeKind, ChangeSet, MessageChange, merge
from services.domain.ids import ChatId, InstanceId, MessageId


def change(kind: ChangeKind, message: int, chat: int = 1, *, notify: bool = False) -> ChangeSet:
    return ChangeSet(
        chats=frozenset({ChatId(chat)}), messages=(MessageChange(kind, ChatId(chat), MessageId(message), notify),)
    )


def test_nothing_is_false_and_anything_is_true() -> None:
    assert not ChangeSet()
    assert not merge([])
    for each in (
        ChangeSet(deliveries=True),
        ChangeSet(settings=frozenset({"theme"})),
        ChangeSet(instances=frozenset({InstanceId(1)})),
        ChangeSet(chats_merged=((ChatId(2), ChatId(1)),)),
        change(ChangeKind.ADDED, 1),
    ):
        assert each
        assert merge([ChangeSet(), each]) == each


def test_an_added_message_that_changes_stays_added_and_worth_a_notification() -> None:
    merged = merge([change(ChangeKind.ADDED, 7, notify=True), change(ChangeKind.CHANGED, 7)])
    assert merged.messages == (MessageChange(ChangeKind.ADDED, ChatId(1), MessageId(7), True),)


def test_what_was_removed_in_the_end_is_removed() -> None:
    merged = merge([change(ChangeKind.ADDED, 7), change(ChangeKind.REMOVED, 7), change(ChangeKind.CHANGED, 8)])
    assert [(m.kind, m.message_id) for m in merged.messages] == [(ChangeKind.REMOVED, 7), (ChangeKind.CHANGED, 8)]


def test_a_message_of_a_chat_that_was_joined_later_belongs_to_the_one_that_took_over() -> None:
    merged = merge(
        [
            change(ChangeKind.ADDED, 7, chat=3),
            ChangeSet(chats=frozenset({ChatId(2)}), chats_merged=((ChatId(3), ChatId(2)),)),
            ChangeSet(chats=frozenset({ChatId(1)}), chats_merged=((ChatId(2), ChatId(1)),)),
            change(ChangeKind.ADDED, 8, chat=1),
        ]
    )
    assert {m.chat_id for m in merged.messages} == {1}
    assert merged.chats == {1}
    assert merged.chats_merged == ((3, 2), (2, 1))
