"""`python3 -m tests`: style, types, dependency rules, then all tests; with arguments: only pytest."""

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

if not __package__:
    # started as `python3 path/to/tests`
    sys.path[0] = ROOT

PACKAGES = ["app", "ui", "services"]


def checks():
    """The steps before pytest, by name; a folder that is not there yet is not looked at."""
    python = [sys.executable, "-m"]
    present = [p for p in PACKAGES if os.path.isdir(os.path.join(ROOT, p))]
    rules = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo"]
    return {
        "ruff": [*python, "ruff", "check", "."],
        "mypy": [*python, "mypy", *present],
        "import-linter": rules,
    }


def run_checks():
    """Run the checks side by side, print them one after the other; returns the names of the failed ones."""
    env = dict(os.environ, PYTHONPATH=ROOT)
    running = {
        name: subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            universal_newlines=True,
        )
        for name, command in checks().items()
    }
    failed = []
    for name, process in running.items():
        output = process.communicate()[0].strip()
        print("== " + name + (": ok" if process.returncode == 0 else ": FAILED"), flush=True)
        if process.returncode:
            print(output, flush=True)
            failed.append(name)
    return failed


class Reminder:
    """Says above pytest's closing line that an earlier step failed, where it cannot be overlooked."""

    def __init__(self, failed):
        self.failed = failed

    def pytest_terminal_summary(self, terminalreporter):
        if self.failed:
            terminalreporter.section("failed before the tests: " + ", ".join(self.failed), red=True)


def main(arguments):
    import pytest

    os.chdir(ROOT)
    if arguments:
        return int(pytest.main(arguments))
    failed = run_checks()
    # a worker that dies is a failure: replaced, it would be given the same file for ever
    workers = ["-n", "2", "--dist", "loadfile", "--max-worker-restart", "0"]
    code = int(pytest.main(workers, plugins=[Reminder(failed)]))
    return code or int(bool(failed))


if __name__ == "__main__":
    from app import bootstrap

    bootstrap.ensure("test")
    sys.exit(main(sys.argv[1:]))
