"""The numbers and deliveries pages."""

import asyncio
import base64

import pytest
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from services.domain.changes import ChangeSet, QrShown
from services.domain.events import ConnectionState
from services.domain.ids import InstanceId
from services.domain.models import DeliveryState
from tests.ui.fake_services import PROVIDERS, delivery, instance
from ui import i18n
from ui.dialogs import ask
from ui.instances.panel import InstancesPanel
from ui.instances.qr_code import QrCode, modules, picture
from ui.webhooks.delivery_log import DeliveryLog
from ui.webhooks.delivery_model import Column

LEFT = Qt.MouseButton.LeftButton


def _settled(stage, qtbot):
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)


@pytest.fixture
def numbers(stage, qtbot):
    made = InstancesPanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    made.resize(1000, 800)
    qtbot.addWidget(made)
    made.show()
    _settled(stage, qtbot)
    return made


def test_the_hook_address_can_be_copied(stage, numbers, qtbot):
    stage.services.put(instance(1))
    stage.services.publish(ChangeSet(instances=frozenset({InstanceId(1)})))
    qtbot.waitUntil(lambda: numbers.detail.isVisible())
    QTest.mouseClick(numbers.detail.copy_button, LEFT)
    assert QGuiApplication.clipboard().text() == "http://127.0.0.1:8765/hooks/tok"
    assert "tok" not in numbers.detail.url.text()
    numbers.detail.reveal_button.click()
    assert numbers.detail.url.text().endswith("/hooks/tok")
    assert not numbers.detail.connect_button.isVisible() and not numbers.detail.qr.isVisible()


def test_a_new_code_is_asked_for(stage, numbers, qtbot):
    stage.services.put(instance(1, state=ConnectionState.LOGGED_OUT))
    numbers.reload()
    qtbot.waitUntil(lambda: numbers.detail.connect_button.isVisible())
    QTest.mouseClick(numbers.detail.connect_button, LEFT)
    qtbot.waitUntil(lambda: stage.services.named("instances.connect") == [[1]])
    _settled(stage, qtbot)
    assert numbers.detail.connect_button.isEnabled()


async def test_a_dialog_is_awaited_while_others_go_on(stage):
    ticks = []

    async def tick():
        while True:
            ticks.append(1)
            await asyncio.sleep(0.01)

    ticking = asyncio.create_task(tick())
    dialog = QDialog()
    asking = asyncio.create_task(ask(dialog))
    await _until(lambda: len(ticks) > 5)
    assert dialog.isVisible()
    dialog.accept()
    assert await asking == QDialog.DialogCode.Accepted
    seen = len(ticks)
    await _until(lambda: len(ticks) > seen)
    ticking.cancel()


async def _until(condition, seconds=5):
    deadline = asyncio.get_running_loop().time() + seconds
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, "waited too long"
        await asyncio.sleep(0.01)


