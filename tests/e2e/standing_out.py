"""Words that stand out, typed and dropped into the real windows: what must never be readable.

Made up, and long enough not to turn up by chance.
"""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt

from mvs_desktop.demo.hands import settle
from mvs_desktop.demo.steps import NewPerson, Steps

ATTACHMENTS = 6  # the place of the tab

PASSPHRASE = "vier paarse olifanten zwemmen weg"
MISTYPED = "vier groene giraffen vliegen weg"
FAMILY = "Zonnebloempitten"
PERSON = "Kwikstaartjesveer"
BSN = "999990019"
PHONE = "06-48151623"
STREET = "Wolkenkrabberlaantje"
NOTE = "Regenboogtrapleuning"
LOOSE = "Dauwdruppelvlechtwerk"
GOAL = "Sterrenstofzuigerzak"
DRAFT = "Maneschijnwerpersdag"  # typed as a date of birth
SEARCHED = "Zeepbellenfabriekje"  # and not found
COPIED = "Herfstdradenklosje"
PAPER = "Bosbessenvlaaienpunt"  # in a PDF that is attached
PAPER_NAME = "Aardbeienlimonadefles"  # the name of its file


@dataclass(frozen=True, slots=True)
class Word:
    """`stored`: it is in the encrypted store. `of_the_family`: it has to go when access to the
    family ends."""

    text: str
    stored: bool = True
    of_the_family: bool = True


WORDS = (
    Word(PASSPHRASE, stored=False, of_the_family=False),
    Word(MISTYPED, stored=False, of_the_family=False),
    Word(FAMILY),
    Word(PERSON),
    Word(BSN),
    Word(PHONE),
    Word(STREET),
    Word(NOTE),
    Word(LOOSE, of_the_family=False),  # stays in the worker's own file
    Word(GOAL),
    Word(DRAFT),
    Word(SEARCHED, stored=False),
    Word(COPIED),
    Word(PAPER, stored=False),  # in files of its own, sealed
    Word(PAPER_NAME),
)


class Morning:
    """A worker's morning, by hand."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self._hands = steps.hands

    def work(self, paper: Path) -> None:
        """A family with people, a home, a plan, a note and an attachment; a loose note; a
        search."""
        steps, hands = self._steps, self._hands
        steps.loose_note("Telefoon", f"Een juf belde over {LOOSE}.")
        steps.new_family(f"Familie {FAMILY}", "Oost")
        steps.tab(2)
        person = NewPerson("Ouder", PERSON, "Testers", birth="1985", home="Nieuw huishouden")
        steps.add_person(person)
        steps.show_person(f"{PERSON} Testers")
        hands.type("person_bsn_control", BSN)
        hands.type("person_phone_control", PHONE)
        hands.type("person_remarks_control", COPIED)
        hands.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        hands.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        hands.type("person_birth_control", DRAFT, clear=True)
        hands.press(Qt.Key.Key_Tab)
        hands.pick("people_tab", "Adres")
        hands.type("home_street_control", STREET)
        hands.press(Qt.Key.Key_Tab)
        steps.settled()
        steps.begin_plan("Rust in huis")
        steps.add_goal(GOAL)
        steps.settled()
        steps.show_paper()
        hands.click("paper_back")
        steps.write_note(f"Op bezoek. {NOTE}.")
        steps.settled()
        self.attach(paper)
        self.search()

    def attach(self, paper: Path) -> None:
        """A file of the worker's own, looked at in the program."""
        steps, hands = self._steps, self._hands
        steps.tab(ATTACHMENTS)
        hands.answer_file_dialog("attachment_add_first", paper)
        hands.see_text(PAPER_NAME)
        steps.settled()

    def search(self) -> None:
        hands = self._hands
        hands.press(
            Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, hands.activate("main_window")
        )
        hands.see("palette_line")
        hands.keys(SEARCHED)
        settle(1.5)
        hands.press(Qt.Key.Key_Escape)


def go_wrong(steps: Steps) -> None:
    """A mistake of ours, with a record in its text, as a careless programmer would make."""
    main = steps.hands.see("main_window")

    def fail() -> None:
        raise ValueError(f"{PERSON} {BSN} is no record")

    main.background.run(fail, on_done=lambda _: None, on_failed=main.show_failure)
    settle(0.5)
