"""The composer with real widgets: answers, edits, completion, attachments, what is done to a message."""

import asyncio
import time

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from services.domain.address import user
from services.domain.capabilities import Capability
from services.domain.outgoing import TemplateField, TemplateOffer
from services.domain.people import FieldDefinition, FieldKind
from services.domain.sending import Abilities, Late, Member, QuickReply, Scheduled, ScheduledKind, ScheduledState
from services.domain.status import Status
from tests.ui.fake_services import PROVIDERS, chat, group, instance, message
from ui.composer.attach_dialog import AttachDialog
from ui.composer.forward_dialog import ForwardDialog
from ui.composer.info_dialog import InfoDialog
from ui.composer.replies_dialog import RepliesDialog
from ui.composer.schedule_dialog import ScheduleDialog
from ui.composer.template_dialog import TemplateDialog
from ui.keymap import Trouble
from ui.timeline.panel import TimelinePanel

TWO = tuple(TemplateField(part="body", name=name) for name in "12")
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def panel(stage, qtbot):
    made = TimelinePanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    made.resize(800, 700)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    made.set_instances({1: instance(1)}, {p.kind: p for p in PROVIDERS})
    return made


def _open(stage, panel, qtbot, *messages, row=None):
    row = row or chat(1, "Marina Duarte")
    stage.services.put(row, *(messages or (message(n, stanza_id=f"S{n}", out=n == 3) for n in range(1, 4))))
    panel.open(row)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    panel.composer.text.setFocus()


def _called(stage, qtbot, name):
    qtbot.waitUntil(lambda: bool(stage.services.named(name)))
    return stage.services.named(name)[-1]


def _dialog(panel, kind, qtbot):
    qtbot.waitUntil(lambda: bool(panel.findChildren(kind)))
    return panel.findChildren(kind)[-1]


def test_an_answer_quotes_what_ctrl_up_chose_and_esc_drops_it(stage, panel, qtbot):
    _open(stage, panel, qtbot)
    field, bar = panel.composer.text, panel.composer.bar
    QTest.keyClick(field, Qt.Key.Key_Up, CTRL)
    assert bar.message.id == 3
    QTest.keyClick(field, Qt.Key.Key_Up, CTRL)
    assert bar.message.id == 2 and bar.isVisible() and "Marina Duarte" in bar.accessibleName()
    QTest.keyClick(field, Qt.Key.Key_Down, CTRL)
    assert bar.message.id == 3
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert bar.message is None and not bar.isVisible()


def test_up_in_an_empty_field_edits_the_last_own_message(stage, panel, qtbot):
    _open(stage, panel, qtbot, message(1), message(2, "Custa dez", out=True, stanza_id="S2", sent_at_ms=int(time.time() * 1000)))
    field = panel.composer.text
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.toPlainText() == "Custa dez" and panel.composer.bar.editing
    QTest.keyClicks(field, " e cinquenta")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert _called(stage, qtbot, "sending.edit") == [2, "Custa dez e cinquenta"]
    assert field.toPlainText() == "" and not panel.composer.bar.isVisible()
    qtbot.waitUntil(lambda: panel.model.messages[-1].edited)
    assert stage.services.named("chats.save_draft") == []


def test_an_old_message_is_not_edited(stage, panel, qtbot):
    _open(stage, panel, qtbot)
    QTest.keyClick(panel.composer.text, Qt.Key.Key_Up)
    assert not panel.composer.bar.editing


def test_marks_by_key(stage, panel, qtbot):
    _open(stage, panel, qtbot)
    field = panel.composer.text
    for key, modifiers, wanted in (
        (Qt.Key.Key_B, CTRL, "*oi*"), (Qt.Key.Key_I, CTRL, "_oi_"), (Qt.Key.Key_X, CTRL | SHIFT, "~oi~"),
        (Qt.Key.Key_E, CTRL, "```oi```"),
    ):  # fmt: skip
        field.setPlainText("oi ")
        field.selectAll()
        QTest.keyClick(field, key, modifiers)
        assert field.toPlainText() == wanted + " "
        QTest.keyClick(field, key, modifiers)
        assert field.toPlainText() == "oi ", "the same key takes it away"
    field.clear()
    QTest.keyClick(field, Qt.Key.Key_B, CTRL)
    QTest.keyClicks(field, "ja")
    assert field.toPlainText() == "*ja*"


