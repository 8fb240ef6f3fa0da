"""Independent programs that speak the same dialects, as oracles: what they send and read is what we do."""

import asyncio
import json
import os
import shutil
import subprocess
import time

import pytest
from evolution_api import AsyncEvoClient
from evolution_api.webhooks import parse_webhook
from evolution_api.webhooks.models import GenericEvent, MessagesUpsert, QrcodeUpdated
from waha.generated import models

from services.domain.address import user
from services.domain.content import ContactCard, Location, Poll
from services.domain.errors import AuthRejected
from services.domain.events import ConnectionState, MessageSeen, QrSeen
from services.domain.outgoing import Accepted, NotSent, Outgoing, OutgoingKind
from services.providers.base import Credentials
from services.providers.registry import get
from tests.conformance.gateways import Evolution
from tests.conformance.shop import FILES, open_shop
from tests.fakes.evolution import API_KEY

# --- evolution-whatsapp


def told_by(gateway, what):
    """A body of the fake, with whatever it has to know first."""
    values = {"id": "3EB0C0", "text": "Oi!", "target": "3EB0C1"}
    return gateway.tell(what, **values)


@pytest.mark.parametrize("what", [what for what in Evolution.told if what != "picture"])
async def test_evolution_s_own_library_reads_the_bodies_of_our_fake(what):
    gateway = Evolution()
    await gateway.start()
    try:
        body = told_by(gateway, what)
        theirs = parse_webhook(body)
        assert theirs.instance == gateway.name
        [ours] = [event for event in gateway.parsed(body) if event.raw_kind == body["event"]]
        match theirs:
            case MessagesUpsert():
                assert theirs.data.key.id
                if isinstance(ours, MessageSeen):
                    assert theirs.data.key.id == ours.stanza_id
                    assert theirs.data.message["conversation"] == ours.text
                    assert theirs.data.message_timestamp * 1000 == ours.occurred_at_ms
            case QrcodeUpdated():
                assert isinstance(ours, QrSeen)
                assert theirs.data.qrcode["code"] == ours.text
            case GenericEvent():
                assert theirs.data
            case _:
                raise AssertionError(theirs)
    finally:
        await gateway.stop()


async def test_evolution_s_own_library_asks_for_the_same(tmp_path):
    """What it posts for the same wishes is what we post, field for field."""
    async with open_shop("evolution", tmp_path) as shop:
        number, wire = shop.dialect.customer.id, shop.gateway.wire
        target, image = shop.theirs(), FILES[OutgoingKind.IMAGE]
        (tmp_path / image[0]).write_bytes(image[2])
        key = {"id": target.stanza_id, "remoteJid": f"{number}@s.whatsapp.net", "fromMe": False}
        theirs = AsyncEvoClient(base_url=shop.gateway.server.base_url, api_key=API_KEY, instance=shop.dialect.name)
        try:
            await theirs.send_text(number, "oi")
            await theirs.send_text(number, "oi", quoted={"key": key, "message": {"conversation": target.text}})
            await theirs.send_media(number, "image", image[1], str(tmp_path / image[0]), image[0], caption="este?")
            await theirs.send_whatsapp_audio(number, str(written(tmp_path, OutgoingKind.VOICE)))
            await theirs.send_sticker(number, str(written(tmp_path, OutgoingKind.STICKER)))
            await theirs.send_location(number, -23.5, -46.6, name="Padaria", address="Centro")
            await theirs.send_contact(number, {"fullName": "José Forno", "phoneNumber": "5511944440303"})
            await theirs.send_poll(number, "Qual?", ["A", "B"], selectable_count=1)
            await theirs.send_reaction(key, "👍")
        finally:
            await theirs.aclose()
        wanted = [each for each in wire.seen if "/message/" in each.path]
        wire.seen.clear()
        card = ContactCard(name="José Forno", phones=("5511944440303",))
        await shop.send(OutgoingKind.TEXT, text="oi")
        await shop.send(OutgoingKind.TEXT, text="oi", quoted=target)
        await shop.send(OutgoingKind.IMAGE, text="este?")
        await shop.send(OutgoingKind.VOICE)
        await shop.send(OutgoingKind.STICKER)
        place = Location(latitude=-23.5, longitude=-46.6, name="Padaria", address="Centro")
        await shop.send(OutgoingKind.LOCATION, location=place)
        await shop.send(OutgoingKind.CONTACTS, contacts=(card,))
        await shop.send(OutgoingKind.POLL, poll=Poll(question="Qual?", options=("A", "B"), selectable=1))
        await shop.send(OutgoingKind.REACTION, target=target, emoji="👍")
        ours = [each for each in wire.seen if "/message/" in each.path]
        assert [(e.method, e.path) for e in ours] == [(e.method, e.path) for e in wanted]
        assert [plain(each.body) for each in ours] == [plain(each.body) for each in wanted]


def written(folder, kind):
    """A file to send."""
    name, _, data = FILES[kind]
    path = folder / name
    path.write_bytes(data)
    return path


def plain(body):
    """A request without the accidents of spelling: people by their digits, a card's ``wuid`` with or without host."""
    told = json.loads(json.dumps(body).replace("@s.whatsapp.net", ""))
    for card in told.get("contact", ()):
        card["wuid"] = card.get("wuid", "").partition("@")[0]
    return told


# --- waha-py

