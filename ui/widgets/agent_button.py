"""The agent at the counter as a circle that can be pressed."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton

from services.domain.agents import Agent
from ui import formats
from ui.theme import Look, Type
from ui.widgets.avatar import initials
from ui.widgets.colours import readable_on
from ui.widgets.icons import pixmap
from ui.widgets.labels import set_tip

_SIDE = 40


class AgentButton(QToolButton):
    """Initials in the agent's colour; a hollow circle while nobody is there."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._agent: Agent | None = None
        self.setFixedSize(QSize(_SIDE, _SIDE))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.update)
        self.hide()
        self._say()

    def show_agent(self, agent: Agent | None) -> None:
        """Who it is."""
        self._agent = agent
        self._say()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the circle, and a ring while it has the keyboard."""
        colours, px = self._look.colours, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(self.rect()).adjusted(px(4), px(4), -px(4), -px(4))
        if self._agent is None:
            painter.setPen(QPen(QColor(colours.rail_text), 1.5, Qt.PenStyle.DashLine))
            painter.drawEllipse(circle)
            side = px(18)
            image = pixmap("agent", colours.rail_text, side, self.devicePixelRatioF())
            painter.drawPixmap(
                round(circle.center().x() - side / 2), round(circle.center().y() - side / 2), side, side, image
            )
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._agent.colour))
            painter.drawEllipse(circle)
            font = QFont(self._look.font(Type.STRONG))
            font.setPixelSize(px(13))
            painter.setFont(font)
            painter.setPen(QColor(readable_on(self._agent.colour)))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials(self._agent.name) or "•")
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.rail_text), 2))
            painter.drawEllipse(circle.adjusted(-2, -2, 2, 2))
        painter.end()

    def _say(self) -> None:
        if self._agent is None:
            words = self.tr("Nobody is at the counter: choose who you are")
        else:
            words = self.tr("{agent} is at the counter: switch").replace("{agent}", formats.one_line(self._agent.name, 60))
        self.setAccessibleName(words)
        set_tip(self, words)
