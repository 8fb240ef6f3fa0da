"""Files by content: a hash names them, so the same picture twice is one file; never the sender's name."""

import hashlib
import os
import secrets
from pathlib import Path


class MediaStore:
    """Files under ``folder`` in two-character sub-folders; paths are relative to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Store bytes durably; returns the relative path. Raises OSError."""
        name = hashlib.sha256(data).hexdigest()
        relative = f"{name[:2]}/{name}"
        target = self._folder / relative
        if target.exists() and target.stat().st_size == len(data):
            return relative
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{secrets.token_hex(8)}.part")
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        return relative

    def path(self, relative: str) -> Path:
        """The file of a stored path. Raises ValueError for anything that would leave the folder."""
        target = (self._folder / relative).resolve()
        if not target.is_relative_to(self._folder.resolve()):
            raise ValueError(relative)
        return target

    def remove_parts(self) -> int:
        """Delete what a crash left half written; returns how many."""
        parts = list(self._folder.glob("*/*.part"))
        for part in parts:
            part.unlink(missing_ok=True)
        return len(parts)
