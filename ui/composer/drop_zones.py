"""The two places that appear while files are dragged over the conversation."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.composer.text_field import local_files
from ui.theme import Look, Space, Type
from ui.widgets.labels import plain_label


class DropZone(QFrame):
    """One of them; ``dropped`` carries the paths, ``over`` whether files are held over it."""

    dropped = Signal(object)
    over = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("dropZone")
        self.setAcceptDrops(True)
        self.words = plain_label(look=look, role=Type.TITLE)
        self.more = plain_label(look=look, role=Type.SMALL, tone="soft")
        layout = QVBoxLayout(self)
        layout.addStretch()
        for label in (self.words, self.more):
            layout.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

    def _mark(self, over: bool) -> None:
        self.setProperty("over", over)
        self.style().unpolish(self)
        self.style().polish(self)
        self.over.emit(over)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()
            self._mark(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Gone elsewhere."""
        self._mark(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files."""
        self._mark(False)
        event.acceptProposedAction()
        self.dropped.emit(local_files(event.mimeData()))


class DropZones(QWidget):
    """Lies over ``host`` while files are dragged there and ``allowed`` says yes. ``dropped``: paths, as files."""

    dropped = Signal(object, bool)

    def __init__(self, look: Look, host: QWidget, allowed: Callable[[], bool]) -> None:
        super().__init__(host)
        self.setObjectName("dropZones")
        # what lies below would show in pieces around the two
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._host, self._allowed = host, allowed
        self.photo, self.file = DropZone(look), DropZone(look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        layout.setSpacing(Space.L)
        layout.addWidget(self.photo)
        layout.addWidget(self.file)
        self.photo.dropped.connect(lambda files: self._done(files, False))
        self.file.dropped.connect(lambda files: self._done(files, True))
        # gone from one place the files may come to the next in the same breath: only then are they gone
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(0)
        self._leaving.timeout.connect(self.hide)
        for zone in (self.photo, self.file):
            zone.over.connect(lambda over: self._leaving.stop() if over else self._leaving.start())
        host.setAcceptDrops(True)
        host.installEventFilter(self)
        self.setAcceptDrops(True)
        self.hide()
        self._retranslate()

    def _done(self, files: list[str], as_document: bool) -> None:
        self.hide()
        self.dropped.emit(files, as_document)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files come in over the conversation."""
        # a drop is a drag's child in Qt: only the coming in counts
        if not isinstance(event, QDragEnterEvent) or event.type() != QEvent.Type.DragEnter:
            return False
        if not self._allowed() or not local_files(event.mimeData()):
            return False
        event.acceptProposedAction()
        self._leaving.stop()
        self.setGeometry(self._host.rect())
        self.raise_()
        self.show()
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Between the two places: nothing yet, but do not go away."""
        self._leaving.stop()
        event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """The files left the conversation, or came to one of the places."""
        self._leaving.start()

    def dropEvent(self, _event: QDropEvent) -> None:
        """Dropped between the two."""
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.photo.words.setText(self.tr("Drop here to send as photo or video"))
        self.photo.more.setText(self.tr("Shown in the conversation"))
        self.file.words.setText(self.tr("Drop here to send as a file"))
        self.file.more.setText(self.tr("As it is, without being changed"))

