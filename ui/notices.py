"""What is wrong, in one line above everything: the worst notice shows, one per cause, with a way out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QWidget
from shiboken6 import isValid

from services.domain.changes import Notice
from services.domain.errors import AppError
from ui.messages import failure_words
from ui.notice_words import notice_words
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.icons import pixmap
from ui.widgets.labels import plain_label, repolish

_ORDER = {"error": 0, "warning": 1, "info": 2}
PASSING_MS = 8000
_DONE = "done"


@dataclass(frozen=True)
class Action:
    """A button on the banner."""

    text: Callable[[], str]
    run: Callable[[], None]


@dataclass(frozen=True)
class Shown:
    """One cause. ``words`` is asked anew when the language changes; ``passing`` goes by itself."""

    cause: str
    level: str
    words: Callable[[], str]
    actions: tuple[Action, ...] = field(default=(), compare=False)
    passing: bool = False


class NoticeBoard(QObject):
    """Everything that is to be said just now: what passes first, then what is wrong, worst first, newest of equals."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[str, Shown] = {}
        self._passing = QTimer(self)
        self._passing.setSingleShot(True)
        self._passing.setInterval(PASSING_MS)
        self._passing.timeout.connect(self._drop_passing)

    def put(self, shown: Shown) -> None:
        """Show it; what was shown for the same cause goes."""
        self._shown.pop(shown.cause, None)
        self._shown[shown.cause] = shown
        if shown.passing:
            self._passing.start()
        self.changed.emit()

    def tell(self, words: str, back: Callable[[], None] | None = None) -> None:
        """What was done, for a few seconds, with its way back where there is one."""
        undoing = self.tr("Undo")

        def undo() -> None:
            self.clear(_DONE)
            if back is not None:
                back()

        actions = (Action(lambda: undoing, undo),) if back is not None else ()
        self.put(Shown(_DONE, "info", lambda: words, actions, passing=True))

    def go_back(self) -> bool:
        """Undo what was just done as long as that is offered; False where nothing is."""
        offered = next((shown for shown in self.all() if shown.passing and shown.actions), None)
        if offered is not None:
            offered.actions[0].run()
        return offered is not None

    def clear(self, cause: str) -> None:
        """The cause is gone."""
        if self._shown.pop(cause, None) is not None:
            self.changed.emit()

    def causes(self, prefix: str = "") -> tuple[str, ...]:
        """The causes that begin so."""
        return tuple(c for c in self._shown if c.startswith(prefix))

    def all(self) -> tuple[Shown, ...]:
        """What is to be shown, first things first."""
        newest_first = list(reversed(self._shown.values()))
        # what was just done, with its way back, stands for a moment before what has been wrong for hours
        return tuple(sorted(newest_first, key=lambda s: (not s.passing, _ORDER.get(s.level, 2))))

    def take(self, notice: Notice) -> None:
        """A notice from the services."""
        cause = f"service:{notice.replaces or notice.code}:{notice.instance_id or ''}"
        if notice.resolved:
            self.clear(cause)
            return
        level = notice.level if notice.level in _ORDER else "info"
        self.put(Shown(cause, level, lambda: notice_words(notice)))

    def take_error(self, error: AppError) -> None:
        """A failure nobody handled; shown for a few seconds."""
        self.put(Shown(f"error:{error.code}", "error", lambda: failure_words(error), passing=True))

    def _drop_passing(self) -> None:
        for shown in tuple(self._shown.values()):
            if shown.passing:
                self._shown.pop(shown.cause)
        self.changed.emit()


class Banner(QFrame):
    """The board's first notice as a strip; hidden while there is none."""

    def __init__(self, look: Look, board: NoticeBoard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._look = look
        self._board = board
        self._current: Shown | None = None
        self._left: QWidget | None = None
        self._icon = plain_label()
        self._text = plain_label(look=look, role=Type.SMALL, wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._more = plain_label(look=look, role=Type.CAPTION)
        self._close = IconButton(look, "close", side=16)
        self._close.clicked.connect(self._on_close_clicked)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(Space.S)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        layout.setSpacing(Space.M)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._more)
        layout.addLayout(self._actions)
        layout.addWidget(self._close)
        board.changed.connect(self._refresh)
        look.changed.connect(self._refresh)
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._on_focus_changed)
        self._refresh()

    def text(self) -> str:
        """What it says."""
        return self._text.text() if self._current is not None else ""

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._refresh()
        super().changeEvent(event)

    def _refresh(self) -> None:
        shown = self._board.all()
        self._current = shown[0] if shown else None
        self._give_focus_back()
        self.setVisible(self._current is not None)
        if self._current is None:
            return
        level = self._current.level
        for widget in (self, self._text, self._more):
            widget.setProperty("level", level)
            repolish(widget)
        name = {"error": "error", "warning": "warning"}.get(level, "info")
        colour = str(getattr(self._look.colours, {"error": "danger"}.get(level, level)))
        self._icon.setPixmap(pixmap(name, colour, self._look.px(18), self.devicePixelRatioF()))
        self._text.setText(self._current.words())
        self.setAccessibleName(self._current.words())
        self._more.setText(self.tr("+%n more", "", len(shown) - 1) if len(shown) > 1 else "")
        self._more.setVisible(len(shown) > 1)
        self._close.name_it(self.tr("Dismiss"))
        while self._actions.count():
            item = self._actions.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.deleteLater()
        for action in self._current.actions:
            made = button(action.text())
            made.setAccessibleName(f"{action.text()}: {self._current.words()}")
            made.clicked.connect(action.run)
            self._actions.addWidget(made)

    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is not None and now is not None and self.isAncestorOf(now) and not self.isAncestorOf(old):
            self._left = old

    def _give_focus_back(self) -> None:
        # what was pressed goes away: the keyboard returns to the work, not to whatever stands next in the window
        now, left = QApplication.focusWidget(), self._left
        if now is None or not self.isAncestorOf(now) or left is None or not isValid(left):
            return
        self._left = None
        if left.isVisible() and left.isEnabled():
            left.setFocus()

    def _on_close_clicked(self) -> None:
        if self._current is not None:
            self._board.clear(self._current.cause)
