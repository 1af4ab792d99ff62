"""What a search is kept to: kind, family, person and period."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QButtonGroup, QMenu, QVBoxLayout, QWidget

from mvs_desktop.services.search import EVERYTHING, SearchFilter, SearchKind
from mvs_desktop.ui.date_fields import day_field
from mvs_desktop.ui.kit.forms.choices import ChoiceChip
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.parts.buttons import OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.search.words import kind_words

Choices = Sequence[tuple[object, str]]


class Period(StrEnum):
    """Periods that are chosen at once; OWN asks for its two days."""

    ALWAYS = "always"
    MONTH = "month"
    QUARTER = "quarter"
    THIS_YEAR = "this-year"
    LAST_YEAR = "last-year"
    OWN = "own"


class MenuFilter(OutlinedButton):
    """A button that says what is chosen and opens the menu to choose from.

    `chosen` carries the value; None is everything.
    """

    chosen = Signal(object)

    def __init__(self, words: Callable[[str], str], everything: str) -> None:
        super().__init__(words(everything), icon_name="caret-down", dense=True)
        self._words = words
        self._everything = everything
        self._options: Choices = ()
        self._value: object = None
        self.clicked.connect(self._open)

    @property
    def value(self) -> object:
        return self._value

    def offer(self, options: Choices) -> None:
        """Let these be chosen, beside everything and what is chosen now."""
        now = [option for option in self._options if option[0] == self._value]
        self._options = [*now, *(option for option in options if option not in now)]

    def show_value(self, value: object) -> None:
        """Have this chosen; None is everything."""
        self._value = value
        words = next((words for known, words in self._options if known == value), self._everything)
        self.set_text(self._words(words))

    def _open(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for value, words in ((None, self._everything), *self._options):
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value == self._value)
            action.triggered.connect(lambda _on, value=value: self._choose(value))
            group.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _choose(self, value: object) -> None:
        self.show_value(value)
        self.chosen.emit(value)


class Filters(QWidget):
    """`changed` carries the SearchFilter; `family_chosen` the id of the family whose people
    can be chosen from, or None."""

    changed = Signal(object)
    family_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = EVERYTHING
        self._today = date.min
        self._kinds: dict[SearchKind | None, ChoiceChip] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._make_kinds())
        rows.addWidget(self._make_menus())
        ends = (day_field("since", self.tr("Van")), day_field("until", self.tr("Tot en met")))
        self.days = RecordForm(ends, columns=2)
        self.days.setObjectName("search_days")
        self.days.changed.connect(self._days_changed)
        self.days.hide()
        rows.addWidget(self.days)

    @property
    def chosen(self) -> SearchFilter:
        return self._chosen

    def show_today(self, today: date) -> None:
        """From when periods are counted."""
        self._today = today

    def offer_families(self, families: Sequence[tuple[UUID, str]]) -> None:
        """The families in which something was found."""
        self.family.offer(families)

    def offer_people(self, people: Sequence[tuple[UUID, str]]) -> None:
        """The people of the family that was chosen."""
        self.person.offer(people)
        reason = "" if people else self.tr("Kan nog niet: kies eerst een gezin.")
        self.person.set_unavailable(reason)

    def clear(self) -> None:
        """Search everything again."""
        self._kinds[None].setChecked(True)
        for menu in (self.family, self.person, self.period):
            menu.show_value(None)
        self.days.hide()
        self.offer_people(())
        self._change(EVERYTHING)

    def _make_kinds(self) -> QWidget:
        chips = Flow(spacing=6)
        group = QButtonGroup(self)
        options = [(None, self.tr("Alles")), *((kind, kind_words(kind)) for kind in SearchKind)]
        for kind, words in options:
            chip = ChoiceChip(words)
            chip.setObjectName(f"search_kind_{'all' if kind is None else kind.value}")
            chip.clicked.connect(lambda _on, kind=kind: self._choose_kind(kind))
            group.addButton(chip)
            chips.add(chip)
            self._kinds[kind] = chip
        self._kinds[None].setChecked(True)
        return chips

    def _make_menus(self) -> QWidget:
        family, person, period = (
            self.tr("Gezin: {chosen}"),
            self.tr("Persoon: {chosen}"),
            self.tr("Periode: {chosen}"),
        )
        self.family = MenuFilter(lambda words: family.format(chosen=words), self.tr("alle"))
        self.person = MenuFilter(lambda words: person.format(chosen=words), self.tr("iedereen"))
        self.period = MenuFilter(lambda words: period.format(chosen=words), self.tr("altijd"))
        self.period.offer([(item, _period_words(item)) for item in Period if item != "always"])
        self.family.setObjectName("search_family")
        self.person.setObjectName("search_person")
        self.period.setObjectName("search_period")
        self.family.chosen.connect(self._choose_family)
        self.person.chosen.connect(self._choose_person)
        self.period.chosen.connect(self._choose_period)
        self.wipe = TextButton(self.tr("Filters wissen"), dense=True)
        self.wipe.setObjectName("search_clear_filters")
        self.wipe.clicked.connect(self.clear)
        self.wipe.hide()
        row = Flow(spacing=8)
        for button in (self.family, self.person, self.period, self.wipe):
            row.add(button)
        self.offer_people(())
        return row

    def _choose_kind(self, kind: SearchKind | None) -> None:
        self._change(replace(self._chosen, kind=kind))

    def _choose_family(self, case_id: object) -> None:
        found = case_id if isinstance(case_id, UUID) else None
        self.person.show_value(None)
        self.offer_people(())
        self.family_chosen.emit(found)
        self._change(replace(self._chosen, case_id=found, person_id=None))

    def _choose_person(self, person_id: object) -> None:
        found = person_id if isinstance(person_id, UUID) else None
        self._change(replace(self._chosen, person_id=found))

    def _choose_period(self, period: object) -> None:
        own = period is Period.OWN
        self.days.setVisible(own)
        if own:
            self.days.focus_first()
            since, until = self._typed_days()
        else:
            chosen = period if isinstance(period, Period) else Period.ALWAYS
            since, until = days_of(chosen, self._today)
        self._change(replace(self._chosen, since=since, until=until))

    def _days_changed(self, _values: object) -> None:
        since, until = self._typed_days()
        self._change(replace(self._chosen, since=since, until=until))

    def _typed_days(self) -> tuple[date | None, date | None]:
        values = self.days.values()
        since, until = values.get("since"), values.get("until")
        return (
            since if isinstance(since, date) else None,
            until if isinstance(until, date) else None,
        )

    def _change(self, chosen: SearchFilter) -> None:
        self._chosen = chosen
        self.wipe.setVisible(chosen != EVERYTHING)
        self.changed.emit(chosen)


def days_of(period: Period, today: date) -> tuple[date | None, date | None]:
    """The first and the last day of a period; None for no end on that side."""
    match period:
        case Period.MONTH:
            return today - timedelta(days=30), None
        case Period.QUARTER:
            return today - timedelta(days=91), None
        case Period.THIS_YEAR:
            return date(today.year, 1, 1), None
        case Period.LAST_YEAR:
            return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
        case Period.ALWAYS | Period.OWN:
            return None, None


def _period_words(period: Period) -> str:
    match period:
        case Period.ALWAYS:
            return QCoreApplication.translate("search", "altijd")
        case Period.MONTH:
            return QCoreApplication.translate("search", "laatste 30 dagen")
        case Period.QUARTER:
            return QCoreApplication.translate("search", "laatste 3 maanden")
        case Period.THIS_YEAR:
            return QCoreApplication.translate("search", "dit jaar")
        case Period.LAST_YEAR:
            return QCoreApplication.translate("search", "vorig jaar")
        case Period.OWN:
            return QCoreApplication.translate("search", "van … tot en met …")
