"""What stands before anything else: folders, lock, log, crash reports, settings, secrets."""

import contextlib
import faulthandler
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

import msgspec

from app import __version__, excepthooks
from app.cli import Arguments, portuguese
from app.lifecycle import RunMark
from services.core import logs
from services.core.crash import CrashReports
from services.core.lock import DataDirBusy, DataDirLock
from services.core.paths import Paths, Risk, resolve, storage_risk
from services.settings.secrets import Secrets
from services.settings.store import Store

_log = logging.getLogger(__name__)

EXIT_BUSY, EXIT_FOLDER = 6, 7

_WORDS = {
    "busy": (
        "Balcão is running already with this data folder{about}:\n{folder}",
        "O Balcão já está rodando com esta pasta de dados{about}:\n{folder}",
    ),
    "folder": (
        "The data folder cannot be used ({why}):\n{folder}",
        "A pasta de dados não pode ser usada ({why}):\n{folder}",
    ),
    Risk.NETWORK: (
        "The data folder is on a network drive, where the database would be damaged:\n{folder}\n"
        "Choose a folder of this computer with --data-dir.",
        "A pasta de dados está em uma unidade de rede, onde o banco de dados seria danificado:\n{folder}\n"
        "Escolha uma pasta deste computador com --data-dir.",
    ),
    Risk.SYNCED: (
        "The data folder is synchronised with a cloud, which would damage the database:\n{folder}\n"
        "Choose a folder that is not synchronised with --data-dir.",
        "A pasta de dados é sincronizada com uma nuvem, o que danificaria o banco de dados:\n{folder}\n"
        "Escolha uma pasta não sincronizada com --data-dir.",
    ),
}


class Refused(Exception):
    """This start cannot go on; the text says why to a person, ``code`` is the exit code."""

    def __init__(self, code: int, key: str, **values: object) -> None:
        super().__init__(_WORDS[key][portuguese()].format(**values))
        self.code = code


class FirstRaised(Exception):
    """Another window had this data folder and has come to the front."""


class Groundwork(msgspec.Struct, frozen=True):
    """Everything that is there before the services are.

    ``stacks`` is the fault handler's file. ``ended_badly`` is about the run before this one, and
    ``last_report`` what that run reported.
    """

    arguments: Arguments
    paths: Paths
    logs: logs.Logs
    reports: CrashReports
    settings: Store
    secrets: Secrets
    mark: RunMark
    stacks: TextIO
    ended_badly: bool
    last_report: Path | None


@contextlib.contextmanager
def prepared(
    arguments: Arguments, kind: str, *, first_raised: Callable[[str], bool] = lambda digest: False
) -> Iterator[Groundwork]:
    """Prepare the data folder, hold its lock meanwhile, take everything down again.

    ``first_raised(digest)`` is asked, while another window holds the folder, whether that one has come to
    the front; then FirstRaised is raised. Raises Refused.
    """
    paths = resolve(arguments.data_dir, arguments.profile)
    risk = storage_risk(paths.data)
    # who knows better may go on: a folder may be called "Dropbox" and be none
    overruled = bool(os.environ.get("BALCAO_ALLOW_ANY_FOLDER"))
    if risk is not None and not overruled:
        raise Refused(EXIT_FOLDER, risk, folder=paths.data)
    with contextlib.ExitStack() as stack:
        try:
            paths.create()
            lock = _locked(paths, kind, first_raised)
            stack.callback(lock.release)
            stacks = stack.enter_context(paths.faults.open("a", encoding="utf-8"))
            log = logs.start(paths.logs, stream=sys.stderr)
            stack.callback(log.stop)
        except OSError as error:
            raise Refused(EXIT_FOLDER, "folder", why=error.strerror or error, folder=paths.data) from error
        reports = CrashReports(
            paths.crashes,
            __version__,
            tail=lambda: "\n".join(line.words() for line in log.tail(200)),
            redact=log.redact,
        )
        excepthooks.install(reports)
        found = reports.adopt(paths.faults, "the process was ended by a fault")
        faulthandler.enable(stacks, all_threads=True)
        stack.callback(faulthandler.disable)
        if overruled and risk is not None:
            _log.warning("the data folder is a %s, used all the same", risk)
        mark = RunMark(paths.running_mark)
        since = mark.unclean_since()
        last_report = found or (reports.latest_since(since) if since is not None else None)
        ended_badly = since is not None or found is not None
        mark.set()
        settings = Store(paths.settings, command_line=arguments.settings, environment=os.environ)
        logging.getLogger().setLevel(settings.get("diagnosis.log_level").upper())
        secrets = Secrets(
            paths.secrets,
            paths.digest,
            learn=log.redact.register,
            forget=log.redact.unregister,
            fresh=not paths.database.exists(),
        )
        _log.info("Balcão %s, %s%s", __version__, kind, ", after an unclean end" if ended_badly else "")
        yield Groundwork(
            arguments, paths, log, reports, settings, secrets, mark, stacks, ended_badly, last_report
        )


def _locked(paths: Paths, kind: str, first_raised: Callable[[str], bool], wait_s: float = 8.0) -> DataDirLock:
    """The lock; a window that is just starting or closing is waited for."""
    lock = DataDirLock(paths.lock, kind)
    deadline = time.monotonic() + wait_s
    while True:
        try:
            lock.acquire()
        except DataDirBusy as busy:
            windows = busy.kind == kind == "window"
            if windows and first_raised(paths.digest):
                raise FirstRaised from None
            if not windows or time.monotonic() > deadline:
                about = f" ({busy.kind} {busy.pid})" if busy.pid else ""
                raise Refused(EXIT_BUSY, "busy", about=about, folder=paths.data) from None
            time.sleep(0.1)
        else:
            return lock
