"""The tunnel's program of an earlier run that was killed: found by its pid, known by its name, ended."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from services.settings import private_files

_WAIT_S = 3.0


def remember(file: Path, pid: int, binary: str) -> None:
    """Keep which process runs for us. Raises OSError."""
    private_files.write(file, json.dumps({"pid": pid, "binary": binary}).encode())


def forget(file: Path) -> None:
    """It has ended."""
    with contextlib.suppress(OSError):
        file.unlink(missing_ok=True)


def end(file: Path) -> bool:
    """End the remembered process if it still runs and still is that program; blocks up to 3 s.

    Returns whether one was ended. A pid that meanwhile belongs to something else is left alone.
    """
    try:
        kept = json.loads(file.read_bytes())
        pid, binary = int(kept["pid"]), str(kept["binary"])
    except (OSError, ValueError, KeyError, TypeError):
        forget(file)
        return False
    ended = pid > 0 and pid != os.getpid() and _is(pid, binary)
    if ended:
        _end(pid, binary)
    forget(file)
    return ended


def _end(pid: int, binary: str) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _WAIT_S
    while time.monotonic() < deadline:
        if not _is(pid, binary):
            return
        time.sleep(0.05)
    with contextlib.suppress(OSError):
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def _is(pid: int, binary: str) -> bool:
    """Whether the process runs that very program (a script's path is an argument of its interpreter)."""
    if sys.platform == "win32":
        return _asked(["tasklist", "/FI", f"PID eq {pid}", "/FO", "CSV", "/NH"], Path(binary).name)
    if sys.platform.startswith("linux"):
        try:
            # empty for a process that has ended and was not collected yet
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[:3]
        except OSError:
            return False
        return os.fsencode(binary) in words
    return _asked(["ps", "-p", str(pid), "-o", "command="], binary)


def _asked(command: list[str], wanted: str) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return wanted.lower() in done.stdout.lower()
