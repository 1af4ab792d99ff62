"""The commands `mvs-central recovery …`: what two officers (sleutelbeheerders) do together.

Passphrases are typed, and never given on the command line. docs/recovery.md has the steps.
"""

import argparse
import sys
from collections.abc import Iterable
from getpass import getpass
from pathlib import Path
from typing import Any

from mvs_central.base import private_files
from mvs_central.base.central import Central
from mvs_central.cli.words import print_rows
from mvs_central.devices import recovery, recovery_parts
from mvs_central.devices.recovery import Laptop
from mvs_central.devices.recovery_parts import Part
from mvs_desktop.domain.errors import ExpectedError
from mvs_desktop.domain.recovery import MOST_BYTES, NotRecoveryData, Request

MESSAGES = {
    "recovery-exists": "Er is al een herstelsleutel. Vervang haar met: mvs-central recovery rotate",
    "recovery-missing": "Er is nog geen herstelsleutel. Maak haar met: mvs-central recovery init",
    "another-root": "Deze delen horen bij een andere hoofdsleutel dan de laptops vertrouwen.",
    "recovery-device-unknown": "De laptop in deze aanvraag is bij deze dienst niet bekend.",
    "recovery-device-revoked": "De toegang van deze laptop is ingetrokken. Hij wordt niet geopend.",
    "recovery-device-lost": "Deze laptop is als kwijt of gestolen gemeld en moet worden gewist. Hij"
    " wordt niet geopend. Is hij terecht, neem dan eerst de opdracht terug met:"
    " mvs-central device wipe --cancel",
    "part-unreadable": "Dit bestand is geen deel van een herstelsleutel, of het is beschadigd.",
    "part-passphrase": "Dit wachtwoord opent dit deel niet. Er is niets geopend.",
    "parts-dont-match": "Dit zijn niet deel A en deel B van dezelfde herstelsleutel.",
    "part-too-weak": f"Kies een wachtwoord van minstens {recovery_parts.SHORTEST} tekens.",
    "slot-unopened": "Deze aanvraag hoort niet bij deze herstelsleutel, of zij is veranderd."
    " Er is niets geopend.",
    "request-unreadable": "Dit bestand is geen aanvraag van een laptop, of het is beschadigd.",
    "check-differs": "De controlecode klopt niet: dit is niet de aanvraag die de laptop toont."
    " Er is niets geopend. Vraag de medewerker om het bestand opnieuw.",
    "passphrases-differ": "De wachtwoorden zijn niet gelijk. Er is niets gemaakt.",
    "one-officer": "Een herstelsleutel heeft twee verschillende beheerders.",
    "file-exists": "Dit bestand is er al. Kies een andere naam; er is niets overschreven.",
    "no-reason": "Geef met --reason waarom deze laptop wordt geopend.",
}


UNSURE = (
    "Het is niet zeker of de nieuwe herstelsleutel al geldt. Bewaar beide nieuwe delen. Geef de"
    " opdracht nog eens, met andere namen voor de delen: is er dan al een herstelsleutel, dan zijn"
    " deze delen de goede."
)

# As much as the database keeps.
MOST_NAME, MOST_REASON = 200, 500


class RequestUnreadable(ExpectedError):
    code = "request-unreadable"


class CheckDiffers(ExpectedError):
    """The code on the laptop is not that of this request."""

    code = "check-differs"


class PassphrasesDiffer(ExpectedError):
    code = "passphrases-differ"


class OneOfficer(ExpectedError):
    """The same person twice would make two parts one."""

    code = "one-officer"


class FileExists(ExpectedError):
    code = "file-exists"


class NoReason(ExpectedError):
    code = "no-reason"


def add_commands(commands: Any, command: Any) -> None:
    """Put the commands below `recovery`; `command` makes one."""
    group = commands.add_parser("recovery", help="laptops openen die niemand meer kan openen")
    below = group.add_subparsers(required=True, metavar="OPDRACHT")

    init = command(below, "init", "maak de herstelsleutel, in twee delen", _init)
    init.add_argument("--organisation", required=True, metavar="NAAM")
    init.add_argument(
        "--new-root",
        action="store_true",
        help="vervang ook de hoofdsleutel; laptops vertrouwen haar pas na een nieuwe code",
    )
    _new_parts(init, "--officer-{}", "--part-{}")

    rotate = command(below, "rotate", "vervang de herstelsleutel", _rotate)
    rotate.add_argument("--part", action="append", required=True, type=Path, metavar="BESTAND")
    _new_parts(rotate, "--officer-{}", "--new-part-{}")

    answer = command(below, "answer", "open de laptop van een aanvraag", _answer)
    answer.add_argument("request", type=Path, metavar="AANVRAAG")
    answer.add_argument("--part", action="append", required=True, type=Path, metavar="BESTAND")
    answer.add_argument("--out", required=True, type=Path, metavar="ANTWOORD")
    answer.add_argument("--reason", required=True, metavar="WAAROM")

    command(below, "list", "welke laptops wanneer zijn geopend, en door wie", _list)


def _new_parts(parser: argparse.ArgumentParser, officer: str, part: str) -> None:
    for letter in ("a", "b"):
        parser.add_argument(officer.format(letter), required=True, metavar="NAAM")
        parser.add_argument(part.format(letter), required=True, type=Path, metavar="BESTAND")