def test_the_keys_of_the_marks_can_be_others(stage, qtbot):
    window = stage.window()
    qtbot.addWidget(window)
    field, keymap = window.timeline.composer.text, window.keymap
    keymap.give("write.bold", ("Ctrl+!",))
    for key, modifiers, wanted in (
        # what needs Shift on this keyboard is the same key, and AltGr types
        (Qt.Key.Key_Exclam, CTRL | SHIFT, "**"), (Qt.Key.Key_B, CTRL, ""), (Qt.Key.Key_B, CTRL | ALT, "b"),
    ):  # fmt: skip
        field.clear()
        QTest.keyClick(field, key, modifiers)
        assert field.toPlainText() == wanted
    # over the conversations the same key may do something else, but none may take what every field needs
    assert keymap.trouble("write.bold", "Ctrl+E")[1].id == "write.mono"
    assert keymap.trouble("write.bold", "Ctrl+F") is None
    assert keymap.trouble("write.bold", "Ctrl+V")[1].fixed
    assert keymap.trouble("write.bold", "Ctrl+Alt+B")[0] is Trouble.MAKES_CHARACTERS


def test_ctrl_enter_sends_by_choice(stage, panel, qtbot):
    _open(stage, panel, qtbot)
    panel.composer.set_enter_sends(False)
    field = panel.composer.text
    QTest.keyClicks(field, "um")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, "dois")
    assert field.toPlainText() == "um\ndois"
    QTest.keyClick(field, Qt.Key.Key_Return, CTRL)
    assert _called(stage, qtbot, "messages.send_text")[1] == "um\ndois"


@pytest.mark.parametrize(("typed", "wanted"), [(":bolo de ani", None), (":cora", "💘"), (":thumbsup", "👍")])
def test_emoji_are_completed_in_both_languages(stage, panel, qtbot, typed, wanted):
    _open(stage, panel, qtbot)
    QTest.keyClicks(panel.composer.text, "Oi " + typed)
    assert panel.writing.completion.isVisible() is (wanted is not None)
    if wanted is not None:
        QTest.keyClick(panel.composer.text, Qt.Key.Key_Tab)
        assert panel.composer.text.toPlainText().startswith("Oi ") and ":" not in panel.composer.text.toPlainText()
        assert wanted in panel.composer.text.toPlainText()
        assert _called(stage, qtbot, "preferences.set")[0] == "chat.recent_emoji"


