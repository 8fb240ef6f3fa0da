"""Durable ingestion of signed Evolution API webhooks, against bare aiohttp and against plain Flask and Django views."""

import contextlib
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from tests.bench import Row
from tests.bench.load import Job, Measured
from tests.crash.served import ROOT, environment

CONNECTIONS = (1, 16, 64)
RATES = {200: 15.0, 500: 20.0}  # events a second: the most that the 99th percentile may be, in ms
_PROGRAM = "import sys; from app.main import run; sys.exit(run())"
_SECRET = "made-up-secret-of-the-peers"
_DEADLINE_S = 60.0
_US = "Balcão"
_BARE = "bare aiohttp"
_FLASKS = ("Flask, waitress", "Flask, gunicorn")
_DJANGO = "Django, gunicorn"


class Server(msgspec.Struct, kw_only=True):
    """Somebody who takes webhooks; ``per_second`` is more than it can do, ``sent`` keeps message ids apart."""

    name: str
    port: int
    path: str
    key: str
    per_second: int
    sent: int = 0


def run(quick: bool) -> list[Row]:
    """The rows; takes some three minutes, or half a minute when quick."""
    rounds, seconds = (1, 1.0) if quick else (5, 2.0)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        ours = stack.enter_context(_balcao(folder))
        bare = stack.enter_context(_peer(_BARE, 40_000, folder, "-m", "tests.bench.peers.bare", "{port}"))
        gunicorn = ("-m", "gunicorn", "-k", "gthread", "--threads", "8", "--keep-alive", "75", "--log-level", "error",
                    "--bind", "127.0.0.1:{port}")  # fmt: skip
        peers = [
            stack.enter_context(_peer(_FLASKS[0], 6_000, folder, "-m", "tests.bench.peers.flask_view", "{port}")),
            stack.enter_context(
                _peer(_FLASKS[1], 6_000, folder, *gunicorn, "tests.bench.peers.flask_view:from_environment()")
            ),
            stack.enter_context(
                _peer(_DJANGO, 2_000, folder, *gunicorn, "tests.bench.peers.django_view:from_environment()")
            ),
        ]
        closed: dict[tuple[str, int], list[float]] = {}
        applied: list[float] = []
        for _ in range(rounds):
            for connections in CONNECTIONS:
                for server in (ours, bare, *peers):
                    measured = _drive(server, connections, seconds)
                    closed.setdefault((server.name, connections), []).append(measured.per_second)
                    if server is ours:
                        ended = _when_all_is_applied(folder)
                        if connections == CONNECTIONS[-1]:
                            applied.append(measured.answered / (ended - measured.began))
        opened: dict[tuple[str, int], list[Measured]] = {}
        for _ in range(1 if quick else 3):
            for rate in RATES:
                for server in (ours, bare):
                    measured = _drive(server, 16, 3.0 if quick else 8.0, rate)
                    opened.setdefault((server.name, rate), []).append(measured)
    return [*_closed_rows(closed, applied), *_open_rows(opened)]


# figures ------------------------------------------------------------------------------------------


def _closed_rows(closed: dict[tuple[str, int], list[float]], applied: list[float]) -> list[Row]:
    middle = {key: statistics.median(values) for key, values in closed.items()}
    rows = []
    for connections in CONNECTIONS:
        us = middle[_US, connections]
        last = connections == CONNECTIONS[-1]
        rows.append(_row(f"stored and answered, {connections} connections", us, middle, _BARE, connections,
                         0.45 if last else None))  # fmt: skip
        best = max(_FLASKS, key=lambda name: middle[name, connections])
        rows.append(_row(f"  the same, {connections} connections", us, middle, best, connections, 8 if last else None))
        rows.append(_row(f"  the same, {connections} connections", us, middle, _DJANGO, connections, 35 if last else None))
    name = f"stored, answered and in the chat, {CONNECTIONS[-1]} connections"
    rows.append(_row(name, statistics.median(applied), middle, _BARE, CONNECTIONS[-1], None))
    for other in (_BARE, *_FLASKS, _DJANGO):
        figures = ", ".join(f"{connections}: {middle[other, connections]:,.0f}" for connections in CONNECTIONS)
        rows.append(Row(name=f"for comparison: {other}", value=middle[other, CONNECTIONS[-1]], unit="req/s", note=figures))
    return rows


def _row(
    name: str, us: float, middle: dict[tuple[str, int], float], against: str, connections: int, target: float | None
) -> Row:
    ratio = us / middle[against, connections]
    return Row(
        name=name,
        value=us,
        unit="req/s",
        against=against,
        ratio=ratio,
        target=f"≥ {target:g} ×" if target else None,
        met=ratio >= target if target else None,
    )


