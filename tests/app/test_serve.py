"""`balcao serve`: one line when ready, a clean end, and clear words when it cannot."""

import os
import signal
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from tests.app.processes import ROOT, Program, environment

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")


def connect(url):
    parts = urlsplit(url)
    socket.create_connection((parts.hostname, parts.port), timeout=10).close()


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_listens_and_ends_cleanly(tmp_path, number):
    with Program("ok", "serve", "--data-dir", tmp_path, "--hooks-port", 0, "--api-port", 0) as program:
        ready = program.ready()
        assert ready["ready"] is True
        assert set(ready) == {"ready", "hooks", "api"}
        connect(ready["hooks"])
        code, out, err = program.stop(number)
    assert (code, out, err) == (0, "", "")
    assert (tmp_path / "closed").exists()
    assert not (tmp_path / "running").exists()


@posix
def test_it_needs_no_qt(tmp_path):
    code = (
        "import sys; sys.modules['PySide6'] = None; sys.argv[1:] = ['ok', '--', *sys.argv[1:]];"
        "import runpy; runpy.run_path('tests/app/program.py', run_name='__main__')"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--data-dir", str(tmp_path)],
        cwd=ROOT, env=environment(), stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    try:
        assert '"ready": true' in process.stdout.readline()
        process.terminate()
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.communicate()


@posix
def test_a_second_one_on_the_same_folder_is_refused_with_who_holds_it(tmp_path):
    with Program("ok", "serve", "--data-dir", tmp_path) as first:
        first.ready()
        with Program("ok", "serve", "--data-dir", tmp_path) as second:
            code, out, err = second.wait()
        assert (code, out) == (6, "")
        assert f"(serve {first.process.pid})" in err
        with Program("ok", "serve", "--data-dir", tmp_path, "--profile", "other") as other:
            other.ready()
            assert other.stop()[0] == 0
        assert first.stop()[0] == 0


@posix
def test_after_a_kill_it_starts_again_and_knows(tmp_path):
    with Program("ok", "serve", "--data-dir", tmp_path) as program:
        program.ready()
        program.process.kill()
    assert (tmp_path / "running").exists()
    with Program("ok", "serve", "--data-dir", tmp_path) as program:
        program.ready()
        assert program.stop()[0] == 0
    assert "after an unclean end" in (tmp_path / "logs" / "balcao.jsonl").read_text("utf-8")


@posix
def test_a_stop_while_opening_is_a_clean_stop(tmp_path):
    with Program("slow", "serve", "--data-dir", tmp_path) as program:
        while not (tmp_path / "running").exists():
            assert program.process.poll() is None
        # the signal handler stands a moment after the mark; before that a signal just ends the process
        code, _, err = program.stop()
    assert code in (0, -signal.SIGTERM)
    assert "Traceback" not in err


def test_what_a_person_can_mend_is_said_without_a_stack(tmp_path):
    with Program("refuse", "serve", "--data-dir", tmp_path) as program:
        code, out, err = program.wait()
    assert (code, out) == (1, "")
    assert "newer_database" in err
    assert "Traceback" not in err
    assert not list((tmp_path / "crashes").iterdir())


def test_a_bug_leaves_a_report(tmp_path):
    with Program("break", "serve", "--data-dir", tmp_path) as program:
        assert program.wait()[0] == 1
    (report,) = (tmp_path / "crashes").iterdir()
    assert "RuntimeError: a bug" in report.read_text("utf-8")


@posix
@pytest.mark.slow
def test_a_loop_that_never_comes_back_is_ended_with_all_stacks(tmp_path):
    with Program("stuck", "serve", "--data-dir", tmp_path) as program:
        program.ready()
        code, _, err = program.stop()
    assert code == 70
    assert "open_services" in err
    assert "open_services" in (tmp_path / "logs" / "faults.txt").read_text("utf-8")
    with Program("ok", "serve", "--data-dir", tmp_path) as program:
        program.ready()
        assert program.stop()[0] == 0
    (report,) = (tmp_path / "crashes").iterdir()
    assert "open_services" in report.read_text("utf-8")


def test_a_folder_that_would_damage_the_database_is_refused_unless_overruled(tmp_path):
    folder = tmp_path / "Dropbox" / "balcao"
    with Program("ok", "serve", "--data-dir", folder, LANG="pt_BR.UTF-8") as program:
        code, _, err = program.wait()
    assert code == 7
    assert "sincronizada" in err
    assert not folder.exists()
    if os.name != "nt":
        with Program("ok", "serve", "--data-dir", folder, BALCAO_ALLOW_ANY_FOLDER="1") as program:
            program.ready()
            assert program.stop()[0] == 0


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "data").write_text("a file")
    with Program("ok", "serve", "--data-dir", tmp_path / "data") as program:
        code, _, err = program.wait()
    assert code == 7
    assert "Traceback" not in err
