"""A message as a bubble: which parts it has, where they stand, how large it is."""

from dataclasses import dataclass, replace
from math import ceil

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from services.domain.content import Direction, MessageKind
from services.domain.errors import ErrorCode
from services.domain.models import MessageView
from services.domain.status import Status
from ui.media.desk import Desk
from ui.messages import author_words, error_words, status_words
from ui.theme import Look, Type
from ui.timeline.box import outline, paint_box
from ui.timeline.contents import after_text, content_parts, says_it_already
from ui.timeline.parts.base import Click, Ink, Part, Wish
from ui.timeline.parts.footer import FooterPart, footer_part
from ui.timeline.parts.lines import AuthorPart, buttons_part, mark_part
from ui.timeline.parts.picture import PicturePart
from ui.timeline.parts.quoted import quoted_part
from ui.timeline.parts.reactions import HEIGHT as PILL_HEIGHT
from ui.timeline.parts.reactions import OVERLAP, Pill, pill
from ui.timeline.parts.text import TextCache, TextPart, text_part
from ui.timeline.parts.voice import VoicePart
from ui.widgets.avatar import colour_index
from ui.zoom import px

# all in pixels at 100 %
PAD_X, PAD_Y, GAP = 11, 7, 5
# what is left of the padding around pictures
RIM = 4
NEAR, APART = 2, 10
MAX_WIDTH, SHARE = 560, 0.74
MARGIN = 18
OFTEN = 5
_FOOTER_GAP = 10
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Placed:
    """A part and how far below the bubble's inner top it stands."""

    part: Part
    y: float


@dataclass(frozen=True, slots=True)
class Bubble:
    """A measured bubble. ``height`` is the whole row's, with the distance to the row above.

    ``bare`` stands without a ground of its own; ``over`` has its small print on the picture.
    """

    parts: tuple[Placed, ...]
    footer: FooterPart
    footer_y: float
    pill: Pill | None
    outgoing: bool
    first: bool
    width: float
    box_height: float
    top: float
    height: float
    bare: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """What a bubble is measured with; ``raw`` offers what the gateway sent where it could not be read."""

    texts: TextCache
    desk: Desk
    look: Look
    raw: bool = True


def bleed(pad: int) -> int:
    """How far pictures stand out of the room for text just now, so that they fill the bubble."""
    return px(pad) - px(RIM)


def measure(message: MessageView, *, first: bool, group: bool, width: int, unfolded: bool, room: Room) -> Bubble:
    """Lay a message out for a view ``width`` pixels wide."""
    look, px = room.look, room.look.px
    outgoing = message.direction is Direction.OUT
    limit = int(min(px(MAX_WIDTH), (width - 2 * px(MARGIN)) * SHARE) - 2 * px(PAD_X))
    # in steps, so that dragging the window's edge does not break every text anew at every pixel
    limit = max(limit - limit % 12, 120)
    parts = _parts(message, first and group and not outgoing, limit, unfolded, room)
    footer = footer_part(message, look)
    limit = _beside_picture(parts, limit)
    placed: list[Placed] = []
    y = 0.0
    for part in parts:
        bleeds = _bleeds(part)
        if bleeds and not placed:
            y -= bleed(PAD_Y)
        placed.append(Placed(part, y))
        y += part.height + px(GAP)
    y = max(0.0, y - px(GAP))
    inner = max([footer.width, *(p.width - (2 * bleed(PAD_X) if _bleeds(p) else 0) for p in parts)])
    end = parts[-1] if parts else None
    over = end is not None and _bleeds(end)
    if over:
        footer_y = y - footer.height - px(8)
        y -= bleed(PAD_Y)
    elif isinstance(end, VoicePart):
        footer_y = y - footer.height
    elif isinstance(end, TextPart) and end.last_width + px(_FOOTER_GAP) + footer.width <= limit:
        inner = max(inner, end.last_width + px(_FOOTER_GAP) + footer.width)
        footer_y = y - footer.height + px(1)
    else:
        footer_y = y + px(3)
        y += footer.height + px(2)
    chip = pill(message.reactions, look)
    if chip is not None:
        inner = max(inner, chip.width)
    placed = [_widened(each, ceil(inner)) for each in placed]
    top = px(APART if first else NEAR)
    box = float(ceil(y) + 2 * px(PAD_Y))
    height = top + box + (px(PILL_HEIGHT) - px(OVERLAP) if chip is not None else 0)
    bare = message.kind is MessageKind.STICKER and over and len(parts) == 1
    return Bubble(
        tuple(placed), footer, footer_y, chip, outgoing, first, float(ceil(inner) + 2 * px(PAD_X)), box, float(top),
        float(ceil(height)), bare, over,
    )  # fmt: skip


