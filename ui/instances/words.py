"""Why a number is in its state and what to do about it, in plain words."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from services.domain.events import ConnectionState
from services.domain.models import ChannelKind, InstanceView

translate = QCoreApplication.translate
State = ConnectionState

# after so many codes without a scan WhatsApp or the gateway stops giving new ones
MANY_CODES, LAST_CODE = 6, 20
SLOW_S = 60.0

STATE_CAUSES: dict[State, object] = {
    State.CREATED: QT_TRANSLATE_NOOP("Why", "No phone is linked to this number yet. Ask for a QR code and scan it."),
    State.CONNECTING: QT_TRANSLATE_NOOP("Why", "The gateway is opening the session. This takes a few seconds."),
    State.AWAITING_QR: QT_TRANSLATE_NOOP("Why", "Scan the code with the phone that has this number."),
    State.AWAITING_CODE: QT_TRANSLATE_NOOP("Why", "Type the code on the phone that has this number."),
    State.AWAITING_PASSKEY: QT_TRANSLATE_NOOP(
        "Why",
        "WhatsApp asks for the passkey that guards this account. Go on with it here, step by step, or on the gateway's "
        "own pages.",
    ),
    State.CONNECTED: QT_TRANSLATE_NOOP("Why", "Messages arrive and can be answered."),
    State.RECONNECTING: QT_TRANSLATE_NOOP("Why", "The gateway lost its connection to WhatsApp and tries again by itself."),
    State.LOGGED_OUT: QT_TRANSLATE_NOOP(
        "Why", "The link was ended on the phone or by WhatsApp. Scan a new code to go on; conversations stay."
    ),
    State.BANNED: QT_TRANSLATE_NOOP(
        "Why", "WhatsApp does not let this number in. Open WhatsApp on the phone: it says why and how to ask for a review."
    ),
    State.AUTH_REJECTED: QT_TRANSLATE_NOOP(
        "Why", "The gateway does not accept the key. Copy it anew from the gateway and enter it."
    ),
    State.MISCONFIGURED: QT_TRANSLATE_NOOP("Why", "The gateway refuses something. Look at its address, its brand and the webhook."),
    State.UNREACHABLE: QT_TRANSLATE_NOOP(
        "Why", "Nothing answers at the gateway's address. Check that it runs and that this computer is on the internet."
    ),
    State.PAUSED: QT_TRANSLATE_NOOP("Why", "Nothing is sent until you go on. What customers write is still kept."),
}  # fmt: skip

REASON_CAUSES: dict[str, object] = {
    "qr_expired": QT_TRANSLATE_NOOP("Why", "Nobody scanned in time, so the gateway stopped making codes. Ask for a new one."),
    "removed": QT_TRANSLATE_NOOP(
        "Why", "The instance was deleted on the gateway. Reconnect makes it anew; conversations stay here."
    ),
    "logged_out": QT_TRANSLATE_NOOP("Why", "The phone was unlinked. Scan a new code to go on; conversations stay."),
    "FAILED": QT_TRANSLATE_NOOP("Why", "The session failed, or nobody scanned in time. Ask for a new code."),
    "STOPPED": QT_TRANSLATE_NOOP("Why", "The session was stopped on the gateway. Restart it here."),
    "401": QT_TRANSLATE_NOOP("Why", "The link was removed on the phone, under Linked devices. Scan a new code to go on."),
    "402": QT_TRANSLATE_NOOP("Why", "WhatsApp has blocked this number for a while. Open WhatsApp on the phone to see until when."),
    "403": QT_TRANSLATE_NOOP("Why", "WhatsApp has banned this number. Open WhatsApp on the phone to ask for a review."),
    "406": QT_TRANSLATE_NOOP("Why", "WhatsApp no longer accepts this link. Scan a new code to go on."),
    "408": QT_TRANSLATE_NOOP("Why", "WhatsApp did not answer the gateway in time. It tries again by itself."),
    "411": QT_TRANSLATE_NOOP("Why", "The phone's WhatsApp is too old for linked devices. Update it and scan again."),
    "428": QT_TRANSLATE_NOOP("Why", "The gateway's connection to WhatsApp was cut. It tries again by itself."),
    "440": QT_TRANSLATE_NOOP("Why", "Another program uses the same link. Stop it there, or log out and scan a new code."),
    "463": QT_TRANSLATE_NOOP("Why", "WhatsApp lets this number write to no new contacts for some hours. Answers still go out."),
    "500": QT_TRANSLATE_NOOP("Why", "The stored session is broken. Log out and scan a new code."),
    "503": QT_TRANSLATE_NOOP("Why", "WhatsApp is not available just now. The gateway tries again by itself."),
    "515": QT_TRANSLATE_NOOP("Why", "WhatsApp asked the gateway to connect anew. This takes a few seconds."),
    "tls": QT_TRANSLATE_NOOP(
        "Why", "The gateway's certificate cannot be trusted: it is expired, made by itself, or this computer's clock is wrong."
    ),
    "wrong_brand": QT_TRANSLATE_NOOP("Why", "Another kind of program answers at this address. Check the address."),
    "rate_limited": QT_TRANSLATE_NOOP("Why", "The gateway asks for fewer requests. It goes on by itself in a moment."),
    "keyring_locked": QT_TRANSLATE_NOOP(
        "Why", "The system's password store is locked. Unlock it and press Reconnect, or enter the key again under More."
    ),
}  # fmt: skip

NO_CODE_YET = QT_TRANSLATE_NOOP(
    "Why",
    "The gateway has no code to give after a minute. Restart the session; if it stays so, the gateway has to be "
    "updated or started anew.",
)
MANY = QT_TRANSLATE_NOOP(
    "Why",
    "Several codes have gone by. If the phone says that it cannot link, update WhatsApp there, or link with a code "
    "by phone number.",
)
LAST = QT_TRANSLATE_NOOP(
    "Why",
    "Twenty codes have gone by without a scan. Wait some minutes before you ask for more: WhatsApp may lock linking.",
)
# what a raw text of the gateway gives away, lower case
_HINTS = (
    ("webhook:", QT_TRANSLATE_NOOP("Why", "The gateway keeps another webhook than was set. Open the webhook settings.")),
    ("certificate", REASON_CAUSES["tls"]),
    ("name or service not known", QT_TRANSLATE_NOOP("Why", "The gateway's address does not exist. Check the spelling.")),
    ("conflict", REASON_CAUSES["440"]),
)  # fmt: skip


CHANNELS: dict[ChannelKind, object] = {
    ChannelKind.WEBHOOK: QT_TRANSLATE_NOOP("Channels", "Messages come by webhook."),
    ChannelKind.SOCKET: QT_TRANSLATE_NOOP("Channels", "Messages come over the gateway's WebSocket."),
    ChannelKind.POLLING: QT_TRANSLATE_NOOP("Channels", "Messages are fetched every few seconds."),
}


def channel_words(channel: ChannelKind) -> str:
    """How messages come in, "" while no way is open."""
    return translate("Channels", str(CHANNELS[channel])) if channel in CHANNELS else ""


def state_of(view: InstanceView) -> ConnectionState:
    """The state as a person sees it: what is paused here is paused, whatever the gateway tells."""
    return ConnectionState.PAUSED if view.paused else view.state


def why(view: InstanceView, *, now_s: float, attempt: int | None = None) -> str:
    """The cause of the present state and what to do; ``attempt`` counts the QR codes shown so far."""
    state = state_of(view)
    if state is State.PAUSED and view.paused:
        return translate("Why", str(STATE_CAUSES[state]))
    if state is State.AWAITING_QR and attempt is not None and attempt >= MANY_CODES:
        return translate("Why", str(LAST if attempt >= LAST_CODE else MANY))
    reason = view.state_reason or ""
    if reason in REASON_CAUSES and state is not State.CONNECTED:
        return translate("Why", str(REASON_CAUSES[reason]))
    low = reason.lower()
    hint = next((words for sign, words in _HINTS if sign in low), None)
    if hint is not None and state is not State.CONNECTED:
        return translate("Why", str(hint))
    slow = view.state_since_ms > 0 and now_s - view.state_since_ms / 1000 > SLOW_S
    if state is State.CONNECTING and slow:
        return translate("Why", str(NO_CODE_YET))
    return translate("Why", str(STATE_CAUSES[state]))


def detail(view: InstanceView) -> str:
    """The gateway's own words behind it, for those who can make something of them; "" where they add nothing."""
    reason = view.state_reason or ""
    known = reason in REASON_CAUSES or not reason or reason.upper() in ("SCAN_QR_CODE", "WORKING", "STARTING")
    return "" if known or state_of(view) is State.CONNECTED else " ".join(reason.split())[:200]
