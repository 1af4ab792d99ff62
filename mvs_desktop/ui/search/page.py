"""Zoeken: everything that is found for a text, kept to a kind, a family, a person, a period."""

from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mvs_desktop.domain.cases import CaseKind
from mvs_desktop.domain.people import Person
from mvs_desktop.services.search import EVERYTHING, PAGE, Finder, SearchKind
from mvs_desktop.services.views import SearchHit, SearchResult
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.kit.lists.search_line import SearchLine
from mvs_desktop.ui.kit.lists.views import RowsList
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.empty import EmptyState
from mvs_desktop.ui.kit.pages.scroll import PageHeader
from mvs_desktop.ui.kit.parts.buttons import TextButton
from mvs_desktop.ui.kit.parts.labels import Small
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.navigation.view import ScreenView
from mvs_desktop.ui.search.asking import Asking, Question
from mvs_desktop.ui.search.filters import Filters
from mvs_desktop.ui.search.words import chips, first_line, opens, second_line, still_indexing
from mvs_desktop.ui.words import person_name

_MOST_FAMILIES = 15  # in the menu to choose from
_AGAIN = 4  # times as many hits when more are asked for


class SearchPage(ScreenView):
    """Shows the day (`show_view`) and what `attach` lets it search."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search_page")
        self._today = date.min
        self._asking: Asking | None = None
        self._finder: Finder | None = None
        self._background: Background | None = None
        self._limit = PAGE
        self._asked_text = ""
        self.list: RowsList[SearchHit] = RowsList(
            lambda hit: first_line(hit, self._today),
            self.tr("Gevonden"),
            second=second_line,
            chips=chips,
            key=lambda hit: (hit.record_type, hit.record_id),
        )
        self.list.setObjectName("search_list")
        self.list.setProperty("kit", "framed")
        self.list.activated_row.connect(self._open)
        self.line = SearchLine(
            self.tr("Naam, adres, BSN of een woord uit een verslag of plan"), self.list
        )
        self.line.setObjectName("search_line")
        self.line.textChanged.connect(self._typed)
        self.filters = Filters()
        self.filters.changed.connect(self._typed)
        self.filters.family_chosen.connect(self._read_people)
        self.hint = Small("")
        self.hint.setObjectName("search_hint")
        self.more = TextButton(self.tr("Toon meer"), dense=True)
        self.more.setObjectName("search_more")
        self.more.clicked.connect(self._show_more)
        self.nothing = EmptyState("", self.tr("Filters wissen"), icon_name="magnifying-glass")
        self.nothing.setObjectName("search_nothing")
        self.nothing.chosen.connect(self.filters.clear)
        self._arrange()
        self._show_empty()

    def _arrange(self) -> None:
        self._below = QStackedWidget()
        self._below.addWidget(self.list)
        self._below.addWidget(self.nothing)
        under = QHBoxLayout()
        under.addWidget(self.hint, 1)
        under.addWidget(self.more)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(24), px(24), px(24), px(24))
        rows.setSpacing(px(12))
        rows.addWidget(PageHeader(self.tr("Zoeken")))
        rows.addWidget(self.line)
        rows.addWidget(self.filters)
        rows.addLayout(under)
        rows.addWidget(self._below, 1)

    def attach(self, finder: Finder, background: Background, asking: Asking) -> None:
        """Search with these from now on."""
        self._finder, self._background, self._asking = finder, background, asking
        asking.answered.connect(self._show_answer)

    def begin(self, text: str) -> None:
        """Search everything for this text."""
        self.filters.clear()
        self.line.setText(text)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_view(self, view: date) -> None:
        """The day it is; what is shown is searched again, as something may have changed."""
        self._today = view
        self.filters.show_today(view)
        self._ask()

    def focus_first(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_filter(self) -> bool:
        self.focus_first()
        self.line.selectAll()
        return True

    def finish(self) -> None:
        """The page is left: what was shown is logged, and nothing more is asked."""
        if self._asking is not None:
            self._asking.finish()

    def _typed(self) -> None:
        self._limit = PAGE
        self._ask()

    def _show_more(self) -> None:
        self._limit *= _AGAIN
        self._ask()

    def _ask(self) -> None:
        text = self.line.text().strip()
        if self._asking is None:
            return
        if not text:
            self._asking.finish()
            self._show_empty()
            return
        self._asking.ask(Question(text, self.filters.chosen, self._limit))

    def _show_answer(self, question: Question, result: SearchResult) -> None:
        if question.text != self.line.text().strip():
            return
        self.list.show_rows(result.hits)
        if result.hits and self.list.chosen_object() is None:
            self.list.setCurrentIndex(self.list.rows.index(0, 0))
        self.more.setVisible(result.more)
        self._offer_families(result)
        if result.hits:
            self._below.setCurrentWidget(self.list)
            self.hint.setText(self._hint(result))
        else:
            self._show_nothing(question, result)

    def _hint(self, result: SearchResult) -> str:
        if result.behind:
            return still_indexing()
        if result.exact:
            return self.tr("Op BSN gezocht. Dat is vastgelegd.")
        if all(hit.corrected for hit in result.hits):
            return self.tr("Niets precies zo gevonden. Dit lijkt erop.")
        count = len(result.hits)
        if result.more:
            return self.tr("De eerste {count} worden getoond.").format(count=format_count(count))
        if count == 1:
            return self.tr("1 keer gevonden.")
        return self.tr("{count} keer gevonden.").format(count=format_count(count))

    def _show_nothing(self, question: Question, result: SearchResult) -> None:
        chosen = question.chosen
        in_period = chosen.since is not None or chosen.until is not None
        if in_period and chosen.kind is SearchKind.NAMES:
            text = self.tr("Namen en adressen hebben geen datum. Haal de periode weg.")
        elif chosen != EVERYTHING:
            text = self.tr("Niets gevonden met deze filters.")
        else:
            text = self.tr("Niets gevonden op deze laptop.")
        self.nothing.sentence.setText(text)
        self.nothing.button.setVisible(chosen != EVERYTHING)
        self.hint.setText(still_indexing() if result.behind else "")
        self._put_away_list()

    def _show_empty(self) -> None:
        self.list.show_rows(())
        self.more.hide()
        self.hint.setText("")
        self.nothing.sentence.setText(
            self.tr("Typ een naam, een straat, een heel BSN of een woord uit een verslag.")
        )
        self.nothing.button.hide()
        self._put_away_list()

    def _put_away_list(self) -> None:
        if self.list.hasFocus():  # the keyboard would be left where nothing is
            self.line.setFocus()
        self._below.setCurrentWidget(self.nothing)

    def _offer_families(self, result: SearchResult) -> None:
        if self.filters.chosen.case_id is None:
            cases = {hit.case.id: hit.case for hit in result.hits}
            families = [
                (case.id, case.name or self.tr("Gezin zonder naam"))
                for case in cases.values()
                if case.kind is not CaseKind.OWN
            ]
            self.filters.offer_families(families[:_MOST_FAMILIES])

    def _read_people(self, case_id: UUID | None) -> None:
        finder, background = self._finder, self._background
        if case_id is None or finder is None or background is None:
            return

        def show(people: tuple[Person, ...]) -> None:
            if self.filters.chosen.case_id == case_id:
                self.filters.offer_people([(item.id, person_name(item)) for item in people])

        asking = self._asking
        assert asking is not None  # noqa: S101 - it came with the finder
        background.run(
            lambda: finder.people(case_id),
            on_done=show,
            on_failed=asking.failed.emit,
            owner=self,
        )

    def _open(self, hit: SearchHit) -> None:
        self.asked.emit(opens(hit))
