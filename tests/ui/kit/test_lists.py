"""Lists and tables, driven as a user would."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.kit.lists.model import ChipSpec, Column
from mvs_desktop.ui.kit.lists.views import RowsList, RowsTable
from tests.ui.kit.showing import shown


@dataclass(frozen=True)
class Family:
    name: str
    age: int | None = None


COLUMNS = [
    Column[Family]("Gezin", lambda row: row.name),
    Column[Family]("Leeftijd", lambda row: str(row.age or ""), sort=lambda row: row.age),
]


FAMILIES = [Family("Tesfay", 4), Family("de Vries", 11), Family("Bakker")]


def table(qtbot: QtBot) -> RowsTable[Family]:
    made: RowsTable[Family] = RowsTable(COLUMNS, "Gezinnen", key=lambda row: row.name)
    shown(qtbot, made)
    made.show_rows(FAMILIES)
    return made


def test_enter_on_a_row_announces_its_object(qtbot: QtBot) -> None:
    families = table(qtbot)
    families.choose("de Vries")
    with qtbot.waitSignal(families.activated_row) as opened:
        qtbot.keyClick(families, Qt.Key.Key_Return)
    assert opened.args == [FAMILIES[1]]


def test_double_click_announces_the_object_once(qtbot: QtBot) -> None:
    families = table(qtbot)
    heard: list[object] = []
    families.activated_row.connect(heard.append)
    place = families.visualRect(families.rows.index(0, 0)).center()
    qtbot.mouseClick(families.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(families.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard == [FAMILIES[0]]


def test_arrow_keys_choose_rows(qtbot: QtBot) -> None:
    families = table(qtbot)
    heard: list[object] = []
    families.chosen.connect(heard.append)
    families.setFocus()
    qtbot.keyClick(families, Qt.Key.Key_Down)
    qtbot.keyClick(families, Qt.Key.Key_Down)
    assert heard[-1] == families.chosen_object() is not None


def test_chosen_row_stays_chosen_when_rows_change(qtbot: QtBot) -> None:
    families = table(qtbot)
    families.choose("de Vries")
    newer = Family("de Vries", 12)
    families.show_rows([Family("Aydin"), newer])
    assert families.chosen_object() == newer


def test_sorting_knows_case_values_and_gaps(qtbot: QtBot) -> None:
    families = table(qtbot)
    families.choose("Tesfay")
    families.sort_by(0)
    assert [row.name for row in families.rows.objects()] == ["Bakker", "de Vries", "Tesfay"]
    families.sort_by(1, descending=True)
    assert [row.age for row in families.rows.objects()] == [11, 4, None]
    assert families.chosen_object() == FAMILIES[0]


def test_list_speaks_all_that_it_shows(qtbot: QtBot) -> None:
    families: RowsList[Family] = RowsList(
        lambda row: row.name,
        "Gezinnen",
        second=lambda row: f"{row.age} jaar",
        chips=lambda _row: [ChipSpec("Te laat", "bad")],
    )
    shown(qtbot, families)
    families.show_rows(FAMILIES[:1])
    index = families.rows.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Tesfay, 4 jaar, Te laat"
    with qtbot.waitSignal(families.activated_row) as opened:
        families.setCurrentIndex(index)
        qtbot.keyClick(families, Qt.Key.Key_Enter)
    assert opened.args == [FAMILIES[0]]


def test_list_is_as_high_as_its_rows(qtbot: QtBot) -> None:
    families: RowsList[Family] = RowsList(lambda row: row.name, "Gezinnen")
    shown(qtbot, families)
    families.show_rows(FAMILIES)
    families.fit_height()
    assert families.height() == 3 * 44
    families.show_rows(FAMILIES[:1])
    assert families.height() == 44
