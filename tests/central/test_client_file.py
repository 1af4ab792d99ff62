"""The file in which a client reads who looked: complete, in plain words, and about nobody else."""

import csv
import io
import stat
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from mvs_central.access import members
from mvs_central.access.members import UnknownCase
from mvs_central.base.central import Central
from mvs_central.cli import main
from mvs_central.integrity import expiry
from mvs_central.reports.client_file import Asked, ClientFile, Looked, client_file
from mvs_central.reports.client_page import as_csv, as_html
from mvs_central.reports.client_words import EMERGENCY
from mvs_central.tables import access_grant, audit, worker
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.people import Person
from tests.central.desk import Clock, Desk, created, share
from tests.central.test_device_acts import Chain, told

VOID = {"meta", "br", "col"}


class Page(HTMLParser):
    """Text of a page; fails on tags that do not close as they opened."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.tags: set[str] = set()
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not any(name in ("src", "href", "onclick") for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += " ".join(data.split()) + " "


def on_laptop(desk: Desk, case_id: UUID, *acts: tuple[str, dict[str, object]]) -> None:
    """Tell acts of this moment from the desk's laptop."""
    chain = Chain()
    for action, members_ in acts:
        at = desk.central.now().isoformat()
        chain.act(action, case_id=str(case_id), **{"at": at} | members_)
    told(desk, chain.since(0))


def made(central: Central, case_id: UUID, **asked: object) -> ClientFile:
    return client_file(central, Asked(case_id, **asked))  # type: ignore[arg-type]


def said(file: ClientFile) -> list[tuple[str, str, str, str]]:
    return [(item.name, item.act, item.data, item.ground) for item in file.looked]


@pytest.fixture
def case_id(sanne: Desk, youssef: Desk, clock: Clock) -> UUID:
    """Sanne leads a case in which Youssef may read what is about school."""
    case_id = sanne.new_case()
    clock.forward(minutes=10)
    share(youssef, case_id, "school", role=CaseRole.READER)
    clock.forward(minutes=10)
    return case_id


def test_who_looked_when_at_what_and_why(
    central: Central, case_id: UUID, sanne: Desk, youssef: Desk
) -> None:
    youssef.read(case_id)
    on_laptop(youssef, case_id, ("open-case", {}), ("export", {"record_type": "plan"}))
    found = said(made(central, case_id))
    name = youssef.name
    school = "School en opvang"
    assert (name, "Opgehaald op de laptop", school, "Werkt mee als meelezer") in found
    assert (name, "Het dossier bekeken", "Het dossier", "Werkt mee als meelezer") in found
    assert (name, "Afgedrukt of als bestand bewaard", "Een plan", "Werkt mee als meelezer") in found
    started = [item for item in found if item[1] == "Dit dossier begonnen"]
    assert len(started) == 4
    assert {(item[0], item[3]) for item in started} == {(sanne.name, "Begon dit dossier")}
    assert ("Beheer van de dienst", "Toegang gegeven of veranderd", school) in {
        item[:3] for item in found
    }
    first = made(central, case_id).looked
    assert [item.at for item in first] == sorted(item.at for item in first)
    reader = next(item for item in first if item.name == name)
    assert (reader.role, reader.organisation) == ("meelezer", "Enver")


def test_a_refused_attempt_is_told(central: Central, case_id: UUID, sanne: Desk) -> None:
    members.revoke(central, case_id, sanne.caller.worker_id)
    sanne.do(case_id, created(Person(id=uuid4(), case_id=case_id)))
    refused = (sanne.name, "Geen toegang: er is niets getoond of veranderd")
    assert refused in {(item.name, item.ground) for item in made(central, case_id).looked}


