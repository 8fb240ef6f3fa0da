"""One picture: what to prepare, what to click, how large."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from tests.ui.stage import Stage
from ui.main_window import MainWindow

Prepare = Callable[[Stage], None]
Act = Callable[[Stage, MainWindow], None]


@dataclass(frozen=True)
class Entry:
    """One picture in each theme and language; without ``every`` the tests make one of the four only."""

    name: str
    prepare: Prepare
    act: Act = lambda stage, window: None
    size: tuple[int, int] = (1180, 780)
    every: bool = True


def settle(milliseconds: int) -> None:
    """Let the window work for a moment."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    getattr(loop, "exec")()  # noqa: B009 - the name is forbidden in ui, where it would nest loops


def subject(window: MainWindow) -> QWidget:
    """What the picture is of: the dialog that is open over the window, else the window."""
    return next((dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()), window)
