"""Working together on a case: what a screen may ask and command of the centre.

All of it needs a connection, except the question whether a child is known: that waits in the
store and is asked at the next contact. A command carries an id that the screen makes once for
what its worker asked; after a failure the same command can be given again.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec

from mvs_desktop.domain.cases import CaseFile, CaseMember, CaseRole
from mvs_desktop.domain.errors import (
    ExpectedError,
    ServerAnswerUnreadable,
    ServerUnreachable,
    UnreadableRecord,
)
from mvs_desktop.domain.records import (
    WHOLE,
    WITHDRAWN,
    Compartment,
    Record,
    RecordType,
    from_doc,
    record_type,
    to_doc,
)
from mvs_desktop.domain.teamwork import (
    MAY_SETTLE_APART,
    MOST_EMERGENCY,
    USUAL_IN_EMERGENCY,
    SearchPurpose,
)
from mvs_desktop.services.sending import Sending
from mvs_desktop.services.team_views import (
    ApartChange,
    ApartCount,
    EmergencyNotice,
    TeamDay,
    UnreadChange,
)
from mvs_desktop.storage.exchange.together import ChildQuestion, WhomToAsk
from mvs_desktop.storage.records.outbox import OpState
from mvs_desktop.storage.store import Store
from mvs_desktop.sync import protocol as wire
from mvs_desktop.sync.answers import instant
from mvs_desktop.sync.protocol import Colleague, Offer

NOTICE_SHOWS = timedelta(days=7)  # after emergency access ended


class Team:
    """Every method talks to the service and blocks, except where it says otherwise.

    Methods raise ServerUnreachable without a connection, NotAllowed when the centre does not do
    it, and what every request raises.
    """

    def __init__(self, store: Store, sending: Sending, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._sending = sending
        self._clock = clock

    # Colleagues on a case

    def colleagues(self, text: str) -> tuple[tuple[Colleague, ...], bool]:
        """Colleagues whose name, team, expertise or organisation fits, and whether there are
        more. Two letters at least."""
        reply = self._sending.ask(wire.ColleagueRequest(text), wire.ColleagueReply)
        return tuple(reply.colleagues), reply.more

    def bring_in(
        self,
        command_id: UUID,
        case_id: UUID,
        worker_id: UUID,
        role: CaseRole,
        compartments: frozenset[Compartment],
        starts_on: date,
        ends_on: date | None = None,
    ) -> None:
        """Bring a colleague in (betrekken), or change what he has."""
        request = wire.MemberGrant(
            str(command_id),
            str(case_id),
            str(worker_id),
            role.value,
            sorted(compartments),
            starts_on.isoformat(),
            ends_on.isoformat() if ends_on else "",
        )
        self._sending.ask(request, wire.Done)

    def end(self, command_id: UUID, case_id: UUID, worker_id: UUID) -> None:
        """End a colleague's access, or one's own, at once."""
        self._sending.ask(wire.MemberEnd(str(command_id), str(case_id), str(worker_id)), wire.Done)

    # Handing over

    def offer(
        self, command_id: UUID, case_id: UUID, worker_id: UUID, word: str, *, stays: bool
    ) -> None:
        """Offer a case that one leads."""
        request = wire.HandoverOffer(str(command_id), str(case_id), str(worker_id), word, stays)
        self._sending.ask(request, wire.Done)
        self.refresh()

    def answer(self, command_id: UUID, offer_id: str, word: str, *, accept: bool) -> None:
        """Raises OfferGone when who offered it leads the case no more."""
        request = wire.HandoverAnswer(str(command_id), offer_id, accept, word)
        self._sending.ask(request, wire.Done)
        self.refresh()

    def take_back(self, command_id: UUID, offer_id: str) -> None:
        self._sending.ask(wire.HandoverTakeBack(str(command_id), offer_id), wire.Done)
        self.refresh()

    # Is this child known?

    def ask_child(
        self, question_id: UUID, family_name: str, birth: date, bsn: str = ""
    ) -> ChildQuestion:
        """Ask it now, or keep the question for the next contact when there is none.

        Raises TooManySearches.
        """
        question = ChildQuestion(question_id, self._clock(), family_name, birth, bsn)
        self._store.together.keep_question(question)
        try:
            return self._ask(question)
        except (ServerUnreachable, ServerAnswerUnreadable):
            return question
        except ExpectedError:
            self._store.together.drop_question(question_id)
            raise

    def questions(self) -> tuple[ChildQuestion, ...]:
        """What was asked and not put away, oldest first. Reads the store alone."""
        return self._store.together.questions()

    def put_away(self, question_id: UUID) -> None:
        """The worker saw the answer. Writes the store alone."""
        self._store.together.drop_question(question_id)

    def take_emergency_access(
        self,
        command_id: UUID,
        question: ChildQuestion,
        place: int,
        reason: str,
        compartments: frozenset[Compartment] = USUAL_IN_EMERGENCY,
    ) -> tuple[UUID, datetime]:
        """Emergency access (noodtoegang) to these parts of what a question led to: the case, and
        until when.

        Raises AccessPresent.
        """
        request = wire.EmergencyAccess(
            str(command_id),
            reason,
            search_id=str(question.search_id),
            place=place,
            compartments=tuple(sorted(part.value for part in compartments)),
        )
        reply = self._sending.ask(request, wire.EmergencyReply)
        return UUID(reply.case_id), datetime.fromisoformat(reply.until).astimezone(UTC)

    def extend_emergency_access(
        self,
        command_id: UUID,
        case_id: UUID,
        reason: str,
        compartments: frozenset[Compartment],
    ) -> None:
        """More parts of a case to which one took emergency access. Raises AccessPresent."""
        parts = tuple(sorted(part.value for part in compartments))
        request = wire.EmergencyAccess(
            str(command_id), reason, case_id=str(case_id), compartments=parts
        )
        self._sending.ask(request, wire.EmergencyReply)

    def _ask(self, question: ChildQuestion) -> ChildQuestion:
        request = wire.KnownChildRequest(
            SearchPurpose.INTAKE.value,
            question.family_name,
            question.birth.isoformat(),
            question.bsn,
        )
        reply = self._sending.ask(request, wire.KnownChildReply)
        answered = msgspec.structs.replace(
            question,
            answered_at=self._clock(),
            search_id=UUID(reply.search_id),
            whom=tuple(map(_whom, reply.ask)),
        )
        self._store.together.keep_question(answered)
        return answered

    # What waits at the centre

    def contacted(self) -> None:
        """After an exchange: ask what waited for it. A failure waits for the next one, and
        without a connection so does all that is left."""
        if self._sending.waiting is None:
            return
        with suppress(ExpectedError):
            if self._sending.waiting != self._waiting().digest:
                self.refresh()
        with suppress(ServerUnreachable):
            for question in self.questions():
                if question.answered_at is None:
                    self._ask_again(question)

    def _ask_again(self, question: ChildQuestion) -> None:
        """Raises ServerUnreachable; whatever else is wrong may be wrong with this one alone."""
        try:
            self._ask(question)
        except ServerUnreachable:
            raise
        except ExpectedError:
            pass

    def refresh(self) -> None:
        """Ask what waits for this worker."""
        reply = self._sending.ask(wire.WaitingRequest(), wire.WaitingReply)
        text = msgspec.json.encode(reply).decode() if reply.digest else ""
        self._store.together.keep_waiting(text)

    def offers(self) -> tuple[Offer, ...]:
        """To and from this worker, as of the last contact. Reads the store alone."""
        return tuple(self._waiting().offers)

    def apart_counts(self) -> tuple[ApartCount, ...]:
        """Edits that lie apart, per case one leads. Reads the store alone."""
        return tuple(ApartCount(UUID(item.case_id), item.edits) for item in self._waiting().apart)

    def day(self) -> TeamDay:
        """What waits for this worker. Reads the store alone."""
        now, me = self._clock(), self._store.author.worker_id
        counts = {item.case_id: item.edits for item in self.apart_counts()}
        offers = self.offers()
        asked = tuple(offer for offer in offers if offer.from_id == me)
        with self._store.reader() as reader:
            apart = tuple((case, counts[case.id]) for case in reader.among(CaseFile, counts))
            taken = reader.between(
                CaseMember, "expires_at", now - NOTICE_SHOWS, now + MOST_EMERGENCY
            )
            cases = {item.case_id for item in taken if str(item.worker_id) != me}
            mine = {
                item.case_id
                for item in reader.among(CaseMember, cases)
                if str(item.worker_id) == me
                and item.role in MAY_SETTLE_APART
                and not item.is_emergency
            }
            files = {case.id: case for case in reader.among(CaseFile, mine)}
            given = reader.among(
                CaseFile, {UUID(offer.case_id) for offer in asked if offer.case_id}
            )
        seen = self._store.together.seen()
        notices = tuple(
            EmergencyNotice(files[item.case_id], item)
            for item in taken
            if item.case_id in files and str(item.worker_id) != me and _notice_of(item) not in seen
        )
        return TeamDay(
            self.questions(),
            tuple(offer for offer in offers if offer.from_id != me),
            asked,
            apart,
            notices,
            {str(case.id): case.name for case in given},
        )

    def put_notice_away(self, member: CaseMember) -> None:
        """This worker saw that a colleague took emergency access. Writes the store alone."""
        self._store.together.note_seen(_notice_of(member))

    def _waiting(self) -> wire.WaitingReply:
        text = self._store.together.waiting()
        if not text:
            return wire.WaitingReply([], [], "", "")
        return msgspec.json.decode(text, type=wire.WaitingReply)

    # Edits that came in after access ended

    def apart(self, case_id: UUID) -> tuple[ApartChange | UnreadChange, ...]:
        """What former colleagues wrote, in the order they wrote it."""
        reply = self._sending.ask(wire.ApartRequest(str(case_id)), wire.ApartReply)
        return tuple(self._read_apart(case_id, edit) for edit in reply.edits)

    def stands(self, change: ApartChange) -> bool:
        """Whether what it makes stands here already: it was saved, and then the line broke, or
        a colleague was first. Reads the store alone."""
        record, after = change.after or change.before, change.after
        if record is None:
            return True
        with self._store.reader() as reader:
            now = reader.shared(type(record), record.id)
            is_live = record.id in reader.live(type(record), [record.id])
        if after is None:
            return not is_live
        if now is None or change.before is None:
            return now is not None
        standing, wanted = to_doc(now), to_doc(after)
        stands = all(standing.get(name) == wanted.get(name) for name in change.fields)
        return stands and (is_live or not change.restores)

    def sent(self, change: ApartChange) -> Mapping[str, OpState]:
        """How far the edits are that were made here of the record. Reads the store alone."""
        record = change.after or change.before
        with self._store.reader() as reader:
            return {} if record is None else reader.op_states(record.id)

    def settle_apart(
        self, command_id: UUID, case_id: UUID, op_ids: tuple[str, ...], *, taken: bool
    ) -> None:
        """These were taken over (and sent before this: see taking_over), or are left out."""
        request = wire.ApartSettle(str(command_id), str(case_id), list(op_ids), taken)
        self._sending.ask(request, wire.Done)
        self.refresh()

    def _read_apart(self, case_id: UUID, edit: wire.ApartEdit) -> ApartChange | UnreadChange:
        alone = False
        try:
            kind, record_id = record_type(edit.record_type), UUID(edit.record_id)
            with self._store.reader() as reader:
                before = reader.shared(kind.cls, record_id)
            withdraws = _withdraws(edit)
            alone = before is None and (WHOLE not in edit.units or withdraws is True)
            if not alone:
                return _apart_change(kind, case_id, edit, before)
        except (UnreadableRecord, KeyError):
            pass
        return UnreadChange(edit.op_id, case_id, edit.worker_name, instant(edit.made_at), alone)


def _apart_change(
    kind: RecordType, case_id: UUID, edit: wire.ApartEdit, before: Record | None
) -> ApartChange:
    """Raises UnreadableRecord."""
    values = [unit.value for name, unit in edit.units.items() if name != WITHDRAWN]
    withdraws = _withdraws(edit)
    doc = {} if before is None else to_doc(before)
    for value in values:
        doc |= value
    return ApartChange(
        edit.op_id,
        case_id,
        edit.worker_name,
        instant(edit.made_at),
        before,
        None if withdraws else from_doc(kind, UUID(edit.record_id), case_id, doc),
        tuple(name for value in values for name in value),
        withdraws is False,
    )


def _withdraws(edit: wire.ApartEdit) -> bool | None:
    """Whether it withdraws the record, or restores it; None when it does neither."""
    unit = edit.units.get(WITHDRAWN)
    return None if unit is None else bool(unit.value.get("withdrawn"))


def _notice_of(member: CaseMember) -> str:
    """By what a notice of emergency access is known; access that is taken anew is another."""
    until = member.expires_at.isoformat() if member.expires_at else ""
    return f"{member.id} {until}"


def _whom(told: wire.WhomToAsk) -> WhomToAsk:
    case_id = UUID(told.case_id) if told.case_id else None
    return WhomToAsk(told.name, told.phone, told.organisation, told.team, told.team_phone, case_id)
