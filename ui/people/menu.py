"""What can be done with the open conversation as a whole beyond the list's deeds: from its header, or by command."""

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from services.api import Services
from services.domain.models import ChatView
from ui.formats import Clock
from ui.media.desk import Desk
from ui.people.export_dialog import ExportDialog
from ui.people.shared_media import SharedDialog
from ui.tasks import Crossing
from ui.theme import Look


class ChatMenu(QObject):
    """``message_requested`` carries the id of a message of the open conversation to go to.

    ``window_requested`` carries the conversation; without ``own_window`` it is in one of its own already.
    """

    message_requested = Signal(object)
    window_requested = Signal(object)

    def __init__(
        self, window: QWidget, services: Services, crossing: Crossing, look: Look, desk: Desk, clock: Clock,
        *, own_window: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._own_window = own_window
        self._window, self._services, self._crossing = window, services, crossing
        self._look, self._desk, self._clock = look, desk, clock

    def show(self, chat: ChatView, at: QPoint) -> QMenu:
        """The menu at a place of the screen."""
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        if self._own_window:
            own = menu.addAction(self.tr("Open in a window of its own"))
            own.triggered.connect(lambda: self.window_requested.emit(chat))
            menu.addSeparator()
        menu.addAction(self.tr("Media, documents and links")).triggered.connect(lambda: self.shared(chat))
        menu.addAction(self.tr("Export this conversation…")).triggered.connect(lambda: self.export(chat))
        menu.popup(at)
        return menu

    def shared(self, chat: ChatView) -> SharedDialog:
        """What the conversation holds."""
        dialog = SharedDialog(
            self._window, self._services, self._crossing, self._look, self._desk, self._clock, chat
        )
        dialog.shared.message_requested.connect(dialog.accept)
        dialog.shared.message_requested.connect(self.message_requested)
        dialog.open()
        return dialog

    def export(self, chat: ChatView) -> ExportDialog:
        """Write it to a file."""
        dialog = ExportDialog(self._window, self._look, self._services, self._crossing, chat)
        dialog.open()
        return dialog
