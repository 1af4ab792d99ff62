"""The commands `mvs-central audit …`: seal, verify, take heads out, and remove what is old."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from mvs_central.base import private_files
from mvs_central.base.central import Central
from mvs_central.cli.words import counted
from mvs_central.integrity import expiry, tree_heads, verify
from mvs_central.integrity.faults import Fault, Kind
from mvs_central.integrity.seal import seal
from mvs_central.integrity.verify import Verdict
from mvs_central.reports.client_file import Asked, client_file
from mvs_central.reports.client_page import as_csv, as_html
from mvs_desktop.domain.errors import ExpectedError

Run = Callable[[Central, argparse.Namespace], None]

MESSAGES = {
    "heads-unreadable": "In dit bestand staan geen koppen van een logboek.",
    "heads-differ": "De koppen in dit bestand zijn van een ander logboek dan dit. Er is niets"
    " geschreven. Kijk met: mvs-central audit verify --heads",
    "nothing-sealed": "Er is nog niets verzegeld. Draai eerst: mvs-central audit seal",
    "audit-kept-longer": f"Een logboek wordt ten minste {expiry.LEAST_YEARS} jaar bewaard.",
    "audit-broken": "Het logboek is niet zoals het verzegeld is. Bewaar de database zoals zij is"
    " en bel wie over de beveiliging gaat.",
}

FAULTS = {
    Kind.ALTERED: "Regel {where} is na het verzegelen veranderd.",
    Kind.DELETED: "Regel {where} is na het verzegelen verdwenen.",
    Kind.INSERTED: "Regel {where} is er later tussen gezet.",
    Kind.SEAL: "Zegel {where} sluit niet aan op het zegel ervoor.",
    Kind.SIGNATURE: "Zegel {where} heeft geen geldige handtekening van deze dienst.",
    Kind.CUT: "Er ontbreken regels aan het eind: volgens de bewaarde kop waren het er al {where}.",
    Kind.FORK: "Tot en met regel {where} in volgorde is dit een ander logboek dan de bewaarde kop.",
    Kind.HEAD: "De bewaarde kop bij {where} regels heeft geen geldige handtekening of sluit niet"
    " aan op de kop ervoor.",
    Kind.ACT: "Regel {where} van laptop {device} is niet zoals die laptop haar vertelde.",
    Kind.SEGMENT: "De regels tot en met {where} van laptop {device} zijn niet bevestigd, of zijn"
    " verdwenen.",
}


class ClientPeriodEndsEarly(ExpectedError):
    code = "period-ends-early"


class AuditBroken(ExpectedError):
    """It was verified, and is not sound; what was found has been told."""

    code = "audit-broken"


def add_commands(commands: Any, command: Callable[..., argparse.ArgumentParser]) -> None:
    """`command` is cli's own way to make one."""
    text = "het logboek van wie wat las en deed"
    group = commands.add_parser("audit", help=text).add_subparsers(
        required=True, metavar="OPDRACHT"
    )
    command(group, "seal", "verzegel de regels die wachten; serve doet dit vanzelf", _seal)
    check = command(group, "verify", "kijk alle regels en zegels na", _verify)
    check.add_argument(
        "--heads", type=Path, metavar="BESTAND", help="vergelijk met koppen die elders bewaard zijn"
    )
    heads = command(group, "heads", "schrijf de getekende koppen weg, om elders te bewaren", _heads)
    heads.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="BESTAND",
        help="staat er al een, dan komt de nieuwe kop erbij",
    )
    old = command(group, "expire", "verwijder regels die lang genoeg bewaard zijn", _expire)
    old.add_argument(
        "--years",
        type=int,
        default=expiry.LEAST_YEARS,
        metavar="JAREN",
        help=f"ouder dan zoveel jaar; ten minste {expiry.LEAST_YEARS}",
    )
    old.add_argument("--try", dest="try_out", action="store_true", help="tel alleen")

    asked = command(
        group, "client-file", "schrijf voor een cliënt op wie in zijn dossier keek", _client_file
    )
    asked.add_argument("--case", required=True, type=UUID, metavar="DOSSIER")
    asked.add_argument(
        "--person", type=UUID, metavar="PERSOON", help="nummer van wie erom vraagt, niet de naam"
    )
    asked.add_argument("--from", dest="since", type=date.fromisoformat, metavar="JJJJ-MM-DD")
    asked.add_argument("--to", dest="until", type=date.fromisoformat, metavar="JJJJ-MM-DD")
    asked.add_argument(
        "--out",
        required=True,
        type=Path,
        metavar="BESTAND",
        help="een pagina om af te drukken (.html); ernaast komt een .csv",
    )


def _seal(central: Central, _options: argparse.Namespace) -> None:
    print(f"{counted(seal(central), 'regel', 'regels')} verzegeld.")


def _verify(central: Central, options: argparse.Namespace) -> None:
    exported = tree_heads.read(options.heads) if options.heads else None
    verdict = verify.verify(central, exported)
    for line in told(verdict):
        print(line)
    for fault in verdict.faults:
        print(fault_text(fault), file=sys.stderr)
    if not verdict.is_sound:
        raise AuditBroken


def told(verdict: Verdict) -> list[str]:
    """What was read, in sentences."""
    lines = [
        (
            f"{counted(verdict.sealed, 'regel', 'regels')} nagekeken onder"
            f" {counted(verdict.seals, 'zegel', 'zegels')};"
            f" {counted(verdict.waiting, 'wacht', 'wachten')} op het volgende zegel."
        )
    ]
    if verdict.expired:
        lines.append(f"Daarvan na hun bewaartijd verwijderd: {verdict.expired}.")
    if verdict.heads:
        lines.append(f"Vergeleken met {counted(verdict.heads, 'bewaarde kop', 'bewaarde koppen')}.")
    lines += [
        f"Let op: laptop {noted.device} vertelde regels tot en met {noted.number} die niet"
        f" aansloten op wat hier al was ({noted.code})."
        for noted in verdict.noted
    ]
    if verdict.is_sound:
        lines.append("Alles sluit aan.")
    return lines


def fault_text(fault: Fault) -> str:
    return FAULTS[fault.kind].format(where=fault.where, device=fault.device)


def _heads(central: Central, options: argparse.Namespace) -> None:
    before = tree_heads.read(options.out) if options.out.exists() else None
    file = tree_heads.heads(central, before)
    private_files.replace(options.out, tree_heads.to_bytes(file))
    kept = counted(len(file.heads), "kop", "koppen")
    print(f"{kept} in het bestand. Bewaar het buiten deze server.")


def _client_file(central: Central, options: argparse.Namespace) -> None:
    if options.since and options.until and options.until < options.since:
        raise ClientPeriodEndsEarly
    asked = Asked(options.case, options.person, options.since, options.until)
    file = client_file(central, asked)
    page, sheet = options.out.with_suffix(".html"), options.out.with_suffix(".csv")
    for path, text in ((page, as_html(file)), (sheet, as_csv(file))):
        private_files.replace(path, text.encode())  # there are names of workers in it
    print(f"{counted(len(file.looked), 'regel', 'regels')}, in {page.name} en {sheet.name}.")


def _expire(central: Central, options: argparse.Namespace) -> None:
    gone = expiry.expire(central, options.years, try_out=options.try_out)
    begin = "Zouden verdwijnen" if options.try_out else "Verwijderd"
    print(
        f"{begin}: {counted(gone.rows, 'regel', 'regels')} van de dienst en {gone.acts} van"
        f" laptops, van voor {gone.before:%d-%m-%Y}."
    )
