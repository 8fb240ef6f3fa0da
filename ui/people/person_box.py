"""Who it is: picture, names that can be changed, numbers, what they say of themselves."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from services.domain.people import MAX_NAME, ContactDetails
from ui import formats
from ui.media.desk import Desk
from ui.people.portrait import Portrait
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton
from ui.widgets.labels import plain_label


class PersonBox(QWidget):
    """``renamed`` carries the desk's own name, "" for none; ``refresh_requested`` wants the gateway asked."""

    renamed = Signal(str)
    refresh_requested = Signal()

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._details: ContactDetails | None = None
        self.portrait = Portrait(look, desk)
        self.name = plain_label(look=look, role=Type.TITLE, wrap=True)
        self.name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field = QLineEdit()
        self.field.setMaxLength(MAX_NAME)
        self.field.returnPressed.connect(self._on_named)
        self.field.installEventFilter(self)
        self.field.hide()
        self.names = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.names.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.numbers = plain_label(look=look, role=Type.BODY, wrap=True)
        self.numbers.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.numbers.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.about = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.about.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.change, self.refresh = IconButton(look, "edit", side=16), IconButton(look, "refresh", side=16)
        self.change.clicked.connect(self._on_change)
        self.refresh.clicked.connect(self.refresh_requested)
        acts = QHBoxLayout()
        acts.setSpacing(Space.XS)
        acts.addStretch()
        acts.addWidget(self.change)
        acts.addWidget(self.refresh)
        acts.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addWidget(self.portrait, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (self.name, self.field, self.names, self.numbers, self.about):
            layout.addWidget(widget)
        layout.addLayout(acts)
        self._retranslate()

    def show_details(self, details: ContactDetails) -> None:
        """Who."""
        contact, before = details.contact, self._details
        self._details = details
        if before is None or before.contact.id != contact.id:
            self.field.hide()
            self.name.show()
        key = str(details.addresses[0]) if details.addresses else str(contact.id)
        self.portrait.show_person(contact.title, key, contact.is_group, contact.picture_path)
        self.name.setText(formats.one_line(contact.title, 120))
        others = [
            words.replace("{name}", formats.one_line(name, 80))
            for words, name in (
                (self.tr("Saved as {name}"), details.saved_name), (self.tr("Business: {name}"), details.business_name),
                (self.tr("On WhatsApp: {name}"), details.push_name),
            )
            if name and name.strip() and name != contact.title
        ]  # fmt: skip
        if contact.blocked:
            others.append(self.tr("Blocked"))
        self._set(self.names, "\n".join(others))
        unknown = [each.id for each in details.addresses if each.phone is None] if not contact.is_group else []
        numbers = [formats.phone(phone) for phone in dict.fromkeys(contact.phones)]
        # who has no name is called by the number already
        told = [number for number in numbers or unknown[:1] if number != contact.title]
        self._set(self.numbers, "\n".join(told))
        self._set(self.about, formats.one_line(details.about or "", 300))
        self.refresh.setVisible(details.can_refresh)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape and going elsewhere leave the name as it was."""
        if watched is self.field and not self.field.isHidden():
            escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
            if escape and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
                self._stop()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _on_change(self) -> None:
        if self._details is None:
            return
        self.field.setText(self._details.contact.own_name or "")
        self.field.setPlaceholderText(formats.one_line(self._details.contact.profile_name or "", 60))
        self.name.hide()
        self.field.show()
        self.field.selectAll()
        self.field.setFocus()

    def _on_named(self) -> None:
        self._stop()
        self.renamed.emit(self.field.text().strip())

    def _stop(self) -> None:
        self.field.hide()
        self.name.show()
        self.change.setFocus()

    @staticmethod
    def _set(label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def _retranslate(self) -> None:
        self.field.setAccessibleName(self.tr("Our name for this contact; empty for their own"))
        self.change.name_it(self.tr("Change the name"))
        self.refresh.name_it(self.tr("Ask the gateway for name and picture"))
        if self._details is not None:
            self.show_details(self._details)
