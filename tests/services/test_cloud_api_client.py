"""The Cloud API client against a Graph API on loopback that checks Meta's shapes."""

import asyncio
import warnings

import httpx
import pytest
from aiohttp import web
from pywa import WhatsApp
from pywa.types import Button, Section, SectionList, SectionRow

from services.domain.address import Address, AddressKind, user
from services.domain.content import Choice, ContactCard, Location
from services.domain.errors import AuthRejected, ErrorCode, Misconfigured, NotFound, RateLimited, Rejected
from services.domain.events import ConnectionState
from services.domain.outgoing import (
    Accepted,
    MessageRef,
    NotSent,
    Outgoing,
    OutgoingKind,
    OutgoingMedia,
    OutgoingMenu,
    Refused,
    Template,
    Uncertain,
)
from services.providers.adapters.cloud_api.auth import challenge
from services.providers.adapters.cloud_api.client import CloudApiClient, versioned
from services.providers.base import Credentials, WantedWebhook
from tests.fakes.cloud_api import ACCOUNT, NUMBER, TOKEN, VERIFY_TOKEN, FakeCloudApi

CUSTOMER = user("5511900000002")


@pytest.fixture
async def graph():
    async with FakeCloudApi() as fake:
        yield fake
        assert fake.problems == []


@pytest.fixture
async def client(graph):
    made = client_of(graph)
    yield made
    await made.close()


def client_of(graph, **secrets):
    told = {"api_key": TOKEN, "verify_token": VERIFY_TOKEN, "waba_id": ACCOUNT, **secrets}
    return CloudApiClient(Credentials(base_url=graph.base_url, name=NUMBER, secrets=told))


def outgoing(kind, **told):
    return Outgoing(client_id="local-42", chat=told.pop("chat", CUSTOMER), kind=kind, **told)


def ref(stanza_id="wamid.IN01", *, from_me=False):
    return MessageRef(stanza_id=stanza_id, provider_message_id=stanza_id, chat=CUSTOMER, from_me=from_me)


def file_of(tmp_path, name, mime, data=b"bytes"):
    path = tmp_path / name
    path.write_bytes(data)
    return OutgoingMedia(path=path, mime=mime, file_name=name, size=len(data))


async def test_a_text_goes_out_with_our_own_id_and_comes_back_accepted(graph, client):
    outcome = await client.send(outgoing(OutgoingKind.TEXT, text="Temos sim! https://loja.example.invalid"))
    assert outcome == Accepted(provider_message_id="wamid.FAKE1", stanza_id="wamid.FAKE1")
    [sent] = graph.sent
    assert sent["to"] == "5511900000002"
    assert sent["text"] == {"body": "Temos sim! https://loja.example.invalid", "preview_url": True}
    assert sent["biz_opaque_callback_data"] == "local-42"


async def test_a_reply_names_the_message_it_answers(graph, client):
    await client.send(outgoing(OutgoingKind.TEXT, text="sim", quoted=ref("wamid.IN07")))
    assert graph.sent[0]["context"] == {"message_id": "wamid.IN07"}


async def test_somebody_without_a_phone_is_reached_by_user_id(graph, client):
    await client.send(outgoing(OutgoingKind.TEXT, text="oi", chat=Address(AddressKind.BSUID, "BR.900000000000777")))
    assert graph.sent[0]["recipient"] == "BR.900000000000777"
    assert "to" not in graph.sent[0]


async def test_a_lid_cannot_be_reached_and_nothing_is_sent(graph, client):
    outcome = await client.send(
        outgoing(OutgoingKind.TEXT, text="oi", chat=Address(AddressKind.LID, "100200300400501"))
    )
    assert outcome == Refused(code=ErrorCode.NO_SUCH_NUMBER, text="no way to lid")
    assert graph.requests == []


@pytest.mark.parametrize(
    ("kind", "name", "mime", "type_", "expected"),
    [
        (OutgoingKind.IMAGE, "bolo.jpg", "image/jpeg", "image", {"caption": "o bolo"}),
        (OutgoingKind.VIDEO, "vitrine.mp4", "video/mp4", "video", {"caption": "o bolo"}),
        (OutgoingKind.AUDIO, "som.mp3", "audio/mpeg", "audio", {}),
        (OutgoingKind.VOICE, "voz.ogg", "audio/ogg", "audio", {"voice": True}),
        (OutgoingKind.DOCUMENT, "pedido é.pdf", "application/pdf", "document", {"caption": "o bolo", "filename": "pedido é.pdf"}),
        (OutgoingKind.STICKER, "f.webp", "image/webp", "sticker", {}),
    ],
)  # fmt: skip
async def test_files_are_uploaded_first_and_sent_by_id(graph, client, tmp_path, kind, name, mime, type_, expected):
    outcome = await client.send(outgoing(kind, text="o bolo", media=file_of(tmp_path, name, mime, b"\x00\x01dados")))
    assert isinstance(outcome, Accepted)
    [(media_id, (data, stored_mime, _))] = graph.media.items()
    assert (data, stored_mime) == (b"\x00\x01dados", mime)
    assert graph.sent[0]["type"] == type_
    assert graph.sent[0][type_] == {"id": media_id, **expected}


