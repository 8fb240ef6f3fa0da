"""The pages of the window."""

from enum import IntEnum


class PageAt(IntEnum):
    """The pages in the rail's order."""

    CONVERSATIONS = 0
    NUMBERS = 1
    DELIVERIES = 2
