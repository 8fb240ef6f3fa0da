"""cloudflared's quick tunnel: no account, a new address at every start, no promise of anything.

What it prints is as its public issue threads show it (releases 2021 to 2026); it was never run here (unverified).
"""

import asyncio
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from services.domain.models import TunnelState
from services.instances.tunnel import program
from services.instances.tunnel.line import Tell, Told, TunnelProblem, online

# the service's own address appears in the same words when it fails
_URL = re.compile(r"https://(?!api\.)[a-z0-9-]+\.trycloudflare\.com")
_UP = re.compile(r"(?i)registered tunnel connection|connection [0-9a-f-]{36} registered")
_DOWN = re.compile(r"(?i)unregistered tunnel connection|lost connection with the edge|serve tunnel error")
_TOO_MANY_S = 600.0


class CloudflaredLine:
    """``binary`` empty looks for an installed one."""

    def __init__(self, binary: str, *, folder: Path, start_s: float = program.START_S) -> None:
        self._binary = binary
        self._folder = folder
        self._start_s = start_s

    async def run(self, port: int, tell: Tell) -> None:
        """Work until cancelled. Raises TunnelProblem."""
        binary = self._binary or shutil.which("cloudflared")
        if not binary:
            raise TunnelProblem("tunnel_binary_missing", "cloudflared", retry=False)
        # a configuration of the user's own would turn quick tunnels off
        empty = self._folder / "cloudflared.yml"
        await asyncio.to_thread(_write_empty, empty)
        command = [
            binary, "tunnel", "--config", str(empty), "--no-autoupdate", "--metrics", "127.0.0.1:0",
            "--url", f"http://127.0.0.1:{port}",
        ]  # fmt: skip
        await program.run(
            command,
            tell,
            read=_Reader().read,
            explain=_explain,
            pid_file=self._folder / "agent.pid",
            start_s=self._start_s,
        )


class _Reader:
    """Online once the address is known and a connection to it stands; it keeps up to four of them."""

    def __init__(self) -> None:
        self._url: str | None = None
        self._connections = 0
        self._was_up = False

    def read(self, line: str) -> Told | TunnelProblem | None:
        """What one line means."""
        found = _URL.search(line)
        if found is not None:
            self._url = found[0]
        elif _DOWN.search(line):
            self._connections = max(0, self._connections - 1)
        elif _UP.search(line):
            self._connections += 1
        else:
            return None
        if self._url is not None and self._connections:
            self._was_up = True
            return online(self._url)
        if self._was_up:
            return Told(state=TunnelState.RECONNECTING, public_url=self._url, code="tunnel_session_lost")
        return None


def _explain(lines: Sequence[str]) -> TunnelProblem:
    words = next((line for line in reversed(lines) if "failed" in line or " ERR " in line), lines[-1] if lines else "")
    text = " ".join(lines)
    if "429" in text or "error code: 1015" in text:
        return TunnelProblem("tunnel_too_fast", words[:300], retry_after_s=_TOO_MANY_S)
    if any(sign in text for sign in ("no such host", "network is unreachable", "i/o timeout", "connection refused")):
        return TunnelProblem("no_internet", words[:300])
    return TunnelProblem("tunnel_refused", words[:300])


def _write_empty(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_text("", encoding="ascii")
