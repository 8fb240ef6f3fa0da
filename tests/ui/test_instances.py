"""The numbers page: why a number is in its state, and what can be done with it."""

import asyncio

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest

from services.domain.changes import ChangeSet, QrShown
from services.domain.errors import Invalid, NotConnected
from services.domain.events import ConnectionState
from services.domain.gateways import OwnProfile
from services.domain.ids import InstanceId
from tests.ui.fake_services import NOW_MS, instance
from ui.instances import words
from ui.instances.asking import LineDialog, RemoveDialog
from ui.instances.panel import InstancesPanel
from ui.links import is_web

LEFT = Qt.MouseButton.LeftButton
State = ConnectionState


def _settled(stage, qtbot):
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)


@pytest.fixture
def panel(stage, qtbot):
    made = InstancesPanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    made.resize(1000, 800)
    qtbot.addWidget(made)
    made.show()
    _settled(stage, qtbot)
    return made


def _show(stage, panel, qtbot, **facts):
    stage.services.put(instance(1, **facts))
    panel.reload()
    _settled(stage, qtbot)
    return panel.detail


NOW_S = NOW_MS / 1000


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_cause_in_words(english, state):
    said = words.why(instance(1, state=state), now_s=NOW_S)
    assert len(said) > 20 and said.endswith(".")


@pytest.mark.parametrize(
    ("state", "reason", "part"),
    [
        (State.CREATED, "qr_expired", "Nobody scanned in time"),
        (State.LOGGED_OUT, "removed", "deleted on the gateway"),
        (State.LOGGED_OUT, "logged_out", "unlinked"),
        (State.LOGGED_OUT, "401", "Linked devices"),
        (State.BANNED, "403", "banned"),
        (State.BANNED, "402", "blocked this number for a while"),
        (State.RECONNECTING, "428", "was cut"),
        (State.RECONNECTING, "440", "Another program"),
        (State.RECONNECTING, "463", "no new contacts"),
        (State.RECONNECTING, "515", "connect anew"),
        (State.RECONNECTING, "503", "not available just now"),
        (State.LOGGED_OUT, "FAILED", "Ask for a new code"),
        (State.PAUSED, "STOPPED", "stopped on the gateway"),
        (State.AUTH_REJECTED, "unauthorized", "does not accept the key"),
        (State.UNREACHABLE, "Cannot connect to host", "Nothing answers"),
        (State.UNREACHABLE, "Name or service not known", "does not exist"),
        (State.MISCONFIGURED, "certificate verify failed: self-signed", "certificate"),
        (State.MISCONFIGURED, "webhook: url", "another webhook"),
        (State.MISCONFIGURED, "wrong_brand", "Another kind of program"),
        (State.RECONNECTING, "rate_limited", "fewer requests"),
        (State.MISCONFIGURED, "keyring_locked", "password store is locked"),
        (State.AWAITING_PASSKEY, "PASSKEY_REQUIRED", "passkey"),
        (State.CONNECTED, "WORKING", "Messages arrive"),
    ],
)
def test_known_reasons_are_explained(english, state, reason, part):
    assert part in words.why(instance(1, state=state, state_reason=reason), now_s=NOW_S)


def test_codes_that_go_by_and_codes_that_do_not_come(english):
    waiting = instance(1, state=State.AWAITING_QR)
    told = [words.why(waiting, now_s=NOW_S, attempt=n) for n in (1, 6, 20)]
    assert "Scan the code" in told[0] and "update WhatsApp" in told[1] and "Twenty" in told[2]
    slow = instance(1, state=State.CONNECTING, state_since_ms=NOW_MS - 90_000)
    assert "no code to give" in words.why(slow, now_s=NOW_S)
    # paused here beats whatever the gateway says
    assert "Nothing is sent" in words.why(instance(1, paused=True), now_s=NOW_S)


def test_state_retry_and_last_sign_of_life_are_told(stage, panel, qtbot):
    detail = _show(
        stage, panel, qtbot, state=State.UNREACHABLE, state_reason="Cannot connect to host x:80",
        next_retry_at_ms=NOW_MS + 12_000, last_event_at_ms=NOW_MS - 60_000,
    )  # fmt: skip
    assert "Nothing answers" in detail.why() and "Cannot connect to host" in detail._detail.text()
    assert detail._retry.text() == "Next try in 12 seconds." and "3:29" in detail._last.text()
    stage.now_s += 5
    detail._refresh_times()
    assert detail._retry.text() == "Next try in 7 seconds."


