"""The program as a process that is watched from the inside, as the benchmarks drive it."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import psutil

from tests.app.processes import ROOT, environment
from tests.bench.filled import Folder, free_port

DEADLINE_S = 400.0


class Desk:
    """A running window. ``started`` is the moment before its process was made (``perf_counter``)."""

    def __init__(self, process: "subprocess.Popen[str]", started: float, port: int) -> None:
        self._process = process
        self.started = started
        self.port = port
        self.inner = psutil.Process(process.pid)

    def order(self, do: str, **more: object) -> None:
        """Tell it to do something."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self._process.stdin.flush()

    def until(self, said: str) -> dict[str, Any]:
        """What it says about ``said``; lines in between are passed over."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            heard: dict[str, Any] = json.loads(line)
            if heard["said"] == said:
                return heard
        raise RuntimeError(f"the program ended before it said {said!r}")

    def ask(self, do: str, said: str, **more: object) -> dict[str, Any]:
        """Order, and wait for the answer."""
        self.order(do, **more)
        return self.until(said)


@contextlib.contextmanager
def desk(folder: Folder) -> Iterator[Desk]:
    """The program with its window over a folder, on Qt's offscreen platform."""
    port = free_port()
    env = environment(BALCAO_SERVER_HOOKS_PORT=str(port), BALCAO_SERVER_API_PORT=str(free_port()))
    # an installed program has its bytecode beside it
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    errors = folder.path / "stderr"
    with errors.open("w") as stderr:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.inside", "--data-dir", str(folder.path)],
            cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, encoding="utf-8",
        )  # fmt: skip
        timer = threading.Timer(DEADLINE_S, process.kill)
        timer.start()
        try:
            running = Desk(process, started, port)
            yield running
            with contextlib.suppress(OSError):
                running.order("quit")
                process.wait(15)
        finally:
            timer.cancel()
            process.kill()
            process.communicate()
    if os.environ.get("BENCH_STDERR"):
        sys.stderr.write(errors.read_text())
