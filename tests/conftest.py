"""What all tests share: a migrated database per test, the right loop, and a look at what is left behind."""

import asyncio
import asyncio.runners
import collections
import gc
import os
import shutil
import sqlite3
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

# before anything imports PySide6
if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen" and os.name != "nt":
    # the screen of a usual desk: without it Qt gives one of 800 × 800, where nothing large fits
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={os.path.join(os.path.dirname(__file__), 'screen.json')}"
else:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import hypothesis
import pytest

from services.domain.changes import ChangeSet
from services.storage import migrations
from services.storage.database import APPLICATION_ID, Database

hypothesis.settings.register_profile("dev", max_examples=25, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))

_QT_FIXTURES = frozenset({"qapp", "qtbot", "qtmodeltester"})


def pytest_sessionstart() -> None:
    """As in the program, nothing of Qt's may be collected on another thread than the window's."""
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """What is due is collected here, between two tests."""
    from app.garbage import collect_due

    collect_due((20_000, 20, 20))


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Tests that ask for Qt run on the loop the window runs on, all others on the services' plain one."""
    wanted = getattr(item, "fixturenames", ())
    return {"qt": _qt_loop} if _QT_FIXTURES & set(wanted) else {"plain": asyncio.new_event_loop}


def _qt_loop() -> asyncio.AbstractEventLoop:
    import qasync
    from PySide6.QtWidgets import QApplication

    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(QApplication.instance() or QApplication(["tests"]))
    return loop


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One migrated, empty database; each test works on a copy."""
    path = tmp_path_factory.mktemp("template") / "balcao.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=wal")
    migrations.migrate(connection, path, APPLICATION_ID)
    connection.close()
    return path


@pytest.fixture
def database_path(template_database: Path, tmp_path: Path) -> Path:
    """A migrated, empty database file of this test's own."""
    path = tmp_path / "balcao.db"
    shutil.copyfile(template_database, path)
    return path


@pytest.fixture
def published() -> list[ChangeSet]:
    """What the ``database`` fixture published, in order."""
    return []


@pytest.fixture
async def database(database_path: Path, published: list[ChangeSet]) -> AsyncIterator[Database]:
    """An open database of this test's own, not synced to the disk."""
    opened = Database(database_path, publish=published.append, durable=False)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
def no_leftovers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test ends what it started: no task, thread or window stays behind, no error in the loop goes unseen."""
    threads_before = set(threading.enumerate())
    left: list[str] = []
    cancel_all = asyncio.runners._cancel_all_tasks  # type: ignore[attr-defined]

    def note_tasks(loop: asyncio.AbstractEventLoop) -> None:
        deadline = time.monotonic() + 0.5
        while (tasks := _own_tasks(loop)) and time.monotonic() < deadline:
            loop.run_until_complete(asyncio.sleep(0.005))
        names = collections.Counter(getattr(task.get_coro(), "__qualname__", "?") for task in tasks)
        left.extend(f"{count} x task {name}" for name, count in names.items())
        cancel_all(loop)

    monkeypatch.setattr(asyncio.runners, "_cancel_all_tasks", note_tasks)
    yield
    deadline = time.monotonic() + 2.0
    while (extra := _new_threads(threads_before)) and time.monotonic() < deadline:
        time.sleep(0.01)
    left.extend(f"thread {thread.name}" for thread in extra)
    left.extend(_windows())
    if left:
        pytest.fail("left behind: " + ", ".join(left), pytrace=False)


def _own_tasks(loop: asyncio.AbstractEventLoop) -> list[asyncio.Task[Any]]:
    # aiohttp ends the handlers of connections that were cut off in its own time
    return [t for t in asyncio.all_tasks(loop) if "RequestHandler." not in getattr(t.get_coro(), "__qualname__", "")]


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    # a thread that Qt made shows up as a dummy and is Qt's own to end
    dummy: Any = threading._DummyThread  # type: ignore[attr-defined]
    return [t for t in threading.enumerate() if t not in before and t.is_alive() and not isinstance(t, dummy)]


def _windows() -> list[str]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    return [f"window {type(w).__name__}" for w in widgets.QApplication.topLevelWidgets() if w.isVisible()]
