"""Messages of every kind with their files, for the pictures: all invented, all made here."""

import base64
import math
import struct
import wave
from pathlib import Path

import msgspec
from PySide6.QtCore import QBuffer, QIODevice, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from services.domain.content import (
    CallNotice,
    Choice,
    ContactCard,
    Content,
    GroupInvite,
    LinkPreview,
    Location,
    Menu,
    MessageKind,
    Order,
    OrderItem,
    Poll,
    Referral,
    Reply,
    SystemNotice,
)
from services.domain.ids import DeliveryId
from services.domain.models import AuthorView, GapView, MediaState, MediaView, MessageView, ReactionView, VoteView
from tests.ui.fake_services import MINUTE, NOW_MS, message

replace = msgspec.structs.replace
RUI = AuthorView(name="Rui", phone="5521977770002")


def picture(path: Path, width: int, height: int, hue: int, form: str = "PNG") -> None:
    """A picture with a sun over hills."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    sky = QLinearGradient(0, 0, 0, height)
    sky.setColorAt(0, QColor.fromHsv(hue, 90, 250))
    sky.setColorAt(1, QColor.fromHsv((hue + 40) % 360, 60, 255))
    painter.fillRect(image.rect(), sky)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#FFE08A"))
    painter.drawEllipse(QPointF(width * 0.7, height * 0.35), height * 0.13, height * 0.13)
    for at, shade in enumerate((120, 90, 60)):
        painter.setBrush(QColor.fromHsv((hue + 100) % 360, 120, shade + 60))
        painter.drawEllipse(QPointF(width * (0.2 + 0.35 * at), height * (1.02 + 0.1 * at)), width * 0.42, height * 0.4)
    painter.end()
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(str(path), form)


def thumbnail(hue: int) -> str:
    """A tiny one as it comes with a message."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image = QImage(48, 32, QImage.Format.Format_RGB32)
    image.fill(QColor.fromHsv(hue, 120, 200))
    painter = QPainter(image)
    painter.fillRect(10, 12, 20, 20, QColor.fromHsv((hue + 90) % 360, 120, 150))
    painter.end()
    image.save(buffer, "JPEG")
    return base64.b64encode(buffer.data().data()).decode()


def sound(path: Path, seconds: float = 3.0) -> None:
    """A tone that swells and fades."""
    rate = 8000
    count = int(seconds * rate)
    frames = b"".join(
        struct.pack("<h", int(20000 * abs(math.sin(math.pi * 3 * n / count)) * math.sin(2 * math.pi * 330 * n / rate)))
        for n in range(count)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(frames)


def files(folder: Path) -> None:
    """All files that ``rows`` speaks of."""
    picture(folder / "land", 960, 720, 200)
    picture(folder / "tall", 720, 1280, 20)
    sound(folder / "voice")
    (folder / "pdf").write_bytes(b"%PDF-1.7\n%made up\n")
    (folder / "exe").write_bytes(b"MZ\x90\x00")
    sticker = QImage(300, 300, QImage.Format.Format_ARGB32)
    sticker.fill(Qt.GlobalColor.transparent)
    painter = QPainter(sticker)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor("#FFB84D"))
    painter.drawEllipse(20, 20, 260, 260)
    painter.setBrush(QColor("#3A2A12"))
    painter.drawEllipse(90, 100, 30, 40)
    painter.drawEllipse(180, 100, 30, 40)
    painter.drawChord(90, 140, 120, 90, 180 * 16, 180 * 16)
    painter.end()
    sticker.save(str(folder / "sticker"), "WEBP")


def ready(path: str, **facts: object) -> MediaView:
    """A file that is here."""
    return MediaView(state=MediaState.READY, path=path, **facts)  # type: ignore[arg-type]


WAVE = base64.b64encode(bytes(int(abs(math.sin(n / 5)) * 90) + 5 for n in range(64))).decode()
TEXT = (
    "*Orçamento* para _sábado_:\n- 2 kg de ~bolo simples~ *bolo recheado*\n- 100 salgados\n"
    "> Entregam no Tatuapé?\nSim! Veja https://padaria.example.com/cardapio_completo e use `PIX10`\n"
    "```\ntotal = 240,00\nsinal = 120,00\n```"
)


