"""Logging: every thread hands its records to a queue, one thread writes them, without secrets.

They go to a rotating file of JSON lines, to stderr in plain words, and to a ring of the latest records
that the window and crash reports show.
"""

import contextlib
import json
import logging
import logging.handlers
import queue
import time
from collections import deque
from pathlib import Path
from typing import TextIO

import msgspec

from services.core.redaction import Redactor

FILE_NAME = "balcao.jsonl"
_LONGEST = 20_000


class LogLine(msgspec.Struct, frozen=True, kw_only=True):
    """A record as it is kept, redacted. ``at_ms`` is UTC."""

    at_ms: int
    level: str
    logger: str
    text: str
    thread: str
    stack: str | None = None

    def words(self) -> str:
        """One record for people, in the computer's own time zone."""
        at = time.strftime("%H:%M:%S", time.localtime(self.at_ms / 1000))
        line = f"{at} {self.level.lower()} {self.logger}: {self.text}"
        return f"{line}\n{self.stack}" if self.stack else line


class _QueueHandler(logging.handlers.QueueHandler):
    """Makes a record plain on the thread that logs."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        stack = None
        if record.exc_info:
            stack = logging.Formatter().formatException(record.exc_info)
        elif record.stack_info:
            stack = record.stack_info
        record.balcao_stack = stack
        record.msg = record.getMessage()
        # arguments and tracebacks keep objects of other threads alive
        record.args = record.exc_info = record.exc_text = None
        return record


class _Sink(logging.Handler):
    """Redacts a record once and writes it to all three places; runs on the listener's thread."""

    def __init__(self, file: logging.Handler, stream: TextIO | None, ring: deque[LogLine], redact: Redactor):
        super().__init__()
        self._file = file
        self._stream = stream
        self._ring = ring
        self._redact = redact

    def emit(self, record: logging.LogRecord) -> None:
        line = self._line(record)
        self._ring.append(line)
        self._file.handle(logging.makeLogRecord({"msg": _as_json(line), "levelno": record.levelno}))
        if self._stream is not None and record.levelno >= logging.WARNING:
            # a closed console is no reason to lose the file
            with contextlib.suppress(OSError, ValueError):
                print(line.words(), file=self._stream, flush=True)

    def _line(self, record: logging.LogRecord) -> LogLine:
        phones = record.levelno > logging.DEBUG
        stack: str | None = getattr(record, "balcao_stack", None)
        return LogLine(
            at_ms=int(record.created * 1000),
            level=record.levelname,
            logger=record.name,
            text=self._redact(str(record.msg)[:_LONGEST], phones=phones),
            thread=record.threadName or "",
            stack=self._redact(stack[-_LONGEST:], phones=phones) if stack else None,
        )


def _as_json(line: LogLine) -> str:
    at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(line.at_ms / 1000))
    fields = {
        "at": f"{at}.{line.at_ms % 1000:03}Z",
        "level": line.level,
        "logger": line.logger,
        "text": line.text,
        "thread": line.thread,
    }
    if line.stack:
        fields["stack"] = line.stack
    return json.dumps(fields, ensure_ascii=False)


class Logs:
    """The running log. ``redact`` is the one place that knows the live secrets."""

    def __init__(
        self,
        redact: Redactor,
        ring: deque[LogLine],
        handler: logging.Handler,
        listener: logging.handlers.QueueListener,
        file: logging.Handler,
    ) -> None:
        self.redact = redact
        self._ring = ring
        self._handler = handler
        self._listener = listener
        self._file = file
        self._stopped = False

    def tail(self, count: int = 2_000) -> tuple[LogLine, ...]:
        """The latest records, oldest first."""
        return tuple(self._ring)[-count:]

    def stop(self) -> None:
        """Write what is queued and take the handlers off; idempotent."""
        if self._stopped:
            return
        self._stopped = True
        logging.getLogger().removeHandler(self._handler)
        self._listener.stop()
        self._file.close()


def start(
    directory: Path,
    *,
    level: int = logging.INFO,
    stream: TextIO | None = None,
    redact: Redactor | None = None,
    max_bytes: int = 5_000_000,
    files: int = 5,
    ring: int = 2_000,
) -> Logs:
    """Send the root logger's records to ``directory``; warnings and worse also to ``stream``.

    Raises OSError when the file cannot be opened. Call ``stop`` on what is returned at the very end.
    """
    directory.mkdir(parents=True, exist_ok=True)
    file = logging.handlers.RotatingFileHandler(
        directory / FILE_NAME, maxBytes=max_bytes, backupCount=files, encoding="utf-8"
    )
    redact = redact or Redactor()
    lines: deque[LogLine] = deque(maxlen=ring)
    records: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    handler = _QueueHandler(records)
    listener = logging.handlers.QueueListener(records, _Sink(file, stream, lines, redact))
    listener.start()
    root = logging.getLogger()
    root.setLevel(level)
    root.addHandler(handler)
    # it writes a line for every request, with full addresses
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    return Logs(redact, lines, handler, listener, file)
