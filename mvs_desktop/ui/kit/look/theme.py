"""Colours and sizes of the program, and how they reach Qt.

The values live in `resources/themes/*.json`; the one style sheet template beside them
is filled from here. Nothing else in the program writes a colour or a font size.
"""

import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from string import Template

from PySide6.QtCore import QDir, QEvent
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from mvs_desktop.paths import resource
from mvs_desktop.ui.kit.look.focus import FocusRing

THEME_NAMES = ("light", "dark", "contrast")
FONT_FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic")

# Words of screens.md that share another token's colour.
_ALIASES = {"unsent": "warn", "school": "info", "school_bg": "info_bg", "neutral": "muted"}


@dataclass(frozen=True, slots=True)
class Theme:
    """The colour tokens, each "#RRGGBB"; `*_bg` belongs behind the token of that name."""

    name: str
    dark: bool
    canvas: str
    surface: str
    sunken: str
    raised: str
    line: str
    outline: str
    text: str
    muted: str
    primary: str
    hover: str
    pressed: str
    on_primary: str
    soft: str
    select: str
    focus: str
    ok: str
    ok_bg: str
    warn: str
    warn_bg: str
    bad: str
    bad_bg: str
    info: str
    info_bg: str
    clash: str
    clash_bg: str
    shield: str
    shield_bg: str
    gezin: str
    vrije_tijd: str

    def color(self, role: str) -> QColor:
        """The token's colour; also knows "unsent", "school" and "neutral".

        Raises ValueError for a role that is no token.
        """
        value = getattr(self, _ALIASES.get(role, role), None)
        if not isinstance(value, str) or not value.startswith("#"):
            raise ValueError(f"no such colour token: {role}")
        return QColor(value)

    def background_for(self, role: str) -> QColor:
        """The colour that belongs behind `role`: its own pair, else a tint of it."""
        if role == "neutral":
            return self.color("sunken")
        paired = _ALIASES.get(role, role) + "_bg"
        if hasattr(self, paired):
            return self.color(paired)
        return mixed(self.color(role), self.color("surface"), 0.0 if self.is_contrast else 0.12)

    @property
    def is_contrast(self) -> bool:
        """High contrast: shapes get an outline where others have only a fill."""
        return self.name == "contrast"


@dataclass(frozen=True, slots=True)
class Metrics:
    """Sizes in logical pixels at one text zoom, for the desk or the kitchen table."""

    scale: float = 1.0
    table_mode: bool = False

    def px(self, size: float) -> int:
        """`size` of the design at 100 %, zoomed."""
        return round(size * self.scale)

    @property
    def small(self) -> int:
        return self.px(18 if self.table_mode else 13)

    @property
    def body(self) -> int:
        return self.px(20 if self.table_mode else 14)

    @property
    def card_title(self) -> int:
        return self.px(22 if self.table_mode else 16)

    @property
    def screen_title(self) -> int:
        return self.px(28 if self.table_mode else 22)

    @property
    def control(self) -> int:
        return self.px(48 if self.table_mode else 36)

    @property
    def row(self) -> int:
        return self.px(56 if self.table_mode else 44)

    @property
    def two_line_row(self) -> int:
        return self.px(72 if self.table_mode else 60)

    @property
    def chip(self) -> int:
        return self.px(30 if self.table_mode else 22)

    @property
    def icon(self) -> int:
        return self.px(24 if self.table_mode else 18)


@dataclass(frozen=True, slots=True)
class Look:
    """What is shown now."""

    theme: Theme
    metrics: Metrics


@cache
def load_theme(name: str) -> Theme:
    """Read one of THEME_NAMES from resources; raises FileNotFoundError or TypeError."""
    return Theme(**json.loads(resource("themes", f"{name}.json").read_text(encoding="utf-8")))


def mixed(over: QColor, under: QColor, part: float) -> QColor:
    """`part` (0–1) of `over` on top of `under`."""
    channels = zip(over.getRgb()[:3], under.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a * part + b * (1 - part)) for a, b in channels))


_applied: list[Look] = []  # at most one: a process has one QApplication


def look() -> Look:
    """The look that was applied last; light at 100 % before that."""
    return _applied[0] if _applied else Look(load_theme("light"), Metrics())


