"""Three days away: what a gateway gathered meanwhile, fetched and stored by the whole services at their start."""

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import aiohttp

from services.api.numbers import NewInstance
from services.core.clock import SystemClock
from services.domain.changes import CatchUpProgress
from tests.app.processes import ROOT
from tests.bench.frame import Row, percentile
from tests.fakes.evolution_history import HOURS, KEY, NAME
from tests.services.whole import until, whole

_TARGET_S, _MOONSHOT_S = 60.0, 15.0
_AT_ONCE = 3
_TICK_S = 0.01


class _DaysAgo(SystemClock):
    def now_ms(self) -> int:
        return super().now_ms() - HOURS * 3_600_000


def run(quick: bool) -> list[Row]:
    """20,000 messages in 300 chats (quick: a tenth); the comparison is to fetch the same pages and do nothing."""
    messages, chats = (2_000, 30) if quick else (20_000, 300)
    command = [sys.executable, "-m", "tests.fakes.evolution_history", str(messages), str(chats), str(int(time.time()))]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as gateway:
        try:
            return asyncio.run(_measured(gateway, messages, chats))
        finally:
            gateway.kill()


async def _measured(gateway: "subprocess.Popen[str]", messages: int, chats: int) -> list[Row]:
    assert gateway.stdin is not None and gateway.stdout is not None
    url = gateway.stdout.readline().strip()
    with tempfile.TemporaryDirectory() as name:
        async with whole(Path(name), _DaysAgo()) as running:
            wish = NewInstance(provider="evolution", name=NAME, base_url=url, secrets={"api_key": KEY})
            made = await running.services.instances.create(wish)

            async def connected() -> bool:
                return (await running.services.instances.get(made.id)).state == "connected"

            await until(connected)
        gateway.stdin.write("\n")
        gateway.stdin.flush()
        gateway.stdout.readline()
        began = time.perf_counter()
        async with whole(Path(name)) as running:
            done = asyncio.Event()
            steps: list[CatchUpProgress] = []
            first = [0.0]

            def step(progress: CatchUpProgress) -> None:
                if not steps:
                    first[0] = time.perf_counter()
                steps.append(progress)
                if progress.done:
                    done.set()

            running.bus.subscribe(CatchUpProgress, step)
            lags: list[float] = []
            watch = asyncio.create_task(_lag(lags))
            await asyncio.wait_for(done.wait(), 600)
            ended = time.perf_counter()
            watch.cancel()
            (unread, _) = await running.services.chats.totals()
        if steps[-1].messages < messages // 2 or steps[-1].error or not unread:
            raise RuntimeError(f"not all came: {steps[-1]}")
    bare = await _bare(url)
    took = ended - first[0]
    figure = f"{messages:,} messages in {chats} chats"
    return [
        Row(
            bench="catchup", figure=f"{figure}, fetched and stored", value=took, unit="s", against="fetched only",
            against_value=bare, ratio=took / bare, target=f"≤ {_TARGET_S:g} s", met=took <= _TARGET_S,
            note=f"moonshot {_MOONSHOT_S:g} s {'reached' if took <= _MOONSHOT_S else 'missed'}; "
            f"from the start of the program {ended - began:.1f} s",
        ),
        Row(
            bench="catchup", figure="the services' loop late meanwhile, p99", value=percentile(lags, 0.99) * 1000,
            unit="ms", target="≤ 50 ms", met=percentile(lags, 0.99) <= 0.05, note=f"most {max(lags) * 1000:.0f} ms",
        ),
    ]  # fmt: skip


async def _lag(lags: list[float]) -> None:
    while True:
        due = time.perf_counter() + _TICK_S
        await asyncio.sleep(_TICK_S)
        lags.append(time.perf_counter() - due)


async def _bare(url: str) -> float:
    """The same pages as fast as three requests at once go, decoded by nobody."""
    span = {"gte": "2020-01-01T00:00:00.000Z", "lte": "2099-01-01T00:00:00.000Z"}
    async with aiohttp.ClientSession(headers={"apikey": KEY}) as http:

        async def ask(path: str, body: dict[str, Any]) -> Any:
            async with http.post(f"{url}/chat/{path}/{NAME}", json=body) as answer:
                return await answer.json()

        began = time.perf_counter()
        rows: list[Any] = []
        while page := await ask("findChats", {"take": 100, "skip": len(rows)}):
            rows += page
        waiting = iter(rows)

        async def work() -> None:
            for row in waiting:
                where = {"key": {"remoteJid": row["remoteJid"]}, "messageTimestamp": span}
                page, pages = 1, 1
                while page <= pages:
                    told = await ask("findMessages", {"where": where, "page": page, "offset": 100})
                    page, pages = page + 1, told["messages"]["pages"]

        await asyncio.gather(*(work() for _ in range(_AT_ONCE)))
        return time.perf_counter() - began
