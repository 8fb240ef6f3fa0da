"""The W-API client against a gateway that checks every request."""

import base64
from contextlib import asynccontextmanager

import pytest

from services.domain import address
from services.domain.capabilities import Capability
from services.domain.content import Choice, ContactCard, Location, Poll
from services.domain.errors import AppError, AuthRejected, ErrorCode, NotFound, NotSupported
from services.domain.events import ConnectionState, QrSeen
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
from services.providers.adapters.wapi.client import WapiClient
from services.providers.adapters.wapi.descriptor import DESCRIPTOR
from services.providers.base import Credentials, WantedWebhook
from tests.fakes.wapi import ACCOUNT, LITE, PICTURE, PRO, TOKEN, WapiServer

MARINA = address.user("5511987650002")
GROUP = address.Address(address.AddressKind.GROUP, "120363000000000001")
TARGET = MessageRef(stanza_id="3EB0A1", provider_message_id="3EB0A1", chat=MARINA, from_me=False)
HOOK = "https://padaria.example.invalid/hooks/segredo"
SIX = ("connected", "disconnected", "delivery", "received", "message-status", "chat-presence")
MENU = OutgoingMenu(
    title="Cardápio",
    footer="Até as 18h",
    button="Ver",
    choices=(Choice(title="Bolo", id="bolo", description="Fatia", section="Doces"), Choice(title="Pão", section="Sal")),
)


@asynccontextmanager
async def serving(instance=PRO, token=TOKEN, name=None, **kwargs):
    """A gateway with one instance, and a client of it."""
    server = WapiServer(instance=instance, **kwargs)
    base_url = await server.start()
    assert DESCRIPTOR.client is not None
    credentials = Credentials(base_url=base_url, name=name or instance, secrets={"api_key": token})
    client = DESCRIPTOR.client(credentials)
    try:
        yield server, client
    finally:
        await client.close()
        await server.stop()
        assert server.wrong == []


def message(kind=OutgoingKind.TEXT, chat=MARINA, **kwargs):
    return Outgoing(client_id="c1", chat=chat, kind=kind, **kwargs)


@pytest.mark.parametrize(("instance", "notes"), [(PRO, ()), (LITE, ("lite_plan",))])
async def test_probe_tells_the_instance_and_its_plan(instance, notes):
    async with serving(instance) as (_, client):
        probe = await client.probe()
    assert (probe.brand, probe.notes) == ("W-API", notes)
    assert [(s.name, s.state, str(s.own_address)) for s in probe.sessions] == [
        (instance, "connected", "5511940028922@s.whatsapp.net")
    ]


async def test_another_server_is_told_as_the_wrong_brand():
    async with serving() as (server, client):
        server.fail["/instance/fetch-instance"] = (200, {"hello": "world"})
        with pytest.raises(AppError) as caught:
            await client.probe()
    assert caught.value.code is ErrorCode.WRONG_BRAND


@pytest.mark.parametrize(
    ("setup", "code"),
    [({"token": "outro"}, ErrorCode.AUTH_REJECTED), ({"name": "XYZ999-DEF456-GHI789"}, ErrorCode.NOT_FOUND)],
)
async def test_wrong_token_and_unknown_instance(setup, code):
    async with serving(**setup) as (_, client):
        with pytest.raises(AppError) as caught:
            await client.state()
    assert caught.value.code is code


@pytest.mark.parametrize("by_bytes", [False, True])
async def test_qr_comes_as_json_or_as_the_picture_itself(by_bytes):
    async with serving(connected=False, picture_by_bytes=by_bytes) as (_, client):
        shown = await client.connect()
    assert isinstance(shown, QrSeen)
    assert base64.b64decode(shown.image_base64 or "") == PICTURE


