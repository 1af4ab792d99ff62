"""Where the central service is: filled in by the organisation, and changeable."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.ui.kit.forms.fields import Field, text_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.buttons import TextButton
from mvs_desktop.ui.kit.parts.labels import Elided

ADDRESS = "service_url"


def with_scheme(address: str) -> str:
    """An address as people say it, without "https://", is meant to have that."""
    return address if not address or "://" in address else f"https://{address}"


class KnownAddress(QWidget):
    """The address that the organisation filled in, in one line, with a way to change it."""

    change_asked = Signal()

    def __init__(self, service_url: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(4))
        host = service_url.removeprefix("https://").removeprefix("http://").rstrip("/")
        address = Elided(self.tr("De centrale: {address}").format(address=host), kit="small")
        line.addWidget(address)
        self.change = TextButton(self.tr("Wijzig"), dense=True)
        self.change.setObjectName("enrol_change_address")
        self.change.clicked.connect(self.change_asked)
        line.addWidget(self.change)
        line.addStretch(1)


class ServiceAddress(QObject):
    """The field for the address; while it is known, one line in its place.

    Put `field` in a form, then call `attach` with that form.
    """

    def __init__(self, service_url: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service_url = service_url
        self._form: RecordForm | None = None
        self.line = KnownAddress(service_url)
        self.line.change_asked.connect(self.edit)

    def field(self) -> Field:
        """`service_url`."""
        return text_field(
            ADDRESS,
            self.tr("Adres van de centrale"),
            help=self.tr("Meestal al ingevuld. Anders staat het in de brief bij je code."),
            placeholder="https://",
        )

    def attach(self, form: RecordForm, rows: QVBoxLayout) -> None:
        """Put the line at the end of `rows`, and the field out of sight while that will do."""
        self._form = form
        rows.addWidget(self.line)
        self.line.setVisible(bool(self._service_url))
        form.show_values({ADDRESS: self._service_url})
        form.set_field_visible(ADDRESS, not self._service_url)

    def hold(self, held: bool) -> None:
        """Let nobody change it while something is asked there."""
        self.line.change.setEnabled(not held)

    @property
    def is_known(self) -> bool:
        """Whether the line stands in the place of the field."""
        return not self.line.isHidden()

    def edit(self) -> None:
        """Show the field and put the keyboard in it."""
        if self._form is not None:
            self.line.hide()
            self._form.set_field_visible(ADDRESS, True)
            self._form.editor(ADDRESS).setFocus()

    @property
    def url(self) -> str:
        """The address as it was typed, with its scheme; empty when there is none."""
        return with_scheme(str(self._form.values()[ADDRESS])) if self._form else ""

    def problems(self) -> dict[str, str]:
        """Problem by field name."""
        if self.url:
            return {}
        return {ADDRESS: self.tr("Vul het adres in. Je vindt het in de brief bij je code.")}
