"""Every setting there is: one struct for each page, with its limits and what the form needs to know.

``restart`` marks what takes effect at the next start, ``advanced`` what the form hides at first,
``per_machine`` what an export leaves out. What is not ``shown`` is set elsewhere: in its own dialog, or by itself.
"""

import operator
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from services.domain import networks
from services.settings.desktop import Desktop, Lock, Notifications

VERSION = 1


class Language(StrEnum):
    """Language of the window; ``system`` follows the computer."""

    SYSTEM = "system"
    PT_BR = "pt_BR"
    EN = "en"


class Theme(StrEnum):
    """Colours of the window; ``system`` follows the computer, also while running, its high contrast too."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST_LIGHT = "contrast_light"
    CONTRAST_DARK = "contrast_dark"


class LogLevel(StrEnum):
    """How much is logged; ``debug`` also keeps full phone numbers."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"


_SERVER = {"restart": True, "advanced": True, "per_machine": True}
Port = Annotated[int, Meta(ge=0, le=65535, extra=_SERVER)]


def _networks(value: object) -> None:
    try:
        networks.parse(str(value))
    except ValueError as error:
        raise msgspec.ValidationError(f"{error} is no address and no network") from None


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """Where gateways reach us. A port of 0 takes the preferred one, or another if that is taken.

    ``allowed_sources`` are the addresses and networks that may post here (see ``networks.parse``); empty lets
    everybody, who still has to prove a secret.
    """

    bind_host: Annotated[str, Meta(pattern=r"^[0-9A-Fa-f.:]{2,45}$", extra=_SERVER)] = "127.0.0.1"
    hooks_port: Port = 0
    api_port: Port = 0
    body_limit_mb: Annotated[int, Meta(ge=1, le=512, extra=_SERVER)] = 100
    rate_per_minute_unauthenticated: Annotated[int, Meta(ge=1, le=1_000_000, extra=_SERVER)] = 100
    rate_per_minute: Annotated[int, Meta(ge=1, le=10_000_000, extra=_SERVER)] = 600_000
    allowed_sources: Annotated[
        str, Meta(max_length=4000, extra={"advanced": True, "per_machine": True, "check": _networks})
    ] = ""
    public_url: Annotated[
        str, Meta(max_length=500, pattern=r"^(https?://[^\s/?#@]+(/[^\s?#]*)?)?$", extra={"per_machine": True})
    ] = ""


class TunnelKind(StrEnum):
    """How gateways reach this computer; ``fixed`` is an own domain, reverse proxy or local network."""

    NONE = "none"
    FIXED = "fixed"
    NGROK = "ngrok"
    CLOUDFLARED = "cloudflared"
    SSH = "ssh"


_TUNNEL = {"advanced": True, "per_machine": True}
# none of these may begin with "-": they become arguments of other programs
_DOMAIN = r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+)?$"


class Tunnel(msgspec.Struct, frozen=True, kw_only=True):
    """The public address. The address of ``fixed`` is ``server.public_url``; credentials are in the keyring.

    ``binary`` is the path of the tunnel's program where it is not found by itself. ``ssh_url`` is the address
    that an own server gives to what it forwards; empty reads it from what the server says.
    """

    kind: Annotated[TunnelKind, Meta(extra={"per_machine": True})] = TunnelKind.NONE
    start_with_app: bool = True
    domain: Annotated[str, Meta(max_length=253, pattern=_DOMAIN, extra={"per_machine": True})] = ""
    region: Annotated[str, Meta(pattern=r"^([a-z]{2}(-[a-z]{3}-\d)?)?$", extra=_TUNNEL)] = ""
    binary: Annotated[str, Meta(max_length=1000, pattern=r"^([^-\x00].*)?$", extra=_TUNNEL)] = ""
    ssh_destination: Annotated[str, Meta(max_length=300, pattern=r"^([\w.][\w.-]*@)?[\w.][\w.-]*$", extra=_TUNNEL)] = (
        "nokey@localhost.run"
    )
    ssh_port: Annotated[int, Meta(ge=1, le=65535, extra=_TUNNEL)] = 22
    ssh_remote_port: Annotated[int, Meta(ge=0, le=65535, extra=_TUNNEL)] = 80
    ssh_url: Annotated[str, Meta(max_length=500, pattern=r"^(https?://[^\s/?#@]+(/[^\s?#]*)?)?$", extra=_TUNNEL)] = ""


class Appearance(msgspec.Struct, frozen=True, kw_only=True):
    """How the window looks; ``zoom`` in percent."""

    language: Language = Language.SYSTEM
    theme: Theme = Theme.SYSTEM
    zoom: Annotated[int, Meta(ge=80, le=200)] = 100


class ReadReceipts(StrEnum):
    """When customers are told that their messages were read: with an answer, at once, or not at all."""

    ON_REPLY = "on_reply"
    ON_OPEN = "on_open"
    NEVER = "never"