async def test_linking():
    async with serving(connected=False) as (server, client):
        assert (await client.state()).state is ConnectionState.CREATED
        assert await client.connect(phone="5511940028922") == QrSeen(pairing_code="CODE-8922")
        server.connected = True
        seen = await client.state()
        assert (str(seen.own_address), str(seen.own_lid)) == (
            "5511940028922@s.whatsapp.net", "200300400500601@lid",
        )  # fmt: skip
        assert (seen.state, seen.own_name) == (ConnectionState.CONNECTED, "Padaria Sol")
        await client.state()
        assert [path for _, path, _, _ in server.calls].count("/instance/device") == 1
        server.connected = False
        assert (await client.state()).state is ConnectionState.LOGGED_OUT
        server.fail["/instance/qr-code"] = (200, {"error": True, "message": "Instance disconnected"})
        with pytest.raises(AppError) as caught:
            await client.connect()
        assert caught.value.code is ErrorCode.NOT_CONNECTED
        await client.restart()
        await client.logout()
        assert [path for _, path, _, _ in server.calls][-2:] == ["/instance/restart", "/instance/disconnect"]


@pytest.mark.parametrize("body_name", ["value", "urlWebhook"])
async def test_six_webhooks_are_set_and_read_back_whichever_name_the_gateway_takes(body_name):
    events = tuple(event.name for event in DESCRIPTOR.webhook_events)
    async with serving(body_name=body_name) as (server, client):
        assert (await client.get_webhook()).enabled is False
        await client.set_webhook(WantedWebhook(url=HOOK, events=events))
        assert set(server.urls.values()) == {HOOK}
        actual = await client.get_webhook()
        puts = [path for method, path, _, _ in server.calls if method == "PUT"]
    assert (actual.url, actual.enabled, actual.by_events, actual.others) == (HOOK, True, False, ())
    assert set(actual.events) == set(events)
    assert set(puts) == {f"/webhook/update-webhook-{name}" for name in SIX}
    assert len(puts) == (6 if body_name == "value" else 12)


async def test_each_event_may_have_an_address_of_its_own():
    async with serving() as (server, client):
        await client.set_webhook(WantedWebhook(url=HOOK, by_events=True))
        actual = await client.get_webhook()
    assert server.urls == {
        "webhookConnectedUrl": f"{HOOK}/connect",
        "webhookDisconnectedUrl": f"{HOOK}/disconnect",
        "webhookDeliveryUrl": f"{HOOK}/send-message",
        "webhookReceivedUrl": f"{HOOK}/receive-message",
        "webhookStatusUrl": f"{HOOK}/message-status",
        "webhookPresenceUrl": f"{HOOK}/chat-presence",
    }
    assert (actual.url, actual.by_events, len(actual.events)) == (HOOK, True, 6)


async def test_webhooks_of_another_system_are_shown_and_left_alone():
    other = "https://outro.example.invalid/webhook"
    async with serving() as (server, client):
        server.urls |= {"webhookReceivedUrl": HOOK, "webhookPresenceUrl": other}
        actual = await client.get_webhook()
        await client.set_webhook(WantedWebhook(url=HOOK, events=("webhookReceived", "webhookStatus")))
    assert (actual.url, actual.events, actual.others) == (HOOK, ("webhookReceived",), (other,))
    assert server.urls["webhookPresenceUrl"] == other


async def test_switching_the_webhook_off_empties_all_six():
    async with serving() as (server, client):
        await client.set_webhook(WantedWebhook(url=HOOK))
        await client.set_webhook(WantedWebhook(url=HOOK, enabled=False))
    assert set(server.urls.values()) == {""}


@pytest.mark.parametrize(("chat", "phone"), [(MARINA, "5511987650002"), (GROUP, "120363000000000001@g.us")])
async def test_text_with_quote(chat, phone):
    async with serving(LITE) as (server, client):
        outcome = await client.send(message(text="Temos sim! ✓", chat=chat, quoted=TARGET))
        assert server.last("/message/send-text") == {
            "phone": phone, "message": "Temos sim! ✓", "messageId": "3EB0A1",
        }  # fmt: skip
    assert isinstance(outcome, Accepted)
    assert outcome.stanza_id == outcome.provider_message_id == "3EB0F0000001"