def test_emergency_access_stands_out(central: Central, case_id: UUID, youssef: Desk) -> None:
    with central.database.write() as connection:
        connection.execute(
            update(access_grant)
            .where(access_grant.c.worker_id == youssef.caller.worker_id)
            .values(expires_at=central.now() + timedelta(hours=4))
        )
    youssef.read(case_id)
    on_laptop(youssef, case_id, ("open-case", {}))
    file = made(central, case_id)
    mine = [item for item in file.looked if item.name == youssef.name]
    assert [(item.emergency, item.ground) for item in mine] == [(True, EMERGENCY)] * 2
    assert '<span class="nood">Noodtoegang</span>' in as_html(file)
    assert "Met noodtoegang 2 handelingen" in Page(as_html(file)).text


def test_what_is_of_another_person_is_left_out(
    central: Central, case_id: UUID, sanne: Desk
) -> None:
    noor, bo = uuid4(), uuid4()
    on_laptop(
        sanne,
        case_id,
        ("change", {"record_type": "person", "record_id": str(noor)}),
        ("withdraw", {"record_type": "person", "record_id": str(bo)}),
        ("open-case", {}),
    )
    acts = [item.act for item in made(central, case_id, person_id=noor).looked]
    assert "Iets opgeschreven of veranderd" in acts
    assert "Het dossier bekeken" in acts
    assert "Iets ingetrokken" not in acts
    assert "Iets ingetrokken" in [item.act for item in made(central, case_id).looked]


def test_only_this_case_and_this_period(
    central: Central, case_id: UUID, sanne: Desk, clock: Clock
) -> None:
    other = sanne.new_case("Familie Vos")
    on_laptop(sanne, other, ("history", {}))
    first_day = date(2026, 11, 21)
    clock.forward(days=2)
    sanne.read(case_id)
    file = made(central, case_id, since=first_day + timedelta(days=1))
    assert {item.act for item in file.looked} == {"Opgehaald op de laptop", "Dit overzicht gemaakt"}
    early = made(central, case_id, until=first_day)
    assert "Opgehaald op de laptop" not in {item.act for item in early.looked}
    assert all("Bekeken wie" not in item.act for item in made(central, case_id).looked)


def test_a_case_that_is_not_there(central: Central) -> None:
    with pytest.raises(UnknownCase):
        made(central, uuid4())


def test_that_it_was_made_is_in_it_and_in_the_audit(central: Central, case_id: UUID) -> None:
    person = uuid4()
    assert made(central, case_id, person_id=person).looked[-1].act == "Dit overzicht gemaakt"
    with central.database.read() as connection:
        row = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).one()
    assert (row.action, row.case_id, row.person_id) == ("audit-disclosed", case_id, person)


def test_acts_on_a_laptop_stand_on_the_grant_of_that_time(
    central: Central, case_id: UUID, youssef: Desk, clock: Clock
) -> None:
    on_laptop(youssef, case_id, ("open-case", {}))
    clock.forward(minutes=5)
    share(youssef, case_id, role=CaseRole.DEPUTY)
    clock.forward(minutes=5)
    grounds = [item.ground for item in made(central, case_id).looked if item.where == "laptop"]
    assert grounds == ["Werkt mee als meelezer"]


def test_odd_lines_of_a_laptop_do_not_stop_the_file(
    central: Central, case_id: UUID, sanne: Desk, youssef: Desk
) -> None:
    """Whatever a laptop tells of its audit is kept as it came."""
    on_laptop(sanne, case_id, ("open-case", {}))
    moments = ("9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00", "")
    details: tuple[object, ...] = ([], {}, 5, None)
    odd: list[dict[str, object]] = [{"at": moment} for moment in moments]
    odd += [{"detail": {"compartment": value}} for value in details]
    odd.append({"record_type": "iets-anders"})
    on_laptop(youssef, case_id, *[("open-case", members_) for members_ in odd])
    names = [item.name for item in made(central, case_id).looked if item.where == "laptop"]
    assert names.count(sanne.name) == 1
    assert names.count(youssef.name) == len(odd) - 3, "an act without a moment is in no period"


