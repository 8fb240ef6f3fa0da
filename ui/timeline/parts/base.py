"""What all parts share."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PySide6.QtGui import QPainter

from ui.theme import Look


class Wish(StrEnum):
    """What a click in a bubble can ask for."""

    RESEND = "resend"
    SETTLE = "settle"
    UNFOLD = "unfold"
    GO_TO_QUOTED = "go_to_quoted"


@dataclass(frozen=True, slots=True)
class Ink:
    """What parts are drawn with: the look, and on which side the bubble stands."""

    look: Look
    outgoing: bool

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

    def hit(self, x: float, y: float) -> Wish | None:
        """What a click at this place, counted from its own left top, asks for."""
        ...
