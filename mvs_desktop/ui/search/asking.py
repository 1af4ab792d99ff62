"""Asks while somebody types: one question at a time, and only the last one's answer counts."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from mvs_desktop.services.search import EVERYTHING, PAGE, Finder, SearchFilter
from mvs_desktop.services.views import SearchResult
from mvs_desktop.ui.background import Background

# Between two keystrokes of a quick typist; a search takes less.
PAUSE_MS = 60

# Who reads what was found has stopped typing by then: the search is logged.
SETTLED_MS = 800


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for, where, and how many hits are wanted."""

    text: str
    chosen: SearchFilter = EVERYTHING
    limit: int = PAGE


class Asking(QObject):
    """`answered` carries the Question and its SearchResult."""

    answered = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self, finder: Finder, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._finder = finder
        self._background = background
        self._wanted: Question | None = None
        self._running: Question | None = None
        self._shown: SearchResult | None = None  # and not yet logged
        self._pause = self._timer(PAUSE_MS)
        self._pause.timeout.connect(self._run)
        self._settle = self._timer(SETTLED_MS)
        self._settle.timeout.connect(self._log)

    def ask(self, question: Question) -> None:
        """Answer this instead of what was asked before."""
        self._settle.stop()
        self._shown = None
        self._wanted = question
        self._pause.start()

    def finish(self) -> None:
        """Nobody waits for an answer any more; what was shown last is logged."""
        self._pause.stop()
        self._wanted = None
        self._log()

    def _timer(self, interval: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        return timer

    def _run(self) -> None:
        question = self._wanted
        if self._running is not None or question is None:
            return  # what is wanted by then is asked when the present one is answered
        self._running = question
        self._background.run(
            lambda: self._finder.find(question.text, question.chosen, question.limit),
            on_done=lambda result: self._done(question, result),
            on_failed=self._not_done,
            owner=self,
        )

    def _done(self, question: Question, result: SearchResult) -> None:
        self._running = None
        if question != self._wanted:
            self._run()
            return
        self._shown = result
        self._settle.start()
        self.answered.emit(question, result)

    def _not_done(self, error: Exception) -> None:
        self._running = None
        self.failed.emit(error)

    def _log(self) -> None:
        self._settle.stop()
        result, self._shown = self._shown, None
        if result is not None:
            self._background.run(
                lambda: self._finder.settled(result),
                on_done=lambda _: None,
                on_failed=self.failed.emit,
                owner=self,
            )
