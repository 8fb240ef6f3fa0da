"""Everything that can be clicked in a bubble, in words: for the menu, so that no mouse is needed."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from services.domain import formatting
from services.domain.content import Content, MessageKind
from services.domain.models import MediaState, MessageView
from ui import formats
from ui.timeline.contents import invitation_link, maps_link
from ui.timeline.parts.base import Click, Wish
from ui.timeline.parts.text import folded

translate = QCoreApplication.translate
_LINKS, _CARDS, _CHOICES = 8, 5, 12
_SOUNDS = (MessageKind.VOICE, MessageKind.AUDIO)


def offers(message: MessageView) -> Iterator[tuple[str, Click]]:
    """(words, what it asks for), in the order in which it stands in the bubble; texts from outside are one line."""
    content, media = message.content or Content(), message.media
    if message.quoted is not None and message.quoted.message_id is not None:
        yield translate("Timeline", "Go to the quoted message"), Click(Wish.GO_TO_QUOTED)
    if media is not None and message.kind in _SOUNDS and media.state is MediaState.READY and media.path:
        yield translate("Timeline", "Play or pause"), Click(Wish.PLAY)
        yield translate("Timeline", "Another speed"), Click(Wish.SPEED)
    yield from _of_content(message, content)
    if message.text:
        if folded(message.text)[1]:
            yield translate("Timeline", "Read more"), Click(Wish.UNFOLD)
        for link in formatting.read(folded(message.text)[0]).links[:_LINKS]:
            yield _open(link.url), Click(Wish.OPEN_LINK, link.url)
    for choice in content.menu.choices[:_CHOICES] if content.menu is not None else ():
        if choice.url:
            yield f"{formats.isolated(choice.title, 40)}: {_open(choice.url)}", Click(Wish.OPEN_TARGET, choice.url)


def _of_content(message: MessageView, content: Content) -> Iterator[tuple[str, Click]]:
    if content.referral is not None and content.referral.url:
        yield _open(content.referral.url), Click(Wish.OPEN_TARGET, content.referral.url)
    if content.location is not None:
        yield translate("Timeline", "Open in maps"), Click(Wish.OPEN_LINK, maps_link(content.location))
    for number, card in enumerate(content.contacts[:_CARDS]):
        name = formats.isolated(card.name, 40) or translate("Timeline", "Contact")
        if card.dialable is not None:
            words = translate("Timeline", "Chat with {name}").format(name=name)
            yield words, Click(Wish.CHAT_WITH, str(number))
        yield translate("Timeline", "Save {name}").format(name=name), Click(Wish.SAVE_CONTACT, str(number))
    if content.poll is not None and message.votes:
        yield translate("Timeline", "Who voted"), Click(Wish.SHOW_VOTES)
    link = invitation_link(content)
    if link is not None:
        yield translate("Timeline", "Open the group invitation"), Click(Wish.OPEN_TARGET, link)
    if content.link_preview is not None:
        yield _open(content.link_preview.url), Click(Wish.OPEN_LINK, content.link_preview.url)


def _open(url: str) -> str:
    if url.startswith("mailto:"):
        return translate("Timeline", "Write to {address}").format(address=formats.isolated(url[7:], 60))
    try:
        host = urlsplit(url).hostname or url
    except ValueError:
        host = url
    return translate("Timeline", "Open {address}").format(address=formats.isolated(host, 60))
