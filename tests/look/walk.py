"""What is wrong with a page or dialog for whoever reads it by ear, works it by keys, or needs it large and clear."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QAccessible, QColor, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QRadioButton,
    QToolButton,
    QToolTip,
    QWidget,
)

from ui.theme import Mode, contrast
from ui.widgets.labels import ElidedLabel
from ui.widgets.whole_rows import WholeRows

MOST = 400
ROWS = 12
PARTS = 6
READABLE, IN_HIGH_CONTRAST, GRAPHICAL = 4.5, 7.0, 3.0


class FocusBefore(QObject):
    """Remembers where the keyboard was when each dialog came up."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.at: dict[QDialog, QWidget | None] = {}
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look, and let everything pass."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QDialog):
            self.at[watched] = QApplication.focusWidget()
        return False


def faults(top: QWidget, mode: Mode = Mode.LIGHT) -> list[str]:
    """Everything that is wrong, in words; empty is well."""
    least = IN_HIGH_CONTRAST if mode in (Mode.CONTRAST_LIGHT, Mode.CONTRAST_DARK) else READABLE
    return [
        *(f"no name: {each}" for each in nameless(top)),
        *(f"the same name twice: {each}" for each in same_names(top)),
        *(f"an icon without name or tooltip: {each}" for each in bare_icons(top)),
        *(f"rows without words: {each}" for each in silent_rows(top)),
        *(f"a row that is cut, without its words: {each}" for each in unread_rows(top)),
        *(f"cut: {each}" for each in cut(top)),
        *(f"squeezed: {each}" for each in squeezed(top)),
        *(f"hard to read: {each}" for each in pale(top, least)),
        *(f"dangerous by Enter: {each}" for each in dangerous_defaults(top)),
        # last, because it moves the keyboard
        *(f"not reached by Tab: {each}" for each in unreachable(top)),
    ]


def seen(top: QWidget) -> list[QWidget]:
    """Every widget of it that can be seen just now."""
    return [
        widget
        for widget in (top, *top.findChildren(QWidget))
        if widget.isVisible() and widget.window() is top.window() and not widget.visibleRegion().isEmpty()
    ]


def stops(top: QWidget) -> list[QWidget]:
    """Every widget that takes the keyboard from the Tab key, as it is now."""
    return [
        widget
        for widget in seen(top)
        if widget is not top
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
    ]


def nameless(top: QWidget) -> list[str]:
    """Those that a screen reader could not call by any name."""
    return [_told(widget) for widget in stops(top) if not name(widget)]


def name(widget: QWidget) -> str:
    """What a screen reader calls it."""
    if isinstance(widget, QComboBox):
        # here Qt tells what is chosen, which says nothing of what it is chosen for
        label = next((each for each in widget.window().findChildren(QLabel) if each.buddy() is widget), None)
        return widget.accessibleName() or (label.text() if label is not None else "")
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name).strip() if told is not None else widget.accessibleName().strip()


def same_names(top: QWidget) -> list[str]:
    """Names that more than one control of a kind has: by ear they are one."""
    found = Counter((type(widget).__name__, name(widget)) for widget in stops(top) if name(widget))
    return [f"{kind} {words!r} x {times}" for (kind, words), times in found.items() if times > 1]


def bare_icons(top: QWidget) -> list[str]:
    """Buttons that are only a picture, and nobody tells what they do."""
    return [
        _told(widget)
        for widget in seen(top)
        if isinstance(widget, QAbstractButton)
        and not widget.text()
        and not widget.icon().isNull()
        and not (name(widget) and widget.toolTip())
    ]


def silent_rows(top: QWidget) -> list[str]:
    """Rows of lists and tables without a word for who cannot see them."""
    return [
        f"{_told(view)} row {row}"
        for view in seen(top)
        if isinstance(view, QAbstractItemView) and view.model() is not None
        for row in range(min(view.model().rowCount(QModelIndex()), ROWS))
        if not row_words(view, row)
    ]


