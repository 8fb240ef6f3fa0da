"""What the pictures show: invented chats and messages with every state, and texts meant to break things."""

import tempfile
from pathlib import Path

import msgspec

from services.domain.changes import QrShown
from services.domain.content import CallNotice, Content, Direction, Location, MessageKind, Poll
from services.domain.events import ConnectionState
from services.domain.ids import ChatId, InstanceId, MessageId
from services.domain.models import (
    AuthorView,
    DeliveryState,
    MediaView,
    MessageView,
    QuotedView,
    ReactionView,
)
from services.domain.status import Status
from tests.look import kinds
from tests.ui.fake_people import contact
from tests.ui.fake_services import DAY, HOUR, MINUTE, NOW_MS, chat, delivery, group, instance, message
from tests.ui.stage import Stage

MARINA = AuthorView(name="Marina Duarte", phone="5511988880001")
RUI = AuthorView(name="Rui", phone="5521977770002")
BIA = AuthorView(name="Beatriz Sampaio de Vasconcelos", phone="5531966660003")
HOSTILE = '<img src="file:///etc/passwd" onerror=alert(1)> <b>negrito?</b> &lt;escaped&gt; <a href="javascript:x">clique</a>'
ARABIC = "مرحبا، هل لديكم كعكة شوكولاتة لحفلة غدًا؟ شكرًا جزيلاً"
LONG = " ".join(["Preciso de um orçamento para 120 salgados, dois bolos e as bebidas do aniversário."] * 40)


def inbox(stage: Stage) -> None:
    """A list with every kind of row."""
    services = stage.services
    services.put(instance(1))
    out = {"preview_direction": Direction.OUT}
    rows = [
        chat(1, "Marina Duarte", preview="Perfeito, até amanhã! 🎂", unread=0),
        chat(2, "Pedro Azevedo", preview="Vocês entregam no Tatuapé?", unread=3),
        group(3, "Fornecedores da Padaria Aurora", preview="Farinha chega às 6h", preview_author="Rui", unread=12),
        chat(4, "Clínica Bem Viver", preview="Segue o comprovante", preview_status=Status.READ, **out),
        chat(5, "Joana & Filhos Ltda", preview=None, preview_kind=MessageKind.VOICE, unread=1),
        chat(6, "Seu Antônio", preview="cardapio-marco.pdf", preview_kind=MessageKind.DOCUMENT,
             preview_status=Status.DELIVERED, **out),
        chat(7, "Lívia Prado", preview="Ok", draft="Bom dia Lívia! O bolo de cenoura sai por"),
        chat(8, "Otávio", preview="Já saiu para entrega", preview_status=Status.SENT, **out, muted=True),
        chat(9, "+55 11 97777-1234", preview="Consegue fazer para sexta?", last_at_ms=NOW_MS - DAY),
        chat(10, "Carla", preview="Me liga", preview_status=Status.FAILED, **out, last_at_ms=NOW_MS - DAY - HOUR),
        chat(11, "Restaurante do Porto Comidas Típicas e Eventos Especiais de Santos", preview=LONG[:300],
             last_at_ms=NOW_MS - 3 * DAY, pinned=True),
        chat(12, "🌻 Girassol 🌻", preview="🎉🎉🎉", last_at_ms=NOW_MS - 4 * DAY),
        chat(13, "سارة", preview=ARABIC, last_at_ms=NOW_MS - 9 * DAY),
        chat(14, "Nunes", preview="Apaguei sem querer", preview_deleted=True, last_at_ms=NOW_MS - 40 * DAY),
    ]  # fmt: skip
    services.put(*rows)


def contacts(stage: Stage) -> None:
    """People with names of every kind, and one without."""
    inbox(stage)
    stage.services.contacts.put(
        contact(1, "Ângela Prado"),
        contact(2, "Marina Duarte", chat_id=ChatId(1), last_at_ms=NOW_MS, push_name="Má 🌻", business_name="Doces da Má"),
        contact(3, "Restaurante do Porto Comidas Típicas e Eventos Especiais de Santos Ltda"),
        contact(4, HOSTILE, blocked=True), contact(5, "سارة", last_at_ms=NOW_MS - 3 * DAY), contact(6, "+55 11 98888-0006"),
    )  # fmt: skip


