"""Evolution's client against a server that speaks its real dialect over HTTP, and fails in its ways."""

import base64
import time
from contextlib import asynccontextmanager
from pathlib import Path

import jwt
import pytest

from services.domain.address import parse as parse_address
from services.domain.address import user
from services.domain.content import ContactCard, Direction, Location, Poll
from services.domain.errors import AppError, ErrorCode, NotFound
from services.domain.events import ConnectionSeen, ConnectionState, QrSeen
from services.domain.outgoing import (
    Accepted,
    MessageRef,
    NotSent,
    Outgoing,
    OutgoingKind,
    OutgoingMedia,
    Refused,
    Uncertain,
)
from services.domain.status import Status
from services.providers.adapters.evolution.descriptor import DESCRIPTOR
from services.providers.base import Credentials, Inbound, WantedWebhook
from tests.fakes.evolution import API_KEY, Fault, evolution

CHAT = user("5511944440202")
NAME = "padaria sol"


@asynccontextmanager
async def connected(*, linked=True, key=API_KEY, **kwargs):
    """(client, server, faults), with an instance whose phone is linked."""
    async with evolution(**kwargs) as (server, faults):
        if linked:
            server.new_instance(NAME)
            server.instances[NAME].state = "connecting"
            server.scan_qr(NAME)
        client = DESCRIPTOR.client(Credentials(base_url=server.base_url, name=NAME, secrets={"api_key": key}))
        try:
            yield client, server, faults
        finally:
            await client.close()


def text(words="Seria o bolo de cenoura?", **more):
    return Outgoing(client_id="c-1", chat=CHAT, kind=OutgoingKind.TEXT, text=words, **more)


async def code_of(awaitable) -> ErrorCode:
    with pytest.raises(AppError) as caught:
        await awaitable
    return caught.value.code


async def test_probe_tells_brand_version_and_sessions():
    async with connected() as (client, _, _):
        probe = await client.probe()
    assert (probe.brand, probe.version) == ("Evolution API", "2.3.7")
    assert [(s.name, s.state, str(s.own_address)) for s in probe.sessions] == [
        (NAME, "open", "5511955550101@s.whatsapp.net")
    ]


async def test_probe_of_something_else_and_with_a_wrong_key():
    async with connected(key="errada") as (client, _, faults):
        assert await code_of(client.probe()) is ErrorCode.AUTH_REJECTED
        faults.add("/", Fault(status=200, body={"message": "WAHA"}))
        assert await code_of(client.probe()) is ErrorCode.WRONG_BRAND
        faults.add("/", Fault(html=True))
        assert await code_of(client.probe()) is ErrorCode.MISCONFIGURED


async def test_an_instance_from_nothing_to_linked_and_gone():
    async with connected(linked=False) as (client, server, _):
        with pytest.raises(NotFound):
            await client.state()
        created = await client.create_instance(WantedWebhook(url="http://127.0.0.1:9/h", events=("MESSAGES_UPSERT",)))
        assert created.secrets["instance_token"] == server.instances[NAME].token
        assert (await client.state()).state is ConnectionState.CREATED
        shown = await client.connect()
        assert isinstance(shown, QrSeen)
        assert shown.text.startswith("2@")
        assert base64.b64decode(shown.image_base64).startswith(b"\x89PNG")
        assert (await client.state()).state is ConnectionState.CONNECTING
        server.scan_qr(NAME)
        seen = await client.state()
        assert (seen.state, str(seen.own_address)) == (ConnectionState.CONNECTED, "5511955550101@s.whatsapp.net")
        assert seen.own_name == "Padaria Sol"
        assert isinstance(await client.connect(), ConnectionSeen)
        await client.restart()
        await client.logout()
        assert (await client.state()).state is ConnectionState.LOGGED_OUT
        await client.logout()
        await client.restart()
        assert (await client.state()).state is ConnectionState.CONNECTING
        await client.delete_instance()
        assert NAME not in server.instances
        await client.delete_instance()


