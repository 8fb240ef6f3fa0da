"""How far the fetching of missed messages is: one line with a thin bar, and a button that ends it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from services.api import Services
from services.domain.changes import CatchUpProgress
from services.domain.ids import InstanceId
from ui import formats
from ui.bridge import Bridge
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton
from ui.widgets.labels import plain_label

# what is done in a moment is not worth a line that comes and goes
SHOW_MS = 400
# a run that says nothing for so long has ended without a word (its gateway waits 30 s at most)
SILENT_MS = 60_000


class Bar(QWidget):
    """A share of 1; below 0 it is not known."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._share = -1.0
        self.setFixedHeight(3)
        look.changed.connect(self.update)

    def show_share(self, share: float) -> None:
        """How much is done."""
        self._share = share
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.colours.border))
        painter.drawRoundedRect(QRectF(self.rect()), 1.5, 1.5)
        if self._share > 0:
            painter.setBrush(QColor(self._look.colours.accent))
            painter.drawRoundedRect(QRectF(0, 0, self.width() * min(1.0, self._share), 3), 1.5, 1.5)
        painter.end()


class CatchUpLine(QWidget):
    """Hidden while nothing is fetched. ``only`` narrows it to one number; ``name`` says which where it is not."""

    def __init__(
        self,
        services: Services,
        bridge: Bridge,
        crossing: Crossing,
        look: Look,
        name: Callable[[InstanceId], str] = lambda _number: "",
    ) -> None:
        super().__init__()
        self._services, self._crossing, self._name = services, crossing, name
        self._narrow = False
        self._only: InstanceId | None = None
        self._runs: dict[InstanceId, CatchUpProgress] = {}
        self._text = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self._bar = Bar(look)
        self.cancel_button = IconButton(look, "close", side=16)
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self._text, 1)
        row.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addLayout(row)
        layout.addWidget(self._bar)
        self._show_soon = QTimer(self, singleShot=True, interval=SHOW_MS)
        self._show_soon.timeout.connect(self._refresh)
        self._silent = QTimer(self, singleShot=True, interval=SILENT_MS)
        self._silent.timeout.connect(self._on_silent)
        bridge.catch_up.connect(self._on_bridge_catch_up)
        self._retranslate()
        self.hide()

    def show_only(self, number: InstanceId | None) -> None:
        """Tell of this number's run alone."""
        self._narrow, self._only = True, number
        if self._shown() is None:
            self.hide()
        else:
            self._refresh()

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def _shown(self) -> CatchUpProgress | None:
        if self._narrow:
            return self._runs.get(self._only) if self._only is not None else None
        return next(reversed(self._runs.values()), None)

    def _on_bridge_catch_up(self, progress: CatchUpProgress) -> None:
        if progress.done:
            self._runs.pop(progress.instance_id, None)
        else:
            self._runs[progress.instance_id] = progress
            self._silent.start()
        if self._shown() is None:
            self._show_soon.stop()
            self.hide()
        elif self.isHidden():
            if not self._show_soon.isActive():
                self._show_soon.start()
        else:
            self._refresh()

    def _on_silent(self) -> None:
        self._runs.clear()
        self.hide()

    def _on_cancel_clicked(self) -> None:
        run = self._shown()
        if run is not None:
            number = run.instance_id
            self._crossing.spawn(
                self, self._services.instances.cancel_catch_up(number), done=lambda _none: self._forget(number),
                busy=self.cancel_button,
            )  # fmt: skip

    def _forget(self, number: InstanceId) -> None:
        self._runs.pop(number, None)
        self._refresh()

    def _refresh(self) -> None:
        run = self._shown()
        self.setVisible(run is not None)
        if run is None:
            return
        if run.chats_total is None:
            how_far = self.tr("Looking for what came while you were away…")
        else:
            how_far = self.tr("Fetching what came while you were away: {done} of {total} conversations").format(
                done=run.chats_done, total=run.chats_total
            )
        found = self.tr("%n new message(s)", "", run.messages) if run.messages else ""
        name = "" if self._narrow else formats.one_line(self._name(run.instance_id), 40)
        self._text.setText(" · ".join(part for part in (name, how_far, found) if part))
        self._bar.show_share(run.chats_done / run.chats_total if run.chats_total else -1.0)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            if not self.isHidden():
                self._refresh()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.cancel_button.name_it(self.tr("Stop fetching; the rest comes the next time"))
