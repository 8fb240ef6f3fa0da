"""What a screen reader reads and the Tab key reaches in what is on the screen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

MOST = 400


def stops(top: QWidget) -> list[QWidget]:
    """Every widget that takes the keyboard from the Tab key, as it is now."""
    return [
        widget
        for widget in top.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
        and widget.window() is top.window()
        and not widget.visibleRegion().isEmpty()
    ]


def nameless(top: QWidget) -> list[str]:
    """Those that a screen reader could not call by any name."""
    return [repr(widget) for widget in stops(top) if not _name(widget)]


def _name(widget: QWidget) -> str:
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name).strip() if told is not None else widget.accessibleName().strip()


def unreachable(top: QWidget) -> list[str]:
    """Those that pressing Tab again and again does not come to; of an exclusive group one is enough, arrows do the rest."""
    here = stops(top)
    if not here:
        return []
    top.window().activateWindow()
    here[0].setFocus(Qt.FocusReason.TabFocusReason)
    reached: list[QWidget] = []
    for _ in range(MOST):
        at = QApplication.focusWidget()
        if at is None or at in reached:
            break
        reached.append(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
    return [repr(widget) for widget in here if widget not in reached and not _in_group(widget)]


def _in_group(widget: QWidget) -> bool:
    if not isinstance(widget, QAbstractButton):
        return False
    group = widget.group()
    return widget.autoExclusive() or (group is not None and group.exclusive())
