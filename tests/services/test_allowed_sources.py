"""Who may send something here, and at which address and port this computer listens."""

import socket
from pathlib import Path

import pytest
from aiohttp import ClientSession

from services.api.numbers import NewInstance
from services.domain import networks
from services.domain.errors import Invalid
from services.inbound.server import NEXT_PORTS, source_of
from services.settings.store import Store
from tests.services.desk import open_desk
from tests.services.test_receiving import received
from tests.services.whole import whole


@pytest.mark.parametrize(
    ("text", "address", "inside"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("10.0.0.0/8, 203.0.113.0/24;2001:db8::/32\n192.0.2.1", "203.0.113.99", True),
        ("10.1.2.3/8", "10.200.0.1", True),
        ("2001:db8::/32", "2001:db8:7::1", True),
        ("203.0.113.0/24", "::ffff:203.0.113.9", True),
        ("0.0.0.0/0", "::1", False),
        ("fe80::/10", "fe80::1%eth0", True),
        ("10.0.0.0/8", "", False),
        ("10.0.0.0/8", "unknown", False),
        ("10.0.0.0/8", "[10.0.0.1]", True),
        ("", "10.0.0.1", False),
    ],
)
def test_addresses_and_networks_as_people_write_them(text, address, inside):
    assert networks.contains(networks.parse(text), address) is inside


@pytest.mark.parametrize("bad", ["10.0.0.300", "gateway.example.com", "10.0.0.0/33", "10.0.0.1 x", "1.2.3.4/"])
def test_what_is_no_network_is_refused_with_the_part_that_is_none(tmp_path: Path, bad):
    store = Store(tmp_path / "settings.json")
    with pytest.raises(Invalid, match=r"server.allowed_sources: .* is no address and no network"):
        store.set("server.allowed_sources", f"192.0.2.0/24, {bad}")
    assert store.get("server.allowed_sources") == ""


@pytest.mark.parametrize(
    ("peer", "forwarded", "compared"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        ("203.0.113.7", "10.0.0.1", "203.0.113.7"),  # not from here: what it says of itself counts nothing
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "198.51.100.4", "198.51.100.4"),
        ("::1", "10.9.9.9, 198.51.100.4", "198.51.100.4"),  # the first one anybody can write
        ("127.0.0.1", " ", ""),
    ],
)
def test_the_address_that_is_compared(peer, forwarded, compared):
    assert source_of(peer, forwarded) == compared


async def test_a_sender_that_is_not_on_the_list_is_turned_away_and_counted(tmp_path: Path):
    async with open_desk(tmp_path) as desk:
        instance = await desk.add("multichat", "instance_123")
        through = {"X-Forwarded-For": "198.51.100.4"}
        desk.hooks.allow(networks.parse("203.0.113.0/24"))
        for sender, status in (("198.51.100.4", 403), ("203.0.113.9", 200), ("203.0.113.9, 198.51.100.4", 403)):
            answer = await desk.hook(instance, received(sender), headers={"X-Forwarded-For": sender})
            assert answer.status == status, sender
        async with desk.http.get(f"{desk.hooks.url}/webhook", headers=through) as answer:
            assert (answer.status, await answer.text()) == (403, networks.NOT_ALLOWED)
        assert (desk.hooks.turned_away, desk.hooks.last_turned_away) == (3, "198.51.100.4")
        # this computer itself always may: the probe, the demo, a gateway beside us
        assert (await desk.hook(instance, received("mc_2"))).status == 200
        assert len(await desk.deliveries()) == 2
        desk.hooks.allow(())
        assert (await desk.hook(instance, received("mc_3"), headers=through)).status == 200


async def test_the_list_counts_at_once_and_the_probe_still_proves_the_way(tmp_path: Path):
    async with whole(tmp_path) as running:
        services = running.services
        view = await services.instances.create(NewInstance(provider="multichat", name="loja"))
        await services.preferences.set("server.allowed_sources", "203.0.113.0/24")
        address = services.instances.hook_url(view)
        async with ClientSession() as http:
            turned_away = {"X-Forwarded-For": "198.51.100.4"}
            async with http.post(f"{address}", json=received(), headers=turned_away) as answer:
                assert answer.status == 403
        health = await services.diagnostics.health()
        assert (health.turned_away, health.last_turned_away) == (1, "198.51.100.4")
        assert next(step for step in await services.diagnosis.run() if step.step == "hooks").cause == "senders_refused"
        assert await services.instances.test_webhook(view.id) > 0


async def test_a_taken_port_gives_way_to_the_next_free_one(tmp_path: Path):
    async with open_desk(tmp_path) as desk:
        with socket.create_server(("127.0.0.1", 0)) as other:
            taken = other.getsockname()[1]
            await desk.hooks.stop()
            desk.hooks._stopping = False
            chosen = await desk.hooks.start("127.0.0.1", taken)
    assert taken < chosen <= taken + NEXT_PORTS


async def test_an_address_that_is_gone_leaves_this_computer_and_a_word_about_it(tmp_path: Path):
    Store(tmp_path / "settings.json").set("server.bind_host", "192.0.2.77")
    async with whole(tmp_path) as running:
        assert running.hooks_url.startswith("http://127.0.0.1:")
        assert [(n.code, n.text) for n in running.notices] == [("host_missing", "192.0.2.77")]
        assert next(s for s in await running.services.diagnosis.run() if s.step == "hooks").cause == "host_missing"
