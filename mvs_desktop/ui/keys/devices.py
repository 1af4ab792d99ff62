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
from mvs_desktop.ui.kit.banner import Banner
from mvs_desktop.ui.kit.buttons import ButtonRow, DangerButton, OutlinedButton, TextButton
from mvs_desktop.ui.kit.cards import clear_layout
from mvs_desktop.ui.kit.chips import Chip, ChipKind
from mvs_desktop.ui.kit.fields import chips_field, custom_field
from mvs_desktop.ui.kit.form import RecordForm
from mvs_desktop.ui.kit.labels import Body, Muted
from mvs_desktop.ui.kit.panel import SidePanel
from mvs_desktop.ui.kit.rows import DetailRow
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.words import format_date, format_moment

WHY, PASSPHRASE = "laptop_why", "laptop_passphrase"


@dataclass(frozen=True, slots=True)
class EndWanted:
    """Which laptop is to be ended, why, and the passphrase that confirms it."""

    device_id: UUID
    ending: Ending
    passphrase: str


class DevicesPanel(SidePanel):
    """`end_wanted` carries an EndWanted."""

    end_wanted = Signal(object)

    def __init__(self, host: QWidget, today: date) -> None:
        super().__init__(host, self.tr("Jouw laptops"))
        self.setObjectName("devices_panel")
        self._today = today
        self._laptops: Sequence[OwnLaptop] = ()
        self._form: RecordForm | None = None
        self._secret: PassphraseEditor | None = None
        self._countdown: Countdown | None = None
        self._end_button: DangerButton | None = None
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
        rows = QVBoxLayout()
        rows.setSpacing(0)
        for laptop in laptops:
            rows.addWidget(self._row(laptop, last=laptop is laptops[-1]))
        self._content.addLayout(rows)
        if len(laptops) == 1:
            self._content.addWidget(Muted(self.tr("Je hebt geen andere laptops.")))
        self.close_button.setFocus()

    def show_failure(self, error: Exception) -> None:
        """What went wrong; what was filled in stays."""
        if isinstance(error, ServerUnreachable):
            text = self.tr(
                "Geen verbinding met de centrale, en dit kan alleen mét verbinding. Is een laptop "
                "kwijt? Bel dan je beheerder."
            )
        else:
            text = error_message(error).text
        self.banner.say("bad", text)
        self._hold(False)
        if isinstance(error, WrongPassphrase) and self._secret is not None:
            self._secret.setFocus()
            self._secret.line.selectAll()
            if self._countdown is not None:
                self._countdown.hold(error.wait)

    def close_panel(self) -> None:
        self._forget_secret()
        super().close_panel()

    # The list

    def _row(self, laptop: OwnLaptop, *, last: bool) -> DetailRow:
        row = DetailRow(_name(laptop), self._about(laptop))
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
        row.set_last(last)
        return row

    def _about(self, laptop: OwnLaptop) -> str:
        day = format_date(laptop.enrolled_at.astimezone().date())
        enrolled = self.tr("Aangemeld op {day}").format(day=day)
        contact = laptop.last_contact_at
        if contact is None:
            return "\n".join((enrolled, self.tr("Nog geen contact gehad")))
        moment = format_moment(contact.astimezone(), self._today)
        return "\n".join((enrolled, self.tr("Laatste contact: {moment}").format(moment=moment)))

    def _state(self, laptop: OwnLaptop) -> tuple[str, ChipKind, str]:
        match laptop.state:
            case OwnDeviceState.WIPED:
                return self.tr("Gewist"), "neutral", "check-circle"
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
        row = DetailRow(_name(laptop), self._about(laptop))
        row.set_last(True)
        self._content.addWidget(row)
        reasons = [
            (Ending.LOST, self.tr("Kwijt of gestolen")),
            (Ending.UNUSED, self.tr("Niet meer in gebruik")),
        ]
        if laptop.state is OwnDeviceState.WIPE:
            del reasons[1]  # that was said already
        self._secret = PassphraseEditor()
        form = self._form = RecordForm(
            (
                chips_field(WHY, self.tr("Wat is er met deze laptop?"), reasons),
                custom_field(
                    PASSPHRASE,
                    self.tr("Jouw wachtwoord, ter bevestiging"),
                    self._secret,
                    help=self.tr("Het wachtwoord waarmee je déze laptop opent."),
                ),
            )
        )
        form.show_values({WHY: Ending.LOST})
        what = Muted(_consequence(Ending.LOST))
        what.setObjectName("laptop_consequence")
        form.edited.connect(lambda: what.setText(_consequence(form.values()[WHY])))
        self._content.addWidget(form)
        self._content.addWidget(what)
        end = self._end_button = DangerButton(self.tr("Beëindig"))
        end.setObjectName("confirm_end_laptop")
        end.clicked.connect(lambda: self._end(laptop))
        self._secret.line.returnPressed.connect(end.click)
        leave = TextButton(self.tr("Toch niet"))
        leave.setObjectName("leave_laptop")
        leave.clicked.connect(self._leave)
        self._foot.addWidget(ButtonRow([end, leave]))
        self._countdown = Countdown(end, form)
        form.focus_first()

    def _end(self, laptop: OwnLaptop) -> None:
        if self._form is None or self._secret is None:
            return
        self._form.flush()
        why, secret = self._form.values()[WHY], self._secret.raw_text()
        problems = {}
        if why is None:
            problems[WHY] = self.tr("Kies wat er met deze laptop is.")
        if not secret:
            problems[PASSPHRASE] = self.tr("Typ je wachtwoord.")
        self._form.show_problems(problems)
        if problems:
            self._form.editor(next(iter(problems))).setFocus()
            return
        self._hold(True)
        self._ask_centre()
        self.close_button.setFocus()  # the panel keeps the keyboard
        self.end_wanted.emit(EndWanted(laptop.id, Ending(why), secret))  # type: ignore[arg-type]

    def _hold(self, asking: bool) -> None:
        """While the centre is asked, nothing is asked twice."""
        if self._form is not None:
            self._form.setEnabled(not asking)
        if self._end_button is not None:
            self._end_button.setEnabled(not asking)

    def _leave(self) -> None:
        self._forget_secret()
        self._form = None
        self.show_laptops(self._laptops)

    def _ask_centre(self) -> None:
        self.banner.say("info", self.tr("Even vragen bij de centrale…"))

    def _clear(self) -> None:
        self._forget_secret()
        self._form = self._secret = self._countdown = self._end_button = None
        self.banner.clear()
        clear_layout(self._content)
        clear_layout(self._foot)

    def _forget_secret(self) -> None:
        if self._secret is not None:
            self._secret.line.clear()


def _name(laptop: OwnLaptop) -> str:
    return laptop.name or QCoreApplication.translate("DevicesPanel", "Laptop zonder naam")


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