def test_the_picker_searches_without_accents_and_by_keyboard(stage, panel, qtbot):
    _open(stage, panel, qtbot)
    picker = panel.writing.picker
    panel.composer.emoji_button.click()
    QTest.keyClicks(picker.search, "cafe")
    assert "☕" in [picker.grid.item(at).text().rstrip("\ufe0f") for at in range(picker.grid.count())]
    picker.search.setText("polegar para cima")
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert panel.composer.text.toPlainText() == "👍" and not picker.isVisible()
    stage.services.preferences.values["chat.recent_emoji"] = "👍"
    panel.composer.emoji_button.click()
    assert picker.grid.count() > 50, "after the recent one nothing else is offered"
    first = picker.grid.visualItemRect(picker.grid.item(0)).center()
    for _ in range(2):
        QTest.mouseClick(picker.grid.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert panel.composer.text.toPlainText() == "👍👍👍" and picker.isVisible(), "each emoji needs the picker opened anew"
    QTest.keyClick(picker.grid, Qt.Key.Key_Return)
    assert not picker.isVisible()


def test_a_ready_answer_is_filled_once(stage, panel, qtbot):
    stage.services.replies.rows = [QuickReply(id=7, shortcut="pix", text="{first_name}, a chave é {pix}")]
    stage.services.replies.own = {"pix": "{name}"}
    _open(stage, panel, qtbot)
    QTest.keyClicks(panel.composer.text, "/pi")
    QTest.keyClick(panel.composer.text, Qt.Key.Key_Return)
    assert panel.composer.text.toPlainText() == "Marina, a chave é {name}"
    assert _called(stage, qtbot, "replies.used") == [7] and stage.services.named("messages.send_text") == []


def test_without_a_ready_answer_the_slash_leads_to_the_first_one(stage, panel, qtbot):
    stage.services.replies.rows = []
    _open(stage, panel, qtbot)
    qtbot.waitUntil(lambda: panel.writing.answers.find("") != [])
    QTest.keyClicks(panel.composer.text, "/")
    found = panel.writing.completion
    assert found.count() == 1 and found.visualItemRect(found.item(0)).height() == found.viewport().height()
    QTest.keyClick(panel.composer.text, Qt.Key.Key_Return)
    assert panel.composer.text.toPlainText() == ""
    _dialog(panel, RepliesDialog, qtbot).reject()
    assert stage.services.named("messages.send_text") == []


def test_somebody_is_mentioned_in_a_group(stage, panel, qtbot):
    stage.services.sending.member_rows = (Member(name="Bianca Prado", address=user("5511944440202")),)
    _open(stage, panel, qtbot, message(1), row=group(1, "Equipe"))
    field = panel.composer.text
    QTest.keyClicks(field, "@bia")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, "pode vir?")
    QTest.keyClick(field, Qt.Key.Key_Return)
    _chat, text, _quoted, mentions = _called(stage, qtbot, "sending.send_text")
    assert text == "@5511944440202 pode vir?" and mentions == (user("5511944440202"),)


def test_files_are_shown_before_they_are_sent(stage, panel, qtbot, tmp_path):
    _open(stage, panel, qtbot)
    names = []
    for number in range(2):
        names.append(tmp_path / f"foto{number}.jpg")
        QImage(40, 30, QImage.Format.Format_RGB32).save(str(names[-1]), "JPG")
    big = tmp_path / "grande.jpg"
    with big.open("wb") as file:
        file.truncate(6 * 1024 * 1024)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(name)) for name in (*names, big)])
    QTest.keyClicks(panel.composer.text, "rascunho")
    panel.composer.text.insertFromMimeData(data)
    dialog = _dialog(panel, AttachDialog, qtbot)
    qtbot.waitUntil(lambda: all(row.facts is not None for row in dialog.rows))
    assert not dialog.send.isEnabled() and "send it as a file" in dialog.rows[2].told.text()
    dialog.rows[2].as_file.setChecked(True)
    qtbot.waitUntil(dialog.send.isEnabled)
    dialog.rows[0].gone.click()
    dialog.rows[0].caption.setText("o cardápio")
    dialog.rows[1].up.click()
    dialog.send.click()
    qtbot.waitUntil(lambda: len(stage.services.named("sending.send_file")) == 2)
    sent = [call[1] for call in stage.services.named("sending.send_file")]
    assert [(file.path.name, file.as_document, file.caption) for file in sent] == [
        ("grande.jpg", True, None), ("foto1.jpg", False, "o cardápio"),
    ]  # fmt: skip
    assert sent[1].width == 40 and panel.composer.text.toPlainText() == "rascunho"


def test_a_pasted_picture_becomes_a_file(stage, panel, qtbot):
    _open(stage, panel, qtbot)
    data = QMimeData()
    data.setImageData(QImage(20, 20, QImage.Format.Format_RGB32))
    panel.composer.text.insertFromMimeData(data)
    dialog = _dialog(panel, AttachDialog, qtbot)
    assert dialog.rows[0].file.path.suffix == ".png"
    dialog.reject()


