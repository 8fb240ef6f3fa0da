"""What goes wrong at a gateway, in its own dialect, and what the program makes of it: for every gateway alike."""

import asyncio

import aiohttp
import pytest

from services.domain.errors import (
    AppError,
    AuthRejected,
    ErrorCode,
    Misconfigured,
    NotConnected,
    NotFound,
    RateLimited,
    Rejected,
    Unavailable,
)
from services.domain.outgoing import Accepted, NotSent, OutgoingKind, Refused, Uncertain
from services.domain.sending import CAPABILITY_OF
from services.providers import http
from services.providers.registry import DESCRIPTORS
from tests.conformance.gateways import GATEWAYS
from tests.conformance.shop import open_shop
from tests.conformance.wire import strings

HTML = "<html><head><title>502</title></head><body><h1>Bad gateway</h1>nginx</body></html>"
# what a refusal of a message means; some say more than their status does
SENT: dict[int, tuple[type, ErrorCode]] = {
    401: (NotSent, ErrorCode.AUTH_REJECTED),
    404: (Refused, ErrorCode.NOT_FOUND),
    422: (Refused, ErrorCode.REJECTED),
    429: (NotSent, ErrorCode.RATE_LIMITED),
}
SENT_BY = {
    # "session_not_connected" and "session_not_found" come with 404
    ("wwebjs", 404): (NotSent, ErrorCode.NOT_CONNECTED),
    # the session's name cannot be
    ("wwebjs", 422): (Refused, ErrorCode.INVALID),
}
MARKS = [
    pytest.param(kind, what, id=f"{kind}-{what.value}")
    for kind, capabilities in ((each.kind, each.capabilities) for each in DESCRIPTORS)
    for what in (OutgoingKind.EDIT, OutgoingKind.REVOKE, OutgoingKind.REACTION)
    if kind in GATEWAYS and CAPABILITY_OF[what] in capabilities
]
READ: dict[int, type[AppError]] = {401: AuthRejected, 404: NotFound, 422: Rejected, 429: RateLimited, 500: Unavailable}
READ_BY = {("wwebjs", 404): NotConnected, ("wwebjs", 422): Misconfigured}


@pytest.fixture
def hurried(monkeypatch):
    """Every time-out of a client passes a hundred times faster."""
    whole = aiohttp.ClientTimeout

    def short(total=None, **rest):
        return whole(total=total and max(total / 100, 0.5), **rest)

    monkeypatch.setattr(http.aiohttp, "ClientTimeout", short)


