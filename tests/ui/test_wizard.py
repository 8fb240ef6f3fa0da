"""Connect a number: from an address and a key to the first message, against the real services and a demo gateway."""

import asyncio
import threading

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from services.demo.demo import DemoGateway
from services.domain.errors import AuthRejected, Conflict, ErrorCode, Invalid, Misconfigured, Unavailable
from services.domain.events import ConnectionState
from services.domain.gateways import Found, SessionOffer
from tests.services.whole import whole
from tests.ui.fake_services import NOW_MS, PROVIDERS, instance, webhook
from tests.ui.stage import ServicesLoop
from ui.bridge import Bridge
from ui.instances import checks, clipboard
from ui.instances.checks import Fix, Mark
from ui.instances.wizard import ConnectWizard
from ui.instances.wizard_parts import Fields
from ui.main_window import MainWindow
from ui.tasks import Crossing
from ui.theme import Look, Mode

LEFT = Qt.MouseButton.LeftButton
State = ConnectionState
ALL = ("state", "qr", "passkey", "webhook_config", "webhook_read_back")


class Hands(QObject):
    """Counts clicks, and the fields that are typed into."""

    def __init__(self, app):
        super().__init__()
        self.clicks, self.fields = 0, set()
        app.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent) and watched.isWidgetType():
            self.clicks += 1
        return False

    def click(self, widget):
        QTest.mouseClick(widget, LEFT)

    def type(self, line: QLineEdit, text):
        self.fields.add(line)
        QTest.keyClicks(line, text)


@pytest.fixture
def real(english, tmp_path, qtbot):
    """The window over the real services in a thread, and a gateway that scans its QR by itself."""
    QGuiApplication.clipboard().clear()
    thread = ServicesLoop()
    stop, opened = asyncio.Event(), threading.Event()
    held = {}

    async def run():
        gateway = DemoGateway("chave-inventada-1", scan_after_s=0.3)
        held["url"] = await gateway.start()
        try:
            async with whole(tmp_path) as running:
                held["running"] = running
                opened.set()
                await stop.wait()
        finally:
            await gateway.stop()

    ran = asyncio.run_coroutine_threadsafe(run(), thread.loop)
    assert opened.wait(20)
    crashes = []
    look, bridge = Look(english, Mode.LIGHT), Bridge(held["running"].bus)
    crossing = Crossing(thread.loop, on_crash=crashes.append)
    window = MainWindow(held["running"].services, bridge, crossing, look, language="en")
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.welcome.isVisible() and crossing.pending == 0)
    yield window, held["url"]
    window.hide()
    qtbot.waitUntil(lambda: crossing.pending == 0)
    bridge.close()
    thread.loop.call_soon_threadsafe(stop.set)
    ran.result(20)
    thread.close()
    for thing in (bridge, crossing, look):
        thing.setParent(None)
        thing.deleteLater()
    assert crashes == []


def test_from_nothing_to_the_first_message_in_a_few_clicks(real, qtbot):
    window, url = real
    hands, wizard = Hands(QApplication.instance()), window.numbers.wizard
    hands.click(window.connect_button)
    assert wizard.isVisible()
    hands.type(wizard.fields.line("base_url"), url)
    hands.type(wizard.fields.line("api_key"), "chave-inventada-1")
    hands.click(wizard.next_button)
    qtbot.waitUntil(lambda: wizard.sessions.isVisible(), timeout=10_000)
    assert "2.3.7" in wizard._answer.text() and wizard.sessions.chosen() == "balcao"
    hands.click(wizard.next_button)
    qtbot.waitUntil(lambda: wizard.live.qr.code.isVisible(), timeout=10_000)
    qtbot.waitUntil(lambda: [line.mark for line in wizard.live.checks.lines] == [Mark.OK] * 4, timeout=15_000)
    assert "ms" in wizard.live.checks.lines[1].text and not wizard.live.qr.isVisible()
    assert wizard.fields.line("api_key").text() == ""
    hands.click(wizard.next_button)
    qtbot.waitUntil(lambda: window.timeline.chat is not None, timeout=5_000)
    assert hands.clicks <= 6 and len(hands.fields) <= 2


