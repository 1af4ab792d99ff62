"""The main job from beginning to end, offscreen, by hands on the real widgets.

Leaves a picture of every screen, and the plan as a PDF. Nothing here is staged: what cannot
be done with keys and mouse is not in the pictures.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from mvs_desktop.app import Program, make_application
from mvs_desktop.demo.hands import Hands, settle
from mvs_desktop.demo.seeding import Seeded
from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.demo.steps import NewPerson, Steps
from mvs_desktop.domain.people import Person
from mvs_desktop.services.session import Session
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.key_file import Cost
from mvs_desktop.ui.kit.appearance import Choice
from mvs_desktop.ui.shell.window import MainWindow

PASSPHRASE = "oefenen met twaalf gezinnen"

WIDE, USUAL, SMALL = QSize(1920, 1080), QSize(1366, 768), QSize(1093, 560)

_PARENTS = ("Anouk Vermaning", "Rachid Belkaïd")
_PEOPLE = (
    NewPerson("Ouder", "Anouk", "Vermaning", birth="1988", home="Nieuw huishouden"),
    NewPerson("Ouder", "Rachid", "Belkaïd", birth="ca. 1985", home="Nieuw huishouden"),
    NewPerson("Kind", "Sami", "Belkaïd", birth="4-3-2016", home="Bij Anouk", parents=_PARENTS),
    NewPerson("Kind", "Noor", "Belkaïd", birth="november 2018", home="Bij Anouk"),
    NewPerson("Kind", "Ilias", "Belkaïd", birth="12-6-2021", home="Bij Rachid"),
    NewPerson("Opa of oma", "Toos", "Vermaning", birth="1957", parent_of=_PARENTS[:1]),
)


class Tour:
    """`run` does it all; `done` then says in sentences what was done."""

    def __init__(self, service: CentralProcess, seeded: Seeded, folder: Path, out: Path) -> None:
        self._service = service
        self._seeded = seeded
        self._folder = folder
        self._out = out
        self._session = Session(folder)
        self._application = make_application()
        self._hands = Hands(patience=120)
        self._steps = Steps(self._hands)
        self._count = 0
        self._program = self._start()
        self.done: list[str] = []

    def run(self) -> None:
        for part in (
            self._enrol,
            self._look_around,
            self._look_at_a_family,
            self._new_family,
            self._plan,
            self._note,
            self._send,
            self._conflict,
            self._lock,
        ):
            part()

    def close(self) -> None:
        """Let go of the windows, and of the secret in the keyring."""
        if self._hands.glimpse("main_window"):
            self._steps.close()
        elif self._program.start_window is not None:
            self._program.start_window.close()
        self._program.close()
        self._session.remove()

    def _start(self) -> Program:
        program = Program(self._application, self._session, self._folder, self._service.url)
        program.appearance.choose("light")
        program.start()
        return program

    @property
    def _main(self) -> MainWindow:
        window: MainWindow = self._hands.see("main_window")
        return window

    # Parts

    def _enrol(self) -> None:
        worker, worker_id = self._seeded.main
        self._picture("aanmelden", self._hands.see("start_window"))
        self._steps.enrol(self._service.code(worker_id), PASSPHRASE)
        self._main.resize(USUAL)
        self._steps.synchronise()
        self.done.append(f"Laptop van {worker.name} aangemeld met een code, en gezinnen opgehaald.")

    def _look_around(self) -> None:
        self._steps.screen(1)
        self._pictures("vandaag")
        self._steps.screen(2)
        self._pictures("gezinnen")
        self._steps.screen(3)
        self._picture("losse-notities")
        self._hands.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, self._main)
        self._hands.type("palette_line", "slapen")
        settle(1.0)
        self._picture("zoek-of-doe")
        self._hands.press(Qt.Key.Key_Escape)
        self._steps.loose_note("Telefoon", "Huisarts belde: wil iemand met moeder meedenken?")
        self.done.append("Een telefoontje zonder gezin genoteerd als losse notitie.")

    def _look_at_a_family(self) -> None:
        family = self._seeded.families[0]
        self._steps.open_family(family.title)
        for number, name in enumerate(("overzicht", "gezin", "school", "plan", "verslagen"), 1):
            self._steps.tab(number)
            settle(0.5)
            self._pictures(name)
        child = next(p for p in family.records if isinstance(p, Person) and p.gets_help)
        self._steps.show_person(child.full_name)
        self._picture("persoon")
        self._main.resize(USUAL)

    def _new_family(self) -> None:
        self._steps.new_family("Familie Belkaïd-Vermaning", "Nieuwland")
        self._picture("nieuw-gezin")
        self._steps.tab(2)
        for person in _PEOPLE:
            self._steps.add_person(person)
        self._steps.show_person("Sami Belkaïd")
        self._steps.kind_of_parent(_PARENTS[0], "Biologisch", "Juridisch, door geboorte")
        self._steps.give_authority(_PARENTS[0], "Gezagsregister", "4-3-2026")
        self._picture("gezag")
        self._steps.choose_school("Sami", "singel", "groep 7", "juf Lotte")
        self._picture("school-gekozen")
        self.done.append(
            "Een nieuw gezin gemaakt: twee ouders die apart wonen, drie kinderen en een oma, "
            "met gezag en een school uit het register."
        )

    def _plan(self) -> None:
        steps = self._steps
        steps.begin_plan("Rust rond eten en slapen")
        eating = steps.add_goal("We eten doordeweeks samen aan tafel")
        steps.add_action(eating, "Op zondag samen het weekmenu maken", _PARENTS[0], self._in(14))
        steps.add_action(
            eating, "Woensdag koken en de kinderen ophalen", "Toos Vermaning", self._in(7)
        )
        sleeping = steps.add_goal("Sami slaapt de hele nacht in zijn eigen bed")
        steps.add_action(
            sleeping, "Om half acht schermen weg, ook bij papa", _PARENTS[1], self._in(7)
        )
        steps.add_action(
            sleeping, "Uitleg geven over slapen", self._seeded.main[0].name, self._in(21)
        )
        self._picture("plan-nieuw")
        steps.show_paper()
        self._picture("plan-op-papier")
        target = self._out / "gezinsplan.pdf"
        self._hands.answer_file_dialog("paper_keep", target.absolute())
        self._hands.until("the PDF", target.exists)
        self.done.append(
            "Een gezinsplan gemaakt met twee doelen en vier afspraken, bekeken als pdf en bewaard."
        )

    def _note(self) -> None:
        self._steps.write_note(
            "Op bezoek bij Anouk. Sami laat zijn kamer zien en vertelt over zijn nieuwe bed.",
            "/feit De juf ziet dat Sami ’s ochtends moe is.",
            "/afspraak Anouk belt deze week met Toos over de woensdag.",
        )
        self._steps.agree_whom_it_is_about(1)
        self._steps.settled()
        self._picture("verslag-schrijven")
        self.done.append("Een huisbezoek beschreven in drie alinea’s.")

    def _send(self) -> None:
        self._steps.synchronise()
        self._hands.click("sending_line")
        self._hands.see("sending_receipt")
        self._picture("verstuurd")
        self.done.append("Alles verstuurd naar de centrale.")

    def _conflict(self) -> None:
        family = self._seeded.families[0]
        grandmother = next(p for p in family.records if isinstance(p, Person) and not p.gets_help)
        with self._colleague() as colleague:
            colleague.synchronise()
            theirs = colleague.open_case(family.records[0].case_id).person(grandmother.id)
            if theirs is None:
                raise RuntimeError("the colleague does not see the family")
            self._steps.open_family(family.title)
            self._steps.show_person(grandmother.full_name)
            self._hands.type("person_phone_control", "06-1234 5691", clear=True)
            self._hands.press(Qt.Key.Key_Tab)
            self._steps.settled()
            colleague.save(Change(replace(theirs, phone="06-1234 5692"), theirs))
            colleague.synchronise()
        self._steps.synchronise()
        self._hands.click("sending_line")
        self._hands.see("conflict_card")
        self._pictures("keuze")
        self._hands.click("conflict_take_other")
        self._hands.gone("conflict_card")
        self._steps.synchronise()
        self.done.append("Twee laptops veranderden hetzelfde: beide teksten gezien, en gekozen.")

    @contextmanager
    def _colleague(self) -> Iterator[Workspace]:
        """The laptop of a colleague who is on the first family."""
        key = next(
            hint.worker
            for hint in self._seeded.families[0].grants
            if hint.worker != self._seeded.main[0].key
        )
        worker, worker_id = self._seeded.workers[key]
        session = Session(self._folder / "colleague", cost=Cost(memory=64 * 1024, iterations=1))
        try:
            code = self._service.code(worker_id)
            workspace = session.enrol(self._service.url, code, PASSPHRASE, worker.name)
            try:
                yield workspace
            finally:
                workspace.close()
        finally:
            session.remove()

    def _lock(self) -> None:
        locked: list[bool] = []
        self._main.lock_requested.connect(lambda: locked.append(True))
        self._hands.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier, self._main)
        self._hands.until("the lock", lambda: locked)
        self._steps.close()
        self._program.close()
        self._program = self._start()
        self._picture("op-slot", self._hands.see("start_window"))
        self._steps.unlock(PASSPHRASE)
        self.done.append("Op slot gedaan en weer geopend met het wachtwoord.")

    # Pictures

    def _pictures(self, name: str) -> None:
        """A screen in the usual size, small, wide, and dark."""
        self._picture(name)
        before = self._count
        for size, look, suffix in _VARIANTS:
            self._count = before - 1
            self._main.resize(size)
            self._program.appearance.choose(look)
            self._picture(f"{name}-{suffix}")
        self._main.resize(USUAL)
        self._program.appearance.choose("light")

    def _picture(self, name: str, window: QWidget | None = None) -> None:
        self._count += 1
        self._hands.picture(self._out / f"{self._count:02}-{name}.png", window or self._main)

    def _in(self, days: int) -> str:
        day = date.today() + timedelta(days=days)  # noqa: DTZ011 - the day on the wall
        return f"{day.day}-{day.month}-{day.year}"


_VARIANTS: tuple[tuple[QSize, Choice, str], ...] = (
    (USUAL, "dark", "donker"),
    (SMALL, "light", "klein"),
    (WIDE, "light", "breed"),
)
