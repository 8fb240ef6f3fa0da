"""A morning by the keyboard alone, through the real window: what an agent does between opening the shop and a coffee.

The program was off for three days, and the gateway kept what ten customers wrote meanwhile, and an eleventh whom
nobody answers this morning. What has to be true afterwards is looked up at the gateway and in the database.
"""

import asyncio
import sqlite3
import sys
import threading
import time
from contextlib import closing

import aiohttp
import pytest

from app.container import open_services
from services.api.lock import Lock
from services.api.numbers import NewInstance
from services.core.paths import Paths
from services.domain.events import ConnectionState
from services.domain.sending import QuickReply
from services.settings.secrets import Secrets
from services.settings.store import Store
from tests.app.keyboard import Person, x_server
from tests.app.processes import Program
from tests.fakes.evolution_history import KEY, NAME, Past
from tests.fakes.evolution_sends import SendingServer
from tests.services.test_catchup import DaysAgo
from tests.services.whole import until

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is what Linux has")
DAY = 86_400
PIN = "4702"
# the customer, counted from 0, who gets the ready answer with the menu
READY = 4
PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
NAMES = ("Bruna", "Caio", "Dalva", "Edu", "Flor", "Gil", "Heitor", "Iara", "Joana", "Levi")
CUSTOMERS = {name: f"5511987650{100 + at}" for at, name in enumerate(NAMES)}
PHONES = {**CUSTOMERS, "Katia": "5511987650200", "Marina": "5511987650300", "Moinho": "5511987650400"}
QUOTE = "Orçamento do casamento: bolo de três andares por R$ 1.240,00"


def _row(name, number, at, text, *, own=False):
    key = {"id": f"AC4F{number:028X}", "fromMe": own, "remoteJid": f"{PHONES[name]}@s.whatsapp.net"}
    return {
        "id": f"cmio{number:021}", "key": key, "pushName": "Você" if own else name, "messageType": "conversation",
        "message": {"conversation": text}, "messageTimestamp": at, "instanceId": "i", "source": "android",
        "contextInfo": None, "MessageUpdate": [],
    }  # fmt: skip


def _history(now_s):
    """What was there before the program was off: everybody wrote once, Marina a lot after her quote."""
    at = now_s - 9 * DAY
    rows = [_row(name, number, at + number, "Obrigada!") for number, name in enumerate(PHONES)]
    rows.append(_row("Marina", 50, at + 100, QUOTE, own=True))
    rows += [_row("Marina", 51 + step, at + 200 + step * 600, f"Recado {step} da festa") for step in range(60)]
    return rows


def _held(now_s):
    """What the gateway kept: one of each customer; Katia was the first to write and is the last in the list."""
    past = Past(0, 1, now_s)
    for number, name in enumerate(("Katia", *CUSTOMERS)):
        row = _row(name, 500 + number, now_s - 7200 + number * 60, f"Bom dia, aqui e {name}. Tem bolo hoje?")
        past.chats[row["key"]["remoteJid"]] = [row]
    return past


async def _earlier(folder, gateway, now_s):
    """The run of three days ago: a number connected, customers known, the desk arranged, a PIN."""
    paths, clock = Paths(folder), DaysAgo()
    paths.create()
    settings = Store(paths.settings, environment={})
    secrets = Secrets(paths.secrets, paths.digest, open_keyring=lambda: None)
    await Lock(settings, secrets, clock).set_pin(PIN)
    async with open_services(paths, settings, secrets, hooks_port=0, api_port=0, clock=clock) as running:
        services = running.services
        new = NewInstance(provider="evolution", name=NAME, base_url=gateway.url, secrets={"api_key": KEY})
        number = await services.instances.create(new)

        async def connected():
            return (await services.instances.get(number.id)).state is ConnectionState.CONNECTED

        await until(connected)
        token = (await services.instances.get(number.id)).hook_token
        rows = _history(now_s)
        async with aiohttp.ClientSession() as http:
            for row in rows:
                event = {"event": "messages.upsert", "instance": NAME, "data": row, "server_url": "http://x", "apikey": "x"}
                async with http.post(f"{running.hooks_url}/hooks/{token}", json=event) as answer:
                    assert answer.status == 200

        async def all_there():
            chats = (await services.chats.page()).items
            last = rows[-1]["message"]["conversation"]
            return chats if len(chats) == len(PHONES) and any(chat.preview == last for chat in chats) else None

        for chat in await until(all_there):
            await services.chats.mark_read(chat.id)
        await services.labels.create("Encomenda", "#2f9e44")
        await services.labels.create("Reclama", "#e03131")
        await services.agents.create("Rosa", "#1971c2")
        file = folder / "cardapio.pdf"
        file.write_bytes(PDF)
        await services.replies.save(QuickReply(shortcut="cardapio", text="Segue o cardapio.", files=((file.name, file),)))


