"""A home visit, step by step, by the hands of a worker: what the demo and the tests drive.

Each step uses only what a person has: words on the screen, a keyboard and a mouse.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt

from mvs_desktop.demo.hands import Hands

CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to add, in the words of the form."""

    kind: str  # "Kind", "Ouder", "Opa of oma", "Zwangerschap", "Iemand anders"
    given_name: str
    family_name: str = ""
    infix: str = ""
    birth: str = ""
    home: str = ""  # as the drop-down list calls it
    parents: Sequence[str] = ()  # full names
    parent_of: Sequence[str] = ()


class Steps:
    """The steps of a visit on one laptop."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands

    # Getting in

    def enrol(self, code: str, passphrase: str) -> None:
        hands = self.hands
        hands.type("enrolment_code_control", code)
        hands.type("passphrase_control", passphrase)
        hands.type("passphrase_again_control", passphrase)
        hands.click("enrol_submit")
        hands.see("main_window")

    def unlock(self, passphrase: str) -> None:
        self.hands.type("unlock_passphrase_control", passphrase)
        self.hands.press(Qt.Key.Key_Return)
        self.hands.see("main_window")

    # Going about

    def screen(self, number: int) -> None:
        """The screen at this place in the rail, from 1."""
        self.hands.press(Qt.Key(Qt.Key.Key_0 + number), CONTROL, self.hands.activate("main_window"))

    def tab(self, number: int) -> None:
        """The tab of the family at this place, from 1."""
        main = self.hands.activate("main_window")
        self.hands.press(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier, main)

    def open_family(self, name: str) -> None:
        self.screen(2)
        self.hands.open_row("families_table", name)
        self.hands.see("family_page")

    def synchronise(self) -> None:
        """Send and fetch, and wait until nothing is left to send."""
        self.hands.press(Qt.Key.Key_F5, target=self.hands.activate("main_window"))

    # A family

    def new_family(self, name: str, neighbourhood: str) -> None:
        hands = self.hands
        self.screen(2)
        hands.see("families_page")
        hands.press(Qt.Key.Key_N, CONTROL, hands.activate("main_window"))
        hands.see("new_family_panel")
        hands.type("name_control", name)
        hands.type("neighbourhood_control", neighbourhood)
        hands.press(Qt.Key.Key_Down)
        hands.press(Qt.Key.Key_Return)
        hands.click("create_family")
        hands.see("family_page")

    def add_person(self, person: NewPerson) -> None:
        hands = self.hands
        hands.click(
            "add_person" if hands.glimpse("add_person") else "add_child"
        )
        hands.see("add_person_panel")
        hands.pick("new_person_kind", person.kind)
        hands.type("new_person_given_name_control", person.given_name)
        if person.infix:
            hands.type("new_person_infix_control", person.infix)
        hands.type("new_person_family_name_control", person.family_name)
        if person.birth:
            hands.type("new_person_birth_control", person.birth)
        if person.home:
            hands.choose("new_person_household_control", person.home)
        hands.click("new_person_add")
        hands.see_text(person.given_name)
