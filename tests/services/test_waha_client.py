"""The WAHA client and its WebSocket against a fake server that speaks as the waha dossier says."""

import asyncio
import base64

import pytest
from aiohttp import web
from waha.generated import models

from services.domain.address import parse, user
from services.domain.content import Choice, ContactCard, Location, MessageKind, Origin, Poll
from services.domain.errors import AppError, AuthRejected, ErrorCode, Misconfigured, NotFound, Unavailable
from services.domain.events import ConnectionSeen, ConnectionState, MessageSeen, QrSeen, Unrecognised
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
from services.instances import hooks
from services.providers.adapters.waha.client import WahaClient
from services.providers.adapters.waha.descriptor import DESCRIPTOR
from services.providers.adapters.waha.parser import parse as parse_envelope
from services.providers.adapters.waha.signature import authenticate
from services.providers.adapters.waha.socket import frames
from services.providers.base import Credentials, Inbound, WantedWebhook
from tests.fakes.waha import FakeWaha

MARTA = user("5521987654321")
GROUP = parse("120363402718845519@g.us")
HOOK = "https://tunel.example.com/hooks/token-inventado"
NOWEB = {"store": {"enabled": True, "fullSync": True}, "markOnline": True}
ENGINES = ("WEBJS", "WPP", "NOWEB", "GOWS")


def credentials(server, key="chave-inventada", name="balcao"):
    return Credentials(base_url=server.url, name=name, secrets={"api_key": key} if key else {})


@pytest.fixture
async def server():
    async with FakeWaha() as running:
        running.session("balcao")
        yield running


@pytest.fixture
async def client(server):
    made = WahaClient(credentials(server))
    yield made
    await made.close()


def ref(stanza_id="AC5D", *, chat=MARTA, from_me=False, whole=None, author=None):
    own = "true" if from_me else "false"
    whole = whole or f"{own}_{chat.id}@c.us_{stanza_id}"
    return MessageRef(stanza_id=stanza_id, provider_message_id=whole, chat=chat, from_me=from_me, author=author)


