"""What happened in a chat, as sentences: one for each code of a ``SystemNotice``."""

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from services.domain.content import SystemNotice
from ui import formats

translate = QCoreApplication.translate
_NAMES = 6
_DIGITS = re.compile(r"\+?([0-9]{10,15})(?:@.*)?")

# {who} did it, {whom} it was done to, {what} is the new name, number or time
SENTENCES: dict[str, object] = {
    "group_created": QT_TRANSLATE_NOOP("Notices", "{who} created the group"),
    "group_joined": QT_TRANSLATE_NOOP("Notices", "This number joined the group"),
    "group_add": QT_TRANSLATE_NOOP("Notices", "{who} added {whom}"),
    "group_remove": QT_TRANSLATE_NOOP("Notices", "{who} removed {whom}"),
    "group_leave": QT_TRANSLATE_NOOP("Notices", "{whom} left the group"),
    "group_promote": QT_TRANSLATE_NOOP("Notices", "{whom} can now manage the group"),
    "group_demote": QT_TRANSLATE_NOOP("Notices", "{whom} can no longer manage the group"),
    "group_subject": QT_TRANSLATE_NOOP("Notices", "{who} changed the group's name to “{what}”"),
    "group_description": QT_TRANSLATE_NOOP("Notices", "{who} changed the group's description"),
    "group_picture": QT_TRANSLATE_NOOP("Notices", "{who} changed the group's picture"),
    "group_settings": QT_TRANSLATE_NOOP("Notices", "{who} changed the group's settings"),
    "group_invite": QT_TRANSLATE_NOOP("Notices", "{who} invited {whom}"),
    "group_invite_link": QT_TRANSLATE_NOOP("Notices", "{who} renewed the group's invitation link"),
    "group_request": QT_TRANSLATE_NOOP("Notices", "{whom} asks to join the group"),
    "number_changed": QT_TRANSLATE_NOOP("Notices", "The number changed to {what}"),
    "user_id_changed": QT_TRANSLATE_NOOP("Notices", "WhatsApp gave this person a new identity"),
    "identity_changed": QT_TRANSLATE_NOOP("Notices", "The security code changed: perhaps a new phone"),
    "ephemeral_changed": QT_TRANSLATE_NOOP("Notices", "New messages disappear after {what}"),
    "ephemeral_off": QT_TRANSLATE_NOOP("Notices", "Messages no longer disappear"),
    "pinned": QT_TRANSLATE_NOOP("Notices", "A message was pinned"),
    "unpinned": QT_TRANSLATE_NOOP("Notices", "A message was unpinned"),
    "phone_requested": QT_TRANSLATE_NOOP("Notices", "The telephone number was asked for"),
    "chat_opened": QT_TRANSLATE_NOOP("Notices", "The customer opened the chat for the first time"),
    "call_missed": QT_TRANSLATE_NOOP("Notices", "Missed call"),
    "revoked": QT_TRANSLATE_NOOP("Notices", "A message was deleted"),
}  # fmt: skip


def sentence(notice: SystemNotice) -> str | None:
    """What a notice says, or None for a code that has no sentence."""
    code, value = notice.code, notice.value
    if code == "ephemeral_changed":
        seconds = int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else 0
        code = "ephemeral_changed" if seconds else "ephemeral_off"
        value = _time(seconds)
    elif code == "number_changed":
        value = _person(value or (notice.subjects[-1] if notice.subjects else "?"))
    words = SENTENCES.get(code)
    if words is None:
        return None
    somebody = translate("Notices", "Somebody")
    who = _person(notice.actor) if notice.actor else somebody
    names = [_person(name) for name in notice.subjects[:_NAMES]]
    if len(notice.subjects) > _NAMES:
        names.append("…")
    whom = ", ".join(names) or who
    if code == "group_subject" and not value and notice.subjects:
        value = notice.subjects[0]
    # one pass, so that a brace in a name is only a brace
    known = {"who": who, "whom": whom, "what": formats.one_line(value or "", 120)}
    text = translate("Notices", str(words))
    return re.sub(r"\{(who|whom|what)\}", lambda match: known[match.group(1)], text)


def _person(name: str) -> str:
    digits = _DIGITS.fullmatch(name)
    return formats.phone(digits.group(1)) if digits else formats.one_line(name, 60)


def _time(seconds: int) -> str:
    days = round(seconds / 86_400)
    if days > 1:
        return translate("Notices", "{count} days").format(count=days)
    return translate("Notices", "{count} h").format(count=max(1, round(seconds / 3600)))
