"""A remote forward over the computer's own ssh: to localhost.run, or to a server of one's own.

ssh's messages are OpenSSH 9's [ran: refused, unknown host, host key]; localhost.run's line is as public sources
quote it, the service was never reached from here (unverified).
"""

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from services.instances.tunnel import program
from services.instances.tunnel.line import Tell, Told, TunnelProblem, online

_TOLD_URL = re.compile(r"tunneled with tls termination,\s*(https?://[^\s,]+)")
_FORWARDED = re.compile(r"(?i)remote forward success for|allocated port \d+ for remote forward")
_NO_INTERNET = ("could not resolve hostname", "network is unreachable", "no route to host", "connection timed out")


class SshOptions(msgspec.Struct, frozen=True, kw_only=True):
    """``url`` empty: the server says the address itself, as localhost.run does."""

    destination: str = "nokey@localhost.run"
    port: int = 22
    remote_port: int = 80
    url: str = ""
    binary: str = ""


class SshLine:
    """One ssh process. The keys are those that the user's own ssh uses; nothing is ever asked for."""

    def __init__(self, options: SshOptions, *, folder: Path, start_s: float = program.START_S) -> None:
        self._options = options
        self._folder = folder
        self._start_s = start_s

    async def run(self, port: int, tell: Tell) -> None:
        """Work until cancelled. Raises TunnelProblem."""
        binary = self._options.binary or shutil.which("ssh")
        if not binary:
            raise TunnelProblem("tunnel_binary_missing", "ssh", retry=False)
        await program.run(
            self._command(binary, port),
            tell,
            read=_reader(self._options.url),
            explain=_explain,
            pid_file=self._folder / "agent.pid",
            start_s=self._start_s,
        )

    def _command(self, binary: str, port: int) -> list[str]:
        options = self._options
        asked = [
            "BatchMode=yes",
            "StrictHostKeyChecking=accept-new",
            "ServerAliveInterval=30",
            "ServerAliveCountMax=3",
            "ExitOnForwardFailure=yes",
            "ConnectTimeout=20",
            "ForwardAgent=no",
            "ForwardX11=no",
        ]
        # an own server says nothing by itself: its client then tells that the forward stands
        quiet = ["-v", "-N"] if options.url else []
        return [
            binary, "-T", *quiet, *(part for each in asked for part in ("-o", each)), "-p", str(options.port),
            "-R", f"{options.remote_port}:127.0.0.1:{port}", options.destination,
        ]  # fmt: skip


def _reader(url: str) -> Callable[[str], Told | TunnelProblem | None]:
    def read(line: str) -> Told | TunnelProblem | None:
        if url:
            return online(url) if _FORWARDED.search(line) else None
        # the address changes by itself after some hours, and then it is told anew
        found = _TOLD_URL.search(line)
        return online(found[1]) if found else None

    return read


def _explain(lines: Sequence[str]) -> TunnelProblem:
    said = [line for line in lines if not line.startswith("debug1:")]
    words = (said[-1] if said else "")[:300]
    low = " ".join(said).lower()
    if "remote port forwarding failed" in low:
        return TunnelProblem("tunnel_forward_refused", words, retry_after_s=30.0)
    if "host key verification failed" in low or "host identification has changed" in low:
        return TunnelProblem("tunnel_host_key", words, retry=False)
    if "permission denied" in low or "too many authentication failures" in low:
        return TunnelProblem("tunnel_key_refused", words, retry=False)
    if any(sign in low for sign in _NO_INTERNET):
        return TunnelProblem("no_internet", words)
    return TunnelProblem("tunnel_refused", words)
