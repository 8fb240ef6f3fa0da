"""Credentials: in the operating system's keyring, or, where there is none, in a file of this user's own.

Reading looks into the file first, then into the keyring; writing prefers the keyring. So a keyring that
comes or goes between two starts loses nothing. The file also names what the keyring holds, where all of it is
known: a keyring that is shut, or a computer without a working one, is then asked for nothing it cannot have.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from services.core import threads
from services.domain.errors import ErrorCode, Unavailable
from services.settings import private_files

T = TypeVar("T")
_log = logging.getLogger(__name__)

# somebody may first have to type the keyring's password
_TIMEOUT_S = 60.0
# one who has just refused it would be asked again for every number
_ASK_AGAIN_S = 3.0


class Backend(Protocol):
    """What is used of a keyring; blocks, raises whatever it likes."""

    def get_password(self, service: str, username: str) -> str | None:
        """The value, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store it."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Remove it."""
        ...


def system_keyring() -> Backend | None:
    """The computer's keyring, or None where it has none. May block and takes a tenth of a second."""
    try:
        import keyring
        from keyring.backends import chainer, fail, null

        backend = keyring.get_keyring()
        if isinstance(backend, fail.Keyring | null.Keyring):
            return None
        if isinstance(backend, chainer.ChainerBackend) and not backend.backends:
            return None
    except Exception:  # noqa: BLE001 - a broken backend raises anything, D-Bus errors included
        _log.warning("the keyring cannot be used", exc_info=True)
        return None
    return backend


