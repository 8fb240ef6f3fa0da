"""The window among other programs: locked, hidden in the tray, in several windows, opened by a link."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from services.api.lock import Lock
from services.domain.changes import ChangeSet
from services.domain.events import ConnectionState
from services.domain.ids import ChatId
from services.settings.schema import ChatWindowLeft
from services.settings.secrets import Secrets
from services.settings.store import Store
from tests.fakes.clock import ManualClock
from tests.ui.fake_services import chat, instance, message
from ui.desktop.closing import CloseDialog
from ui.desktop.desktop import Desktop
from ui.desktop.pin_dialog import PinDialog
from ui.desktop.tray import Health
from ui.settings.dialog import SettingsDialog

LEFT = Qt.MouseButton.LeftButton
PIN = "2580"


class Counter:
    """The window with everything around it, over settings and credentials of its own."""

    def __init__(self, stage, folder, qtbot):
        self.stage, self.qtbot = stage, qtbot
        self.store = Store(folder / "settings.json")
        secrets = Secrets(folder / "secrets.json", "0" * 16, open_keyring=lambda: None)
        self.lock = Lock(self.store, secrets, ManualClock())
        stage.services.put(
            instance(), chat(1, "Marina Duarte", unread=1), chat(2, "Rafael Lima"), message(1, "Bom dia"),
            message(2, "Tem bolo?", chat_id=2),
        )  # fmt: skip
        self.window = stage.window()
        qtbot.addWidget(self.window)
        self.desktop = Desktop(
            QApplication.instance(), self.window, stage.services, stage.bridge,
            stage.crossing, stage.look, self.lock, self.store.get, self.store.set, stage.clock,
        )  # fmt: skip
        qtbot.addWidget(self.desktop.locker.cover)
        self.ended = []
        self.desktop.quit_requested.connect(lambda: self.ended.append(1))

    def settle(self):
        self.qtbot.waitUntil(lambda: self.stage.crossing.pending == 0)

    def open(self, *, hidden=False):
        self.desktop.open(hidden=hidden)
        self.settle()
        self.qtbot.waitUntil(lambda: self.window.chats.model.rowCount() == 2)

    def set_pin(self):
        done = []
        self.stage.crossing.spawn(self.window, self.lock.set_pin(PIN), done=done.append)
        self.qtbot.waitUntil(lambda: bool(done))

    def type_pin(self, pin):
        cover = self.desktop.locker.cover
        cover.pin.setText(pin)
        QTest.keyClick(cover.pin, Qt.Key.Key_Return)
        self.settle()

    def dialog(self, kind):
        return next(d for d in self.window.findChildren(QDialog) if isinstance(d, kind) and d.isVisible())


@pytest.fixture
def counter(stage, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr("ui.desktop.tray.Tray.there", staticmethod(lambda: False))
    made = Counter(stage, tmp_path, qtbot)
    yield made
    made.desktop.sounds.stop()
    made.desktop.chats.close()
    made.desktop.locker.cover.hide()
    for dialog in made.window.findChildren(QDialog):
        dialog.close()
    made.window.hide()
    QApplication.instance().removeEventFilter(made.desktop.locker)


@pytest.fixture
def tray(monkeypatch, counter):
    monkeypatch.setattr("ui.desktop.tray.Tray.there", staticmethod(lambda: True))


def test_without_a_pin_the_key_asks_for_one(counter):
    counter.open()
    QTest.keyClick(counter.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    dialog = counter.dialog(PinDialog)
    for line, text in ((dialog.new, PIN), (dialog.again, "2581")):
        line.setText(text)
    QTest.mouseClick(dialog.keep, LEFT)
    assert dialog.said.text() == "The two new PINs are not the same."
    dialog.again.setText(PIN)
    QTest.mouseClick(dialog.keep, LEFT)
    counter.qtbot.waitUntil(counter.lock.has_pin)
    # and then does what it was pressed for
    counter.qtbot.waitUntil(lambda: counter.desktop.locker.locked)
    assert counter.desktop.locker.cover.isVisible() and not counter.window.isVisible()


def test_the_settings_set_and_remove_the_pin(counter):
    counter.stage.services.preferences.get = counter.store.get
    counter.open()
    counter.window.commands.show_settings()
    settings = counter.dialog(SettingsDialog)
    settings.show_page("lock")
    for fill, press, there in ((("new", "again"), "keep", True), (("current",), "remove", False)):
        QTest.mouseClick(settings.pin.button, LEFT)
        dialog = counter.dialog(PinDialog)
        assert dialog.parentWidget() is settings
        for line in fill:
            getattr(dialog, line).setText(PIN)
        QTest.mouseClick(getattr(dialog, press), LEFT)
        counter.qtbot.waitUntil(lambda there=there: settings.rows["lock.idle_min"].control.isEnabled() is there)
        assert counter.lock.has_pin() is there and counter.desktop.locker.lock() is there
        if there:
            counter.type_pin(PIN)


def test_locked_nothing_of_customers_is_to_be_seen(counter):
    counter.open()
    counter.set_pin()
    counter.window.commands.show_keys()
    behind = next(d for d in counter.window.findChildren(QDialog) if d.isVisible())
    counter.window.lock_requested.emit()
    locker = counter.desktop.locker
    assert locker.cover.isVisible() and not counter.window.isVisible() and not behind.isVisible()
    assert counter.desktop.secret()
    # what comes up meanwhile goes at once
    late = QDialog(counter.window)
    counter.qtbot.addWidget(late)
    late.show()
    counter.qtbot.waitUntil(lambda: not late.isVisible())
    # neither the symbol beside the clock nor a second start goes round it
    counter.desktop.come()
    assert not counter.window.isVisible() and locker.cover.isVisible()
    counter.type_pin("1111")
    assert locker.cover.said.text() == "This is not the PIN. Try again." and locker.locked
    counter.type_pin(PIN)
    assert counter.window.isVisible() and behind.isVisible() and late.isVisible() and not locker.cover.isVisible()


def test_wrong_pins_are_slowed_in_words(counter):
    counter.open()
    counter.set_pin()
    counter.desktop.locker.lock()
    for _ in range(4):
        counter.type_pin("1111")
    assert counter.desktop.locker.cover.said.text() == "Too many wrong PINs. Try again in 6 seconds."
    counter.type_pin(PIN)
    assert counter.desktop.locker.locked


def test_a_start_with_a_pin_is_locked_from_the_first_moment(counter):
    counter.set_pin()
    counter.open()
    assert counter.desktop.locker.cover.isVisible() and not counter.window.isVisible()
    counter.type_pin(PIN)
    assert counter.window.isVisible()


def test_it_locks_by_itself_when_nobody_is_there(counter, monkeypatch):
    counter.open()
    counter.set_pin()
    counter.store.set("lock.idle_min", 1)
    now = [1000.0]
    monkeypatch.setattr("ui.desktop.locker.monotonic", lambda: now[0])
    locker = counter.desktop.locker
    locker.renew()
    assert locker._idle.isActive()
    now[0] += 59
    QTest.keyClick(counter.window, Qt.Key.Key_Shift)
    now[0] += 59
    locker._idle.timeout.emit()
    assert not locker.locked
    now[0] += 2
    locker._idle.timeout.emit()
    assert locker.locked


def test_a_notification_pressed_while_locked_opens_its_conversation_afterwards(counter):
    counter.open()
    counter.set_pin()
    counter.desktop.locker.lock()
    counter.desktop.notifier.chat_wanted.emit(2)
    assert counter.window.chats.chosen is None
    counter.type_pin(PIN)
    counter.qtbot.waitUntil(lambda: counter.window.chats.chosen == 2)


def test_a_click_opens_the_conversation_and_gives_the_composer_the_keyboard(counter):
    counter.open()
    counter.window.hide()
    counter.desktop.notifier.chat_wanted.emit(2)
    counter.qtbot.waitUntil(lambda: counter.window.focusWidget() is counter.window.timeline.composer.text)
    assert counter.window.isVisible() and counter.window.chats.chosen == 2


def test_without_a_tray_closing_quits(counter):
    counter.open()
    counter.window.close()
    assert counter.ended == [1]


def test_the_first_time_closing_is_explained(counter, tray):
    counter.open()
    counter.window.close()
    assert counter.window.isVisible()
    QTest.mouseClick(counter.dialog(CloseDialog).stay, LEFT)
    assert not counter.window.isVisible() and counter.ended == []
    counter.desktop.come()
    counter.window.close()
    assert not counter.window.isVisible() and counter.ended == []


def test_who_would_rather_quit_quits_from_then_on(counter, tray):
    counter.open()
    counter.window.close()
    QTest.mouseClick(counter.dialog(CloseDialog).quit, LEFT)
    assert counter.ended == [1] and counter.store.get("desktop.close_to_tray") is False
    counter.window.close()
    assert counter.ended == [1, 1]


def test_a_tray_that_goes_away_brings_the_window_back(counter, tray, monkeypatch):
    counter.store.set("desktop.tray_explained", True)
    counter.open(hidden=True)
    assert not counter.window.isVisible()
    counter.desktop._lost.timeout.emit()
    assert not counter.window.isVisible()
    monkeypatch.setattr("ui.desktop.tray.Tray.there", staticmethod(lambda: False))
    counter.desktop._lost.timeout.emit()
    assert counter.window.isVisible()


def test_the_tray_says_what_is_the_matter(counter):
    counter.open()
    tray = counter.desktop.tray
    tray.show_unread(3)
    tray.show_health(Health.TROUBLE)
    counter.desktop.pause(3600)
    assert tray.words() == "Balcão\n3 unread messages\nA number is in trouble\nNotifications are paused"
    assert counter.desktop.paused()
    assert [a.text() for a in tray.menu.actions() if a.text()] == ["Open Balcão", "Notify again", "Quit"]
    tray.pause_requested.emit(0)
    assert not counter.desktop.paused() and "paused" not in tray.words()


def test_until_tomorrow_is_until_the_morning(counter):
    counter.desktop.pause(-1)  # it is 15:30
    counter.stage.now_s += 14 * 3600
    assert counter.desktop.paused()
    counter.stage.now_s += 3600
    assert not counter.desktop.paused()


def test_a_number_that_falls_is_heard_and_seen(counter):
    counter.open()
    played = []
    counter.desktop.sounds.play = lambda sound, volume: played.append((sound.value, volume))
    fallen = instance(state=ConnectionState.LOGGED_OUT)
    counter.window.numbers.instances_loaded.emit({fallen.id: fallen}, {})
    counter.window.numbers.instances_loaded.emit({fallen.id: fallen}, {})
    assert played == [("offline", 70)]
    assert "A number is in trouble" in counter.desktop.tray.words()


def test_a_conversation_in_a_window_of_its_own(counter):
    counter.open()
    window, chats = counter.window, counter.desktop.chats
    window.open_chat(1)
    counter.qtbot.waitUntil(lambda: window.timeline.chat is not None and len(window.timeline.model.messages) == 1)
    window.timeline.composer.text.setPlainText("meio escrito")
    QTest.keyClick(
        window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    counter.settle()
    own = chats.windows[1]
    assert own.windowTitle() == "Marina Duarte" and own.timeline.composer.text.toPlainText() == "meio escrito"
    assert window.chats.chosen is None and not own.beside.panel.isVisible()
    counter.qtbot.waitUntil(lambda: len(own.timeline.model.messages) == 1)
    # another one beside it, and the first is brought back instead of made twice
    counter.desktop._on_window_requested(chat(2, "Rafael Lima"))
    assert set(chats.windows) == {1, 2}
    counter.desktop.notifier.chat_wanted.emit(1)
    assert window.chats.chosen is None
    counter.qtbot.waitUntil(own.isActiveWindow)
    assert counter.desktop.in_view() == {1}
    # it follows what changes
    counter.stage.services.arrive(message(5, "Ainda está aí?"), chats=(chat(1, "Marina D."),))
    counter.qtbot.waitUntil(lambda: own.windowTitle() == "Marina D." and len(own.timeline.model.messages) == 2)
    own.timeline.composer.text.setPlainText("quase pronto")
    QTest.keyClick(own, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    counter.settle()
    assert set(chats.windows) == {2}
    assert [1, "quase pronto"] in counter.stage.services.named("chats.save_draft")


def test_what_is_done_in_a_window_of_its_own_is_told_in_it(counter):
    counter.open()
    own = counter.desktop.chats.open(chat(1, "Marina Duarte"))
    narrow = own.width()
    QTest.mouseClick(own.timeline.header.details, LEFT)
    counter.settle()
    assert own.beside.panel.isVisible() and own.timeline.isVisible() and own.width() > narrow
    assert own.beside.panel.person.name.text() == "Marina Duarte"
    QTest.keyClick(own, Qt.Key.Key_I, Qt.KeyboardModifier.AltModifier)
    assert not own.beside.panel.isVisible() and own.width() == narrow
    QTest.keyClick(own, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    counter.settle()
    assert own.board.all()[0].words() == "Marina Duarte is resolved." and not counter.window.board.all()
    QTest.keyClick(own, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert own.find_bar.isVisible()
    menu = own.menu.show(own.chat, own.pos())
    assert "Open in a window of its own" not in {action.text().partition("\t")[0] for action in menu.actions()}
    menu.close()


def test_windows_of_their_own_come_back_where_they_were(counter):
    counter.open()
    first = counter.desktop.chats.open(chat(1, "Marina Duarte"))
    first.setGeometry(60, 70, 500, 640)
    first.beside.show_panel(True)
    left = counter.desktop.left()["window.chats"]
    assert [(each.chat, each.place, each.panel) for each in left] == [(1, (60, 70, 500, 640), True)]
    gone = ChatWindowLeft(chat=99, place=(0, 0, 500, 500))
    counter.store.set("window.chats", (*left, gone))
    counter.desktop.chats.close()
    counter.set_pin()
    again = Store(counter.store._path)
    counter.desktop.chats.remember(again.get("window.chats"))
    counter.desktop.locker.lock()
    counter.desktop.answering()
    counter.settle()
    # nothing of customers before the PIN, and nothing forgotten where it ends here
    assert not counter.desktop.chats.windows and counter.desktop.left()["window.chats"] == (*left, gone)
    counter.type_pin(PIN)
    counter.qtbot.waitUntil(lambda: set(counter.desktop.chats.windows) == {1})
    own = counter.desktop.chats.windows[1]
    assert own.isVisible() and own.geometry().getRect() == (60, 70, 500, 640) and own.beside.is_wanted
    counter.qtbot.waitUntil(lambda: len(own.timeline.model.messages) == 1)
    assert counter.desktop.left()["window.chats"] == left
    # a conversation that is removed takes its window with it
    counter.stage.services.chat_rows.pop(1)
    counter.stage.services.publish(ChangeSet(chats=frozenset({ChatId(1)})))
    counter.qtbot.waitUntil(lambda: not counter.desktop.chats.windows)


def test_a_link_opens_and_offers_but_sends_nothing(counter):
    counter.open()
    counter.desktop.open_link("balcao://chat/5511988880002?text=Ol%C3%A1")
    composer = counter.window.timeline.composer
    counter.qtbot.waitUntil(lambda: counter.window.chats.chosen == 2 and composer.text.toPlainText() == "Olá")
    counter.desktop.open_link("balcao://chat/5511988880002?text=outra")
    counter.settle()
    assert composer.text.toPlainText() == "Olá"
    assert counter.stage.services.named("messages.send_text") == []


def test_a_link_with_the_ninth_digit_finds_who_is_known_without_it(counter):
    counter.stage.services.put(chat(3, "Linha antiga", phone="551188880003"))
    counter.open()
    counter.desktop.open_link("balcao://chat/5511988880003")
    counter.qtbot.waitUntil(lambda: counter.window.chats.chosen == 3)


def test_a_link_to_somebody_new_asks_first(counter):
    counter.open()
    counter.desktop.open_link("balcao://chat/5521977776666?text=oi")
    counter.settle()
    dialog = next(d for d in counter.window.findChildren(QDialog) if d.isVisible())
    assert dialog.number.text() == "+5521977776666"


@pytest.mark.parametrize("link", ["balcao://delete/5511988880002", "--data-dir=/tmp", "<b>x</b>"])
def test_other_links_do_nothing_and_are_not_repeated(counter, link):
    counter.open()
    counter.desktop.open_link(link)
    said = [each.words() for each in counter.window.board.all()]
    assert "A link was opened that Balcão does not understand. Nothing was done." in said
    assert counter.window.chats.chosen is None
