"""What the simulated server remembers: instances, their webhooks and messages."""

import dataclasses
import secrets
import uuid
from typing import Any


@dataclasses.dataclass
class Stored:
    """One message as the server keeps it; ``data`` is upsert-shaped, ``file`` the bytes of its media."""

    data: dict[str, Any]
    statuses: list[str] = dataclasses.field(default_factory=list)
    file: bytes | None = None
    row_id: str = dataclasses.field(default_factory=lambda: "cm" + secrets.token_hex(11))

    @property
    def id(self) -> str:
        """WhatsApp's id."""
        return str(self.data["key"]["id"])

    @property
    def jid(self) -> str:
        """The chat."""
        return str(self.data["key"]["remoteJid"])


@dataclasses.dataclass
class Instance:
    """One instance; ``state`` is close, connecting or open."""

    name: str
    token: str
    own_jid: str
    profile_name: str
    state: str = "close"
    id: str = dataclasses.field(default_factory=lambda: str(uuid.uuid4()))
    webhook: dict[str, Any] | None = None
    qr_count: int = 0
    qr_code: str = ""
    pairing_code: str | None = None
    linked_before: bool = False
    reason_code: int | None = None
    messages: dict[str, Stored] = dataclasses.field(default_factory=dict)
    names: dict[str, str] = dataclasses.field(default_factory=dict)
    abouts: dict[str, str] = dataclasses.field(default_factory=dict)
    pictures: dict[str, str] = dataclasses.field(default_factory=dict)
    labels: dict[str, tuple[str, int]] = dataclasses.field(default_factory=dict)
    blocked: set[str] = dataclasses.field(default_factory=set)

    def of_chat(self, jid: str | None) -> list[Stored]:
        """Messages of one chat (or all), newest first."""
        found = [m for m in self.messages.values() if jid is None or m.jid == jid]
        return sorted(found, key=lambda m: int(m.data["messageTimestamp"]), reverse=True)


def server_message_id() -> str:
    """An id as a linked computer makes it."""
    return "3EB0" + secrets.token_hex(9).upper()


def phone_message_id() -> str:
    """An id as an Android phone makes it."""
    return "AC" + secrets.token_hex(15).upper()
