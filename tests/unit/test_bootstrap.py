"""The first start: what it decides, what it says, what it leaves behind. Nothing here installs anything."""

import ast
import contextlib
import os
import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
import venv
from pathlib import Path
from typing import NamedTuple

import pytest

import app
from app import bootstrap, bootstrap_system

REPOSITORY = Path(bootstrap.ROOT)
FIRST = ("bootstrap.py", "bootstrap_system.py", "bootstrap_words.py")
HERE = "{}.{}".format(*sys.version_info)

posix = pytest.mark.skipif(os.name == "nt", reason="shell scripts")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")


class Ended(NamedTuple):
    code: int
    out: str
    err: str


class Checkout:
    """A copy of the checkout's first-start files with an `app.main` that says what it was given."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "app").mkdir(parents=True)
        for name in ("__init__.py", "__main__.py", *FIRST):
            shutil.copy(REPOSITORY / "app" / name, root / "app" / name)
        (root / "app" / "main.py").write_text(
            "import sys\ndef run():\n    print('run', sys.prefix, *sys.argv[1:])\n    return 7\n"
        )
        for lock in bootstrap.LOCKS.values():
            (root / lock).write_text("# nothing\n")

    def make_venv(self, *kinds: str) -> None:
        venv.create(self.root / ".venv", symlinks=os.name != "nt")
        self.stamp(*kinds)

    def stamp(self, *kinds: str, version: str = HERE) -> None:
        for kind in kinds:
            digest = bootstrap._digest(str(self.root), kind)
            (self.root / ".venv" / f"installed-{kind}").write_text(f"{digest} {version}\n")

    def start(self, *command: str, cwd: Path | None = None, **env: str) -> Ended:
        hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "LC_ALL", "LC_MESSAGES", "PYTHONPATH")
        clean = {k: v for k, v in os.environ.items() if k not in hidden and not k.startswith("COV")}
        done = subprocess.run(
            command,
            cwd=cwd or self.root,
            env={**clean, "BALCAO_NO_APT": "1", "LANG": "C.UTF-8", **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=30,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def python(self, code: str, **env: str) -> Ended:
        return self.start(sys.executable, "-c", textwrap.dedent(code), **env)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "a place with spaces")


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


class System:
    """Stands for the machine: what is missing, what apt was asked for and how it ended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.libraries: list[str] = []
        self.venv: str | None = None
        self.tools: list[str] = []
        self.programs = {"apt-get", "sudo"}
        self.root = False
        self.answer: str | None = None
        self.apt_ends = 0
        self.ran: list[list[str]] = []
        monkeypatch.delenv("BALCAO_NO_APT", raising=False)
        monkeypatch.setattr(bootstrap_system, "missing_libraries", lambda: self.libraries)
        monkeypatch.setattr(bootstrap_system, "missing_venv", lambda: self.venv)
        monkeypatch.setattr(bootstrap_system, "missing_tools", lambda: self.tools)
        monkeypatch.setattr(bootstrap_system, "run", self.run)
        monkeypatch.setattr(shutil, "which", lambda name: name if name in self.programs else None)
        monkeypatch.setattr(os, "geteuid", lambda: 0 if self.root else 1000)
        monkeypatch.setattr(sys, "stdin", self)
        monkeypatch.setattr(sys.stderr, "isatty", self.isatty, raising=False)

    def run(self, command: list[str]) -> tuple[int, list[str]]:
        self.ran.append(list(command))
        return self.apt_ends, ["E: no such thing"] if self.apt_ends else []

    def isatty(self) -> bool:
        return self.answer is not None

    def readline(self) -> str:
        return self.answer or ""


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch, words: None) -> System:
    return System(monkeypatch)


# --- a screen


@linux
def test_without_a_screen_it_says_so_and_ends_with_5(checkout: Checkout) -> None:
    ended = checkout.start(sys.executable, "-m", "app")
    assert ended.code == 5
    assert "no screen" in ended.err
    assert ended.out == ""


@linux
def test_it_speaks_portuguese_to_those_who_do(checkout: Checkout) -> None:
    assert "Não há tela" in checkout.start(sys.executable, "-m", "app", LANG="pt_BR.UTF-8").err


