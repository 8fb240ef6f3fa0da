"""A screen that nobody looks at, and somebody at its keyboard and mouse: what is pressed goes through the X server."""

import json
import shutil
import subprocess
import time
from contextlib import contextmanager

import pytest


@contextmanager
def x_server():
    """The name of a display of its own."""
    missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
    if missing:
        pytest.fail(f"{' and '.join(missing)} missing: `python3 -m tests` installs them, or apt-get install xvfb xdotool")
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="ascii",
    )  # fmt: skip
    try:
        number = server.stdout.readline().strip()
        assert number, "the X server did not start"
        yield f":{number}"
    finally:
        server.kill()
        server.communicate()


class Person:
    """Sees what is on the screen, moves the mouse, presses keys."""

    def __init__(self, program, display):
        self._program, self._display = program, display

    def sees(self):
        self._program.process.stdin.write("?\n")
        self._program.process.stdin.flush()
        line = self._program.process.stdout.readline()
        assert line, self._program.process.stderr.read()
        return json.loads(line)

    def waits(self, what, seconds=30):
        deadline = time.monotonic() + seconds
        while not what(seen := self.sees()):
            assert time.monotonic() < deadline, seen
            time.sleep(0.05)
        return seen

    def waits_for(self, name):
        """Until it stands still somewhere it can be pressed."""
        seen = self.waits(lambda seen: name in seen["places"])
        while (again := self.waits(lambda seen: name in seen["places"]))["places"][name] != seen["places"][name]:
            seen = again
        return again["places"][name]

    def clicks(self, name):
        x, y = self.waits_for(name)
        self._do("mousemove", x, y, "click", 1)

    def types(self, text):
        self._do("type", "--delay", 4, text)

    def presses(self, key):
        self._do("key", key)

    def looks_at_the_window(self):
        """Without a window manager nobody gives it the keyboard."""
        found = self._do("search", "--sync", "--onlyvisible", "--name", "Balcão").split()
        self._do("windowfocus", "--sync", found[-1])
        self.waits(lambda seen: seen["active"])

    def _do(self, *words):
        told = subprocess.run(
            ["xdotool", *map(str, words)], env={"DISPLAY": self._display, "LANG": "C.UTF-8"}, capture_output=True,
            encoding="utf-8", timeout=30,
        )  # fmt: skip
        assert told.returncode == 0, told.stderr
        return told.stdout
