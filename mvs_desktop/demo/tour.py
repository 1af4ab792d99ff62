"""The main job from beginning to end, offscreen, by hands on the real widgets.

Leaves a picture of every screen, and the plan as a PDF. Nothing here is staged: what cannot
be done with keys and mouse is not in the pictures.
"""

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Qt

from mvs_desktop.demo.hands import settle
from mvs_desktop.demo.papers import write_drawing, write_letter
from mvs_desktop.demo.stage import USUAL
from mvs_desktop.demo.steps import CONTROL, NewPerson
from mvs_desktop.demo.together import PASSPHRASE, WorkingTogether
from mvs_desktop.domain.people import Person
from mvs_desktop.services.views import Change

_PARENTS = ("Anouk Vermaning", "Rachid Belkaïd")
_PEOPLE = (
    NewPerson("Ouder", "Anouk", "Vermaning", birth="1988", home="Nieuw huishouden"),
    NewPerson("Ouder", "Rachid", "Belkaïd", birth="ca. 1985", home="Nieuw huishouden"),
    NewPerson("Kind", "Sami", "Belkaïd", birth="4-3-2016", home="Bij Anouk", parents=_PARENTS),
    NewPerson("Kind", "Noor", "Belkaïd", birth="november 2018", home="Bij Anouk"),
    NewPerson("Kind", "Ilias", "Belkaïd", birth="12-6-2021", home="Bij Rachid"),
    NewPerson("Opa of oma", "Toos", "Vermaning", birth="1957", parent_of=_PARENTS[:1]),
)


class Tour(WorkingTogether):
    """`run` does it all; `done` then says in sentences what was done."""

    def run(self) -> None:
        for part in (
            self._enrol,
            self._look_around,
            self._look_at_a_family,
            self._attach,
            self._new_family,
            self._plan,
            self._note,
            self._send,
            self._conflict,
            self._together,
            self._look_back,
            self._search,
            self._change_passphrase,
            self._close_and_open,
            self._without_contact,
        ):
            part()

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
        self._hands.press(Qt.Key.Key_K, CONTROL, self._main)
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

    def _attach(self) -> None:
        letter, drawing = self._folder / "Brief van school.pdf", self._folder / "Tekening Tijn.jpg"
        write_letter(letter)
        write_drawing(drawing)
        self._steps.tab(6)
        self._picture("bijlagen-leeg")
        self._steps.attach(letter)
        self._steps.attach(drawing)
        self._pictures("bijlagen")
        self._hands.click_text("attachments_tab", "Brief van school")
        self._hands.see("attachment_picture")
        self._steps.say_of_attachment("Brief", "Tijn")
        self._pictures("bijlage")
        self._hands.click("attachment_back")
        self.done.append("Een brief en een tekening bij het gezin gezet, en hier bekeken.")

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
        self._steps.screen(1)
        self._main.panels.close_day()
        self._hands.see("closing_row")
        self._picture("dag-afronden")
        self._hands.press(Qt.Key.Key_Escape)
        self._hands.gone("closing_panel")
        self.done.append("Alles verstuurd naar de centrale.")

    def _conflict(self) -> None:
        family = self._seeded.families[0]
        grandmother = next(p for p in family.records if isinstance(p, Person) and not p.gets_help)
        with self._colleague() as colleague:
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
        self._picture("keuze-gemaakt")
        self._hands.pick("choice_outcome", "Toon de geschiedenis")
        self._hands.see_text("niet gekozen")
        self._picture("keuze-in-de-geschiedenis")
        self._hands.press(Qt.Key.Key_Escape)
        self._steps.synchronise()
        self.done.append("Twee laptops veranderden hetzelfde: beide teksten gezien, en gekozen.")

    def _together(self) -> None:
        self.work_together("Familie Belkaïd-Vermaning", "Sami Belkaïd")

    def _look_back(self) -> None:
        self._steps.open_family("Familie Belkaïd-Vermaning")
        self._steps.show_person("Toos Vermaning")
        self._hands.type("person_phone_control", "06-1234 5670")
        self._hands.press(Qt.Key.Key_Tab)
        self._steps.settled()
        self._hands.press(Qt.Key.Key_Escape)
        self._hands.press(Qt.Key.Key_Z, CONTROL, self._hands.activate("main_window"))
        self._hands.see("family_banner")
        self._steps.settled()
        self._picture("teruggedraaid")
        self._steps.tab(1)
        self._hands.press(Qt.Key.Key_H, CONTROL, self._hands.activate("main_window"))
        self._hands.see("history_panel")
        settle(1.0)
        self._pictures("geschiedenis")
        self._hands.press(Qt.Key.Key_Escape)
        self.done.append("Een wijziging teruggedraaid, en gezien wie wat veranderde.")

    def _search(self) -> None:
        self._steps.search("slapen")
        self._pictures("zoeken")
        self._hands.click("search_kind_notes")
        settle(1.0)
        self._picture("zoeken-in-verslagen")
        self._hands.click("search_clear_filters")
        self._hands.type("search_line", "Zuitweg", clear=True)
        settle(1.5)
        self._picture("zoeken-lijkt-erop")
        self.done.append("Gezocht in alle verslagen en plannen, ook met een tikfout in een naam.")

    def _change_passphrase(self) -> None:
        self._hands.press(Qt.Key.Key_K, CONTROL, self._hands.activate("main_window"))
        self._hands.type("palette_line", "Wachtwoord wijzigen")
        self._hands.press(Qt.Key.Key_Return)
        self._hands.see("change_passphrase_panel")
        self._hands.type("passphrase_old_control", PASSPHRASE)
        self._hands.type("passphrase_control", "fietsbel regenjas")
        settle(1.0)
        self._picture("wachtwoord-wijzigen")
        self._hands.press(Qt.Key.Key_Escape)
        self._hands.gone("change_passphrase_panel")

    def _close_and_open(self) -> None:
        window = self._start_again()
        self._picture("op-slot", window)
        self._hands.click("unlock_forgotten")
        self._hands.see("recovery_code")
        self._picture("herstel", window)
        self._hands.click("recovery_back")
        self._hands.click("unlock_restore")
        self._hands.see("restore_list")
        self._picture("reservekopieen", window)
        self._hands.click("restore_back")
        self._steps.unlock(PASSPHRASE)
        self.done.append("Afgesloten, gezien hoe herstellen gaat, en met het wachtwoord geopend.")

    def _without_contact(self) -> None:
        self._service.stop()
        for days, name in ((9, "lang-geen-contact"), (15, "te-lang-geen-contact")):
            self._ahead = timedelta(days=days)
            self._start_again()
            self._steps.unlock(PASSPHRASE)
            self._main.resize(USUAL)
            if days == 9:  # later there is nothing to open
                self._steps.open_family(self._seeded.families[0].title)
            settle(1.0)
            self._picture(name)
        self.done.append("Gezien wat er gebeurt als een laptop een of twee weken geen contact had.")

    def _in(self, days: int) -> str:
        day = date.today() + timedelta(days=days)  # noqa: DTZ011 - the day on the wall
        return f"{day.day}-{day.month}-{day.year}"
