"""The pictures by name: what to prepare, what to click, how large. Rendered without a screen."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from services.domain.changes import Notice
from tests.look import connect_scenes, scenes
from tests.look.entry import Act, Entry, settle, subject
from tests.ui.stage import Stage
from ui import i18n
from ui.main_window import MainWindow, PageAt
from ui.theme import Mode


def _nothing(stage: Stage) -> None: ...


def _open(chat_id: int) -> Act:
    return lambda stage, window: window.open_chat(chat_id)


def _top(stage: Stage, window: MainWindow) -> None:
    window.timeline.to_oldest_loaded()


def _contacts(stage: Stage, window: MainWindow) -> None:
    window.show_page(PageAt.CONTACTS)
    settle(200)
    window.contacts.choose(2)


def _numbers(stage: Stage, window: MainWindow) -> None:
    window.show_page(PageAt.NUMBERS)


def _form(stage: Stage, window: MainWindow) -> None:
    window.show_page(PageAt.NUMBERS)
    window.numbers.show_form()


def _deliveries(stage: Stage, window: MainWindow) -> None:
    window.show_page(PageAt.DELIVERIES)
    settle(120)
    window.deliveries.table.selectRow(5)


def _banner(stage: Stage, window: MainWindow) -> None:
    window.board.take(Notice(level="error", code="disk_full"))
    window.board.take(Notice(level="warning", code="unavailable"))


def _draft(stage: Stage, window: MainWindow) -> None:
    window.timeline.composer.text.setPlainText("Olá Marina!\nO bolo fica pronto às 14h.\nPosso mandar por motoboy?")


def _both(*acts: Act) -> Act:
    def run(stage: Stage, window: MainWindow) -> None:
        for act in acts:
            act(stage, window)
            settle(120)

    return run


def _wait(stage: Stage, window: MainWindow) -> None:
    """Until all pictures are decoded."""
    window.timeline.view.grab()
    deadline = time.monotonic() + 5
    while window.timeline.desk.pictures.waiting and time.monotonic() < deadline:
        settle(30)


TALL = (1180, 3200)
ENTRIES = (
    Entry("empty", _nothing),
    Entry("list", scenes.inbox),
    Entry("conversation", scenes.conversation, _both(_open(1), _draft)),
    Entry("conversation_top", scenes.conversation, _both(_open(1), _top)),
    Entry("group", scenes.group_chat, _both(_open(3), _banner)),
    Entry("hostile", scenes.hostile, _open(1)),
    Entry("hostile_top", scenes.hostile, _both(_open(1), _top)),
    Entry("files_in", scenes.files_in, _both(_open(1), _wait), TALL),
    Entry("files_out", scenes.files_out, _both(_open(1), _wait), TALL),
    Entry("files_group", scenes.files_group, _both(_open(3), _wait), TALL),
    Entry("cards_in", scenes.cards_in, _both(_open(1), _wait), TALL),
    Entry("cards_out", scenes.cards_out, _both(_open(1), _wait), TALL),
    Entry("cards_group", scenes.cards_group, _both(_open(3), _wait), TALL),
    Entry("narrow", scenes.conversation, _open(1), (820, 520)),
    Entry("contacts", scenes.contacts, _contacts),
    Entry("contacts_none", scenes.inbox, lambda stage, window: window.show_page(PageAt.CONTACTS)),
    Entry("numbers", scenes.numbers, _numbers, (1180, 860)),
    Entry("connect", scenes.inbox, _form),
    Entry("deliveries", scenes.deliveries, _deliveries),
    *connect_scenes.ENTRIES,
)


@contextmanager
def shown(app: QApplication, entry: Entry, mode: Mode, language: str) -> Iterator[MainWindow]:
    """The entry's window, ready to be looked at."""
    i18n.install(app, language)
    stage = Stage(app, mode)
    entry.prepare(stage)
    window = stage.window(language)
    window.resize(*entry.size)
    window.show()
    deadline = time.monotonic() + 5
    while stage.crossing.pending and time.monotonic() < deadline:
        settle(20)
    entry.act(stage, window)
    settle(160)
    try:
        yield window
        if stage.crashes:
            raise stage.crashes[0]
    finally:
        window.hide()
        window.setParent(None)
        window.deleteLater()
        stage.close()
        settle(10)


def render(app: QApplication, folder: Path, names: tuple[str, ...] = ()) -> list[Path]:
    """Write all pictures (or those named) into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for entry in ENTRIES:
        if names and entry.name not in names:
            continue
        for mode in (Mode.LIGHT, Mode.DARK):
            for language in ("pt_BR", "en"):
                with shown(app, entry, mode, language) as window:
                    target = folder / f"{entry.name}-{mode}-{language}.png"
                    subject(window).grab().save(str(target))
                    made.append(target)
    return made
