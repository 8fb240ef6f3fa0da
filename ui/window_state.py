"""How the window was left, and that it comes back where it can be seen."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter

from services.settings.schema import Window
from ui import zoom
from ui.theme import Look

_USUAL = QSize(1180, 780)
_LIST = 350
# what of a title bar must be on a screen, to be got hold of
_GRIP = QSize(120, 32)


def sane(place: QRect, screens: Sequence[QRect]) -> QRect:
    """The same place where its upper edge can be reached, else in the middle of the first screen; never larger than it.

    ``screens`` are what windows may cover of each screen, the main one first.
    """
    for screen in screens:
        seen = screen.intersected(QRect(place.topLeft(), QSize(place.width(), _GRIP.height())))
        if seen.width() >= _GRIP.width() and seen.height() >= _GRIP.height():
            kept = QRect(place.topLeft(), place.size().boundedTo(screen.size()))
            kept.moveTop(max(kept.top(), screen.top()))
            return kept
    if not screens:
        return place
    moved = QRect(screens[0].topLeft(), place.size().boundedTo(screens[0].size()))
    moved.moveCenter(screens[0].center())
    return moved


def screens() -> list[QRect]:
    """What windows may cover of each screen, the main one first."""
    main = QGuiApplication.primaryScreen()
    others = [screen for screen in QGuiApplication.screens() if screen is not main]
    return [screen.availableGeometry() for screen in (main, *others) if screen is not None]


class WindowState(QObject):
    """Keeps the list's share when the zoom changes, and knows what is worth remembering at the end."""

    def __init__(self, window: QMainWindow, splitter: QSplitter, look: Look, kept: Window) -> None:
        super().__init__(window)
        self._window, self._splitter, self._look = window, splitter, look
        there = screens()
        if kept.place is not None:
            window.setGeometry(sane(QRect(*kept.place), there))
        elif there:
            window.resize((_USUAL * zoom.percent() / zoom.USUAL).boundedTo(there[0].size() * 0.94))
        if kept.maximised:
            window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
        # as the person drew it, at 100 %: a size at which it did not fit changes nothing about that
        self._list = kept.list_width * zoom.USUAL / look.zoom if kept.list_width else _LIST
        self._zoom = look.zoom
        width = look.px(self._list)
        splitter.setSizes([width, max(1, window.width() - width)])
        splitter.splitterMoved.connect(self._on_splitter_moved)
        look.changed.connect(self._on_look_changed)

    def left(self, page: int) -> Mapping[str, object]:
        """The settings that bring it back as it is now."""
        place = self._window.normalGeometry() if self._window.isMaximized() else self._window.geometry()
        return {
            "window.place": (place.x(), place.y(), place.width(), place.height()),
            "window.maximised": self._window.isMaximized(),
            "window.list_width": self._look.px(self._list),
            "window.page": page,
        }

    def _on_splitter_moved(self, at: int, _handle: int) -> None:
        self._list = at * zoom.USUAL / self._look.zoom

    def _on_look_changed(self) -> None:
        before, self._zoom = self._zoom, self._look.zoom
        if before != self._zoom:
            whole = sum(self._splitter.sizes())
            # the conversation keeps at least half
            wide = min(self._look.px(self._list), whole // 2)
            self._splitter.setSizes([wide, whole - wide])
