"""The whatsapp-web.js client against a server that checks every request."""

import asyncio
import base64
from contextlib import aclosing, asynccontextmanager

import pytest

from services.domain import address
from services.domain.content import Choice, ContactCard, Direction, Location, Origin, Poll
from services.domain.errors import AppError, ErrorCode, NotFound, NotSupported
from services.domain.events import ConnectionState, MessageSeen, QrSeen
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
from services.providers.adapters.wwebjs.descriptor import DESCRIPTOR
from services.providers.adapters.wwebjs.socket import frames
from services.providers.base import Credentials
from tests.fakes.wwebjs import KEY, WwebjsServer

MARINA = address.user("5511987650002")
GROUP = address.Address(address.AddressKind.GROUP, "120363000000000001")
QUOTED = MessageRef(
    stanza_id="3EB0A1", provider_message_id="false_5511987650002@c.us_3EB0A1", chat=MARINA, from_me=False
)


@asynccontextmanager
async def connected(key=KEY, name="padaria", **kwargs):
    """A server with a connected session, and a client of it."""
    server = WwebjsServer(**{"sessions": {"padaria": "CONNECTED"}, **kwargs})
    base_url = await server.start()
    secrets = {"api_key": key} if key else {}
    assert DESCRIPTOR.client is not None
    client = DESCRIPTOR.client(Credentials(base_url=base_url, name=name, secrets=secrets))
    try:
        yield server, client
    finally:
        await client.close()
        await server.stop()
        assert server.wrong == []


def message(kind=OutgoingKind.TEXT, chat=MARINA, **kwargs):
    return Outgoing(client_id="c1", chat=chat, kind=kind, **kwargs)


async def test_probe_tells_brand_and_sessions():
    async with connected() as (_, client):
        probe = await client.probe()
    assert probe.brand == "wwebjs-api"
    assert [(s.name, s.state) for s in probe.sessions] == [("padaria", "CONNECTED")]
    assert probe.notes == ()


async def test_probe_warns_of_a_server_without_key():
    async with connected(key=None) as (server, client):
        server.key = None
        assert (await client.probe()).notes == ("open_server",)


async def test_probe_of_the_older_server_lists_no_sessions():
    async with connected(older=True) as (_, client):
        probe = await client.probe()
    assert (probe.brand, probe.sessions) == ("whatsapp-api", ())


async def test_wrong_key_is_told_as_such():
    async with connected(key="outra") as (_, client):
        with pytest.raises(AppError) as caught:
            await client.state()
    assert caught.value.code is ErrorCode.AUTH_REJECTED


async def test_odd_session_name_is_a_matter_of_configuration():
    async with connected(name="padaria sol") as (_, client):
        with pytest.raises(AppError) as caught:
            await client.state()
    assert caught.value.code is ErrorCode.INVALID


async def test_linking_from_nothing_to_connected():
    async with connected(sessions={}) as (server, client):
        with pytest.raises(NotFound):
            await client.state()
        await client.create_instance()
        assert (await client.state()).state is ConnectionState.CONNECTING
        assert (await client.connect()).state is ConnectionState.CONNECTING
        server.qr = "2@invented,qr,text,1"
        assert await client.connect() == QrSeen(text="2@invented,qr,text,1")
        assert await client.connect(phone="5511940028922") == QrSeen(pairing_code="ABCD1234")
        server.sessions["padaria"], server.qr = "CONNECTED", None
        seen = await client.connect()
    assert seen.state is ConnectionState.CONNECTED
    assert (str(seen.own_address), seen.own_name) == ("5511940028922@s.whatsapp.net", "Padaria Sol")


async def test_connecting_starts_a_session_that_is_gone():
    async with connected(sessions={}) as (server, client):
        assert (await client.connect()).state is ConnectionState.CONNECTING
        assert "padaria" in server.sessions
        await client.create_instance()  # the same again is no error


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("UNPAIRED", ConnectionState.CONNECTING),
        ("OPENING", ConnectionState.CONNECTING),
        ("TIMEOUT", ConnectionState.RECONNECTING),
        ("TOS_BLOCK", ConnectionState.BANNED),
    ],
)
async def test_state_words(word, state):
    async with connected(sessions={"padaria": word}) as (_, client):
        assert (await client.state()).state is state


async def test_logout_ends_the_session():
    async with connected() as (server, client):
        await client.restart()
        await client.logout()
        assert server.sessions == {}
        await client.delete_instance()  # nothing left to end


