"""Credentials: in the keyring where there is one, in a private file where not, and never lost in between."""

import asyncio
import json
import os
import threading

import keyring.errors
import pytest

from services.domain.errors import ErrorCode, Unavailable
from services.settings.secrets import Secrets, system_keyring

KEY = "gateway/3/api_key"


class Ring:
    """A keyring of a computer; ``trouble`` is what its next calls raise, ``gate`` keeps them from returning."""

    def __init__(self):
        self.values = {}
        self.trouble = None
        self.gate = None
        self.calls = 0

    def _enter(self):
        self.calls += 1
        if self.gate is not None:
            self.gate.wait(20)
        if self.trouble is not None:
            raise self.trouble

    def get_password(self, service, username):
        self._enter()
        return self.values.get((service, username))

    def set_password(self, service, username, password):
        self._enter()
        self.values[service, username] = password

    def delete_password(self, service, username):
        self._enter()
        if self.values.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("not found")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "secrets.json"


def opened(path, ring, **more):
    secrets = Secrets(path, "0123456789abcdef", open_keyring=lambda: ring, **{"ask_again_s": 0.0, **more})
    secrets.told = []
    secrets.on_file(lambda: secrets.told.append(1))
    return secrets


async def test_the_keyring_is_used_where_there_is_one(path):
    ring = Ring()
    secrets = opened(path, ring)
    await secrets.set(KEY, "made-up-key-1")
    assert ring.values == {("balcao/0123456789abcdef", KEY): "made-up-key-1"}
    assert not path.exists()
    assert await opened(path, ring).get(KEY) == "made-up-key-1"
    assert secrets.told == []
    assert await secrets.in_keyring()


async def test_without_a_keyring_a_private_file_is_used_and_it_says_so_once(path):
    secrets = opened(path, None)
    await secrets.set(KEY, "made-up-key-1")
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600
    assert await opened(path, None).get(KEY) == "made-up-key-1"
    assert secrets.told == [1]
    await secrets.set(KEY, "made-up-key-1")
    assert secrets.told == [1]
    later = opened(path, None)
    await later.set("gateway/4/api_key", "made-up-key-2")
    assert later.told == []
    assert await later.get(KEY) == "made-up-key-1"
    assert not await later.in_keyring()


@pytest.mark.parametrize(
    "trouble", [keyring.errors.KeyringLocked("shut"), keyring.errors.InitError("no bus"), OSError("dbus")]
)
async def test_a_locked_keyring_takes_nothing_but_nothing_is_lost(path, trouble):
    ring = Ring()
    await opened(path, ring).set(KEY, "in-the-keyring")
    ring.trouble = trouble
    secrets = opened(path, ring)
    await secrets.set("gateway/4/api_key", "made-up-key-2")
    assert secrets.told == [1]
    assert await opened(path, ring).get("gateway/4/api_key") == "made-up-key-2"
    with pytest.raises(Unavailable) as locked:
        await secrets.get(KEY)
    assert locked.value.code is ErrorCode.KEYRING_LOCKED
    ring.trouble = None
    assert await secrets.get(KEY) == "in-the-keyring"


async def test_a_keyring_that_cannot_hold_a_value_is_not_asked_for_it(path):
    """A computer whose keyring takes nothing works from its first day on; what it does hold stays known."""
    ring = Ring()
    ring.trouble = keyring.errors.InitError("Prompt dismissed")
    secrets = opened(path, ring, fresh=True)
    assert await secrets.get(KEY) is None
    await secrets.set(KEY, "made-up-key-1")
    assert await secrets.get("gateway/3/signing_secret") is None
    assert not await secrets.in_keyring()
    ring.trouble = None
    assert not await secrets.in_keyring()
    await secrets.set("gateway/4/api_key", "in-the-keyring")
    assert await secrets.in_keyring()
    ring.trouble = keyring.errors.KeyringLocked("shut")
    # the folder is not new any more at the next start
    later = opened(path, ring)
    assert await later.get(KEY) == "made-up-key-1"
    assert await later.get("gateway/3/signing_secret") is None
    with pytest.raises(Unavailable):
        await later.get("gateway/4/api_key")
    with pytest.raises(Unavailable):
        await later.in_keyring()
    await later.delete("gateway/4/api_key")
    assert await later.get("gateway/4/api_key") is None
    assert "in-the-keyring" not in path.read_text()


