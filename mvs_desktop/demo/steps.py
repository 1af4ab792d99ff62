"""A home visit, step by step, by the hands of a worker: what the demo and the tests drive.

Each step uses only what a person has: words on the screen, a keyboard and a mouse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt

from mvs_desktop.demo.hands import Hands
from mvs_desktop.services.views import Link
from mvs_desktop.ui.shell.window import MainWindow

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
        """Send and fetch, and wait until the centre has answered and nothing waits to go."""
        self.settled()
        self.screen(1)
        main: MainWindow = self.hands.see("main_window")
        before = main.synchroniser.state.last_contact
        self.hands.press(Qt.Key.Key_F5, target=self.hands.activate("main_window"))

        def through() -> bool:
            state = main.synchroniser.state
            answered = state.link is Link.IDLE and state.last_contact != before
            return answered and not state.pending and not main.synchroniser.running

        self.hands.until("all to be sent", through)

    def settled(self) -> None:
        """Leave the field with the cursor, and wait until everything typed is in the store."""
        main: MainWindow = self.hands.see("main_window")
        main.navigator.flush()
        self.hands.until(
            "everything to be saved",
            lambda: not (main.background.busy or main.family_host.busy or main.panels.busy),
        )

    def close(self) -> None:
        """Close the window as a person does, and wait until it has let go of the store."""
        main: MainWindow = self.hands.see("main_window")
        left: list[bool] = []
        main.left.connect(lambda: left.append(True))
        main.close()
        self.hands.until("the window to close", lambda: left)

    # A family

    def new_family(self, name: str, neighbourhood: str) -> None:
        hands = self.hands
        self.screen(2)
        hands.see("families_page")
        hands.press(Qt.Key.Key_N, CONTROL, hands.activate("main_window"))
        hands.see("known_child_panel")
        hands.click("skip_child")
        hands.see("new_family_panel")
        hands.type("name_control", name)
        hands.type("neighbourhood_control", neighbourhood)
        hands.press(Qt.Key.Key_Down)
        hands.press(Qt.Key.Key_Return)
        hands.click("create_family")
        hands.see("family_page")

    def add_person(self, person: NewPerson) -> None:
        hands = self.hands
        ways = ("add_person", "add_child")  # the second while nobody is there
        hands.click(hands.until("a way to add", lambda: next(filter(hands.glimpse, ways), None)))
        hands.see("new_person_add")
        hands.pick("new_person_kind", person.kind)
        hands.type("new_person_given_name_control", person.given_name)
        if person.infix:
            hands.type("new_person_infix_control", person.infix)
        hands.type("new_person_family_name_control", person.family_name)
        if person.birth:
            hands.type("new_person_birth_control", person.birth)
        for parent in person.parents:
            hands.pick("new_person_parent_ids", parent)
        for child in person.parent_of:
            hands.pick("new_person_child_ids", child)
        if person.home:
            hands.choose("new_person_household_control", person.home)
        hands.click("new_person_add")
        hands.gone("new_person_add")
        hands.see("person_panel")

    def show_person(self, name: str) -> None:
        """Open the panel of somebody in Gezin & netwerk."""
        hands = self.hands
        self.tab(2)
        hands.see("people_tab")
        hands.click_text("people_tab", name)
        hands.until(f"the panel of {name}", lambda: hands.says("person_panel", name))

    def kind_of_parent(self, parent: str, *kinds: str) -> None:
        """In the panel of a child: what kind of parent this one is; kinds add up."""
        hands = self.hands
        hands.pick("person_panel", f"{parent}: openklappen")
        item = hands.newest("parent", "_kinds")
        for kind in kinds:
            hands.pick(item, kind)

    def give_authority(self, holder: str, evidence: str, checked_on: str) -> None:
        """In the panel of a child: somebody has authority (gezag), and how we know."""
        hands = self.hands
        hands.click("authority_add")
        hands.pick("person_panel", holder)
        item = hands.newest("authority", "_evidence_control").removesuffix("_evidence_control")
        hands.choose(f"{item}_evidence_control", evidence)
        hands.type(f"{item}_checked_on_control", checked_on)
        hands.press(Qt.Key.Key_Tab)

    def choose_school(self, child: str, search: str, group: str, mentor: str) -> None:
        hands = self.hands
        self.tab(3)
        hands.see("school_tab")
        if hands.glimpse("school_children"):
            hands.pick("school_children", child)
        hands.click("school_find")
        hands.type("school_search_control", search)
        hands.click("school_result_1")
        hands.type("school_group_control", group)
        hands.type("school_mentor_control", mentor)
        hands.press(Qt.Key.Key_Tab)

    # Contacts and notes

    def loose_note(self, kind: str, text: str) -> None:
        """A contact that has no family yet."""
        hands = self.hands
        self.screen(1)
        hands.click("rail_contact")
        hands.see("contact_panel")
        hands.pick("contact_kind", kind)
        hands.type("contact_text_control", text)
        hands.click("contact_done")
        hands.gone("contact_panel")

    def write_note(self, *paragraphs: str) -> None:
        """A contact that is held now, with its note; Enter begins the next paragraph."""
        hands = self.hands
        self.tab(5)
        ways = ("add_contact", "plan_contact")  # the second while there is none
        hands.click(hands.until("a way to add", lambda: next(filter(hands.glimpse, ways), None)))
        hands.click("write_note")
        hands.see("paragraph_1_text_control")
        hands.type("paragraph_1_text_control", "\n".join(paragraphs))

    def agree_whom_it_is_about(self, paragraph: int) -> None:
        """Say yes to whom the program thinks that a paragraph is about."""
        self.hands.click(f"paragraph_{paragraph}_suggestion_yes")

    # Attachments

    def attach(self, path: Path) -> None:
        """Add a file to the family in sight, and wait until it is in the list."""
        hands = self.hands
        ways = ("attachment_add", "attachment_add_first")  # the second while there is none
        way = hands.until("a way to add", lambda: next(filter(hands.glimpse, ways), None))
        hands.answer_file_dialog(way, path)
        hands.see_text(path.stem)
        self.settled()

    def say_of_attachment(self, kind: str, about: str) -> None:
        """In the panel of an opened attachment: what it is, and about whom."""
        self.hands.choose("attachment_kind_control", kind)
        self.hands.pick("attachment_about_ids", about)
        self.settled()

    # Searching

    def search(self, text: str) -> None:
        """Everything that is found for a text, by way of Zoek of doe."""
        hands = self.hands
        hands.press(Qt.Key.Key_K, CONTROL, hands.activate("main_window"))
        hands.type("palette_line", text)
        hands.open_row("palette_list", "Alle resultaten")
        hands.see("search_list")

    # The plan

    def begin_plan(self, title: str) -> None:
        hands = self.hands
        self.tab(4)
        hands.see("plan_tab")
        hands.click("begin_plan")
        hands.see("plan_sheet")
        hands.type("plan_title_control", title, clear=True)

    def add_goal(self, text: str) -> str:
        """Gives the name that the goal's widgets begin with."""
        hands = self.hands
        hands.click("add_goal")
        hands.keys(text)
        return hands.newest("goal")

    def add_action(self, goal: str, what: str, who: str, due: str) -> None:
        """An agreement below a goal; `who` is somebody of the family, or anybody else."""
        hands = self.hands
        hands.click(f"{goal}_add_action")
        hands.keys(what)
        line = hands.newest(f"{goal}_action")
        hands.type(f"{line}_who_control", who)
        hands.press(Qt.Key.Key_Tab)
        hands.type(f"{line}_due_control", due)
        hands.press(Qt.Key.Key_Tab)

    def show_paper(self) -> None:
        """The plan as the family gets it, inside the program."""
        self.hands.click("plan_paper")
        self.hands.see("paper_page_1")
