"""The local API's bearer token: a file that only the user can read."""

import hmac
import os
import re
import secrets
import stat
from pathlib import Path

from services.domain.errors import StorageProblem

_SHAPE = re.compile(rb"[A-Za-z0-9_-]{43}\n?")
_TRIES = 3


def ensure(path: Path) -> str:
    """The token in ``path``; a new one (256 bits) where there is none, or where others could read it.

    Two processes that start at once end with the same token. Raises StorageProblem.
    """
    try:
        for _ in range(_TRIES):
            token = _read(path)
            if token is not None:
                return token
            path.parent.mkdir(parents=True, exist_ok=True)
            _create(path)
    except OSError as error:
        raise StorageProblem(f"{path.name}: {error.strerror}") from error
    raise StorageProblem(f"{path.name}: cannot be kept private")


def matches(token: str, authorization: str | None) -> bool:
    """Whether an ``Authorization`` header carries the token; takes the same time wherever it differs."""
    scheme, _, given = (authorization or "").partition(" ")
    same = hmac.compare_digest(given.strip().encode("utf-8", "replace"), token.encode())
    return same and scheme.lower() == "bearer"


def _read(path: Path) -> str | None:
    """The stored token; what is damaged, no plain file, or was open to others is removed, giving None."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    private = os.name == "nt" or not status.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    if stat.S_ISREG(status.st_mode) and private:
        raw = path.read_bytes()
        if _SHAPE.fullmatch(raw):
            return raw.decode("ascii").strip()
    path.unlink(missing_ok=True)
    return None


def _create(path: Path) -> None:
    """Write a whole file aside and link it into place, so that nobody ever reads half a token."""
    aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_urlsafe(32).encode("ascii") + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(aside)
        except FileExistsError:
            return
    finally:
        aside.unlink(missing_ok=True)
