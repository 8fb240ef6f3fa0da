"""Dialogs that are awaited: opened, never run in a loop of their own, which would lose other tasks."""

import asyncio

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui import zoom
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label

_ROOM = 0.94
"""How much of the screen a dialog may take."""


async def ask(dialog: QDialog) -> int:
    """Show the dialog over its window and wait; returns its result code."""
    answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def finished(code: int) -> None:
        if not answer.done():
            answer.set_result(code)

    dialog.finished.connect(finished)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    try:
        return await answer
    finally:
        if not answer.done():
            dialog.reject()


class Dialog(QDialog):
    """A dialog in the present zoom: written for 100 %, fitted when it is first shown, never larger than its screen.

    What does not fit there can be scrolled.
    """

    _fitted = False
    _sized = False
    _scrolls = False

    def setVisible(self, visible: bool) -> None:
        """Fit it before anybody sees it."""
        if visible and not self._fitted:
            self._fitted = True
            self._plain()
            zoom.fit(self)
            self._sized = self.testAttribute(Qt.WidgetAttribute.WA_Resized)
            self.take_room()
        super().setVisible(visible)

    def event(self, event: QEvent) -> bool:
        """Grow with what it holds."""
        kind = event.type()
        # it may be gone afterwards
        taken = super().event(event)
        if kind == QEvent.Type.LayoutRequest and self.isVisible():
            self._plain()
            layout = self.layout()
            if layout is not None and layout.hasHeightForWidth():
                least = min(layout.totalMinimumHeightForWidth(self.width()), self._room().height())
                if self.height() < least:
                    self.resize(self.width(), least)
            self._scroll_if_large()
        return taken

    def _plain(self) -> None:
        for label in self.findChildren(QLabel):
            # those that a form makes for its rows would take text for HTML
            label.setTextFormat(Qt.TextFormat.PlainText)

    def _room(self) -> QSize:
        return self.screen().availableSize() * _ROOM

    def take_room(self) -> None:
        """As large as it was made, or as what it holds needs; Qt would stop at two thirds of the screen and cut the rest."""
        given = self._sized
        # what the dialog itself asked for was meant for 100 %
        size = self.minimumSize().expandedTo(self.size() if given else QSize()) * zoom.percent() / zoom.USUAL
        if not given:
            size = size.expandedTo(self.sizeHint())
        layout = self.layout()
        if layout is not None:
            size = size.expandedTo(layout.totalMinimumSize())
            if layout.hasHeightForWidth():
                least = layout.totalMinimumHeightForWidth(size.width()) if given else layout.totalHeightForWidth(size.width())
                size.setHeight(max(size.height(), least) if given else least)
        self.resize(size.boundedTo(self._room()))
        self._scroll_if_large()

    def _scroll_if_large(self) -> None:
        layout, room = self.layout(), self._room()
        if layout is None or self._scrolls:
            return
        if layout.totalMinimumSize().width() > room.width():
            stacked = self._stack_buttons()
            layout.invalidate()
            if layout.totalMinimumSize().width() > room.width():
                # something else is that wide
                for row in stacked:
                    row.setDirection(QHBoxLayout.Direction.LeftToRight)
                layout.invalidate()
        least = layout.totalMinimumSize()
        if layout.hasHeightForWidth():
            least.setHeight(layout.totalMinimumHeightForWidth(min(self.width(), room.width())))
        if least.width() <= room.width() and least.height() <= room.height():
            return
        self._scrolls = True
        at = self.focusWidget()
        inner = QWidget()
        inner.setObjectName("scrolled")
        # it takes the layout over, with everything in it
        inner.setLayout(layout)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        bar = area.verticalScrollBar().sizeHint().width()
        self.resize(max(self.width(), inner.minimumSizeHint().width() + bar), self.height())
        self.resize(self.size().boundedTo(room))
        if at is not None:
            at.setFocus()


    def _stack_buttons(self) -> list[QHBoxLayout]:
        """Rows that are buttons alone become columns; returns them."""
        found = []
        for row in self.findChildren(QHBoxLayout):
            inside = [item.widget() for at in range(row.count()) if (item := row.itemAt(at)) and not item.spacerItem()]
            if len(inside) > 1 and all(isinstance(each, QPushButton) for each in inside):
                row.setDirection(QHBoxLayout.Direction.TopToBottom)
                found.append(row)
        return found


class ConfirmDialog(Dialog):
    """One question, two answers; the safe one is the default where it is dangerous."""

    def __init__(self, parent: QWidget, look: Look, title: str, text: str, yes: str, *, danger: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(380)
        heading = plain_label(title, look=look, role=Type.TITLE, wrap=True)
        words = plain_label(text, look=look, role=Type.BODY, tone="soft", wrap=True)
        self.yes = button(yes, kind="danger" if danger else "primary")
        self.no = button(self.tr("Cancel"))
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        (self.no if danger else self.yes).setDefault(True)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.no)
        row.addWidget(self.yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(heading)
        layout.addWidget(words)
        layout.addSpacing(Space.S)
        layout.addLayout(row)


async def confirm(
    parent: QWidget, look: Look, title: str, text: str, yes: str, *, danger: bool = False
) -> bool:
    """Ask; True for ``yes``."""
    return await ask(ConfirmDialog(parent, look, title, text, yes, danger=danger)) == QDialog.DialogCode.Accepted


class TextDialog(Dialog):
    """A long text in full, as plain text."""

    def __init__(self, parent: QWidget, title: str, text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(640, 520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        view = QPlainTextEdit()
        view.setReadOnly(True)
        view.setPlainText(text)
        view.setAccessibleName(title)
        view.setTabChangesFocus(True)
        close = button(self.tr("Close"))
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.addWidget(view)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
