"""Who may know whom, where a provider may be named, and which Qt is fit for which Python."""

import ast
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

ROOT = Path(__file__).resolve().parent.parent.parent
ADAPTERS = ROOT / "services" / "providers" / "adapters"
# names a provider by trade: what every provider is listed in, and what plays one for the demo
MAY_NAME = ("services/providers/registry.py", "services/providers/adapters/", "services/demo/")


def sources(*packages):
    return [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]


def test_the_layers_are_kept():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_services_run_where_there_is_no_qt():
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sources("services")
    ]
    code = (
        "import importlib, sys\n"
        "for name in ('PySide6', 'shiboken6', 'qasync'): sys.modules[name] = None\n"
        "for name in sys.argv[1:]: importlib.import_module(name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *modules], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr


def provider_kinds():
    return {path.name for path in ADAPTERS.iterdir() if path.is_dir() and not path.name.startswith("_")}


@pytest.mark.parametrize("path", sources("app", "ui", "services"), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_provider_is_named_in_its_adapter_and_the_registry_only(path):
    place = path.relative_to(ROOT).as_posix()
    if place.startswith(MAY_NAME):
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [
        f"{place}:{node.lineno} {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in provider_kinds()
    ]
    assert not named


def test_every_adapter_names_no_other():
    for kind in provider_kinds():
        others = provider_kinds() - {kind}
        for path in sources(f"services/providers/adapters/{kind}"):
            values = {
                node.value
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
            assert not values & others, path


def test_the_locks_name_no_host():
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert not re.search(r"https?:|://|--(?:index|extra-index|find-links|trusted)|\w\.(?:com|org|net|io)\b", text), lock


def test_nothing_in_the_project_names_a_place_on_somebodys_machine():
    where = re.compile(r"/(?:home|Users|root|work)/(?!ana\b)[a-z]")
    for path in [*sources("app", "ui", "services", "resources"), ROOT / "pyproject.toml", ROOT / "build.spec"]:
        if path.exists():
            assert not where.search(path.read_text(encoding="utf-8")), path


def test_this_qt_is_fit_for_this_python():
    pyside = tuple(int(part) for part in version("PySide6-Essentials").split(".")[:2])
    # 6.12 gives back one reference to None or True too many per call: fatal where they are counted
    assert pyside < (6, 12) or sys.version_info >= (3, 12)
    pins = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for package in ("PySide6-Essentials", "PySide6-Addons"):
        assert f'"{package}>=6.11.3,<6.12"' in pins


class Sender(QObject):
    sent = Signal()


def calls(qapp):
    sender, widget = Sender(), QWidget()
    sender.sent.connect(lambda: None)

    def timer():
        sender.killTimer(sender.startTimer(1000))

    def single_shot():
        QTimer.singleShot(0, lambda: None)
        qapp.processEvents()

    yield "setObjectName", lambda: sender.setObjectName("x")
    yield "emit", sender.sent.emit
    yield "timer", timer
    yield "single shot", single_shot
    yield "repaint", widget.repaint
    yield "setVisible", lambda: widget.setVisible(False)


def test_qt_calls_do_not_eat_references(qapp):
    rounds = 300
    for name, call in calls(qapp):
        call()
        before = [sys.getrefcount(each) for each in (None, True, False)]
        for _ in range(rounds):
            call()
        drift = [sys.getrefcount(each) - count for each, count in zip((None, True, False), before, strict=True)]
        assert min(drift) > -rounds / 2, f"{name} loses references: {drift}"
