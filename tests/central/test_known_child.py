"""Is this child known? Whom to ask, never what is in the case; and emergency access from there."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import delete, select, update

from mvs_central.access import directory, members
from mvs_central.access.policy import access_to
from mvs_central.base.central import Central
from mvs_central.cases import identities
from mvs_central.tables import audit, child_search, known_identity, service, worker
from mvs_central.teamwork import apart, emergency, known_child
from mvs_desktop.domain.cases import CaseMember, CaseRole
from mvs_desktop.domain.catalogue import record_type
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import WHOLE, from_doc
from mvs_desktop.sync.protocol import (
    ApartRequest,
    ApartSettle,
    EmergencyAccess,
    EmergencyReply,
    KnownChildReply,
    KnownChildRequest,
)
from tests.central.desk import (
    TEAM,
    Clock,
    Desk,
    created,
    doc_of,
    edited,
    new_desk,
    share,
    version_of,
    withdrawn,
)
from tests.central.test_team import answered, code_of, grant, offered, offers, wanted

BSN = "123456782"


def child(case_id: UUID, **fields: Any) -> Person:
    values: dict[str, Any] = {
        "given_name": "Bo",
        "family_name": "Elsenaar",
        "birth": PartialDate(2018, 3, 4),
        "gets_help": True,
    }
    return Person(id=uuid4(), case_id=case_id, **(values | fields))


def search(
    desk: Desk, name: str = "Elsenaar", birth: str = "2018-03-04", bsn: str = ""
) -> KnownChildReply:
    request = KnownChildRequest("aanmelding", name, birth, bsn)
    return desk.ask(known_child.ask, request)


def take(desk: Desk, **fields: Any) -> EmergencyReply:
    values: dict[str, Any] = {"reason": "Melding van de politie, casusregisseur is ziek."} | fields
    return desk.ask(emergency.take, EmergencyAccess(str(uuid4()), **values))


@pytest.fixture
def known(sanne: Desk, central: Central) -> UUID:
    """A case of Sanne's with one child in it."""
    with central.database.write() as connection:
        mine = update(worker).where(worker.c.id == sanne.caller.worker_id)
        connection.execute(mine.values(phone="06 1234 5678"))
    case_id = sanne.new_case()
    sanne.do(case_id, created(child(case_id, bsn=BSN)))
    return case_id


def test_a_known_child_tells_whom_to_ask_and_nothing_else(known: UUID, youssef: Desk) -> None:
    reply = search(youssef)
    (whom,) = reply.ask
    assert (whom.name, whom.phone, whom.team) == ("Sanne de Wit", "06 1234 5678", TEAM)
    told = msgspec.json.encode(reply).decode()
    assert str(known) not in told
    assert "Bo" not in told
    assert search(youssef, birth="2018-03-05").ask == []
    assert search(youssef, "Amrani").ask == []


def test_who_may_read_the_case_is_told_which(known: UUID, sanne: Desk) -> None:
    assert [whom.case_id for whom in search(sanne).ask] == [str(known)]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("van der Élzen", "Elzen"),
        ("Elzen", "van der ELZEN"),
        ("Jansen-Özdemir", "jansen ozdemir"),
        ("Łukasz", "Lukasz"),
        ("van de", "van de"),
    ],
)
def test_spelling_does_not_matter(sanne: Desk, youssef: Desk, written: str, typed: str) -> None:
    case_id = sanne.new_case()
    sanne.do(case_id, created(child(case_id, family_name=written)))
    assert len(search(youssef, typed).ask) == 1


@pytest.mark.usefixtures("known")
def test_a_bsn_finds_under_another_name(youssef: Desk) -> None:
    assert len(search(youssef, "Anders", "2017-01-01", "1234.56.782").ask) == 1
    assert search(youssef, "Anders", "2017-01-01", "111222333").ask == []


@pytest.mark.parametrize(
    "birth", [None, PartialDate(2018, 3), PartialDate(2018, 3, 4, estimated=True)]
)
def test_half_a_birth_date_identifies_nobody(
    sanne: Desk, youssef: Desk, birth: PartialDate | None
) -> None:
    case_id = sanne.new_case()
    sanne.do(case_id, created(child(case_id, birth=birth)))
    assert search(youssef).ask == []


