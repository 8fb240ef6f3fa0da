"""The log: JSON lines without secrets and numbers, with what they are about."""

import io
import json
import logging
import threading

import pytest

from services.core import logs
from services.core.redaction import Redactor

KEY = "B6D711FCDE4D4FD5936544120E713976"


@pytest.fixture
def stream():
    return io.StringIO()


@pytest.fixture
def log(tmp_path, stream):
    before = logging.getLogger().level
    running = logs.start(tmp_path, stream=stream, level=logging.DEBUG)
    yield running
    running.stop()
    logging.getLogger().setLevel(before)


def lines(tmp_path):
    return [json.loads(line) for line in (tmp_path / logs.FILE_NAME).read_text("utf-8").splitlines()]


def test_a_record_says_when_and_where(log, tmp_path, stream):
    logging.getLogger("inbound").warning("%s não reconhecido", "evento")
    logging.getLogger("inbound").info("quiet")
    log.stop()
    first, second = lines(tmp_path)
    assert (first["text"], first["level"], first["logger"]) == ("evento não reconhecido", "WARNING", "inbound")
    assert first["at"].endswith("Z")
    assert second["text"] == "quiet"
    words = stream.getvalue()
    assert "warning inbound: evento não reconhecido" in words
    assert "quiet" not in words


def test_secrets_and_numbers_do_not_reach_any_place(log, tmp_path, stream):
    log.redact.register(KEY)
    try:
        raise RuntimeError(f"401 for {KEY} of 5511987654321")
    except RuntimeError:
        logging.exception("the gateway said no to %s", KEY)
    logging.debug("5511987654321 with %s", KEY)
    log.stop()
    for text in (
        (tmp_path / logs.FILE_NAME).read_text("utf-8"),
        stream.getvalue(),
        "\n".join(line.words() for line in log.tail()),
    ):
        assert KEY not in text
        assert "RuntimeError" in text
    failed, detail = lines(tmp_path)
    assert "5511*******21" in failed["stack"]
    assert "5511987654321" not in failed["stack"]
    # whoever turns this level on wants to see which number
    assert "5511987654321" in detail["text"]


def test_the_ring_keeps_the_latest(tmp_path):
    running = logs.start(tmp_path, ring=10)
    for n in range(25):
        logging.getLogger("x").warning("%d", n)
    running.stop()
    running.stop()
    assert [line.text for line in running.tail()] == [str(n) for n in range(15, 25)]
    assert [line.text for line in running.tail(2)] == ["23", "24"]


def test_the_file_rotates_and_stays_whole(tmp_path):
    running = logs.start(tmp_path, max_bytes=2_000, files=3)

    def chatter(name):
        for n in range(100):
            logging.getLogger(name).warning("%d %s", n, "á" * 30)

    threads = [threading.Thread(target=chatter, args=(f"t{n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    running.stop()
    files = sorted(tmp_path.glob(f"{logs.FILE_NAME}*"))
    assert len(files) == 4
    for file in files:
        assert file.stat().st_size <= 2_000
        for line in file.read_text("utf-8").splitlines():
            json.loads(line)


def test_a_closed_console_costs_nothing(tmp_path):
    gone = io.StringIO()
    gone.close()
    running = logs.start(tmp_path, stream=gone)
    logging.warning("still in the file")
    running.stop()
    assert lines(tmp_path)[0]["text"] == "still in the file"


def test_an_endless_text_is_cut(tmp_path):
    running = logs.start(tmp_path)
    logging.warning("x" * 1_000_000)
    running.stop()
    assert len(lines(tmp_path)[0]["text"]) < 50_000


@pytest.mark.parametrize(
    "text",
    [
        f"apikey: {KEY}",
        f'{{"apikey":"{KEY}","n":1}}',
        f'{{\\"token\\":\\"{KEY}\\"}}',
        f"{{'Authorization': 'Bearer {KEY}'}}",
        f"Authorization: Bearer {KEY}",
        f"authorization: {KEY}",
        f"GET /hooks/{KEY} 200",
        f"GET /hooks/{KEY}/messages-upsert 200",
        f"https://gateway.example/send?token={KEY}&x=1",
        f"https://user:{KEY}@gateway.example/",
        f"X-Api-Key={KEY}",
        f"X-Signature: {KEY}",
        f"admintoken = '{KEY}'",
        f'"password": "two words {KEY}"',
        f"senha: {KEY}",
    ],
)
def test_what_looks_like_a_credential_is_masked_without_being_known(text):
    masked = Redactor()(text)
    assert KEY not in masked
    assert "•••" in masked


@pytest.mark.parametrize(
    "text",
    [
        "took 1767225600000 ms",
        "2026-11-22 12:00:01",
        "group 120363041234567890@g.us",
        "the token was wrong",
        "3 tokens left",
        "127.0.0.1:47821",
        "delivery 123456789",
        "SQLite 3.40.1, 2025-2026",
    ],
)
def test_what_is_no_secret_stays_readable(text):
    assert Redactor()(text) == text


@pytest.mark.parametrize(
    "number",
    ["5511987654321", "+5511987654321", "+55 11 98765-4321", "(11) 98765-4321", "(11) 3456-7890", "11 98765 4321"],
)
def test_numbers_are_masked_however_they_are_written(number):
    masked = Redactor()(f"to {number}: no answer")
    assert "98765" not in masked
    assert "3456" not in masked
    assert masked.endswith(": no answer")


def test_a_secret_of_two_owners_is_masked_until_both_forget_it():
    redact = Redactor()
    redact.register("samesecret")
    redact.register("samesecret")
    redact.register("samesecret-longer")
    redact.register("abc")
    redact.unregister("samesecret")
    assert redact("samesecret samesecret-longer abc") == "••• ••• abc"
    redact.unregister("samesecret")
    assert redact("samesecret") == "samesecret"
    redact.unregister("never known")


def test_masking_a_hostile_text_is_quick():
    hostile = "a-" * 200_000 + 'token="' * 5_000 + "1" * 100_000
    worker = threading.Thread(target=Redactor(), args=(hostile,), daemon=True)
    worker.start()
    worker.join(10)
    assert not worker.is_alive()
