"""What each capability would be asked by, so that one that is missing can be seen to be refused."""

from collections.abc import Awaitable, Callable
from typing import Any

from services.domain.capabilities import Capability
from services.domain.content import Choice, ContactCard, Location, Poll
from services.domain.errors import ErrorCode, NotSupported
from services.domain.groups import MemberChange
from services.domain.outgoing import OutgoingKind, OutgoingMenu, Refused, Template
from services.providers.base import WantedWebhook
from tests.conformance.shop import Shop

_C = Capability
_K = OutgoingKind
_HOOK = "https://loja.example/hooks/x"
_MENU = OutgoingMenu(title="Bolos", button="Ver", choices=(Choice(title="Cenoura", id="c"), Choice(title="Fubá")))
_CARD = ContactCard(name="José", phones=("5511944440303",))

Ask = Callable[[Shop], Awaitable[object]]


def _call(method: str, *args: Any, **kwargs: Any) -> Ask:
    def ask(shop: Shop) -> Awaitable[object]:
        call: Callable[..., Awaitable[object]] = getattr(shop.client, method)
        return call(*args, **kwargs)

    return ask


def _webhook(**wanted: Any) -> Ask:
    return _call("set_webhook", WantedWebhook(url=_HOOK, **wanted))


def _send(kind: OutgoingKind, **more: Any) -> Ask:
    async def ask(shop: Shop) -> object:
        filled = {name: value(shop) if callable(value) else value for name, value in more.items()}
        outcome = await shop.client.send(shop.wish(kind, **filled))
        if isinstance(outcome, Refused) and outcome.code is ErrorCode.NOT_SUPPORTED:
            # a send tells its failures as outcomes
            raise NotSupported(outcome.text)
        return outcome

    return ask


def _history(shop: Shop) -> Awaitable[object]:
    return shop.client.history(shop.dialect.customer)


ASKED: dict[Capability, Ask] = {
    _C.CREATE_INSTANCE: _call("create_instance"),
    _C.DELETE_INSTANCE: _call("delete_instance"),
    _C.RESTART: _call("restart"),
    _C.LOGOUT: _call("logout"),
    _C.QR: _call("connect"),
    _C.PAIRING_CODE: _call("connect", "5511940028922"),
    _C.STATE: _call("state"),
    _C.WEBHOOK_CONFIG: _webhook(),
    _C.WEBHOOK_READ_BACK: _call("get_webhook"),
    _C.WEBHOOK_HEADERS: _webhook(headers={"X-Loja": "padaria"}),
    _C.WEBHOOK_HMAC: _webhook(hmac_key="segredo"),
    _C.WEBHOOK_RETRIES: _webhook(retries=3),
    _C.WEBHOOK_PER_EVENT_URL: _webhook(by_events=True),
    _C.HISTORY: _history,
    _C.LIST_CHATS: _call("chats"),
    _C.SEND_TEXT: _send(_K.TEXT, text="oi"),
    _C.SEND_IMAGE: _send(_K.IMAGE),
    _C.SEND_VIDEO: _send(_K.VIDEO),
    _C.SEND_AUDIO: _send(_K.AUDIO),
    _C.SEND_VOICE: _send(_K.VOICE),
    _C.SEND_DOCUMENT: _send(_K.DOCUMENT),
    _C.SEND_STICKER: _send(_K.STICKER),
    _C.SEND_LOCATION: _send(_K.LOCATION, location=Location(latitude=-23.5, longitude=-46.6)),
    _C.SEND_CONTACT: _send(_K.CONTACTS, contacts=(_CARD,)),
    _C.SEND_POLL: _send(_K.POLL, poll=Poll(question="Qual?", options=("A", "B"))),
    _C.SEND_BUTTONS: _send(_K.BUTTONS, text="Qual?", menu=_MENU),
    _C.SEND_LIST: _send(_K.LIST, text="Qual?", menu=_MENU),
    _C.SEND_TEMPLATE: _send(_K.TEMPLATE, template=Template(name="pronto", language="pt_BR")),
    _C.REPLY: _send(_K.TEXT, text="oi", quoted=Shop.theirs),
    _C.MENTION: _send(_K.TEXT, text="oi", mentions=lambda shop: (shop.dialect.customer,)),
    _C.REACT: _send(_K.REACTION, emoji="👍", target=Shop.theirs),
    _C.EDIT: _send(_K.EDIT, text="oi!", target=Shop.theirs),
    _C.REVOKE: _send(_K.REVOKE, target=Shop.theirs),
    _C.FORWARD: _send(_K.FORWARD, text="oi", target=Shop.theirs),
    _C.MARK_READ: lambda shop: shop.client.mark_read(shop.dialect.customer, (shop.theirs(),)),
    _C.TYPING: lambda shop: shop.client.typing(shop.dialect.customer),
    _C.DOWNLOAD_MEDIA: _call("download", {"id": "x"}),
    _C.CONTACT_INFO: lambda shop: shop.client.contact(shop.dialect.customer),
    _C.NUMBER_CHECK: _call("check_number", "5511940028922"),
    _C.BLOCK: lambda shop: shop.client.block(shop.dialect.customer, blocked=True),
    _C.GROUPS: lambda shop: shop.client.contact(shop.dialect.group),
    _C.ABOUT: lambda shop: shop.client.about(shop.dialect.customer),
    _C.GROUP_INFO: lambda shop: shop.client.groups.info(shop.dialect.group),
    _C.GROUP_MEMBERS: lambda shop: shop.client.groups.change(
        shop.dialect.group, MemberChange.ADD, (shop.dialect.customer,)
    ),
    _C.GROUP_EDIT: lambda shop: shop.client.groups.rename(shop.dialect.group, "Turma do pão"),
    _C.GROUP_INVITE: lambda shop: shop.client.groups.invite_link(shop.dialect.group),
    _C.LABELS: lambda shop: shop.client.labels.all(),
    _C.LABELS_OF_CHAT: lambda shop: shop.client.labels.of_chat(shop.dialect.customer),
    _C.LABEL_CREATE: lambda shop: shop.client.labels.create("Fiado", 3),
    _C.LABEL_EDIT: lambda shop: shop.client.labels.delete("5"),
    _C.SERVICE_WINDOW: _call("templates"),
}
"""The rest is not asked for but comes by itself (codes and presence in webhooks), or is told below."""


def _no_socket(shop: Shop) -> None:
    assert shop.dialect.descriptor.frames is None


TOLD: dict[Capability, Callable[[Shop], None]] = {_C.SOCKET: _no_socket}

# Evolution makes a token of the key (its jwt_key): the sender is proved, the body is not
NOT_ASKED = frozenset({("evolution", _C.WEBHOOK_HMAC)})

