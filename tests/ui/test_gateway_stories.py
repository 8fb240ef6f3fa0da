"""Each gateway from the agent's chair: every kind is sent through the real widgets and services, with its ticks."""

import asyncio
import os
import threading
import time

import aiohttp
import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from app import container
from services.api.numbers import NewInstance
from services.core.limits import Backoff
from services.domain.capabilities import Capability
from services.domain.content import MessageKind
from services.domain.events import ConnectionState
from services.domain.models import MediaState
from services.domain.status import Status
from services.providers import downloads
from tests.conformance.gateways import GATEWAYS
from tests.conformance.gateways.base import case, swapped
from tests.conformance.shop import FILES
from tests.conformance.test_kinds import ALL, COMMON, FEWER, told
from tests.services.test_media import breaking
from tests.services.whole import until, whole
from tests.ui.sounds import Tone
from tests.ui.stage import ServicesLoop
from ui.bridge import Bridge
from ui.composer.attach_dialog import AttachDialog
from ui.composer.contact_dialog import ContactDialog
from ui.composer.location_dialog import LocationDialog
from ui.composer.menu_dialog import MenuDialog
from ui.composer.poll_dialog import PollDialog
from ui.composer.template_dialog import TemplateDialog
from ui.main_window import MainWindow
from ui.tasks import Crossing
from ui.theme import Look, Mode
from ui.timeline import bubble
from ui.timeline.describe import describe_message
from ui.timeline.parts.base import Wish
from ui.timeline.parts.ring import progress_words

DEADLINE_MS = 20_000
ANSWERS = {
    Capability.SEND_IMAGE: MessageKind.IMAGE,
    Capability.SEND_VIDEO: MessageKind.VIDEO,
    Capability.SEND_AUDIO: MessageKind.AUDIO,
    Capability.SEND_DOCUMENT: MessageKind.DOCUMENT,
}
TEMPLATE = {
    "name": "pedido_pronto", "language": "pt_BR", "status": "APPROVED",
    "components": [{"type": "BODY", "text": "Seu pedido {{1}} está pronto"}],
}  # fmt: skip


class Agent:
    """The window, the gateway behind it, and the chat that is open."""

    def __init__(self, window, crossing, gateway, running, loop, qtbot):
        self.window, self.crossing, self.gateway, self.running = window, crossing, gateway, running
        self.loop, self.qtbot = loop, qtbot
        self._ids = iter(range(1, 1000))

    def ask(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(20)

    @property
    def panel(self):
        return self.window.timeline

    @property
    def rows(self):
        return self.panel.model.messages

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=DEADLINE_MS)

    def new_id(self):
        return self.gateway.id_form.format(next(self._ids))

    def receive(self, what, **values):
        body = self.gateway.tell(what, **values)
        if self.gateway.kind == "cloud_api" and what == "text":
            # Meta's 24 hours run from the customer's message
            body["entry"][0]["changes"][0]["value"]["messages"][0]["timestamp"] = str(int(time.time()))
        self.ask(self.gateway.deliver(body))

    def dialog(self, kind):
        self.wait(lambda: any(d.isVisible() for d in self.panel.findChildren(kind)))
        return next(d for d in reversed(self.panel.findChildren(kind)) if d.isVisible())

    def choose(self, words, kind):
        menu = QMenu(self.panel)
        self.panel.writing.menu.fill(menu)
        next(action for action in menu.actions() if action.text() == words).trigger()
        return self.dialog(kind)

    def sent(self, kind, count=1):
        """The newest message of ours, once the gateway has it."""
        self.wait(lambda: len([m for m in self.rows if m.kind is kind and m.direction.value == "out"]) >= count)
        number = [m for m in self.rows if m.kind is kind and m.direction.value == "out"][-1].id

        def row():
            return next(m for m in self.rows if m.id == number)

        self.wait(lambda: row().status not in (Status.QUEUED, Status.SENDING))
        assert row().status >= Status.SENT and row().error_code is None, (kind, row().status, row().error_code)
        assert self.gateway.wrong() == [], (kind, self.gateway.wrong())
        return row()