def test_only_what_the_gateway_can_is_offered(stage, panel, qtbot):
    def offered(row):
        panel.view.menu_requested.emit(row, panel.mapToGlobal(QPoint(5, 5)))
        menu = panel.findChildren(QMenu)[-1]
        texts = [a.text() for a in menu.actions() if a.text()]
        menu.close()
        return texts

    stage.services.sending.abilities_now = Abilities(capabilities=frozenset({Capability.SEND_TEXT, Capability.REPLY}))
    _open(stage, panel, qtbot)
    assert offered(panel.model.messages[2]) == [
        "Reply", "Forward…", "Star", "Copy", "Information", "Select", "Delete for me",
        "This number's gateway cannot do: reactions, editing, deleting for everyone",
    ]  # fmt: skip
    stage.services.sending.abilities_now = Abilities(capabilities=frozenset(Capability))
    panel.writing._ask_abilities()
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    assert offered(panel.model.messages[2]) == [
        "Reply", "React…", "Forward…", "Star", "Copy", "Information", "Select", "Delete for me", "Delete for everyone",
        "A message can be edited for 15 minutes after it was sent",
    ]  # fmt: skip
    panel.view.setFocus()


def test_deleting_can_be_undone_for_five_seconds(stage, panel, qtbot):
    _open(stage, panel, qtbot)
    panel.actions_desk.delete([panel.model.messages[2]])
    assert _called(stage, qtbot, "sending.revoke") == [3, 5000]
    qtbot.waitUntil(lambda: panel.model.messages[2].deleted)
    assert panel.actions_desk.undo.isVisible()
    QTest.mouseClick(panel.actions_desk.undo.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not panel.model.messages[2].deleted)
    assert panel.view.hasFocus(), "the strip is gone, and the keyboard with it"


def test_reacting_twice_takes_it_away(stage, panel, qtbot):
    _open(stage, panel, qtbot)
    panel.actions_desk.react(panel.model.messages[0])
    panel.actions_desk.reactions._pick("❤️")
    qtbot.waitUntil(lambda: bool(panel.model.messages[0].reactions))
    panel.actions_desk.react(panel.model.messages[0])
    panel.actions_desk.reactions._pick("❤️")
    qtbot.waitUntil(lambda: not panel.model.messages[0].reactions)
    assert stage.services.named("sending.react") == [[1, "❤️"], [1, None]]


def test_forwarding_to_several(stage, panel, qtbot):
    stage.services.put(chat(2, "Rafael Lima"), chat(3, "Dona Cida"))
    _open(stage, panel, qtbot)
    panel.actions_desk.forward([panel.model.messages[0]])
    dialog = _dialog(panel, ForwardDialog, qtbot)
    qtbot.waitUntil(lambda: dialog.list.count() == 3)
    assert not dialog.send.isEnabled()
    QTest.keyClicks(dialog.search, "dona")
    shown = [at for at in range(3) if not dialog.list.item(at).isHidden()]
    assert len(shown) == 1
    dialog.list.item(shown[0]).setCheckState(Qt.CheckState.Checked)
    dialog.send.click()
    assert _called(stage, qtbot, "sending.forward") == [(1,), (3,)]


def test_information_says_when(stage, panel, qtbot):
    _open(stage, panel, qtbot)
    panel.actions_desk.info(panel.model.messages[2])
    dialog = _dialog(panel, InfoDialog, qtbot)
    names = {label.accessibleName().partition(":")[0] for label in dialog.findChildren(type(panel.composer.hint))}
    assert {"Written", "Sent", "Read", "WhatsApp's id"} <= names
    dialog.accept()


def test_waiting_messages_can_be_cancelled(stage, panel, qtbot):
    _open(stage, panel, qtbot, message(1, out=True, status=Status.QUEUED))
    menu = QMenu()
    panel.actions_desk.fill(menu, panel.model.messages[0], "")
    next(a for a in menu.actions() if a.text() == "Cancel sending").trigger()
    assert _called(stage, qtbot, "sending.cancel") == [1]


