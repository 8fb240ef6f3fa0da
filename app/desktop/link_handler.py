"""Telling the system that ``balcao://`` links are ours: written down and read back. Blocks for a moment.

Windows is written from its documentation and was not tried: unverified. On macOS only the bundle can say so.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from app.desktop.command import exec_line, windows_line

_MIME = "x-scheme-handler/balcao"
_CLASS = r"Software\Classes\balcao"
_TOOL_S = 10


class LinkHandler:
    """``data`` is the user's folder of applications' data on Linux."""

    def __init__(self, command: Sequence[str], *, data: Path | None = None) -> None:
        # after the two hyphens nothing in a link can be taken for an option
        self._command = (*command, "open", "--")
        data = data or Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
        self._entry = data / "applications" / "balcao-links.desktop"

    def enabled(self) -> bool:
        """Whether our links come to this program."""
        if sys.platform == "win32":
            return self._registered() == self._windows_line()
        try:
            return f"Exec={self._line()}\n" in self._entry.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False

    def set(self, on: bool) -> None:
        """Write it or take it away. Raises OSError."""
        if sys.platform == "win32":
            self._register(on)
            return
        if sys.platform == "darwin":
            raise OSError("only the bundle can register links")
        if on:
            self._entry.parent.mkdir(parents=True, exist_ok=True)
            aside = self._entry.with_name(f".{self._entry.name}.new")
            aside.write_text(
                "[Desktop Entry]\nType=Application\nName=Balcão\nNoDisplay=true\nTerminal=false\nIcon=balcao\n"
                f"Exec={self._line()}\nMimeType={_MIME};\n",
                encoding="utf-8",
            )
            aside.replace(self._entry)
        else:
            self._entry.unlink(missing_ok=True)
        self._tell("update-desktop-database", str(self._entry.parent))
        if on:
            self._tell("xdg-mime", "default", self._entry.name, _MIME)

    def _line(self) -> str:
        return exec_line(self._command, "%u")

    def _windows_line(self) -> str:
        return f'{windows_line(self._command)} "%1"'

    def _tell(self, tool: str, *words: str) -> None:
        # desktops without these tools look through the folder by themselves
        found = shutil.which(tool)
        if found is not None:
            try:
                subprocess.run([found, *words], capture_output=True, timeout=_TOOL_S, check=False)
            except subprocess.TimeoutExpired as late:
                raise OSError(f"{tool} does not answer") from late

    if sys.platform == "win32":

        def _registered(self) -> str:
            import winreg

            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, rf"{_CLASS}\shell\open\command") as key:
                    return str(winreg.QueryValueEx(key, "")[0])
            except FileNotFoundError:
                return ""

        def _register(self, on: bool) -> None:
            import winreg

            if on:
                with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _CLASS) as key:
                    winreg.SetValueEx(key, "", 0, winreg.REG_SZ, "URL:Balcão")
                    winreg.SetValueEx(key, "URL Protocol", 0, winreg.REG_SZ, "")
                with winreg.CreateKey(winreg.HKEY_CURRENT_USER, rf"{_CLASS}\shell\open\command") as key:
                    winreg.SetValueEx(key, "", 0, winreg.REG_SZ, self._windows_line())
                return
            for part in (r"\shell\open\command", r"\shell\open", r"\shell", ""):
                try:
                    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, f"{_CLASS}{part}")
                except FileNotFoundError:
                    continue