class Secrets:
    """Values by keys like ``gateway/3/api_key``, kept in memory once read.

    ``learn`` and ``forget`` are told every value, so that the log can mask it. ``fresh`` says that the data folder
    is new, so that the keyring can hold nothing of it yet.
    """

    def __init__(
        self,
        path: Path,
        folder_digest: str,
        *,
        learn: Callable[[str], None] = lambda value: None,
        forget: Callable[[str], None] = lambda value: None,
        fresh: bool = False,
        open_keyring: Callable[[], Backend | None] = system_keyring,
        timeout_s: float = _TIMEOUT_S,
        ask_again_s: float = _ASK_AGAIN_S,
    ) -> None:
        self._path = path
        self._service = f"balcao/{folder_digest}"
        self._learn = learn
        self._forget = forget
        self._fresh = fresh
        self._open_keyring = open_keyring
        self._timeout_s = timeout_s
        self._ask_again_s = ask_again_s
        self._refused_at = float("-inf")
        self._takes = True
        self._lock = asyncio.Lock()
        self._known: dict[str, str] = {}
        self._keyring: Backend | None = None
        self._opened = False
        self._listener: Callable[[], None] | None = None
        self._stuck = False

    def on_file(self, listener: Callable[[], None]) -> None:
        """Call ``listener``, on the loop, when a value goes to the file: the first time ever, not again."""
        self._listener = listener

    async def get(self, key: str) -> str | None:
        """The value, or None. Raises Unavailable(KEYRING_LOCKED) when only a shut keyring could know."""
        async with self._lock:
            if key in self._known:
                return self._known[key]
            value, elsewhere = await asyncio.to_thread(self._look_up, key)
            if elsewhere:
                value = await self._from_keyring(key)
            if value is not None:
                self._remember(key, value)
            return value

    async def set(self, key: str, value: str) -> None:
        """Store it. Raises OSError when neither place takes it."""
        async with self._lock:
            stored = await self._to_keyring(key, value)
            await asyncio.to_thread(self._change_file, key, None if stored else value, in_keyring=stored)
            self._remember(key, value)
            if not stored and await asyncio.to_thread(self._mark_told):
                _log.warning("no keyring to be used: credentials are kept in %s", self._path)
                if self._listener is not None:
                    self._listener()

    async def delete(self, key: str) -> None:
        """Remove it from both places; nothing happens where there is none."""
        async with self._lock:
            await asyncio.to_thread(self._change_file, key, None, in_keyring=False)
            with contextlib.suppress(Exception):
                backend = await self._backend()
                if backend is not None:
                    await self._blocking(lambda: backend.delete_password(self._service, key))
            self._drop(key)

    async def in_keyring(self) -> bool:
        """Whether values go into the computer's keyring. Raises Unavailable(KEYRING_LOCKED) when it holds some and is shut."""
        if await self._backend() is None:
            return False
        try:
            await self._from_keyring("diagnosis/asked")
        except Unavailable:
            held = self._held(await asyncio.to_thread(self._read_document))
            if held is None or held:
                raise
            return False
        return self._takes

    def _remember(self, key: str, value: str) -> None:
        self._drop(key)
        self._known[key] = value
        self._learn(value)

    def _drop(self, key: str) -> None:
        before = self._known.pop(key, None)
        if before is not None:
            self._forget(before)

    async def _backend(self) -> Backend | None:
        if not self._opened:
            try:
                self._keyring = await self._blocking(self._open_keyring)
            except TimeoutError:
                self._keyring = None
            self._opened = True
        return self._keyring

    async def _from_keyring(self, key: str) -> str | None:
        backend = await self._backend()
        if backend is None:
            return None
        now = asyncio.get_running_loop().time
        if now() - self._refused_at < self._ask_again_s:
            raise Unavailable("refused just now", code=ErrorCode.KEYRING_LOCKED)
        try:
            return await self._blocking(lambda: backend.get_password(self._service, key))
        except Exception as error:  # noqa: BLE001 - every backend has errors of its own
            self._refused_at = now()
            raise Unavailable(type(error).__name__, code=ErrorCode.KEYRING_LOCKED) from None

    async def _to_keyring(self, key: str, value: str) -> bool:
        backend = await self._backend()
        if backend is None:
            return False
        try:
            await self._blocking(lambda: backend.set_password(self._service, key, value))
        except Exception as error:  # noqa: BLE001 - locked, refused, too long: the file takes it
            _log.warning("the keyring did not take a value: %s", type(error).__name__)
            self._takes = False
            return False
        self._takes = True
        return True

    async def _blocking(self, call: Callable[[], T]) -> T:
        """Run a call that may never return on a thread that nobody waits for at the end.

        Raises TimeoutError, and at once while an earlier call still has not come back.
        """
        if self._stuck:
            raise TimeoutError

        def back() -> None:
            self._stuck = False

        future = threads.start("keyring", call, back=back)
        try:
            return await asyncio.wait_for(future, self._timeout_s)
        except TimeoutError:
            self._stuck = future.cancelled()
            raise

    def _read_document(self) -> dict[str, object]:
        try:
            document = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except ValueError:
            # never overwritten: a person may still get the keys out of it
            aside = self._path.with_suffix(".unreadable")
            self._path.replace(aside)
            _log.error("the file of credentials could not be read; kept as %s", aside.name)
            return {}
        return document if isinstance(document, dict) else {}

    def _read_file(self) -> dict[str, str]:
        values = self._read_document().get("values")
        if not isinstance(values, dict):
            return {}
        return {key: value for key, value in values.items() if isinstance(value, str)}

    def _look_up(self, key: str) -> tuple[str | None, bool]:
        """The value in the file, and whether, without one, the keyring may have it."""
        value, held = self._read_file().get(key), self._held(self._read_document())
        return value, value is None and (held is None or key in held)

    def _held(self, document: dict[str, object]) -> frozenset[str] | None:
        """What the keyring holds, None where that was not noted from the beginning."""
        held = document.get("keyring")
        if isinstance(held, list):
            return frozenset(each for each in held if isinstance(each, str))
        return frozenset() if self._fresh and not document else None

    def _change_file(self, key: str, value: str | None, *, in_keyring: bool) -> None:
        document, values = self._read_document(), self._read_file()
        held = self._held(document)
        noted = None if held is None else held | {key} if in_keyring else held - {key}
        if value is None and key not in values and noted == held:
            return
        values.pop(key, None)
        if value is not None:
            values[key] = value
        about = {} if noted is None else {"keyring": sorted(noted)}
        self._write({**document, "version": 1, "values": values, **about})

    def _mark_told(self) -> bool:
        document = self._read_document()
        if document.get("told"):
            return False
        self._write({**document, "told": True})
        return True

    def _write(self, document: dict[str, object]) -> None:
        private_files.write(self._path, json.dumps(document, ensure_ascii=False, indent=1).encode())
