"""Private notes of a conversation: only the team sees them, and they look like nothing that a customer gets."""

import re

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from services.api import Services
from services.domain import search
from services.domain.agents import MAX_NOTE, Agent, Note
from services.domain.changes import ChangeSet
from services.domain.errors import AppError
from services.domain.ids import AgentId, ChatId, NoteId
from ui import formats
from ui.bridge import Bridge
from ui.composer.completion import Choice, Completion, Token
from ui.desk.lists import DeskLists
from ui.formats import Clock
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.labels import plain_label
from ui.widgets.layouts import clear


def mentioned(text: str, agents: tuple[Agent, ...]) -> tuple[AgentId, ...]:
    """The agents whose names stand in a text after an ``@``; the longer name of two is meant."""
    found, rest = [], text
    for agent in sorted(agents, key=lambda each: -len(each.name)):
        pattern = re.compile(rf"@{re.escape(agent.name)}(?!\w)", re.IGNORECASE)
        if pattern.search(rest):
            found.append(agent.id)
            rest = pattern.sub(" ", rest)
    return tuple(sorted(found))


class NotesBox(QWidget):
    """``show_chat`` fills it, ``write`` puts the cursor into the field; ``told`` carries words and a way back or None."""

    told = Signal(str, object)

    def __init__(
        self, services: Services, bridge: Bridge, crossing: Crossing, look: Look, lists: DeskLists, clock: Clock
    ) -> None:
        super().__init__()
        self._services, self._crossing, self._look = services, crossing, look
        self._lists, self._clock = lists, clock
        self._chat: ChatId | None = None
        self._notes: tuple[Note, ...] = ()
        self._changing: NoteId | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.S)
        self.field = QPlainTextEdit()
        self.field.setObjectName("note")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(66)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._on_typed)
        self.field.cursorPositionChanged.connect(self._on_typed)
        self.save = button(kind="secondary")
        self.save.clicked.connect(self._on_save)
        self.stop = button(kind="ghost")
        self.stop.clicked.connect(self._stop_changing)
        self.stop.hide()
        self.trouble = plain_label(look=look, role=Type.SMALL, tone="danger", wrap=True)
        self.trouble.hide()
        acts = QHBoxLayout()
        acts.addStretch()
        acts.addWidget(self.stop)
        acts.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addLayout(self._rows)
        layout.addWidget(self.field)
        layout.addWidget(self.trouble)
        layout.addLayout(acts)
        self.completion = Completion(look, self)
        self.completion.finders["@"] = self._find_agents
        self.completion.chosen.connect(self._on_agent_chosen)
        bridge.changed.connect(self._on_bridge_changed)
        lists.changed.connect(self._show)
        self._retranslate()

    def show_chat(self, chat: ChatId | None) -> None:
        """Whose; what is being written for another one is kept with nobody."""
        if chat != self._chat:
            self._chat = chat
            self._notes = ()
            self._stop_changing()
            self._show()
        if chat is not None:
            self._load(chat)

    def write(self) -> None:
        """Let the person write one."""
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter keeps it; the list of agents takes its keys first."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self.completion.take_key(event):
                return True
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._on_save()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _load(self, chat: ChatId) -> None:
        def done(notes: tuple[Note, ...]) -> None:
            if chat == self._chat:
                self._notes = notes
                self._show()
                self._crossing.spawn(self, self._services.notes.seen(chat), keep=True)

        self._crossing.spawn(self, self._services.notes.of(chat), done=done)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if self._chat is not None and self._chat in changes.notes and self.isVisible():
            self._load(self._chat)

    def _show(self) -> None:
        clear(self._rows)
        for note in self._notes:
            self._rows.addWidget(self._card(note))

    def _card(self, note: Note) -> QWidget:
        today = formats.local_day(int(self._clock() * 1000))
        who = self._lists.agent_name(note.agent_id) or self.tr("Somebody")
        when = formats.moment(note.at_ms, today)
        if note.edited_at_ms is not None:
            when = self.tr("{moment}, edited").format(moment=when)
        card = QFrame()
        card.setObjectName("noteCard")
        text = plain_label(note.text, look=self._look, role=Type.SMALL, wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        change, remove = IconButton(self._look, "edit", side=14), IconButton(self._look, "trash", side=14)
        change.name_it(self.tr("Change the note"))
        remove.name_it(self.tr("Delete the note"))
        for each in (change, remove):
            # by ear they would be the same in every note
            each.setAccessibleName(f"{each.accessibleName()}: {who}, {when}, {formats.one_line(note.text, 40)}")
        change.clicked.connect(lambda: self._change(note))
        remove.clicked.connect(lambda: self._remove(note))
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(plain_label(f"{who} · {when}", look=self._look, role=Type.CAPTION, tone="soft", wrap=True), 1)
        head.addWidget(change)
        head.addWidget(remove)
        column = QVBoxLayout(card)
        column.setContentsMargins(Space.M, Space.XS, Space.XS, Space.S)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(text)
        card.setAccessibleName(f"{who}, {when}: {note.text}")
        return card

    def _change(self, note: Note) -> None:
        self._changing = note.id
        self.field.setPlainText(note.text)
        self.stop.show()
        self._retranslate()
        self.field.setFocus()

    def _stop_changing(self) -> None:
        self._changing = None
        self.field.clear()
        self.stop.hide()
        self.trouble.hide()
        self._retranslate()

    def _remove(self, note: Note) -> None:
        def back() -> None:
            self._crossing.spawn(self, self._services.notes.restore(note.id), keep=True)

        def done(_none: None) -> None:
            self.told.emit(self.tr("The note is deleted."), back)

        self._crossing.spawn(self, self._services.notes.remove(note.id), done=done, keep=True)

    def _on_save(self) -> None:
        text = self.field.toPlainText()[:MAX_NOTE]
        if self._chat is None or not text.strip():
            return
        calls = mentioned(text, self._lists.here())
        notes = self._services.notes
        work = notes.add(self._chat, text, calls) if self._changing is None else notes.edit(self._changing, text, calls)
        self._crossing.spawn(
            self, work, done=lambda _note: self._stop_changing(), failed=self._on_failed, busy=self.save, keep=True
        )

    def _on_failed(self, error: AppError) -> None:
        self.trouble.setText(failure_words(error))
        self.trouble.show()

    def _on_typed(self) -> None:
        cursor = self.field.textCursor()
        self.completion.follow(self.field.toPlainText(), cursor.position(), self.field)

    def _find_agents(self, typed: str) -> list[Choice]:
        wanted = search.fold(typed)
        return [
            Choice(formats.one_line(agent.name, 60), agent)
            for agent in self._lists.here()
            if any(word.startswith(wanted) for word in (search.fold(agent.name), *search.fold(agent.name).split()))
        ]

    def _on_agent_chosen(self, token: Token, agent: object) -> None:
        if isinstance(agent, Agent):
            cursor = self.field.textCursor()
            end = cursor.position()
            cursor.setPosition(token.start)
            cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
            cursor.insertText(f"@{agent.name} ")
            self.field.setTextCursor(cursor)

    def _retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Only the team sees this. @ calls a colleague."))
        self.field.setAccessibleName(self.tr("Private note, only the team sees it"))
        self.save.setText(self.tr("Add the note") if self._changing is None else self.tr("Save the note"))
        self.stop.setText(self.tr("Cancel"))
        self._show()
