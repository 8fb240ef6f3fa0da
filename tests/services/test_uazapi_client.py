"""The Uazapi client and its event stream against a server on loopback that checks the documented shapes."""

import json

import pytest

from services.domain.address import Address, AddressKind, user
from services.domain.content import Choice, ContactCard, Location, Origin, Poll
from services.domain.errors import AuthRejected, ErrorCode, Misconfigured, NotConnected, NotFound, Rejected, Unavailable
from services.domain.events import ConnectionSeen, ConnectionState, MessageSeen, QrSeen
from services.domain.outgoing import (
    Accepted,
    MessageRef,
    NotSent,
    Outgoing,
    OutgoingKind,
    OutgoingMedia,
    OutgoingMenu,
    Refused,
    Uncertain,
)
from services.domain.status import Status
from services.providers.adapters.uazapi.client import UazapiClient
from services.providers.adapters.uazapi.parser import parse
from services.providers.adapters.uazapi.socket import frames
from services.providers.base import Credentials, Inbound, WantedWebhook
from tests.fakes.uazapi import ADMIN, CUSTOMER_JID, TOKEN, FakeUazapi, event, message

CUSTOMER = user("5511900000002")
GROUP = Address(AddressKind.GROUP, "120363000000000001")


@pytest.fixture
async def server():
    async with FakeUazapi() as fake:
        yield fake
        assert fake.problems == []


@pytest.fixture
async def client(server):
    server.add_instance()
    made = client_of(server, api_key=TOKEN)
    yield made
    await made.close()


def credentials_of(server, **secrets):
    return Credentials(base_url=server.base_url, name="padaria", secrets=secrets)


def client_of(server, **secrets):
    return UazapiClient(credentials_of(server, **secrets))


def outgoing(kind, **told):
    return Outgoing(client_id="local-42", chat=told.pop("chat", CUSTOMER), kind=kind, **told)


def ref(stanza_id="3EB0IN01", *, from_me=False):
    return MessageRef(
        stanza_id=stanza_id, provider_message_id=f"5511900000001:{stanza_id}", chat=CUSTOMER, from_me=from_me
    )


def file_of(tmp_path, name, mime, data=b"bytes"):
    path = tmp_path / name
    path.write_bytes(data)
    return OutgoingMedia(path=path, mime=mime, file_name=name, size=len(data))


async def test_from_nothing_to_connected_with_the_servers_token(server):
    client = client_of(server, admin_token=ADMIN)
    with pytest.raises(NotFound):
        await client.state()
    created = await client.create_instance()
    assert created.secrets["api_key"] in server.instances
    assert (await client.state()).state is ConnectionState.CREATED

    shown = await client.connect()
    assert isinstance(shown, QrSeen)
    assert shown.image_base64 == "iVBORw0KGgo="
    assert (await client.state()).state is ConnectionState.AWAITING_QR
    code = await client.connect("5511900000001")
    assert (code.pairing_code, code.expires_s) == ("ABCD-1234", 300)
    assert (await client.state()).state is ConnectionState.AWAITING_CODE

    server.scanned(created.secrets["api_key"])
    seen = await client.state()
    assert (seen.state, seen.own_address, seen.own_name) == (
        ConnectionState.CONNECTED,
        user("5511900000001"),
        "Padaria Sol Nascente",
    )
    assert isinstance(await client.connect(), ConnectionSeen)
    await client.restart()
    await client.logout()
    assert (await client.state()).state is ConnectionState.LOGGED_OUT
    await client.delete_instance()
    assert server.instances == {}
    await client.close()


async def test_an_instance_that_lives_there_is_adopted_by_name(server):
    server.add_instance("outra", "tok-outra")
    server.add_instance("padaria", TOKEN)
    client = client_of(server, admin_token=ADMIN)
    assert (await client.state()).state is ConnectionState.CONNECTED
    assert isinstance(await client.send(outgoing(OutgoingKind.TEXT, text="oi")), Accepted)
    assert [s.name for s in (await client.probe()).sessions] == ["outra", "padaria"]
    await client.close()