async def test_a_picture_over_metas_limit_is_refused_before_it_is_uploaded(graph, client, tmp_path):
    media = OutgoingMedia(path=tmp_path / "x.jpg", mime="image/jpeg", file_name="x.jpg", size=5_000_001)
    outcome = await client.send(outgoing(OutgoingKind.IMAGE, media=media))
    assert isinstance(outcome, Refused)
    assert outcome.code is ErrorCode.TOO_LARGE
    assert graph.requests == []


async def test_a_file_that_is_gone_is_told_as_such(client, tmp_path):
    media = OutgoingMedia(path=tmp_path / "no.jpg", mime="image/jpeg", file_name="no.jpg", size=5)
    outcome = await client.send(outgoing(OutgoingKind.IMAGE, media=media))
    assert isinstance(outcome, Refused)
    assert outcome.code is ErrorCode.MEDIA_GONE


async def test_an_upload_that_breaks_is_certainly_not_sent(graph, client, tmp_path):
    graph.fault("cut")
    outcome = await client.send(outgoing(OutgoingKind.IMAGE, media=file_of(tmp_path, "a.jpg", "image/jpeg")))
    assert isinstance(outcome, NotSent)
    assert outcome.code is ErrorCode.UNAVAILABLE


async def test_place_contact_and_reaction(graph, client):
    place = Location(latitude=-23.55, longitude=-46.63, name="Praça")
    card = ContactCard(name="Caio Entregas", phones=("+55 11 90000-0003",), emails=("caio@example.invalid",))
    await client.send(outgoing(OutgoingKind.LOCATION, location=place))
    await client.send(outgoing(OutgoingKind.CONTACTS, contacts=(card,)))
    reaction = await client.send(outgoing(OutgoingKind.REACTION, target=ref(), emoji="👍"))
    await client.send(outgoing(OutgoingKind.REACTION, target=ref()))
    assert graph.sent[0]["location"] == {"latitude": -23.55, "longitude": -46.63, "name": "Praça"}
    assert graph.sent[1]["contacts"][0]["name"]["first_name"] == "Caio"
    assert [s["reaction"]["emoji"] for s in graph.sent[2:]] == ["👍", ""]
    # its id is that of the reaction: taken for the message's it would lose the message
    assert reaction == Accepted()


async def test_buttons_list_and_link(graph, client):
    yes_no = OutgoingMenu(title="Pedido", footer="Padaria", choices=(Choice(title="Sim", id="s"), Choice(title="Não")))
    rows = OutgoingMenu(
        button="Ver",
        choices=(
            Choice(title="Brigadeiro", id="b", description="1 kg", section="Bolos"),
            Choice(title="Francês", section="Pães"),
        ),
    )
    link = OutgoingMenu(choices=(Choice(title="Cardápio", url="https://loja.example.invalid"),))
    await client.send(outgoing(OutgoingKind.BUTTONS, text="Confirma?", menu=yes_no))
    await client.send(outgoing(OutgoingKind.LIST, text="Escolha", menu=rows))
    await client.send(outgoing(OutgoingKind.BUTTONS, text="Veja", menu=link))
    replies = [b["reply"] for b in graph.sent[0]["interactive"]["action"]["buttons"]]
    assert replies == [{"id": "s", "title": "Sim"}, {"id": "Não", "title": "Não"}]
    assert [s["title"] for s in graph.sent[1]["interactive"]["action"]["sections"]] == ["Bolos", "Pães"]
    assert graph.sent[2]["interactive"]["type"] == "cta_url"


async def test_more_buttons_than_meta_takes_are_refused_here(graph, client):
    menu = OutgoingMenu(choices=tuple(Choice(title=str(n)) for n in range(4)))
    outcome = await client.send(outgoing(OutgoingKind.BUTTONS, text="?", menu=menu))
    assert isinstance(outcome, Refused)
    assert outcome.code is ErrorCode.INVALID
    assert graph.sent == []