@linux
@pytest.mark.parametrize("argument", ["serve", "api-token", "selftest", "doctor", "--version", "--help"])
def test_what_opens_no_window_needs_no_screen(argument: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert bootstrap.lacks_screen([])
    assert not bootstrap.lacks_screen(["--data-dir", "/x", argument])


@linux
@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_any_screen_will_do(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, "something")
    assert not bootstrap.lacks_screen([])


# --- Python


def test_a_python_that_is_too_old_is_named(checkout: Checkout) -> None:
    ended = checkout.python(
        """
        import sys
        from app import bootstrap
        bootstrap.find_python = lambda: None
        sys.version_info = (3, 9, 2, "final", 0)
        bootstrap.ensure("run", ["serve"])
        """
    )
    assert ended.code == 2
    assert "This is Python 3.9" in ended.err


@posix
def test_a_fitting_python_takes_over_with_the_same_arguments(checkout: Checkout, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    # 3.14 stands for a version manager's launcher with nothing behind it
    for name, does in {
        "python3.14": "exit 127",
        "python3.13": f'[ "$3" ] || {{ echo "{programs}/python3.13 13"; exit; }}; echo taken over: "$@"',
    }.items():
        (programs / name).write_text(f"#!/bin/sh\n{does}\n")
        (programs / name).chmod(0o755)
    script = checkout.root / "start.py"
    script.write_text(
        "import sys\nfrom app import bootstrap\n"
        "sys.version_info = (3, 10, 0, 'final', 0)\nbootstrap.ensure('run')\n"
    )
    ended = checkout.start(
        sys.executable, "-X", "dev", str(script), "serve", PATH=f"{programs}:/bin:/usr/bin", PYTHONPATH="."
    )
    assert ended.out == f"taken over: -X dev {script} serve\n", ended


@pytest.mark.parametrize(
    "path",
    ["app/__init__.py", "app/__main__.py", *(f"app/{name}" for name in FIRST), "tests/__init__.py", "tests/__main__.py"],
)
def test_old_pythons_can_parse_what_they_meet_first(path: str) -> None:
    ast.parse((REPOSITORY / path).read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("path", FIRST)
def test_the_first_start_uses_the_standard_library_only(path: str) -> None:
    tree = ast.parse((REPOSITORY / "app" / path).read_text(encoding="utf-8"))
    own = {f"app.{name.removesuffix('.py')}" for name in FIRST}
    imported = {
        name if name in own else name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names | own


# --- system packages


@posix
def test_libraries_and_venv_are_asked_for_in_one_line(
    system: System, capsys: pytest.CaptureFixture[str]
) -> None:
    system.libraries, system.venv = (
        ["libpulse.so.0", "libglib-2.0.so.0", "libgthread-2.0.so.0"],
        "python3-venv",
    )
    with pytest.raises(SystemExit, match="3"):
        bootstrap.check_system("run", [], True, bootstrap.ROOT)
    said = capsys.readouterr()
    assert said.out == ""
    lines = [line.strip() for line in said.err.splitlines() if "apt-get" in line]
    install = "apt-get install --no-install-recommends libglib2.0-0 libpulse0 python3-venv"
    assert lines == [f"sudo apt-get update && sudo {install}"]
    assert system.ran == []


@posix
def test_without_apt_the_libraries_themselves_are_named(
    system: System, capsys: pytest.CaptureFixture[str]
) -> None:
    system.libraries, system.programs = ["libpulse.so.0"], set()
    with pytest.raises(SystemExit, match="3"):
        bootstrap.check_system("run", [], True, bootstrap.ROOT)
    said = capsys.readouterr().err
    assert "libpulse.so.0" in said
    assert "apt" not in said


@posix
def test_root_installs_all_at_once(system: System, capsys: pytest.CaptureFixture[str]) -> None:
    system.root, system.libraries, system.tools, system.venv = True, ["libEGL.so.1"], ["xvfb"], "python3-venv"
    bootstrap.check_system("test", [], True, bootstrap.ROOT)
    update, install = system.ran
    assert update[-1] == "update"
    assert install[-4:] == ["install", "libegl1", "python3-venv", "xvfb"]
    assert "--no-install-recommends" in install
    assert capsys.readouterr().out == ""


@posix
def test_a_switch_keeps_root_from_installing(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    system.root, system.libraries = True, ["libEGL.so.1"]
    monkeypatch.setenv("BALCAO_NO_APT", "1")
    with pytest.raises(SystemExit, match="3"):
        bootstrap.check_system("run", [], False, bootstrap.ROOT)
    assert system.ran == []


@posix
@pytest.mark.parametrize(
    ("answer", "installs"), [("\n", True), ("y\n", True), ("Sim\n", True), ("n\n", False), ("", False)]
)
def test_sudo_is_asked_for_at_a_terminal(answer: str, installs: bool, system: System) -> None:
    system.libraries, system.answer = ["libEGL.so.1"], answer
    with contextlib.nullcontext() if installs else pytest.raises(SystemExit, match="3"):
        bootstrap.check_system("run", [], False, bootstrap.ROOT)
    assert [command[0] for command in system.ran] == (["sudo", "sudo"] if installs else [])


@posix
def test_when_apt_fails_its_last_words_are_shown(system: System, capsys: pytest.CaptureFixture[str]) -> None:
    system.root, system.libraries, system.apt_ends = True, ["libEGL.so.1"], 100
    with pytest.raises(SystemExit, match="3"):
        bootstrap.check_system("run", [], False, bootstrap.ROOT)
    assert "E: no such thing" in capsys.readouterr().err


@linux
def test_tools_of_a_few_tests_never_stop_the_others(
    checkout: Checkout, system: System, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.make_venv()
    system.tools, system.apt_ends = ["xdotool"], 100
    for system.root, tries in ((False, 0), (True, 1), (True, 1)):
        bootstrap.check_system("test", [], needs_venv=False, root=str(checkout.root))
        assert "xdotool" in capsys.readouterr().err
        assert sum("install" in command for command in system.ran) == tries, "it is tried once only"


@linux
@pytest.mark.parametrize(("argument", "ends"), [("serve", False), ("api-token", False), ("selftest", True)])
def test_a_server_needs_no_libraries_of_qt(argument: str, ends: bool, system: System) -> None:
    system.libraries = ["libEGL.so.1"]
    with pytest.raises(SystemExit, match="3") if ends else contextlib.nullcontext():
        bootstrap.check_system("run", [argument], True, bootstrap.ROOT)


@linux
def test_a_library_that_is_not_there_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap_system, "LIBRARIES", {"libc.so.6": "libc6", "libbalcao-none.so.1": "none"})
    assert bootstrap_system.missing_libraries() == ["libbalcao-none.so.1"]


# --- the stamp


def test_a_changed_lock_is_noticed(checkout: Checkout) -> None:
    root = str(checkout.root)
    assert bootstrap.stamped(root, "run") is None
    checkout.make_venv("run")
    assert bootstrap.stamped(root, "run") == HERE
    assert bootstrap.stamped(root, "test") is None
    lock = checkout.root / bootstrap.LOCKS["run"]
    lock.write_bytes(b"# nothing\r\n")  # the same lock, checked out on Windows
    assert bootstrap.stamped(root, "run") == HERE
    lock.write_text("# something\n")
    assert bootstrap.stamped(root, "run") is None


@pytest.mark.parametrize("text", ["", "half", "one two three"])
def test_a_damaged_stamp_counts_as_none(text: str, checkout: Checkout) -> None:
    checkout.make_venv()
    (checkout.root / ".venv" / "installed-run").write_text(text)
    assert bootstrap.stamped(str(checkout.root), "run") is None


def test_a_venv_without_its_python_counts_as_none(checkout: Checkout) -> None:
    checkout.make_venv("run")
    Path(bootstrap.venv_python(str(checkout.root))).unlink()
    assert bootstrap.stamped(str(checkout.root), "run") is None


@pytest.mark.parametrize("kind", ["run", "test"])
def test_inside_the_venv_a_changed_lock_is_installed_on_the_spot(
    kind: str, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout.make_venv("run", "test")
    asked = []
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(sys, "prefix", str(checkout.root / ".venv"))
    monkeypatch.setattr(bootstrap, "install", lambda root, kind: asked.append(kind))
    monkeypatch.setattr(bootstrap, "start_again", lambda *_: pytest.fail("there is no need to start again"))
    bootstrap.ensure(kind, [], str(checkout.root))
    assert asked == []
    (checkout.root / bootstrap.LOCKS[kind]).write_text("# something\n")
    bootstrap.ensure(kind, [], str(checkout.root))
    assert asked == [kind]


def test_a_venv_of_another_python_is_made_anew_from_outside(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout.make_venv()
    checkout.stamp("run", version="3.1")
    monkeypatch.setattr(sys, "prefix", str(checkout.root / ".venv"))
    monkeypatch.setattr(bootstrap, "start_again", lambda python, kind: sys.exit(python))
    with pytest.raises(SystemExit) as ended:
        bootstrap.ensure("run", ["serve"], str(checkout.root))
    assert ended.value.code == sys._base_executable  # type: ignore[attr-defined]
    assert not (checkout.root / ".venv" / "installed-run").exists()


# --- installing


@pytest.mark.parametrize(
    ("last_words", "code"),
    [
        ("ERROR: No matching distribution found for aiohttp==3.14.5", 4),
        ("WARNING: Retrying after connection broken by 'NewConnectionError(...)'", 4),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", 1),
        ("ERROR: Could not install packages due to an OSError: No space left on device", 1),
    ],
)
def test_why_the_packages_could_not_be_installed(
    last_words: str,
    code: int,
    checkout: Checkout,
    monkeypatch: pytest.MonkeyPatch,
    words: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bootstrap, "output", lambda command: HERE)
    monkeypatch.setattr(bootstrap, "run", lambda command: (1, [last_words]))
    with pytest.raises(SystemExit) as ended:
        bootstrap.install(str(checkout.root), "run")
    assert ended.value.code == code
    assert last_words in capsys.readouterr().err
    assert bootstrap.stamped(str(checkout.root), "run") is None


def test_the_tests_packages_will_do_for_running(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout.make_venv()
    ran = []
    monkeypatch.setattr(bootstrap, "output", lambda command: HERE)
    monkeypatch.setattr(bootstrap, "run", lambda command: ran.append(command) or (0, []))
    bootstrap.install(str(checkout.root), "test")
    assert (
        bootstrap.stamped(str(checkout.root), "test") == bootstrap.stamped(str(checkout.root), "run") == HERE
    )
    (pip,) = ran
    assert {"--require-hashes", "--only-binary=:all:"} <= set(pip)
    assert pip[-1].endswith("requirements-dev.lock")


@posix
def test_two_first_starts_wait_for_each_other(checkout: Checkout) -> None:
    command = [sys.executable, "-c"]
    holder = subprocess.Popen(
        [*command, "from app import bootstrap as b\nwith b._locked('.'): print(flush=True); input()"],
        cwd=checkout.root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    waiter = None
    try:
        holder.stdout.readline()
        waiter = subprocess.Popen(
            [*command, "from app import bootstrap as b\nwith b._locked('.'): print('mine')"],
            cwd=checkout.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        assert b"waiting" in waiter.stderr.readline()
        assert waiter.poll() is None
        holder.kill()  # however the first one ends, the second goes on
        assert waiter.communicate(timeout=20)[0] == b"mine\n"
    finally:
        for process in (holder, waiter):
            if process:
                process.kill()
                process.communicate()


# --- the command, and the way into the program


@posix
def test_the_command_starts_from_anywhere_and_through_a_link(checkout: Checkout, tmp_path: Path) -> None:
    checkout.make_venv("run")
    command = Path(bootstrap.write_command(str(checkout.root)))
    assert command == checkout.root / ".venv" / "bin" / "balcao"
    link = tmp_path / "balcao"
    link.symlink_to(command)
    ended = checkout.start(str(link), "serve", "--port", "0", cwd=tmp_path)
    assert ended == Ended(7, f"run {checkout.root / '.venv'} serve --port 0\n", "")


@pytest.mark.parametrize("target", [["-m", "app"], ["app"], ["app/__main__.py"]])
def test_the_program_is_started_again_inside_the_venv(target: list[str], checkout: Checkout) -> None:
    checkout.make_venv("run")
    ended = checkout.start(sys.executable, *target, "serve", "a b")
    assert ended == Ended(7, f"run {checkout.root / '.venv'} serve a b\n", "")


def test_installed_as_a_package_there_is_nothing_to_prepare(tmp_path: Path) -> None:
    bootstrap.ensure("run", [], str(tmp_path))


# --- what the repository promises


def _pins(name: str) -> set[str]:
    lines = (REPOSITORY / name).read_text(encoding="utf-8").splitlines()
    # without their markers: a package asked for by more than one may have a wider one
    return {line.split()[0] for line in lines if line[:1].isalnum()}


def test_the_locks_name_no_host_and_agree() -> None:
    for lock in bootstrap.LOCKS.values():
        text = (REPOSITORY / lock).read_text(encoding="utf-8")
        assert not re.search(r"://|^\s*--(?!hash=)", text, re.MULTILINE), lock
    assert len(_pins("requirements.lock")) > 20
    # that is what lets one venv serve both
    assert _pins("requirements.lock") <= _pins("requirements-dev.lock")


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert app.__version__ == project["version"]
    for lock, wanted in {
        "requirements.lock": project["dependencies"],
        "requirements-dev.lock": project["dependencies"] + project["optional-dependencies"]["dev"],
    }.items():
        locked = {pin.split("==")[0] for pin in _pins(lock)}
        assert {re.match(r"[\w.-]+", name)[0].lower() for name in wanted} <= locked