async def test_one_refusal_answers_for_all_that_follow_at_once(path):
    ring = Ring()
    ring.trouble = keyring.errors.KeyringLocked("dismissed")
    secrets = opened(path, ring, ask_again_s=30.0)
    for number in range(5):
        with pytest.raises(Unavailable):
            await secrets.get(f"gateway/{number}/api_key")
    assert ring.calls == 1


async def test_a_key_moves_into_the_keyring_when_it_is_next_written(path):
    await opened(path, None).set(KEY, "made-up-key-1")
    ring = Ring()
    secrets = opened(path, ring)
    assert await secrets.get(KEY) == "made-up-key-1"
    await secrets.set(KEY, "made-up-key-2")
    assert KEY not in json.loads(path.read_text())["values"]
    assert await opened(path, ring).get(KEY) == "made-up-key-2"


async def test_deleting_removes_it_from_both_places(path):
    await opened(path, None).set(KEY, "made-up-key-1")
    ring = Ring()
    ring.values["balcao/0123456789abcdef", KEY] = "made-up-key-1"
    secrets = opened(path, ring)
    await secrets.delete(KEY)
    await secrets.delete(KEY)
    assert await secrets.get(KEY) is None
    assert ring.values == {}
    assert "made-up-key-1" not in path.read_text()


async def test_a_keyring_that_hangs_is_given_up_and_not_asked_again_meanwhile(path):
    ring = Ring()
    ring.gate = threading.Event()
    secrets = opened(path, ring, timeout_s=0.1)
    with pytest.raises(Unavailable):
        await secrets.get(KEY)
    with pytest.raises(Unavailable):
        await secrets.get(KEY)
    assert ring.calls == 1
    await secrets.set(KEY, "made-up-key-1")
    assert json.loads(path.read_text())["values"] == {KEY: "made-up-key-1"}
    ring.gate.set()
    async with asyncio.timeout(10):
        while ring.calls == 1 or KEY in json.loads(path.read_text())["values"]:
            await secrets.set(KEY, "made-up-key-1")
            await asyncio.sleep(0.01)


async def test_the_log_learns_every_value_and_forgets_replaced_ones(path):
    known = []
    secrets = opened(path, None, learn=known.append, forget=known.remove)
    await secrets.set(KEY, "made-up-key-1")
    await secrets.get(KEY)
    await secrets.set(KEY, "made-up-key-2")
    assert known == ["made-up-key-2"]
    await secrets.delete(KEY)
    assert known == []
    await opened(path, None).set(KEY, "made-up-key-3")
    await secrets.get(KEY)
    assert known == ["made-up-key-3"]


async def test_a_value_is_read_from_the_keyring_once(path):
    ring = Ring()
    ring.values["balcao/0123456789abcdef", KEY] = "made-up-key-1"
    secrets = opened(path, ring)
    assert [await secrets.get(KEY) for _ in range(3)] == ["made-up-key-1"] * 3
    assert ring.calls == 1


@pytest.mark.parametrize("text", ["", "{", "\xff", "[]", '{"values": 3}', '{"values": {"gateway/3/api_key": 5}}'])
async def test_a_damaged_file_is_no_crash_and_is_not_thrown_away(path, text):
    path.write_text(text, encoding="latin-1")
    secrets = opened(path, None)
    assert await secrets.get(KEY) is None
    await secrets.set(KEY, "made-up-key-1")
    assert await opened(path, None).get(KEY) == "made-up-key-1"
    try:
        json.loads(text)
    except ValueError:
        assert path.with_suffix(".unreadable").read_text(encoding="latin-1") == text


@pytest.mark.parametrize("backend", ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring", "no.such.Ring"])
def test_backends_that_keep_nothing_count_as_none(backend, monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    assert system_keyring() is None