def test_ready_answers_are_managed(stage, panel, qtbot):
    _open(stage, panel, qtbot)
    panel.writing.answers.manage()
    dialog = _dialog(panel, RepliesDialog, qtbot)
    dialog.shortcut.setText("frete")
    dialog.text.setPlainText("O frete custa {frete}.")
    dialog.fields.setPlainText("frete = R$ 12,00")
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog.list.count() == 2)
    assert stage.services.replies.own == {"frete": "R$ 12,00"}
    assert dialog.told.text() == "Saved." and not dialog.strip.isVisible(), "nobody can tell whether it is kept"
    dialog._on_examples()
    qtbot.waitUntil(lambda: dialog.list.count() == 5)
    dialog.list.setCurrentRow(0)
    kept = (dialog.shortcut.text(), dialog.text.toPlainText())
    dialog.remove.click()
    qtbot.waitUntil(lambda: dialog.list.count() == 4)
    assert dialog.told.text() == f"/{kept[0]} deleted." and (dialog.shortcut.text(), dialog.text.toPlainText()) != kept
    dialog.undo.click()
    qtbot.waitUntil(lambda: dialog.list.count() == 5)
    assert (dialog.shortcut.text(), dialog.text.toPlainText()) == kept and not dialog.undo.isVisible()
    dialog.accept()
    qtbot.waitUntil(lambda: len(panel.writing.answers.rows) == 4)
    panel.activateWindow()
    panel.composer.text.setFocus()
    qtbot.waitUntil(panel.composer.text.hasFocus)
    QTest.keyClicks(panel.composer.text, "/fre")
    QTest.keyClick(panel.composer.text, Qt.Key.Key_Return)
    assert panel.composer.text.toPlainText() == "O frete custa R$ 12,00."


def test_scheduling_says_that_the_computer_must_be_on(stage, panel, qtbot):
    _open(stage, panel, qtbot)
    QTest.keyClicks(panel.composer.text, "Amanha abrimos cedo")
    panel.writing.menu.schedule()
    dialog = _dialog(panel, ScheduleDialog, qtbot)
    words = " ".join(label.text() for label in dialog.findChildren(type(panel.composer.hint)))
    assert "computer has to be on" in words
    dialog.late.setCurrentIndex(1)
    dialog.add.click()
    call = _called(stage, qtbot, "schedule.add")
    assert call[:3] == [1, ScheduledKind.MESSAGE, "Amanha abrimos cedo"] and call[4] is Late.SEND
    qtbot.waitUntil(lambda: dialog.list.count() == 1 and panel.composer.text.toPlainText() == "")
    dialog.reject()


def test_what_is_due_is_shown_until_it_is_done(stage, qtbot):
    stage.services.schedule.rows = [
        Scheduled(
            id=4, chat_id=1, title="Marina", kind=ScheduledKind.REMINDER, text="Ligar", due_at_ms=1, late=Late.ASK,
            state=ScheduledState.ASKING,
        )
    ]  # fmt: skip
    window = stage.window()
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: bool(window.board.causes("scheduled:")))
    (shown,) = [s for s in window.board.all() if s.cause.startswith("scheduled:")]
    assert "Ligar" in shown.words()
    shown.actions[1].run()
    qtbot.waitUntil(lambda: not window.board.causes("scheduled:"))


