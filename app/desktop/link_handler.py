"""Telling the system that ``balcao://`` links are ours: written down and read back. Blocks for a moment.

An installer may have written it for everybody; then a person's own entry only hides that. Windows is written from its
documentation and was not tried: unverified. On macOS only the bundle can say so.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from app.desktop.command import exec_line, windows_line

ENTRY = "balcao-links.desktop"
_MIME = "x-scheme-handler/balcao"
_CLASS = r"Software\Classes\balcao"
_TOOL_S = 10
_SYSTEM = "/usr/local/share/:/usr/share/"
_HIDDEN = "[Desktop Entry]\nType=Application\nName=Balcão\nHidden=true\n"


def link_entry(command: Sequence[str]) -> str:
    """The desktop entry by which the program, started by these words, opens links."""
    return (
        "[Desktop Entry]\nType=Application\nName=Balcão\nNoDisplay=true\nTerminal=false\nIcon=balcao\n"
        f"Exec={exec_line((*command, 'open', '--'), '%u')}\nMimeType={_MIME};\n"
    )


class LinkHandler:
    """``data`` is the user's folder of applications' data on Linux, ``shared`` those of all users."""

    def __init__(
        self, command: Sequence[str], *, data: Path | None = None, shared: Sequence[Path] | None = None
    ) -> None:
        # after the two hyphens nothing in a link can be taken for an option
        self._command = (*command, "open", "--")
        data = data or Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
        if shared is None:
            shared = [Path(each) for each in (os.environ.get("XDG_DATA_DIRS") or _SYSTEM).split(":") if each]
        self._entry = data / "applications" / ENTRY
        self._installed = [each / "applications" / ENTRY for each in shared]

    def enabled(self) -> bool:
        """Whether our links come to this program."""
        if sys.platform == "win32":
            # an installer puts quotes where we see no need for them
            return self._registered().replace('"', "") == self._windows_line().replace('"', "")
        if sys.platform == "darwin":
            return bool(getattr(sys, "frozen", False))
        own = _text(self._entry)
        return self._is_ours(own) if own is not None else self._is_installed()

    def set(self, on: bool) -> None:
        """Write it or take it away. Raises OSError."""
        if sys.platform == "win32":
            self._register(on)
            return
        if sys.platform == "darwin":
            raise OSError("only the bundle can register links")
        if on or self._is_installed():
            self._entry.parent.mkdir(parents=True, exist_ok=True)
            aside = self._entry.with_name(f".{self._entry.name}.new")
            aside.write_text(link_entry(self._command[:-2]) if on else _HIDDEN, encoding="utf-8")
            aside.replace(self._entry)
        else:
            self._entry.unlink(missing_ok=True)
        self._tell("update-desktop-database", str(self._entry.parent))
        if on:
            self._tell("xdg-mime", "default", self._entry.name, _MIME)

    def _is_ours(self, entry: str) -> bool:
        return f"Exec={exec_line(self._command, '%u')}\n" in entry

    def _is_installed(self) -> bool:
        found = next((text for text in map(_text, self._installed) if text is not None), None)
        return found is not None and self._is_ours(found)

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


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
