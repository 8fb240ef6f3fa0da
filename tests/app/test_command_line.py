"""What a person gets who types the command."""

import os

import pytest

import app
from app.cli import Arguments, parse
from tests.app.processes import balcao


def test_version_and_help():
    version = balcao("--version")
    assert (version.returncode, version.stdout) == (0, f"Balcão {app.__version__}\n")
    shown = balcao("--help")
    assert shown.returncode == 0
    for word in ("serve", "api-token", "selftest", "demo", "--data-dir", "--safe-mode"):
        assert word in shown.stdout
    assert "usage: balcao" in shown.stdout


@pytest.mark.parametrize("command", [["--help"], ["serve", "-h"]])
def test_help_speaks_portuguese_where_the_computer_does(command):
    shown = balcao(*command, LANG="pt_BR.UTF-8")
    assert shown.stdout.startswith("uso: balcao")
    assert "pasta do banco de dados" in shown.stdout
    assert "opções:" in shown.stdout


@pytest.mark.parametrize(
    "command",
    [["sell"], ["--no-such"], ["serve", "--hooks-port", "70000"], ["serve", "--api-port", "-1"], ["--profile", "../x"],
     ["--theme", "pink"], ["serve", "--hooks-port", "٣"]],
)  # fmt: skip
def test_a_mistake_is_explained_in_two_lines_with_exit_code_two(command):
    told = balcao(*command)
    assert told.returncode == 2
    assert told.stdout == ""
    assert "usage: balcao" in told.stderr
    assert "Traceback" not in told.stderr


def test_options_may_stand_before_or_after_the_command(tmp_path):
    wanted = Arguments(command="serve", data_dir=tmp_path, hooks_port=0, settings={"diagnosis.log_level": "debug"})
    folder = ["--data-dir", str(tmp_path)]
    assert parse([*folder, "--log-level", "debug", "serve", "--hooks-port", "0"], {}) == wanted
    assert parse(["serve", *folder, "--log-level", "debug", "--hooks-port", "0"], {}) == wanted
    assert parse(["--theme", "dark"], {}) == Arguments(settings={"appearance.theme": "dark"})
    assert parse(["--safe-mode", "demo"], {}).safe_mode


def test_the_token_is_printed_and_its_file_is_nobody_elses(tmp_path):
    folder = tmp_path / "data"
    first = balcao("api-token", "--data-dir", folder)
    assert first.returncode == 0, first.stderr
    assert len(first.stdout.strip()) >= 32
    assert balcao("api-token", "--data-dir", folder).stdout == first.stdout
    if os.name != "nt":
        assert (folder / "api-token").stat().st_mode & 0o777 == 0o600
        assert folder.stat().st_mode & 0o077 == 0


def test_a_token_that_cannot_be_kept_is_not_printed(tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")
    told = balcao("api-token", "--data-dir", tmp_path / "data")
    assert told.returncode == 7
    assert told.stdout == ""
    assert "Traceback" not in told.stderr