def test_it_follows_every_change_of_the_record(known: UUID, sanne: Desk, youssef: Desk) -> None:
    seen = [item for item in sanne.read(known).values() if item.record_type == "person"]
    person = from_doc(record_type("person"), UUID(seen[0].id), known, doc_of(seen[0]))
    assert isinstance(person, Person)
    value, base = {"family_name": "de Boer"}, {"family_name": "Elsenaar"}
    version = version_of(seen[0], "family_name")
    sanne.do(known, edited(person, "family_name", value, base=base, version=version))
    assert search(youssef).ask == []
    assert len(search(youssef, "Boer").ask) == 1
    newest = sanne.read(known)[person.id].seq
    sanne.do(known, withdrawn(person, newest))
    assert search(youssef, "Boer").ask == []


def test_nothing_readable_is_kept(known: UUID, central: Central) -> None:
    with central.database.read() as connection:
        rows = connection.execute(select(known_identity)).all()
    assert {row.case_id for row in rows} == {known}
    assert sorted(len(bytes(row.digest)) for row in rows) == [32, 32]
    other = identities.digests(
        b"x" * 32, "person", {"family_name": "Elsenaar", "birth": "2018-03-04"}
    )
    assert not other & {bytes(row.digest) for row in rows}


@pytest.mark.usefixtures("known")
def test_an_older_database_learns_whom_it_holds(youssef: Desk, central: Central) -> None:
    with central.database.write() as connection:
        connection.execute(delete(known_identity))
        connection.execute(update(service).values(identity_key=None))
    assert search(youssef).ask == []
    directory.init(central, demo=False)
    assert len(search(youssef).ask) == 1


def test_every_search_is_written_down(known: UUID, youssef: Desk, central: Central) -> None:
    search(youssef)
    search(youssef, "Niemand")
    with central.database.read() as connection:
        rows = connection.execute(select(audit).where(audit.c.action == "search")).all()
        searches = connection.execute(select(child_search.c.cases)).all()
    assert [(row.case_id, row.purpose) for row in rows] == [
        (None, "aanmelding"),
        (known, "aanmelding"),
        (None, "aanmelding"),
    ]
    assert sorted(len(json.loads(row.cases)) for row in searches) == [0, 1]


@pytest.mark.usefixtures("known")
def test_many_searches_are_too_many(youssef: Desk, clock: Clock) -> None:
    for _ in range(known_child.MOST_SEARCHES):
        search(youssef, "Niemand")
    assert code_of(lambda: search(youssef)) == "too-many-searches"
    assert code_of(lambda: search(youssef, "Niemand")) == "too-many-searches"
    clock.forward(hours=1, seconds=1)
    assert len(search(youssef).ask) == 1


@pytest.mark.parametrize(
    ("name", "birth", "bsn"),
    [("", "2018-03-04", ""), ("Elsenaar", "maart", ""), ("Elsenaar", "2018-03-04", "123")],
)
def test_a_search_that_could_find_nobody_is_refused(
    youssef: Desk, name: str, birth: str, bsn: str
) -> None:
    assert code_of(lambda: search(youssef, name, birth, bsn)) == "unreadable"


def test_a_case_that_nobody_leads_tells_a_team(
    known: UUID, sanne: Desk, youssef: Desk, central: Central
) -> None:
    members.revoke(central, known, sanne.caller.worker_id)
    (whom,) = search(youssef).ask
    assert whom.team == TEAM


# Emergency access


def members_of(desk: Desk, case_id: UUID) -> list[CaseMember]:
    found = []
    for item in desk.read(case_id).values():
        if item.record_type == "case_member":
            member = from_doc(record_type("case_member"), UUID(item.id), case_id, doc_of(item))
            assert isinstance(member, CaseMember)
            found.append(member)
    return found


