"""What does not fit in a form, as the sentence under its field: the fact, and the way out."""

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from mvs_desktop.domain.checks import Problem, Problems, younger_parent
from mvs_desktop.domain.partial_date import DateProblem, NotADate
from mvs_desktop.domain.people import Gender
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.snapshot import CaseSnapshot

_PROBLEMS: Mapping[Problem, object] = {
    Problem.BSN_FAILS: QT_TRANSLATE_NOOP(
        "messages",
        "Dit BSN klopt niet. Kijk het na of laat het leeg; je kunt zonder verder.",
    ),
    Problem.BSN_TAKEN: QT_TRANSLATE_NOOP(
        "messages",
        "Iemand anders in dit gezin heeft hetzelfde BSN. Kijk na bij wie het hoort.",
    ),
    Problem.BORN_IN_FUTURE: QT_TRANSLATE_NOOP(
        "messages",
        "Deze geboortedatum ligt nog voor ons. Kijk het jaar na, of kies “nog niet geboren”.",
    ),
    Problem.BORN_AFTER_PLAN: QT_TRANSLATE_NOOP(
        "messages",
        "Het plan begint eerder dan de geboorte van een kind dat hulp krijgt. Kijk beide datums "
        "na; je kunt zo verder.",
    ),
    Problem.DUE_LONG_AGO: QT_TRANSLATE_NOOP(
        "messages",
        "De verwachte datum is ruim voorbij. Is het kind geboren? Vul dan de geboortedatum in.",
    ),
    Problem.DIED_BEFORE_BIRTH: QT_TRANSLATE_NOOP(
        "messages",
        "De datum van overlijden ligt vóór de geboorte. Kijk beide datums na.",
    ),
    Problem.PARENT_YOUNGER: QT_TRANSLATE_NOOP(
        "messages",
        "Ouder is jonger dan het kind. Klopt dat?",
    ),
    Problem.SAME_PERSON: QT_TRANSLATE_NOOP(
        "messages",
        "Dit is twee keer dezelfde persoon. Kies iemand anders.",
    ),
    Problem.ENDS_BEFORE_START: QT_TRANSLATE_NOOP(
        "messages",
        "Deze datum ligt vóór het begin. Kijk beide datums na.",
    ),
    Problem.EVALUATION_BEFORE_START: QT_TRANSLATE_NOOP(
        "messages",
        "De evaluatie ligt vóór het begin van het plan. Kijk beide datums na.",
    ),
    Problem.IN_FUTURE: QT_TRANSLATE_NOOP(
        "messages",
        "Deze dag moet nog komen. Kies vandaag of een dag die voorbij is.",
    ),
    Problem.NOT_YET_BORN: QT_TRANSLATE_NOOP(
        "messages",
        "Op deze dag was het kind nog niet geboren. Kijk de datum na.",
    ),
    Problem.HOLDER_MISSING: QT_TRANSLATE_NOOP(
        "messages",
        "Nog niet bekend welke instelling de voogdij heeft. Vul de naam in zodra je die weet.",
    ),
}

_YOUNGER: Mapping[Gender, object] = {
    Gender.FEMALE: QT_TRANSLATE_NOOP("messages", "Moeder is jonger dan haar kind. Klopt dat?"),
    Gender.MALE: QT_TRANSLATE_NOOP("messages", "Vader is jonger dan zijn kind. Klopt dat?"),
}

_DATE_PROBLEMS: Mapping[DateProblem, object] = {
    DateProblem.NOT_A_DATE: QT_TRANSLATE_NOOP(
        "messages",
        "Dit is niet als datum te lezen. Schrijf bijvoorbeeld 4-3-2016, maart 2016 of 2016. Wat "
        "je typte blijft staan.",
    ),
    DateProblem.NO_SUCH_DAY: QT_TRANSLATE_NOOP(
        "messages",
        "Deze dag bestaat niet. Kijk de dag en de maand na. Wat je typte blijft staan.",
    ),
    DateProblem.NO_SUCH_MONTH: QT_TRANSLATE_NOOP(
        "messages",
        "Deze maand bestaat niet. Schrijf eerst de dag en dan de maand, zoals 4-3-2016. Wat je "
        "typte blijft staan.",
    ),
    DateProblem.YEAR_OUT_OF_RANGE: QT_TRANSLATE_NOOP(
        "messages",
        "Dit jaar ligt te ver weg. Schrijf het jaar met vier cijfers, zoals 2016. Wat je typte "
        "blijft staan.",
    ),
}


def _say(text: object) -> str:
    return QCoreApplication.translate("messages", str(text))


def problem_text(problem: Problem) -> str:
    """The sentence under a field for a problem that `domain.checks` found."""
    return _say(_PROBLEMS[problem])


def problem_texts(problems: Problems, item: Record, around: CaseSnapshot) -> Mapping[str, str]:
    """The sentences under the fields of a record, by field; they say who it is about."""
    return {field: _about(problem, item, around) for field, problem in problems.items()}


def _about(problem: Problem, item: Record, around: CaseSnapshot) -> str:
    parent = younger_parent(item, around) if problem is Problem.PARENT_YOUNGER else None
    known = _YOUNGER.get(parent.gender) if parent is not None else None
    return _say(known) if known is not None else problem_text(problem)


def date_problem_text(problem: DateProblem) -> str:
    """The sentence under a date field whose text is no date."""
    return _say(_DATE_PROBLEMS[problem])


def unreadable_date_text(error: NotADate) -> str:
    """The same, straight from the exception that the parser raised."""
    return date_problem_text(error.problem)
