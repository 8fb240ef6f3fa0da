"""Words from people who mean harm, and what may never become of them in any widget."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QTextEdit, QWidget

# markup, an entity, a mnemonic, format strings and variables, a direction override, a NUL's remains, half an emoji
BAD = '<img src="file:///etc/passwd" onerror=x><b>oi</b> &lt; &Arquivo {0.__class__} %s %n {name} \u202egnp.exe\ufffd\ud83d'


def only_words(widget: QWidget) -> None:
    """Nothing in this widget takes text for markup, and no name becomes a shortcut."""
    for label in widget.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText, label.text()
    for field in widget.findChildren(QTextEdit):
        assert not field.acceptRichText()
    for made in widget.findChildren(QAbstractButton):
        assert "&" not in made.text().replace("&&", ""), made.text()
    for each in (widget, *widget.findChildren(QWidget)):
        assert "<img" not in each.toolTip() and "<b>" not in each.toolTip()


def only_words_in(menu: QMenu) -> None:
    """The same of a menu and those inside it; nothing in it turns round what stands beside it."""
    # an action's tip is its text, and Qt would read it as markup
    assert not menu.toolTipsVisible()
    for action in menu.actions():
        assert "&A" not in action.text().replace("&&", ""), action.text()
        assert "\u202e" not in action.text()
        inside = action.menu()
        if isinstance(inside, QMenu):
            only_words_in(inside)
