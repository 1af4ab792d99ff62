"""What waits for a worker of working together, as lines of “Wacht op mij” on Vandaag."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from mvs_desktop.domain.teamwork import OfferState
from mvs_desktop.services.team_views import ChildQuestion, EmergencyNotice, Offer, TeamDay
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.parts.buttons import Button, OutlinedButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.navigation.intents import OpenFamily
from mvs_desktop.ui.navigation.team_intents import (
    AnswerOffer,
    LookAtApart,
    PutNoticeAway,
    SeeChildAnswer,
    SeeOffered,
    TeamIntent,
)
from mvs_desktop.ui.words import format_date, format_moment, with_capital


class Line(NamedTuple):
    """A row, what opening it asks, and what its button asks."""

    row: DetailRow
    intent: TeamIntent | OpenFamily | None
    button: Button | None = None
    button_intent: TeamIntent | None = None


_ANSWERS: Mapping[str, object] = {
    OfferState.ACCEPTED: QT_TRANSLATE_NOOP("team", "{name} nam je gezin over."),
    OfferState.DECLINED: QT_TRANSLATE_NOOP("team", "{name} neemt je gezin niet over."),
    OfferState.EXPIRED: QT_TRANSLATE_NOOP("team", "{name} antwoordde niet op je vraag."),
    OfferState.OPEN: QT_TRANSLATE_NOOP("team", "Je vroeg {name} een gezin over te nemen."),
}


def team_rows(day: TeamDay, today: date) -> Iterator[Line]:
    """A row for each thing that waits, and what is asked when it is opened."""
    for notice in day.emergencies:
        yield _emergency(notice, today)
    for offer in day.offers:
        yield _offer(offer, today)
    for offer in day.asked:
        yield _asked(offer, day.families.get(offer.case_id, ""))
    for case, edits in day.apart:
        row = _row(
            case.name or QCoreApplication.translate("team", "Gezin zonder naam"),
            _apart_text(edits),
            opens=True,
        )
        row.add_chip(Chip(QCoreApplication.translate("team", "Apart gezet"), "warn"))
        yield Line(row, LookAtApart(case.id))
    for question in day.questions:
        yield _question(question)


def _emergency(notice: EmergencyNotice, today: date) -> Line:
    member = notice.member
    until = _local(member.expires_at)
    told = (
        QCoreApplication.translate("team", "{name}: “{reason}” · tot {moment}")
        if until
        else QCoreApplication.translate("team", "{name}: “{reason}”")
    )
    moment = format_moment(until, today) if until else ""
    row = _row(
        notice.case.name or QCoreApplication.translate("team", "Gezin zonder naam"),
        told.format(name=member.name, reason=member.emergency_reason, moment=moment),
        opens=True,
    )
    words = QCoreApplication.translate("team", "Noodtoegang")
    row.add_chip(Chip(words, "warn", icon_name="warning"))
    seen = OutlinedButton(QCoreApplication.translate("team", "Gezien"), dense=True)
    seen.setObjectName("put_notice_away")
    seen.describe(f"{words}, {notice.case.name}")
    row.add_action(seen)
    return Line(row, OpenFamily(notice.case.id), seen, PutNoticeAway(member))


def _offer(offer: Offer, today: date) -> Line:
    title = QCoreApplication.translate("team", "{name} vraagt of je een gezin overneemt").format(
        name=offer.from_name
    )
    until = _local(datetime.fromisoformat(offer.expires_at))
    moment = (
        QCoreApplication.translate("team", "Antwoorden kan tot {moment}").format(
            moment=format_moment(until, today)
        )
        if until
        else ""
    )
    word = f"“{offer.word}”" if offer.word else ""
    below = " · ".join(part for part in (word, moment) if part)
    return Line(_row(title, below, opens=True), AnswerOffer(offer.offer_id))


def _asked(offer: Offer, family: str) -> Line:
    told = _say(_ANSWERS.get(offer.state, _ANSWERS[OfferState.OPEN])).format(name=offer.to_name)
    is_open = offer.state == OfferState.OPEN
    word = offer.word if is_open else offer.answer  # beside an answer, only his own words
    quoted = f"“{word}”" if word else ""
    title, below = told, quoted
    if family:
        title, below = family, " ".join(part for part in (told, quoted) if part)
    row = _row(title, below, opens=is_open)
    return Line(row, SeeOffered(offer.offer_id) if is_open else None)


def _apart_text(edits: int) -> str:
    if edits == 1:
        return QCoreApplication.translate("team", "1 wijziging van een collega die stopte")
    words = QCoreApplication.translate("team", "{count} wijzigingen van een collega die stopte")
    return words.format(count=format_count(edits))


def _question(question: ChildQuestion) -> Line:
    title = QCoreApplication.translate("team", "Is {name}, geboren {day}, al bekend?").format(
        name=with_capital(question.family_name), day=format_date(question.birth)
    )
    if question.answered_at is None:
        later = QCoreApplication.translate("team", "Dit kijken we na zodra er verbinding is.")
        return Line(_row(title, later, opens=False), None)
    known = QCoreApplication.translate(
        "team", "Bekend bij een collega. Overleg met de casusregisseur."
    )
    answer = (
        known
        if question.is_known
        else QCoreApplication.translate("team", "Niet bekend bij een collega.")
    )
    return Line(_row(title, answer, opens=True), SeeChildAnswer(question.id))


def _row(title: str, below: str, *, opens: bool) -> DetailRow:
    row = DetailRow(title, below, clickable=opens)
    row.setObjectName("team_row")
    return row


def _local(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone()


def _say(text: object) -> str:
    return QCoreApplication.translate("team", str(text))