async def test_a_pairing_code_is_got_even_if_a_qr_was_shown_before():
    async with connected(linked=False) as (client, server, _):
        server.new_instance(NAME)
        assert (await client.connect()).pairing_code is None
        shown = await client.connect("5511955550101")
        assert len(shown.pairing_code) == 8


async def test_a_name_taken_is_a_conflict():
    async with connected() as (client, *_):
        assert await code_of(client.create_instance()) is ErrorCode.CONFLICT


async def test_no_qr_in_time_means_wait():
    async with connected() as (client, _, faults):
        faults.add("/instance/connect", Fault(status=200, body={"pairingCode": None, "count": 0}))
        assert (await client.connect()).state is ConnectionState.CONNECTING


async def test_webhook_is_written_nested_and_read_back():
    async with connected() as (client, _, faults):
        assert (await client.get_webhook()).url is None
        wanted = WantedWebhook(
            url="https://x.example/h", events=("MESSAGES_UPSERT", "CALL"), headers={"X-Webhook-Secret": "s"}
        )
        await client.set_webhook(wanted)
        actual = await client.get_webhook()
        sent = faults.bodies("/webhook/set")[-1]
    assert (actual.url, actual.enabled, actual.by_events, actual.base64) == (wanted.url, True, False, False)
    assert actual.events == wanted.events
    assert actual.headers is None
    assert sent["webhook"]["headers"] == {"X-Webhook-Secret": "s"}


async def test_names_an_older_server_lacks_are_left_out_and_count_as_set():
    async with connected() as (client, server, faults):
        known = "QRCODE_UPDATED,MESSAGES_UPSERT"
        faults.add(
            "/webhook/set",
            Fault(
                status=400,
                body={
                    "status": 400,
                    "response": {"message": [[f"webhook.events[1] is not one of enum values: {known}"]]},
                },
            ),
        )
        await client.set_webhook(
            WantedWebhook(url="https://x.example/h", events=("MESSAGES_UPSERT", "STATUS_INSTANCE"))
        )
        assert server.instances[NAME].webhook["events"] == ["MESSAGES_UPSERT"]
        assert set((await client.get_webhook()).events) == {"MESSAGES_UPSERT", "STATUS_INSTANCE"}


async def test_versions_without_another_sign_of_edits_get_that_event_too():
    async with connected() as (client, server, faults):
        faults.add("/", Fault(status=200, body={"version": "2.3.4"}))
        await client.set_webhook(WantedWebhook(url="https://x.example/h", events=("MESSAGES_UPSERT",)))
        assert server.instances[NAME].webhook["events"] == ["MESSAGES_UPSERT", "MESSAGES_EDITED"]


async def test_v1_is_spoken_to_in_its_own_words():
    async with connected() as (client, _, faults):
        faults.add("/", Fault(status=200, body={"version": "1.8.6"}))
        faults.add("/webhook/set", Fault(status=201, body={"webhook": {}}))
        await client.set_webhook(WantedWebhook(url="https://x.example/h", events=("MESSAGES_UPSERT",)))
        answer = {"key": {"id": "BAE5F0", "remoteJid": str(CHAT), "fromMe": True}, "status": "PENDING"}
        faults.add("/message/sendText", Fault(status=201, body=answer))
        assert await client.send(text("oi")) == Accepted(provider_message_id="BAE5F0", stanza_id="BAE5F0")
        assert faults.bodies("/webhook/set")[-1]["webhook_by_events"] is False
        assert faults.bodies("/message/sendText")[-1] == {
            "number": str(CHAT),
            "options": {},
            "textMessage": {"text": "oi"},
        }
        rows = [{"key": {"id": "A1", "remoteJid": str(CHAT), "fromMe": False}, "message": {"conversation": "oi"}}]
        faults.add("/chat/findMessages", Fault(status=200, body=rows))
        page = await client.history(CHAT)
        assert ([e.stanza_id for e in page.events], page.next) == (["A1"], None)


