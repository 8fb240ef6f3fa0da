"""Our icons: SVG drawn in one colour, tinted when loaded."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from ui.zoom import px


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, side: int, ratio: float = 1.0) -> QPixmap:
    """The icon ``name`` in ``#rrggbb``, ``side`` logical pixels square, for a screen of this pixel ratio."""
    svg = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    image = QPixmap(round(side * ratio), round(side * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return image


def icon(name: str, colour: str, side: int = 20, *, active: str | None = None, disabled: str | None = None) -> QIcon:
    """The same as an icon for buttons, in the present zoom; ``active`` is the colour while checked or hovered.

    Without a ``disabled`` colour Qt makes a paler one of the usual.
    """
    made, side = QIcon(), px(side)
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, colour, side, ratio))
        if disabled:
            made.addPixmap(pixmap(name, disabled, side, ratio), QIcon.Mode.Disabled)
        if active:
            for mode in (QIcon.Mode.Active, QIcon.Mode.Normal):
                made.addPixmap(pixmap(name, active, side, ratio), mode, QIcon.State.On)
            made.addPixmap(pixmap(name, active, side, ratio), QIcon.Mode.Active, QIcon.State.Off)
    return made


def app_icon() -> QIcon:
    """The program's mark."""
    made = QIcon()
    for side in (16, 32, 64, 128, 256):
        made.addPixmap(pixmap("balcao", "#000000", side))
    return made
