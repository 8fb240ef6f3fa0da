"""First start from a checkout: makes .venv, installs the locked requirements, starts again inside it.

Standard library only, and no syntax newer than Python 3.6: a too old Python must get as far as the sentence
that says so. Everything is said on stderr, because `balcao serve` hands its address out on stdout.
"""

import contextlib
import errno
import hashlib
import os
import re
import subprocess
import sys
import time
from typing import Iterator, NoReturn, Optional, Sequence

from app.bootstrap_system import check_system, output, run
from app.bootstrap_words import EXIT_FAILED, EXIT_NETWORK, EXIT_PYTHON, EXIT_SCREEN, say, stop

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST, NEWEST = (3, 11), (3, 14)

LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock"}

# these never open a window, so they have to work on a machine without a screen
WITHOUT_WINDOW = {"serve", "api-token", "selftest", "doctor", "reset-lock", "--version", "--help", "-h"}
_NO_NETWORK = re.compile(
    "No matching distribution|Failed to establish|Max retries|MaxRetryError|NewConnection|NameResolution"
    "|timed out|Connection refused|unreachable|SSLError|ProxyError|ConnectionReset|IncompleteRead"
)


def lacks_screen(arguments: Sequence[str]) -> bool:
    """Tell whether this start wants a window where none can open."""
    if sys.platform in ("win32", "darwin") or WITHOUT_WINDOW.intersection(arguments):
        return False
    return not any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def venv_python(root: str = ROOT) -> str:
    """Path of the interpreter inside the checkout's .venv."""
    return os.path.join(root, ".venv", *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def inside_venv(root: str = ROOT) -> bool:
    """Tell whether this very process runs on the checkout's .venv."""
    return os.path.realpath(sys.prefix) == os.path.realpath(os.path.join(root, ".venv"))


def _stamp(root: str, kind: str) -> str:
    return os.path.join(root, ".venv", "installed-" + kind)


def _digest(root: str, kind: str) -> str:
    with open(os.path.join(root, LOCKS[kind]), "rb") as lock:
        # git may check the lock out with other line ends
        return hashlib.sha256(lock.read().replace(b"\r\n", b"\n")).hexdigest()


def stamped(root: str, kind: str) -> Optional[str]:
    """Python version ("3.11") that the lock, as it is now, was installed for; None when it was not."""
    try:
        with open(_stamp(root, kind)) as stamp:
            digest, version = stamp.read().split()
    except (OSError, ValueError):
        return None
    return version if digest == _digest(root, kind) and os.path.exists(venv_python(root)) else None


def find_python() -> Optional[str]:
    """A Python 3.11 to 3.14 on this machine, the newest first."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        for command in (["python3.%d" % minor], ["py", "-3.%d" % minor]):
            # asked, not only found: the launchers of version managers exist for Pythons that are not there
            found = output([*command, "-c", "import sys; print(sys.executable, sys.version_info[1])"])
            if found.endswith(" %d" % minor):
                return found.rsplit(" ", 1)[0]
    return None


@contextlib.contextmanager
def _locked(root: str) -> Iterator[None]:
    """Hold the set-up to oneself; the system lets go of it when the process ends, however it ends."""
    with open(os.path.join(root, ".venv.lock"), "a") as handle:
        for attempt in range(10**6):
            try:
                if sys.platform == "win32":
                    import msvcrt

                    msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
                else:
                    import fcntl

                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
                    break  # a network folder that cannot lock: go on without
                if attempt == 0:
                    say("waiting")
                time.sleep(0.2)
        yield


COMMAND = """\
import os, sys
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__)))))
from app import bootstrap
bootstrap.ensure("run")
from app.main import run
sys.exit(run())
"""


def write_command(root: str = ROOT) -> str:
    """Write `balcao` into the venv's command folder, for a start from any directory; returns its path."""
    if os.name == "nt":
        path = os.path.join(os.path.dirname(venv_python(root)), "balcao.cmd")
        text = '@"%~dp0python.exe" -x "%~f0" %* & exit /b\n' + COMMAND
    else:
        path = os.path.join(os.path.dirname(venv_python(root)), "balcao")
        # sh finds the interpreter beside the script: a #! line breaks on spaces and long paths
        shell = (
            '#!/bin/sh\n\'\'\'exec\' "$(dirname -- "$(readlink -f -- "$0")")/python" "$0" "$@"\n\' \'\'\'\n'
        )
        text = shell + COMMAND
    with open(path, "w", newline="\r\n" if os.name == "nt" else "\n") as script:
        script.write(text)
    os.chmod(path, 0o755)  # noqa: S103 - a command is for everybody to run
    return path


