"""The small dialogs about a number: another name, another key, what goes when it is removed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from ui.dialogs import Dialog, ask
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label


class LineDialog(Dialog):
    """One line of text; ``secret`` hides it while it is typed."""

    def __init__(
        self, parent: QWidget, look: Look, title: str, text: str, value: str, yes: str, *, secret: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self.line = QLineEdit(value)
        self.line.setAccessibleName(title)
        self.line.setMaxLength(5000 if secret else 200)
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
        self.yes = button(yes, kind="primary")
        self.yes.setDefault(True)
        self.yes.clicked.connect(self.accept)
        no = button(self.tr("Cancel"))
        no.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(no)
        row.addWidget(self.yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(plain_label(title, look=look, role=Type.TITLE, wrap=True))
        layout.addWidget(plain_label(text, look=look, tone="soft", wrap=True))
        layout.addWidget(self.line)
        layout.addLayout(row)
        self.line.selectAll()
        self.line.setFocus()


async def ask_line(
    parent: QWidget, look: Look, title: str, text: str, value: str, yes: str, *, secret: bool = False
) -> str | None:
    """What was typed, or None if it was cancelled."""
    dialog = LineDialog(parent, look, title, text, value, yes, secret=secret)
    typed: list[str] = []
    dialog.accepted.connect(lambda: typed.append(dialog.line.text().strip()))
    await ask(dialog)
    return typed[0] if typed else None


class RemoveDialog(Dialog):
    """Removing a number: where, and what is kept. The careful answers are chosen at first."""

    def __init__(self, parent: QWidget, look: Look, name: str, *, can_delete: bool, has_history: bool = True) -> None:
        super().__init__(parent)
        title = self.tr("Remove {number}?").format(number=name)
        self.setWindowTitle(title)
        self.setMinimumWidth(640)
        self.here = QRadioButton(self.tr("Only here. On the gateway nothing is changed and the phone stays linked."))
        self.there = QRadioButton(
            self.tr("Also on the gateway. The phone is unlinked and the instance is deleted there.")
        )
        self.keep = QRadioButton(self.tr("Keep the conversations on this computer"))
        self.drop = QRadioButton(self.tr("Delete the conversations and files of this number from this computer"))
        where, what = QWidget(), QWidget()
        for box, buttons in ((where, (self.here, self.there)), (what, (self.keep, self.drop))):
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            for each in buttons:
                column.addWidget(each)
            buttons[0].setChecked(True)
        self.there.setVisible(can_delete)
        what.setVisible(has_history)
        self.yes = button(self.tr("Remove"), kind="danger")
        self.yes.clicked.connect(self.accept)
        self.no = button(self.tr("Cancel"))
        self.no.setDefault(True)
        self.no.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.no)
        row.addWidget(self.yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(plain_label(title, look=look, role=Type.TITLE, wrap=True))
        layout.addWidget(where)
        layout.addWidget(what)
        layout.addWidget(
            plain_label(
                self.tr("Its key and webhook address are forgotten either way."), look=look, role=Type.SMALL,
                tone="soft", wrap=True,
            )
        )  # fmt: skip
        layout.addLayout(row)


async def ask_removal(parent: QWidget, look: Look, name: str, *, can_delete: bool) -> tuple[bool, bool] | None:
    """(also on the gateway, keep the conversations), or None if it was cancelled."""
    dialog = RemoveDialog(parent, look, name, can_delete=can_delete)
    answers: list[tuple[bool, bool]] = []
    dialog.accepted.connect(lambda: answers.append((dialog.there.isChecked(), dialog.keep.isChecked())))
    await ask(dialog)
    return answers[0] if answers else None
