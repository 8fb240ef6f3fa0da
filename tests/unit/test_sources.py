"""What the window imports is not read and kept by PySide6."""

import subprocess
import sys

from tests.app.processes import ROOT, environment

_SCRIPT = """
from app import sources
sources.leave_unread()
import linecache
import ui.formats
from PySide6.QtCore import QObject
assert QObject().objectName() == ""
print(*(name for name in linecache.cache if "ui" in name.split("/")))
"""


def test_no_source_is_kept_of_what_is_imported():
    ended = subprocess.run(
        [sys.executable, "-c", _SCRIPT], cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", timeout=60
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, ""), ended.stderr
