"""Whether a gateway has the webhook as it is wanted, in words."""

from PySide6.QtCore import QCoreApplication

from services.domain.gateways import WebhookView
from ui import formats
from ui.messages import error_words

translate = QCoreApplication.translate


def state_words(view: WebhookView | None) -> tuple[str, str, str]:
    """(state in words, tone, what else is to be known)."""
    if view is None:
        return translate("WebhookEditor", "Reading the gateway's webhook…"), "soft", ""
    checked = formats.seconds(view.checked_at_ms) if view.checked_at_ms else ""
    compared = translate("WebhookEditor", "Compared at {time}; again every few seconds while it runs.")
    when = compared.format(time=checked) if checked else ""
    if not view.reaches:
        more = translate(
            "WebhookEditor",
            "It has no public address yet. Set up a tunnel or your own domain; until then messages come another way "
            "where the gateway has one."
        )
        return translate("WebhookEditor", "The gateway cannot reach this computer by a webhook."), "warning", more
    if not view.settable:
        return translate("WebhookEditor", "This gateway's webhook is set by hand."), "", ""
    if view.problem is not None:
        return error_words(view.problem), "danger", view.problem_text or ""
    if view.others:
        others = ", ".join(view.others[:5])
        when = translate("WebhookEditor", "Others on this gateway, left alone: {list}").format(list=others)
    if not view.readable:
        return translate("WebhookEditor", "This gateway does not tell what is set."), "warning", ""
    if view.is_set is False:
        return translate("WebhookEditor", "No webhook is set on the gateway."), "danger", _mending()
    if view.differs:
        names = {
            "url": translate("WebhookEditor", "address"),
            "events": translate("WebhookEditor", "events"),
            "enabled": translate("WebhookEditor", "switched off"),
            "by_events": translate("WebhookEditor", "paths by event"),
            "base64": translate("WebhookEditor", "files in the body"),
        }
        what = ", ".join(names.get(each, each) for each in view.differs)
        return translate("WebhookEditor", "Somebody changed it on the gateway: {what}").format(what=what), "danger", _mending()
    return translate("WebhookEditor", "The gateway has it as wanted."), "success", when


def _mending() -> str:
    return translate("WebhookEditor", "Balcão puts it right by itself within seconds; Apply does it at once.")
