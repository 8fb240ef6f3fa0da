"""`balcao selftest`: proves, line by line, that what the program needs is here. Runs packaged as well."""

import asyncio
import importlib
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# a check returns what it found; it raises when that will not do
Check = Callable[[], str]


class Lacking(Exception):
    """Something that is needed is not here; the text says what."""


def run() -> int:
    """Run all checks and print a line for each; returns 0 when all passed, 1 otherwise."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
    failed = 0
    print(f"Balcão {__version__}{' (packaged)' if getattr(sys, 'frozen', False) else ''}")
    for name, check in CHECKS.items():
        try:
            found = check()
        except Exception as error:  # noqa: BLE001 - every failure becomes a line, the others still run
            failed += 1
            print(f"FAIL  {name}: {f'{type(error).__name__}: {error}'.removeprefix('Lacking: ')}", flush=True)
        else:
            print(f"ok    {name}: {found}", flush=True)
    print(f"{failed} of {len(CHECKS)} failed" if failed else "all passed")
    return 1 if failed else 0


def _versions() -> str:
    import PySide6

    pyside = tuple(int(part) for part in PySide6.__version__.split(".")[:2])
    python = ".".join(map(str, sys.version_info[:3]))
    # 6.12 gives one reference to None back too many per call: fatal where None is counted
    if pyside >= (6, 12) and sys.version_info < (3, 12):
        raise Lacking(f"PySide6 {PySide6.__version__} crashes Python {python}; 6.11 is needed")
    return f"Python {python}, PySide6 {PySide6.__version__}"


def _references() -> str:
    from PySide6.QtCore import QObject

    subject, before = QObject(), sys.getrefcount(None)
    for _ in range(300):
        subject.setObjectName("x")
    lost = before - sys.getrefcount(None)
    if lost > 150:
        raise Lacking(f"{lost} references to None lost in 300 calls")
    return "Qt calls keep them"


def _sqlite() -> str:
    if sqlite3.sqlite_version_info < (3, 35):
        raise Lacking(f"SQLite {sqlite3.sqlite_version} is too old, 3.35 is needed")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        connection = sqlite3.connect(Path(folder) / "selftest.db")
        try:
            (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(
                "CREATE VIRTUAL TABLE words USING fts5(text, tokenize='unicode61 remove_diacritics 2')"
            )
            connection.execute("INSERT INTO words VALUES ('Pão de açúcar') RETURNING rowid").fetchall()
            found = connection.execute("SELECT count(*) FROM words WHERE words MATCH 'acucar'").fetchone()[0]
        finally:
            connection.close()
    if mode != "wal" or found != 1:
        raise Lacking(f"journal mode {mode}, {found} found")
    return f"SQLite {sqlite3.sqlite_version}, WAL, FTS5 without accents"


def _providers() -> str:
    from services.providers.registry import DESCRIPTORS

    kinds = [descriptor.kind for descriptor in DESCRIPTORS]
    if not kinds or len(set(kinds)) != len(kinds):
        raise Lacking(f"the registry holds {kinds}")
    return ", ".join(kinds)


def _schema() -> str:
    from services.storage import migrations

    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrations.migrate(connection, Path("selftest"), 0)
        tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0]
    finally:
        connection.close()
    return f"{migrations.LATEST} migrations, {tables} tables"


def _program() -> str:
    # whatever is fetched only when it is asked for as well: a packaged program could be without it
    importlib.import_module("app.container")
    importlib.import_module("app.window_app")
    importlib.import_module("app.single_instance")
    importlib.import_module("app.glance")
    importlib.import_module("app.serve")
    return "window, services, commands"


def _sockets() -> str:
    import socketio

    async def made() -> str:
        # chooses its kind by name while it runs
        return type(socketio.AsyncClient().eio).__module__

    return asyncio.run(made())


def _tunnel() -> str:
    importlib.import_module("services.instances.tunnel.ngrok")
    return "ngrok can be driven; its agent is fetched when a tunnel is first opened"


def _phones() -> str:
    from services.domain import phone

    shown = {digits: phone.display(digits) for digits in ("5511987650002", "351912345678", "81312345678")}
    if lacking := [digits for digits, written in shown.items() if " " not in written]:
        raise Lacking(f"no numbering plan for +{', +'.join(lacking)}")
    return ", ".join(shown.values())


def _voice() -> str:
    from ui.composer.encoder import Form, write_opus

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "voice.ogg"
        write_opus(path, Form("Int16", 48_000, 1), (b"\0" * 96_000,))
        written = path.read_bytes()
    if not written.startswith(b"OggS") or b"OpusHead" not in written[:64]:
        raise Lacking("libsndfile writes no Opus")
    return f"a second of Opus, {len(written)} bytes"


def _notifications() -> str:
    if not sys.platform.startswith("linux"):
        return "Qt's own"
    importlib.import_module("ui.desktop.freedesktop")
    return "over D-Bus, else Qt's own"


def _licences() -> str:
    from ui import licences

    parts = licences.shipped()
    if lacking := [part.name for part in parts if not part.text]:
        raise Lacking(f"no text of the licence of {', '.join(lacking)}")
    return f"{len(parts)}, each with its text"


def _server() -> str:
    # by name: the rules keep imports of it at the edges, and this one only looks whether it is there
    aiohttp = importlib.import_module("aiohttp")

    async def listen() -> int:
        server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
        async with server:
            return int(server.sockets[0].getsockname()[1])

    return f"aiohttp {aiohttp.__version__}, listened on 127.0.0.1:{asyncio.run(listen())}"


def _qt_plugins() -> str:
    from PySide6.QtGui import QImageReader

    formats = {bytes(each.data()).decode() for each in QImageReader.supportedImageFormats()}
    if lacking := {"png", "jpeg", "webp", "gif", "svg"} - formats:
        raise Lacking(f"image formats {', '.join(sorted(lacking))}")
    return f"platform {_application().platformName()}, images {', '.join(sorted(formats))}"


def _fonts() -> str:
    from PySide6.QtGui import QFontDatabase

    _application()
    families = QFontDatabase.families()
    if not families:
        raise Lacking("no font at all: install one, for instance fonts-dejavu-core or fonts-noto-core")
    emoji = any("emoji" in family.lower() for family in families)
    return f"{len(families)} families, {'with' if emoji else 'without'} emoji"


def _multimedia() -> str:
    from PySide6.QtMultimedia import QMediaPlayer

    _application()
    if not QMediaPlayer().isAvailable():
        raise Lacking("no QtMultimedia backend: voice notes would not play")
    return "voice notes can be played"


def _translations() -> str:
    import resources
    from ui import i18n

    i18n.ensure_compiled()
    sizes = {}
    for language in i18n.LANGUAGES:
        compiled = resources.path("i18n", f"{language}.qm")
        sizes[language] = compiled.stat().st_size if compiled.exists() else 0
    if not all(sizes.values()):
        raise Lacking(", ".join(f"{language}.qm" for language, size in sizes.items() if not size))
    return ", ".join(sizes)


def _keyring() -> str:
    from services.settings.secrets import system_keyring

    backend = system_keyring()
    return f"{type(backend).__module__}" if backend else "none; credentials go into a file of this user's own"


def _qr() -> str:
    import segno

    return f"segno {segno.__version__}, {segno.make_qr('2@selftest', error='L').symbol_size()[0]} modules"


def _application() -> "QApplication":
    from PySide6.QtWidgets import QApplication

    present = QApplication.instance()
    return present if isinstance(present, QApplication) else QApplication(["balcao"])


CHECKS: dict[str, Check] = {
    "versions": _versions,
    "references": _references,
    "database": _sqlite,
    "schema": _schema,
    "program": _program,
    "providers": _providers,
    "server": _server,
    "sockets": _sockets,
    "tunnel": _tunnel,
    "phone numbers": _phones,
    "qt plugins": _qt_plugins,
    "fonts": _fonts,
    "multimedia": _multimedia,
    "voice": _voice,
    "notifications": _notifications,
    "translations": _translations,
    "licences": _licences,
    "keyring": _keyring,
    "qr": _qr,
}
