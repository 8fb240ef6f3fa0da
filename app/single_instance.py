"""A second start shows the window of the first one, and may hand it a link, over a local socket of this user's own."""

import base64
import binascii
import logging
import re
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from services.domain.deep_links import MAX_LINK

_log = logging.getLogger(__name__)

_RAISE, _ANSWER = b"balcao 1 raise\n", b"balcao 1 ok\n"
# a link follows, as base64 in one line; whoever can write here is this user, what the link says is not trusted
_OPEN = b"balcao 1 open "
_LONGEST = 64
_LONGEST_LINK = len(_OPEN) + 4 * (4 * MAX_LINK // 3 + 4) + 1
_SILENCE_MS = 2_000
_NAME = re.compile(r"[0-9a-f]{16}")


def socket_name(digest: str) -> str:
    """Name of the socket for a data folder. Raises ValueError for what is not ``Paths.digest``."""
    if not _NAME.fullmatch(digest):
        raise ValueError(digest)
    return f"balcao-{digest}"


class SingleInstance(QObject):
    """Listens for later starts. Only whoever holds the data folder's lock may make one."""

    def __init__(
        self,
        digest: str,
        raise_window: Callable[[], None],
        open_link: Callable[[str], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._raise_window, self._open_link = raise_window, open_link
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_server_new_connection)
        name = socket_name(digest)
        # we hold the lock, so a socket that is there was left by a process that is gone
        QLocalServer.removeServer(name)
        if not self._server.listen(name):
            _log.warning("later starts cannot reach this one: %s", self._server.errorString())

    def close(self) -> None:
        """Listen no more; idempotent."""
        self._server.close()

    def _on_server_new_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            received = bytearray()
            socket.readyRead.connect(lambda s=socket, r=received: self._read(s, r))
            socket.disconnected.connect(socket.deleteLater)
            QTimer.singleShot(_SILENCE_MS, socket, socket.abort)
            self._read(socket, received)

    def _read(self, socket: QLocalSocket, received: bytearray) -> None:
        received += socket.read(_LONGEST_LINK + 1 - len(received)).data()
        said = bytes(received)
        link = _link_in(said)
        if said == _RAISE or link is not None:
            socket.write(_ANSWER)
            socket.flush()
            socket.disconnectFromServer()
            self._raise_window()
            if link is not None and self._open_link is not None:
                self._open_link(link)
        elif not _may_become_a_request(said):
            _log.warning("a local connection said something else than a start does")
            socket.abort()


def _link_in(said: bytes) -> str | None:
    if not (said.startswith(_OPEN) and said.endswith(b"\n")):
        return None
    try:
        link = base64.b64decode(said[len(_OPEN) : -1], validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return link if len(link) <= MAX_LINK else None


def _may_become_a_request(said: bytes) -> bool:
    if _RAISE.startswith(said) or _OPEN.startswith(said):
        return True
    return said.startswith(_OPEN) and b"\n" not in said and len(said) < _LONGEST_LINK


def raise_first(digest: str, link: str | None = None, *, wait_ms: int = 3_000) -> bool:
    """Ask the window of the first start to show itself, and to open a link; whether it answered that it will."""
    socket = QLocalSocket()
    socket.connectToServer(socket_name(digest))
    if not socket.waitForConnected(wait_ms):
        return False
    known = link is not None and len(link) <= MAX_LINK
    socket.write(_OPEN + base64.b64encode(link.encode()) + b"\n" if link is not None and known else _RAISE)
    received = b""
    while len(received) < len(_ANSWER) and (socket.bytesAvailable() or socket.waitForReadyRead(wait_ms)):
        received += socket.read(_LONGEST).data()
    return received == _ANSWER
