"""What the steps of a diagnosis are called, and what they found in words."""

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from services.domain.models import DiagnosisStep, StepStatus
from ui import formats

translate = QCoreApplication.translate

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
    return translate("Steps", str(STEPS[step])) if step in STEPS else step


def fact_words(step: DiagnosisStep) -> str:
    """What a step found; for one that was not taken and gives no cause, that it does not apply. "" for nothing."""
    fact = step.text or ""
    match step.step:
        case "disk" if free := re.fullmatch(r"(\d+) MB", fact):
            return translate("Steps", "{size} free").format(size=formats.size(int(free[1]) * 1024 * 1024))
        case "hooks" if ports := re.fullmatch(r"port (\d+) is taken, using (\d+)", fact):
            return translate("Steps", "{taken} is taken, {used} is used").format(taken=ports[1], used=ports[2])
        case "jobs" if fact.isdecimal():
            return translate("Steps", "{count} running").format(count=formats.number(int(fact)))
        case "traffic" if used := re.fullmatch(r"(\d+)/(\d+)", fact):
            return translate("Steps", "{used} of {limit} requests this month").format(
                used=formats.number(int(used[1])), limit=formats.number(int(used[2]))
            )
        case "tunnel" | "public" | "traffic" if step.status is StepStatus.SKIPPED and step.instance_id is None:
            return translate("Steps", "Not in use")
    if step.status is StepStatus.SKIPPED and not fact and not step.cause:
        return translate("Steps", "Not looked at: it does not apply here, or something before it failed")
    return formats.one_line(fact, 160)
