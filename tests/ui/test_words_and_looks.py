"""No code without words, no colour that cannot be read, no language half done."""

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QIcon

from services.domain.content import MessageKind
from services.domain.errors import AppError, ErrorCode
from services.domain.events import ConnectionState
from services.domain.models import DeliveryState
from services.domain.status import Status
from tests.ui.fake_services import DAY, NOW_MS, chat
from ui import formats, i18n, messages
from ui.theme import Look, Mode, contrast, load
from ui.widgets.colours import dot

TABLES = (
    (messages.ERRORS, ErrorCode),
    (messages.STATUSES, Status),
    (messages.STATES, ConnectionState),
    (messages.KINDS, MessageKind),
    (messages.DELIVERY_STATES, DeliveryState),
)


@pytest.mark.parametrize(("table", "codes"), TABLES, ids=lambda value: getattr(value, "__name__", ""))
def test_every_code_has_words(table, codes):
    assert set(table) == set(codes)
    assert all(str(words).strip() for words in table.values())


def test_every_kind_but_text_has_a_picture(english):
    assert set(messages.KIND_ICONS) | {MessageKind.TEXT, MessageKind.INTERACTIVE_REPLY} == set(MessageKind)


def test_a_code_nobody_knows_is_shown_as_it_is(english):
    assert messages.error_words("from_the_future") == "from_the_future"
    assert "key" in messages.failure_words(AppError(code=ErrorCode.AUTH_REJECTED))


@pytest.mark.parametrize(("name", "ratio"), [("light", 4.5), ("dark", 4.5), ("contrast_light", 7), ("contrast_dark", 7)])
def test_texts_can_be_read(english, name, ratio):
    c = load(name)
    pairs = [
        (c.text, c.surface), (c.text, c.surface_alt), (c.text, c.canvas), (c.text, c.hover), (c.text, c.selected),
        (c.text_soft, c.surface), (c.text_soft, c.surface_alt), (c.text_soft, c.canvas), (c.text_soft, c.selected),
        (c.text_soft, c.hover), (c.on_accent, c.accent), (c.on_accent, c.accent_hover),
        (c.on_accent, c.accent_pressed), (c.accent, c.surface), (c.accent, c.accent_soft), (c.accent, c.bubble_in),
        (c.bubble_text, c.bubble_in), (c.bubble_text, c.bubble_out), (c.bubble_in_soft, c.bubble_in),
        (c.bubble_out_soft, c.bubble_out), (c.link, c.bubble_in), (c.link, c.bubble_out), (c.chip_text, c.chip),
        (c.danger, c.surface), (c.danger, c.danger_soft), (c.danger, c.bubble_out), (c.warning, c.warning_soft),
        (c.warning, c.surface), (c.warning, c.bubble_out), (c.info, c.info_soft), (c.info, c.surface),
        (c.success, c.surface), (c.rail_text, c.rail), (c.rail_active, c.rail_active_bg), (c.rail_active, c.rail_hover),
        (c.tooltip_text, c.tooltip), (c.tick, c.bubble_out), (c.danger, c.selected), (c.accent, c.selected),
        *(("#FFFFFF", a) for a in c.avatars), *((a, c.bubble_in) for a in c.authors),
    ]  # fmt: skip
    weak = [(a, b, round(contrast(a, b), 2)) for a, b in pairs if contrast(a, b) < ratio]
    assert weak == []
    # ticks are signs, not text
    assert contrast(c.tick_read, c.bubble_out) >= 3


def test_light_and_dark_follow_the_choice(english):
    look = Look(english, Mode.LIGHT)
    changes = []
    look.changed.connect(lambda: changes.append(look.dark))
    look.set_mode(Mode.DARK)
    look.set_mode(Mode.DARK)
    look.set_mode(Mode.SYSTEM)
    assert changes[0] is True and len(changes) == 2
    look.deleteLater()
    assert all(load(mode).dark is ("dark" in mode) for mode in Mode if mode is not Mode.SYSTEM)
    assert msgspec.structs.asdict(load("dark")).keys() == msgspec.structs.asdict(load("light")).keys()


def test_times_are_written_as_the_language_does(qapp):
    i18n.install(qapp, "pt_BR")
    today = formats.local_day(NOW_MS)
    assert formats.list_time(NOW_MS, today) == "15:30"
    assert formats.list_time(NOW_MS - DAY, today) == "Ontem"
    assert formats.list_time(NOW_MS - 3 * DAY, today) == "Segunda-feira"
    assert formats.list_time(NOW_MS - 30 * DAY, today) == "10/02/2026"
    assert formats.size(3456) == "3,4 kB" or formats.size(3456).startswith("3,4")
    assert formats.size(5 * 1024 * 1024) == "5 MB" and formats.size(1000 * 1024).startswith("1.000 ")
    assert formats.phone("5511988887777") == "+55 11 98888-7777"
    i18n.install(qapp, "en")
    assert formats.list_time(NOW_MS - DAY, today) == "Yesterday"


@pytest.mark.parametrize(
    ("language", "words"),
    [("pt_BR", ["1 mensagem nova", "2 mensagens novas"]), ("en", ["1 new message", "2 new messages"])],
)
def test_plurals(qapp, language, words):
    assert i18n.install(qapp, language) == language
    said = [QCoreApplication.translate("JumpButton", "%n new message(s)", "", n) for n in (1, 2)]
    assert said == words


def test_a_language_nobody_made_falls_back(qapp):
    assert i18n.install(qapp, "tlh") in i18n.LANGUAGES
    i18n.install(qapp, "en")


def test_stale_compiled_translations_are_made_anew(qapp, tmp_path, monkeypatch):
    import os

    import resources

    (tmp_path / "i18n").mkdir()
    for language in i18n.LANGUAGES:
        source = tmp_path / "i18n" / f"{language}.ts"
        source.write_bytes((resources.ROOT / "i18n" / f"{language}.ts").read_bytes())
    monkeypatch.setattr(resources, "ROOT", tmp_path)
    assert len(i18n.ensure_compiled()) == 2
    assert i18n.ensure_compiled() == []
    os.utime(tmp_path / "i18n" / "en.ts", (2e9, 2e9))
    assert [p.name for p in i18n.ensure_compiled()] == ["en.qm"]


def test_a_conversation_is_told_by_what_was_said_last_whatever_it_was(english):
    said = [
        messages.preview_words(chat(1, **facts))
        for facts in (
            {"preview": "*Oi*"}, {"preview": None, "preview_kind": MessageKind.DOCUMENT},
            {"preview": None, "preview_deleted": True}, {"preview": None, "preview_kind": None},
        )
    ]  # fmt: skip
    assert said == ["Oi", "Document", "Message deleted", ""]


def test_a_persons_colour_is_the_same_in_a_chosen_row(stage):
    middle = [
        dot("#D32F2F").pixmap(QSize(14, 14), mode).toImage().pixelColor(7, 7).name()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected)
    ]
    assert middle == ["#d32f2f", "#d32f2f"]
