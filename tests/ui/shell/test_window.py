"""The main window, driven by keys and mouse on a real encrypted store."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.services.views import Link
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.families.new_family import NewFamilyPanel
from mvs_desktop.ui.kit.look.appearance import Appearance
from mvs_desktop.ui.language import Language
from mvs_desktop.ui.navigation.places import Place, Screen
from mvs_desktop.ui.settings import Settings
from mvs_desktop.ui.shell.window import MainWindow
from tests.ui.shell.conftest import settled
from tests.ui.shell.driving import CTRL, Families, child, open_family, press


def test_it_opens_on_today(window: MainWindow) -> None:
    assert window.navigator.place.screen is Screen.TODAY
    assert window.windowTitle() == "MVS Desktop"
    assert window.findChild(QWidget, "today_page") is window.pages.currentWidget()


def test_opening_another_family_lets_go_of_the_first(
    qtbot: QtBot, window: MainWindow, families: Families
) -> None:
    open_family(qtbot, window, families[0])
    open_family(qtbot, window, families[1])
    assert window.family_host.case_id == families[1].id
    qtbot.waitUntil(lambda: len(window.findChildren(QWidget, "family_page")) == 1)


def test_a_family_that_arrives_late_does_not_take_the_screen_back(
    qtbot: QtBot, window: MainWindow, families: Families
) -> None:
    window.navigator.go(Place(Screen.FAMILY, families[0].id))
    window.navigator.go(Place(Screen.FAMILIES))
    settled(qtbot, window)
    assert window.navigator.place.screen is Screen.FAMILIES
    assert child(window, QWidget, "families_page") is window.pages.currentWidget()


def test_the_window_is_drawn_before_the_first_run(
    qtbot: QtBot, qapp: QApplication, workspace: Workspace, settings: Settings
) -> None:
    appearance, language = Appearance(qapp, "light"), Language(qapp)
    made = MainWindow(workspace, settings=settings, appearance=appearance, language=language)
    made.show()
    made.start()
    assert made.synchroniser.running
    assert made.synchroniser.state.link is not Link.BUSY
    settled(qtbot, made)
    assert made.synchroniser.state.link is not Link.NEVER
    with qtbot.waitSignal(made.left, timeout=15_000):
        made.close()
    made.deleteLater()


def test_a_new_family_opens_at_once(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> None:
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    qtbot.mouseClick(child(window, QWidget, "skip_child"), Qt.MouseButton.LeftButton)
    settled(qtbot, window)
    panel = window.panels.open_panel
    assert isinstance(panel, NewFamilyPanel)
    qtbot.keyClicks(child(window, QLineEdit, "name_control"), "Familie Cremers")
    place = panel.form.editor("neighbourhood").control()
    place.setFocus()
    area = workspace.registers.areas("GM0606")[0]
    qtbot.keyClicks(place, area.name)
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    settled(qtbot, window)
    assert window.navigator.place.screen is Screen.FAMILY
    case_id = window.navigator.place.case_id
    assert case_id is not None
    case = workspace.reload_case(case_id).case
    assert (case.name, case.municipality, case.neighbourhood, case.registered_on) == (
        "Familie Cremers",
        "GM0606",
        area.code,
        workspace.today(),
    )


def test_an_empty_new_family_is_saved_too(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    qtbot.mouseClick(child(window, QWidget, "skip_child"), Qt.MouseButton.LeftButton)
    settled(qtbot, window)
    panel = window.panels.open_panel
    assert isinstance(panel, NewFamilyPanel)
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    settled(qtbot, window)
    assert len(workspace.caseload()) == 3


def test_a_closed_window_is_out_of_sight(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.left, timeout=20_000):
        window.close()
    assert not window.isVisible()


def test_without_a_network_the_line_says_so(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_F5)
    assert window.synchroniser.state.link is Link.OFFLINE
    assert window.rail.sending.line.text == "Geen verbinding"
    assert window.rail.sending.line.detail == "2 nog te versturen"
    assert not window.banner.isVisible()  # never a pop-up


def test_the_sending_line_opens_its_screen(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(window.rail.sending, Qt.MouseButton.LeftButton)
    settled(qtbot, window)
    assert window.navigator.place == Place(Screen.SENDING)


def test_a_narrow_window_has_a_narrow_rail(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1093, 560)
    qtbot.waitUntil(lambda: window.rail.width() == 56)
    assert window.rail.contact.text() == ""
    assert window.rail.contact.accessibleName() == "Contact noteren"
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: window.rail.width() == 208)
    assert window.rail.contact.text() == "Contact noteren"


def test_another_language_builds_the_window_anew(
    qtbot: QtBot, window: MainWindow, families: Families
) -> None:
    open_family(qtbot, window, families[0], "plan")
    window._language.choose("en")
    settled(qtbot, window)
    assert window.navigator.place == Place(Screen.FAMILY, families[0].id, "plan")
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    assert window.navigator.place == Place(Screen.FAMILIES)


def test_the_place_is_remembered_without_names(
    qtbot: QtBot, window: MainWindow, settings: Settings, families: Families
) -> None:
    open_family(qtbot, window, families[0], "plan")
    assert Place.from_text(settings.place) == Place(Screen.FAMILY, families[0].id, "plan")
    assert "Appelmans" not in settings.place


def test_a_family_that_is_gone_is_said_and_left(
    qtbot: QtBot, window: MainWindow, families: Families
) -> None:
    open_family(qtbot, window, families[0])
    window._lost_open_family()
    settled(qtbot, window)
    assert window.navigator.place == Place(Screen.FAMILIES)
    assert window.banner.text.startswith("Je bent niet meer betrokken bij dit gezin.")
