"""What is about to be sent, with real widgets: order, captions, changed pictures, limits, drop places."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from services.domain.outgoing import OutgoingKind
from services.domain.sending import LIMITS, Abilities, NewFile
from tests.ui.fake_sending import EVERYTHING
from tests.ui.fake_services import chat, message
from ui.composer.attach_dialog import AttachDialog
from ui.composer.picture_dialog import PictureDialog
from ui.timeline.panel import TimelinePanel

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def panel(stage, qtbot):
    made = TimelinePanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    made.resize(800, 700)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    row = chat(1, "Marina Duarte")
    stage.services.put(row, message(1, stanza_id="S1"))
    made.open(row)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    return made


@pytest.fixture
def photo(tmp_path):
    """Left half red, right half blue, 80 × 40."""
    image = QImage(80, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    for x in range(40, 80):
        for y in range(40):
            image.setPixelColor(x, y, QColor("blue"))
    path = tmp_path / "foto.png"
    image.save(str(path))
    return path


def _dialog(panel, kind, qtbot, stage):
    qtbot.waitUntil(lambda: bool(panel.findChildren(kind)))
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    return panel.findChildren(kind)[-1]


def _files(tmp_path, *names):
    for name in names:
        (tmp_path / name).write_bytes(b"x" * 10)
    return [str(tmp_path / name) for name in names]


def test_files_are_put_in_order_by_key_and_by_mouse(stage, panel, qtbot, tmp_path):
    panel.writing.files.attach(_files(tmp_path, "a.pdf", "b.pdf", "c.pdf"))
    dialog = _dialog(panel, AttachDialog, qtbot, stage)

    def order():
        return [row.path.name for row in dialog.rows]

    QTest.keyClick(dialog.rows[0].caption, Qt.Key.Key_Down, ALT)
    assert order() == ["b.pdf", "a.pdf", "c.pdf"]
    QTest.keyClick(dialog.rows[2].caption, Qt.Key.Key_Up, ALT)
    assert order() == ["b.pdf", "c.pdf", "a.pdf"]
    qtbot.waitUntil(lambda: dialog.rows[0].y() < dialog.rows[1].y() < dialog.rows[2].y())
    row, grip = dialog.rows[0], QPoint(30, 30)
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=grip)
    below = row.mapFromGlobal(dialog.rows[2].mapToGlobal(dialog.rows[2].rect().bottomLeft()))
    for _move in range(3):
        QTest.mouseMove(row, QPoint(grip.x(), below.y()))
        row.dragged.emit(row.mapToGlobal(QPoint(grip.x(), below.y())))
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton, pos=grip)
    assert order() == ["c.pdf", "a.pdf", "b.pdf"]
    assert not dialog.rows[0].up.isEnabled() and not dialog.rows[2].down.isEnabled()
    # what is no picture goes as a file anyway: nothing to choose
    assert not dialog.rows[0].as_file.isVisible() and not dialog.rows[0].edit.isVisible()
    dialog.reject()


def test_a_picture_is_turned_and_cut_into_a_new_file(stage, panel, qtbot, photo):
    before = photo.read_bytes()
    panel.writing.files.attach([str(photo)])
    dialog = _dialog(panel, AttachDialog, qtbot, stage)
    row = dialog.rows[0]
    assert "80 × 40" in row.told.text()
    row.edit.click()
    editor = _dialog(panel, PictureDialog, qtbot, stage)
    assert not editor.undo.isEnabled()
    editor.right.click()
    for _step in range(5):
        QTest.keyClick(editor.view, Qt.Key.Key_Up, SHIFT)
    QTest.keyClick(editor.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    editor.undo.click()
    assert editor.view.change.part.height() == pytest.approx(0.94)
    editor.view._put(QRectF(0, 0, 1, 0.5))
    editor.use.click()
    qtbot.waitUntil(lambda: row.back.isVisible() and "40 × 40" in row.told.text())
    made = QImage(str(row.path))
    # a quarter turn to the right puts the red left half on top
    assert made.pixelColor(20, 20).red() > 200 and photo.read_bytes() == before
    dialog.send.click()
    qtbot.waitUntil(lambda: bool(stage.services.named("sending.send_file")))
    file = stage.services.named("sending.send_file")[-1][1]
    assert (file.path, file.file_name, file.width) == (row.path, f"foto{row.path.suffix}", 40) and file.path != photo


def test_a_changed_picture_can_be_had_as_it_was(stage, panel, qtbot, photo):
    panel.writing.files.attach([str(photo)])
    dialog = _dialog(panel, AttachDialog, qtbot, stage)
    row = dialog.rows[0]
    row.edit.click()
    editor = _dialog(panel, PictureDialog, qtbot, stage)
    editor.left.click()
    editor.use.click()
    qtbot.waitUntil(lambda: "40 × 80" in row.told.text())
    row.back.click()
    qtbot.waitUntil(lambda: "80 × 40" in row.told.text())
    assert row.wanted().path == photo and not row.back.isVisible()
    dialog.reject()


def test_the_frame_is_dragged_by_its_corner_and_stays_inside(stage, panel, qtbot, photo):
    panel.writing.files.attach([str(photo)])
    dialog = _dialog(panel, AttachDialog, qtbot, stage)
    dialog.rows[0].edit.click()
    editor = _dialog(panel, PictureDialog, qtbot, stage)
    editor.show()
    view = editor.view
    place = view.picture_rect()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=place.bottomRight().toPoint())
    QTest.mouseMove(view, place.center().toPoint())
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    assert view.change.part.width() == pytest.approx(0.5, abs=0.03)
    editor.reject()
    dialog.reject()


def test_a_photo_over_the_limit_is_made_smaller(stage, panel, qtbot, tmp_path):
    big = QImage(3000, 1500, QImage.Format.Format_RGB32)
    big.fill(QColor("green"))
    path = tmp_path / "grande.jpg"
    big.save(str(path), "JPG", 95)
    small = {**LIMITS, OutgoingKind.IMAGE: path.stat().st_size - 1}
    stage.services.sending.abilities_now = Abilities(capabilities=EVERYTHING.capabilities, limits=small)
    panel.writing._ask_abilities()
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    panel.writing.files.attach([str(path)])
    dialog = _dialog(panel, AttachDialog, qtbot, stage)
    row = dialog.rows[0]
    assert row.smaller.isVisible() and not dialog.send.isEnabled()
    row.smaller.click()
    qtbot.waitUntil(lambda: "2048 × 1024" in row.told.text())
    assert dialog.send.isEnabled() and not row.smaller.isVisible()
    dialog.reject()


def test_the_number_s_limits_are_told_before_anything_is_chosen(stage, panel, qtbot, tmp_path):
    limits = {**LIMITS, OutgoingKind.IMAGE: 5_000_000, OutgoingKind.DOCUMENT: 36_000_000}
    stage.services.sending.abilities_now = Abilities(capabilities=EVERYTHING.capabilities, limits=limits)
    panel.writing._ask_abilities()
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    panel.writing.files.attach(_files(tmp_path, "a.pdf"))
    dialog = _dialog(panel, AttachDialog, qtbot, stage)
    assert "4.8 MB" in dialog.limits.text() and "34.3 MB" in dialog.limits.text()
    dialog.reject()


def test_dropped_as_photo_or_as_file(stage, panel, qtbot, photo):
    zones = panel.writing.zones
    for zone, as_document in ((zones.photo, False), (zones.file, True)):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(photo)), QUrl.fromLocalFile(str(photo.parent))])
        enter = QDragEnterEvent(
            QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        assert zones.eventFilter(panel, enter) and zones.isVisible()
        drop = QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        zone.dropEvent(drop)
        dialog = _dialog(panel, AttachDialog, qtbot, stage)
        # the folder that came along is no file
        assert [row.as_file.isChecked() for row in dialog.rows] == [as_document] and not zones.isVisible()
        dialog.reject()
        dialog.deleteLater()
        qtbot.waitUntil(lambda: not panel.findChildren(AttachDialog))


def test_files_that_are_carried_away_again_leave_the_conversation_free(stage, panel, qtbot, photo):
    zones, data = panel.writing.zones, QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    enter = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    zones.eventFilter(panel, enter)
    zones.photo.dragEnterEvent(enter)
    zones.photo.dragLeaveEvent(QDragLeaveEvent())
    zones.dragEnterEvent(enter)
    zones.dragLeaveEvent(QDragLeaveEvent())
    zones.file.dragEnterEvent(enter)
    QApplication.processEvents()
    assert zones.isVisible(), "from one place to the other they are still here"
    zones.file.dragLeaveEvent(QDragLeaveEvent())
    qtbot.waitUntil(lambda: not zones.isVisible())


def test_more_files_are_dropped_onto_the_list(stage, panel, qtbot, photo, tmp_path):
    panel.writing.files.attach(_files(tmp_path, "a.pdf"))
    dialog = _dialog(panel, AttachDialog, qtbot, stage)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    dialog.dropEvent(
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    )
    assert dialog.files()[1:] == (NewFile(path=photo),)
    dialog.reject()


def test_who_sends_a_file_from_far_above_sees_it_go(stage, panel, qtbot, tmp_path):
    stage.services.put(*(message(each) for each in range(2, 60)))
    panel.open(stage.services.chat_rows[1])
    qtbot.waitUntil(lambda: stage.crossing.pending == 0 and len(panel.model.messages) > 20)
    panel.view.to_top()
    assert not panel.view.at_bottom()
    panel.writing.files.attach(_files(tmp_path, "a.pdf"))
    _dialog(panel, AttachDialog, qtbot, stage).send.click()
    qtbot.waitUntil(lambda: panel.model.messages[-1].media is not None and panel.view.at_bottom())