async def test_text_with_quote_and_mention():
    quoted = MessageRef(stanza_id="AC4F", provider_message_id="AC4F", chat=CHAT, from_me=False, text="Abrem domingo?")
    async with connected() as (client, server, faults):
        outcome = await client.send(text(quoted=quoted, mentions=(user("5511966660303"),)))
        sent = faults.bodies("/message/sendText")[-1]
        stored = server.instances[NAME].messages[outcome.stanza_id]
    assert isinstance(outcome, Accepted)
    assert outcome.status is Status.SENT
    assert stored.data["message"] == {"conversation": "Seria o bolo de cenoura?"}
    assert stored.data["contextInfo"]["stanzaId"] == "AC4F"
    assert sent["quoted"]["message"] == {"conversation": "Abrem domingo?"}
    assert sent["mentioned"] == ["5511966660303"]
    assert sent["number"] == "5511944440202@s.whatsapp.net"


@pytest.mark.parametrize(
    ("kind", "mime", "action", "field"),
    [
        (OutgoingKind.IMAGE, "image/jpeg", "sendMedia", "media"),
        (OutgoingKind.VIDEO, "video/mp4", "sendMedia", "media"),
        (OutgoingKind.AUDIO, "audio/mpeg", "sendMedia", "media"),
        (OutgoingKind.DOCUMENT, "application/pdf", "sendMedia", "media"),
        (OutgoingKind.VOICE, "audio/ogg", "sendWhatsAppAudio", "audio"),
        (OutgoingKind.STICKER, "image/webp", "sendSticker", "sticker"),
        (OutgoingKind.FORWARD, "image/png", "sendMedia", "media"),
    ],
)
async def test_files_go_as_base64_and_come_back_by_download(tmp_path: Path, kind, mime, action, field):
    file = tmp_path / "pedido.bin"
    file.write_bytes(b"conteudo inventado" * 100)
    media = OutgoingMedia(path=file, mime=mime, file_name="pedido.bin", size=file.stat().st_size)
    outgoing = Outgoing(client_id="c", chat=CHAT, kind=kind, media=media, text="legenda")
    async with connected() as (client, _, faults):
        outcome = await client.send(outgoing)
        assert isinstance(outcome, Accepted)
        assert base64.b64decode(faults.bodies(f"/message/{action}")[-1][field]) == file.read_bytes()
        download = await client.download({"key": {"id": outcome.stanza_id}})
        assert b"".join([chunk async for chunk in download.chunks()]) == file.read_bytes()


async def test_places_contacts_and_polls():
    place = Location(latitude=-23.5, longitude=-46.6)
    card = ContactCard(name="Osvaldo", phones=("+55 11 96666-0303",))
    poll = Poll(question="Sabor?", options=("Cenoura", "Fubá"), selectable=1)
    async with connected() as (client, _, faults):
        for kind, what in (("location", place), ("contacts", (card,)), ("poll", poll)):
            outgoing = Outgoing(client_id="c", chat=CHAT, kind=OutgoingKind(kind), **{kind: what})
            assert isinstance(await client.send(outgoing), Accepted)
        assert faults.bodies("/message/sendLocation")[0]["name"] == "-23.500000, -46.600000"
        assert faults.bodies("/message/sendContact")[0]["contact"][0]["wuid"] == "5511966660303"
        assert faults.bodies("/message/sendPoll")[0]["values"] == ["Cenoura", "Fubá"]


async def test_reaction_edit_and_revoke_name_their_message():
    async with connected() as (client, server, faults):
        sent = await client.send(text())
        target = MessageRef(stanza_id=sent.stanza_id, provider_message_id=sent.stanza_id, chat=CHAT, from_me=True)
        for kind, more in (("reaction", {"emoji": "👍"}), ("edit", {"text": "Seria o de fubá?"}), ("revoke", {})):
            outgoing = Outgoing(client_id="c", chat=CHAT, kind=OutgoingKind(kind), target=target, **more)
            assert await client.send(outgoing) == Accepted()
            if kind == "edit":
                stored = server.instances[NAME].messages[sent.stanza_id]
                assert stored.data["message"] == {"conversation": "Seria o de fubá?"}
        assert sent.stanza_id not in server.instances[NAME].messages
        assert faults.bodies("/message/sendReaction")[0]["key"]["id"] == sent.stanza_id


