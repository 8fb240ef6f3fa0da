"""The keys of the whole window as data, and the one place that gives them to Qt, so that people can change them."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

import msgspec
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

Run = Callable[[], object]


class Scope(StrEnum):
    """Where a key works."""

    EVERYWHERE = "everywhere"
    CONVERSATIONS = "conversations"
    MESSAGE = "message"
    COMPOSER = "composer"
    TEXT = "text"


class Group(StrEnum):
    """Under which heading it is listed."""

    GOING = "going"
    CONVERSATION = "conversation"
    MESSAGE = "message"
    WRITING = "writing"
    PROGRAM = "program"


class Deed(msgspec.Struct, frozen=True):
    """Something that can be done: ``words`` are marked for translation under "Keymap", ``keys`` as Qt writes them.

    Keys that cannot be changed have a reason in ``fixed``, marked in the same way; they are listed and no other may
    take them. ``number`` stands for ``{n}`` in the words.
    """

    id: str
    words: object
    group: Group
    scope: Scope
    keys: tuple[str, ...] = ()
    fixed: object = ""
    number: int = 0

    def name(self) -> str:
        """What it does, in the present language."""
        return QCoreApplication.translate("Keymap", str(self.words)).replace("{n}", str(self.number))

    def why_fixed(self) -> str:
        """Why its keys stay as they are, in the present language; "" where they can be changed."""
        return QCoreApplication.translate("Keymap", str(self.fixed)) if self.fixed else ""


_G, _S = Group, Scope
_ESC = QT_TRANSLATE_NOOP("Keymap", "Esc closes what is open, here as everywhere.")
_ENTER = QT_TRANSLATE_NOOP("Keymap", "Which of the two sends is chosen in the settings.")
_LINE = QT_TRANSLATE_NOOP("Keymap", "It makes a new line wherever Enter sends.")
_TYPED = QT_TRANSLATE_NOOP("Keymap", "It is a character of the text.")
_ARROWS = QT_TRANSLATE_NOOP("Keymap", "The arrow keys move through the text.")
_EDITING = QT_TRANSLATE_NOOP("Keymap", "Every text field has these keys.")
DEEDS: tuple[Deed, ...] = (
    Deed("go.anything", QT_TRANSLATE_NOOP("Keymap", "Go to a conversation, page or command"), _G.GOING, _S.EVERYWHERE, ("Ctrl+K",)),
    Deed("go.search", QT_TRANSLATE_NOOP("Keymap", "Search messages"), _G.GOING, _S.EVERYWHERE, ("Ctrl+Shift+F",)),
    Deed("go.chats", QT_TRANSLATE_NOOP("Keymap", "Go to the conversations"), _G.GOING, _S.EVERYWHERE),
    Deed("go.contacts", QT_TRANSLATE_NOOP("Keymap", "Go to the contacts"), _G.GOING, _S.EVERYWHERE),
    Deed("go.numbers", QT_TRANSLATE_NOOP("Keymap", "Go to the numbers"), _G.GOING, _S.EVERYWHERE),
    Deed("go.deliveries", QT_TRANSLATE_NOOP("Keymap", "Go to the deliveries"), _G.GOING, _S.EVERYWHERE),
    Deed("go.new", QT_TRANSLATE_NOOP("Keymap", "Start a conversation"), _G.GOING, _S.EVERYWHERE, ("Ctrl+N",)),
    Deed("chat.next", QT_TRANSLATE_NOOP("Keymap", "Next conversation"), _G.GOING, _S.CONVERSATIONS, ("Alt+Down", "Ctrl+Tab")),
    Deed("chat.previous", QT_TRANSLATE_NOOP("Keymap", "Previous conversation"), _G.GOING, _S.CONVERSATIONS,
         ("Alt+Up", "Ctrl+Shift+Tab")),
    Deed("chat.next_unread", QT_TRANSLATE_NOOP("Keymap", "Next unread conversation"), _G.GOING, _S.CONVERSATIONS,
         ("Alt+Shift+Down",)),
    Deed("chat.previous_unread", QT_TRANSLATE_NOOP("Keymap", "Previous unread conversation"), _G.GOING, _S.CONVERSATIONS,
         ("Alt+Shift+Up",)),
    *(Deed(f"chat.{n}", QT_TRANSLATE_NOOP("Keymap", "Conversation {n} of the list"), _G.GOING, _S.CONVERSATIONS,
           (f"Ctrl+{n}",), number=n) for n in range(1, 10)),
    Deed("chat.newest", QT_TRANSLATE_NOOP("Keymap", "Newest message"), _G.GOING, _S.CONVERSATIONS, ("Ctrl+End",)),
    Deed("chat.oldest", QT_TRANSLATE_NOOP("Keymap", "Oldest message that is loaded"), _G.GOING, _S.CONVERSATIONS, ("Ctrl+Home",)),
    Deed("chat.leave", QT_TRANSLATE_NOOP("Keymap", "Leave the conversation"), _G.GOING, _S.CONVERSATIONS, ("Esc",), fixed=_ESC),
    Deed("chat.find", QT_TRANSLATE_NOOP("Keymap", "Search in this conversation"), _G.CONVERSATION, _S.CONVERSATIONS, ("Ctrl+F",)),
    Deed("chat.archive", QT_TRANSLATE_NOOP("Keymap", "Archive or take out of the archive"), _G.CONVERSATION, _S.CONVERSATIONS,
         ("Ctrl+E",)),
    Deed("chat.resolve", QT_TRANSLATE_NOOP("Keymap", "Resolve or open again"), _G.CONVERSATION, _S.CONVERSATIONS, ("Alt+E",)),
    Deed("chat.resolve_next", QT_TRANSLATE_NOOP("Keymap", "Resolve and go to the next conversation"), _G.CONVERSATION,
         _S.CONVERSATIONS, ("Alt+Shift+E",)),
    Deed("chat.snooze", QT_TRANSLATE_NOOP("Keymap", "Snooze"), _G.CONVERSATION, _S.CONVERSATIONS, ("Alt+M",)),
    Deed("chat.labels", QT_TRANSLATE_NOOP("Keymap", "Labels"), _G.CONVERSATION, _S.CONVERSATIONS, ("Alt+L",)),
    Deed("chat.assign", QT_TRANSLATE_NOOP("Keymap", "Assign to an agent"), _G.CONVERSATION, _S.CONVERSATIONS, ("Alt+A",)),
    Deed("chat.mark", QT_TRANSLATE_NOOP("Keymap", "Mark as unread or read"), _G.CONVERSATION, _S.CONVERSATIONS, ("Ctrl+Shift+U",)),
    Deed("chat.pin", QT_TRANSLATE_NOOP("Keymap", "Pin or unpin"), _G.CONVERSATION, _S.CONVERSATIONS, ("Ctrl+Shift+P",)),
    Deed("chat.mute", QT_TRANSLATE_NOOP("Keymap", "Mute or unmute"), _G.CONVERSATION, _S.CONVERSATIONS, ("Ctrl+Shift+M",)),
    Deed("chat.window", QT_TRANSLATE_NOOP("Keymap", "Open in a window of its own"), _G.CONVERSATION, _S.CONVERSATIONS,
         ("Ctrl+Shift+N",)),
    Deed("chat.shared", QT_TRANSLATE_NOOP("Keymap", "Media, documents and links"), _G.CONVERSATION, _S.CONVERSATIONS),
    Deed("chat.export", QT_TRANSLATE_NOOP("Keymap", "Export this conversation"), _G.CONVERSATION, _S.CONVERSATIONS),
    Deed("message.reply", QT_TRANSLATE_NOOP("Keymap", "Answer it"), _G.MESSAGE, _S.MESSAGE, ("Ctrl+Shift+R",)),
    Deed("message.react", QT_TRANSLATE_NOOP("Keymap", "React to it"), _G.MESSAGE, _S.MESSAGE, ("Ctrl+Shift+E",)),
    Deed("message.forward", QT_TRANSLATE_NOOP("Keymap", "Forward it"), _G.MESSAGE, _S.MESSAGE, ("Ctrl+Shift+S",)),
    Deed("message.star", QT_TRANSLATE_NOOP("Keymap", "Put a star on it or take it away"), _G.MESSAGE, _S.MESSAGE,
         ("Ctrl+Shift+D",)),
    Deed("message.info", QT_TRANSLATE_NOOP("Keymap", "Information about it"), _G.MESSAGE, _S.MESSAGE, ("Ctrl+D",)),
    Deed("message.delete", QT_TRANSLATE_NOOP("Keymap", "Delete it for everyone"), _G.MESSAGE, _S.MESSAGE, ("Delete",)),
    Deed("message.hide", QT_TRANSLATE_NOOP("Keymap", "Delete it for me"), _G.MESSAGE, _S.MESSAGE, ("Shift+Delete",)),
    Deed("write.send", QT_TRANSLATE_NOOP("Keymap", "Send, by choice with Enter or Ctrl+Enter"), _G.WRITING, _S.TEXT,
         ("Return", "Ctrl+Return"), fixed=_ENTER),
    Deed("write.line", QT_TRANSLATE_NOOP("Keymap", "New line"), _G.WRITING, _S.TEXT, ("Shift+Return",), fixed=_LINE),
    Deed("write.attach", QT_TRANSLATE_NOOP("Keymap", "Attach and more"), _G.WRITING, _S.CONVERSATIONS, ("Ctrl+U",)),
    Deed("write.replies", QT_TRANSLATE_NOOP("Keymap", "Manage quick replies"), _G.WRITING, _S.CONVERSATIONS),
    Deed("write.schedule", QT_TRANSLATE_NOOP("Keymap", "Schedule a message"), _G.WRITING, _S.CONVERSATIONS),
    Deed("write.emoji", QT_TRANSLATE_NOOP("Keymap", "Emoji"), _G.WRITING, _S.CONVERSATIONS, ("Ctrl+Shift+J",)),
    Deed("write.voice", QT_TRANSLATE_NOOP("Keymap", "Record a voice message"), _G.WRITING, _S.COMPOSER, ("Ctrl+Shift+R",)),
    Deed("write.ready", QT_TRANSLATE_NOOP("Keymap", "Quick reply, at the beginning of the text"), _G.WRITING, _S.TEXT, ("/",),
         fixed=_TYPED),
    Deed("write.named", QT_TRANSLATE_NOOP("Keymap", "Emoji by its name"), _G.WRITING, _S.TEXT, (":",), fixed=_TYPED),
    Deed("write.mention", QT_TRANSLATE_NOOP("Keymap", "Mention somebody in a group"), _G.WRITING, _S.TEXT, ("@",), fixed=_TYPED),
    Deed("write.last", QT_TRANSLATE_NOOP("Keymap", "Edit your last message, in an empty field"), _G.WRITING, _S.TEXT, ("Up",),
         fixed=_ARROWS),
    Deed("write.quote", QT_TRANSLATE_NOOP("Keymap", "Answer an earlier message"), _G.WRITING, _S.TEXT, ("Ctrl+Up",), fixed=_ARROWS),
    Deed("write.bold", QT_TRANSLATE_NOOP("Keymap", "Bold"), _G.WRITING, _S.TEXT, ("Ctrl+B",)),
    Deed("write.italic", QT_TRANSLATE_NOOP("Keymap", "Italic"), _G.WRITING, _S.TEXT, ("Ctrl+I",)),
    Deed("write.strike", QT_TRANSLATE_NOOP("Keymap", "Struck through"), _G.WRITING, _S.TEXT, ("Ctrl+Shift+X",)),
    Deed("write.mono", QT_TRANSLATE_NOOP("Keymap", "Typewriter"), _G.WRITING, _S.TEXT, ("Ctrl+E",)),
    Deed("write.copy", QT_TRANSLATE_NOOP("Keymap", "Copy, cut, paste"), _G.WRITING, _S.EVERYWHERE,
         ("Ctrl+C", "Ctrl+X", "Ctrl+V"), fixed=_EDITING),
    Deed("write.undo", QT_TRANSLATE_NOOP("Keymap", "Undo, select all"), _G.WRITING, _S.EVERYWHERE, ("Ctrl+Z", "Ctrl+A"),
         fixed=_EDITING),
    Deed("app.undo", QT_TRANSLATE_NOOP("Keymap", "Undo what was just done"), _G.PROGRAM, _S.EVERYWHERE, ("Alt+Z",)),
    Deed("app.switch", QT_TRANSLATE_NOOP("Keymap", "Who is at the counter"), _G.PROGRAM, _S.EVERYWHERE),
    Deed("app.agents", QT_TRANSLATE_NOOP("Keymap", "Agents"), _G.PROGRAM, _S.EVERYWHERE),
    Deed("app.audit", QT_TRANSLATE_NOOP("Keymap", "Who did what"), _G.PROGRAM, _S.EVERYWHERE),
    Deed("chat.panel", QT_TRANSLATE_NOOP("Keymap", "Show or hide the contact"), _G.CONVERSATION, _S.CONVERSATIONS, ("Alt+I",)),
    Deed("chat.note", QT_TRANSLATE_NOOP("Keymap", "Private note"), _G.CONVERSATION, _S.CONVERSATIONS, ("Alt+P",)),
    Deed("chat.audit", QT_TRANSLATE_NOOP("Keymap", "Who did what in this conversation"), _G.CONVERSATION, _S.CONVERSATIONS),
    Deed("app.labels", QT_TRANSLATE_NOOP("Keymap", "All labels"), _G.PROGRAM, _S.EVERYWHERE),
    Deed("app.connect", QT_TRANSLATE_NOOP("Keymap", "Connect a number"), _G.PROGRAM, _S.EVERYWHERE),
    Deed("app.settings", QT_TRANSLATE_NOOP("Keymap", "Settings"), _G.PROGRAM, _S.EVERYWHERE, ("Ctrl+,",)),
    Deed("app.keys", QT_TRANSLATE_NOOP("Keymap", "Keyboard shortcuts"), _G.PROGRAM, _S.EVERYWHERE, ("Ctrl+/", "F1")),
    Deed("app.guide", QT_TRANSLATE_NOOP("Keymap", "First steps"), _G.PROGRAM, _S.EVERYWHERE),
    Deed("app.about", QT_TRANSLATE_NOOP("Keymap", "About Balcão"), _G.PROGRAM, _S.EVERYWHERE),
    Deed("view.larger", QT_TRANSLATE_NOOP("Keymap", "Larger"), _G.PROGRAM, _S.EVERYWHERE, ("Ctrl++", "Ctrl+=")),
    Deed("view.smaller", QT_TRANSLATE_NOOP("Keymap", "Smaller"), _G.PROGRAM, _S.EVERYWHERE, ("Ctrl+-",)),
    Deed("view.usual", QT_TRANSLATE_NOOP("Keymap", "Usual size"), _G.PROGRAM, _S.EVERYWHERE, ("Ctrl+0",)),
    Deed("view.light", QT_TRANSLATE_NOOP("Keymap", "Light colours"), _G.PROGRAM, _S.EVERYWHERE),
    Deed("view.dark", QT_TRANSLATE_NOOP("Keymap", "Dark colours"), _G.PROGRAM, _S.EVERYWHERE),
    Deed("app.lock", QT_TRANSLATE_NOOP("Keymap", "Lock"), _G.PROGRAM, _S.EVERYWHERE, ("Ctrl+L",)),
    Deed("app.pin", QT_TRANSLATE_NOOP("Keymap", "PIN of the lock…"), _G.PROGRAM, _S.EVERYWHERE),
    Deed("app.quit", QT_TRANSLATE_NOOP("Keymap", "Quit"), _G.PROGRAM, _S.EVERYWHERE, ("Ctrl+Q",)),
)  # fmt: skip

# what the focus decides: the nearer one is asked first and takes the key, so both may have it
_APART = (
    frozenset({Scope.CONVERSATIONS, Scope.TEXT}),
    frozenset({Scope.MESSAGE, Scope.TEXT}),
    frozenset({Scope.MESSAGE, Scope.COMPOSER}),
)


class Trouble(StrEnum):
    """Why a key cannot be had."""

    UNREADABLE = "unreadable"
    TYPES = "types"
    MAKES_CHARACTERS = "makes_characters"
    TAKEN = "taken"


class Keymap(QObject):
    """Which keys do what just now. ``changed`` after every change; what is stored is only what differs."""

    changed = Signal()

    def __init__(self, deeds: Sequence[Deed] = DEEDS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._deeds = {deed.id: deed for deed in deeds}
        self._own: dict[str, tuple[str, ...]] = {}
        self._bound: dict[str, tuple[QShortcut | None, Run]] = {}

    def load(self, stored: Mapping[str, Sequence[str]]) -> None:
        """Take what a person changed earlier; ids and keys nobody knows are left out."""
        own = {
            name: tuple(str(key) for key in keys if _combination(str(key)) is not None)
            for name, keys in stored.items()
            if name in self._deeds and not self._deeds[name].fixed
        }
        self._take(own)

    def stored(self) -> dict[str, tuple[str, ...]]:
        """What differs from the usual keys, for the settings."""
        return dict(self._own)

    def deeds(self) -> tuple[Deed, ...]:
        """What can be done in this window, and the fixed keys."""
        return tuple(d for d in self._deeds.values() if d.id in self._bound or d.fixed)

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of a deed, the one to be shown first."""
        return self._own.get(name, self._deeds[name].keys)

    def hint(self, name: str) -> str:
        """Its first key as the platform writes it, "" without one."""
        keys = self.keys(name)
        return native(keys[0]) if keys else ""

    def own(self, name: str) -> bool:
        """Whether a person changed it."""
        return name in self._own

    def run(self, name: str) -> None:
        """Do it."""
        self._bound[name][1]()

    def bind(self, name: str, run: Run, owner: QWidget, *, alone: bool = False) -> None:
        """Let the deed's keys do ``run`` while ``owner`` (or a child; ``alone``: only itself) has the focus.

        A window as the owner hears them wherever the focus is in it.
        """
        shortcut = QShortcut(owner)
        if owner.isWindow():
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        elif alone:
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        else:
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setKeys([QKeySequence(key) for key in self.keys(name)])
        shortcut.activated.connect(run)
        self._bound[name] = (shortcut, run)

    def entrust(self, name: str, run: Run) -> None:
        """Let a field hear the deed's keys itself, because a shortcut would be heard beside those of what is around it.

        The field asks ``entrusted`` about every key.
        """
        self._bound[name] = (None, run)

    def entrusted(self, pressed: QKeyCombination) -> Run | None:
        """What a field is to do when this is pressed; None for whatever it does otherwise."""
        asked = {QKeySequence(each) for each in _spellings(pressed)}
        for name, (shortcut, run) in self._bound.items():
            if shortcut is None and any(QKeySequence(key) in asked for key in self.keys(name)):
                return run
        return None

    def trouble(self, name: str, key: str) -> tuple[Trouble, Deed | None] | None:
        """Why this key cannot be given to this deed, and who has it; None where it can."""
        combination = _combination(key)
        if combination is None:
            return Trouble.UNREADABLE, None
        sequence = QKeySequence(combination)
        modifiers = combination.keyboardModifiers()
        control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
        plain = not modifiers & (control | alt | Qt.KeyboardModifier.MetaModifier)
        if plain and _types(combination.key()):
            return Trouble.TYPES, None
        if modifiers & control and modifiers & alt and _types(combination.key()):
            # AltGr is Ctrl+Alt: on Brazilian keyboards it makes / ? ° ª º and the like
            return Trouble.MAKES_CHARACTERS, None
        wanted = self._deeds[name]
        for other in self.deeds():
            if other.id != name and _meet(wanted.scope, other.scope) and sequence in map(QKeySequence, self.keys(other.id)):
                return Trouble.TAKEN, other
        return None

    def give(self, name: str, keys: Sequence[str]) -> None:
        """Other keys for a deed; none at all is allowed. Ask ``trouble`` before."""
        own = {other: value for other, value in self._own.items() if other != name}
        if tuple(keys) != self._deeds[name].keys:
            own[name] = tuple(keys)
        self._take(own)

    def reset(self, name: str | None = None) -> None:
        """The usual keys of one deed or of all."""
        self._take({other: keys for other, keys in self._own.items() if name is not None and other != name})

    def _take(self, own: dict[str, tuple[str, ...]]) -> None:
        if own == self._own:
            return
        self._own = own
        for name, (shortcut, _run) in self._bound.items():
            if shortcut is not None and isValid(shortcut):
                shortcut.setKeys([QKeySequence(key) for key in self.keys(name)])
        self.changed.emit()


def native(key: str) -> str:
    """A key as the platform writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key


def _combination(key: str) -> QKeyCombination | None:
    """One key with its modifiers; None for anything else."""
    sequence = QKeySequence(key)
    if sequence.count() != 1:
        return None
    combination: QKeyCombination = sequence[0]  # type: ignore[index]  # the stubs lack it
    return None if combination.key() in (Qt.Key.Key_unknown, 0) else combination


def _spellings(pressed: QKeyCombination) -> tuple[QKeyCombination, ...]:
    """A key as it is pressed, and without the Shift that a character such as ! needs on some keyboards."""
    shift, pad = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier
    key, modifiers = pressed.key(), pressed.keyboardModifiers() & ~pad
    plain = QKeyCombination(modifiers, key)
    sign = _types(key) and not chr(int(key)).isalnum()
    return (plain, QKeyCombination(modifiers & ~shift, key)) if sign and modifiers & shift else (plain,)


def _types(key: Qt.Key) -> bool:
    """Whether it makes a character by itself."""
    return int(key) < int(Qt.Key.Key_Escape)


def _meet(first: Scope, second: Scope) -> bool:
    return first is second or frozenset({first, second}) not in _APART
