"""Wanted beside actual, line by line, with what differs marked."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from services.domain.gateways import WebhookView
from ui.theme import Look, Space, Type
from ui.widgets.labels import plain_label
from ui.widgets.layouts import clear


class Comparison(QWidget):
    """A small table; empty where the gateway tells nothing."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, Space.S, 0, 0)
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)

    def compare(self, view: WebhookView | None, hidden: Callable[[str | None], str]) -> None:
        """Show it; ``hidden`` masks the secret in an address."""
        clear(self._grid)
        told = view is not None and view.readable and view.problem is None and view.settable
        self.setVisible(told)
        if view is None or not told:
            return
        for column, text in ((1, self.tr("Wanted")), (2, self.tr("On the gateway"))):
            self._grid.addWidget(plain_label(text, look=self._look, role=Type.SMALL_STRONG), 0, column)
        rows = self._rows(view, hidden)
        for at, (field, name, wanted, actual) in enumerate(rows, start=1):
            tone = "danger" if field in view.differs else ""
            self._put(at, 0, name, "soft")
            self._put(at, 1, wanted, "")
            self._put(at, 2, actual, tone)
        for at, (event, wanted, actual, tone) in enumerate(self._event_rows(view, hidden), start=1 + len(rows)):
            self._put(at, 0, event, "soft")
            self._put(at, 1, wanted, "")
            self._put(at, 2, actual, tone)

    def _rows(self, view: WebhookView, hidden: Callable[[str | None], str]) -> list[tuple[str, str, str, str]]:
        events = None if view.actual_events is None else str(len(set(view.actual_events)))
        rows = [
            ("url", self.tr("Address"), hidden(view.address), hidden(view.actual_url)),
            ("enabled", self.tr("Switched"), self.tr("on"), self._flag(view.actual_enabled)),
            ("events", self.tr("Events"), str(len(view.events)), events or "–"),
        ]
        if "by_events" in view.takes:
            rows.append(
                ("by_events", self.tr("Paths by event"), self._flag(view.wish.by_events), self._flag(view.actual_by_events))
            )
        if "base64" in view.takes:
            rows.append(
                ("base64", self.tr("Files in the body"), self._flag(view.wish.base64), self._flag(view.actual_base64))
            )
        return rows

    def _event_rows(self, view: WebhookView, hidden: Callable[[str | None], str]) -> list[tuple[str, str, str, str]]:
        """Where each event has an address of its own on the gateway: whether it is ours."""
        own = (view.address or "").rstrip("/")
        rows = []
        for event, url in view.event_urls:
            wanted = event in view.events
            is_ours = bool(own) and (url.rstrip("/") == own or url.startswith(f"{own}/"))
            told = self.tr("ours") if is_ours else hidden(url)
            rows.append((event, self.tr("ours") if wanted else "–", told, "danger" if wanted and not is_ours else ""))
        return rows

    def _flag(self, value: bool | None) -> str:
        return "–" if value is None else self.tr("on") if value else self.tr("off")

    def _put(self, row: int, column: int, text: str, tone: str) -> None:
        self._grid.addWidget(plain_label(text, look=self._look, role=Type.SMALL, tone=tone, wrap=True), row, column)
