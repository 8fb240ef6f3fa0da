"""What stands beside or over a bubble while the mouse is there: react, answer, more; and the reactions to pick."""

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from services.domain.capabilities import Capability
from services.domain.content import Direction
from services.domain.models import MessageView
from ui.composer import emoji as emojis
from ui.theme import Look, Space
from ui.timeline.view import TimelineView
from ui.widgets.buttons import IconButton, ToolButton
from ui.zoom import px

QUICK = ("👍", "❤️", "😂", "😮", "😢", "🙏")


class HoverBar(QFrame):
    """Beside the bubble under the mouse: react, answer, more."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("hoverBar")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.react = IconButton(look, "emoji", side=18)
        self.answer = IconButton(look, "reply", side=18)
        self.more = IconButton(look, "dots", side=18)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 1, 3, 1)
        row.setSpacing(0)
        for each in (self.react, self.answer, self.more):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(each)
        self.hide()


class ReactionBar(QFrame):
    """Six reactions and the way to all others."""

    picked = Signal(str)
    more_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, Space.XS, Space.S, Space.XS)
        row.setSpacing(0)
        self._signs: list[QToolButton] = []
        for text in QUICK:
            made = ToolButton()
            made.setText(text)
            known = emojis.by_text().get(text)
            made.setAccessibleName(known.name(self.locale().name()) if known is not None else text)
            made.clicked.connect(lambda _on=False, chosen=text: self._pick(chosen))
            self._signs.append(made)
            row.addWidget(made)
        self.more = IconButton(look, "plus", side=20)
        self.more.clicked.connect(self._more)
        row.addWidget(self.more)

    def showEvent(self, event: QShowEvent) -> None:
        """As large as everything is just now: a popup is a window, which nobody else enlarges."""
        for made in self._signs:
            made.setStyleSheet(f"QToolButton {{ font-size: {px(22)}px; padding: {px(4)}px; }}")
        self.adjustSize()
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        """Esc closes this and nothing behind it."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def _pick(self, text: str) -> None:
        self.hide()
        self.picked.emit(text)

    def _more(self) -> None:
        self.hide()
        self.more_wanted.emit()


class Able(Protocol):
    """Knows what can be done to a message."""

    def can(self, capability: Capability, message: MessageView) -> bool:
        """Whether this can be done to it now."""
        ...


class Hovering(QObject):
    """Keeps the bar beside the bubble under the mouse; a double click answers."""

    react_wanted = Signal(object, QPoint)
    answer_wanted = Signal(object)

    def __init__(self, view: TimelineView, look: Look, able: Able) -> None:
        super().__init__(view)
        self._view, self._able = view, able
        self._hovered: MessageView | None = None
        self.bar = HoverBar(look, view.viewport())
        self.bar.react.clicked.connect(self._on_react)
        self.bar.answer.clicked.connect(lambda: self._hovered is not None and self.answer_wanted.emit(self._hovered))
        self.bar.more.clicked.connect(self._on_more)
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(lambda _value: self.bar.hide())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse over the conversation."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._hover(event.position().toPoint())
        elif event.type() in (QEvent.Type.Leave, QEvent.Type.Resize):
            self.bar.hide()
        elif event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            message = self._view.message_at(event.position().toPoint())
            if message is not None:
                self.answer_wanted.emit(message)
        return False

    def _hover(self, point: QPoint) -> None:
        message = self._view.message_at(point)
        if message is None:
            self.bar.hide()
            return
        if self.bar.isVisible() and self._hovered is not None and self._hovered.id == message.id:
            return
        self._hovered = message
        self.bar.react.setVisible(self._able.can(Capability.REACT, message))
        self.bar.answer.setVisible(self._able.can(Capability.REPLY, message))
        self.bar.react.name_it(self.tr("React"))
        self.bar.answer.name_it(self.tr("Reply"))
        self.bar.more.name_it(self.tr("More"))
        self.bar.adjustSize()
        box = self._view.box_of_message(message)
        if box is None:
            self.bar.hide()
            return
        out = message.direction is Direction.OUT
        x = box.left() - self.bar.width() - 6 if out else box.right() + 6
        self.bar.move(round(x), round(max(box.top() + 1, 0)))
        self.bar.raise_()
        self.bar.show()

    def _on_react(self) -> None:
        if self._hovered is not None:
            self.react_wanted.emit(self._hovered, self.bar.mapToGlobal(QPoint(self.bar.width() // 2, 0)))

    def _on_more(self) -> None:
        if self._hovered is not None:
            self._view.menu_requested.emit(self._hovered, self.bar.mapToGlobal(QPoint(0, self.bar.height())))