async def test_what_it_cannot_send_is_refused_before_anything_goes_out():
    async with connected() as (client, _, faults):
        outgoing = Outgoing(client_id="c", chat=CHAT, kind=OutgoingKind.BUTTONS, text="x")
        outcome = await client.send(outgoing)
    assert (type(outcome), outcome.code) == (Refused, ErrorCode.NOT_SUPPORTED)
    assert not faults.bodies("/message")


async def test_failures_of_a_send_are_told_apart():
    async with connected() as (client, server, faults):
        assert isinstance(await client.send(text()), Accepted)
        nobody = Outgoing(client_id="c", chat=user("5511900000000"), kind=OutgoingKind.TEXT, text="oi")
        refused = await client.send(nobody)
        assert (type(refused), refused.code) == (Refused, ErrorCode.NO_SUCH_NUMBER)
        faults.add("/message", Fault(cut="after"))
        before = len(server.instances[NAME].messages)
        assert isinstance(await client.send(text()), Uncertain)
        assert len(server.instances[NAME].messages) == before + 1
        faults.add("/message", Fault(status=429, headers={"Retry-After": "3"}))
        limited = await client.send(text())
        assert (type(limited), limited.retry_after_s) == (NotSent, 3.0)
        faults.add("/message", Fault(status=500, body={"response": {"message": "boom"}}))
        assert isinstance(await client.send(text()), Uncertain)
        faults.add("/message", Fault(html=True, status=502))
        assert isinstance(await client.send(text()), Uncertain)
        faults.add("/message", Fault(html=True))
        assert isinstance(await client.send(text()), Uncertain)
        faults.add("/message", Fault(status=200, body={"error": True, "message": "[object Object]"}))
        assert isinstance(await client.send(text()), Uncertain)
        server.instances[NAME].state = "connecting"
        down = await client.send(text())
        assert (type(down), down.code) == (NotSent, ErrorCode.NOT_CONNECTED)
        del server.instances[NAME]
        gone = await client.send(text())
        assert (type(gone), gone.code) == (Refused, ErrorCode.NOT_FOUND)
        await server.stop()
        assert isinstance(await client.send(text()), NotSent)


async def test_raw_boom_and_licence_answers_are_understood():
    boom = {"isBoom": True, "output": {"statusCode": 428, "payload": {"message": "Connection Closed"}}}
    async with connected() as (client, _, faults):
        faults.add("/chat/whatsappNumbers", Fault(status=400, body=boom))
        assert await code_of(client.check_number("5511944440202")) is ErrorCode.NOT_CONNECTED
        faults.add("/instance/connectionState", Fault(status=503, body={"code": "LICENSE_REQUIRED"}))
        assert await code_of(client.state()) is ErrorCode.MISCONFIGURED


async def test_history_comes_in_pages_newest_first_with_ticks():
    async with connected() as (client, server, _):
        instance = server.instances[NAME]
        start = int(time.time()) - 1000
        for n in range(5):
            message = {"conversation": f"mensagem {n}"}
            server.arrive(instance, str(CHAT), message, name="Bianca", at=start + n, from_me=n == 4)
        newest = instance.of_chat(str(CHAT))[0]
        newest.statuses += ["SERVER_ACK", "READ"]
        first = await client.history(CHAT, limit=2)
        second = await client.history(CHAT, limit=2, cursor=first.next)
        last = await client.history(CHAT, limit=2, cursor=second.next)
        assert [e.text for e in (*first.events, *second.events, *last.events)] == [
            f"mensagem {n}" for n in (4, 3, 2, 1, 0)
        ]
        assert last.next is None
        assert (first.events[0].direction, first.events[0].status) == (Direction.OUT, Status.READ)
        recent = await client.history(CHAT, since_ms=(start + 3) * 1000)
        assert [e.text for e in recent.events] == ["mensagem 4", "mensagem 3"]
        ((peer, at),) = await client.chats()
        assert (peer.address, at) == (CHAT, (start + 4) * 1000)


