"""The five ways in which an unexpected failure comes to light, all leading to one crash record."""

import asyncio
import logging
import sys
import threading
from types import TracebackType
from typing import Any

from services.core.crash import CrashReports

_qt_log = logging.getLogger("qt")


def install(reports: CrashReports) -> None:
    """Take over the hooks of the interpreter: uncaught, in threads, in destructors."""

    def uncaught(kind: type[BaseException], error: BaseException, stack: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, stack)
            return
        reports.record("uncaught error", error, stack)

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            name = args.thread.name if args.thread else "?"
            reports.record(f"uncaught error in thread {name}", args.exc_value, args.exc_traceback)

    def unraisable(args: Any) -> None:
        if args.exc_value is not None:
            where = args.err_msg or "error ignored in"
            reports.record(f"{where} {type(args.object).__name__}", args.exc_value, args.exc_traceback)

    sys.excepthook = uncaught
    threading.excepthook = in_thread
    sys.unraisablehook = unraisable


def loop_handler(reports: CrashReports) -> Any:
    """An exception handler for ``loop.set_exception_handler``."""

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, ConnectionError):
            # the other side hung up in the middle of something nobody waits for any more
            logging.getLogger("asyncio").info("%s: %s", context.get("message"), error)
            return
        task = context.get("task") or context.get("future")
        name = task.get_name() if isinstance(task, asyncio.Task) else ""
        reports.record(f"{context.get('message', 'error in the loop')} {name}".strip(), error)

    return handle


def install_qt() -> None:
    """Send what Qt itself has to say into the log. Imports Qt."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
        QtMsgType.QtCriticalMsg: logging.ERROR,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }

    def handle(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        category = context.category if isinstance(context.category, str) else None
        about = f"{category}: " if category and category != "default" else ""
        _qt_log.log(levels.get(kind, logging.WARNING), "%s%s", about, text)

    qInstallMessageHandler(handle)
