"""The symbol beside the clock: how many wait, whether the numbers are well, and the way back to the window."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ui.theme import Look
from ui.widgets.icons import pixmap
from ui.widgets.labels import tray_tip

_SIDES = (16, 22, 24, 32, 48, 64)
_MOST = 99
_TRIES, _TRY_MS = 20, 3000


class Health(StrEnum):
    """How the numbers are, the worst of all."""

    FINE = "fine"
    TROUBLE = "trouble"
    PAUSED = "paused"


class Tray(QObject):
    """``open_requested`` by a click; ``pause_requested`` with seconds, 0 to go on, -1 until tomorrow."""

    open_requested = Signal()
    lock_requested = Signal()
    quit_requested = Signal()
    pause_requested = Signal(int)

    def __init__(self, look: Look, can_lock: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look, self._can_lock = look, can_lock
        self._tries = _TRIES
        self._unread, self._health, self._quiet = 0, Health.FINE, False
        self.menu = QMenu()
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_activated)
        self.menu.aboutToShow.connect(self._fill)
        self.menu.installEventFilter(self)
        look.changed.connect(self._draw)
        self._fill()
        self._draw()

    @staticmethod
    def there() -> bool:
        """Whether this desktop has a place for it just now."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def start(self) -> None:
        """Show it, for a while also where the place comes later: panels may start after us."""
        if self.there():
            self.icon.show()
        elif self._tries:
            self._tries -= 1
            QTimer.singleShot(_TRY_MS, self, self.start)

    def stop(self) -> None:
        """Take it away."""
        self._tries = 0
        self.icon.hide()

    def show_unread(self, count: int) -> None:
        """How many messages nobody has read."""
        before, self._unread = self._badge(), count
        if self._badge() != before:
            self._draw()
        else:
            tray_tip(self.icon, self.words())

    def show_health(self, health: Health) -> None:
        """How the numbers are."""
        if health is not self._health:
            self._health = health
            self._draw()

    def show_pause(self, paused: bool) -> None:
        """Whether notifications are paused."""
        if paused != self._quiet:
            self._quiet = paused
            self._fill()
            self._draw()

    def words(self) -> str:
        """What it says when the mouse rests on it."""
        said = ["Balcão"]
        if self._unread:
            said.append(self.tr("%n unread message(s)", "", self._unread))
        if self._health is Health.TROUBLE:
            said.append(self.tr("A number is in trouble"))
        elif self._health is Health.PAUSED:
            said.append(self.tr("A number is paused"))
        if self._quiet:
            said.append(self.tr("Notifications are paused"))
        return "\n".join(said)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
            self._draw()
        return False

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.open_requested.emit()

    def _fill(self) -> None:
        menu = self.menu
        menu.clear()
        menu.addAction(self.tr("Open Balcão")).triggered.connect(self.open_requested)
        menu.addSeparator()
        if self._quiet:
            menu.addAction(self.tr("Notify again")).triggered.connect(lambda: self.pause_requested.emit(0))
        else:
            hour = menu.addAction(self.tr("Pause notifications for 1 hour"))
            hour.triggered.connect(lambda: self.pause_requested.emit(3600))
            rest = menu.addAction(self.tr("Pause notifications until tomorrow"))
            rest.triggered.connect(lambda: self.pause_requested.emit(-1))
        if self._can_lock():
            menu.addSeparator()
            menu.addAction(self.tr("Lock")).triggered.connect(self.lock_requested)
        menu.addSeparator()
        menu.addAction(self.tr("Quit")).triggered.connect(self.quit_requested)

    def _draw(self) -> None:
        made = QIcon()
        for side in _SIDES:
            made.addPixmap(self._drawn(side))
        self.icon.setIcon(made)
        tray_tip(self.icon, self.words())

    def _drawn(self, side: int) -> QPixmap:
        image = QPixmap(pixmap("balcao", "#000000", side))
        colours = self._look.colours
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._health is not Health.FINE or self._quiet:
            tone = colours.danger if self._health is Health.TROUBLE else colours.warning
            dot = side * 0.36
            painter.setPen(QPen(QColor("#ffffff"), max(1.0, side / 24)))
            painter.setBrush(QColor(str(tone)))
            painter.drawEllipse(QRectF(side * 0.02, side * 0.98 - dot, dot, dot))
        if self._unread:
            self._draw_badge(painter, side)
        painter.end()
        return image

    def _badge(self) -> str:
        return "" if not self._unread else str(self._unread) if self._unread <= _MOST else f"{_MOST}+"

    def _draw_badge(self, painter: QPainter, side: int) -> None:
        text = self._badge()
        # in the smallest ones two digits cannot be read, a dot can
        if side < 22 and len(text) > 1:
            text = ""
        high = side * (0.45 if not text else 0.62 if side < 32 else 0.5)
        wide = min(float(side), high * (1, 1, 1.25, 1.6)[len(text)])
        place = QRectF(side - wide, 0, wide, high)
        painter.setPen(QPen(QColor("#ffffff"), max(1.0, side / 32)))
        painter.setBrush(QColor("#c62828"))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), high / 2, high / 2)
        if text:
            font = QFont(painter.font())
            font.setBold(True)
            font.setPixelSize(max(6, round(high * (0.74 if len(text) < 3 else 0.6))))
            painter.setFont(font)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
