"""Languages: translators for the program and for Qt's own words, switchable while it runs."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

import resources

LANGUAGES = ("pt_BR", "en")
"""What can be chosen; English is the source and has a file for its plurals only."""

NAMES = {"pt_BR": "Português (Brasil)", "en": "English"}


def install(app: QApplication, language: str = "") -> str:
    """Show everything in this language from now on; returns the one in use.

    Empty means the system's, English where there is none. Widgets hear of it as ``LanguageChange``.
    """
    chosen = language if language in LANGUAGES else _system_language()
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.setParent(None)
        old.deleteLater()
    QLocale.setDefault(_english_locale() if chosen == "en" and not language else QLocale(chosen))
    ensure_compiled()
    own = QTranslator(app)
    qt = QTranslator(app)
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if chosen != "en" and qt.load(f"qtbase_{chosen}", qt_folder):
        app.installTranslator(qt)
    if own.load(chosen, str(resources.path("i18n"))):
        app.installTranslator(own)
    return chosen


def ensure_compiled() -> list[Path]:
    """Make the ``.qm`` files that are missing or older than their ``.ts``; returns the ones made.

    In the packaged program they are there already and no compiler is; nothing happens then.
    """
    made: list[Path] = []
    for language in LANGUAGES:
        source = resources.path("i18n", f"{language}.ts")
        target = source.with_suffix(".qm")
        if not source.exists():
            continue
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        if _compile(source, target):
            made.append(target)
    return made


def _compile(source: Path, target: Path) -> bool:
    if getattr(sys, "frozen", False):
        return False
    import PySide6

    tool = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    # written aside and renamed: another start may be reading or making the same file
    aside = target.with_suffix(f".{os.getpid()}.qm")
    try:
        command = [str(tool), "-silent", str(source), "-qm", str(aside)]
        run = subprocess.run(command, capture_output=True, timeout=60, check=False)
        if run.returncode != 0:
            return False
        aside.replace(target)
    except (OSError, subprocess.SubprocessError):
        return False
    finally:
        aside.unlink(missing_ok=True)
    return True


def _system_language() -> str:
    system = QLocale.system()
    return "pt_BR" if system.language() is QLocale.Language.Portuguese else "en"


def _english_locale() -> QLocale:
    """The system's manner of writing dates where the system speaks English, else plain English."""
    system = QLocale.system()
    return system if system.language() is QLocale.Language.English else QLocale("en_US")
