"""Fixtures for tests with real widgets, on no screen."""

import os
import time

if os.environ.get("BALCAO_TEST_PLATFORM"):
    os.environ["QT_QPA_PLATFORM"] = os.environ["BALCAO_TEST_PLATFORM"]
os.environ["TZ"] = "America/Sao_Paulo"
if hasattr(time, "tzset"):
    time.tzset()

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from tests.ui.stage import Stage
from ui import i18n


def _qt_loop():
    app = QApplication.instance() or QApplication(["tests"])
    app.setQuitOnLastWindowClosed(False)
    return qasync.QEventLoop(app)


def pytest_asyncio_loop_factories(config, item):
    """Async tests here run on the loop class the window runs on."""
    return {"qt": _qt_loop}


@pytest.fixture
def english(qapp):
    """English words, whatever the machine speaks."""
    i18n.install(qapp, "en")
    qapp.setQuitOnLastWindowClosed(False)
    return qapp


@pytest.fixture
def stage(english):
    """Fakes, bridge, crossing and look; nothing may have crashed at the end."""
    made = Stage(english)
    yield made
    made.close()
    assert made.crashes == []
