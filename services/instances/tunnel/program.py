"""A tunnel that is a program of its own whose output tells how it goes: started, read line by line, ended."""

import asyncio
import contextlib
import logging
import subprocess
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from services.instances.tunnel import leftover
from services.instances.tunnel.line import Tell, Told, TunnelProblem

_log = logging.getLogger(__name__)

START_S = 45.0
_END_S = 0.5
_KEPT_LINES = 20

Reader = Callable[[str], "Told | TunnelProblem | None"]
Explain = Callable[[Sequence[str]], TunnelProblem]


async def run(
    command: Sequence[str],
    tell: Tell,
    *,
    read: Reader,
    explain: Explain,
    pid_file: Path,
    start_s: float = START_S,
) -> None:
    """Run until cancelled. ``read`` says what a line of its output means: news, a failure, or nothing.

    Raises TunnelProblem: what ``read`` found, what ``explain`` makes of the last lines when the program ended
    before it was online, ``tunnel_agent_died`` after, ``tunnel_agent_silent`` when nothing came in ``start_s``.
    """
    await asyncio.to_thread(leftover.end, pid_file)
    process = await _started(command)
    try:
        await asyncio.to_thread(leftover.remember, pid_file, process.pid, command[0])
        await _follow(process, tell, read, explain, start_s)
    finally:
        await _ended(process)
        leftover.forget(pid_file)


async def _started(command: Sequence[str]) -> asyncio.subprocess.Process:
    # no console window of its own on Windows
    flags = int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
    try:
        return await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            creationflags=flags,
        )
    except FileNotFoundError:
        raise TunnelProblem("tunnel_binary_missing", Path(command[0]).name, retry=False) from None
    except OSError as error:
        raise TunnelProblem("tunnel_binary_unusable", str(error)[:300], retry=False) from None


async def _follow(
    process: asyncio.subprocess.Process, tell: Tell, read: Reader, explain: Explain, start_s: float
) -> None:
    assert process.stdout is not None
    lines: deque[str] = deque(maxlen=_KEPT_LINES)
    online = False
    loop = asyncio.get_running_loop()
    deadline = loop.time() + start_s
    while True:
        try:
            async with asyncio.timeout_at(None if online else deadline):
                raw = await process.stdout.readline()
        except TimeoutError:
            raise TunnelProblem("tunnel_agent_silent", " ".join(lines)[-300:]) from None
        except ValueError:  # a line without end
            continue
        if not raw:
            raise TunnelProblem("tunnel_agent_died", " ".join(lines)[-300:]) if online else explain(lines)
        line = raw.decode("utf-8", "replace").strip()
        if not line:
            continue
        lines.append(line)
        _log.debug("%s", line)
        news = read(line)
        if isinstance(news, TunnelProblem):
            raise news
        if news is not None:
            online = online or news.public_url is not None
            tell(news)


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(_END_S):
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
    # collects it, and closes the pipe
    await process.wait()
    transport = getattr(process, "_transport", None)
    if transport is not None:
        transport.close()