async def test_a_file_that_is_gone_is_told_so():
    async with connected() as (client, *_):
        assert await code_of(client.download({"key": {"id": "nope"}})) is ErrorCode.MEDIA_GONE


async def test_a_file_the_database_lacks_is_asked_for_with_the_whole_message():
    ref = {"key": {"id": "A1"}, "message": {"imageMessage": {"mediaKey": "AA==", "directPath": "/v/x"}}}
    async with connected() as (client, _, faults):
        path = "/chat/getBase64FromMediaMessage"
        faults.add(path, Fault(status=400, body={"response": {"message": ["Message not found"]}}))
        faults.add(path, Fault(status=201, body={"base64": "YWJj", "mimetype": "image/jpeg"}))
        download = await client.download(ref)
        assert (download.mime, download.size) == ("image/jpeg", 3)
        assert faults.bodies(path)[1]["message"] == ref


async def test_the_smaller_calls():
    async with connected() as (client, server, faults):
        ref = MessageRef(stanza_id="A1", provider_message_id="A1", chat=CHAT, from_me=False)
        await client.mark_read(CHAT, (ref,))
        await client.typing(CHAT)
        await client.typing(CHAT, on=False)
        await client.block(CHAT, blocked=True)
        server.instances[NAME].names[str(CHAT)] = "Bianca Prado"
        assert (await client.contact(CHAT)).name == "Bianca Prado"
        assert await client.check_number("5511944440202") == CHAT
        assert await client.check_number("5511900000000") is None
        assert str(CHAT) in server.instances[NAME].blocked
        assert faults.bodies("/chat/markMessageAsRead")[0]["readMessages"][0]["id"] == "A1"
        assert [b["presence"] for b in faults.bodies("/chat/sendPresence")] == ["composing", "paused"]


def test_the_jwt_of_a_late_retry_is_accepted_and_a_strangers_is_not():
    secret = "segredo-inventado-com-mais-de-64-caracteres, " + "x" * 40
    claims = {"iat": 1, "exp": 601, "app": "evolution", "action": "webhook"}

    def check(authorization):
        return DESCRIPTOR.authenticate({"authorization": authorization}, b"{}", secret)

    assert check("Bearer " + jwt.encode(claims, secret, algorithm="HS256")) is True
    assert check("Bearer " + jwt.encode(claims, "y" * 80, algorithm="HS256")) is False
    assert check("Bearer " + jwt.encode(claims, secret, algorithm="HS512")) is False
    assert check("Bearer " + jwt.encode(claims, None, algorithm="none")) is False
    assert check(f"Bearer {secret}") is True
    assert check("Bearer nonsense") is False
    assert DESCRIPTOR.authenticate({}, b"{}", secret) is None


def test_match_is_sure_of_its_own_and_names_the_instance():
    body = {"event": "logout.instance", "instance": "padaria-sol", "data": None, "apikey": None, "date_time": "x"}
    match = DESCRIPTOR.match(Inbound(body=body))
    assert (match.confidence, match.instance_keys) == (3, ("padaria-sol",))
    for other in (
        {},
        [],
        "ping",
        {"event": "message", "session": "default", "payload": {}},
        {"event": "message", "instance": {"name": "x"}, "data": {}},
        {"event": "x", "instance": "a", "data": {"messageid": "1"}},
    ):
        assert DESCRIPTOR.match(Inbound(body=other)).confidence == 0
    assert parse_address("5511944440202") == CHAT
