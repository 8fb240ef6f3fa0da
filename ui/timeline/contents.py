"""Which parts a message of each kind has between its marks and its text."""

from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, QLocale

from services.domain import links
from services.domain.content import ContactCard, Content, Location, MessageKind, Order
from services.domain.models import MediaState, MediaView, MessageView
from ui import formats
from ui.media.desk import Desk
from ui.messages import KIND_ICONS, kind_words
from ui.theme import Look, Type
from ui.timeline.parts.base import Click, Part, Wish
from ui.timeline.parts.card import Action, card_part
from ui.timeline.parts.document import document_part
from ui.timeline.parts.lines import buttons_part, mark_part
from ui.timeline.parts.picture import PICTURE_KINDS, picture_part
from ui.timeline.parts.placeholder import placeholder_part
from ui.timeline.parts.rows import Option, choices_part, poll_part, table_part
from ui.timeline.parts.text import TextCache, text_part
from ui.timeline.parts.voice import voice_part

translate = QCoreApplication.translate
_CARDS, _LINES, _OPTIONS = 5, 20, 30
_TEXT_KINDS = frozenset({MessageKind.TEXT, MessageKind.INTERACTIVE_REPLY, MessageKind.TEMPLATE})


def content_parts(
    message: MessageView, limit: int, bleed: int, texts: TextCache, desk: Desk, look: Look, *, raw: bool
) -> list[Part]:
    """The parts; pictures may be ``bleed`` pixels wider than ``limit``, ``raw`` offers what the gateway sent."""
    if message.kind is MessageKind.TEXT and message.content is None and message.media is None:
        return []
    parts: list[Part] = []
    content, media, kind = message.content or Content(), message.media, message.kind
    gone = content.view_once and media is not None and media.state in (MediaState.NONE, MediaState.FAILED)
    if content.view_once:
        once = translate("Timeline", "To be seen once: open it on the phone") if gone else translate("Timeline", "To be seen once")
        parts.append(mark_part("lock", once, limit, look))
    if content.referral is not None:
        told = content.referral
        lines = tuple(t for t in (told.body, _host(told.url)) if t)
        click = Click(Wish.OPEN_TARGET, told.url) if told.url else None
        title = told.title or translate("Timeline", "Advertisement")
        parts.append(mark_part("info", translate("Timeline", "Came from an advertisement"), limit, look))
        parts.append(card_part(message.id, "info", title, lines, limit, look, click=click))
    file: Part | None = None
    if gone:
        # WhatsApp gives these to the phone alone: a large empty frame would promise a picture
        file = mark_part(KIND_ICONS.get(kind, "unknown"), kind_words(kind), limit, look)
    elif media is not None:
        file = _file_part(message, media, limit, bleed, desk, look)
    if file is not None:
        parts.append(file)
    special = _special(message, content, limit, texts, look)
    parts.extend(special)
    if not special and file is None and kind not in _TEXT_KINDS:
        parts.append(placeholder_part(message, limit, look))
        if raw and message.delivery_id is not None and kind in (MessageKind.UNSUPPORTED, MessageKind.UNDECRYPTED):
            show = (Click(Wish.SHOW_RAW), translate("Timeline", "Show what came"))
            parts.append(buttons_part((show,), look))
    if content.link_preview is not None:
        seen = content.link_preview
        lines = tuple(t for t in (seen.description, _host(seen.url)) if t)
        title = seen.title or _host(seen.url) or seen.url
        parts.append(
            card_part(message.id, "link", title, lines, limit, look, thumbnail=seen.thumbnail_base64,
                      click=Click(Wish.OPEN_LINK, seen.url))
        )  # fmt: skip
    return parts


def after_text(message: MessageView, limit: int, texts: TextCache, look: Look) -> list[Part]:
    """What stands below the text: a menu's footer and its choices."""
    menu = message.content.menu if message.content is not None else None
    if menu is None:
        return []
    parts: list[Part] = []
    if menu.footer:
        parts.append(text_part(menu.footer, limit, texts, look, unfolded=False, soft=True, role=Type.SMALL))
    if menu.button:
        parts.append(mark_part("menu", formats.one_line(menu.button, 80), limit, look))
    choices: list[tuple[str, str, Click | None]] = []
    section = None
    for choice in menu.choices:
        detail = choice.description or choice.phone or (_host(choice.url) if choice.url else "") or ""
        if choice.section and choice.section != section:
            section = choice.section
            detail = f"{section} · {detail}" if detail else section
        click = Click(Wish.OPEN_TARGET, choice.url) if choice.url else None
        choices.append((choice.title, detail, click))
    if choices:
        parts.append(choices_part(tuple(choices), limit, look))
    return parts