def test_what_was_heard_meanwhile_is_told_when_the_page_is_seen_again_and_while_it_is_seen(stage, panel, qtbot):
    detail = _show(stage, panel, qtbot, last_event_at_ms=NOW_MS - 3_600_000)
    before = detail._last.text()
    panel.hide()
    assert not panel._again.isActive()
    stage.services.put(instance(1, last_event_at_ms=NOW_MS - 60_000))
    panel.show()
    qtbot.waitUntil(lambda: detail._last.text() != before)
    before = detail._last.text()
    stage.services.put(instance(1, last_event_at_ms=NOW_MS))
    assert panel._again.isActive()
    panel._again.timeout.emit()
    qtbot.waitUntil(lambda: detail._last.text() != before)


def test_only_what_the_gateway_can_do_is_offered(stage, panel, qtbot):
    detail = _show(stage, panel, qtbot)
    offered = [action.text() for action in detail.menu.actions()]
    assert "Restart the session" in offered and "Unlink the phone…" in offered
    detail = _show(stage, panel, qtbot, provider="beta")
    offered = [action.text() for action in detail.menu.actions()]
    assert "Restart the session" not in offered and "Open the gateway's own pages" not in offered
    assert not detail.connect_button.isVisible()


def _menu(detail, text):
    next(action for action in detail.menu.actions() if action.text() == text).trigger()


def test_it_is_paused_goes_on_and_gets_a_colour(stage, panel, qtbot):
    detail = _show(stage, panel, qtbot)
    _menu(detail, "Pause")
    qtbot.waitUntil(lambda: detail.connect_button.text() == "Go on" and detail.connect_button.isVisible())
    QTest.mouseClick(detail.connect_button, LEFT)
    qtbot.waitUntil(lambda: stage.services.named("instances.resume") == [[1]])
    colours = next(action.menu() for action in detail.menu.actions() if action.menu())
    colours.actions()[1].trigger()
    qtbot.waitUntil(lambda: stage.services.named("instances.recolour") == [[1, "#0a7d55"]])


def test_the_qr_comes_grows_and_goes_by_itself(stage, panel, qtbot):
    detail = _show(stage, panel, qtbot, state=State.AWAITING_QR)
    stage.services.publish(QrShown(instance_id=InstanceId(1), text="2@abc", expires_at_ms=NOW_MS * 2, attempt=1))
    qtbot.waitUntil(detail.qr.code.isVisible)
    QTest.mouseClick(detail.qr.large_button, LEFT)
    large = detail.qr._large
    assert large is not None and large.isVisible() and large.code.width() > detail.qr.code.width()
    stage.services.put(instance(1))
    stage.services.publish(ChangeSet(instances=frozenset({InstanceId(1)})))
    qtbot.waitUntil(lambda: not detail.qr.isVisible())
    assert detail.qr._large is None


def test_a_pairing_code_is_asked_for_by_number_and_copied(stage, panel, qtbot):
    detail = _show(stage, panel, qtbot, state=State.AWAITING_QR)
    QTest.mouseClick(detail.qr.code_button, LEFT)
    assert "country" in detail.qr.error.text()
    stage.services.fail_next("instances.pairing_code", Invalid("phone"))
    QTest.keyClicks(detail.qr.phone, "+55 11 95555-0101")
    QTest.keyClick(detail.qr.phone, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "cannot be used" in detail.qr.error.text())
    QTest.mouseClick(detail.qr.code_button, LEFT)
    qtbot.waitUntil(lambda: detail.qr._pairing.text() == "ABCD-1234")
    QTest.mouseClick(detail.qr.copy_button, LEFT)
    assert QGuiApplication.clipboard().text() == "ABCD1234"
    assert detail.qr.qr_button.isVisible() and not detail.qr.phone.isVisible()


def test_a_refused_key_has_its_button(stage, panel, qtbot):
    detail = _show(stage, panel, qtbot, state=State.AUTH_REJECTED)
    assert detail.key_button.isVisible() and not detail.connect_button.isVisible()


