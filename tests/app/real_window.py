"""The whole program in a real window, in a process of its own: says where things are, counts what people do.

Nothing in it is pressed from here. One question a line on stdin, one JSON object a line on stdout: the place
on the screen of whatever is named and can be pressed, what has the keyboard, the clicks and the fields that
were typed into so far, as the X server sent them.
"""

import json
import os
import sys
import threading
import traceback

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from app import window_app
from app.main import run


class Watch(QObject):
    """Counts presses and typing that came from outside the program."""

    def __init__(self, window):
        super().__init__(window)
        self.window, self.clicks, self.typed = window, 0, set()
        QApplication.instance().installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            if event.spontaneous() and watched.isWindowType():
                self.clicks += 1
        elif event.type() == QEvent.Type.KeyPress and isinstance(watched, QLineEdit) and event.text() > " ":
            self.typed.add(id(watched))
        return False

    def named(self):
        """What the story presses and looks at."""
        window, wizard = self.window, self.window.numbers.wizard
        return {
            "connect": window.connect_button, "url": wizard.fields.line("base_url"), "key": wizard.fields.line("api_key"),
            "next": wizard.next_button, "sessions": wizard.sessions, "name": wizard.sessions.name,
            "qr": wizard.live.qr.code, "hello": wizard.live._hello, "timeline": window.timeline.view,
            "numbers": window.numbers.list, "more": window.numbers.detail.more_button,
        }  # fmt: skip

    def _menu(self):
        """The line of the open menu that would be taken, "" before one is chosen, None while none is open."""
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            return None
        return menu.activeAction().text() if menu.activeAction() is not None else ""

    def answer(self):
        places = {}
        for name, widget in self.named().items():
            if widget.isVisible() and widget.isEnabled() and not widget.visibleRegion().isEmpty():
                at = widget.mapToGlobal(QPoint(widget.width() // 2, widget.height() // 2))
                places[name] = (at.x(), at.y())
        focus, shown = QApplication.focusWidget(), self.window.numbers.detail.instance
        return {
            "places": places,
            "focus": next((name for name, widget in self.named().items() if widget is focus), None),
            "marks": [line.mark.value for line in self.window.numbers.wizard.live.checks.lines],
            "chat": self.window.timeline.chat.title if self.window.timeline.chat is not None else None,
            "active": QApplication.activeWindow() is not None,
            "menu": self._menu(),
            "dialog": type(QApplication.activeWindow()).__name__,
            "label": shown.label if shown is not None else None,
            "paused": shown is not None and shown.paused,
            "clicks": self.clicks,
            "fields": len(self.typed),
        }


def start(make_watch):
    """Run the program with the arguments after ``--``; every line on stdin is answered by the watch, "close" closes."""
    open_desktop = window_app.Desktop.open

    def open_and_listen(desktop, *, hidden):
        window = desktop._window
        window.resize(1180, 820)
        open_desktop(desktop, hidden=hidden)
        watch = make_watch(window)

        def tell():
            try:
                print(json.dumps(watch.answer()), flush=True)
            except Exception:
                # without an answer the one who asked would wait; so the reason is what is read
                traceback.print_exc()
                os._exit(70)

        def ask():
            for line in sys.stdin:
                if line.strip() == "close":
                    QTimer.singleShot(0, window, window.close)
                else:
                    QTimer.singleShot(0, window, tell)

        threading.Thread(target=ask, daemon=True).start()

    window_app.Desktop.open = open_and_listen
    _how, _, *arguments = sys.argv[1:]
    return run(arguments)


if __name__ == "__main__":
    sys.exit(start(Watch))
