"""The passkey's dialog: sign on WhatsApp's page, paste, compare the code, and it closes itself when linked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from shiboken6 import isValid

from services.domain.changes import ChangeSet
from services.domain.errors import Invalid, NotConnected, Rejected
from services.domain.events import ConnectionState
from services.domain.ids import InstanceId
from services.domain.passkey import PasskeyStage
from tests.ui.fake_linking import DONE
from tests.ui.fake_services import instance
from ui.instances import passkey_dialog
from ui.instances.panel import InstancesPanel
from ui.instances.passkey_dialog import PasskeyDialog

LEFT = Qt.MouseButton.LeftButton
ASKED = {"state": ConnectionState.AWAITING_PASSKEY, "state_reason": "PASSKEY_REQUIRED"}


@pytest.fixture
def dialog(stage, qtbot):
    stage.services.put(instance(1, **ASKED))
    panel = InstancesPanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    panel.resize(1000, 800)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: stage.crossing.pending == 0 and panel.detail.passkey_button.isVisible())
    assert not panel.detail.connect_button.isVisible()
    QTest.mouseClick(panel.detail.passkey_button, LEFT)
    made = panel.findChild(PasskeyDialog)
    qtbot.waitUntil(lambda: made.stage is PasskeyStage.SIGN)
    yield made
    if isValid(made):
        made.close()
    qtbot.waitUntil(lambda: not isValid(made))


def test_from_the_script_to_the_linked_phone(stage, dialog, qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr(passkey_dialog, "open_link", opened.append)
    assert not dialog.send_button.isEnabled()
    QTest.mouseClick(dialog.open_button, LEFT)
    assert opened == ["https://web.whatsapp.com/"]
    QTest.mouseClick(dialog.copy_button, LEFT)
    qtbot.waitUntil(lambda: "about a minute" in dialog.said())
    assert "web.whatsapp.com" in QGuiApplication.clipboard().text()
    dialog.pasted.setPlainText('{"id": "x"}')
    QTest.mouseClick(dialog.send_button, LEFT)
    qtbot.waitUntil(lambda: dialog.code.isVisible())
    assert dialog.code.text() == "7391" and dialog.code.accessibleName() == "Code 7 3 9 1"
    QTest.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: "linking the phone" in dialog.said())
    stage.services.put(instance(1))
    with qtbot.waitSignal(dialog.accepted):
        stage.services.publish(ChangeSet(instances=frozenset({InstanceId(1)})))
    assert stage.services.named("passkeys.answer") == [[1, '{"id": "x"}']]


@pytest.mark.parametrize(
    ("error", "part"), [(Invalid("passkey"), "from { to }"), (Rejected("refused"), "Copy the script again")]
)
def test_what_went_wrong_is_told_with_what_to_do(stage, dialog, qtbot, error, part):
    stage.services.fail_next("passkeys.answer", error)
    dialog.pasted.setPlainText("undefined")
    QTest.mouseClick(dialog.send_button, LEFT)
    qtbot.waitUntil(lambda: part in dialog.said())
    assert dialog.pasted.toPlainText() == "undefined"


def test_a_challenge_that_is_not_there_yet_is_waited_for(stage, dialog, qtbot):
    stage.services.fail_next("passkeys.step", NotConnected())
    stage.services.publish(ChangeSet(instances=frozenset({InstanceId(1)})))
    qtbot.waitUntil(lambda: "asking again" in dialog.said())


def test_a_session_that_fails_meanwhile_is_told(stage, dialog, qtbot):
    stage.services.passkeys.view = DONE
    stage.services.put(instance(1, state=ConnectionState.LOGGED_OUT, state_reason="FAILED"))
    stage.services.publish(ChangeSet(instances=frozenset({InstanceId(1)})))
    qtbot.waitUntil(lambda: "Ask for a new code" in dialog.said())
    QTest.mouseClick(dialog.close_button, LEFT)
