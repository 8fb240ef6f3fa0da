"""What an instance is offered follows its own server: engine, release and tier of a real WAHA over HTTP."""

from pathlib import Path

import aiohttp
import pytest

from services.api.numbers import NewInstance
from services.domain.capabilities import Capability as C
from services.domain.errors import NotSupported
from services.domain.sending import NewFile
from tests.conformance.gateways.waha import Waha
from tests.fakes.waha import FakeWaha
from tests.fakes.wapi import PRO, TOKEN, WapiServer
from tests.services.whole import until, whole


@pytest.mark.parametrize(
    ("engine", "version", "missing"),
    [
        ("GOWS", "2026.7.1", {C.FORWARD, C.BLOCK, C.ABOUT}),
        ("WEBJS", "2026.7.1", {C.LABELS, C.SEND_LIST, C.CLIENT_MESSAGE_ID}),
        ("NOWEB", "2026.4.1", {C.SEND_IMAGE, C.SEND_VOICE, C.PASSKEY, C.CLIENT_MESSAGE_ID}),
    ],
)
async def test_only_what_the_server_can_do_is_offered(
    tmp_path: Path, engine: str, version: str, missing: set[C]
) -> None:
    async with FakeWaha(engine=engine, version=version) as server, whole(tmp_path) as running:
        server.session("default")
        instances, sending = running.services.instances, running.services.sending
        wish = NewInstance(
            provider="waha", name="default", base_url=server.url, secrets={"api_key": server.api_key or ""}
        )
        view = await instances.create(wish)

        async def told() -> bool:
            return not missing & set(instances.capabilities(view))

        await until(told)
        assert {C.SEND_TEXT, C.REPLY, C.HISTORY} <= set(instances.capabilities(view))
        # the same in a conversation
        await _text_comes(running.services.instances.hook_url(view))

        async def chat_is_there() -> bool:
            return bool((await running.services.chats.page()).items)

        await until(chat_is_there)
        [chat] = (await running.services.chats.page()).items
        abilities = await sending.abilities(chat.id)
        assert abilities.capabilities == frozenset(instances.capabilities(view))
        if C.SEND_IMAGE in missing:
            file = tmp_path / "bolo.jpg"
            file.write_bytes(b"\xff\xd8\xff\xe0")
            with pytest.raises(NotSupported):
                await sending.send_file(chat.id, NewFile(path=file), client_id="c-1")


async def _text_comes(hook: str | None) -> None:
    assert hook is not None
    body = Waha().tell("text", id="3EB0C0FFEE", text="Bom dia!")
    body["session"] = "default"
    async with aiohttp.ClientSession() as http, http.post(hook, json=body) as answer:
        assert answer.status == 200


async def test_without_the_account_s_token_no_instance_of_w_api_is_offered_to_be_deleted(tmp_path: Path) -> None:
    server = WapiServer()
    base = await server.start()
    try:
        async with whole(tmp_path) as running:
            instances = running.services.instances
            view = await instances.create(
                NewInstance(provider="wapi", name=PRO, base_url=base, secrets={"api_key": TOKEN})
            )

            async def told() -> bool:
                return C.DELETE_INSTANCE not in instances.capabilities(view)

            await until(told)
            assert C.SEND_TEXT in instances.capabilities(view)
    finally:
        await server.stop()
