"""What is about to be sent: each file with its caption, its place, its size against what the number takes."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from services.api import Services
from services.domain.errors import AppError
from services.domain.ids import ChatId
from services.domain.outgoing import OutgoingKind
from services.domain.sending import CAPABILITY_OF, Abilities, FileFacts, NewFile
from ui import formats
from ui.composer import pictures
from ui.composer.file_row import FileRow
from ui.composer.picture_dialog import PictureDialog
from ui.composer.pictures import Change
from ui.composer.text_field import local_files
from ui.dialogs import Dialog
from ui.file_dialogs import FileDialogs, Purpose
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label

MAX_FILES = 30


class AttachDialog(Dialog):
    """``files()`` after it was accepted. Files that do not fit keep the button from being pressed.

    ``folder`` takes the pictures that are changed here; it has to outlive the sending.
    """

    def __init__(
        self,
        parent: QWidget,
        look: Look,
        services: Services,
        crossing: Crossing,
        chat: ChatId,
        abilities: Abilities,
        files: Iterable[NewFile],
        folder: Path,
    ) -> None:
        super().__init__(parent)
        self._look, self._services, self._crossing = look, services, crossing
        self._chat, self._abilities, self._folder = chat, abilities, folder
        self.rows: list[FileRow] = []
        self.setWindowTitle(self.tr("Send files"))
        self.setAcceptDrops(True)
        self.resize(600, 480)
        self.title = plain_label(look=look, role=Type.TITLE)
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.S)
        self._list.addStretch()
        self._inside = QWidget()
        self._inside.setObjectName("scrolled")
        self._inside.setLayout(self._list)
        self._area = QScrollArea()
        self._area.setAccessibleName(self.tr("Files"))
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._inside)
        self.limits = plain_label(self._limit_words(), look=look, role=Type.CAPTION, tone="soft", wrap=True)
        self.more = button(self.tr("Add files…"))
        self.more.clicked.connect(self._on_more_clicked)
        self.send = button(self.tr("Send"), kind="primary")
        self.send.setDefault(True)
        self.send.clicked.connect(self.accept)
        stop = button(self.tr("Cancel"))
        stop.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch()
        foot.addWidget(stop)
        foot.addWidget(self.send)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(self.title)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.limits)
        layout.addLayout(foot)
        self.add(files)

    def files(self) -> tuple[NewFile, ...]:
        """What is to be sent, in order."""
        return tuple(row.wanted() for row in self.rows)

    def add(self, files: Iterable[NewFile]) -> None:
        """Take these in at the end."""
        for file in files:
            if len(self.rows) >= MAX_FILES:
                break
            row = FileRow(self._look, self._crossing, file)
            row.moved.connect(lambda step, row=row: self.move_row(row, step))
            row.dragged.connect(lambda at, row=row: self._on_dragged(row, at))
            row.removed.connect(lambda row=row: self.remove_row(row))
            row.edit_wanted.connect(lambda row=row: self.edit(row))
            row.smaller_wanted.connect(lambda row=row: self.make_smaller(row))
            row.as_file_chosen.connect(lambda row=row: self.look_at(row))
            self.rows.append(row)
            self._list.insertWidget(len(self.rows) - 1, row)
            self.look_at(row)
        self._refresh()
        if self.rows:
            self.rows[0].caption.setFocus()

    def look_at(self, row: FileRow) -> None:
        """Ask what a file is and whether it may go."""
        file = NewFile(path=row.path, as_document=row.as_file.isChecked())

        def done(facts: FileFacts) -> None:
            if row in self.rows:
                row.tell(facts, self._problem(facts))
                self._refresh()

        def failed(_error: AppError) -> None:
            if row in self.rows:
                row.tell(None, self.tr("This file cannot be read."))
                self._refresh()

        self._crossing.spawn(row, self._services.sending.look_at(self._chat, file), done=done, failed=failed)

    def _problem(self, facts: FileFacts) -> str:
        if not self._abilities.can(CAPABILITY_OF[facts.kind]):
            return self.tr("This number's gateway cannot send it.")
        if not facts.size:
            return self.tr("The file is empty.")
        if not facts.fits:
            limit = formats.size(facts.limit)
            if facts.kind is OutgoingKind.IMAGE:
                return self.tr("Photos may have up to {limit}. Make it smaller or send it as a file.").format(limit=limit)
            return self.tr("WhatsApp takes up to {limit}.").format(limit=limit)
        return ""

    def _limit_words(self) -> str:
        limits = self._abilities.limits
        return self.tr("This number takes photos up to {photo}, videos and sounds up to {video}, other files up to {file}.").format(
            photo=formats.size(limits[OutgoingKind.IMAGE]),
            video=formats.size(min(limits[OutgoingKind.VIDEO], limits[OutgoingKind.AUDIO])),
            file=formats.size(limits[OutgoingKind.DOCUMENT]),
        )

    def move_row(self, row: FileRow, step: int) -> None:
        """Send it earlier or later."""
        at = self.rows.index(row)
        to = at + step
        if 0 <= to < len(self.rows):
            self.rows.insert(to, self.rows.pop(at))
            self._list.removeWidget(row)
            self._list.insertWidget(to, row)
            self._area.ensureWidgetVisible(row)
            self._refresh()

    def _on_dragged(self, row: FileRow, at: QPoint) -> None:
        y, place = self._inside.mapFromGlobal(at).y(), self.rows.index(row)
        if place > 0 and y < self.rows[place - 1].geometry().center().y():
            self.move_row(row, -1)
        elif place < len(self.rows) - 1 and y > self.rows[place + 1].geometry().center().y():
            self.move_row(row, 1)
        self._list.activate()

    def remove_row(self, row: FileRow) -> None:
        """Leave it out; without any the dialog ends."""
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        if not self.rows:
            self.reject()
        self._refresh()

    def edit(self, row: FileRow) -> None:
        """Crop and rotate a picture; the row sends the result."""
        dialog = PictureDialog(self, self._look, self._crossing, row.path, self._folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def accepted() -> None:
            made = dialog.path()
            if made is not None and row in self.rows:
                row.use_picture(made)

        dialog.accepted.connect(accepted)
        dialog.open()

    def make_smaller(self, row: FileRow) -> None:
        """A photo that is too large goes as a smaller one."""

        def done(made: Path | None) -> None:
            if made is not None and row in self.rows:
                row.use_picture(made)

        work = asyncio.to_thread(pictures.write_changed, row.path, Change(), self._folder, pictures.PHOTO)
        self._crossing.spawn(row, work, done=done, busy=row.smaller)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """More files may be dropped here."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them in."""
        event.acceptProposedAction()
        self.add(NewFile(path=Path(name)) for name in local_files(event.mimeData()))

    def _refresh(self) -> None:
        self.title.setText(self.tr("%n file(s)", "", len(self.rows)))
        for at, row in enumerate(self.rows):
            row.up.setEnabled(at > 0)
            row.down.setEnabled(at < len(self.rows) - 1)
        self.send.setEnabled(bool(self.rows) and all(row.fits for row in self.rows))

    def _on_more_clicked(self) -> None:
        dialogs = FileDialogs(self, self._services, self._crossing)
        chooser = dialogs.to_open(self.tr("Add files"), Purpose.DOCUMENTS, many=True)
        chooser.filesSelected.connect(lambda names: self.add(NewFile(path=Path(name)) for name in names))
        chooser.open()