def test_after_24_hours_only_a_template_goes(stage, panel, qtbot):
    can = frozenset({Capability.SEND_TEXT, Capability.SEND_TEMPLATE, Capability.SERVICE_WINDOW})
    stage.services.sending.abilities_now = Abilities(capabilities=can, window_ends_at_ms=1)
    stage.services.sending.offers = (
        TemplateOffer(name="oi", language="pt_BR", approved=True, text="Olá {{1}}, pedido {{2}}", fields=TWO),
        TemplateOffer(name="recusado", language="pt_BR", approved=False, text="x"),
    )
    _open(stage, panel, qtbot)
    assert not panel.composer.text.isEnabled() and panel.composer.hint_button.isVisible()
    assert panel.view.hasFocus(), "the keyboard went to whatever comes after the field"
    panel.composer.hint_button.click()
    dialog = _dialog(panel, TemplateDialog, qtbot)
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    assert dialog.inputs[TWO[0]].text() == "Marina" and not dialog.send.isEnabled()
    dialog.inputs[TWO[1]].setText("118")
    assert dialog.preview.text() == "Olá Marina, pedido 118"
    dialog.send.click()
    _chat, template, text, _file = _called(stage, qtbot, "sending.send_template")
    assert text == "Olá Marina, pedido 118"
    assert template.components[0]["parameters"] == [{"type": "text", "text": "Marina"}, {"type": "text", "text": "118"}]


def test_the_window_s_end_is_told_in_time(stage, panel, qtbot):
    can = frozenset({Capability.SEND_TEXT, Capability.SERVICE_WINDOW})
    soon = int(time.time() * 1000) + 90 * 60_000
    stage.services.sending.abilities_now = Abilities(capabilities=can, window_ends_at_ms=soon)
    _open(stage, panel, qtbot)
    assert panel.composer.text.isEnabled() and "another 1 h " in panel.composer.hint.text()
    stage.services.sending.abilities_now = Abilities(capabilities=can, window_ends_at_ms=soon - 60 * 60_000)
    panel.writing._ask_abilities()
    qtbot.waitUntil(lambda: "another 29 min." in panel.composer.hint.text())


def test_every_button_has_a_name(stage, panel, qtbot):
    _open(stage, panel, qtbot)
    composer = panel.composer
    for widget in (composer.text, composer.send_button, composer.attach_button, composer.emoji_button, composer.voice_button):
        assert widget.accessibleName()



def test_a_long_text_is_counted_and_not_sent(stage, panel, qtbot):
    stage.services.sending.abilities_now = Abilities(capabilities=frozenset({Capability.SEND_TEXT}), max_text=300)
    _open(stage, panel, qtbot)
    composer = panel.composer
    QTest.keyClicks(composer.text, "oi")
    assert not composer.counter.isVisible()
    composer.text.setPlainText("a" * 299)
    assert composer.counter.text() == "1 character left" and composer.send_button.isEnabled()
    composer.text.setPlainText("a" * 303)
    assert "3 characters too many" in composer.counter.text() and not composer.send_button.isEnabled()
    QTest.keyClick(composer.text, Qt.Key.Key_Return)
    assert composer.text.toPlainText() == "a" * 303 and stage.services.named("sending.send_text") == []


def test_a_scheduled_message_is_changed(stage, panel, qtbot):
    later = int(time.time() * 1000) + 3_600_000
    stage.services.schedule.rows = [
        Scheduled(
            id=4, chat_id=1, title="Marina", kind=ScheduledKind.MESSAGE, text="Abrimos as 7", due_at_ms=later,
            late=Late.SKIP, state=ScheduledState.WAITING,
        )
    ]  # fmt: skip
    _open(stage, panel, qtbot)
    QTest.keyClicks(panel.composer.text, "outra coisa")
    panel.writing.menu.schedule()
    dialog = _dialog(panel, ScheduleDialog, qtbot)
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    dialog.change.click()
    assert dialog.text.toPlainText() == "Abrimos as 7" and dialog.late.currentIndex() == 2 and not dialog.kind.isEnabled()
    dialog.leave.click()
    assert dialog.text.toPlainText() == "outra coisa" and dialog.kind.isEnabled()
    dialog.change.click()
    dialog.text.setPlainText("Abrimos as 8")
    dialog.late.setCurrentIndex(1)
    dialog.when.setDateTime(dialog.when.dateTime().addDays(1))
    dialog.add.click()
    item, text, due, late = _called(stage, qtbot, "schedule.change")
    assert (item, text, late) == (4, "Abrimos as 8", Late.SEND) and due > later
    # what was typed is not what was scheduled: it stays
    qtbot.waitUntil(lambda: dialog.text.toPlainText() == "outra coisa" and "Abrimos as 8" in dialog.list.item(0).text())
    assert panel.composer.text.toPlainText() == "outra coisa"
    dialog.reject()