def test_the_same_by_keyboard_alone(real, qtbot):
    window, url = real
    wizard = window.numbers.wizard
    window.connect_button.setFocus()
    QTest.keyClick(window.connect_button, Qt.Key.Key_Space)
    QTest.keyClicks(wizard.fields.line("base_url"), url)
    QTest.keyClicks(wizard.fields.line("api_key"), "chave-inventada-1")
    QTest.keyClick(wizard.fields.line("api_key"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.sessions.isVisible(), timeout=10_000)
    QTest.keyClick(wizard.sessions.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.live.chat is not None, timeout=15_000)
    QTest.keyClick(wizard.next_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.timeline.chat is not None, timeout=5_000)


def test_the_demo_shows_its_qr_and_goes_to_the_conversations(real, qtbot):
    window, _url = real
    QTest.mouseClick(window.demo_button, LEFT)
    qtbot.waitUntil(lambda: window.numbers.detail.qr.code.isVisible(), timeout=10_000)
    qtbot.waitUntil(lambda: window.chats.view.isVisible(), timeout=15_000)


@pytest.fixture
def wizard(stage, qtbot):
    QGuiApplication.clipboard().clear()
    made = ConnectWizard(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    made.set_providers(PROVIDERS)
    qtbot.addWidget(made)
    made.show()
    return made


def _ask(stage, wizard, qtbot, url="https://gw.example.com", key="k"):
    wizard.fields.line("base_url").setText(url)
    wizard.fields.line("api_key").setText(key)
    QTest.mouseClick(wizard.next_button, LEFT)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)


def test_what_is_missing_is_said_at_its_field(stage, wizard, qtbot):
    QTest.mouseClick(wizard.next_button, LEFT)
    assert wizard.fields.line("base_url").accessibleDescription() == "This is needed"
    QTest.keyClicks(wizard.fields.line("base_url"), "x")
    assert wizard.fields.line("base_url").accessibleDescription() == ""
    assert stage.services.named("instances.discover") == []


@pytest.mark.parametrize(
    ("error", "field", "part"),
    [
        (AuthRejected(), "api_key", "key"),
        (Unavailable(), "base_url", "cannot be reached"),
        (Misconfigured(code=ErrorCode.TLS), "base_url", "certificate"),
        (Misconfigured(code=ErrorCode.WRONG_BRAND), "base_url", "Another kind of gateway"),
        (Misconfigured(code=ErrorCode.BLOCKED_ADDRESS), "base_url", "not allowed"),
        (Invalid("base_url"), "base_url", "cannot be used"),
    ],
)
def test_what_the_gateway_refuses_is_said_where_it_can_be_mended(stage, wizard, qtbot, error, field, part):
    stage.services.fail_next("instances.discover", error)
    _ask(stage, wizard, qtbot)
    assert part in wizard.fields.line(field).accessibleDescription()
    assert wizard.fields.text("api_key") == "k" and wizard.next_button.text() == "Continue"


def test_a_session_is_adopted_and_a_taken_one_is_not(stage, wizard, qtbot):
    stage.services.found = Found(
        provider="alpha", credential="api_key", brand="Alpha", notes=("open_server",),
        sessions=(SessionOffer(name="loja", taken=True), SessionOffer(name="balcao", profile_name="Padaria & Cia")),
    )  # fmt: skip
    _ask(stage, wizard, qtbot)
    taken, free = wizard.sessions._names
    assert not taken.isEnabled() and "connected here already" in taken.text() and free.isEnabled()
    assert wizard.sessions.chosen() == "balcao-2" and "without a key" in wizard._notes.text()
    free.click()
    stage.services.fail_next("instances.create", Conflict("balcao"))
    QTest.mouseClick(wizard.next_button, LEFT)
    qtbot.waitUntil(lambda: "Choose another" in wizard._general.text())
    QTest.mouseClick(wizard.next_button, LEFT)
    qtbot.waitUntil(lambda: wizard.instance is not None)
    new = stage.services.named("instances.create")[-1][0]
    assert (new.provider, new.name, new.secrets) == ("alpha", "balcao", {"api_key": "k"})


def test_a_gateway_that_only_posts_gets_text_to_paste(stage, wizard, qtbot):
    stage.services.webhook = webhook(settable=False, readable=False, takes=(), by_hand='{"url": "https://x"}')
    wizard.kind.setCurrentIndex(2)
    assert wizard.fields.shown() == ("token", "name")
    QTest.keyClicks(wizard.fields.line("name"), "loja")
    QTest.mouseClick(wizard.next_button, LEFT)
    qtbot.waitUntil(lambda: wizard.live.paste.toPlainText() == '{"url": "https://x"}')
    QTest.mouseClick(wizard.live.paste_button, LEFT)
    assert QGuiApplication.clipboard().text() == '{"url": "https://x"}'


def test_a_number_is_moved(stage, wizard, qtbot):
    stage.services.put(instance(1))
    wizard.begin(moving=instance(1))
    assert "Loja Centro" in wizard._title.text()
    _ask(stage, wizard, qtbot, url="https://novo.example.com")
    QTest.mouseClick(wizard.next_button, LEFT)
    qtbot.waitUntil(lambda: wizard.instance is not None)
    number, new = stage.services.named("instances.move")[0]
    assert number == 1 and new.base_url == "https://novo.example.com" and not stage.services.named("instances.create")


def test_the_clipboard_is_offered_and_used(stage, wizard, qtbot):
    QGuiApplication.clipboard().setText("https://gw.example.com/\napikey: 4F2A9C81-77aa")
    wizard.begin()
    assert "77aa" in wizard.clip_button.text() and "4F2A9C81" not in wizard.clip_button.text()
    QTest.mouseClick(wizard.clip_button, LEFT)
    assert wizard.fields.text("base_url") == "https://gw.example.com/"
    assert wizard.fields.text("api_key") == "4F2A9C81-77aa" and not wizard.clip_button.isVisible()


@pytest.mark.parametrize(
    ("text", "url", "key"),
    [
        ("https://gw.example.com", "https://gw.example.com", ""),
        ("chave: ABC123def456", "", "ABC123def456"),
        ("URL https://a.example.com:8080/x, key=zz99zz99zz", "https://a.example.com:8080/x", "zz99zz99zz"),
        ("Bom dia, o pedido 4567 ficou pronto hoje às 15h", "", ""),
        ("fulano2024@example.com", "", ""),
        ("x" * 5000, "", ""),
        ("", "", ""),
    ],
)
def test_what_the_clipboard_holds_is_recognised(text, url, key):
    assert clipboard.read(text) == clipboard.Offer(url=url, key=key)


@pytest.mark.parametrize(
    ("facts", "hook", "probe", "marks", "fix"),
    [
        ({"state": State.CREATED}, None, None, "wwww", None),
        ({"state": State.UNREACHABLE}, None, None, "fwww", Fix.AGAIN),
        ({"state": State.AUTH_REJECTED}, None, None, "fwww", Fix.KEY),
        ({"state": State.MISCONFIGURED, "state_reason": "webhook: url"}, None, None, "fwww", Fix.WEBHOOK),
        ({"state": State.AWAITING_QR}, {}, 12, "ooww", None),
        ({"state": State.AWAITING_QR}, {"differs": ("url",)}, None, "owww", None),
        ({"state": State.AWAITING_QR}, {"reaches": False}, None, "ofww", Fix.ADDRESS),
        ({"state": State.AWAITING_QR}, {"problem": "unavailable"}, None, "ofww", Fix.WEBHOOK),
        ({"state": State.AWAITING_QR}, {}, -1, "ofww", Fix.ADDRESS),
        ({"state": State.LOGGED_OUT}, {}, 12, "oofw", Fix.AGAIN),
        ({"state": State.CREATED, "state_reason": "qr_expired"}, {}, 12, "oofw", Fix.AGAIN),
        ({"state": State.CONNECTING, "state_since_ms": NOW_MS - 90_000}, {}, 12, "oofw", Fix.RESTART),
        ({"state": State.AWAITING_PASSKEY}, {}, 12, "ooww", Fix.PASSKEY),
        ({"state": State.CONNECTED}, {}, 12, "ooow", None),
    ],
)
def test_every_line_of_the_check_list_has_its_cause_and_fix(english, facts, hook, probe, marks, fix):
    view = instance(1, **facts)
    lines = checks.lines(
        view, webhook(**hook) if hook is not None else None, able=ALL, probe_ms=probe, arrived=False, now_s=NOW_MS / 1000
    )
    assert "".join(line.mark[0] for line in lines) == marks
    assert next((line.fix for line in lines if line.fix), None) is fix
    assert all(len(line.text) > 5 for line in lines)


def test_without_a_public_address_the_socket_is_enough(english):
    lines = checks.lines(
        instance(1), webhook(reaches=False), able=(*ALL, "socket"), probe_ms=None, arrived=True, now_s=NOW_MS / 1000
    )
    assert [line.mark for line in lines] == [Mark.OK] * 4 and "WebSocket" in lines[1].text


def test_a_field_that_a_gateway_adds_is_reached_from_the_one_above_it(stage, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column, fields, after = QVBoxLayout(window), Fields(stage.look), QLineEdit()
    address = fields.add("base_url")
    column.addWidget(fields)
    column.addWidget(after)
    window.show()
    qtbot.waitActive(window)
    secret = fields.add("app_secret")
    qtbot.waitUntil(secret.isVisible)
    address.setFocus()
    for here, following in ((address, secret), (secret, after)):
        QTest.keyClick(here, Qt.Key.Key_Tab)
        assert following.hasFocus()
