"""The menu of a number: everything that its gateway can do and is not on a button."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QActionGroup, QColor, QIcon, QPixmap
from PySide6.QtWidgets import QMenu

from services.domain.events import ConnectionState
from services.domain.models import InstanceView

translate = QCoreApplication.translate
State = ConnectionState
COLOURS = ("#0a7d55", "#1f6fd6", "#8a4bd1", "#c2387c", "#c4551a", "#9a7400", "#4a6572")
_NOT_LINKED = (
    State.AWAITING_QR, State.AWAITING_CODE, State.AWAITING_PASSKEY, State.CONNECTING, State.CREATED, State.LOGGED_OUT,
)  # fmt: skip


def fill(
    menu: QMenu, instance: InstanceView, able: Collection[str], *, dashboard: bool, deliveries: bool,
    ask: Callable[[str], None],
) -> None:  # fmt: skip
    """Fill it anew; ``ask`` is told the action that was chosen, see ``InstanceDetail``."""
    menu.clear()
    linked = instance.state is State.CONNECTED and not instance.paused
    offered = (
        ("rename", translate("InstanceMenu", "Rename…"), True),
        ("pause", translate("InstanceMenu", "Pause"), not instance.paused),
        ("restart", translate("InstanceMenu", "Restart the session"), "restart" in able and not instance.paused),
        ("catch_up", translate("InstanceMenu", "Look for missed messages"), {"history", "list_chats"} <= set(able) and linked),
        ("dashboard", translate("InstanceMenu", "Open the gateway's own pages"), dashboard),
        ("key", translate("InstanceMenu", "Enter another key…"), "state" in able and not instance.demo),
        ("move", translate("InstanceMenu", "Move to another gateway…"), not instance.demo),
        ("deliveries", translate("InstanceMenu", "Recent deliveries"), deliveries),
    )
    for action, text, shown in offered:
        if shown:
            _add(menu, action, text, ask)
        if action == "rename":
            _add_colours(menu, instance.colour or "", ask)
    menu.addSeparator()
    if "logout" in able and not instance.paused and instance.state not in _NOT_LINKED:
        _add(menu, "logout", translate("InstanceMenu", "Unlink the phone…"), ask)
    _add(menu, "remove", translate("InstanceMenu", "Remove…"), ask)


def _add(menu: QMenu, action: str, text: str, ask: Callable[[str], None]) -> None:
    menu.addAction(text).triggered.connect(lambda _checked=False: ask(action))


def _add_colours(parent: QMenu, chosen: str, ask: Callable[[str], None]) -> None:
    menu = parent.addMenu(translate("InstanceMenu", "Colour"))
    names = (
        translate("InstanceMenu", "Green"), translate("InstanceMenu", "Blue"), translate("InstanceMenu", "Violet"),
        translate("InstanceMenu", "Pink"), translate("InstanceMenu", "Orange"), translate("InstanceMenu", "Yellow"),
        translate("InstanceMenu", "Grey"),
    )  # fmt: skip
    group = QActionGroup(menu)
    for colour, name in (("", translate("InstanceMenu", "By itself")), *zip(COLOURS, names, strict=True)):
        action = menu.addAction(name)
        if colour:
            patch = QPixmap(14, 14)
            patch.fill(QColor(colour))
            action.setIcon(QIcon(patch))
        action.setCheckable(True)
        action.setChecked(chosen == colour)
        action.triggered.connect(lambda _checked=False, it=colour: ask(f"colour:{it}"))
        group.addAction(action)