async def test_older_servers_make_instances_under_another_name():
    async with FakeUazapi(old=True) as server:
        client = client_of(server, admin_token=ADMIN)
        assert (await client.create_instance()).secrets["api_key"] in server.instances
        await client.close()


async def test_wrong_tokens_are_told_apart_from_missing_ones(server):
    for secrets, words in (
        ({"api_key": "x"}, "not found"),
        ({}, "missing token"),
        ({"admin_token": "x"}, "AdminToken"),
    ):
        client = client_of(server, **secrets)
        with pytest.raises(AuthRejected, match=words):
            await client.state()
        await client.close()


async def test_probe_with_an_instance_token(client):
    probe = await client.probe()
    assert probe.brand == "uazapi"
    assert [(s.name, s.own_address) for s in probe.sessions] == [("padaria", user("5511900000001"))]


async def test_another_brand_behind_the_address_is_recognised(server, client):
    server.fault((200, {"status": 200, "message": "Welcome to another API"}))
    with pytest.raises(Misconfigured) as caught:
        await client.state()
    assert caught.value.code is ErrorCode.WRONG_BRAND


async def test_the_webhook_is_set_and_read_back(server, client):
    wanted = WantedWebhook(url="https://a.example.invalid/hooks/seg", events=("messages", "connection"))
    await client.set_webhook(wanted)
    actual = await client.get_webhook()
    assert (actual.url, actual.events, actual.enabled, actual.by_events) == (wanted.url, wanted.events, True, False)
    assert server.hooks[0]["excludeMessages"] == []

    moved = WantedWebhook(url="https://b.example.invalid/hooks/seg", events=("messages",))
    await client.set_webhook(moved)
    assert [h["url"] for h in server.hooks] == [moved.url]


async def test_the_webhooks_of_other_systems_stay(server, client):
    n8n = {"id": "n8n", "enabled": True, "url": "https://n8n.example.invalid/webhook/1", "events": ["messages"]}
    server.hooks = [dict(n8n)]
    wanted = WantedWebhook(url="https://a.example.invalid/hooks/seg", events=("messages",))
    await client.set_webhook(wanted)
    moved = WantedWebhook(url="https://b.example.invalid/hooks/seg", events=("messages",))
    await client.set_webhook(moved)
    assert [h["url"] for h in server.hooks] == [n8n["url"], moved.url]
    actual = await client.get_webhook()
    assert (actual.url, actual.others) == (moved.url, (n8n["url"],))


async def test_a_text_carries_our_id_and_no_placeholder_is_filled_in(server, client):
    outcome = await client.send(
        outgoing(OutgoingKind.TEXT, text="Olá {{name}} https://x.example.invalid", quoted=ref(), mentions=(CUSTOMER,))
    )
    assert isinstance(outcome, Accepted)
    assert outcome.stanza_id == "3EB0FAKE00000001"
    assert outcome.provider_message_id == "5511900000001:3EB0FAKE00000001"
    assert outcome.status in (Status.SENDING, Status.SENT)
    [(path, body)] = server.sent
    assert path == "/send/text"
    assert body["text"].replace("\u2060", "") == "Olá {{name}} https://x.example.invalid"
    told = {k: body[k] for k in ("number", "track_id", "replyid", "mentions", "linkPreview")}
    assert told == {
        "number": "5511900000002",
        "track_id": "local-42",
        "replyid": "3EB0IN01",
        "mentions": "5511900000002",
        "linkPreview": True,
    }


