"""What the demo's customers do: they write when the number is linked, read what is answered, and reply."""

import random
from collections.abc import Callable
from typing import Any

import msgspec

from resources import path as resource
from services.demo import dialect, texts
from services.demo.gateway import Server
from services.demo.state import Instance, Stored, phone_message_id
from services.demo.texts import Texts

_WAVEFORM = bytes.fromhex(
    "000042595e4b24415b5b401c465c5f5e4a2600002b565a521e30505a59451c00"
    "516462330022404e504f432a00000038595a4d0f213f525b5d5a4e3a15000000"
)
_VOICE_S = 3
_REPLY_AFTER_S = 2.5
_TYPING_S = 1.6
_YESTERDAY_S = 20 * 3600
_READ = ("SERVER_ACK", "DELIVERY_ACK", "READ")


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """One of the three."""

    jid: str
    name: str


MARINA = Customer(jid="5511987650002@s.whatsapp.net", name="Marina Prado")
RAFAEL = Customer(jid="5521987650003@s.whatsapp.net", name="Rafael Lima")
CIDA = Customer(jid="553187650004@s.whatsapp.net", name="Dona Cida")
CUSTOMERS = (MARINA, RAFAEL, CIDA)

Step = tuple[float, Callable[[Instance], None]]


class Story:
    """Plays on one server. Seconds between the steps go through the server's ``sleep``; ``rng`` picks replies."""

    def __init__(self, server: Server, *, language: str = "pt_BR", rng: random.Random | None = None) -> None:
        self._server = server
        self._texts: Texts = texts.for_language(language)
        self._rng = rng or random.Random()  # noqa: S311 - which friendly reply comes is no secret
        self._answers: dict[str, int] = {}
        self._began: set[str] = set()
        self._promised: dict[str, Stored] = {}
        server.opened.append(self._opened)
        server.sent.append(self._answered)

    def _opened(self, instance: Instance) -> None:
        if instance.name not in self._began:
            self._began.add(instance.name)
            instance.labels = {str(number): label for number, label in enumerate(self._texts.labels, start=1)}
            self._server.spawn(self._begin(instance))

    async def _begin(self, instance: Instance) -> None:
        steps: tuple[Step, ...] = (
            (1.0, self._yesterday),
            (0.8, self._marina_asks),
            (1.6, self._rafael_asks),
            (1.4, self._marina_shows),
            (1.8, self._cida_quotes),
            (1.6, self._rafael_speaks),
        )
        for wait, step in steps:
            await self._server.sleep(wait)
            step(instance)

    def _yesterday(self, instance: Instance) -> None:
        """What was typed on the phone before Balcão came, that Cida read it, and how she liked it."""
        at = self._server.now_s() - _YESTERDAY_S
        told = {"conversation": self._texts.cake_ready}
        shown = self._server.arrive(instance, CIDA.jid, told, from_me=True, at=at, ticks=_READ)
        reaction = {"key": shown.data["key"], "text": "❤️", "senderTimestampMs": (at + 60) * 1000}
        self._write(instance, CIDA, {"reactionMessage": reaction}, at=at + 60)
        self._promised[instance.name] = shown

    def _marina_asks(self, instance: Instance) -> None:
        self._say(instance, MARINA, self._texts.marina_asks)

    def _rafael_asks(self, instance: Instance) -> None:
        self._say(instance, RAFAEL, self._texts.rafael_asks)

    def _marina_shows(self, instance: Instance) -> None:
        picture = resource("demo", "cake.jpg").read_bytes()
        thumbnail = resource("demo", "cake_thumb.jpg").read_bytes()
        image = {
            "mimetype": "image/jpeg",
            "caption": self._texts.marina_shows,
            "fileLength": dialect.long(len(picture)),
            "width": 960,
            "height": 720,
            "jpegThumbnail": {str(i): byte for i, byte in enumerate(thumbnail)},
        }
        self._write(instance, MARINA, {"imageMessage": image}, file=picture)

    def _cida_quotes(self, instance: Instance) -> None:
        self._quote(instance, CIDA, self._promised[instance.name], self._texts.cida_thanks)

    def _rafael_speaks(self, instance: Instance) -> None:
        voice = resource("demo", "voice.ogg").read_bytes()
        audio = {
            "mimetype": "audio/ogg; codecs=opus",
            "ptt": True,
            "seconds": _VOICE_S,
            "fileLength": dialect.long(len(voice)),
            "waveform": {str(i): byte for i, byte in enumerate(_WAVEFORM)},
        }
        self._write(instance, RAFAEL, {"audioMessage": audio}, file=voice)

    def _answered(self, instance: Instance, stored: Stored) -> None:
        customer = next((c for c in CUSTOMERS if c.jid == stored.jid), None)
        if customer is not None:
            count = self._answers[customer.jid] = self._answers.get(customer.jid, 0) + 1
            self._server.spawn(self._reply(instance, customer, stored, count))

    async def _reply(self, instance: Instance, customer: Customer, stored: Stored, count: int) -> None:
        """The first answer is quoted back, the second gets a heart, later ones now and then a word."""
        if count > 2 and self._rng.random() < 0.5:
            return
        await self._server.sleep(_REPLY_AFTER_S)
        if count == 2:
            self._write(instance, customer, {"reactionMessage": {"key": stored.data["key"], "text": "❤️"}})
            return
        self._server.presence(instance, customer.jid, "composing")
        await self._server.sleep(_TYPING_S)
        self._server.presence(instance, customer.jid, "available")
        if count == 1:
            self._quote(instance, customer, stored, self._texts.first_reply[CUSTOMERS.index(customer)])
        else:
            self._say(instance, customer, self._rng.choice(self._texts.friendly))

    def _say(self, instance: Instance, customer: Customer, text: str) -> None:
        self._write(instance, customer, {"conversation": text})

    def _quote(self, instance: Instance, customer: Customer, quoted: Stored, text: str) -> None:
        told = {
            "stanzaId": quoted.id,
            "participant": instance.own_jid if quoted.data["key"]["fromMe"] else quoted.jid,
            "quotedMessage": {k: v for k, v in quoted.data["message"].items() if k != "base64"},
        }
        self._write(instance, customer, {"conversation": text}, context=told)

    def _write(
        self,
        instance: Instance,
        customer: Customer,
        message: dict[str, Any],
        *,
        file: bytes | None = None,
        context: dict[str, Any] | None = None,
        at: int | None = None,
    ) -> None:
        if instance.state == "open" and customer.jid not in instance.blocked:
            self._server.arrive(
                instance,
                customer.jid,
                message,
                name=customer.name,
                file=file,
                context=context,
                message_id=phone_message_id(),
                at=at,
            )
