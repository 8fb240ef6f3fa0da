"""Notifications through the tray's symbol: what Windows and macOS have, and Linux without a daemon."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from ui.desktop.rules import Bubble

_SHOWN_MS = 8000


class Balloons(QObject):
    """The same face as ``Freedesktop``; nothing can be answered in it, and a click means the last one shown."""

    opened = Signal(str)
    answered = Signal(str, str)

    def __init__(self, tray: QSystemTrayIcon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tray = tray
        self._last = ""
        tray.messageClicked.connect(self._on_clicked)

    def show(self, bubble: Bubble) -> None:
        """Show it, where the tray is there to do it."""
        self._last = bubble.key
        if self._tray.isVisible():
            self._tray.showMessage(bubble.title, bubble.body, self._tray.icon(), _SHOWN_MS)

    def withdraw(self, key: str) -> None:
        """It goes by itself; a click on it opens nothing any more."""
        if self._last == key:
            self._last = ""

    def _on_clicked(self) -> None:
        if self._last:
            self.opened.emit(self._last)