def test_a_laptop_that_told_nothing_yet_is_not_passed_over(
    central: Central, case_id: UUID, sanne: Desk, youssef: Desk, clock: Clock
) -> None:
    clock.forward(days=3)
    on_laptop(sanne, case_id, ("open-case", {}))
    enrolled = Clock().now
    assert made(central, case_id).told_until == enrolled, "Youssef's may have done anything since"
    on_laptop(youssef, case_id, ("open-case", {}))
    assert made(central, case_id).told_until == clock.now


# The page and the sheet

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def looked(**members_: object) -> Looked:
    values = {
        "at": NOON,
        "name": "Sanne de Wit",
        "role": "casusregisseur",
        "organisation": "Enver",
        "act": "Het dossier bekeken",
        "data": "Het dossier",
        "ground": "Werkt mee als casusregisseur",
        "emergency": False,
        "where": "laptop",
    }
    return Looked(**values | members_)  # type: ignore[arg-type]


def of(*items: Looked) -> ClientFile:
    return ClientFile(UUID(int=1), None, NOON, None, None, items, None, None)


def test_the_page_reads_as_sentences_in_local_time() -> None:
    later = looked(at=NOON + timedelta(hours=2))
    text = Page(as_html(of(looked(), later))).text
    assert "Zaterdag 21 november 2026" in text
    assert "13:00 – 15:00 2 keer Sanne de Wit casusregisseur, Enver Het dossier bekeken" in text
    assert "2 handelingen van 1 medewerker" in text
    assert "het begin van het dossier tot en met 21 november 2026" in text


def test_the_last_day_comes_first_and_an_empty_page_says_so() -> None:
    text = Page(as_html(of(looked(), looked(at=NOON + timedelta(days=1))))).text
    assert text.index("Zondag 22") < text.index("Zaterdag 21")
    assert "heeft niemand in het dossier gekeken" in Page(as_html(of())).text


def test_a_name_is_text_and_no_page_and_no_formula() -> None:
    file = of(looked(name="<script>alert(1)</script>", organisation="=1+1"))
    page = Page(as_html(file))
    assert "script" not in page.tags
    assert "<script>alert(1)</script>" in page.text
    row = list(csv.reader(io.StringIO(as_csv(file).removeprefix("\ufeff")), delimiter=";"))[1]
    assert (row[0], row[1], row[4]) == ("2026-11-21", "13:00:00", "'=1+1")


Run = Callable[..., int]


@pytest.fixture
def run(prepared_url: str) -> Run:
    return lambda *words: main.main(["--database", prepared_url, "audit", "client-file", *words])


def test_the_command_makes_both_files_for_its_owner_alone(
    run: Run, central: Central, case_id: UUID, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "inzage.html"
    out.write_text("van vorig jaar")  # that others may read
    out.chmod(0o644)
    assert run("--case", str(case_id), "--out", str(out)) == 0
    assert "inzage.html en inzage.csv" in capsys.readouterr().out
    assert "Wie keek er in het dossier?" in Page(out.read_text("utf-8")).text
    for path in (out, out.with_suffix(".csv")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert run("--case", str(uuid4()), "--out", str(out)) == 1
    days = ("--from", "2026-02-01", "--to", "2026-01-01")
    assert run("--case", str(case_id), "--out", str(out), *days) == 1


def test_nothing_of_the_case_or_of_a_colleagues_life_is_in_it(
    central: Central, sanne: Desk, clock: Clock
) -> None:
    case_id = sanne.new_case("Familie Elsenaar-Vermeulen")
    with central.database.write() as connection:
        connection.execute(update(worker).values(phone="06-12345678"))
    text = as_html(made(central, case_id)) + as_csv(made(central, case_id))
    for word in ("Elsenaar", "06-12345678", str(sanne.caller.device_id)):
        assert word not in text
    clock.forward(days=6 * 366)
    expiry.expire(central)
    assert "zijn verwijderd" not in text
