"""One program per data folder: a lock that the system lets go of however the process ends."""

import contextlib
import errno
import os
import sys
from pathlib import Path
from typing import BinaryIO


class DataDirBusy(Exception):
    """Another process works in this data folder; ``pid`` is None where it could not be read."""

    def __init__(self, pid: int | None) -> None:
        super().__init__(f"in use by process {pid}" if pid else "in use by another process")
        self.pid = pid


class DataDirLock:
    """Held from ``acquire`` to ``release``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def acquire(self) -> None:
        """Take it or raise DataDirBusy at once; OSError where the file cannot be made."""
        # the file stays for ever: removing it would let two processes lock two files of the same name
        file = os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)
        try:
            _lock(file)
        except OSError as error:
            pid = _pid(file)
            file.close()
            if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                raise DataDirBusy(pid) from None
            raise
        file.seek(0)
        file.truncate()
        file.write(b"%d\n" % os.getpid())
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


def _pid(file: BinaryIO) -> int | None:
    with contextlib.suppress(OSError, ValueError):
        file.seek(0)
        return int(file.read(32))
    return None
