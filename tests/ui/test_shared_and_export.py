"""What a conversation holds, and its export, through the header's menu with real widgets."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from services.domain.contacts import SharedKind
from services.domain.content import MessageKind
from services.domain.errors import ErrorCode, Invalid, StorageProblem
from services.domain.exports import ExportForm, Packing
from services.domain.models import MediaState, MediaView
from tests.ui.fake_services import chat, instance, message
from ui.media.lightbox import Lightbox
from ui.people.export_dialog import ExportDialog
from ui.people.shared_media import SharedDialog

HOSTILE = "<b>nota</b>\u202efdp.exe"


@pytest.fixture
def window(stage, qtbot, tmp_path):
    services = stage.services
    services.files = tmp_path
    picture = QImage(300, 200, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    picture.save(str(tmp_path / "p"), "PNG")
    (tmp_path / "d").write_bytes(b"MZ")
    services.put(instance(1), chat(1, "Marina Duarte"))
    stored = {"state": MediaState.READY}
    for n in range(1, 100):
        services.put(message(n, "", kind=MessageKind.IMAGE, media=MediaView(mime="image/png", path="p", **stored)))
    services.put(message(200, "", kind=MessageKind.DOCUMENT, media=MediaView(file_name=HOSTILE, path="d", size=2, **stored)))
    services.put(message(201, "veja https://example.com/cardapio"), message(202, "nada :// aqui"))
    made = stage.window()
    made.close_requested.connect(made.hide)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    qtbot.waitUntil(lambda: made.chats.model.rowCount() == 1)
    made.chats.choose(1)
    qtbot.waitUntil(lambda: made.timeline.chat is not None and not stage.crossing.pending)
    return made


def chosen_from_menu(window, qtbot, words: str) -> None:
    QTest.mouseClick(window.timeline.header.more, Qt.MouseButton.LeftButton)
    menu = next(m for m in window.findChildren(QMenu) if any(words in a.text() for a in m.actions()) and m.isVisible())
    action = next(a for a in menu.actions() if words in a.text())
    action.trigger()
    menu.close()


def opened(window, kind):
    return next(each for each in window.findChildren(kind) if each.isVisible())


def test_pictures_documents_and_links(stage, window, qtbot):
    chosen_from_menu(window, qtbot, "Media")
    dialog = opened(window, SharedDialog)
    shared = dialog.shared
    qtbot.waitUntil(lambda: shared.model.rowCount() == 60)
    shared.view.scrollToBottom()
    qtbot.waitUntil(lambda: shared.model.rowCount() == 99)
    qtbot.waitUntil(lambda: not window.timeline.desk.pictures.waiting)
    shared.view.setCurrentIndex(shared.model.index(2))
    QTest.keyClick(shared.view, Qt.Key.Key_Return)
    box = opened(window, Lightbox)
    assert box.message.id == 97
    box.reject()
    shared.tabs[SharedKind.DOCUMENTS].click()
    qtbot.waitUntil(lambda: shared.model.rowCount() == 1)
    assert "\u202e" not in shared.model.index(0).data()
    refused = shared.files.open(shared.model.item(0))
    assert refused is not None
    refused.reject()
    shared.tabs[SharedKind.LINKS].click()
    qtbot.waitUntil(lambda: shared.model.kind is SharedKind.LINKS)
    assert [shared.model.index(r).data() for r in range(shared.model.rowCount())] == ["https://example.com/cardapio"]
    shared.message_requested.emit(201)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_an_export_tells_how_far_it_is_and_what_came_of_it(stage, window, qtbot, tmp_path):
    chosen_from_menu(window, qtbot, "Export")
    dialog = opened(window, ExportDialog)
    dialog.packings.button(1).click()
    assert dialog.suggested().startswith("Conversation with Marina Duarte") and dialog.suggested().endswith(".zip")
    stage.services.hold("exports.conversation")
    dialog.write_to(tmp_path / "c.zip")
    qtbot.waitUntil(lambda: dialog.bar.maximum() == 450 and dialog.bar.value() == 200)
    stage.services.release("exports.conversation")
    qtbot.waitUntil(lambda: dialog.show_button.isVisible())
    assert "450 message" in dialog.told.text() and "not on this computer" in dialog.told.text()
    ((chat_id, order),) = stage.services.exports.orders
    assert (chat_id, order.form, order.packing, order.target) == (1, ExportForm.HTML, Packing.ZIP, tmp_path / "c.zip")
    assert order.words.kinds["image"] == "Photo"
    dialog.close_button.click()


def test_closing_the_dialog_gives_the_export_up(stage, window, qtbot, tmp_path):
    dialog = window.chat_menu.export(window.timeline.chat)
    stage.services.hold("exports.conversation")
    dialog.write_to(tmp_path / "c.html")
    qtbot.waitUntil(lambda: stage.services.named("exports.conversation") != [])
    dialog.reject()
    qtbot.waitUntil(lambda: not stage.crossing.pending and not window.findChildren(ExportDialog))


@pytest.mark.parametrize(
    ("error", "words"),
    [(Invalid("file"), "another place"), (StorageProblem("x", code=ErrorCode.DISK_FULL), "disk is full")],
)
def test_what_cannot_be_written_is_said(stage, window, qtbot, tmp_path, error, words):
    dialog = window.chat_menu.export(window.timeline.chat)
    stage.services.fail_next("exports.conversation", error)
    dialog.write_to(tmp_path / "c.html")
    qtbot.waitUntil(lambda: words in dialog.told.text())
    assert dialog.go.isVisible()
    dialog.reject()
