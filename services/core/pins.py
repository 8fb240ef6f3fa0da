"""PINs as slow, salted hashes."""

import asyncio
import hashlib
import hmac
import secrets

from services.domain.agents import PIN_DIGITS
from services.domain.errors import Invalid

# 32 MiB and about a tenth of a second for each try
_COST, _BLOCK, _LANES = 2**15, 8, 1


async def hashed(pin: str) -> str | None:
    """What is kept of a PIN, None for an empty one. Raises Invalid (pin)."""
    if not pin:
        return None
    shortest, longest = PIN_DIGITS
    if not (shortest <= len(pin) <= longest and pin.isascii() and pin.isdigit()):
        raise Invalid("pin")
    salt = secrets.token_bytes(16)
    made = await asyncio.to_thread(_scrypt, pin, salt, _COST, _BLOCK, _LANES)
    return f"scrypt${_COST}${_BLOCK}${_LANES}${salt.hex()}${made.hex()}"


async def matches(pin: str, kept: str) -> bool:
    """Whether this is the PIN of which ``kept`` was made. Raises ValueError for what ``hashed`` did not make."""
    return await asyncio.to_thread(_matches, pin[: PIN_DIGITS[1] + 1], kept)


def _matches(pin: str, kept: str) -> bool:
    _, cost, block, lanes, salt, wanted = kept.split("$")
    made = _scrypt(pin, bytes.fromhex(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(made, bytes.fromhex(wanted))


def _scrypt(pin: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return hashlib.scrypt(
        pin.encode("utf-8", "replace"), salt=salt, n=cost, r=block, p=lanes, maxmem=2 * 128 * cost * block, dklen=32
    )
