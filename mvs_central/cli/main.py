"""The command `mvs-central`: runs the service, and administers who may use it."""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.exc import DatabaseError

from mvs_central.access import directory, members
from mvs_central.access.directory import NewWorker
from mvs_central.access.members import Membership
from mvs_central.access.policy import ALL_COMPARTMENTS
from mvs_central.base import acting, walls
from mvs_central.base.central import Central
from mvs_central.base.database import Database
from mvs_central.cli import audit, copies, devices, provider, recovery
from mvs_central.cli.words import counted, print_rows
from mvs_central.devices.enrolment import new_code
from mvs_central.reports.figures import Period, report
from mvs_central.reports.figures_text import as_csv, as_table
from mvs_central.running.housekeeping import tidy
from mvs_central.sync.epoch import new_epoch
from mvs_central.web import contract
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.errors import ExpectedError

DEFAULT_DATABASE = "mvs-central.db"

MESSAGES = {
    "database-not-ready": "Deze database is nog niet klaar. Draai eerst: mvs-central init",
    "database-too-new": "Deze database is gemaakt met een nieuwere versie. Werk mvs-central bij.",
    "database-unknown": "Dit is geen pad en geen adres van een SQLite- of PostgreSQL-database.",
    "unknown-case": "Er is geen dossier met dit nummer.",
    "unknown-worker": "Er is geen medewerker met dit nummer. Kijk in: mvs-central worker list",
    "unknown-team": "Er is geen team met deze naam. Kijk in: mvs-central team list",
    "team-exists": "Er is al een team met deze naam.",
    "not-demo": "Deze database is er al, en is niet voor verzonnen gegevens gemaakt.",
    "grant-ends-early": "De laatste dag ligt voor de eerste dag.",
    "period-ends-early": "De laatste dag ligt voor de eerste dag.",
    "no-grant": "Deze medewerker heeft geen toegang tot dit dossier.",
    "serving-role-missing": f"De rol {walls.SERVING} ontbreekt, en deze inlognaam mag haar niet"
    " maken. Laat de beheerder van PostgreSQL dit uitvoeren, en draai daarna opnieuw"
    f" mvs-central init:\n  CREATE ROLE {walls.SERVING} NOLOGIN;\n"
    f"  GRANT {walls.SERVING} TO eigenaar_van_de_database;",
    "wall-missing": "Niet elke tabel met dossiers is afgeschermd. Draai eerst: mvs-central init",
    "login-too-strong": "Deze inlognaam kan om de afscherming van dossiers heen. Laat de dienst"
    f" inloggen met een naam die niets bezit en alleen lid is van {walls.SERVING}.",
    "not-private": "Buiten deze computer is alleen een versleutelde verbinding veilig. Geef"
    " --tls-cert en --tls-key, of --behind-proxy als een proxy de versleuteling doet.",
    "port-taken": "Op deze poort luistert al iets. Kies een andere met --port.",
    "address-unknown": "Geef met --public-url het adres waarop laptops de dienst kennen.",
    **audit.MESSAGES,
    **copies.MESSAGES,
    **devices.MESSAGES,
    **provider.MESSAGES,
    **recovery.MESSAGES,
}


Run = Callable[[Central, argparse.Namespace], None]


class NotDemo(ExpectedError):
    """Invented data must never come among real data."""

    code = "not-demo"


class GrantEndsEarly(ExpectedError):
    code = "grant-ends-early"


