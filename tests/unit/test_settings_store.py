"""Settings: who wins, what is refused, and that no crash and no bad file loses them."""

import json
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.domain.changes import ChangeSet
from services.domain.errors import Invalid
from services.settings import private_files
from services.settings.preferences import Preferences
from services.settings.schema import FIELDS, VERSION, Settings, Theme
from services.settings.store import Store
from services.settings.upgrades import UPGRADES, upgrade


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.json"


def write(path, values, version=VERSION):
    path.write_text(json.dumps({"version": version, "values": values}))


def test_a_fresh_start_has_the_defaults_and_writes_nothing(path):
    store = Store(path)
    assert store.get("server.bind_host") == "127.0.0.1"
    assert store.get("server.rate_per_minute_unauthenticated") == 100
    assert store.all == Settings()
    assert not path.exists()


def test_what_is_set_is_there_at_the_next_start(path):
    store = Store(path)
    assert store.set("appearance.theme", "dark")
    store.set("server.hooks_port", 8080)
    assert store.get("appearance.theme") is Theme.DARK
    again = Store(path)
    assert again.get("appearance.theme") is Theme.DARK
    assert again.all.server.hooks_port == 8080
    assert json.loads(path.read_text())["values"] == {
        "appearance": {"theme": "dark"},
        "server": {"hooks_port": 8080},
    }


def test_command_line_over_environment_over_file(path):
    write(path, {"server": {"hooks_port": 1, "api_port": 1, "body_limit_mb": 1}})
    store = Store(
        path,
        command_line={"server.hooks_port": "3"},
        environment={"BALCAO_SERVER_HOOKS_PORT": "2", "BALCAO_SERVER_API_PORT": "2", "BALCAO_NO_APT": "1"},
    )
    assert [store.get(f"server.{name}") for name in ("hooks_port", "api_port", "body_limit_mb")] == [3, 2, 1]
    assert store.fixed("server.api_port")
    assert not store.fixed("server.body_limit_mb")
    assert store.problems == ()
    # stored for later, but the environment still decides
    assert not store.set("server.api_port", 9)
    assert store.get("server.api_port") == 2
    assert Store(path).get("server.api_port") == 9


def test_going_back_to_the_default_removes_it_from_the_file(path):
    store = Store(path)
    store.set("chat.enter_sends", False)
    store.set("chat.enter_sends", True)
    assert json.loads(path.read_text())["values"] == {}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("server.hooks_port", 65536),
        ("server.hooks_port", -1),
        ("server.hooks_port", "8080"),
        ("server.hooks_port", True),
        ("server.bind_host", "example.com; rm"),
        ("server.public_url", "ftp://x"),
        ("server.public_url", "https://user:pw@shop.example"),
        ("appearance.theme", "pink"),
        ("appearance.language", "de"),
        ("chat.enter_sends", 1),
        ("no.such", 1),
        ("", 1),
    ],
)
def test_what_cannot_be_used_is_refused_and_changes_nothing(path, key, value):
    store = Store(path)
    with pytest.raises(Invalid):
        store.set(key, value)
    assert store.all == Settings()
    assert not path.exists()


@pytest.mark.parametrize("url", ["", "https://padaria.example", "http://192.168.0.5:8080/balcao"])
def test_public_addresses(path, url):
    Store(path).set("server.public_url", url)
    assert Store(path).get("server.public_url") == url


def test_whether_the_value_in_use_has_changed_is_told(path):
    store = Store(path)
    assert store.set("chat.enter_sends", False)
    assert not store.set("chat.enter_sends", False)
    assert store.set("chat.enter_sends", True)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"version": "x"}', '{"version": 1, "values": 5}', "\x00", "[" * 100_000]
)
def test_an_unreadable_file_is_kept_aside(path, text):
    path.write_text(text)
    store = Store(path)
    assert store.problems == ("settings_unreadable",)
    assert store.all == Settings()
    (aside,) = path.parent.glob("settings.unreadable-*.json")
    assert aside.read_text() == text
    store.set("chat.enter_sends", False)
    assert Store(path).problems == ()


