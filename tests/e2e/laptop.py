"""One laptop in a process of its own: `python -m tests.e2e.laptop FOLDER URL SCENARIO …`.

The real program with its real windows, offscreen, driven with key and mouse events. What a
scenario finds wrong ends the process with a failure.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from mvs_desktop.app import Program, make_application
from mvs_desktop.demo.hands import Hands, hush_offscreen, settle
from mvs_desktop.demo.steps import NewPerson, Steps
from mvs_desktop.services.session import Session
from mvs_desktop.ui.shell.window import MainWindow
from tests.e2e import standing_out

PASSPHRASE = "vier woorden zijn genoeg"
FAMILY = "Familie Proefstuk-Zandloper"
NOTE = ("Op bezoek bij Maaike. Bo laat zijn kamer zien.", "/feit Bo slaapt bij zijn moeder.")
CALL = "Een juf belde over ruzie thuis. Belt morgen terug. Wisselwoord: kwartelhoek."

BOTH = ("Maaike Zandloper", "Jasper Proefstuk")
PEOPLE = (
    NewPerson("Ouder", "Maaike", "Zandloper", birth="1985", home="Nieuw huishouden"),
    NewPerson("Ouder", "Jasper", "Proefstuk", birth="ca. 1982", home="Nieuw huishouden"),
    NewPerson("Kind", "Bo", "Proefstuk", birth="4 maart 2016", home="Bij Maaike", parents=BOTH),
    # From the second child on, the form proposes the parents of the first.
    NewPerson("Kind", "Kim", "Proefstuk", birth="12-11-2018", home="Bij Maaike"),
    NewPerson("Kind", "Mo", "Proefstuk", birth="juni 2021", home="Bij Jasper"),
    NewPerson("Opa of oma", "Corrie", "Bave", infix="van den", birth="1958", parent_of=(BOTH[0],)),
)


class Laptop:
    def __init__(self, folder: Path, url: str) -> None:
        self.application = make_application()
        self.program = Program(self.application, Session(folder), folder, url)
        self.hands = Hands(patience=90)
        self.steps = Steps(self.hands)
        self.program.start()

    def end(self) -> None:
        self.steps.close()
        self.program.close()

    def text_of(self, name: str) -> str:
        widget = self.hands.see(name)
        if isinstance(widget, QPlainTextEdit):
            return widget.toPlainText()
        assert isinstance(widget, QLineEdit), type(widget)
        return widget.text()

    def line_of(self, name: str) -> str:
        """What stands in a box that one can also choose from."""
        combo = self.hands.see(name)
        assert isinstance(combo, QComboBox)
        return combo.currentText()

    @property
    def main(self) -> MainWindow:
        main = self.program.main_window
        assert main is not None
        return main


def first_visit(laptop: Laptop, code: str) -> None:
    """Enrol and do the whole visit; then wait to be killed."""
    steps, hands = laptop.steps, laptop.hands
    steps.enrol(code, PASSPHRASE)
    steps.loose_note("Telefoon", CALL)
    steps.new_family(FAMILY, "Oost")
    steps.tab(2)
    for person in PEOPLE:
        steps.add_person(person)
    steps.show_person("Bo Proefstuk")
    steps.kind_of_parent("Maaike Zandloper", "Biologisch", "Juridisch, door geboorte")
    steps.give_authority("Maaike Zandloper", "Gezagsregister", "4-3-2026")
    steps.choose_school("Bo", "singel", "groep 6", "juf Anke")
    steps.begin_plan("Rust in huis")
    eating = steps.add_goal("We eten weer samen aan tafel")
    steps.add_action(eating, "Elke zondag samen koken", "Maaike Zandloper", "1-2-2027")
    steps.add_action(eating, "Op woensdag Bo ophalen", "Corrie van den Bave", "1-2-2027")
    sleeping = steps.add_goal("Bo gaat op tijd naar bed")
    steps.add_action(sleeping, "Schermen weg om acht uur", "Jasper Proefstuk", "1-3-2027")
    steps.add_action(sleeping, "Uitleg over slapen", "Noor Testers", "1-3-2027")
    steps.write_note(*NOTE)
    steps.agree_whom_it_is_about(1)
    # A date that does not exist, and a BSN that cannot be one: said, kept, never in the way.
    steps.show_person("Mo Proefstuk")
    hands.type("person_birth_control", "30 februari 2021", clear=True)
    hands.press(Qt.Key.Key_Tab)
    hands.see_text("Deze dag bestaat niet")
    hands.type("person_bsn_control", "999990018")
    hands.press(Qt.Key.Key_Tab)
    hands.see_text("Dit BSN klopt niet")
    steps.settled()
    say("READY")
    time.sleep(600)


def after_the_kill(laptop: Laptop, pdf: str) -> None:
    """Everything is there, without a network; then the plan on paper."""
    steps, hands = laptop.steps, laptop.hands
    hands.type("unlock_passphrase_control", "dit is het niet helemaal")
    hands.press(Qt.Key.Key_Return)
    hands.see_text("Dit wachtwoord klopt niet")
    hands.type("unlock_passphrase_control", PASSPHRASE, clear=True)
    hands.press(Qt.Key.Key_Return)
    hands.see("main_window")
    steps.open_family(FAMILY)
    steps.tab(2)
    for person in PEOPLE:
        hands.see_text(
            " ".join(filter(None, (person.given_name, person.infix, person.family_name)))
        )
    hands.see_text("ouder van Bo, Kim en Mo")
    hands.see_text("grootouder")
    steps.show_person("Mo Proefstuk")
    assert laptop.text_of("person_birth_control") == "30 februari 2021"
    hands.see_text("Deze dag bestaat niet")
    assert laptop.text_of("person_bsn_control") == "999990018"
    hands.see_text("Dit BSN klopt niet")
    steps.tab(3)
    hands.see_text("Basisschool de Singel")
    steps.tab(5)
    assert laptop.text_of("paragraph_1_text_control") == NOTE[0]
    assert laptop.text_of("paragraph_2_text_control") == NOTE[1].removeprefix("/feit ")
    steps.tab(4)
    hands.see("plan_sheet")
    assert laptop.text_of("goal_2_text_control") == "Bo gaat op tijd naar bed"
    # Typed as a whole name, and known again as the grandmother of the file.
    assert laptop.line_of("goal_1_action_2_who_control") == "Corrie"
    steps.show_paper()
    hands.answer_file_dialog("paper_keep", Path(pdf))
    hands.until("the file", Path(pdf).exists)
    say("OFFLINE")
    wait_for_word()
    steps.synchronise()
    laptop.end()


def colleague_sees(laptop: Laptop, code: str) -> None:
    """A colleague who is on the case has the same in front of them."""
    steps, hands = laptop.steps, laptop.hands
    steps.enrol(code, PASSPHRASE)
    steps.synchronise()
    steps.open_family(FAMILY)
    steps.tab(2)
    hands.see_text("Corrie van den Bave")
    steps.tab(4)
    hands.see("plan_sheet")
    assert laptop.text_of("goal_1_text_control") == "We eten weer samen aan tafel"
    steps.tab(5)
    assert laptop.text_of("paragraph_1_text_control") == NOTE[0]
    nothing_of_the_loose_note(laptop)
    laptop.end()


def stranger_sees_nothing(laptop: Laptop, code: str) -> None:
    steps, hands = laptop.steps, laptop.hands
    steps.enrol(code, PASSPHRASE)
    steps.synchronise()
    steps.screen(2)
    hands.see_text("Je hebt nog geen gezinnen")
    nothing_of_the_loose_note(laptop)
    laptop.end()


def nothing_of_the_loose_note(laptop: Laptop) -> None:
    laptop.steps.screen(3)
    laptop.hands.see("loose_notes_page")
    settle(0.5)
    assert laptop.hands.glimpse("loose_note_row") is None


def change_offline(laptop: Laptop, phone: str, field: str, text: str) -> None:
    """Change the mother's phone, and a field that nobody else changes."""
    steps, hands = laptop.steps, laptop.hands
    steps.unlock(PASSPHRASE)
    steps.open_family(FAMILY)
    steps.show_person("Maaike Zandloper")
    hands.type("person_phone_control", phone, clear=True)
    hands.type(f"person_{field}_control", text, clear=True)
    hands.press(Qt.Key.Key_Tab)
    steps.settled()
    line = hands.see("sending_line")  # in the rail, below "Geen verbinding"
    hands.until("what waits", lambda: "nog te versturen" in line.accessibleName())
    hands.see_text("Nog te versturen")  # beside the person
    say("CHANGED")
    wait_for_word()
    steps.synchronise()
    hands.click("sending_line")
    hands.see_text("De centrale bevestigde")
    laptop.end()