def test_emergency_access_ends_by_itself_and_shows_on_the_case(
    known: UUID, sanne: Desk, youssef: Desk, clock: Clock, central: Central
) -> None:
    reply = take(youssef, search_id=search(youssef).search_id)
    assert reply.until == "2026-11-21T18:00:00+01:00"  # it is one o'clock in the afternoon
    assert {head.compartment for head in youssef.manifest()} == set(reply.compartments)
    (member,) = [item for item in members_of(sanne, known) if item.is_emergency]
    assert member.worker_id == youssef.caller.worker_id
    assert member.emergency_reason.startswith("Melding van de politie")
    assert member.expires_at == datetime(2026, 11, 21, 17, tzinfo=UTC)
    youssef.read(known)
    clock.forward(hours=4, minutes=59)
    assert youssef.manifest()
    clock.forward(minutes=1)
    assert youssef.manifest() == []
    assert code_of(lambda: take(youssef, case_id=str(known))) == ""  # he had a relation
    with central.database.read() as connection:
        rows = connection.execute(
            select(audit.c.action, audit.c.purpose, audit.c.emergency).where(
                audit.c.worker_id == youssef.caller.worker_id, audit.c.case_id == known
            )
        ).all()
    assert {tuple(row) for row in rows} == {
        ("search", "aanmelding", None),
        ("emergency", "noodtoegang", True),
        ("read", "jeugdhulp", True),
    }


def test_without_a_search_a_stranger_finds_nothing(
    known: UUID, sanne: Desk, youssef: Desk, clock: Clock
) -> None:
    assert code_of(lambda: take(youssef, case_id=str(known))) == "not-found"
    assert code_of(lambda: take(youssef, case_id=str(uuid4()))) == "not-found"
    assert code_of(lambda: take(youssef, search_id=str(uuid4()))) == "not-found"
    # The number of a case is no search.
    assert code_of(lambda: take(youssef, search_id=str(known))) == "not-found"
    miss = search(youssef, "Niemand").search_id
    assert code_of(lambda: take(youssef, search_id=miss)) == "not-found"
    hit = search(youssef).search_id
    assert code_of(lambda: take(youssef, search_id=hit, place=1)) == "not-found"
    assert code_of(lambda: take(sanne, search_id=hit)) == "not-found"  # another's search
    clock.forward(hours=25)
    assert code_of(lambda: take(youssef, search_id=hit)) == "not-found"
    assert youssef.manifest() == []


def test_emergency_access_has_a_reason_and_an_end(known: UUID, youssef: Desk) -> None:
    hit = search(youssef).search_id
    now = youssef.central.now()
    far, past = now + timedelta(hours=25), now - timedelta(minutes=1)
    for fields in (
        {"reason": "  "},
        {"until": far.isoformat()},
        {"until": past.isoformat()},
        {"until": "morgen"},
        {"compartments": ("kelder",)},
    ):
        refused = code_of(partial(take, youssef, search_id=hit, **fields))
        assert refused == "unreadable"
    assert youssef.manifest() == []
    part = take(youssef, search_id=hit, compartments=("veiligheid",))
    assert part.compartments == ["basis", "veiligheid"]
    assert (
        code_of(lambda: take(youssef, case_id=str(known), compartments=("basis",))) == "has-access"
    )


def test_it_stands_beside_what_one_has(
    known: UUID, sanne: Desk, youssef: Desk, clock: Clock
) -> None:
    share(youssef, known, "basis", role=CaseRole.READER)
    take(youssef, case_id=str(known))
    assert len(youssef.manifest()) == 4
    share(youssef, known, "basis", "school", role=CaseRole.INVOLVED)
    assert len(youssef.manifest()) == 4
    clock.forward(hours=6)
    assert {head.compartment for head in youssef.manifest()} == {"basis", "school"}
    assert len(members_of(sanne, known)) == 3


def test_it_gives_no_say_over_others(known: UUID, sanne: Desk, youssef: Desk) -> None:
    take(youssef, search_id=search(youssef).search_id)
    with youssef.central.database.read() as connection:
        access = access_to(connection, youssef.caller.worker_id, known, youssef.central.now())
    assert access.readable
    assert access.roles == frozenset()
    members.revoke(sanne.central, known, youssef.caller.worker_id)
    assert youssef.manifest() == []