def conversation(stage: Stage) -> None:
    """A direct chat with every status and mark."""
    inbox(stage)
    day = NOW_MS - DAY
    quoted = QuotedView(
        stanza_id="A", message_id=MessageId(2), author="Marina Duarte", text="Vocês fazem bolo de chocolate sem lactose?"
    )
    stage.services.put(
        message(1, "Oi, bom dia! 😊", sent_at_ms=day),
        message(2, "Vocês fazem bolo de chocolate sem lactose? É para sábado, para umas 20 pessoas.",
                sent_at_ms=day + MINUTE),
        message(3, "Bom dia, Marina! Fazemos sim. O de 2 kg serve 20 fatias e sai por R$ 140.", out=True,
                sent_at_ms=day + 3 * MINUTE, quoted=quoted,
                reactions=(ReactionView(emoji="❤️", from_me=False), ReactionView(emoji="👍", from_me=False))),
        message(4, "Quero igual a este", kind=MessageKind.IMAGE, sent_at_ms=day + 5 * MINUTE,
                media=MediaView(mime="image/jpeg", size=348_160)),
        msgspec.structs.replace(message(5, "", kind=MessageKind.VOICE, sent_at_ms=day + 6 * MINUTE), text=None,
                                media=MediaView(mime="audio/ogg", duration_s=17.2)),
        message(6, "Fica lindo! Anotado.", out=True, sent_at_ms=day + 9 * MINUTE, edited=True),
        msgspec.structs.replace(
            message(7, "", kind=MessageKind.LOCATION, sent_at_ms=NOW_MS - 2 * HOUR), text=None,
            content=Content(location=Location(latitude=-23.55, longitude=-46.63, name="Salão Primavera"))),
        msgspec.structs.replace(
            message(8, "", kind=MessageKind.CALL, sent_at_ms=NOW_MS - 100 * MINUTE), text=None,
            content=Content(call=CallNotice(phase="missed"))),
        message(9, "Mensagem que eu não devia ter mandado", sent_at_ms=NOW_MS - 95 * MINUTE, deleted=True),
        message(10, "Entregamos no salão às 15h?", out=True, status=Status.DELIVERED, sent_at_ms=NOW_MS - 30 * MINUTE),
        message(11, "Também posso incluir velas.", out=True, status=Status.SENT, sent_at_ms=NOW_MS - 29 * MINUTE),
        message(12, "São R$ 12 a mais.", out=True, status=Status.UNKNOWN, sent_at_ms=NOW_MS - 28 * MINUTE),
        message(13, "Chave PIX: padaria@example.com", out=True, status=Status.FAILED, error_code="not_connected",
                sent_at_ms=NOW_MS - 27 * MINUTE),
        message(14, "Sim, às 15h está ótimo!", sent_at_ms=NOW_MS - 10 * MINUTE),
        message(15, "Perfeito, até amanhã! 🎂", sent_at_ms=NOW_MS - 9 * MINUTE),
        message(16, "Combinado!", out=True, status=Status.SENDING, sent_at_ms=NOW_MS - MINUTE),
    )  # fmt: skip
    unread = msgspec.structs.replace(stage.services.chat_rows[1], unread=2)
    stage.services.put(unread)


def group_chat(stage: Stage) -> None:
    """A group: names, colours, reactions, a poll."""
    inbox(stage)
    three = {"chat_id": 3}
    rows: list[MessageView] = [
        message(30, "Bom dia pessoal", author=RUI, sent_at_ms=NOW_MS - 60 * MINUTE, **three),
        message(31, "Farinha chega às 6h", author=RUI, sent_at_ms=NOW_MS - 59 * MINUTE, **three),
        message(32, "O caminhão pode parar na rua de trás? Na frente tem obra até sexta.", author=BIA,
                sent_at_ms=NOW_MS - 40 * MINUTE, reactions=(ReactionView(emoji="👍", from_me=True),), **three),
        msgspec.structs.replace(
            message(33, "", kind=MessageKind.POLL, author=BIA, sent_at_ms=NOW_MS - 39 * MINUTE, **three), text=None,
            content=Content(poll=Poll(question="Qual horário?", options=("6h", "7h")))),
        message(34, "Sem problema", out=True, sent_at_ms=NOW_MS - 20 * MINUTE, quoted=QuotedView(
            stanza_id="x", author="Beatriz Sampaio de Vasconcelos", text="O caminhão pode parar na rua de trás?"), **three),
        message(35, "Boa noite", author=AuthorView(phone="5541955554444"), sent_at_ms=NOW_MS - 5 * MINUTE,
                content=Content(forwarded=1), **three),
    ]  # fmt: skip
    stage.services.put(*rows)


