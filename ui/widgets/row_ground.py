"""What stands behind a row of a list: that it is chosen, under the mouse, or where the keyboard is."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle

from ui.theme import Look, Radius


def paint_row_ground(painter: QPainter, box: QRectF, state: QStyle.StateFlag, look: Look) -> None:
    """Paint it into ``box``; the ring is for those who come by keyboard."""
    colours, round_by = look.colours, look.px(Radius.M)
    selected = bool(state & QStyle.StateFlag.State_Selected)
    if selected or state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.selected if selected else colours.hover))
        painter.drawRoundedRect(box, round_by, round_by)
    if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.accent), 2))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), round_by, round_by)