@pytest.fixture
def agent(english, tmp_path, qtbot, request, monkeypatch):
    kind = request.param
    # one gateway wants a second between messages, which proves nothing here
    hasty = tuple(msgspec.structs.replace(each, send_interval_s=0.0) for each in container.DESCRIPTORS)
    monkeypatch.setattr(container, "DESCRIPTORS", hasty)
    thread, opened, held = ServicesLoop(), threading.Event(), {}
    gateway = GATEWAYS[kind]()
    stop = asyncio.Event()

    async def run():
        await gateway.start()
        try:
            async with whole(tmp_path) as running:
                services, known = running.services, gateway.credentials()
                if kind == "cloud_api":
                    gateway.server.templates = [TEMPLATE]
                view = await services.instances.create(
                    NewInstance(provider=kind, name=gateway.name, base_url=known.base_url, secrets=dict(known.secrets))
                )

                async def connected():
                    return (await services.instances.get(view.id)).state is ConnectionState.CONNECTED

                gateway.scan()
                await services.instances.connect(view.id)
                await until(connected)
                body = gateway.tell("text", id="3EB0FF", text="oi")
                if Capability.WEBHOOK_CONFIG not in gateway.descriptor.capabilities:
                    gateway.point_at(services.instances.hook_url(await services.instances.get(view.id)))
                await until(lambda: asyncio.sleep(0, gateway.targets(body)))
                held["running"] = running
                opened.set()
                await stop.wait()
        finally:
            gateway.wire.release()
            await gateway.stop()
            opened.set()

    ran = asyncio.run_coroutine_threadsafe(run(), thread.loop)
    assert opened.wait(30)
    running, crashes = held["running"], []
    look, bridge = Look(english, Mode.LIGHT), Bridge(running.bus)
    crossing = Crossing(thread.loop, on_crash=crashes.append)
    window = MainWindow(running.services, bridge, crossing, look, language="en")
    qtbot.addWidget(window)
    window.show()
    made = Agent(window, crossing, gateway, running, thread.loop, qtbot)
    made.receive("text", id=made.new_id(), text="Oi, tem bolo de cenoura?")
    chats = made.ask(until(lambda: asyncio.wait_for(_first(running), 5)))
    window.open_chat(chats[0].id)
    made.wait(lambda: bool(made.rows) and crossing.pending == 0)
    made.panel.writing.voice._source, made.panel.writing.voice._present = Tone, lambda: True
    yield made
    window.hide()
    qtbot.waitUntil(lambda: crossing.pending == 0)
    bridge.close()
    thread.loop.call_soon_threadsafe(stop.set)
    ran.result(30)
    thread.close()
    for thing in (bridge, crossing, look):
        thing.setParent(None)
        thing.deleteLater()
    assert crashes == []


async def _first(running):
    return (await running.services.chats.page()).items


def _text(agent):
    QTest.keyClicks(agent.panel.composer.text, "Temos sim! Quer um?")
    QTest.keyClick(agent.panel.composer.text, Qt.Key.Key_Return)
    row = agent.sent(MessageKind.TEXT)
    assert len(agent.gateway.wire.saying("Temos sim! Quer um?")) == 1
    agent.receive("delivered", id=row.stanza_id)
    agent.wait(lambda: next(m for m in agent.rows if m.id == row.id).status >= Status.DELIVERED)
    agent.receive("read", id=row.stanza_id)
    agent.wait(lambda: next(m for m in agent.rows if m.id == row.id).status >= Status.READ)


def _files(agent, folder):
    able = [kind for capability, kind in ANSWERS.items() if agent.panel.writing.abilities.can(capability)]
    made = {}
    for kind in able:
        name, _mime, data = FILES[next(k for k in FILES if k.value == kind.value)]
        made[kind] = (folder / name, data)
        made[kind][0].write_bytes(data)
    pasted = QMimeData()
    pasted.setUrls([QUrl.fromLocalFile(str(path)) for path, _data in made.values()])
    agent.panel.composer.text.insertFromMimeData(pasted)
    dialog = agent.dialog(AttachDialog)
    agent.wait(dialog.send.isEnabled)
    dialog.rows[0].caption.setText("o cardápio de hoje")
    dialog.send.click()
    for kind, (_path, data) in made.items():
        row = agent.sent(kind)
        assert row.media.state is MediaState.READY and agent.gateway.took_file(data) == 1, kind
    assert agent.gateway.wire.saying("o cardápio de hoje")
    return able


def _voice(agent):
    bar = agent.panel.writing.voice
    agent.panel.composer.voice_button.click()
    agent.wait(lambda: bar._recorder is not None and bar._recorder.seconds >= 1)
    QTest.keyClick(bar, Qt.Key.Key_Return)
    row = agent.sent(MessageKind.VOICE)
    data = agent.running.services.messages.file(row.media.path).read_bytes()
    assert agent.gateway.took_file(data) == 1 and row.media.duration_s >= 1
    assert row.media.mime == "audio/ogg; codecs=opus" and row.media.waveform_base64
    agent.panel.desk.sound.toggle(row.id, row.media.path)
    agent.wait(lambda: (playing := agent.panel.desk.sound.state(row.id)) is not None and playing.length_s >= 1)
    agent.panel.desk.sound.stop()


