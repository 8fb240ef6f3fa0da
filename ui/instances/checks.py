"""The live check-list of a number that is being connected: what is done, what is awaited, what hinders, what mends it."""

from enum import StrEnum

import msgspec
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from services.domain.errors import ErrorCode
from services.domain.events import ConnectionState
from services.domain.gateways import WebhookView
from services.domain.models import InstanceView
from ui.instances import words
from ui.messages import error_words

translate = QCoreApplication.translate
State = ConnectionState


class Mark(StrEnum):
    """How far a line is."""

    WAITING = "waiting"
    OK = "ok"
    FAILED = "failed"


class Fix(StrEnum):
    """What the button of a failed line does."""

    KEY = "key"
    AGAIN = "again"
    RESTART = "restart"
    WEBHOOK = "webhook"
    ADDRESS = "address"
    PASSKEY = "passkey"


class Line(msgspec.Struct, frozen=True):
    """One line: what it is about, how far, what is to be said, what mends it."""

    name: str
    mark: Mark
    text: str
    fix: Fix | None = None


FIXES: dict[Fix, object] = {
    Fix.KEY: QT_TRANSLATE_NOOP("Checks", "Enter another key"),
    Fix.AGAIN: QT_TRANSLATE_NOOP("Checks", "Try again"),
    Fix.RESTART: QT_TRANSLATE_NOOP("Checks", "Restart the session"),
    Fix.WEBHOOK: QT_TRANSLATE_NOOP("Checks", "Webhook settings"),
    Fix.PASSKEY: QT_TRANSLATE_NOOP("Checks", "Go on with the passkey"),
    Fix.ADDRESS: QT_TRANSLATE_NOOP("Checks", "Set up a public address"),
}


def fix_words(fix: Fix) -> str:
    """What the button says."""
    return translate("Checks", str(FIXES[fix]))


def lines(
    view: InstanceView,
    webhook: WebhookView | None,
    *,
    able: tuple[str, ...],
    probe_ms: int | None,
    arrived: bool,
    now_s: float,
    attempt: int | None = None,
) -> tuple[Line, ...]:
    """All lines, top to bottom. ``probe_ms`` is what the webhook's probe took; ``arrived`` says that somebody wrote."""
    state = words.state_of(view)
    why = words.why(view, now_s=now_s, attempt=attempt)
    if "state" not in able:
        return (_by_hand(webhook), _hello(arrived, linked=True))
    bad_gateway = {
        State.UNREACHABLE: Fix.AGAIN,
        State.AUTH_REJECTED: Fix.KEY,
        State.MISCONFIGURED: Fix.WEBHOOK if "webhook" in (view.state_reason or "") else Fix.AGAIN,
    }
    if state in bad_gateway:
        gateway = Line("gateway", Mark.FAILED, why, bad_gateway[state])
    elif state is State.CREATED and view.state_reason is None:
        gateway = Line("gateway", Mark.WAITING, translate("Checks", "Preparing the session on the gateway…"))
    else:
        gateway = Line("gateway", Mark.OK, translate("Checks", "The session is ready on the gateway"))
    return (
        gateway,
        _way_in(webhook, able, probe_ms, ready=gateway.mark is Mark.OK),
        _phone(state, why, view, gateway, now_s, passkey="passkey" in able),
        _hello(arrived, linked=state is State.CONNECTED),
    )


def _by_hand(webhook: WebhookView | None) -> Line:
    if webhook is None or webhook.address is None:
        return Line("webhook", Mark.WAITING, translate("Checks", "Finding out the address to paste…"))
    return Line("webhook", Mark.OK, translate("Checks", "The address to paste at the gateway is ready, see below"))


def _way_in(webhook: WebhookView | None, able: tuple[str, ...], probe_ms: int | None, *, ready: bool) -> Line:
    if webhook is None or not ready:
        return Line("webhook", Mark.WAITING, translate("Checks", "Choosing how messages come in…"))
    if not webhook.reaches:
        if "socket" in able:
            return Line("webhook", Mark.OK, translate("Checks", "Messages come over the gateway's WebSocket"))
        words_ = translate(
            "Checks", "The gateway cannot reach this computer: it needs a public address, by a tunnel or your own domain."
        )
        return Line("webhook", Mark.FAILED, words_, Fix.ADDRESS)
    if not webhook.settable:
        return Line("webhook", Mark.OK, translate("Checks", "The address to paste at the gateway is ready, see below"))
    if webhook.problem is not None:
        return Line("webhook", Mark.FAILED, error_words(ErrorCode(webhook.problem)), Fix.WEBHOOK)
    if webhook.readable and (webhook.differs or webhook.is_set is False):
        return Line("webhook", Mark.WAITING, translate("Checks", "Setting the webhook…"))
    if probe_ms is None:
        return Line("webhook", Mark.WAITING, translate("Checks", "The webhook is set; testing the way in…"))
    if probe_ms < 0:
        words_ = translate("Checks", "The webhook is set, but a test through its address did not come back.")
        return Line("webhook", Mark.FAILED, words_, Fix.ADDRESS)
    done = translate("Checks", "The webhook is set and read back; a test took {ms} ms").format(ms=probe_ms)
    return Line("webhook", Mark.OK, done)


def _phone(
    state: ConnectionState, why: str, view: InstanceView, gateway: Line, now_s: float, *, passkey: bool
) -> Line:
    if state is State.CONNECTED:
        return Line("phone", Mark.OK, translate("Checks", "The phone is linked"))
    if gateway.mark is Mark.FAILED:
        return Line("phone", Mark.WAITING, translate("Checks", "Link the phone"))
    if state in (State.LOGGED_OUT, State.BANNED) or view.state_reason == "qr_expired":
        return Line("phone", Mark.FAILED, why, Fix.AGAIN)
    if state is State.AWAITING_PASSKEY and passkey:
        return Line("phone", Mark.WAITING, why, Fix.PASSKEY)
    slow = view.state_since_ms > 0 and now_s - view.state_since_ms / 1000 > words.SLOW_S
    if state is State.CONNECTING and slow:
        return Line("phone", Mark.FAILED, why, Fix.RESTART)
    return Line("phone", Mark.WAITING, why if state in _ASKING else translate("Checks", "Link the phone"))


_ASKING = (State.AWAITING_QR, State.AWAITING_CODE, State.AWAITING_PASSKEY)


def _hello(arrived: bool, *, linked: bool) -> Line:
    if arrived:
        return Line("hello", Mark.OK, translate("Checks", "The first message arrived"))
    if linked:
        words_ = translate("Checks", "Send “hello” to this number from another phone: it pops up here.")
        return Line("hello", Mark.WAITING, words_)
    return Line("hello", Mark.WAITING, translate("Checks", "First message"))
