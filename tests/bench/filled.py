"""A data folder as after years of work: ten numbers on a gateway that answers, and N messages in the real schema."""

import asyncio
import atexit
import contextlib
import functools
import itertools
import json
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from services.domain.events import Direction, MessageKind
from services.domain.status import Status
from services.storage.database import Database
from tests import factories
from tests.app.processes import ROOT, environment
from tests.bench.gateway import open_gateway

NUMBERS = 10
_SENTENCES = (
    "bom dia vocês entregam no Tatuapé ainda hoje preciso de quarenta salgados e um bolo pequeno para as dezoito "
    "horas obrigado pelo atendimento qual o valor do frete aceita pix cartão ou dinheiro segue o comprovante pode "
    "confirmar endereço troco chegou certinho muito bom até amanhã"
)
_WORDS = _SENTENCES.split()
_YEARS_MS = 3 * 365 * 86_400_000
_CHUNK = 20_000


class Folder(msgspec.Struct, frozen=True):
    """``token`` is the hook token of the first number; ``chats`` are the ids of chats, latest first."""

    path: Path
    messages: int
    token: str
    busy_phone: str
    other_phones: tuple[str, ...]


@functools.cache
def folder(messages: int, numbers: int = NUMBERS) -> Folder:
    """A folder with ``messages`` messages in as many chats as a shop would have; made once per run."""
    path = Path(tempfile.mkdtemp(prefix="balcao-bench-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    tokens = asyncio.run(_schema(path)) if numbers == 0 else _with_numbers(path, numbers)
    if messages:
        _fill(path / "balcao.db", messages)
    phones = tuple(factories.phone(n) for n in range(40))
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


# rows ---------------------------------------------------------------------------------------------


def _fill(path: Path, count: int) -> None:
    """Bulk load: few chats have most of the messages (Zipf), one in twelve messages is a photo."""
    rng = random.Random(count)
    chats = max(200, count // 200)
    texts = [" ".join(rng.choices(_WORDS, k=rng.choice((2, 3, 5, 8, 12, 20, 35)))) for _ in range(5_000)]
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=off")
    accounts = connection.execute("SELECT id, account_id FROM instance ORDER BY id").fetchall()
    now = int(time.time() * 1000) - 3_600_000
    step = _YEARS_MS // count
    connection.execute("BEGIN")
    homes = []
    for n in range(chats):
        instance, account = accounts[n % len(accounts)] if n >= 40 else accounts[0]
        address = factories.user(n)
        contact = connection.execute(
            "INSERT INTO contact (kind, push_name, created_at) VALUES ('person', ?, 1)", (factories.name(n),)
        ).lastrowid
        connection.execute("INSERT INTO alias VALUES (?, ?, ?)", (str(address), address.match_key, contact))
        chat = connection.execute(
            "INSERT INTO chat (account_id, contact_id, instance_id, address, created_at) VALUES (?, ?, ?, ?, 1)",
            (account, contact, instance, str(address)),
        ).lastrowid
        homes.append((instance, account, chat))
    weights = list(itertools.accumulate(1 / (n + 3) for n in range(chats)))
    last: dict[int, tuple[int, int, str, str, str]] = {}
    sent_at, number = now - _YEARS_MS, 0
    while number < count:
        rows, media = [], []
        for which in rng.choices(range(chats), cum_weights=weights, k=min(_CHUNK, count - number)):
            number += 1
            sent_at += step
            instance, account, chat = homes[which]
            direction = Direction.OUT.value if number % 3 == 0 else Direction.IN.value
            kind = MessageKind.IMAGE.value if number % 12 == 0 else MessageKind.TEXT.value
            text = texts[number * 7919 % 5_000]
            status = Status.READ.value if number % 3 == 0 else None
            rows.append(
                (number, account, chat, instance, f"3EB0{number:016X}", direction, kind, sent_at, sent_at, text, status)
            )
            if kind == MessageKind.IMAGE.value:
                media.append((number, "image/jpeg", 182_000, 1280, 960, "failed"))
            last[chat] = (number, sent_at, text, kind, direction)
        connection.executemany(
            """INSERT INTO message (id, account_id, chat_id, instance_id, stanza_id, direction, kind, sent_at,
               received_at, text, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            rows,
        )
        connection.executemany(
            "INSERT INTO media (message_id, mime, size, width, height, state) VALUES (?, ?, ?, ?, ?, ?)", media
        )
    connection.executemany(
        """UPDATE chat SET last_message_id = ?, last_at = ?, preview = ?, preview_kind = ?, preview_direction = ?,
           preview_status = ?, read_at = ? WHERE id = ?""",
        (
            (message, at, text, kind, direction, Status.READ.value if direction == "out" else None, at, chat)
            for chat, (message, at, text, kind, direction) in last.items()
        ),
    )
    connection.execute("INSERT INTO message_fts (message_fts) VALUES ('rebuild')")
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
