"""What tests and pictures of the window stand on: a services' loop in a thread, fakes, a look, a window."""

import asyncio
import threading
import time

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from services.core.bus import Bus
from tests.ui.fake_services import NOW_MS, FakeServices
from ui import zoom
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.tasks import Crossing
from ui.theme import Look, Mode


class ServicesLoop:
    """A plain asyncio loop in a thread of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="services", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Cancel what runs, stop, join."""

        def stop() -> None:
            tasks = asyncio.all_tasks(self.loop)
            for task in tasks:
                task.cancel()
            if tasks:
                asyncio.ensure_future(asyncio.wait(tasks)).add_done_callback(lambda _done: self.loop.stop())
            else:
                self.loop.stop()

        self.loop.call_soon_threadsafe(stop)
        self._thread.join(5)
        self.loop.close()


class Stage:
    """Everything a window needs, and the window where one is asked for."""

    def __init__(self, app: QApplication, mode: Mode = Mode.LIGHT, percent: int = zoom.USUAL) -> None:
        self.services_loop = ServicesLoop()
        self.bus = Bus()
        self.services = FakeServices(self.bus, self.services_loop.loop)
        self.bridge = Bridge(self.bus)
        self.crashes: list[BaseException] = []
        self.crossing = Crossing(self.services_loop.loop, on_crash=self.crashes.append)
        self.look = Look(app, mode, percent)
        self.now_s = NOW_MS / 1000

    def clock(self) -> float:
        """The fixed present."""
        return self.now_s

    def window(self, language: str = "en") -> MainWindow:
        """The whole window."""
        # as the program makes it, in half the time
        with self.look.undressed():
            return MainWindow(
                self.services, self.bridge, self.crossing, self.look, language=language, clock=self.clock
            )

    def shown(self, qtbot, size: tuple[int, int] | None = None) -> MainWindow:
        """The whole window on the screen, with all it asked for at first answered; closing hides it."""
        made = self.window()
        made.close_requested.connect(made.hide)
        qtbot.addWidget(made)
        if size is not None:
            made.resize(*size)
        made.show()
        qtbot.waitActive(made)
        qtbot.waitUntil(lambda: self.crossing.pending == 0)
        return made

    def settle(self) -> None:
        """Until every call to the services was answered and what follows from it is done, at most five seconds."""
        deadline = time.monotonic() + 5
        loop = QEventLoop()
        quiet = 0
        while quiet < 3 and time.monotonic() < deadline:
            QTimer.singleShot(10, loop.quit)
            getattr(loop, "exec")()  # noqa: B009 - the name is forbidden in ui, where it would nest loops
            quiet = 0 if self.crossing.pending else quiet + 1

    def close(self) -> None:
        """Stop the loop and forget the Qt objects."""
        self.bridge.close()
        self.services_loop.close()
        for thing in (self.bridge, self.crossing, self.look):
            thing.setParent(None)
            thing.deleteLater()
