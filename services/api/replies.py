"""The façade's ready answers; their files are kept apart from the conversations'."""

import asyncio
import base64
import binascii
from collections.abc import Mapping
from pathlib import Path

import msgspec

from services.core.clock import Clock
from services.domain.errors import Invalid
from services.domain.replies import BUILT_IN, FIELD, SHORTCUT
from services.domain.sending import LIMITS, QuickReply
from services.storage.database import Database
from services.storage.media_store import MediaStore
from services.storage.queries import replies as queries
from services.storage.writes import replies as writes

MAX_TEXT = 4096
MAX_FILES = 10
_MAX_FILE = max(LIMITS.values())
_MAX_IMPORT = 256 * 1024 * 1024


class _File(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    data: str


class _Reply(msgspec.Struct):
    shortcut: str
    text: str
    title: str = ""
    folder: str = ""
    files: list[_File] = []


class _Document(msgspec.Struct):
    """What an export looks like: ``format`` names and numbers it, files are base64."""

    replies: list[_Reply]
    format: str = "balcao-quick-replies-1"
    fields: dict[str, str] = {}


class Replies:
    """Implements ``services.api.writing.Replies``. ``store`` is a folder of their own."""

    def __init__(self, database: Database, store: MediaStore, clock: Clock) -> None:
        self._database = database
        self._store = store
        self._clock = clock

    async def all(self) -> tuple[QuickReply, ...]:
        """Every one, with the files' places."""
        found = await self._database.read(queries.all_replies)
        return tuple(self._placed(reply) for reply in found)

    def _placed(self, reply: QuickReply) -> QuickReply:
        files = tuple((name, self._store.path(path.as_posix())) for name, path in reply.files)
        return msgspec.structs.replace(reply, files=files)

    async def save(self, reply: QuickReply) -> QuickReply:
        """Store one. Raises Invalid, Conflict, NotFound."""
        kept = []
        for name, path in reply.files:
            try:
                data = await asyncio.to_thread(_read, path)
            except OSError:
                raise Invalid("files") from None
            kept.append((name[-150:], data))
        stored = await self._stored(_checked(reply), kept)
        number = await self._database.write(writes.save, stored)
        return self._placed(msgspec.structs.replace(stored, id=number))

    async def _stored(self, reply: QuickReply, files: list[tuple[str, bytes]]) -> QuickReply:
        if len(files) > MAX_FILES or any(not data for _name, data in files):
            raise Invalid("files")
        places = tuple([(name, Path(await asyncio.to_thread(self._store.put, data))) for name, data in files])
        return msgspec.structs.replace(reply, files=places)

    async def remove(self, reply_id: int) -> None:
        """Let one go."""
        await self._database.write(writes.remove, reply_id)

    async def used(self, reply_id: int) -> None:
        """It was put into an answer."""
        await self._database.write(writes.used, reply_id, self._clock.now_ms())

    async def fields(self) -> Mapping[str, str]:
        """The shop's own fields."""
        return await self._database.read(queries.fields)

    async def save_fields(self, fields: Mapping[str, str]) -> None:
        """Store them all. Raises Invalid."""
        clean = {name.lower(): value[:MAX_TEXT] for name, value in fields.items()}
        if len(clean) > 200 or any(not FIELD.fullmatch(f"{{{name}}}") or name in BUILT_IN for name in clean):
            raise Invalid("fields")
        await self._database.write(writes.save_fields, clean)

    async def export_to(self, path: Path) -> int:
        """Write them as JSON. Raises Invalid."""
        found = await self.all()
        fields = dict(await self.fields())

        def write() -> None:
            document = _Document(replies=[_outside(reply) for reply in found], fields=fields)
            path.write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=2))

        try:
            await asyncio.to_thread(write)
        except OSError as error:
            raise Invalid(f"file: {error.strerror}") from None
        return len(found)

    async def import_from(self, path: Path) -> int:
        """Read such a file, all of it or nothing. Raises Invalid."""
        try:
            raw = await asyncio.to_thread(_read, path, _MAX_IMPORT)
            document = msgspec.json.decode(raw, type=_Document)
            fresh = []
            for each in document.replies:
                files = [(file.name[-150:], base64.b64decode(file.data, validate=True)) for file in each.files]
                reply = QuickReply(shortcut=each.shortcut, text=each.text, title=each.title, folder=each.folder)
                fresh.append(await self._stored(_checked(reply), files))
        except (OSError, msgspec.MsgspecError, binascii.Error, UnicodeDecodeError) as error:
            raise Invalid(f"file: {type(error).__name__}") from None
        if document.fields:
            await self.save_fields({**await self.fields(), **document.fields})
        return await self._database.write(writes.add_all, fresh)


def _checked(reply: QuickReply) -> QuickReply:
    shortcut = reply.shortcut.strip().removeprefix("/").lower()
    if not SHORTCUT.fullmatch(shortcut):
        raise Invalid("shortcut")
    text = reply.text.replace("\x00", "").strip()
    if len(text) > MAX_TEXT or not (text or reply.files):
        raise Invalid("text")
    return msgspec.structs.replace(
        reply, shortcut=shortcut, text=text, title=reply.title.strip()[:120], folder=reply.folder.strip()[:60]
    )


def _read(path: Path, limit: int = _MAX_FILE) -> bytes:
    if path.stat().st_size > limit:
        raise OSError("too large")
    return path.read_bytes()


def _outside(reply: QuickReply) -> _Reply:
    files = [_File(name, base64.b64encode(path.read_bytes()).decode("ascii")) for name, path in reply.files]
    return _Reply(shortcut=reply.shortcut, text=reply.text, title=reply.title, folder=reply.folder, files=files)