def unread_rows(top: QWidget) -> list[str]:
    """Rows of lists that are too narrow for their words, where the mouse gets to know nothing more."""
    found = []
    for view in seen(top):
        if not isinstance(view, QListView) or view.model() is None or view.viewMode() is QListView.ViewMode.IconMode:
            continue
        for row in range(min(view.model().rowCount(QModelIndex()), ROWS)):
            index = view.model().index(row, 0)
            place, words = view.visualRect(index), str(index.data() or "")
            whole = max((view.fontMetrics().horizontalAdvance(line) for line in words.split("\n")), default=0)
            if isinstance(view.itemDelegate(), WholeRows) and whole > place.width():
                at = place.center()
                QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))
                if not QToolTip.text():
                    found.append(f"{_told(view)} row {row}: {words[:60]!r}")
                QToolTip.hideText()
            elif not isinstance(view.itemDelegate(), WholeRows) and whole > place.width() and not _speaks(view):
                found.append(f"{_told(view)}: its rows have no tooltip")
    return found


def _speaks(view: QListView) -> bool:
    """Whether its rows are drawn whole, in as many lines as they need, or can be scrolled sideways."""
    return view.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff or view.objectName() == "timeline"


def row_words(view: QAbstractItemView, row: int) -> str:
    """What a screen reader reads of a row."""
    if isinstance(view, QListView):
        # as it is told, which for a checkable one is said too
        row_told = QAccessible.queryAccessibleInterface(view).child(row)
        return row_told.text(QAccessible.Text.Name).strip() if row_told is not None else ""
    model, told = view.model(), []
    for column in range(ROWS):
        index = model.index(row, column)
        if index.isValid():
            inside = view.indexWidget(index)
            words = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
            told.append(name(inside) if inside is not None else str(words or ""))
    return " ".join(told).strip()


def cut(top: QWidget) -> list[str]:
    """Texts that do not fit their place, and cannot be read in a tooltip either."""
    return [f"{_told(widget)}: {why}" for widget in seen(top) for why in _cut(widget)]


def _cut(widget: QWidget) -> Iterator[str]:
    if widget.toolTip():
        return
    if isinstance(widget, QLabel) and widget.text():
        room = widget.contentsRect()
        if widget.wordWrap():
            if widget.heightForWidth(widget.width()) > widget.height() + 2:
                yield f"{widget.text()[:60]!r} needs {widget.heightForWidth(widget.width())}, has {widget.height()}"
        else:
            needs = max(widget.fontMetrics().horizontalAdvance(line) for line in widget.text().split("\n"))
            if needs > room.width() + 2:
                yield f"{widget.text()[:60]!r} needs {needs}, has {room.width()}"
    elif isinstance(widget, ElidedLabel) and widget.text():
        needs = widget.fontMetrics().horizontalAdvance(widget.text())
        if needs > widget.width() + 2:
            yield f"{widget.text()[:60]!r} is elided"
    elif isinstance(widget, (QPushButton, QRadioButton, QCheckBox, QComboBox)):
        needs = widget.minimumSizeHint().width() if isinstance(widget, QComboBox) else widget.sizeHint().width()
        if needs > widget.width() + 2:
            yield f"needs {needs}, has {widget.width()}"
        if widget.sizeHint().height() > widget.height() + 4:
            yield f"needs a height of {widget.sizeHint().height()}, has {widget.height()}"
    elif isinstance(widget, QLineEdit) and widget.placeholderText() and not widget.text():
        needs = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
        if needs > widget.width() - 8:
            yield f"placeholder {widget.placeholderText()!r} needs {needs}, has {widget.width()}"


def squeezed(top: QWidget) -> list[str]:
    """Widgets that stand over one another, or out of what holds them, because all together have too little room."""
    found = []
    for holder in seen(top):
        layout = holder.layout()
        inside = [each for each in _laid_out(layout) if each.isVisible()] if layout is not None else []
        for at, widget in enumerate(inside):
            place = widget.geometry()
            if not holder.rect().adjusted(-1, -1, 1, 1).contains(place):
                found.append(f"{_told(widget)} sticks out: {place.getRect()} in {holder.rect().getRect()}")
            found += [
                f"{_told(widget)} over {_told(other)}"
                for other in inside[at + 1 :]
                if (both := place.intersected(other.geometry())).width() > 1 and both.height() > 1
            ]
    return found


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)