async def test_text_with_quote_and_mention():
    async with connected() as (server, client):
        outcome = await client.send(message(text="Temos sim! ✓", quoted=QUOTED, mentions=(MARINA,)))
        body = server.last("/client/sendMessage")
    assert isinstance(outcome, Accepted)
    assert outcome.status is Status.SENT
    assert outcome.provider_message_id == f"true_5511987650002@c.us_{outcome.stanza_id}"
    assert body == {
        "chatId": "5511987650002@c.us",
        "contentType": "string",
        "content": "Temos sim! ✓",
        "options": {
            "quotedMessageId": "false_5511987650002@c.us_3EB0A1",
            "ignoreQuoteErrors": False,
            "mentions": ["5511987650002@c.us"],
            "sendSeen": False,
        },
    }


async def test_quote_of_a_message_that_came_through_another_gateway_is_spelt_for_this_one():
    quoted = MessageRef(stanza_id="3EB0B2", provider_message_id="3EB0B2", chat=GROUP, from_me=False, author=MARINA)
    async with connected() as (server, client):
        await client.send(message(text="Oi", chat=GROUP, quoted=quoted))
        options = server.last("/client/sendMessage")["options"]
    assert options["quotedMessageId"] == "false_120363000000000001@g.us_3EB0B2_5511987650002@c.us"


@pytest.mark.parametrize(
    ("kind", "option"),
    [
        (OutgoingKind.IMAGE, None),
        (OutgoingKind.VIDEO, None),
        (OutgoingKind.AUDIO, None),
        (OutgoingKind.VOICE, "sendAudioAsVoice"),
        (OutgoingKind.DOCUMENT, "sendMediaAsDocument"),
        (OutgoingKind.STICKER, "sendMediaAsSticker"),
    ],
)
async def test_files_go_as_base64(tmp_path, kind, option):
    path = tmp_path / "x.bin"
    path.write_bytes(b"\x00bytes\xff")
    media = OutgoingMedia(path=path, mime="application/octet-stream", file_name="pedido nº 1.bin", size=7)
    async with connected() as (server, client):
        outcome = await client.send(message(kind, media=media, text="Segue"))
        body = server.last("/client/sendMessage")
    assert isinstance(outcome, Accepted)
    assert base64.b64decode(body["content"]["data"]) == b"\x00bytes\xff"
    assert body["content"]["filename"] == "pedido nº 1.bin"
    flags = {name for name, value in body["options"].items() if value is True}
    assert (flags, body["options"]["caption"]) == ({option} - {None}, "Segue")


async def test_a_file_that_is_gone_is_refused_before_anything_is_sent(tmp_path):
    media = OutgoingMedia(path=tmp_path / "gone", mime="image/jpeg", file_name="a.jpg", size=1)
    async with connected() as (server, client):
        outcome = await client.send(message(OutgoingKind.IMAGE, media=media))
        assert server.calls == []
    assert isinstance(outcome, Refused)
    assert outcome.code is ErrorCode.MEDIA_GONE


async def test_place_contact_and_poll():
    place = Location(latitude=-23.5505, longitude=-46.6333, name="Padaria Sol", address="Centro")
    card = ContactCard(name="Caio, o padeiro", phones=("+55 11 98765-0003",))
    poll = Poll(question="Qual recheio?", options=("Doce de leite", "Brigadeiro"), selectable=1)
    async with connected() as (server, client):
        assert isinstance(await client.send(message(OutgoingKind.LOCATION, location=place)), Accepted)
        assert server.last("/client/sendMessage")["content"] == {
            "latitude": -23.5505, "longitude": -46.6333, "description": "Padaria Sol\nCentro",
        }  # fmt: skip
        assert isinstance(await client.send(message(OutgoingKind.CONTACTS, contacts=(card,))), Accepted)
        vcard = server.last("/client/sendMessage")["content"]
        assert vcard.startswith("BEGIN:VCARD\n")
        assert "FN:Caio\\, o padeiro\n" in vcard
        assert "waid=5511987650003:+5511987650003" in vcard
        assert isinstance(await client.send(message(OutgoingKind.POLL, poll=poll)), Accepted)
        assert server.last("/client/sendMessage")["content"] == {
            "pollName": "Qual recheio?",
            "pollOptions": ["Doce de leite", "Brigadeiro"],
            "options": {"allowMultipleAnswers": False},
        }


