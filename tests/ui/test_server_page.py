"""The public address and the server behind it: every state in words, every setting kept, every refusal explained."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from services.domain.changes import TunnelChanged
from services.domain.errors import Invalid, Unavailable
from services.domain.models import Health, TrafficLevel, TrafficView, TunnelState, TunnelView
from services.instances.diagnosis.causes import CAUSES
from services.instances.tunnel import ngrok_codes
from ui.webhooks import server_form
from ui.webhooks.server_page import ServerPage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(stage, qtbot, monkeypatch):
    monkeypatch.setattr(server_form, "own_addresses", lambda: ("192.168.0.10",))

    async def causes():
        return tuple(CAUSES.values())

    stage.services.diagnosis.causes = causes
    made = ServerPage(stage.services, stage.bridge, stage.crossing, stage.look)
    made.resize(860, 1100)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    return made


def _choose(box, data):
    box.setCurrentIndex(box.findData(data))


def _kept(stage):
    return dict(stage.services.named("preferences.set"))


def test_a_tunnel_is_chosen_and_its_token_kept_away_from_the_settings(stage, page, qtbot):
    tunnel = page.tunnel
    assert tunnel.state() == "No public address" and not tunnel.token.isVisible()
    _choose(tunnel.kind, "ngrok")
    assert tunnel.token.isVisible() and tunnel.region.isVisible() and not tunnel.url.isVisible()
    QTest.keyClicks(tunnel.token, "token-inventado-1")
    QTest.keyClicks(tunnel.domain, "https://Padaria.ngrok.app/")
    _choose(tunnel.region, "sa")
    QTest.keyClicks(tunnel.binary, "/opt/ngrok")
    QTest.mouseClick(tunnel.save_button, LEFT)
    qtbot.waitUntil(lambda: "tunnel.kind" in _kept(stage) and stage.crossing.pending == 0)
    kept = _kept(stage)
    assert stage.services.named("tunnel.set_token") == [["token-inventado-1"]]
    assert "token-inventado-1" not in str(kept) and tunnel.token.text() == ""
    expected = {"kind": "ngrok", "domain": "padaria.ngrok.app", "region": "sa", "binary": "/opt/ngrok"}
    assert {name: kept[f"tunnel.{name}"] for name in expected} == expected


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("none", ()),
        ("fixed", ("url",)),
        ("ngrok", ("token", "domain", "region", "binary", "with_app")),
        ("cloudflared", ("binary", "with_app")),
        ("ssh", ("destination", "ssh_port", "ssh_remote_port", "ssh_url", "binary", "with_app")),
    ],
)
def test_each_way_asks_only_for_what_it_needs(page, kind, shown):
    _choose(page.tunnel.kind, kind)
    names = ("url", "token", "domain", "region", "destination", "ssh_port", "ssh_remote_port", "ssh_url", "binary", "with_app")
    assert tuple(name for name in names if getattr(page.tunnel, name).isVisible()) == shown


@pytest.mark.parametrize("state", list(TunnelState))
def test_every_state_of_the_tunnel_has_words(stage, page, qtbot, state):
    stage.services.publish(
        TunnelChanged(TunnelView(kind="ngrok", state=state, code="tunnel_limit", public_url="https://x.example.com"))
    )
    qtbot.waitUntil(lambda: "x.example.com" in page.tunnel.state())
    assert "allowance of the ngrok plan is used up" in page.tunnel.cause()
    assert page.tunnel.stop_button.isVisible() == (state not in (TunnelState.OFF, TunnelState.ERROR))


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("tunnel_no_token", "Copy the authtoken"),
        (ngrok_codes.cause_of(105), "refuses the token"),
        (ngrok_codes.cause_of(727), "allowance"),
        (ngrok_codes.cause_of(108), "allows one"),
        (ngrok_codes.cause_of(734), "too many requests"),
        (ngrok_codes.cause_of(334), "domain is in use"),
        (ngrok_codes.cause_of(8012), "does not answer behind it"),
        ("no_internet", "no internet connection"),
        ("tunnel_binary_missing", "correct its path"),
        ("tunnel_download_failed", "install it by hand"),
        ("tunnel_agent_died", "started again"),
        ("tunnel_agent_old", "update it"),
    ],
)
def test_every_failure_of_a_tunnel_says_what_to_do(stage, page, qtbot, code, part):
    said = "ERR_NGROK_1: the agent's words"
    view = TunnelView(kind="ngrok", state=TunnelState.ERROR, code=code, text=said)
    stage.services.publish(TunnelChanged(view))
    qtbot.waitUntil(lambda: part in page.tunnel.cause())
    assert said in page.tunnel._words.text() and page.tunnel.start_button.isVisible()


def test_the_agent_is_renewed(stage, page, qtbot):
    stage.services.publish(TunnelChanged(TunnelView(kind="ngrok", state=TunnelState.ERROR, code="tunnel_agent_old")))
    qtbot.waitUntil(page.tunnel.update_button.isVisible)
    QTest.mouseClick(page.tunnel.update_button, LEFT)
    qtbot.waitUntil(lambda: "ngrok 3.22.1" in page.tunnel._said.text())
    stage.services.fail_next("tunnel.update_agent", Unavailable("no such host"))
    QTest.mouseClick(page.tunnel.update_button, LEFT)
    qtbot.waitUntil(lambda: "install it by hand" in page.tunnel._said.text())


def test_the_program_is_chosen_in_a_dialog(page, qtbot):
    _choose(page.tunnel.kind, "cloudflared")
    QTest.mouseClick(page.tunnel.binary_button, LEFT)
    chooser = page.tunnel.findChild(QFileDialog)
    chooser.fileSelected.emit("/opt/cloudflared")
    chooser.close()
    assert page.tunnel.binary.text() == "/opt/cloudflared"


def test_the_meter_gives_advice_when_it_runs_out(stage, page, qtbot):
    traffic = TrafficView(used=19_000, limit=20_000, per_day=900.0, resets_at_ms=0, level=TrafficLevel.SOON)
    page.tunnel._on_tunnel(TunnelView(kind="ngrok", state=TunnelState.ONLINE, public_url="https://x.example.com"))
    page.tunnel._on_traffic(traffic)
    assert "19000 of 20000" in page.tunnel._meter.text() and "WebSocket" in page.tunnel._meter.text()


def test_the_server_keeps_its_settings_and_says_from_when_they_count(stage, page, qtbot):
    server = page.server
    server.numbers["server.hooks_port"].setValue(8123)
    server.numbers["server.body_limit_mb"].setValue(64)
    assert server.host.findData("192.168.0.10") > 0
    _choose(server.host, "192.168.0.10")
    QTest.keyClicks(server.sources, "203.0.113.0/24, 10.0.0.7")
    QTest.mouseClick(server.save_button, LEFT)
    qtbot.waitUntil(lambda: "from the next start" in server.said())
    kept = _kept(stage)
    assert (kept["server.hooks_port"], kept["server.body_limit_mb"]) == (8123, 64)
    assert (kept["server.bind_host"], kept["server.allowed_sources"]) == ("192.168.0.10", "203.0.113.0/24, 10.0.0.7")


def test_what_is_no_network_is_named_at_its_field(stage, page, qtbot):
    server = page.server
    QTest.keyClicks(server.sources, "203.0.113.0/24 10.0.0.300")
    QTest.mouseClick(server.save_button, LEFT)
    assert "“10.0.0.300” is no address" in server.refused() and server.sources.hasFocus()
    assert stage.services.named("preferences.set") == []
    QTest.keyClicks(server.sources, " ")
    assert server.refused() == "" or "refused since" in server.refused()


def test_a_refusal_of_the_services_is_told(stage, page, qtbot):
    stage.services.fail_next("preferences.set", Invalid("server.allowed_sources"))
    QTest.mouseClick(page.server.save_button, LEFT)
    qtbot.waitUntil(lambda: "cannot be used" in page.server.said())


def test_a_taken_port_and_refused_senders_are_told(stage, page, qtbot):
    stage.services.preferences.values["server.hooks_port"] = 47821
    stage.services.health = Health(
        version="0", hooks_url="http://127.0.0.1:47822", api_url=None, turned_away=3, last_turned_away="198.51.100.4"
    )
    page.reload()
    qtbot.waitUntil(lambda: "47822" in page.server.listening())
    assert "Port 47821 was taken" in page.server.listening()
    assert page.server.refused() == "3 requests of others refused since the start, the last one from 198.51.100.4."


@pytest.mark.parametrize(("kind", "part"), [("none", "connects to this"), ("ngrok", "X-Forwarded-For"), ("ssh", "firewall")])
def test_it_says_which_address_is_compared(stage, page, qtbot, kind, part):
    stage.services.preferences.values["tunnel.kind"] = kind
    page.reload()
    assert part in page.server._sources_help.text()
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
