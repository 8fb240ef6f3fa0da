"""One program per data folder: a lock that the system lets go of however the process ends."""

import contextlib
import errno
import os
import sys
from pathlib import Path
from typing import BinaryIO


class DataDirBusy(Exception):
    """Another process works in this data folder; ``pid`` None and ``kind`` empty where they were not read."""

    def __init__(self, pid: int | None, kind: str) -> None:
        super().__init__(f"in use by process {pid} {kind}" if pid else "in use by another process")
        self.pid = pid
        self.kind = kind


class DataDirLock:
    """Held from ``acquire`` to ``release``; ``kind`` is a word that tells others what holds it."""

    def __init__(self, path: Path, kind: str) -> None:
        self._path = path
        self._kind = kind
        self._file: BinaryIO | None = None

    def acquire(self) -> None:
        """Take it or raise DataDirBusy at once; OSError where the file cannot be made."""
        # the file stays for ever: removing it would let two processes lock two files of the same name
        file = os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)
        try:
            _lock(file)
        except OSError as error:
            holder = _holder(file)
            file.close()
            if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                raise DataDirBusy(*holder) from None
            raise
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()} {self._kind}\n".encode("ascii"))
        self._file = file

    def release(self) -> None:
        """Let it go; idempotent."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(file: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt

        # a byte behind the text: Windows keeps others from reading what is locked
        file.seek(1 << 20)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _holder(file: BinaryIO) -> tuple[int | None, str]:
    with contextlib.suppress(OSError, ValueError):
        file.seek(0)
        pid, _, kind = file.read(64).decode("ascii").strip().partition(" ")
        return int(pid), kind
    return None, ""
