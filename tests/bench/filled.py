"""A data folder as after years of work: ten numbers on a gateway that answers, and N messages in the real schema."""

import asyncio
import atexit
import contextlib
import functools
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from services.storage.database import Database
from tests import factories
from tests.app.processes import ROOT, environment
from tests.bench import dataset
from tests.bench.gateway import open_gateway

NUMBERS = 10
# messages, numbers, chats: a desk with more conversations than anybody reads
MANY, MANY_QUICK = (200_000, NUMBERS, 50_000), (20_000, NUMBERS, 5_000)


class Folder(msgspec.Struct, frozen=True):
    """``token`` is the hook token of the first number; ``chats`` are the ids of chats, latest first."""

    path: Path
    messages: int
    token: str
    busy_phone: str
    other_phones: tuple[str, ...]


@functools.cache
def folder(messages: int, numbers: int = NUMBERS, chats: int | None = None) -> Folder:
    """A folder with ``messages`` messages in ``chats`` chats (as many as a shop would have); made once per run."""
    path = Path(tempfile.mkdtemp(prefix="balcao-bench-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    tokens = asyncio.run(_schema(path)) if numbers == 0 else _with_numbers(path, numbers)
    if messages:
        dataset.generate(path / "balcao.db", messages, chats=chats or max(200, messages // 200))
    phones = tuple(factories.phone(n) for n in range(1, dataset.FIRST + 1))
    return Folder(path, messages, tokens[0] if tokens else "", phones[0], phones[1:])


async def _schema(path: Path) -> list[str]:
    database = Database(path / "balcao.db")
    await database.open()
    await database.close()
    return []


def _with_numbers(path: Path, count: int) -> list[str]:
    """Connect them as a person would, through the program itself; the hook tokens."""
    gateway = open_gateway()
    with served(path) as api:
        tokens = []
        for n in range(count):
            wanted = {"provider": "evolution", "name": f"loja-{n}", "base_url": gateway, "api_key": "made-up-key"}
            tokens.append(_ask(api, "/api/v1/instances", wanted)["hook_token"])
        deadline = time.monotonic() + 60
        while any(each["state"] != "connected" for each in _ask(api, "/api/v1/instances")["items"]):
            if time.monotonic() > deadline:
                raise TimeoutError("the numbers did not connect")
            time.sleep(0.2)
    return tokens


class _Api(msgspec.Struct, frozen=True):
    url: str
    token: str


@contextlib.contextmanager
def served(path: Path) -> Iterator[_Api]:
    """``balcao serve`` over a folder."""
    program = [sys.executable, "-c", "import sys; from app.main import run; sys.exit(run())"]
    process = subprocess.Popen(
        [*program, "serve", "--data-dir", str(path), "--hooks-port", "0", "--api-port", "0"],
        cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
    )  # fmt: skip
    try:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        token = subprocess.run(
            [*program, "api-token", "--data-dir", str(path)],
            cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", check=True,
        ).stdout.strip()  # fmt: skip
        yield _Api(ready["api"], token)
    finally:
        process.terminate()
        process.wait(30)


def _ask(api: _Api, path: str, body: object = None) -> Any:
    request = urllib.request.Request(
        f"{api.url}{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {api.token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
