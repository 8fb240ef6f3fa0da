"""What the façade promises about the window's lock, which works before the services are open."""

from typing import Protocol


class Lock(Protocol):
    """A PIN before the window. It keeps people from looking; it does not encrypt what is stored."""

    def has_pin(self) -> bool:
        """Whether there is one. From any thread."""
        ...

    async def set_pin(self, new: str, current: str = "") -> None:
        """Another PIN, empty for none. Raises Invalid (pin: the new one; current), RateLimited, Unavailable, OSError."""
        ...

    async def open(self, pin: str) -> None:
        """Return if it is right. Raises Invalid (pin), RateLimited (retry_after_s), Unavailable (KEYRING_LOCKED)."""
        ...
