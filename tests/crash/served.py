"""`balcao serve` as a process of its own, and its local API as a client sees it."""

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

ROOT = Path(__file__).resolve().parent.parent.parent
DEADLINE_S = 30.0
_PROGRAM = "import sys; from app.main import run; sys.exit(run())"


def environment(**more: str) -> dict[str, str]:
    """Ours without what would change the program's ways; secrets go to its folder, not to a keyring."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BALCAO_", "COV_", "PYTEST_"))}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", **more}


class Served:
    """One running program; ``hooks`` and ``api`` are its addresses."""

    def __init__(self, process: asyncio.subprocess.Process, hooks: str, api: str, token: str) -> None:
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
    log = data_dir.with_name(f"{data_dir.name}.stderr")
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _PROGRAM, "serve", "--data-dir", str(data_dir), "--hooks-port", "0", "--api-port", "0",
            cwd=ROOT, env=environment(**more), stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(DEADLINE_S):
            line = await process.stdout.readline()
        ready = msgspec.json.decode(line)
        assert ready["ready"] is True
    except BaseException as error:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise AssertionError(f"it did not start: {log.read_text()[-2000:]}") from error
    token = (data_dir / "api-token").read_text().strip()
    return Served(process, ready["hooks"], ready["api"], token)
