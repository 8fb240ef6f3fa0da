"""First start from a checkout: makes .venv, installs the locked requirements, starts again inside it.

Standard library only, and no syntax newer than Python 3.6: a too old Python must get as far as the sentence
that says so. Everything is said on stderr, because `balcao serve` hands its address out on stdout.
"""

import collections
import contextlib
import ctypes
import errno
import hashlib
import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from typing import Dict, Iterator, List, NoReturn, Optional, Sequence, Tuple

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST, NEWEST = (3, 11), (3, 14)

EXIT_FAILED, EXIT_PYTHON, EXIT_SYSTEM, EXIT_NETWORK, EXIT_SCREEN = 1, 2, 3, 4, 5

LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock"}

# these never open a window, so they have to work on a machine without a screen
WITHOUT_WINDOW = {"serve", "api-token", "selftest", "doctor", "reset-lock", "--version", "--help", "-h"}
# and these do not load Qt either, so a server needs none of the libraries below
WITHOUT_QT = {"serve", "api-token", "reset-lock", "--version", "--help", "-h"}

# every library of the system that Qt's wheels link to, with the Debian package that holds it
_LIBRARIES = """
libEGL.so.1=libegl1 libGL.so.1=libgl1 libX11.so.6=libx11-6 libdbus-1.so.3=libdbus-1-3
libfontconfig.so.1=libfontconfig1 libfreetype.so.6=libfreetype6 libglib-2.0.so.0=libglib2.0-0
libgthread-2.0.so.0=libglib2.0-0 libxkbcommon.so.0=libxkbcommon0 libzstd.so.1=libzstd1
libbrotlicommon.so.1=libbrotli1 libbrotlidec.so.1=libbrotli1 libgssapi_krb5.so.2=libgssapi-krb5-2
libX11-xcb.so.1=libx11-xcb1 libxcb.so.1=libxcb1 libxcb-cursor.so.0=libxcb-cursor0 libxcb-glx.so.0=libxcb-glx0
libxcb-icccm.so.4=libxcb-icccm4 libxcb-image.so.0=libxcb-image0 libxcb-keysyms.so.1=libxcb-keysyms1
libxcb-randr.so.0=libxcb-randr0 libxcb-render.so.0=libxcb-render0 libxcb-render-util.so.0=libxcb-render-util0
libxcb-shape.so.0=libxcb-shape0 libxcb-shm.so.0=libxcb-shm0 libxcb-sync.so.1=libxcb-sync1
libxcb-util.so.1=libxcb-util1 libxcb-xfixes.so.0=libxcb-xfixes0 libxcb-xkb.so.1=libxcb-xkb1
libxkbcommon-x11.so.0=libxkbcommon-x11-0 libwayland-client.so.0=libwayland-client0
libwayland-cursor.so.0=libwayland-cursor0 libXext.so.6=libxext6 libXrandr.so.2=libxrandr2
libbz2.so.1.0=libbz2-1.0 libdrm.so.2=libdrm2 libpulse.so.0=libpulse0
"""
LIBRARIES: Dict[str, str] = dict(pair.split("=") for pair in _LIBRARIES.split())

# programs and a font that only a few end-to-end tests use: those of the real window fail without them
TEST_TOOLS = {"Xvfb": "xvfb", "xauth": "xauth", "xdotool": "xdotool", "convert": "imagemagick",
              "dbus-run-session": "dbus"}
EMOJI_FONT, EMOJI_PACKAGE = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf", "fonts-noto-color-emoji"

_NO_NETWORK = re.compile(
    "No matching distribution|Failed to establish|Max retries|MaxRetryError|NewConnection|NameResolution"
    "|timed out|Connection refused|unreachable|SSLError|ProxyError|ConnectionReset|IncompleteRead"
)

