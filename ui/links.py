"""The one way out to the browser: only web addresses, and only those the program itself put together."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def is_web(url: str) -> bool:
    """Whether it is an http or https address with a host and without credentials in it."""
    parsed = QUrl(url, QUrl.ParsingMode.StrictMode)
    return parsed.isValid() and parsed.scheme() in ("http", "https") and bool(parsed.host()) and not parsed.userInfo()


def open_link(url: str) -> bool:
    """Open it in the browser; False where it is no web address or no browser took it."""
    return is_web(url) and QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode))
