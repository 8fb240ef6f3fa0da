"""The whole services as the program opens them, in a folder of their own, without the system's keyring."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.container import Running, open_services
from app.wiring import numbers
from services.core.clock import Clock, SystemClock
from services.core.paths import Paths
from services.demo.demo import DemoGateway
from services.settings.secrets import Secrets
from services.settings.store import Store


def hurry_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the demo's phone and customers take a tenth of their time."""

    async def hurried(seconds: float) -> None:
        await asyncio.sleep(seconds / 10)

    monkeypatch.setattr(numbers, "DemoGateway", partial(DemoGateway, sleep=hurried))


@asynccontextmanager
async def whole(folder: Path, clock: Clock | None = None) -> AsyncIterator[Running]:
    """Everything but the window; ports are free ones."""
    paths = Paths(folder)
    paths.create()
    settings = Store(paths.settings, environment={})
    secrets = Secrets(paths.data / "secrets.json", "tests", open_keyring=lambda: None)
    async with open_services(
        paths, settings, secrets, hooks_port=0, api_port=0, clock=clock or SystemClock()
    ) as running:
        yield running


async def until(condition: Callable[[], Any], seconds: float = 10.0) -> Any:
    """Wait for a truthy answer of a coroutine function; TimeoutError after ``seconds``."""
    async with asyncio.timeout(seconds):
        while True:
            found = await condition()
            if found:
                return found
            await asyncio.sleep(0.02)
