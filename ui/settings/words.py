"""What every setting is called, and what it does, in one line: the schema's keys in a person's words."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from services.settings.schema import Field
from ui.settings.desktop_words import DESKTOP_CHOICES, DESKTOP_WORDS
from ui.settings.wording import Words

translate = QCoreApplication.translate


PAGES: dict[str, object] = {
    "appearance": QT_TRANSLATE_NOOP("Settings", "Appearance"),
    "chat": QT_TRANSLATE_NOOP("Settings", "Conversations"),
    "notifications": QT_TRANSLATE_NOOP("Settings", "Notifications"),
    "desktop": QT_TRANSLATE_NOOP("Settings", "Start and close"),
    "lock": QT_TRANSLATE_NOOP("Settings", "Lock"),
    "keyboard": QT_TRANSLATE_NOOP("Settings", "Keyboard"),
    "server": QT_TRANSLATE_NOOP("Settings", "Server"),
    "tunnel": QT_TRANSLATE_NOOP("Settings", "Public address"),
    "deliveries": QT_TRANSLATE_NOOP("Settings", "Deliveries"),
    "diagnosis": QT_TRANSLATE_NOOP("Settings", "Diagnosis"),
}

WORDS: dict[str, Words] = {
    "appearance.language": Words(
        QT_TRANSLATE_NOOP("Settings", "Language"),
        QT_TRANSLATE_NOOP("Settings", "The language of the window, with its dates and numbers."),
    ),
    "appearance.theme": Words(
        QT_TRANSLATE_NOOP("Settings", "Colours"),
        QT_TRANSLATE_NOOP("Settings", "Light, dark or with high contrast; or always as the computer has it."),
    ),
    "appearance.zoom": Words(
        QT_TRANSLATE_NOOP("Settings", "Size"),
        QT_TRANSLATE_NOOP("Settings", "How large texts, icons and rows are. Ctrl++ and Ctrl+- change it as well."),
    ),
    "chat.enter_sends": Words(
        QT_TRANSLATE_NOOP("Settings", "Enter sends the message"),
        QT_TRANSLATE_NOOP("Settings", "Shift+Enter then makes a new line. Otherwise Ctrl+Enter sends and Enter makes a new line."),
    ),
    "chat.read_receipts": Words(
        QT_TRANSLATE_NOOP("Settings", "Read receipts"),
        QT_TRANSLATE_NOOP("Settings", "When customers see that you have read what they wrote."),
    ),
    **DESKTOP_WORDS,
    "server.bind_host": Words(
        QT_TRANSLATE_NOOP("Settings", "Who can reach this computer's server"),
        QT_TRANSLATE_NOOP("Settings", "127.0.0.1 is this computer alone, 0.0.0.0 everybody on the network."),
        QT_TRANSLATE_NOOP("Settings", "Write an address such as 127.0.0.1."),
    ),
    "server.hooks_port": Words(
        QT_TRANSLATE_NOOP("Settings", "Port for gateways"),
        QT_TRANSLATE_NOOP("Settings", "Where gateways hand in messages. 0 lets Balcão choose."),
    ),
    "server.api_port": Words(
        QT_TRANSLATE_NOOP("Settings", "Port for other programs"),
        QT_TRANSLATE_NOOP("Settings", "Where programs on this computer can ask Balcão. 0 lets Balcão choose."),
    ),
    "server.body_limit_mb": Words(
        QT_TRANSLATE_NOOP("Settings", "Largest delivery, in MB"),
        QT_TRANSLATE_NOOP("Settings", "What a gateway may hand in at once; files come inside it at some gateways."),
    ),
    "server.rate_per_minute_unauthenticated": Words(
        QT_TRANSLATE_NOOP("Settings", "Deliveries per minute without a secret"),
        QT_TRANSLATE_NOOP("Settings", "More from one address are refused for a while. Guards against strangers."),
    ),
    "server.rate_per_minute": Words(
        QT_TRANSLATE_NOOP("Settings", "Deliveries per minute with a secret"),
        QT_TRANSLATE_NOOP("Settings", "More from one gateway are refused for a while; it hands them in again later."),
    ),
    "server.allowed_sources": Words(
        QT_TRANSLATE_NOOP("Settings", "Allowed senders"),
        QT_TRANSLATE_NOOP("Settings", "Addresses and networks that may hand in messages, one after the other. Empty allows all."),
        QT_TRANSLATE_NOOP("Settings", "Write addresses or networks such as 203.0.113.7 or 10.0.0.0/8, separated by commas."),
    ),
    "server.public_url": Words(
        QT_TRANSLATE_NOOP("Settings", "Own public address"),
        QT_TRANSLATE_NOOP("Settings", "Where gateways reach this computer if you have a domain or a proxy of your own."),
        QT_TRANSLATE_NOOP("Settings", "Write an address that begins with https:// or http://, without ? and #."),
    ),
    "tunnel.kind": Words(
        QT_TRANSLATE_NOOP("Settings", "How gateways on the internet reach this computer"),
        QT_TRANSLATE_NOOP("Settings", "A tunnel needs no change at the router. Not needed if the gateway runs on this computer."),
    ),
    "tunnel.start_with_app": Words(
        QT_TRANSLATE_NOOP("Settings", "Open the public address at the start"),
        QT_TRANSLATE_NOOP("Settings", "Otherwise it is opened by hand on the page of the public address."),
    ),
    "tunnel.domain": Words(
        QT_TRANSLATE_NOOP("Settings", "Reserved ngrok domain"),
        QT_TRANSLATE_NOOP("Settings", "Keeps the address the same at every start. Empty takes the account's own."),
        QT_TRANSLATE_NOOP("Settings", "Write a domain such as my-shop.ngrok.app, without https://."),
    ),
    "tunnel.region": Words(
        QT_TRANSLATE_NOOP("Settings", "ngrok region"),
        QT_TRANSLATE_NOOP("Settings", "Such as sa for South America. Empty takes the nearest."),
        QT_TRANSLATE_NOOP("Settings", "Write a region's short name, such as sa or us."),
    ),
    "tunnel.binary": Words(
        QT_TRANSLATE_NOOP("Settings", "The tunnel's program"),
        QT_TRANSLATE_NOOP("Settings", "Where it is on this computer. Empty looks for it."),
        QT_TRANSLATE_NOOP("Settings", "Write the path of a program. It cannot begin with a hyphen."),
    ),
    "tunnel.ssh_destination": Words(
        QT_TRANSLATE_NOOP("Settings", "SSH server"),
        QT_TRANSLATE_NOOP("Settings", "User and server that forward to this computer."),
        QT_TRANSLATE_NOOP("Settings", "Write a server such as user@server.example."),
    ),
    "tunnel.ssh_port": Words(
        QT_TRANSLATE_NOOP("Settings", "SSH port"), QT_TRANSLATE_NOOP("Settings", "The port of the SSH server, mostly 22.")
    ),
    "tunnel.ssh_remote_port": Words(
        QT_TRANSLATE_NOOP("Settings", "Forwarded port"),
        QT_TRANSLATE_NOOP("Settings", "The port on the server that leads to this computer. 0 lets the server choose."),
    ),
    "tunnel.ssh_url": Words(
        QT_TRANSLATE_NOOP("Settings", "Address of the SSH server's forwarding"),
        QT_TRANSLATE_NOOP("Settings", "Which address leads to it. Empty reads it from what the server says."),
        QT_TRANSLATE_NOOP("Settings", "Write an address that begins with https:// or http://, without ? and #."),
    ),
    "deliveries.keep_days": Words(
        QT_TRANSLATE_NOOP("Settings", "Days that useless deliveries are kept"),
        QT_TRANSLATE_NOOP("Settings", "What a gateway handed in that was unreadable or nobody's; the oldest go first."),
    ),
    "deliveries.keep_mb": Words(
        QT_TRANSLATE_NOOP("Settings", "Room for useless deliveries, in MB"),
        QT_TRANSLATE_NOOP("Settings", "Beyond this the oldest of them go earlier."),
    ),
    "diagnosis.log_level": Words(
        QT_TRANSLATE_NOOP("Settings", "How much is logged"),
        QT_TRANSLATE_NOOP("Settings", "“Everything” also writes down full phone numbers; only for finding a fault."),
    ),
}  # fmt: skip

CHOICES: dict[str, dict[str, object]] = {
    "appearance.language": {
        "system": QT_TRANSLATE_NOOP("Settings", "As the computer"),
        # a language is written in itself
        "pt_BR": "Português (Brasil)",
        "en": "English",
    },
    "appearance.theme": {
        "system": QT_TRANSLATE_NOOP("Settings", "As the computer"),
        "light": QT_TRANSLATE_NOOP("Settings", "Light"),
        "dark": QT_TRANSLATE_NOOP("Settings", "Dark"),
        "contrast_light": QT_TRANSLATE_NOOP("Settings", "High contrast, light"),
        "contrast_dark": QT_TRANSLATE_NOOP("Settings", "High contrast, dark"),
    },
    "chat.read_receipts": {
        "on_reply": QT_TRANSLATE_NOOP("Settings", "When I answer"),
        "on_open": QT_TRANSLATE_NOOP("Settings", "When I open the conversation"),
        "never": QT_TRANSLATE_NOOP("Settings", "Never"),
    },
    **DESKTOP_CHOICES,
    "tunnel.kind": {
        "none": QT_TRANSLATE_NOOP("Settings", "No public address"),
        "fixed": QT_TRANSLATE_NOOP("Settings", "An address of my own"),
        "ngrok": "ngrok",
        "cloudflared": "Cloudflare",
        "ssh": "SSH",
    },
    "diagnosis.log_level": {
        "debug": QT_TRANSLATE_NOOP("Settings", "Everything"),
        "info": QT_TRANSLATE_NOOP("Settings", "The usual"),
        "warning": QT_TRANSLATE_NOOP("Settings", "Problems only"),
    },
}


def page_words(page: str) -> str:
    """The name of a page, the schema's own where it has none yet."""
    return translate("Settings", str(PAGES.get(page, page)))


def label(key: str) -> str:
    """A setting's name."""
    return translate("Settings", str(WORDS[key].label)) if key in WORDS else key


def help_line(key: str) -> str:
    """What it does, in one line."""
    return translate("Settings", str(WORDS[key].help)) if key in WORDS else ""


def choice(key: str, value: str) -> str:
    """A value that can be chosen."""
    if key == "lock.idle_min" and value != "0":
        return translate("Settings", "After {minutes} min").format(minutes=value)
    if key in ("appearance.zoom", "notifications.volume"):
        return f"{value} %"
    return translate("Settings", str(CHOICES.get(key, {}).get(value, value)))


def wrong(field: Field) -> str:
    """What to write where what was written cannot be used."""
    own = WORDS[field.key].wrong if field.key in WORDS else ""
    if own:
        return translate("Settings", str(own))
    low, high = field.limits()
    if low is not None and high is not None:
        return translate("Settings", "Write a number from {low} to {high}.").format(low=low, high=high)
    return translate("Settings", "This cannot be used as it is written.")
