"""The list that opens while one writes ``:name``, ``/answer`` or ``@somebody``."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.theme import Look

_TOKEN = re.compile(r"(?:^|(?<=\s))([:@/])([^\s:@/]{0,40})$")
_SHOWN = 7
# what the style sheet puts above and below the rows
_AROUND = 10
_AWAY = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list; ``value`` is what its finder understands."""

    words: str
    value: object


@dataclass(frozen=True, slots=True)
class Token:
    """What is being written: its sign, what follows, and where it begins in the text."""

    sign: str
    text: str
    start: int


def token_before(text: str, position: int) -> Token | None:
    """The token that ends at the cursor; ``/`` counts at the beginning of the text only."""
    found = _TOKEN.search(text[:position])
    if found is None or (found[1] == "/" and found.start(1) != 0):
        return None
    return Token(found[1], found[2], found.start(1))


class Completion(QListWidget):
    """Stands over or under the field, never on it, and takes no focus. ``chosen`` carries the token and the value."""

    chosen = Signal(object, object)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.setObjectName("completion")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._look = look
        self._token: Token | None = None
        self.finders: dict[str, Callable[[str], list[Choice]]] = {}
        self._dismissed: int | None = None
        self.itemClicked.connect(lambda _item: self._choose())
        self.hide()

    def stand_on(self, host: QWidget) -> None:
        """Have the room of this widget, an ancestor of the field."""
        self._host = host
        self.setParent(host)

    def follow(self, text: str, position: int, over: QWidget) -> None:
        """The text or the cursor changed: open, narrow or close."""
        token = token_before(text, position)
        if token is None or token.start != self._dismissed:
            self._dismissed = None
        finder = self.finders.get(token.sign) if token is not None else None
        choices = finder(token.text) if finder is not None and token is not None and self._dismissed is None else []
        self._token = token
        self.clear()
        if not choices:
            self.hide()
            return
        for choice in choices:
            item = QListWidgetItem(choice.words)
            item.setData(Qt.ItemDataRole.UserRole, choice.value)
            self.addItem(item)
        self.setCurrentRow(0)
        # hidden so far, it does not know yet how its rows look
        self.ensurePolished()
        height = sum(map(self.sizeHintForRow, range(min(len(choices), _SHOWN)))) + _AROUND
        place = over.mapTo(self._host, QPoint(0, 0))
        above = place.y() - height - _AWAY
        self.setGeometry(
            place.x(), above if above >= 0 else place.y() + over.height() + _AWAY, min(over.width(), 460), height
        )
        self.raise_()
        self.show()

    def take_key(self, event: QKeyEvent) -> bool:
        """Keys of the field that are meant for the open list."""
        if not self.isVisible():
            return False
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.setCurrentRow((self.currentRow() + step) % self.count())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._choose()
        elif key == Qt.Key.Key_Escape:
            self._dismissed = self._token.start if self._token is not None else None
            self.hide()
        else:
            return False
        return True

    def _choose(self) -> None:
        item = self.currentItem()
        self.hide()
        if item is not None and self._token is not None:
            self.chosen.emit(self._token, item.data(Qt.ItemDataRole.UserRole))
