"""Finding a school in the register of school sites, or noting one that is not in it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.domain.registers import SchoolSite
from mvs_desktop.services.registers import Registers
from mvs_desktop.ui.kit.forms.text_editors import TextEditor
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.labels import Small
from mvs_desktop.ui.kit.parts.quantities import format_count

SHOWN = 7


class SchoolPicker(QWidget):
    """A search field with what it finds. `picked` carries (site code, name); the code is
    empty for a school that is not in the register. `cancelled` asks to go away.
    """

    picked = Signal(str, str)
    cancelled = Signal()

    def __init__(self, registers: Registers, municipality: str) -> None:
        super().__init__()
        self.setObjectName("school_picker")
        self._registers = registers
        self._municipality = municipality
        self._rows: list[DetailRow] = []
        self._found: list[SchoolSite] = []
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        line = QHBoxLayout()
        self.search = TextEditor(placeholder=self.tr("Naam, straat of plaats van de school"))
        self.search.setObjectName("school_search")
        self.search.control().setObjectName("school_search_control")
        self.search.name_controls(self.tr("School zoeken"), "")
        self.search.edited.connect(self._find)
        line.addWidget(self.search, 1)
        rows.addLayout(line)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        rows.addLayout(self._list)
        self._more = Small()
        rows.addWidget(self._more)
        self._as_typed = OutlinedButton("")
        self._as_typed.setObjectName("school_as_typed")
        self._as_typed.clicked.connect(self._pick_typed)
        cancel = TextButton(self.tr("Toch niet"))
        cancel.setObjectName("school_search_cancel")
        cancel.clicked.connect(self.cancelled)
        rows.addWidget(ButtonRow((self._as_typed, cancel)))
        self._find()

    def focus_first(self) -> None:
        """Put the keyboard in the search field."""
        self.search.control().setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key is Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._found:
            self._pick(self._found[0])
        else:
            super().keyPressEvent(event)

    def _find(self) -> None:
        text = self.search.raw_text().strip()
        found = self._sites(text)
        self._found = found[:SHOWN]
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for at, site in enumerate(self._found, start=1):
            row = DetailRow(site.name, self._about(site), clickable=True)
            row.setObjectName(f"school_result_{at}")
            row.opened.connect(lambda chosen=site: self._pick(chosen))
            row.set_last(site is self._found[-1])
            self._rows.append(row)
            self._list.addWidget(row)
        self._more.setText(self._count_words(text, len(found)))
        self._more.setVisible(bool(self._more.text()))
        self._as_typed.set_text(self.tr("Noteer “{name}” zoals het er staat").format(name=text))
        self._as_typed.setVisible(bool(text))

    def _sites(self, text: str) -> list[SchoolSite]:
        """Schools of the family's own municipality first."""
        found = self._registers.search_schools(text) if text else ()
        return sorted(found, key=lambda site: site.municipality != self._municipality)

    def _count_words(self, text: str, count: int) -> str:
        if not text:
            return self.tr("Alle scholen van Maassluis, Vlaardingen en Schiedam staan erin.")
        if not count:
            return self.tr("Niet gevonden in de drie gemeenten. Je kunt de naam zo bewaren.")
        if count > SHOWN:
            return self.tr("En nog {count}. Typ verder om ze te zien.").format(
                count=format_count(count - SHOWN)
            )
        return ""

    def _about(self, site: SchoolSite) -> str:
        parts = [site.kind, ", ".join(p for p in (site.street, site.place) if p)]
        if site.closed:
            parts.append(self.tr("gesloten"))
        return " · ".join(part for part in parts if part)

    def _move(self, step: int) -> None:
        places: list[QWidget] = [self.search.control(), *self._rows]
        here = next((at for at, place in enumerate(places) if place.hasFocus()), 0)
        places[min(max(here + step, 0), len(places) - 1)].setFocus()

    def _pick(self, site: SchoolSite) -> None:
        self.picked.emit(site.code, site.name)

    def _pick_typed(self) -> None:
        self.picked.emit("", self.search.raw_text().strip())
