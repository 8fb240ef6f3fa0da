"""Small readings of Evolution's REST answers, in v2's and v1's shapes (dossier §4.2)."""

from datetime import UTC, datetime
from typing import Any

from services.domain.address import parse as parse_address
from services.providers import reading
from services.providers.base import SessionInfo

_NEWEST = (2, 3, 7)


def version_of(text: str | None) -> tuple[int, ...]:
    """``2.3.6`` → (2, 3, 6); a server that hides its version is taken for the newest we know."""
    parts = (text or "").partition("-")[0].split(".")
    numbers = tuple(int(part) for part in parts[:3] if part.isdigit())
    return numbers or _NEWEST


def session_info(row: dict[str, Any]) -> SessionInfo | None:
    """A row of fetchInstances, v2's or v1's."""
    name = name_in(row)
    if name is None:
        return None
    return SessionInfo(
        name=name,
        state=reading.text_or_none(row.get("connectionStatus") or row.get("status"), 40),
        own_address=parse_address(row.get("ownerJid") or row.get("owner")),
        profile_name=reading.text_or_none(row.get("profileName"), 200),
    )


def name_in(row: dict[str, Any]) -> str | None:
    """The instance's name."""
    return reading.text_or_none(row.get("name") or row.get("instanceName"), 200)


def state_in(body: dict[str, Any]) -> str | None:
    """``open``, ``connecting``, ``close``, or None where the server does not say."""
    inner = reading.dict_of(body.get("instance")) or body
    return reading.text_or_none(inner.get("state") or inner.get("status"), 40)


def iso(moment_ms: int) -> str:
    """A moment as findMessages wants it (UTC)."""
    return datetime.fromtimestamp(moment_ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
