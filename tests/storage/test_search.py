"""Finding: what an agent types, and what comes up."""

import pytest

from services.domain import search as domain
from services.domain.content import Media, MessageKind
from services.domain.search import Found
from services.storage import indexing
from services.storage.queries import search
from tests.factories import NOON_MS, echo, message, name, phone
from tests.storage.store import Store, store


def find(opened: Store, typed: str) -> list[str]:
    return [hit.text for hit in opened.read(search.everything, typed, 50).messages]


def shop(opened: Store) -> None:
    opened.see(
        message("A", 1, "Quanto custa o pão de queijo?", at=1),
        echo("B", 1, "O pao sai por R$ 10,50 a dúzia", at=2),
        message("C", 5, "Encomenda de pãezinhos para amanhã", at=3),
        message("D", 5, "queijo com pão", at=4),
        message("E", 7, None, at=5, kind=MessageKind.DOCUMENT, media=Media(mime="application/pdf", file_name="orçamento.pdf")),
    )


def test_accents_and_capitals_do_not_matter_and_the_newest_is_first() -> None:
    with store() as opened:
        shop(opened)
        assert find(opened, "PAO ") == find(opened, "pão ") == [
            "queijo com pão", "O pao sai por R$ 10,50 a dúzia", "Quanto custa o pão de queijo?",
        ]  # fmt: skip
        assert find(opened, "duzia") == ["O pao sai por R$ 10,50 a dúzia"]


def test_the_last_word_may_be_half_typed_and_quotes_keep_words_together() -> None:
    with store() as opened:
        shop(opened)
        assert "Encomenda de pãezinhos para amanhã" in find(opened, "enc")
        assert find(opened, "e") == []
        assert find(opened, '"pão de queijo"') == ["Quanto custa o pão de queijo?"]
        assert find(opened, '"queijo pão"') == []
        assert find(opened, "10,50") == ["O pao sai por R$ 10,50 a dúzia"]


def test_filters_narrow() -> None:
    with store() as opened:
        shop(opened)
        first = name(1).split()[0]
        assert find(opened, f"pao from:{first}") == ["Quanto custa o pão de queijo?"]
        assert find(opened, "de:eu") == ["O pao sai por R$ 10,50 a dúzia"]
        assert find(opened, f'em:"{name(5)}" queijo ') == ["queijo com pão"]
        assert find(opened, f"from:{phone(5)} queijo") == ["queijo com pão"]
        assert find(opened, "in:nobody queijo") == []
        assert find(opened, "has:file") == find(opened, "tem:arquivo") == ["orçamento.pdf"]
        assert len(find(opened, "queijo after:2020-01-01")) == 2
        assert find(opened, "queijo before:01/01/2020") == find(opened, "queijo depois:31/12/2099") == []


def test_conversations_are_found_by_name_and_by_number() -> None:
    with store() as opened:
        shop(opened)

        def titles(typed: str) -> list[str]:
            return [chat.title for chat in opened.read(search.everything, typed, 50).chats]

        assert titles("fabio") == [name(5)]
        assert titles(phone(5)[-6:]) == [name(5)]
        assert titles("12") == []
        assert titles("nobody at all") == []


def test_hits_say_where_the_words_are() -> None:
    with store() as opened:
        shop(opened)
        (hit,) = opened.read(search.everything, "paezin", 50).messages
        assert [hit.text[a:b] for a, b in hit.marks] == ["pãezinhos"]
        opened.see(message("L", 1, "x " * 5000 + "agulha " + "y " * 5000, at=9))
        (hit,) = opened.read(search.everything, "agulha", 50).messages
        assert [hit.text[a:b] for a, b in hit.marks] == ["agulha"] and len(hit.text) < 200


def test_in_one_chat_only_its_own_are_found() -> None:
    with store() as opened:
        shop(opened)
        chat = next(c.id for c in opened.chats() if c.title == name(1))
        found = opened.read(search.in_chat, chat, "pao ", 100)
        assert [m.text for m in opened.messages(chat) if m.id in found] == [
            "Quanto custa o pão de queijo?", "O pao sai por R$ 10,50 a dúzia",
        ]  # fmt: skip
        assert list(found) == sorted(found, reverse=True)
        assert opened.read(search.in_chat, chat, "***", 100) == ()


