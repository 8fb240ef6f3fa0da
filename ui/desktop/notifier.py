"""Tells the desktop of new messages: gathered for a moment, one notification a conversation, gone once read."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from services.api import Services
from services.domain.changes import ChangeKind, ChangeSet, Notice
from services.domain.errors import AppError
from services.domain.ids import AgentId, ChatId, MessageId
from services.domain.models import ChatView, MessageView
from services.settings.desktop import Notifications, TellOf
from ui.bridge import Bridge
from ui.desktop import rules
from ui.desktop.rules import Bubble
from ui.formats import Clock
from ui.notice_words import notice_words
from ui.tasks import Crossing

GATHER_MS = 500
# whether what was told has been read meanwhile is asked so often at most
_DOUBT_MS = 250
# more conversations than this at once are told in one line
_MOST = 4
_LAST = 3
_LOOKED_AT = 100


class SignalLike(Protocol):
    """A Qt signal, as far as it is used here."""

    def connect(self, slot: Callable[..., object], /) -> object:
        """Call ``slot`` with what is emitted."""
        ...


class Shower(Protocol):
    """What shows bubbles: ``Freedesktop`` or ``Balloons``."""

    @property
    def opened(self) -> SignalLike:
        """The key of the bubble that was clicked."""
        ...

    @property
    def answered(self) -> SignalLike:
        """The key of a bubble and what was typed into it."""
        ...

    def show(self, bubble: Bubble) -> None:
        """Show it, in place of one with the same key."""
        ...

    def withdraw(self, key: str) -> None:
        """Take it away."""
        ...


class Place(Protocol):
    """What the notifier has to know of the windows."""

    def in_view(self) -> frozenset[ChatId]:
        """Conversations that are in a window which has the keyboard."""
        ...

    def looked_at(self) -> bool:
        """Whether one of the windows has the keyboard."""
        ...

    def secret(self) -> bool:
        """Whether nothing of customers may be shown: locked."""
        ...

    def paused(self) -> bool:
        """Whether a person wants no notifications for a while."""
        ...


class _Heard(msgspec.Struct):
    """What was told of a conversation since it was last read."""

    count: int = 0
    last: tuple[MessageId, ...] = ()


class Notifier(QObject):
    """``chat_wanted`` names a conversation, None for the list of them, that a click asks for.

    ``rang`` tells that something came: True for a conversation in view. ``failed`` carries an answer that could not
    be sent; its text is kept as the draft.
    """

    chat_wanted = Signal(object)
    rang = Signal(bool)
    failed = Signal(object)

    def __init__(
        self, services: Services, bridge: Bridge, crossing: Crossing, place: Place,
        settings: Callable[[], Notifications], clock: Clock, parent: QObject | None = None, *, gather_ms: int = GATHER_MS,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._services, self._crossing, self._place = services, crossing, place
        self._settings, self._clock = settings, clock
        self._shower: Shower | None = None
        self._new: dict[ChatId, list[MessageId]] = {}
        self._heard: dict[ChatId, _Heard] = {}
        self._gather = QTimer(self, singleShot=True, interval=gather_ms)
        self._gather.timeout.connect(self._ask)
        self._doubted: set[ChatId] = set()
        self._doubt = QTimer(self, singleShot=True, interval=_DOUBT_MS)
        self._doubt.timeout.connect(self._look_again)
        bridge.changed.connect(self._on_bridge_changed)
        bridge.notice.connect(self._on_bridge_notice)

    def show_on(self, shower: Shower) -> None:
        """From now on notifications appear there."""
        self._shower = shower
        shower.opened.connect(self._on_opened)
        shower.answered.connect(self._on_answered)

    def told(self) -> frozenset[ChatId]:
        """Conversations of which something was told and nobody has read it."""
        return frozenset(self._heard)

    def silent(self) -> bool:
        """Whether nothing may pop up or sound now."""
        return self._place.paused() or rules.quiet(self._settings(), datetime.fromtimestamp(self._clock()))

    def withdraw(self, chat_id: ChatId) -> None:
        """It is being looked at."""
        self._new.pop(chat_id, None)
        if self._heard.pop(chat_id, None) is not None and self._shower is not None:
            self._shower.withdraw(f"chat:{chat_id}")
            if not self._heard:
                self._shower.withdraw("many")

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        for change in changes.messages:
            if change.notify and change.kind is ChangeKind.ADDED:
                self._new.setdefault(change.chat_id, []).append(change.message_id)
        if self._new and not self._gather.isActive():
            self._gather.start()
        self._doubted |= changes.chats & self._heard.keys()
        if self._doubted and not self._doubt.isActive():
            self._doubt.start()
        for gone, _into in changes.chats_merged:
            self.withdraw(gone)

    def _look_again(self) -> None:
        told, self._doubted = tuple(self._doubted), set()
        self._crossing.spawn(self, self._services.chats.get(told), done=self._drop_read)

    def _drop_read(self, chats: tuple[ChatView, ...]) -> None:
        for chat in chats:
            if not chat.unread and chat.id not in self._new:
                self.withdraw(chat.id)

    def _ask(self) -> None:
        # of a flood the first ones are enough to say that it came
        new = dict(list(self._new.items())[:_LOOKED_AT])
        self._new = {}
        for chat, messages in new.items():
            heard = self._heard.setdefault(chat, _Heard())
            heard.count += len(messages)
            heard.last = (*heard.last, *messages)[-_LAST:]
        # of many only the names are needed, to leave out the muted ones
        few = len(new) <= _MOST
        wanted = tuple(m for chat in new for m in self._heard[chat].last) if few else ()

        async def ask() -> tuple[tuple[ChatView, ...], tuple[MessageView, ...], AgentId | None]:
            me = await self._services.agents.active()
            messages = await self._services.messages.get(wanted) if wanted else ()
            return await self._services.chats.get(tuple(new)), messages, me.id if me is not None else None

        self._crossing.spawn(self, ask(), done=lambda found: self._tell(*found))

    def _tell(self, chats: tuple[ChatView, ...], messages: tuple[MessageView, ...], me: AgentId | None) -> None:
        settings = self._settings()
        wanted = [chat for chat in chats if rules.worth_it(settings, chat, me)]
        in_view = self._place.in_view()
        here = [chat for chat in wanted if chat.id in in_view]
        # read on another screen or in the window since then
        due = [chat for chat in wanted if chat.id not in in_view and chat.unread and chat.id in self._heard]
        for chat in chats:
            if chat not in due:
                self._heard.pop(chat.id, None)
        if self.silent():
            return
        if here or due:
            self.rang.emit(not due)
        if self._shower is None or not due:
            return
        hidden = settings.hide_content or self._place.secret()
        if len(due) > _MOST:
            self._shower.show(rules.summary(sum(self._heard[chat.id].count for chat in due), len(due)))
            return
        for chat in due:
            own = sorted((m for m in messages if m.chat_id == chat.id), key=lambda m: (m.sent_at_ms, m.id))
            self._shower.show(rules.bubble_for(chat, own, self._heard[chat.id].count, hidden=hidden))

    def _on_bridge_notice(self, notice: Notice) -> None:
        # what came while the program was away is one line, however much it was
        if notice.code != "caught_up" or notice.resolved or self._settings().tell_of is TellOf.NONE or self.silent():
            return
        if self._shower is not None and not self._place.looked_at():
            self._shower.show(Bubble(key="caught_up", title="Balcão", body=notice_words(notice)))

    def _on_opened(self, key: str) -> None:
        self.chat_wanted.emit(_chat_of(key))

    def _on_answered(self, key: str, text: str) -> None:
        chat = _chat_of(key)
        if chat is None or not text.strip() or self._place.secret():
            self.chat_wanted.emit(chat)
            return
        services = self._services

        async def send() -> None:
            try:
                await services.messages.send_text(chat, text)
            except AppError:
                # what somebody wrote is not lost because it could not go
                await services.chats.save_draft(chat, text)
                raise
            await services.chats.mark_read(chat)

        self._crossing.spawn(self, send(), failed=self.failed.emit, keep=True)
        self.withdraw(chat)


def _chat_of(key: str) -> ChatId | None:
    what, _, number = key.partition(":")
    return ChatId(int(number)) if what == "chat" else None
