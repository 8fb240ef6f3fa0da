"""What the wizard calls things, and what it tells of a gateway that answered."""

from PySide6.QtCore import QCoreApplication

from ui import formats
from ui.instances import clipboard
from ui.widgets.labels import no_mnemonic

translate = QCoreApplication.translate


def fields() -> dict[str, str]:
    """The lines a person fills in, by the names of credentials."""
    return {
        "base_url": translate("ConnectWizard", "Address of the gateway"),
        "api_key": translate("ConnectWizard", "Key"),
        "name": translate("ConnectWizard", "Name or id of the instance there"),
        "admin_token": translate("ConnectWizard", "Admin token"),
        "app_secret": translate("ConnectWizard", "App secret"),
        "verify_token": translate("ConnectWizard", "Verify token (make one up)"),
        "waba_id": translate("ConnectWizard", "Business account id"),
        "webhook_secret": translate("ConnectWizard", "Secret of the webhook's signature"),
    }


def offer(found: clipboard.Offer) -> str:
    """What the clipboard holds that could be used; of a key only its end."""
    url = formats.one_line(found.url, 60)
    key = clipboard.hint(found.key) if found.key else ""
    if url and key:
        said = translate("ConnectWizard", "Use what is in the clipboard: {address} and the key {key}")
    elif url:
        said = translate("ConnectWizard", "Use the address in the clipboard: {address}")
    else:
        said = translate("ConnectWizard", "Use the key in the clipboard: {key}")
    return no_mnemonic(said.format(address=url, key=key))


def notes(found: tuple[str, ...]) -> str:
    """What a person should know of a gateway before it is connected, a line each."""
    known = {
        "open_server": translate("ConnectWizard", "This server answers without a key: whoever finds it can read everything."),
        "default_key": translate("ConnectWizard", "This server still has the key from its documentation. Change it there."),
        "core_limits": translate("ConnectWizard", "This edition has limits: one session, no files."),
        "sessions_hidden": translate("ConnectWizard", "This key may not list the sessions; enter the name of yours."),
        "lite_plan": translate("ConnectWizard", "This is the LITE plan: some kinds of messages are missing."),
    }
    return "\n".join(known[note] for note in found if note in known)
