"""Rows of lists whose words do not fit tell all of them in a tooltip."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QStyledItemDelegate, QStyleOptionViewItem

from ui.widgets.labels import show_row_tip

Index = QModelIndex | QPersistentModelIndex


class WholeRows(QStyledItemDelegate):
    """Draws as usual. Who draws otherwise overrides ``cut_words``; a tooltip of the model comes first."""

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """The mouse rests on a row."""
        if event.type() != QHelpEvent.Type.ToolTip or not index.isValid() or index.data(Qt.ItemDataRole.ToolTipRole):
            return super().helpEvent(event, view, option, index)
        show_row_tip(event.globalPos(), self.cut_words(option, index), view.viewport(), view.visualRect(index))
        return True

    def cut_words(self, option: QStyleOptionViewItem, index: Index) -> str:
        """The words of a row that has too little room for them, "" for any other."""
        needs = self.sizeHint(option, index).width()
        room: int = option.rect.width()
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "") if needs > room else ""


def cut_lines(lines: Iterable[tuple[str, QFont]], room: int) -> str:
    """All lines one under the other where one of them is wider than ``room`` pixels, else ""."""
    known = list(lines)
    cut = any(QFontMetrics(font).horizontalAdvance(text) > room for text, font in known)
    return "\n".join(text for text, _font in known if text) if cut else ""


class RowList(QListWidget):
    """A list as dialogs have them: never sideways, each row whole in its tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setItemDelegate(WholeRows(self))