WORDS = {
    "screen": (
        "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.\n"
        "Start it from a desktop session, or use `serve` to run without a window.",
        "Não há tela aqui (nem DISPLAY nem WAYLAND_DISPLAY estão definidos): nenhuma janela pode abrir.\n"
        "Inicie a partir de uma sessão gráfica, ou use `serve` para rodar sem janela.",
    ),
    "python": (
        "This is Python {0}; Python 3.11 to 3.14 is needed and none was found. Install one and start again.",
        "Este é o Python {0}; é preciso o Python 3.11 a 3.14 e nenhum foi encontrado. "
        "Instale um e inicie de novo.",
    ),
    "paste": (
        "A few system packages are missing. Paste this line, then start again:\n\n  {0}\n",
        "Faltam alguns pacotes do sistema. Cole esta linha e depois inicie de novo:\n\n  {0}\n",
    ),
    "other": (
        "Missing on this system: {0}\nInstall the packages that hold them, then start again.",
        "Falta neste sistema: {0}\nInstale os pacotes que os contêm e inicie de novo.",
    ),
    "ask": (
        "These system packages are missing: {0}\nInstall them now with sudo? [Y/n] ",
        "Faltam estes pacotes do sistema: {0}\nInstalar agora com sudo? [S/n] ",
    ),
    "apt": ("Installing {0} system packages…", "Instalando {0} pacotes do sistema…"),
    "apt_failed": (
        "The system packages could not be installed.",
        "Não deu para instalar os pacotes do sistema.",
    ),
    "tools": (
        "Without {0} a few end-to-end tests cannot run; those of the real window fail.",
        "Sem {0}, alguns testes de ponta a ponta não rodam; os da janela real falham.",
    ),
    "waiting": (
        "Another start is still setting up; waiting for it…",
        "Outra inicialização está preparando; aguardando…",
    ),
    "venv": ("Making .venv with Python {0}…", "Criando .venv com o Python {0}…"),
    "venv_failed": ("The folder .venv could not be made.", "Não deu para criar a pasta .venv."),
    "packages": (
        "Installing what Balcão needs (about 270 MB to fetch, once)…",
        "Instalando o que o Balcão precisa (cerca de 270 MB para baixar, uma vez só)…",
    ),
    "changed": (
        "The packages installed are not the ones needed now; installing the difference…",
        "Os pacotes instalados não são os necessários agora; instalando a diferença…",
    ),
    "network": (
        "The package index could not be reached, or lacks a package. Check the connection and start again.",
        "O índice de pacotes não respondeu, ou não tem um pacote. Verifique a conexão e inicie de novo.",
    ),
    "pip_failed": ("The packages could not be installed.", "Não deu para instalar os pacotes."),
    "ready": ("Ready after {0} s.", "Pronto em {0} s."),
}


def say(key: str, *values: object) -> None:
    """Write one of WORDS on stderr, in Portuguese where the environment asks for it."""
    language = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    sys.stderr.write(
        WORDS[key][language.lower().startswith("pt")].format(*values) + ("" if key == "ask" else "\n")
    )
    sys.stderr.flush()


def stop(code: int, key: str, *values: object, tail: Sequence[str] = ()) -> NoReturn:
    """Say why it cannot go on, show the end of what the failing program wrote, and exit."""
    for line in tail:
        sys.stderr.write("  | " + line + "\n")
    say(key, *values)
    sys.exit(code)


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


def missing_libraries() -> List[str]:
    """Libraries of the system that Qt links to and the loader does not find."""
    missing = []
    for name in LIBRARIES if sys.platform.startswith("linux") else ():
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def missing_tools() -> List[str]:
    """Debian packages that a few end-to-end tests would like to have."""
    packages = [package for program, package in TEST_TOOLS.items() if not shutil.which(program)]
    return packages + ([] if os.path.exists(EMOJI_FONT) else [EMOJI_PACKAGE])


def missing_venv() -> Optional[str]:
    """Debian package that brings the venv module, when this Python came without it."""
    importlib.invalidate_caches()
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return None
    systems = os.path.realpath("/usr/bin/python3") == os.path.realpath(sys.executable)
    return "python3-venv" if systems else "python{0}.{1}-venv".format(*sys.version_info)


def apt_line(packages: Sequence[str]) -> str:
    """Line that a user without root can paste; the package lists of a fresh system may be empty."""
    return "sudo apt-get update && sudo apt-get install --no-install-recommends " + " ".join(packages)


