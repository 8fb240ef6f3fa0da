"""What each capability means, as a story: it is played against every gateway that claims it."""

import asyncio

from services.domain.address import Address
from services.domain.capabilities import Capability
from services.domain.content import Choice, ContactCard, Direction, Location, MessageKind, Poll
from services.domain.errors import AppError, ErrorCode, NotFound
from services.domain.events import ConnectionSeen, ConnectionState, MessageSeen, PresenceState, QrSeen
from services.domain.outgoing import (
    OutgoingKind,
    OutgoingMenu,
    Refused,
    Template,
)
from services.instances import hooks
from services.providers.base import WantedWebhook
from tests.conformance.gateways import Gateway
from tests.conformance.gateways.base import until
from tests.conformance.proving import pointed, proves
from tests.conformance.shop import FILES, Shop

_C = Capability
_MENU = OutgoingMenu(
    title="Bolos",
    footer="Padaria Sol",
    button="Ver",
    choices=(Choice(title="Cenoura", id="cenoura"), Choice(title="Fubá", id="fuba")),
)


# --- the session


@proves(_C.CREATE_INSTANCE)
async def create(shop: Shop) -> None:
    client = shop.gateway.client(shop.gateway.new_credentials("loja-nova"))
    try:
        created = await client.create_instance()
        found = await client.probe()
        # some gateways name it themselves
        assert (created.name or "loja-nova") in {each.name for each in found.sessions}
        assert (await client.state()).state is not ConnectionState.CONNECTED
        # what is there already is adopted, or refused as taken; never lost
        try:
            await client.create_instance()
        except AppError as error:
            assert error.code is ErrorCode.CONFLICT
        assert (await client.state()).state is not ConnectionState.CONNECTED
    finally:
        await client.close()


@proves(_C.DELETE_INSTANCE)
async def delete(shop: Shop) -> None:
    await shop.client.delete_instance()
    try:
        after = (await shop.client.state()).state
    except AppError:
        return
    assert after is not ConnectionState.CONNECTED


@proves(_C.STATE)
async def state(shop: Shop) -> None:
    linked = await shop.client.state()
    assert linked.state is ConnectionState.CONNECTED
    assert linked.own_address == shop.dialect.own
    shop.gateway.unlink()
    assert (await shop.client.state()).state is not ConnectionState.CONNECTED


@proves(_C.RESTART)
async def restart(shop: Shop) -> None:
    assert await shop.asked(shop.client.restart)
    assert (await shop.client.state()).state is ConnectionState.CONNECTED


@proves(_C.LOGOUT)
async def logout(shop: Shop) -> None:
    await shop.client.logout()
    try:
        after = (await shop.client.state()).state
    except NotFound:
        return
    assert after is not ConnectionState.CONNECTED


@proves(_C.QR)
async def qr(shop: Shop) -> None:
    shop.gateway.unlink()
    shown = await shop.client.connect()
    assert isinstance(shown, QrSeen)
    assert shown.text or shown.image_base64
    shop.gateway.scan()
    assert (await shop.client.state()).state is ConnectionState.CONNECTED
    # once linked there is nothing to scan
    after = await shop.client.connect()
    assert isinstance(after, ConnectionSeen) or shop.dialect.kind == "wapi"


@proves(_C.PAIRING_CODE)
async def pairing_code(shop: Shop) -> None:
    shop.gateway.unlink()
    shown = await shop.client.connect("5511940028922")
    assert isinstance(shown, QrSeen)
    assert shown.pairing_code


@proves(_C.PASSKEY)
async def passkey(shop: Shop) -> None:
    await pointed(shop)
    shop.gateway.session.status = "PASSKEY_REQUIRED"  # type: ignore[attr-defined]
    assert (await shop.client.state()).state is ConnectionState.AWAITING_PASSKEY
    await shop.receive("passkey")
    assert (await shop.view()).state is ConnectionState.AWAITING_PASSKEY


