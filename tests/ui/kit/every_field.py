"""A form with a field of every kind."""

from typing import cast

import pytest
from PySide6.QtWidgets import (
    QLineEdit,
)
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.kit.forms.fields import (
    chips_field,
    choice_field,
    date_field,
    long_text_field,
    multi_choice_field,
    number_field,
    text_field,
    time_field,
)
from mvs_desktop.ui.kit.forms.form import RecordForm

LANGUAGES = [("nl", "Nederlands"), ("ti", "Tigrinya"), ("ar", "Arabisch")]


def read_year(text: str) -> object:
    return int(text)


@pytest.fixture
def form(qtbot: QtBot) -> RecordForm:
    made = RecordForm(
        [
            text_field("name", "Naam", help="Zoals het gezin die schrijft"),
            date_field("born", "Geboren", read_year, str),
            long_text_field("words", "In hun eigen woorden"),
            choice_field("town", "Gemeente", [("s", "Schiedam"), ("m", "Maassluis")]),
            choice_field("language", "Taal", LANGUAGES, search=True),
            chips_field("how", "Hoe?", [("t", "Telefoon"), ("h", "Huisbezoek")]),
            multi_choice_field("who", "Wie?", [(1, "Bo"), (2, "Kim")]),
            number_field("score", "Cijfer", lowest=0, highest=10),
            time_field("at", "Hoe laat?"),
        ]
    )
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def line(form: RecordForm, name: str) -> QLineEdit:
    return cast(QLineEdit, form.editor(name).control())