@pytest.mark.parametrize(
    ("kind", "verb", "key"),
    [
        (OutgoingKind.IMAGE, "send-image", "image"),
        (OutgoingKind.VIDEO, "send-video", "video"),
        (OutgoingKind.AUDIO, "send-audio", "audio"),
        (OutgoingKind.VOICE, "send-audio", "audio"),
        (OutgoingKind.DOCUMENT, "send-document", "document"),
        (OutgoingKind.STICKER, "send-sticker", "sticker"),
    ],
)
async def test_files_go_as_data_uris(tmp_path, kind, verb, key):
    path = tmp_path / "x"
    path.write_bytes(b"\x00bytes\xff")
    media = OutgoingMedia(path=path, mime="application/pdf", file_name="pedido nº 1.pdf", size=7)
    async with serving() as (server, client):
        outcome = await client.send(message(kind, media=media, text="Segue"))
        body = server.last(f"/message/{verb}")
    assert isinstance(outcome, Accepted)
    head, _, data = body[key].partition(",")
    assert (head, base64.b64decode(data)) == ("data:application/pdf;base64", b"\x00bytes\xff")
    if kind is OutgoingKind.DOCUMENT:
        assert (body["fileName"], body["extension"]) == ("pedido nº 1.pdf", "pdf")


async def test_a_file_that_is_gone_is_refused_before_anything_is_sent(tmp_path):
    media = OutgoingMedia(path=tmp_path / "gone", mime="image/jpeg", file_name="a.jpg", size=1)
    async with serving() as (server, client):
        outcome = await client.send(message(OutgoingKind.IMAGE, media=media))
        assert server.calls == []
    assert isinstance(outcome, Refused)
    assert outcome.code is ErrorCode.MEDIA_GONE


async def test_place_contacts_poll_buttons_and_list():
    card = ContactCard(name="Caio", phones=("+55 11 98765-0003",), organisation="Moinho")
    links = OutgoingMenu(choices=(Choice(title="Site", url="https://padaria.example.invalid"), Choice(title="Ok")))
    sent = (
        (
            message(OutgoingKind.LOCATION, location=Location(latitude=-23.5505, longitude=-46.6333, name="Praça")),
            "send-location",
            {"name": "Praça", "address": "Praça", "latitude": "-23.5505", "longitude": "-46.6333"},
        ),
        (
            message(OutgoingKind.CONTACTS, contacts=(card,)),
            "send-contact",
            {"contactName": "Caio", "contactPhone": "5511987650003", "contactBusinessDescription": "Moinho"},
        ),
        (
            message(OutgoingKind.CONTACTS, contacts=(card, card)),
            "send-contacts",
            {
                "contacts": [
                    {"contactName": "Caio", "contactPhone": "5511987650003", "contactBusinessDescription": "Moinho"}
                ]
                * 2
            },
        ),
        (
            message(OutgoingKind.POLL, poll=Poll(question="Recheio?", options=("Doce", "Sal"), selectable=0)),
            "send-poll",
            {"message": "Recheio?", "poll": ["Doce", "Sal"], "pollMaxOptions": 2},
        ),
        (
            message(OutgoingKind.BUTTONS, text="Escolha", menu=MENU),
            "send-button-list",
            {
                "message": "Cardápio\nEscolha\nAté as 18h",
                "buttons": [{"buttonId": "bolo", "label": "Bolo"}, {"buttonId": "2", "label": "Pão"}],
            },
        ),
        (
            message(OutgoingKind.BUTTONS, text="Veja", menu=links),
            "send-button-actions",
            {
                "message": "Veja",
                "buttonActions": [
                    {"type": "URL", "buttonText": "Site", "url": "https://padaria.example.invalid"},
                    {"type": "REPLAY", "buttonText": "Ok"},
                ],
            },
        ),
        (
            message(OutgoingKind.LIST, text="Escolha", menu=MENU),
            "send-list",
            {
                "title": "Cardápio", "description": "Escolha", "buttonText": "Ver", "footerText": "Até as 18h",
                "sections": [
                    {"title": "Doces", "rows": [{"title": "Bolo", "description": "Fatia", "rowId": "bolo"}]},
                    {"title": "Sal", "rows": [{"title": "Pão", "description": "", "rowId": "2"}]},
                ],
            },
        ),
    )  # fmt: skip
    async with serving() as (server, client):
        for outgoing, verb, body in sent:
            assert isinstance(await client.send(outgoing), Accepted), verb
            assert server.last(f"/message/{verb}") == {"phone": "5511987650002", **body}