def _beside_picture(parts: list[Part], limit: int) -> int:
    """How wide text may be: no wider than the picture it belongs to."""
    pictures = (p for p in parts if isinstance(p, PicturePart) and not p.sticker)
    return min([limit, *(int(p.width) - 2 * bleed(PAD_X) for p in pictures)])


def _widened(placed: Placed, inner: int) -> Placed:
    """A picture from edge to edge, where a name or a quotation made the bubble wider."""
    part = placed.part
    if not isinstance(part, PicturePart) or part.sticker:
        return placed
    wide = inner + 2 * bleed(PAD_X)
    if part.width >= wide:
        return placed
    return Placed(replace(part, shape=replace(part.shape, width=wide)), placed.y)


def _bleeds(part: Part) -> bool:
    return isinstance(part, PicturePart)


def box_of(bubble: Bubble, row: QRectF) -> QRectF:
    """Where the bubble's box stands in its row."""
    left = row.right() - px(MARGIN) - bubble.width if bubble.outgoing else row.left() + px(MARGIN)
    return QRectF(left, row.top() + bubble.top, bubble.width, bubble.box_height)


def paint(
    painter: QPainter, bubble: Bubble, row: QRectF, look: Look, desk: Desk, marked: tuple[int, int] | None = None
) -> None:
    """Draw it into its row; ``marked`` is what of its text is selected."""
    px = look.px
    ink = Ink(look, bubble.outgoing, desk, marked)
    box = box_of(bubble, row)
    if not bubble.bare:
        paint_box(painter, box.toRect(), ink.ground, look.colours.bubble_shadow, _sharp(bubble))
    x, y, inner = box.left() + px(PAD_X), box.top() + px(PAD_Y), bubble.width - 2 * px(PAD_X)
    for placed in bubble.parts:
        out = bleed(PAD_X) if _bleeds(placed.part) else 0
        placed.part.paint(painter, ink, x - out, y + placed.y, inner + 2 * out)
    if bubble.over:
        bubble.footer.paint_over(painter, ink, x - px(RIM), y + bubble.footer_y, inner, bare=bubble.bare)
    else:
        bubble.footer.paint(painter, ink, x, y + bubble.footer_y, inner)
    if bubble.pill is not None:
        bubble.pill.paint(painter, ink, _pill_left(bubble, box), box.bottom() - px(OVERLAP))


def _pill_left(bubble: Bubble, box: QRectF) -> float:
    width = bubble.pill.width if bubble.pill is not None else 0.0
    return box.right() - px(PAD_X) - width if bubble.outgoing else box.left() + px(PAD_X)


