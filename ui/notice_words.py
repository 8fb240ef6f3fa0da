"""What the services' notices say to a person; ``text`` is their number, name or the gateway's own words."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from services.domain.changes import Notice
from services.domain.errors import ErrorCode
from ui.messages import error_words

translate = QCoreApplication.translate

# "{text}" stands where the notice's text belongs
NOTICES: dict[str, object] = {
    "hook_refused": QT_TRANSLATE_NOOP(
        "Notices",
        "Something was sent to your receiving address with a wrong key and refused. "
        "If a gateway signs with another key now, its messages do not arrive.",
    ),
    "port_taken": QT_TRANSLATE_NOOP(
        "Notices",
        "Another program uses the usual port, so Balcão takes another one ({text}). If messages stop coming, "
        "diagnose it under Numbers.",
    ),
    "host_missing": QT_TRANSLATE_NOOP(
        "Notices", "This computer has no address {text} now, so gateways elsewhere cannot reach it until you choose another."
    ),
    "webhook_renewed": QT_TRANSLATE_NOOP(
        "Notices", "The receiving address on the gateway was not ours any more. It has been put right."
    ),
    "catch_up_failed": QT_TRANSLATE_NOOP("Notices", "What came while you were away could not be fetched yet. {text}"),
    "traffic_watch": QT_TRANSLATE_NOOP("Notices", "At this pace the tunnel's requests run out before the month ends: {text}"),
    "traffic_soon": QT_TRANSLATE_NOOP("Notices", "This month's tunnel requests are nearly used up: {text}"),
    "traffic_over": QT_TRANSLATE_NOOP("Notices", "This month's tunnel requests are used up: {text}"),
    "gateway_error": QT_TRANSLATE_NOOP("Notices", "The gateway reports an error: {text}"),
    "message_capping": QT_TRANSLATE_NOOP("Notices", "WhatsApp limits how many new chats this number may start. {text}"),
    "passkey_confirmation": QT_TRANSLATE_NOOP("Notices", "Confirm this code on the phone: {text}"),
    "reachout_timelock": QT_TRANSLATE_NOOP(
        "Notices", "WhatsApp does not let this number start new chats for now. Answers still work."
    ),
    "reachout_timelock_lifted": QT_TRANSLATE_NOOP("Notices", "This number may start new chats again."),
}


def notice_words(notice: Notice) -> str:
    """The notice in the present language; an unknown code shows the text it came with."""
    text = notice.text or ""
    if notice.code == "caught_up":
        # lupdate marks no plurals outside self.tr; both languages have the same two forms
        if text == "1":
            return translate("Notices", "One message arrived while you were away.")
        return translate("Notices", "{text} messages arrived while you were away.").replace("{text}", text)
    known = NOTICES.get(notice.code)
    if known is not None:
        return translate("Notices", str(known)).replace("{text}", text).strip()
    if notice.code in {str(code) for code in ErrorCode}:
        return error_words(notice.code)
    return text or notice.code.replace("_", " ")
