"""The façade's exports."""

import errno
from collections.abc import Callable
from pathlib import Path

from services.core.clock import Clock
from services.domain.errors import ErrorCode, Invalid, NotFound, StorageProblem
from services.domain.exports import Exported, ExportOrder
from services.domain.ids import ChatId
from services.exchange import conversation
from services.storage.database import Database
from services.storage.queries import chats as chat_queries


class Exports:
    """Implements ``services.api.directory.Exports``. ``file`` knows where stored files are."""

    def __init__(self, database: Database, clock: Clock, file: Callable[[str], Path]) -> None:
        self._database, self._clock, self._file = database, clock, file

    async def conversation(
        self, chat_id: ChatId, order: ExportOrder, progress: Callable[[int, int], None] = lambda _done, _all: None
    ) -> Exported:
        """Write a conversation. Raises NotFound, Invalid (target), StorageProblem."""
        found = await self._database.read(chat_queries.get, (chat_id,))
        if not found:
            raise NotFound(f"chat {chat_id}")
        try:
            return await conversation.write(
                self._database, self._file, found[0], order, progress, self._clock.now_ms()
            )
        except OSError as error:
            raise file_problem(error) from None


def file_problem(error: OSError) -> Invalid | StorageProblem:
    """What a person can be told about a file that could not be written or read."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageProblem(str(error.strerror), code=ErrorCode.DISK_FULL)
    return Invalid("file")