def _apt_prefix(packages: Sequence[str]) -> Optional[List[str]]:
    """Words to put before apt-get: none for root, sudo after a yes; None where apt must not or cannot run."""
    if os.environ.get("BALCAO_NO_APT") or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if not (shutil.which("sudo") and sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    say("ask", " ".join(packages))
    answer = sys.stdin.readline()
    # an end of file is no answer, so it is not a yes
    return ["sudo"] if answer and answer.strip().lower()[:1] in ("", "y", "s") else None


def check_system(kind: str, arguments: Sequence[str], needs_venv: bool, root: str = ROOT) -> None:
    """Install the missing system packages, or name them all in one line and exit."""
    if sys.platform == "win32":
        return
    libraries = [] if kind == "run" and WITHOUT_QT.intersection(arguments) else missing_libraries()
    venv = missing_venv() if needs_venv else None
    needed = sorted({LIBRARIES[name] for name in libraries}) + ([venv] if venv else [])
    tools = missing_tools() if kind == "test" and sys.platform.startswith("linux") else []
    # who could not or would not have the tools is not asked again at every run
    tried = os.path.join(root, ".venv", "tools-tried")
    prefix = _apt_prefix(needed + tools) if needed or (tools and not os.path.exists(tried)) else None
    if prefix is not None:
        say("apt", len(needed + tools))
        apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
        _run([*apt, "update"])  # a failure here may be one foreign source: the next step decides
        code, tail = _run([*apt, "-y", "--no-install-recommends", "install", *needed, *tools])
        if code == 0:
            return
        if needed:
            stop(EXIT_SYSTEM, "apt_failed", tail=tail[-12:])
    elif needed and shutil.which("apt-get"):
        stop(EXIT_SYSTEM, "paste", apt_line(needed + tools))
    elif needed:
        stop(EXIT_SYSTEM, "other", " ".join(libraries + (["venv + ensurepip"] if venv else [])))
    if tools:
        say("tools", " ".join(tools))
        if prefix is not None or sys.stdin.isatty():
            with contextlib.suppress(OSError), open(tried, "w"):
                pass


def _output(command: Sequence[str]) -> str:
    """What a short command prints; nothing when it cannot run."""
    try:
        return (
            subprocess.check_output(command, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
            .decode()
            .strip()
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""


def _run(command: Sequence[str]) -> Tuple[int, List[str]]:
    """Run with its output kept; show only the big downloads as they go by. Returns code and last lines."""
    # a user's PYTHONPATH or `pip --user` setting would make pip look at or install into other folders
    env = {
        k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__")
    }
    env["PIP_USER"] = "0"
    tail: "collections.deque[str]" = collections.deque(maxlen=30)
    source = None if command[:1] == ["sudo"] else subprocess.DEVNULL
    with subprocess.Popen(
        command,
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        errors="replace",
        env=env,
    ) as child:
        for line in child.stdout or ():
            tail.append(line.rstrip())
            big = re.match(r"\s+Downloading (?:\S+/)?([^\s/]+?)-\d\S* \((\d{2,}[.\d]* MB)\)", line)
            if big:
                sys.stderr.write("  {0} ({1})\n".format(*big.groups()))
                sys.stderr.flush()
    return child.returncode, [line for line in tail if line and not line.startswith("Ignoring ")]


def find_python() -> Optional[str]:
    """A Python 3.11 to 3.14 on this machine, the newest first."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        for command in (["python3.%d" % minor], ["py", "-3.%d" % minor]):
            # asked, not only found: the launchers of version managers exist for Pythons that are not there
            found = _output([*command, "-c", "import sys; print(sys.executable, sys.version_info[1])"])
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
    if _output(ask):
        say("changed" if any(os.path.exists(_stamp(root, k)) for k in LOCKS) else "packages")
    else:
        say("venv", "{0}.{1}".format(*sys.version_info))
        base = getattr(sys, "_base_executable", None) or sys.executable
        code, tail = _run([base, "-m", "venv", "--clear", home])
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
    code, tail = _run(pip + rules)
    if code:
        if any(_NO_NETWORK.search(line) for line in tail):
            stop(EXIT_NETWORK, "network", tail=tail[-2:])
        stop(EXIT_FAILED, "pip_failed", tail=tail[-12:])
    write_command(root)
    # the tests' lock holds all of the other one at the same versions
    for done in ("run", "test") if kind == "test" else ("run",):
        with open(_stamp(root, done), "w") as stamp:
            stamp.write("{0} {1}\n".format(_digest(root, done), _output(ask)))
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
