"""First steps: what to do first, shown once and whenever it is asked for."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.dialogs import Dialog
from ui.keymap import Keymap
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.icons import pixmap
from ui.widgets.labels import plain_label

_PICTURES = ("numbers", "chats", "bolt")


class GuideDialog(Dialog):
    """Three steps and two ways to begin: connecting a number, or the demo."""

    def __init__(
        self, parent: QWidget, look: Look, keymap: Keymap, connect: Callable[[], object], demo: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self._look, self._keymap = look, keymap
        self._title = plain_label(look=look, role=Type.DISPLAY, wrap=True)
        self._intro = plain_label(look=look, tone="soft", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(1, 1)
        self._icons, self._steps = [], []
        for at in range(len(_PICTURES)):
            icon = plain_label()
            head = plain_label(look=look, role=Type.STRONG, wrap=True)
            text = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
            grid.addWidget(icon, 3 * at, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(head, 3 * at, 1)
            grid.addWidget(text, 3 * at + 1, 1)
            grid.setRowMinimumHeight(3 * at + 2, Space.S)
            self._icons.append(icon)
            self._steps.append((head, text))
        self._later = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.connect_button = button(kind="primary")
        self.demo_button = button()
        self.close_button = button(kind="ghost")
        for each, then in ((self.connect_button, connect), (self.demo_button, demo), (self.close_button, None)):
            each.clicked.connect(self.accept)
            if then is not None:
                each.clicked.connect(then)
        self.connect_button.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.close_button)
        row.addStretch()
        row.addWidget(self.demo_button)
        row.addWidget(self.connect_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addWidget(self._title)
        layout.addWidget(self._intro)
        layout.addLayout(grid)
        layout.addWidget(self._later)
        layout.addLayout(row)
        look.changed.connect(self._repaint)
        self._repaint()
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _repaint(self) -> None:
        for label, picture in zip(self._icons, _PICTURES, strict=True):
            label.setPixmap(pixmap(picture, self._look.colours.accent, self._look.px(26), self.devicePixelRatioF()))

    def _retranslate(self) -> None:
        hint = self._keymap.hint
        self.setWindowTitle(self.tr("First steps"))
        self._title.setText(self.tr("Welcome to Balcão"))
        self._intro.setText(self.tr("Answer your customers' WhatsApp messages from this computer, all numbers in one place."))
        words = (
            (
                self.tr("Connect a number"),
                self.tr("Write the address and the key of your gateway, then scan a code with the phone. "
                        "No gateway yet? The demo shows everything without one."),
            ),
            (
                self.tr("Answer"),
                self.tr("Choose a conversation on the left and write. / brings quick replies, {keys} adds a file. "
                        "What you type is kept until you send it.").format(keys=hint("write.attach")),
            ),
            (
                self.tr("Without the mouse"),
                self.tr("{new} starts a conversation, {go} goes anywhere, {keys} shows all shortcuts.").format(
                    new=hint("go.new"), go=hint("go.anything"), keys=hint("app.keys")
                ),
            ),
        )  # fmt: skip
        for (head, text), (name, line) in zip(self._steps, words, strict=True):
            head.setText(name)
            text.setText(line)
        self._later.setText(self.tr("You find this again in the menu under Help."))
        self.connect_button.setText(self.tr("Connect a number"))
        self.demo_button.setText(self.tr("Try the demo"))
        self.close_button.setText(self.tr("Not now"))
