"""The window from start to end, over services that do nothing: first up, one of it, closed in order."""

import json
import os
import signal

import pytest

from tests.app.processes import Program, balcao

pytest.importorskip("ui.main_window")
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")

TAKEN = (
    "notice Another program uses the usual port, so Balcão takes another one (port 47821 is taken). "
    "If messages stop coming, diagnose it under Numbers."
)


class Window(Program):
    """A window that says what happens in it."""

    def __init__(self, how, *arguments, **env):
        super().__init__(how, *arguments, script="desk.py", **env)
        self.heard = []

    def until(self, *wanted):
        """Read on until each of ``wanted`` has been said, in any order."""
        missing = set(wanted) - set(self.heard)
        while missing:
            line = self.process.stdout.readline()
            assert line, f"it ended without {missing}: {self.heard} {self.process.stderr.read()}"
            self.heard.append(line.strip())
            missing.discard(line.strip())

    def until_any(self, beginning):
        """Read on until a line begins so."""
        while not (self.heard and self.heard[-1].startswith(beginning)):
            line = self.process.stdout.readline()
            assert line, f"it ended without {beginning}: {self.heard} {self.process.stderr.read()}"
            self.heard.append(line.strip())

    def do(self, what):
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()


def test_it_opens_fills_and_closes_in_order(tmp_path):
    with Window("ok", "--data-dir", tmp_path) as window:
        window.until("visible", "title (3) Balcão", TAKEN)
        assert "slow imports" in window.heard, "the window has to be there before what it does not need"
        window.do("close")
        window.until("services closed")
        code, _, err = window.wait()
    assert (code, err) == (0, "")
    assert not (tmp_path / "running").exists()


def test_a_second_start_raises_it_and_ends(tmp_path):
    with Window("ok", "--data-dir", tmp_path) as window:
        window.until("visible")
        with Window("ok", "--data-dir", tmp_path) as second:
            code, out, err = second.wait()
        assert (code, out, err) == (0, "", "")
        window.until("raised")
        window.do("close")
        assert window.wait()[0] == 0


def test_started_again_while_it_closes_it_opens_anew(tmp_path):
    with Window("slow end", "--data-dir", tmp_path) as window:
        window.until("title (3) Balcão")
        window.do("close")
        with Window("ok", "--data-dir", tmp_path) as second:
            second.until("visible")
            second.do("close")
            assert second.wait()[0] == 0
        assert window.wait()[0] == 0


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_close_it_in_order(tmp_path, number):
    with Window("ok", "--data-dir", tmp_path) as window:
        window.until("title (3) Balcão")
        assert window.stop(number)[0] == 0
    assert not (tmp_path / "running").exists()


def test_after_a_kill_it_says_so(tmp_path):
    with Window("ok", "--data-dir", tmp_path) as window:
        window.until("title (3) Balcão")
        window.process.kill()
    with Window("ok", "--data-dir", tmp_path, "--language", "en") as window:
        window.until("notice Balcão did not end properly last time. Nothing that was stored is lost.")


def test_what_is_chosen_in_the_menu_is_kept(tmp_path):
    with Window("ok", "--data-dir", tmp_path) as window:
        window.until("title (3) Balcão")
        window.do("dark")
        window.do("english")
        window.do("close")
        assert window.wait()[0] == 0
    kept = json.loads((tmp_path / "settings.json").read_text())["values"]
    assert kept["appearance"] == {"language": "en", "theme": "dark"}
    assert kept["window"]["list_width"] > 0 and kept.keys() == {"appearance", "window"}


def test_the_demo_command_starts_the_demo(tmp_path):
    with Window("ok", "demo", "--data-dir", tmp_path) as window:
        window.until("demo started")


def test_credentials_in_a_file_are_mentioned_once(tmp_path):
    words = "notice This computer has no keyring to be used, so credentials are kept in a file that only you can read."
    with Window("secret", "--data-dir", tmp_path, "--language", "en") as window:
        window.until(words)
        window.do("close")
        window.wait()
    with Window("secret", "--data-dir", tmp_path, "--language", "en") as window:
        window.until(TAKEN)
        window.do("close")
        out = window.wait()[1]
    assert words not in [*window.heard, *out.splitlines()]


@pytest.mark.parametrize("how", ["refuse", "break"])
def test_when_the_services_do_not_open_the_window_says_why(tmp_path, how):
    with Window(how, "--data-dir", tmp_path) as window:
        window.until_any("notice ")
        window.do("close")
        assert window.wait()[0] == 1
    reports = list((tmp_path / "crashes").iterdir())
    assert len(reports) == (1 if how == "break" else 0)


@posix
def test_while_serve_works_here_a_window_is_refused(tmp_path):
    with Program("ok", "serve", "--data-dir", tmp_path) as serve:
        serve.ready()
        with Window("ok", "--data-dir", tmp_path) as window:
            assert "already" in window.process.stderr.readline()
            window.process.kill()


def test_the_selftest_passes():
    told = balcao("selftest")
    assert told.returncode == 0, told.stdout + told.stderr
    assert "all passed" in told.stdout
