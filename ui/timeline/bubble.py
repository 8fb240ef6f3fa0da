"""A message as a bubble: which parts it has, where they stand, how large it is."""

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from services.domain.errors import ErrorCode
from services.domain.events import Direction, MessageKind
from services.domain.models import MessageView
from services.domain.status import Status
from ui.messages import error_words, status_words
from ui.theme import Look, Type
from ui.timeline.box import outline, paint_box
from ui.timeline.describe import author_words
from ui.timeline.parts.base import Ink, Part, Wish
from ui.timeline.parts.footer import FooterPart, footer_part
from ui.timeline.parts.lines import AuthorPart, buttons_part, mark_part
from ui.timeline.parts.placeholder import placeholder_part
from ui.timeline.parts.quoted import quoted_part
from ui.timeline.parts.reactions import HEIGHT as PILL_HEIGHT
from ui.timeline.parts.reactions import OVERLAP, Pill, pill
from ui.timeline.parts.text import TextCache, TextPart, text_part
from ui.widgets.avatar import colour_index

PAD_X, PAD_Y, GAP = 11, 7, 5
NEAR, APART = 2, 10
MAX_WIDTH, SHARE = 560, 0.74
MARGIN = 18
_FOOTER_GAP = 10
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Placed:
    """A part and how far below the bubble's inner top it stands."""

    part: Part
    y: float


@dataclass(frozen=True, slots=True)
class Bubble:
    """A measured bubble. ``height`` is the whole row's, with the distance to the row above."""

    parts: tuple[Placed, ...]
    footer: FooterPart
    footer_y: float
    pill: Pill | None
    outgoing: bool
    first: bool
    last: bool
    width: float
    box_height: float
    top: float
    height: float


def measure(
    message: MessageView, *, first: bool, last: bool, group: bool, width: int, unfolded: bool, texts: TextCache, look: Look
) -> Bubble:
    """Lay a message out for a view ``width`` pixels wide."""
    outgoing = message.direction is Direction.OUT
    limit = int(min(MAX_WIDTH, (width - 2 * MARGIN) * SHARE) - 2 * PAD_X)
    # in steps, so that dragging the window's edge does not break every text anew at every pixel
    limit = max(limit - limit % 12, 120)
    parts = _parts(message, first and group and not outgoing, limit, unfolded, texts, look)
    footer = footer_part(message, look)
    placed: list[Placed] = []
    y = 0.0
    for part in parts:
        placed.append(Placed(part, y))
        y += part.height + GAP
    y = max(0.0, y - GAP)
    inner = max([footer.width, *(p.width for p in parts)])
    end = parts[-1] if parts else None
    if isinstance(end, TextPart) and end.last_width + _FOOTER_GAP + footer.width <= limit:
        inner = max(inner, end.last_width + _FOOTER_GAP + footer.width)
        footer_y = y - footer.height + 1
    else:
        footer_y = y + 3
        y += footer.height + 2
    chip = pill(message.reactions, look)
    if chip is not None:
        inner = max(inner, chip.width)
    top = APART if first else NEAR
    box = float(ceil(y) + 2 * PAD_Y)
    height = top + box + (PILL_HEIGHT - OVERLAP if chip is not None else 0)
    return Bubble(
        tuple(placed), footer, footer_y, chip, outgoing, first, last, float(ceil(inner) + 2 * PAD_X), box, float(top),
        float(ceil(height)),
    )


def box_of(bubble: Bubble, row: QRectF) -> QRectF:
    """Where the bubble's box stands in its row."""
    left = row.right() - MARGIN - bubble.width if bubble.outgoing else row.left() + MARGIN
    return QRectF(left, row.top() + bubble.top, bubble.width, bubble.box_height)


