"""What is found late is treated as its author chose, and nothing goes out twice."""

import asyncio
from typing import Any

from services.core.clock import SystemClock
from services.domain.content import Peer
from services.domain.ids import ChatId
from services.domain.sending import Late, ScheduledKind, ScheduledState
from services.outbound.schedule import LATE_AFTER_MS, Scheduler
from services.storage.queries import schedule as queries
from services.storage.writes import schedule
from tests.factories import message, user
from tests.storage.store import Store, store


class _Database:
    """The writer's calls on a store in memory."""

    def __init__(self, opened: Store) -> None:
        self._opened = opened

    async def write(self, function: Any, *args: Any) -> Any:
        return self._opened.write(function, *args)

    async def read(self, function: Any, *args: Any) -> Any:
        return self._opened.read(function, *args)


async def test_late_ones_are_sent_asked_about_or_skipped() -> None:
    with store() as opened:
        opened.see(message("IN1", 1))
        (chat,) = opened.chats()
        now = SystemClock().now_ms()
        sent: list[tuple[ChatId, str, str]] = []

        async def send(chat_id: ChatId, text: str, client_id: str) -> None:
            sent.append((chat_id, text, client_id))

        long_ago = now - LATE_AFTER_MS - 1000
        for late in Late:
            opened.write(schedule.add, chat.id, ScheduledKind.MESSAGE, late.value, long_ago, late, f"c-{late}", now)
        opened.write(schedule.add, chat.id, ScheduledKind.MESSAGE, "agora", now - 1000, Late.ASK, "c-now", now)
        job = asyncio.create_task(Scheduler(_Database(opened), send, SystemClock()).run())  # type: ignore[arg-type]
        async with asyncio.timeout(5):
            while opened.read(queries.next_waiting) is not None:
                await asyncio.sleep(0.01)
        job.cancel()
        assert [(text, client_id) for _chat, text, client_id in sent] == [("send", "c-send"), ("agora", "c-now")]
        states = {item.text: item.state for item in opened.read(queries.still_open)}
        assert states == {"ask": ScheduledState.ASKING, "skip": ScheduledState.SKIPPED}


def test_who_has_no_name_is_called_by_the_number_as_people_write_it() -> None:
    with store() as opened:
        opened.see(message("IN1", Peer(address=user(1))))
        (chat,) = opened.chats()
        opened.write(schedule.add, chat.id, ScheduledKind.MESSAGE, "Oi", 1, Late.ASK, "c-1", 0)
        (item,) = opened.read(queries.still_open)
        assert item.title == chat.title and "@" not in item.title
