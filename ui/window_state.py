"""How the window was left, and that it comes back where it can be seen."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from services.settings.schema import Window
from ui import zoom
from ui.theme import Look
from ui.widgets.pair import Pair

_USUAL = QSize(1180, 780)
# smaller than the first it is too small for anything, and for what is enlarged there has to be this much at 100 %
_LEAST, _LEAST_LARGE = QSize(820, 520), QSize(440, 330)
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
    """Puts the window where it was, and knows what is worth remembering at the end."""

    def __init__(self, window: QMainWindow, pair: Pair, look: Look, kept: Window) -> None:
        super().__init__(window)
        self._window, self._pair, self._look = window, pair, look
        there = screens()
        self._limit()
        if kept.place is not None:
            window.setGeometry(sane(QRect(*kept.place), there))
        elif there:
            window.resize((_USUAL * zoom.percent() / zoom.USUAL).boundedTo(there[0].size() * 0.94))
        if kept.maximised:
            window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
        if kept.list_width:
            # as the person drew it, at 100 %: a size at which it did not fit changes nothing about that
            pair.wide = kept.list_width * zoom.USUAL / look.zoom
        look.changed.connect(self._limit)

    def left(self, page: int) -> Mapping[str, object]:
        """The settings that bring it back as it is now."""
        place = self._window.normalGeometry() if self._window.isMaximized() else self._window.geometry()
        return {
            "window.place": (place.x(), place.y(), place.width(), place.height()),
            "window.maximised": self._window.isMaximized(),
            "window.list_width": self._look.px(self._pair.wide),
            "window.page": page,
        }

    def _limit(self) -> None:
        screen = self._window.screen().availableSize()
        large = _LEAST_LARGE * self._look.zoom / zoom.USUAL
        self._window.setMinimumSize(_LEAST.expandedTo(large.boundedTo(screen)))
