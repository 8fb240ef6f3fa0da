"""What can be done with the open conversation as a whole beyond the list's deeds: from its header, or by command."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from services.api import Services
from services.domain.models import ChatView
from ui.formats import Clock
from ui.media.desk import Desk
from ui.tasks import Crossing
from ui.theme import Look

if TYPE_CHECKING:
    from ui.people.export_dialog import ExportDialog
    from ui.people.shared_media import SharedDialog


class ChatMenu(QObject):
    """``message_requested`` carries the id of a message of the open conversation to go to; ``more`` fills in the deeds.

    ``find_requested`` wants words looked for in the open conversation.
    """

    message_requested = Signal(object)
    find_requested = Signal()

    def __init__(
        self,
        window: QWidget,
        services: Services,
        crossing: Crossing,
        look: Look,
        desk: Desk,
        clock: Clock,
        more: Callable[[QMenu, ChatView], None] = lambda _menu, _chat: None,
    ) -> None:
        super().__init__(window)
        self._more = more
        self._window, self._services, self._crossing = window, services, crossing
        self._look, self._desk, self._clock = look, desk, clock

    def show(self, chat: ChatView, at: QPoint) -> QMenu:
        """The menu at a place of the screen."""
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(self.tr("Search in this conversation")).triggered.connect(self.find_requested)
        menu.addAction(self.tr("Media, documents and links")).triggered.connect(lambda: self.shared(chat))
        menu.addAction(self.tr("Export this conversation…")).triggered.connect(lambda: self.export(chat))
        menu.addSeparator()
        self._more(menu, chat)
        menu.popup(at)
        return menu

    def shared(self, chat: ChatView) -> "SharedDialog":
        """What the conversation holds."""
        from ui.people.shared_media import SharedDialog  # not needed at the start

        dialog = SharedDialog(
            self._window, self._services, self._crossing, self._look, self._desk, self._clock, chat
        )
        dialog.shared.message_requested.connect(dialog.accept)
        dialog.shared.message_requested.connect(self.message_requested)
        dialog.open()
        return dialog

    def export(self, chat: ChatView) -> "ExportDialog":
        """Write it to a file."""
        from ui.people.export_dialog import ExportDialog  # not needed at the start

        dialog = ExportDialog(self._window, self._look, self._services, self._crossing, chat)
        dialog.open()
        return dialog
