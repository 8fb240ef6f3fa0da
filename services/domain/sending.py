"""What an agent can send over a number, and what became of it: frozen data for the window."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import msgspec

from services.domain.address import Address
from services.domain.capabilities import Capability
from services.domain.ids import ChatId, MessageId
from services.domain.outgoing import OutgoingKind
from services.domain.status import Status

_MB = 1024 * 1024
LIMITS: Mapping[OutgoingKind, int] = MappingProxyType({
    OutgoingKind.IMAGE: 5 * _MB,
    OutgoingKind.VIDEO: 16 * _MB,
    OutgoingKind.AUDIO: 16 * _MB,
    OutgoingKind.VOICE: 16 * _MB,
    OutgoingKind.STICKER: 512 * 1024,
    OutgoingKind.DOCUMENT: 100 * _MB,
})
"""Bytes that WhatsApp takes of each kind of file (others dossier §4.4); a gateway may take less."""

CAPABILITY_OF: dict[OutgoingKind, Capability] = {
    OutgoingKind.TEXT: Capability.SEND_TEXT,
    OutgoingKind.IMAGE: Capability.SEND_IMAGE,
    OutgoingKind.VIDEO: Capability.SEND_VIDEO,
    OutgoingKind.AUDIO: Capability.SEND_AUDIO,
    OutgoingKind.VOICE: Capability.SEND_VOICE,
    OutgoingKind.DOCUMENT: Capability.SEND_DOCUMENT,
    OutgoingKind.STICKER: Capability.SEND_STICKER,
    OutgoingKind.LOCATION: Capability.SEND_LOCATION,
    OutgoingKind.CONTACTS: Capability.SEND_CONTACT,
    OutgoingKind.POLL: Capability.SEND_POLL,
    OutgoingKind.BUTTONS: Capability.SEND_BUTTONS,
    OutgoingKind.LIST: Capability.SEND_LIST,
    OutgoingKind.TEMPLATE: Capability.SEND_TEMPLATE,
    OutgoingKind.REACTION: Capability.REACT,
    OutgoingKind.EDIT: Capability.EDIT,
    OutgoingKind.REVOKE: Capability.REVOKE,
}
"""What an instance must be able to do for each kind."""

EDIT_WITHIN_MS = 15 * 60_000
"""WhatsApp takes an edit for so long after the message."""


class Abilities(msgspec.Struct, frozen=True, kw_only=True):
    """What can be done in a chat over its number.

    ``window_ends_at_ms`` is the end of the 24 hours in which anything but a template may be sent; 0 where the
    customer never wrote, None where the number knows no such window. ``limits`` are bytes of each kind of file.
    """

    capabilities: frozenset[Capability] = frozenset()
    max_text: int = 4096
    limits: Mapping[OutgoingKind, int] = LIMITS
    window_ends_at_ms: int | None = None

    def can(self, capability: Capability) -> bool:
        """Whether the number's gateway can do it."""
        return capability in self.capabilities


class NewFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file to send, copied before it leaves. ``as_document`` sends it as it is, ``voice`` as a voice note.

    Width, height (pixels), duration (seconds) and waveform (64 values, base64) as far as the window knows them.
    """

    path: Path
    caption: str | None = None
    as_document: bool = False
    voice: bool = False
    file_name: str | None = None
    duration_s: float | None = None
    width: int | None = None
    height: int | None = None
    waveform_base64: str | None = None


class FileFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a file is by its own bytes: its type, what it would go out as, its size and the limit in bytes."""

    mime: str
    kind: OutgoingKind
    size: int
    limit: int

    @property
    def fits(self) -> bool:
        """Whether WhatsApp takes it."""
        return 0 < self.size <= self.limit


class StatusStep(msgspec.Struct, frozen=True, kw_only=True):
    """One tick and when it came (ms); ``who`` only in groups."""

    status: Status
    at_ms: int
    who: str | None = None


class MessageInfo(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of a message's way. ``texts`` are its texts in time, oldest first; ids are the gateway's."""

    message_id: MessageId
    sent_at_ms: int
    received_at_ms: int
    steps: tuple[StatusStep, ...] = ()
    texts: tuple[tuple[int, str], ...] = ()
    tries: int = 0
    stanza_id: str | None = None
    provider_message_id: str | None = None
    instance: str | None = None
    error_code: str | None = None
    error_text: str | None = None
    delivery_id: int | None = None


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has written in a group and can be mentioned."""

    name: str
    address: Address


class QuickReply(msgspec.Struct, frozen=True, kw_only=True):
    """A ready answer. ``id`` 0 is a new one; ``files`` are (name shown, path on disk)."""

    shortcut: str
    text: str
    id: int = 0
    title: str = ""
    folder: str = ""
    files: tuple[tuple[str, Path], ...] = ()


class ScheduledKind(StrEnum):
    """A message to the customer, or a reminder to the agent."""

    MESSAGE = "message"
    REMINDER = "reminder"


class Late(StrEnum):
    """What to do when the time passed while the program was off."""

    SEND = "send"
    ASK = "ask"
    SKIP = "skip"


class ScheduledState(StrEnum):
    """``asking`` waits for a person's word; ``done`` and ``skipped`` are over."""

    WAITING = "waiting"
    ASKING = "asking"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


class Scheduled(msgspec.Struct, frozen=True, kw_only=True):
    """Something for later; ``due_at_ms`` is UTC."""

    id: int
    chat_id: ChatId
    title: str
    kind: ScheduledKind
    text: str
    due_at_ms: int
    late: Late
    state: ScheduledState
    error: str | None = None

