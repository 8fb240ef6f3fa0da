"""Sizes and colours while the window is open, and where it comes back."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QToolButton, QWidget

from services.settings.schema import Window
from tests.ui.fake_people import contact
from tests.ui.fake_services import chat, instance, message
from ui import zoom
from ui.composer.composer import Composer
from ui.dialogs import ConfirmDialog, TextDialog
from ui.pages import PageAt
from ui.theme import Mode, Type
from ui.widgets.rail import NARROW
from ui.window_state import sane

MAIN, SIDE = QRect(0, 0, 1920, 1040), QRect(1920, 0, 1280, 1024)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(stage, qtbot, qapp):
    stage.services.put(instance(1), *(chat(n, unread=n) for n in range(1, 9)), *(message(n) for n in range(1, 9)))
    made = stage.window()
    made.close_requested.connect(made.hide)
    made.zoom_requested.connect(stage.look.set_zoom)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    yield made
    stage.look.set_zoom(100)


def _measures(window):
    """Sizes of all that stands still; what fits itself to its text is left out."""
    sizes = {}
    for widget in window.findChildren(QWidget):
        at = id(widget)
        if isinstance(widget, QLabel):
            sizes[at, "font"] = widget.font().pixelSize()
        if isinstance(widget, QAbstractButton):
            sizes[at, "icon"] = widget.iconSize().width()
        if widget.layout() is not None:
            margins = widget.layout().contentsMargins()
            sizes[at, "margins"] = (margins.left(), margins.top(), margins.right(), margins.bottom())
    return sizes


def test_everything_grows_and_comes_back_exactly(stage, window, qtbot):
    before = _measures(window)
    row = window.chats.view.sizeHintForRow(0)
    for percent in (150, 80, 125, 200):
        stage.look.set_zoom(percent)
    assert window.chats.view.sizeHintForRow(0) == row * 2
    # in a window that is no larger the rail is pictures alone
    qtbot.waitUntil(lambda: window.rail.width() == NARROW * 2)
    grown = _measures(window)
    assert [key for key in before.keys() & grown.keys() if key[1] == "font" and grown[key] != 2 * before[key]] == []
    stage.look.set_mode(Mode.DARK)
    written = [w for w in window.findChildren(QWidget) if w.property("type")]
    assert len(written) > 50
    assert [w for w in written if w.font().pixelSize() != stage.look.font(Type(w.property("type"))).pixelSize()] == []
    stage.look.set_zoom(100)
    assert [w for w in written if w.font().pixelSize() != stage.look.font(Type(w.property("type"))).pixelSize()] == []
    after = _measures(window)
    same = before.keys() & after.keys()
    assert len(same) > 200 and {key: after[key] for key in same} == {key: before[key] for key in same}


def test_keys_change_the_size_by_steps_and_stop_at_the_ends(stage, window, qtbot):
    field = window.timeline.composer.text
    window.chats.choose(1)
    field.setFocus()
    for _ in range(12):
        QTest.keyClick(field, Qt.Key.Key_Plus, CTRL)
    assert stage.look.zoom == 200
    QTest.keyClick(field, Qt.Key.Key_0, CTRL)
    assert stage.look.zoom == 100
    for _ in range(5):
        QTest.keyClick(field, Qt.Key.Key_Minus, CTRL)
    assert stage.look.zoom == 80


def test_a_dialog_opens_in_the_present_size(stage, window, qtbot):
    stage.look.set_zoom(200)
    dialog = TextDialog(window, "Text", "words")
    margins = dialog.layout().contentsMargins().left()
    dialog.open()
    assert dialog.layout().contentsMargins().left() == margins * 2
    assert dialog.height() <= dialog.screen().availableSize().height()
    dialog.accept()
    # more than the screen holds is scrolled, and the keyboard brings it into sight
    tall = ConfirmDialog(window, stage.look, "Title", "words " * 400, "Yes", danger=False)
    tall.open()
    qtbot.waitActive(tall)
    assert tall.height() <= tall.screen().availableSize().height()
    assert tall.yes.visibleRegion().isEmpty()
    tall.no.setFocus()
    qtbot.waitUntil(tall.no.hasFocus)
    QTest.keyClick(tall.no, Qt.Key.Key_Tab)
    assert tall.yes.hasFocus() and not tall.yes.visibleRegion().isEmpty()
    tall.reject()


def test_a_strip_stays_where_it_can_be_seen(stage, window, qtbot):
    window.chats.choose(1)
    undo = window.timeline.actions_desk.undo
    undo.offer("Done.", lambda: None)
    window.board.tell("Something above takes room.")
    window.resize(900, 560)
    qtbot.waitUntil(lambda: undo.parentWidget().rect().contains(undo.geometry()))
    undo.offer("Done. " * 60, lambda: None)
    assert undo.parentWidget().rect().contains(undo.geometry())


def _draw_list(window, wide):
    """Drag the line beside the list."""
    handle = window.pair.handle(1)
    by = QPoint(wide - window.pair.sizes()[0], 0)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(0, 100))
    QTest.mouseMove(handle, QPoint(0, 100) + by)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(0, 100))


def test_the_list_keeps_its_share_and_comes_back_as_it_was_drawn(stage, window):
    window.resize(1180, 780)
    _draw_list(window, 400)
    first = window.pair.sizes()[0]
    assert first == pytest.approx(400, abs=3)
    stage.look.set_zoom(125)
    assert window.pair.sizes()[0] == pytest.approx(first * 1.25, abs=3)
    stage.look.set_zoom(200)
    assert window.left()["window.list_width"] == pytest.approx(first * 2, abs=3)
    stage.look.set_zoom(100)
    assert window.pair.sizes()[0] == pytest.approx(first, abs=1)


def test_there_is_room_to_write_in_every_size(stage, window, qtbot):
    window.resize(1180, 780)
    window.chats.choose(1)
    composer = window.timeline.composer

    def beside():
        return composer.text.geometry().bottom() > composer.send_button.geometry().top()

    assert beside() and window.chats.isVisible()
    stage.look.set_zoom(200)
    qtbot.waitUntil(lambda: composer.text.width() > 350 and beside() and not window.chats.isVisible())
    # where even that is too narrow, the field has a line of its own
    alone = Composer(stage.look)
    qtbot.addWidget(alone)
    zoom.fit(alone)
    alone.resize(600, 300)
    alone.show()
    qtbot.waitUntil(lambda: alone.text.geometry().bottom() <= alone.send_button.geometry().top())
    stage.look.set_zoom(100)
    qtbot.waitUntil(lambda: composer.text.width() > 350 and beside() and window.chats.isVisible())


def test_in_a_small_window_there_is_the_list_or_the_conversation(stage, window, qtbot):
    stage.services.contacts.put(contact(1))
    stage.look.set_zoom(200)
    window.resize(1024, 700)
    assert window.chats.isVisible() and not window.timeline.isVisible()
    window.chats.choose(1)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    assert not window.chats.isVisible() and window.timeline.composer.text.hasFocus()
    window.show_page(PageAt.CONVERSATIONS)
    assert window.timeline.composer.text.hasFocus()
    QTest.mouseClick(window.timeline.header.back, Qt.MouseButton.LeftButton)
    assert window.chats.view.hasFocus() and not window.timeline.isVisible()
    window.show_page(PageAt.CONTACTS)
    qtbot.waitUntil(lambda: window.contacts.model.rowCount() > 0)
    QTest.keyClick(window.contacts.search, Qt.Key.Key_Down)
    QTest.keyClick(window.contacts.view, Qt.Key.Key_Return)
    assert window.contacts.card.isVisible() and window.contacts.pair.back.hasFocus()
    window.contacts.pair.back.click()
    assert window.contacts.search.hasFocus() and not window.contacts.card.isVisible()
    # the pictures alone still say where they lead
    pages = [made for made in window.rail.findChildren(QToolButton) if made.isCheckable()]
    assert all(made.toolTip() == made.accessibleName() != "" for made in pages)
    window.resize(1600, 900)
    assert window.contacts.card.isVisible() and window.contacts.search.isVisible()


def test_a_style_sheet_loses_no_line():
    assert zoom.sheet("border: 1px; padding: 0px 10px", 80) == "border: 1px; padding: 0px 8px"
    assert zoom.sheet("a: 7px", 200) == "a: 14px"


@pytest.mark.parametrize(
    ("left", "comes_back"),
    [
        (QRect(100, 50, 1180, 780), QRect(100, 50, 1180, 780)),
        (QRect(2000, 100, 900, 700), QRect(2000, 100, 900, 700)),
        (QRect(100, 50, 5000, 3000), QRect(100, 50, 1920, 1040)),
        (QRect(1850, 5, 800, 600), QRect(1850, 5, 800, 600)),
    ],
)
def test_a_place_that_can_be_seen_is_kept(left, comes_back):
    assert sane(left, (MAIN, SIDE)) == comes_back


@pytest.mark.parametrize("left", [QRect(4000, 100, 900, 700), QRect(-3000, 10, 900, 700), QRect(10, 1035, 900, 700)])
def test_a_screen_that_is_gone_takes_no_window_with_it(left):
    kept = sane(left, (MAIN, SIDE))
    assert MAIN.contains(kept) and kept.size() == left.size()


def test_the_window_comes_back_as_it_was_left(stage, window, qtbot):
    window.show_page(window._pages[2].at)
    window.setGeometry(QRect(40, 30, 820, 600))
    window.pair.setSizes([300, 500])
    left = {key.split(".")[1]: value for key, value in window.left().items()}
    again = type(window)(
        stage.services, stage.bridge, stage.crossing, stage.look, left=Window(**left), clock=stage.clock
    )
    qtbot.addWidget(again)
    assert again.geometry() == QRect(40, 30, 820, 600)
    assert again.pages.currentIndex() == 2
    again.close_requested.connect(again.hide)


@pytest.mark.parametrize("mode", list(Mode))
def test_every_choice_of_colours_can_be_put_on(stage, window, mode):
    stage.look.set_mode(mode)
    assert stage.look.font(Type.BODY).pixelSize() == 14
    assert not window.grab().isNull()


@pytest.mark.parametrize("percent", [100, 200])
def test_an_open_choice_shows_all_its_lines(stage, qtbot, percent):
    stage.look.set_zoom(percent)
    choice = QComboBox()
    qtbot.addWidget(choice)
    choice.addItems(["As the computer", "Português (Brasil)", "English"])
    choice.show()
    choice.showPopup()
    view = choice.view()
    last = view.visualRect(view.model().index(2, 0))
    assert last.height() > 0 and view.viewport().rect().contains(last)
    choice.hidePopup()
    stage.look.set_zoom(100)
