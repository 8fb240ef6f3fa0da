"""What clicks in bubbles and the menu of a message lead to: looking, playing, saving, opening, telling who."""

import contextlib
from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from services.api import Services
from services.domain.content import ContactCard, Direction, MessageKind
from services.domain.errors import AppError, ErrorCode
from services.domain.models import EditView, MediaState, MessageView
from ui import formats, links
from ui.dialogs import TextDialog
from ui.media.desk import Desk
from ui.media.lightbox import Lightbox
from ui.media.saving import Files
from ui.messages import author_words
from ui.tasks import Crossing
from ui.theme import Look
from ui.timeline.model import TimelineModel
from ui.timeline.offers import offers
from ui.timeline.parts.base import Click, Wish
from ui.timeline.parts.picture import PICTURE_KINDS
from ui.timeline.rows import CHIP_KINDS
from ui.widgets.labels import no_mnemonic

_MAX_RAW, _CARDS = 200_000, 5
# the others have it in their information
_RAW_IN_MENU = CHIP_KINDS | {MessageKind.UNSUPPORTED, MessageKind.UNDECRYPTED}
_LOOKED_AT = PICTURE_KINDS - {MessageKind.STICKER}
SPEED_KEY = "chat.voice_speed"


class Wishes(QObject):
    """Does what needs no page of messages; ``failed`` carries AppErrors for the notices.

    ``told`` is something to say at the foot of the conversation, ``chat_wanted`` a number to talk to and whether it is
    known to be on WhatsApp. ``raw`` is whether what a gateway sent may be looked at.
    """

    failed = Signal(object)
    chat_wanted = Signal(str, bool)
    told = Signal(str)
    wish_made = Signal(object, object)

    def __init__(
        self, parent: QWidget, services: Services, crossing: Crossing, look: Look, desk: Desk, model: TimelineModel
    ) -> None:
        super().__init__(parent)
        self._parent, self._services, self._crossing = parent, services, crossing
        self._look, self._desk, self._model = look, desk, model
        self.files = Files(parent, services, crossing, look, desk)
        self.files.failed.connect(lambda _target: self.failed.emit(AppError("file", code=ErrorCode.MEDIA_GONE)))
        desk.sound.failed.connect(lambda _message: self.failed.emit(AppError("sound", code=ErrorCode.MEDIA_GONE)))
        desk.sound.ended.connect(self._on_sound_ended)
        desk.sound.speed_changed.connect(self._on_sound_speed_changed)
        self._speed_known = False
        self.raw = True
        self._todo: dict[Wish, Callable[[MessageView, str], object]] = {
            Wish.LOOK_AT: lambda message, _value: self.look_at(message),
            Wish.PLAY: self._play,
            Wish.SEEK: self._seek,
            Wish.SPEED: lambda _message, _value: desk.sound.next_speed(),
            Wish.OPEN_FILE: lambda message, _value: self._open_file(message),
            Wish.OPEN_LINK: lambda _message, value: self._open_link(value, ask=False),
            Wish.OPEN_TARGET: lambda _message, value: self._open_link(value, ask=True),
            Wish.SAVE_CONTACT: self._save_contact,
            Wish.CHAT_WITH: self._chat_with,
            Wish.CHAT_WITH_AUTHOR: lambda message, _value: self._chat_with_author(message),
            Wish.SHOW_RAW: lambda message, _value: self.show_raw(message),
            Wish.SHOW_HISTORY: lambda message, _value: self.show_history(message),
            Wish.SHOW_REACTIONS: lambda message, _value: self._say(self._reactions(message)),
            Wish.SHOW_VOTES: lambda message, _value: self._say(self._votes(message)),
        }

    def fulfil(self, click: Click, message: MessageView) -> bool:
        """Do it; False for a wish that is not for here."""
        what = self._todo.get(click.wish)
        if what is not None:
            what(message, click.value)
        return what is not None

    def look_at(self, message: MessageView) -> Lightbox | None:
        """Open the lightbox at a picture or film, with those around it to go on to."""
        shown = [m for m in self._model.messages if m.kind in _LOOKED_AT and _ready(m)]
        at = next((at for at, m in enumerate(shown) if m.id == message.id), None)
        if at is None:
            return None
        self._desk.sound.stop()
        box = Lightbox(self._parent.window(), self._look, self._desk, shown, at, author_words)
        box.save_requested.connect(self.files.save)
        box.show()
        return box

    def show_raw(self, message: MessageView) -> None:
        """The delivery a message came in, as it was received."""
        if message.delivery_id is None or not self.raw:
            return

        def done(body: bytes) -> None:
            TextDialog(self._parent, self.tr("What came"), _readable(body)).open()

        self._crossing.spawn(
            self, self._services.deliveries.body(message.delivery_id), done=done, failed=self.failed.emit
        )

    def show_history(self, message: MessageView) -> None:
        """The texts an edited message had."""

        def done(edits: tuple[EditView, ...]) -> None:
            told = [f"{_moment(edit.at_ms)}\n{edit.text or '—'}" for edit in edits]
            TextDialog(self._parent, self.tr("Earlier versions"), "\n\n".join(told)).open()

        self._crossing.spawn(self, self._services.messages.history(message.id), done=done, failed=self.failed.emit)

    def fill_menu(self, menu: QMenu, message: MessageView) -> None:
        """What can be done with what stands in the message, its file, edits and raw form."""
        known: set[Click] = set()
        for words, click in offers(message):
            if click not in known:
                known.add(click)
                self._add(menu, no_mnemonic(words), partial(self.wish_made.emit, click, message))
        state = message.media.state if message.media is not None else None
        if state in (MediaState.PENDING, MediaState.DOWNLOADING):
            self._add(menu, self.tr("Stop downloading"), lambda: self.wish_made.emit(Click(Wish.STOP_FETCHING), message))
        elif state is MediaState.FAILED:
            self._add(menu, self.tr("Download again"), lambda: self.wish_made.emit(Click(Wish.FETCH), message))
        if _ready(message):
            if message.kind in _LOOKED_AT:
                self._add(menu, self.tr("View"), lambda: self.look_at(message))
            elif message.kind is MessageKind.DOCUMENT and self.files.may_open(message):
                self._add(menu, self.tr("Open"), lambda: self.files.open(message))
            self._add(menu, self.tr("Save as…"), lambda: self.files.save(message))
            self._add(menu, self.tr("Save to downloads and show"), lambda: self.files.show_in_folder(message))
        for card in message.content.contacts[:_CARDS] if message.content is not None else ():
            words = self.tr("Save {name} as a file…").format(name=formats.isolated(card.name, 40) or self.tr("contact"))
            self._add(menu, no_mnemonic(words), partial(self.files.save_contact, card))
        if message.edited:
            self._add(menu, self.tr("Earlier versions"), lambda: self.show_history(message))
        if message.reactions:
            self._add(menu, self.tr("Who reacted"), lambda: self._say(self._reactions(message)))
        if self.raw and message.delivery_id is not None and message.kind in _RAW_IN_MENU:
            self._add(menu, self.tr("Show what came"), lambda: self.show_raw(message))

    @staticmethod
    def _add(menu: QMenu, words: str, what: Callable[[], object]) -> None:
        menu.addAction(words).triggered.connect(lambda: what())

    def _play(self, message: MessageView, _value: str) -> None:
        self._recall_speed()
        if message.media is not None and message.media.path:
            self._desk.sound.toggle(message.id, message.media.path)

    def _recall_speed(self) -> None:
        # not when the window is made: the settings may not be open yet
        if not self._speed_known:
            self._speed_known = True
            speed = self._services.preferences.get(SPEED_KEY)
            if isinstance(speed, float):
                self._desk.sound.set_speed(speed)

    def _seek(self, message: MessageView, value: str) -> None:
        self._recall_speed()
        if message.media is not None and message.media.path:
            self._desk.sound.seek(message.id, message.media.path, float(value))

    def _on_sound_ended(self, ended: object) -> None:
        # voice messages sent one after the other are heard one after the other
        messages = self._model.messages
        at = next((at for at, m in enumerate(messages) if m.id == ended), None)
        if at is None or at + 1 >= len(messages):
            return
        before, following = messages[at], messages[at + 1]
        alike = following.kind is MessageKind.VOICE is before.kind and following.direction is before.direction
        if alike and before.direction is Direction.IN and _ready(following):
            self._play(following, "")

    def _on_sound_speed_changed(self, speed: float) -> None:
        self._crossing.spawn(self, self._services.preferences.set(SPEED_KEY, speed), keep=True)

    def _open_file(self, message: MessageView) -> None:
        self.files.open(message)

    def _open_link(self, url: str, *, ask: bool) -> None:
        links.follow_link(self._parent.window(), self._look, url, ask=ask)

    def _save_contact(self, message: MessageView, value: str) -> None:
        card = _card(message, value)
        if card is None:
            return
        phone, name = card.dialable, formats.isolated(card.name, 60)
        if phone is None or not name:
            self.files.save_contact(card)
            return
        words = self.tr("Saved as {name}").format(name=name)
        self._crossing.spawn(
            self,
            self._services.cards.save(phone, card.name),
            done=lambda _none: self.told.emit(words),
            failed=self.failed.emit,
            keep=True,
        )

    def _chat_with(self, message: MessageView, value: str) -> None:
        card = _card(message, value)
        if card is not None and card.dialable is not None:
            self.chat_wanted.emit(card.dialable, False)

    def _chat_with_author(self, message: MessageView) -> None:
        if message.author.phone is not None:
            self.chat_wanted.emit(message.author.phone, True)

    def _reactions(self, message: MessageView) -> list[str]:
        somebody, me = self.tr("Somebody") if self._model.is_group else self.tr("Customer"), self.tr("You")
        return [
            f"{r.emoji[:16]}  {me if r.from_me else formats.one_line(r.actor or somebody, 60)}"
            for r in message.reactions
        ]

    def _votes(self, message: MessageView) -> list[str]:
        poll = message.content.poll if message.content is not None else None
        lines: list[str] = []
        for option in poll.options if poll is not None else ():
            names = [formats.one_line(v.voter or self.tr("Somebody"), 60) for v in message.votes if option in v.options]
            if names:
                lines.append(f"{formats.one_line(option, 80)}: {', '.join(names)}")
        return lines

    def _say(self, lines: list[str]) -> None:
        """A small list beside the mouse; menus show any text as it is."""
        if not lines:
            return
        menu = QMenu(self._parent)
        menu.setObjectName("who")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for line in lines[:40]:
            menu.addAction(no_mnemonic(line))
        menu.popup(self._parent.cursor().pos() + QPoint(4, 4))


def _readable(body: bytes) -> str:
    """A delivery to be read by people: JSON line by line, anything else as it is."""
    if len(body) <= _MAX_RAW:
        with contextlib.suppress(msgspec.DecodeError, RecursionError):
            body = msgspec.json.format(body, indent=2)
    return body[:_MAX_RAW].decode("utf-8", "replace")


def _ready(message: MessageView) -> bool:
    media = message.media
    return media is not None and media.state is MediaState.READY and bool(media.path)


def _card(message: MessageView, value: str) -> ContactCard | None:
    cards = message.content.contacts if message.content is not None else ()
    return cards[int(value)] if value.isdigit() and int(value) < len(cards) else None


def _moment(moment_ms: int) -> str:
    return f"{formats.full_date(formats.local_day(moment_ms))}, {formats.time_of_day(moment_ms)}"
