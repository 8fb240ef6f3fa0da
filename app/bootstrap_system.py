"""What the first start asks of the system: programs run with their output kept, libraries, Debian's packages.

Standard library only, and no syntax newer than Python 3.6, as in `bootstrap`.
"""

import collections
import contextlib
import ctypes
import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from typing import Dict, List, Optional, Sequence, Tuple

from app.bootstrap_words import EXIT_SYSTEM, say, stop

# these do not load Qt, so a server needs none of the libraries below
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


def output(command: Sequence[str]) -> str:
    """What a short command prints; nothing when it cannot run."""
    try:
        return (
            subprocess.check_output(command, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
            .decode()
            .strip()
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""


def run(command: Sequence[str]) -> Tuple[int, List[str]]:
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


def check_system(kind: str, arguments: Sequence[str], needs_venv: bool, root: str) -> None:
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
        run([*apt, "update"])  # a failure here may be one foreign source: the next step decides
        code, tail = run([*apt, "-y", "--no-install-recommends", "install", *needed, *tools])
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