def fits(model, body):
    """No key the model does not know, none missing; its types are wrong for the files of voice and video."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    assert body.keys() <= fields.keys()
    assert {name for name, field in fields.items() if field.is_required()} <= body.keys()


def text(body="Oi", **more):
    return Outgoing(client_id="c-1", chat=MARTA, kind=OutgoingKind.TEXT, text=body, **more)


# --- probing


async def test_probe_tells_brand_version_engine_and_sessions(server, client):
    server.session("outra", working=False)
    found = await client.probe()
    assert (found.brand, found.version) == ("WAHA", "2026.7.1")
    assert [(s.name, s.state) for s in found.sessions] == [("balcao", "WORKING"), ("outra", "STOPPED")]
    assert found.sessions[0].own_address == user("5511940028922")
    assert found.sessions[0].profile_name == "Padaria Sol"
    assert found.notes == ("engine=GOWS", "tier=CORE")


async def test_a_server_that_answers_anybody_is_told():
    async with FakeWaha(api_key=None) as server:
        client = WahaClient(credentials(server))
        assert "open_server" in (await client.probe()).notes
        await client.close()


async def test_an_old_free_server_is_found_and_its_limits_told():
    async with FakeWaha(version="2024.10.8", engine="NOWEB") as server:
        client = WahaClient(credentials(server, name="default"))
        found = await client.probe()
        assert found.version == "2024.10.8"
        assert "core_limits" in found.notes
        other = WahaClient(credentials(server))
        with pytest.raises(AppError) as caught:
            await other.create_instance()
        assert caught.value.code is ErrorCode.NOT_SUPPORTED
        await other.close()
        await client.create_instance(WantedWebhook(url=HOOK))
        assert server.sessions["default"].status == "SCAN_QR_CODE"
        await client.close()


async def test_a_wrong_key_is_told_as_such(server):
    client = WahaClient(credentials(server, key="outra"))
    with pytest.raises(AuthRejected):
        await client.probe()
    await client.close()


async def test_another_program_is_not_taken_for_waha():
    async def evolution(request):
        return web.json_response({"version": "2.3.6", "message": "Welcome"})

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", evolution)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    client = WahaClient(Credentials(base_url=f"http://127.0.0.1:{runner.addresses[0][1]}", name="balcao"))
    with pytest.raises(Misconfigured) as caught:
        await client.probe()
    assert caught.value.code is ErrorCode.WRONG_BRAND
    await client.close()
    await runner.cleanup()


# --- the life of a session


async def test_from_nothing_to_connected_and_gone():
    async with FakeWaha(engine="NOWEB") as server:
        client = WahaClient(credentials(server))
        await client.create_instance(WantedWebhook(url=HOOK, hmac_key="assina"))
        session = server.sessions["balcao"]
        models.SessionCreateRequest.model_validate(
            server.sent("/api/sessions")[0] | {"config": {k: v for k, v in session.config.items() if k != "webhooks"}}
        )
        assert session.config["noweb"] == {"store": {"enabled": True, "fullSync": False}, "markOnline": False}
        assert session.config["webhooks"][0]["hmac"] == {"key": "assina"}
        seen = await client.connect()
        assert isinstance(seen, QrSeen)
        assert seen.text == "2@inventado-1"
        coded = await client.connect("+55 11 94002-8922")
        assert isinstance(coded, QrSeen)
        assert coded.pairing_code == "ABCD-EFGH"
        await server.scan("balcao")
        done = await client.connect()
        assert isinstance(done, ConnectionSeen)
        assert done.state is ConnectionState.CONNECTED
        assert (done.own_address, done.own_name) == (user("5511940028922"), "Padaria Sol")
        await client.restart()
        assert (await client.state()).state is ConnectionState.CONNECTED
        await client.logout()
        assert (await client.state()).state is ConnectionState.AWAITING_QR
        await client.delete_instance()
        await client.delete_instance()
        with pytest.raises(NotFound):
            await client.state()
        await client.close()


async def test_a_qr_without_text_comes_as_a_picture(server, client):
    server.session("balcao", working=False).status = "SCAN_QR_CODE"
    server.sessions["balcao"].qr = ""
    seen = await client.connect()
    assert isinstance(seen, QrSeen)
    assert seen.text is None
    assert base64.b64decode(seen.image_base64).startswith(b"\x89PNG")


async def test_a_stopped_session_is_started_to_link_it(server, client):
    server.session("balcao", working=False)
    assert isinstance(await client.connect(), QrSeen)


async def test_a_passkey_is_a_state_not_a_qr(server, client):
    server.sessions["balcao"].status = "PASSKEY_REQUIRED"
    seen = await client.connect()
    assert isinstance(seen, ConnectionSeen)
    assert seen.state is ConnectionState.AWAITING_PASSKEY


async def test_creating_what_exists_adopts_it(server, client):
    server.session("balcao", working=False, metadata={"loja": "7"})
    await client.create_instance(WantedWebhook(url=HOOK))
    session = server.sessions["balcao"]
    assert session.config["metadata"] == {"loja": "7"}
    assert [hook["url"] for hook in session.config["webhooks"]] == [HOOK]
    assert session.status == "SCAN_QR_CODE"


# --- webhooks


async def test_our_webhook_is_written_and_nothing_else_changes(server, client):
    foreign = {"url": "https://n8n.example.com/x", "events": ["message"], "hmac": None}
    old = {"url": "https://ontem.example.com/hooks/token-inventado", "events": ["message"]}
    server.session("balcao", webhooks=[old, foreign], noweb=dict(NOWEB), metadata={"loja": "7"})
    wanted = WantedWebhook(url=HOOK, hmac_key="assina", headers={"X-Loja": "7"}, retries=5)
    await client.set_webhook(wanted)
    config = server.sessions["balcao"].config
    models.SessionConfig.model_validate(config | {"webhooks": None})
    for hook in config["webhooks"]:
        models.WebhookConfig.model_validate(hook | {"events": []})
    assert config["noweb"] == NOWEB
    assert config["metadata"] == {"loja": "7"}
    assert [hook["url"] for hook in config["webhooks"]] == [foreign["url"], HOOK]
    ours = config["webhooks"][1]
    assert ours["retries"] == {"policy": "exponential", "delaySeconds": 2, "attempts": 5}
    assert ours["customHeaders"] == [{"name": "X-Loja", "value": "7"}]
    assert "message.any" in ours["events"]
    assert "message" not in ours["events"]

    actual = await client.get_webhook()
    assert (actual.url, actual.retries, actual.others) == (HOOK, 5, (foreign["url"],))
    assert "7" not in str(actual.headers)

    await client.set_webhook(wanted)
    assert server.sessions["balcao"].restarts == 1, "an unchanged webhook must not restart the session"
    await client.set_webhook(WantedWebhook(url=HOOK, enabled=False))
    assert [hook["url"] for hook in server.sessions["balcao"].config["webhooks"]] == [foreign["url"]]
    assert (await client.get_webhook()).enabled is False


async def test_a_server_with_fewer_events_gets_those_it_knows():
    known = ("session.status", "message.any", "message.ack")
    async with FakeWaha(known_events=known) as server:
        server.session("balcao")
        client = WahaClient(credentials(server))
        wanted = hooks.wanted_webhook(DESCRIPTOR, HOOK)
        await hooks.ensure(client, wanted)
        assert set(server.sessions["balcao"].config["webhooks"][0]["events"]) == set(known)
        await client.set_webhook(wanted)
        assert server.sessions["balcao"].restarts == 1
        await client.close()


async def test_the_secret_of_the_instance_signs_its_webhook(server):
    client = WahaClient(
        Credentials(base_url=server.url, name="balcao",
                    secrets={"api_key": "chave-inventada", "webhook_secret": "assina"})
    )  # fmt: skip
    await hooks.ensure(client, hooks.wanted_webhook(DESCRIPTOR, HOOK))
    assert server.sessions["balcao"].config["webhooks"][0]["hmac"] == {"key": "assina"}
    await client.close()


async def test_the_server_wide_webhook_is_told_among_the_others(server, client):
    server.environment = {"WHATSAPP_HOOK_URL": "https://global.example.com/h", "WAHA_API_KEY": "segredo-inventado"}
    actual = await client.get_webhook()
    assert actual.others == ("https://global.example.com/h",)


async def test_what_the_server_posts_is_signed_and_read():
    got = []

    async def receive(request):
        got.append(({k.lower(): v for k, v in request.headers.items()}, await request.read()))
        return web.json_response({"ok": True})

    app = web.Application()
    app.router.add_post("/hooks/t", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/t"
    async with FakeWaha(engine="WEBJS") as server:
        server.session("balcao")
        client = WahaClient(credentials(server))
        await client.set_webhook(WantedWebhook(url=url, hmac_key="assina"))
        await server.incoming("balcao", "5521987654321@c.us", "ação ✓")
        await client.close()
    await runner.cleanup()
    headers, raw = got[-1]
    assert authenticate(headers, raw, "assina") is True
    assert authenticate(headers, raw + b" ", "assina") is False


# --- sending


@pytest.mark.parametrize("engine", ENGINES)
async def test_a_text_is_sent_and_its_id_found_in_every_engines_answer(engine):
    async with FakeWaha(engine=engine) as server:
        server.session("balcao")
        client = WahaClient(credentials(server))
        outcome = await client.send(text("Bom dia", quoted=ref(), mentions=(MARTA,)))
        assert isinstance(outcome, Accepted)
        sent = server.sent("/api/sendText")[0]
        models.MessageTextRequest.model_validate(sent)
        assert sent["reply_to"] == "false_5521987654321@c.us_AC5D"
        assert sent["mentions"] == ["5521987654321@c.us"]
        echo = server.sessions["balcao"].messages["5521987654321@c.us"][0]
        assert outcome.stanza_id == echo["id"].split("_")[2]
        assert ("id" in sent) == (engine in ("NOWEB", "GOWS"))
        await client.close()


async def test_sending_again_what_is_uncertain_is_the_same_message(server, client):
    server.fail_next("/api/sendText", cut=True)
    assert isinstance(await client.send(text()), Uncertain)
    assert isinstance(await client.send(text()), Accepted)
    first, second = server.sent("/api/sendText")
    assert first["id"] == second["id"]
    await client.send(Outgoing(client_id="c-2", chat=MARTA, kind=OutgoingKind.TEXT, text="Oi"))
    assert server.sent("/api/sendText")[2]["id"] != first["id"]


FILES = [
    (OutgoingKind.IMAGE, "image/jpeg", "/api/sendImage", models.MessageImageRequest),
    (OutgoingKind.DOCUMENT, "application/pdf", "/api/sendFile", models.MessageFileRequest),
    (OutgoingKind.AUDIO, "audio/mpeg", "/api/sendFile", models.MessageFileRequest),
    (OutgoingKind.VOICE, "audio/webm", "/api/sendVoice", models.MessageVoiceRequest),
    (OutgoingKind.VIDEO, "video/mp4", "/api/sendVideo", models.MessageVideoRequest),
]


@pytest.mark.parametrize(("kind", "mime", "path", "model"), FILES)
async def test_files_go_as_base64_in_the_form_of_their_call(server, client, tmp_path, kind, mime, path, model):
    file = tmp_path / "arquivo.bin"
    file.write_bytes(b"conteudo")
    media = OutgoingMedia(path=file, mime=mime, file_name="arquivo.bin", size=8)
    outcome = await client.send(Outgoing(client_id="c-1", chat=MARTA, kind=kind, media=media, text="legenda"))
    assert isinstance(outcome, Accepted), outcome
    sent = server.sent(path)[0]
    fits(model, sent)
    assert base64.b64decode(sent["file"]["data"]) == b"conteudo"
    assert sent["file"]["filename"] == "arquivo.bin"


async def test_a_file_that_is_gone_or_too_big_is_refused_before_sending(server, client, tmp_path):
    gone = OutgoingMedia(path=tmp_path / "x", mime="image/png", file_name="x", size=1)
    big = OutgoingMedia(path=tmp_path / "x", mime="image/png", file_name="x", size=40 * 1024 * 1024)
    for media, code in ((gone, ErrorCode.MEDIA_GONE), (big, ErrorCode.TOO_LARGE)):
        outcome = await client.send(Outgoing(client_id="c", chat=MARTA, kind=OutgoingKind.IMAGE, media=media))
        assert isinstance(outcome, Refused)
        assert outcome.code is code
    assert server.sent("/api/sendImage") == []


async def test_files_on_the_old_free_image_are_refused_with_its_words(tmp_path):
    file = tmp_path / "f.jpg"
    file.write_bytes(b"x")
    async with FakeWaha(version="2025.9.1") as server:
        server.session("default")
        client = WahaClient(credentials(server, name="default"))
        media = OutgoingMedia(path=file, mime="image/jpeg", file_name="f.jpg", size=1)
        outcome = await client.send(Outgoing(client_id="c", chat=MARTA, kind=OutgoingKind.IMAGE, media=media))
        assert isinstance(outcome, Refused)
        assert outcome.code is ErrorCode.NOT_SUPPORTED
        assert "Plus" in outcome.text
        await client.close()


OTHERS = [
    (
        {"kind": OutgoingKind.LOCATION, "location": Location(latitude=-22.9, longitude=-43.1, name="Padaria Sol")},
        "/api/sendLocation",
        models.MessageLocationRequest,
    ),
    (
        {"kind": OutgoingKind.CONTACTS, "contacts": (ContactCard(name="João, Lima", phones=("+5531999990000",)),)},
        "/api/sendContactVcard",
        models.MessageContactVcardRequest,
    ),
    (
        {"kind": OutgoingKind.LIST, "text": "Escolha", "menu": OutgoingMenu(
            title="Cardápio", button="Ver", choices=(Choice(title="Sonho", id="d1", section="Doces"),))},
        "/api/sendList",
        models.SendListRequest,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("what", "path", "model"), OTHERS)
async def test_other_kinds_have_the_form_of_their_call(server, client, what, path, model):
    outcome = await client.send(Outgoing(client_id="c-1", chat=MARTA, **what))
    assert isinstance(outcome, Accepted), outcome
    model.model_validate(server.sent(path)[0])


async def test_a_contact_goes_as_a_vcard_that_can_be_written_to(server, client):
    card = ContactCard(name="João; Lima", phones=("+55 31 99999-0000",), organisation="Moinho")
    await client.send(Outgoing(client_id="c", chat=MARTA, kind=OutgoingKind.CONTACTS, contacts=(card,)))
    vcard = server.sent("/api/sendContactVcard")[0]["contacts"][0]["vcard"]
    assert "FN:João\\; Lima" in vcard
    assert "waid=5531999990000:+5531999990000" in vcard


async def test_a_poll_says_how_many_may_be_chosen(server, client):
    for selectable, many in ((1, False), (0, True)):
        poll = Poll(question="Qual?", options=("A", "B"), selectable=selectable)
        await client.send(Outgoing(client_id=f"c{selectable}", chat=MARTA, kind=OutgoingKind.POLL, poll=poll))
        assert server.sent("/api/sendPoll")[-1]["poll"] == {
            "name": "Qual?",
            "options": ["A", "B"],
            "multipleAnswers": many,
        }


async def test_reactions_edits_deletions_name_the_message_as_waha_knows_it(server, client):
    whole = "false_77420951386214@lid_AC5D"
    target = ref(whole=whole)

    async def send(kind, **more):
        return await client.send(Outgoing(client_id="c", chat=MARTA, kind=kind, target=target, **more))

    assert isinstance(await send(OutgoingKind.REACTION, emoji="👍"), Accepted)
    assert isinstance(await send(OutgoingKind.REACTION, emoji=None), Accepted)
    assert [body["reaction"] for body in server.sent("/api/reaction")] == ["👍", ""]
    assert server.sent("/api/reaction")[0]["messageId"] == whole
    assert isinstance(await send(OutgoingKind.EDIT, text="corrigido"), Accepted)
    assert isinstance(await send(OutgoingKind.REVOKE), Accepted)
    path = f"/api/balcao/chats/77420951386214@lid/messages/{whole}"
    assert ("PUT", path, {"text": "corrigido"}) in server.requests
    assert ("DELETE", path, None) in server.requests


async def test_a_message_known_from_another_gateway_is_named_by_its_parts(server, client):
    foreign = MessageRef(
        stanza_id="AC5D", provider_message_id="AC5D", chat=GROUP, from_me=False, author=parse("77420951386214@lid")
    )
    target = Outgoing(client_id="c", chat=GROUP, kind=OutgoingKind.REACTION, target=foreign, emoji="👍")
    await client.send(target)
    assert server.sent("/api/reaction")[0]["messageId"] == ("false_120363402718845519@g.us_AC5D_77420951386214@lid")


async def test_forwarding_where_the_engine_cannot_is_refused(server, client):
    outgoing = Outgoing(client_id="c", chat=MARTA, kind=OutgoingKind.FORWARD, target=ref())
    outcome = await client.send(outgoing)
    assert isinstance(outcome, Refused)
    assert outcome.code is ErrorCode.NOT_SUPPORTED


async def test_what_waha_cannot_send_at_all_is_refused(client):
    outcome = await client.send(Outgoing(client_id="c", chat=MARTA, kind=OutgoingKind.TEMPLATE))
    assert isinstance(outcome, Refused)
    assert outcome.code is ErrorCode.NOT_SUPPORTED


def exception(words):
    return {"statusCode": 500, "exception": {"message": words}, "request": {"body": {"data": "A" * 500}}}


FAILURES = [
    ({"status": 401, "body": {"message": "Unauthorized", "statusCode": 401}}, NotSent, ErrorCode.AUTH_REJECTED),
    ({"status": 429, "body": {}, "headers": {"Retry-After": "7"}}, NotSent, ErrorCode.RATE_LIMITED),
    ({"status": 422, "body": {"error": "x", "status": "SCAN_QR_CODE", "expected": ["WORKING"]}}, NotSent,
     ErrorCode.NOT_CONNECTED),
    ({"status": 400, "body": {"message": ["chatId should not be empty"]}}, Refused, ErrorCode.REJECTED),
    ({"status": 500, "body": exception("2 UNKNOWN: no LID found for 55@s.whatsapp.net from server")}, Refused,
     ErrorCode.NO_SUCH_NUMBER),
    ({"status": 500, "body": exception("server returned error 463")}, Refused, ErrorCode.TIMELOCK),
    ({"status": 500, "body": exception("rate-overlimit")}, NotSent, ErrorCode.RATE_LIMITED),
    ({"status": 500, "body": exception("boom")}, Uncertain, None),
    ({"status": 502, "html": "<html>bad gateway</html>"}, Uncertain, None),
    ({"status": 200, "html": "<html>login</html>"}, Uncertain, None),
    ({"cut": True}, Uncertain, None),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "outcome", "code"), FAILURES)
async def test_every_failure_of_a_send_is_the_right_outcome(server, client, fault, outcome, code):
    server.fail_next("/api/sendText", **fault)
    got = await client.send(text())
    assert type(got) is outcome, got
    assert getattr(got, "code", None) == code
    assert "AAAA" not in got.text, "the request's own body must not be repeated"
    if code is ErrorCode.RATE_LIMITED and "headers" in fault:
        assert got.retry_after_s == 7


async def test_a_server_that_is_away_means_certainly_not_sent():
    client = WahaClient(Credentials(base_url="http://127.0.0.1:9", name="balcao"))
    assert isinstance(await client.send(text()), NotSent)
    await client.close()


# --- reading


@pytest.mark.parametrize("engine", ENGINES)
async def test_history_comes_page_by_page_newest_first_and_ends(engine):
    async with FakeWaha(engine=engine) as server:
        server.session("balcao")
        chat = "5521987654321@c.us"
        stored = [server.message(chat, f"m{n}", from_me=n % 3 == 0) for n in range(7)]
        server.sessions["balcao"].messages[chat] = stored
        client = WahaClient(credentials(server))
        await client.state()
        seen, cursor = [], None
        while True:
            page = await client.history(MARTA, cursor=cursor, limit=3)
            seen += page.events
            cursor = page.next
            if cursor is None:
                break
        assert [event.text for event in seen] == [f"m{n}" for n in reversed(range(7))]
        assert all(isinstance(e, MessageSeen) and e.origin is Origin.HISTORY for e in seen)
        assert {e.chat.address for e in seen} == {MARTA}
        since = await client.history(MARTA, since_ms=stored[5]["timestamp"] * 1000)
        assert [event.text for event in since.events] == ["m6", "m5"]
        assert not [r for r in server.requests if "sendSeen" in r[1]], "history marks nothing read"
        await client.close()


async def test_one_broken_message_loses_no_other(server, client):
    chat = "5521987654321@c.us"
    good = server.message(chat, "boa")
    server.sessions["balcao"].messages[chat] = [good, {"timestamp": good["timestamp"], "body": "sem id"}]
    page = await client.history(MARTA)
    assert {type(e) for e in page.events} == {MessageSeen, Unrecognised}
    assert any(isinstance(e, Unrecognised) and e.problem for e in page.events)


async def test_a_server_that_ignores_the_offset_does_not_turn_in_circles(server, client):
    chat = "5521987654321@c.us"
    rows = [server.message(chat, "única")]
    server.fail_next("/api/balcao/chats", status=200, body=rows)
    first = await client.history(MARTA, limit=1)
    server.fail_next("/api/balcao/chats", status=200, body=rows)
    assert await client.history(MARTA, limit=1, cursor=first.next) == type(first)()


@pytest.mark.parametrize("version", ["2024.10.8", "2026.7.1"])
async def test_chats_come_with_the_moment_of_their_last_message(version):
    async with FakeWaha(engine="NOWEB", version=version) as server:
        server.session("balcao")
        for chat in ("5521987654321@c.us", "120363402718845519@g.us", "status@broadcast"):
            server.sessions["balcao"].messages[chat] = [server.message(chat, "oi")]
        client = WahaClient(credentials(server))
        found = await client.chats()
        assert [peer.address for peer, _at in found] == [GROUP, MARTA]
        assert found[0][0].name == "Marta Reis"
        assert all(at and at > 1_700_000_000_000 for _peer, at in found)
        await client.close()


async def test_contacts_have_names_and_both_addresses(server, client):
    server.contacts["77420951386214@lid"] = {"id": "x", "name": "Marta (vizinha)", "pushname": "Marta Reis"}
    server.lids["77420951386214@lid"] = "5521987654321@c.us"
    found = await client.contact(parse("77420951386214@lid"))
    assert (found.name, found.push_name) == ("Marta (vizinha)", "Marta Reis")
    assert found.aliases == (MARTA,)
    assert (await client.contact(MARTA)).aliases == (parse("77420951386214@lid"),)
    assert (await client.contact(GROUP)).name == "Encomendas"


async def test_a_number_is_checked_and_answered_with_whatsapps_own_spelling(server, client):
    server.numbers["5511988887777"] = "551188887777@c.us"
    assert await client.check_number("+55 (11) 98888-7777") == user("551188887777")
    assert await client.check_number("5511900000000") is None


async def test_reading_and_typing_are_told(server, client):
    await client.mark_read(MARTA, (ref("A1"), ref("A2"), ref("B1", from_me=True)))
    seen = server.sent("/api/sendSeen")[0]
    models.SendSeenRequest.model_validate(seen)
    assert seen["messageIds"] == ["false_5521987654321@c.us_A1", "false_5521987654321@c.us_A2"]
    authors = [parse("77420951386214@lid"), parse("5531999990000@c.us")]
    group = tuple(ref(f"G{n}", chat=GROUP, whole=f"false_{GROUP}_G{n}_{a}", author=a) for n, a in enumerate(authors))
    await client.mark_read(GROUP, group)
    assert [b["participant"] for b in server.sent("/api/sendSeen")[1:]] == ["77420951386214@lid", "5531999990000@c.us"]
    await client.typing(MARTA)
    await client.typing(MARTA, on=False)
    await client.typing(MARTA, recording=True)
    assert server.sent("/api/startTyping") == server.sent("/api/stopTyping")
    assert server.sent("/api/balcao/presence") == [{"chatId": "5521987654321@c.us", "presence": "recording"}]


async def test_blocking_where_the_engine_cannot_is_a_clear_no(server, client):
    with pytest.raises(AppError) as caught:
        await client.block(MARTA, blocked=True)
    assert caught.value.code is ErrorCode.NOT_SUPPORTED
    server.engine = "WEBJS"
    await client.block(MARTA, blocked=False)
    assert server.sent("/api/contacts/unblock") == [{"session": "balcao", "contactId": "5521987654321@c.us"}]


# --- files


async def read_all(download):
    return b"".join([chunk async for chunk in download.chunks()])


async def test_a_file_is_fetched_from_the_configured_server_whatever_address_it_names(server, client):
    server.files["AC5D.jpeg"] = ("image/jpeg", b"foto")
    got = await client.download(
        {"url": "http://localhost:3000/api/files/balcao/AC5D.jpeg", "message": "m", "chat": "c"}
    )
    assert got.mime == "image/jpeg"
    assert await read_all(got) == b"foto"


async def test_a_file_that_expired_is_asked_for_again(server, client):
    chat = "5521987654321@c.us"
    stored = server.message(chat, "", hasMedia=True)
    server.sessions["balcao"].messages[chat] = [stored]
    for url in ("http://localhost:3000/api/files/balcao/velho.jpeg", None):
        reference = {"message": stored["id"], "chat": chat, **({"url": url} if url else {})}
        assert await read_all(await client.download(reference)) == b"de novo"


async def test_a_file_that_is_gone_for_good_is_told_so(server, client):
    with pytest.raises(AppError) as caught:
        await client.download({"message": "false_5521987654321@c.us_X", "chat": "5521987654321@c.us"})
    assert caught.value.code is ErrorCode.MEDIA_GONE


async def test_our_key_never_goes_to_another_host(server, client):
    seen = []

    async def foreign(request):
        seen.append(dict(request.headers))
        return web.Response(body=b"x")

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", foreign)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    for path in ("bucket/AC5D.jpeg?X-Amz-Signature=abc", "api/files/balcao/%2e%2e/sessions"):
        with pytest.raises(AppError):
            await client.download({"url": f"http://127.0.0.1:{port}/{path}"})
    assert seen == [], "a private address that came in an event must not be asked at all"
    await runner.cleanup()


# --- the WebSocket


async def until(condition, seconds=5.0):
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def test_the_socket_brings_the_webhooks_envelopes(server):
    stream = frames(credentials(server), ("message.any",))
    task = asyncio.ensure_future(anext(stream))
    await until(lambda: server.listeners == 1)
    await server.incoming("balcao", "5521987654321@c.us", "x" * 6_000_000)
    envelope = await task
    (event,) = parse_envelope(Inbound(body=envelope))
    assert isinstance(event, MessageSeen)
    assert event.kind is MessageKind.TEXT
    assert len(event.text) == 1_000_000
    await stream.aclose()
    await until(lambda: server.listeners == 0)


async def test_only_our_session_and_events_come(server):
    server.session("outra")
    stream = frames(credentials(server), ("message.any", "session.status"))
    task = asyncio.ensure_future(anext(stream))
    await until(lambda: server.listeners == 1)
    await server.incoming("outra", "5521987654321@c.us", "não é nossa")
    await server.emit("balcao", "presence.update", {})
    await server.incoming("balcao", "5521987654321@c.us", "nossa")
    envelope = await task
    assert (envelope["session"], envelope["payload"]["body"]) == ("balcao", "nossa")
    await stream.aclose()


async def test_a_wrong_key_ends_the_socket_for_good(server):
    with pytest.raises(AuthRejected):
        await anext(frames(credentials(server, key="outra")))


async def test_a_server_that_goes_away_is_worth_another_try(server):
    stream = frames(credentials(server))
    task = asyncio.ensure_future(anext(stream))
    await until(lambda: server.listeners == 1)
    await server.drop_sockets()
    with pytest.raises(Unavailable):
        await task
    with pytest.raises(Unavailable):
        await anext(frames(Credentials(base_url="http://127.0.0.1:9", name="balcao")))
