"""A day at the counter, the whole program against each gateway: connect, receive, answer, ticks, trouble, leave."""

import asyncio

import pytest

from services.api.numbers import NewInstance
from services.domain.capabilities import Capability
from services.domain.content import Direction
from services.domain.events import ConnectionState
from services.domain.status import Status
from tests.conformance.gateways import GATEWAYS
from tests.services.whole import until, whole

# these post what was sent, whatever became of their answer
ECHOES = ("evolution", "waha")


class Counter:
    """What the agent sees, and the gateway on the other side."""

    def __init__(self, running, gateway):
        self.services = running.services
        self.gateway = gateway
        self.instance = None
        self._ids = iter(range(1, 1000))

    async def state(self):
        return (await self.services.instances.get(self.instance)).state

    async def becomes(self, state):
        async def so():
            return await self.state() is state

        await until(so)

    async def receive(self, what, **values):
        self.gateway.answers.clear()
        await self.gateway.deliver(self.gateway.tell(what, **values))
        assert self.gateway.answers == [200]

    def new_id(self):
        return self.gateway.id_form.format(next(self._ids))

    async def messages(self):
        page = await self.services.chats.page()
        [chat] = [each for each in page.items if each.address == self.gateway.customer]
        return (await self.services.messages.latest(chat.id)).items

    async def message(self, test):
        """The first message of the conversation that passes ``test``, once there is one."""

        async def found():
            if not (await self.services.chats.page()).items:
                return None
            return next((each for each in await self.messages() if test(each)), None)

        return await until(found)

    async def answer(self, text):
        [chat] = (await self.services.chats.page()).items
        return await self.services.messages.send_text(chat.id, text)


@pytest.mark.parametrize("kind", GATEWAYS)
async def test_a_day_at_the_counter(kind, tmp_path):
    gateway = GATEWAYS[kind]()
    await gateway.start()
    try:
        async with whole(tmp_path) as running:
            await day(Counter(running, gateway))
    finally:
        gateway.wire.release()
        await gateway.stop()


async def day(counter):
    gateway, services = counter.gateway, counter.services
    can = gateway.descriptor.capabilities
    gateway.unlink()
    credentials = gateway.credentials()
    view = await services.instances.create(
        NewInstance(
            provider=gateway.kind,
            name=gateway.name,
            base_url=credentials.base_url,
            secrets=dict(credentials.secrets),
        )
    )
    counter.instance = view.id
    if Capability.QR in can:
        shown = await until(lambda: services.instances.qr(view.id))
        assert shown.text or shown.image_base64
    gateway.scan()
    await services.instances.connect(view.id)
    await counter.becomes(ConnectionState.CONNECTED)
    assert (await services.instances.get(view.id)).own_address == gateway.own

    hook = services.instances.hook_url(await services.instances.get(view.id))
    if Capability.WEBHOOK_CONFIG not in can:
        gateway.point_at(hook)
    first = counter.new_id()
    await until(lambda: asyncio.sleep(0, gateway.targets(gateway.tell("text", id=first, text="oi"))))
    await counter.receive("text", id=first, text="Oi, tem bolo de cenoura?")
    theirs = await counter.message(lambda m: m.text == "Oi, tem bolo de cenoura?")
    assert theirs.direction is Direction.IN
    # once more, as when the gateway did not hear our answer
    await counter.receive("text", id=first, text="Oi, tem bolo de cenoura?")

    await counter.answer("Tem sim, acabou de sair!")
    ours = await counter.message(lambda m: m.status is Status.SENT)
    assert ours.stanza_id
    await counter.receive("read", id=ours.stanza_id)
    await counter.message(lambda m: m.id == ours.id and m.status is Status.READ)
    await counter.receive("delivered", id=ours.stanza_id)
    await counter.receive("reaction", target=ours.stanza_id, text="❤️")
    await counter.message(lambda m: m.id == ours.id and [r.emoji for r in m.reactions] == ["❤️"])
    await counter.receive("edit", target=first, text="Oi, tem bolo de fubá?")
    await counter.message(lambda m: m.id == theirs.id and m.edited and m.text == "Oi, tem bolo de fubá?")
    await counter.receive("revoke", target=first)
    await counter.message(lambda m: m.id == theirs.id and m.deleted)
    settled = await counter.messages()
    assert [(m.direction, m.status) for m in settled] == [(Direction.IN, None), (Direction.OUT, Status.READ)]

    # the gateway did it, its answer was lost: only an echo can tell, and nobody sends it again
    gateway.wire.fail(gateway.text_path, cut=True)
    await counter.answer("Quer que eu separe um?")
    after = Status.SENT if gateway.kind in ECHOES else Status.UNKNOWN
    lost = await counter.message(lambda m: m.text == "Quer que eu separe um?" and m.status is after)
    await counter.answer("Fica em R$ 30,00")
    await counter.message(lambda m: m.text == "Fica em R$ 30,00" and m.status is Status.SENT)
    assert (await services.messages.get((lost.id,)))[0].status is after
    assert [m.text for m in await counter.messages()].count("Quer que eu separe um?") == 1
    assert len(gateway.wire.saying("Quer que eu separe um?")) == 1
    assert not gateway.wrong()

    if Capability.LOGOUT in can:
        await services.instances.logout(view.id)

        async def away():
            return await counter.state() is not ConnectionState.CONNECTED

        await until(away)
    await services.instances.remove(view.id)
    assert not await services.instances.all()
    assert len((await services.chats.page()).items) == 1
