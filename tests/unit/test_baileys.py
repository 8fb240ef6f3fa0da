"""The reader of WhatsApp's own message object, over every kind and spelling gateways send."""

import base64
import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.address import Address, AddressKind
from services.domain.content import MessageKind
from services.domain.errors import ParseError
from services.domain.status import Status
from services.providers import baileys
from services.providers.baileys import Body, Edit, Nothing, Reaction, Revoke, Vote
from services.providers.vcard import read_vcard

VCARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Osvaldo\nitem1.TEL;waid=5511966660303:+55 11 96666-0303\nEND:VCARD"

KINDS = [
    ({"conversation": "oi"}, MessageKind.TEXT, "oi"),
    ({"conversationMessage": {"conversation": "oi"}}, MessageKind.TEXT, "oi"),
    ({"extendedTextMessage": {"text": "oi"}}, MessageKind.TEXT, "oi"),
    ({"imageMessage": {"caption": "bolo"}}, MessageKind.IMAGE, "bolo"),
    ({"videoMessage": {"caption": "forno"}}, MessageKind.VIDEO, "forno"),
    ({"videoMessage": {"gifPlayback": True}}, MessageKind.GIF, None),
    ({"ptvMessage": {"seconds": 6}}, MessageKind.VIDEO_NOTE, None),
    ({"audioMessage": {"ptt": True, "seconds": 5}}, MessageKind.VOICE, None),
    ({"audioMessage": {"PTT": True, "seconds": 5}}, MessageKind.VOICE, None),
    ({"audioMessage": {"seconds": 200}}, MessageKind.AUDIO, None),
    ({"documentMessage": {"fileName": "a.pdf", "caption": "segue"}}, MessageKind.DOCUMENT, "segue"),
    (
        {"documentWithCaptionMessage": {"message": {"documentMessage": {"title": "a"}}}},
        MessageKind.DOCUMENT,
        None,
    ),
    ({"stickerMessage": {"isAnimated": True}}, MessageKind.STICKER, None),
    (
        {"lottieStickerMessage": {"message": {"stickerMessage": {"isLottie": True}}}},
        MessageKind.STICKER,
        None,
    ),
    ({"locationMessage": {"degreesLatitude": -23.5, "degreesLongitude": -46.6}}, MessageKind.LOCATION, None),
    ({"liveLocationMessage": {"degreesLatitude": -23.5, "caption": "já"}}, MessageKind.LIVE_LOCATION, "já"),
    ({"contactMessage": {"displayName": "Osvaldo", "vcard": VCARD}}, MessageKind.CONTACTS, None),
    ({"contactsArrayMessage": {"contacts": [{"vcard": VCARD}]}}, MessageKind.CONTACTS, None),
    ({"pollCreationMessageV3": {"name": "Sabor?", "options": []}}, MessageKind.POLL, "Sabor?"),
    ({"buttonsMessage": {"contentText": "Confirma?"}}, MessageKind.BUTTONS, "Confirma?"),
    ({"listMessage": {"description": "Escolha"}}, MessageKind.LIST, "Escolha"),
    (
        {"templateMessage": {"hydratedTemplate": {"hydratedContentText": "Saiu"}}},
        MessageKind.TEMPLATE,
        "Saiu",
    ),
    ({"interactiveMessage": {"body": {"text": "Confira"}}}, MessageKind.BUTTONS, "Confira"),
    ({"buttonsResponseMessage": {"selectedDisplayText": "Sim"}}, MessageKind.INTERACTIVE_REPLY, "Sim"),
    ({"listResponseMessage": {"title": "Bolo"}}, MessageKind.INTERACTIVE_REPLY, "Bolo"),
    ({"templateButtonReplyMessage": {"selectedID": "1"}}, MessageKind.INTERACTIVE_REPLY, "1"),
    ({"interactiveResponseMessage": {"body": {"text": "Fubá"}}}, MessageKind.INTERACTIVE_REPLY, "Fubá"),
    ({"orderMessage": {"message": "Pedido"}}, MessageKind.ORDER, "Pedido"),
    ({"productMessage": {"product": {"title": "Bolo"}}}, MessageKind.PRODUCT, "Bolo"),
    ({"groupInviteMessage": {"caption": "Entre"}}, MessageKind.GROUP_INVITE, "Entre"),
    (
        {"eventMessage": {"name": "Degustação", "description": "Sábado"}},
        MessageKind.EVENT,
        "Degustação\nSábado",
    ),
    ({"callLogMesssage": {"callOutcome": 1}}, MessageKind.CALL, None),
    ({"placeholderMessage": {"type": 0}}, MessageKind.UNDECRYPTED, None),
    ({"pinInChatMessage": {"key": {"id": "3EB0"}, "type": 1}}, MessageKind.SYSTEM, None),
    ({"requestPhoneNumberMessage": {"contextInfo": {}}}, MessageKind.SYSTEM, None),
    ({"ephemeralMessage": {"message": {"conversation": "some"}}}, MessageKind.TEXT, "some"),
    ({"associatedChildMessage": {"message": {"imageMessage": {"caption": "1/3"}}}}, MessageKind.IMAGE, "1/3"),
    ({"senderKeyDistributionMessage": {"groupId": "x"}, "conversation": "grupo"}, MessageKind.TEXT, "grupo"),
    ({"holodeckMessage": {"x": 1}}, MessageKind.UNSUPPORTED, None),
    ({"conversation": ""}, MessageKind.UNDECRYPTED, None),
]