def sees_the_conflict(laptop: Laptop) -> None:
    """Whoever is on the case sees that there is something to choose."""
    steps, hands = laptop.steps, laptop.hands
    steps.unlock(PASSPHRASE)
    steps.synchronise()
    hands.click("sending_line")
    hands.see("conflict_card")
    hands.see_text("06-1234 5611")
    hands.see_text("06-1234 5622")
    laptop.end()


def settle_conflict(laptop: Laptop, kept: str) -> None:
    """Both texts are in sight; the other one is chosen."""
    steps, hands = laptop.steps, laptop.hands
    steps.unlock(PASSPHRASE)
    steps.synchronise()
    hands.click("sending_line")
    hands.see("conflict_card")
    hands.see_text("06-1234 5611")
    hands.see_text("06-1234 5622")
    hands.click("conflict_take_other")
    hands.gone("conflict_card")
    hands.pick("choice_outcome", "Toon de geschiedenis")
    hands.see("history_panel")
    hands.see_text("niet gekozen, van Noor Testers")
    hands.press(Qt.Key.Key_Escape)
    hands.gone("history_panel")
    steps.synchronise()
    maaike_has(laptop, kept)
    laptop.end()


def sees_the_choice(laptop: Laptop, kept: str) -> None:
    laptop.steps.unlock(PASSPHRASE)
    laptop.steps.synchronise()
    assert laptop.main.synchroniser.state.conflicts == 0
    maaike_has(laptop, kept)
    laptop.end()