@proves(_C.QR_BY_WEBHOOK)
async def qr_by_webhook(shop: Shop) -> None:
    await pointed(shop)
    await shop.receive("qr")
    assert shop.qrs[0].text or shop.qrs[0].image_base64
    assert (await shop.view()).state is ConnectionState.AWAITING_QR


# --- webhooks


async def _arrives(shop: Shop, text: str = "Bom dia, abrem hoje?") -> None:
    """A customer's message takes the way that was set."""
    await shop.receive("text", id=shop.new_id(), text=text)
    assert text in [each.text for each in await shop.messages()]


@proves(_C.WEBHOOK_CONFIG)
async def webhook_config(shop: Shop) -> None:
    await shop.client.set_webhook(shop.gateway.wanted(shop.hook))
    assert not shop.gateway.wrong()
    await _arrives(shop)
    # again with another address of the same instance (a new tunnel): no second webhook is left behind
    await shop.client.set_webhook(shop.gateway.wanted(shop.hook))
    await _arrives(shop, "E amanhã?")
    assert len(await shop.messages()) == 2


@proves(_C.WEBHOOK_READ_BACK)
async def webhook_read_back(shop: Shop) -> None:
    wanted = shop.gateway.wanted(shop.hook)
    await hooks.ensure(shop.client, wanted)
    actual = await shop.client.get_webhook()
    assert (actual.url or "").rstrip("/") == shop.hook
    assert not hooks.differences(wanted, actual)


@proves(_C.WEBHOOK_HEADERS)
async def webhook_headers(shop: Shop) -> None:
    wanted = shop.gateway.wanted(shop.hook)
    headers = {"X-Loja": "padaria"}
    await shop.client.set_webhook(WantedWebhook(url=wanted.url, events=wanted.events, headers=headers))
    body = shop.dialect.tell("text", id="3EB0", text="oi")
    assert [sent for _, sent in shop.gateway.targets(body)] == [headers]
    await _arrives(shop)


@proves(_C.WEBHOOK_RETRIES)
async def webhook_retries(shop: Shop) -> None:
    wanted = shop.gateway.wanted(shop.hook)
    await shop.client.set_webhook(WantedWebhook(url=wanted.url, events=wanted.events, retries=7, retry_delay_s=3))
    assert (await shop.client.get_webhook()).retries == 7


@proves(_C.WEBHOOK_PER_EVENT_URL)
async def webhook_per_event_url(shop: Shop) -> None:
    if not isinstance(shop.dialect, Gateway):
        # an address for each event is what this format is: the body may leave its event out
        body = shop.dialect.tell("text", id=shop.new_id(), text="pelo endereço")
        del body["event"]
        path = f"/hooks/{shop.desk.tokens[shop.instance]}/receive-message/"
        assert (await shop.desk.post(path, body)).status == 200
        await shop.desk.settled()
        assert [each.text for each in await shop.messages()] == ["pelo endereço"]
        return
    wanted = shop.gateway.wanted(shop.hook)
    await shop.client.set_webhook(WantedWebhook(url=wanted.url, events=wanted.events, by_events=True))
    body = shop.dialect.tell("text", id="3EB0", text="oi")
    [(url, _)] = shop.gateway.targets(body)
    assert url.startswith(f"{shop.hook}/")
    await _arrives(shop)
    assert (await shop.client.get_webhook()).by_events is True


@proves(_C.WEBHOOK_HMAC)
async def webhook_hmac(shop: Shop) -> None:
    key = shop.dialect.signing_key or "segredo-inventado"
    shop.desk.keys[shop.instance] = key
    await shop.desk.reload()
    if isinstance(shop.dialect, Gateway):
        wanted = shop.gateway.wanted(shop.hook)
        # who signs with a secret of its own is not told another
        ours = None if shop.dialect.signing_key else key
        await shop.client.set_webhook(WantedWebhook(url=wanted.url, events=wanted.events, hmac_key=ours))
    await _arrives(shop)
    raw = shop.dialect.encode(shop.dialect.tell("text", id=shop.new_id(), text="falsa"))
    headers = shop.dialect.sign(raw)
    spoilt = await shop.desk.hook(shop.instance, raw=raw.replace(b"falsa", b"Falsa"), headers=headers)
    bare = await shop.desk.hook(shop.instance, raw=raw)
    assert {spoilt.status, bare.status} <= {401, 403}
    assert "falsa" not in {(each.text or "").lower() for each in await shop.messages()}