class PeriodEndsEarly(ExpectedError):
    code = "period-ends-early"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code says whether it succeeded."""
    options = _parser().parse_args(arguments)
    place = options.database or os.environ.get("MVS_CENTRAL_DATABASE") or DEFAULT_DATABASE
    run: Run = options.run
    database: Database | None = None
    try:
        database = Database(place)
        if run not in (_init, _openapi, copies.restore):
            database.check()
        # Serving is no administration: whom it acts for, each request has to prove.
        with acting.nobody() if run is _serve else acting.administration():
            run(Central(database), options)
    except ExpectedError as error:
        return _complain(MESSAGES.get(error.code, error.code))
    except DatabaseError as error:
        # Its text can hold values; the kind says enough to look further.
        return _complain(f"De database geeft geen goed antwoord ({type(error.orig).__name__}).")
    except BrokenPipeError:
        # Whoever reads along has seen enough, as `head` has.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        return _complain(f"Dit lukt hier niet: {error.strerror or type(error).__name__}.")
    finally:
        if database is not None:
            database.close()
    return 0


def _complain(text: str) -> int:
    print(text, file=sys.stderr)
    return 1


def _init(central: Central, options: argparse.Namespace) -> None:
    fresh = directory.init(central, demo=options.demo)
    if options.demo and not directory.is_demo(central):
        raise NotDemo
    print("De database is klaar." if fresh else "De database was er al en is bijgewerkt.")


def _serve(central: Central, options: argparse.Namespace) -> None:
    # Only this command needs the web framework, which takes its time to load.
    from mvs_central.running.serve import Where, serve  # noqa: PLC0415

    serve(
        central,
        Where(
            options.host,
            options.port,
            tuple(options.public_url or ()),
            options.tls_cert,
            options.tls_key,
            options.behind_proxy,
            tuple(options.metrics_from or ()),
        ),
        lambda address: print(f"mvs-central luistert op {address}", flush=True),
    )


def _team_add(central: Central, options: argparse.Namespace) -> None:
    print(directory.add_team(central, options.name, options.municipality, options.phone))


def _team_list(central: Central, _options: argparse.Namespace) -> None:
    rows = [(row.id, row.municipality, row.name) for row in directory.teams(central)]
    print_rows(rows, "Er is nog geen team.")


def _worker_add(central: Central, options: argparse.Namespace) -> None:
    who = NewWorker(
        options.name,
        options.organisation,
        options.expertise,
        options.team,
        options.municipality,
        options.phone,
    )
    print(directory.add_worker(central, who))


def _worker_list(central: Central, _options: argparse.Namespace) -> None:
    rows = [
        (row.id, row.municipality, row.team, row.name, row.expertise)
        for row in directory.workers(central)
    ]
    print_rows(rows, "Er is nog geen medewerker.")


def _enrol(central: Central, options: argparse.Namespace) -> None:
    code, until = new_code(central, options.worker)
    print(code)
    local = until.astimezone()
    print(f"Eén keer te gebruiken, tot {local:%d-%m-%Y %H:%M}.", file=sys.stderr)


def _grant(central: Central, options: argparse.Namespace) -> None:
    starts_on = options.starts_on or central.today()
    if options.ends_on and options.ends_on < starts_on:
        raise GrantEndsEarly
    compartments = tuple(dict.fromkeys(options.compartments))
    membership = Membership(options.role, compartments, starts_on, options.ends_on)
    for case_id in options.case:
        members.grant(central, case_id, options.worker, membership)
    print("De toegang is geregeld.")


def _revoke(central: Central, options: argparse.Namespace) -> None:
    members.revoke(central, options.case, options.worker)
    print("Deze medewerker heeft geen toegang meer tot dit dossier.")


def _case_list(central: Central, _options: argparse.Namespace) -> None:
    print_rows(map(_case_row, directory.cases(central)), "Er is nog geen dossier.")


def _case_row(row: Row[Any]) -> Sequence[object]:
    doc = json.loads(row.doc)
    about = (doc.get("kind", ""), doc.get("municipality", ""))
    return (row.case_id, *about, f"{row.records} records", f"stand {row.seq}")


def _new_epoch(central: Central, _options: argparse.Namespace) -> None:
    new_epoch(central)
    print("Alle laptops halen hun dossiers opnieuw op; wat nog niet verstuurd was, blijft.")
    devices.told_of_held(central)


def _sweep(central: Central, _options: argparse.Namespace) -> None:
    gone = tidy(central)
    contents = counted(gone.contents, "bijlage", "bijlagen")
    settled = counted(gone.settled, "wijziging", "wijzigingen")
    commands = counted(gone.commands, "antwoord op een opdracht", "antwoorden op opdrachten")
    searches = counted(gone.searches, "zoekvraag", "zoekvragen")
    print(f"Weggehaald: de inhoud van {contents} waar niets naar verwees,")
    print(f"{settled} waarover langer dan een jaar geleden is besloten,")
    print(f"{commands} en {searches}.")


def _report(central: Central, options: argparse.Namespace) -> None:
    last = options.until or central.today()
    first = options.since or last - timedelta(days=365)
    if last < first:
        raise PeriodEndsEarly
    lines = report(central, Period(first, last))
    print(as_csv(lines) if options.csv else as_table(lines))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mvs-central", description="De centrale dienst van MVS Desktop."
    )
    parser.add_argument(
        "--database",
        metavar="PAD|URL",
        help="SQLite-bestand of PostgreSQL-adres; anders MVS_CENTRAL_DATABASE, anders"
        f" ./{DEFAULT_DATABASE}",
    )
    commands = parser.add_subparsers(required=True, metavar="OPDRACHT")
    _service_commands(commands)
    _people_commands(commands)
    _access_commands(commands)
    _report_commands(commands)
    audit.add_commands(commands, _command)
    recovery.add_commands(commands, _command)
    copies.add_commands(commands, _command)
    return parser


def _service_commands(commands: Any) -> None:
    init = _command(commands, "init", "maak de database, of werk haar bij", _init)
    init.add_argument("--demo", action="store_true", help="voor verzonnen gegevens alleen")
    run = _command(commands, "serve", "start de dienst", _serve)
    run.add_argument("--host", default="127.0.0.1")
    run.add_argument("--port", type=_port, default=8470, help="0 kiest een vrije poort")
    run.add_argument(
        "--public-url",
        action="append",
        metavar="URL",
        help="adres waarop laptops de dienst kennen; mag vaker",
    )
    run.add_argument("--tls-cert", metavar="BESTAND")
    run.add_argument("--tls-key", metavar="BESTAND")
    run.add_argument(
        "--behind-proxy", metavar="IP", help="adres van de proxy die de versleuteling doet"
    )
    run.add_argument(
        "--metrics-from",
        action="append",
        metavar="IP",
        help="adres dat naast deze computer de meetwaarden mag lezen; mag vaker",
    )
    described = "toon de beschrijving van alle adressen (OpenAPI)"
    _command(commands, "openapi", described, _openapi)
    restored = "zeg na het terugzetten van een back-up dat laptops opnieuw moeten beginnen"
    _command(commands, "new-epoch", restored, _new_epoch)
    over = "haal weg wat lang genoeg bewaard is, zoals bijlagen waar geen dossier naar verwijst"
    _command(commands, "sweep", over, _sweep)


def _people_commands(commands: Any) -> None:
    teams = _group(commands, "team", "wijkteams")
    team = _command(teams, "add", "voeg een team toe", _team_add)
    team.add_argument("name", metavar="NAAM")
    team.add_argument("--municipality", required=True, type=_municipality, metavar="GM0000")
    team.add_argument("--phone", default="", type=_phone, metavar="NUMMER")
    _command(teams, "list", "alle teams", _team_list)

    workers = _group(commands, "worker", "medewerkers")
    worker = _command(workers, "add", "voeg een medewerker toe; toont het nummer", _worker_add)
    worker.add_argument("name", metavar="NAAM")
    worker.add_argument("--team", required=True, metavar="NAAM")
    worker.add_argument("--organisation", default="", metavar="NAAM")
    worker.add_argument("--expertise", default="", metavar="WAT")
    worker.add_argument("--phone", default="", type=_phone, metavar="NUMMER")
    worker.add_argument(
        "--municipality", type=_municipality, metavar="GM0000", help="anders die van het team"
    )
    _command(workers, "list", "alle medewerkers", _worker_list)

    provider.add_links(workers, _command)
    provider.add_provider(_group(commands, "provider", "de aanmelddienst"), _command)

    enrol = _command(commands, "enrol", "maak een code om een laptop aan te melden", _enrol)
    enrol.add_argument("worker", type=UUID, metavar="MEDEWERKER")
    devices.add_commands(_group(commands, "device", "laptops"), _command)


def _access_commands(commands: Any) -> None:
    grant = _command(commands, "grant", "geef een medewerker toegang tot een dossier", _grant)
    grant.add_argument("--worker", required=True, type=UUID, metavar="MEDEWERKER")
    grant.add_argument("--case", required=True, type=UUID, nargs="+", metavar="DOSSIER")
    grant.add_argument(
        "--role", type=CaseRole, choices=list(CaseRole), default=CaseRole.INVOLVED, metavar="ROL"
    )
    grant.add_argument(
        "--compartments",
        nargs="+",
        choices=ALL_COMPARTMENTS,
        default=ALL_COMPARTMENTS,
        metavar="DEEL",
        help=f"uit {', '.join(ALL_COMPARTMENTS)}; anders alle",
    )
    grant.add_argument("--from", dest="starts_on", type=date.fromisoformat, metavar="JJJJ-MM-DD")
    grant.add_argument(
        "--to", dest="ends_on", type=date.fromisoformat, metavar="JJJJ-MM-DD", help="laatste dag"
    )

    revoke = _command(commands, "revoke", "trek toegang tot een dossier in, per direct", _revoke)
    revoke.add_argument("--worker", required=True, type=UUID, metavar="MEDEWERKER")
    revoke.add_argument("--case", required=True, type=UUID, metavar="DOSSIER")
    _command(_group(commands, "case", "dossiers"), "list", "zonder namen", _case_list)


def _report_commands(commands: Any) -> None:
    told = _command(commands, "report", "cijfers per gemeente en team, zonder namen", _report)
    told.add_argument("--csv", action="store_true", help="voor een rekenblad")
    told.add_argument(
        "--from",
        dest="since",
        type=date.fromisoformat,
        metavar="JJJJ-MM-DD",
        help="eerste dag; anders een jaar voor de laatste",
    )
    told.add_argument(
        "--to", dest="until", type=date.fromisoformat, metavar="JJJJ-MM-DD", help="laatste dag"
    )


def _command(commands: Any, name: str, text: str, run: Run) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    return parser


def _group(commands: Any, name: str, text: str) -> Any:
    return commands.add_parser(name, help=text).add_subparsers(required=True, metavar="OPDRACHT")


def _openapi(_central: Central, _options: argparse.Namespace) -> None:
    print(json.dumps(contract.openapi(), indent=2))


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError("een poort is een getal van 0 tot en met 65535")
    return int(text)


def _phone(text: str) -> str:
    if not re.fullmatch(r"[0-9+() -]{0,32}", text):
        raise argparse.ArgumentTypeError("een telefoonnummer is cijfers, + ( ) - en spaties")
    return text


def _municipality(text: str) -> str:
    if not re.fullmatch(r"GM\d{4}", text):
        raise argparse.ArgumentTypeError("een gemeentecode is GM met vier cijfers")
    return text
