"""A load generator that out-runs the servers: bare sockets, one selector, requests built beforehand.

Started as a process: a ``Job`` as JSON on stdin, a ``Measured`` as JSON on stdout.
"""

import gc
import hmac
import selectors
import socket
import sys
import time
from collections import deque
from collections.abc import Iterator

import msgspec

_PAD = "z" * 500  # brings the body to the 1.2 KB that a real one has with its context info


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """``rate`` None is a closed loop, as fast as it goes; else requests a second, whatever the answers do.

    Message ids start at ``first``, so that no two jobs send the same.
    """

    port: int
    path: str
    key: str
    connections: int
    requests: int
    seconds: float
    first: int = 1
    rate: float | None = None


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """``began`` is in seconds since 1970; ``late`` counts open-loop requests that left 5 ms after their time or more."""

    answered: int
    failed: int
    seconds: float
    p50_ms: float
    p99_ms: float
    began: float
    late: int = 0

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return self.answered / self.seconds if self.seconds else 0.0


def body(number: int) -> bytes:
    """Evolution API's `messages.upsert` of 1.2 KB (values invented)."""
    text = f"Oi, vocês abrem no domingo? {number}"
    return msgspec.json.encode(
        {
            "event": "messages.upsert",
            "instance": "padaria-sol",
            "data": {
                "key": {
                    "remoteJid": f"55119444{number % 500:05}@s.whatsapp.net",
                    "fromMe": False,
                    "id": f"AC4F2D88{number:024X}",
                    "participant": "",
                    "addressingMode": "pn",
                },
                "pushName": "Bianca Prado",
                "status": "DELIVERY_ACK",
                "message": {"conversation": text, "messageContextInfo": {"messageSecret": _PAD}},
                "messageType": "conversation",
                "messageTimestamp": int(time.time()),
                "instanceId": "3f0c9f6e-6c1e-4b57-9a51-0d8f6f1b7c22",
                "source": "android",
            },
            "destination": "https://tunel.exemplo.app/webhook/evolution-uazapi",
            "date_time": "2025-12-05T14:00:12.482Z",
            "sender": "5511955550101@s.whatsapp.net",
            "server_url": "https://evo.exemplo.com.br",
            "apikey": "6E1B9C54-MADE-UP-KEY",
        }
    )


def request(job: Job, number: int) -> bytes:
    """The whole signed request."""
    raw = body(number)
    signature = hmac.digest(job.key.encode(), raw, "sha256").hex()
    head = (
        f"POST {job.path} HTTP/1.1\r\nHost: 127.0.0.1:{job.port}\r\nContent-Type: application/json\r\n"
        f"X-Signature: {signature}\r\nContent-Length: {len(raw)}\r\n\r\n"
    )
    return head.encode() + raw


class _Connection:
    __slots__ = ("buffer", "closing", "port", "sent_at", "socket")

    def __init__(self, port: int) -> None:
        self.port = port
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.buffer = b""
        self.sent_at = 0.0
        self.closing = False

    def send(self, data: bytes, at: float) -> None:
        self.sent_at = at
        # 1.5 KB always fit into an empty socket buffer
        if self.socket.send(data) != len(data):
            raise OSError("short send")

    def read(self) -> int | None:
        """The status once an answer is whole; 0 where the line broke."""
        data = self.socket.recv(65536)
        if not data:
            return 0
        self.buffer = data = self.buffer + data if self.buffer else data
        end = data.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = data[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(data) < end + 4 + length:
            return None
        self.buffer = b""
        self.closing = b"connection: close" in head
        return int(data[9:12])


def drive(job: Job) -> Measured:
    """Run it."""
    ready = deque(request(job, job.first + each) for each in range(job.requests))
    selector = selectors.DefaultSelector()
    connections = [_Connection(job.port) for _ in range(job.connections)]
    for each in connections:
        selector.register(each.socket, selectors.EVENT_READ, each)
    gc.collect()
    gc.disable()
    took: list[float] = []
    failed = late = 0
    clock = time.perf_counter
    free = deque(connections)
    began, start = time.time(), clock()
    times = _times(job, start)
    due = next(times)
    busy = 0
    while True:
        now = clock()
        if now - start > job.seconds:
            ready.clear()
        while ready and free and due <= now:
            connection = free.popleft()
            # an open loop counts from when the request was due: waiting for a free line is part of it
            connection.send(ready.popleft(), now if job.rate is None else due)
            late += job.rate is not None and now - due > 0.005
            busy += 1
            due = next(times)
        if not busy and not ready:
            break
        timeout = max(0.0, due - now) if ready and free else 5.0
        events = selector.select(timeout)
        if not events and timeout >= 5.0:
            failed += busy
            break
        for key, _ in events:
            connection = key.data
            status = connection.read()
            if status is None:
                continue
            if status == 200:
                took.append(clock() - connection.sent_at)
            else:
                failed += 1
            busy -= 1
            if status == 0 or connection.closing:
                selector.unregister(connection.socket)
                connection.socket.close()
                connection.open()
                selector.register(connection.socket, selectors.EVENT_READ, connection)
            if job.rate is None and ready:
                connection.send(ready.popleft(), clock())
                busy += 1
            else:
                free.append(connection)
    seconds = clock() - start
    for connection in connections:
        connection.socket.close()
    took.sort()
    return Measured(
        answered=len(took),
        failed=failed,
        seconds=seconds,
        p50_ms=_percentile(took, 0.50) * 1000,
        p99_ms=_percentile(took, 0.99) * 1000,
        began=began,
        late=late,
    )


def _times(job: Job, start: float) -> Iterator[float]:
    number = 0
    while True:
        yield start if job.rate is None else start + number / job.rate
        number += 1


def _percentile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(drive(msgspec.json.decode(sys.stdin.buffer.read(), type=Job))))
