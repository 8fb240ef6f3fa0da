"""Links on macOS: the system hands them to the running program as events, never on its command line.

Written from Qt's documentation (QFileOpenEvent) and not tried there: unverified.
"""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class LinkedApplication(QApplication):
    """Tells ``link_opened`` of each link that the system hands over."""

    link_opened = Signal(str)

    def event(self, event: QEvent) -> bool:
        """Qt's own; a link goes no further."""
        link = link_of(event)
        if link is None:
            return super().event(event)
        self.link_opened.emit(link)
        return True


def link_of(event: QEvent) -> str | None:
    """The link that an event carries, None for everything else, files among it."""
    if not isinstance(event, QFileOpenEvent) or event.url().scheme() != "balcao":
        return None
    return event.url().toString(event.url().ComponentFormattingOption.FullyEncoded)