def test_what_it_opens_is_not_given_on(
    known: UUID, sanne: Desk, youssef: Desk, clock: Clock
) -> None:
    """It ends, and so does all that rests on it."""
    mila = new_desk(youssef.central, "Mila Verhoef")
    share(youssef, known, "basis", role=CaseRole.DEPUTY)
    take(youssef, case_id=str(known))
    assert grant(youssef, wanted(mila, known, compartments=("basis", "zorg"))) == "not-allowed"
    assert grant(youssef, wanted(mila, known, compartments=("basis",))) == ""


def test_a_lead_who_hands_over_keeps_nothing_of_it(
    known: UUID, sanne: Desk, youssef: Desk, clock: Clock
) -> None:
    share(sanne, known, "basis", role=CaseRole.LEAD)
    take(sanne, case_id=str(known))
    offered(sanne, known, youssef, stays=True)
    (offer,) = offers(youssef)
    assert answered(youssef, offer, accept=True) == ""
    clock.forward(hours=25)
    assert {head.compartment for head in sanne.manifest()} == {"basis"}


# Edits that came in after access ended


def set_apart(known: UUID, youssef: Desk) -> Person:
    share(youssef, known, "basis")
    members.revoke(youssef.central, known, youssef.caller.worker_id)
    late = child(known, given_name="Kim")
    assert youssef.do(known, created(late)).outcome == "quarantined"
    return late


def test_whoever_leads_reads_and_settles_what_lies_apart(
    known: UUID, sanne: Desk, youssef: Desk, central: Central
) -> None:
    late = set_apart(known, youssef)
    (edit,) = sanne.ask(apart.tell, ApartRequest(str(known))).edits
    assert (edit.worker_name, edit.record_id) == ("Youssef Amrani", str(late.id))
    assert edit.units[WHOLE].value["given_name"] == "Kim"
    request = ApartSettle(str(uuid4()), str(known), [edit.op_id], taken=False)
    first = sanne.ask(apart.settle, request)
    assert sanne.ask(apart.settle, request) == first
    assert sanne.ask(apart.tell, ApartRequest(str(known))).edits == []
    with central.database.read() as connection:
        rows = connection.execute(select(audit.c.outcome).where(audit.c.action == "settle")).all()
    assert [row.outcome for row in rows] == ["weggelaten 1"]


def test_what_lies_apart_comes_in_parts_when_it_is_much(
    known: UUID, sanne: Desk, youssef: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else one large edit after another would keep all of them from being read."""
    late = [set_apart(known, youssef) for _ in range(3)]
    monkeypatch.setattr(apart, "MOST_BYTES", 10)
    read = []
    while edits := sanne.ask(apart.tell, ApartRequest(str(known))).edits:
        read += [edit.record_id for edit in edits]
        ids = [edit.op_id for edit in edits]
        assert len(ids) == 1
        sanne.ask(apart.settle, ApartSettle(str(uuid4()), str(known), ids, taken=True))
    assert sorted(read) == sorted(str(item.id) for item in late)


@pytest.mark.parametrize("role", CaseRole)
def test_what_lies_apart_is_for_who_leads_or_replaces(
    role: CaseRole, known: UUID, youssef: Desk, central: Central
) -> None:
    other = set_apart(known, youssef)
    share(youssef, known, "basis", role=role)
    settle = ApartSettle(str(uuid4()), str(known), [str(other.id)], taken=True)
    found = {
        code_of(lambda: youssef.ask(apart.tell, ApartRequest(str(known)))),
        code_of(lambda: youssef.ask(apart.settle, settle)),
    }
    allowed = role in (CaseRole.LEAD, CaseRole.DEPUTY)
    assert found == ({""} if allowed else {"not-allowed"})
    absent = ApartRequest(str(uuid4()))
    assert code_of(lambda: youssef.ask(apart.tell, absent)) == "not-found"


def test_only_compartments_that_one_may_read(known: UUID, youssef: Desk, central: Central) -> None:
    set_apart(known, youssef)
    share(youssef, known, "school", role=CaseRole.DEPUTY)
    assert youssef.ask(apart.tell, ApartRequest(str(known))).edits == []
    # Nor those that emergency access opens for a day.
    take(youssef, case_id=str(known))
    assert youssef.ask(apart.tell, ApartRequest(str(known))).edits == []
