"""How it looks: colours, type and spacing as data, applied to the application in any size."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from string import Template

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

import resources
from ui import zoom


class Mode(StrEnum):
    """What the person chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST_LIGHT = "contrast_light"
    CONTRAST_DARK = "contrast_dark"


class Colours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One palette, ``#rrggbb`` or ``#aarrggbb``; each text colour reads at 4.5:1 or better where it is used.

    In high contrast at 7:1.
    """

    dark: bool
    rail: str
    rail_text: str
    rail_hover: str
    rail_active: str
    rail_active_bg: str
    surface: str
    surface_alt: str
    canvas: str
    hover: str
    selected: str
    border: str
    border_strong: str
    text: str
    text_soft: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_soft: str
    bubble_in: str
    bubble_out: str
    bubble_text: str
    bubble_in_soft: str
    bubble_out_soft: str
    bubble_inset: str
    bubble_shadow: str
    tick: str
    tick_read: str
    link: str
    chip: str
    chip_text: str
    danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    info: str
    info_soft: str
    success: str
    tooltip: str
    tooltip_text: str
    avatars: tuple[str, ...]
    authors: tuple[str, ...]


class Type(StrEnum):
    """The type scale."""

    DISPLAY = "display"
    TITLE = "title"
    BODY = "body"
    STRONG = "strong"
    SMALL = "small"
    SMALL_STRONG = "small_strong"
    CAPTION = "caption"
    MONO = "mono"


_PIXELS = {
    Type.DISPLAY: 24, Type.TITLE: 17, Type.BODY: 14, Type.STRONG: 14, Type.SMALL: 13, Type.SMALL_STRONG: 13,
    Type.CAPTION: 12, Type.MONO: 13,
}  # fmt: skip
_WEIGHTS = {
    Type.DISPLAY: QFont.Weight.DemiBold, Type.TITLE: QFont.Weight.DemiBold, Type.STRONG: QFont.Weight.DemiBold,
    Type.SMALL_STRONG: QFont.Weight.DemiBold,
}  # fmt: skip
# the first that is there; the last resort is the system's own
_FAMILIES = ("Segoe UI Variable Text", "Segoe UI", "Inter", "Ubuntu", "Cantarell", "Noto Sans", "Open Sans")


TYPE_PROPERTY = "type"
"""Where a widget says in which Type it is written, so that it can grow and shrink."""


class Space:
    """Distances in pixels at 100 %."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 40


class Radius:
    """Corners in pixels at 100 %."""

    S = 6
    M = 10
    L = 14


