"""Files by content: a hash names them, so the same picture twice is one file; never the sender's name."""

import asyncio
import hashlib
import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

from services.domain.errors import ErrorCode, Rejected


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

    async def receive(self, chunks: AsyncIterator[bytes], limit: int) -> tuple[str, int]:
        """Store a stream durably; returns its relative path and size.

        Raises Rejected (TOO_LARGE, or MEDIA_GONE for an empty one), OSError, and what the stream raises.
        """
        part = self._folder / f"{secrets.token_hex(8)}.part"
        digest, size = hashlib.sha256(), 0
        file = await asyncio.to_thread(part.open, "wb")
        try:
            async for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise Rejected(f"over {limit} bytes", code=ErrorCode.TOO_LARGE)
                digest.update(chunk)
                await asyncio.to_thread(file.write, chunk)
            if not size:
                raise Rejected("empty file", code=ErrorCode.MEDIA_GONE)
            relative = f"{digest.hexdigest()[:2]}/{digest.hexdigest()}"
            await asyncio.to_thread(self._settle, file, part, relative)
            return relative, size
        finally:
            await asyncio.to_thread(file.close)
            await asyncio.to_thread(part.unlink, missing_ok=True)

    def _settle(self, file: BinaryIO, part: Path, relative: str) -> None:
        file.flush()
        os.fsync(file.fileno())
        file.close()
        target = self._folder / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        part.replace(target)

    def path(self, relative: str) -> Path:
        """The file of a stored path. Raises ValueError for anything that would leave the folder."""
        target = (self._folder / relative).resolve()
        if not target.is_relative_to(self._folder.resolve()):
            raise ValueError(relative)
        return target

    def remove_parts(self) -> int:
        """Delete what a crash left half written; returns how many."""
        parts = [*self._folder.glob("*.part"), *self._folder.glob("*/*.part")]
        for part in parts:
            part.unlink(missing_ok=True)
        return len(parts)
