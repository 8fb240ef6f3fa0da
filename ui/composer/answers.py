"""Ready answers: found by ``/``, filled for the customer, put into the field with their files."""

from collections import ChainMap
from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QObject, Qt

from services.domain.capabilities import Capability
from services.domain.errors import NotSupported
from services.domain.models import ChatView
from services.domain.people import ContactDetails, FieldDefinition, FieldKind
from services.domain.replies import field_key, fill, first_name, greeting_code, missing
from services.domain.sending import Abilities, NewFile, QuickReply
from ui import formats
from ui.composer import emoji as emojis
from ui.composer.completion import Choice
from ui.composer.files import FileSending
from ui.composer.here import Here

_SHOWN = 30


def _shown(field: FieldDefinition, value: str) -> str:
    """A customer's field as one would write it to them."""
    if field.kind is FieldKind.DATE:
        return QLocale().toString(QDate.fromString(value, Qt.DateFormat.ISODate), QLocale.FormatType.ShortFormat)
    return value.replace(".", QLocale().decimalPoint()) if field.kind is FieldKind.NUMBER else value


class NoneYet:
    """Chosen in place of a ready answer while there is none: the first one is wanted."""


class ReadyAnswers(QObject):
    """Serves one composer."""

    def __init__(self, here: Here, files: FileSending, parent: QObject) -> None:
        super().__init__(parent)
        self._here, self._files = here, files
        self.rows: tuple[QuickReply, ...] = ()
        self._known = False
        self._own: Mapping[str, str] = {}
        self._of_contact: Mapping[str, str] = {}

    def load(self) -> None:
        """Ask for them, for the shop's own fields and, where a reply has use of them, for the customer's."""
        chat, replies = self._here.chat, self._here.services.replies
        self._of_contact = {}

        async def ask() -> tuple[tuple[QuickReply, ...], Mapping[str, str]]:
            return await replies.all(), await replies.fields()

        def done(found: tuple[tuple[QuickReply, ...], Mapping[str, str]]) -> None:
            self.rows, self._own = found
            self._known = True
            unknown = any(missing(reply.text, self.values()) for reply in self.rows)
            if unknown and chat is not None and not chat.is_group and chat is self._here.chat:
                self._ask_contact(chat)

        self._here.crossing.spawn(self, ask(), done=done)

    def _ask_contact(self, chat: ChatView) -> None:
        people = self._here.services.people

        async def ask() -> tuple[tuple[FieldDefinition, ...], ContactDetails]:
            return await people.fields(), await people.details(chat.contact_id)

        def done(found: tuple[tuple[FieldDefinition, ...], ContactDetails]) -> None:
            if self._here.chat is not None and self._here.chat.id == chat.id:
                kinds = {field.id: field for field in found[0]}
                filled = {kinds[number]: value for number, value in found[1].values if number in kinds}
                self._of_contact = {field_key(field.name): _shown(field, value) for field, value in filled.items()}

        self._here.crossing.spawn(self, ask(), done=done, failed=lambda _error: None)

    def find(self, words: str) -> list[Choice]:
        """Those whose shortcut begins so, or whose name or folder has it; where there are none, the way to the first."""
        if self._known and not self.rows and not words:
            return [Choice(self.tr("No quick replies yet. Write the first…"), NoneYet())]
        wanted = emojis.plain(words)
        found = [
            reply
            for reply in self.rows
            if emojis.plain(reply.shortcut).startswith(wanted) or wanted in emojis.plain(f"{reply.title} {reply.folder}")
        ]
        return [Choice(f"/{r.shortcut}  {formats.one_line(r.title or r.text, 60)}", r) for r in found[:_SHOWN]]

    def use(self, reply: QuickReply) -> None:
        """Fill it and put it where one writes; its files are shown before they go."""
        self._here.crossing.spawn(self, self._here.services.replies.used(reply.id), keep=True)
        self._here.composer.type_into(fill(reply.text, self.values()))
        chat = self._here.chat
        if not reply.files or chat is None:
            return

        def known(abilities: Abilities) -> None:
            if self._here.chat is None or self._here.chat.id != chat.id:
                return
            self._here.abilities = abilities
            if self._files.allowed():
                self._files.preview([NewFile(path=path, file_name=name) for name, path in reply.files])
            else:
                self._here.outlet.failed.emit(NotSupported(Capability.SEND_DOCUMENT.value))

        # a chat that was opened just now may not have told yet what it can do
        self._here.crossing.spawn(self, self._here.services.sending.abilities(chat.id), done=known)

    def values(self) -> Mapping[str, str]:
        """What the fields of a ready answer stand for: what is known of the chat, of its customer, of the shop."""
        return ChainMap(self._of_the_chat(), dict(self._of_contact), dict(self._own))

    def _of_the_chat(self) -> dict[str, str]:
        chat, now = self._here.chat, datetime.now()
        greetings = {
            "morning": self.tr("Good morning"), "afternoon": self.tr("Good afternoon"), "evening": self.tr("Good evening"),
        }  # fmt: skip
        name = chat.title if chat is not None and not chat.is_group else ""
        return {
            "name": name if first_name(name) else "",
            "first_name": first_name(name),
            "phone": formats.phone(chat.phone) if chat is not None and chat.phone else "",
            "greeting": greetings[greeting_code(now.hour)],
            "date": QLocale().toString(QDate.currentDate(), QLocale.FormatType.ShortFormat),
            "time": now.strftime("%H:%M"),
        }

    def manage(self) -> None:
        """Write, sort and share them."""
        from ui.composer.replies_dialog import RepliesDialog  # not needed at the start

        here = self._here
        dialog = RepliesDialog(here.host, here.look, here.services, here.crossing, self.rows, dict(self._own))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda _code: self.load())
        dialog.use.connect(self.use)
        dialog.open()
