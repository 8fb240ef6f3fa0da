"""The whole program in a real window for a morning at the keyboard: says what stands on the screen and has the focus."""

import sys

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QListWidget, QMenu

from tests.app.real_window import start
from ui.composer.completion import Completion
from ui.desktop.lock_window import LockWindow

_MOUSE = frozenset({
    QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
})  # fmt: skip


def _accessible(widget, kind):
    told = QAccessible.queryAccessibleInterface(widget) if widget is not None else None
    return told.text(kind) if told is not None else None


class Morning(QObject):
    """What a person or a screen reader is told, and how often the mouse was used."""

    def __init__(self, window):
        super().__init__(window)
        self._window, self._mouse = window, 0
        QApplication.instance().installEventFilter(self)

    def eventFilter(self, _watched, event):
        if event.type() in _MOUSE and event.spontaneous():
            self._mouse += 1
        return False

    def _in_sight(self):
        """The messages that stand within the viewport of the conversation."""
        view = self._window.timeline.view
        model, port = view.model(), view.viewport().rect()
        rows = (model.index(at, 0) for at in range(model.rowCount()))
        return [
            index.data(Qt.ItemDataRole.AccessibleTextRole) or "" for index in rows if port.intersects(view.visualRect(index))
        ]

    def answer(self):
        window, focus, popup = self._window, QApplication.focusWidget(), QApplication.activePopupWidget()
        chat, view = window.timeline.chat, window.timeline.view
        message = view.current_message()
        menu = popup if isinstance(popup, QMenu) else None
        item = menu.activeAction() if menu is not None else None
        active = QApplication.activeWindow()
        listed = active.findChild(QListWidget) if isinstance(active, QDialog) else None
        lines = [item for at in range(listed.count()) if not (item := listed.item(at)).isHidden()] if listed is not None else []
        return {
            "rows": len(lines),
            "ticked": sum(item.checkState() is Qt.CheckState.Checked for item in lines),
            "places": {},
            "active": active is not None,
            "window": type(active).__name__,
            "focus": _accessible(focus, QAccessible.Text.Name),
            "value": _accessible(focus, QAccessible.Text.Value),
            "kind": type(focus).__name__,
            "menu": menu is not None and (item.text().partition("\t")[0] if item is not None else ""),
            "chat": chat.title if chat is not None else None,
            "unread": window.unread.messages,
            "written": window.timeline.composer.text.toPlainText(),
            "takes_files": window.timeline.writing.files.allowed(),
            "offered": any(each.isVisible() for each in window.findChildren(Completion)),
            "message": message.text if message is not None else None,
            "in_sight": self._in_sight(),
            "finder": window.finder.isVisible(),
            "hits": window.finder.model.rowCount(),
            "shown": window.isVisible(),
            "locked": any(isinstance(each, LockWindow) and each.isVisible() for each in QApplication.topLevelWidgets()),
            "mouse": self._mouse,
        }


if __name__ == "__main__":
    sys.exit(start(Morning))