def test_the_qr_code_is_dark_on_white_with_a_quiet_zone(english, qtbot):
    code = QrCode()
    qtbot.addWidget(code)
    assert code.show_qr(QrShown(instance_id=InstanceId(1), text="2@texto,do,gateway"))
    image = code.grab().toImage()
    count = len(modules("2@texto,do,gateway"))
    side = image.width() // (count + 8)
    assert image.width() % side == 0
    white, black = QColor("#ffffff"), QColor("#000000")
    for at in range(4):
        assert image.pixelColor(image.width() // 2, at * side + side // 2) == white
    assert image.pixelColor(4 * side + side // 2, 4 * side + side // 2) == black


def test_what_is_no_picture_is_not_drawn(english):
    def encoded(raw):
        return base64.b64encode(raw).decode()

    image, buffer = QImage(20, 20, QImage.Format.Format_RGB32), QBuffer()
    image.fill(0)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    good = encoded(bytes(buffer.data().data()))
    assert picture(good) is not None and picture("data:image/png;base64," + good) is not None
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    for bad in ("", "%%%", encoded(b"GIF89a"), encoded(svg), encoded(b"\x89PNG\r\n\x1a\n" + b"x" * 50), "A" * 4_000_000):
        assert picture(bad) is None
    assert modules("x" * 5000) is None


@pytest.fixture
def log(stage, qtbot):
    stage.services.put(*(delivery(n) for n in range(1, 6)))
    stage.services.put(
        delivery(6, state=DeliveryState.BAD, error="<b>broken</b>", attempts=2),
        delivery(7, state=DeliveryState.PARKED, instance_id=None),
    )
    stage.services.bodies[6] = '{"text": "<b>olá</b>"}'.encode() + b"\xff\x00"
    made = DeliveryLog(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    made.resize(1000, 700)
    qtbot.addWidget(made)
    made.set_instances({1: instance(1)}, {p.kind: p for p in PROVIDERS})
    made.show()
    _settled(stage, qtbot)
    return made


def _cell(log, row, column):
    return log.model.index(row, column).data()


def test_deliveries_are_listed_with_all_that_is_known(log, qtmodeltester):
    assert log.model.rowCount() == 7
    assert [_cell(log, 5, c) for c in (Column.STATE, Column.NUMBER, Column.PROVIDER, Column.ERROR)] == [
        "Could not be read", "Loja Centro", "Alpha Gateway", "<b>broken</b>",
    ]  # fmt: skip
    qtmodeltester.check(log.model)


def test_they_are_filtered_by_state(stage, log, qtbot):
    log.filter.setCurrentIndex(3)
    qtbot.waitUntil(lambda: log.model.rowCount() == 1)
    assert stage.services.named("deliveries.page")[-1][0] is DeliveryState.BAD


def test_the_body_is_shown_as_plain_text_and_applied_again(stage, log, qtbot):
    log.table.selectRow(5)
    qtbot.waitUntil(lambda: log.body.toPlainText() == '{"text": "<b>olá</b>"}\ufffd\ufffd')
    QTest.mouseClick(log.replay_button, LEFT)
    qtbot.waitUntil(lambda: _cell(log, 5, Column.STATE) == "Applied")
    assert stage.services.named("deliveries.replay") == [[6]]
    # whole, it is set out in lines; no character of it is another one
    log.show()
    log._on_body(log._shown, '{"event":"ping","n":1.0,"é":["1e2",1e2]}'.encode())
    assert log.body.toPlainText().splitlines()[1:3] == ['  "event": "ping",', '  "n": 1.0,']
    assert '"é": [' in log.body.toPlainText() and "1e2\n" in log.body.toPlainText()


@pytest.mark.parametrize("language", ["en", "pt_BR"])
def test_what_is_filtered_by_is_read_whole_where_there_is_room(log, english, qtbot, language):
    i18n.install(english, language)
    log.resize(1100, 700)
    log.show()
    for box in (log.filter, log.number):
        qtbot.waitUntil(lambda box=box: box.width() >= box.sizeHint().width())
        assert box.fontMetrics().horizontalAdvance(box.currentText()) < box.width() - 28


def test_a_parked_delivery_is_given_to_a_number(stage, log, qtbot):
    assert not log.assign_button.isVisible()
    log.table.selectRow(6)
    qtbot.waitUntil(log.assign_button.isVisible)
    log.assign_menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: stage.services.named("deliveries.assign") == [[7, 1]])
    qtbot.waitUntil(lambda: not log.assign_button.isVisible())


def test_new_ones_come_on_top_and_the_choice_stays(stage, log, qtbot):
    log.table.selectRow(2)
    chosen = log.model.delivery(2).id
    stage.services.put(delivery(0))
    stage.services.publish(ChangeSet(deliveries=True))
    qtbot.waitUntil(lambda: log.model.rowCount() == 8)
    assert log.model.delivery(log.table.currentIndex().row()).id == chosen


def test_a_hidden_log_fetches_nothing(stage, log, qtbot):
    log.hide()
    before = len(stage.services.named("deliveries.page"))
    stage.services.publish(ChangeSet(deliveries=True))
    qtbot.waitUntil(lambda: log._stale)
    assert not log._timer.isActive() and len(stage.services.named("deliveries.page")) == before
    log.show()
    qtbot.waitUntil(lambda: len(stage.services.named("deliveries.page")) == before + 1)
