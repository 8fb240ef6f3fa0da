"""Passkeys in memory: a step to show, calls recorded, each answer leading to the next step."""

from services.domain.passkey import PasskeyStage, PasskeyView

SIGN = PasskeyView(
    stage=PasskeyStage.SIGN,
    page="https://web.whatsapp.com/",
    script='(async () => { const asked = {"rpId": "web.whatsapp.com"}; })();',
)
CONFIRM = PasskeyView(stage=PasskeyStage.CONFIRM, code="7391")
DONE = PasskeyView(stage=PasskeyStage.NONE)


class FakePasskeys:
    """``view`` is the present step."""

    def __init__(self, fake) -> None:
        self._fake = fake
        self.view = SIGN

    async def step(self, instance_id):
        await self._fake.called("passkeys.step", instance_id)
        return self.view

    async def answer(self, instance_id, pasted):
        await self._fake.called("passkeys.answer", instance_id, pasted)
        self.view = CONFIRM
        return self.view

    async def confirm(self, instance_id):
        await self._fake.called("passkeys.confirm", instance_id)
        self.view = DONE
        return self.view
