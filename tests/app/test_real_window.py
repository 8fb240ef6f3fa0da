"""From a fresh start to the first message in a real window, with the mouse or the keyboard as a person has them.

An X server without a screen, the whole program as its own process, a gateway that scans its code by itself. What
is pressed goes through the X server; the clicks and typed fields are counted where they arrive.
"""

import asyncio
import sys
import threading
import time

import pytest

from services.demo.demo import DemoGateway
from tests.app.keyboard import Person, x_server
from tests.app.processes import Program

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is what Linux has")
KEY = "chave-inventada-1"
MOST_CLICKS, MOST_FIELDS, MOST_SECONDS = 6, 2, 180


@pytest.fixture
def gateway():
    """The address of a gateway in a thread of its own."""
    loop, started = asyncio.new_event_loop(), threading.Event()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    made = DemoGateway(KEY, scan_after_s=0.5)
    url = asyncio.run_coroutine_threadsafe(made.start(), loop).result(20)
    started.set()
    yield url
    asyncio.run_coroutine_threadsafe(made.stop(), loop).result(20)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


@pytest.fixture
def screen():
    """The name of a display of its own."""
    with x_server() as name:
        yield name


@pytest.fixture
def person(screen, tmp_path):
    """Somebody before a fresh start."""
    window = Program(
        "real", "--data-dir", tmp_path, "--language", "en",
        script="real_window.py", DISPLAY=screen, QT_QPA_PLATFORM="xcb", LANG="C.UTF-8",
    )  # fmt: skip
    with window:
        made = Person(window, screen)
        made.waits_for("connect")
        made.looks_at_the_window()
        yield made
        window.process.stdin.write("close\n")
        window.process.stdin.flush()
        assert window.wait()[0] == 0


def _linked_and_written_to(seen):
    return seen["marks"] == ["ok"] * 4


def test_with_the_mouse_in_six_clicks_and_two_fields(person, gateway):
    began = time.monotonic()
    person.clicks("connect")
    person.waits(lambda seen: seen["focus"] == "url")
    person.types(gateway)
    person.clicks("key")
    person.types(KEY)
    person.clicks("next")
    person.waits_for("sessions")
    person.clicks("next")
    person.waits_for("qr")
    person.waits(_linked_and_written_to)
    person.clicks("next")
    seen = person.waits(lambda seen: seen["chat"] is not None)
    assert "timeline" in seen["places"]
    assert 0 < seen["clicks"] <= MOST_CLICKS and seen["fields"] == MOST_FIELDS
    assert time.monotonic() - began < MOST_SECONDS


def test_with_the_keyboard_alone(person, gateway):
    for _ in range(40):
        if person.sees()["focus"] == "connect":
            break
        person.presses("Tab")
    assert person.sees()["focus"] == "connect"
    person.presses("space")
    person.waits(lambda seen: seen["focus"] == "url")
    person.types(gateway)
    person.presses("Tab")
    person.waits(lambda seen: seen["focus"] == "key")
    person.types(KEY)
    person.presses("Return")
    person.waits(lambda seen: "sessions" in seen["places"] and seen["focus"] == "next")
    person.presses("space")
    person.waits(lambda seen: _linked_and_written_to(seen) and seen["focus"] == "next")
    person.presses("space")
    seen = person.waits(lambda seen: seen["chat"] is not None)
    assert seen["clicks"] == 0 and seen["fields"] == MOST_FIELDS


def test_a_number_is_renamed_paused_and_kept_with_the_keyboard_alone(person, gateway):
    """More, the arrows and Enter as the X server sends them; Escape leaves everything as it was."""

    def goes_to(name):
        for _ in range(40):
            if person.sees()["focus"] == name:
                break
            person.presses("Tab")
        assert person.sees()["focus"] == name

    def choose(text):
        goes_to("more")
        person.presses("space")
        person.waits(lambda seen: seen["menu"] is not None)
        for _ in range(20):
            person.presses("Down")
            if person.sees()["menu"] == text:
                break
        assert person.sees()["menu"] == text
        person.presses("Return")

    goes_to("connect")
    person.presses("space")
    person.waits(lambda seen: seen["focus"] == "url")
    person.types(gateway)
    person.presses("Tab")
    person.types(KEY)
    person.presses("Return")
    person.waits(lambda seen: "sessions" in seen["places"] and seen["focus"] == "next")
    person.presses("space")
    person.waits(lambda seen: _linked_and_written_to(seen) and seen["focus"] == "next")
    goes_to("numbers")
    person.presses("Return")
    person.waits_for("more")
    choose("Rename…")
    person.waits(lambda seen: seen["dialog"] == "LineDialog")
    person.types("Loja Sul")
    person.presses("Return")
    person.waits(lambda seen: seen["label"] == "Loja Sul")
    person.looks_at_the_window()
    choose("Remove…")
    person.waits(lambda seen: seen["dialog"] == "RemoveDialog")
    person.presses("Escape")
    person.looks_at_the_window()
    choose("Pause")
    person.waits(lambda seen: seen["paused"])
    seen = person.sees()
    assert (seen["label"], seen["clicks"]) == ("Loja Sul", 0)