def test_a_template_with_a_picture_and_a_link(stage, panel, qtbot, tmp_path):
    can = frozenset({Capability.SEND_TEXT, Capability.SEND_IMAGE, Capability.SEND_TEMPLATE, Capability.SERVICE_WINDOW})
    stage.services.sending.abilities_now = Abilities(capabilities=can, window_ends_at_ms=1)
    link = TemplateField(part="button", name="1", index=0, kind="url", words="Acompanhar")
    offer = TemplateOffer(
        name="saiu", language="pt_BR", approved=True, text="Seu pedido saiu.", header_file="image", buttons=("Acompanhar",),
        fields=(link,),
    )  # fmt: skip
    stage.services.sending.offers = (offer,)
    _open(stage, panel, qtbot)
    panel.writing.menu.choose_template()
    dialog = _dialog(panel, TemplateDialog, qtbot)
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    assert "[ Acompanhar ]" in dialog.buttons.text()
    dialog.inputs[link].setText("118")
    assert not dialog.send.isEnabled()
    wrong, photo = tmp_path / "nota.pdf", tmp_path / "caixa.jpg"
    wrong.write_bytes(b"%PDF-1")
    photo.write_bytes(b"\xff\xd8\xff")
    dialog.use_file(wrong)
    qtbot.waitUntil(lambda: "cannot be used here" in dialog.told.text())
    dialog.use_file(photo)
    qtbot.waitUntil(dialog.send.isEnabled)
    assert "caixa.jpg" in dialog.preview.text()
    dialog.send.click()
    _chat, template, _text, file = _called(stage, qtbot, "sending.send_template")
    assert file.path == photo and template.components[0]["sub_type"] == "url"


def test_the_header_counts_the_24_hours_down(stage, panel, qtbot):
    can = frozenset({Capability.SEND_TEXT, Capability.SERVICE_WINDOW})
    soon = int(time.time() * 1000) + 5 * 3_600_000 + 30_000
    stage.services.sending.abilities_now = Abilities(capabilities=can, window_ends_at_ms=soon)
    _open(stage, panel, qtbot)
    assert "5 h 0 min to answer" in panel.header.subtitle.text() and not panel.composer.hint.isVisible()
    stage.services.sending.abilities_now = Abilities(capabilities=can, window_ends_at_ms=0)
    panel.writing._ask_abilities()
    qtbot.waitUntil(lambda: "24 hours are over" in panel.header.subtitle.text())
    stage.services.sending.abilities_now = Abilities(capabilities=can)
    panel.writing._ask_abilities()
    qtbot.waitUntil(lambda: "24 hours" not in panel.header.subtitle.text())


def test_the_24_hours_run_out_while_somebody_writes(stage, panel, qtbot, monkeypatch):
    can = frozenset({Capability.SEND_TEXT, Capability.SEND_TEMPLATE, Capability.SERVICE_WINDOW})
    end = time.time() + 90
    stage.services.sending.abilities_now = Abilities(capabilities=can, window_ends_at_ms=int(end * 1000))
    _open(stage, panel, qtbot)
    composer = panel.composer
    QTest.keyClicks(composer.text, "Seu bolo ficou pronto")
    assert "another 1 min" in composer.hint.text() and not composer.hint_button.isVisible()
    monkeypatch.setattr("ui.composer.desk.time.time", lambda: end + 1)
    panel.writing._clock.timeout.emit()
    assert "only a template" in composer.hint.text() and "24 hours are over" in panel.header.subtitle.text()
    assert composer.hint_button.isVisible() and composer.hint_button.text() == "Send template…"
    assert not composer.text.isEnabled() and not composer.send_button.isEnabled()
    # nothing that was written is lost: it waits for the customer's next message
    assert composer.text.toPlainText().startswith("Seu bolo ficou pronto")
    qtbot.waitUntil(lambda: any("Seu bolo ficou pronto" in str(call[1]) for call in stage.services.named("chats.save_draft")))
    composer.hint_button.click()
    dialog = _dialog(panel, TemplateDialog, qtbot)
    dialog.reject()
    monkeypatch.undo()
    again = int(time.time() * 1000) + 24 * 3_600_000
    stage.services.sending.abilities_now = Abilities(capabilities=can, window_ends_at_ms=again)
    panel.writing._ask_abilities()
    qtbot.waitUntil(lambda: not composer.hint_button.isVisible())
    assert composer.text.isEnabled() and composer.text.toPlainText().startswith("Seu bolo ficou pronto")