async def test_acting_on_a_message_uses_its_bare_id():
    async with connected() as (server, client):
        for kind, extra in (
            (OutgoingKind.REACTION, {"emoji": "👍"}),
            (OutgoingKind.REACTION, {"emoji": None}),
            (OutgoingKind.EDIT, {"text": "Melhor assim"}),
            (OutgoingKind.REVOKE, {}),
        ):
            assert await client.send(message(kind, target=QUOTED, **extra)) == Accepted()
        forwarded = message(OutgoingKind.FORWARD, chat=GROUP, target=QUOTED)
        assert await client.send(forwarded) == Accepted()
        where = {"chatId": "5511987650002@c.us", "messageId": "3EB0A1"}
        assert server.calls == [
            ("/message/react", {**where, "reaction": "👍"}),
            ("/message/react", {**where, "reaction": ""}),
            ("/message/edit", {**where, "content": "Melhor assim"}),
            ("/message/delete", {**where, "everyone": True}),
            ("/message/forward", {**where, "destinationChatId": "120363000000000001@g.us"}),
        ]


async def test_what_the_server_cannot_send_is_refused():
    menu = OutgoingMenu(choices=(Choice(title="Sim"),))
    async with connected() as (server, client):
        outcome = await client.send(message(OutgoingKind.BUTTONS, text="?", menu=menu))
        assert server.calls == []
    assert isinstance(outcome, Refused)
    assert outcome.code is ErrorCode.NOT_SUPPORTED


@pytest.mark.parametrize(
    ("status", "answer", "expected"),
    [
        (404, {"success": False, "error": "session_not_connected"}, (NotSent, ErrorCode.NOT_CONNECTED)),
        (404, {"success": False, "error": "session_not_found"}, (NotSent, ErrorCode.NOT_CONNECTED)),
        (403, {"success": False, "error": "Invalid API key"}, (NotSent, ErrorCode.AUTH_REJECTED)),
        (429, {"success": False, "error": "slow"}, (NotSent, ErrorCode.RATE_LIMITED)),
        (500, {"success": False, "error": "No LID for user"}, (Refused, ErrorCode.NO_SUCH_NUMBER)),
        (500, {"success": False, "error": "Could not get the quoted message."}, (Refused, ErrorCode.NOT_FOUND)),
        (400, {"success": False, "error": "invalid contentType"}, (Refused, ErrorCode.REJECTED)),
        (500, {"success": False, "error": "Evaluation failed"}, (Uncertain, None)),
        (200, {"success": True}, (Uncertain, None)),
        (200, {"success": False, "error": "no"}, (Refused, ErrorCode.REJECTED)),
    ],
)
async def test_failed_sends_are_told_apart(status, answer, expected):
    async with connected() as (server, client):
        server.fail["/client/sendMessage"] = (status, answer)
        outcome = await client.send(message(text="Oi"))
    assert (type(outcome), getattr(outcome, "code", None)) == expected


async def test_an_edit_that_comes_too_late_is_refused():
    async with connected() as (server, client):
        server.fail["/message/edit"] = (200, {"success": True, "message": None})
        outcome = await client.send(message(OutgoingKind.EDIT, target=QUOTED, text="x"))
    assert isinstance(outcome, Refused)


@pytest.mark.parametrize("older", [False, True])
async def test_download(older):
    async with connected(older=older, files={"3EB0F1": b"%PDF-invented"}) as (_, client):
        ref = {"chatId": "5511987650002@c.us", "messageId": "3EB0F1"}
        download = await client.download(ref)
        data = b"".join([chunk async for chunk in download.chunks()])
        assert (data, download.mime, download.file_name) == (b"%PDF-invented", "application/pdf", "pedido.pdf")
        with pytest.raises(AppError) as caught:
            await client.download({**ref, "messageId": "3EB0GONE"})
    assert caught.value.code is ErrorCode.MEDIA_GONE


def _row(n, chat="5511987650002@c.us"):
    stanza_id = f"3EB0H{n:05d}"
    return {
        "id": {"fromMe": n % 2 == 0, "remote": chat, "id": stanza_id, "_serialized": f"x_{chat}_{stanza_id}"},
        "body": f"mensagem {n}", "type": "chat", "timestamp": 1772440000 + n, "ack": 3, "hasMedia": False,
        "fromMe": n % 2 == 0, "from": chat, "to": chat,
    }  # fmt: skip


