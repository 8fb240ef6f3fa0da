"""Conversations with one person over each of our numbers, a line each: on the contact's page and beside a conversation."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from services.domain.ids import InstanceId
from services.domain.models import ChatView, InstanceView
from ui import formats
from ui.theme import Look

translate = QCoreApplication.translate
_ROW, _FRAME = 38, 14


def fill_chats(
    lines: QListWidget,
    chats: Iterable[ChatView],
    instances: Mapping[InstanceId, InstanceView],
    clock: formats.Clock,
    look: Look,
    *,
    most: int,
) -> None:
    """Say over which number and when; a line's user role is the ChatId. ``most`` lines are in sight at once."""
    lines.clear()
    today = formats.local_day(int(clock() * 1000))
    for chat in chats:
        instance = instances.get(chat.instance_id)
        over = formats.one_line(instance.label or instance.name, 60) if instance is not None else ""
        item = QListWidgetItem(
            translate("ChatLines", "over {number} · {day}").format(
                number=over or translate("ChatLines", "a former number"),
                day=formats.day_name(formats.local_day(chat.last_at_ms), today)
                if chat.last_at_ms
                else translate("ChatLines", "empty"),
            )
        )
        item.setData(Qt.ItemDataRole.UserRole, chat.id)
        lines.addItem(item)
    lines.setFixedHeight(look.px(min(most, max(1, lines.count())) * _ROW + _FRAME))