class Chat(msgspec.Struct, frozen=True, kw_only=True):
    """Writing and reading. Without ``enter_sends`` Ctrl+Enter sends and Enter makes a new line.

    ``voice_speed`` is how fast voice messages were played last.
    """

    enter_sends: bool = True
    read_receipts: ReadReceipts = ReadReceipts.ON_REPLY
    voice_speed: Annotated[float, Meta(ge=1.0, le=2.0, extra={"advanced": True, "shown": False})] = 1.0
    skin_tone: Annotated[int, Meta(ge=0, le=5, extra={"shown": False})] = 0
    recent_emoji: Annotated[str, Meta(max_length=1000, extra={"shown": False})] = ""


class Keyboard(msgspec.Struct, frozen=True, kw_only=True):
    """Keys that a person changed: what they do (``ui.keymap``) and how Qt writes them. Empty takes them all away."""

    shortcuts: Annotated[dict[str, tuple[str, ...]], Meta(max_length=300, extra={"shown": False})] = {}


_OWN = {"shown": False, "per_machine": True}


MAX_CHAT_WINDOWS = 50


class ChatWindowLeft(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation that had a window of its own; ``place`` as in Window, ``panel`` with the contact beside it."""

    chat: int
    place: tuple[int, int, int, int]
    panel: bool = False


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """How the window was left. ``place`` is left, top, width and height without its frame, in pixels of the desktop.

    ``folders`` is where a file was chosen last, by what it was for.
    """

    place: Annotated[tuple[int, int, int, int] | None, Meta(extra=_OWN)] = None
    maximised: Annotated[bool, Meta(extra=_OWN)] = False
    list_width: Annotated[int, Meta(ge=0, le=10_000, extra=_OWN)] = 0
    page: Annotated[int, Meta(ge=0, le=100, extra=_OWN)] = 0
    guide_seen: Annotated[bool, Meta(extra=_OWN)] = False
    contact_panel: Annotated[bool, Meta(extra=_OWN)] = False
    chats: Annotated[tuple[ChatWindowLeft, ...], Meta(max_length=MAX_CHAT_WINDOWS, extra=_OWN)] = ()
    folders: Annotated[dict[str, str], Meta(max_length=20, extra=_OWN)] = {}


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """What is written down about the program itself."""

    log_level: Annotated[LogLevel, Meta(extra={"advanced": True, "restart": True})] = LogLevel.INFO


class Deliveries(msgspec.Struct, frozen=True, kw_only=True):
    """How long what gateways posted is kept where it was of no use: unreadable, or nobody's. The oldest go first."""

    keep_days: Annotated[int, Meta(ge=1, le=3650, extra={"advanced": True})] = 90
    keep_mb: Annotated[int, Meta(ge=1, le=100_000, extra={"advanced": True})] = 200


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All pages."""

    server: Server = Server()
    tunnel: Tunnel = Tunnel()
    appearance: Appearance = Appearance()
    chat: Chat = Chat()
    notifications: Notifications = Notifications()
    desktop: Desktop = Desktop()
    lock: Lock = Lock()
    deliveries: Deliveries = Deliveries()
    keyboard: Keyboard = Keyboard()
    window: Window = Window()
    diagnosis: Diagnosis = Diagnosis()


PREFERRED_HOOKS_PORT = 47821


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One setting as the store and the form see it; ``type`` still carries its limits.

    ``check`` raises msgspec.ValidationError for what the type alone cannot refuse.
    """

    key: str
    type: Any
    default: Any
    restart: bool = False
    advanced: bool = False
    per_machine: bool = False
    check: Callable[[object], None] | None = None
    shown: bool = True

    def convert(self, value: object, *, from_text: bool = False) -> Any:
        """The value in its type. Raises msgspec.ValidationError; ``from_text`` reads "8080" and "true"."""
        converted = msgspec.convert(value, self.type, strict=not from_text)
        if self.check is not None:
            self.check(converted)
        return converted

    def plain_type(self) -> type:
        """Its type without limits; ``object`` where that is no single class."""
        kind = get_args(self.type)[0] if get_origin(self.type) is Annotated else self.type
        return kind if isinstance(kind, type) else object

    def limits(self) -> tuple[float | None, float | None]:
        """The least and the greatest number it can be."""
        meta = next((m for m in get_args(self.type)[1:] if isinstance(m, Meta)), None)
        return (meta.ge, meta.le) if meta is not None else (None, None)

    @property
    def environment_name(self) -> str:
        """The variable that overrides it: BALCAO_SERVER_HOOKS_PORT for ``server.hooks_port``."""
        return "BALCAO_" + self.key.upper().replace(".", "_")


def _fields() -> Iterator[Field]:
    for page, page_type in get_type_hints(Settings, include_extras=True).items():
        for name, kind in get_type_hints(page_type, include_extras=True).items():
            meta = get_args(kind)[1:] if get_origin(kind) is Annotated else ()
            marks = next((m.extra for m in meta if isinstance(m, Meta) and m.extra), {})
            default = operator.attrgetter(f"{page}.{name}")(Settings())
            yield Field(key=f"{page}.{name}", type=kind, default=default, **marks)


FIELDS: dict[str, Field] = {field.key: field for field in _fields()}