@pytest.mark.parametrize(
    ("kind", "name", "mime", "type_", "more"),
    [
        (OutgoingKind.IMAGE, "bolo.jpg", "image/jpeg", "image", {"text": "o bolo"}),
        (OutgoingKind.VIDEO, "v.mp4", "video/mp4", "video", {"text": "o bolo"}),
        (OutgoingKind.AUDIO, "som.mp3", "audio/mpeg", "audio", {}),
        (OutgoingKind.VOICE, "voz.ogg", "audio/ogg", "ptt", {}),
        (OutgoingKind.DOCUMENT, "pedido é.pdf", "application/pdf", "document", {"text": "o bolo", "docName": "pedido é.pdf"}),
        (OutgoingKind.STICKER, "f.webp", "image/webp", "sticker", {}),
    ],
)  # fmt: skip
async def test_files_go_as_base64(server, client, tmp_path, kind, name, mime, type_, more):
    await client.send(outgoing(kind, text="o bolo", media=file_of(tmp_path, name, mime, b"\x00\x01"), chat=GROUP))
    [(path, body)] = server.sent
    assert path == "/send/media"
    assert body["number"] == "120363000000000001@g.us"
    assert {k: v for k, v in body.items() if k in ("type", "file", "mimetype", "text", "docName")} == {
        "type": type_, "file": "AAE=", "mimetype": mime, **more
    }  # fmt: skip


async def test_place_contact_poll_buttons_and_list(server, client):
    await client.send(outgoing(OutgoingKind.LOCATION, location=Location(latitude=-23.5, longitude=-46.6, name="Praça")))
    card = ContactCard(name="Caio", phones=("+55 11 90000-0003", "5511900000004"), organisation="Entregas")
    await client.send(outgoing(OutgoingKind.CONTACTS, contacts=(card,)))
    await client.send(outgoing(OutgoingKind.POLL, poll=Poll(question="Qual?", options=("A|B", "C"), selectable=1)))
    buttons = OutgoingMenu(
        title="Pedido",
        footer="Padaria",
        choices=(
            Choice(title="Sim|já", id="s"),
            Choice(title="Site", url="https://x.example.invalid"),
            Choice(title="Ligar", phone="+5511900000001"),
        ),
    )
    await client.send(outgoing(OutgoingKind.BUTTONS, text="Confirma?", menu=buttons))
    rows = OutgoingMenu(
        button="Ver",
        choices=(
            Choice(title="Brigadeiro", id="b", description="1 kg", section="Bolos"),
            Choice(title="[x]", section="Bolos"),
        ),
    )
    await client.send(outgoing(OutgoingKind.LIST, text="Escolha", menu=rows))
    bodies = [body for _, body in server.sent]
    assert bodies[1]["phoneNumber"] == "5511900000003,5511900000004"
    assert bodies[2]["choices"] == ["A｜B", "C"]
    assert bodies[3]["choices"] == ["Sim｜já|s", "Site|https://x.example.invalid", "Ligar|call:+5511900000001"]
    assert bodies[3]["text"] == "*Pedido*\nConfirma?"
    assert bodies[4]["choices"] == ["[Bolos]", "Brigadeiro|b|1 kg", "［x]|［x]"]


async def test_reaction_edit_and_deletion_name_their_target_and_leave_its_id_alone(server, client):
    reacted = await client.send(outgoing(OutgoingKind.REACTION, target=ref(), emoji="👍"))
    edited = await client.send(outgoing(OutgoingKind.EDIT, target=ref(from_me=True), text="novo"))
    revoked = await client.send(outgoing(OutgoingKind.REVOKE, target=ref(from_me=True)))
    assert [path for path, _ in server.sent] == ["/message/react", "/message/edit", "/message/delete"]
    assert {body["id"] for _, body in server.sent} == {"3EB0IN01"}
    assert {reacted, edited, revoked} == {Accepted()}


