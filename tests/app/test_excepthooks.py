"""Wherever something unexpected is raised, it ends up in a report."""

import subprocess
import sys

import pytest

from tests.app.processes import ROOT, environment

START = """
import asyncio, pathlib, sys, threading
from app import excepthooks
from services.core.crash import CrashReports
reports = CrashReports(pathlib.Path(sys.argv[1]), "1")
excepthooks.install(reports)
def fail(*_):
    raise LookupError("unforeseen")
"""

WAYS = {
    "uncaught": "fail()",
    "thread": "t = threading.Thread(target=fail, name='poller'); t.start(); t.join()",
    "destructor": "class A:\n    __del__ = fail\nA()",
    "task": """
async def main():
    asyncio.get_running_loop().set_exception_handler(excepthooks.loop_handler(reports))
    task = asyncio.ensure_future(asyncio.sleep(0)); await task
    async def job(): fail()
    job = asyncio.ensure_future(job()); await asyncio.sleep(0); del job
    import gc; gc.collect()
asyncio.run(main())
""",
    "callback": """
async def main():
    asyncio.get_running_loop().set_exception_handler(excepthooks.loop_handler(reports))
    asyncio.get_running_loop().call_soon(fail); await asyncio.sleep(0)
asyncio.run(main())
""",
    "slot": """
from PySide6.QtCore import QCoreApplication, QTimer
app = QCoreApplication([])
QTimer.singleShot(0, fail); QTimer.singleShot(0, app.quit); app.exec()
""",
}


def python(code, *arguments):
    return subprocess.run(
        [sys.executable, "-c", START + code, *map(str, arguments)],
        cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_it_is_recorded(way, tmp_path):
    python(WAYS[way], tmp_path)
    (report,) = tmp_path.iterdir()
    assert "LookupError: unforeseen" in report.read_text("utf-8")


def test_ctrl_c_is_no_crash(tmp_path):
    ended = python("raise KeyboardInterrupt", tmp_path)
    assert ended.returncode != 0
    assert not list(tmp_path.iterdir())


def test_qt_speaks_through_the_log(tmp_path):
    code = """
import logging; logging.basicConfig(format="%(name)s %(levelname)s %(message)s")
from PySide6.QtCore import qWarning
excepthooks.install_qt(); qWarning("a widget has a problem")
"""
    assert "qt WARNING a widget has a problem" in python(code, tmp_path).stderr
