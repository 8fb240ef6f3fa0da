"""Labels for any text: the only place where QLabel is made, because it takes outside text for HTML."""

import re
from html import escape

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QSystemTrayIcon, QTableWidgetItem, QToolTip, QWidget

from ui.theme import TYPE_PROPERTY, Look, Type

_OVERRIDES = re.compile("[\u202a-\u202e]")


def plain_label(
    text: str = "", *, look: Look | None = None, role: Type = Type.BODY, tone: str = "", wrap: bool = False
) -> QLabel:
    """A label that shows its text as it is. ``tone``: soft, danger, warning, success, accent or mono."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    if look is not None:
        look.write(label, role)
    if tone:
        label.setProperty("tone", tone)
    return label


def set_tone(label: QWidget, tone: str) -> None:
    """Change the colour role of a label."""
    if label.property("tone") != tone:
        label.setProperty("tone", tone)
        repolish(label)


def tell(label: QLabel, words: str, tone: str) -> None:
    """Show what is to be said, in its colour; "" takes the label away."""
    label.setText(words)
    label.setVisible(bool(words))
    set_tone(label, tone)


def repolish(widget: QWidget) -> None:
    """Let the style sheet look at its properties again."""
    font = widget.font()
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    if widget.property(TYPE_PROPERTY):
        # Qt goes back to the font of the first polishing, which may be of another zoom
        widget.setFont(font)


def set_tip(widget: QWidget | QTableWidgetItem, text: str) -> None:
    """A tooltip with any text: tooltips take text for HTML and cannot be told not to."""
    widget.setToolTip(escape(text))


def show_row_tip(at: QPoint, text: str, view: QWidget, row: QRect) -> None:
    """The tooltip of a row, with any text; without a text none."""
    QToolTip.showText(at, escape(text).replace("\n", "<br>"), view, row)


def tray_tip(icon: QSystemTrayIcon, text: str) -> None:
    """What the symbol beside the clock says; only words of our own, for nobody knows how they are drawn there."""
    icon.setToolTip(text)


def no_mnemonic(text: str) -> str:
    """Outside text for a button, menu or tab, where ``&`` would become a shortcut; it turns nothing beside it round."""
    return _OVERRIDES.sub("", text).replace("&", "&&")


class ElidedLabel(QWidget):
    """One line of any text, cut with an ellipsis where it does not fit; a tooltip then shows it whole."""

    def __init__(self, look: Look, role: Type = Type.BODY, colour: str = "text", parent: QWidget | None = None):
        super().__init__(parent)
        self._look = look
        self._role = role
        self._colour = colour
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str, colour: str | None = None) -> None:
        """Show this text; ``colour`` is a name of the palette."""
        self._text = text
        self._colour = colour or self._colour
        self.setAccessibleName(text)
        self._tell_what_is_cut()
        self.update()

    def sizeHint(self) -> QSize:
        """One line high, no width of its own."""
        return QSize(40, QFontMetrics(self._look.font(self._role)).height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text, cut to the width."""
        painter = QPainter(self)
        painter.setFont(self._look.font(self._role))
        painter.setPen(self._look.colour(self._colour))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Cut anew."""
        self._tell_what_is_cut()
        self.update()

    def _tell_what_is_cut(self) -> None:
        fits = QFontMetrics(self._look.font(self._role)).horizontalAdvance(self._text) <= self.width()
        set_tip(self, "" if fits else self._text)
