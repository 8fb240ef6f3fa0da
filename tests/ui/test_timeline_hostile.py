"""Texts and files from people who mean harm, in each place of a conversation that shows them."""

from time import thread_time

import msgspec
import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QMenu, QPlainTextEdit

from services.domain.events import (
    Choice,
    ContactCard,
    Content,
    GroupInvite,
    LinkPreview,
    Location,
    Menu,
    MessageKind,
    Order,
    OrderItem,
    Poll,
    Referral,
    Reply,
)
from services.domain.ids import DeliveryId
from services.domain.models import (
    AuthorView,
    EditView,
    MediaState,
    MediaView,
    MessagePage,
    QuotedView,
    ReactionView,
    VoteView,
)
from services.domain.status import Status
from tests.look import kinds
from tests.ui.fake_services import PROVIDERS, chat, instance, message
from tests.ui.hostile import BAD, only_words, only_words_in
from ui.media.lightbox import Lightbox
from ui.timeline.describe import describe_message
from ui.timeline.offers import offers
from ui.timeline.panel import TimelinePanel
from ui.timeline.starred_dialog import StarredDialog

replace = msgspec.structs.replace



@pytest.fixture
def panel(stage, tmp_path, qtbot):
    kinds.files(tmp_path)
    stage.services.files = tmp_path
    made = TimelinePanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    made.resize(800, 700)
    qtbot.addWidget(made, before_close_func=_leave_nothing)
    made.show()
    made.set_instances({1: instance(1, label=BAD)}, {p.kind: p for p in PROVIDERS})
    return made


def _leave_nothing(panel):
    panel.desk.close()
    for dialog in panel.window().findChildren(QDialog):
        dialog.reject()


def _everywhere(text, kind=MessageKind.TEXT, **facts):
    """One message that says it in every field there is."""
    content = Content(
        contacts=(ContactCard(name=text, phones=(text, "+5511977771234"), emails=(text,), organisation=text, vcard=text),),
        poll=Poll(question=text, options=(text, text + "2")),
        menu=Menu(title=text, footer=text, button=text,
                  choices=(Choice(title=text, description=text, section=text, url="javascript:alert(1)"),)),
        reply=Reply(source="button", title=text, description=text),
        order=Order(title=text, note=text, currency=text, total=1e300, items=(OrderItem(name=text, quantity=1, price=9.5),)),
        link_preview=LinkPreview(url=f"https://{text}", title=text, description=text, thumbnail_base64=text),
        location=Location(latitude=1e9, longitude=-1e9, name=text, address=text),
        referral=Referral(url=text, title=text, body=text),
        group_invite=GroupInvite(group_name=text, code=text),
    )  # fmt: skip
    media = MediaView(state=MediaState.READY, path="land", file_name=text, mime=text, error=text, thumbnail_base64=text,
                      width=50_000, height=50_000, size=2**62, duration_s=1e12, pages=2**40, waveform_base64=text)  # fmt: skip
    base = message(
        facts.pop("number", 1), text, kind=kind, content=content, media=media, edited=True, delivery_id=DeliveryId(7),
        author=AuthorView(name=text, phone=text), quoted=QuotedView(stanza_id=text, author=text, text=text),
        reactions=(ReactionView(emoji=text, from_me=False, actor=text),), votes=(VoteView(options=(text,), voter=text),),
    )  # fmt: skip
    return replace(base, **facts)


def _open(stage, panel, qtbot, *rows, is_group=False):
    row = chat(1, BAD, is_group=is_group)
    stage.services.put(row, *rows)
    panel.open(row)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0 and len(panel.model.messages) == len(rows))


def test_every_place_shows_them_as_words(stage, panel, qtbot):
    picture = _everywhere(BAD, MessageKind.IMAGE, number=1)
    rows = [picture, _everywhere(BAD, MessageKind.CONTACTS, number=2), _everywhere(BAD, number=3, starred=True)]
    stage.services.histories[1] = (EditView(at_ms=1, text=BAD, original=True), EditView(at_ms=2, text=BAD))
    stage.services.bodies[7] = BAD.encode("utf-8", "replace")
    _open(stage, panel, qtbot, *rows, is_group=True)
    panel.view.grab()
    assert "<b>oi</b>" in panel.header.title.text() and "<b>" in panel.header.subtitle.text()
    for row in rows:
        assert "<img" in describe_message(row)
    box = panel.wishes.look_at(picture)
    assert isinstance(box, Lightbox)
    box.grab()
    only_words(box)
    box.reject()
    panel.wishes.show_history(picture)
    panel.wishes.show_raw(picture)
    panel.actions_desk.info(picture)
    panel.show_starred()
    panel.actions_desk.forward([rows[2]])
    qtbot.waitUntil(lambda: len(panel.findChildren(QDialog)) >= 4 and stage.crossing.pending == 0)
    for dialog in panel.findChildren(QDialog):
        dialog.grab()
        only_words(dialog)
    texts = [f.toPlainText() for f in panel.findChildren(QPlainTextEdit)]
    assert any("<b>oi</b>" in text and "{name}" in text for text in texts)
    starred = panel.findChildren(StarredDialog)[-1]
    assert "<b>oi</b>" in starred.list.item(0).text() and "\u202e" not in starred.list.item(0).text()
    for row in rows:
        menu = QMenu(panel)
        panel.actions_desk.fill(menu, row, BAD)
        panel.wishes.fill_menu(menu, row)
        only_words_in(menu)
    panel.actions_desk.undo.offer(BAD)
    only_words(panel)


@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, "\u0301" * 10_000, "\u2067\u202e" * 3_000, "\n" * 65_536], ids=["1MB", "marks", "bidi", "lines"]
)
def test_no_field_of_any_kind_stalls(stage, panel, text):
    for kind in (MessageKind.DOCUMENT, MessageKind.CONTACTS, MessageKind.POLL, MessageKind.ORDER, MessageKind.BUTTONS):
        row = _everywhere(text, kind, status=None)
        started = thread_time()
        panel.model.reset(1, MessagePage(items=(row,)), is_group=True)
        panel.view.grab()
        describe_message(row)
        list(offers(row))
        # every field at once; one alone stays below 100 ms, and what is laid out whole takes many seconds
        assert thread_time() - started < 1.5, kind


def test_links_of_a_stranger_never_leave_by_another_scheme(stage, panel, qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True)
    _open(stage, panel, qtbot, _everywhere(BAD, status=Status.READ))
    row = panel.model.messages[0]
    for _words, click in offers(row):
        if click.wish.value.startswith("open_"):
            panel.wishes.fulfil(click, row)
    assert not [url for url in opened if not url.startswith(("https://", "http://", "mailto:", "tel:"))]
