"""Saved views: keeping the present one under a name, and putting them in order."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidgetItem, QVBoxLayout, QWidget

from services.api import Services
from services.domain.desk import MAX_VIEW_NAME, Listing, SavedView
from services.domain.errors import AppError
from ui import formats
from ui.desk.lists import DeskLists
from ui.dialogs import Dialog
from ui.messages import naming_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.labels import plain_label, tell
from ui.widgets.whole_rows import RowList

T = TypeVar("T")


class ViewsDialog(Dialog):
    """The views in their order; with a ``listing`` also a new one of it, and ``kept`` says where that is found again."""

    kept = Signal(str)

    def __init__(
        self, parent: QWidget, look: Look, services: Services, crossing: Crossing, lists: DeskLists, listing: Listing | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._services, self._crossing, self._lists, self._listing = services, crossing, lists, listing
        self._gone: tuple[SavedView, tuple[SavedView, ...]] | None = None
        self.setWindowTitle(self.tr("Save this view") if listing is not None else self.tr("Saved views"))
        self.setMinimumWidth(400)
        words = plain_label(
            self.tr("Give what the list shows now a name, to come back to it in one step.")
            if listing is not None
            else self.tr("Choose a view to rename it, move it or delete it."),
            look=look, role=Type.SMALL, tone="soft", wrap=True,
        )  # fmt: skip
        self.name = QLineEdit()
        self.name.setMaxLength(MAX_VIEW_NAME)
        self.name.setPlaceholderText(self.tr("Name of the view"))
        self.name.setAccessibleName(self.tr("Name of the view"))
        self.list = RowList()
        self.list.setObjectName("rows")
        self.list.setAccessibleName(self.tr("Saved views"))
        self.list.setMinimumHeight(200)
        self.list.currentItemChanged.connect(lambda _now, _before: self._on_chosen())
        self.told = plain_label(look=look, role=Type.SMALL, tone="danger", wrap=True)
        self.told.hide()
        self.undo = button(self.tr("Undo"), kind="ghost")
        self.undo.clicked.connect(self._on_undo)
        self.undo.hide()
        self.save = button(self.tr("Save") if listing is not None else self.tr("Rename"), kind="primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._on_save)
        self.up, self.down = IconButton(look, "up"), IconButton(look, "down")
        self.up.name_it(self.tr("Up"))
        self.down.name_it(self.tr("Down"))
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.remove = button(self.tr("Delete"), kind="danger")
        self.remove.clicked.connect(self._on_remove)
        close = button(self.tr("Cancel") if listing is not None else self.tr("Close"))
        close.clicked.connect(self.reject)
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.save)
        said = QHBoxLayout()
        said.addWidget(self.told, 1)
        said.addWidget(self.undo)
        foot = QHBoxLayout()
        for each in (self.up, self.down, self.remove):
            each.setVisible(listing is None)
            foot.addWidget(each)
        foot.addStretch()
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(words)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        self.list.setVisible(listing is None)
        layout.addLayout(said)
        layout.addLayout(foot)
        lists.changed.connect(self._fill)
        self._fill()
        self.name.setFocus()

    def _fill(self) -> None:
        chosen = self._chosen()
        self.list.clear()
        for view in self._lists.views:
            item = QListWidgetItem(formats.one_line(view.name))
            item.setData(Qt.ItemDataRole.UserRole, view.id)
            self.list.addItem(item)
            if chosen is not None and view.id == chosen.id:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._on_chosen()

    def _chosen(self) -> SavedView | None:
        item = self.list.currentItem()
        wanted = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return next((view for view in self._lists.views if view.id == wanted), None)

    def _on_chosen(self) -> None:
        if self._listing is not None:
            return
        view = self._chosen()
        for each in (self.save, self.up, self.down, self.remove, self.name):
            each.setEnabled(view is not None)
        self.name.setText(view.name if view is not None else "")

    def _on_save(self) -> None:
        view = self._chosen()
        if self._listing is not None:
            self._run(self._services.views.save(self.name.text(), self._listing), self._on_kept)
        elif view is not None:
            self._run(self._services.views.save(self.name.text(), view.listing, view.id), lambda _view: None)

    def _on_kept(self, view: SavedView) -> None:
        words = self.tr("“{view}” is saved. It is in the menu beside the filters, under Saved views.")
        self.accept()
        self.kept.emit(words.replace("{view}", formats.one_line(view.name, 40)))

    def _move(self, by: int) -> None:
        view, views = self._chosen(), list(self._lists.views)
        if view is None:
            return
        at = next(n for n, each in enumerate(views) if each.id == view.id)
        if 0 <= at + by < len(views):
            views.insert(at + by, views.pop(at))
            self._run(self._services.views.order(tuple(each.id for each in views)), lambda _none: None)

    def _on_remove(self) -> None:
        view = self._chosen()
        if view is not None:
            self._gone = (view, self._lists.views)
            self._run(self._services.views.remove(view.id), lambda _none: self._on_removed(view))

    def _on_removed(self, view: SavedView) -> None:
        self._say(self.tr("{view} is deleted.").replace("{view}", formats.one_line(view.name, 40)), "soft")
        self.undo.show()

    def _on_undo(self) -> None:
        gone, self._gone = self._gone, None
        if gone is None:
            return
        view, order = gone

        def back(made: SavedView) -> None:
            ids = tuple(made.id if each.id == view.id else each.id for each in order)
            self._run(self._services.views.order(ids), lambda _none: None)

        self._run(self._services.views.save(view.name, view.listing), back)

    def _run(self, work: Coroutine[Any, Any, T], done: Callable[[T], None]) -> None:
        self.told.hide()
        self.undo.hide()
        self._crossing.spawn(self, work, done=done, failed=self._on_failed, keep=True)

    def _on_failed(self, error: AppError) -> None:
        self._say(naming_words(error, self.tr("There is a view of this name already.")), "danger")

    def _say(self, words: str, tone: str) -> None:
        tell(self.told, words, tone)
