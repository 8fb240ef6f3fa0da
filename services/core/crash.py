"""Crash records: what broke, where, and the log before it, in a file for the person to read. Never sent."""

import logging
import platform
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

_log = logging.getLogger(__name__)

_KEPT = 20


class CrashReports:
    """Writes one file per kind of failure and run into ``directory``. Used from any thread."""

    def __init__(
        self,
        directory: Path,
        version: str,
        *,
        tail: Callable[[], str] = str,
        redact: Callable[[str], str] = str,
    ) -> None:
        self._directory = directory
        self._version = version
        self._tail = tail
        self._redact = redact
        self._lock = threading.Lock()
        self._seen: dict[str, int] = {}

    def record(
        self,
        what: str,
        error: BaseException | None = None,
        stack: TracebackType | None = None,
    ) -> Path | None:
        """Log it and write the report; None when this run has reported the same already, or cannot write."""
        where = ""
        if error is not None:
            where = "".join(traceback.format_exception(type(error), error, stack or error.__traceback__))
        _log.critical("%s", f"{what}\n{where}".strip())
        # the same line failing for every message would fill the disk
        key = f"{what}\n{where}"
        with self._lock:
            self._seen[key] = self._seen.get(key, 0) + 1
            if self._seen[key] > 1 or len(self._seen) > 100:
                return None
        return self._write(f"{time.strftime('%Y%m%d-%H%M%S')}-{len(self._seen)}", what, where)

    def adopt(self, leftovers: Path, what: str) -> Path | None:
        """Turn what the fault handler wrote in an earlier run into a report, and empty its file."""
        try:
            stacks = leftovers.read_text(encoding="utf-8", errors="replace").strip()
            if not stacks:
                return None
            at = time.strftime("%Y%m%d-%H%M%S", time.localtime(leftovers.stat().st_mtime))
            written = self._write(f"{at}-0", what, stacks)
            leftovers.write_bytes(b"")
        except OSError:
            return None
        return written

    def reports(self) -> tuple[Path, ...]:
        """The reports there are, oldest first."""
        return tuple(sorted(self._directory.glob("crash-*.txt")))

    def latest_since(self, moment: float) -> Path | None:
        """The latest report if it was written at or after ``moment`` (seconds since 1970)."""
        latest = max(self.reports(), key=lambda path: path.stat().st_mtime, default=None)
        return latest if latest is not None and latest.stat().st_mtime >= moment else None

    def _write(self, name: str, what: str, where: str) -> Path | None:
        text = "\n".join(
            (
                f"Balcão {self._version}",
                f"{platform.platform()}, Python {platform.python_version()}{' (packaged)' * _frozen()}",
                f"When: {time.strftime('%Y-%m-%d %H:%M:%S%z')}",
                f"What: {what}",
                "",
                where.strip(),
                "",
                "Log before it:",
                self._tail(),
                "",
            )
        )
        path = self._directory / f"crash-{name}.txt"
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            path.write_text(self._redact(text), encoding="utf-8")
            for old in self.reports()[:-_KEPT]:
                old.unlink(missing_ok=True)
        except OSError:
            _log.warning("the crash report could not be written", exc_info=True)
            return None
        return path


def _frozen() -> bool:
    return bool(getattr(sys, "frozen", False))
