"""The part of the tour in which colleagues work together, each on a laptop of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt

from mvs_desktop.demo.seeding import Seeded
from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.demo.stage import Stage
from mvs_desktop.demo.steps import CONTROL
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Person
from mvs_desktop.services.session import Session
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.keys.key_file import Cost

PASSPHRASE = "oefenen met twaalf gezinnen"

_SURNAME, _BORN = "Zilverberg", date(2018, 3, 4)


class WorkingTogether(Stage):
    """`work_together` needs a family of the main worker, by name, with a child in it."""

    def __init__(self, service: CentralProcess, seeded: Seeded, folder: Path, out: Path) -> None:
        super().__init__(service, folder, out)
        self._seeded = seeded
        self.done: list[str] = []

    def work_together(self, family: str, child: str) -> None:
        """All the panels of working together, with what a colleague does in between."""
        with self._colleague() as colleague:
            theirs = _new_family(colleague)
            self._ask_for_a_known_child()
            self._bring_in(family, colleague)
            self._end_and_take_over(family, child, colleague)
            self._hand_over(family, colleague)
            self._answer_an_offer(theirs, colleague)
        self._own_laptops()
        self.done.append(
            "Een collega erbij gehaald en laten stoppen, noodtoegang genomen, en een gezin "
            "aangeboden en gekregen."
        )

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
                workspace.synchronise()
                yield workspace
            finally:
                workspace.close()
        finally:
            session.remove()

    def _ask_for_a_known_child(self) -> None:
        hands = self._hands
        hands.press(Qt.Key.Key_N, CONTROL, hands.activate("main_window"))
        hands.see("known_child_panel")
        self._picture("kind-al-bekend")
        hands.type("child_family_name_control", _SURNAME)
        hands.type("child_birth_control", f"{_BORN.day}-{_BORN.month}-{_BORN.year}")
        hands.click("ask_child")
        hands.see("whom_to_ask")
        self._picture("kind-is-bekend")
        hands.click("emergency")
        hands.type("emergency_reason_control", "De politie belde: ruzie in huis.")
        self._pictures("noodtoegang")
        hands.click("take_emergency")
        hands.click("emergency_done")
        hands.gone("known_child_panel")
        self._steps.synchronise()

    def _bring_in(self, family: str, colleague: Workspace) -> None:
        hands = self._hands
        self._steps.open_family(family)
        self._steps.tab(1)
        hands.click("bring_in_colleague")
        self._find(colleague)
        self._picture("erbij-halen-zoeken")
        hands.click("colleague_row")
        hands.see("bring_in")
        self._pictures("erbij-halen")
        hands.click("bring_in")
        hands.gone("bring_in_panel")
        self._steps.synchronise()
        colleague.synchronise()

    def _end_and_take_over(self, family: str, child: str, colleague: Workspace) -> None:
        """What the colleague wrote in the meantime lies apart, and is taken over."""
        hands = self._hands
        case_id = next(row.case.id for row in colleague.caseload() if row.case.name == family)
        people = colleague.open_case(case_id).all(Person)
        before = next(person for person in people if person.full_name == child)
        colleague.save(Change(replace(before, remarks="Zit sinds kort op judo."), before))
        self._steps.open_family(family)
        self._steps.tab(1)
        hands.click_text("workers_card", colleague.me.name)
        hands.see("end_member")
        self._picture("wie-doet-mee")
        hands.click("end_member")
        self._picture("stopt-deze-collega", hands.see("question"))
        hands.pick("question", "Meedoen beëindigen")
        hands.gone("bring_in_panel")
        colleague.synchronise()
        self._steps.synchronise()
        self._wait_on_today(family)
        hands.see("take_apart")
        self._pictures("apart-gezet")
        hands.click("take_apart")
        hands.see("apart_done")
        hands.click("apart_done")

    def _hand_over(self, family: str, colleague: Workspace) -> None:
        hands = self._hands
        self._steps.open_family(family)
        self._steps.tab(1)
        hands.click("hand_over")
        self._find(colleague)
        hands.click("colleague_row")
        hands.type("offer_word_control", "Ik ga met verlof. Neem jij ze over?")
        self._picture("overdragen")
        hands.click("offer_case")
        hands.gone("hand_over_panel")
        self._steps.synchronise()
        self._wait_on_today(family)
        hands.see("take_back_offer")
        self._picture("overdragen-wacht")
        hands.click("take_back_offer")
        hands.gone("offered_panel")

    def _answer_an_offer(self, case_id: UUID, colleague: Workspace) -> None:
        hands = self._hands
        _, me = self._seeded.main
        colleague.team.offer(
            colleague.new_id(), case_id, me, "Ze kennen jou al van school.", stays=True
        )
        self._steps.synchronise()
        self._picture("vandaag-wacht-op-mij")
        self._wait_on_today(f"{colleague.me.name} vraagt of je een gezin overneemt")
        hands.see("accept_offer")
        self._pictures("gezin-overnemen")
        hands.click("decline_offer")
        hands.gone("offer_panel")

    def _own_laptops(self) -> None:
        hands = self._hands
        hands.press(Qt.Key.Key_K, CONTROL, hands.activate("main_window"))
        hands.type("palette_line", "Jouw laptops")
        hands.press(Qt.Key.Key_Return)
        hands.see("laptop_row")
        self._picture("jouw-laptops")
        hands.press(Qt.Key.Key_Escape)
        hands.gone("devices_panel")

    def _find(self, colleague: Workspace) -> None:
        self._hands.type("colleague_control", colleague.me.name.split()[0])
        self._hands.see("colleague_row")

    def _wait_on_today(self, text: str) -> None:
        """Open the line of “Wacht op mij” that says this."""
        self._steps.screen(1)
        self._hands.see_text(text)
        self._hands.click_text("waiting_for_me", text)


def _new_family(of: Workspace) -> UUID:
    """A family of a colleague, with one child."""
    id_ = of.new_id()
    case = CaseFile(id=id_, case_id=id_, name=f"Familie {_SURNAME}")
    birth = PartialDate(_BORN.year, _BORN.month, _BORN.day)
    child = Person(id=of.new_id(), case_id=id_, given_name="Pim", family_name=_SURNAME, birth=birth)
    of.save(Change(case, None), Change(child, None))
    of.synchronise()
    return id_
