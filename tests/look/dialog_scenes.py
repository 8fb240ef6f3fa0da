"""Every dialog of the program, opened over its window; `shows` names the class, which a rule test asks for."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QDialog

from services.domain.models import EditView, MessageView
from services.domain.outgoing import TemplateField, TemplateOffer
from services.domain.sending import (
    Abilities,
    Late,
    NewFile,
    QuickReply,
    Scheduled,
    ScheduledKind,
    ScheduledState,
)
from tests.look import kinds, scenes
from tests.look.entry import Act, Entry, settle
from tests.ui.fake_sending import EVERYTHING
from tests.ui.fake_services import HOUR, NOW_MS
from tests.ui.stage import Stage
from ui.composer.contact_dialog import ContactDialog
from ui.composer.location_dialog import LocationDialog
from ui.composer.menu_dialog import MenuDialog
from ui.composer.picture_dialog import PictureDialog
from ui.composer.poll_dialog import PollDialog
from ui.dialogs import ConfirmDialog
from ui.instances.asking import LineDialog, RemoveDialog
from ui.keymap import DEEDS
from ui.main_window import MainWindow
from ui.people.group_dialog import GroupDialog
from ui.settings.keys import KeysDialog

LONG = "Restaurante do Porto Comidas Típicas, Eventos Especiais & Entregas em Domicílio de Santos e São Vicente"


def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="balcao-look-"))


def _in_chat(deed: Callable[[Stage, MainWindow], object]) -> Act:
    """With the first conversation open."""

    def act(stage: Stage, window: MainWindow) -> None:
        window.open_chat(scenes.FIRST_CHAT)
        stage.settle()
        deed(stage, window)

    return act


def _over(make: Callable[[Stage, MainWindow], QDialog]) -> Act:
    """A dialog that a test may make by itself."""
    return lambda stage, window: make(stage, window).open()


def _able(stage: Stage) -> None:
    """A conversation over a gateway that can do everything."""
    scenes.conversation(stage)
    stage.services.sending.abilities_now = EVERYTHING


def _compose(kind: type) -> Act:
    return _in_chat(lambda stage, window: window.timeline.writing.menu._compose(kind))


def _attach(stage: Stage, window: MainWindow) -> None:
    folder = _folder()
    kinds.picture(folder / "bolo.png", 640, 480, 20)
    (folder / f"{LONG}.pdf").write_bytes(b"%PDF-1.4 orcamento")
    files = [NewFile(path=folder / "bolo.png", caption="O de cenoura"), NewFile(path=folder / f"{LONG}.pdf")]
    window.timeline.writing.files.preview(files)


def _picture(stage: Stage, window: MainWindow) -> QDialog:
    folder = _folder()
    kinds.picture(folder / "bolo.png", 640, 480, 20)
    return PictureDialog(window, stage.look, stage.crossing, folder / "bolo.png", folder)


def _replies(stage: Stage) -> None:
    _able(stage)
    stage.services.replies.own = {"horario": "das 8h às 18h", "pix": "padaria@example.com"}
    stage.services.replies.rows = [
        QuickReply(id=1, shortcut="oi", text="{{greeting}}, {{first_name}}! Em que posso ajudar?", title="Saudação"),
        QuickReply(id=2, shortcut="pix", text="Nossa chave é {{pix}}.", title="PIX", folder="Pagamento"),
        QuickReply(id=3, shortcut="entrega-no-domicilio-da-cliente", text=scenes.LONG[:300], title=LONG, folder="Pagamento"),
    ]


def _scheduled(stage: Stage) -> None:
    _able(stage)
    base = Scheduled(
        id=1, chat_id=scenes.FIRST_CHAT, title="Marina Duarte", kind=ScheduledKind.MESSAGE, text="Seu bolo está pronto!",
        due_at_ms=NOW_MS + HOUR, late=Late.ASK, state=ScheduledState.WAITING,
    )  # fmt: skip
    stage.services.schedule.rows = [
        base,
        msgspec.structs.replace(base, id=2, title=LONG, text=scenes.LONG[:200], state=ScheduledState.FAILED),
        msgspec.structs.replace(base, id=3, kind=ScheduledKind.REMINDER, text="Ligar para a Marina"),
    ]


def _templates(stage: Stage) -> None:
    _able(stage)
    stage.services.sending.abilities_now = Abilities(capabilities=EVERYTHING.capabilities)
    stage.services.sending.offers = (
        TemplateOffer(
            name="pedido_saiu_para_entrega", language="pt_BR", approved=True, text="Olá {{1}}, seu pedido {{2}} saiu.",
            fields=tuple(TemplateField(part="body", name=name) for name in "12"), header_file="image",
            buttons=("Acompanhar",),
        ),
        TemplateOffer(name="boas_vindas", language="pt_BR", approved=True, text="Olá! Em que podemos ajudar?"),
    )  # fmt: skip


def _message(number: int) -> Callable[[Stage], MessageView]:
    return lambda stage: stage.services.message_rows[number]


def _starred(stage: Stage) -> None:
    _able(stage)
    for number in (3, 14):
        stage.services.put(msgspec.structs.replace(_message(number)(stage), starred=True))


def _history(stage: Stage) -> None:
    _able(stage)
    stage.services.histories[6] = (EditView(at_ms=NOW_MS - HOUR, text="Fica lindo!"),)


def _key(stage: Stage, window: MainWindow) -> None:
    window.commands.show_keys()
    window.findChild(KeysDialog).change(next(deed for deed in DEEDS if deed.id == "chat.pin"))


def _seen(stage: Stage, window: MainWindow) -> None:
    window.timeline.view.grab()
    rows = window.timeline.model.messages
    window.timeline.wishes.look_at(next(m for m in rows if m.media is not None and m.media.path))
    settle(200)


def _merge(stage: Stage, window: MainWindow) -> None:
    window.contacts.merge(stage.services.contacts.rows[1])


def _import(stage: Stage, window: MainWindow) -> None:
    window.contacts.files.import_from(_folder() / "clientes.csv")


def _first_chat(stage: Stage) -> object:
    return stage.services.chat_rows[scenes.FIRST_CHAT]


ENTRIES = (
    Entry("dialog_location", _able, _compose(LocationDialog), shows="LocationDialog"),
    Entry("dialog_contact", _able, _compose(ContactDialog), shows="ContactDialog"),
    Entry("dialog_poll", _able, _compose(PollDialog), shows="PollDialog"),
    Entry("dialog_menu", _able, _compose(MenuDialog), shows="MenuDialog"),
    Entry("dialog_schedule", _scheduled, _in_chat(lambda s, w: w.timeline.writing.menu.schedule()), shows="ScheduleDialog"),
    Entry("dialog_replies", _replies, _in_chat(lambda s, w: w.timeline.writing.answers.manage()), shows="RepliesDialog"),
    Entry("dialog_template", _templates, _in_chat(lambda s, w: w.timeline.writing.menu.choose_template()),
          shows="TemplateDialog"),
    Entry("dialog_attach", _able, _in_chat(_attach), shows="AttachDialog"),
    Entry("dialog_picture", _able, _in_chat(_over(_picture)), shows="PictureDialog"),
    Entry("dialog_info", _able, _in_chat(lambda s, w: w.timeline.actions_desk.info(_message(3)(s))), shows="InfoDialog"),
    Entry("dialog_forward", _able, _in_chat(lambda s, w: w.timeline.actions_desk.forward([_message(3)(s)])),
          shows="ForwardDialog"),
    Entry("dialog_starred", _starred, _in_chat(lambda s, w: w.timeline.show_starred()), shows="StarredDialog"),
    Entry("dialog_starred_none", _able, _in_chat(lambda s, w: w.timeline.show_starred()), shows="StarredDialog"),
    Entry("dialog_text", _history, _in_chat(lambda s, w: w.timeline.wishes.show_history(_message(6)(s))), shows="TextDialog"),
    Entry("dialog_lightbox", scenes.files_in, _in_chat(_seen), shows="Lightbox"),
    Entry("dialog_shared", scenes.files_in, _in_chat(lambda s, w: w.chat_menu.shared(_first_chat(s))), shows="SharedDialog"),
    Entry("dialog_export", _able, _in_chat(lambda s, w: w.chat_menu.export(_first_chat(s))), shows="ExportDialog"),
    Entry("dialog_start", scenes.contacts, lambda s, w: w.contacts.start(), shows="StartDialog"),
    Entry("dialog_merge", scenes.contacts, _merge, shows="MergeDialog"),
    Entry("dialog_twins", scenes.contacts, lambda s, w: w.contacts.show_twins(), shows="TwinsDialog"),
    Entry("dialog_import", scenes.contacts, _import, shows="ImportDialog"),
    Entry("dialog_settings", scenes.inbox, lambda s, w: w.commands.show_settings(), shows="SettingsDialog"),
    Entry("dialog_keys", scenes.inbox, lambda s, w: w.commands.show_keys(), shows="KeysDialog"),
    Entry("dialog_key", scenes.inbox, _key, shows="KeyDialog"),
    Entry("dialog_guide", scenes.inbox, lambda s, w: w.commands.show_guide(), shows="GuideDialog"),
    Entry("dialog_about", scenes.inbox, lambda s, w: w.commands.show_about(), shows="AboutDialog"),
    Entry("dialog_confirm", scenes.inbox, _over(lambda s, w: ConfirmDialog(
        w, s.look, LONG, scenes.LONG[:300], "Remover", danger=True)), shows="ConfirmDialog"),
    Entry("dialog_line", scenes.inbox, _over(lambda s, w: LineDialog(
        w, s.look, "Nome", "Como se chama?", LONG, "Guardar")), shows="LineDialog"),
    Entry("dialog_group", scenes.inbox, _over(lambda s, w: GroupDialog(w, s.look, LONG, scenes.LONG[:300])),
          shows="GroupDialog"),
    Entry("dialog_remove", scenes.inbox, _over(lambda s, w: RemoveDialog(w, s.look, LONG, can_delete=True)),
          shows="RemoveDialog"),
)  # fmt: skip
