"""Starting the program as a process, with nothing of the tests' surroundings leaking into it."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DEADLINE_S = 60


def environment(**more):
    hidden = ("BALCAO_", "COV_", "LC_", "LANG", "DISPLAY", "WAYLAND_DISPLAY", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        "QT_LOGGING_RULES": "qt.multimedia.*=false",
        # the guide would lie over the window of each new data folder
        "BALCAO_WINDOW_GUIDE_SEEN": "true",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        **more,
    }


def command(*arguments):
    """The real program on the interpreter that runs the tests; `-m app` would prepare a .venv first.

    With BALCAO_PROGRAM the packaged one at that path, to be asked the same.
    """
    packaged = os.environ.get("BALCAO_PROGRAM")
    program = [packaged] if packaged else [sys.executable, "-c", "import sys; from app.main import run; sys.exit(run())"]
    return [*program, *map(str, arguments)]


def balcao(*arguments, **env):
    """Run the real program to its end."""
    return subprocess.run(
        command(*arguments),
        cwd=ROOT, env=environment(**env), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
        timeout=DEADLINE_S,
    )  # fmt: skip


class Program:
    """A running program with stand-in services; ended however the test ends."""

    def __init__(self, how, *arguments, script="program.py", **env):
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests" / "app" / script), how, "--", *map(str, arguments)],
            cwd=ROOT, env=environment(**env), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        # a program that never says what it should is ended, and the reading with it
        self._timer = threading.Timer(DEADLINE_S, self.process.kill)
        self._timer.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._timer.cancel()
        self.process.kill()
        self.process.communicate()

    def ready(self):
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        return json.loads(line)

    def stop(self, number=signal.SIGTERM):
        """Ask it to end; returns (exit code, rest of stdout, stderr)."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self):
        out, err = self.process.communicate(timeout=DEADLINE_S)
        return self.process.returncode, out, err
