"""One picture: what to prepare, what to click, how large; and the looks in which it can be made."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from tests.ui.stage import Stage
from ui import zoom
from ui.desktop.lock_window import LockWindow
from ui.main_window import MainWindow
from ui.theme import Mode

Prepare = Callable[[Stage], None]
Act = Callable[[Stage, MainWindow], None]
LANGUAGES = ("pt_BR", "en")


@dataclass(frozen=True)
class Entry:
    """One scene; ``shows`` is the class of the dialog (or cover) that is there at its end, empty for the window itself."""

    name: str
    prepare: Prepare
    act: Act = lambda stage, window: None
    size: tuple[int, int] = (1180, 780)
    shows: str = ""


@dataclass(frozen=True)
class Variant:
    """A look, a language and a size."""

    mode: Mode = Mode.LIGHT
    language: str = "pt_BR"
    percent: int = zoom.USUAL

    def __str__(self) -> str:
        return f"{self.mode}-{self.language}-{self.percent}"


VARIANTS = tuple(
    Variant(mode, language, percent)
    for percent in (zoom.USUAL, zoom.LARGEST)
    for mode in (Mode.LIGHT, Mode.DARK, Mode.CONTRAST_LIGHT, Mode.CONTRAST_DARK)
    for language in LANGUAGES
)


def settle(milliseconds: int) -> None:
    """Let the window work for a moment."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    getattr(loop, "exec")()  # noqa: B009 - the name is forbidden in ui, where it would nest loops


def subject(window: MainWindow) -> QWidget:
    """What the picture is of: a popup, else the topmost dialog over the window, or what covers it, else the window."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return popup
    open_now = [over for kind in (QDialog, LockWindow) for over in window.findChildren(kind) if over.isVisible()]
    active = QApplication.activeWindow()
    return active if active in open_now else (open_now[-1] if open_now else window)