HOSTILE = (
    '"', '""', '"""', "*", "**", "NEAR(", "NEAR(a b, 2)", "col:", "text:x", "chat:chat1", "-", "--", "-pao", "^pao", "(", ")",
    "{text}", "a AND", "OR", "NOT", "AND OR NOT", "%", "_", "%_%", "'; DROP TABLE message; --", "\\", "a\\", "\x00", "pao\x00x",
    "\ud800", "😀", "😀😀 🎂", "\u202e\u200b", "from:", "from:\"", "in:*", 'in:"', "before:tomorrow", "before:31/02/2026",
    "after:9999-99-99", "has:", "has:everything", "from:%", ":", "::", "a:b:c", "+", "pao +", "a" * 10_240, "a " * 5_120,
    '"a" ' * 300, "İ", "ß", "ﬁ", "ı", "日本", "мир", "\u0301", "e\u0301", " ", "", "\n\t",
)  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda typed: ascii(typed)[:24])
def test_anything_typed_is_legal(typed: str) -> None:
    with store() as opened:
        shop(opened)
        assert isinstance(opened.read(search.everything, typed, 50), Found)
        assert isinstance(opened.read(search.chats, typed, 50), tuple)
        assert isinstance(opened.read(search.in_chat, opened.chats()[0].id, typed, 50), tuple)
        text, marks = domain.excerpt(typed + " pão " + typed, domain.parse(typed))
        assert all(0 <= a < b <= len(text) for a, b in marks)
        opened.check()


def fill(opened: Store, *spells: tuple[int, range, str]) -> None:
    """Messages in the order they came: (chat, moments, text)."""
    number = opened.sql("SELECT max(id) FROM message")[0][0]
    rows = []
    for chat, moments, text in spells:
        for at in moments:
            number += 1
            rows.append((number, chat, f"FILL{number}", NOON_MS + at * 1000, f"{text} {at}"))
    opened.connection.executemany(
        """INSERT INTO message (id, account_id, chat_id, instance_id, stanza_id, direction, kind, sent_at, received_at, text)
           SELECT ?1, account_id, ?2, instance_id, ?3, 'in', 'text', ?4, ?4, ?5 FROM message WHERE id = 1""",
        rows,
    )
    indexing.catch_up(opened.connection, number)


@pytest.mark.parametrize("typed", ["bolo ", "bolo", "bol", "bo", "bolo in:{}", "bolo depois:01/01/2020", "depois:01/01/2020 "])
def test_a_history_that_comes_late_does_not_hide_what_is_newer(typed: str) -> None:
    with store() as opened:
        opened.see(message("A", 1, "Oi", at=-900_000), message("B", 2, "Oi", at=-900_000))
        # today's first, then the years before of one and of another
        fill(
            opened, (1, range(100_000, 100_060), "bolo"), (1, range(-800_000, -798_500), "bolo"), (2, range(1_500), "bolo")
        )
        newest = [f"bolo {at}" for at in range(100_059, 100_009, -1)]
        assert find(opened, typed.format(phone(1))) == newest


def test_what_is_rare_among_much_is_found_back_to_the_first() -> None:
    with store() as opened:
        opened.see(message("A", 1, "Oi", at=-900_000))
        fill(opened, (1, range(30), "bolo de nozes"), (1, range(1_000, 4_000), "bolo"))
        assert find(opened, "nozes")[0] == "bolo de nozes 29"
        assert len(find(opened, "bolo antes:2000-01-01")) == 0
        found = opened.read(search.everything, "bolo", 50)
        assert found.more
        assert [hit.text for hit in found.messages] == [f"bolo {at}" for at in range(3_999, 3_949, -1)]
        opened.sql("UPDATE message SET kind = 'image' WHERE id BETWEEN 2 AND 4")
        opened.sql("INSERT INTO media (message_id, mime, state) SELECT id, 'image/jpeg', 'ready' FROM message WHERE kind = 'image'")
        assert find(opened, "bolo has:file ") == ["bolo de nozes 2", "bolo de nozes 1", "bolo de nozes 0"]


def test_a_space_ends_the_word() -> None:
    with store() as opened:
        shop(opened)
        assert find(opened, "encom") == ["Encomenda de pãezinhos para amanhã"]
        assert find(opened, "encom ") == []
