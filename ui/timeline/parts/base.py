"""What all parts share."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PySide6.QtGui import QPainter

from ui.media.desk import Desk
from ui.theme import Look


class Wish(StrEnum):
    """What a click in a bubble can ask for."""

    RESEND = "resend"
    SETTLE = "settle"
    UNFOLD = "unfold"
    GO_TO_QUOTED = "go_to_quoted"
    LOOK_AT = "look_at"
    PLAY = "play"
    SEEK = "seek"
    SPEED = "speed"
    OPEN_FILE = "open_file"
    FETCH = "fetch"
    OPEN_LINK = "open_link"
    OPEN_TARGET = "open_target"
    SAVE_CONTACT = "save_contact"
    CHAT_WITH = "chat_with"
    CHAT_WITH_AUTHOR = "chat_with_author"
    STOP_FETCHING = "stop_fetching"
    STOP_SENDING = "stop_sending"
    SHOW_VOTES = "show_votes"
    SHOW_RAW = "show_raw"
    SHOW_HISTORY = "show_history"
    SHOW_REACTIONS = "show_reactions"


@dataclass(frozen=True, slots=True)
class Click:
    """A wish, and what it is about: an address, a place from 0 to 1, a number in a list."""

    wish: Wish
    value: str = ""


@dataclass(frozen=True, slots=True)
class Ink:
    """What parts are drawn with: the look, on which side the bubble stands, the files, what is marked.

    ``marked`` are the first and last position (UTF-16) of the text that is selected in this bubble.
    """

    look: Look
    outgoing: bool
    desk: Desk
    marked: tuple[int, int] | None = None

    @property
    def soft(self) -> str:
        """The colour of small print in this bubble."""
        colours = self.look.colours
        return colours.bubble_out_soft if self.outgoing else colours.bubble_in_soft

    @property
    def ground(self) -> str:
        """The bubble's own colour."""
        colours = self.look.colours
        return colours.bubble_out if self.outgoing else colours.bubble_in


class Part(Protocol):
    """A block of a bubble; positions are the bubble's inner left top, ``width`` is what it may use."""

    @property
    def width(self) -> float:
        """The width it needs."""
        ...

    @property
    def height(self) -> float:
        """The height it needs."""
        ...

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw it."""
        ...

    def hit(self, x: float, y: float, width: float) -> Click | None:
        """What a click at this place, counted from its own left top, asks for."""
        ...
