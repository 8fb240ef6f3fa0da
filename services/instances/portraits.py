"""The picture and the name that a number's own account has on WhatsApp: fetched when somebody looks, kept for a day.

The picture is a file in the media folder, one for each number, written anew when it is fetched again. It comes from
WhatsApp's servers through the guard that every address from outside goes through, without any key of ours.
"""

import asyncio
import hashlib
import logging
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from services.core.sniff import sniff
from services.domain.address import Address
from services.domain.errors import AppError
from services.domain.gateways import OwnProfile
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from services.providers.base import Client, Download
from services.settings import private_files

_log = logging.getLogger(__name__)

FOLDER = "own"
MAX_BYTES = 2 * 1024 * 1024
FRESH_S = 86_400.0
# after a look that brought nothing the gateway is left alone for a while
PATIENCE_S = 600.0


class Portraits:
    """``media`` is the media folder; ``open_url`` opens an address that came from outside."""

    def __init__(
        self,
        *,
        media: Path,
        instance: Callable[[InstanceId], Awaitable[InstanceView]],
        client_of: Callable[[InstanceId], Client | None],
        open_url: Callable[[str], Awaitable[Download]],
    ) -> None:
        self._media = media
        self._instance = instance
        self._client_of = client_of
        self._open_url = open_url
        self._tried: dict[tuple[InstanceId, Address], float] = {}
        self._names: dict[InstanceId, str] = {}
        self._busy: dict[InstanceId, asyncio.Lock] = {}

    async def profile(self, instance: InstanceId) -> OwnProfile:
        """What is known of it, fetched first where it is older than a day. Raises NotFound, nothing else."""
        view = await self._instance(instance)
        if view.own_address is None or view.demo:
            return OwnProfile(name=view.own_name)
        async with self._busy.setdefault(instance, asyncio.Lock()):
            path = f"{FOLDER}/{_file_name(instance, view.own_address)}"
            file = self._media / path
            age_s = await asyncio.to_thread(_age_s, file)
            key = (instance, view.own_address)
            if age_s > FRESH_S and time.monotonic() - self._tried.get(key, float("-inf")) > PATIENCE_S:
                self._tried[key] = time.monotonic()
                await self._fetch(view, view.own_address, file)
                age_s = await asyncio.to_thread(_age_s, file)
        known = age_s < float("inf")
        return OwnProfile(name=view.own_name or self._names.get(instance), picture=path if known else None)

    async def forget(self, instance: InstanceId) -> None:
        """The number is removed."""
        self._names.pop(instance, None)
        await asyncio.to_thread(_remove, self._media / FOLDER, instance)

    async def _fetch(self, view: InstanceView, own: Address, file: Path) -> None:
        client = self._client_of(view.id)
        url = view.picture_url
        try:
            if client is not None:
                peer = await client.contact(own)
                url = peer.picture_url or url
                name = peer.push_name or peer.name
                if name:
                    self._names[view.id] = name
        except AppError as error:
            _log.info("the own profile of number %d is not told: %s", view.id, error.code.value)
        if url is None:
            return
        try:
            data = await self._read(await self._open_url(url))
        except AppError as error:
            _log.info("the own picture of number %d could not be fetched: %s", view.id, error.code.value)
            return
        if (sniff(data) or "").startswith("image/"):
            await asyncio.to_thread(private_files.write, file, data)

    async def _read(self, download: Download) -> bytes:
        data = bytearray()
        async for chunk in download.chunks():
            data += chunk
        return bytes(data)


def _file_name(instance: InstanceId, own: Address) -> str:
    # what a gateway calls a number names no file
    return f"{instance}-{hashlib.blake2b(str(own).encode(), digest_size=8).hexdigest()}"


def _age_s(file: Path) -> float:
    try:
        return max(0.0, time.time() - file.stat().st_mtime)
    except OSError:
        return float("inf")


def _remove(folder: Path, instance: InstanceId) -> None:
    for file in folder.glob(f"{instance}-*"):
        file.unlink(missing_ok=True)