def media_rows(out: bool = False, chat_id: int = 1, author: AuthorView | None = None) -> list[MessageView]:
    """Files in every state."""
    at = iter(range(1, 100))

    def row(kind: MessageKind, media: MediaView | None, text: str | None = None, **facts: object) -> MessageView:
        number = next(at)
        base = message(
            number,
            text or "",
            kind=kind,
            out=out,
            chat_id=chat_id,
            sent_at_ms=NOW_MS - (60 - number) * MINUTE,
            media=media,
            **facts,
        )
        return replace(base, text=text, author=AuthorView() if out else author or base.author)

    land = {"mime": "image/png", "width": 960, "height": 720}
    return [
        row(MessageKind.IMAGE, ready("land", **land)),
        row(MessageKind.IMAGE, ready("tall", mime="image/png", width=720, height=1280), "Quero *igual* a este 🎂"),
        row(MessageKind.IMAGE, MediaView(state=MediaState.DOWNLOADING, thumbnail_base64=thumbnail(120), **land)),
        row(MessageKind.IMAGE, MediaView(state=MediaState.FAILED, error="unavailable", **land)),
        row(MessageKind.IMAGE, ready("exe", file_name="foto.png", **land)),
        row(MessageKind.VIDEO, ready("voice", thumbnail_base64=thumbnail(30), duration_s=42, width=640, height=360)),
        row(MessageKind.GIF, ready("voice", thumbnail_base64=thumbnail(280), width=400, height=300)),
        row(MessageKind.STICKER, ready("sticker", mime="image/webp")),
        row(MessageKind.VOICE, ready("voice", duration_s=17, waveform_base64=WAVE)),
        row(MessageKind.VOICE, MediaView(state=MediaState.PENDING, duration_s=5)),
        row(MessageKind.AUDIO, ready("voice", mime="audio/mpeg", duration_s=190)),
        row(
            MessageKind.DOCUMENT,
            ready("pdf", file_name="cardapio-marco.pdf", size=348_160, pages=3),
            "Segue o cardápio",
        ),
        row(MessageKind.DOCUMENT, ready("exe", file_name="boleto\u202efdp.exe", size=12_000)),
        row(MessageKind.DOCUMENT, MediaView(state=MediaState.REFUSED, file_name="festa.zip", size=900_000_000)),
    ]


def card_rows(out: bool = False, chat_id: int = 1, author: AuthorView | None = None) -> list[MessageView]:
    """Everything that is no file."""
    at = iter(range(1, 100))
    kinds = MessageKind

    def row(kind: MessageKind, content: Content | None = None, text: str | None = None, **facts: object) -> MessageView:
        number = next(at)
        base = message(
            number,
            text or "",
            kind=kind,
            out=out,
            chat_id=chat_id,
            content=content,
            sent_at_ms=NOW_MS - (60 - number) * MINUTE,
            **facts,
        )
        return replace(base, text=text, author=AuthorView() if out else author or base.author)

    poll = Poll(question="Qual recheio?", options=("Brigadeiro", "Doce de leite", "Morango"), selectable=1)
    votes = (
        VoteView(options=("Brigadeiro",), voter="Marina"),
        VoteView(options=("Brigadeiro",), voter="Rui"),
        VoteView(options=("Morango",), voter="Bia"),
    )
    menu = Menu(
        title="Como prefere receber?",
        footer="Padaria Aurora",
        choices=(
            Choice(title="Retirar na loja", description="Sem custo"),
            Choice(title="Ver no site", url="https://padaria.example.com/pedido"),
        ),
    )
    order = Order(
        title="Pedido 1042",
        currency="BRL",
        total=164.5,
        items=(
            OrderItem(name="Bolo de cenoura", quantity=1, price=89.9),
            OrderItem(name="Pão de queijo", quantity=20, price=3.73),
        ),
    )
    return [
        row(kinds.TEXT, None, TEXT),
        row(kinds.TEXT, None, "🎂🎉"),
        row(kinds.LOCATION, Content(location=Location(latitude=-23.54, longitude=-46.57, name="Salão Primavera",
                                                      address="Rua Tuiuti, 1200"))),
        row(kinds.CONTACTS, Content(contacts=(ContactCard(name="Joana & Filhos", phones=("+55 11 97777-1234",),
                                                          organisation="Buffet"),))),
        row(kinds.POLL, Content(poll=poll), votes=votes),
        row(kinds.BUTTONS, Content(menu=menu), "Escolha uma opção:"),
        row(kinds.INTERACTIVE_REPLY, Content(reply=Reply(source="button", title="Retirar na loja")), "Retirar na loja"),
        row(kinds.ORDER, Content(order=order)),
        row(kinds.TEXT, Content(link_preview=LinkPreview(
            url="https://padaria.example.com", title="Padaria Aurora – encomendas", description="Bolos, salgados e doces",
            thumbnail_base64=thumbnail(50))), "Olha só https://padaria.example.com"),
        row(kinds.TEXT, Content(
            referral=Referral(url="https://example.com/ad", title="Bolos de festa", body="Peça já")
        ), "Vi o anúncio"),
        row(kinds.GROUP_INVITE, Content(group_invite=GroupInvite(group_name="Clube do bolo", code="AbC123"))),
        row(kinds.TEXT, Content(forwarded=6), "Mensagem que roda por aí"),
        row(kinds.TEXT, None, "Corrigi o endereço", edited=True,
            reactions=(ReactionView(emoji="❤️", from_me=False, actor="Marina"), ReactionView(emoji="👍", from_me=True))),
        row(kinds.IMAGE, Content(view_once=True), None, media=MediaView(state=MediaState.NONE)),
        row(kinds.UNSUPPORTED, Content(raw_kind="newKindMessage"), None, delivery_id=DeliveryId(7)),
        row(kinds.UNDECRYPTED),
        row(kinds.SYSTEM, Content(system=SystemNotice(code="group_add", actor="Rui", subjects=("5511988880001",)))),
        row(kinds.SYSTEM, Content(system=SystemNotice(code="ephemeral_changed", value="604800"))),
        row(kinds.CALL, Content(call=CallNotice(phase="missed"))),
        row(kinds.EVENT, None, "Degustação sábado às 10h"),
    ]  # fmt: skip


GAP = GapView(from_ms=NOW_MS - 50 * MINUTE - 1000, to_ms=NOW_MS - 49 * MINUTE, reason="offline")
