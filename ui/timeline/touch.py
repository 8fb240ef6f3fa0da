"""What the mouse does over the bubbles: clicks, a part of a text selected, pictures that move under it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtWidgets import QApplication

from services.domain.content import MessageKind
from services.domain.ids import MessageId
from services.domain.models import MediaState, MessageView
from ui.timeline import bubble
from ui.timeline.marking import Marked
from ui.timeline.parts.base import Click, Wish

if TYPE_CHECKING:
    from ui.timeline.view import TimelineView

_MOVING = frozenset({MessageKind.GIF, MessageKind.STICKER, MessageKind.IMAGE})


class Touch:
    """The mouse's state; ``busy`` from a press on a bubble's content until the button comes up."""

    def __init__(self, view: "TimelineView") -> None:
        self._view = view
        self._down: QPointF | None = None
        self._click: tuple[Click, MessageView] | None = None
        self._selecting = False
        self.marked: Marked | None = None

    @property
    def busy(self) -> bool:
        """Whether the press was taken."""
        return self._down is not None

    def span_of(self, message: MessageId) -> tuple[int, int] | None:
        """What of a message's text is selected."""
        marked = self.marked
        return marked.span if marked is not None and marked.message == message and marked.start != marked.end else None

    def clear(self) -> None:
        """Nothing is selected."""
        self.marked = None
        self._view.viewport().update()

    def press(self, position: QPointF) -> None:
        """The button went down."""
        self.marked = None
        found = self._view.bubble_at(position)
        if found is None:
            return
        made, row, message = found
        click = bubble.hit(made, row, position)
        text = bubble.text_at(made, row, position)
        if click is not None:
            self._click, self._down = (click, message), position
        if text is not None and text[2]:
            self._down, self._selecting = position, True
            self.marked = Marked(message.id, text[0].laid, text[1], text[1])

    def move(self, position: QPointF, *, down: bool) -> None:
        """The mouse moved."""
        found = self._view.bubble_at(position)
        if down and self._selecting and self.marked is not None and self._down is not None:
            far = (position - self._down).manhattanLength() >= QApplication.startDragDistance() / 2
            if found is not None and found[2].id == self.marked.message and far:
                self._click = None
                text = bubble.text_at(found[0], found[1], position)
                if text is not None:
                    self.marked = Marked(self.marked.message, self.marked.laid, self.marked.start, text[1])
                    self._view.viewport().update()
            return
        shape = Qt.CursorShape.ArrowCursor
        moving: tuple[MessageId, str, QSize] | None = None
        if found is not None:
            made, row, message = found
            text = bubble.text_at(made, row, position)
            if bubble.hit(made, row, position) is not None:
                shape = Qt.CursorShape.PointingHandCursor
            elif text is not None and text[2]:
                shape = Qt.CursorShape.IBeamCursor
            moving = _moving(message, made, bubble.box_of(made, row).contains(position))
        viewport = self._view.viewport()
        if viewport.cursor().shape() is not shape:
            viewport.setCursor(shape)
        if moving is not None:
            self._view.room.desk.move(*moving)
        else:
            self._view.room.desk.move(None, None, QSize())

    def release(self, position: QPointF) -> tuple[Click, MessageView] | None:
        """The button came up; returns what was clicked."""
        click, down = self._click, self._down
        self._click = self._down = None
        self._selecting = False
        if click is None or down is None:
            return None
        near = (position - down).manhattanLength() < QApplication.startDragDistance()
        return click if near else None

    def double(self, position: QPointF) -> None:
        """Select the word there."""
        found = self._view.bubble_at(position)
        text = bubble.text_at(found[0], found[1], position) if found is not None else None
        if found is not None and text is not None and text[2]:
            start, end = text[0].laid.word(text[1])
            self.marked = Marked(found[2].id, text[0].laid, start, end)
            self._view.viewport().update()


def _moving(message: MessageView, made: bubble.Bubble, inside: bool) -> tuple[MessageId, str, QSize] | None:
    media = message.media
    if not inside or media is None or message.kind not in _MOVING or media.state is not MediaState.READY or not media.path:
        return None
    for placed in made.parts:
        if placed.part.hit(1, 1, placed.part.width) == Click(Wish.LOOK_AT) or message.kind is MessageKind.STICKER:
            return message.id, media.path, QSize(int(placed.part.width), int(placed.part.height))
    return None