async def test_acting_on_a_message():
    async with serving() as (server, client):
        for kind, extra in (
            (OutgoingKind.REACTION, {"emoji": "👍"}),
            (OutgoingKind.REACTION, {"emoji": None}),
            (OutgoingKind.EDIT, {"text": "Melhor"}),
            (OutgoingKind.REVOKE, {}),
        ):
            assert await client.send(message(kind, target=TARGET, **extra)) == Accepted()
        where = {"phone": "5511987650002", "messageId": "3EB0A1"}
        assert server.calls == [
            ("POST", "/message/send-reaction", {}, {**where, "reaction": "👍"}),
            ("POST", "/message/remove-reaction", {}, where),
            ("POST", "/message/edit-message", {}, {**where, "text": "Melhor"}),
            ("DELETE", "/message/delete-message", where, None),
        ]


async def test_lite_refuses_what_it_lacks_without_asking():
    kinds = (
        OutgoingKind.STICKER, OutgoingKind.POLL, OutgoingKind.BUTTONS, OutgoingKind.LIST,
        OutgoingKind.REACTION, OutgoingKind.EDIT, OutgoingKind.REVOKE,
    )  # fmt: skip
    async with serving(LITE) as (server, client):
        for kind in kinds:
            outcome = await client.send(message(kind, target=TARGET, text="x"))
            assert isinstance(outcome, Refused) and outcome.code is ErrorCode.NOT_SUPPORTED
        assert server.calls == []
    assert DESCRIPTOR.lacking is not None
    assert DESCRIPTOR.lacking(PRO) == frozenset()
    assert DESCRIPTOR.lacking(LITE) == {
        Capability.SEND_STICKER, Capability.SEND_POLL, Capability.SEND_BUTTONS, Capability.SEND_LIST,
        Capability.REACT, Capability.EDIT, Capability.REVOKE, Capability.GROUP_MEMBERS, Capability.GROUP_EDIT,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "answer", "expected"),
    [
        (200, {"error": True, "message": "Instance not connected"}, (NotSent, ErrorCode.NOT_CONNECTED)),
        (400, {"error": True, "message": "Instância desconectada"}, (NotSent, ErrorCode.NOT_CONNECTED)),
        (401, {"error": True, "message": "Invalid token"}, (NotSent, ErrorCode.AUTH_REJECTED)),
        (429, {"error": True, "message": "slow down"}, (NotSent, ErrorCode.RATE_LIMITED)),
        (400, {"error": True, "message": "Phone not exist"}, (Refused, ErrorCode.NO_SUCH_NUMBER)),
        (200, {"error": True, "message": "no"}, (Refused, ErrorCode.REJECTED)),
        (422, {"error": True, "message": "message is required"}, (Refused, ErrorCode.REJECTED)),
        (500, {"error": True, "message": "boom"}, (Uncertain, None)),
    ],
)
async def test_failed_sends_are_told_apart(status, answer, expected):
    async with serving() as (server, client):
        server.fail["/message/send-text"] = (status, answer)
        outcome = await client.send(message(text="Oi"))
    assert (type(outcome), getattr(outcome, "code", None)) == expected


