"""Putting a conversation off: the usual moments as a menu, any other one in a dialog, and the word when it is back."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QDateTimeEdit, QFormLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from services.api import Services
from services.domain.changes import SnoozeEnded
from services.domain.ids import ChatId
from services.domain.models import ChatView
from ui import formats
from ui.bridge import Bridge
from ui.dialogs import Dialog
from ui.formats import Clock
from ui.notices import Action, NoticeBoard, Shown
from ui.tasks import Crossing
from ui.theme import Look, Space
from ui.widgets.buttons import button

translate = QCoreApplication.translate
_MORNING, _AFTERNOON, _EVENING = time(9), time(14), time(18)


def moments(now: datetime) -> tuple[tuple[str, datetime], ...]:
    """The usual moments after ``now`` (local time) with their names."""
    found = [(translate("Snooze", "In an hour"), now.replace(second=0, microsecond=0) + timedelta(hours=1))]
    for words, at in (
        (translate("Snooze", "This afternoon"), _AFTERNOON),
        (translate("Snooze", "This evening"), _EVENING),
    ):
        if now.time() < at:
            found.append((words, datetime.combine(now.date(), at)))
            break
    tomorrow = datetime.combine(now.date() + timedelta(days=1), _MORNING)
    found.append((translate("Snooze", "Tomorrow morning"), tomorrow))
    monday = datetime.combine(now.date() + timedelta(days=7 - now.weekday()), _MORNING)
    if monday != tomorrow:
        found.append((translate("Snooze", "On Monday"), monday))
    return tuple(found)


def fill_snooze_menu(
    menu: QMenu, window: QWidget, look: Look, clock: Clock, snoozed: bool, choose: Callable[[int | None], None]
) -> None:
    """Until when, into a menu; ``choose`` takes UTC ms, or None for now where it is put off already."""
    now = datetime.fromtimestamp(clock())
    for words, at in moments(now):
        until = round(at.timestamp() * 1000)
        when = formats.list_time(until, now.date()) if at.date() == now.date() else _day_and_time(until)
        menu.addAction(f"{words}\t{when}").triggered.connect(lambda _on=False, chosen=until: choose(chosen))
    menu.addSeparator()

    def ask() -> None:
        dialog = SnoozeDialog(window, clock)
        dialog.chosen.connect(choose)
        dialog.open()

    menu.addAction(translate("Snooze", "Choose date and time…")).triggered.connect(lambda _on=False: ask())
    if snoozed:
        menu.addAction(translate("Snooze", "Bring back now")).triggered.connect(lambda _on=False: choose(None))


def _day_and_time(until_ms: int) -> str:
    day = formats.local_day(until_ms)
    locale = QLocale()
    name = locale.dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
    return f"{name} {formats.time_of_day(until_ms)}"


class SnoozeDialog(Dialog):
    """Any date and time; ``chosen`` carries UTC ms."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, clock: Clock) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Snooze until"))
        self.setMinimumWidth(360)
        now = QDateTime.fromMSecsSinceEpoch(round(clock() * 1000))
        self.when = QDateTimeEdit(now.addSecs(3600))
        self.when.setCalendarPopup(True)
        # of the day, not of the minute: else the hour cannot go back before the minutes are changed
        self.when.setMinimumDate(now.date())
        self.when.setMaximumDateTime(now.addYears(4))
        self.when.setDisplayFormat(QLocale().dateTimeFormat(QLocale.FormatType.ShortFormat))
        self.when.setAccessibleName(self.tr("Until"))
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.addRow(self.tr("Until"), self.when)
        self.go = button(self.tr("Snooze"), kind="primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._on_go)
        self.when.dateTimeChanged.connect(lambda when: self.go.setEnabled(when > now))
        stop = button(self.tr("Cancel"))
        stop.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(stop)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addLayout(form)
        layout.addLayout(foot)

    def _on_go(self) -> None:
        self.accept()
        self.chosen.emit(self.when.dateTime().toMSecsSinceEpoch())


class SnoozeNotices(QObject):
    """Says above everything which conversations are back because their time has come."""

    def __init__(
        self,
        services: Services,
        bridge: Bridge,
        crossing: Crossing,
        board: NoticeBoard,
        open_chat: Callable[[ChatId], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services, self._crossing, self._board, self._open_chat = services, crossing, board, open_chat
        bridge.snooze_ended.connect(self._on_snooze_ended)

    def _on_snooze_ended(self, ended: SnoozeEnded) -> None:
        count = len(ended.chats)
        self._crossing.spawn(self, self._services.chats.get(ended.chats[:1]), done=lambda chats: self._show(chats, count))

    def _show(self, chats: tuple[ChatView, ...], count: int) -> None:
        if not chats:
            return
        first = chats[0]
        name = formats.one_line(first.title, 60)
        cause = f"snooze:{first.id}"

        def words() -> str:
            if count == 1:
                return self.tr("You wanted to come back to {chat} now.").replace("{chat}", name)
            others = self.tr("You wanted to come back to {chat} and %n other(s) now.", "", count - 1)
            return others.replace("{chat}", name)

        def go() -> None:
            self._board.clear(cause)
            self._open_chat(first.id)

        self._board.put(Shown(cause, "info", words, (Action(lambda: self.tr("Open"), go),)))