def px(size: float) -> int:
    """`size` of the design in pixels at the present zoom."""
    return look().metrics.px(size)


def apply_theme(
    app: QApplication, theme: Theme, scale: float = 1.0, table_mode: bool = False
) -> None:
    """Give the whole program this look; may be called again at any time.

    `scale` is the text zoom, 1.0 to 2.0; `table_mode` the larger sizes for the kitchen
    table. Widgets hear of it through QEvent.StyleChange.
    """
    shown = Look(theme, Metrics(min(max(scale, 1.0), 2.0), table_mode))
    if _applied == [shown] and app.styleSheet():
        return  # a style sheet costs a visit to every widget
    first = not _applied
    _applied[:] = [shown]
    load_fonts()
    if first or app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    FocusRing.install(app, theme.color("focus"), px(8))
    app.setPalette(_palette(theme))
    app.setFont(font("body"))
    app.setStyleSheet(style_sheet(shown))


@cache
def load_fonts() -> tuple[str, ...]:
    """Register the shipped fonts with Qt; returns the file names.

    Raises RuntimeError when one cannot be read, because the fallback fonts of a bare
    system show boxes for names in Arabic or Amharic.
    """
    files = sorted(resource("fonts").glob("*.ttf"))
    for file in files:
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise RuntimeError(f"font cannot be read: {file.name}")
    return tuple(file.name for file in files)


def font(size: str = "body", *, strong: bool = False) -> QFont:
    """Font of a Metrics size ("small", "body", "card_title", "screen_title")."""
    made = QFont()
    made.setFamilies(list(FONT_FAMILIES))
    made.setPixelSize(getattr(look().metrics, size))
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return made


def style_sheet(shown: Look) -> str:
    """The style sheet of `shown`: template filled with tokens and sizes.

    `${12px}` is 12 pixels zoomed; `${control}` and the like come from Metrics.
    """
    QDir.setSearchPaths("mvsthemes", [str(resource("themes"))])
    metrics = shown.metrics
    values: dict[str, object] = {
        key: value for key, value in asdict(shown.theme).items() if isinstance(value, str)
    }
    for name in ("small", "body", "card_title", "screen_title", "control", "row", "chip", "icon"):
        values[name] = f"{getattr(metrics, name)}px"
    inner = metrics.control - 2  # without its border
    values["control_inner"] = f"{inner}px"
    values["pill"] = f"{inner // 2}px"  # Qt draws a larger radius than half as a square
    # At the table a small button would be missed by a finger.
    values["dense_inner"] = f"{inner if metrics.table_mode else metrics.px(28)}px"
    template = resource("themes", "style.qss").read_text(encoding="utf-8")
    zoomed = re.sub(r"\$\{(\d+)px\}", lambda match: f"{metrics.px(int(match[1]))}px", template)
    return Template(zoomed).substitute(values)


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties that the style sheet looks at, and draw accordingly."""
    if properties and all(widget.property(name) == value for name, value in properties.items()):
        return  # drawing anew is dear on a page with many fields
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def motion_ms() -> int:
    """How long a movement may last: at most 150, 0 when the system asks for none."""
    asked = QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
    return min(asked, 150)


def is_restyle(event: QEvent) -> bool:
    """Whether a changeEvent means that colours or sizes may have changed."""
    return event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, token in {
        roles.Window: "canvas",
        roles.WindowText: "text",
        roles.Base: "surface",
        roles.AlternateBase: "canvas",
        roles.Text: "text",
        roles.Button: "surface",
        roles.ButtonText: "text",
        roles.ToolTipBase: "raised",
        roles.ToolTipText: "text",
        roles.PlaceholderText: "muted",
        roles.Highlight: "select",
        roles.HighlightedText: "text",
        roles.Link: "primary",
        roles.LinkVisited: "primary",
        roles.Accent: "primary",
        roles.Light: "surface",
        roles.Midlight: "line",
        roles.Mid: "line",
        roles.Dark: "outline",
        roles.Shadow: "outline",
    }.items():
        palette.setColor(role, theme.color(token))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.color("muted"))
    return palette
