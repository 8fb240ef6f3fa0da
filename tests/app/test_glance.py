"""What the window may see before the services are open: the file as it is, or nothing."""

import sqlite3

import pytest

from app.glance import Glance
from app.later import NOTHING
from services.domain.models import Page
from services.storage import migrations
from services.storage.database import Database
from services.storage.writes import apply, instances
from services.storage.writes.context import Context
from tests.factories import NOON_MS, message, new_instance


@pytest.fixture
async def file(tmp_path):
    """A database with one number and one message in it, still open elsewhere."""
    database = Database(tmp_path / "balcao.db")
    await database.open()
    instance = await database.write(instances.add_instance, new_instance("loja"))
    context = Context(instance_id=instance, account_id=1, received_at_ms=NOON_MS)
    await database.write(apply.apply_events, context, (message("3EB0A1", text="Oi, vocês abrem hoje?"),))
    yield tmp_path / "balcao.db"
    await database.close()


async def test_conversations_and_counters_are_read(file):
    glance = Glance(file)
    (chat,) = glance.answer("chats.page", {"limit": 50}).items
    assert (chat.preview, chat.unread) == ("Oi, vocês abrem hoje?", 1)
    assert glance.answer("chats.totals", {}) == (1, 1)


async def test_everything_else_waits(file):
    glance = Glance(file)
    assert glance.answer("instances.all", {}) is NOTHING
    assert glance.answer("chats.page", {"cursor": "x", "limit": 50}) is NOTHING


async def test_without_conversations_it_depends_on_the_numbers(file):
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE chat SET last_at = NULL")
    assert Glance(file).answer("chats.page", {"limit": 50}) is NOTHING


def test_before_the_first_start_there_is_nothing_to_show(tmp_path):
    glance = Glance(tmp_path / "balcao.db")
    assert glance.answer("chats.page", {"limit": 50}) == Page(items=())
    assert glance.answer("chats.totals", {}) == (0, 0)
    assert not (tmp_path / "balcao.db").exists()


@pytest.mark.parametrize("version", [0, migrations.LATEST + 1])
async def test_a_file_of_another_version_waits_for_the_migration(file, version):
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA user_version={version}")
    assert Glance(file).answer("chats.page", {"limit": 50}) is NOTHING


def test_a_file_that_is_none_is_left_to_who_opens_it(tmp_path):
    (tmp_path / "balcao.db").write_bytes(b"this is no database" * 100)
    assert Glance(tmp_path / "balcao.db").answer("chats.totals", {}) is NOTHING
