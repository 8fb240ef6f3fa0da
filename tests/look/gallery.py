"""The pictures by name: what to prepare, what to click, how large. Rendered without a screen."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog

from services.domain.changes import Notice
from tests.look import connect_scenes, desk_scenes, dialog_scenes, popup_scenes, scenes, walk
from tests.look.entry import VARIANTS, Act, Entry, Variant, settle, subject
from tests.ui.stage import Stage
from ui import i18n, zoom
from ui.main_window import MainWindow, PageAt


def _nothing(stage: Stage) -> None: ...


def _open(chat_id: int) -> Act:
    return lambda stage, window: window.open_chat(chat_id)


def _top(stage: Stage, window: MainWindow) -> None:
    window.timeline.to_oldest_loaded()


def _contacts(stage: Stage, window: MainWindow) -> None:
    window.show_page(PageAt.CONTACTS)
    stage.settle()
    window.contacts.choose(2)
    window.contacts.pair.turn(True)


def _numbers(stage: Stage, window: MainWindow) -> None:
    window.show_page(PageAt.NUMBERS)


def _form(stage: Stage, window: MainWindow) -> None:
    window.show_page(PageAt.NUMBERS)
    window.numbers.show_form()


def _deliveries(stage: Stage, window: MainWindow) -> None:
    window.show_page(PageAt.DELIVERIES)
    stage.settle()
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
            stage.settle()

    return run


def _wait(stage: Stage, window: MainWindow) -> None:
    """Until all pictures are decoded."""
    window.timeline.view.grab()
    deadline = time.monotonic() + 5
    while window.timeline.desk.pictures.waiting and time.monotonic() < deadline:
        settle(30)


TALL = (1180, 3200)
SMALL = (1024, 700)
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
    *dialog_scenes.ENTRIES,
    *desk_scenes.ENTRIES,
    *popup_scenes.ENTRIES,
)


@contextmanager
def shown(app: QApplication, entry: Entry, variant: Variant) -> Iterator[MainWindow]:
    """The entry's window, ready to be looked at."""
    i18n.install(app, variant.language)
    stage = Stage(app, variant.mode, variant.percent)
    entry.prepare(stage)
    window = stage.window(variant.language)
    if variant.percent > zoom.USUAL:
        # what is left of a small screen
        window.resize(*SMALL)
    else:
        window.resize(*entry.size)
    window.show()
    window.activateWindow()
    stage.settle()
    entry.act(stage, window)
    stage.settle()
    settle(20)
    try:
        yield window
        if stage.crashes:
            raise stage.crashes[0]
    finally:
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for dialog in window.findChildren(QDialog):
            dialog.close()
        window.hide()
        window.setParent(None)
        window.deleteLater()
        stage.close()
        zoom.set_percent(app, zoom.USUAL)
        settle(0)


def render(app: QApplication, folder: Path, names: tuple[str, ...] = ()) -> list[Path]:
    """Write all pictures (or those named) into ``folder``, and tell on the way what a walk finds wrong in them."""
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for entry in ENTRIES:
        if names and entry.name not in names:
            continue
        for variant in VARIANTS:
            with shown(app, entry, variant) as window:
                target = folder / f"{entry.name}-{variant}.png"
                seen = subject(window)
                seen.grab().save(str(target))
                made.append(target)
                for fault in walk.faults(seen, variant.mode):
                    print(f"{target.name}: {fault}", flush=True)
    return made
