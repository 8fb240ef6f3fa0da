"""The window's PIN: kept as a slow hash, wrong tries slowed over starts, taken away by the command line."""

import pytest

from services.api.lock import PIN_KEY, Lock
from services.domain.errors import Invalid, RateLimited
from services.settings.secrets import Secrets
from services.settings.store import Store
from tests.fakes.clock import ManualClock


class Computer:
    """What outlives a start: two files and the clock."""

    def __init__(self, folder):
        self.folder, self.clock = folder, ManualClock()

    def start(self):
        self.secrets = Secrets(self.folder / "secrets.json", "0" * 16, open_keyring=lambda: None)
        return Lock(Store(self.folder / "settings.json"), self.secrets, self.clock)


@pytest.fixture
def computer(tmp_path):
    return Computer(tmp_path)


async def test_set_opened_changed_and_removed(computer):
    lock = computer.start()
    assert not lock.has_pin()
    await lock.open("whatever")
    await lock.set_pin("2580")
    lock = computer.start()
    assert lock.has_pin()
    kept = await computer.secrets.get(PIN_KEY)
    assert kept.startswith("scrypt$") and "2580" not in kept
    await lock.open("2580")
    with pytest.raises(Invalid, match="pin"):
        await lock.open("0852")
    with pytest.raises(Invalid, match="current"):
        await lock.set_pin("123456", "1111")
    await lock.set_pin("123456", "2580")
    await lock.open("123456")
    await lock.set_pin("", "123456")
    assert not lock.has_pin() and await computer.secrets.get(PIN_KEY) is None


@pytest.mark.parametrize("pin", ["123", "1" * 13, "12a4", "١٢٣٤", "    "])
async def test_what_is_no_pin_is_refused(computer, pin):
    lock = computer.start()
    with pytest.raises(Invalid, match="pin"):
        await lock.set_pin(pin)
    assert not lock.has_pin()


async def test_guessing_is_slowed_and_a_new_start_does_not_help(computer):
    lock = computer.start()
    await lock.set_pin("2580")
    for guess in ("0000", "1111", "2222"):
        with pytest.raises(Invalid):
            await lock.open(guess)
    lock = computer.start()
    with pytest.raises(RateLimited) as slowed:
        await lock.open("2580")
    assert 0 < slowed.value.retry_after_s <= 5
    computer.clock.advance(6)
    with pytest.raises(Invalid):
        await lock.open("3333")
    with pytest.raises(RateLimited) as slowed:
        await lock.open("2580")
    assert 5 < slowed.value.retry_after_s <= 10
    computer.clock.advance(11)
    await lock.open("2580")
    with pytest.raises(Invalid):
        await lock.open("4444")


async def test_a_lost_hash_opens_nothing_and_a_reset_does(computer):
    lock = computer.start()
    await lock.set_pin("2580")
    await computer.secrets.delete(PIN_KEY)
    with pytest.raises(Invalid):
        await lock.open("2580")
    await lock.reset()
    assert not computer.start().has_pin()
    await lock.open("")