async def test_a_template_goes_out_with_its_parameters(graph, client):
    values = {"type": "body", "parameters": [{"type": "text", "text": "Marina"}]}
    template = Template(name="retorno_cliente", language="pt_BR", components=(values,))
    await client.send(outgoing(OutgoingKind.TEMPLATE, template=template))
    assert graph.sent[0]["template"] == {
        "name": "retorno_cliente", "language": {"code": "pt_BR"}, "components": [values]
    }  # fmt: skip


async def test_the_picture_of_a_template_s_header_is_uploaded_first(graph, client, tmp_path):
    photo = tmp_path / "caixa.jpg"
    photo.write_bytes(b"\xff\xd8\xff picture")
    media = OutgoingMedia(path=photo, mime="image/jpeg", file_name="caixa.jpg", size=photo.stat().st_size)
    await client.send(outgoing(OutgoingKind.TEMPLATE, template=Template(name="saiu", language="pt_BR"), media=media))
    (header,) = graph.sent[0]["template"]["components"]
    (shown,) = header["parameters"]
    assert header["type"] == "header" and shown["type"] == "image" and shown["image"]["id"]


async def test_only_ogg_is_called_a_voice_message(graph, client, tmp_path):
    for mime, name in (("audio/ogg", "voz.ogg"), ("audio/mp4", "voz.m4a")):
        path = tmp_path / name
        path.write_bytes(b"sound")
        media = OutgoingMedia(path=path, mime=mime, file_name=name, size=5, duration_s=1.0)
        await client.send(outgoing(OutgoingKind.VOICE, media=media))
    assert [sent["audio"].get("voice") for sent in graph.sent] == [True, None]


@pytest.mark.parametrize("kind", [OutgoingKind.POLL, OutgoingKind.EDIT, OutgoingKind.REVOKE, OutgoingKind.FORWARD])
async def test_what_the_api_lacks_is_refused_without_a_request(graph, client, kind):
    outcome = await client.send(outgoing(kind, text="x", target=ref()))
    assert isinstance(outcome, Refused)
    assert outcome.code is ErrorCode.NOT_SUPPORTED
    assert graph.requests == []


@pytest.mark.parametrize(
    ("fault", "outcome", "code"),
    [
        ((400, 131047), Refused, ErrorCode.WINDOW_CLOSED),
        ((400, 131026), Refused, ErrorCode.NO_SUCH_NUMBER),
        ((400, 131051), Refused, ErrorCode.REJECTED),
        ((400, 132001), Refused, ErrorCode.REJECTED),
        ((400, 131053), Refused, ErrorCode.REJECTED),
        ((403, 368), Refused, ErrorCode.BANNED),
        ((422, 100), Refused, ErrorCode.REJECTED),
        ((401, 190), NotSent, ErrorCode.AUTH_REJECTED),
        ((403, 200), NotSent, ErrorCode.AUTH_REJECTED),
        ((400, 131056), NotSent, ErrorCode.RATE_LIMITED),
        ((503, 131016), NotSent, ErrorCode.UNAVAILABLE),
        ((500, 131000), NotSent, ErrorCode.UNAVAILABLE),
        ("inside", Refused, ErrorCode.REJECTED),
    ],
)
async def test_metas_refusals_become_ours(graph, client, fault, outcome, code):
    graph.fault(fault)
    got = await client.send(outgoing(OutgoingKind.TEXT, text="oi"))
    assert isinstance(got, outcome)
    assert got.code is code
    if fault != "inside":
        assert got.text == f"{fault[1]}: detail {fault[1]}"