def test_one_bad_value_does_not_lose_its_neighbours(path):
    write(path, {"server": {"hooks_port": "many", "api_port": 5}, "chat": "x", "later": {"new": [1]}})
    store = Store(path)
    assert store.problems == ("setting_invalid:server.hooks_port",)
    assert store.get("server.api_port") == 5
    assert store.get("server.hooks_port") == 0


def test_what_a_later_version_wrote_survives_a_change_here(path):
    write(path, {"later": {"new": [1]}, "server": {"unknown": 2}}, version=VERSION + 1)
    store = Store(path)
    assert store.problems == ("settings_newer",)
    store.set("server.api_port", 5)
    document = json.loads(path.read_text())
    assert document["version"] == VERSION + 1
    assert document["values"] == {"later": {"new": [1]}, "server": {"api_port": 5, "unknown": 2}}


def test_a_bad_environment_is_told_and_not_used(path):
    store = Store(path, environment={"BALCAO_CHAT_ENTER_SENDS": "maybe", "BALCAO_APPEARANCE_THEME": "dark"})
    assert store.problems == ("setting_invalid:chat.enter_sends",)
    assert store.get("chat.enter_sends") is True
    assert store.get("appearance.theme") is Theme.DARK


VALUES = st.integers(1, 500) | st.booleans() | st.text(max_size=9)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), VALUES, max_size=5))
def test_whatever_was_accepted_comes_back(tmp_path_factory, wanted):
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    store, accepted = Store(path), {}
    for key, value in wanted.items():
        try:
            store.set(key, value)
        except Invalid:
            continue
        accepted[key] = value
    assert {key: Store(path).get(key) for key in accepted} == accepted


def test_older_files_are_brought_up_step_by_step():
    def one(values):
        """Say so."""
        return {**values, "seen": [1]}

    def two(values):
        """Say more."""
        return {**values, "seen": [*values["seen"], 2]}

    assert upgrade({}, 1, upgrades={1: one, 2: two}, target=3) == {"seen": [1, 2]}
    assert upgrade({}, 2, upgrades={2: lambda v: {**v, "x": 1}}, target=3) == {"x": 1}
    assert upgrade({"a": 1}, 9, upgrades={}, target=3) == {"a": 1}


def test_every_version_has_its_upgrade_and_says_what_it_does():
    assert sorted(UPGRADES) == list(range(1, VERSION))
    assert all(step.__doc__ for step in UPGRADES.values())


def test_every_setting_has_a_default_within_its_limits():
    for field in FIELDS.values():
        assert field.convert(field.default) == field.default
    assert FIELDS["server.hooks_port"].restart
    assert FIELDS["server.hooks_port"].advanced
    assert not FIELDS["appearance.theme"].restart


WRITER = """
import os, pathlib, sys
from services.settings.store import Store
path, moment = pathlib.Path(sys.argv[1]), sys.argv[2]
store = Store(path)
store.set("server.api_port", 1)
def die(*args):
    os.kill(os.getpid(), 9)
if moment == "replace":
    pathlib.Path.replace = die
else:
    os.fsync = die
store.set("server.api_port", 2)
"""


@pytest.mark.crash
@pytest.mark.skipif(os.name == "nt", reason="kill -9")
@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_a_kill_while_writing_leaves_the_old_settings_whole(path, moment):
    done = subprocess.run([sys.executable, "-c", WRITER, str(path), moment], timeout=60)
    assert done.returncode == -9
    assert list(path.parent.glob(".*.part")), "it was killed between the temporary file and its renaming"
    store = Store(path)
    assert store.problems == ()
    assert store.get("server.api_port") == 1
    assert list(path.parent.iterdir()) == [path]


def test_a_write_that_fails_changes_nothing(path, monkeypatch):
    store = Store(path)
    store.set("server.api_port", 1)

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(private_files.os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        store.set("server.api_port", 2)
    assert store.get("server.api_port") == 1
    assert list(path.parent.iterdir()) == [path]


async def test_preferences_publish_what_has_changed(path):
    published = []
    preferences = Preferences(Store(path), published.append)
    await preferences.set("appearance.theme", "dark")
    await preferences.set("appearance.theme", "dark")
    assert preferences.get("appearance.theme") == "dark"
    assert published == [ChangeSet(settings=frozenset(("appearance.theme",)))]
    with pytest.raises(Invalid):
        await preferences.set("appearance.theme", "pink")
