"""Moving what a scrolled widget has painted, whatever stands over it."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def move_painted(area: QAbstractScrollArea, by: int) -> None:
    """Move the viewport's pixels down by ``by``; where a widget stands over them (a date, a button) they are drawn anew.

    Qt would else draw all of them: it moves no pixels under another widget.
    """
    viewport = area.viewport()
    whole = viewport.rect()
    top, bottom = whole.top(), whole.bottom()
    beside = (w for w in area.findChildren(QWidget, options=_DIRECT) if w is not viewport)
    over = [w.geometry().translated(-viewport.pos()) for w in beside if not w.isHidden()]
    over += [w.geometry() for w in viewport.findChildren(QWidget, options=_DIRECT) if not w.isHidden()]
    for each in over:
        if not each.intersects(whole):
            continue
        if each.center().y() < whole.center().y():
            top = max(top, each.bottom() + 1)
        else:
            bottom = min(bottom, each.top() - 1)
    band = QRect(0, top, whole.width(), bottom - top + 1)
    if band.height() > abs(by):
        viewport.scroll(0, by, band)
        viewport.update(QRegion(whole) - band)
    else:
        viewport.update()
