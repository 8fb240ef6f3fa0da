"""What the readers of WhatsApp's message kinds share: the half-built message and the spelling of names."""

from collections.abc import Callable
from typing import Any

import msgspec

from services.domain.content import Content, Media, MessageKind
from services.providers import reading

_NAMES = (
    "fileSha256 fileEncSha256 jpegThumbnail pngThumbnail stanzaId ptt url mediaUrl thumbnailUrl sourceId "
    "sourceUrl ctwaClid mentionedJid groupJid sellerJid businessOwnerJid remoteJid remoteJidAlt id "
    "selectedId selectedButtonId selectedRowId rowId buttonId orderId productId encIv paramsJson "
    "buttonParamsJson messageParamsJson gifPlayback senderTimestampMs timestampMs isLottie fileName "
    "participantPn participantLid senderPn senderLid pollCreationMessageKey previousRemoteJid"
)
_CANONICAL = {name.lower(): name for name in _NAMES.split()}


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A message as its kind alone tells it, before context, wrappers and the rest."""

    kind: MessageKind
    text: str | None = None
    media: Media | None = None
    content: Content = Content()


Reader = Callable[[dict[str, Any], Any], Part]
"""Takes the kind's object with usual spelling, and the value as it came (for texts and lists)."""


def folded(value: Any) -> dict[str, Any]:
    """An object with whatsmeow's capitals (``stanzaID``, ``PTT``) spelt WhatsApp's way; {} if it is none."""
    if not isinstance(value, dict):
        return {}
    return {_CANONICAL.get(k.lower(), k) if isinstance(k, str) else k: v for k, v in value.items()}


def plain(value: Any, depth: int = 0) -> Any:
    """A copy of foreign JSON that can be stored as it is: clean texts, numbers in range, bounded in size."""
    if isinstance(value, str):
        return reading.clean(value[:20_000])
    if isinstance(value, (bool, float)) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**63 else str(value)
    if depth > 8 or not isinstance(value, (dict, list)):
        return None
    if isinstance(value, list):
        return [plain(item, depth + 1) for item in value[:200]]
    return {reading.clean(str(k)[:200]): plain(v, depth + 1) for k, v in list(value.items())[:200]}


def text(value: Any, limit: int = 65_536) -> str | None:
    """A text of a message; longer ones than WhatsApp allows are cut."""
    return reading.text_or_none(value, limit)


def thousandths(value: Any) -> float | None:
    """WhatsApp's amounts (``…1000``) as the amount itself."""
    number = reading.number_or_none(value)
    return None if number is None else number / 1000
