"""Ready answers: list by folder, form, files, own fields, import and export."""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.errors import AppError, ErrorCode
from services.domain.replies import BUILT_IN
from services.domain.sending import QuickReply
from ui import formats
from ui.dialogs import Dialog
from ui.file_dialogs import FileDialogs, Purpose
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label, set_tone
from ui.widgets.whole_rows import RowList

_NEW = QuickReply(shortcut="", text="")


class RepliesDialog(Dialog):
    """``use`` carries the answer that is to be put into the field."""

    use = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        look: Look,
        services: Services,
        crossing: Crossing,
        replies: tuple[QuickReply, ...],
        fields: Mapping[str, str],
    ) -> None:
        super().__init__(parent)
        self._services, self._crossing = services, crossing
        self._replies, self._current = replies, _NEW
        self._files: list[tuple[str, Path]] = []
        self.setWindowTitle(self.tr("Quick replies"))
        self.resize(780, 560)
        self.list = RowList()
        self.list.setObjectName("rows")
        self.list.setAccessibleName(self.tr("Quick replies"))
        self.list.currentItemChanged.connect(lambda item, _old: self._show(item))
        self.shortcut = QLineEdit()
        self.shortcut.setPlaceholderText("pix")
        self.title, self.folder = QLineEdit(), QLineEdit()
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.fields = QPlainTextEdit()
        self.fields.setPlainText("\n".join(f"{name} = {value}" for name, value in sorted(fields.items())))
        self.fields.setPlaceholderText("pix = …")
        self.fields.setTabChangesFocus(True)
        self.fields.setFixedHeight(76)
        self.files = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.told = plain_label(look=look, role=Type.SMALL, tone="danger", wrap=True)
        self._gone: QuickReply | None = None
        self.undo = button(self.tr("Undo"), kind="ghost")
        self.undo.clicked.connect(self._on_undo)
        self._build(look)
        self._refill(0)

    def _build(self, look: Look) -> None:
        hint = plain_label(
            self.tr("Type / and the shortcut in the message field. These stand for the customer's data: {fields}.").format(
                fields=" ".join(f"{{{name}}}" for name in BUILT_IN)
            ),
            look=look, role=Type.CAPTION, tone="soft", wrap=True,
        )  # fmt: skip
        form = QFormLayout()
        form.setSpacing(Space.S)
        for words, widget in (
            (self.tr("Shortcut"), self.shortcut), (self.tr("Title"), self.title), (self.tr("Folder"), self.folder),
            (self.tr("Text"), self.text),
        ):  # fmt: skip
            widget.setAccessibleName(words)
            form.addRow(words, widget)
        attach = button(self.tr("Add files…"))
        attach.clicked.connect(self._on_attach)
        self.strip = button(self.tr("Remove files"), kind="ghost")
        self.strip.clicked.connect(self._on_strip)
        beside = QHBoxLayout()
        beside.addWidget(self.files, 1)
        beside.addWidget(attach)
        beside.addWidget(self.strip)
        form.addRow(self.tr("Files"), beside)
        form.addRow(self.tr("Own fields"), self.fields)
        self.fields.setAccessibleName(self.tr("Own fields"))
        self.save = button(self.tr("Save"), kind="primary")
        self.save.clicked.connect(self._on_save)
        self.remove = button(self.tr("Delete"), kind="danger")
        self.remove.clicked.connect(self._on_remove)
        self.insert = button(self.tr("Use now"))
        self.insert.clicked.connect(self._on_use)
        acts = QHBoxLayout()
        acts.addWidget(self.remove)
        acts.addStretch()
        acts.addWidget(self.insert)
        acts.addWidget(self.save)
        right = QVBoxLayout()
        right.addWidget(hint)
        right.addLayout(form, 1)
        said = QHBoxLayout()
        said.addWidget(self.told, 1)
        said.addWidget(self.undo)
        right.addLayout(said)
        right.addLayout(acts)
        fresh = button(self.tr("New"))
        fresh.clicked.connect(lambda: self.list.setCurrentRow(self.list.count() - 1))
        examples = button(self.tr("Add examples"), kind="ghost")
        examples.clicked.connect(self._on_examples)
        bring, give = button(self.tr("Import…"), kind="ghost"), button(self.tr("Export…"), kind="ghost")
        bring.clicked.connect(self._on_import)
        give.clicked.connect(self._on_export)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        for first, second in ((fresh, examples), (bring, give)):
            row = QHBoxLayout()
            row.addWidget(first, 1)
            row.addWidget(second, 1)
            left.addLayout(row)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addLayout(left, 2)
        layout.addLayout(right, 3)

    def _refill(self, chosen: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for reply in sorted(self._replies, key=lambda r: (r.folder.casefold(), r.shortcut)):
            folder = f"{formats.one_line(reply.folder, 30)} · " if reply.folder else ""
            item = QListWidgetItem(f"{folder}/{reply.shortcut}  {formats.one_line(reply.title or reply.text, 40)}")
            item.setData(Qt.ItemDataRole.UserRole, reply)
            self.list.addItem(item)
        last = QListWidgetItem(self.tr("New quick reply"))
        last.setData(Qt.ItemDataRole.UserRole, _NEW)
        self.list.addItem(last)
        self.list.blockSignals(False)
        rows = [self.list.item(at).data(Qt.ItemDataRole.UserRole).id for at in range(self.list.count())]
        self.list.setCurrentRow(rows.index(chosen) if chosen in rows else 0)
        self._show(self.list.currentItem())

    def _show(self, item: QListWidgetItem | None) -> None:
        reply = item.data(Qt.ItemDataRole.UserRole) if item is not None else _NEW
        self._current = reply
        self.shortcut.setText(reply.shortcut)
        self.title.setText(reply.title)
        self.folder.setText(reply.folder)
        self.text.setPlainText(reply.text)
        self._files = list(reply.files)
        self.told.setText("")
        self.undo.hide()
        self.remove.setEnabled(bool(reply.id))
        self.insert.setEnabled(bool(reply.id))
        self._tell_files()

    def _tell_files(self) -> None:
        self.files.setText(", ".join(formats.one_line(name, 40) for name, _path in self._files) or self.tr("None"))
        self.strip.setVisible(bool(self._files))

    def _on_attach(self) -> None:
        dialogs = FileDialogs(self, self._services, self._crossing)
        chooser = dialogs.to_open(self.tr("Add files"), Purpose.DOCUMENTS, many=True)

        def chosen(names: list[str]) -> None:
            self._files.extend((Path(name).name, Path(name)) for name in names)
            self._tell_files()

        chooser.filesSelected.connect(chosen)
        chooser.open()

    def _on_strip(self) -> None:
        self._files.clear()
        self._tell_files()

    def _on_save(self) -> None:
        reply = QuickReply(
            id=self._current.id,
            shortcut=self.shortcut.text(),
            title=self.title.text(),
            folder=self.folder.text(),
            text=self.text.toPlainText(),
            files=tuple(self._files),
        )
        self._crossing.spawn(self, self._save(reply), done=self._saved, failed=self._failed, busy=self.save)

    async def _save(self, reply: QuickReply) -> tuple[tuple[QuickReply, ...], int]:
        await self._services.replies.save_fields(self.own_fields())
        number = self._current.id
        if reply.shortcut or reply.text or reply.files:
            number = (await self._services.replies.save(reply)).id
        return await self._services.replies.all(), number

    def own_fields(self) -> dict[str, str]:
        """``name = value`` lines."""
        pairs = (line.partition("=") for line in self.fields.toPlainText().splitlines() if "=" in line)
        return {name.strip(): value.strip() for name, _sign, value in pairs if name.strip()}

    def _took(self, answer: tuple[tuple[QuickReply, ...], int]) -> None:
        self._replies = answer[0]
        self._refill(answer[1])

    def _saved(self, answer: tuple[tuple[QuickReply, ...], int]) -> None:
        self._took(answer)
        self._say(self.tr("Saved."))

    def _say(self, words: str) -> None:
        set_tone(self.told, "success")
        self.told.setText(words)

    def _failed(self, error: AppError) -> None:
        set_tone(self.told, "danger")
        if error.code is ErrorCode.CONFLICT:
            self.told.setText(self.tr("Another quick reply has this shortcut."))
        elif error.code is ErrorCode.INVALID:
            words = {
                "shortcut": self.tr("A shortcut has letters, digits, dots and dashes, no spaces."),
                "text": self.tr("Write a text or add a file."),
                "files": self.tr("A file is missing or too large."),
                "fields": self.tr("An own field has a name that cannot be used."),
            }
            self.told.setText(words.get(error.text, self.tr("This file cannot be used.")))
        else:
            self.told.setText(failure_words(error))

    def _on_remove(self) -> None:
        gone = self._current

        async def run() -> tuple[tuple[QuickReply, ...], int]:
            await self._services.replies.remove(gone.id)
            return await self._services.replies.all(), 0

        def done(answer: tuple[tuple[QuickReply, ...], int]) -> None:
            self._took(answer)
            self._say(self.tr("/{shortcut} deleted.").format(shortcut=gone.shortcut))
            self._gone = gone
            self.undo.show()

        self._crossing.spawn(self, run(), done=done, failed=self._failed)

    def _on_undo(self) -> None:
        if self._gone is not None:
            again = msgspec.structs.replace(self._gone, id=0)
            self._crossing.spawn(self, self._brought_back(again), done=self._took, failed=self._failed, busy=self.undo)

    async def _brought_back(self, reply: QuickReply) -> tuple[tuple[QuickReply, ...], int]:
        number = (await self._services.replies.save(reply)).id
        return await self._services.replies.all(), number

    def _on_use(self) -> None:
        reply = self._current
        self.accept()
        self.use.emit(reply)

    def _on_examples(self) -> None:
        folder = self.tr("Examples")
        ready = (
            QuickReply(
                shortcut="pix", folder=folder, title=self.tr("PIX key"),
                text=self.tr("{greeting}, {first_name}! Our PIX key is {pix}. Please send the receipt here."),
            ),
            QuickReply(
                shortcut=self.tr("price"), folder=folder, title=self.tr("Price"),
                text=self.tr("{first_name}, it costs {price}. Shall I set one aside for you?"),
            ),
            QuickReply(
                shortcut=self.tr("hours"), folder=folder, title=self.tr("Opening hours"),
                text=self.tr("{greeting}! We are open from {hours}."),
            ),
        )  # fmt: skip
        known = {reply.shortcut for reply in self._replies}

        async def run() -> tuple[tuple[QuickReply, ...], int]:
            number = 0
            for reply in ready:
                if reply.shortcut not in known:
                    number = (await self._services.replies.save(reply)).id
            return await self._services.replies.all(), number

        self._crossing.spawn(self, run(), done=self._took, failed=self._failed)

    def _on_import(self) -> None:
        async def run(path: Path) -> tuple[tuple[QuickReply, ...], int]:
            count = await self._services.replies.import_from(path)
            return await self._services.replies.all(), count

        def done(answer: tuple[tuple[QuickReply, ...], int]) -> None:
            self._took((answer[0], 0))
            self._say(self.tr("%n quick replies imported.", "", answer[1]))

        self._ask_file(
            FileDialogs(self, self._services, self._crossing).to_open(self.tr("Quick replies"), Purpose.EXPORTS),
            lambda path: self._crossing.spawn(self, run(path), done=done, failed=self._failed),
        )

    def _on_export(self) -> None:
        dialogs = FileDialogs(self, self._services, self._crossing)
        name = self.tr("Quick replies")
        self._ask_file(
            dialogs.to_save(name, Purpose.EXPORTS, f"{name}.json"),
            lambda path: self._crossing.spawn(
                self,
                self._services.replies.export_to(path),
                done=lambda count: self._say(self.tr("%n quick replies exported.", "", count)),
                failed=self._failed,
                keep=True,
            ),
        )

    def _ask_file(self, chooser: QFileDialog, then: Callable[[Path], object]) -> None:
        chooser.setNameFilter("JSON (*.json)")
        chooser.fileSelected.connect(lambda name: then(Path(name)))
        chooser.open()
