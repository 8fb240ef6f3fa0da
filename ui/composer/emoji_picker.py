"""The emoji picker: search in both languages, recent ones, groups, skin tones; all by keyboard."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.composer import emoji as emojis
from ui.composer.emoji import Emoji
from ui.theme import Look, Space, Type
from ui.widgets.buttons import ToolButton
from ui.widgets.clear_field import ClearField
from ui.widgets.labels import ElidedLabel, set_tip
from ui.zoom import px

_SIGNS = {
    "recent": "🕘", "smileys": "😀", "people": "👋", "nature": "🐶", "food": "🍎", "travel": "✈️", "activities": "⚽",
    "objects": "💡", "symbols": "❤️", "flags": "🏁",
}  # fmt: skip
_TONES = ("✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿")
_CELL = 38


class EmojiPicker(QFrame):
    """A popup over the composer. ``picked`` carries the emoji; ``tone_chosen`` the new skin tone (0 to 5).

    One that ``stays`` is there after a click, for the next one; the Enter key picks and closes.
    """

    picked = Signal(str)
    tone_chosen = Signal(int)

    def __init__(self, look: Look, parent: QWidget, *, stays: bool = False) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self._stays = stays
        self._look = look
        self._tone = 0
        self._recent = ""
        self._group = "smileys"
        self.search = ClearField(look)
        self.grid = QListWidget()
        self.grid.setObjectName("emojiGrid")
        self.grid.setViewMode(QListView.ViewMode.IconMode)
        self.grid.setMovement(QListView.Movement.Static)
        self.grid.setResizeMode(QListView.ResizeMode.Adjust)
        self.grid.setUniformItemSizes(True)
        self._name = ElidedLabel(look, Type.CAPTION, "text_soft")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        layout.setSpacing(Space.S)
        layout.addWidget(self.search)
        layout.addLayout(self._tabs())
        layout.addWidget(self.grid, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._name, 1)
        self._tones = QButtonGroup(self)
        for tone, sign in enumerate(_TONES):
            foot.addWidget(self._small(sign, self._tones, tone))
        layout.addLayout(foot)
        self._tones.idClicked.connect(self._on_tone)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.search.returnPressed.connect(self._pick_current)
        for each in (self.search, self.grid):
            each.installEventFilter(self)
        self.grid.itemClicked.connect(lambda item: self._pick(item, stays=self._stays))
        self.grid.currentItemChanged.connect(self._tell_name)
        self.grid.setMouseTracking(True)
        self.grid.itemEntered.connect(lambda item: self._tell_name(item, None))
        self._retranslate()

    def _tabs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        self._buttons = QButtonGroup(self)
        for number, (_name, sign) in enumerate(_SIGNS.items()):
            row.addWidget(self._small(sign, self._buttons, number), 1)
        self._buttons.idClicked.connect(self._on_group)
        return row

    def _small(self, sign: str, group: QButtonGroup, number: int) -> QToolButton:
        made = ToolButton()
        made.setText(sign)
        made.setCheckable(True)
        made.setObjectName("choice")
        group.addButton(made, number)
        return made

    def ask(self, above: QPoint, recent: str, tone: int) -> None:
        """Open with its lower left corner at a point of the screen."""
        self._recent, self._tone = recent, tone
        button = self._tones.button(tone)
        if button is not None:
            button.setChecked(True)
        self._group = "recent" if recent else "smileys"
        self._buttons.button(list(_SIGNS).index(self._group)).setChecked(True)
        self._fit()
        self.search.clear()
        self._fill()
        self.move(above.x(), max(0, above.y() - self.height()))
        self.show()
        self.search.setFocus()

    def _fit(self) -> None:
        """A popup is a window: nobody else makes it as large as everything is."""
        self.setFixedSize(QSize(px(420), px(400)).boundedTo(self.screen().availableSize()))
        self.grid.setGridSize(QSize(px(_CELL), px(_CELL)))
        font = QFont(self._look.font(Type.BODY))
        font.setPixelSize(px(23))
        self.grid.setFont(font)
        for group in (self._buttons, self._tones):
            for made in group.buttons():
                made.setStyleSheet(f"QToolButton {{ font-size: {px(16)}px; padding: {px(3)}px; border-radius: {px(8)}px; }}")

    def _on_group(self, number: int) -> None:
        self._group = list(_SIGNS)[number]
        self.search.clear()
        self._fill()

    def _on_tone(self, tone: int) -> None:
        self._tone = tone
        self.tone_chosen.emit(tone)
        self._fill()

    def _fill(self) -> None:
        words = self.search.text()
        shown: Iterable[Emoji]
        if words.strip():
            shown = emojis.search(words)
        elif self._group == "recent":
            known = emojis.by_text()
            recent = [known[each] for each in self._recent.split(" ") if each in known]
            # the usual ones follow, or who used one once would see nothing else
            shown = [*recent, *(each for each in emojis.groups()["smileys"] if each not in recent)]
        else:
            shown = emojis.groups()[self._group]
        self.grid.clear()
        language = QLocale().name()
        for emoji in shown:
            item = QListWidgetItem(emoji.toned(self._tone))
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            item.setSizeHint(QSize(px(_CELL), px(_CELL)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, emoji.name(language))
            self.grid.addItem(item)
        if self.grid.count():
            self.grid.setCurrentRow(0)
        else:
            self._name.set_text(self.tr("Nothing found"))

    def _tell_name(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None:
            self._name.set_text(str(item.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _pick_current(self) -> None:
        self._pick(self.grid.currentItem())

    def _pick(self, item: QListWidgetItem | None, *, stays: bool = False) -> None:
        if item is not None:
            self.setVisible(stays)
            self.picked.emit(item.text())

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Esc closes this and nothing behind it; arrows in the search field move in the grid."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
            elif event.type() == QEvent.Type.KeyPress:
                self.hide()
            return True
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if watched is self.grid and pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick_current()
            return True
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            keys = (Qt.Key.Key_Down, Qt.Key.Key_Up)
            if event.key() in keys or (event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not self.search.text()):
                self.grid.setFocus()
                self.grid.keyPressEvent(event)
                return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.search.setPlaceholderText(self.tr("Search emoji"))
        self.search.setAccessibleName(self.tr("Search emoji"))
        self.setAccessibleName(self.tr("Emoji"))
        self.grid.setAccessibleName(self.tr("Emoji"))
        names = {
            "recent": self.tr("Recent"), "smileys": self.tr("Smileys"), "people": self.tr("People"),
            "nature": self.tr("Animals and nature"), "food": self.tr("Food and drink"), "travel": self.tr("Travel"),
            "activities": self.tr("Activities"), "objects": self.tr("Objects"), "symbols": self.tr("Symbols"),
            "flags": self.tr("Flags"),
        }  # fmt: skip
        for number, key in enumerate(_SIGNS):
            button = self._buttons.button(number)
            set_tip(button, names[key])
            button.setAccessibleName(names[key])
        for tone in range(len(_TONES)):
            button = self._tones.button(tone)
            words = self.tr("No skin tone") if tone == 0 else self.tr("Skin tone {number}").format(number=tone)
            set_tip(button, words)
            button.setAccessibleName(words)