@proves(_C.SOCKET)
async def socket(shop: Shop) -> None:
    frames = shop.dialect.descriptor.frames
    assert frames is not None
    text = "pelo soquete"
    body = shop.dialect.tell("text", id=shop.new_id(), text=text)
    standing = asyncio.Event()
    listening = frames(shop.gateway.credentials(), connected=standing.set)
    pushed = asyncio.create_task(shop.gateway.push(body, standing))
    try:
        async with asyncio.timeout(10):
            frame = await anext(aiter(listening))
            await pushed
    finally:
        pushed.cancel()
        await listening.aclose()  # type: ignore[attr-defined]
    # a frame is journalled and read as a webhook's body is
    await shop.desk.hook(shop.instance, frame, headers={"x-api-key": shop.dialect.signing_key or ""})
    assert [each.text for each in await shop.messages()] == [text]


# --- what the gateway remembers


@proves(_C.HISTORY)
async def history(shop: Shop) -> None:
    texts = [f"mensagem {n}" for n in range(1, 6)]
    for number, text in enumerate(texts):
        shop.gateway.remember(text, shop.new_id(), 1_772_440_000 + number)
    await shop.client.state()
    found: list[MessageSeen] = []
    cursor: str | None = None
    for _ in range(10):
        page = await shop.client.history(shop.dialect.customer, cursor=cursor, limit=2)
        found += [event for event in page.events if isinstance(event, MessageSeen)]
        cursor = page.next
        if cursor is None:
            break
    assert [each.text for each in found] == texts[::-1]
    assert {each.direction for each in found} == {Direction.IN}
    assert not [s for s in shop.gateway.wire.seen if "read" in s.path.lower() or "seen" in s.path.lower()]


@proves(_C.LIST_CHATS)
async def list_chats(shop: Shop) -> None:
    shop.gateway.remember("oi", shop.new_id(), 1_772_447_700)
    listed = {peer.address: last for peer, last in await shop.client.chats()}
    assert listed[shop.dialect.customer] == 1_772_447_700_000


@proves(_C.CONTACT_INFO)
async def contact_info(shop: Shop) -> None:
    peer = await shop.client.contact(shop.dialect.customer)
    assert shop.gateway.person in {peer.name, peer.push_name}
    assert peer.picture_url == shop.gateway.picture


@proves(_C.NUMBER_CHECK)
async def number_check(shop: Shop) -> None:
    found = await shop.client.check_number(shop.gateway.known_number)
    assert isinstance(found, Address)
    assert await shop.client.check_number(shop.gateway.unknown_number) is None


@proves(_C.DOWNLOAD_MEDIA)
async def download(shop: Shop) -> None:
    data, message_id = b"\xff\xd8\xff-quero-este", shop.new_id()
    held = shop.gateway.hold(data, message_id)
    seen = shop.seen(MessageSeen, "picture", id=message_id, **held)
    assert seen.kind is MessageKind.IMAGE
    assert seen.media is not None
    ref = seen.media.ref
    assert ref is not None
    ref = ref if seen.media.url is None or "url" in ref else {**ref, "url": seen.media.url}
    opened = await shop.client.download(ref)
    assert b"".join([chunk async for chunk in opened.chunks()]) == data
    assert not shop.gateway.wrong()


# --- sending


@proves(_C.SEND_TEXT)
async def send_text(shop: Shop) -> None:
    text = 'Olá! São 2 pães & 1 "sonho" 🥐\nConfirma? {{nome}} <b>x</b> çãõ'
    accepted, asked = await shop.send(OutgoingKind.TEXT, text=text)
    assert accepted.stanza_id
    first, *_ = text.split("{{")
    assert len([each for each in asked if each.says(first)]) == 1


