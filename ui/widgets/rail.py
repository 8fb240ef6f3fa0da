"""The strip on the left that goes from page to page."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QVBoxLayout, QWidget

from services.domain.agents import Agent
from ui.theme import Look, Space, Type
from ui.widgets.agent_button import AgentButton
from ui.widgets.buttons import ToolButton
from ui.widgets.icons import icon, pixmap
from ui.widgets.labels import plain_label, set_tip

WIDTH, NARROW = 84, 60
# a window that is no wider, at 100 %, needs the room for what is in it
_TIGHT = 700


class Rail(QWidget):
    """One button per page, in the order they are added, and one with a menu at the foot.

    In a small window they are icons alone, with their words as tooltips; ``fit`` has to be called when it is resized.
    ``page_requested`` carries the page's number, ``agent_requested`` wants somebody else to be at the counter.
    """

    page_requested = Signal(int)
    agent_requested = Signal()

    def __init__(self, look: Look, menu: QMenu) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._look = look
        self._pictures: list[str] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._mark = mark = plain_label()
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, Space.M, 6, Space.M)
        layout.setSpacing(Space.S)
        layout.addWidget(mark)
        layout.addSpacing(Space.S)
        self._buttons: list[QToolButton] = []
        self._pages = QVBoxLayout()
        self._pages.setSpacing(Space.S)
        layout.addLayout(self._pages)
        layout.addStretch()
        self.agent = AgentButton(look)
        self.agent.clicked.connect(self.agent_requested)
        layout.addWidget(self.agent, 0, Qt.AlignmentFlag.AlignHCenter)
        more = self._more = self._button()
        more.setMenu(menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        layout.addWidget(more)
        self._group.idClicked.connect(self.page_requested)
        look.changed.connect(self._repaint)
        self._repaint()

    def add(self, number: int, picture: str) -> None:
        """One more page."""
        made = self._button()
        made.setCheckable(True)
        self._group.addButton(made, number)
        self._pages.addWidget(made)
        self._buttons.append(made)
        self._pictures.append(picture)
        self._repaint()

    def name_them(self, names: tuple[str, ...], menu: str) -> None:
        """The words under the pages' pictures and under the menu's."""
        for made, name in zip((*self._buttons, self._more), (*names, menu), strict=True):
            made.setText(name)
            made.setAccessibleName(name)
        self.fit()

    def show_page(self, number: int) -> None:
        """Which page is shown."""
        self._group.button(number).setChecked(True)

    def offer(self, number: int, on: bool) -> None:
        """Whether this page can be gone to."""
        self._group.button(number).setVisible(on)

    def show_agent(self, agent: Agent | None, any_there: bool) -> None:
        """Who is at the counter; no button where there are no agents."""
        self.agent.show_agent(agent)
        self.agent.setVisible(any_there)
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Seen for the first time, in the size the window has."""
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Words under the pictures where there is room for them, no picture of our own where there is still not enough."""
        if not self.isVisible():
            # its sizes are those of 100 % until it is seen
            return
        window, px = self.window(), self._look.px
        self._mark.show()
        self._dress(words=True)
        if window.width() < px(_TIGHT) or self._needs() > window.height():
            self._dress(words=False)
            self._mark.setVisible(self._needs() <= window.height())

    def _needs(self) -> int:
        layout = self.layout()
        return layout.totalMinimumSize().height() if layout is not None else 0

    def _dress(self, *, words: bool) -> None:
        style = Qt.ToolButtonStyle
        width = self._look.px(WIDTH if words else NARROW)
        self.setFixedWidth(width)
        for made in (*self._buttons, self._more):
            made.setToolButtonStyle(style.ToolButtonTextUnderIcon if words else style.ToolButtonIconOnly)
            made.setFixedWidth(width - self._look.px(12))
            set_tip(made, "" if words else made.accessibleName())

    def _button(self) -> QToolButton:
        made = ToolButton()
        made.setObjectName("railButton")
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setIconSize(QSize(22, 22))
        made.setFixedWidth(WIDTH - 12)
        # the ring is for those who come by keyboard
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        return made

    def _repaint(self) -> None:
        colours, look = self._look.colours, self._look
        self._mark.setPixmap(pixmap("balcao", "#000000", look.px(36), self.devicePixelRatioF()))
        for made, picture in zip((*self._buttons, self._more), (*self._pictures, "more"), strict=True):
            made.setIcon(icon(picture, colours.rail_text, 22, active=colours.rail_active))
            font = QFont(self._look.font(Type.CAPTION))
            font.setPixelSize(self._look.px(11))
            made.setFont(font)
        self.fit()
