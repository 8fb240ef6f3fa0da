"""Crash reports: everything somebody needs to help, nothing they must not see."""

import os

import pytest

from services.core.crash import CrashReports
from services.core.redaction import Redactor


def fail(text):
    try:
        raise RuntimeError(text)
    except RuntimeError as error:
        return error


@pytest.fixture
def redact():
    redactor = Redactor()
    redactor.register("very-secret-key")
    return redactor


def test_a_report_has_stack_version_and_log_but_no_secrets(tmp_path, redact):
    reports = CrashReports(tmp_path / "crashes", "1.2.3", tail=lambda: "sent to 5511987654321", redact=redact)
    path = reports.record("uncaught error", fail("no: very-secret-key"))
    text = path.read_text("utf-8")
    assert "Balcão 1.2.3" in text
    assert "in fail" in text
    assert "sent to 5511*******21" in text
    assert "very-secret-key" not in text
    assert reports.reports() == (path,)


def test_the_same_failure_is_written_once_a_run(tmp_path):
    reports = CrashReports(tmp_path, "1")
    assert reports.record("loop", fail("a")) is not None
    assert reports.record("loop", fail("a")) is None
    assert reports.record("loop", fail("b")) is not None
    assert len(reports.reports()) == 2


def test_the_report_of_the_last_run_is_found(tmp_path):
    reports = CrashReports(tmp_path, "1")
    assert reports.latest_since(0) is None
    path = reports.record("x", fail("y"))
    os.utime(path, (1000, 1000))
    assert reports.latest_since(1000) == path
    assert reports.latest_since(1001) is None


def test_old_reports_go(tmp_path):
    for n in range(30):
        (tmp_path / f"crash-20200101-{n:06}-1.txt").write_text("old")
    newest = CrashReports(tmp_path, "1").record("x", fail("y"))
    assert len(list(tmp_path.iterdir())) == 20
    assert newest.exists()


def test_what_the_fault_handler_left_becomes_a_report(tmp_path):
    reports = CrashReports(tmp_path / "crashes", "1")
    faults = tmp_path / "faults.txt"
    assert reports.adopt(faults, "fault") is None
    faults.write_text("Fatal Python error: Segmentation fault\n")
    path = reports.adopt(faults, "fault")
    assert "Segmentation fault" in path.read_text("utf-8")
    assert faults.read_text() == ""
    assert reports.adopt(faults, "fault") is None


def test_a_full_disk_does_not_make_a_crash_out_of_a_crash(tmp_path):
    (tmp_path / "crashes").write_text("not a folder")
    assert CrashReports(tmp_path / "crashes", "1").record("x", fail("y")) is None
