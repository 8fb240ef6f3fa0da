"""The list of conversations, or what stands in its place when nobody is in it."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.theme import Look
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState


class InPlace(QStackedWidget):
    """Says why there is nothing: no conversation yet, none like that, nobody of that name; the latter two with a way on."""

    all_wanted = Signal()
    words_wanted = Signal()

    def __init__(self, look: Look, view: QWidget) -> None:
        super().__init__()
        self.all_button, self.words_button = button(), button()
        self._view = view
        self._none = EmptyState(look, "chats", width=260)
        self._none_like_that = EmptyState(look, "chats", (self.all_button,), width=260)
        self._nobody = EmptyState(look, "search", (self.words_button,), width=260)
        for each in (view, self._none, self._none_like_that, self._nobody):
            self.addWidget(each)
        self.all_button.clicked.connect(self.all_wanted)
        self.words_button.clicked.connect(self.words_wanted)
        self._retranslate()

    def show_for(self, *, some: bool, named: bool, narrowed: bool) -> None:
        """The list where it has ``some``; else by whether a name was typed or a filter is on."""
        why = self._nobody if named else self._none_like_that if narrowed else self._none
        self.setCurrentWidget(self._view if some else why)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._none.say(self.tr("No conversations yet"), self.tr("They appear here as soon as a customer writes."))
        self._none_like_that.say(self.tr("No conversation here"), self.tr("No conversation is like that just now."))
        self._nobody.say(
            self.tr("Nobody found"), self.tr("No name and no number is like that. What people wrote is searched apart.")
        )
        self.words_button.setText(self.tr("Search the messages"))
        self.all_button.setText(self.tr("Show all"))