def _file_part(
    message: MessageView, media: MediaView, limit: int, bleed: int, desk: Desk, look: Look
) -> Part | None:
    if media.state is MediaState.NONE and not media.thumbnail_base64 and message.kind is not MessageKind.DOCUMENT:
        return placeholder_part(message, limit, look)
    if message.kind in PICTURE_KINDS:
        return picture_part(message, media, limit + bleed, desk, look)
    if message.kind in (MessageKind.VOICE, MessageKind.AUDIO):
        return voice_part(message, media, limit, look)
    if message.kind is MessageKind.DOCUMENT or media.path:
        return document_part(message, media, limit, look)
    return None


def _special(message: MessageView, content: Content, limit: int, texts: TextCache, look: Look) -> list[Part]:
    parts: list[Part] = []
    if content.starts_at_ms is not None:
        day, clock = formats.full_date(formats.local_day(content.starts_at_ms)), formats.time_of_day(content.starts_at_ms)
        parts.append(mark_part("calendar", f"{kind_words(message.kind)} · {day}, {clock}", limit, look))
    if content.location is not None:
        parts.append(_place(message, content.location, limit, look))
    for number, card in enumerate(content.contacts[:_CARDS]):
        parts.append(_contact(message, number, card, limit, look))
    if len(content.contacts) > _CARDS:
        more = translate("Timeline", "and {count} more").format(count=len(content.contacts) - _CARDS)
        parts.append(mark_part("contact", more, limit, look))
    if content.poll is not None:
        parts.extend(_poll(message, content, limit, texts, look))
    if content.order is not None:
        parts.extend(_order(message.kind, content.order, message.text, limit, texts, look))
    if content.group_invite is not None:
        link = invitation_link(content)
        name = content.group_invite.group_name or translate("Timeline", "Group")
        click = Click(Wish.OPEN_TARGET, link) if link is not None else None
        lines = (translate("Timeline", "Group invitation"),)
        parts.append(card_part(message.id, "group", name, lines, limit, look, click=click))
    if content.menu is not None and content.menu.title:
        parts.append(text_part(content.menu.title, limit, texts, look, unfolded=False, role=Type.STRONG))
    if content.reply is not None:
        parts.append(mark_part("check", translate("Timeline", "Chosen from a list or button"), limit, look))
        if content.reply.title and content.reply.title != message.text:
            parts.append(text_part(content.reply.title, limit, texts, look, unfolded=False, role=Type.STRONG))
        if content.reply.description:
            parts.append(text_part(content.reply.description, limit, texts, look, unfolded=False, soft=True))
    if content.menu is not None and not parts:
        # a menu without a title still is more than its text
        parts.append(mark_part("menu", kind_words(message.kind), limit, look))
    return parts


def invitation_link(content: Content) -> str | None:
    """Where an invitation to a group leads, where it can lead anywhere."""
    invite = content.group_invite
    return f"https://chat.whatsapp.com/{invite.code}" if invite is not None and _is_code(invite.code) else None


def _is_code(code: str | None) -> bool:
    return code is not None and 0 < len(code) <= 40 and code.isascii() and code.isalnum()


def _place(message: MessageView, place: Location, limit: int, look: Look) -> Part:
    live = message.kind is MessageKind.LIVE_LOCATION
    title = place.name or (kind_words(message.kind) if not place.address else place.address)
    where = f"{place.latitude:.5f}, {place.longitude:.5f}"
    lines = tuple(
        t for t in (place.address if place.name else None, where, kind_words(message.kind) if live and place.name else None) if t
    )
    good = abs(place.latitude) <= 90 and abs(place.longitude) <= 180
    actions = (Action(translate("Timeline", "Open in maps"), Click(Wish.OPEN_LINK, maps_link(place))),) if good else ()
    return card_part(message.id, "location", title, lines, limit, look, actions=actions)


def _contact(message: MessageView, number: int, card: ContactCard, limit: int, look: Look) -> Part:
    lines = (*(_phone(p) for p in card.phones[:3]), *card.emails[:1], card.organisation or "")
    actions = [Action(translate("Timeline", "Save contact"), Click(Wish.SAVE_CONTACT, str(number)))]
    if card.dialable is not None:
        actions.insert(0, Action(translate("Timeline", "Chat"), Click(Wish.CHAT_WITH, str(number))))
    name = card.name or translate("Timeline", "Contact")
    return card_part(message.id, "contact", name, lines, limit, look, actions=tuple(actions))