WAHA_MODELS = {
    "/api/sendText": models.MessageTextRequest,
    "/api/sendLocation": models.MessageLocationRequest,
    "/api/sendContactVcard": models.MessageContactVcardRequest,
    "/api/sendPoll": models.MessagePollRequest,
    "/api/forwardMessage": models.MessageForwardRequest,
    "/api/reaction": models.MessageReactionRequest,
    "/api/sendSeen": models.SendSeenRequest,
    "/api/startTyping": models.ChatRequest,
    "/api/stopTyping": models.ChatRequest,
    "/api/sendImage": models.MessageImageRequest,
    "/api/sendFile": models.MessageFileRequest,
    "/api/sendVoice": models.MessageVoiceRequest,
    "/api/sendVideo": models.MessageVideoRequest,
    "/auth/request-code": models.RequestCodeRequest,
    "/messages/": models.EditMessageRequest,
}


def fits(model, body):
    """By its types, or where their generator took plain values for objects, by its fields."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    assert body.keys() <= fields.keys()
    assert {name for name, field in fields.items() if field.is_required()} <= body.keys()
    if model not in (models.MessageVideoRequest, models.MessageVoiceRequest, models.MessagePollRequest):
        model.model_validate(body)


async def test_waha_s_own_models_accept_what_we_send(tmp_path):
    async with open_shop("waha", tmp_path) as shop:
        theirs, client, chat = shop.theirs(), shop.client, shop.dialect.customer
        ours = await shop.ours()
        await shop.send(OutgoingKind.TEXT, text="Tem sim!", quoted=theirs, mentions=(chat,))
        await shop.send(OutgoingKind.LOCATION, location=Location(latitude=-23.5, longitude=-46.6, name="Padaria"))
        await shop.send(OutgoingKind.CONTACTS, contacts=(ContactCard(name="José", phones=("5511944440303",)),))
        await shop.send(OutgoingKind.POLL, poll=Poll(question="Qual?", options=("A", "B"), selectable=1))
        await shop.send(OutgoingKind.FORWARD, target=theirs)
        await shop.send(OutgoingKind.REACTION, target=theirs, emoji="👍")
        await shop.send(OutgoingKind.EDIT, target=ours, text="Corrigido")
        for kind in (OutgoingKind.IMAGE, OutgoingKind.VIDEO, OutgoingKind.VOICE, OutgoingKind.DOCUMENT):
            await shop.send(kind)
        await client.mark_read(chat, (theirs,))
        await client.typing(chat)
        await client.typing(chat, on=False)
        shop.gateway.unlink()
        await client.connect("5511940028922")
        checked = set()
        for each in shop.gateway.wire.seen:
            for path, model in WAHA_MODELS.items():
                if path in each.path and each.raw:
                    body = each.body
                    fits(model, body)
                    checked.add(path)
        assert checked == set(WAHA_MODELS)


# --- crabline

CRABLINE = "@openclaw/crabline@0.1.27"


@pytest.fixture(scope="module")
def crabline(tmp_path_factory):
    """A Graph API of somebody else's making; skipped where npm cannot fetch it at once."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("npm is not installed")
    folder = tmp_path_factory.mktemp("crabline")
    ready = folder / "ready.json"
    flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--fetch-retries=0"]
    (folder / "package.json").write_text("{}")
    try:
        subprocess.run(
            [npm, "install", *flags, CRABLINE], cwd=folder, check=True, timeout=60, capture_output=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        pytest.skip(f"npm could not install it: {error}")
    tokens = {"CRABLINE_ACCESS_TOKEN": "token-inventado", "CRABLINE_ADMIN_TOKEN": "admin-inventado"}
    program = subprocess.Popen(
        [node, "node_modules/.bin/crabline", "--json", "serve", "whatsapp", "--ready-file", str(ready)],
        cwd=folder, env={**os.environ, **tokens}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 20
        while not ready.exists() or not ready.read_text():
            if program.poll() is not None or time.monotonic() > deadline:
                pytest.skip("it does not start here")
            time.sleep(0.05)
        yield json.loads(ready.read_text())
    finally:
        program.terminate()
        program.wait(10)


@pytest.mark.slow
async def test_a_graph_api_of_somebody_else_takes_what_our_client_sends(crabline):
    def client_of(token):
        secrets = {"api_key": token, "verify_token": "x", "app_secret": "x"}
        make = get("cloud_api").client
        return make(
            Credentials(base_url=crabline["endpoints"]["apiRoot"], name=crabline["phoneNumberId"], secrets=secrets)
        )

    chat = user("15551234567")
    wish = Outgoing(client_id="c-1", chat=chat, kind=OutgoingKind.TEXT, text="Olá! Tem bolo 🥐")
    client, stranger = client_of("token-inventado"), client_of("outro")
    try:
        assert (await client.state()).state is ConnectionState.CONNECTED
        assert (await client.state()).own_name == "Crabline Test Bot"
        accepted = await client.send(wish)
        assert isinstance(accepted, Accepted)
        assert accepted.stanza_id.startswith("wamid.")
        with pytest.raises(AuthRejected):
            await stranger.state()
        assert isinstance(await stranger.send(wish), NotSent)
        recorded = await asyncio.to_thread(open, crabline["recorderPath"], encoding="utf-8")
        with recorded:
            sent = [json.loads(line) for line in recorded]
        texts = [each["body"]["text"]["body"] for each in sent if each.get("accepted") and "text" in each["body"]]
        assert texts == ["Olá! Tem bolo 🥐"]
    finally:
        await client.close()
        await stranger.close()