def paint_focus(painter: QPainter, bubble: Bubble, row: QRectF, look: Look) -> None:
    """The ring of the message the keyboard is on."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(look.colours.accent), 2))
    painter.drawPath(outline(box_of(bubble, row).adjusted(-2, -2, 2, 2), _sharp(bubble)))


def hit(bubble: Bubble, row: QRectF, position: QPointF) -> Click | None:
    """What a click at ``position`` asks for."""
    box = box_of(bubble, row)
    if bubble.pill is not None:
        pill_box = QRectF(_pill_left(bubble, box), box.bottom() - px(OVERLAP), bubble.pill.width, px(PILL_HEIGHT))
        if pill_box.contains(position):
            return Click(Wish.SHOW_REACTIONS)
    if not box.contains(position):
        return None
    x, y = position.x() - box.left() - px(PAD_X), position.y() - box.top() - px(PAD_Y)
    inner = bubble.width - 2 * px(PAD_X)
    for placed in bubble.parts:
        if placed.y <= y <= placed.y + placed.part.height:
            out = bleed(PAD_X) if _bleeds(placed.part) else 0
            found = placed.part.hit(x + out, y - placed.y, inner + 2 * out)
            if found is not None:
                return found
    return bubble.footer.hit(x, y - bubble.footer_y, inner)


def text_at(bubble: Bubble, row: QRectF, position: QPointF) -> tuple[TextPart, int, bool] | None:
    """The message's own text, the position in it nearest to a place, and whether the place is within it."""
    box = box_of(bubble, row)
    x, y = position.x() - box.left() - px(PAD_X), position.y() - box.top() - px(PAD_Y)
    for placed in bubble.parts:
        part = placed.part
        if isinstance(part, TextPart) and part.selectable:
            local = y - placed.y
            inside = box.contains(position) and 0 <= local <= part.laid.height and 0 <= x <= part.width + 4
            return part, part.laid.position(x, local), inside
    return None


def _sharp(bubble: Bubble) -> tuple[bool, bool]:
    return bubble.first and not bubble.outgoing, bubble.first and bubble.outgoing


def _parts(message: MessageView, named: bool, limit: int, unfolded: bool, room: Room) -> list[Part]:
    texts, look = room.texts, room.look
    parts: list[Part] = []
    if named:
        parts.append(_author(message, limit, look))
    content = message.content
    if content is not None and content.forwarded:
        often = content.forwarded >= OFTEN
        words = translate("Timeline", "Forwarded many times") if often else translate("Timeline", "Forwarded")
        parts.append(mark_part("forward", words, limit, look))
    if message.deleted:
        parts.append(mark_part("block", translate("Timeline", "Message deleted"), limit, look))
    if message.quoted is not None:
        parts.append(quoted_part(message.quoted, limit, look))
    parts.extend(
        content_parts(message, limit, 2 * bleed(PAD_X), texts, room.desk, look, raw=room.raw)
    )
    if message.text and not says_it_already(message):
        room_for_text = _beside_picture(parts, limit)
        parts.append(
            text_part(message.text, room_for_text, texts, look, unfolded=unfolded, soft=message.deleted, rich=True)
        )
    elif message.kind is MessageKind.TEXT and not message.deleted and not parts:
        parts.append(text_part(translate("Timeline", "Empty message"), limit, texts, look, unfolded=False, soft=True))
    parts.extend(after_text(message, limit, texts, look))
    parts.extend(_trouble(message, limit, texts, look))
    return parts


def _trouble(message: MessageView, limit: int, texts: TextCache, look: Look) -> list[Part]:
    if message.direction is not Direction.OUT or message.deleted:
        return []
    resend = (Click(Wish.RESEND), translate("Timeline", "Resend"))
    if message.status is Status.FAILED:
        words = error_words(message.error_code or ErrorCode.REJECTED)
        return [
            mark_part("error", status_words(Status.FAILED), limit, look, "danger"),
            text_part(words, limit, texts, look, unfolded=True, soft=True, role=Type.SMALL),
            buttons_part((resend,), look),
        ]
    if message.status is Status.UNKNOWN:
        words = translate("Timeline", "Not known whether this was sent")
        settle = (Click(Wish.SETTLE), translate("Timeline", "It was sent"))
        return [mark_part("warning", words, limit, look, "warning"), buttons_part((resend, settle), look)]
    return []


def _author(message: MessageView, limit: int, look: Look) -> AuthorPart:
    name = author_words(message)
    metrics = QFontMetrics(look.font(Type.SMALL_STRONG))
    key = message.author.phone or message.author.name or ""
    at = colour_index(key, len(look.colours.authors))
    return AuthorPart(name, at, min(float(limit), metrics.horizontalAdvance(name) + 1.0), metrics.height())
