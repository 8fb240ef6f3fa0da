"""ngrok through pyngrok, whose calls may hang: each on a daemon thread of its own, the agent killed where needed.

The agent gets its token by a file that only this user may read: what stands on a command line or in the
environment is seen by others. Its inspector stays off and its API on loopback, since that asks for no password.
"""

import asyncio
import contextlib
import json
import logging
import os
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec
from pyngrok import conf, installer, process
from pyngrok import ngrok as pyngrok
from pyngrok.exception import PyngrokError
from pyngrok.log import NgrokLog

from services.core import threads
from services.domain.errors import AppError
from services.domain.models import TunnelState
from services.instances.tunnel import leftover, ngrok_codes
from services.instances.tunnel.line import Tell, Told, TunnelProblem, online
from services.settings import private_files

T = TypeVar("T")
_log = logging.getLogger(__name__)

STARTUP_S = 15
SILENT_S = 25.0
DOWNLOAD_S = 300.0
WATCH_S = 3.0
_CLEAN_UP_S = 2.0
_STEP_S = 0.1


class NgrokOptions(msgspec.Struct, frozen=True, kw_only=True):
    """``binary`` empty looks for an installed agent, then downloads one; ``domain`` is a reserved one, or empty."""

    binary: str = ""
    domain: str = ""
    region: str = ""


class NgrokLine:
    """One agent process with one endpoint. ``token`` reads the authtoken from where credentials live."""

    def __init__(
        self,
        options: NgrokOptions,
        *,
        folder: Path,
        token: Callable[[], Awaitable[str | None]],
        silent_s: float = SILENT_S,
        watch_s: float = WATCH_S,
    ) -> None:
        self._options = options
        self._folder = folder
        self._pid_file = folder / "agent.pid"
        self._token = token
        self._silent_s = silent_s
        self._watch_s = watch_s
        self._tell: Tell = lambda _told: None
        self._url: str | None = None
        self._agent: process.NgrokProcess | None = None

    async def run(self, port: int, tell: Tell) -> None:
        """Work until cancelled. Raises TunnelProblem."""
        self._tell, self._url, self._agent = tell, None, None
        config = await self._prepared()
        try:
            self._url = await self._connect(config, port)
            tell(online(self._url))
            await self._watch(config.ngrok_path)
        finally:
            # its last words are no news any more
            self._url = None
            await _put_away(config.ngrok_path)
            leftover.forget(self._pid_file)

    async def _prepared(self) -> conf.PyngrokConfig:
        token = await self._known_token()
        config_file = self._folder / "ngrok.yml"
        # quoted as JSON, which YAML reads as well: a token may hold anything
        text = f'version: "3"\nagent:\n  authtoken: {json.dumps(token)}\n'
        await asyncio.to_thread(private_files.write, config_file, text.encode())
        # the agent, and pyngrok, would take these instead of ours and show them to everybody
        for name in ("NGROK_AUTHTOKEN", "NGROK_API_KEY"):
            os.environ.pop(name, None)
        # a windowed program has no stdout, and pyngrok prints its progress there
        installer._print_progress_enabled = False
        config = conf.PyngrokConfig(
            ngrok_path=self._options.binary or shutil.which("ngrok") or conf.get_default().ngrok_path,
            config_path=str(config_file),
            region=self._options.region or None,
            startup_timeout=STARTUP_S,
            request_timeout=10,
        )
        config.log_event_callback = self._listener(config.ngrok_path)
        if not await asyncio.to_thread(Path(config.ngrok_path).exists):
            await self._download(config)
        if await asyncio.to_thread(leftover.end, self._pid_file):
            _log.info("ended the tunnel's agent of an earlier run")
        return config

    async def _known_token(self) -> str:
        try:
            token = await self._token()
        except AppError as error:
            raise TunnelProblem(error.code.value, error.text) from None
        if not token:
            raise TunnelProblem("tunnel_no_token", retry=False)
        return token

    async def _download(self, config: conf.PyngrokConfig) -> None:
        if self._options.binary:
            raise TunnelProblem("tunnel_binary_missing", self._options.binary, retry=False)
        self._tell(Told(state=TunnelState.DOWNLOADING))
        try:
            async with asyncio.timeout(DOWNLOAD_S):
                await threads.start("ngrok download", lambda: pyngrok.install_ngrok(config))
        except (PyngrokError, OSError) as error:
            raise TunnelProblem("tunnel_download_failed", str(error)[:300]) from None
        except TimeoutError:
            raise TunnelProblem("tunnel_download_failed", "no end in time") from None
        self._tell(Told(state=TunnelState.CONNECTING))

    async def _connect(self, config: conf.PyngrokConfig, port: int) -> str:
        options = {"url": f"https://{self._options.domain}"} if self._options.domain else {}

        def connect() -> str:
            # "localhost" might be ::1, and without inspection no message stays in the agent's memory
            tunnel = pyngrok.connect(
                addr=f"http://127.0.0.1:{port}", name="balcao", pyngrok_config=config, inspect=False, **options
            )
            return str(tunnel.public_url)

        calling = threads.start("ngrok connect", connect)
        try:
            url = await self._patiently(calling, config.ngrok_path)
        except PyngrokError as error:
            raise _problem_of(error, await self._last_words()) from None
        except OSError as error:
            raise TunnelProblem("tunnel_binary_unusable", str(error)[:300], retry=False) from None
        finally:
            if not calling.done():
                await _put_away(config.ngrok_path)
                await asyncio.wait((calling,), timeout=_CLEAN_UP_S)
        _check_api(config.ngrok_path)
        return url

    async def _patiently(self, calling: "asyncio.Future[T]", binary: str) -> T:
        """The call's result; its start-up timeout is only looked at between the agent's lines, so not its own."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._silent_s
        kept: int | None = None
        while not calling.done():
            await asyncio.wait((calling,), timeout=_STEP_S)
            agent = process._current_processes.get(binary)
            if agent is not None and agent.proc.pid != kept:
                kept = agent.proc.pid
                await asyncio.to_thread(leftover.remember, self._pid_file, kept, binary)
            if loop.time() > deadline:
                raise TunnelProblem("tunnel_agent_silent", f"nothing within {self._silent_s:.0f} s")
        return calling.result()

    async def _watch(self, binary: str) -> None:
        """Nobody tells of the agent's death, and asking it for its tunnels would start another one."""
        while process.is_process_running(binary):  # noqa: ASYNC110 - there is nothing that could tell
            await asyncio.sleep(self._watch_s)
        raise TunnelProblem("tunnel_agent_died")

    async def _last_words(self) -> str:
        """What the agent said after pyngrok stopped listening: it looks whether it lives after every line."""
        agent, self._agent = self._agent, None
        out = agent.proc.stdout if agent is not None else None
        if agent is None or out is None or agent.proc.poll() is None:
            return ""

        def read() -> str:
            with out:
                return str(out.read(20_000))

        try:
            async with asyncio.timeout(_CLEAN_UP_S):
                return await threads.start("ngrok last words", read)
        except (OSError, ValueError, TimeoutError):
            return ""

    def _listener(self, binary: str) -> Callable[[NgrokLog], None]:
        loop = asyncio.get_running_loop()

        def heard(log: NgrokLog) -> None:
            # on whichever thread reads the agent's output
            self._agent = self._agent or process._current_processes.get(binary)
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._heard, log.msg or "", log.err or "")

        return heard

    def _heard(self, message: str, error: str) -> None:
        if self._url is None:
            return
        if "session closed" in message or "failed to reconnect" in message:
            words = "" if error in ("", "nil", "<nil>") else error
            self._tell(
                Told(
                    state=TunnelState.RECONNECTING,
                    public_url=self._url,
                    code="tunnel_session_lost",
                    text=words[:300] or None,
                )
            )
        elif "client session established" in message:
            self._tell(online(self._url))


