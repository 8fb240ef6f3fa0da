"""The timeline's pictures that are kept and compared: every kind and state, in both themes and languages.

What differs between machines is taken out: the font is our own (``fonts``), it is not hinted and nothing else
is mixed in (emoji are drawn as the font's box for unknown signs), sounds are not decoded, one pixel is one pixel.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel, Qt
from PySide6.QtGui import QFont, QFontDatabase, QImage, QPainter
from PySide6.QtWidgets import QApplication

from services.domain.changes import FileProgress
from services.domain.content import Content, MessageKind
from services.domain.ids import ChatId, MessageId
from services.domain.models import (
    AuthorView,
    MediaState,
    MediaView,
    MessagePage,
    MessageView,
    QuotedView,
    ReactionView,
)
from services.domain.status import Status
from tests.look import kinds
from tests.ui.fake_services import MINUTE, NOW_MS, message
from ui import i18n
from ui.media.desk import Desk
from ui.theme import Look, Mode, Type
from ui.timeline.marking import Marked
from ui.timeline.model import TimelineModel
from ui.timeline.view import TimelineView

HERE = Path(__file__).parent
FOLDER = HERE / "goldens"
WIDTH = 600
LANGUAGES = ("pt_BR", "en")
MODES = (Mode.LIGHT, Mode.DARK)
# differences of single pixels come from rounding at edges; a moved line or another colour is far more
TOLERANCE, SHARE = 24, 0.002
replace = msgspec.structs.replace
Dress = Callable[[TimelineView], None]


@dataclass(frozen=True)
class Golden:
    """Rows of one conversation, and what is done to the view that shows them."""

    name: str
    rows: Callable[[], list[MessageView]]
    is_group: bool = False
    dress: Dress = lambda view: None


class GoldenLook(Look):
    """The program's look in a font that is the same everywhere."""

    def font(self, role: Type) -> QFont:
        """The type scale in our own font."""
        font = QFont(super().font(role))
        font.setFamilies([_family()])
        font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging | QFont.StyleStrategy.NoSubpixelAntialias)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font


