"""One conversation into a file, a folder or an archive: page by page, off the loop, whole or not at all."""

import asyncio
import shutil
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from services.domain import file_names
from services.domain.content import MessageKind
from services.domain.exports import Exported, ExportOrder, Packing
from services.domain.ids import ChatId
from services.domain.models import ChatView, MediaState, MessageView
from services.exchange.forms import FORMS, Attached
from services.storage.database import Database
from services.storage.queries import messages as queries

PAGE = 200
_HEAD = 4096
FILES = "files"
_PICTURES = {"jpg", "jpeg", "png", "webp", "gif"}
R = TypeVar("R")


class _Writer:
    """The files on their way, in one thread at a time; ``stopped`` ends it between two messages."""

    def __init__(self, order: ExportOrder, file_of: Callable[[str], Path], now_ms: int) -> None:
        self._order, self._file_of, self._now_ms = order, file_of, now_ms
        self._form = FORMS[order.form]
        self._part = order.target.with_name(f"{order.target.name}.part")
        self._archive: zipfile.ZipFile | None = None
        self._first = True
        self.stopped = False
        self.files = self.missing = self.messages = 0

    def begin(self, chat: ChatView) -> None:
        """Make room and write the head."""
        self.remove()
        if self._order.packing is Packing.ALONE:
            self._page = self._part
        else:
            self._part.mkdir()
            self._page = self._part / f"index.{self._order.form.value}"
        if self._order.packing is Packing.ZIP:
            self._archive = zipfile.ZipFile(self._part / "archive", "w", allowZip64=True)
        elif self._order.packing is Packing.FOLDER:
            (self._part / FILES).mkdir()
        self._out = self._page.open("w", encoding="utf-8", errors="replace", newline="\n")
        self._out.write(self._form.head(chat, self._order.words, self._now_ms))

    def write(self, page: tuple[MessageView, ...]) -> None:
        """The next messages, their files with them."""
        for message in page:
            if self.stopped:
                return
            attached = self._attach(message)
            self._out.write(self._form.message(message, attached, self._order.words, self._first))
            self._first = False
            self.messages += 1

    def end(self) -> None:
        """The foot; what was written takes its place."""
        self._out.write(self._form.foot())
        self._out.close()
        target = self._order.target
        if self._archive is not None:
            self._archive.write(self._page, self._page.name, zipfile.ZIP_DEFLATED)
            self._archive.close()
            (self._part / "archive").replace(target)
            shutil.rmtree(self._part)
        else:
            self._part.replace(target)

    def remove(self) -> None:
        """Nothing half done stays."""
        if hasattr(self, "_out"):
            self._out.close()
        if self._archive is not None:
            self._archive.close()
        if self._part.is_dir():
            shutil.rmtree(self._part, ignore_errors=True)
        else:
            self._part.unlink(missing_ok=True)

    def _attach(self, message: MessageView) -> Attached | None:
        media = message.media
        if media is None or message.kind is MessageKind.TEXT:
            return None
        name = file_names.save_name(media.file_name, media.mime, message.kind.value)
        if self._order.packing is Packing.ALONE:
            return Attached(name=name, wanted=False)
        source = self._source(media.path) if media.state is MediaState.READY else None
        if source is None:
            self.missing += 1
            return Attached(name=name)
        self.files += 1
        path = f"{FILES}/{self.files:05d}-{name}"
        try:
            with source.open("rb") as file:
                head = file.read(_HEAD)
            if self._archive is not None:
                self._archive.write(source, path, zipfile.ZIP_STORED)
            else:
                shutil.copyfile(source, self._part / path)
        except FileNotFoundError:
            self.missing += 1
            return Attached(name=name)
        harmless = file_names.may_open(name, head)
        return Attached(
            name=name, path=path, harmless=harmless, picture=harmless and file_names.extension(name) in _PICTURES
        )

    def _source(self, path: str | None) -> Path | None:
        if path is None:
            return None
        try:
            found = self._file_of(path)
        except (ValueError, OSError):
            return None
        return found if found.is_file() else None


async def write(
    database: Database,
    file_of: Callable[[str], Path],
    chat: ChatView,
    order: ExportOrder,
    progress: Callable[[int, int], None],
    now_ms: int,
) -> Exported:
    """Write it; ``progress`` is told messages done and all. Cancelled or failed, it leaves nothing. Raises OSError."""
    total = await database.read(queries.count, chat.id)
    writer = _Writer(order, file_of, now_ms)
    place = (-1, 0)
    done = False
    try:
        await _finished(asyncio.to_thread(writer.begin, chat), writer)
        while page := await database.read(queries.onward, ChatId(chat.id), place, PAGE):
            await _finished(asyncio.to_thread(writer.write, page), writer)
            place = (page[-1].sent_at_ms, page[-1].id)
            progress(writer.messages, max(total, writer.messages))
        await _finished(asyncio.to_thread(writer.end), writer)
        done = True
    finally:
        if not done:
            await asyncio.shield(asyncio.to_thread(writer.remove))
    return Exported(path=order.target, messages=writer.messages, files=writer.files, missing=writer.missing)


async def _finished(step: Awaitable[R], writer: _Writer) -> R:
    """A step's thread is waited for even where the whole is cancelled: two must never write at once."""
    task = asyncio.ensure_future(step)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        writer.stopped = True
        await asyncio.wait((task,))
        raise
