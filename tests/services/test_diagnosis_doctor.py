"""`balcao doctor`: the same findings in a terminal, from the running program and without it."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.app.processes import ROOT, balcao, command, environment
from tests.fakes.waha import FakeWaha

NAME = "padaria-sol"


@asynccontextmanager
async def serving(data: Path) -> AsyncIterator[tuple[str, str]]:
    """`balcao serve` on free ports: (address of the local API, its token)."""
    process = await asyncio.create_subprocess_exec(
        *command("serve", "--data-dir", data, "--hooks-port", "0", "--api-port", "0"),
        stdout=asyncio.subprocess.PIPE, cwd=ROOT, env=environment(),
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(40):
            ready = json.loads(await process.stdout.readline())
        yield ready["api"], (data / "api-token").read_text().strip()
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()
        process._transport.close()  # type: ignore[attr-defined]


async def add(api: str, token: str, waha: FakeWaha, key: str = "chave-inventada") -> None:
    new = {"provider": "waha", "name": NAME, "base_url": waha.url, "api_key": key, "label": "Loja Centro"}
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(headers=headers) as http, http.post(f"{api}/api/v1/instances", json=new) as answer:
        assert answer.status == 201, await answer.text()


async def doctor(data: Path, *more: str, **environment: str) -> Any:
    return await asyncio.to_thread(
        balcao, "doctor", "--data-dir", data, *more, PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring", **environment
    )


async def test_the_running_program_is_asked_and_then_looked_for_without_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with FakeWaha() as waha:
        waha.session(NAME)
        async with serving(data) as (api, token):
            await add(api, token, waha)
            async with asyncio.timeout(15):
                while not waha.sessions[NAME].config.get("webhooks"):
                    await asyncio.sleep(0.05)
            told = await doctor(data)
            assert told.returncode == 0, told.stdout + told.stderr
            assert "asked the running program" in told.stdout
            assert "Loja Centro (#1)" in told.stdout
            assert "WAHA 2026.7.1" in told.stdout
            assert "there and back" in told.stdout
            assert "chave-inventada" not in told.stdout
            assert token not in told.stdout
        # the program has ended: the webhook leads to a port that nobody listens at any more
        waha.sessions[NAME].status = "FAILED"
        writes = len([request for request in waha.requests if request[0] != "GET"])
        alone = await doctor(data, "--instance", "1", LANG="pt_BR.UTF-8")
        assert alone.returncode == 1, alone.stdout + alone.stderr
        assert "verificação própria" in alone.stdout
        assert "[logged_out] O número foi desconectado no celular." in alone.stdout
        assert "[webhook_old_address]" in alone.stdout
        assert "O programa" not in alone.stdout
        assert len([request for request in waha.requests if request[0] != "GET"]) == writes, "a look changed something"
        none = await doctor(data, "--instance", "77")
        assert none.returncode == 3
        assert "77" in none.stderr
        assert "Traceback" not in none.stderr


async def test_a_wrong_instance_on_the_command_line_is_a_mistake(tmp_path: Path) -> None:
    told = await doctor(tmp_path, "--instance", "x")
    assert told.returncode == 2
    assert "not a number of an instance" in told.stderr
