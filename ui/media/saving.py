"""Files of messages leave the media folder here: opened if harmless, else only saved, always marked as foreign."""

import shutil
import sys
import time
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QStandardPaths, QTemporaryDir, QThreadPool, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from services.api import Services
from services.domain import file_names
from services.domain.content import ContactCard, Direction, MessageKind
from services.domain.models import MessageView
from ui import links
from ui.dialogs import ConfirmDialog
from ui.file_dialogs import FileDialogs, Purpose
from ui.media.decode import head_of
from ui.media.desk import Desk
from ui.messages import kind_words
from ui.tasks import Crossing
from ui.theme import Look

translate = QCoreApplication.translate
_HEAD = 4096
_MAX_VCARD = 256 * 1024


class Files(QObject):
    """``saved`` names the file that was written; ``failed`` that it could not be."""

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QWidget, services: Services, crossing: Crossing, look: Look, desk: Desk) -> None:
        super().__init__(parent)
        self._parent, self._look, self._desk = parent, look, desk
        self._dialogs = FileDialogs(parent, services, crossing)
        self._opened: QTemporaryDir | None = None
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    def name_of(self, message: MessageView) -> str:
        """What a message's file is saved as: pictures, films and sounds that came have no name but the gateway's number."""
        media = message.media
        name, mime = (media.file_name, media.mime) if media is not None else (None, None)
        fallback = f"{kind_words(message.kind)} {datetime.fromtimestamp(message.sent_at_ms / 1000):%Y-%m-%d %H.%M}"
        named = message.kind is MessageKind.DOCUMENT or message.direction is Direction.OUT
        if not named and file_names.extension_of_mime(mime):
            name = None
        return file_names.save_name(name, mime, fallback)

    def may_open(self, message: MessageView) -> bool:
        """Whether its program may be asked to show it."""
        file = self._file(message)
        return file is not None and file_names.may_open(self.name_of(message), head_of(file, _HEAD))

    def open(self, message: MessageView) -> ConfirmDialog | None:
        """Open a harmless file in its program; of any other one say why it is only saved."""
        file = self._file(message)
        if file is None:
            self.failed.emit(None)
            return None
        if self.may_open(message):
            self._opened = self._opened or QTemporaryDir()
            target = Path(self._opened.path()) / str(message.id) / self.name_of(message)
            target.parent.mkdir(exist_ok=True)
            self._copy(file, target, links.open_file)
            return None
        dialog = ConfirmDialog(
            self._parent,
            self._look,
            translate("Media", "This file is not opened from here"),
            translate(
                "Media",
                "“{name}” is of a kind that can harm a computer, or is not what its name says. "
                "Save it only if you know the sender and expected it.",
            ).format(name=file_names.shown_name(self.name_of(message))),
            translate("Media", "Save…"),
            danger=True,
        )
        dialog.accepted.connect(lambda: self.save(message))
        dialog.open()
        return dialog

    def save(self, message: MessageView) -> QFileDialog | None:
        """Ask where to, and write it there."""
        file = self._file(message)
        if file is None:
            self.failed.emit(None)
            return None
        return self._ask(self.name_of(message), lambda target: self._copy(file, target, None))

    def show_in_folder(self, message: MessageView) -> None:
        """Put a copy among the downloads and show that folder."""
        file = self._file(message)
        if file is None:
            self.failed.emit(None)
            return
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))
        target = _free(folder / self.name_of(message))
        self._copy(file, target, lambda written: links.open_file(written.parent))

    def save_contact(self, card: ContactCard) -> QFileDialog:
        """Write a contact as a vCard file."""
        text = card.vcard if card.vcard and len(card.vcard) <= _MAX_VCARD else _vcard(card)
        name = file_names.save_name(f"{card.name}.vcf", None, "contact.vcf")

        def write(target: Path) -> None:
            try:
                target.write_text(text.encode("utf-8", "replace").decode(), encoding="utf-8", newline="\r\n")
            except OSError:
                self.failed.emit(target)
            else:
                self.saved.emit(target)

        return self._ask(name, write)

    def _file(self, message: MessageView) -> Path | None:
        return self._desk.file(message.media.path) if message.media is not None else None

    def _ask(self, name: str, write: object) -> QFileDialog:
        dialog = self._dialogs.to_save(translate("Media", "Save as"), Purpose.RECEIVED, name)
        dialog.fileSelected.connect(lambda chosen: write(Path(chosen)))  # type: ignore[operator]
        dialog.open()
        return dialog

    def _copy(self, source: Path, target: Path, then: object) -> None:
        def work() -> None:
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
                mark_as_foreign(target)
            except OSError:
                self.failed.emit(target)
                return
            self.saved.emit(target)

        if callable(then):

            def done(written: object) -> None:
                if written == target:
                    self.saved.disconnect(done)
                    then(target)

            self.saved.connect(done)
        self._pool.start(work)


def _free(path: Path) -> Path:
    for number in range(1, 1000):
        tried = path if number == 1 else path.with_name(f"{path.stem} ({number}){path.suffix}")
        if not tried.exists():
            return tried
    return path


def mark_as_foreign(path: Path) -> None:
    """Tell the system that a file came from outside, where it has a mark for that."""
    if sys.platform == "win32":
        Path(f"{path}:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n", encoding="ascii", newline="")
    elif sys.platform == "darwin":
        mark = f"0081;{int(time.time()):x};Balcao;"
        QProcess.startDetached("/usr/bin/xattr", ["-w", "com.apple.quarantine", mark, str(path)])


def _vcard(card: ContactCard) -> str:
    def clean(text: str) -> str:
        text = " ".join(text.split())
        return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")

    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:;{clean(card.name)};;;", f"FN:{clean(card.name)}"]
    lines += [f"TEL;TYPE=CELL:{clean(phone)}" for phone in card.phones]
    lines += [f"EMAIL:{clean(mail)}" for mail in card.emails]
    if card.organisation:
        lines.append(f"ORG:{clean(card.organisation)}")
    return "\n".join([*lines, "END:VCARD", ""])