@pytest.mark.parametrize(
    ("fault", "outcome", "code"),
    [
        ((401, {"error": "Invalid token"}), NotSent, ErrorCode.AUTH_REJECTED),
        ((401, {"error": "No session"}), NotSent, ErrorCode.NOT_CONNECTED),
        ((500, {"error": "WhatsApp client is not connected"}), NotSent, ErrorCode.NOT_CONNECTED),
        ((429, {"error": "Rate limit exceeded"}, {"Retry-After": "9"}), NotSent, ErrorCode.RATE_LIMITED),
        ((404, {"error": "Message not found"}), Refused, ErrorCode.NOT_FOUND),
        ((422, {"error": True, "message": "bad"}), Refused, ErrorCode.REJECTED),
        ((413, {"error": "File size exceeds limit"}), Refused, ErrorCode.TOO_LARGE),
        ((415, {"error": "Unsupported media format"}), Refused, ErrorCode.REJECTED),
        ((200, {"error": "number is not on WhatsApp"}), Refused, ErrorCode.REJECTED),
        (
            (500, {"error": "x", "error_source": "whatsapp_server", "provider_code": 463, "message_ptbr": "Conta em pausa"}),
            Refused,
            ErrorCode.TIMELOCK,
        ),
    ],
)  # fmt: skip
async def test_refusals(server, client, fault, outcome, code):
    server.fault(fault)
    got = await client.send(outgoing(OutgoingKind.TEXT, text="oi"))
    assert isinstance(got, outcome)
    assert got.code is code
    if code is ErrorCode.RATE_LIMITED:
        assert got.retry_after_s == 9
    if code is ErrorCode.TIMELOCK:
        assert got.text == "Conta em pausa"


@pytest.mark.parametrize("fault", ["cut", "html", (500, {"error": "Error sending message"})])
async def test_without_a_clear_answer_nobody_knows(server, client, fault):
    server.fault(fault)
    assert isinstance(await client.send(outgoing(OutgoingKind.TEXT, text="oi")), Uncertain)


async def test_a_server_that_is_not_there_means_certainly_not_sent(server):
    client = UazapiClient(Credentials(base_url="http://127.0.0.1:9", name="padaria", secrets={"api_key": TOKEN}))
    outcome = await client.send(outgoing(OutgoingKind.TEXT, text="oi"))
    assert isinstance(outcome, NotSent)
    await client.close()


async def test_what_cannot_be_sent_is_refused_without_a_request(server, client, tmp_path):
    two = (ContactCard(name="A"), ContactCard(name="B"))
    gone = OutgoingMedia(path=tmp_path / "no.jpg", mime="image/jpeg", file_name="no.jpg", size=1)
    for wish, code in (
        (outgoing(OutgoingKind.TEMPLATE), ErrorCode.NOT_SUPPORTED),
        (outgoing(OutgoingKind.CONTACTS, contacts=two), ErrorCode.INVALID),
        (outgoing(OutgoingKind.IMAGE, media=gone), ErrorCode.MEDIA_GONE),
        (outgoing(OutgoingKind.TEXT, text="x", chat=Address(AddressKind.NEWSLETTER, "1")), ErrorCode.NO_SUCH_NUMBER),
    ):
        outcome = await client.send(wish)
        assert isinstance(outcome, Refused)
        assert outcome.code is code
    assert server.calls == []


async def test_the_session_being_away_is_its_own_error(server, client):
    server.instances[TOKEN]["status"] = "disconnected"
    with pytest.raises(NotConnected):
        await client.mark_read(CUSTOMER, (ref(),))


async def test_a_file_is_fetched_through_the_server_without_our_token(server, client):
    server.files = {"3EB0IN01": (b"foto" * 500, "image/jpeg"), "3EB0IN02": (None, "audio/ogg")}
    download = await client.download({"id": "3EB0IN01"})
    assert b"".join([c async for c in download.chunks()]) == b"foto" * 500
    inline = await client.download({"id": "3EB0IN02"})
    assert b"".join([c async for c in inline.chunks()]) == b"dentro"
    for missing in ({"id": "3EB0NADA"}, {}):
        with pytest.raises(Rejected) as caught:
            await client.download(missing)
        assert caught.value.code is ErrorCode.MEDIA_GONE


