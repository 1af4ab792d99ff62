"""What the scenes of sending show: conflicts, what stands apart, and receipts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.conflicts import Conflict
from mvs_desktop.domain.contacts import ContactState
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Goal
from mvs_desktop.domain.records import WITHDRAWN, Record
from mvs_desktop.services.views import (
    ConflictView,
    Link,
    NoteStage,
    SetApart,
    SyncState,
    VisitReceipt,
)
from mvs_desktop.ui.sending.conflict_words import Names
from mvs_desktop.ui.sending.page import SendingView
from tests.ui.showroom.samples import (
    LONG_FAMILY,
    MY_NAME,
    NOW,
    TODAY,
    Amount,
    case,
    contact_at,
    long_text,
    said,
    visit_at,
)

# Sending


def state(link: Link = Link.IDLE, pending: int = 0, conflicts: int = 0) -> SyncState:
    return SyncState(link, pending, conflicts, 0, NOW)


def conflict(
    record: Record,
    unit: str,
    base: object,
    standing: object,
    other: object,
    family: CaseFile | None = None,
) -> ConflictView:
    """Two who wrote another value in one field."""
    family = family or case()
    made = Conflict(
        id=uuid4(),
        case_id=family.id,
        record_type=record.type_name,
        record_id=record.id,
        unit=unit,
        standing_by="Daan Proef",
        standing_at=NOW - timedelta(hours=2),
        other_by=MY_NAME,
        other_at=NOW - timedelta(hours=1),
    )
    return ConflictView(
        made,
        family,
        record,
        base={unit: base},
        standing={unit: standing},
        other={unit: other},
        standing_by="Daan Proef",
        standing_at=NOW - timedelta(hours=2),
    )


def conflicts(amount: Amount) -> Sequence[ConflictView]:
    if amount == "empty":
        return ()
    family = case()
    person = Person(id=uuid4(), case_id=family.id, given_name="Toos", family_name="Appelmans")
    phone = conflict(person, "phone", "", "06-1234 5692", "06-1234 5691", family)
    if amount == "usual":
        return (phone,)
    long = case(LONG_FAMILY)
    mine = long_text() + "\nVoetbal.\nJudo.\nOma.\nPing-pong."
    theirs = mine.replace("slecht", "beter").replace("badly", "better")
    text = conflict(
        person, "remarks", mine.replace("bijna ", "").replace("almost ", ""), theirs, mine, long
    )
    contact = contact_at(long, 9)
    moment = conflict(contact, "at", contact.at, NOW, NOW + timedelta(hours=1), long)
    goal = Goal(
        id=uuid4(), case_id=long.id, plan_id=uuid4(), text=said("Rust in huis", "Peace at home")
    )
    score = conflict(goal, "score", 3, 6, 5, long)
    birth = conflict(person, "birth", None, PartialDate(2016), PartialDate(2016, 3), long)
    return (text, moment, score, birth, withdrawal(person, long))


def withdrawal(person: Person, family: CaseFile) -> ConflictView:
    made = conflict(person, "phone", "", "", "", family)
    return replace(
        made,
        conflict=replace(made.conflict, unit=WITHDRAWN),
        base={"withdrawn": False},
        standing={"withdrawn": False},
        other={"withdrawn": True},
    )


def set_apart(amount: Amount) -> Sequence[SetApart]:
    if amount != "full":
        return ()
    reasons = ("not-found", "no-access", "not-allowed", "sealed", "depends-on-rejected", "strange")
    return tuple(
        SetApart(case(LONG_FAMILY) if number else None, "note_paragraph", uuid4(), reason, NOW)
        for number, reason in enumerate(reasons)
    )


def sending(amount: Amount, link: Link = Link.IDLE) -> SendingView:
    found = conflicts(amount)
    pending = {"empty": 0, "usual": 3, "full": 1240}[amount]
    shown = SyncState(link, pending, len(found), len(set_apart(amount)), NOW)
    return SendingView(shown, found, set_apart(amount), TODAY, Names({}, {}, MY_NAME))


def receipts(amount: Amount) -> Sequence[VisitReceipt]:
    if amount == "empty":
        return ()
    family = case(LONG_FAMILY if amount == "full" else "Familie Appelmans")
    visit = visit_at(family, 9, state=ContactState.HELD)
    confirmed = {"note": 1, "note_paragraph": 6, "action": 2, "attachment": 1}
    sent = VisitReceipt(visit, NoteStage.SIGNED, 2, confirmed, 0, 0, NOW)
    waits = VisitReceipt(visit, NoteStage.OPEN, 0, {}, 4, 0, None)
    if amount == "usual":
        return (sent, waits)
    apart = VisitReceipt(visit, NoteStage.NONE, 1, {}, 0, 2, None)
    return tuple(replace(receipt) for _ in range(4) for receipt in (sent, waits, apart))