@pytest.fixture
def gateway():
    """A gateway in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def wait(work):
        return asyncio.run_coroutine_threadsafe(work, loop).result(40)

    made = SendingServer(Past(0, 1, int(time.time())))
    wait(made.start())
    made.wait = wait
    yield made
    wait(made.stop())
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


@pytest.fixture
def agent(gateway, tmp_path):
    """Somebody who starts the program after three days."""
    now_s = int(time.time())
    gateway.wait(_earlier(tmp_path, gateway, now_s))
    gateway.past, gateway.webhook = _held(now_s), None
    gateway.receipts.clear()
    gateway.asked.clear()
    with x_server() as display:
        window = Program(
            "morning", "--data-dir", tmp_path, "--language", "en",
            script="morning_window.py", DISPLAY=display, QT_QPA_PLATFORM="xcb", LANG="C.UTF-8",
        )  # fmt: skip
        with window:
            made = Agent(window, display)
            made.unlocks()
            yield made
            window.process.stdin.write("close\n")
            window.process.stdin.flush()
            assert window.wait()[0] == 0


class Agent(Person):
    """Nothing but keys."""

    def writes(self, text):
        """Into the open conversation, and sends it."""
        self.types(text)
        self.waits(lambda seen: seen["written"] == text)
        self.presses("Return")
        self.waits(lambda seen: not seen["written"])

    def unlocks(self):
        self.waits(lambda seen: seen["locked"] and not seen["shown"])
        self.looks_at_the_window()
        self.waits(lambda seen: seen["focus"] == "PIN")
        self.types(PIN)
        self.presses("Return")
        self.waits(lambda seen: seen["shown"] and not seen["locked"])
        self.looks_at_the_window()

    def next_unread(self, before):
        self.presses("alt+shift+Down")
        return self.waits(lambda seen: seen["chat"] not in (None, before))["chat"]

    def chooses(self, words):
        """The line of the open menu that begins so."""
        self.waits(lambda seen: seen["menu"] is not False)
        for _ in range(20):
            if str(self.sees()["menu"]).startswith(words):
                break
            self.presses("Down")
        assert self.sees()["menu"].startswith(words)
        self.presses("Return")
        self.waits(lambda seen: seen["menu"] is False)

    def tabs_to(self, kind, key="Tab"):
        for _ in range(20):
            if self.sees()["kind"] == kind:
                return
            self.presses(key)
        assert self.sees()["kind"] == kind

    def dialog(self, name):
        """Until it is there with the keyboard in it."""
        return self.waits(lambda seen: seen["window"] == name and seen["focus"] is not None)

    def back(self):
        """Until the dialog is gone; without a window manager nobody gives the window the keyboard again."""
        self.waits(lambda seen: seen["window"] in ("MainWindow", "NoneType"))
        self.looks_at_the_window()
        self.waits(lambda seen: seen["window"] == "MainWindow")


def _catches_up_and_answers(agent, gateway):
    agent.waits(lambda seen: seen["unread"] == len(CUSTOMERS) + 1)
    chat, answered = None, []
    for at in range(len(CUSTOMERS)):
        chat = agent.next_unread(chat)
        assert chat in CUSTOMERS
        answered.append(chat)
        if at == READY:
            agent.waits(lambda seen: seen["takes_files"])
            agent.types("/card")
            agent.waits(lambda seen: seen["offered"])
            agent.presses("Return")
            agent.dialog("AttachDialog")
            agent.presses("Return")
            agent.back()
            agent.waits(lambda seen: not seen["written"])
        else:
            agent.writes(f"Bom dia, {chat}! Tem sim.")
        left = len(CUSTOMERS) - at
        agent.waits(lambda seen, left=left: seen["unread"] == left)
    assert sorted(answered) == sorted(CUSTOMERS)
    return answered


def _snoozes_the_one_without_an_answer(agent, chat):
    assert agent.next_unread(chat) == "Katia"
    agent.presses("alt+m")
    agent.chooses("In an hour")


def _finds_the_quote(agent):
    agent.presses("ctrl+shift+f")
    agent.waits(lambda seen: seen["finder"] and seen["kind"] == "ClearField")
    agent.types("orcamento casamento")
    agent.waits(lambda seen: seen["hits"] == 2)
    agent.presses("Return")
    agent.waits(lambda seen: seen["chat"] == "Marina" and any(QUOTE in each for each in seen["in_sight"]))


def _forwards_what_came(agent):
    """What the customer of the open conversation wrote goes to the mill."""
    agent.tabs_to("TimelineView", "shift+Tab")
    agent.presses("End")
    answer = agent.waits(lambda seen: seen["message"] is not None)["message"]
    agent.presses("Up")
    said = agent.waits(lambda seen: seen["message"] not in (None, answer))["message"]
    agent.presses("ctrl+shift+s")
    agent.dialog("ForwardDialog")
    agent.types("Moin")
    agent.waits(lambda seen: seen["rows"] == 1)
    agent.presses("Return")
    agent.waits(lambda seen: seen["ticked"] == 1)
    agent.presses("Return")
    agent.back()
    return said


def _labels_and_assigns(agent):
    agent.presses("alt+l")
    agent.dialog("LabelsDialog")
    agent.types("Enc")
    agent.waits(lambda seen: seen["rows"] == 1)
    agent.presses("Return")
    agent.waits(lambda seen: seen["ticked"] == 1)
    agent.presses("Escape")
    agent.back()
    agent.presses("alt+a")
    assert agent.dialog("AssignDialog")["value"] is not None
    agent.presses("Return")
    agent.back()


def _has_a_reminder_made(agent):
    agent.presses("ctrl+u")
    agent.chooses("Schedule")
    agent.dialog("ScheduleDialog")
    agent.tabs_to("QComboBox")
    agent.presses("Down")
    agent.waits(lambda seen: seen["value"] == "Reminder for me")
    agent.presses("Tab")
    agent.waits(lambda seen: seen["focus"] == "Text")
    agent.types("Ligar para Marina")
    agent.waits(lambda seen: seen["value"] == "Ligar para Marina")
    agent.presses("Tab")
    agent.waits(lambda seen: seen["focus"] == "When")
    agent.presses("Return")
    agent.waits(lambda seen: seen["rows"] == 1)
    agent.presses("Escape")
    agent.back()


_ASKED = {
    "labels": "SELECT c.address, l.name FROM chat_label JOIN chat c ON c.id = chat_id JOIN label l ON l.id = label_id",
    "assigned": "SELECT c.address, a.name FROM chat c JOIN agent a ON a.id = c.agent_id",
    "resolved": "SELECT address FROM chat WHERE state = 'resolved'",
    "snoozed": "SELECT address FROM chat WHERE snoozed_until > unixepoch() * 1000",
    "scheduled": "SELECT c.address, s.kind, s.text, s.state FROM scheduled s JOIN chat c ON c.id = s.chat_id",
    "unsent": "SELECT c.address FROM attempt a JOIN chat c ON c.id = a.chat_id WHERE a.state IN ('queued', 'sending')",
}


def _desk(path):
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return {name: database.execute(asked).fetchall() for name, asked in _ASKED.items()}


def test_a_morning_by_keyboard_alone(agent, gateway, tmp_path):
    answered = _catches_up_and_answers(agent, gateway)
    _snoozes_the_one_without_an_answer(agent, answered[-1])
    agent.presses("ctrl+1")
    chat = agent.waits(lambda seen: seen["chat"] in CUSTOMERS)["chat"]
    said = _forwards_what_came(agent)
    _labels_and_assigns(agent)
    agent.presses("alt+e")
    _finds_the_quote(agent)
    _has_a_reminder_made(agent)
    agent.presses("ctrl+l")
    agent.unlocks()
    seen = agent.sees()
    assert (seen["chat"], seen["mouse"]) == ("Marina", 0)
    jids = {name: f"{phone}@s.whatsapp.net" for name, phone in PHONES.items()}
    wanted = [(jids[name], f"Bom dia, {name}! Tem sim.") for name in answered]
    wanted[READY] = (jids[answered[READY]], ("cardapio.pdf", PDF, "Segue o cardapio."))
    agent.waits(lambda _seen: len(gateway.sends) > len(wanted))
    # each once, in the order they were written; the eleventh is what was forwarded
    assert gateway.sends == [*wanted, (jids["Moinho"], said)]
    assert said == f"Bom dia, aqui e {chat}. Tem bolo hoje?"
    assert {each["remoteJid"] for each in gateway.receipts} == {jids[name] for name in CUSTOMERS}
    assert _desk(tmp_path / "balcao.db") == {
        "labels": [(jids[chat], "Encomenda")],
        "assigned": [(jids[chat], "Rosa")],
        "resolved": [(jids[chat],)],
        "snoozed": [(jids["Katia"],)],
        "scheduled": [(jids["Marina"], "reminder", "Ligar para Marina", "waiting")],
        "unsent": [],
    }
