"""`balcao serve` as a process of its own, and its local API as a client sees it."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

import aiohttp
import msgspec

from tests.crash.nursery import Nursery, Order

ROOT = Path(__file__).resolve().parent.parent.parent
DEADLINE_S = 30.0
_ARGUMENTS = ("serve", "--hooks-port", "0", "--api-port", "0")
_PROGRAM = "import sys; from app.main import run; sys.exit(run())"


def environment(**more: str) -> dict[str, str]:
    """Ours without what would change the program's ways; secrets go to its folder, not to a keyring."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BALCAO_", "COV_", "PYTEST_"))}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", **more}


class Process(Protocol):
    """A program, however it was started."""

    def kill(self) -> None: ...
    def send_signal(self, number: int, /) -> None: ...
    async def wait(self) -> int: ...


class Served:
    """One running program; ``hooks`` and ``api`` are its addresses."""

    def __init__(self, process: Process, hooks: str, api: str, token: str) -> None:
        self.process, self.hooks, self.api, self.token = process, hooks, api, token

    def kill(self) -> None:
        """kill -9."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()

    async def died(self) -> int:
        """Its exit code, once it is gone."""
        async with asyncio.timeout(DEADLINE_S):
            return await self.process.wait()

    async def stop(self) -> int:
        """Ask it to end, as a service manager does."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        return await self.died()

    async def ask(self, http: aiohttp.ClientSession, method: str, path: str, **options: Any) -> Any:
        """Ask the local API; fails on anything but success."""
        headers = {"Authorization": f"Bearer {self.token}"}
        async with http.request(method, f"{self.api}/api/v1{path}", headers=headers, **options) as answer:
            raw = await answer.read()
            assert answer.status < 300, (method, path, answer.status, raw)
            return msgspec.json.decode(raw) if raw else None


async def serve(data_dir: Path, **more: str) -> Served:
    """Start it on free ports and wait until everything listens; ``more`` goes into its environment."""
    with _log_of(data_dir).open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _PROGRAM, *_ARGUMENTS, "--data-dir", str(data_dir),
            cwd=ROOT, env=environment(**more), stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )  # fmt: skip
    assert process.stdout is not None
    return await _ready(data_dir, process, process.stdout.readline)


async def fork(nursery: Nursery, data_dir: Path, **more: str) -> Served:
    """As ``serve``, without the time that a new interpreter takes to import the program."""
    said = data_dir.with_name(f"{data_dir.name}.{time.monotonic_ns()}.stdout")
    process = nursery.fork(
        Order([*_ARGUMENTS, "--data-dir", str(data_dir)], environment(**more), str(said), str(_log_of(data_dir)))
    )

    async def line() -> bytes:
        while not said.exists() or not (text := said.read_bytes()).endswith(b"\n"):
            await asyncio.sleep(0.01)
        return text

    return await _ready(data_dir, process, line)


def _log_of(data_dir: Path) -> Path:
    return data_dir.with_name(f"{data_dir.name}.stderr")


async def _ready(data_dir: Path, process: Process, line: Callable[[], Awaitable[bytes]]) -> Served:
    try:
        async with asyncio.timeout(DEADLINE_S):
            ready = msgspec.json.decode(await line())
        assert ready["ready"] is True
    except BaseException as error:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise AssertionError(f"it did not start: {_log_of(data_dir).read_text()[-2000:]}") from error
    token = (data_dir / "api-token").read_text().strip()
    return Served(process, ready["hooks"], ready["api"], token)
