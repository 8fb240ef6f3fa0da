"""What each gateway can do, as a Markdown table: ``python -m services.providers.table README.md`` renews it."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from services.domain.capabilities import Capability
from services.providers.base import Descriptor
from services.providers.registry import DESCRIPTORS

BEGIN, END = "<!-- gateways: begin -->", "<!-- gateways: end -->"
_C = Capability

ROWS: tuple[tuple[str, tuple[Capability, ...]], ...] = (
    ("Create the session", (_C.CREATE_INSTANCE,)),
    ("QR code", (_C.QR,)),
    ("QR code by webhook", (_C.QR_BY_WEBHOOK,)),
    ("Pairing code", (_C.PAIRING_CODE,)),
    ("Passkey", (_C.PASSKEY,)),
    ("State of the session", (_C.STATE,)),
    ("Restart, log out", (_C.RESTART, _C.LOGOUT)),
    ("Delete the session", (_C.DELETE_INSTANCE,)),
    ("Set the webhook", (_C.WEBHOOK_CONFIG,)),
    ("Read the webhook back", (_C.WEBHOOK_READ_BACK,)),
    ("Signed webhooks", (_C.WEBHOOK_HMAC,)),
    ("Webhook headers", (_C.WEBHOOK_HEADERS,)),
    ("Webhook retries", (_C.WEBHOOK_RETRIES,)),
    ("One address for each event", (_C.WEBHOOK_PER_EVENT_URL,)),
    ("Receive over a socket", (_C.SOCKET,)),
    ("Catch-up from history", (_C.HISTORY, _C.LIST_CHATS)),
    ("Our own message id", (_C.CLIENT_MESSAGE_ID,)),
    ("Send text", (_C.SEND_TEXT,)),
    ("Send pictures", (_C.SEND_IMAGE,)),
    ("Send videos", (_C.SEND_VIDEO,)),
    ("Send audio", (_C.SEND_AUDIO,)),
    ("Send voice notes", (_C.SEND_VOICE,)),
    ("Send documents", (_C.SEND_DOCUMENT,)),
    ("Send stickers", (_C.SEND_STICKER,)),
    ("Send a location", (_C.SEND_LOCATION,)),
    ("Send contacts", (_C.SEND_CONTACT,)),
    ("Send polls", (_C.SEND_POLL,)),
    ("Send buttons", (_C.SEND_BUTTONS,)),
    ("Send lists", (_C.SEND_LIST,)),
    ("Send templates", (_C.SEND_TEMPLATE,)),
    ("Reply to a message", (_C.REPLY,)),
    ("Mention", (_C.MENTION,)),
    ("React", (_C.REACT,)),
    ("Edit", (_C.EDIT,)),
    ("Delete for everyone", (_C.REVOKE,)),
    ("Forward", (_C.FORWARD,)),
    ("Mark as read", (_C.MARK_READ,)),
    ("Show typing", (_C.TYPING,)),
    ("See typing", (_C.PRESENCE,)),
    ("Download files", (_C.DOWNLOAD_MEDIA,)),
    ("Names and pictures", (_C.CONTACT_INFO,)),
    ("Check a number", (_C.NUMBER_CHECK,)),
    ("Block", (_C.BLOCK,)),
    ("What people write of themselves", (_C.ABOUT,)),
    ("Groups", (_C.GROUPS,)),
    ("Members of a group", (_C.GROUP_INFO,)),
    ("Add, remove, promote members", (_C.GROUP_MEMBERS,)),
    ("Rename, describe, leave a group", (_C.GROUP_EDIT,)),
    ("Invite to a group", (_C.GROUP_INVITE,)),
    ("Labels of chats", (_C.LABELS,)),
    ("Read a chat's labels", (_C.LABELS_OF_CHAT,)),
    ("Make labels", (_C.LABEL_CREATE,)),
    ("Rename, remove labels", (_C.LABEL_EDIT,)),
    ("24-hour window", (_C.SERVICE_WINDOW,)),
)


def table(descriptors: Iterable[Descriptor]) -> str:
    """One column for each provider, one row for each thing it may be able to do."""
    columns = tuple(descriptors)
    lines = [
        "| | " + " | ".join(each.display_name for each in columns) + " |",
        "|---|" + ":-:|" * len(columns),
        "| Receive messages | " + " | ".join("✓" for _ in columns) + " |",
    ]
    for title, wanted in ROWS:
        cells = ("✓" if set(wanted) <= each.capabilities else "" for each in columns)
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def renewed(text: str, descriptors: Iterable[Descriptor] = DESCRIPTORS) -> str:
    """A document with the table between its two marks replaced. Raises ValueError where the marks are missing."""
    pattern = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    if pattern.search(text) is None:
        raise ValueError("the marks of the table are missing")
    return pattern.sub(lambda _: f"{BEGIN}\n{table(descriptors)}\n{END}", text)


if __name__ == "__main__":
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "README.md")
    path.write_text(renewed(path.read_text("utf-8")), "utf-8")
