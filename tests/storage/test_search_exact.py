"""Whatever way the search takes: what it finds is what looking at every message finds, the newest first."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate
from typing import NamedTuple
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from services.domain import search as domain
from services.storage.queries import search
from tests.factories import NOON_MS, message, phone
from tests.storage.store import store

_LIMIT = 2
_SAID = ("bolo", "Bolo bom", "bolo de nozes", "pão e bolo", "BOLÔ", "bolos", "bom dia", "dia bom nozes", "")
_CHATS = (1, 2, 3)


class Said(NamedTuple):
    """A message: how many ids after the one before (a block has 256), its moment, and what it is."""

    ids_later: int
    moment: int
    chat: int
    text: str
    direction: str
    hidden: bool


_messages = st.lists(
    st.builds(
        Said, st.sampled_from((1, 90, 700)), st.integers(0, 40), st.sampled_from(_CHATS), st.sampled_from(_SAID),
        st.sampled_from(("in", "out")), st.integers(0, 9).map(lambda n: n == 0),
    ),
    min_size=10, max_size=30,
)  # fmt: skip
_typed = st.sampled_from(
    (
        "bolo ", "bolo ", "bolo from:eu ", "bolo from:eu ", "bolo", "bo", "bol", "bolo nozes", '"bolo de nozes"', '"bom dia" ',
        "dia bom ", "nozes in:{0} ", "bolo em:{1} in:{0}", "bolo from:{2} ", "in:{1} ", "bolo depois:22/09/2026 ",
        "antes:01/01/2020 bolo ",
    )
)  # fmt: skip


@contextmanager
def looking_at_first(messages: int) -> Iterator[None]:
    """With small numbers a handful of messages takes every way that a million takes."""
    with mock.patch.object(search, "_FIRST", messages):
        yield


@given(_messages, _typed, st.integers(0, 30), st.sampled_from((1, 99)))
def test_what_is_found_is_what_looking_at_each_finds(said: list[Said], typed: str, indexed: int, first: int) -> None:
    with store() as opened, looking_at_first(first):
        opened.see(*(message(f"FIRST{chat}", chat, "") for chat in _CHATS))
        opened.sql("UPDATE message SET hidden = 1")
        ids = list(accumulate((each.ids_later for each in said), initial=len(_CHATS)))[1:]
        opened.connection.executemany(
            """INSERT INTO message (id, account_id, chat_id, instance_id, direction, kind, sent_at, received_at, text, hidden)
               SELECT ?, account_id, chat_id, instance_id, ?, 'text', ?, 1, ?, ? FROM message WHERE stanza_id = ?""",
            (
                (number, each.direction, NOON_MS + each.moment * 1000, each.text, each.hidden, f"FIRST{each.chat}")
                for number, each in zip(ids, said, strict=True)
            ),
        )
        opened.index([0, *ids][min(indexed, len(ids))])
        query = typed.format(*map(phone, _CHATS))
        found = opened.read(search.everything, query, _LIMIT)
        expected = _looked_at(said, query)
        assert [(hit.sent_at_ms - NOON_MS) // 1000 for hit in found.messages] == [moment for moment, _ in expected[:_LIMIT]]
        assert found.more == (len(expected) > _LIMIT)
        if len(expected) <= _LIMIT:
            assert sorted(hit.text for hit in found.messages) == sorted(text for _, text in expected)
        if domain.parse(query).terms:
            (chat,) = opened.sql("SELECT chat_id FROM message LIMIT 1")[0]
            with opened.all_indexed():
                indexed_now = opened.read(search.in_chat, chat, query, 50)
            assert opened.read(search.in_chat, chat, query, 50) == indexed_now


def _looked_at(said: list[Said], typed: str) -> list[tuple[int, str]]:
    query = domain.parse(typed)
    kept = []
    for each in said:
        fits = not each.hidden and (each.direction == "out" or not query.from_me)
        if query.chat:
            fits = fits and query.chat in phone(each.chat)
        if query.author:
            fits = fits and each.direction == "in" and query.author in phone(each.chat)
        if query.before_ms is not None:
            fits = fits and NOON_MS + each.moment * 1000 < query.before_ms
        if fits and all(_says(each.text, term, query, last=term is query.terms[-1]) for term in query.terms):
            kept.append((each.moment, each.text))
    return sorted(kept, reverse=True)


def _says(text: str, term: tuple[str, ...], query: domain.Query, *, last: bool) -> bool:
    words = domain.words(text)
    for at in range(len(words) - len(term) + 1):
        here = words[at : at + len(term)]
        if here == term or (last and query.open_end and here[:-1] == term[:-1] and here[-1].startswith(term[-1])):
            return True
    return False