async def _send_file(shop: Shop, kind: OutgoingKind, caption: str | None = None) -> None:
    accepted, asked = await shop.send(kind, text=caption)
    assert accepted.stanza_id
    assert shop.gateway.took_file(FILES[kind][2]) == 1
    if caption:
        assert any(each.says(caption) for each in asked)


@proves(_C.SEND_IMAGE, _C.MEDIA_BY_UPLOAD)
async def send_image(shop: Shop) -> None:
    await _send_file(shop, OutgoingKind.IMAGE, "é este?")


@proves(_C.SEND_VIDEO)
async def send_video(shop: Shop) -> None:
    await _send_file(shop, OutgoingKind.VIDEO, "o forno")


@proves(_C.SEND_AUDIO)
async def send_audio(shop: Shop) -> None:
    await _send_file(shop, OutgoingKind.AUDIO)


@proves(_C.SEND_VOICE)
async def send_voice(shop: Shop) -> None:
    await _send_file(shop, OutgoingKind.VOICE)


@proves(_C.SEND_DOCUMENT)
async def send_document(shop: Shop) -> None:
    await _send_file(shop, OutgoingKind.DOCUMENT, "o orçamento")
    name = FILES[OutgoingKind.DOCUMENT][0]
    assert shop.gateway.wire.saying(name)


@proves(_C.SEND_STICKER)
async def send_sticker(shop: Shop) -> None:
    await _send_file(shop, OutgoingKind.STICKER)


@proves(_C.SEND_LOCATION)
async def send_location(shop: Shop) -> None:
    place = Location(latitude=-23.561414, longitude=-46.655881, name="Padaria Sol", address="Av. Paulista, 1500")
    _, asked = await shop.send(OutgoingKind.LOCATION, location=place)
    assert [each for each in asked if each.says("-23.561414") and each.says("-46.655881") and each.says("Padaria Sol")]


@proves(_C.SEND_CONTACT)
async def send_contact(shop: Shop) -> None:
    card = ContactCard(name="José Forno", phones=("+55 11 94444-0303",))
    _, asked = await shop.send(OutgoingKind.CONTACTS, contacts=(card,))
    assert [each for each in asked if each.says("José Forno") and (each.says("5511944440303") or each.says("94444-0303"))]


@proves(_C.SEND_POLL)
async def send_poll(shop: Shop) -> None:
    poll = Poll(question="Qual sabor?", options=("Cenoura", "Fubá"), selectable=1)
    _, asked = await shop.send(OutgoingKind.POLL, poll=poll)
    assert [each for each in asked if all(each.says(w) for w in ("Qual sabor?", "Cenoura", "Fubá"))]


@proves(_C.SEND_BUTTONS)
async def send_buttons(shop: Shop) -> None:
    _, asked = await shop.send(OutgoingKind.BUTTONS, text="Qual?", menu=_MENU)
    assert [each for each in asked if all(each.says(w) for w in ("Qual?", "Cenoura", "Fubá", "cenoura"))]


@proves(_C.SEND_LIST)
async def send_list(shop: Shop) -> None:
    _, asked = await shop.send(OutgoingKind.LIST, text="Qual?", menu=_MENU)
    assert [each for each in asked if all(each.says(w) for w in ("Qual?", "Ver", "Cenoura", "Fubá", "cenoura"))]


@proves(_C.SEND_TEMPLATE, _C.SERVICE_WINDOW)
async def send_template(shop: Shop) -> None:
    server = shop.gateway.server  # type: ignore[attr-defined]
    body = {"type": "BODY", "text": "Seu pedido {{1}} está pronto"}
    server.templates = [{"name": "pronto", "language": "pt_BR", "status": "APPROVED", "components": [body]}]
    server.fault((400, 131047))
    late = await shop.client.send(shop.wish(OutgoingKind.TEXT, text="Ainda quer?"))
    assert isinstance(late, Refused)
    assert late.code is ErrorCode.WINDOW_CLOSED
    [offer] = await shop.client.templates()
    assert (offer.approved, offer.text) == (True, "Seu pedido {{1}} está pronto")
    parameters: dict[str, object] = {"type": "body", "parameters": [{"type": "text", "text": "123"}]}
    template = Template(name=offer.name, language=offer.language, components=(parameters,))
    _, asked = await shop.send(OutgoingKind.TEMPLATE, template=template)
    assert [each for each in asked if each.says("pronto") and each.says("pt_BR") and each.says("123")]