async def test_history_goes_back_page_by_page_without_repeating():
    rows = [_row(n) for n in range(25)]
    async with connected(messages={"5511987650002@c.us": rows}) as (server, client):
        seen, cursor, pages = [], None, 0
        while True:
            page = await client.history(MARINA, cursor=cursor, limit=10)
            seen += page.events
            pages += 1
            cursor = page.next
            if cursor is None:
                break
        paths = {path for path, _ in server.calls}
    assert [e.text for e in seen] == [f"mensagem {n}" for n in reversed(range(25))]
    assert all(isinstance(e, MessageSeen) and e.origin is Origin.HISTORY for e in seen)
    assert seen[0].direction is Direction.OUT
    assert pages == 3
    assert paths == {"/chat/fetchMessages"}  # reading marks nothing read


async def test_chats_latest_first():
    chats = [
        {"id": {"_serialized": "5511987650002@c.us"}, "name": "Marina", "timestamp": 1772440000},
        {"id": {"_serialized": "120363000000000001@g.us"}, "name": "Fornecedores", "timestamp": 1772449000},
        {"id": {"_serialized": "not an address"}, "timestamp": 1},
    ]
    async with connected(chats=chats) as (_, client):
        found = await client.chats()
    assert [(str(peer.address), peer.name, last) for peer, last in found] == [
        ("120363000000000001@g.us", "Fornecedores", 1772449000000),
        ("5511987650002@s.whatsapp.net", "Marina", 1772440000000),
    ]


async def test_people():
    async with connected() as (server, client):
        peer = await client.contact(MARINA)
        assert (peer.name, peer.push_name) == ("Marina", "Marina Prado")
        assert [str(a) for a in peer.aliases] == ["100200300400501@lid"]
        assert peer.picture_url == "https://pps.example.invalid/m.jpg"
        assert (await client.contact(GROUP)).name == "Fornecedores"
        assert str(await client.check_number("5511987650002")) == "551187650002@s.whatsapp.net"
        assert await client.check_number("5511900000000") is None
        await client.mark_read(MARINA, (QUOTED,))
        await client.typing(MARINA)
        await client.typing(MARINA, recording=True)
        await client.typing(MARINA, on=False)
        await client.block(MARINA, blocked=True)
        await client.block(MARINA, blocked=False)
        assert [path for path, _ in server.calls][-6:] == [
            "/client/sendSeen", "/chat/sendStateTyping", "/chat/sendStateRecording", "/chat/clearState",
            "/contact/block", "/contact/unblock",
        ]  # fmt: skip


async def test_contact_without_picture_or_lid_is_still_a_contact():
    async with connected() as (server, client):
        for path in ("/client/getProfilePicUrl", "/client/getContactLidAndPhone"):
            server.fail[path] = (500, {"success": False, "error": "x"})
        peer = await client.contact(MARINA)
    assert (peer.name, peer.picture_url, peer.aliases) == ("Marina", None, ())


async def test_socket_gives_the_webhooks_bodies():
    async with connected() as (server, client):
        credentials = Credentials(base_url=client._http.base_url, name="padaria")
        async with aclosing(frames(credentials)) as stream:
            waiting = asyncio.ensure_future(anext(stream))
            await server.listening()
            await server.push("ready")
            assert await waiting == {"dataType": "ready", "sessionId": "padaria"}


async def test_socket_that_is_switched_off_is_unavailable():
    async with connected(socket=False) as (_, client):
        credentials = Credentials(base_url=client._http.base_url, name="padaria")
        with pytest.raises(AppError) as caught:
            async for _frame in frames(credentials):
                pass
    assert caught.value.code is ErrorCode.UNAVAILABLE


async def test_webhooks_are_not_configurable():
    async with connected() as (_, client):
        with pytest.raises(NotSupported):
            await client.get_webhook()


@pytest.mark.parametrize(("headers", "told"), [({"x-api-key": KEY}, True), ({"x-api-key": "outra"}, False), ({}, None)])
def test_the_servers_own_key_comes_with_its_webhooks(headers, told):
    assert DESCRIPTOR.authenticate is not None
    assert DESCRIPTOR.authenticate(headers, b"{}", KEY) is told
    assert DESCRIPTOR.signing_secret == "api_key"
