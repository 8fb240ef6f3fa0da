"""In the place of the filters while several conversations are chosen: how many, and what can be done with all of them."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton
from ui.widgets.labels import plain_label


class BulkBar(QFrame):
    """``wanted`` carries what is to be done (the id of a deed of the keymap) and where a menu may open."""

    wanted = Signal(str, QPoint)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("bulk")
        self.count = plain_label(look=look, role=Type.SMALL_STRONG)
        self._buttons: dict[str, IconButton] = {}
        head, row = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.count, 1)
        row.setSpacing(0)
        for name, picture in (
            ("chat.resolve", "check"), ("chat.archive", "archive"), ("chat.snooze", "clock"), ("chat.labels", "label"),
            ("chat.assign", "agent"), ("chat.mark", "read"), ("chat.mute", "muted"),
        ):  # fmt: skip
            made = IconButton(look, picture, side=18)
            made.clicked.connect(self._asking(name, made))
            self._buttons[name] = made
            row.addWidget(made)
        self.close_button = IconButton(look, "close", side=16)
        self.close_button.clicked.connect(self.closed)
        row.addStretch()
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, 2, Space.S, Space.XS)
        column.setSpacing(0)
        column.addStretch()
        column.addLayout(head)
        column.addLayout(row)
        column.addStretch()
        self._number = 0
        self.hide()
        self._retranslate()

    def show_count(self, count: int) -> None:
        """So many are chosen; one alone needs no bar."""
        self._number = count
        self.count.setText(self.tr("%n chosen", "", count))
        self.count.setAccessibleName(self.tr("%n chosen", "", count))
        self.setVisible(count > 1)

    def button(self, name: str) -> IconButton:
        """The one for a deed."""
        return self._buttons[name]

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _asking(self, name: str, made: IconButton) -> Callable[[], None]:
        return lambda: self.wanted.emit(name, made.mapToGlobal(made.rect().bottomLeft()))

    def _retranslate(self) -> None:
        words = {
            "chat.resolve": self.tr("Resolve, or open again"),
            "chat.archive": self.tr("Archive, or take out of the archive"),
            "chat.snooze": self.tr("Snooze"),
            "chat.labels": self.tr("Labels"),
            "chat.assign": self.tr("Assign"),
            "chat.mark": self.tr("Mark as read or unread"),
            "chat.mute": self.tr("Mute, or unmute"),
        }
        for name, said in words.items():
            self._buttons[name].name_it(said)
        self.close_button.name_it(self.tr("Choose none"))
        self.show_count(self._number)
