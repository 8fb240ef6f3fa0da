"""The labels that WhatsApp Business keeps for chats, the same whichever gateway tells of them."""

import msgspec

PALETTE = (
    "#ff9485", "#64c4ff", "#ffd429", "#dfaef0", "#99b6c1", "#55ccb3", "#ff9dff", "#d3a91d", "#6d7cce", "#d7e752",
    "#00d0e2", "#ffc5c7", "#93ceac", "#f74848", "#00a0f2", "#83e422", "#ffaf04", "#b5ebff", "#9ba6ff", "#9368cf",
)  # fmt: skip
"""WhatsApp's twenty label colours by their index (waha dossier §4.9)."""


class GatewayLabel(msgspec.Struct, frozen=True, kw_only=True):
    """A label of one account. ``colour_index`` is a place in ``PALETTE``; ``colour`` is ``#rrggbb``."""

    id: str
    name: str
    colour_index: int | None = None
    colour: str | None = None
