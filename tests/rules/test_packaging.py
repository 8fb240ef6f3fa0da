"""What is packaged is whole: nothing is imported, read or told to a system that a packaged program would be without."""

import collections
import configparser
import functools
import os
import plistlib
import re
import struct
import sys
import xml.etree.ElementTree as ET
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from app import __version__
from app.desktop.link_handler import link_entry
from app.frozen import restore_environment
from resources.installers import bundle, icons, trim

ROOT = Path(__file__).resolve().parent.parent.parent
OWN = ("app", "ui", "services", "resources")


# read as text: a syntax tree of everything takes two seconds
_IMPORT = re.compile(r"^[ \t]*(?:from ([\w.]+) import\b *(\w*)|import ([\w.]+)(?: as \w+)?[ \t]*$)", re.MULTILINE)
_DYNAMIC = re.compile(r"\b(?:import_module|__import__|find_spec|iter_modules|walk_packages|entry_points)\(")


@functools.cache
def _sources():
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for package in OWN
        for path in sorted((ROOT / package).rglob("*.py"))
        if path != ROOT / "resources" / "sounds" / "make.py" and ROOT / "resources" / "installers" not in path.parents
    }


@functools.cache
def _imported():
    """The places that import a module, wherever in them, by the module's name."""
    found = collections.defaultdict[str, set[str]](set)
    for place, text in _sources().items():
        for whence, name, whole in _IMPORT.findall(text):
            found[whence or whole].add(place)
            # a name may be a module as well
            found[f"{whence}.{name}"].add(place)
    return found


def test_what_is_imported_is_shipped():
    shipped, brings = trim.locked("requirements.lock"), packages_distributions()
    foreign = {name.partition(".")[0] for name in _imported()} - {""} - set(OWN) - sys.stdlib_module_names
    assert {"PySide6", "aiohttp", "soundfile", "phonenumbers"} <= foreign
    here = {top for top in foreign if any(re.sub("[-_.]+", "-", each).lower() in shipped for each in brings.get(top, ()))}
    assert foreign == here
    left_out = {name for name in _imported() for out in trim.EXCLUDED if f"{name}.".startswith(f"{out}.")}
    assert left_out == set()


def test_no_module_is_named_where_nobody_sees_it():
    """PyInstaller follows every import statement, inside functions too, but no name that is made while it runs."""
    found = {place for place, text in _sources().items() if _DYNAMIC.search(text)}
    # what makes .venv is in no package; the other proves from inside one that all of these are there
    assert {place for place in found if not place.startswith("app/bootstrap")} == {"app/selftest.py"}
    named = re.findall(r'import_module\("([\w.]+)"\)', _sources()["app/selftest.py"])
    assert named and set(named) <= set(_imported())


def test_files_that_are_read_lie_among_the_resources():
    strays = [
        path.relative_to(ROOT).as_posix()
        for package in ("app", "ui", "services")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc") and "__pycache__" not in path.parts
    ]
    assert strays == []
    dropped = [
        path.name
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
        and not trim.useful((path.relative_to(ROOT).as_posix(), "", "DATA"), ("pt_BR",))
    ]  # fmt: skip
    assert {path.name for path in (ROOT / "resources" / "installers").rglob("*.*") if path.suffix != ".pyc"} <= set(dropped)
    dropped = {name for name in dropped if not list((ROOT / "resources" / "installers").rglob(name))}
    assert dropped | {"__init__.py"} == {"__init__.py", "make.py", "en.ts", "pt_BR.ts"}


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.so", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/translations/qtbase_pt_BR.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6\\translations\\qt_help_pt_BR.qm", False),
        ("resources/i18n/pt_BR.qm", True),
        ("opengl32sw.dll", False),
    ],
)
def test_of_qt_only_what_a_chat_program_loads_stays(name, stays):
    assert trim.useful((name, "", "BINARY"), ("pt_BR", "en")) is stays


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names of libraries on Linux")
def test_a_library_stays_while_something_kept_links_to_it():
    binaries = [
        ("PySide6/QtCore.abi3.so", "/w/QtCore.abi3.so", "EXTENSION"),
        ("PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.so", "/w/plugin.so", "BINARY"),
        ("_soundfile_data/libsndfile_x86_64.so", "/w/sndfile.so", "BINARY"),
        ("libpython3.11.so.1.0", "/lib/python.so", "BINARY"),
        *((name, f"/q/{name}", "BINARY") for name in ("libQt6Core.so.6", "libQt6Quick.so.6", "libQt6Sql.so.6")),
        *((name, f"/lib/{name}", "BINARY") for name in ("libpulse.so.0", "libdbus-1.so.3", "libgtk-3.so.0", "libcairo.so.2")),
    ]
    links = {
        "/w/QtCore.abi3.so": ["libQt6Core.so.6"],
        "/w/plugin.so": ["libQt6Quick.so.6", "libpulse.so.0"],
        "/lib/libpulse.so.0": ["libdbus-1.so.3"],
        "/lib/libgtk-3.so.0": ["libcairo.so.2"],
    }
    kept = trim.reached(binaries, lambda path: [(name, None) for name in links.get(path, ())])
    gone = {name for name, _, _ in binaries} - {name for name, _, _ in kept}
    assert gone == {"libQt6Sql.so.6", "libgtk-3.so.0", "libcairo.so.2"}
    present = {"PySide6/Qt/lib/libQt6Core.so.6"}
    assert trim.points_somewhere(("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"), present)
    assert not trim.points_somewhere(("libQt6Sql.so.6", "PySide6/Qt/lib/libQt6Sql.so.6", "SYMLINK"), present)


