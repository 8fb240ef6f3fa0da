"""A text with buttons under it, or with a list that opens; only what the gateway has."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from services.domain.capabilities import Capability
from services.domain.content import Choice
from services.domain.new_content import (
    MAX_BUTTON,
    MAX_BUTTONS,
    MAX_FOOTER,
    MAX_ROW,
    MAX_ROWS,
    NewContent,
)
from services.domain.outgoing import OutgoingMenu
from ui.composer.content_dialog import ContentDialog
from ui.composer.here import Here
from ui.composer.line_list import LineList


class MenuDialog(ContentDialog):
    """``content()`` is the text with its choices."""

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self.setWindowTitle(self.tr("Send buttons or a list"))
        self._kinds = [c for c in (Capability.SEND_BUTTONS, Capability.SEND_LIST) if here.abilities.can(c)]
        self.kind = QComboBox()
        names = {
            Capability.SEND_BUTTONS: self.tr("Buttons (up to three)"),
            Capability.SEND_LIST: self.tr("List that opens (up to ten)"),
        }
        self.kind.addItems([names[each] for each in self._kinds])
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(84)
        self.opens = QLineEdit(self.tr("See options"))
        self.opens.setMaxLength(MAX_BUTTON)
        self.choices = LineList(
            lambda number: self.tr("Choice {number}").format(number=number), least=3, most=MAX_BUTTONS, longest=MAX_BUTTON
        )
        self.footer = QLineEdit()
        self.footer.setMaxLength(MAX_FOOTER)
        self.row(self.tr("What"), self.kind)
        self.row(self.tr("Text"), self.text)
        self.row(self.tr("Button of the list"), self.opens)
        self.row(self.tr("Choices"), self.choices)
        self.row(self.tr("Small print"), self.footer)
        self.kind.currentIndexChanged.connect(lambda _at: self._refresh())
        self._refresh()

    @property
    def listed(self) -> bool:
        """Whether it is a list."""
        return self._kinds[self.kind.currentIndex()] is Capability.SEND_LIST

    def content(self) -> NewContent:
        """The text with its choices. Raises Invalid."""
        menu = OutgoingMenu(
            footer=self.footer.text() or None,
            button=(self.opens.text().strip() or self.tr("See options")) if self.listed else None,
            choices=tuple(Choice(title=title) for title in self.choices.texts()),
        )
        return NewContent(menu=menu, text=self.text.toPlainText())

    def problem(self, part: str) -> str:
        """What is wrong, in words."""
        if part == "choices":
            most, longest = (MAX_ROWS, MAX_ROW) if self.listed else (MAX_BUTTONS, MAX_BUTTON)
            return self.tr("One to {most} choices, all different, of up to {longest} characters.").format(
                most=most, longest=longest
            )
        return self.tr("Write a text of up to 1,024 characters.")

    def _refresh(self) -> None:
        self.form.setRowVisible(self.opens, self.listed)
        self.choices.limit(*((MAX_ROWS, MAX_ROW) if self.listed else (MAX_BUTTONS, MAX_BUTTON)))
        self.resize(self.width(), 0)
        self._fit()
