"""Without a mouse: everything that can be clicked can be done by keys, and everything has a name to be read out."""

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from services.domain.models import MediaState, MediaView, QuotedView, ReactionView
from services.domain.status import Status
from tests.look import kinds
from tests.ui.fake_services import PROVIDERS, chat, instance, message
from ui.timeline import bubble
from ui.timeline.contents import main_click
from ui.timeline.offers import offers
from ui.timeline.panel import TimelinePanel
from ui.timeline.parts.base import Click, Wish

# what the menu has under names of its own
IN_MENU = {
    Wish.RESEND: "Resend", Wish.SETTLE: "It was sent", Wish.FETCH: "Download again", Wish.STOP_FETCHING: "Stop downloading",
    Wish.STOP_SENDING: "Stop sending",
    Wish.SHOW_HISTORY: "Earlier versions", Wish.SHOW_REACTIONS: "Who reacted", Wish.SHOW_RAW: "Show what came",
    Wish.LOOK_AT: "View",
}  # fmt: skip


@pytest.fixture
def panel(stage, tmp_path, qtbot):
    kinds.files(tmp_path)
    stage.services.files = tmp_path
    made = TimelinePanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    made.resize(800, 700)
    qtbot.addWidget(made, before_close_func=lambda panel: panel.desk.close())
    made.show()
    qtbot.waitActive(made)
    made.set_instances({1: instance(1)}, {p.kind: p for p in PROVIDERS})
    return made


def _rows(which, out):
    if which == "states":
        quoted = QuotedView(stanza_id="A", message_id=1, author="Marina", text="Fazem?")
        rows = [message(n, f"{n}", out=True, status=s) for n, s in enumerate(Status, 1)]
        return [
            *rows,
            message(40, "linha\n" * 60, out=out, quoted=quoted),
            message(41, "Corrigi https://example.com e www.example.org", out=out, edited=True,
                    reactions=(ReactionView(emoji="A", from_me=False),)),
            message(42, "", out=out, kind=kinds.MessageKind.DOCUMENT, media=MediaView(state=MediaState.PENDING, file_name="a.pdf")),
        ]  # fmt: skip
    return (kinds.media_rows if which == "files" else kinds.card_rows)(out=out)


def _open(stage, panel, qtbot, rows):
    row = chat(1, "Marina Duarte")
    stage.services.put(row, *rows)
    panel.open(row)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0 and len(panel.model.messages) == len(rows))


def _clickable(view, row):
    """All that the mouse would find in a bubble."""
    made = view._bubble(row)
    place = QRectF(0, 0, view.viewport().width(), made.height)
    found = set()
    for x in range(0, int(place.width()), 10):
        for y in range(0, int(made.height), 6):
            click = bubble.hit(made, place, QPointF(x, y))
            if click is not None:
                found.add(Click(click.wish) if click.wish is Wish.SEEK else click)
    return found


@pytest.mark.parametrize("out", [False, True])
@pytest.mark.parametrize("which", ["files", "cards", "states"])
def test_whatever_can_be_clicked_can_be_done_by_keys(stage, panel, qtbot, which, out):
    _open(stage, panel, qtbot, _rows(which, out))
    seen = 0
    for row in panel.model.rows:
        if row.message is None or row.message.kind in (kinds.MessageKind.SYSTEM, kinds.MessageKind.CALL):
            continue
        menu = QMenu(panel)
        panel.actions_desk.fill(menu, row.message, "")
        panel.wishes.fill_menu(menu, row.message)
        named = {action.text() for action in menu.actions()}
        can = {click for _words, click in offers(row.message)} | {main_click(row.message)}
        for click in _clickable(panel.view, row):
            seen += 1
            # arrows seek in what plays
            by_keys = click.wish is Wish.SEEK or click in can or IN_MENU.get(click.wish) in named
            assert by_keys, f"{click} of {row.message.kind}"
    assert seen > 5


def test_the_menu_key_opens_the_menu_of_the_current_message(stage, panel, qtbot):
    _open(stage, panel, qtbot, _rows("cards", False))
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier)
    QTest.keyClick(panel.view, Qt.Key.Key_Up)
    current = panel.view.current_message()
    assert current is not None
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(panel.view.viewport(), event)
    menus = panel.findChildren(QMenu)
    assert menus and all(a.text() for a in menus[-1].actions() if not a.isSeparator())
    menus[-1].close()


def test_up_and_down_walk_every_message_and_each_says_who_when_what(stage, panel, qtbot):
    rows = _rows("states", False) + [msgspec.structs.replace(m, id=m.id + 500) for m in _rows("cards", False)]
    _open(stage, panel, qtbot, rows)
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Home)
    walked = [panel.view.current_message().id]
    for _step in range(len(rows) + 5):
        QTest.keyClick(panel.view, Qt.Key.Key_Down)
        if panel.view.current_message().id == walked[-1]:
            break
        walked.append(panel.view.current_message().id)
    assert walked == [m.id for m in panel.model.messages]
    reader = QAccessible.queryAccessibleInterface(panel.view)
    names = [reader.child(at).text(QAccessible.Text.Name) for at in range(reader.childCount())]
    assert len(names) >= len(panel.model.rows) and all(names)


def test_every_control_has_a_name_and_tab_comes_to_it(stage, panel, qtbot):
    _open(stage, panel, qtbot, _rows("cards", False))
    panel.composer.text.setFocus()
    seen = set()
    for _step in range(60):
        now = panel.focusWidget()
        if now in seen:
            break
        seen.add(now)
        # as the key does, whatever the field would do with a tab
        panel.focusNextChild()
    wanted = {
        w for w in panel.findChildren(QWidget)
        if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.focusProxy() is None
        and w.window() is panel.window()
    }  # fmt: skip
    assert {panel.view, panel.header.starred, panel.composer.text} <= wanted
    for each in wanted:
        name = QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name)
        assert name, f"{type(each).__name__} {each.objectName()} has no name"
    missed = {w for w in wanted if w not in seen}
    assert not missed, missed


def test_arrows_seek_in_a_voice_message_that_plays(stage, panel, qtbot):
    voice = message(1, "", kind=kinds.MessageKind.VOICE, media=kinds.ready("voice", duration_s=3))
    _open(stage, panel, qtbot, [voice])
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_End)
    wishes = []
    panel.view.wish_made.connect(lambda click, _message: wishes.append(click.wish))
    QTest.keyClick(panel.view, Qt.Key.Key_Right)
    assert wishes == []
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (panel.desk.sound.state(1) or voice).__class__.__name__ == "Playing")
    qtbot.waitUntil(lambda: panel.desk.sound.state(1).length_s > 0)
    QTest.keyClick(panel.view, Qt.Key.Key_Right)
    assert wishes[-1] is Wish.SEEK
    panel.desk.sound.stop()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
