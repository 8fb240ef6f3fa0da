"""Starting with the computer: written where the desktop looks, and read back from there. Blocks for a moment.

Windows and macOS are written from their documentation and were not tried there: unverified.
"""

import os
import plistlib
import sys
from collections.abc import Sequence
from pathlib import Path

import resources
from app.desktop.command import exec_line, windows_line

_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


class Autostart:
    """One entry for one data folder. ``config`` is the user's folder of settings on Linux, ``home`` theirs."""

    def __init__(self, command: Sequence[str], suffix: str, *, config: Path | None = None, home: Path | None = None) -> None:
        self._command = tuple(command)
        self._name = f"balcao{suffix}"
        home = home or Path.home()
        config = config or Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        self._entry = config / "autostart" / f"{self._name}.desktop"
        self._agent = home / "Library" / "LaunchAgents" / f"br.com.{self._name}.plist"

    def enabled(self) -> bool:
        """Whether the system would start it, whoever wrote that down."""
        if sys.platform == "win32":
            return self._in_registry()
        if sys.platform == "darwin":
            return self._agent.is_file()
        return self._is_in_force()

    def set(self, on: bool) -> None:
        """Write it or take it away. Raises OSError."""
        if sys.platform == "win32":
            self._write_registry(on)
            return
        path = self._agent if sys.platform == "darwin" else self._entry
        if not on:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.new")
        aside.write_bytes(self._plist() if sys.platform == "darwin" else self._desktop_entry().encode())
        aside.replace(path)

    def _desktop_entry(self) -> str:
        return (
            "[Desktop Entry]\nType=Application\nName=Balcão\n"
            f"Exec={exec_line((*self._command, '--in-tray'))}\n"
            f"Icon={resources.path('icons', 'balcao.svg')}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
        )

    def _is_in_force(self) -> bool:
        try:
            lines = self._entry.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return False
        values = dict(line.split("=", 1) for line in lines if "=" in line)
        # how the desktops' own tools switch it off
        hidden = values.get("Hidden", "").strip().lower() == "true"
        off = values.get("X-GNOME-Autostart-enabled", "").strip().lower() == "false"
        return bool(values.get("Exec")) and not hidden and not off

    def _plist(self) -> bytes:
        return plistlib.dumps(
            {
                "Label": f"br.com.{self._name}",
                "ProgramArguments": [*self._command, "--in-tray"],
                "RunAtLoad": True,
                "ProcessType": "Interactive",
            }
        )

    if sys.platform == "win32":

        def _in_registry(self) -> bool:
            import winreg

            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN) as run:
                try:
                    winreg.QueryValueEx(run, self._name)
                except FileNotFoundError:
                    return False
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _APPROVED) as approved:
                    state = winreg.QueryValueEx(approved, self._name)[0]
            except FileNotFoundError:
                return True
            # the task manager marks what a person switched off with an odd first byte
            return not (isinstance(state, bytes) and state[:1] and state[0] % 2)

        def _write_registry(self, on: bool) -> None:
            import winreg

            line = windows_line((*self._command, "--in-tray"))
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN, 0, winreg.KEY_SET_VALUE) as run:
                if on:
                    winreg.SetValueEx(run, self._name, 0, winreg.REG_SZ, line)
                    return
                try:
                    winreg.DeleteValue(run, self._name)
                except FileNotFoundError:
                    return
