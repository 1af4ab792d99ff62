""" "Jouw laptops": the worker's own laptops at the service, and ending one that is gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.errors import ServerUnreachable, WrongPassphrase
from mvs_desktop.services.devices import Ending, OwnDeviceState, OwnLaptop
from mvs_desktop.ui.keys.countdown import Countdown
from mvs_desktop.ui.keys.passphrase import PassphraseEditor
from mvs_desktop.ui.kit.forms.fields import chips_field, custom_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.kit.pages.cards import clear_layout
from mvs_desktop.ui.kit.pages.keyboard_place import give_keyboard
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.parts.buttons import (
    Button,
    ButtonRow,
    DangerButton,
    FilledButton,
    OutlinedButton,
    TextButton,
)
from mvs_desktop.ui.kit.parts.chips import Chip, ChipKind
from mvs_desktop.ui.kit.parts.labels import Body, Muted
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.words import format_date, format_moment

WHY, PASSPHRASE = "laptop_why", "laptop_passphrase"


@dataclass(frozen=True, slots=True)
class EndWanted:
    """Which laptop is to be ended, why, and the passphrase that confirms it."""

    device_id: UUID
    ending: Ending
    passphrase: str


@dataclass(frozen=True, slots=True)
class KeepWanted:
    """Of which laptop the ending is to be taken back, and the passphrase that confirms it."""

    device_id: UUID
    passphrase: str


class DevicesPanel(SidePanel):
    """`end_wanted` carries an EndWanted, `keep_wanted` a KeepWanted."""

    end_wanted = Signal(object)
    keep_wanted = Signal(object)

    def __init__(self, host: QWidget, today: date) -> None:
        super().__init__(host, self.tr("Jouw laptops"))
        self.setObjectName("devices_panel")
        self._today = today
        self._laptops: Sequence[OwnLaptop] = ()
        self._why: RecordForm | None = None
        self._form: RecordForm | None = None
        self._secret: PassphraseEditor | None = None
        self._countdown: Countdown | None = None
        self._confirm: Button | None = None
        self._came_from_button = ("", "")  # its name, and of which laptop
        page = self.add_page()
        self.banner = Banner()
        page.add(self.banner)
        self._content = QVBoxLayout()
        page.body.addLayout(self._content)
        page.add_stretch()
        self._foot = QVBoxLayout()
        self.body.addLayout(self._foot)

    def begin(self) -> None:
        """Open the panel; the list comes when the centre has answered."""
        self._ask_centre()
        self.open_panel(self.close_button)

    def show_laptops(self, laptops: Sequence[OwnLaptop]) -> None:
        """The list, with what is to be done about each."""
        ended = self._form is not None
        self._laptops = laptops
        self._clear()
        if ended:
            self.banner.say("ok", self.tr("Gedaan. Hieronder staat hoe het met die laptop gaat."))
        text = self.tr("Ben je een laptop kwijt, of gebruik je er een niet meer? Meld dat hier.")
        self._content.addWidget(Body(text))
        self._add_rows([laptop for laptop in laptops if not laptop.is_over])
        if len(laptops) == 1:
            self._content.addWidget(Muted(self.tr("Je hebt geen andere laptops.")))
        over = [laptop for laptop in laptops if laptop.is_over]
        if over:
            earlier = TextButton(_earlier_text(len(over)), icon_name="caret-down")
            earlier.setObjectName("show_earlier_laptops")
            earlier.clicked.connect(lambda: self._show_earlier(earlier, over))
            self._content.addWidget(ButtonRow([earlier]))
        self.close_button.setFocus()

    def _show_earlier(self, button: TextButton, over: Sequence[OwnLaptop]) -> None:
        rows = self._add_rows(over)
        give_keyboard(rows[0])
        button.hide()

    def _add_rows(self, laptops: Sequence[OwnLaptop]) -> Sequence[DetailRow]:
        made = [self._row(laptop, last=laptop is laptops[-1]) for laptop in laptops]
        rows = QVBoxLayout()
        rows.setSpacing(0)
        for row in made:
            rows.addWidget(row)
        self._content.addLayout(rows)
        return made

    def show_failure(self, error: Exception) -> None:
        """What went wrong; what was filled in stays."""
        if isinstance(error, ServerUnreachable):
            text = self.tr(
                "Geen verbinding met de centrale, en dit kan alleen mét verbinding. Is een laptop "
                "kwijt? Bel dan je beheerder."
            )
        else:
            text = error_message(error).text
        self._hold(False)
        if isinstance(error, WrongPassphrase) and self._form is not None:
            self._say_wrong(self._form, text, error.wait)
        else:
            self.banner.say("bad", text)

    def _say_wrong(self, form: RecordForm, text: str, wait: int) -> None:
        """At the field, where the next try is."""
        self.banner.clear()
        form.show_problems({PASSPHRASE: text})
        form.focus_first()
        if self._secret is not None:
            self._secret.line.selectAll()
        if self._countdown is not None:
            self._countdown.hold(wait)

    def close_panel(self) -> None:
        self._forget_secret()
        super().close_panel()

    # The list

    def _row(self, laptop: OwnLaptop, *, last: bool) -> DetailRow:
        row = DetailRow(_name(laptop), self._about(laptop), readable=laptop.is_over)
        row.setObjectName("laptop_row")
        words, kind, icon_name = self._state(laptop)
        if words:
            row.add_chip(Chip(words, kind, icon_name=icon_name))
        if laptop.may_end:
            button = OutlinedButton(self.tr("Kwijt of weg"), dense=True)
            button.setObjectName("end_laptop")
            button.describe(_name(laptop))
            button.clicked.connect(lambda: self._ask_why(laptop))
            row.add_action(button)
        if laptop.may_keep:
            button = OutlinedButton(self.tr("Toch houden"), dense=True)
            button.setObjectName("keep_laptop")
            button.describe(_name(laptop))
            button.clicked.connect(lambda: self._ask_keep(laptop))
            row.add_action(button)
        row.set_last(last)
        return row

    def _about(self, laptop: OwnLaptop) -> str:
        day = format_date(laptop.enrolled_at.astimezone().date())
        enrolled = self.tr("Aangemeld op {day}").format(day=day)
        contact, said = laptop.last_contact_at, [enrolled]
        if contact is None:
            said.append(self.tr("Nog geen contact gehad"))
        else:
            moment = format_moment(contact.astimezone(), self._today)
            said.append(self.tr("Laatste contact: {moment}").format(moment=moment))
        if laptop.ended_at is not None:
            moment = format_moment(laptop.ended_at.astimezone(), self._today)
            where = laptop.ended_from or QCoreApplication.translate(
                "DevicesPanel", "een andere laptop"
            )
            words = self.tr("Gemeld: {moment}, vanaf {laptop}")
            said.append(words.format(moment=moment, laptop=where))
        if laptop.on_hold:
            said.append(
                self.tr(
                    "Deze laptop heeft geen toegang, maar wordt pas gewist als je beheerder dat "
                    "nog eens opdraagt. Bel je beheerder."
                )
            )
        return "\n".join(said)

    def _state(self, laptop: OwnLaptop) -> tuple[str, ChipKind, str]:
        match laptop.state:
            case OwnDeviceState.WIPED:
                return self.tr("Gewist"), "neutral", "check-circle"
            case OwnDeviceState.WIPE if laptop.on_hold:
                return self.tr("Wissen wacht nog"), "warn", "warning"
            case OwnDeviceState.WIPE if laptop.at_once:
                return self.tr("Wordt gewist"), "warn", "warning"
            case OwnDeviceState.WIPE:
                return self.tr("Verstuurt eerst nog"), "warn", "warning"
            case OwnDeviceState.REVOKED:
                return self.tr("Geen toegang meer"), "neutral", "lock-simple"
            case OwnDeviceState.ACTIVE if laptop.is_this:
                return self.tr("Deze laptop"), "ok", "laptop"
            case _:
                return "", "neutral", ""

    # Ending one

    def _ask_why(self, laptop: OwnLaptop) -> None:
        self._clear()
        self._came_from_button = ("end_laptop", _name(laptop))
        row = DetailRow(_name(laptop), self._about(laptop))
        row.set_last(True)
        self._content.addWidget(row)
        reasons = [
            (Ending.LOST, self.tr("Kwijt of gestolen")),
            (Ending.UNUSED, self.tr("Niet meer in gebruik")),
        ]
        if laptop.state is OwnDeviceState.WIPE:
            del reasons[1]  # that was said already
        why = self._why = RecordForm(
            (chips_field(WHY, self.tr("Wat is er met deze laptop?"), reasons),)
        )
        why.show_values({WHY: Ending.LOST})
        what = Body(_consequence(Ending.LOST))
        what.setObjectName("laptop_consequence")
        form, secret = self._secret_form()
        for part in (why, what, form):
            self._content.addWidget(part)
        end = DangerButton(_verb(Ending.LOST))

        def say_what_comes() -> None:
            ending = why.values()[WHY]
            what.setText(_consequence(ending))
            end.set_text(_verb(ending))

        why.edited.connect(say_what_comes)
        end.setObjectName("confirm_end_laptop")
        end.clicked.connect(lambda: self._end(laptop))
        self._add_confirm(end, form, secret)
        why.focus_first()

    def _secret_form(self) -> tuple[RecordForm, PassphraseEditor]:
        secret = self._secret = PassphraseEditor()
        field = custom_field(
            PASSPHRASE,
            self.tr("Jouw wachtwoord, ter bevestiging"),
            secret,
            help=self.tr("Het wachtwoord waarmee je déze laptop opent."),
        )
        form = self._form = RecordForm((field,))
        form.edited.connect(lambda: form.show_problems({}))
        return form, secret

    def _add_confirm(self, confirm: Button, form: RecordForm, secret: PassphraseEditor) -> None:
        self._confirm = confirm
        secret.line.returnPressed.connect(confirm.click)
        leave = TextButton(self.tr("Toch niet"))
        leave.setObjectName("leave_laptop")
        leave.clicked.connect(self._leave)
        self._foot.addWidget(ButtonRow([confirm, leave]))
        self._countdown = Countdown(confirm, form)

    def _ask_keep(self, laptop: OwnLaptop) -> None:
        self._clear()
        self._came_from_button = ("keep_laptop", _name(laptop))
        row = DetailRow(_name(laptop), self._about(laptop))
        row.set_last(True)
        form, secret = self._secret_form()
        text = self.tr(
            "Heb je hem terug, of was het een vergissing? Dan wordt deze laptop niet gewist en "
            "heeft hij weer toegang. Was jij dit niet zelf? Bel dan meteen je beheerder."
        )
        for part in (row, Body(text), form):
            self._content.addWidget(part)
        confirm = FilledButton(self.tr("Houd deze laptop"))
        confirm.setObjectName("confirm_keep_laptop")
        confirm.clicked.connect(lambda: self._keep(laptop))
        self._add_confirm(confirm, form, secret)
        form.focus_first()

    def _keep(self, laptop: OwnLaptop) -> None:
        if self._form is None or self._secret is None:
            return
        secret = self._secret.raw_text()
        self._form.show_problems({} if secret else {PASSPHRASE: self.tr("Typ je wachtwoord.")})
        if not secret:
            self._secret.setFocus()
            return
        self._begin_asking()
        self.keep_wanted.emit(KeepWanted(laptop.id, secret))

    def _begin_asking(self) -> None:
        self._hold(True)
        self._ask_centre()
        if self._confirm is not None:
            self._confirm.setFocus()  # where the next key does nothing

    def _end(self, laptop: OwnLaptop) -> None:
        if self._form is None or self._secret is None or self._why is None:
            return
        why, secret = self._why.values()[WHY], self._secret.raw_text()
        nothing = {WHY: self.tr("Kies wat er met deze laptop is.")} if why is None else {}
        empty = {} if secret else {PASSPHRASE: self.tr("Typ je wachtwoord.")}
        self._why.show_problems(nothing)
        self._form.show_problems(empty)
        for form, problems in ((self._why, nothing), (self._form, empty)):
            if problems:
                form.editor(next(iter(problems))).setFocus()
                return
        self._begin_asking()
        self.end_wanted.emit(EndWanted(laptop.id, Ending(why), secret))  # type: ignore[arg-type]

    def _hold(self, asking: bool) -> None:
        """While the centre is asked, nothing is asked twice."""
        for form in (self._why, self._form):
            if form is not None:
                form.setEnabled(not asking)
        if self._confirm is not None:
            self._confirm.hold(asking)

    def _leave(self) -> None:
        self._forget_secret()
        self._form = None
        came_from = self._came_from_button
        self.show_laptops(self._laptops)
        for button in self.findChildren(Button, came_from[0]):
            if button.accessibleDescription() == came_from[1]:
                give_keyboard(button)

    def _ask_centre(self) -> None:
        self.banner.say("info", self.tr("Even vragen bij de centrale…"))

    def _clear(self) -> None:
        self._forget_secret()
        self._why = self._form = self._secret = self._countdown = self._confirm = None
        self.banner.clear()
        clear_layout(self._content)
        clear_layout(self._foot)

    def _forget_secret(self) -> None:
        if self._secret is not None:
            self._secret.line.clear()


def _name(laptop: OwnLaptop) -> str:
    return laptop.name or QCoreApplication.translate("DevicesPanel", "Laptop zonder naam")


def _earlier_text(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate("DevicesPanel", "Toon 1 eerdere laptop")
    words = QCoreApplication.translate("DevicesPanel", "Toon {count} eerdere laptops")
    return words.format(count=format_count(count))


def _verb(ending: object) -> str:
    if ending is Ending.UNUSED:
        return QCoreApplication.translate("DevicesPanel", "Laat versturen en wissen")
    return QCoreApplication.translate("DevicesPanel", "Meld kwijt en wis")


def _consequence(ending: object) -> str:
    if ending is Ending.UNUSED:
        return QCoreApplication.translate(
            "DevicesPanel",
            "Open die laptop nog één keer, met internet: dan verstuurt hij wat hij nog heeft en "
            "wist hij zijn dossiers. In de centrale blijven ze bestaan.",
        )
    return QCoreApplication.translate(
        "DevicesPanel",
        "Die laptop heeft meteen geen toegang meer. Zodra hij aangaat en internet heeft, wist hij "
        "zijn dossiers. Wat daar nog niet was verstuurd, is dan weg; in de centrale blijft alles "
        "bestaan.",
    )
