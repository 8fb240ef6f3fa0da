"""The whole program without its window: the demo from the first click to no trace, and a restart in between."""

from pathlib import Path

import pytest

from app.container import Running
from services.api.numbers import NewInstance
from services.domain.changes import QrShown
from services.domain.content import Direction, MessageKind
from services.domain.errors import Conflict, Invalid, NotFound
from services.domain.events import ConnectionState
from services.domain.ids import ChatId, DeliveryId, InstanceId
from services.domain.models import ChatView, MediaState
from services.domain.status import Status
from tests.services.test_receiving import received
from tests.services.whole import hurry_demo, until, whole

DEADLINE_S = 30.0


async def chat_of(running: Running, title: str) -> ChatView | None:
    page = await running.services.chats.page()
    return next((chat for chat in page.items if chat.title == title), None)


async def test_the_demo_from_one_click_to_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hurry_demo(monkeypatch)
    async with whole(tmp_path) as running:
        services = running.services
        shown: list[QrShown] = []
        running.bus.subscribe(QrShown, shown.append)
        instance = await services.demo.start()
        assert services.demo.running()
        assert (await services.demo.start()).id == instance.id

        async def linked() -> bool:
            return (await services.instances.get(instance.id)).state is ConnectionState.CONNECTED

        await until(linked, DEADLINE_S)
        assert shown, "a QR is shown before the phone is linked"

        async def qr_is_gone() -> bool:
            return await services.instances.qr(instance.id) is None

        await until(qr_is_gone, DEADLINE_S)

        async def three_customers() -> bool:
            return len((await services.chats.page()).items) == 3 and (await services.chats.totals())[0] >= 5

        await until(three_customers, DEADLINE_S)
        marina = await chat_of(running, "Marina Prado")
        assert marina is not None
        kinds = [message.kind for message in (await services.messages.latest(marina.id)).items]
        assert kinds[:2] == [MessageKind.TEXT, MessageKind.IMAGE]

        async def picture_is_here() -> bool:
            found = (await services.messages.latest(marina.id)).items[1].media
            return found is not None and found.state is MediaState.READY

        await until(picture_is_here, DEADLINE_S)
        await services.chats.save_draft(marina.id, "Oi Mar")
        assert (await services.chats.get((marina.id,)))[0].draft == "Oi Mar"
        await services.chats.mark_read(marina.id)
        answer = await services.messages.send_text(marina.id, "Fazemos sim! Para quando?", client_id="c1")
        again = await services.messages.send_text(marina.id, "Fazemos sim! Para quando?", client_id="c1")
        assert again.id == answer.id
        assert (await services.chats.get((marina.id,)))[0].draft is None

        async def read_and_replied() -> bool:
            items = (await services.messages.latest(marina.id)).items
            mine = next(message for message in items if message.id == answer.id)
            # at this pace the reply may bear the very second of the answer: WhatsApp tells whole seconds
            return mine.status is Status.READ and any(m.direction is Direction.IN and m.id > mine.id for m in items)

        await until(read_and_replied, DEADLINE_S)
        health = await services.diagnostics.health()
        assert (health.deliveries_bad, health.deliveries_parked) == (0, 0)
        assert {job.name for job in await services.diagnostics.children()} >= {"processor", "files"}

        await services.demo.stop()
        assert (await services.chats.page()).items == ()
        assert await services.instances.all() == ()
        assert (await services.deliveries.page()).items == ()
        assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


async def test_conversations_are_there_after_a_restart_and_a_demo_ends_with_its_program(tmp_path: Path) -> None:
    async with whole(tmp_path) as running:
        await running.services.demo.start()
        real = await running.services.instances.create(NewInstance(provider="multichat", name="instance_123"))
        import aiohttp

        url = f"{running.hooks_url}/hooks/{real.hook_token}"
        async with aiohttp.ClientSession() as http, http.post(url, json=received()) as response:
            assert response.status == 200

        async def there() -> bool:
            return await chat_of(running, "Marina Prado") is not None

        await until(there, DEADLINE_S)
    async with whole(tmp_path) as running:
        assert [view.name for view in await running.services.instances.all()] == ["instance_123"]
        chat = await chat_of(running, "Marina Prado")
        assert chat is not None
        assert (chat.preview, chat.unread) == ("Preciso de ajuda!", 1)
        token = (await running.services.instances.get(real.id)).hook_token
        assert token == real.hook_token


async def test_what_cannot_be_is_refused_with_its_reason(tmp_path: Path) -> None:
    async with whole(tmp_path) as running:
        services = running.services
        create = services.instances.create
        for new, field in (
            (NewInstance(provider="nobody", name="x"), "provider"),
            (NewInstance(provider="multichat", name="  "), "name"),
            (NewInstance(provider="waha", name="x", base_url="ftp://x", secrets={"api_key": "k"}), "base_url"),
            (NewInstance(provider="waha", name="x", base_url="http://u:p@x", secrets={"api_key": "k"}), "base_url"),
        ):
            with pytest.raises(Invalid) as refused:
                await create(new)
            assert refused.value.text == field
        await create(NewInstance(provider="multichat", name="one"))
        with pytest.raises(Conflict):
            await create(NewInstance(provider="multichat", name="one"))
        for call in (
            services.messages.latest(ChatId(99)),
            services.messages.send_text(ChatId(99), "oi"),
            services.instances.get(InstanceId(99)),
            services.deliveries.body(DeliveryId(99)),
            services.deliveries.replay(DeliveryId(99)),
            services.instances.remove(InstanceId(99)),
        ):
            with pytest.raises(NotFound):
                await call
        with pytest.raises(Invalid):
            await services.chats.page(cursor="made up")
        with pytest.raises(Invalid):
            await services.chats.page(limit=0)
