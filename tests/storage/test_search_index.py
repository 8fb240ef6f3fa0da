"""The search index follows every insert, edit, merge and removal; Portuguese is found with and without accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.content import Peer
from services.domain.events import ContactSeen, MessageEdited, MessageRevoked
from services.domain.outgoing import Accepted
from services.storage import indexing
from services.storage.writes import instances
from tests.factories import NOON_MS, echo, lid, message, user
from tests.storage.store import Store, store


def found(opened: Store, query: str) -> list[str]:
    """What an expression finds, the same whether or not the messages are in the index already."""

    def now() -> list[str]:
        rows = opened.sql("SELECT rowid FROM message_fts WHERE message_fts MATCH ?", query)
        ids = sorted((*(row[0] for row in rows), *indexing.waiting(opened.connection, query)))
        return [opened.sql("SELECT text FROM message WHERE id = ?", each)[0][0] for each in ids]

    waiting = now()
    with opened.all_indexed():
        assert now() == waiting
    return waiting


def test_accents_and_case_make_no_difference() -> None:
    with store() as opened:
        opened.see(message("A", text="Qual o preço do PÃO de açúcar?"), message("B", text="preco bom"))
        for query in ("preco", "preço", "PREÇO", "pre*"):
            assert len(found(opened, f"text : {query}")) == 2
        assert found(opened, "text : pao") == found(opened, "text : acucar") == ["Qual o preço do PÃO de açúcar?"]


def test_a_search_within_one_chat() -> None:
    with store() as opened:
        opened.see(message("A", 1, "bolo de milho"), message("B", 2, "bolo de fubá"))
        chat = opened.chats()[0].id
        assert len(found(opened, f"text : bolo AND chat : chat{chat}")) == 1
        assert found(opened, "text : chat1") == []


@pytest.mark.parametrize("indexed", [0, 1])
def test_an_edit_replaces_what_is_found(indexed: int) -> None:
    with store() as opened:
        opened.see(message("A", text="quero dois"))
        opened.index(indexed)
        opened.see(MessageEdited(stanza_id="A", text="quero três", occurred_at_ms=NOON_MS + 1))
        assert found(opened, "dois") == []
        assert found(opened, "tres") == ["quero três"]


# what the readers let through: no NUL, no lone surrogates
words = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=8)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("in"), st.integers(0, 5), st.integers(0, 3), words),
        st.tuples(st.just("lid"), st.integers(6, 9), st.integers(0, 3), words),
        st.tuples(st.just("edit"), st.integers(0, 9), st.integers(0, 9), st.none() | words),
        st.tuples(st.just("revoke"), st.integers(0, 9), st.just(0), st.just("")),
        st.tuples(st.just("tie"), st.just(0), st.integers(0, 3), st.just("")),
        st.tuples(st.just("send"), st.just(0), st.just(0), words),
        st.tuples(st.just("forget"), st.just(0), st.just(0), st.just("")),
        st.tuples(st.just("index"), st.integers(1, 9), st.just(0), st.just("")),
        st.tuples(st.just("crash"), st.just(0), st.just(0), st.just("")),
    ),
    max_size=25,
)


@given(steps)
def test_the_index_stays_in_step(todo: list[tuple[str, int, int, str | None]]) -> None:
    with store() as opened:
        sent = 0
        for kind, n, m, text in todo:
            if kind == "in":
                opened.see(message(f"M{n}", m, text, at=n))
            elif kind == "lid":
                opened.see(message(f"M{n}", lid(m), text, at=n))
            elif kind == "edit":
                opened.see(MessageEdited(stanza_id=f"M{n}", text=text, occurred_at_ms=NOON_MS + m))
            elif kind == "revoke":
                opened.see(MessageRevoked(stanza_ids=(f"M{n}",)))
            elif kind == "tie":
                opened.see(ContactSeen(contact=Peer(address=user(m), aliases=(lid(m),))))
            elif kind == "send" and opened.chats():
                sent += 1
                opened.compose(opened.chats()[0].id, text or "x", f"c{sent}")
                claimed = opened.claim()
                if claimed is not None:
                    opened.see(echo(f"OUT{sent}", 0, f"*{text}*"))
                    opened.finish(claimed, Accepted(stanza_id=f"OUT{sent}"))
            elif kind == "forget":
                opened.write(instances.remove_instance, opened.instance, False)
                opened.instance = opened.add_instance(f"loja {len(opened.published)}")
            elif kind == "index":
                opened.index(n)
            elif kind == "crash":
                opened.crash()
            opened.check()