def test_a_mac_is_told_of_the_microphone_and_of_links():
    told = plistlib.loads(plistlib.dumps(bundle.info_plist()))
    assert "microfone" in told["NSMicrophoneUsageDescription"]
    assert told["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == ["balcao"]


def test_windows_is_told_the_version(tmp_path):
    called = []
    names = ("VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct", "VarFileInfo", "VarStruct")
    read = {name: lambda *values, **named: called.append((values, named)) for name in names}
    eval(bundle.write_windows_version(tmp_path / "v", "1.20.3").read_text("utf-8"), read)  # as PyInstaller reads it
    assert any(named.get("filevers") == (1, 20, 3, 0) for _, named in called)
    assert (("FileVersion", "1.20.3"), {}) in called


def test_the_icons_hold_every_size(tmp_path):
    ico = icons.write_ico(tmp_path / "a.ico").read_bytes()
    count = struct.unpack_from("<HHH", ico)[2]
    entries = [struct.unpack_from("<BBBBHHII", ico, 6 + 16 * at) for at in range(count)]
    assert [entry[0] or 256 for entry in entries] == [16, 20, 24, 32, 40, 48, 64, 256]
    assert all(ico[at : at + 4] == b"\x89PNG" for *_, at in entries) and entries[-1][-1] + entries[-1][-2] == len(ico)
    icns = icons.write_icns(tmp_path / "a.icns").read_bytes()
    at, kinds = 8, []
    while at < len(icns):
        kind, length = struct.unpack_from(">4sI", icns, at)
        assert icns[at + 8 : at + 12] == b"\x89PNG"
        kinds.append(kind)
        at += length
    assert at == len(icns) and {b"ic07", b"ic10"} <= set(kinds)


def test_the_desktops_of_linux_are_told_what_is_true():
    desktop = configparser.RawConfigParser(strict=True)
    desktop.optionxform = str
    desktop.read(ROOT / "resources" / "installers" / "linux" / "balcao.desktop", encoding="utf-8")
    entry = desktop["Desktop Entry"]
    # the window says this of itself, and the desktop puts the two together by it
    assert f'setDesktopFileName("{entry["StartupWMClass"]}")' in (ROOT / "app" / "window_app.py").read_text("utf-8")
    page = ET.parse(ROOT / "resources" / "installers" / "linux" / f"{bundle.IDENTIFIER}.metainfo.xml").getroot()
    assert page.findtext("launchable") == "balcao.desktop" and page.findtext("id") == bundle.IDENTIFIER
    assert page.find("releases/release").get("version") == __version__, "tell of this version in the metainfo"
    assert page.findtext("provides/mediatype") in link_entry(["balcao"])


def test_what_is_started_by_it_inherits_nothing_of_the_package(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/balcao/_internal")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/home/ana/lib")
    monkeypatch.setenv("DYLD_LIBRARY_PATH", "/opt/balcao/_internal")
    monkeypatch.setenv("QT_PLUGIN_PATH", "/opt/balcao/_internal/plugins")
    restore_environment()
    assert os.environ["LD_LIBRARY_PATH"] == "/home/ana/lib"
    assert not {"LD_LIBRARY_PATH_ORIG", "DYLD_LIBRARY_PATH", "QT_PLUGIN_PATH"} & set(os.environ)
