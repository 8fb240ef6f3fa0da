"""What the steps of a diagnosis are called."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

STEPS: dict[str, object] = {
    "dns": QT_TRANSLATE_NOOP("Steps", "Name of the gateway"),
    "tcp": QT_TRANSLATE_NOOP("Steps", "Connection to the gateway"),
    "tls": QT_TRANSLATE_NOOP("Steps", "Encryption and certificate"),
    "clock": QT_TRANSLATE_NOOP("Steps", "Clocks"),
    "auth": QT_TRANSLATE_NOOP("Steps", "Key"),
    "brand": QT_TRANSLATE_NOOP("Steps", "Brand and version"),
    "session": QT_TRANSLATE_NOOP("Steps", "Session with WhatsApp"),
    "webhook": QT_TRANSLATE_NOOP("Steps", "Webhook as wanted"),
    "public": QT_TRANSLATE_NOOP("Steps", "Public address"),
    "probe": QT_TRANSLATE_NOOP("Steps", "Round trip of a probe"),
    "history": QT_TRANSLATE_NOOP("Steps", "History without holes"),
    "credentials": QT_TRANSLATE_NOOP("Steps", "Stored key"),
    "hooks": QT_TRANSLATE_NOOP("Steps", "Port on this computer"),
    "keyring": QT_TRANSLATE_NOOP("Steps", "Password store"),
    "disk": QT_TRANSLATE_NOOP("Steps", "Disk"),
    "tunnel": QT_TRANSLATE_NOOP("Steps", "Tunnel"),
    "jobs": QT_TRANSLATE_NOOP("Steps", "Background jobs"),
    "traffic": QT_TRANSLATE_NOOP("Steps", "The tunnel's allowance"),
    "deliveries": QT_TRANSLATE_NOOP("Steps", "Deliveries"),
}


def step_words(step: str) -> str:
    """A step's name; one that nobody knows is shown as it is."""
    return QCoreApplication.translate("Steps", str(STEPS[step])) if step in STEPS else step