async def test_download_by_the_messages_own_keys():
    ref = {
        "mediaKey": "a2V5", "directPath": "/v/x.enc", "type": "document", "mimetype": "application/pdf",
        "messageId": "3EB0F1", "url": "https://mmg.whatsapp.net/v/x.enc", "phone": "5511987650002",
    }  # fmt: skip
    async with serving(files={"3EB0F1": b"%PDF-invented"}) as (server, client):
        download = await client.download(ref)
        assert b"".join([chunk async for chunk in download.chunks()]) == b"%PDF-invented"
        assert server.last("/message/download-media") == ref
        with pytest.raises(AppError) as caught:
            await client.download({**ref, "messageId": "3EB0GONE"})
        assert caught.value.code is ErrorCode.MEDIA_GONE
        # a link into the local network came from outside: it is not followed
        server.fail["/message/download-media"] = (200, {"error": False, "fileLink": "http://127.0.0.1:1/x"})
        with pytest.raises(AppError) as caught:
            await client.download(ref)
    assert caught.value.code is ErrorCode.BLOCKED_ADDRESS


async def test_chats_by_page_latest_first():
    rows = [{"id": f"55119876500{n:02d}", "name": f"Cliente {n}", "lastMessageTime": 1772440000 + n} for n in range(5)]
    async with serving(chats=rows) as (_, client):
        first = await client.chats(limit=3)
        second = await client.chats(limit=3, cursor="2")
    assert [(peer.name, last) for peer, last in first] == [
        ("Cliente 2", 1772440002000), ("Cliente 1", 1772440001000), ("Cliente 0", 1772440000000),
    ]  # fmt: skip
    assert [peer.name for peer, _ in second] == ["Cliente 4", "Cliente 3"]


async def test_people():
    async with serving() as (server, client):
        peer = await client.contact(MARINA)
        assert (peer.name, peer.picture_url) == ("Marina", "https://pps.example.invalid/m.jpg")
        assert str(await client.check_number("5511987650002")) == "551187650002@s.whatsapp.net"
        assert await client.check_number("5511900000000") is None
        await client.mark_read(MARINA, (TARGET,))
        await client.typing(MARINA)
        await client.typing(MARINA, recording=True)
        await client.typing(MARINA, on=False)
        await client.block(MARINA, blocked=True)
        assert [path for _, path, _, _ in server.calls][-4:] == [
            "/message/read-message", "/chats/send-presence", "/chats/send-presence", "/contacts/modify-blocked",
        ]  # fmt: skip


async def test_there_is_no_history():
    assert Capability.HISTORY not in DESCRIPTOR.capabilities
    async with serving() as (_, client):
        with pytest.raises(NotSupported):
            await client.history(MARINA)


async def test_the_account_finds_an_instance_by_id_or_name_and_makes_none_twice():
    server = WapiServer()
    base = await server.start()
    account = {"admin_token": ACCOUNT}
    named = WapiClient(Credentials(base_url=base, name="Padaria Sol", secrets=account))
    stranger = WapiClient(Credentials(base_url=base, name="ABC", secrets={"admin_token": TOKEN}))
    plain = WapiClient(Credentials(base_url=base, name="ABC", secrets={"api_key": TOKEN}))
    try:
        assert (await named.state()).state is ConnectionState.CONNECTED
        made = await named.create_instance(WantedWebhook(url="https://loja.example/hooks/x"))
        assert (made.name, made.secrets) == (PRO, {"api_key": TOKEN})
        assert set(server.urls.values()) == {"https://loja.example/hooks/x"}
        assert server.made == {}
        assert await named.lacking() == frozenset()
        # an instance's token opens no account, and makes nothing
        with pytest.raises(AuthRejected):
            await stranger.probe()
        assert await plain.lacking() == {Capability.CREATE_INSTANCE, Capability.DELETE_INSTANCE}
        with pytest.raises(NotFound):
            await plain.create_instance()
        await named.delete_instance()
        # deleted already is deleted
        await named.delete_instance()
        assert server.deleted
    finally:
        for client in (named, stranger, plain):
            await client.close()
        await server.stop()
