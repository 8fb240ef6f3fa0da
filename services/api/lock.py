"""The window's PIN: its slow hash with the credentials, wrong tries counted where the next start finds them."""

import asyncio

from services.core import pins
from services.core.clock import Clock
from services.domain.errors import Invalid, RateLimited
from services.settings.secrets import Secrets
from services.settings.store import Store

PIN_KEY = "lock/pin"
_FREE_TRIES = 3
_FIRST_S, _LONGEST_S = 5, 300


class Lock:
    """Implements ``services.api.locking.Lock``; its coroutines are for the loop of ``secrets``."""

    def __init__(self, store: Store, secrets: Secrets, clock: Clock) -> None:
        self._store, self._secrets, self._clock = store, secrets, clock
        self._turn = asyncio.Lock()

    def has_pin(self) -> bool:
        """Whether there is one. From any thread."""
        return bool(self._store.get("lock.has_pin"))

    async def set_pin(self, new: str, current: str = "") -> None:
        """Another PIN, empty for none. Raises Invalid (pin: the new one; current), RateLimited, Unavailable, OSError."""
        kept = await pins.hashed(new)
        if self.has_pin():
            await self._try(current, "current")
        if kept is None:
            await self._set("lock.has_pin", False)
            await self._secrets.delete(PIN_KEY)
        else:
            # known to be there only once it is
            await self._secrets.set(PIN_KEY, kept)
            await self._set("lock.has_pin", True)

    async def open(self, pin: str) -> None:
        """Return if it is right. Raises Invalid (pin), RateLimited (retry_after_s), Unavailable (KEYRING_LOCKED)."""
        if self.has_pin():
            await self._try(pin, "pin")

    async def reset(self) -> None:
        """Take the PIN away without knowing it: for who may use the command line of this computer."""
        await self._set("lock.has_pin", False)
        await self._set("lock.wrong", 0)
        await self._set("lock.wait_until_ms", 0)
        await self._secrets.delete(PIN_KEY)

    async def _try(self, pin: str, field: str) -> None:
        # one after the other, so that many at once are not as good as one
        async with self._turn:
            now = self._clock.now_ms()
            left_s = (self._store.get("lock.wait_until_ms") - now) / 1000
            # a clock that was put back must not lock anybody out for years
            if 0 < left_s <= _LONGEST_S:
                raise RateLimited("pin", retry_after_s=left_s)
            # counted before it is judged: ending the program gives no try for nothing
            wrong = self._store.get("lock.wrong") + 1
            await self._set("lock.wrong", wrong)
            if wrong >= _FREE_TRIES:
                wait_s = min(_LONGEST_S, _FIRST_S * 2 ** min(wrong - _FREE_TRIES, 10))
                await self._set("lock.wait_until_ms", now + wait_s * 1000)
            kept = await self._secrets.get(PIN_KEY)
            if kept is None or not await pins.matches(pin, kept):
                raise Invalid(field)
            await self._set("lock.wrong", 0)
            await self._set("lock.wait_until_ms", 0)

    async def _set(self, key: str, value: object) -> None:
        await asyncio.to_thread(self._store.set, key, value)