def _place(agent):
    dialog = agent.choose("Location…", LocationDialog)
    QTest.keyClicks(dialog.place, "-23.561414, -46.655881")
    QTest.keyClicks(dialog.name, "Padaria Sol")
    dialog.send.click()
    agent.sent(MessageKind.LOCATION)
    assert [s for s in agent.gateway.wire.saying("-23.561414") if s.says("-46.655881") and s.says("Padaria Sol")]


def _contact(agent):
    dialog = agent.choose("Contact…", ContactDialog)
    QTest.keyClicks(dialog.name, "Forno do Ze")
    QTest.keyClicks(dialog.phone, "11 94444-0303")
    dialog.send.click()
    agent.sent(MessageKind.CONTACTS)
    assert agent.gateway.wire.saying("Forno do Ze")


def _poll(agent):
    dialog = agent.choose("Poll…", PollDialog)
    QTest.keyClicks(dialog.question, "Qual sabor?")
    QTest.keyClicks(dialog.options.lines[0], "Cenoura")
    QTest.keyClicks(dialog.options.lines[1], "Milho")
    dialog.send.click()
    agent.sent(MessageKind.POLL)
    assert [s for s in agent.gateway.wire.saying("Qual sabor?") if s.says("Cenoura") and s.says("Milho")]


def _menu(agent, capability):
    dialog = agent.choose("Buttons or list…", MenuDialog)
    dialog.kind.setCurrentIndex(dialog._kinds.index(capability))
    dialog.text.setPlainText("Como quer receber?")
    QTest.keyClicks(dialog.choices.lines[0], "Entrega")
    QTest.keyClicks(dialog.choices.lines[1], "Retirada")
    dialog.send.click()
    agent.sent(MessageKind.LIST if capability is Capability.SEND_LIST else MessageKind.BUTTONS)
    assert [s for s in agent.gateway.wire.saying("Como quer receber?") if s.says("Entrega") and s.says("Retirada")]


def _template(agent):
    dialog = agent.choose("Send template…", TemplateDialog)
    agent.wait(lambda: dialog.list.count() == 1)
    next(iter(dialog.inputs.values())).setText("118")
    dialog.send.click()
    row = agent.sent(MessageKind.TEMPLATE)
    assert row.text == "Seu pedido 118 está pronto" and agent.gateway.wire.saying("pedido_pronto")


@pytest.mark.parametrize("agent", GATEWAYS, indirect=True)
def test_everything_that_the_gateway_can_send_goes_out(agent, tmp_path):
    abilities = agent.panel.writing.abilities
    assert abilities.capabilities, "nothing is known of the number"
    _text(agent)
    files = _files(agent, tmp_path)
    assert MessageKind.IMAGE in files
    contents = {Capability.SEND_LOCATION: _place, Capability.SEND_CONTACT: _contact, Capability.SEND_POLL: _poll}
    steps = [(Capability.SEND_VOICE, _voice), *contents.items(), (Capability.SEND_TEMPLATE, _template)]
    for capability, step in steps:
        if abilities.can(capability):
            step(agent)
    for capability in (Capability.SEND_BUTTONS, Capability.SEND_LIST):
        if abilities.can(capability):
            _menu(agent, capability)
    assert agent.gateway.wrong() == []


def _cases(agent):
    """One contract case for each kind of message that a customer sends over this gateway, with ids of its own."""
    gateway, wanted, found = agent.gateway, FEWER.get(agent.gateway.kind, COMMON), {}
    for each in ALL:
        events = [event for event in told(each) if event["direction"] == "in"] if each.kind == gateway.kind else []
        if each.own is not None and each.own != gateway.own:
            continue
        for event in events[:1]:
            if event["kind"] in wanted and event["kind"] not in found and len(event["stanza_id"]) >= 4:
                fresh = f"{event['stanza_id']}x{len(found)}"
                body = swapped(each.body, {**gateway.words, event["stanza_id"]: fresh})
                found[event["kind"]] = (each, gateway.encode(body), fresh)
    assert set(found) == wanted
    return found


async def _post(agent, told_by, raw):
    (view,) = await agent.running.services.instances.all()
    key = agent.gateway.signing_key
    proof = {"x-api-key": key} if agent.gateway.kind == "wwebjs" else agent.gateway.sign(raw)
    url = f"{agent.running.hooks_url}/hooks/{view.hook_token}{told_by.path}"
    async with aiohttp.ClientSession() as http, http.post(url, data=raw, headers={**told_by.headers, **proof}) as answer:
        assert answer.status == 200, told_by.id


async def _where(running, stanza_id):
    for chat in (await running.services.chats.page(limit=200)).items:
        if any(m.stanza_id == stanza_id for m in (await running.services.messages.latest(chat.id, 200)).items):
            return chat
    return None


