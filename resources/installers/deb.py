"""`python -m resources.installers.deb dist/balcao OUT`: a package for Debian and Ubuntu out of the packaged program.

What the build machine's own packages brought into it is left to the packages of the target, so it is to be built on
the oldest system that it is meant for. Needs dpkg-dev and binutils; prints the path of the package.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import resources
from app import __version__
from app.desktop.link_handler import ENTRY, link_entry
from resources.installers import icons, trim

HERE = Path(__file__).resolve().parent
_PROGRAM = "usr/lib/balcao"
_CONTROL = """\
Package: balcao
Version: {version}
Architecture: {architecture}
Maintainer: Balcão
Installed-Size: {size}
Depends: {depends}
Recommends: fonts-noto-color-emoji, xdg-utils
Suggests: gnome-keyring
Section: net
Priority: optional
Description: Answer WhatsApp customers through the gateway you already use
 The counter from which a small business answers its WhatsApp customers. It
 works with the gateway that the business already has, keeps every
 conversation on its own computer, and loses nothing that a gateway sent.
"""


def build(folder: Path, out: Path) -> Path:
    """Make the package out of PyInstaller's folder; returns its path. Raises CalledProcessError."""
    architecture = _output("dpkg", "--print-architecture")
    with tempfile.TemporaryDirectory() as work:
        root = Path(work) / "root"
        program = root / _PROGRAM
        shutil.copytree(folder, program, symlinks=True)
        _leave_to_the_system(program / "_internal")
        _lay_out(root)
        values = {
            "version": __version__,
            "architecture": architecture,
            "size": sum(each.lstat().st_size for each in root.rglob("*")) // 1024,
            "depends": _dependencies(Path(work), program),
        }
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN" / "control").write_text(_CONTROL.format(**values), encoding="utf-8")
        for each in (root, *root.rglob("*")):
            if not each.is_symlink():
                # whatever the builder's own habits are
                each.chmod(0o755 if each.is_dir() or each == program / "balcao" else 0o644)
        out.mkdir(parents=True, exist_ok=True)
        package = out / f"balcao_{__version__}_{architecture}.deb"
        subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", root, package], check=True, stdout=sys.stderr)
    return package


def _lay_out(root: Path) -> None:
    """Everything beside the program: the command, the entries of the desktop, the icon, the licence."""
    share = root / "usr" / "share"
    command = root / "usr" / "bin" / "balcao"
    command.parent.mkdir(parents=True)
    command.symlink_to(Path("..") / "lib" / "balcao" / "balcao")
    entries = share / "applications"
    entries.mkdir(parents=True)
    shutil.copy(HERE / "linux" / "balcao.desktop", entries)
    (entries / ENTRY).write_text(link_entry([f"/{_PROGRAM}/balcao"]), encoding="utf-8")
    pages = share / "metainfo"
    pages.mkdir()
    shutil.copy(HERE / "linux" / "br.com.balcao.desktop.metainfo.xml", pages)
    drawn = share / "icons" / "hicolor"
    (drawn / "scalable" / "apps").mkdir(parents=True)
    shutil.copy(resources.path("icons", "balcao.svg"), drawn / "scalable" / "apps")
    for size in (48, 256):
        place = drawn / f"{size}x{size}" / "apps"
        place.mkdir(parents=True)
        (place / "balcao.png").write_bytes(icons.png(size))
    told = share / "doc" / "balcao"
    told.mkdir(parents=True)
    own = (trim.ROOT / "LICENSE").read_text(encoding="utf-8")
    (told / "copyright").write_text(
        f"{own}\nIts parts and their licences are listed by the program itself: Help, About Balcão.\n", encoding="utf-8"
    )


def _leave_to_the_system(internal: Path) -> None:
    """Take out the libraries that the loader finds without us, and what only those would have needed."""
    known = set(re.findall(r"^\s(\S+) ", _output("/sbin/ldconfig", "-p"), re.MULTILINE))
    for path in internal.iterdir():
        if path.is_file() and not path.is_symlink() and trim.is_passenger(path.name) and path.name in known:
            path.unlink()
    left = [(str(path.relative_to(internal)), str(path), "BINARY") for path in _libraries(internal)]
    for name in {name for name, _, _ in left} - {name for name, _, _ in trim.reached(left, _needed)}:
        (internal / name).unlink()


def _dependencies(work: Path, program: Path) -> str:
    """The packages that hold what the program links to and does not bring."""
    (work / "debian").mkdir()
    (work / "debian" / "control").write_text("Source: balcao\n\nPackage: balcao\nArchitecture: any\n")
    libraries = _libraries(program)
    inside = [f"-l{folder}" for folder in sorted({path.parent for path in libraries})]
    found = subprocess.run(
        ["dpkg-shlibdeps", "-O", "--ignore-missing-info", *inside, *libraries],
        cwd=work, capture_output=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip
    return found.strip().partition("shlibs:Depends=")[2]


def _needed(library: str) -> list[tuple[str, None]]:
    """What it links to itself; the loader's own list would go on through the libraries of the system."""
    return [(name, None) for name in re.findall(r"NEEDED\s+(\S+)", _output("objdump", "-p", library))]


def _libraries(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and _is_elf(path)]


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()


if __name__ == "__main__":
    sys.stdout.write(f"{build(Path(sys.argv[1]), Path(sys.argv[2]))}\n")
