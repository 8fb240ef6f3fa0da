"""WhatsApp's marks become tokens; everything else stays the text it is."""

import time

import pytest

from services.domain.formatting import BlockKind, Style, emoji_count, read


def styles(text):
    found = read(text)
    return found.text, [(found.text[s.start : s.end], s.style) for s in found.spans]


@pytest.mark.parametrize(
    ("text", "shown", "spans"),
    [
        ("*bolo* pronto", "bolo pronto", [("bolo", Style.BOLD)]),
        ("_sem_ açúcar", "sem açúcar", [("sem", Style.ITALIC)]),
        ("~R$ 10~ R$ 8", "R$ 10 R$ 8", [("R$ 10", Style.STRIKE)]),
        ("use `pix` hoje", "use pix hoje", [("pix", Style.MONO)]),
        ("veja ```a*b*``` aqui", "veja a*b* aqui", [("a*b*", Style.MONO)]),
        ("*_dois_*", "dois", [("dois", Style.BOLD | Style.ITALIC)]),
        ("*a _b_ c*", "a b c", [("a ", Style.BOLD), ("b", Style.BOLD | Style.ITALIC), (" c", Style.BOLD)]),
        ("(*sim*)", "(sim)", [("sim", Style.BOLD)]),
        ("😀*x*😀", "😀x😀", [("x", Style.BOLD)]),
    ],
)
def test_marks_are_read(text, shown, spans):
    assert styles(text) == (shown, spans)


@pytest.mark.parametrize(
    "text",
    ["2*3*4", "*não fecha", "a * b * c", "**", "snake_case_nome", "*quebra\naqui*", "``` ```", "~", "5 > 3"],
)
def test_what_is_no_mark_stays(text):
    assert styles(text) == (text, [])


def test_crossing_marks_keep_the_first():
    assert styles("*a _b* c_") == ("a _b c_", [("a _b", Style.BOLD)])


def test_lists_quotes_and_code_are_blocks():
    found = read("Temos:\n- bolo\n- *torta*\n1. um\n> disse\n> isso\nfim\n```\nx = 1\n```")
    assert found.text == "Temos:\n•  bolo\n•  torta\n1. um\ndisse\nisso\nfim\nx = 1"
    kinds = [(found.text[b.start : b.end], b.kind) for b in found.blocks]
    assert kinds == [
        ("•  bolo\n•  torta\n1. um", BlockKind.LIST),
        ("disse\nisso", BlockKind.QUOTE),
        ("x = 1", BlockKind.CODE),
    ]


def test_links_keep_their_marks_and_their_place():
    found = read("*veja* https://example.com/a_b_c e _isto_ loja.com.br, ok")
    assert found.text == "veja https://example.com/a_b_c e isto loja.com.br, ok"
    assert [(found.text[x.start : x.end], x.url) for x in found.links] == [
        ("https://example.com/a_b_c", "https://example.com/a_b_c"),
        ("loja.com.br", "https://loja.com.br"),
    ]
    assert read("*https://example.com*").links[0].url == "https://example.com"


@pytest.mark.parametrize(
    "text",
    ["*a " * 7000, "*" * 20_000, "_*~`" * 5000, "> " * 10_000, "```" * 6000, "a.b." * 5000, "@a." * 6000, "*a* " * 5000,
     "https://a.com/" * 1400, "(" * 20_000, "a" * 20_000 + "."],
)  # fmt: skip
def test_hostile_texts_take_no_time(text):
    started = time.thread_time()
    found = read(text[:20_000])
    assert time.thread_time() - started < 0.5
    assert len(found.text) <= 20_000 + 3 * text.count("\n") + 3


@pytest.mark.parametrize("text", ['<img src="file:///etc/passwd">', "<b>x</b>", "&lt;", "\u202egpj.exe", "\ufffd", ""])
def test_html_is_text(text):
    assert read(text).text == text and not read(text).spans


@pytest.mark.parametrize(
    ("text", "count"),
    [("😀", 1), ("🎂🎂🎂", 3), ("👨‍👩‍👧‍👦", 1), ("🇧🇷", 1), ("👍🏽 ❤️", 2), ("oi 😀", 0), ("123", 0), ("😀" * 9, 0), ("", 0)],
)
def test_emoji_alone_are_counted(text, count):
    assert emoji_count(text) == count
