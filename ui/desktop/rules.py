"""When the desktop is told, and with which words: plain data in, plain data out."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import msgspec
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from services.domain.ids import AgentId
from services.domain.models import ChatView, MessageView
from services.settings.desktop import Notifications, QuietDays, TellOf
from ui import formats
from ui.messages import caption, kind_words

_LINES = 3
_TITLE, _LINE = 60, 200
_NEW = (
    QT_TRANSLATE_NOOP("Desktop", "A new message"),
    QT_TRANSLATE_NOOP("Desktop", "{count} new messages"),
    QT_TRANSLATE_NOOP("Desktop", "{count} new messages in {chats} conversations"),
)

translate = QCoreApplication.translate


class Bubble(msgspec.Struct, frozen=True, kw_only=True):
    """One notification, in plain text. ``key`` is what it is about: another with the same key takes its place."""

    key: str
    title: str
    body: str
    answerable: bool = False


def quiet(rules: Notifications, now: datetime) -> bool:
    """Whether ``now`` (local time) lies in the quiet hours."""
    if not rules.quiet:
        return False
    begin, end = _time(rules.quiet_from), _time(rules.quiet_to)
    at = now.time()
    if begin < end:
        return begin <= at < end and _counts(rules.quiet_days, now)
    # through midnight, and round the clock where both are the same
    if at >= begin:
        return _counts(rules.quiet_days, now)
    return at < end and _counts(rules.quiet_days, now - timedelta(days=1))


def worth_it(rules: Notifications, chat: ChatView, me: AgentId | None) -> bool:
    """Whether a person wants to be told of this conversation at all."""
    if chat.muted or chat.ignored or rules.tell_of is TellOf.NONE:
        return False
    return rules.tell_of is TellOf.ALL or (me is not None and chat.agent_id == me)


def bubble_for(chat: ChatView, messages: Sequence[MessageView], count: int, *, hidden: bool) -> Bubble:
    """What is said about one conversation; ``messages`` are its last new ones, ``count`` all of them."""
    key = f"chat:{chat.id}"
    if hidden:
        return Bubble(key=key, title="Balcão", body=_new(count))
    name = formats.one_line(chat.title, _TITLE)
    title = f"{name} ({count})" if count > 1 else name
    lines = []
    for message in messages[-_LINES:]:
        said = formats.one_line(_said(message), _LINE)
        author = formats.one_line(message.author.name or message.author.phone or "", 40) if chat.is_group else ""
        lines.append(f"{author}: {said}" if author else said)
    return Bubble(key=key, title=title, body="\n".join(lines), answerable=True)


def summary(messages: int, chats: int) -> Bubble:
    """What is said where one for each conversation would be too many."""
    words = translate("Desktop", str(_NEW[2])).format(count=messages, chats=chats)
    return Bubble(key="many", title="Balcão", body=words)


def _new(count: int) -> str:
    return translate("Desktop", str(_NEW[0])) if count == 1 else translate("Desktop", str(_NEW[1])).format(count=count)


def _time(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def _counts(days: QuietDays, began: datetime) -> bool:
    if days is QuietDays.EVERY_DAY:
        return True
    return (began.weekday() >= 5) is (days is QuietDays.WEEKEND)


def _said(message: MessageView) -> str:
    # before a text that goes with a picture its kind would only be in the way
    return caption(message) or kind_words(message.kind)
