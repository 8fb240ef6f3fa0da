"""What stands over a conversation, its list or its field for a while: finders, pickers, menus, bars, strips."""

import time
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextCursor

from services.domain.address import user
from services.domain.changes import FileProgress, Notice
from services.domain.content import MessageKind
from services.domain.events import ConnectionState
from services.domain.ids import MessageId
from services.domain.models import MediaState, MediaView
from services.domain.sending import Member, QuickReply
from services.domain.status import Status
from tests.look import scenes
from tests.look.entry import Act, Entry, Prepare, settle
from tests.ui.fake_sending import EVERYTHING
from tests.ui.fake_services import DAY, MINUTE, NOW_MS, instance, message
from tests.ui.sounds import Tone
from tests.ui.stage import Stage
from ui.main_window import MainWindow
from ui.pages import PageAt
from ui.search.finder import Task

FADE_MS = 200  # that of the cross in a field
LONG = "Maria Aparecida do Nascimento Albuquerque e Vasconcelos Lins"


def _able(stage: Stage) -> None:
    scenes.conversation(stage)
    stage.services.sending.abilities_now = EVERYTHING
    for row in tuple(stage.services.message_rows.values()):
        # what the gateway knows can be answered, reacted to, edited
        stage.services.put(msgspec.structs.replace(row, stanza_id=f"3EB0{row.id}"))
    stage.services.replies.rows = [
        QuickReply(id=1, shortcut="oi", text="{greeting}, {first_name}! Em que posso ajudar?", title="Saudação"),
        QuickReply(id=2, shortcut="pix", text="Nossa chave é padaria@example.com.", title="PIX", folder="Pagamento"),
        QuickReply(id=3, shortcut="prazo", text=scenes.LONG[:300], title="Prazo para encomendas de festa com mais de 100"),
    ]


def _group(stage: Stage) -> None:
    scenes.group_chat(stage)
    stage.services.sending.abilities_now = EVERYTHING
    stage.services.sending.member_rows = tuple(
        Member(address=user(f"55119{77770000 + at}"), name=name) for at, name in enumerate(("Rui", "Bia", LONG, "Ana"))
    )


def _in(chat: int, deed: Callable[[Stage, MainWindow], object]) -> Act:
    """With this conversation open."""

    def act(stage: Stage, window: MainWindow) -> None:
        window.open_chat(chat)
        stage.settle()
        deed(stage, window)
        stage.settle()

    return act


def _until(met: Callable[[], object]) -> None:
    deadline = time.monotonic() + 5
    while not met() and time.monotonic() < deadline:
        settle(5)


def _typed(text: str) -> Callable[[Stage, MainWindow], None]:
    def deed(stage: Stage, window: MainWindow) -> None:
        field = window.timeline.composer.text
        field.setPlainText(text)
        field.moveCursor(QTextCursor.MoveOperation.End)
        _until(window.timeline.writing.completion.isVisible)

    return deed


def _find(stage: Stage, window: MainWindow) -> None:
    window.find_bar.open_it()
    window.find_bar.field.setText("bolo")
    _until(window.find_bar.count.text)
    settle(FADE_MS)


def _finder(task: Task, typed: str = "") -> Act:
    def act(stage: Stage, window: MainWindow) -> None:
        window.finder.open_for(task, typed)
        stage.settle()
        settle(FADE_MS if typed else 0)

    return act


def _recording(then: Callable[[Stage, MainWindow], None] = lambda stage, window: None) -> Act:
    """A voice message of a second, and what is done with it."""

    def deed(stage: Stage, window: MainWindow) -> None:
        voice = window.timeline.writing.voice
        voice._source, voice._present = Tone, lambda: True
        window.timeline.writing.record()
        stage.settle()
        _until(lambda: voice._recorder is not None and voice._recorder.seconds > 1)
        then(stage, window)

    return _in(1, deed)


def _listen(stage: Stage, window: MainWindow) -> None:
    voice = window.timeline.writing.voice
    voice.listen.click()
    _until(lambda: voice._playing)


def _no_microphone(stage: Stage, window: MainWindow) -> None:
    window.timeline.writing.voice._present = lambda: False
    window.timeline.writing.record()


def _going(stage: Stage) -> None:
    """Files on their way to the gateway and from it."""
    _able(stage)
    sending = MediaView(state=MediaState.READY, mime="application/pdf", file_name="cardapio-de-festas.pdf", size=8_400_000)
    stage.services.put(
        message(20, "", kind=MessageKind.DOCUMENT, out=True, status=Status.SENDING, media=sending, sent_at_ms=NOW_MS),
        message(21, "", kind=MessageKind.VIDEO, media=MediaView(state=MediaState.DOWNLOADING, mime="video/mp4", size=60_000_000),
                sent_at_ms=NOW_MS + 1),
    )  # fmt: skip


def _half(stage: Stage, window: MainWindow) -> None:
    first = stage.services.message_rows[20].chat_id
    for number, incoming in ((20, False), (21, True)):
        stage.services.publish(
            FileProgress(chat_id=first, message_id=MessageId(number), incoming=incoming, done=3_900_000, total=8_400_000)
        )
    settle(60)


def _days(stage: Stage) -> None:
    _able(stage)
    stage.services.put(
        *(message(100 + n, f"Pedido {n}: dois quilos, por favor", sent_at_ms=NOW_MS - 5 * DAY + n * MINUTE) for n in range(30))
    )


def _scrolled(stage: Stage, window: MainWindow) -> None:
    bar = window.timeline.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)


def _all_chosen(stage: Stage, window: MainWindow) -> None:
    window.chats.view.selectAll()
    window.chats.view.setFocus()


