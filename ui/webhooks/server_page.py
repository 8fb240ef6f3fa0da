"""How gateways reach this computer: the public address, and the server behind it."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from services.api import Services
from ui.bridge import Bridge
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.webhooks.server_form import ServerForm
from ui.webhooks.tunnel_form import TunnelForm
from ui.widgets.buttons import IconButton
from ui.widgets.labels import plain_label


class ServerPage(QFrame):
    """Two halves under one another, each with its own button that keeps what was changed. ``closed`` goes back."""

    closed = Signal()

    def __init__(self, services: Services, bridge: Bridge, crossing: Crossing, look: Look) -> None:
        super().__init__()
        self.setObjectName("card")
        self.back_button = IconButton(look, "back")
        self.back_button.clicked.connect(self.closed)
        self._title = plain_label(look=look, role=Type.TITLE)
        self._help = plain_label(look=look, tone="soft", wrap=True)
        self.tunnel = TunnelForm(services, bridge, crossing, look)
        self.server = ServerForm(services, crossing, look)
        head = QHBoxLayout()
        head.addWidget(self.back_button)
        head.addWidget(self._title, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        layout.setSpacing(Space.S)
        layout.addLayout(head)
        layout.addWidget(self._help)
        layout.addWidget(self.tunnel)
        layout.addSpacing(Space.M)
        line = QFrame()
        line.setObjectName("line")
        layout.addWidget(line)
        layout.addSpacing(Space.M)
        layout.addWidget(self.server)
        self._retranslate()

    def reload(self) -> None:
        """Everything as it is now."""
        self.tunnel.reload()
        self.server.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at, it is read anew."""
        super().showEvent(event)
        self.tunnel.quiet()
        self.server.quiet()
        self.reload()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.back_button.name_it(self.tr("Back to the number"))
        self._title.setText(self.tr("Public address"))
        self._help.setText(
            self.tr(
                "Gateways on the internet post what customers write to this computer, and need an address for it. "
                "A gateway on this same computer, or one with a WebSocket, needs none."
            )
        )
