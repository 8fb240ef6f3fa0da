"""Words for every code the services speak in; nothing else in ``ui`` words them."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from services.domain.content import Direction, MessageKind
from services.domain.errors import AppError, ErrorCode
from services.domain.events import ConnectionState
from services.domain.models import CauseView, ChatView, DeliveryState, GapView, MessageView
from services.domain.status import Status
from ui import formats

translate = QCoreApplication.translate

ERRORS: dict[ErrorCode, object] = {
    ErrorCode.UNAVAILABLE: QT_TRANSLATE_NOOP("Errors", "The gateway cannot be reached. Check that it is running and try again."),
    ErrorCode.AUTH_REJECTED: QT_TRANSLATE_NOOP("Errors", "The gateway refused the key. Check the API key."),
    ErrorCode.MISCONFIGURED: QT_TRANSLATE_NOOP("Errors", "The address or a setting of the gateway is wrong."),
    ErrorCode.RATE_LIMITED: QT_TRANSLATE_NOOP("Errors", "Too many requests. It will go on in a moment."),
    ErrorCode.NOT_CONNECTED: QT_TRANSLATE_NOOP("Errors", "The number is not connected to WhatsApp."),
    ErrorCode.REJECTED: QT_TRANSLATE_NOOP("Errors", "The gateway said no to this."),
    ErrorCode.NOT_SUPPORTED: QT_TRANSLATE_NOOP("Errors", "This gateway cannot do that."),
    ErrorCode.NO_SUCH_NUMBER: QT_TRANSLATE_NOOP("Errors", "This number is not on WhatsApp."),
    ErrorCode.WINDOW_CLOSED: QT_TRANSLATE_NOOP(
        "Errors", "More than 24 hours have passed since the customer wrote. Only a template can be sent."
    ),
    ErrorCode.MEDIA_GONE: QT_TRANSLATE_NOOP("Errors", "The file is no longer there."),
    ErrorCode.TOO_LARGE: QT_TRANSLATE_NOOP("Errors", "This is larger than the gateway takes."),
    ErrorCode.TLS: QT_TRANSLATE_NOOP("Errors", "The gateway's certificate cannot be trusted."),
    ErrorCode.WRONG_BRAND: QT_TRANSLATE_NOOP("Errors", "Another kind of gateway answers at this address."),
    ErrorCode.TIMELOCK: QT_TRANSLATE_NOOP("Errors", "WhatsApp has paused this number for a while."),
    ErrorCode.BANNED: QT_TRANSLATE_NOOP("Errors", "WhatsApp has banned this number."),
    ErrorCode.UNCERTAIN: QT_TRANSLATE_NOOP("Errors", "It is not known whether this was sent."),
    ErrorCode.PARSE: QT_TRANSLATE_NOOP("Errors", "Something the gateway sent could not be read. It is kept under Deliveries."),
    ErrorCode.STORAGE: QT_TRANSLATE_NOOP("Errors", "The database could not be used."),
    ErrorCode.DISK_FULL: QT_TRANSLATE_NOOP("Errors", "The disk is full. Free some space to go on receiving messages."),
    ErrorCode.NEWER_DATABASE: QT_TRANSLATE_NOOP(
        "Errors", "The data were written by a newer version of Balcão. Please update the program."
    ),
    ErrorCode.NOT_FOUND: QT_TRANSLATE_NOOP("Errors", "It is no longer there."),
    ErrorCode.INVALID: QT_TRANSLATE_NOOP("Errors", "What was entered cannot be used."),
    ErrorCode.CONFLICT: QT_TRANSLATE_NOOP("Errors", "It exists already."),
    ErrorCode.BLOCKED_ADDRESS: QT_TRANSLATE_NOOP("Errors", "This address is not allowed."),
    ErrorCode.KEYRING_LOCKED: QT_TRANSLATE_NOOP("Errors", "The system's password store is locked. Unlock it and try again."),
    ErrorCode.UNREADABLE: QT_TRANSLATE_NOOP(
        "Errors", "What was stored to be sent cannot be read any more. It was not sent: write it again."
    ),
    ErrorCode.CANCELLED: QT_TRANSLATE_NOOP("Errors", "It was stopped before it was done."),
    ErrorCode.NO_OWNER: QT_TRANSLATE_NOOP("Errors", "Say first which number it belongs to."),
}  # fmt: skip

STATUSES: dict[Status, object] = {
    Status.QUEUED: QT_TRANSLATE_NOOP("Statuses", "Waiting to be sent"),
    Status.SENDING: QT_TRANSLATE_NOOP("Statuses", "Sending"),
    Status.UNKNOWN: QT_TRANSLATE_NOOP("Statuses", "Not known whether it was sent"),
    Status.SENT: QT_TRANSLATE_NOOP("Statuses", "Sent"),
    Status.FAILED: QT_TRANSLATE_NOOP("Statuses", "Not sent"),
    Status.DELIVERED: QT_TRANSLATE_NOOP("Statuses", "Delivered"),
    Status.READ: QT_TRANSLATE_NOOP("Statuses", "Read"),
    Status.PLAYED: QT_TRANSLATE_NOOP("Statuses", "Played"),
}

STATES: dict[ConnectionState, object] = {
    ConnectionState.CREATED: QT_TRANSLATE_NOOP("States", "Not connected yet"),
    ConnectionState.CONNECTING: QT_TRANSLATE_NOOP("States", "Connecting"),
    ConnectionState.AWAITING_QR: QT_TRANSLATE_NOOP("States", "Waiting for the QR code to be scanned"),
    ConnectionState.AWAITING_CODE: QT_TRANSLATE_NOOP("States", "Waiting for the pairing code"),
    ConnectionState.AWAITING_PASSKEY: QT_TRANSLATE_NOOP("States", "Waiting for the passkey"),
    ConnectionState.CONNECTED: QT_TRANSLATE_NOOP("States", "Connected"),
    ConnectionState.RECONNECTING: QT_TRANSLATE_NOOP("States", "Reconnecting"),
    ConnectionState.LOGGED_OUT: QT_TRANSLATE_NOOP("States", "Logged out on the phone"),
    ConnectionState.BANNED: QT_TRANSLATE_NOOP("States", "Banned by WhatsApp"),
    ConnectionState.AUTH_REJECTED: QT_TRANSLATE_NOOP("States", "The gateway refused the key"),
    ConnectionState.MISCONFIGURED: QT_TRANSLATE_NOOP("States", "Settings are wrong"),
    ConnectionState.UNREACHABLE: QT_TRANSLATE_NOOP("States", "The gateway cannot be reached"),
    ConnectionState.PAUSED: QT_TRANSLATE_NOOP("States", "Paused"),
}

KINDS: dict[MessageKind, object] = {
    MessageKind.TEXT: QT_TRANSLATE_NOOP("Kinds", "Text"),
    MessageKind.IMAGE: QT_TRANSLATE_NOOP("Kinds", "Photo"),
    MessageKind.VIDEO: QT_TRANSLATE_NOOP("Kinds", "Video"),
    MessageKind.GIF: QT_TRANSLATE_NOOP("Kinds", "GIF"),
    MessageKind.VIDEO_NOTE: QT_TRANSLATE_NOOP("Kinds", "Video note"),
    MessageKind.AUDIO: QT_TRANSLATE_NOOP("Kinds", "Audio"),
    MessageKind.VOICE: QT_TRANSLATE_NOOP("Kinds", "Voice message"),
    MessageKind.DOCUMENT: QT_TRANSLATE_NOOP("Kinds", "Document"),
    MessageKind.STICKER: QT_TRANSLATE_NOOP("Kinds", "Sticker"),
    MessageKind.LOCATION: QT_TRANSLATE_NOOP("Kinds", "Location"),
    MessageKind.LIVE_LOCATION: QT_TRANSLATE_NOOP("Kinds", "Live location"),
    MessageKind.CONTACTS: QT_TRANSLATE_NOOP("Kinds", "Contact"),
    MessageKind.POLL: QT_TRANSLATE_NOOP("Kinds", "Poll"),
    MessageKind.BUTTONS: QT_TRANSLATE_NOOP("Kinds", "Message with buttons"),
    MessageKind.LIST: QT_TRANSLATE_NOOP("Kinds", "Message with a list"),
    MessageKind.TEMPLATE: QT_TRANSLATE_NOOP("Kinds", "Template message"),
    MessageKind.INTERACTIVE_REPLY: QT_TRANSLATE_NOOP("Kinds", "Choice"),
    MessageKind.ORDER: QT_TRANSLATE_NOOP("Kinds", "Order"),
    MessageKind.PRODUCT: QT_TRANSLATE_NOOP("Kinds", "Product"),
    MessageKind.PAYMENT: QT_TRANSLATE_NOOP("Kinds", "Payment"),
    MessageKind.GROUP_INVITE: QT_TRANSLATE_NOOP("Kinds", "Group invitation"),
    MessageKind.EVENT: QT_TRANSLATE_NOOP("Kinds", "Event"),
    MessageKind.CALL: QT_TRANSLATE_NOOP("Kinds", "Call"),
    MessageKind.SYSTEM: QT_TRANSLATE_NOOP("Kinds", "Notice"),
    MessageKind.UNDECRYPTED: QT_TRANSLATE_NOOP("Kinds", "Waiting for this message. Look at the phone."),
    MessageKind.UNSUPPORTED: QT_TRANSLATE_NOOP("Kinds", "Message of a kind not shown here yet"),
}

DELIVERY_STATES: dict[DeliveryState, object] = {
    DeliveryState.NEW: QT_TRANSLATE_NOOP("Deliveries", "Waiting"),
    DeliveryState.DONE: QT_TRANSLATE_NOOP("Deliveries", "Applied"),
    DeliveryState.BAD: QT_TRANSLATE_NOOP("Deliveries", "Could not be read"),
    DeliveryState.PARKED: QT_TRANSLATE_NOOP("Deliveries", "Not assigned"),
}

KIND_ICONS: dict[MessageKind, str] = {
    MessageKind.IMAGE: "image", MessageKind.VIDEO: "video", MessageKind.GIF: "video",
    MessageKind.VIDEO_NOTE: "video", MessageKind.AUDIO: "audio", MessageKind.VOICE: "voice",
    MessageKind.DOCUMENT: "document", MessageKind.STICKER: "sticker", MessageKind.LOCATION: "location",
    MessageKind.LIVE_LOCATION: "location", MessageKind.CONTACTS: "contact", MessageKind.POLL: "poll",
    MessageKind.BUTTONS: "menu", MessageKind.LIST: "menu", MessageKind.TEMPLATE: "menu",
    MessageKind.ORDER: "cart", MessageKind.PRODUCT: "cart", MessageKind.PAYMENT: "cart",
    MessageKind.GROUP_INVITE: "group", MessageKind.EVENT: "calendar", MessageKind.CALL: "call",
    MessageKind.SYSTEM: "info", MessageKind.UNDECRYPTED: "lock", MessageKind.UNSUPPORTED: "unknown",
}  # fmt: skip


def error_words(code: ErrorCode | str) -> str:
    """A sentence for a code; one that nobody knows is shown as it is."""
    try:
        return translate("Errors", str(ERRORS[ErrorCode(code)]))
    except ValueError:
        return str(code)


def failure_words(error: AppError) -> str:
    """A sentence for a failure; the other side's own words are for the admin and not in it."""
    return error_words(error.code)


