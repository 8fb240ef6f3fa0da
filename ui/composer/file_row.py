"""One file that is about to be sent: what it is, its caption, its place among the others."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from services.domain.outgoing import OutgoingKind
from services.domain.sending import FileFacts, NewFile
from ui import formats
from ui.composer import pictures
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.icons import pixmap
from ui.widgets.labels import ElidedLabel, plain_label, set_tone

MAX_CAPTION = 1024
_THUMB = 64
_ICONS = {OutgoingKind.IMAGE: "image", OutgoingKind.VIDEO: "video", OutgoingKind.AUDIO: "audio"}


class FileRow(QFrame):
    """``fits`` says whether it may go. ``moved`` carries -1 or 1, ``dragged`` where the mouse is on the screen."""

    moved = Signal(int)
    dragged = Signal(object)
    removed = Signal()
    edit_wanted = Signal()
    smaller_wanted = Signal()
    as_file_chosen = Signal()

    def __init__(self, look: Look, crossing: Crossing, file: NewFile) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._look, self._crossing = look, crossing
        self.file, self.path = file, file.path
        self.facts: FileFacts | None = None
        self.fits = False
        self._size: QSize | None = None
        self._held = False
        self._picture = plain_label()
        self._picture.setFixedSize(_THUMB, _THUMB)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = ElidedLabel(look, Type.BODY)
        self.name.set_text(file.file_name or file.path.name)
        self.told = plain_label(look=look, role=Type.CAPTION, tone="soft", wrap=True)
        self.caption = QLineEdit(file.caption or "")
        self.caption.setMaxLength(MAX_CAPTION)
        self.caption.setPlaceholderText(self.tr("Caption"))
        self.caption.setAccessibleName(self.tr("Caption of {file}").format(file=self.name.text()))
        self.as_file = QCheckBox(self.tr("As a file"))
        self.as_file.setChecked(file.as_document)
        self.as_file.toggled.connect(lambda _on: self.as_file_chosen.emit())
        self.smaller = button(self.tr("Make it smaller"), kind="ghost")
        self.smaller.clicked.connect(self.smaller_wanted)
        self.smaller.hide()
        self.edit = self._small_button("edit", self.tr("Crop and rotate"))
        self.edit.clicked.connect(self.edit_wanted)
        self.edit.hide()
        self.back = self._small_button("refresh", self.tr("Undo the changes to the picture"))
        self.back.clicked.connect(lambda: self.use_picture(self.file.path))
        self.back.hide()
        self.up = self._small_button("up", self.tr("Earlier"), "Alt+↑")
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down = self._small_button("down", self.tr("Later"), "Alt+↓")
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.gone = self._small_button("close", self.tr("Remove {file}").format(file=self.name.text()))
        self.gone.clicked.connect(self.removed)
        self._build()
        self._look_at_picture()

    def _small_button(self, icon: str, words: str, keys: str = "") -> IconButton:
        made = IconButton(self._look, icon, side=16)
        made.name_it(words, keys)
        return made

    def _build(self) -> None:
        told = QHBoxLayout()
        told.setSpacing(Space.M)
        told.addWidget(self.told, 1)
        told.addWidget(self.smaller)
        told.addWidget(self.as_file)
        edge = QHBoxLayout()
        edge.setSpacing(0)
        edge.addWidget(self.name, 1)
        for widget in (self.back, self.edit, self.up, self.down, self.gone):
            edge.addWidget(widget)
        middle = QVBoxLayout()
        middle.setSpacing(Space.XS)
        middle.addLayout(edge)
        middle.addLayout(told)
        middle.addWidget(self.caption)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(middle, 1)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def wanted(self) -> NewFile:
        """The file as it is to be sent."""
        size = None if self.as_file.isChecked() else self._size
        changed = self.path != self.file.path
        name = self.file.file_name or self.file.path.name
        return NewFile(
            path=self.path,
            file_name=f"{Path(name).stem}{self.path.suffix}" if changed else self.file.file_name,
            caption=self.caption.text().strip() or None,
            as_document=self.as_file.isChecked(),
            width=size.width() if size is not None else None,
            height=size.height() if size is not None else None,
        )

    def use_picture(self, path: Path) -> None:
        """Send this picture in its place: a changed one, or the first one again."""
        self.path = path
        self.back.setVisible(path != self.file.path)
        self._look_at_picture()
        self.as_file_chosen.emit()

    def tell(self, facts: FileFacts | None, problem: str) -> None:
        """What it is and why it cannot go, if it cannot."""
        self.facts, self.fits = facts, facts is not None and not problem
        kind = facts.kind if facts is not None else OutgoingKind.DOCUMENT
        if self._size is None:
            colour = self._look.colours.text_soft
            self._picture.setPixmap(pixmap(_ICONS.get(kind, "document"), colour, 34, self.devicePixelRatioF()))
        parts = [formats.size(facts.size)] if facts is not None else []
        if self._size is not None:
            parts.append(f"{self._size.width()} × {self._size.height()}")
        self.told.setText(" · ".join([*parts, problem] if problem else parts))
        set_tone(self.told, "danger" if problem else "soft")
        # a sound or a voice has no caption in WhatsApp
        self.caption.setVisible(kind not in (OutgoingKind.AUDIO, OutgoingKind.VOICE))
        # what is no picture, film or sound goes as a file anyway
        self.as_file.setVisible(self.as_file.isChecked() or kind is not OutgoingKind.DOCUMENT)
        too_large = facts is not None and facts.kind is OutgoingKind.IMAGE and not facts.fits and facts.size > 0
        self.smaller.setVisible(too_large and self._size is not None)

    def _look_at_picture(self) -> None:
        path, side = self.path, round(_THUMB * self.devicePixelRatioF())

        def seen() -> tuple[QSize, QImage] | None:
            found = pictures.look(path, side * 2)
            return (found.size, pictures.square(found.small, side)) if found is not None else None

        def done(found: tuple[QSize, QImage] | None) -> None:
            if path != self.path:
                return
            self._size = found[0] if found is not None else None
            if found is not None:
                made = QPixmap.fromImage(found[1])
                made.setDevicePixelRatio(side / _THUMB)
                self._picture.setPixmap(made)
            self.edit.setVisible(found is not None)
            self.as_file_chosen.emit()

        self._crossing.spawn(self, asyncio.to_thread(seen), done=done)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow changes the place."""
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the row."""
        self._held = event.button() is Qt.MouseButton.LeftButton
        if self._held:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry it to another place."""
        if self._held:
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Leave it there."""
        self._held = False
        self.setCursor(Qt.CursorShape.OpenHandCursor)