def hostile(stage: Stage) -> None:
    """Texts from people who mean harm, or write from the right."""
    inbox(stage)
    services = stage.services
    services.put(
        chat(1, '<b>Marina</b> <img src="x"> & "amigos"', preview=HOSTILE),
        message(1, HOSTILE, sent_at_ms=NOW_MS - 50 * MINUTE, author=AuthorView(name="<h1>Chefe</h1>")),
        message(2, ARABIC, sent_at_ms=NOW_MS - 49 * MINUTE),
        message(3, ARABIC, out=True, sent_at_ms=NOW_MS - 48 * MINUTE),
        message(4, "Z" + "̷̸̡̢̧̨̛̖̗̘̙" * 30 + "algo", sent_at_ms=NOW_MS - 47 * MINUTE),
        message(5, "A" * 400, sent_at_ms=NOW_MS - 46 * MINUTE),
        message(6, LONG, sent_at_ms=NOW_MS - 20 * MINUTE),
        message(7, "👨‍👩‍👧‍👦🏳️‍🌈🤷🏽‍♀️" * 12, out=True, sent_at_ms=NOW_MS - 10 * MINUTE),
        message(8, "texto \u202egnp.exe normal", sent_at_ms=NOW_MS - 5 * MINUTE),
    )


def _kinds(stage: Stage, rows: list[MessageView], chat_id: int = 1) -> None:
    inbox(stage)
    folder = Path(tempfile.mkdtemp(prefix="balcao-look-"))
    kinds.files(folder)
    stage.services.files = folder
    stage.services.put(instance(1, gaps=(kinds.GAP,)), *rows)
    stage.services.put(msgspec.structs.replace(stage.services.chat_rows[chat_id], unread=0))


def files_in(stage: Stage) -> None:
    """Files that came."""
    _kinds(stage, kinds.media_rows())


def files_out(stage: Stage) -> None:
    """Files that were sent."""
    _kinds(stage, kinds.media_rows(out=True))


def cards_in(stage: Stage) -> None:
    """All other kinds that came."""
    _kinds(stage, kinds.card_rows())


def cards_out(stage: Stage) -> None:
    """All other kinds that were sent."""
    _kinds(stage, kinds.card_rows(out=True))


def files_group(stage: Stage) -> None:
    """Files in a group."""
    _kinds(stage, kinds.media_rows(chat_id=3, author=kinds.RUI), 3)


def cards_group(stage: Stage) -> None:
    """Other kinds in a group."""
    _kinds(stage, kinds.card_rows(chat_id=3, author=kinds.RUI), 3)


def numbers(stage: Stage) -> None:
    """Instances in several states, one showing its QR."""
    stage.services.put(
        instance(1, label="Loja Norte", state=ConnectionState.AWAITING_QR, own_address=None, own_name=None),
        instance(2),
        instance(3, label="Entregas", state=ConnectionState.UNREACHABLE, state_reason="connection refused"),
    )
    stage.services.qrs[1] = QrShown(
        instance_id=InstanceId(1), text="2@Qm9sbyBkZSBjZW5vdXJhIGNvbSBjb2JlcnR1cmEgZGUgY2hvY29sYXRl,aGVsbG8=,d29ybGQ=,MTIzNDU2"
    )


def deliveries(stage: Stage) -> None:
    """The journal with every state."""
    events = ("messages.upsert", "messages.update", "connection.update")
    stage.services.put(instance(1), *(delivery(n, event=events[n % 3]) for n in range(1, 14)))
    stage.services.put(
        delivery(0, state=DeliveryState.NEW),
        delivery(3, state=DeliveryState.BAD, error="item 2: key.remoteJid is missing", attempts=2, duplicates=3),
        delivery(5, state=DeliveryState.PARKED, instance_id=None, provider=None, event=None, path="/webhook"),
    )
    stage.services.bodies[5] = b'{\n  "event": "messages.upsert",\n  "instance": "nobody",\n  "data": {"text": "<b>oi</b>"}\n}'


FIRST_CHAT = ChatId(1)
GROUP_CHAT = ChatId(3)
