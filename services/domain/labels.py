"""Labels: coloured words of the desk's own, put on conversations here or by a gateway."""

import re
import unicodedata

import msgspec

from services.domain.errors import Invalid
from services.domain.ids import ChatId, LabelId

MAX_NAME = 60
PALETTE = (
    "#c0392b", "#d35400", "#b7791f", "#2e8b57", "#00838f", "#2a6fc9", "#6a4fc1", "#ad1457", "#5d6d7e", "#6d4c41",
)  # fmt: skip
_HEX = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """A label; ``colour`` is ``#rrggbb``, ``chats`` how many conversations carry it."""

    id: LabelId
    name: str
    colour: str
    chats: int = 0


class RemovedLabel(msgspec.Struct, frozen=True, kw_only=True):
    """What ``restore`` needs to bring a label back as it was."""

    label: Label
    chats: tuple[ChatId, ...] = ()


def clean_name(text: str, field: str = "name", limit: int = MAX_NAME) -> str:
    """A name as it is kept: one line, no control characters, no lone surrogates. Raises Invalid naming the field."""
    text = text.encode("utf-8", "replace").decode()
    text = " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in text[: limit * 4]).split())
    if not text or len(text) > limit:
        raise Invalid(field)
    return text


def same(name: str) -> str:
    """Equal for names that differ in capitals or in how accents are written."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def clean_colour(colour: str) -> str:
    """``#rrggbb`` in small letters. Raises Invalid (colour)."""
    if _HEX.fullmatch(colour) is None:
        raise Invalid("colour")
    return colour.lower()


def clean_text(text: str, limit: int, field: str = "text") -> str:
    """A longer text as it is kept: no NUL, no lone surrogates, not empty. Raises Invalid naming the field."""
    text = text.replace("\x00", "").encode("utf-8", "replace").decode().strip()
    if not text or len(text) > limit:
        raise Invalid(field)
    return text
