"""The ground of a bubble: drawn from corner pictures and plain rectangles, ten times cheaper than a path."""

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

RADIUS, SHARP = 14, 4
SHADOW = 1


def outline(box: QRectF, sharp: tuple[bool, bool]) -> QPainterPath:
    """Round corners; ``sharp`` says whether the upper left or right one is less so."""
    path = QPainterPath()
    path.addRoundedRect(box, RADIUS, RADIUS)
    if any(sharp):
        corner = QPainterPath()
        side = box.right() - RADIUS if sharp[1] else box.left()
        corner.addRoundedRect(QRectF(side, box.top(), RADIUS, RADIUS), SHARP, SHARP)
        path = path.united(corner)
    return path


def paint_box(painter: QPainter, box: QRect, fill: str, shadow: str, sharp: tuple[bool, bool]) -> None:
    """Fill ``box`` (at least two radii on each side) with an opaque colour, its shadow below it."""
    ratio = painter.device().devicePixelRatioF()
    tile = _tile(fill, shadow, sharp, ratio)
    x, y, w, h, r = box.x(), box.y(), box.width(), box.height(), RADIUS
    low = r + SHADOW
    px, plow = round(r * ratio), round(low * ratio)
    painter.drawPixmap(QRect(x, y, r, r), tile, QRect(0, 0, px, px))
    painter.drawPixmap(QRect(x + w - r, y, r, r), tile, QRect(px, 0, px, px))
    painter.drawPixmap(QRect(x, y + h - r, r, low), tile, QRect(0, px, px, plow))
    painter.drawPixmap(QRect(x + w - r, y + h - r, r, low), tile, QRect(px, px, px, plow))
    colour, shade = QColor(fill), QColor(shadow)
    painter.fillRect(QRect(x + r, y, w - 2 * r, h), colour)
    if h > 2 * r:
        painter.fillRect(QRect(x, y + r, r, h - 2 * r), colour)
        painter.fillRect(QRect(x + w - r, y + r, r, h - 2 * r), colour)
    if shade.alpha():
        painter.fillRect(QRect(x + r, y + h, w - 2 * r, SHADOW), shade)


@lru_cache(maxsize=64)
def _tile(fill: str, shadow: str, sharp: tuple[bool, bool], ratio: float) -> QPixmap:
    """All four corners, side by side."""
    side = 2 * RADIUS
    tile = QPixmap(round(side * ratio), round((side + SHADOW) * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    box = QRectF(0, 0, side, side)
    painter.setBrush(QColor(shadow))
    painter.drawPath(outline(box.translated(0, SHADOW), sharp))
    painter.setBrush(QColor(fill))
    painter.drawPath(outline(box, sharp))
    painter.end()
    return tile
