"""A second start shows the window of the first one, over a local socket of this user's own."""

import logging
import re
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_log = logging.getLogger(__name__)

_REQUEST, _ANSWER = b"balcao 1 raise\n", b"balcao 1 ok\n"
_LONGEST = 64
_SILENCE_MS = 2_000
_NAME = re.compile(r"[0-9a-f]{16}")


def socket_name(digest: str) -> str:
    """Name of the socket for a data folder. Raises ValueError for what is not ``Paths.digest``."""
    if not _NAME.fullmatch(digest):
        raise ValueError(digest)
    return f"balcao-{digest}"


class SingleInstance(QObject):
    """Listens for later starts. Only whoever holds the data folder's lock may make one."""

    def __init__(self, digest: str, raise_window: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._raise_window = raise_window
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
        received += socket.read(_LONGEST + 1 - len(received)).data()
        if bytes(received) == _REQUEST:
            socket.write(_ANSWER)
            socket.flush()
            socket.disconnectFromServer()
            self._raise_window()
        elif not _REQUEST.startswith(bytes(received)):
            _log.warning("a local connection said something else than a start does")
            socket.abort()


def raise_first(digest: str, *, wait_ms: int = 3_000) -> bool:
    """Ask the window of the first start to show itself; whether it answered that it will."""
    socket = QLocalSocket()
    socket.connectToServer(socket_name(digest))
    if not socket.waitForConnected(wait_ms):
        return False
    socket.write(_REQUEST)
    received = b""
    while len(received) < len(_ANSWER) and (socket.bytesAvailable() or socket.waitForReadyRead(wait_ms)):
        received += socket.read(_LONGEST).data()
    return received == _ANSWER