class TestErrors:
    """The same failures of every gateway."""

    @pytest.mark.parametrize("kind", GATEWAYS)
    @pytest.mark.parametrize("status", SENT)
    async def test_a_refused_message(self, kind, status, tmp_path):
        async with open_shop(kind, tmp_path) as shop:
            gateway = shop.gateway
            gateway.wire.fail(
                gateway.text_path, status=status, body=gateway.refusals[status], headers={"Retry-After": "7"}
            )
            outcome = await shop.client.send(shop.wish(OutgoingKind.TEXT, text="oi"))
            expected, code = SENT_BY.get((kind, status), SENT[status])
            assert isinstance(outcome, expected), outcome
            assert outcome.code is code
            # the admin reads the gateway's own words
            assert any(words in outcome.text for words in strings(gateway.refusals[status]) if len(words) > 8)
            if status == 429:
                assert outcome.retry_after_s == 7
            assert len(gateway.wire.to(gateway.text_path)) == 1

    @pytest.mark.parametrize("kind", GATEWAYS)
    @pytest.mark.parametrize("how", ["500", "html", "html with 200", "slow", "cut"])
    async def test_without_a_clear_answer_nobody_knows_and_nothing_is_sent_twice(self, kind, how, tmp_path, hurried):
        async with open_shop(kind, tmp_path) as shop:
            gateway = shop.gateway
            match how:
                case "500":
                    gateway.wire.fail(gateway.text_path, status=500, body=gateway.refusals[500])
                case "html":
                    gateway.wire.fail(gateway.text_path, status=502, html=HTML)
                case "html with 200":
                    gateway.wire.fail(gateway.text_path, status=200, html=HTML)
                case "slow":
                    gateway.wire.fail(gateway.text_path, slow=True)
                case "cut":
                    gateway.wire.fail(gateway.text_path, cut=True)
            outcome = await shop.client.send(shop.wish(OutgoingKind.TEXT, text="oi"))
            assert isinstance(outcome, Uncertain), outcome
            assert outcome.text
            assert "<html" not in outcome.text or how.startswith("html")
            await asyncio.sleep(0)
            assert len(gateway.wire.to(gateway.text_path)) == 1

    @pytest.mark.parametrize("kind", [kind for kind, gateway in GATEWAYS.items() if gateway.inside is not None])
    async def test_a_refusal_told_with_200_is_one(self, kind, tmp_path):
        async with open_shop(kind, tmp_path) as shop:
            gateway = shop.gateway
            gateway.wire.fail(gateway.text_path, status=200, body=gateway.inside)
            outcome = await shop.client.send(shop.wish(OutgoingKind.TEXT, text="oi"))
            # Evolution's says nothing of what happened, so nobody knows; in no case it counts as sent
            assert isinstance(outcome, (Refused, Uncertain))
            assert isinstance(outcome, Uncertain) == (kind == "evolution")

    @pytest.mark.parametrize("kind", GATEWAYS)
    async def test_a_server_that_is_not_there_certainly_sent_nothing(self, kind, tmp_path):
        async with open_shop(kind, tmp_path) as shop:
            client = shop.client
            await shop.gateway.stop()
            outcome = await client.send(shop.wish(OutgoingKind.TEXT, text="oi"))
            assert isinstance(outcome, NotSent)
            assert outcome.code is ErrorCode.UNAVAILABLE
            await shop.gateway.start()

    @pytest.mark.parametrize("kind", GATEWAYS)
    @pytest.mark.parametrize("status", READ)
    async def test_a_refused_question(self, kind, status, tmp_path):
        async with open_shop(kind, tmp_path) as shop:
            gateway = shop.gateway
            gateway.wire.fail("/", status=status, body=gateway.refusals[status], headers={"Retry-After": "7"})
            with pytest.raises(READ_BY.get((kind, status), READ[status])) as caught:
                await shop.client.state()
            assert any(words in caught.value.text for words in strings(gateway.refusals[status]) if len(words) > 8)
            if status == 429:
                assert caught.value.retry_after_s == 7
            # the trouble passes
            assert await shop.client.state()

    @pytest.mark.parametrize("kind", GATEWAYS)
    @pytest.mark.parametrize("how", ["html", "html with 200", "slow", "cut"])
    async def test_a_question_without_an_answer(self, kind, how, tmp_path, hurried):
        async with open_shop(kind, tmp_path) as shop:
            wire = shop.gateway.wire
            match how:
                case "html":
                    wire.fail("/", status=502, html=HTML)
                case "html with 200":
                    wire.fail("/", status=200, html=HTML)
                case "slow":
                    wire.fail("/", slow=True)
                case "cut":
                    # a question may be asked again, and is, once
                    wire.fail("/", cut=True)
                    wire.fail("/", cut=True)
            with pytest.raises(Misconfigured if how == "html with 200" else Unavailable):
                await shop.client.state()
            assert await shop.client.state()

    @pytest.mark.parametrize(("kind", "what"), MARKS)
    async def test_a_mark_that_was_cut_off_goes_out_once(self, kind, what, tmp_path):
        async with open_shop(kind, tmp_path) as shop:
            target = await shop.ours()
            wire = shop.gateway.wire
            before = len(wire.seen)
            wire.fail("/", cut=True)
            outcome = await shop.client.send(shop.wish(what, target=target, text="outra", emoji="👍"))
            assert isinstance(outcome, Uncertain), outcome
            assert len(wire.seen) == before + 1

    @pytest.mark.parametrize("kind", GATEWAYS)
    async def test_a_file_that_was_cut_off_is_not_sent_twice_either(self, kind, tmp_path):
        async with open_shop(kind, tmp_path) as shop:
            wire = shop.gateway.wire
            client = shop.client
            accepted = await client.send(shop.wish(OutgoingKind.TEXT, text="antes"))
            assert isinstance(accepted, Accepted)
            before = len(wire.seen)
            wire.fail("/", cut=True)
            outcome = await client.send(shop.wish(OutgoingKind.IMAGE))
            if kind == "cloud_api":
                # only the upload was lost: the message itself never went out
                assert isinstance(outcome, NotSent)
            else:
                assert isinstance(outcome, Uncertain), outcome
            assert len(wire.seen) == before + 1