def _open_rows(opened: dict[tuple[str, int], list[Measured]]) -> list[Row]:
    rows = []
    for rate, most in RATES.items():
        ours, bare = opened[_US, rate], opened[_BARE, rate]
        p50, p99 = (statistics.median(getattr(each, field) for each in ours) for field in ("p50_ms", "p99_ms"))
        bare_p50, bare_p99 = (statistics.median(getattr(each, field) for each in bare) for field in ("p50_ms", "p99_ms"))
        note = f"{sum(each.failed for each in ours)} failed, {sum(each.late for each in ours)} sent late"
        rows.append(Row(name=f"acknowledged at {rate} events/s, median", value=p50, unit="ms", against=_BARE,
                        ratio=p50 / bare_p50))  # fmt: skip
        rows.append(Row(name=f"acknowledged at {rate} events/s, 99 %", value=p99, unit="ms", against=_BARE,
                        ratio=p99 / bare_p99, target=f"≤ {most:g} ms", met=p99 <= most, note=note))  # fmt: skip
    return rows


# processes ----------------------------------------------------------------------------------------


def _drive(server: Server, connections: int, seconds: float, rate: int | None = None) -> Measured:
    """Let the load generator, a process of its own, work on a server."""
    requests = int((rate or server.per_second) * seconds)
    job = Job(port=server.port, path=server.path, key=server.key, connections=connections, requests=requests,
              seconds=seconds + (5 if rate else 0), first=server.sent + 1, rate=rate)  # fmt: skip
    server.sent += requests
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"], input=msgspec.json.encode(job), stdout=subprocess.PIPE, cwd=ROOT,
        check=True,
    )  # fmt: skip
    measured = msgspec.json.decode(done.stdout, type=Measured)
    if not measured.answered or measured.failed > measured.answered // 100:
        raise RuntimeError(f"{server.name}: {measured.failed} requests of {measured.answered} failed")
    return measured


@contextmanager
def _balcao(folder: Path) -> Iterator[Server]:
    """The real program with one connected number; its deliveries are signed, on the general path."""
    data = folder / "balcao"
    arguments = ["-c", _PROGRAM, "serve", "--data-dir", str(data), "--hooks-port", "0", "--api-port", "0"]
    # the default limit, 10,000 a second from one source, is below what a quick machine reaches
    with _process(arguments, environment(BALCAO_SERVER_RATE_PER_MINUTE="10000000"), subprocess.PIPE) as process:
        assert process.stdout is not None
        ready = msgspec.json.decode(process.stdout.readline())
        wish = {"provider": "evolution", "name": "padaria-sol", "base_url": "http://127.0.0.1:9", "api_key": "made-up"}
        token = (data / "api-token").read_text().strip()
        asked = urllib.request.Request(
            f"{ready['api']}/api/v1/instances",
            msgspec.json.encode(wish),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(asked, timeout=_DEADLINE_S) as answer:
            made = msgspec.json.decode(answer.read())
        port = int(ready["hooks"].rpartition(":")[2])
        yield Server(name=_US, port=port, path="/webhook/evolution-uazapi", key=made["hook_token"], per_second=20_000)


@contextmanager
def _peer(name: str, per_second: int, folder: Path, *command: str) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"PEER_DATABASE": str(folder / f"{port}.db"), "PEER_SECRET": _SECRET}
    with _process([each.format(port=port) for each in command], environment(**own), subprocess.DEVNULL):
        end = time.monotonic() + _DEADLINE_S
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            if time.monotonic() > end:
                raise RuntimeError(f"{name} does not listen")
            time.sleep(0.05)
        yield Server(name=name, port=port, path="/webhook", key=_SECRET, per_second=per_second)


@contextmanager
def _process(arguments: list[str], env: dict[str, str], output: Any) -> Iterator["subprocess.Popen[bytes]"]:
    # a peer that is kept busy says so once per request
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=env, stdout=output, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _when_all_is_applied(folder: Path) -> float:
    """Wait until no delivery is left to apply; returns the moment in seconds since 1970."""
    end = time.monotonic() + _DEADLINE_S
    with contextlib.closing(sqlite3.connect(f"file:{folder / 'balcao' / 'balcao.db'}?mode=ro", uri=True)) as database:
        while database.execute("SELECT 1 FROM delivery WHERE state = 'new' LIMIT 1").fetchone():
            if time.monotonic() > end:
                raise RuntimeError("deliveries are not applied")
            time.sleep(0.01)
    return time.time()