def _problem_of(error: PyngrokError, last_words: str) -> TunnelProblem:
    if not getattr(error, "ngrok_error", None) and ngrok_codes.code_in(last_words) is not None:
        return ngrok_codes.problem(last_words.strip().splitlines()[-1], last_words)
    return ngrok_codes.problem(
        getattr(error, "ngrok_error", None),
        # an endpoint that was refused says so in the answer's body only
        getattr(error, "body", None),
        getattr(error, "ngrok_error_code", None),
        str(error),
    )


def _check_api(binary: str) -> None:
    agent = process._current_processes.get(binary)
    host = urlsplit(agent.api_url or "").hostname if agent is not None else None
    if host not in ("127.0.0.1", "::1", "localhost"):
        raise TunnelProblem("tunnel_refused", f"the agent's API is not on loopback but on {host}", retry=False)


async def _put_away(binary: str) -> None:
    """End the agent. Killed directly: pyngrok's own way waits for a lock that a stuck call holds."""
    agent = process._current_processes.pop(binary, None)
    if agent is None:
        return
    reader = agent._monitor_thread
    with contextlib.suppress(OSError):
        agent.proc.kill()

    def collect() -> None:
        agent.proc.wait(_CLEAN_UP_S)
        if reader is not None:
            reader.join(_CLEAN_UP_S)
        if agent.proc.stdout is not None:
            agent.proc.stdout.close()

    with contextlib.suppress(Exception):
        await asyncio.shield(threads.start("ngrok end", collect))


async def update(binary: str) -> str:
    """Let the agent at this path renew itself; returns what it says. Raises TunnelProblem."""
    config = conf.PyngrokConfig(ngrok_path=binary or shutil.which("ngrok") or None)
    try:
        async with asyncio.timeout(DOWNLOAD_S):
            return await threads.start("ngrok update", lambda: pyngrok.update(config))
    except (PyngrokError, OSError, TimeoutError) as error:
        raise TunnelProblem("tunnel_download_failed", str(error)[:300]) from None
