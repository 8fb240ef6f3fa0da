"""A second start raises the first window; nothing else that knocks does anything."""

import os
import secrets
import subprocess
import sys
import time

import pytest
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app.single_instance import SingleInstance, raise_first, socket_name
from tests.app.processes import ROOT, environment

SECOND = "import sys; from app.single_instance import raise_first; print(raise_first(*sys.argv[1:]))"


@pytest.fixture
def digest():
    return secrets.token_hex(8)


@pytest.fixture
def first(digest, qapp):
    raised = []
    links = []
    instance = SingleInstance(digest, lambda: raised.append(1), links.append)
    instance.raised, instance.links = raised, links
    yield instance
    instance.close()


def second_start(digest, *link):
    return subprocess.Popen(
        [sys.executable, "-c", SECOND, digest, *link], cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True
    )


def ended(process, qtbot):
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=30_000)
    return process.communicate()[0].strip()


def test_a_second_start_raises_the_window(first, digest, qtbot):
    assert ended(second_start(digest), qtbot) == "True"
    assert first.raised == [1]


@pytest.mark.parametrize("link", ["balcao://chat/5511988887777?text=Ol\u00e1", "--x\n raise", "a" * 8000])
def test_a_link_is_handed_over_as_it_is(first, digest, qtbot, link):
    assert ended(second_start(digest, link), qtbot) == "True"
    assert (first.raised, first.links) == ([1], [link])


def test_a_link_without_end_only_raises(first, digest, qtbot):
    assert ended(second_start(digest, "b" * 9000), qtbot) == "True"
    assert (first.raised, first.links) == ([1], [])


def test_many_starts_at_once_are_all_answered(first, digest, qtbot):
    processes = [second_start(digest) for _ in range(4)]
    assert [ended(process, qtbot) for process in processes] == ["True"] * 4
    assert first.raised == [1] * 4


@pytest.mark.parametrize(
    "said",
    [
        b"balcao 1 raise", b"raise\n", b"balcao 1 raise\nrm", b"\x00" * 10_000, b"", b"balcao 2 raise\n",
        b"balcao 1 open !!\n", b"balcao 1 open /w==\n", b"balcao 1 open " + b"A" * 50_000,
    ],
)  # fmt: skip
def test_whatever_else_is_said_does_nothing_and_is_cut_off(first, digest, qtbot, said):
    socket = QLocalSocket()
    socket.connectToServer(socket_name(digest))
    assert socket.waitForConnected(5_000)
    if said:
        socket.write(said)
        socket.flush()
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState, timeout=10_000)
    assert first.raised == []
    assert ended(second_start(digest), qtbot) == "True"


def test_nobody_there(digest, qapp):
    began = time.monotonic()
    assert not raise_first(digest)
    assert time.monotonic() - began < 2


@pytest.mark.skipif(os.name == "nt", reason="a named pipe goes with its process")
def test_the_socket_of_a_killed_process_is_in_nobodys_way(digest, qtbot, qapp):
    code = """
import sys; from PySide6.QtCore import QCoreApplication; from app.single_instance import SingleInstance
app = QCoreApplication([]); first = SingleInstance(sys.argv[1], list); print("here", flush=True); app.exec()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code, digest], cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout.readline() == "here\n"
    finally:
        process.kill()
        process.communicate()
    assert not raise_first(digest)
    raised = []
    instance = SingleInstance(digest, lambda: raised.append(1))
    assert ended(second_start(digest), qtbot) == "True"
    instance.close()
    assert raised == [1]


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_only_this_user_may_knock(first, digest):
    server = first.findChild(QLocalServer)
    assert os.stat(server.fullServerName()).st_mode & 0o077 == 0


def test_a_name_is_a_digest():
    for bad in ("", "../x", "0" * 17, "G" * 16):
        with pytest.raises(ValueError):
            socket_name(bad)