async def test_history_comes_page_by_page_newest_first_and_stops_at_known_ground(server, client):
    server.messages = [message(f"3EB0{n:04d}", f"n{n}", at=1_772_000_000_000 + n * 1000) for n in range(25)]
    server.messages[3]["messageid"] = ""
    server.messages[3]["id"] = "r00"
    texts, cursor, pages = [], None, 0
    while True:
        page = await client.history(CUSTOMER, cursor=cursor, limit=10)
        texts += [e.text for e in page.events if isinstance(e, MessageSeen)]
        assert {e.origin for e in page.events if isinstance(e, MessageSeen)} == {Origin.HISTORY}
        pages, cursor = pages + 1, page.next
        if cursor is None:
            break
    assert (pages, texts) == (3, [f"n{n}" for n in range(24, -1, -1) if n != 3])
    known = await client.history(CUSTOMER, since_ms=1_772_000_000_000 + 18_000, limit=10)
    assert known.next is None
    # reading the history tells nobody that we read
    assert server.sent == []


async def test_chats_contacts_and_number_check(server, client):
    marina = {
        "wa_chatid": CUSTOMER_JID,
        "wa_chatlid": "100200300400501@lid",
        "wa_name": "Marina Prado",
        "wa_contactName": "Marina (vizinha)",
        "image": "https://pps.example.invalid/m.jpg",
        "wa_lastMsgTimestamp": 1772447700000,
    }
    group = {"wa_chatid": str(GROUP), "wa_name": "Clientes", "wa_lastMsgTimestamp": 1772447800000}
    server.chats = [marina, group, {"wa_chatid": "", "wa_lastMsgTimestamp": 0}]
    found = await client.chats()
    assert [(str(p.address), at) for p, at in found] == [
        ("120363000000000001@g.us", 1772447800000),
        (CUSTOMER_JID, 1772447700000),
    ]
    assert found[0][0].name == "Clientes"
    assert (found[1][0].name, found[1][0].push_name) == ("Marina (vizinha)", "Marina Prado")
    who = await client.contact(CUSTOMER)
    assert (who.name, who.picture_url) == ("Marina (vizinha)", "https://pps.example.invalid/m.jpg")
    assert await client.check_number("+55 11 90000-0002") == CUSTOMER
    assert await client.check_number("5511900000099") is None


async def test_reading_typing_and_blocking(server, client):
    await client.mark_read(CUSTOMER, (ref("A"), ref("B", from_me=True), ref("C")))
    await client.mark_read(CUSTOMER, (ref("B", from_me=True),))
    await client.typing(CUSTOMER)
    await client.typing(CUSTOMER, recording=True)
    await client.typing(CUSTOMER, on=False)
    assert server.sent[0] == ("/message/markread", {"id": ["A", "C"]})
    assert [b["presence"] for _, b in server.sent[1:]] == ["composing", "recording", "paused"]
    await client.block(CUSTOMER, blocked=True)
    assert server.blocked == {"5511900000002"}
    await client.block(CUSTOMER, blocked=False)
    assert server.blocked == set()


async def test_the_event_stream_yields_frames_however_they_are_cut(server):
    server.add_instance()
    first = json.dumps(event("messages", message=message("3EB0A", "olá")), ensure_ascii=False).encode()
    second = json.dumps({"type": "messages", "data": message("3EB0B", "tudo bem?")}, indent=1).encode()
    lines = b"".join(b"data: " + line + b"\n" for line in second.split(b"\n"))
    whole = b": hello\n\nevent: x\r\ndata: " + first + b"\r\n\r\ndata: no json\n\ndata: [1]\n\n" + lines + b"\n"
    server.streams = [[whole[:100], whole[100:103], whole[103:]]]
    seen = []
    with pytest.raises(Unavailable):
        async for frame in frames(credentials_of(server, api_key=TOKEN)):
            seen += parse(Inbound(body=frame))
    assert [e.text for e in seen] == ["olá", "tudo bem?"]
    assert "messages_update" in server.calls[-1][1]


async def test_the_event_stream_refuses_a_wrong_token(server):
    with pytest.raises(AuthRejected):
        async for _ in frames(credentials_of(server, api_key="x")):
            pass
