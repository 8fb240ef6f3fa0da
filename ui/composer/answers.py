"""Ready answers: found by ``/``, filled for the customer, put into the field with their files."""

from collections import ChainMap
from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QObject, Qt

from services.domain.replies import fill, first_name, greeting_code
from services.domain.sending import NewFile, QuickReply
from ui import formats
from ui.composer import emoji as emojis
from ui.composer.completion import Choice
from ui.composer.files import FileSending
from ui.composer.here import Here
from ui.composer.replies_dialog import RepliesDialog

_SHOWN = 30


class ReadyAnswers(QObject):
    """Serves one composer."""

    def __init__(self, here: Here, files: FileSending, parent: QObject) -> None:
        super().__init__(parent)
        self._here, self._files = here, files
        self.rows: tuple[QuickReply, ...] = ()
        self._own: Mapping[str, str] = {}

    def load(self) -> None:
        """Ask for them and for the shop's own fields."""

        def done(rows: tuple[QuickReply, ...]) -> None:
            self.rows = rows

        def took(fields: Mapping[str, str]) -> None:
            self._own = fields

        replies = self._here.services.replies
        self._here.crossing.spawn(self, replies.all(), done=done)
        self._here.crossing.spawn(self, replies.fields(), done=took)

    def find(self, words: str) -> list[Choice]:
        """Those whose shortcut begins so, or whose name or folder has it."""
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
        if reply.files and self._files.allowed():
            self._files.preview([NewFile(path=path, file_name=name) for name, path in reply.files])

    def values(self) -> Mapping[str, str]:
        """What the fields of a ready answer stand for in this chat: what is known of it wins over the shop's own."""
        return ChainMap(self._of_the_chat(), dict(self._own))

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
        here = self._here
        dialog = RepliesDialog(here.host, here.look, here.services, here.crossing, self.rows, dict(self._own))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda _code: self.load())
        dialog.use.connect(self.use)
        dialog.open()
