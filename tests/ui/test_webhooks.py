"""The webhook editor, the public address, the diagnosis."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from services.domain.changes import ChangeSet
from services.domain.errors import Invalid, Misconfigured, Unavailable
from services.domain.events import ConnectionState
from services.domain.ids import InstanceId
from services.domain.models import DiagnosisStep, StepStatus
from tests.ui.fake_services import delivery, instance, webhook
from ui import i18n
from ui.instances.diagnosis_page import DiagnosisPage
from ui.instances.diagnosis_words import fact_words
from ui.webhooks.delivery_log import DeliveryLog
from ui.webhooks.editor import WebhookEditor

LEFT = Qt.MouseButton.LeftButton


def _settled(stage, qtbot):
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)


@pytest.fixture
def editor(stage, qtbot):
    made = WebhookEditor(stage.services, stage.bridge, stage.crossing, stage.look)
    qtbot.addWidget(made)
    made.show()
    made.show_instance(instance(1))
    _settled(stage, qtbot)
    return made


def _renewed(stage, editor, qtbot, **facts):
    stage.services.webhook = webhook(**facts)
    editor.reload()
    _settled(stage, qtbot)


def test_the_address_is_masked_until_it_is_asked_for(stage, editor, qtbot):
    assert "the-secret" not in editor.address.text() and "as wanted" in editor.state()
    QTest.mouseClick(editor.reveal_button, LEFT)
    assert editor.address.text().endswith("/the-secret")
    QTest.mouseClick(editor.copy_button, LEFT)
    assert QGuiApplication.clipboard().text() == "https://example.com/hooks/the-secret"


@pytest.mark.parametrize(
    ("facts", "part"),
    [
        ({"differs": ("url", "events"), "actual_url": "https://outro.example.com"}, "changed it on the gateway: address, events"),
        ({"is_set": False, "actual_url": None, "differs": ("url",)}, "No webhook is set"),
        ({"reaches": False}, "cannot reach this computer"),
        ({"problem": "unavailable", "problem_text": "connection refused"}, "cannot be reached"),
        ({"problem": "auth_rejected"}, "refused the key"),
        ({"settable": False, "takes": (), "by_hand": "WEBHOOK_URL=x"}, "set by hand"),
        ({"readable": False}, "does not tell"),
    ],
)
def test_every_state_of_the_webhook_is_told(stage, editor, qtbot, facts, part):
    _renewed(stage, editor, qtbot, **facts)
    assert part in editor.state()
    assert editor.address_button.isVisible() == (facts.get("reaches") is False)
    assert editor.apply_button.isVisible() == (facts.get("settable") is not False)


def test_events_are_picked_in_groups_and_written(stage, editor, qtbot):
    groups = [editor.form.events.topLevelItem(at).text(0) for at in range(editor.form.events.topLevelItemCount())]
    assert groups == ["Messages, edits and deletions  (1/2)", "Connection and QR codes  (1/1)", "Calls  (0/1)"]
    editor.form.events.tick("CALL", on=True)
    editor.form.base64.setChecked(True)
    editor.form.headers.setPlainText("X-Loja: outro-segredo")
    # what is being changed stays when the gateway is read again
    editor.reload()
    _settled(stage, qtbot)
    assert editor.form.base64.isChecked()
    QTest.mouseClick(editor.apply_button, LEFT)
    qtbot.waitUntil(lambda: "read back as wanted" in editor.result())
    number, wish = stage.services.named("instances.set_webhook")[0]
    assert number == 1 and set(wish.events) == {"MESSAGES_UPSERT", "CONNECTION_UPDATE", "CALL"}
    assert wish.base64 and wish.headers == {"X-Loja": "outro-segredo"} and (wish.retries, wish.retry_delay_s) == (10, 5)


def test_untouched_headers_stay_and_wrong_ones_are_refused(stage, editor, qtbot):
    QTest.mouseClick(editor.apply_button, LEFT)
    _settled(stage, qtbot)
    assert stage.services.named("instances.set_webhook")[0][1].headers is None
    assert stage.services.named("instances.set_webhook")[0][1].events is None
    editor.form.headers.setPlainText("no colon here")
    QTest.mouseClick(editor.apply_button, LEFT)
    assert "Name: value" in editor.result()
    for name in ("MESSAGES_UPSERT", "CONNECTION_UPDATE"):
        editor.form.events.tick(name, on=False)
    QTest.mouseClick(editor.apply_button, LEFT)
    assert "at least one event" in editor.result() and len(stage.services.named("instances.set_webhook")) == 1


def test_where_each_event_has_an_address_of_its_own_each_is_compared(stage, editor, qtbot):
    own = "https://example.com/hooks/the-secret"
    _renewed(
        stage, editor, qtbot, differs=("events",),
        event_urls=(("MESSAGES_UPSERT", f"{own}/receive-message"), ("CONNECTION_UPDATE", "https://outro.example.com/hooks/x/y"),
                    ("CALL", "")),
    )  # fmt: skip
    grid = editor._comparison._grid
    rows = [[grid.itemAtPosition(at, col).widget() for col in range(3)] for at in range(6, 9)]
    assert [[cell.text() for cell in row] for row in rows] == [
        ["MESSAGES_UPSERT", "ours", "ours"],
        ["CONNECTION_UPDATE", "ours", "https://outro.example.com/hooks/••••••••"],
        ["CALL", "–", "–"],
    ]
    assert rows[1][2].property("tone") == "danger" and not rows[2][2].property("tone")


def test_a_gateway_that_keeps_something_else_is_told(stage, editor, qtbot):
    stage.services.fail_next("instances.set_webhook", Misconfigured("webhook: events"))
    QTest.mouseClick(editor.apply_button, LEFT)
    qtbot.waitUntil(lambda: "kept something else" in editor.result())


def test_a_probe_tells_its_time_or_that_it_is_lost(stage, editor, qtbot):
    QTest.mouseClick(editor.test_button, LEFT)
    qtbot.waitUntil(lambda: "41 ms" in editor.result())
    stage.services.fail_next("instances.test_webhook", Unavailable())
    QTest.mouseClick(editor.test_button, LEFT)
    qtbot.waitUntil(lambda: "did not come back" in editor.result())


def test_deliveries_of_one_number_are_left(stage, qtbot):
    stage.services.put(delivery(1), delivery(2, instance_id=2))
    log = DeliveryLog(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    qtbot.addWidget(log)
    log.set_instances({1: instance(1), 2: instance(2)}, {})
    log.show()
    _settled(stage, qtbot)
    assert log.model.rowCount() == 2
    log.show_number(2)
    qtbot.waitUntil(lambda: log.model.rowCount() == 1)
    log.table.selectRow(0)
    QTest.mouseClick(log.copy_button, LEFT)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("70.7 GB free", "12 running", "19,100 of 20,000 requests this month", "Not in use")),
        ("pt_BR", ("70,7 GB livres", "12 em execução", "19.100 de 20.000 requisições neste mês", "Não está em uso")),
    ],
)
def test_a_diagnosis_says_its_facts_in_words(english, language, words):
    i18n.install(english, language)
    took = {"status": StepStatus.OK}
    steps = (
        DiagnosisStep(step="disk", text="72360 MB", **took), DiagnosisStep(step="jobs", text="12", **took),
        DiagnosisStep(step="traffic", text="19100/20000", **took), DiagnosisStep(step="tunnel", status=StepStatus.SKIPPED),
    )  # fmt: skip
    assert tuple(fact_words(step) for step in steps) == words


def test_a_diagnosis_does_not_go_on_saying_what_is_not_so_any_more(stage, qtbot):
    page = DiagnosisPage(stage.services, stage.bridge, stage.crossing, stage.look)
    qtbot.addWidget(page)
    stage.services.put(instance(1))
    page.show_instance(instance(1))
    qtbot.waitUntil(lambda: page.verdict() == "1 thing to mend." and not stage.crossing.pending)
    changed = ChangeSet(instances=frozenset({InstanceId(1)}))
    stage.services.publish(changed)
    qtbot.waitUntil(lambda: len(stage.services.named("instances.get")) > 1 and not stage.crossing.pending)
    assert page.verdict() == "1 thing to mend."
    stage.services.put(instance(1, state=ConnectionState.UNREACHABLE))
    stage.services.publish(changed)
    qtbot.waitUntil(lambda: "Look again" in page.verdict())
    QTest.mouseClick(page.run_button, LEFT)
    qtbot.waitUntil(lambda: page.verdict() == "1 thing to mend.")


def test_a_diagnosis_tells_cause_and_fix(stage, qtbot):
    page = DiagnosisPage(stage.services, stage.bridge, stage.crossing, stage.look)
    qtbot.addWidget(page)
    page.show()
    page.show_instance(instance(1))
    qtbot.waitUntil(lambda: page.verdict() == "1 thing to mend.")
    rows = [page._rows.itemAt(at).widget().accessibleName() for at in range(page._rows.count())]
    assert rows[0] == "Name of the gateway"
    qtbot.waitUntil(lambda: not stage.crossing.pending)
    assert "Enter another one." in rows[1]
    assert rows[2].endswith("Not looked at: it does not apply here, or something before it failed")
    for error, part in ((None, "Saved as /tmp/para-suporte.zip"), (Invalid("path"), "Choose another folder")):
        if error is not None:
            stage.services.fail_next("diagnosis.bundle", error)
        QTest.mouseClick(page.bundle_button, LEFT)
        chooser = page.findChild(QFileDialog)
        assert chooser.selectedFiles()[0].endswith("balcao-support.zip")
        chooser.fileSelected.emit("/tmp/para-suporte.zip")
        chooser.close()
        qtbot.waitUntil(lambda p=part: p in page._said.text() and page.findChild(QFileDialog) is None)