@pytest.mark.parametrize(("key", "text"), [(Qt.Key.Key_Q, "/"), (Qt.Key.Key_W, "?"), (Qt.Key.Key_E, "°"), (Qt.Key.Key_U, "ú")])
def test_altgr_writes_its_character(stage, panel, qtbot, key, text):
    _open(stage, panel, qtbot)
    altgr = CTRL | Qt.KeyboardModifier.AltModifier
    for modifiers in (altgr, Qt.KeyboardModifier.GroupSwitchModifier):
        panel.composer.text.clear()
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)
        QApplication.sendEvent(panel.composer.text, event)
        assert panel.composer.text.toPlainText() == text
    assert stage.services.named("messages.send_text") == []


def test_the_slash_of_the_numeric_keys_finds_answers_too(stage, panel, qtbot):
    stage.services.replies.rows = [QuickReply(id=7, shortcut="pix", text="chave")]
    _open(stage, panel, qtbot)
    QTest.keyClick(panel.composer.text, Qt.Key.Key_Slash, Qt.KeyboardModifier.KeypadModifier)
    assert panel.writing.completion.isVisible()


def test_every_key_of_the_composer_is_listed_and_can_be_changed(stage, qtbot):
    window = stage.window()
    qtbot.addWidget(window)
    listed = {deed.id: window.keymap.keys(deed.id) for deed in window.keymap.deeds()}
    for name in ("attach", "emoji", "voice", "bold", "italic", "strike", "mono", "ready", "last", "quote", "send"):
        assert listed[f"write.{name}"], name
    for name in ("reply", "react", "forward", "star", "info", "delete", "hide"):
        assert listed[f"message.{name}"], name
    keymap, fixed = window.keymap, {deed.id for deed in window.keymap.deeds() if deed.fixed}
    assert not [name for name in listed for key in listed[name][:1] if name not in fixed and keymap.trouble(name, key)]
    keymap.give("write.attach", ("Ctrl+Shift+A",))
    assert "Ctrl+Shift+A" in window.timeline.composer.attach_button.toolTip()


def test_a_ready_answer_knows_the_customer_s_own_fields(stage, panel, qtbot):
    loop = stage.services_loop.loop
    stage.services.replies.rows = [QuickReply(id=7, shortcut="vez", text="{first_name}, sua entrega: {data_de_entrega} {x}")]
    row = chat(1, "Marina Duarte")
    stage.services.put(row)

    async def fill_in():
        people = stage.services.people
        field = await people.save_field(FieldDefinition(name="Data de entrega", kind=FieldKind.DATE))
        await people.set_value(row.contact_id, field.id, "2026-11-30")

    asyncio.run_coroutine_threadsafe(fill_in(), loop).result(5)
    _open(stage, panel, qtbot)
    qtbot.waitUntil(lambda: "data_de_entrega" in panel.writing.answers.values())
    QTest.keyClicks(panel.composer.text, "/vez")
    QTest.keyClick(panel.composer.text, Qt.Key.Key_Return)
    assert panel.composer.text.toPlainText() == "Marina, sua entrega: 11/30/26 {x}"
