"""A picture or film as large as the window: zoom, previous and next, save, Esc."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QMovie,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QSlider, QWidget

from services.domain.content import MessageKind
from services.domain.models import MessageView
from ui import formats
from ui.media import decode
from ui.media.desk import Desk
from ui.media.pictures import Shape
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton
from ui.widgets.labels import ElidedLabel
from ui.zoom import fit, px

if TYPE_CHECKING:
    from ui.media.film import Film

FILMS = frozenset({MessageKind.VIDEO, MessageKind.GIF, MessageKind.VIDEO_NOTE})
_MAX_ZOOM, _BAR = 6.0, 56


class Lightbox(QDialog):
    """Shows one of ``messages``, each with a stored picture or film. ``save_requested`` carries the message."""

    save_requested = Signal(object)

    def __init__(
        self, parent: QWidget, look: Look, desk: Desk, messages: Sequence[MessageView], at: int, author: object = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.FramelessWindowHint | Qt.WindowType.Dialog)
        self.setObjectName("lightbox")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._look, self._desk = look, desk
        self._messages, self._at = tuple(messages), at
        self._author = author if callable(author) else lambda _message: ""
        self._zoom, self._offset, self._grab = 1.0, QPointF(), QPointF()
        self._movie: QMovie | None = None
        self._film: Film | None = None
        self._broken = False
        self.caption = ElidedLabel(look, Type.STRONG, "rail_text")
        self.save_button = IconButton(look, "save", colour="rail_text", side=22)
        self.close_button = IconButton(look, "close", colour="rail_text", side=22)
        self.previous_button = IconButton(look, "previous", colour="rail_text", side=26, parent=self)
        self.next_button = IconButton(look, "next", colour="rail_text", side=26, parent=self)
        self.play_button = IconButton(look, "pause", colour="rail_text", side=22)
        self.place = QSlider(Qt.Orientation.Horizontal)
        self.times = ElidedLabel(look, Type.SMALL, "rail_text")
        # its own policy gives it no room at all in a layout
        self.times.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.times.setFixedWidth(110)
        self._top = self._row(self.caption, self.save_button, self.close_button)
        self._bottom = self._row(self.play_button, self.place, self.times)
        self.close_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(lambda: self.save_requested.emit(self.message))
        self.previous_button.clicked.connect(lambda: self.step(-1))
        self.next_button.clicked.connect(lambda: self.step(1))
        self.play_button.clicked.connect(self._on_play_button_clicked)
        self.place.sliderMoved.connect(self._on_place_slider_moved)
        desk.pictures.arrived.connect(self.update)
        self._retranslate()
        for each in (self.save_button, self.close_button, self.previous_button, self.next_button, self.play_button, self.place):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # it is as large as its window, whatever the zoom
        fit(self)
        self.setGeometry(parent.window().geometry())
        self._show_message()
        self.setFocus()

    @property
    def message(self) -> MessageView:
        """The one that is shown."""
        return self._messages[self._at]

    @property
    def zoom(self) -> float:
        """1 fits the window."""
        return self._zoom

    def step(self, by: int) -> None:
        """Go to an older (-1) or newer (1) one."""
        at = self._at + by
        if 0 <= at < len(self._messages):
            self._at = at
            self._show_message()

    def zoom_to(self, factor: float, about: QPointF | None = None) -> None:
        """Enlarge; the place ``about`` stays where it is."""
        factor = min(max(factor, 1.0), _MAX_ZOOM)
        middle = QPointF(self.rect().center())
        about = about if about is not None else middle
        held = about - middle - self._offset
        self._offset = self._offset + held - held * (factor / self._zoom)
        self._zoom = factor
        if factor == 1.0:
            self._offset = QPointF()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go on, + and - zoom, S saves, Space plays, Esc closes."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_PageUp):
            self.step(-1)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_PageDown):
            self.step(1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_to(self._zoom * 1.4)
        elif key == Qt.Key.Key_Minus:
            self.zoom_to(self._zoom / 1.4)
        elif key == Qt.Key.Key_0:
            self.zoom_to(1.0)
        elif key == Qt.Key.Key_S:
            self.save_requested.emit(self.message)
        elif key == Qt.Key.Key_Space:
            self._on_play_button_clicked()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        self.zoom_to(self._zoom * (1.0015 ** event.angleDelta().y()), event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab an enlarged picture; beside a picture that fits, close."""
        self._grab = event.position() - self._offset
        if self._zoom == 1.0 and not self._target().contains(event.position()):
            self.reject()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what was grabbed."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._zoom > 1.0:
            self._offset = event.position() - self._grab
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Twice as large, or as before."""
        self.zoom_to(1.0 if self._zoom > 1.0 else 2.5, event.position())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bars above and below, arrows at the sides."""
        super().resizeEvent(event)
        bar, side = px(_BAR), px(48)
        self._top.setGeometry(0, 0, self.width(), bar)
        self._bottom.setGeometry(0, self.height() - bar, self.width(), bar)
        self.previous_button.setGeometry(12, (self.height() - side) // 2, side, side)
        self.next_button.setGeometry(self.width() - side - 12, (self.height() - side) // 2, side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture on a dark ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(12, 18, 17))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        image = self._image()
        if image is not None and not image.isNull():
            painter.drawPixmap(self._target(), image, QRectF(image.rect()))
        else:
            painter.setPen(QColor("#C4DCD7"))
            painter.setFont(self._look.font(Type.BODY))
            words = self.tr("This file holds nothing that can be shown.") if self._failed() else self.tr("One moment…")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        self._shade(painter)
        painter.end()

    def _shade(self, painter: QPainter) -> None:
        """Darken what an enlarged picture puts under words and buttons."""
        picture = self._target()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for bar, edge in ((self._top, 0), (self._bottom, self.height())):
            ground = QRectF(bar.geometry())
            if bar.isVisible() and picture.intersects(ground):
                shade = QLinearGradient(0, edge, 0, edge + ground.height() * (1.5 if edge == 0 else -1.5))
                shade.setColorAt(0, QColor(12, 18, 17, 235))
                shade.setColorAt(0.6, QColor(12, 18, 17, 170))
                shade.setColorAt(1, QColor(12, 18, 17, 0))
                painter.fillRect(ground.adjusted(0, -ground.height(), 0, ground.height()), shade)
        painter.setBrush(QColor(12, 18, 17, 170))
        for arrow in (self.previous_button, self.next_button):
            if arrow.isVisible() and picture.intersects(QRectF(arrow.geometry())):
                painter.drawEllipse(arrow.geometry())

    def done(self, code: int) -> None:
        """Stop what plays."""
        self._stop()
        super().done(code)

    def _row(self, *widgets: QWidget) -> QWidget:
        bar = QWidget(self)
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(Space.L, 0, Space.S, 0)
        for at, each in enumerate(widgets):
            layout.addWidget(each, 1 if isinstance(each, QSlider) or (at == 0 and isinstance(each, ElidedLabel)) else 0)
        return bar

    def _show_message(self) -> None:
        self._stop()
        self._zoom, self._offset, self._broken = 1.0, QPointF(), False
        message = self.message
        day = formats.full_date(formats.local_day(message.sent_at_ms))
        words = [self._author(message), f"{day}, {formats.time_of_day(message.sent_at_ms)}"]
        if message.text:
            words.append(formats.unmarked_line(message.text))
        self.caption.set_text("  ·  ".join(w for w in words if w))
        self.previous_button.setVisible(self._at > 0)
        self.next_button.setVisible(self._at < len(self._messages) - 1)
        media = message.media
        file = self._desk.file(media.path) if media is not None else None
        form = decode.may_move(file) if file is not None else None
        film = message.kind in FILMS and form is None and decode.sniff(decode.head_of(file) if file else b"") is None
        self._bottom.setVisible(film)
        if file is None:
            self._broken = True
        elif form is not None:
            self._movie = QMovie(str(file), form.encode(), self)
            self._movie.frameChanged.connect(lambda _number: self.update())
            self._movie.start()
        elif film:
            from ui.media.film import Film

            self._film = Film(self)
            self._film.framed.connect(self.update)
            self._film.moved.connect(self._on_film_moved)
            self._film.broken.connect(self._on_film_broken)
            self._film.play(file, loop=message.kind is MessageKind.GIF)
        self.update()

    def _stop(self) -> None:
        if self._movie is not None:
            self._movie.stop()
            self._movie.deleteLater()
            self._movie = None
        if self._film is not None:
            self._film.stop()
            self._film.deleteLater()
            self._film = None

    def _shape(self) -> Shape:
        return Shape(2048, 2048, whole=True)

    def _image(self) -> QPixmap | None:
        if self._film is not None:
            return QPixmap.fromImage(self._film.image) if not self._film.image.isNull() else None
        if self._movie is not None:
            return self._movie.currentPixmap()
        media = self.message.media
        if media is None or not media.path or self._broken:
            return None
        return self._desk.pictures.stored(self.message.id, media.path, self._shape(), 1.0)

    def _failed(self) -> bool:
        media = self.message.media
        path = media.path if media is not None else None
        return self._broken or (self._film is None and bool(path) and self._desk.pictures.bad(path or "", self._shape(), 1.0))

    def _target(self) -> QRectF:
        room = QRectF(self.rect()).adjusted(px(72), px(_BAR), -px(72), -px(_BAR))
        image = self._image()
        size = image.size() if image is not None else QSize()
        if size.isEmpty():
            return room
        fit = min(room.width() / size.width(), room.height() / size.height()) * self._zoom
        wide, high = size.width() * fit, size.height() * fit
        middle = room.center() + self._offset
        return QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)

    def _on_play_button_clicked(self) -> None:
        if self._film is not None:
            self._film.toggle()

    def _on_place_slider_moved(self, value: int) -> None:
        if self._film is not None:
            self._film.seek(value)

    def _on_film_moved(self) -> None:
        film = self._film
        if film is None:
            return
        self.place.setRange(0, film.length_ms)
        if not self.place.isSliderDown():
            self.place.setValue(film.position_ms)
        self.times.set_text(f"{formats.duration(film.position_ms / 1000)} / {formats.duration(film.length_ms / 1000)}")
        self.play_button.show_icon("pause" if film.running else "play")

    def _on_film_broken(self) -> None:
        self._broken = True
        self.update()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Picture"))
        self.save_button.name_it(self.tr("Save as…"), "S")
        self.close_button.name_it(self.tr("Close"), "Esc")
        self.previous_button.name_it(self.tr("Previous"), "←")
        self.next_button.name_it(self.tr("Next"), "→")
        self.play_button.name_it(self.tr("Play or pause"))
        self.place.setAccessibleName(self.tr("Position"))
