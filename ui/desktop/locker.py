"""Locks the windows by hand or after a while in which nobody did anything, and brings them back."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from services.api.locking import Lock
from ui.desktop.lock_window import LockWindow
from ui.tasks import Crossing
from ui.theme import Look

_SIGNS_OF_LIFE = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin,
})  # fmt: skip
_PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen)


class Locker(QObject):
    """``changed`` when it is locked or opened again. ``idle_min`` is asked anew after every change of settings."""

    changed = Signal(bool)

    def __init__(
        self, app: QApplication, window: QWidget, look: Look, lock: Lock, crossing: Crossing,
        idle_min: Callable[[], int], parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._app, self._window, self._lock, self._idle_min = app, window, lock, idle_min
        self.cover = LockWindow(look, lock, crossing)
        self.cover.opened.connect(self._open)
        self.locked = False
        self._behind: list[QWidget] = []
        self._alive_at = monotonic()
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._on_idle)
        self._watching = False
        self.renew()

    def renew(self) -> None:
        """The settings or the PIN are others now."""
        idle = self._lock.has_pin() and self._idle_min() > 0
        # every event of the program passes through the filter: it is there only while it is needed
        if (idle or self.locked) != self._watching:
            self._watching = not self._watching
            (self._app.installEventFilter if self._watching else self._app.removeEventFilter)(self)
        self._alive_at = monotonic()
        if idle and not self.locked:
            self._idle.start(self._idle_min() * 60_000)
        else:
            self._idle.stop()

    def lock(self) -> bool:
        """Hide everything behind the lock; False where there is no PIN to open it with."""
        if self.locked:
            return True
        if not self._lock.has_pin():
            return False
        popup = self._app.activePopupWidget()
        if popup is not None:
            popup.close()
        self.locked = True
        self.renew()
        shown = [each for each in self._app.topLevelWidgets() if self._to_be_hidden(each)]
        seen = self._window.isVisible() or any(each.isVisible() for each in shown)
        cover, window = self.cover, self._window
        cover.setGeometry(window.geometry())
        cover.setWindowState(window.windowState() & ~Qt.WindowState.WindowActive)
        if seen:
            cover.show()
        # the dialogs first: they belong to the windows
        for each in sorted(shown, key=lambda widget: widget.parentWidget() is None):
            self._hide(each)
        self.changed.emit(True)
        return True

    def show(self) -> None:
        """Bring the lock to the front."""
        cover = self.cover
        cover.setWindowState(cover.windowState() & ~Qt.WindowState.WindowMinimized)
        cover.show()
        cover.raise_()
        cover.activateWindow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See that somebody is here, and that nothing comes up while locked."""
        kind = event.type()
        if kind in _SIGNS_OF_LIFE:
            self._alive_at = monotonic()
        elif kind == QEvent.Type.Show and self.locked and isinstance(watched, QWidget) and self._to_be_hidden(watched):
            # hidden as soon as it is whole; painted before that it is not
            QTimer.singleShot(0, watched, lambda: self._hide(watched))
        return False

    def _to_be_hidden(self, widget: QWidget) -> bool:
        if widget is self.cover or not widget.isWindow() or not widget.isVisible():
            return False
        # the symbol in the tray is a window of this program, too
        return widget.windowType() not in _PASSING and widget.metaObject().className() != "QSystemTrayIconSys"

    def _hide(self, widget: QWidget) -> None:
        if self.locked:
            widget.hide()
            if widget not in self._behind:
                self._behind.append(widget)

    def _open(self) -> None:
        self.locked = False
        self.renew()
        behind, self._behind = self._behind, []
        self._window.setGeometry(self.cover.geometry())
        # the windows first, then the dialogs over them
        for each in sorted(filter(isValid, behind), key=lambda widget: widget.parentWidget() is not None):
            each.show()
        if self._window not in behind:
            self._window.show()
        self.cover.hide()
        self._window.raise_()
        self._window.activateWindow()
        self.changed.emit(False)

    def _on_idle(self) -> None:
        left_s = self._idle_min() * 60 - (monotonic() - self._alive_at)
        if left_s <= 0:
            self.lock()
        else:
            self._idle.start(int(left_s * 1000) + 50)
