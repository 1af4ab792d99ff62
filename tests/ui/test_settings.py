"""The settings file: what is kept, and that nobody is named in it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.language import Language
from mvs_desktop.ui.settings import FILE_NAME, Settings


def test_settings_survive_a_restart(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.language = "en"
    settings.appearance = "dark"
    settings.scale = 1.3
    settings.place = "today//"
    again = Settings(tmp_path)
    assert (again.language, again.appearance, again.scale, again.place) == (
        "en",
        "dark",
        1.3,
        "today//",
    )


def test_a_new_folder_has_the_defaults(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert (settings.language, settings.appearance, settings.scale) == ("nl", "system", 1.0)
    assert settings.geometry.isEmpty()


@pytest.mark.parametrize(
    "text",
    ["", "[look]\nlanguage=xx\nappearance=pink\nscale=wide\n", "[look]\nscale=97\n", "\0\xff"],
)
def test_what_is_unknown_counts_as_absent(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, "latin-1")
    settings = Settings(tmp_path)
    assert settings.language == "nl"
    assert settings.appearance == "system"
    assert 1.0 <= settings.scale <= 2.0


def test_qt_speaks_dutch_too(qtbot: QtBot, qapp: QApplication) -> None:
    language = Language(qapp)
    try:
        assert qapp.translate("QWidgetTextControl", "&Copy") != "&Copy"
        with qtbot.waitSignal(language.changed):
            language.choose("en")
        assert language.code == "en"
    finally:
        language.choose("nl")
        language.deleteLater()
