"""Programs without the second each spends on imports: one process has imported everything and forks them.

``python -m tests.crash.nursery`` reads one JSON line per program (see ``Order``), says its process id, and its
exit code once it has ended; one at a time. What is forked is as killable as any process.
"""

import asyncio
import importlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import msgspec

READ, WRITE = os.O_RDONLY, os.O_WRONLY | os.O_CREAT | os.O_APPEND


class Order(msgspec.Struct):
    """A program to start; ``output`` and ``errors`` are files that are appended to."""

    arguments: list[str]
    environment: dict[str, str]
    output: str
    errors: str


class Child:
    """One forked program, as far as asyncio's processes are used."""

    def __init__(self, nursery: "Nursery", pid: int) -> None:
        self._nursery, self._pid = nursery, pid
        self._code: int | None = None

    def send_signal(self, number: int) -> None:
        """Send it, unless it has ended."""
        if self._code is None:
            os.kill(self._pid, number)

    def kill(self) -> None:
        """kill -9."""
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        """Its exit code, once it has ended."""
        if self._code is None:
            self._code = await asyncio.to_thread(self._nursery.number)
        return self._code


class Nursery:
    """The process that forks. Children are to be waited for before the next one is asked for."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.nursery"],
            cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def fork(self, order: Order) -> Child:
        """Start a program."""
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(order) + b"\n")
        self._process.stdin.flush()
        return Child(self, self.number())

    def number(self) -> int:
        """The next thing it says; blocks until then."""
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End it, once its last child has ended."""
        self._process.communicate()


def _become(order: Order) -> NoReturn:
    os.environ.clear()
    os.environ.update(order.environment)
    for number, (path, flags) in enumerate(((os.devnull, READ), (order.output, WRITE), (order.errors, WRITE))):
        os.dup2(os.open(path, flags, 0o600), number)
    sys.argv = ["balcao", *order.arguments]
    from app.main import run

    code = 1
    try:
        code = run()
        sys.stdout.flush()
    finally:
        # nothing of the nursery's own is to be ended with it
        os._exit(code)


def main() -> None:
    """Fork until there are no more orders."""
    for module in ("app.container", "app.serve"):
        importlib.import_module(module)
    for line in sys.stdin.buffer:
        order = msgspec.json.decode(line, type=Order)
        process = os.fork()
        if not process:
            _become(order)
        print(process, flush=True)
        _, status = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
