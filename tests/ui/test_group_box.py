"""The section about a group: asked when somebody looks, and only what the number can do is offered."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from services.domain.capabilities import Capability
from services.domain.errors import Unavailable
from services.domain.groups import MemberChange
from services.domain.sending import Abilities
from tests.look import walk
from tests.ui.fake_groups import member
from tests.ui.fake_services import chat, group, instance
from ui.dialogs import ConfirmDialog
from ui.instances.asking import LineDialog
from ui.people.group_dialog import GroupDialog

HOSTILE = '<b onload="x">Rui</b> \u202e <img src=x>'


@pytest.fixture
def panel(stage, qtbot):
    stage.services.put(instance(1), chat(1, "Marina"), group(3, "Fornecedores"))
    made = stage.shown(qtbot, (1280, 900))
    made.chats.choose(3)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    QTest.keyClick(made, Qt.Key.Key_I, Qt.KeyboardModifier.AltModifier)
    panel = made.beside.panel
    qtbot.waitUntil(lambda: panel.isVisible() and stage.crossing.pending == 0)
    return panel


def _open(panel, stage, qtbot):
    panel.sections["group"].head.click()
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    return panel.group


def _rows(box):
    return [box.members.item(at).text() for at in range(box.members.count())]


async def _until(condition):
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


async def _answer(kind, answer):
    await _until(lambda: isinstance(QApplication.activeModalWidget(), kind))
    answer(QApplication.activeModalWidget())


def _act(box, at, words):
    menu = box.menu_of(box.members.item(at).data(Qt.ItemDataRole.UserRole))
    next(each for each in menu.actions() if each.text() == words).trigger()


def test_nothing_is_asked_before_it_is_opened_and_then_all_is_told_as_plain_text(panel, stage, qtbot):
    services = stage.services
    services.groups.rows = (services.groups.own, member(2, HOSTILE, admin=True), member(3))
    assert services.named("groups.info") == []
    services.hold("groups.info")
    panel.sections["group"].head.click()
    qtbot.waitUntil(lambda: panel.group.state.text() == "Asking the gateway who is in the group…")
    services.release("groups.info")
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    box = panel.group
    own, rui, nameless = _rows(box)
    assert own.startswith("Padaria (this number)\n") and rui.startswith(HOSTILE) and rui.endswith("Admin")
    assert nameless == "+55 11 97777-0003\nNo name known"
    assert (box.state.text(), box.about.text()) == ("3 members", "Pedidos até 18h")
    assert walk.nameless(box) == [] and walk.unreachable(box) == []


def test_a_failure_is_said_and_asked_again(panel, stage, qtbot):
    stage.services.fail_next("groups.info", Unavailable("away"))
    box = _open(panel, stage, qtbot)
    assert "could not be fetched" in box.state.text() and box.again.isVisible()
    box.again.click()
    qtbot.waitUntil(lambda: box.members.count() == 3)
    assert not box.again.isVisible() and box.state.text() == "3 members"


def test_only_what_the_number_can_do_is_offered_and_only_for_groups(panel, stage, qtbot):
    box = _open(panel, stage, qtbot)
    assert all(each.isVisible() for each in (box.link, box.add, box.name, box.leave))
    box.show_chat(stage.services.chat_rows[3], Abilities(capabilities=frozenset({Capability.GROUP_INFO})))
    assert not any(each.isVisible() for each in (box.link, box.add, box.name, box.leave))
    panel.window().chats.choose(1)
    qtbot.waitUntil(lambda: panel.sections["group"].isHidden())
    assert box.members.count() == 0


def test_who_is_no_admin_changes_nobody(panel, stage, qtbot):
    stage.services.groups.own = member(1, "Padaria")
    stage.services.groups.rows = (stage.services.groups.own, member(2, "Rui", admin=True))
    box = _open(panel, stage, qtbot)
    menu = box.menu_of(box.members.item(1).data(Qt.ItemDataRole.UserRole))
    assert [each.text() for each in menu.actions()] == ["Open their conversation", "Copy the number"]
    assert not box.add.isVisible() and box.link.isVisible()


def test_a_member_is_written_to_in_a_conversation_of_their_own(panel, stage, qtbot):
    box = _open(panel, stage, qtbot)
    own = box.menu_of(box.members.item(0).data(Qt.ItemDataRole.UserRole))
    assert "Open their conversation" not in [each.text() for each in own.actions()]
    _act(box, 2, "Open their conversation")
    window = panel.window()
    qtbot.waitUntil(lambda: window.timeline.chat is not None and not window.timeline.chat.is_group)
    assert window.timeline.chat.phone == "5511977770003"
    # known to be on WhatsApp: nobody is asked
    assert stage.services.named("contacts.start_chat")[-1][-1] is False


def test_a_member_is_made_an_admin_with_a_way_back(panel, stage, qtbot):
    told = []
    box = _open(panel, stage, qtbot)
    box.told.connect(lambda words, back: told.append((words, back)))
    bia = box.members.item(2).data(Qt.ItemDataRole.UserRole).person.address
    _act(box, 2, "Make an admin")
    qtbot.waitUntil(lambda: _rows(box)[1].startswith("Bia\n") and _rows(box)[1].endswith("Admin"))
    assert told[0][0] == "Bia is an admin of the group now."
    told[0][1]()
    qtbot.waitUntil(lambda: not _rows(box)[1].startswith("Bia\n") and not _rows(box)[2].endswith("Admin"))
    assert [tuple(args) for args in stage.services.named("groups.change")] == [
        (3, MemberChange.PROMOTE, bia), (3, MemberChange.DEMOTE, bia),
    ]  # fmt: skip


async def test_a_member_is_removed_after_a_question(panel, stage):
    told = []
    panel.sections["group"].head.click()
    box = panel.group
    await _until(lambda: box.members.count() == 3)
    box.told.connect(lambda words, back: told.append((words, back)))
    _act(box, 2, "Remove from the group…")
    await _answer(ConfirmDialog, lambda dialog: dialog.yes.click())
    await _until(lambda: box.members.count() == 2)
    assert told == [("Bia was removed from the group.", None)]


async def test_link_name_number_and_leaving(panel, stage):
    services, told = stage.services, []
    panel.sections["group"].head.click()
    box = panel.group
    await _until(lambda: stage.crossing.pending == 0)
    box.told.connect(lambda words, _back: told.append(words))
    box.link.click()
    await _until(lambda: QGuiApplication.clipboard().text() == "https://chat.whatsapp.com/AbC123")
    box.name.click()
    await _answer(GroupDialog, lambda dialog: (dialog.name.setText("Turma do pão"), dialog.keep.click()))
    await _until(lambda: services.named("groups.rename") and stage.crossing.pending == 0)
    assert told[-1] == "The group is called Turma do pão now." and services.named("groups.describe") == []
    box.name.click()
    dialog = QApplication.activeModalWidget()
    assert dialog.about.toPlainText() == "Pedidos até 18h" and not dialog.keep.isEnabled()
    dialog.about.setPlainText("x" * 2049)
    assert "1 character" in dialog.told.text() and not dialog.keep.isEnabled()
    dialog.about.setPlainText("Pedidos até 19h\nRetirada na loja")
    dialog.keep.click()
    await _until(lambda: box.about.text() == "Pedidos até 19h\nRetirada na loja" and stage.crossing.pending == 0)
    assert len(services.named("groups.rename")) == 1
    services.groups.refuses = True
    box.add.click()
    await _answer(LineDialog, lambda dialog: (dialog.line.setText("11 97777-0404"), dialog.yes.click()))
    await _until(lambda: "could not be added" in told[-1] and stage.crossing.pending == 0)
    box.leave.click()
    await _answer(ConfirmDialog, lambda dialog: dialog.no.click())
    await _until(lambda: stage.crossing.pending == 0)
    assert services.named("groups.leave") == []
    box.leave.click()
    await _answer(ConfirmDialog, lambda dialog: dialog.yes.click())
    await _until(lambda: told[-1] == "This number left the group." and stage.crossing.pending == 0)
    assert [tuple(args) for args in services.named("groups.leave")] == [(3,)] and box.members.count() == 0
