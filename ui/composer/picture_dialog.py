"""Turn a picture and cut it before it is sent. The file itself stays; what comes out is a new one."""

import asyncio
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.composer import pictures
from ui.composer.crop_view import CropView
from ui.composer.pictures import Change, Seen
from ui.dialogs import Dialog
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label

_SHOWN = 1200


class PictureDialog(Dialog):
    """``path()`` is the new file after it was accepted, None where nothing was changed."""

    def __init__(self, parent: QWidget, look: Look, crossing: Crossing, path: Path, folder: Path) -> None:
        super().__init__(parent)
        self._crossing, self._path, self._folder = crossing, path, folder
        self._made: Path | None = None
        self._done: list[Change] = [Change()]
        self.setWindowTitle(self.tr("Crop and rotate"))
        self.resize(640, 560)
        self.view = CropView(look)
        self.view.setAccessibleName(self.tr("Part of the picture that stays"))
        self.view.setAccessibleDescription(self.tr("Arrows move the frame, Shift and arrows size it"))
        self.view.changed.connect(self._take)
        self.told = plain_label(
            self.tr("Drag the frame or its corners. With the keyboard: arrows, and Shift with arrows."),
            look=look, role=Type.SMALL, tone="soft", wrap=True,
        )  # fmt: skip
        self.left = button(self.tr("Turn left"))
        self.right = button(self.tr("Turn right"))
        self.undo = button(self.tr("Undo"), kind="ghost")
        self.left.clicked.connect(lambda: self._take(self.view.change.turned(-1)))
        self.right.clicked.connect(lambda: self._take(self.view.change.turned(1)))
        self.undo.clicked.connect(self._on_undo)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(self._on_undo)
        self.use = button(self.tr("Use this"), kind="primary")
        self.use.setDefault(True)
        self.use.clicked.connect(self._on_use)
        stop = button(self.tr("Cancel"))
        stop.clicked.connect(self.reject)
        foot = QHBoxLayout()
        for widget in (self.left, self.right, self.undo):
            foot.addWidget(widget)
        foot.addStretch()
        foot.addWidget(stop)
        foot.addWidget(self.use)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(self.told)
        layout.addWidget(self.view, 1)
        layout.addLayout(foot)
        self._refresh()
        crossing.spawn(self, asyncio.to_thread(pictures.look, path, _SHOWN), done=self._show)

    def path(self) -> Path | None:
        """The changed picture."""
        return self._made

    def _show(self, seen: Seen | None) -> None:
        if seen is None:
            self.told.setText(self.tr("This picture cannot be opened."))
            return
        self.view.show_image(seen.small)
        self.view.setFocus()
        self._refresh()

    def _take(self, change: Change) -> None:
        self._done.append(change)
        self.view.show_change(change)
        self._refresh()

    def _on_undo(self) -> None:
        if len(self._done) > 1:
            self._done.pop()
            self.view.show_change(self._done[-1])
            self._refresh()

    def _refresh(self) -> None:
        self.undo.setEnabled(len(self._done) > 1)

    def _on_use(self) -> None:
        if self.view.change.nothing:
            self.reject()
            return
        work = asyncio.to_thread(pictures.write_changed, self._path, self.view.change, self._folder)
        self._crossing.spawn(self, work, done=self._made_it, busy=self.use)

    def _made_it(self, made: Path | None) -> None:
        if made is None:
            self.told.setText(self.tr("The changed picture could not be written."))
            return
        self._made = made
        self.accept()