@proves(_C.REPLY)
async def reply(shop: Shop) -> None:
    quoted = shop.theirs()
    _, asked = await shop.send(OutgoingKind.TEXT, text="Tem sim!", quoted=quoted)
    assert [each for each in asked if each.says("Tem sim!") and each.says(quoted.stanza_id)]


@proves(_C.MENTION)
async def mention(shop: Shop) -> None:
    who = shop.dialect.customer
    _, asked = await shop.send(
        OutgoingKind.TEXT, chat=shop.dialect.group, text="Chegou o pedido", mentions=(who,)
    )
    assert [each for each in asked if each.says("Chegou o pedido") and each.says(who.id)]


@proves(_C.CLIENT_MESSAGE_ID)
async def client_message_id(shop: Shop) -> None:
    wish = shop.wish(OutgoingKind.TEXT, text="uma vez só")
    await shop.client.send(wish)
    await shop.client.send(wish)
    first, second = shop.gateway.own_ids()
    assert first
    assert first == second


@proves(_C.REACT)
async def react(shop: Shop) -> None:
    target = shop.theirs()
    _, asked = await shop.send(OutgoingKind.REACTION, target=target, emoji="👍")
    assert [each for each in asked if each.says("👍") and each.says(target.stanza_id)]
    _, asked = await shop.send(OutgoingKind.REACTION, target=target)
    assert [each for each in asked if each.says(target.stanza_id) and not each.says("👍")]


@proves(_C.EDIT)
async def edit(shop: Shop) -> None:
    target = await shop.ours()
    _, asked = await shop.send(OutgoingKind.EDIT, target=target, text="Seria o bolo de fubá?")
    assert [each for each in asked if each.says("Seria o bolo de fubá?") and each.says(target.stanza_id)]


@proves(_C.REVOKE)
async def revoke(shop: Shop) -> None:
    target = await shop.ours()
    _, asked = await shop.send(OutgoingKind.REVOKE, target=target)
    assert [each for each in asked if each.says(target.stanza_id)]


@proves(_C.FORWARD)
async def forward(shop: Shop) -> None:
    target = shop.theirs("Endereço: Rua das Flores, 10")
    _, asked = await shop.send(OutgoingKind.FORWARD, target=target, text=target.text)
    assert [each for each in asked if each.says(target.stanza_id) or each.says("Rua das Flores")]


@proves(_C.MARK_READ)
async def mark_read(shop: Shop) -> None:
    target = shop.theirs()
    asked = await shop.asked(lambda: shop.client.mark_read(shop.dialect.customer, (target,)))
    chat = shop.dialect.customer.id
    assert [each for each in asked if each.says(target.stanza_id) or each.says(chat)]


@proves(_C.TYPING)
async def typing(shop: Shop) -> None:
    chat = shop.dialect.customer
    await shop.client.mark_read(chat, (shop.theirs(),))
    shown = await shop.asked(lambda: shop.client.typing(chat))
    recorded = await shop.asked(lambda: shop.client.typing(chat, recording=True))
    assert shown
    assert recorded
    await shop.asked(lambda: shop.client.typing(chat, on=False))


@proves(_C.BLOCK)
async def block(shop: Shop) -> None:
    who = shop.dialect.customer
    for blocked in (True, False):
        asked = await shop.asked(lambda blocked=blocked: shop.client.block(who, blocked=blocked))
        assert [each for each in asked if each.says(who.id)]


# --- what only comes in


@proves(_C.PRESENCE)
async def presence(shop: Shop) -> None:
    await pointed(shop)
    await _arrives(shop)
    await shop.receive("typing")
    await until(lambda: shop.presences)
    [chat] = await shop.desk.chats()
    assert (shop.presences[0].chat_id, shop.presences[0].state) == (chat.id, PresenceState.TYPING)