@pytest.mark.parametrize(("message", "kind", "text"), KINDS, ids=[next(iter(k[0])) for k in KINDS])
def test_every_kind_becomes_its_own_bubble(message, kind, text):
    body = baileys.read(message)
    assert isinstance(body, Body)
    assert (body.kind, body.text) == (kind, text)


@pytest.mark.parametrize(
    "message",
    [
        {"senderKeyDistributionMessage": {"groupId": "x"}},
        {"albumMessage": {"expectedImageCount": 3}},
        {"keepInChatMessage": {"key": {"id": "3A"}}},
        {"messageContextInfo": {}},
        {"protocolMessage": {"type": "APP_STATE_SYNC_KEY_SHARE", "key": {}}},
        {
            "videoMessage": {"mimetype": "video/mp4"},
            "messageContextInfo": {"messageAssociation": {"associationType": "HD_VIDEO_DUAL_UPLOAD"}},
        },
    ],
)
def test_housekeeping_shows_nothing(message):
    assert isinstance(baileys.read(message), Nothing)


def test_the_special_ones_name_their_target():
    key = {"key": {"id": "3EB0C4", "fromMe": True}}
    long = {"low": -277258533, "high": 410, "unsigned": False}
    assert baileys.read({"reactionMessage": {**key, "text": "👍"}}) == Reaction(
        target_id="3EB0C4", emoji="👍"
    )
    assert baileys.read({"reactionMessage": {**key, "text": "", "senderTimestampMs": long}}).emoji is None
    edit = {"protocolMessage": {**key, "type": 14, "editedMessage": {"imageMessage": {"caption": "novo"}}}}
    assert baileys.read({"editedMessage": {"message": edit}}) == Edit(target_id="3EB0C4", text="novo")
    assert baileys.read({"protocolMessage": {**key, "type": "REVOKE"}}) == Revoke(target_id="3EB0C4")
    assert baileys.read({"protocolMessage": key}) == Revoke(target_id="3EB0C4")
    vote = {"pollCreationMessageKey": key["key"], "vote": {"encPayload": "AA=="}}
    assert baileys.read({"pollUpdateMessage": vote}) == Vote(target_id="3EB0C4", undecrypted=True)
    vote["vote"] = {"selectedOptions": ["Cenoura"]}
    assert baileys.read({"pollUpdateMessage": vote}) == Vote(target_id="3EB0C4", options=("Cenoura",))
    switch = baileys.read({"protocolMessage": {"type": 3, "ephemeralExpiration": 604800}})
    assert switch.content.system.code == "ephemeral_changed"
    with pytest.raises(ParseError):
        baileys.read({"reactionMessage": {"text": "👍"}})


def test_media_in_every_serialisation():
    digest = bytes(range(32))
    spellings = [
        base64.b64encode(digest).decode(),
        {str(i): b for i, b in enumerate(digest)},
        {"type": "Buffer", "data": list(digest)},
    ]
    for spelling in spellings:
        message = {
            "imageMessage": {
                "mimetype": "image/jpeg", "fileSha256": spelling, "fileLength": {"low": 88213, "high": 0},
                "height": 1600, "width": "1200", "jpegThumbnail": {"0": 255, "1": 216},
                "url": "https://mmg/x.enc",
            },
            "base64": "/9j/4AAQ",
        }  # fmt: skip
        media = baileys.read(message).media
        assert media.sha256 == digest.hex()
        assert (media.size, media.width, media.height) == (88213, 1200, 1600)
        assert media.thumbnail_base64 == "/9g="
        assert media.inline_base64 == "/9j/4AAQ"
        assert media.url is None  # the message's own URL is encrypted