@pytest.mark.parametrize("agent", GATEWAYS, indirect=True)
def test_everything_that_customers_send_is_seen(agent):
    for kind, (told_by, raw, stanza_id) in _cases(agent).items():
        agent.ask(_post(agent, told_by, raw))
        chat = agent.ask(until(lambda stanza_id=stanza_id: _where(agent.running, stanza_id)))
        agent.window.open_chat(chat.id)

        def seen(stanza_id=stanza_id):
            return next((m for m in agent.rows if m.stanza_id == stanza_id), None)

        agent.wait(lambda seen=seen: seen() is not None)
        assert seen().kind.value == kind and describe_message(seen())
        agent.window.grab()


def _place_of(agent, number, wish):
    """Where in the view the mouse finds this wish, in the bubble of a message."""
    view = agent.panel.view
    row = next(row for row in agent.panel.model.rows if row.message is not None and row.message.id == number)
    place = view.visualRect(view.shown.index(view.shown.row_of(number)))
    made = view._bubble(row)
    for x in range(place.left(), place.right(), 5):
        for y in range(place.top(), place.bottom(), 5):
            click = bubble.hit(made, QRectF(place), QPointF(x, y))
            if click is not None and click.wish is wish:
                return QPoint(x, y)
    raise AssertionError(f"no {wish} to click")


def _menu_entry(agent, row, words):
    menu = QMenu(agent.panel)
    agent.panel.actions_desk.fill(menu, row, "")
    return next(action for action in menu.actions() if action.text() == words)


@pytest.mark.parametrize("agent", ["waha"], indirect=True)
def test_a_file_on_its_way_is_stopped_and_sent_again(agent, tmp_path):
    path, gate = tmp_path / "orcamento.pdf", asyncio.Event()
    path.write_bytes(b"%PDF-1.4\n" + os.urandom(24 << 20))
    agent.gateway.wire.held["/api/sendFile"] = gate
    pasted = QMimeData()
    pasted.setUrls([QUrl.fromLocalFile(str(path))])
    agent.panel.composer.text.insertFromMimeData(pasted)
    dialog = agent.dialog(AttachDialog)
    agent.wait(dialog.send.isEnabled)
    dialog.send.click()
    agent.wait(lambda: agent.rows[-1].kind is MessageKind.DOCUMENT)
    number, view = agent.rows[-1].id, agent.panel.view

    def row():
        return next(m for m in agent.rows if m.id == number)

    def leaves():
        progress = agent.panel.desk.progress(number)
        return row().status is Status.SENDING and progress is not None and 0 < progress.done < progress.total

    def stop_by_mouse():
        view.grab()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=_place_of(agent, number, Wish.STOP_SENDING))

    def stop_by_key():
        agent.window.activateWindow()
        view.setFocus()
        agent.wait(view.hasFocus)
        QTest.keyClick(view, Qt.Key.Key_End)
        assert view.current_message().id == number
        QTest.keyClick(view, Qt.Key.Key_Delete)

    for stop in (stop_by_mouse, stop_by_key, lambda: _menu_entry(agent, row(), "Stop sending").trigger()):
        agent.wait(leaves)
        assert "% of" in progress_words(agent.panel.desk.progress(number))
        stop()
        agent.wait(lambda: row().status is Status.FAILED)
        assert row().error_code == "cancelled" and agent.gateway.wire.to("/api/sendFile") == []
        _menu_entry(agent, row(), "Resend").trigger()
        assert agent.panel.desk.progress(number) is None, "the ring begins where the stopped one ended"
    agent.wait(lambda: row().status is not Status.FAILED)
    agent.loop.call_soon_threadsafe(gate.set)
    agent.sent(MessageKind.DOCUMENT)
    assert len([each for each in agent.gateway.wire.to("/api/sendFile") if each.says("orcamento.pdf")]) == 1


@pytest.mark.parametrize("agent", ["waha"], indirect=True)
def test_sixty_megabytes_over_a_line_that_breaks(agent, monkeypatch):
    monkeypatch.setattr(downloads, "RESUME", Backoff(first_s=0.01, longest_s=0.01))
    data, served = os.urandom(1 << 20) * 60, []
    agent.gateway.wire.instead["ACK1.mp4"] = breaking(data, lambda _: {"ETag": '"v1"', "Accept-Ranges": "bytes"}, served)
    agent.ask(agent.gateway.deliver(case("waha", "kind.NOWEB.video")))
    chat = agent.ask(until(lambda: _where(agent.running, "ACK1")))
    agent.window.open_chat(chat.id)

    def media():
        return next((m.media for m in agent.rows if m.stanza_id == "ACK1"), None)

    agent.wait(lambda: media() is not None and media().state is MediaState.READY)
    assert len(served) == 3 and sum(sent for _, sent in served) < len(data) * 1.2
    assert agent.running.services.messages.file(media().path).stat().st_size == len(data)
