"""What a group is called and about, in one form; only what was changed is sent."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from services.domain.groups import MAX_DESCRIPTION, MAX_SUBJECT
from ui.dialogs import Dialog
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label


class GroupDialog(Dialog):
    """``subject()`` and ``description()`` after it was accepted: None for what stays as it is.

    ``description`` None is one that the gateway did not tell: what is written takes its place, an empty field keeps it.
    """

    def __init__(self, parent: QWidget, look: Look, subject: str, description: str | None) -> None:
        super().__init__(parent)
        self._subject, self._description = subject, description
        title = self.tr("Name and description of the group")
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self.name = QLineEdit(subject)
        self.name.setMaxLength(MAX_SUBJECT)
        self.name.setAccessibleName(self.tr("Name"))
        self.about = QPlainTextEdit(description or "")
        self.about.setTabChangesFocus(True)
        self.about.setFixedHeight(140)
        self.about.setAccessibleName(self.tr("Description"))
        if description is None:
            self.about.setPlaceholderText(self.tr("The gateway did not tell it; what you write here takes its place."))
        self.told = plain_label(look=look, role=Type.SMALL, tone="danger", wrap=True)
        self.told.hide()
        self.keep = button(self.tr("Save"), kind="primary")
        self.keep.setDefault(True)
        self.keep.clicked.connect(self.accept)
        stop = button(self.tr("Cancel"))
        stop.clicked.connect(self.reject)
        self.name.textChanged.connect(lambda _text: self._check())
        self.about.textChanged.connect(self._check)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(stop)
        foot.addWidget(self.keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.S)
        layout.addWidget(plain_label(title, look=look, role=Type.TITLE, wrap=True))
        layout.addWidget(plain_label(self.tr("Everybody in the group sees both."), look=look, tone="soft", wrap=True))
        layout.addSpacing(Space.S)
        layout.addWidget(plain_label(self.tr("Name"), look=look, role=Type.SMALL_STRONG, tone="soft"))
        layout.addWidget(self.name)
        layout.addWidget(plain_label(self.tr("Description"), look=look, role=Type.SMALL_STRONG, tone="soft"))
        layout.addWidget(self.about)
        layout.addWidget(self.told)
        layout.addSpacing(Space.S)
        layout.addLayout(foot)
        self.name.selectAll()
        self.name.setFocus()
        self._check()

    def subject(self) -> str | None:
        """The new name."""
        typed = " ".join(self.name.text().split())
        return typed if typed and typed != self._subject else None

    def description(self) -> str | None:
        """The new description, empty to take it away."""
        typed = self.about.toPlainText().strip()
        return typed if typed != (self._description or "").strip() else None

    def _check(self) -> None:
        over = len(self.about.toPlainText().strip()) - MAX_DESCRIPTION
        self.told.setText(self.tr("The description is %n character(s) too long.", "", max(0, over)))
        self.told.setVisible(over > 0)
        named = bool(self.name.text().strip())
        changed = self.subject() is not None or self.description() is not None
        self.keep.setEnabled(named and changed and over <= 0)
