"""What can be asked of a gateway about labels, and the reading of labels that all gateways share."""

import re
from typing import Any

from services.domain.address import Address
from services.domain.errors import NotSupported
from services.domain.events import LabelSeen
from services.domain.gateway_labels import PALETTE, GatewayLabel
from services.providers import reading

_HEX = re.compile(r"^#?([0-9a-fA-F]{6})$")


class LabelCalls:
    """The labels of one account. Every method may raise AppErrors; NotSupported is what a gateway lacks."""

    async def all(self) -> tuple[GatewayLabel, ...]:
        """Every label of the account (capability LABELS)."""
        raise NotSupported("labels")

    async def put(self, chat: Address, label_id: str, *, on: bool) -> None:
        """Put a label on a chat or take it off; saying so twice changes nothing (capability LABELS)."""
        raise NotSupported("labels")

    async def of_chat(self, chat: Address) -> tuple[str, ...]:
        """The ids of all labels that a chat has (capability LABELS_OF_CHAT)."""
        raise NotSupported("labels of a chat")

    async def create(self, name: str, colour_index: int) -> GatewayLabel:
        """Make a label, ``colour_index`` of ``PALETTE`` (capability LABEL_CREATE)."""
        raise NotSupported("create a label")

    async def edit(self, label: GatewayLabel) -> None:
        """Give the label of this id another name and colour (capability LABEL_EDIT)."""
        raise NotSupported("edit a label")

    async def delete(self, label_id: str) -> None:
        """Remove a label from the account and from every chat (capability LABEL_EDIT)."""
        raise NotSupported("delete a label")


def colours(index: Any, told: Any = None) -> tuple[int | None, str | None]:
    """Index and ``#rrggbb`` of a label by whichever of them is told.

    Gateways write the index as a number or as digits; a number outside of the palette says nothing.
    """
    number = reading.int_or_none(index)
    if number is not None and not 0 <= number < len(PALETTE):
        number = None
    found = _HEX.match(told) if isinstance(told, str) else None
    colour = f"#{found[1].lower()}" if found else None
    if number is None and colour in PALETTE:
        number = PALETTE.index(colour)
    if colour is None and number is not None:
        colour = PALETTE[number]
    return number, colour


def seen_of(label: GatewayLabel) -> LabelSeen:
    """A label that was read, as the event that would have told of it."""
    return LabelSeen(
        raw_kind="labels",
        label_id=label.id,
        name=label.name or None,
        colour=label.colour,
        colour_index=label.colour_index,
    )


def label_of(label_id: Any, name: Any, index: Any = None, colour: Any = None) -> GatewayLabel | None:
    """A label, None where it has no id. A nameless one keeps an empty name."""
    known = reading.id_or_none(label_id)
    if known is None:
        return None
    number, told = colours(index, colour)
    return GatewayLabel(id=known, name=reading.text_or_none(name, 200) or "", colour_index=number, colour=told)
