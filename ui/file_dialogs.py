"""Asking for a file: each purpose begins where it ended last time, never in the folder of the program."""

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDir, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from services.api import Services
from services.domain import file_names
from ui.tasks import Crossing

translate = QCoreApplication.translate
_KEY = "window.folders"
_Usual = QStandardPaths.StandardLocation


class Purpose(StrEnum):
    """What a file is asked for; each has a folder of its own, remembered under this name."""

    PICTURES = "pictures"
    DOCUMENTS = "documents"
    RECEIVED = "received"
    EXPORTS = "exports"
    TABLES = "tables"
    PROGRAMS = "programs"


_USUAL = {
    Purpose.PICTURES: _Usual.PicturesLocation,
    Purpose.DOCUMENTS: _Usual.DocumentsLocation,
    Purpose.RECEIVED: _Usual.DownloadLocation,
    Purpose.EXPORTS: _Usual.DocumentsLocation,
    Purpose.TABLES: _Usual.DownloadLocation,
    Purpose.PROGRAMS: _Usual.HomeLocation,
}


class FileDialogs:
    """Of one window or dialog. What it returns is made but not opened, and goes away when it is closed."""

    def __init__(self, parent: QWidget, services: Services, crossing: Crossing) -> None:
        self._parent, self._services, self._crossing = parent, services, crossing

    def to_open(self, title: str, purpose: Purpose, *, many: bool = False) -> QFileDialog:
        """Asks for one file that is there, or for several."""
        dialog = self._made(title, purpose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile)
        return dialog

    def to_save(self, title: str, purpose: Purpose, name: str) -> QFileDialog:
        """Asks where to write; ``name`` is offered, and its ending added to what somebody writes without one."""
        dialog = self._made(title, purpose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(file_names.extension(name))
        dialog.selectFile(name)
        return dialog

    def _made(self, title: str, purpose: Purpose) -> QFileDialog:
        dialog = QFileDialog(self._parent, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Qt's own dialog has no Portuguese for these two
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, translate("FileDialogs", "Folder:"))
        dialog.setLabelText(QFileDialog.DialogLabel.FileType, translate("FileDialogs", "Kind of file:"))
        # Qt leaves out a folder that is gone, so the one before it stays; asking the disk here could take its time
        for folder in (QDir.homePath(), QStandardPaths.writableLocation(_USUAL[purpose]), self._kept().get(purpose, "")):
            if folder:
                dialog.setDirectory(folder)
        dialog.filesSelected.connect(lambda names: self._keep(purpose, names))
        return dialog

    def _kept(self) -> dict[str, str]:
        kept = self._services.preferences.get(_KEY)
        return kept if isinstance(kept, dict) else {}

    def _keep(self, purpose: Purpose, names: list[str]) -> None:
        kept = self._kept()
        folder = str(Path(names[0]).parent) if names else ""
        if folder and kept.get(purpose) != folder:
            coro = self._services.preferences.set(_KEY, {**kept, purpose.value: folder})
            # a folder that cannot be remembered is no reason to disturb anybody
            self._crossing.spawn(self._parent, coro, failed=lambda _error: None, keep=True)
