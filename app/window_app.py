"""The window: Qt's application, the main window over services that open behind it, and how both end."""

import asyncio
import gc
import signal
import sys
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import qasync
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox

from app import __version__, frozen
from app.cli import Arguments
from app.desktop.autostart import Autostart
from app.desktop.command import start_command, suffix
from app.desktop.link_events import LinkedApplication
from app.desktop.link_handler import LinkHandler
from app.desktop.mirror import Entry, Mirror
from app.excepthooks import install_qt, loop_handler
from app.garbage import Garbage
from app.groundwork import FirstRaised, Groundwork, Refused, prepared
from app.later import BusLater, services_later
from app.lifecycle import Lifecycle, Stage, Watchdog
from app.services_thread import Opener, ServicesThread
from services.api.lock import Lock
from services.core.clock import SystemClock
from services.core.stall import StallWatch
from services.domain.changes import ChangeSet
from services.domain.errors import AppError, StorageProblem
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from ui import i18n
from ui.bridge import Bridge
from ui.desktop.desktop import Desktop
from ui.keymap import Keymap
from ui.main_window import MainWindow
from ui.messages import failure_words
from ui.notices import Action, Shown
from ui.settings.words import label
from ui.tasks import Crossing
from ui.theme import Look, Mode

_FLUSH_S, _CLOSE_S = 1.0, 8.0


def run(arguments: Arguments, make_opener: Callable[[Groundwork], Opener]) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    # waiting for the GIL is what the window and the services do to each other; the usual 5 ms are a third of a frame
    sys.setswitchinterval(0.001)
    try:
        with prepared(arguments, "window", first_raised=partial(_raise_first, arguments.link)) as ground:
            return _Desk(ground, make_opener(ground)).run()
    except FirstRaised:
        return 0
    except Refused as refused:
        return _tell(refused)


def _raise_first(link: str | None, digest: str) -> bool:
    from app.single_instance import raise_first

    return raise_first(digest, link)


def _application() -> QApplication:
    # only there do links come as events; every other event of the application would take the way through Python too
    app = (LinkedApplication if sys.platform == "darwin" else QApplication)(sys.argv[:1])
    app.setApplicationName("balcao")
    app.setApplicationDisplayName("Balcão")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("balcao")
    app.setQuitOnLastWindowClosed(False)
    frozen.restore_environment()
    return app


def _tell(refused: Refused) -> int:
    """Say it where somebody who clicked an icon sees it."""
    if sys.stderr is not None:
        sys.stderr.write(f"{refused}\n")
    app = _application()
    box = QMessageBox(QMessageBox.Icon.Warning, "Balcão", str(refused))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.finished.connect(app.quit)
    box.open()
    app.exec()
    return refused.code


class _Announcer(QObject):
    """Brings what happens on the services' thread to the board on the window's."""

    credentials_in_file = Signal()