async def test_another_library_asks_for_the_same(graph, client):
    """What pywa posts for the same wishes, field for field; our own tracking id aside."""
    session = httpx.Client()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = WhatsApp(phone_id=NUMBER, token=TOKEN, server=None, session=session)
    session.base_url = graph.base_url

    def ask():
        theirs.send_text(to=CUSTOMER.id, text="oi", reply_to_message_id="wamid.IN01", preview_url=False)
        theirs.send_location(to=CUSTOMER.id, latitude=-23.5, longitude=-46.5, name="Praça", address="Centro")
        theirs.send_reaction(to=CUSTOMER.id, emoji="👍", message_id="wamid.IN01")
        theirs.remove_reaction(to=CUSTOMER.id, message_id="wamid.IN01")
        theirs.send_text(
            to=CUSTOMER.id,
            text="Confirma?",
            header="Pedido",
            footer="Padaria",
            buttons=[Button(title="Sim", callback_data="s"), Button(title="Não", callback_data="n")],
        )
        rows = [SectionRow(title="Brigadeiro", callback_data="b", description="1 kg")]
        sections = [Section(title="Bolos", rows=rows)]
        theirs.send_text(to=CUSTOMER.id, text="Escolha", buttons=SectionList(button_title="Ver", sections=sections))
        theirs.mark_message_as_read("wamid.IN01")
        theirs.indicate_typing("wamid.IN01")
        theirs.block_users(users=[CUSTOMER.id])
        session.close()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        await asyncio.to_thread(ask)
    wanted, wanted_read = graph.sent[:], graph.read[:]
    graph.sent.clear(), graph.read.clear(), graph.blocked.clear()

    place = Location(latitude=-23.5, longitude=-46.5, name="Praça", address="Centro")
    yes_no = OutgoingMenu(
        title="Pedido", footer="Padaria", choices=(Choice(title="Sim", id="s"), Choice(title="Não", id="n"))
    )
    brigadeiro = Choice(title="Brigadeiro", id="b", description="1 kg", section="Bolos")
    for wish in (
        outgoing(OutgoingKind.TEXT, text="oi", quoted=ref()),
        outgoing(OutgoingKind.LOCATION, location=place),
        outgoing(OutgoingKind.REACTION, target=ref(), emoji="👍"),
        outgoing(OutgoingKind.REACTION, target=ref()),
        outgoing(OutgoingKind.BUTTONS, text="Confirma?", menu=yes_no),
        outgoing(OutgoingKind.LIST, text="Escolha", menu=OutgoingMenu(button="Ver", choices=(brigadeiro,))),
    ):
        assert isinstance(await client.send(wish), Accepted)
    await client.mark_read(CUSTOMER, (ref(),))
    await client.typing(CUSTOMER)
    await client.block(CUSTOMER, blocked=True)
    assert [{k: v for k, v in b.items() if k != "biz_opaque_callback_data"} for b in graph.sent] == wanted
    assert graph.read == wanted_read
    assert graph.blocked == {CUSTOMER.id}


async def test_the_rate_limit_tells_when_to_come_back(graph, client):
    graph.fault((429, 130429, {"Retry-After": "7"}), (400, 131056))
    first = await client.send(outgoing(OutgoingKind.TEXT, text="oi"))
    second = await client.send(outgoing(OutgoingKind.TEXT, text="oi"))
    assert (first.retry_after_s, second.retry_after_s) == (7, 6)


@pytest.mark.parametrize("fault", ["cut", "html", (500, 1)])
async def test_without_a_clear_answer_nobody_knows(graph, client, fault):
    graph.fault(fault)
    assert isinstance(await client.send(outgoing(OutgoingKind.TEXT, text="oi")), Uncertain)


async def test_a_wrong_token_is_told_by_the_state_too(graph):
    client = client_of(graph, api_key="outra")
    with pytest.raises(AuthRejected, match="190"):
        await client.state()
    await client.close()


async def test_state_and_probe_name_the_number(graph, client):
    seen = await client.state()
    assert (seen.state, str(seen.own_address)) == (ConnectionState.CONNECTED, "5511900000001@s.whatsapp.net")
    assert seen.own_name == "Padaria Sol Nascente"
    graph.status = "BANNED"
    assert (await client.state()).state is ConnectionState.BANNED
    probe = await client.probe()
    assert (probe.brand, probe.version) == ("cloud_api", "v23.0")
    assert [s.name for s in probe.sessions] == [NUMBER]


async def test_another_server_is_recognised_as_such(graph):
    app = web.Application()

    async def other(_):
        return web.json_response({"status": 200, "message": "Welcome to another API"})

    app.router.add_route("*", "/{tail:.*}", other)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    client = CloudApiClient(Credentials(base_url=f"http://127.0.0.1:{port}", name=NUMBER, secrets={"api_key": "x"}))
    with pytest.raises(Misconfigured) as caught:
        await client.state()
    assert caught.value.code is ErrorCode.WRONG_BRAND
    await client.close()
    await runner.cleanup()