def maaike_has(laptop: Laptop, phone: str) -> None:
    """The chosen phone, and both changes that nobody else made."""
    laptop.steps.open_family(FAMILY)
    laptop.steps.show_person("Maaike Zandloper")
    assert laptop.text_of("person_phone_control") == phone
    assert laptop.text_of("person_email_control") == "maaike@voorbeeld.nl"
    assert laptop.text_of("person_remarks_control") == "Belt liever ’s avonds."


def a_morning_of_words(laptop: Laptop, code: str, paper: str) -> None:
    """Enrol, and work with words that stand out; then wait to be killed."""
    laptop.steps.enrol(code, standing_out.PASSPHRASE)
    standing_out.Morning(laptop.steps).work(Path(paper))
    say("WORKED")
    time.sleep(600)


def words_go_wrong(laptop: Laptop) -> None:
    """A mistyped passphrase, a failure of ours; then access to the family ends."""
    steps, hands = laptop.steps, laptop.hands
    hands.type("unlock_passphrase_control", standing_out.MISTYPED)
    hands.press(Qt.Key.Key_Return)
    hands.see_text("Dit wachtwoord klopt niet")
    hands.type("unlock_passphrase_control", standing_out.PASSPHRASE, clear=True)
    hands.press(Qt.Key.Key_Return)
    hands.see("main_window")
    standing_out.go_wrong(steps)
    hands.see_text("Er ging iets mis in het programma")
    steps.synchronise()
    say("SENT")
    wait_for_word()
    steps.synchronise()
    steps.screen(2)
    hands.see_text("Je hebt nog geen gezinnen")
    laptop.end()


SCENARIOS: dict[str, Callable[..., None]] = {
    scenario.__name__: scenario
    for scenario in (
        first_visit,
        after_the_kill,
        colleague_sees,
        stranger_sees_nothing,
        change_offline,
        sees_the_conflict,
        settle_conflict,
        sees_the_choice,
        a_morning_of_words,
        words_go_wrong,
    )
}


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def wait_for_word() -> None:
    """Until the test says to go on."""
    sys.stdin.readline()


def main() -> None:
    hush_offscreen()
    folder, url, scenario, *arguments = sys.argv[1:]
    laptop = Laptop(Path(folder), url)
    try:
        SCENARIOS[scenario](laptop, *arguments)
    except BaseException:
        # A picture of what was on the screen says more than the trace.
        shown = laptop.program.main_window or laptop.program.start_window
        if shown is not None:
            shown.grab().save(str(Path(folder).parent / f"{Path(folder).name}-failed.png"))
        raise


if __name__ == "__main__":
    main()