def paint(painter: QPainter, bubble: Bubble, row: QRectF, look: Look) -> None:
    """Draw it into its row."""
    ink = Ink(look, bubble.outgoing)
    box = box_of(bubble, row)
    paint_box(painter, box.toRect(), ink.ground, look.colours.bubble_shadow, _sharp(bubble))
    x, y, inner = box.left() + PAD_X, box.top() + PAD_Y, bubble.width - 2 * PAD_X
    for placed in bubble.parts:
        placed.part.paint(painter, ink, x, y + placed.y, inner)
    bubble.footer.paint(painter, ink, x, y + bubble.footer_y, inner)
    if bubble.pill is not None:
        left = box.right() - PAD_X - bubble.pill.width if bubble.outgoing else box.left() + PAD_X
        bubble.pill.paint(painter, ink, left, box.bottom() - OVERLAP)


def paint_focus(painter: QPainter, bubble: Bubble, row: QRectF, look: Look) -> None:
    """The ring of the message the keyboard is on."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(look.colours.accent), 2))
    painter.drawPath(outline(box_of(bubble, row).adjusted(-2, -2, 2, 2), _sharp(bubble)))


def hit(bubble: Bubble, row: QRectF, position: QPointF) -> Wish | None:
    """What a click at ``position`` asks for."""
    box = box_of(bubble, row)
    if not box.contains(position):
        return None
    x, y = position.x() - box.left() - PAD_X, position.y() - box.top() - PAD_Y
    for placed in bubble.parts:
        if placed.y <= y <= placed.y + placed.part.height:
            return placed.part.hit(x, y - placed.y)
    return None


def _sharp(bubble: Bubble) -> tuple[bool, bool]:
    return bubble.first and not bubble.outgoing, bubble.first and bubble.outgoing


def _parts(
    message: MessageView, named: bool, limit: int, unfolded: bool, texts: TextCache, look: Look
) -> list[Part]:
    parts: list[Part] = []
    if named:
        parts.append(_author(message, limit, look))
    content = message.content
    if content is not None and content.forwarded:
        parts.append(mark_part("forward", translate("Timeline", "Forwarded"), limit, look))
    if message.deleted:
        parts.append(mark_part("block", translate("Timeline", "Message deleted"), limit, look))
    if message.quoted is not None:
        parts.append(quoted_part(message.quoted, limit, look))
    if message.kind is not MessageKind.TEXT:
        parts.append(placeholder_part(message, limit, look))
    if message.text:
        parts.append(text_part(message.text, limit, texts, look, unfolded=unfolded, soft=message.deleted))
    elif message.kind is MessageKind.TEXT and not message.deleted:
        parts.append(text_part(translate("Timeline", "Empty message"), limit, texts, look, unfolded=False, soft=True))
    parts.extend(_trouble(message, limit, texts, look))
    return parts


def _trouble(message: MessageView, limit: int, texts: TextCache, look: Look) -> list[Part]:
    if message.direction is not Direction.OUT or message.deleted:
        return []
    resend = (Wish.RESEND, translate("Timeline", "Resend"))
    if message.status is Status.FAILED:
        words = error_words(message.error_code or ErrorCode.REJECTED)
        return [
            mark_part("error", status_words(Status.FAILED), limit, look, "danger"),
            text_part(words, limit, texts, look, unfolded=True, soft=True, role=Type.SMALL),
            buttons_part((resend,), look),
        ]
    if message.status is Status.UNKNOWN:
        words = translate("Timeline", "Not known whether this was sent")
        settle = (Wish.SETTLE, translate("Timeline", "It was sent"))
        return [mark_part("warning", words, limit, look, "warning"), buttons_part((resend, settle), look)]
    return []


def _author(message: MessageView, limit: int, look: Look) -> AuthorPart:
    name = author_words(message)
    metrics = QFontMetrics(look.font(Type.SMALL_STRONG))
    key = message.author.phone or message.author.name or ""
    at = colour_index(key, len(look.colours.authors))
    return AuthorPart(name, at, min(float(limit), metrics.horizontalAdvance(name) + 1.0), metrics.height())
