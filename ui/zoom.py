"""How large everything is: sizes are written for 100 % in the code and fitted here, while the window is open.

The percentage is a property of the application, as its font and palette are, so that whatever is made
later is made in the same size.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from PySide6.QtCore import QCoreApplication, QMargins, QObject, QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QBoxLayout, QGridLayout, QLayout, QWidget

SMALLEST, USUAL, LARGEST = 80, 100, 200
STEPS = (80, 90, 100, 110, 125, 150, 175, 200)
_PROPERTY, _FITTED = "zoom", "fitted"
_UNBOUND = 16_777_215
_Get: TypeAlias = Callable[[], int]
_Put: TypeAlias = Callable[[int], object]
_PIXELS = re.compile(r"(\d+)px")


def percent() -> int:
    """How large everything is shown just now."""
    app = QCoreApplication.instance()
    return int(app.property(_PROPERTY) or USUAL) if app is not None else USUAL


def set_percent(app: QApplication, value: int) -> int:
    """Keep it, within its limits; returns what is kept. What is shown already has to be fitted."""
    kept = min(max(value, SMALLEST), LARGEST)
    app.setProperty(_PROPERTY, kept)
    return kept


def px(pixels: float) -> int:
    """Pixels at 100 % as pixels just now."""
    return round(pixels * percent() / USUAL)


def step(value: int, by: int) -> int:
    """The next larger (``by`` 1) or smaller (-1) step."""
    beyond = [s for s in STEPS if (s > value if by > 0 else s < value)]
    return value if not beyond else beyond[0] if by > 0 else beyond[-1]


def sheet(text: str, value: int) -> str:
    """A style sheet with its pixels in this size; no line gets lost."""
    return _PIXELS.sub(lambda m: f"{max(round(int(m[1]) * value / USUAL), min(int(m[1]), 1))}px", text)


def fit(root: QWidget, before: int = USUAL) -> None:
    """Fit a widget and all in it; ``before`` is the size it was last fitted to, or built for.

    What changed its own size since then keeps that as its measure.
    """
    for widget in (root, *root.findChildren(QWidget)):
        _fit_widget(widget, before)
    for layout in root.findChildren(QLayout):
        _fit_layout(layout, before)


def fit_all(before: int) -> None:
    """Fit everything that is there."""
    for window in QApplication.topLevelWidgets():
        if window.parentWidget() is None:
            # dialogs are children of their windows, and found with them
            fit(window, before)


def _fit_widget(widget: QWidget, before: int) -> None:
    if not widget.isWindow():
        _fit_values(
            widget, before,
            (
                ("minw", widget.minimumWidth, widget.setMinimumWidth),
                ("maxw", widget.maximumWidth, widget.setMaximumWidth),
                ("minh", widget.minimumHeight, widget.setMinimumHeight),
                ("maxh", widget.maximumHeight, widget.setMaximumHeight),
            ),
        )  # fmt: skip
    if isinstance(widget, QAbstractButton):
        made = widget
        _fit_values(
            widget, before, (("icon", lambda: made.iconSize().width(), lambda side: made.setIconSize(QSize(side, side))),)
        )


def _fit_layout(layout: QLayout, before: int) -> None:
    margins = layout.contentsMargins()
    sides = (margins.left(), margins.top(), margins.right(), margins.bottom())
    new = _scaled(layout, "margins", sides, before)
    if new != sides:
        layout.setContentsMargins(QMargins(*new))
    if isinstance(layout, QGridLayout):
        gaps: tuple[int, ...] = (layout.horizontalSpacing(), layout.verticalSpacing())
        wide, high = _scaled(layout, "gaps", gaps, before)
        layout.setHorizontalSpacing(wide)
        layout.setVerticalSpacing(high)
    elif isinstance(layout, QBoxLayout):
        layout.setSpacing(_scaled(layout, "gaps", (layout.spacing(),), before)[0])
        for at in range(layout.count()):
            item = layout.itemAt(at)
            spacer = item.spacerItem() if item is not None else None
            if spacer is not None and spacer.sizeHint() != QSize(0, 0):
                size, policy = spacer.sizeHint(), spacer.sizePolicy()
                w, h = _scaled(layout, f"space{at}", (size.width(), size.height()), before)
                spacer.changeSize(w, h, policy.horizontalPolicy(), policy.verticalPolicy())
    layout.invalidate()



def _fit_values(thing: QObject, before: int, values: Iterable[tuple[str, _Get, _Put]]) -> None:
    for name, get, put in values:
        if thing.property(f"_q_stylesheet_{name}") is not None:
            # Qt's note that the style sheet gave it, which is in this size already
            continue
        present = get()
        if 0 < present < _UNBOUND:
            (new,) = _scaled(thing, name, (present,), before)
            if new != present:
                put(new)


def _scaled(thing: QObject, name: str, present: tuple[int, ...], before: int) -> tuple[int, ...]:
    """What these sizes become. What they are at 100 % is remembered, or going to and fro would shift them."""
    known: dict[str, Any] = thing.property(_FITTED) or {}
    base, applied = known.get(name, (None, None))
    if applied is None or tuple(applied) != present:
        made_for = USUAL if applied is None else before
        base = tuple(value * USUAL / made_for for value in present)
    new = tuple(px(value) if value > 0 else int(value) for value in base)
    thing.setProperty(_FITTED, {**known, name: (tuple(base), new)})
    return new