def test_context_is_found_inside_and_beside():
    info = {
        "stanzaId": "3EB0C41D", "participant": "5511955550101@s.whatsapp.net",
        "quotedMessage": {"imageMessage": {"caption": "este bolo?"}}, "mentionedJid": ["5511955550101@c.us"],
        "isForwarded": True, "forwardingScore": 4, "expiration": 604800,
    }  # fmt: skip
    beside = baileys.read({"conversation": "esse"}, context=info)
    inside = baileys.read({"extendedTextMessage": {"text": "esse", "contextInfo": info}})
    for body in (beside, inside):
        assert body.quoted.stanza_id == "3EB0C41D"
        assert (body.quoted.kind, body.quoted.text) == (MessageKind.IMAGE, "este bolo?")
        assert str(body.quoted.author) == "5511955550101@s.whatsapp.net"
        assert body.content.mentions == ("5511955550101@s.whatsapp.net",)
        assert (body.content.forwarded, body.content.ephemeral_s) == (4, 604800)
    # Evolution 2.4.0-rc2 puts messageContextInfo in its place
    broken = {"deviceListMetadata": {}, "messageSecret": "x"}
    again = baileys.read({"extendedTextMessage": {"text": "esse", "contextInfo": info}}, context=broken)
    assert again.quoted == inside.quoted


def test_view_once_is_marked_and_read():
    body = baileys.read({"viewOnceMessageV2": {"message": {"imageMessage": {"mimetype": "image/jpeg"}}}})
    assert (body.kind, body.content.view_once) == (MessageKind.IMAGE, True)


def test_an_advertisement_is_remembered():
    advert = {"title": "Bolos", "sourceUrl": "https://fb.me/abc", "sourceType": "ad", "ctwaClid": "ARx1"}
    body = baileys.read({"conversation": "Olá!"}, context={"externalAdReply": advert})
    assert (body.content.referral.click_id, body.content.referral.title) == ("ARx1", "Bolos")


def test_menus_keep_their_choices():
    buttons = [
        {
            "name": "cta_url",
            "buttonParamsJson": json.dumps({"display_text": "Abrir", "url": "https://x.example"}),
        },
        {
            "name": "single_select",
            "buttonParamsJson": json.dumps({"sections": [{"rows": [{"title": "Bolo"}]}]}),
        },
        {"name": "broken", "buttonParamsJson": "{"},
    ]
    body = baileys.read({"interactiveMessage": {"nativeFlowMessage": {"buttons": buttons}}})
    assert [c.title for c in body.content.menu.choices] == ["Abrir", "Bolo"]


def test_the_phone_number_leads_and_the_hidden_id_is_an_alias():
    user, lid = "5511944440202@s.whatsapp.net", "84561237890123@lid"
    spellings = [
        {"remoteJid": lid, "remoteJidAlt": user},
        {"remoteJid": user, "remoteJidAlt": lid},
        {"remoteJid": "5511944440202:12@s.whatsapp.net", "previousRemoteJid": lid, "senderPn": user},
        {"remoteJid": lid, "senderPn": user},
    ]
    for spelling in spellings:
        key = baileys.read_key({**spelling, "fromMe": False, "id": "3A"})
        assert str(key.chat.address) == user
        assert [str(a) for a in key.chat.aliases] == [lid]
        assert key.author is None
    mine = baileys.read_key({"remoteJid": lid, "senderPn": user, "fromMe": True, "id": "3A"})
    assert mine.chat.address == Address(AddressKind.LID, "84561237890123")
    group = {
        "remoteJid": "1203@g.us",
        "participant": lid,
        "participantAlt": user,
        "fromMe": False,
        "id": "3A",
    }
    assert str(baileys.read_key(group).author.address) == user
    assert baileys.read_key({}).chat is None


def test_ticks_by_number_and_word():
    words = ["ERROR", "PENDING", "SERVER_ACK", "DELIVERY_ACK", "READ", "PLAYED"]
    for code, word in enumerate(words):
        assert baileys.status_of(code) == baileys.status_of(str(code)) == baileys.status_of(word)
    assert baileys.status_of(4) is Status.READ
    assert baileys.status_of("DELETED") is None
    assert baileys.status_of(9) is None


def test_stubs_say_what_happened():
    assert baileys.read_stub("CIPHERTEXT").kind is MessageKind.UNDECRYPTED
    assert baileys.read_stub(27, ["5511944440202@s.whatsapp.net"]).content.system.code == "group_add"
    assert baileys.read_stub(39) is None


def test_vcards_give_name_and_whatsapp_number():
    card = read_vcard(VCARD.replace("\n", "\r\n"), None)
    assert (card.name, card.phones) == ("Osvaldo", ("+5511966660303",))
    assert read_vcard("not a card", "Rita").name == "Rita"
    assert read_vcard(7).phones == ()


KEYS = [next(iter(k[0])) for k in KINDS] + [
    "message", "key", "id", "text", "low",
    "contextInfo", "quotedMessage", "protocolMessage", "editedMessage", "type",
    "reactionMessage", "buttons", "sections", "rows", "options", "vcard", "fileLength", "high", "0", "vote",
]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, JSON)
def test_odd_shapes_never_break_it(message, context):
    with contextlib.suppress(ParseError):
        baileys.read(message, context=context)
    baileys.read_key(message)