async def _until(condition, seconds=5):
    deadline = asyncio.get_running_loop().time() + seconds
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, "waited too long"
        await asyncio.sleep(0.01)


def _open(panel, kind):
    return next((d for d in panel.findChildren(kind) if d.isVisible()), None)


async def test_dialogs_rename_change_the_key_and_remove(stage):
    stage.services.put(instance(1))
    panel = InstancesPanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    panel.show()
    try:
        await _until(lambda: panel.list.count() == 1 and stage.crossing.pending == 0)
        for action, typed, call in (
            ("Rename…", "Loja Norte", ("instances.rename", [1, "Loja Norte"])),
            ("Enter another key…", "outra-chave", ("instances.set_credentials", [1, {"api_key": "outra-chave"}])),
        ):
            _menu(panel.detail, action)
            await _until(lambda: _open(panel, LineDialog) is not None)
            dialog = _open(panel, LineDialog)
            dialog.line.setText(typed)
            dialog.yes.click()
            await _until(lambda expected=call: stage.services.named(expected[0]) == [expected[1]])
            await _until(lambda: stage.crossing.pending == 0)
        for answer, there, expected in (("no", False, []), ("yes", False, [[1, True]])):
            _menu(panel.detail, "Remove…")
            await _until(lambda: _open(panel, RemoveDialog) is not None)
            dialog = _open(panel, RemoveDialog)
            dialog.there.setChecked(there)
            getattr(dialog, answer).click()
            await _until(lambda: stage.crossing.pending == 0)
            assert stage.services.named("instances.remove") == expected
        stage.services.put(instance(2))
        panel.reload()
        await _until(lambda: panel.detail.instance is not None and panel.detail.instance.id == 2)
        _menu(panel.detail, "Remove…")
        await _until(lambda: _open(panel, RemoveDialog) is not None)
        dialog = _open(panel, RemoveDialog)
        dialog.there.setChecked(True)
        dialog.drop.setChecked(True)
        dialog.yes.click()
        await _until(lambda: stage.services.named("instances.delete") == [[2, False]])
    finally:
        await _until(lambda: stage.crossing.pending == 0)
        panel.close()
        panel.deleteLater()
        await asyncio.sleep(0.02)


def test_a_failed_action_is_told(stage, panel, qtbot):
    detail = _show(stage, panel, qtbot)
    stage.services.fail_next("instances.restart", NotConnected())
    with qtbot.waitSignal(panel.failed):
        _menu(detail, "Restart the session")


def test_only_web_addresses_leave_for_the_browser():
    assert is_web("https://gw.example.com/manager") and is_web("http://localhost:8080/manager")
    for bad in ("", "file:///etc/passwd", "javascript:alert(1)", "https://", "https://u:p@x.example", "smb://x/y"):
        assert not is_web(bad)


def test_the_numbers_own_picture_is_shown_when_it_is_decoded(stage, panel, qtbot, tmp_path):
    image = QImage(96, 96, QImage.Format.Format_RGB32)
    image.fill(QColor("#aa3311"))
    image.save(str(tmp_path / "own.png"))
    stage.services.files = tmp_path
    stage.services.profiles[1] = OwnProfile(name="Padaria da Aurora", picture="own.png")
    detail = _show(stage, panel, qtbot, own_name=None)
    assert "Padaria da Aurora" in detail._facts.text()
    middle = QPoint(28, 28)
    qtbot.waitUntil(lambda: detail._avatar.grab().toImage().pixelColor(middle) == QColor("#aa3311"))
    # another number does not wear it
    stage.services.put(instance(2, label="Loja Norte"))
    panel.reload()
    _settled(stage, qtbot)
    panel.show_instance(InstanceId(2))
    assert detail._avatar.grab().toImage().pixelColor(middle) != QColor("#aa3311")
    _settled(stage, qtbot)


def test_nobody_is_told_that_there_is_no_number_before_that_is_known(stage, qtbot):
    stage.services.put(instance(1))
    made = InstancesPanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    qtbot.addWidget(made)
    made.show()
    assert stage.crossing.pending and not made._empty.isVisible()
    _settled(stage, qtbot)
    assert made.detail.isVisible() and not made._empty.isVisible()
    stage.services.instance_rows.clear()
    made.reload()
    _settled(stage, qtbot)
    assert made._empty.isVisible()
