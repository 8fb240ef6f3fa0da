"""A contact to send, typed in or taken from the conversations."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCompleter, QLineEdit

from services.domain import phone as phones
from services.domain.content import ContactCard
from services.domain.models import ChatView, Page
from services.domain.new_content import MAX_NAME, NewContent
from ui import formats
from ui.composer.content_dialog import ContentDialog
from ui.composer.here import Here

_PAGE = 200


class ContactDialog(ContentDialog):
    """``content()`` is the contact."""

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self.setWindowTitle(self.tr("Send a contact"))
        self._known: dict[str, tuple[str, str]] = {}
        self.name = QLineEdit()
        self.name.setMaxLength(MAX_NAME)
        self.phone = QLineEdit()
        self.phone.setPlaceholderText("+55 11 98888-0001")
        self.company = QLineEdit()
        self.company.setMaxLength(MAX_NAME)
        self.row(self.tr("Name"), self.name)
        self.note(self.tr("Begin to write to choose somebody from your conversations."))
        self.row(self.tr("Phone"), self.phone)
        self.row(self.tr("Company"), self.company)
        here.crossing.spawn(self, here.services.chats.page(limit=_PAGE), done=self._offer)

    def _offer(self, page: Page[ChatView]) -> None:
        for chat in page.items:
            if chat.phone and not chat.is_group:
                name, shown = formats.one_line(chat.title, 80), formats.phone(chat.phone)
                self._known[f"{name}  {shown}" if name != shown else shown] = (name, shown)
        completer = QCompleter(list(self._known), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._take)
        self.name.setCompleter(completer)

    def _take(self, words: str) -> None:
        name, shown = self._known[words]

        def put() -> None:
            self.name.setText(name)
            self.phone.setText(shown)

        # the completer writes its own words after this
        QTimer.singleShot(0, self, put)

    def content(self) -> NewContent:
        """The contact. Raises Invalid."""
        number = phones.read(self.phone.text())
        return NewContent(
            contact=ContactCard(name=self.name.text(), phones=(f"+{number}",), organisation=self.company.text() or None)
        )

    def problem(self, part: str) -> str:
        """What is wrong, in words."""
        if part in ("phone", "phone_area"):
            return self.tr("Write the phone with its area code, and the country code if it is not Brazil's.")
        return self.tr("Write a name.")
