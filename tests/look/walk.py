"""What is wrong with a page or dialog for whoever reads it by ear, works it by keys, or needs it large and clear."""

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from ui.theme import contrast
from ui.widgets.labels import ElidedLabel

MOST = 400
ROWS = 12
PARTS = 6
READABLE = 4.5


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


def faults(top: QWidget) -> list[str]:
    """Everything that is wrong, in words; empty is well."""
    return [
        *(f"no name: {each}" for each in nameless(top)),
        *(f"the same name twice: {each}" for each in same_names(top)),
        *(f"an icon without name or tooltip: {each}" for each in bare_icons(top)),
        *(f"rows without words: {each}" for each in silent_rows(top)),
        *(f"cut: {each}" for each in cut(top)),
        *(f"hard to read: {each}" for each in pale(top)),
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


def row_words(view: QAbstractItemView, row: int) -> str:
    """What a screen reader reads of a row."""
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


def pale(top: QWidget) -> list[str]:
    """Labels and buttons whose words stand out from what is painted behind them by less than 4.5 to 1."""
    image = top.grab().toImage()
    weak = []
    for widget in seen(top):
        words = widget.text() if isinstance(widget, (QLabel, QPushButton, QRadioButton, QCheckBox, QLineEdit)) else ""
        selected = isinstance(widget, QLineEdit) and widget.hasSelectedText()
        if words.strip() and widget.isEnabled() and not selected:
            ink = widget.palette().color(widget.foregroundRole())
            ground = _ground(image, widget, top)
            if ground is not None and (ratio := contrast(ink.name(), ground.name())) < READABLE:
                weak.append(f"{_told(widget)} {ink.name()} on {ground.name()}: {ratio:.1f}")
    return weak


def _ground(image: QImage, widget: QWidget, top: QWidget) -> QColor | None:
    """What is painted most where a widget is."""
    part = widget.visibleRegion().boundingRect()
    if 2 * part.width() < widget.width() or 2 * part.height() < widget.height():
        # scrolled away all but its edge, whose colour is not what its words stand on
        return None
    place = part.translated(widget.mapTo(top, widget.rect().topLeft()))
    scale = image.devicePixelRatio()
    area = image.copy(
        round(place.x() * scale), round(place.y() * scale), round(place.width() * scale), round(place.height() * scale)
    )
    wide, high = max(area.width() // 40, 1), max(area.height() // 20, 1)
    found = Counter(area.pixel(x, y) for x in range(0, area.width(), wide) for y in range(0, area.height(), high))
    return QColor(found.most_common(1)[0][0]) if found else None


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