class _Desk:
    """One run of the window."""

    def __init__(self, ground: Groundwork, opener: Opener) -> None:
        self._ground = ground
        self._app = _application()
        self._garbage = Garbage()
        install_qt()
        settings = ground.settings
        self._look = Look(self._app, Mode(settings.get("appearance.theme")), settings.get("appearance.zoom"))
        self._keymap = Keymap()
        self._keymap.load(settings.get("keyboard.shortcuts"))
        language = _code(settings.get("appearance.language"))
        i18n.install(self._app, language)
        handler = loop_handler(ground.reports)
        self._thread = ServicesThread(opener, on_error=handler)
        self._handler = handler
        self._services = services_later(self._thread.started, self._glance)
        bus = BusLater()
        bus.attach_to(self._thread.started)
        self._bridge = Bridge(bus)
        self._crossing = Crossing(self._thread.loop, on_crash=self._crashed)
        with self._look.undressed():
            self._window = MainWindow(
                self._services, self._bridge, self._crossing, self._look,
                language=language, keymap=self._keymap, left=settings.all.window,
            )  # fmt: skip
        self._desktop = Desktop(
            self._app, self._window, self._services, self._bridge, self._crossing, self._look,
            Lock(settings, ground.secrets, SystemClock()), settings.get, self._set,
        )  # fmt: skip
        command = start_command(ground.arguments)
        entries: dict[str, Entry] = {
            "desktop.autostart": Autostart(command, suffix(ground.arguments, ground.paths.digest)),
            "desktop.links": LinkHandler(command),
        }
        self._mirror = Mirror(entries, settings.get, self._set, self._refused)
        self._mirroring: set[asyncio.Task[None]] = set()
        self._lifecycle = Lifecycle(Watchdog(ground.stacks))
        self._announcer = _Announcer()
        self._under_way: Counter[str] = Counter()
        self._connect()

    def run(self) -> int:
        """Show the window, open the services behind it, run until the end is asked for."""
        # the window is on the screen before anything slow is imported
        hidden = self._ground.arguments.in_tray or bool(self._ground.settings.get("desktop.start_minimised"))
        self._desktop.open(hidden=hidden)
        QTimer.singleShot(0, self._thread.start)
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(self._app)) as runner:
            late = runner.run(self._live())
        ended = self._thread.join(0.5)
        error = self._thread.ended.result() if ended else None
        if error is not None and self._thread.started.exception() is None:
            self._ground.reports.record("the services failed", error)
        if ended and not late:
            self._ground.mark.clear()
        self._lifecycle.finished()
        return 0 if ended and not late and error is None else 1

    def _connect(self) -> None:
        window, ask = self._window, self._lifecycle.request_stop
        self._desktop.quit_requested.connect(lambda: ask("the window was closed"))
        self._app.focusWindowChanged.connect(self._on_app_focus_window_changed)
        if isinstance(self._app, LinkedApplication):
            self._app.link_opened.connect(self._desktop.open_link)
        window.quit_requested.connect(lambda: ask("it was asked to quit"))
        window.theme_requested.connect(self._on_window_theme_requested)
        window.language_requested.connect(self._on_window_language_requested)
        window.zoom_requested.connect(self._on_window_zoom_requested)
        window.numbers.instances_loaded.connect(self._on_first_numbers)
        self._bridge.changed.connect(self._on_bridge_changed)
        self._announcer.credentials_in_file.connect(self._on_announcer_credentials_in_file)
        self._ground.secrets.on_file(self._announcer.credentials_in_file.emit)
        # at log-off everything is committed already; the services only get to close in order
        self._app.commitDataRequest.connect(lambda _manager: ask("the session ends"))

    async def _live(self) -> tuple[str, ...]:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._handler)
        # qasync's own has ten threads, and closing the loop waits for them
        loop.set_default_executor(ThreadPoolExecutor(2, "window"))
        if sys.platform != "win32":
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, self._lifecycle.request_stop, number.name)
        from app.single_instance import SingleInstance

        first = SingleInstance(self._ground.paths.digest, self._desktop.come, self._desktop.open_link)
        jobs = [
            loop.create_task(StallWatch("the window").run()),
            loop.create_task(self._open()),
            loop.create_task(self._desktop.settle()),
        ]
        self._announce_leftovers()

        async def close_window() -> None:
            first.close()
            self._window.flush()
            self._keep_place()
            await self._desktop.stop()
            self._window.hide()
            # while the services still open, what was asked of them waits for that, and nothing typed is among it
            while self._crossing.pending and self._thread.started.done():  # noqa: ASYNC110 - there is no event to wait for
                await asyncio.sleep(0.02)

        async def close_services() -> None:
            self._bridge.close()
            self._thread.request_stop()
            await asyncio.wait((asyncio.wrap_future(self._thread.ended),))

        late = await self._lifecycle.run(
            [Stage("the window", _FLUSH_S, close_window), Stage("the services", _CLOSE_S, close_services)]
        )
        for job in jobs:
            job.cancel()
        await asyncio.wait(jobs)
        return late

    async def _open(self) -> None:
        try:
            await asyncio.wrap_future(self._thread.started)
        except AppError as error:
            self._say("services", "error", partial(failure_words, error))
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the person has to be told
            self._ground.reports.record("the services could not be opened", error)
            self._say("services", "error", partial(failure_words, StorageProblem(str(error))))
            return
        self._window.reload()
        self._desktop.answering()
        await self._mirror.read()
        if self._ground.arguments.link is not None:
            self._desktop.open_link(self._ground.arguments.link)
        if self._ground.arguments.command == "demo":
            self._window.demo_button.click()
        # what is here now stays to the end: no need to look through it again and again, nor now, for a quarter of a second
        gc.freeze()

    def _glance(self, call: str, arguments: dict[str, object]) -> object:
        from app.glance import Glance

        return Glance(self._ground.paths.database).answer(call, arguments)

    def _crashed(self, error: BaseException) -> None:
        self._ground.reports.record("in the window", error)

    def _set(self, key: str, value: object) -> None:
        self._under_way[key] += 1

        def settled(_answer: object) -> None:
            self._under_way[key] -= 1

        def failed(error: AppError) -> None:
            settled(error)
            self._window.board.take_error(error)

        coro = self._services.preferences.set(key, value)
        self._crossing.spawn(self._window, coro, done=settled, failed=failed, keep=True)

    def _keep_place(self) -> None:
        started = self._thread.started
        if not started.done() or started.exception() is not None:
            return
        for key, value in {**self._window.left(), **self._desktop.left()}.items():
            if value != self._ground.settings.get(key):
                self._set(key, value)

    def _on_window_theme_requested(self, mode: Mode) -> None:
        self._look.set_mode(mode)
        self._set("appearance.theme", mode.value)

    def _on_window_zoom_requested(self, percent: int) -> None:
        self._look.set_zoom(percent)
        self._set("appearance.zoom", percent)

    def _on_window_language_requested(self, code: str) -> None:
        self._speak(code)
        self._set("appearance.language", code or "system")

    def _speak(self, code: str) -> None:
        i18n.install(self._app, code)
        self._window.set_language(code)

    def _on_first_numbers(self, instances: Mapping[InstanceId, InstanceView], _providers: object) -> None:
        # known only now, once the services are open
        self._window.numbers.instances_loaded.disconnect(self._on_first_numbers)
        if self._ground.settings.get("window.guide_seen") or self._ground.arguments.command == "demo":
            return
        self._set("window.guide_seen", True)
        if not instances:
            self._window.commands.show_guide()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        # what the settings dialog, an import or another window has changed
        # (while a change of our own is under way, what is stored is older than what is shown)
        get = self._ground.settings.get
        changed = {key for key in changes.settings if not self._under_way[key]}
        if "appearance.theme" in changed:
            self._look.set_mode(Mode(get("appearance.theme")))
        if "appearance.zoom" in changed:
            self._look.set_zoom(get("appearance.zoom"))
        if "keyboard.shortcuts" in changed:
            self._keymap.load(get("keyboard.shortcuts"))
        for key in changed:
            self._mirror_with(self._mirror.write(key))
        if "appearance.language" in changed:
            code = _code(get("appearance.language"))
            if code != self._window.main_menu.language:
                self._speak(code)

    def _mirror_with(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._mirroring.add(task)
        task.add_done_callback(self._mirroring.discard)

    def _on_app_focus_window_changed(self, window: object) -> None:
        # somebody may have been at the system's own list of programs meanwhile
        if window is not None and self._thread.started.done() and self._thread.started.exception() is None:
            self._mirror_with(self._mirror.read())

    def _refused(self, key: str) -> None:
        self._say(
            key, "warning",
            lambda: QCoreApplication.translate("Announcements", "The computer did not take this setting: {setting}").format(
                setting=label(key)
            ),
        )  # fmt: skip

    def _on_announcer_credentials_in_file(self) -> None:
        self._say(
            "credentials", "info",
            lambda: QCoreApplication.translate(
                "Announcements",
                "This computer has no keyring to be used, so credentials are kept in a file that only you can read.",
            ),
        )  # fmt: skip

    def _announce_leftovers(self) -> None:
        if self._ground.ended_badly:
            self._say(
                "ended-badly", "info",
                lambda: QCoreApplication.translate(
                    "Announcements", "Balcão did not end properly last time. Nothing that was stored is lost."
                ),
                self._offer_report(),
            )  # fmt: skip
        if any(not problem.startswith("settings_newer") for problem in self._ground.settings.problems):
            self._say(
                "settings", "warning",
                lambda: QCoreApplication.translate(
                    "Announcements", "Some settings could not be read; the usual values are used instead."
                ),
            )  # fmt: skip

    def _offer_report(self) -> tuple[Action, ...]:
        report = self._ground.last_report
        if report is None:
            return ()

        def show() -> None:
            # shown to the person and sent nowhere
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(report)))

        return (Action(lambda: QCoreApplication.translate("Announcements", "Show the report"), show),)

    def _say(
        self, cause: str, level: str, words: Callable[[], str], actions: tuple[Action, ...] = ()
    ) -> None:
        self._window.board.put(Shown(f"app:{cause}", level, words, actions))


def _code(language: str) -> str:
    return "" if language == "system" else language
