"""Starting with the computer and opening links: what is written for the system, and what is read back."""

import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent

from app.cli import Arguments
from app.desktop.autostart import Autostart
from app.desktop.command import exec_line, start_command, suffix
from app.desktop.link_events import link_of
from app.desktop.link_handler import ENTRY, LinkHandler, link_entry
from app.desktop.mirror import Mirror
from app.main import run

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the desktops of Linux")


def entry(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "[Desktop Entry]"
    return dict(line.split("=", 1) for line in lines[1:])


def words(line):
    """What a desktop starts: a value's escaping is undone first, then the quotes, then the field codes."""
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', line.replace("\\\\", "\\"))
    return [re.sub(r"\\(.)", r"\1", inner).replace("%%", "%") or bare for inner, bare in quoted]


@linux
def test_it_starts_this_very_program_with_its_data(tmp_path):
    arguments = Arguments(data_dir=tmp_path / 'a "b" $c `d` 100% \\e', profile="loja")
    command = start_command(arguments)
    autostart = Autostart(command, suffix(arguments, "0123456789abcdef"), config=tmp_path)
    assert not autostart.enabled()
    autostart.set(True)
    assert autostart.enabled()
    written = tmp_path / "autostart" / "balcao-01234567.desktop"
    started = words(entry(written)["Exec"])
    assert started == [*command, "--in-tray"] and Path(started[0]) == Path(sys.executable)
    assert (Path(started[1]) / "__main__.py").is_file()
    autostart.set(False)
    autostart.set(False)
    assert not autostart.enabled() and not written.exists()


@linux
@pytest.mark.parametrize("off", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_the_system_switched_off_is_off(tmp_path, off):
    autostart = Autostart(("balcao",), "", config=tmp_path)
    autostart.set(True)
    written = tmp_path / "autostart" / "balcao.desktop"
    written.write_text(written.read_text(encoding="utf-8") + off + "\n", encoding="utf-8")
    assert not autostart.enabled()
    autostart.set(True)
    assert autostart.enabled()


@linux
def test_links_come_after_what_ends_the_options(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    handler = LinkHandler(("/opt/balcao/balcao", "--profile", "loja"), data=tmp_path, shared=[])
    handler.set(True)
    written = entry(tmp_path / "applications" / "balcao-links.desktop")
    assert words(written["Exec"]) == ["/opt/balcao/balcao", "--profile", "loja", "open", "--", "%u"]
    assert written["MimeType"] == "x-scheme-handler/balcao;"
    assert handler.enabled()
    assert not LinkHandler(("/opt/other",), data=tmp_path, shared=[]).enabled()
    handler.set(False)
    assert not handler.enabled()


@linux
def test_what_an_installer_wrote_for_everybody_can_be_hidden_by_one(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    shared = tmp_path / "usr"
    (shared / "applications").mkdir(parents=True)
    (shared / "applications" / ENTRY).write_text(link_entry(["/usr/lib/balcao/balcao"]), encoding="utf-8")
    handler = LinkHandler(("/usr/lib/balcao/balcao",), data=tmp_path / "own", shared=[tmp_path / "none", shared])
    assert handler.enabled()
    assert not LinkHandler(("/opt/other",), data=tmp_path / "own", shared=[shared]).enabled()
    handler.set(False)
    assert not handler.enabled() and entry(tmp_path / "own" / "applications" / ENTRY)["Hidden"] == "true"
    handler.set(True)
    assert handler.enabled()


def test_links_of_a_mac_are_taken_from_its_events():
    assert link_of(QFileOpenEvent(QUrl("balcao://chat/5511988887777?text=Ol%C3%A1%20a%20voc%C3%AA"))) == (
        "balcao://chat/5511988887777?text=Ol%C3%A1%20a%20voc%C3%AA"
    )
    assert link_of(QFileOpenEvent(QUrl.fromLocalFile("/tmp/balcao.txt"))) is None
    assert link_of(QEvent(QEvent.Type.Quit)) is None


def test_quotes_hold():
    assert words(exec_line(["a b", 'c"d', "$HOME", "`x`", "back\\slash"])) == ["a b", 'c"d', "$HOME", "`x`", "back\\slash"]


class Stubborn:
    """A system that takes nothing."""

    def __init__(self, on):
        self.on = on

    def enabled(self):
        return self.on

    def set(self, on):
        raise OSError("read-only")


async def test_settings_say_what_the_system_says():
    settings, refused = {"a": False, "b": True}, []
    mirror = Mirror({"a": Stubborn(True), "b": Stubborn(False)}, settings.get, settings.__setitem__, refused.append)
    await mirror.read()
    assert settings == {"a": True, "b": False} and refused == []
    settings["b"] = True
    await mirror.write("b")
    await mirror.write("unknown")
    assert settings == {"a": True, "b": False} and refused == ["b"]


def test_the_pin_is_reset_from_the_command_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    (tmp_path / "settings.json").write_text('{"version": 1, "values": {"lock": {"has_pin": true}}}')
    assert run(["reset-lock", "--data-dir", str(tmp_path)]) == 0
    assert "The PIN is removed." in capsys.readouterr().out
    assert "has_pin" not in (tmp_path / "settings.json").read_text()
    assert not (tmp_path / "running").exists()


@pytest.mark.parametrize("words", [["open"], ["open", "--", "balcao://chat/1", "--data-dir=/x"]])
def test_a_link_is_one_word(words, capsys):
    assert run(words) == 2