def naming_words(error: AppError, taken: str) -> str:
    """Why something could not be given a name; ``taken`` says it where another has that name."""
    if error.code is ErrorCode.CONFLICT:
        return taken
    return translate("Errors", "This cannot be a name.") if error.code is ErrorCode.INVALID else failure_words(error)


def status_words(status: Status) -> str:
    """What a tick says."""
    return translate("Statuses", str(STATUSES[status]))


def state_words(state: ConnectionState) -> str:
    """The state of a number."""
    return translate("States", str(STATES[state]))


def kind_words(kind: MessageKind) -> str:
    """What kind of message it is."""
    return translate("Kinds", str(KINDS[kind]))


def preview_words(chat: ChatView) -> str:
    """What was said last in a conversation; what has no text is named by its kind."""
    if chat.preview_deleted:
        return translate("ChatDelegate", "Message deleted")
    kind = chat.preview_kind or MessageKind.TEXT
    return formats.unmarked_line(chat.preview or "") or (kind_words(kind) if kind is not MessageKind.TEXT else "")


def delivery_words(state: DeliveryState) -> str:
    """The state of a delivery."""
    return translate("Deliveries", str(DELIVERY_STATES[state]))


def cause_words(cause: CauseView) -> tuple[str, str]:
    """What is wrong and what to do, in the window's language; the causes bring their own words along."""
    portuguese = QLocale().language() is QLocale.Language.Portuguese
    return (cause.what_pt, cause.fix_pt) if portuguese else (cause.what_en, cause.fix_en)


