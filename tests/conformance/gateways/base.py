"""What every story needs of a fake gateway, whatever dialect it speaks."""

import asyncio
import base64
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import aiohttp
import msgspec

from services.domain.address import Address
from services.domain.capabilities import Capability
from services.domain.events import AnyEvent
from services.providers.base import Client, Credentials, Descriptor, Inbound, WantedWebhook
from services.providers.registry import get
from tests.conformance.wire import Wire
from tests.fakes.circle import Circle

CASES = Path(__file__).parents[2] / "contract"


def case(kind: str, name: str) -> Any:
    """The body of a contract case."""
    return json.loads((CASES / kind / "cases" / f"{name}.json").read_text("utf-8"))["body"]


def swapped(value: Any, words: Mapping[str, str]) -> Any:
    """A copy of a body with some words in its strings replaced, all at once."""
    if isinstance(value, dict):
        return {key: swapped(inner, words) for key, inner in value.items()}
    if isinstance(value, list):
        return [swapped(inner, words) for inner in value]
    if isinstance(value, str) and words:
        pattern = "|".join(re.escape(old) for old in sorted(words, key=len, reverse=True))
        return re.sub(pattern, lambda found: words[found.group()], value)
    return value


async def until(condition: Callable[[], Any], seconds: float = 5.0) -> None:
    """Wait for a condition; TimeoutError after ``seconds``."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


class Dialect:
    """What one kind of gateway posts: bodies of contract cases, about our instance and its customer.

    ``told`` names for each thing the case and the words in it that are to be replaced (``{id}``,
    ``{text}``, ``{target}`` are filled in), so that what is posted is what was seen or documented.
    """

    kind: ClassVar[str]
    name: ClassVar[str]
    own: ClassVar[Address]
    customer: ClassVar[Address]
    group: ClassVar[Address]
    words: ClassVar[Mapping[str, str]] = {}
    told: ClassVar[Mapping[str, tuple[str, Mapping[str, str]]]]
    signing_key: ClassVar[str | None] = None
    verify_token: ClassVar[str | None] = None
    id_form: ClassVar[str] = "3EB0C0{:014X}"

    @property
    def descriptor(self) -> Descriptor:
        found = get(self.kind)
        assert found is not None
        return found

    def tells(self, what: str) -> bool:
        """Whether this dialect has a body for it."""
        return what in self.told

    def tell(self, what: str, **values: str) -> Any:
        """The body for ``what``."""
        name, words = self.told[what]
        filled = {old: new.format(**values) for old, new in words.items()}
        return swapped(case(self.kind, name), {**self.words, **filled})

    def parsed(self, body: Any) -> tuple[AnyEvent, ...]:
        """What our parser makes of a body."""
        return self.descriptor.parse(Inbound(body=body, own_address=self.own))

    def sign(self, raw: bytes) -> dict[str, str]:
        """The headers that prove who posts."""
        return {}

    def encode(self, body: Any) -> bytes:
        """The body's bytes as this gateway writes them."""
        return msgspec.json.encode(body)


class Gateway(Dialect, ABC):
    """One fake server with one session that is linked to a phone."""

    text_path: ClassVar[str]
    refusals: ClassVar[Mapping[int, Any]]
    """The dialect's error bodies by status."""
    inside: ClassVar[Any] = None
    """An error told with 200, or None where the dialect has no such thing."""
    known_number: ClassVar[str] = "5511987650002"
    unknown_number: ClassVar[str] = "5511900000000"
    person: ClassVar[str] = "Marina"
    picture: ClassVar[str] = "https://pps.example.invalid/m.jpg"
    about: ClassVar[str] = "Só encomendas"
    group_name: ClassVar[str] = "Fornecedores"

    def __init__(self, capability: Capability | None = None) -> None:
        self.wire = Wire()
        self.circle = Circle(group=str(self.group))
        self.answers: list[int] = []

    @abstractmethod
    async def start(self) -> None:
        """Listen."""

    @abstractmethod
    async def stop(self) -> None:
        """End."""

    @abstractmethod
    def credentials(self) -> Credentials:
        """Of the session that is there."""

    def new_credentials(self, name: str) -> Credentials:
        """To make another session with."""
        return msgspec.structs.replace(self.credentials(), name=name)

    def client(self, credentials: Credentials | None = None) -> Client:
        """A client, to be closed."""
        make = self.descriptor.client
        assert make is not None
        return make(credentials or self.credentials())

    @abstractmethod
    def unlink(self) -> None:
        """The session waits for a phone."""

    @abstractmethod
    def scan(self) -> None:
        """A phone links itself."""

    @abstractmethod
    def wrong(self) -> list[str]:
        """What the server found wrong with our requests."""

    @abstractmethod
    def point_at(self, url: str) -> None:
        """Somebody set the webhook by hand, for everything."""

    @abstractmethod
    def targets(self, body: Any) -> list[tuple[str, dict[str, str]]]:
        """Where a body is posted, with which headers of the webhook's own."""

    async def deliver(self, body: Any) -> None:
        """Post a body to every webhook that wants it; ``answers`` keeps the statuses."""
        raw = self.encode(body)
        async with aiohttp.ClientSession() as http:
            for url, headers in self.targets(body):
                sent = {"Content-Type": "application/json", **headers, **self.sign(raw)}
                async with http.post(url, data=raw, headers=sent) as answer:
                    self.answers.append(answer.status)

    def hold(self, data: bytes, message_id: str) -> dict[str, str]:
        """Keep the file of a picture message; returns what ``tell("picture")`` is to be told of it."""
        raise NotImplementedError

    def remember(self, text: str, message_id: str, at_s: int) -> None:
        """Keep a message of the customer in the history."""
        raise NotImplementedError

    async def push(self, body: Any, standing: asyncio.Event) -> None:
        """Give a body to whoever listens at the socket; ``standing`` is set when somebody does."""
        raise NotImplementedError

    def own_ids(self) -> list[str]:
        """Our own id in each text that was sent."""
        raise NotImplementedError

    def took_file(self, data: bytes) -> int:
        """How often a file of these bytes was handed over."""
        return len(self.wire.saying(base64.b64encode(data).decode()))

    def wanted(self, url: str) -> WantedWebhook:
        """The webhook as the program wants it."""
        events = tuple(event.name for event in self.descriptor.webhook_events if event.default)
        return WantedWebhook(url=url, events=events)
