"""The one place where something is handed to another program: links by their rules, and our own folders."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from services.domain.links import Safety, judge
from ui.dialogs import ConfirmDialog
from ui.theme import Look

translate = QCoreApplication.translate
_SHOWN = 300


def is_web(url: str) -> bool:
    """Whether it is an http or https address with a host and without credentials in it."""
    parsed = QUrl(url, QUrl.ParsingMode.StrictMode)
    return parsed.isValid() and parsed.scheme() in ("http", "https") and bool(parsed.host()) and not parsed.userInfo()


def open_link(url: str) -> bool:
    """Open an address that the program itself put together; False where it is no web address or none took it."""
    return is_web(url) and QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode))


def follow_link(parent: QWidget, look: Look, url: str, *, ask: bool = False) -> ConfirmDialog | None:
    """Open a link from outside if it is harmless; where it hides its target, or ``ask``, say first where it leads.

    What is no web, mail or telephone address is not opened at all. Returns the question, if one is asked.
    """
    verdict = judge(url)
    if verdict.safety is Safety.REFUSED:
        return None
    if verdict.safety is Safety.PLAIN and not ask:
        _open(verdict.url)
        return None
    text = translate("Links", "It leads to:\n{host}\n\nThe whole address:\n{url}").format(
        host=verdict.host or verdict.url[:_SHOWN], url=_encoded(verdict.url)[:_SHOWN]
    )
    if verdict.safety is Safety.SNEAKY:
        title = translate("Links", "This link may not lead where it seems to")
    else:
        title = translate("Links", "Open this link?")
    dialog = ConfirmDialog(
        parent, look, title, text, translate("Links", "Open"), danger=verdict.safety is Safety.SNEAKY
    )
    dialog.accepted.connect(lambda: _open(verdict.url))
    dialog.open()
    return dialog


def open_file(path: Path) -> bool:
    """Hand a file that was found harmless to its program."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _open(url: str) -> None:
    target = QUrl(url)
    if target.isValid() and target.scheme() in ("http", "https", "mailto", "tel"):
        QDesktopServices.openUrl(target)


def _encoded(url: str) -> str:
    return bytes(QUrl(url).toEncoded().data()).decode("ascii", "replace") or url.encode("ascii", "backslashreplace").decode()