def install(root: str, kind: str) -> None:
    """Make .venv where there is none that works, install the lock with its hashes, leave the stamp."""
    began = time.monotonic()
    python, home = venv_python(root), os.path.join(root, ".venv")
    ask = [python, "-c", "import pip, sys; print('%d.%d' % sys.version_info[:2])"]
    if output(ask):
        say("changed" if any(os.path.exists(_stamp(root, k)) for k in LOCKS) else "packages")
    else:
        say("venv", "{0}.{1}".format(*sys.version_info))
        base = getattr(sys, "_base_executable", None) or sys.executable
        code, tail = run([base, "-m", "venv", "--clear", home])
        if code:
            stop(EXIT_FAILED, "venv_failed", tail=tail[-12:])
        say("packages")
    pip = [
        python,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--no-input",
        "--progress-bar",
        "off",
    ]
    rules = ["--no-compile", "--require-hashes", "--only-binary=:all:", "-r", os.path.join(root, LOCKS[kind])]
    code, tail = run(pip + rules)
    if code:
        if any(_NO_NETWORK.search(line) for line in tail):
            stop(EXIT_NETWORK, "network", tail=tail[-2:])
        stop(EXIT_FAILED, "pip_failed", tail=tail[-12:])
    write_command(root)
    # the tests' lock holds all of the other one at the same versions
    for done in ("run", "test") if kind == "test" else ("run",):
        with open(_stamp(root, done), "w") as stamp:
            stamp.write("{0} {1}\n".format(_digest(root, done), output(ask)))
    say("ready", round(time.monotonic() - began))


def start_again(python: str, kind: str) -> NoReturn:
    """Become the same command on another Python."""
    for name in ("PYTHONHOME", "__PYVENV_LAUNCHER__"):
        os.environ.pop(name, None)
    said = list(getattr(sys, "orig_argv", ()))[1:]
    command = [python, *(said or ["-m", "app" if kind == "run" else "tests", *sys.argv[1:]])]
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(python, command)  # noqa: S606 - replacing the process is the point
    # execv on Windows starts a second process and gives the console back at once
    try:
        sys.exit(subprocess.call(command))
    except KeyboardInterrupt:
        sys.exit(130)


def ensure(kind: str, arguments: Optional[Sequence[str]] = None, root: str = ROOT) -> None:
    """Return once this process can import everything that `kind` ("run" or "test") needs.

    Outside the checkout's .venv it does not return: it prepares the venv and starts the command again there,
    or exits with 1 (failed), 2 (Python), 3 (system packages), 4 (network) or 5 (no screen).
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    if not os.path.exists(os.path.join(root, LOCKS[kind])):
        return  # installed as a package: somebody else has seen to the requirements
    if kind == "test":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
    elif lacks_screen(arguments):
        stop(EXIT_SCREEN, "screen")
    here = "{0}.{1}".format(*sys.version_info)
    inside, installed = inside_venv(root), stamped(root, kind)
    if inside and installed == here:
        return
    if not inside:
        if not OLDEST <= sys.version_info[:2] <= NEWEST:
            fitting = venv_python(root) if installed else find_python()
            start_again(fitting, kind) if fitting else stop(EXIT_PYTHON, "python", here)
        check_system(kind, arguments, not installed, root)
    if not installed:
        try:
            with _locked(root):
                if not stamped(root, kind):
                    install(root, kind)
        except OSError as error:
            stop(EXIT_FAILED, "venv_failed", tail=[str(error)])
    elif inside:
        # the system's Python was replaced under the venv: without the stamp the one outside makes it anew
        os.remove(_stamp(root, kind))
        start_again(getattr(sys, "_base_executable", sys.executable), kind)
    if not inside:
        start_again(venv_python(root), kind)
