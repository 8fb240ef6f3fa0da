"""The window over stand-in services, in a process of its own: says what happens in it, line by line."""

import asyncio
import sys
import threading
from contextlib import asynccontextmanager
from functools import partial
from types import SimpleNamespace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app import window_app
from app.main import run
from services.core.bus import Bus
from services.core.tasks import Supervisor
from services.domain.changes import Notice
from services.domain.errors import ErrorCode, StorageProblem
from services.domain.models import MessagePage, Page


def say(*words):
    print(*words, flush=True)


class Part:
    """Answers every question with nothing."""

    def __init__(self, answers):
        self._answers = answers

    def __getattr__(self, name):
        async def answer(*args, **kwargs):
            return self._answers.get(name, ())

        return answer


def services(settings):
    async def set_preference(key, value):
        await asyncio.to_thread(settings.set, key, value)

    return SimpleNamespace(
        chats=Part({"page": Page(items=()), "totals": (3, 1)}),
        messages=Part({"latest": MessagePage(items=())}),
        instances=Part({"all": (), "providers": ()}),
        deliveries=Part({"page": Page(items=())}),
        demo=SimpleNamespace(running=lambda: False, start=lambda: say_async("demo started")),
        diagnostics=Part({}),
        preferences=SimpleNamespace(get=settings.get, set=set_preference),
        sending=Part({}),
        replies=Part({}),
        schedule=Part({}),
        workflow=Part({"list": Page(items=())}),
        labels=Part({}),
        agents=Part({"active": None}),
        views=Part({}),
        notes=Part({}),
    )


async def say_async(*words):
    say(*words)


def opening(how):
    @asynccontextmanager
    async def open_services(paths, settings, secrets, *, hooks_port, api_port, clock, unclean, safe_mode):
        if how == "refuse":
            raise StorageProblem("made by version 9", code=ErrorCode.NEWER_DATABASE)
        if how == "break":
            raise RuntimeError("a bug")
        bus = Bus()
        asyncio.get_running_loop().call_later(
            0.1, bus.publish, Notice(level="warning", code="port_taken", text="port 47821 is taken")
        )
        if how == "secret":
            asyncio.get_running_loop().create_task(secrets.set("gateway/1/api_key", "made-up-key"))
        yield SimpleNamespace(
            services=services(settings), bus=bus, hooks_url="", api_url="", supervisor=Supervisor(clock), notices=()
        )
        if how == "slow end":
            await asyncio.sleep(1)
        say("services closed")

    return open_services


def watch(window):
    said = set()

    def look():
        state = {f"title {window.windowTitle()}", *(f"notice {each.words()}" for each in window.board.all())}
        if window.isVisible():
            state.add("visible")
        for each in sorted(state - said):
            say(each)
        said.update(state)

    timer = QTimer(window)
    timer.timeout.connect(look)
    timer.start(20)


if __name__ == "__main__":
    how, _, *arguments = sys.argv[1:]
    show = window_app.MainWindow.show
    raised = window_app.MainWindow.raise_

    def show_and_watch(self):
        show(self)
        say("slow imports", *sorted({"aiohttp", "peewee", "keyring", "pyngrok", "socketio"} & set(sys.modules)))
        watch(self)

        def obey():
            # one command a line, read by a thread of its own
            for line in sys.stdin:
                QTimer.singleShot(0, QApplication.instance(), partial(act, line.strip()))

        def act(wanted):
            if wanted == "close":
                self.close()
            elif wanted == "dark":
                self.theme_requested.emit(window_app.Mode.DARK)
            elif wanted == "english":
                self.language_requested.emit("en")

        threading.Thread(target=obey, daemon=True).start()

    def raise_and_say(self):
        raised(self)
        say("raised")

    window_app.MainWindow.show = show_and_watch
    window_app.MainWindow.raise_ = raise_and_say
    sys.exit(run(arguments, open_services=opening(how)))