async def test_the_webhook_is_set_verified_and_read_back(graph, client):
    hooks = web.Application()

    async def verify(request):
        told = challenge(request.query, VERIFY_TOKEN)
        return web.Response(text=told) if told else web.Response(status=403)

    hooks.router.add_get("/hooks/secreto", verify)
    runner = web.AppRunner(hooks)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/secreto"
    graph.override["application"] = "https://antigo.example.invalid/hook"

    await client.set_webhook(WantedWebhook(url=url))
    actual = await client.get_webhook()
    assert (actual.url, actual.enabled, actual.others) == (url, True, ("https://antigo.example.invalid/hook",))
    assert graph.subscribed == ["Balcao"]
    await client.set_webhook(WantedWebhook(url=url))
    assert graph.subscribed == ["Balcao"]

    await client.set_webhook(WantedWebhook(url=url, enabled=False))
    assert (await client.get_webhook()).url == "https://antigo.example.invalid/hook"

    wrong = client_of(graph, verify_token="outra")
    with pytest.raises(Rejected, match="2200"):
        await wrong.set_webhook(WantedWebhook(url=url))
    await wrong.close()
    await runner.cleanup()


async def test_a_file_is_fetched_in_two_steps_and_asked_for_again_when_its_address_expired(graph, client):
    media_id = graph.hold(b"foto" * 1000)
    graph.expired_urls = 1
    download = await client.download({"id": media_id})
    assert b"".join([c async for c in download.chunks()]) == b"foto" * 1000
    assert download.mime == "image/jpeg"
    assert graph.downloads == [media_id]


async def test_the_token_goes_to_metas_hosts_only(graph, client):
    media_id = graph.hold(b"foto")
    for host in ("http://127.0.0.1:1", "https://lookaside.fbsbx.com.evil.invalid", "http://lookaside.fbsbx.com"):
        graph.media_host = host
        with pytest.raises(Rejected) as caught:
            await client.download({"id": media_id})
        assert caught.value.code is ErrorCode.BLOCKED_ADDRESS
    assert graph.downloads == []


async def test_a_file_that_meta_no_longer_has(client):
    with pytest.raises(Rejected) as caught:
        await client.download({"id": "1234"})
    assert caught.value.code is ErrorCode.MEDIA_GONE


async def test_reading_and_typing(graph, client):
    await client.typing(CUSTOMER)
    assert graph.read == []
    await client.mark_read(CUSTOMER, (ref("wamid.IN01"), ref("wamid.OUT1", from_me=True), ref("wamid.IN02")))
    await client.typing(CUSTOMER)
    await client.typing(CUSTOMER, on=False)
    assert [r["message_id"] for r in graph.read] == ["wamid.IN01", "wamid.IN02", "wamid.IN02"]
    assert graph.read[2]["typing_indicator"] == {"type": "text"}


async def test_all_pages_of_the_templates_are_offered(graph, client):
    body = {"type": "BODY", "text": "Olá {{1}}, seu pedido {{numero}} saiu. {{1}}!"}
    buttons = {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Ok"}]}
    graph.templates = [
        {"name": "retorno", "language": "pt_BR", "status": "APPROVED", "category": "UTILITY", "components": [body, buttons]},
        {"name": "promocao", "language": "pt_BR", "status": "REJECTED", "category": "MARKETING", "components": []},
        {"broken": True},
        {"name": "aviso", "language": "pt_BR", "status": "APPROVED"},
    ]  # fmt: skip
    offers = await client.templates()
    assert [(o.name, o.approved) for o in offers] == [("retorno", True), ("promocao", False), ("aviso", True)]
    assert [field.name for field in offers[0].fields if field.part == "body"] == ["1", "numero"]
    assert offers[0].buttons == ("Ok",)


async def test_blocking(graph, client):
    await client.block(CUSTOMER, blocked=True)
    assert graph.blocked == {"5511900000002"}
    await client.block(CUSTOMER, blocked=False)
    assert graph.blocked == set()


@pytest.mark.parametrize(
    ("fault", "raised"),
    [((401, 190), AuthRejected), ((429, 4), RateLimited), ((400, 131009), Rejected), ((404, 803), Rejected)],
)
async def test_other_calls_raise_typed_errors(graph, client, fault, raised):
    graph.fault(fault)
    with pytest.raises(raised):
        await client.state()


def test_the_version_is_part_of_the_address_and_may_be_left_out():
    assert versioned("https://graph.facebook.com") == "https://graph.facebook.com/v23.0"
    assert versioned("https://graph.facebook.com/v21.0/") == "https://graph.facebook.com/v21.0"


async def test_an_unknown_number_is_not_found(graph):
    client = CloudApiClient(Credentials(base_url=graph.base_url, name="42", secrets={"api_key": TOKEN}))
    with pytest.raises(NotFound):
        await client.state()
    await client.close()
