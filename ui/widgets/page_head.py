"""The head of a page or a side list: a title and what stands beside it, as high everywhere."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.theme import Space

HEIGHT = 61


def page_head(title: QLabel, *beside: QWidget) -> QWidget:
    """The title on the left, the rest on the right."""
    head = QWidget()
    head.setFixedHeight(HEIGHT)
    layout = QHBoxLayout(head)
    layout.setContentsMargins(Space.L + 2, 0, Space.M, 0)
    layout.setSpacing(Space.S)
    layout.addWidget(title, 1)
    for widget in beside:
        layout.addWidget(widget)
    return head
