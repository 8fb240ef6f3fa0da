"""Colours that people choose: a row of them to pick from, and what can be read on them."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from services.domain.labels import PALETTE
from ui.theme import contrast
from ui.widgets.buttons import ToolButton
from ui.widgets.labels import set_tip
from ui.zoom import px

_WHITE, _BLACK = "#FFFFFF", "#000000"


def readable_on(colour: str) -> str:
    """White or black, whichever reads better on it."""
    return _WHITE if contrast(_WHITE, colour) >= 3 else _BLACK


def dot(colour: str, side: int = 14) -> QIcon:
    """A disc of this colour, ``side`` pixels at 100 %."""
    made = QIcon()
    for ratio in (1, 2):
        real = px(side)
        image = QPixmap(QSize(real, real) * ratio)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QRectF(1, 1, real - 2, real - 2))
        painter.end()
        # in a chosen row, too: Qt would mix it with the colour of the choice, and people are known by theirs
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            made.addPixmap(image, mode)
    return made


class ColourRow(QWidget):
    """The palette as buttons, one of them chosen; arrows go along them. ``chosen`` carries ``#rrggbb``."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        words = (
            self.tr("Red"), self.tr("Orange"), self.tr("Gold"), self.tr("Green"), self.tr("Teal"), self.tr("Blue"),
            self.tr("Violet"), self.tr("Pink"), self.tr("Grey"), self.tr("Brown"),
        )  # fmt: skip
        for number, (colour, said) in enumerate(zip(PALETTE, words, strict=True)):
            made = ToolButton()
            made.setObjectName("colour")
            made.setCheckable(True)
            made.setIcon(dot(colour, 18))
            made.setIconSize(QSize(18, 18))
            made.setAccessibleName(said)
            set_tip(made, said)
            self._group.addButton(made, number)
            row.addWidget(made)
        row.addStretch()
        self._group.buttons()[0].setChecked(True)
        self._group.idClicked.connect(lambda number: self.chosen.emit(PALETTE[number]))

    def colour(self) -> str:
        """What is chosen."""
        return PALETTE[max(0, self._group.checkedId())]

    def choose(self, colour: str) -> None:
        """Mark one; a colour that is not in the palette leaves the first."""
        number = PALETTE.index(colour) if colour in PALETTE else 0
        self._group.buttons()[number].setChecked(True)
