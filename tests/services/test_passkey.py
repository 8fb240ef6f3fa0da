"""Linking an account that has a passkey: the real services against a WAHA server that asks for one."""

import json

import pytest

from services.api.numbers import NewInstance
from services.domain.errors import Invalid, NotConnected, NotSupported, Rejected
from services.domain.events import ConnectionState
from services.domain.passkey import PasskeyChallenge, PasskeyStage
from services.instances import passkey
from tests.fakes.evolution import API_KEY, evolution
from tests.fakes.waha import PASSKEY_CODE, FakeWaha
from tests.services.whole import until, whole

SIGNED = {
    "id": "Qk9hLWNoYXZl", "rawId": "Qk9hLWNoYXZl", "type": "public-key",
    "response": {"clientDataJSON": "eyJ0", "authenticatorData": "SZYN", "signature": "MEUC", "userHandle": None},
}  # fmt: skip


def signed(**response):
    return json.dumps({**SIGNED, "response": {**SIGNED["response"], **response}})


async def _asked(running, server):
    view = await running.services.instances.create(
        NewInstance(provider="waha", name="loja", base_url=server.url, secrets={"api_key": server.api_key or ""})
    )
    await until(_is(running, view.id, ConnectionState.AWAITING_QR))
    server.sessions["loja"].passkey = True
    await server.scan("loja")
    await until(_is(running, view.id, ConnectionState.AWAITING_PASSKEY))
    return view.id


def _is(running, instance, state):
    async def look():
        return (await running.services.instances.get(instance)).state is state

    return look


async def test_signed_in_the_browser_confirmed_on_the_phone_and_linked(tmp_path):
    async with whole(tmp_path) as running, FakeWaha() as server:
        number, passkeys = await _asked(running, server), running.services.passkeys
        step = await passkeys.step(number)
        assert (step.stage, step.page) == (PasskeyStage.SIGN, "https://web.whatsapp.com/")
        assert '"rpId": "web.whatsapp.com"' in step.script and "p3mXk0-inventado_41" in step.script
        with pytest.raises(Invalid, match="passkey"):
            await passkeys.answer(number, "undefined")
        with pytest.raises(Rejected):
            await passkeys.answer(number, signed(signature="bmVpbg"))
        step = await passkeys.answer(number, f"  '{signed()}'\n")
        assert (step.stage, step.code) == (PasskeyStage.CONFIRM, PASSKEY_CODE)
        assert server.sent("/api/loja/auth/passkey")[-1] == SIGNED
        step = await passkeys.confirm(number)
        assert step.stage is PasskeyStage.NONE
        await until(_is(running, number, ConnectionState.CONNECTED))
        assert (await passkeys.step(number)).stage is PasskeyStage.NONE


async def test_a_challenge_that_is_not_there_yet_and_gateways_without_passkeys(tmp_path):
    async with whole(tmp_path) as running, FakeWaha() as server, evolution() as (other, _faults):
        number = await _asked(running, server)
        server.fail_next("/api/loja/auth/passkey/challenge", status=422, body={"error": "no challenge"})
        with pytest.raises(NotConnected):
            await running.services.passkeys.step(number)
        view = await running.services.instances.create(
            NewInstance(provider="evolution", name="outra", base_url=other.base_url, secrets={"api_key": API_KEY})
        )
        with pytest.raises(NotSupported):
            await running.services.passkeys.step(view.id)


@pytest.mark.parametrize(
    "pasted",
    [
        "", "null", "[]", "{", "x" * 70_000, "[" * 9000, json.dumps({**SIGNED, "response": "no"}), signed(signature=""),
        signed(signature="não"), signed(clientDataJSON="a" * 30_000), json.dumps({**SIGNED, "rawId": 7}),
    ],
)  # fmt: skip
def test_what_is_no_signature_is_refused(pasted):
    with pytest.raises(Invalid):
        passkey.read_answer(pasted)


def test_what_a_gateway_tells_stays_data_in_the_script():
    evil = PasskeyChallenge(challenge='"});alert(1);({"\u2028', rp_id="web.whatsapp.com")
    script = passkey.script_for(evil)
    assert '\\"});alert(1);({\\"\\u2028' in script and "\u2028" not in script
    for host in ("web.whatsapp.com/x", "javascript:x", "-x.com", "localhost", "a b.com"):
        with pytest.raises(NotConnected):
            passkey.page_of(PasskeyChallenge(challenge="x", rp_id=host))