def _phone(text: str) -> str:
    if len(text) > 60:
        return text
    digits = "".join(c for c in text if c.isdigit() and c.isascii())
    return formats.phone(digits) if 10 <= len(digits) <= 15 else text


def _poll(message: MessageView, content: Content, limit: int, texts: TextCache, look: Look) -> list[Part]:
    poll = content.poll
    if poll is None:
        return []
    counts = [sum(option in vote.options for vote in message.votes) for option in poll.options]
    voters = sum(bool(vote.options) for vote in message.votes)
    options = tuple(
        Option(text, count, count / voters if voters else 0.0)
        for text, count in zip(poll.options[:_OPTIONS], counts, strict=False)
    )
    several = poll.selectable != 1
    rule = translate("Timeline", "One or more options") if several else translate("Timeline", "One option")
    told = translate("Timeline", "Votes: {count}").format(count=voters)
    parts: list[Part] = [
        text_part(poll.question, limit, texts, look, unfolded=False, role=Type.STRONG),
        mark_part("poll", f"{rule} · {told}", limit, look),
    ]
    if options:
        parts.append(poll_part(options, limit, look, Click(Wish.SHOW_VOTES) if voters else None))
    return parts


def _order(kind: MessageKind, order: Order, said: str | None, limit: int, texts: TextCache, look: Look) -> list[Part]:
    """The kind, what and how many of it, and the sum where it is not that of the only line; nothing is told twice."""
    parts: list[Part] = [mark_part("cart", kind_words(kind), limit, look)]
    names = {item.name for item in order.items}
    if order.title and order.title not in {said, kind_words(kind), *names}:
        parts.append(text_part(order.title, limit, texts, look, unfolded=False, role=Type.STRONG))
    rows = [
        (f"{item.quantity} × {item.name}", money(item.price * item.quantity, order.currency) if item.price is not None else "")
        for item in order.items[:_LINES]
    ]
    if len(order.items) > _LINES:
        rows.append((translate("Timeline", "and {count} more").format(count=len(order.items) - _LINES), ""))
    total = money(order.total, order.currency) if order.total is not None else ""
    summed = bool(total) and [row[1] for row in rows] != [total]
    if summed:
        rows.append((translate("Timeline", "Total"), total))
    if rows:
        parts.append(table_part(tuple(rows), limit, look, total=summed))
    if order.note and order.note != said:
        parts.append(text_part(order.note, limit, texts, look, unfolded=False, soft=True))
    return parts


def says_it_already(message: MessageView) -> bool:
    """Whether a message's text stands in its content: a poll's question, the name of a product."""
    content = message.content or Content()
    if content.poll is not None and content.poll.question == message.text:
        return True
    order = content.order
    return order is not None and message.text in {item.name for item in order.items}


def money(amount: float, currency: str | None) -> str:
    """An amount as the person's language writes it; only codes of three letters are taken for a currency."""
    if not abs(amount) < 1e12:
        return ""
    code = currency if currency and len(currency) == 3 and currency.isascii() and currency.isalpha() else ""
    if code.upper() == "BRL":
        code = "R$"
    number = QLocale().toString(float(amount), "f", 2)
    return f"{code} {number}".strip()


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def main_click(message: MessageView) -> Click | None:
    """What Enter does with a message: look, play, open, go; None where there is nothing to do."""
    content, media = message.content or Content(), message.media
    ready = media is not None and media.state is MediaState.READY and media.path
    if ready and message.kind in PICTURE_KINDS:
        return Click(Wish.LOOK_AT)
    if ready and message.kind in (MessageKind.VOICE, MessageKind.AUDIO):
        return Click(Wish.PLAY)
    if ready:
        return Click(Wish.OPEN_FILE)
    if media is not None and media.state is MediaState.FAILED:
        return Click(Wish.FETCH)
    if content.location is not None:
        return Click(Wish.OPEN_LINK, maps_link(content.location))
    if content.contacts:
        return Click(Wish.CHAT_WITH if content.contacts[0].dialable is not None else Wish.SAVE_CONTACT, "0")
    if content.poll is not None and message.votes:
        return Click(Wish.SHOW_VOTES)
    if content.link_preview is not None:
        return Click(Wish.OPEN_LINK, content.link_preview.url)
    found = links.find((message.text or "")[:20_000])
    if found:
        return Click(Wish.OPEN_LINK, found[0].url)
    if message.quoted is not None and message.quoted.message_id is not None:
        return Click(Wish.GO_TO_QUOTED)
    return None


def maps_link(place: Location) -> str:
    """A map with the place marked."""
    return f"https://www.google.com/maps/search/?api=1&query={place.latitude:.6f},{place.longitude:.6f}"
