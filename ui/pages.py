"""The pages of the window."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtWidgets import QWidget


class PageAt(IntEnum):
    """The pages in the rail's order."""

    CONVERSATIONS = 0
    CONTACTS = 1
    NUMBERS = 2
    DELIVERIES = 3


@dataclass(frozen=True)
class Page:
    """One page: its icon and ``words`` in the rail, and what takes the keyboard when one goes there.

    The window shows them in the order of ``PageAt``; asking for the ``focus`` of a page for the first time builds it.
    """

    at: PageAt
    picture: str
    words: Callable[[], str]
    focus: Callable[[], QWidget]
