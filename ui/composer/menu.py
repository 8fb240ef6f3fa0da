"""The menu beside the field: what can be added to an answer or done instead of one, and what the gateway lacks."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from services.domain.capabilities import Capability
from services.domain.errors import AppError
from services.domain.ids import ChatId
from services.domain.new_content import NewContent
from ui.composer.answers import ReadyAnswers
from ui.composer.files import FileSending
from ui.composer.here import Here, new_id

if TYPE_CHECKING:
    from ui.composer.content_dialog import ContentDialog


class ComposerMenu(QObject):
    """Serves one composer."""

    def __init__(self, here: Here, files: FileSending, answers: ReadyAnswers, parent: QObject) -> None:
        super().__init__(parent)
        self._here, self._files, self._answers = here, files, answers

    def open(self) -> None:
        """Show it above the button."""
        here = self._here
        if here.chat is None or here.composer.blocked:
            return
        menu = QMenu(here.composer)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu)
        menu.popup(here.composer.attach_button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def fill(self, menu: QMenu) -> None:
        """All that can be done here; what cannot is named at the end."""
        # not needed at the start, like those below
        from ui.composer.contact_dialog import ContactDialog
        from ui.composer.location_dialog import LocationDialog
        from ui.composer.menu_dialog import MenuDialog
        from ui.composer.poll_dialog import PollDialog

        here = self._here
        lacking: list[str] = []
        if self._files.allowed():
            menu.addAction(self.tr("Photos and videos…")).triggered.connect(lambda: self._files.choose(as_document=False))
            menu.addAction(self.tr("Files…")).triggered.connect(lambda: self._files.choose(as_document=True))
        else:
            lacking.append(self.tr("files"))
        if not here.can(Capability.SEND_VOICE):
            lacking.append(self.tr("voice messages"))
        contents: tuple[tuple[Capability, str, str, type[ContentDialog]], ...] = (
            (Capability.SEND_LOCATION, self.tr("Location…"), self.tr("locations"), LocationDialog),
            (Capability.SEND_CONTACT, self.tr("Contact…"), self.tr("contacts"), ContactDialog),
            (Capability.SEND_POLL, self.tr("Poll…"), self.tr("polls"), PollDialog),
        )
        for capability, words, name, kind in contents:
            if here.can(capability):
                menu.addAction(words).triggered.connect(partial(self._compose, kind))
            else:
                lacking.append(name)
        if here.can(Capability.SEND_BUTTONS) or here.can(Capability.SEND_LIST):
            menu.addAction(self.tr("Buttons or list…")).triggered.connect(partial(self._compose, MenuDialog))
        else:
            lacking.append(self.tr("buttons and lists"))
        menu.addSeparator()
        menu.addAction(self.tr("Quick replies…")).triggered.connect(self._answers.manage)
        menu.addAction(self.tr("Schedule…")).triggered.connect(self.schedule)
        if here.can(Capability.SEND_TEMPLATE):
            menu.addAction(self.tr("Send template…")).triggered.connect(self.choose_template)
        menu.addSeparator()
        enter = menu.addAction(self.tr("Enter sends"))
        enter.setCheckable(True)
        enter.setChecked(here.composer.text.enter_sends)
        enter.triggered.connect(self._set_enter)
        if lacking:
            menu.addSeparator()
            words = self.tr("This number's gateway cannot send: {things}").format(things=", ".join(lacking))
            menu.addAction(words).setEnabled(False)

    def _set_enter(self, on: bool) -> None:
        self._here.crossing.spawn(self, self._here.services.preferences.set("chat.enter_sends", on), keep=True)

    # ------------------------------------------------------------------ dialogs

    def _compose(self, kind: "type[ContentDialog]", *_checked: object) -> None:
        here = self._here
        if here.chat is None:
            return
        chat = here.chat.id
        dialog = kind(here)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.send_requested.connect(lambda content: self._send(chat, dialog, content))
        dialog.open()

    def _send(self, chat: ChatId, dialog: "ContentDialog", content: NewContent) -> None:
        quoted = self._here.composer.take_quoted()
        quoted_id = quoted.id if quoted is not None else None

        def done(message: object) -> None:
            dialog.accept()
            self._here.outlet.sent.emit(message)

        def failed(error: AppError) -> None:
            if quoted is not None and self._here.composer.chat == chat:
                self._here.composer.answer_to(quoted)
            dialog.tell(error)

        sending = self._here.services.sending
        self._here.crossing.spawn(
            dialog, sending.send_content(chat, content, client_id=new_id(), quoted=quoted_id), done=done, failed=failed,
            busy=dialog.send, keep=True,
        )  # fmt: skip

    def schedule(self) -> None:
        """Send it later, or be reminded."""
        from ui.composer.schedule_dialog import ScheduleDialog

        here = self._here
        if here.chat is None:
            return
        typed = here.composer.text.toPlainText()
        dialog = ScheduleDialog(here.host, here.look, here.services, here.crossing, here.chat, typed)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.taken.connect(here.composer.text.clear)
        dialog.open()

    def choose_template(self) -> None:
        """Pick an approved template and fill it."""
        from ui.composer.template_dialog import TemplateDialog

        here = self._here
        chat = here.chat
        if chat is None or not here.abilities.can(Capability.SEND_TEMPLATE):
            return
        dialog = TemplateDialog(here.host, here.look, here.services, here.crossing, chat)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def accepted() -> None:
            wanted, file = dialog.template(), dialog.file()
            if wanted is not None:
                here.crossing.spawn(
                    self,
                    here.services.sending.send_template(chat.id, *wanted, client_id=new_id(), file=file),
                    done=here.outlet.sent.emit,
                    failed=here.outlet.failed.emit,
                    keep=True,
                )

        dialog.accepted.connect(accepted)
        dialog.open()