def _messages_chosen(stage: Stage, window: MainWindow) -> None:
    window.timeline.view.selectAll()


def _hover(stage: Stage, window: MainWindow) -> None:
    view = window.timeline.view
    place = view.box_of_message(window.timeline.model.messages[-1])
    window.timeline.actions_desk.hovering._hover(place.center().toPoint())


def _react(stage: Stage, window: MainWindow) -> None:
    window.timeline.actions_desk.react(stage.services.message_rows[14], window.mapToGlobal(QPoint(300, 300)))


def _message_menu(stage: Stage, window: MainWindow) -> None:
    said = window.timeline.model.messages[-2]
    window.timeline._on_view_menu_requested(said, window.mapToGlobal(QPoint(200, 40)))


def _chat_menu(stage: Stage, window: MainWindow) -> None:
    window.chats.menu_requested.emit((stage.services.chat_rows[2],), window.mapToGlobal(QPoint(100, 40)))


def _main_menu(stage: Stage, window: MainWindow) -> None:
    window.menu.popup(window.mapToGlobal(QPoint(40, 40)))


def _dropping(stage: Stage, window: MainWindow) -> None:
    zones = window.timeline.writing.zones
    zones.setGeometry(window.timeline.rect())
    zones.raise_()
    zones.show()


def _undo(stage: Stage, window: MainWindow) -> None:
    window.timeline.actions_desk.undo.offer("Mensagem apagada para todos.", lambda: None)
    window.board.tell("Conversa arquivada.", lambda: None)


def _answering(stage: Stage, window: MainWindow) -> None:
    composer = window.timeline.composer
    composer.answer_to(stage.services.message_rows[2])
    composer.text.setPlainText("Fazemos, sim!")


def _telling(*notices: Notice) -> Act:
    def act(stage: Stage, window: MainWindow) -> None:
        for notice in notices:
            window.board.take(notice)

    return act


def _state(state: ConnectionState) -> Prepare:
    facts = {"state": state, "state_reason": "401 Unauthorized: apikey is not valid", "own_address": None, "own_name": None}
    return lambda stage: stage.services.put(instance(1, label=LONG, **facts), instance(2))


def _numbers(stage: Stage, window: MainWindow) -> None:
    window.show_page(PageAt.NUMBERS)
    stage.settle()
    window.numbers._go()


def _unlooked(stage: Stage) -> None:
    """Rows that do not fit: names, labels and numbers of any length."""
    scenes.contacts(stage)
    row = stage.services.chat_rows[11]
    stage.services.put(msgspec.structs.replace(row, unread=1200, muted=True, pinned=True, draft=scenes.LONG[:200]))


# each has words and deeds of its own on a number's page; the others are in connect_scenes
_STATES = (
    ConnectionState.CREATED, ConnectionState.RECONNECTING, ConnectionState.LOGGED_OUT, ConnectionState.BANNED,
    ConnectionState.UNREACHABLE, ConnectionState.MISCONFIGURED, ConnectionState.PAUSED,
)  # fmt: skip
ENTRIES = (
    Entry("find", _able, _in(1, _find)),
    Entry("finder_go", _able, _finder(Task.GO)),
    Entry("finder_search", _able, _finder(Task.SEARCH, "bolo")),
    Entry("finder_nothing", _able, _finder(Task.SEARCH, "nunca escrito")),
    Entry("emoji_picker", _able, _in(1, lambda s, w: w.timeline.writing._open_picker()), shows="EmojiPicker"),
    Entry("reactions", _able, _in(1, _react), shows="ReactionBar"),
    Entry("hover_bar", _able, _in(1, _hover)),
    Entry("completion_mention", _group, _in(3, _typed("Oi @"))),
    Entry("completion_reply", _able, _in(1, _typed("/p"))),
    Entry("completion_emoji", _able, _in(1, _typed("Parabéns :bol"))),
    Entry("voice_recording", _able, _recording()),
    Entry("voice_paused", _able, _recording(lambda s, w: w.timeline.writing.voice.toggle())),
    Entry("voice_listening", _able, _recording(_listen)),
    Entry("voice_discarded", _able, _recording(lambda s, w: w.timeline.writing.voice.discard())),
    Entry("voice_none", _able, _in(1, _no_microphone)),
    Entry("files_going", _going, _in(1, _half)),
    Entry("floating_date", _days, _in(1, _scrolled)),
    Entry("chosen_chats", _able, _in(1, _all_chosen)),
    Entry("chosen_messages", _able, _in(1, _messages_chosen)),
    Entry("menu_message", _able, _in(1, _message_menu), shows="QMenu"),
    Entry("menu_chat", _able, _in(1, _chat_menu), shows="QMenu"),
    Entry("menu_main", _able, _main_menu, shows="QMenu"),
    Entry("menu_attach", _able, _in(1, lambda s, w: w.timeline.writing.menu.open()), shows="QMenu"),
    Entry("drop_zones", _able, _in(1, _dropping)),
    Entry("undo", _able, _in(1, _undo)),
    Entry("answering", _able, _in(1, _answering)),
    Entry("editing", _able, _in(1, lambda s, w: w.timeline.composer.edit(s.services.message_rows[11]))),
    Entry("elided", _unlooked, _in(11, lambda s, w: None), (840, 700)),
    Entry("notices", scenes.inbox, _telling(
        Notice(level="info", code="reachout_timelock_lifted"), Notice(level="error", code="unavailable"))),
    *(Entry(f"number_{state.value}", _state(state), _numbers) for state in _STATES),
)  # fmt: skip
