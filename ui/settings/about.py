"""About Balcão: its version, what it is made of, and what to send along when asking for help."""

import asyncio
import platform
from collections.abc import Callable

from PySide6.QtCore import QEvent, QLocale, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListWidgetItem, QVBoxLayout, QWidget

from ui import zoom
from ui.dialogs import Dialog, TextDialog
from ui.licences import Licence, shipped
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.icons import pixmap
from ui.widgets.labels import plain_label, set_tone
from ui.widgets.whole_rows import RowList

_ROLE = Qt.ItemDataRole.UserRole


class AboutDialog(Dialog):
    """``diagnose`` goes to where the program is looked through and the file for support is made."""

    def __init__(self, parent: QWidget, look: Look, crossing: Crossing, diagnose: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(600, 560)
        self._look = look
        self._licences: tuple[Licence, ...] = ()
        self._mark = plain_label()
        self._name = plain_label("Balcão", look=look, role=Type.DISPLAY)
        self._version = plain_label(look=look, tone="soft", wrap=True)
        self._made_of = plain_label(look=look, role=Type.STRONG, wrap=True)
        self._help = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.list = RowList()
        self.list.setObjectName("rows")
        self.list.itemActivated.connect(self._on_item_activated)
        self._said = plain_label(look=look, role=Type.SMALL, wrap=True)
        self.copy_button = button()
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.diagnose_button = button()
        self.diagnose_button.clicked.connect(self.accept)
        self.diagnose_button.clicked.connect(diagnose)
        self.close_button = button(kind="primary")
        self.close_button.clicked.connect(self.accept)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._version)
        head = QHBoxLayout()
        head.setSpacing(Space.L)
        head.addWidget(self._mark)
        head.addLayout(words, 1)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self.copy_button)
        foot.addWidget(self.diagnose_button)
        foot.addStretch()
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addLayout(head)
        layout.addWidget(self._made_of)
        layout.addWidget(self._help)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._said)
        layout.addLayout(foot)
        look.changed.connect(self._repaint)
        self._repaint()
        self._retranslate()
        # dozens of files are read for it
        crossing.spawn(self, asyncio.to_thread(shipped), done=self._on_licences)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _repaint(self) -> None:
        self._mark.setPixmap(pixmap("balcao", "#000000", self._look.px(64), self.devicePixelRatioF()))

    def _retranslate(self) -> None:
        version = QApplication.applicationVersion()
        self.setWindowTitle(self.tr("About Balcão"))
        self._version.setText(self.tr("Version {version}").format(version=version) if version else "")
        self._made_of.setText(self.tr("What it is made of"))
        self._help.setText(self.tr("Balcão is free software under the MIT licence. Press Enter on a line to read its licence."))
        self.list.setAccessibleName(self.tr("What it is made of"))
        self.copy_button.setText(self.tr("Copy diagnostics"))
        self.diagnose_button.setText(self.tr("Diagnosis and file for support"))
        self.close_button.setText(self.tr("Close"))
        self._said.clear()

    def _on_licences(self, licences: tuple[Licence, ...]) -> None:
        self._licences = licences
        for licence in licences:
            item = QListWidgetItem(f"{licence.name} {licence.version} · {licence.terms}".replace("  ", " "))
            item.setData(_ROLE, licence)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _on_item_activated(self, item: QListWidgetItem) -> None:
        licence = item.data(_ROLE)
        if isinstance(licence, Licence):
            TextDialog(self, licence.name, licence.text or licence.terms).open()

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.diagnostics())
        self._said.setText(self.tr("Copied. It holds nothing of your customers and no passwords."))
        set_tone(self._said, "success")

    def diagnostics(self) -> str:
        """The program and the computer in a few lines: versions, screen and language, nothing about people."""
        screen = self.screen()
        size = screen.geometry().size()
        lines = [
            f"Balcão {QApplication.applicationVersion()}",
            f"{platform.platform()}",
            f"Python {platform.python_version()}, Qt {qVersion()} ({QGuiApplication.platformName()})",
            f"{size.width()}x{size.height()} @ {screen.devicePixelRatio():g}, {zoom.percent()} %, {self._look.mode.value}",
            QLocale().name(),
            *(f"{each.name} {each.version}" for each in self._licences if each.version),
        ]
        return "\n".join(lines)
