"""Several messages chosen: in the composer's place how many they are, and what can be done with all of them."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from ui.composer.composer import Composer
from ui.theme import Look, Space, Type
from ui.timeline.actions import MessageActions
from ui.timeline.view import TimelineView
from ui.widgets.buttons import IconButton
from ui.widgets.labels import plain_label


class SelectionBar(QFrame):
    """``wanted`` carries "copy", "forward", "star" or "delete", and where a menu may open."""

    wanted = Signal(str, QPoint)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("bulk")
        self.count = plain_label(look=look, role=Type.STRONG)
        self.close_button = IconButton(look, "close", side=18)
        self.close_button.clicked.connect(self.closed)
        self.buttons: dict[str, IconButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        row.addWidget(self.close_button)
        row.addWidget(self.count, 1)
        for name, picture in (("copy", "copy"), ("forward", "forward"), ("star", "star"), ("delete", "trash")):
            made = IconButton(look, picture, side=20)
            made.clicked.connect(self._asking(name, made))
            self.buttons[name] = made
            row.addWidget(made)
        self._number = 0
        self.hide()
        self._retranslate()

    def show_count(self, count: int, able: frozenset[str] = frozenset()) -> None:
        """So many are chosen, and this can be done with every one of them; 0 hides it."""
        self._number = count
        words = self.tr("%n chosen", "", count)
        self.count.setText(words)
        self.count.setAccessibleName(words)
        for name, made in self.buttons.items():
            made.setEnabled(name in able)
        self.setVisible(count > 0)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Esc chooses none, and closes nothing behind it."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.closed.emit()
            return True
        return super().event(event)

    def _asking(self, name: str, made: IconButton) -> Callable[[], None]:
        return lambda: self.wanted.emit(name, made.mapToGlobal(QPoint(0, 0)))

    def _retranslate(self) -> None:
        words = {
            "copy": self.tr("Copy"), "forward": self.tr("Forward"), "star": self.tr("Star, or take the star away"),
            "delete": self.tr("Delete"),
        }  # fmt: skip
        for name, said in words.items():
            self.buttons[name].name_it(said)
        self.close_button.name_it(self.tr("Choose none"), "Esc")
        self.count.setText(self.tr("%n chosen", "", self._number))


class Selecting(QObject):
    """Puts the bar in the composer's place while messages are chosen, and does what it asks for."""

    def __init__(
        self, view: TimelineView, composer: Composer, actions: MessageActions, look: Look, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._view, self._composer, self._actions, self._host = view, composer, actions, parent
        self.bar = SelectionBar(look)
        view.chosen_changed.connect(self._on_view_chosen_changed)
        self.bar.wanted.connect(self._on_bar_wanted)
        self.bar.closed.connect(view.choose_none)

    def _on_view_chosen_changed(self, count: int) -> None:
        was = not self.bar.isHidden()
        self.bar.show_count(count, self._actions.able(self._view.chosen()) if count else frozenset())
        self._composer.setVisible(count == 0)
        if was and not count:
            self._composer.text.setFocus()
        elif count and not was:
            # hidden with the keyboard in it, the composer would hand that to anybody
            self._view.setFocus()

    def _on_bar_wanted(self, name: str, at: QPoint) -> None:
        chosen = self._view.chosen()
        if name == "delete":
            menu = QMenu(self._host)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self._actions.fill_deletion(menu, chosen)
            # what is deleted is chosen no longer
            menu.triggered.connect(lambda _action: self._view.choose_none())
            menu.popup(at - QPoint(0, menu.sizeHint().height()))
            return
        {"copy": self._actions.copy, "forward": self._actions.forward, "star": self._actions.star}[name](chosen)
        self._view.choose_none()
