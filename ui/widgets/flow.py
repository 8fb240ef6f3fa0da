"""Widgets beside one another, and on further lines where there is no room: rows of buttons in any size and language."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui.zoom import px


class Flow(QLayout):
    """``gap`` pixels at 100 % between widgets and lines; the last widget stands at the right end where ``apart``."""

    def __init__(self, *widgets: QWidget, gap: int, apart: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap, self._apart = gap, apart
        self.setContentsMargins(QMargins())
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt puts in here what ``addWidget`` is given."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, at: int) -> QLayoutItem | None:
        """One of them."""
        return self._items[at] if 0 <= at < len(self._items) else None

    def takeAt(self, at: int) -> QLayoutItem | None:
        """One of them, which is not here any more."""
        return self._items.pop(at) if 0 <= at < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """With all lines."""
        return self._place(QRect(0, 0, width, 0), moving=False)

    def sizeHint(self) -> QSize:
        """All on one line."""
        sizes = [item.sizeHint() for item in self._seen()]
        wide = sum(size.width() for size in sizes) + px(self._gap) * max(0, len(sizes) - 1)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest alone."""
        sizes = [item.minimumSize() for item in self._seen()]
        return QSize(
            max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0)
        )

    def setGeometry(self, rect: QRect) -> None:
        """Put them in their places."""
        super().setGeometry(rect)
        self._place(rect, moving=True)

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, moving: bool) -> int:
        gap, at, high = px(self._gap), rect.topLeft(), 0
        seen = self._seen()
        for item in seen:
            size = item.sizeHint().boundedTo(QSize(rect.width(), item.sizeHint().height()))
            if at.x() > rect.left() and at.x() + size.width() > rect.right() + 1:
                at, high = QPoint(rect.left(), at.y() + high + gap), 0
            high = max(high, size.height())
            if moving:
                last = self._apart and item is seen[-1]
                left = rect.right() + 1 - size.width() if last else at.x()
                item.setGeometry(QRect(QPoint(left, at.y()), size))
            at += QPoint(size.width() + gap, 0)
        return at.y() + high - rect.top()
