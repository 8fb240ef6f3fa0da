"""The reading of one message's body, before what surrounds it is added."""

from collections.abc import Callable
from typing import Any

import msgspec

from services.domain.content import Content, Media, MessageKind


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """The reading of one message's body; ``inner`` is its payload with lower-case keys."""

    kind: MessageKind
    text: str | None = None
    media: Media | None = None
    content: Content | None = None
    inner: dict[str, Any] = {}
    type_name: str = ""
    view_once: bool = False


Reader = Callable[[dict[str, Any], dict[str, Any]], Body]
"""Takes the payload (keys in lower case) and the message around it (keys as they came)."""