def _family() -> str:
    if "Balcao Look" not in QFontDatabase.families():
        for file in sorted((HERE / "fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))
    return "Balcao Look"


def _states() -> list[MessageView]:
    """What can become of a message, in the order in which it becomes."""
    land = {"mime": "image/png", "width": 960, "height": 540, "size": 4_000_000}
    out = [
        replace(message(10 + at, f"{status.name.lower()}: pão de queijo às 15h", out=True), status=status,
                error_code="not_connected" if status is Status.FAILED else None)
        for at, status in enumerate(Status)
    ]  # fmt: skip
    answer = QuotedView(stanza_id="A", message_id=MessageId(1), author="Marina Duarte", text="Fazem sem lactose?")
    lost = QuotedView(stanza_id="B", author="+55 21 97777-0002", from_me=True, kind=MessageKind.IMAGE)
    both = (ReactionView(emoji="A", from_me=False, actor="Rui"), ReactionView(emoji="B", from_me=True))
    rows = [
        message(1, "Fazem sem lactose?"),
        message(2, "Fazemos sim.", out=True, quoted=answer, reactions=both),
        message(3, "Ótimo", quoted=lost, starred=True),
        *out,
        message(30, "Corrigido", out=True, edited=True, starred=True),
        message(31, "Isto foi apagado por quem escreveu", deleted=True),
        message(32, "", kind=MessageKind.IMAGE, deleted=True, media=MediaView(state=MediaState.NONE)),
        message(33, "Encaminhada", content=Content(forwarded=1), out=True),
        message(34, "linha\n" * 60),
        message(35, "", kind=MessageKind.IMAGE,
                media=MediaView(state=MediaState.DOWNLOADING, thumbnail_base64=kinds.thumbnail(20), **land)),
        message(36, "", kind=MessageKind.DOCUMENT, media=MediaView(state=MediaState.PENDING, file_name="nota.pdf", size=90_000)),
        message(37, "", kind=MessageKind.VOICE, media=MediaView(state=MediaState.DOWNLOADING, duration_s=9)),
        message(38, "", kind=MessageKind.DOCUMENT, out=True, status=Status.SENDING,
                media=kinds.ready("pdf", file_name="orçamento.pdf", size=2_000_000)),
        message(39, "", kind=MessageKind.IMAGE, media=MediaView(state=MediaState.FAILED, error="cancelled", **land)),
        message(40, "<b>literal</b> & *negrito* _itálico_ ~riscado~ `código` https://padaria.example.com"),
        message(41, "Esta linha está escolhida"),
        message(42, "E esta também, com o teclado nela", out=True),
    ]  # fmt: skip
    rows = [replace(r, text=None) if r.text == "" else r for r in rows]
    return [replace(r, sent_at_ms=NOW_MS - (80 - at) * MINUTE) for at, r in enumerate(rows)]


def _dress_states(view: TimelineView) -> None:
    for number, done in ((35, 1_800_000), (37, 12_000), (38, 1_500_000)):
        total = None if number == 37 else 4_000_000 if number == 35 else 2_000_000
        chat = ChatId(1)
        view.room.desk.note(
            FileProgress(chat_id=chat, message_id=MessageId(number), incoming=number != 38, done=done, total=total)
        )
    model = view.shown
    for number in (41, 42):
        at = model.index(model.row_of(MessageId(number)) or 0)
        view.selectionModel().select(at, QItemSelectionModel.SelectionFlag.Select)
    part = view._bubble(model.rows[model.row_of(MessageId(40)) or 0]).parts[0].part
    view._touch.marked = Marked(MessageId(40), part.laid, 3, 12)  # type: ignore[attr-defined]


def _group(rows: list[MessageView]) -> list[MessageView]:
    """The same from three people by turns, so that names and groups of bubbles are seen."""
    people = (kinds.RUI, AuthorView(name="Beatriz Sampaio de Vasconcelos e Albuquerque", phone="5511966660003"),
              AuthorView(phone="5541955554444"))  # fmt: skip
    return [replace(row, author=people[at // 3 % 3]) for at, row in enumerate(rows)]


GOLDENS = (
    Golden("files-in", kinds.media_rows),
    Golden("files-out", lambda: kinds.media_rows(out=True)),
    Golden("files-group", lambda: _group(kinds.media_rows()), is_group=True),
    Golden("cards-in", kinds.card_rows),
    Golden("cards-out", lambda: kinds.card_rows(out=True)),
    Golden("cards-group", lambda: _group(kinds.card_rows()), is_group=True),
    Golden("states", _states, dress=_dress_states),
)


@contextmanager
def _view(app: QApplication, golden: Golden, mode: Mode, language: str) -> Iterator[TimelineView]:
    i18n.install(app, language)
    look = GoldenLook(app, mode)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kinds.files(folder)
        # sounds are measured with what the system offers: here they have no shape
        desk = Desk(lambda path: None if path == "voice" else folder / path)
        model = TimelineModel(lambda: NOW_MS / 1000)
        view = TimelineView(model, look, desk)
        rows = golden.rows()
        model.reset(ChatId(1), MessagePage(items=tuple(rows)), unread_from=rows[2].id, is_group=golden.is_group)
        model.set_gaps((kinds.GAP,))
        view.setFrameShape(TimelineView.Shape.NoFrame)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.resize(WIDTH, 400)
        view.show()
        golden.dress(view)
        try:
            yield view
        finally:
            view.hide()
            desk.close()
            for thing in (view, model, desk, look):
                thing.setParent(None)
                thing.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def paint(app: QApplication, golden: Golden, mode: Mode, language: str) -> QImage:
    """The picture as it is now."""
    with _view(app, golden, mode, language) as view:
        deadline = time.monotonic() + 10
        before = QImage()
        while True:
            # sizes of pictures are known once they are read: then the rows have their heights
            view.resize(WIDTH, view._layout.total)
            image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
            view.viewport().render(image)
            if not view.room.desk.pictures.waiting and image == before:
                return _coarse(image)
            assert time.monotonic() < deadline, "pictures were not read in time"
            before = image
            app.processEvents()
            time.sleep(0.01)
            app.processEvents()


def _coarse(image: QImage) -> QImage:
    """Thirty-two levels a channel: smaller files, and nothing that eyes would miss."""
    flags = Qt.ImageConversionFlag.AvoidDither | Qt.ImageConversionFlag.ThresholdDither
    return image.convertToFormat(QImage.Format.Format_RGB555, flags).convertToFormat(QImage.Format.Format_RGB32)


def _indexed(image: QImage) -> QImage:
    """The 256 colours that are used most, which is nearly all there are, as a third of the bytes."""
    used = Counter(memoryview(bytes(image.constBits())).cast("I")).most_common(256)
    flags = Qt.ImageConversionFlag.AvoidDither | Qt.ImageConversionFlag.ThresholdDither
    return image.convertToFormat(QImage.Format.Format_Indexed8, [colour | 0xFF000000 for colour, _count in used], flags)


def path_of(golden: Golden, mode: Mode, language: str, folder: Path = FOLDER) -> Path:
    """Where a picture is kept."""
    return folder / f"{golden.name}-{mode}-{language}.png"


def difference(wanted: QImage, found: QImage) -> tuple[float, QImage]:
    """The share of pixels that differ by more than the tolerance (1 for another size), and a picture of it."""
    if wanted.size() != found.size():
        return 1.0, found
    image = wanted.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, found)
    painter.end()
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    table = bytes(int(level > TOLERANCE) for level in range(256))
    count = bytes(grey.constBits()).translate(table).count(1)
    return count / max(1, grey.width() * grey.height()), image


def write(app: QApplication, folder: Path = FOLDER) -> list[Path]:
    """Make all pictures anew."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for golden in GOLDENS:
        for mode in MODES:
            for language in LANGUAGES:
                target = path_of(golden, mode, language, folder)
                _indexed(paint(app, golden, mode, language)).save(str(target), "PNG", 0)
                made.append(target)
    return made
