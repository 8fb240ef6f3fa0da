"""A question with answers to choose from."""

from PySide6.QtWidgets import QCheckBox, QLineEdit

from services.domain.content import Poll
from services.domain.new_content import MAX_OPTION, MAX_OPTIONS, MAX_QUESTION, NewContent
from ui.composer.content_dialog import ContentDialog
from ui.composer.here import Here
from ui.composer.line_list import LineList


class PollDialog(ContentDialog):
    """``content()`` is the poll."""

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self.setWindowTitle(self.tr("Send a poll"))
        self.question = QLineEdit()
        self.question.setMaxLength(MAX_QUESTION)
        self.options = LineList(
            lambda number: self.tr("Answer {number}").format(number=number), least=3, most=MAX_OPTIONS, longest=MAX_OPTION
        )
        self.several = QCheckBox(self.tr("Several answers may be chosen"))
        self.row(self.tr("Question"), self.question)
        self.row(self.tr("Answers"), self.options)
        self.form.addRow("", self.several)

    def content(self) -> NewContent:
        """The poll. Raises Invalid."""
        return NewContent(
            poll=Poll(
                question=self.question.text(),
                options=self.options.texts(),
                selectable=0 if self.several.isChecked() else 1,
            )
        )

    def problem(self, part: str) -> str:
        """What is wrong, in words."""
        if part == "options":
            return self.tr("A poll has two to twelve answers, all different.")
        return self.tr("Write the question.")
