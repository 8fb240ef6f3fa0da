"""The desk's own dialogs, the contact's panel, and what is seen while the program is locked."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt

from services.domain.agents import Agent, AuditEntry, Deed, Note
from services.domain.desk import Listing, SavedView
from services.domain.ids import AgentId, ChatId, FieldId, LabelId
from services.domain.labels import PALETTE, Label
from services.domain.models import ChatFilter, ChatState, ChatView
from services.domain.people import Contact, ContactDetails, FieldDefinition, FieldKind
from tests.look import scenes
from tests.look.entry import Act, Entry
from tests.ui.fake_services import DAY, HOUR, MINUTE, NOW_MS
from tests.ui.stage import Stage
from ui.desk.snooze import SnoozeDialog
from ui.desktop.closing import CloseDialog
from ui.desktop.lock_window import LockWindow
from ui.desktop.pin_dialog import PinDialog
from ui.main_window import MainWindow

LONG = "Maria Aparecida do Nascimento Albuquerque e Vasconcelos Lins"
LABELS = ("Aguarda pagamento", "Encomenda", "Entregue", "Orçamento para festa de aniversário em Santos", "Reclamação")


class PinLock:
    """A lock that has a PIN, or none."""

    def __init__(self, *, has_pin: bool) -> None:
        self._has_pin = has_pin

    def has_pin(self) -> bool:
        """What was given."""
        return self._has_pin

    async def set_pin(self, new: str, current: str = "") -> None:
        """Take any."""
        self._has_pin = bool(new)

    async def open(self, pin: str) -> None:
        """Any is right."""


def _desk(stage: Stage) -> None:
    """A conversation at a counter where three people work, with labels, views, and what was done."""
    scenes.conversation(stage)
    services = stage.services
    services.agents.rows = {
        1: Agent(id=AgentId(1), name="Rita", colour=PALETTE[7]),
        2: Agent(id=AgentId(2), name="Bruno Tavares", colour=PALETTE[4]),
        3: Agent(id=AgentId(3), name=LONG, colour=PALETTE[2]),
        4: Agent(id=AgentId(4), name="Otávio", colour=PALETTE[0], removed=True),
    }
    services.agents.me = 1
    services.agents.pins = {1: "2580", 2: "1470"}
    services.agents.entries = tuple(_done(at, deed, detail) for at, (deed, detail) in enumerate(DONE))
    services.labels.rows = {
        at: Label(id=LabelId(at), name=name, colour=PALETTE[at]) for at, name in enumerate(LABELS, 1)
    }
    services.views.rows = {
        1: SavedView(id=1, name="Minhas encomendas", listing=Listing(which=ChatFilter.MINE, label_id=LabelId(2))),
        2: SavedView(id=2, name="Quem espera por um orçamento para festa de aniversário", listing=Listing()),
    }
    row = services.chat_rows[scenes.FIRST_CHAT]
    services.put(msgspec.structs.replace(row, labels=(LabelId(2), LabelId(4)), agent_id=AgentId(1)))


DONE = (
    (Deed.SENT, ""), (Deed.ASSIGNED, "3"), (Deed.LABELLED, "+Orçamento para festa de aniversário em Santos"),
    (Deed.STATE, ChatState.RESOLVED.value), (Deed.SNOOZED, "on"), (Deed.DELETED, ""), (Deed.BLOCKED, "off"),
    (Deed.SWITCHED, ""), (Deed.ARCHIVED, "off"), (Deed.NOTED, ""),
)  # fmt: skip


def _done(at: int, deed: Deed, detail: str) -> AuditEntry:
    chat = None if deed is Deed.SWITCHED else ChatId((1, 11, 2)[at % 3])
    agent = (AgentId(1), AgentId(3), None)[at % 3]
    return AuditEntry(id=at + 1, at_ms=NOW_MS - at * 5 * HOUR, deed=deed, agent_id=agent, chat_id=chat, detail=detail)


def _customer(stage: Stage) -> None:
    """The customer of the first conversation, with everything that can be known of one."""
    _desk(stage)
    services, row = stage.services, stage.services.chat_rows[scenes.FIRST_CHAT]
    services.people.field_rows = _fields()
    services.people.rows[row.contact_id] = ContactDetails(
        contact=Contact(
            id=row.contact_id, title=row.title, own_name=row.title, profile_name="Má 🌻", phones=(row.phone or "",),
            last_at_ms=row.last_at_ms, labels=row.labels,
        ),
        addresses=(row.address,), push_name="Má 🌻", business_name="Doces da Má Confeitaria Artesanal Ltda",
        about="Só aceito encomendas com três dias de antecedência 🎂", note="Prefere entrega depois das 14h.",
        values=((FieldId(1), "529.982.247-25"), (FieldId(2), "1988-05-14")), chats=(row,), can_block=True, can_refresh=True,
    )  # fmt: skip
    services.notes.rows = {
        1: Note(id=1, chat_id=row.id, text="Pagou o sinal em dinheiro.", at_ms=NOW_MS - 2 * DAY, agent_id=AgentId(3)),
        2: Note(id=2, chat_id=row.id, text="@Rita confirma o horário com o motoboy?", at_ms=NOW_MS - 20 * MINUTE,
                agent_id=AgentId(2), mentions=(AgentId(1),), edited_at_ms=NOW_MS - 18 * MINUTE),
    }  # fmt: skip


def _fields() -> dict[int, FieldDefinition]:
    choices = ("Indicação", "Rua", "Instagram")
    made = (
        FieldDefinition(id=FieldId(1), name="CPF"),
        FieldDefinition(id=FieldId(2), name="Aniversário", kind=FieldKind.DATE),
        FieldDefinition(id=FieldId(3), name="Como conheceu a padaria", kind=FieldKind.CHOICE, choices=choices),
        FieldDefinition(id=FieldId(4), name="Limite do fiado (R$)", kind=FieldKind.NUMBER),
    )
    return {field.id: field for field in made}


def _first(stage: Stage) -> ChatView:
    return stage.services.chat_rows[scenes.FIRST_CHAT]


def _panel(stage: Stage, window: MainWindow) -> None:
    window.open_chat(scenes.FIRST_CHAT)
    stage.settle()
    window.beside.show_panel(True)


def _fields_dialog(stage: Stage, window: MainWindow) -> None:
    _panel(stage, window)
    stage.settle()
    window.beside.panel._on_edit_fields()


def _snooze(stage: Stage, window: MainWindow) -> None:
    SnoozeDialog(window, stage.clock).open()


def _pin(*, has_pin: bool) -> Act:
    return lambda stage, window: PinDialog(window, stage.look, PinLock(has_pin=has_pin), stage.crossing).open()


def _locked(*, helped: bool) -> Callable[[Stage, MainWindow], None]:
    def act(stage: Stage, window: MainWindow) -> None:
        cover = LockWindow(stage.look, PinLock(has_pin=True), stage.crossing)
        # so that it goes with the window
        cover.setParent(window, Qt.WindowType.Window)
        cover.resize(window.size())
        cover.show()
        cover.activateWindow()
        cover.forgotten.setChecked(helped)

    return act


ENTRIES = (
    Entry("contact_panel", _customer, _panel, (1480, 1100)),
    Entry("contact_panel_tight", _customer, _panel, (980, 700)),
    Entry("dialog_fields", _customer, _fields_dialog, shows="FieldsDialog"),
    Entry("dialog_assign", _desk, lambda s, w: w.deeds.assign((_first(s),)), shows="AssignDialog"),
    Entry("dialog_assign_nobody", scenes.inbox, lambda s, w: w.deeds.assign((_first(s),)), shows="AssignDialog"),
    Entry("dialog_labels", _desk, lambda s, w: w.deeds.label((_first(s),)), shows="LabelsDialog"),
    Entry("dialog_labels_all", _desk, lambda s, w: w.chats.show_labels(), shows="LabelsDialog"),
    Entry("dialog_views", _desk, lambda s, w: w.chats._views(None), shows="ViewsDialog"),
    Entry("dialog_view_new", _desk, lambda s, w: w.chats._views(Listing()), shows="ViewsDialog"),
    Entry("dialog_snooze", _desk, _snooze, shows="SnoozeDialog"),
    Entry("dialog_agents", _desk, lambda s, w: w.team.agents(), shows="AgentsDialog"),
    Entry("dialog_agents_none", scenes.inbox, lambda s, w: w.team.agents(), shows="AgentsDialog"),
    Entry("dialog_switch", _desk, lambda s, w: w.team.switch(), shows="SwitchDialog"),
    Entry("dialog_audit", _desk, lambda s, w: w.team.audit(), shows="AuditDialog"),
    Entry("dialog_audit_none", scenes.inbox, lambda s, w: w.team.audit(), shows="AuditDialog"),
    Entry("dialog_close", scenes.inbox, lambda s, w: CloseDialog(w, s.look).open(), shows="CloseDialog"),
    Entry("dialog_pin", scenes.inbox, _pin(has_pin=False), shows="PinDialog"),
    Entry("dialog_pin_change", scenes.inbox, _pin(has_pin=True), shows="PinDialog"),
    Entry("locked", scenes.inbox, _locked(helped=False), shows="LockWindow"),
    Entry("locked_helped", scenes.inbox, _locked(helped=True), shows="LockWindow"),
)
