"""Files on their way into an answer: picked, pasted or dropped, looked at, queued one after the other."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Qt, QTemporaryDir
from PySide6.QtGui import QImage

from services.domain.capabilities import Capability
from services.domain.ids import ChatId, MessageId
from services.domain.models import MessageView
from services.domain.sending import NewFile
from ui.composer import pictures
from ui.composer.here import Here, new_id
from ui.file_dialogs import FileDialogs, Purpose

SEND_FILES = (Capability.SEND_IMAGE, Capability.SEND_VIDEO, Capability.SEND_AUDIO, Capability.SEND_DOCUMENT)
_MEDIA = "*.jpg *.jpeg *.png *.webp *.mp4 *.3gp *.mp3 *.ogg *.m4a"


def _only_files(files: list[NewFile]) -> list[NewFile]:
    return [file for file in files if file.path.is_file()]


class FileSending(QObject):
    """Serves one composer."""

    def __init__(self, here: Here, parent: QObject) -> None:
        super().__init__(parent)
        self._here = here
        self._made: QTemporaryDir | None = None

    def allowed(self) -> bool:
        """Whether files can be sent in this chat."""
        return any(map(self._here.can, SEND_FILES))

    def attach(self, names: Iterable[str], *, as_document: bool = False) -> None:
        """Show what is about to be sent, then send it; folders among it are left out."""
        files = [NewFile(path=Path(name), as_document=as_document) for name in names]
        chat = self._here.chat
        if not files or chat is None or not self.allowed():
            return

        def found(kept: list[NewFile]) -> None:
            if kept and self._here.chat is not None and self._here.chat.id == chat.id:
                self.preview(kept)

        self._here.crossing.spawn(self, asyncio.to_thread(_only_files, files), done=found)

    def paste(self, image: QImage) -> None:
        """A picture that was copied."""
        if not self.allowed():
            return
        target = self._folder() / datetime.now().strftime("imagem-%Y%m%d-%H%M%S-%f.png")

        def written(path: Path | None) -> None:
            if path is not None:
                self.attach([str(path)])

        self._here.crossing.spawn(self, asyncio.to_thread(pictures.write, image, target), done=written)

    def preview(self, files: list[NewFile]) -> None:
        """Order, captions, changes; what is typed becomes the caption of a file that comes alone."""
        chat, composer = self._here.chat, self._here.composer
        if chat is None or not self.allowed():
            return
        typed = composer.text.toPlainText().strip()
        if len(files) == 1 and typed and not files[0].caption:
            files = [msgspec.structs.replace(files[0], caption=typed)]
        from ui.composer.attach_dialog import AttachDialog  # not needed at the start

        dialog = AttachDialog(
            self._here.host, self._here.look, self._here.services, self._here.crossing, chat.id, self._here.abilities,
            files, self._folder(),
        )  # fmt: skip
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def accepted() -> None:
            chosen = dialog.files()
            text = composer.text.toPlainText().strip()
            if composer.chat == chat.id and any(file.caption == text for file in chosen):
                composer.text.clear()
            self.send(chat.id, chosen)

        dialog.accepted.connect(accepted)
        dialog.open()

    def send(self, chat_id: ChatId, files: Iterable[NewFile]) -> None:
        """Queue files one after the other, in their order."""
        quoted = self._here.composer.take_quoted()
        first = quoted.id if quoted is not None else None
        outlet = self._here.outlet
        self._here.crossing.spawn(
            self, self._queue(chat_id, tuple(files), first), done=self._all_sent, failed=outlet.failed.emit, keep=True
        )

    def choose(self, *, as_document: bool) -> None:
        """Pick files of this computer."""
        dialogs = FileDialogs(self._here.host, self._here.services, self._here.crossing)
        purpose = Purpose.DOCUMENTS if as_document else Purpose.PICTURES
        chooser = dialogs.to_open(self.tr("Choose files"), purpose, many=True)
        if not as_document:
            chooser.setNameFilters([self.tr("Photos, videos and sounds ({patterns})").format(patterns=_MEDIA)])
        chooser.filesSelected.connect(lambda names: self.attach(names, as_document=as_document))
        chooser.open()

    def _folder(self) -> Path:
        if self._made is None:
            self._made = QTemporaryDir()
        return Path(self._made.path())

    async def _queue(
        self, chat_id: ChatId, files: tuple[NewFile, ...], quoted: MessageId | None
    ) -> tuple[MessageView, ...]:
        made = []
        for file in files:
            sending = self._here.services.sending
            made.append(await sending.send_file(chat_id, file, client_id=new_id(), quoted=quoted))
            quoted = None
        return tuple(made)

    def _all_sent(self, messages: tuple[MessageView, ...]) -> None:
        for message in messages:
            self._here.outlet.sent.emit(message)