def pale(top: QWidget, least: float = READABLE) -> list[str]:
    """Words and icons that stand out too little from what is painted behind them: words by ``least`` to 1, icons by 3."""
    image = top.grab().toImage()
    weak = []
    for widget in seen(top):
        needed = _needed(widget, least)
        area = _area(image, widget, top) if needed and not _covered(widget, top) else None
        if area is None:
            continue
        found = Counter(area)
        ground = QColor(found.most_common(1)[0][0])
        # the strongest of its colours, for the edges of letters are paler
        ratio = max(_ratio(ink, ground.rgb()) for ink in found)
        if ratio < needed:
            weak.append(f"{_told(widget)} on {ground.name()}: {ratio:.1f}")
    return weak


def _covered(widget: QWidget, top: QWidget) -> bool:
    """Whether something else stands over the middle of it."""
    middle = widget.visibleRegion().boundingRect().center()
    over = top.childAt(widget.mapTo(top, middle))
    return over is not None and over is not widget and not widget.isAncestorOf(over) and not over.isAncestorOf(widget)


@lru_cache(maxsize=50_000)
def _ratio(ink: int, ground: int) -> float:
    return contrast(QColor(ink).name(), QColor(ground).name())


def _needed(widget: QWidget, least: float) -> float:
    """How far its words or its icon have to stand out; 0 where there are none, or only a colour to choose."""
    if widget.objectName() == "colour":
        return 0
    if isinstance(widget, QLabel):
        # a dash alone is thinner than any letter
        return least if any(sign.isalnum() for sign in widget.text()) and widget.isEnabled() else 0
    if isinstance(widget, ElidedLabel):
        return least if widget.text().strip() else 0
    if isinstance(widget, QLineEdit):
        return least if (widget.text() or widget.placeholderText()) and not widget.hasSelectedText() else 0
    if isinstance(widget, QComboBox):
        return least if widget.currentText().strip() else 0
    if isinstance(widget, QAbstractButton):
        only_icon = isinstance(widget, QToolButton) and widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
        if widget.text().strip() and not only_icon:
            return least
        return GRAPHICAL if not widget.icon().isNull() and widget.isEnabled() else 0
    return 0


def _area(image: QImage, widget: QWidget, top: QWidget) -> list[int] | None:
    """The colours of the points where a widget is; None where all but its edge is scrolled away."""
    part = widget.visibleRegion().boundingRect()
    if 2 * part.width() < widget.width() or 2 * part.height() < widget.height():
        return None
    place = part.translated(widget.mapTo(top, widget.rect().topLeft()))
    scale = image.devicePixelRatio()
    area = image.copy(
        round(place.x() * scale), round(place.y() * scale), round(place.width() * scale), round(place.height() * scale)
    ).convertToFormat(QImage.Format.Format_RGB32)
    return memoryview(area.constBits()).cast("I").tolist() if not area.isNull() else None


def dangerous_defaults(top: QWidget) -> list[str]:
    """Buttons that destroy something and are pressed by Enter."""
    return [
        _told(widget)
        for widget in seen(top)
        if isinstance(widget, QPushButton) and widget.isDefault() and widget.property("kind") == "danger"
    ]


def unreachable(top: QWidget) -> list[str]:
    """Those that pressing Tab again and again does not come to; of an exclusive group one is enough, arrows do the rest.

    A control that keeps the keyboard to itself shows here by all that come after it.
    """
    here = stops(top)
    if not here:
        return []
    top.window().activateWindow()
    here[0].setFocus(Qt.FocusReason.TabFocusReason)
    reached: list[QWidget] = []
    within = 0
    for _ in range(MOST):
        at = QApplication.focusWidget()
        # a date has parts that Tab goes through
        within = within + 1 if reached and at is reached[-1] else 0
        if at is None or within > PARTS or (at in reached and not within):
            break
        if not within:
            reached.append(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
    return [_told(widget) for widget in here if widget not in reached and not _in_group(widget)]


def _in_group(widget: QWidget) -> bool:
    if not isinstance(widget, QAbstractButton):
        return False
    group = widget.group()
    return widget.autoExclusive() or (group is not None and group.exclusive())


def _told(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName() or name(widget)!r} in {type(widget.parentWidget()).__name__}"