CALL_PHASES: dict[str, object] = {
    "offer": QT_TRANSLATE_NOOP("Calls", "Incoming call"),
    "ringing": QT_TRANSLATE_NOOP("Calls", "Incoming call"),
    "accepted": QT_TRANSLATE_NOOP("Calls", "Call answered"),
    "rejected": QT_TRANSLATE_NOOP("Calls", "Call declined"),
    "missed": QT_TRANSLATE_NOOP("Calls", "Missed call"),
    "ended": QT_TRANSLATE_NOOP("Calls", "Call ended"),
}


def title(message: MessageView) -> str:
    """What a message is, told as exactly as is known."""
    call = message.content.call if message.content is not None else None
    if call is not None and call.phase in CALL_PHASES:
        return translate("Calls", str(CALL_PHASES[call.phase]))
    return kind_words(message.kind)


def caption(message: MessageView) -> str:
    """What can be told of a message in plain words: its text, else the name of what it holds, else nothing."""
    if message.text:
        return message.text
    content, media = message.content, message.media
    if media is not None and media.file_name and message.kind is MessageKind.DOCUMENT:
        return media.file_name
    if content is None:
        return ""
    if content.location is not None:
        return content.location.name or content.location.address or ""
    if content.contacts:
        return ", ".join(card.name for card in content.contacts)
    if content.poll is not None:
        return content.poll.question
    if content.group_invite is not None:
        return content.group_invite.group_name or ""
    if content.order is not None:
        return content.order.title or ", ".join(item.name for item in content.order.items)
    if content.system is not None:
        return content.system.value or ""
    if content.menu is not None:
        return content.menu.title or ""
    if content.reply is not None:
        return content.reply.title or ""
    return ""


def gap_words(gap: GapView, *, dated: bool = False) -> str:
    """That messages may be missing between two moments; ``dated`` says the day where nothing around it does."""
    words = translate("Timeline", "Messages between {from_time} and {to_time} may be missing")
    start, end = formats.time_of_day(gap.from_ms), formats.time_of_day(gap.to_ms)
    if formats.local_day(gap.from_ms) != formats.local_day(gap.to_ms):
        start = f"{formats.full_date(formats.local_day(gap.from_ms))}, {start}"
        end = f"{formats.full_date(formats.local_day(gap.to_ms))}, {end}"
    elif dated:
        start = f"{formats.full_date(formats.local_day(gap.from_ms))}, {start}"
    return words.format(from_time=start, to_time=end)


def author_words(message: MessageView) -> str:
    """Who wrote it."""
    if message.direction is Direction.OUT:
        return translate("Timeline", "You")
    author = message.author
    if author.name:
        return formats.one_line(author.name, 80)
    if author.phone:
        return formats.phone(author.phone)
    return translate("Timeline", "Customer")
