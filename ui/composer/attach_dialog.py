"""What is about to be sent: each file with its caption, its place, its size against WhatsApp's limit."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.errors import AppError
from services.domain.outgoing import OutgoingKind
from services.domain.sending import CAPABILITY_OF, Abilities, FileFacts, NewFile
from ui import formats
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.icons import pixmap
from ui.widgets.labels import ElidedLabel, plain_label, set_tone

MAX_FILES = 30
_THUMB = 64
_PICTURE_PIXELS = 60_000_000
_ICONS = {OutgoingKind.IMAGE: "image", OutgoingKind.VIDEO: "video", OutgoingKind.AUDIO: "audio"}


def picture_size(path: Path) -> QSize:
    """A picture's size in pixels, empty where it is none."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    turned = reader.transformation().value & 4  # a quarter turn changes the sides
    return size.transposed() if turned and size.isValid() else size


def thumbnail(path: Path, side: int) -> QPixmap | None:
    """A small picture of a picture; None for anything else or one too large to be opened."""
    reader = QImageReader(str(path))
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _PICTURE_PIXELS:
        return None
    reader.setAutoTransform(True)
    reader.setScaledSize(size.scaled(side * 2, side * 2, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        return None
    made = QPixmap.fromImage(image.copy((image.width() - side * 2) // 2, (image.height() - side * 2) // 2, side * 2, side * 2))
    made.setDevicePixelRatio(2.0)
    return made


class FileRow(QFrame):
    """One file. ``facts`` come from the services; ``fits`` says whether it may go."""

    def __init__(self, dialog: "AttachDialog", look: Look, file: NewFile) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._dialog, self._look = dialog, look
        self.file = file
        self.facts: FileFacts | None = None
        self.fits = False
        self._picture = plain_label()
        self._picture.setFixedSize(_THUMB, _THUMB)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = ElidedLabel(look, Type.BODY)
        self.name.set_text(file.file_name or file.path.name)
        self.told = plain_label(look=look, role=Type.CAPTION, tone="soft", wrap=True)
        self.caption = QLineEdit(file.caption or "")
        self.caption.setPlaceholderText(self.tr("Caption"))
        self.caption.setAccessibleName(self.tr("Caption of {file}").format(file=self.name.text()))
        self.as_file = QCheckBox(self.tr("As a file"))
        self.as_file.setChecked(file.as_document)
        self.as_file.toggled.connect(lambda _on: dialog.look_at(self))
        self.up = IconButton(look, "up", side=16)
        self.up.name_it(self.tr("Earlier"))
        self.up.clicked.connect(lambda: dialog.move_row(self, -1))
        self.down = IconButton(look, "down", side=16)
        self.down.name_it(self.tr("Later"))
        self.down.clicked.connect(lambda: dialog.move_row(self, 1))
        self.gone = IconButton(look, "close", side=16)
        self.gone.name_it(self.tr("Remove {file}").format(file=self.name.text()))
        self.gone.clicked.connect(lambda: dialog.remove_row(self))
        middle = QVBoxLayout()
        middle.setSpacing(Space.XS)
        middle.addWidget(self.name)
        middle.addWidget(self.told)
        middle.addWidget(self.caption)
        edge = QVBoxLayout()
        edge.setSpacing(0)
        for widget in (self.gone, self.up, self.down):
            edge.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(middle, 1)
        row.addWidget(self.as_file, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(edge)

    def wanted(self) -> NewFile:
        """The file as it is to be sent."""
        size = picture_size(self.file.path)
        known = size.isValid() and not self.as_file.isChecked()
        return NewFile(
            path=self.file.path,
            file_name=self.file.file_name,
            caption=self.caption.text().strip() or None,
            as_document=self.as_file.isChecked(),
            width=size.width() if known else None,
            height=size.height() if known else None,
        )

    def tell(self, facts: FileFacts | None, problem: str) -> None:
        """What it is and why it cannot go, if it cannot."""
        self.facts, self.fits = facts, facts is not None and not problem
        kind = facts.kind if facts is not None else OutgoingKind.DOCUMENT
        small = thumbnail(self.file.path, _THUMB) if kind is OutgoingKind.IMAGE else None
        colour = self._look.colours.text_soft
        self._picture.setPixmap(small or pixmap(_ICONS.get(kind, "document"), colour, 34, self.devicePixelRatioF()))
        size = formats.size(facts.size) if facts is not None else ""
        self.told.setText(f"{size} · {problem}" if size and problem else size or problem)
        set_tone(self.told, "danger" if problem else "soft")


class AttachDialog(QDialog):
    """``files()`` after it was accepted. Files that do not fit keep the button from being pressed."""

    def __init__(
        self,
        parent: QWidget,
        look: Look,
        services: Services,
        crossing: Crossing,
        abilities: Abilities,
        files: Iterable[NewFile],
    ) -> None:
        super().__init__(parent)
        self._look, self._services, self._crossing, self._abilities = look, services, crossing, abilities
        self.rows: list[FileRow] = []
        self.setWindowTitle(self.tr("Send files"))
        self.resize(600, 480)
        self.title = plain_label(look=look, role=Type.TITLE)
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.S)
        self._list.addStretch()
        inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setLayout(self._list)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
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
        layout.addWidget(area, 1)
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
            row = FileRow(self, self._look, file)
            self.rows.append(row)
            self._list.insertWidget(len(self.rows) - 1, row)
            self.look_at(row)
        self._refresh()
        if self.rows:
            self.rows[0].caption.setFocus()

    def look_at(self, row: FileRow) -> None:
        """Ask what a file is and whether it may go."""
        file = NewFile(path=row.file.path, as_document=row.as_file.isChecked())

        def done(facts: FileFacts) -> None:
            if row in self.rows:
                row.tell(facts, self._problem(facts))
                self._refresh()

        def failed(_error: AppError) -> None:
            if row in self.rows:
                row.tell(None, self.tr("This file cannot be read."))
                self._refresh()

        self._crossing.spawn(row, self._services.sending.look_at(file), done=done, failed=failed)

    def _problem(self, facts: FileFacts) -> str:
        if not self._abilities.can(CAPABILITY_OF[facts.kind]):
            return self.tr("This number's gateway cannot send it.")
        if not facts.size:
            return self.tr("The file is empty.")
        if not facts.fits:
            limit = formats.size(facts.limit)
            if facts.kind is OutgoingKind.IMAGE:
                return self.tr("Photos may have up to {limit}. Send it as a file.").format(limit=limit)
            return self.tr("WhatsApp takes up to {limit}.").format(limit=limit)
        return ""

    def move_row(self, row: FileRow, step: int) -> None:
        """Send it earlier or later."""
        at = self.rows.index(row)
        to = at + step
        if 0 <= to < len(self.rows):
            self.rows.insert(to, self.rows.pop(at))
            self._list.removeWidget(row)
            self._list.insertWidget(to, row)
            self._refresh()

    def remove_row(self, row: FileRow) -> None:
        """Leave it out; without any the dialog ends."""
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        if not self.rows:
            self.reject()
        self._refresh()

    def _refresh(self) -> None:
        self.title.setText(self.tr("%n file(s)", "", len(self.rows)))
        for at, row in enumerate(self.rows):
            row.up.setEnabled(at > 0)
            row.down.setEnabled(at < len(self.rows) - 1)
        self.send.setEnabled(bool(self.rows) and all(row.fits for row in self.rows))

    def _on_more_clicked(self) -> None:
        chooser = QFileDialog(self, self.tr("Add files"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.filesSelected.connect(lambda names: self.add(NewFile(path=Path(name)) for name in names))
        chooser.open()
