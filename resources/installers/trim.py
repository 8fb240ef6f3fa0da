"""What stays out of the packaged program. Qt's wheels bring much that a chat program never loads, and PyInstaller
collects what the build machine has: so plugins are dropped by name first, then every library that nothing left over
links to.
"""

import posixpath
import re
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# name in the package, where it comes from, PyInstaller's kind
Entry = tuple[str, str, str]

UNUSED = re.compile(
    "|".join(
        (
            r"plugins/platforminputcontexts/.*virtualkeyboard",
            r"plugins/imageformats/.*(qpdf|qtga|qtiff|qwbmp|qicns)",
            r"plugins/platforms/.*(qeglfs|qlinuxfb|qvnc|qvkkhrdisplay|qminimal)",
            r"plugins/platformthemes/.*qgtk3",
            # aiohttp speaks TLS, with Python's own; Qt only talks to the first window on this computer
            r"plugins/tls/",
            r"plugins/(sqldrivers|qmltooling|egldeviceintegrations|wayland-graphics-integration-server)/",
            r"plugins/(printsupport|generic|networkinformation|position|sceneparsers|renderers|geometryloaders)/",
            r"opengl32sw\.dll$",
            r"qtwebengine",
        )
    )
)
_INSTALLERS = "resources/installers/"

# never imported: places, carriers and time zones of phone numbers are of no use to us and as large as all our code
EXCLUDED = (
    "tkinter", "unittest", "pydoc_data", "test",
    # soundfile works without it where it is given plain bytes
    "numpy",
    "phonenumbers.geodata", "phonenumbers.carrierdata", "phonenumbers.tzdata",
)  # fmt: skip


def slashed(name: str) -> str:
    """A name in the package, the same on every system."""
    return name.replace("\\", "/")


def base_name(name: str) -> str:
    """The last part of a name in the package or of a path."""
    return slashed(name).rpartition("/")[2]


def useful(entry: Entry, languages: Iterable[str]) -> bool:
    """Whether a file may be of use; of Qt's own words only those in ``languages``."""
    name = slashed(entry[0])
    if UNUSED.search(name) or "__pycache__" in name or name.endswith((".ts", ".py")) or name.startswith(_INSTALLERS):
        return False
    if "/translations/" in name:
        return base_name(name) in {f"qtbase_{language}.qm" for language in languages}
    return True


def is_passenger(name: str) -> bool:
    """Whether a library is here only because something else wanted it: Qt's own, FFmpeg's, the build machine's."""
    base, where = base_name(name), slashed(name)
    if "plugins/" in where:
        return False
    if re.match(r"(lib)?(Qt6|av|sw)[A-Za-z]*", base):
        return True
    # PyInstaller lays what it found on the build machine at the top
    return sys.platform.startswith("linux") and "/" not in where and base.startswith("lib") and "python" not in base


def reached(binaries: list[Entry], imports: Callable[[str], Iterable[tuple[str, str | None]]]) -> list[Entry]:
    """The binaries that an extension module, a plugin kept, or one of these links to; ``imports`` reads one file's."""
    by_name = {base_name(name): path for name, path, _ in binaries}
    todo = [path for name, path, _ in binaries if not is_passenger(name)]
    seen: set[str] = set()
    while todo:
        for imported, _ in imports(todo.pop()):
            base = base_name(imported)
            if base in by_name and base not in seen:
                seen.add(base)
                todo.append(by_name[base])
    return [each for each in binaries if not is_passenger(each[0]) or base_name(each[0]) in seen]


def points_somewhere(entry: Entry, present: Iterable[str]) -> bool:
    """Whether a link still has its library; true of everything that is no link."""
    name, source, kind = entry
    if kind != "SYMLINK":
        return True
    target = posixpath.normpath(posixpath.join(posixpath.dirname(slashed(name)), slashed(source)))
    return target in present or slashed(source) in present


def locked(name: str) -> set[str]:
    """The distributions that a lock file holds."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {re.split(r"[=\s]", line)[0].lower() for line in lines if line[:1].isalnum()}


def only_for_tests() -> list[str]:
    """Modules that are installed here but not in the lock for users; PyInstaller's hooks would drag them in."""
    shipped = locked("requirements.lock")
    return [
        module
        for module, distributions in packages_distributions().items()
        if not any(re.sub("[-_.]+", "-", each).lower() in shipped for each in distributions)
    ]
