"""The colours are the ones that were measured, and readable wherever they may stand."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.attachments import MediaType
from mvs_desktop.paths import resource
from mvs_desktop.ui.family.attachments.row import Thumbnail
from mvs_desktop.ui.kit.forms.scale_bar import ScaleBar
from mvs_desktop.ui.kit.look import appearance
from mvs_desktop.ui.kit.look.appearance import Appearance
from mvs_desktop.ui.kit.look.icons import icon, icon_pixmap
from mvs_desktop.ui.kit.look.theme import (
    THEME_NAMES,
    Metrics,
    Theme,
    apply_theme,
    font,
    load_theme,
    look,
    style_sheet,
)
from mvs_desktop.ui.kit.parts.avatar import Avatar
from mvs_desktop.ui.kit.parts.chips import Chip

# Ratios on `surface` as the design gives them: light, dark.
DESIGNED = {
    "line": (1.5, 1.6),
    "outline": (4.6, 5.5),
    "text": (15.2, 13.7),
    "muted": (6.7, 7.8),
    "primary": (7.4, 8.2),
    "focus": (7.0, 9.7),
    "ok": (7.2, 9.4),
    "warn": (7.7, 9.8),
    "bad": (7.6, 8.3),
    "info": (8.1, 9.1),
    "clash": (8.2, 8.4),
    "shield": (9.6, 9.9),
    "gezin": (7.6, 8.1),
    "vrije_tijd": (6.5, 9.7),
}
STATUS = ("ok", "warn", "bad", "info", "clash", "shield")
WORDS = ("text", "muted", "primary", *STATUS, "gezin", "vrije_tijd")
PLAIN = ("canvas", "surface", "sunken", "raised", "soft", "select")
BACKGROUNDS = (*PLAIN, *(f"{status}_bg" for status in STATUS))


def luminance(theme: Theme, role: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    color = theme.color(role)
    channels = (color.redF(), color.greenF(), color.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(theme: Theme, one: str, other: str) -> float:
    darker, lighter = sorted((luminance(theme, one), luminance(theme, other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("role", DESIGNED)
@pytest.mark.parametrize(("name", "place"), [("light", 0), ("dark", 1)])
def test_ratio_on_surface_is_the_designed_one(role: str, name: str, place: int) -> None:
    measured = contrast(load_theme(name), role, "surface")
    assert measured == pytest.approx(DESIGNED[role][place], abs=0.051)


@pytest.mark.parametrize(("name", "ratio"), [("light", 7.4), ("dark", 7.7)])
def test_words_on_the_primary_colour(name: str, ratio: float) -> None:
    theme = load_theme(name)
    assert contrast(theme, "on_primary", "primary") == pytest.approx(ratio, abs=0.051)
    for state in ("hover", "pressed"):
        assert contrast(theme, "on_primary", state) >= 4.5


@pytest.mark.parametrize(("name", "least"), [("light", 6.1), ("dark", 7.2), ("contrast", 7.0)])
def test_status_words_on_their_own_background(name: str, least: float) -> None:
    theme = load_theme(name)
    for status in STATUS:
        assert contrast(theme, status, f"{status}_bg") >= least


def test_lowest_ratios_over_all_backgrounds() -> None:
    themes = [load_theme(name) for name in THEME_NAMES]
    words = min(contrast(t, w, b) for t in themes for w in WORDS for b in BACKGROUNDS)
    rings = min(
        contrast(t, w, b) for t in themes for w in ("outline", "focus") for b in BACKGROUNDS
    )
    assert words == pytest.approx(4.57, abs=0.01)
    assert rings == pytest.approx(3.2, abs=0.05)


def test_tints_of_worlds_are_readable() -> None:
    for name in THEME_NAMES:
        theme = load_theme(name)
        for world in ("gezin", "vrije_tijd", "neutral"):
            back = theme.background_for(world).name()
            changed = {"surface": back}
            tinted = Theme(**{f: getattr(theme, f) for f in Theme.__slots__} | changed)
            assert contrast(tinted, world, "surface") >= 4.5, (name, world)


def test_high_contrast_is_black_and_white() -> None:
    theme = load_theme("contrast")
    assert (theme.canvas, theme.surface, theme.text) == ("#000000", "#000000", "#FFFFFF")
    assert (theme.primary, theme.focus, theme.outline) == ("#7FE3E6", "#FFE14D", "#FFFFFF")


def test_high_contrast_is_that_everywhere() -> None:
    theme = load_theme("contrast")
    words = min(contrast(theme, word, back) for word in WORDS for back in BACKGROUNDS)
    edges = ("line", "outline", "focus", "primary")
    assert words >= 7.0
    assert min(contrast(theme, edge, back) for edge in edges for back in BACKGROUNDS) >= 3.0
    for state in ("primary", "hover", "pressed"):
        assert contrast(theme, "on_primary", state) >= 7.0


def test_drawn_marks_have_the_colours_of_their_theme() -> None:
    for name in THEME_NAMES:
        theme = load_theme(name)
        allowed = {theme.on_primary.casefold(), theme.muted.casefold()}
        files = sorted(resource("themes", name).glob("*.svg"))
        assert len(files) == 8
        for file in files:
            words = file.read_text(encoding="utf-8").casefold().replace('"', " ").split()
            assert {word for word in words if word.startswith("#")} <= allowed, file.name


def test_every_file_that_the_style_sheet_names_exists() -> None:
    for name in THEME_NAMES:
        sheet = style_sheet(look().__class__(load_theme(name), Metrics()))
        named = {part.split(")")[0] for part in sheet.split("url(mvsthemes:")[1:]}
        assert named
        for path in named:
            assert resource("themes", *path.split("/")).is_file()


def test_a_style_sheet_has_no_placeholder_left() -> None:
    for name in THEME_NAMES:
        assert "$" not in style_sheet(look().__class__(load_theme(name), Metrics(2.0, True)))


def test_unknown_colour_is_a_bug() -> None:
    with pytest.raises(ValueError, match="token"):
        load_theme("light").color("name")


def test_type_scale() -> None:
    desk = Metrics()
    assert (desk.small, desk.body, desk.card_title, desk.screen_title) == (13, 14, 16, 22)
    assert (desk.control, desk.row, desk.chip) == (36, 44, 22)
    table = Metrics(table_mode=True)
    assert (table.body, table.screen_title, table.control) == (20, 28, 48)
    assert Metrics(2.0).body == 28


@pytest.mark.parametrize("text", ["Gezin", "عائلة", "ቤተሰብ"])
def test_shipped_fonts_are_the_ones_used(qapp: QApplication, text: str) -> None:
    used = font()
    assert QFontInfo(used).family() == "Noto Sans"
    strong = font(strong=True)
    label = QLabel(text)
    label.setFont(strong)
    assert QFontInfo(strong).weight() == 600
    assert label.fontMetrics().horizontalAdvance(text) > 0
    assert label.fontMetrics().inFontUcs4(ord("G"))


def test_zoom_reaches_labels(qtbot: QtBot, qapp: QApplication) -> None:
    label = QLabel("Familie De Vries")
    qtbot.addWidget(label)
    label.show()
    before = label.sizeHint().width()
    apply_theme(qapp, load_theme("light"), 2.0)
    qapp.processEvents()
    assert label.fontInfo().pixelSize() == 28
    assert label.sizeHint().width() > before * 1.8


@pytest.mark.parametrize(
    "part",
    [
        lambda: Avatar("Bo"),
        lambda: ScaleBar(6, "6"),
        lambda: Thumbnail(MediaType.PDF),
        lambda: Chip("Gepland"),
    ],
    ids=["avatar", "scale", "thumbnail", "chip"],
)
def test_zoom_reaches_what_draws_itself(
    qtbot: QtBot, qapp: QApplication, part: Callable[[], QWidget]
) -> None:
    holder, drawn = QWidget(), part()
    line = QHBoxLayout(holder)
    line.addWidget(drawn)
    qtbot.addWidget(holder)
    holder.show()
    qtbot.waitExposed(holder)
    assert drawn.size() == drawn.sizeHint()
    before = drawn.height()
    apply_theme(qapp, load_theme("light"), 2.0)
    qtbot.waitUntil(lambda: drawn.size() == drawn.sizeHint())
    assert drawn.height() == before * 2


def test_icon_follows_the_theme(qapp: QApplication) -> None:
    kept = icon("house", "text")
    light = kept.pixmap(24, 24).toImage()
    apply_theme(qapp, load_theme("dark"))
    dark = kept.pixmap(24, 24).toImage()
    assert light != dark
    assert dark == icon_pixmap("house", "text", 24).toImage()


def test_unknown_icon_is_a_bug() -> None:
    with pytest.raises(ValueError, match="icon"):
        icon("no-such-thing")


def test_appearance_applies_what_was_chosen(qapp: QApplication, qtbot: QtBot) -> None:
    made = Appearance(qapp, "dark")
    assert look().theme.name == "dark"
    with qtbot.waitSignal(made.changed):
        made.choose("contrast")
    assert look().theme.is_contrast
    made.set_scale(3.0)
    assert look().metrics.scale == 2.0
    made.set_table_mode(True)
    assert look().metrics.body == 40
    made.deleteLater()


def test_appearance_follows_a_system_that_asks_for_contrast(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Appearance(qapp, "system")
    before = look().theme.name
    asked = qapp.styleHints().accessibility()
    monkeypatch.setattr(appearance, "system_wants_contrast", lambda: True)
    asked.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert (before, look().theme.name) == ("light", "contrast")
    made.deleteLater()


def test_appearance_follows_the_system_only_when_asked(qapp: QApplication) -> None:
    made = Appearance(qapp, "system")
    assert look().theme.name == made.theme_name()
    made.choose("dark")
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert look().theme.name == "dark"
    made.deleteLater()
