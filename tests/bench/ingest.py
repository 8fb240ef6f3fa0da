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

from tests.bench.frame import Row
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
        last = connections == CONNECTIONS[-1]
        flask = max(_FLASKS, key=lambda name: middle[name, connections])
        for against, target in ((_BARE, 0.45), (flask, 8.0), (_DJANGO, 35.0)):
            rows.append(
                _row(
                    f"stored and answered, {connections} connections",
                    middle[_US, connections],
                    "req/s",
                    against,
                    middle[against, connections],
                    at_least=target if last else None,
                )
            )
    shown = f"stored, answered and in the chat, {CONNECTIONS[-1]} connections"
    bare = middle[_BARE, CONNECTIONS[-1]]
    return [*rows, _row(shown, statistics.median(applied), "req/s", _BARE, bare)]


def _open_rows(opened: dict[tuple[str, int], list[Measured]]) -> list[Row]:
    rows = []
    for rate, most in RATES.items():
        ours, bare = opened[_US, rate], opened[_BARE, rate]
        late = sum(each.late for each in ours)
        for figure, field, limit in (("median", "p50_ms", None), ("99 %", "p99_ms", most)):
            ms, bare_ms = (statistics.median(getattr(each, field) for each in both) for both in (ours, bare))
            name = f"acknowledged at {rate} events/s, {figure}"
            note = f"{late} requests left late" if late else None
            rows.append(_row(name, ms, "ms", _BARE, bare_ms, at_most=limit, note=note))
    return rows


def _row(
    figure: str, value: float, unit: str, against: str, against_value: float, *,
    at_least: float | None = None, at_most: float | None = None, note: str | None = None,
) -> Row:  # fmt: skip
    """``at_least`` is a ratio, ``at_most`` a value."""
    ratio = value / against_value
    target = met = None
    if at_least is not None:
        target, met = f"≥ {at_least:g} ×", ratio >= at_least
    if at_most is not None:
        target, met = f"≤ {at_most:g} {unit}", value <= at_most
    return Row(bench="ingest", figure=figure, value=value, unit=unit, against=against, against_value=against_value,
               ratio=ratio, target=target, met=met, note=note)  # fmt: skip


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