def _init(central: Central, options: argparse.Namespace) -> None:
    number = recovery.next_number(central)
    if number > 1 and not options.new_root:
        raise recovery.RecoveryExists
    officers = _officers(options)
    targets = (options.part_a, options.part_b)
    organisation = options.organisation.strip()[:MOST_NAME]
    parts = recovery_parts.new_parts(organisation, officers, number)
    _make(central, parts, targets, new_root=number > 1)
    print("De herstelsleutel is klaar. Elke beheerder bewaart alleen het eigen deel.")


def _rotate(central: Central, options: argparse.Namespace) -> None:
    officers = _officers(options)
    parts = _both(options.part)
    targets = (options.new_part_a, options.new_part_b)
    _make(central, recovery_parts.rotated(parts, officers), targets)
    print(
        "De nieuwe herstelsleutel is klaar. Bewaar ook de nieuwe delen apart; vernietig de oude"
        " delen pas als de nieuwe geprobeerd zijn."
    )


def _make(
    central: Central,
    parts: tuple[Part, Part],
    targets: tuple[Path, Path],
    *,
    new_root: bool = False,
) -> None:
    """Write both parts, prove that they open, and only then tell laptops of the key.

    From the moment that laptops may have it, the parts stay, whatever goes wrong: without them
    nothing that was wrapped for that key would ever open again.
    """
    if any(target.exists() for target in targets) or targets[0] == targets[1]:
        raise FileExists
    phrases = [_chosen(part) for part in parts]
    made: list[Path] = []
    try:
        for part, target, phrase in zip(parts, targets, phrases, strict=True):
            recovery_parts.write_part(part, target, phrase)
            made.append(target)
        first, second = (
            recovery_parts.read_part(target, phrase)
            for target, phrase in zip(targets, phrases, strict=True)
        )
        kept = recovery_parts.together(first, second)
        key = recovery_parts.public_key(kept, recovery_parts.newest(kept))
    except BaseException:
        _remove(made)
        raise
    try:
        recovery.publish(central, key, new_root=new_root)
    except ExpectedError:
        _remove(made)  # it was refused, and surely not published
        raise
    except BaseException:
        print(UNSURE, file=sys.stderr)
        raise


def _remove(made: Iterable[Path]) -> None:
    for target in made:
        target.unlink(missing_ok=True)


def _answer(central: Central, options: argparse.Namespace) -> None:
    reason = options.reason.strip()[:MOST_REASON]
    if not reason:
        raise NoReason
    if options.out.exists():
        raise FileExists
    request = _request(options.request)
    laptop = recovery.laptop_of(central, request)
    _show(laptop, request)
    _compare(request)
    parts = _both(options.part)
    content = recovery_parts.answered(parts, request).to_bytes()
    recovery.write_down(central, request, (parts[0].officer, parts[1].officer), reason)
    private_files.write_new(options.out, content)
    print(f"Het antwoord staat in {options.out}. Het werkt alleen op deze laptop, en één keer.")


def _list(central: Central, _options: argparse.Namespace) -> None:
    rows = [
        (
            f"{row.at:%Y-%m-%d}",
            row.device_id,
            row.worker,
            f"{row.officer_a} en {row.officer_b}",
            row.reason,
        )
        for row in recovery.answers(central)
    ]
    print_rows(rows, "Er is nog geen laptop op deze manier geopend.")


def _show(laptop: Laptop, request: Request) -> None:
    print(f"Medewerker:  {laptop.worker_name}")
    print(f"Laptop:      {laptop.device_name or '(zonder naam)'} ({laptop.device_id})")
    print(f"Aangemeld:   {laptop.enrolled_at:%d-%m-%Y}")
    print(f"Controlecode van deze aanvraag:  {request.check()}")


def _compare(request: Request) -> None:
    """Raises CheckDiffers unless an officer types the code that the laptop shows."""
    typed = _line("Laat de medewerker de controlecode voorlezen en typ die over: ")
    if "".join(filter(str.isdigit, typed)) != request.check().replace(" ", ""):
        raise CheckDiffers


def _request(path: Path) -> Request:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    try:
        return Request.from_bytes(content)
    except NotRecoveryData as error:
        raise RequestUnreadable from error


def _both(paths: list[Path]) -> tuple[Part, Part]:
    """Each officer opens the own part. Raises PartsDontMatch."""
    if len(paths) != len(recovery_parts.PARTS):
        raise recovery_parts.PartsDontMatch
    letters = [recovery_parts.letter_of(path) for path in paths]
    if sorted(letters) != list(recovery_parts.PARTS):
        raise recovery_parts.PartsDontMatch
    first, second = (
        recovery_parts.read_part(path, _secret(f"Wachtwoord van {recovery_parts.officer_of(path)}"))
        for path in paths
    )
    return recovery_parts.together(first, second)


def _officers(options: argparse.Namespace) -> tuple[str, str]:
    names = (options.officer_a.strip()[:MOST_NAME], options.officer_b.strip()[:MOST_NAME])
    if not all(names) or names[0].casefold() == names[1].casefold():
        raise OneOfficer
    return names


def _chosen(part: Part) -> str:
    """A new passphrase, typed twice."""
    phrase = _secret(f"Nieuw wachtwoord van {part.officer} (deel {part.letter})")
    if len(phrase.strip()) < recovery_parts.SHORTEST:
        raise recovery_parts.PartTooWeak
    if _secret("Nog een keer") != phrase:
        raise PassphrasesDiffer
    return phrase


def _secret(prompt: str) -> str:
    if sys.stdin.isatty():
        return getpass(f"{prompt}: ")
    return _line(f"{prompt}: ")


def _line(prompt: str) -> str:
    sys.stderr.write(prompt)
    sys.stderr.flush()
    return sys.stdin.readline().rstrip("\n")