def load(name: str) -> Colours:
    """The palette of a Mode other than SYSTEM."""
    return msgspec.json.decode(resources.path("themes", f"{name}.json").read_bytes(), type=Colours)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two opaque colours, 1 to 21 (WCAG 2)."""

    def luminance(text: str) -> float:
        colour = QColor(text)
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class Look(QObject):
    """The present look; ``changed`` says that everything has to be painted anew.

    ``set_mode`` and ``set_zoom`` switch at once; in SYSTEM it follows the desktop, its high contrast too.
    Fonts and colours are read from it while painting, so nothing keeps old ones.
    """

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = Mode.SYSTEM, zoom_percent: int = zoom.USUAL) -> None:
        super().__init__(app)
        self._app = app
        self._mode = mode
        self._palettes: dict[Mode, Colours] = {}
        self._qss = Template(resources.path("themes", "app.qss").read_text(encoding="utf-8"))
        self._family = self._choose_family()
        self._fonts: dict[Type, QFont] = {}
        self._zoom = zoom.set_percent(app, zoom_percent)
        app.setStyle("Fusion")
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._on_system_changed)
        self._apply()

    @property
    def mode(self) -> Mode:
        """What was chosen."""
        return self._mode

    @property
    def dark(self) -> bool:
        """What is shown."""
        return self.colours.dark

    @property
    def zoom(self) -> int:
        """How large everything is, in percent."""
        return self._zoom

    def set_mode(self, mode: Mode) -> None:
        """Choose colours, or the system's."""
        if mode is not self._mode:
            self._mode = mode
            self._apply()

    def set_zoom(self, value: int) -> None:
        """Show everything in this size: percent from 80 to 200, nearer to that if beyond."""
        before, self._zoom = self._zoom, zoom.set_percent(self._app, value)
        if self._zoom != before:
            self._fonts.clear()
            self._apply(before)

    def px(self, pixels: float) -> int:
        """A size written for 100 % as it is just now."""
        return round(pixels * self._zoom / zoom.USUAL)

    @contextmanager
    def undressed(self) -> Iterator[None]:
        """Build a window without the style sheet and lay it on at the end: it would be worked out at each step."""
        sheet = self._app.styleSheet()
        self._app.setStyleSheet("")
        try:
            yield
        finally:
            self._app.setStyleSheet(sheet)

    def colour(self, name: str) -> QColor:
        """A colour of the present palette by its name."""
        return QColor(str(getattr(self.colours, name)))

    def font(self, role: Type) -> QFont:
        """A font of the type scale."""
        font = self._fonts.get(role)
        if font is None:
            if role is Type.MONO:
                font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            else:
                font = QFont(self._family)
            font.setPixelSize(self.px(_PIXELS[role]))
            font.setWeight(_WEIGHTS.get(role, QFont.Weight.Normal))
            self._fonts[role] = font
        return font

    def write(self, widget: QWidget, role: Type) -> None:
        """Let a widget be written in this type from now on."""
        widget.setProperty(TYPE_PROPERTY, role.value)
        widget.setFont(self.font(role))

    def _choose_family(self) -> str:
        present = set(QFontDatabase.families())
        return next((f for f in _FAMILIES if f in present), QGuiApplication.font().family())

    def _on_system_changed(self, _what: object) -> None:
        if self._mode is Mode.SYSTEM:
            self._apply()

    def _wanted(self) -> Mode:
        if self._mode is not Mode.SYSTEM:
            return self._mode
        hints = self._app.styleHints()
        dark = hints.colorScheme() is Qt.ColorScheme.Dark
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            return Mode.CONTRAST_DARK if dark else Mode.CONTRAST_LIGHT
        return Mode.DARK if dark else Mode.LIGHT

    def _apply(self, before: int | None = None) -> None:
        wanted = self._wanted()
        if wanted not in self._palettes:
            self._palettes[wanted] = load(wanted)
        self.colours = self._palettes[wanted]
        # a sheet that is exchanged costs four times as much as one that is taken off and another laid on
        self._app.setStyleSheet("")
        self._app.setFont(self.font(Type.BODY))
        self._app.setPalette(self._palette())
        names = {k: str(v) for k, v in msgspec.structs.asdict(self.colours).items()}
        icons = resources.path("icons").as_posix()
        sheet = self._qss.substitute(names, icons=icons, scheme="dark" if self.dark else "light")
        self._app.setStyleSheet(zoom.sheet(sheet, self._zoom))
        # after the sheet, which gives widgets back the fonts they had under an earlier one
        self._write_all()
        if before is not None:
            zoom.fit_all(before)
        self.changed.emit()

    def _write_all(self) -> None:
        for widget in self._app.allWidgets():
            role = widget.property(TYPE_PROPERTY)
            if role:
                widget.setFont(self.font(Type(role)))

    def _palette(self) -> QPalette:
        colour, palette = self.colour, QPalette()
        roles = QPalette.ColorRole
        for role, name in (
            (roles.Window, "surface"), (roles.WindowText, "text"), (roles.Base, "surface"),
            (roles.AlternateBase, "surface_alt"), (roles.Text, "text"), (roles.Button, "surface_alt"),
            (roles.ButtonText, "text"), (roles.Highlight, "accent"), (roles.HighlightedText, "on_accent"),
            (roles.Link, "link"), (roles.PlaceholderText, "text_soft"), (roles.ToolTipBase, "tooltip"),
            (roles.ToolTipText, "tooltip_text"), (roles.Mid, "border"), (roles.Accent, "accent"),
        ):  # fmt: skip
            palette.setColor(role, colour(name))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, colour("text_soft"))
        return palette
