"""How this very program is started again, from anywhere, with the data it has now."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from app.cli import Arguments

# of a field in a desktop entry; source: Desktop Entry Specification 1.5, "The Exec key"
_ESCAPED = str.maketrans({each: f"\\{each}" for each in '"`$\\'})


def start_command(arguments: Arguments) -> tuple[str, ...]:
    """The program and the options that name its data, as separate words."""
    if getattr(sys, "frozen", False):
        # an AppImage is unpacked somewhere else at every start
        program: tuple[str, ...] = (os.environ.get("APPIMAGE") or sys.executable,)
    else:
        program = (sys.executable, str(Path(__file__).resolve().parents[1]))
    options: list[str] = []
    if arguments.data_dir is not None:
        options += ["--data-dir", str(arguments.data_dir.resolve())]
    if arguments.profile is not None:
        options += ["--profile", arguments.profile]
    return (*program, *options)


def exec_line(words: Sequence[str], field: str = "") -> str:
    """The words as the value of ``Exec=``; ``field`` is a code such as ``%u`` that comes after them."""
    quoted = ['"' + word.replace("%", "%%").translate(_ESCAPED) + '"' for word in words]
    line = " ".join((*quoted, field) if field else quoted)
    # a value's own escaping comes on top of that of its words
    return line.replace("\\", "\\\\")


def windows_line(words: Sequence[str]) -> str:
    """The words as Windows keeps them in the registry."""
    return subprocess.list2cmdline(words)


def suffix(arguments: Arguments, digest: str) -> str:
    """What tells this data folder's entries from those of another: nothing for the usual one."""
    own = arguments.data_dir is not None or arguments.profile is not None
    return f"-{digest[:8]}" if own else ""
