"""The commands about laptops: which there are, ending their access, and wiping them."""

import argparse
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from mvs_central.access import directory
from mvs_central.access.service_keys import service_keys
from mvs_central.base.central import Central
from mvs_central.cli.words import print_rows
from mvs_central.devices import wiping

MESSAGES = {
    "unknown-device": "Er is geen laptop met dit nummer, of dit is er al mee gedaan.",
    "wipe-unreachable": "Deze laptop is aangemeld voordat wissen bestond en luistert er niet naar."
    " Trek de toegang in met: mvs-central device revoke",
}

Run = Callable[[Central, argparse.Namespace], None]
AddCommand = Callable[[Any, str, str, Run], argparse.ArgumentParser]


def add_commands(devices: Any, add: AddCommand) -> None:
    add(devices, "list", "alle laptops, met het laatste contact", _list)
    revoke = add(devices, "revoke", "trek de toegang van een laptop in, per direct", _revoke)
    wipe = add(
        devices,
        "wipe",
        "laat een laptop zijn dossiers vernietigen; wat niet verstuurd was gaat eerst",
        _wipe,
    )
    for command in (revoke, wipe):
        command.add_argument("device", type=UUID, metavar="LAPTOP")
    how = wipe.add_mutually_exclusive_group()
    how.add_argument(
        "--at-once",
        action="store_true",
        help="verloren of gestolen: wacht niet op het wachtwoord en stuur niets meer",
    )
    how.add_argument("--cancel", action="store_true", help="neem de opdracht terug")


def _list(central: Central, _options: argparse.Namespace) -> None:
    rows = [
        (
            row.id,
            _day(row.enrolled_at),
            _day(row.last_contact_at) if row.last_contact_at else "-",
            _state(central, row),
            row.worker,
            row.name,
        )
        for row in directory.devices(central)
    ]
    print_rows(rows, "Er is nog geen laptop aangemeld.")


def told_of_held(central: Central) -> None:
    """Say which orders to wipe a laptop wait for a word of the administrator, if any do."""
    now = central.now()
    held = [row for row in directory.devices(central) if wiping.is_held(row, now)]
    if not held:
        return
    print(
        "Laptops met een opdracht om te wissen, die daarna ingetrokken kan zijn. Zij hebben geen"
        " toegang, en wissen niets tot je kiest. Wis (of geef in plaats daarvan --cancel):"
    )
    for row in held:
        how = " --at-once" if row.at_once else ""
        print(f"mvs-central device wipe {row.id}{how}", row.worker, row.name, sep="\t")


def _state(central: Central, row: Row[Any]) -> str:
    if row.done_at:
        return f"gewist op {_day(row.done_at)}"
    by = ", door de medewerker zelf" if row.ended_by_worker else ""
    now = central.now()
    if row.ordered_at and now < row.ends_at:
        return ("wissen wacht op bevestiging" if wiping.is_held(row, now) else "wordt gewist") + by
    return "ingetrokken" + by if row.revoked_at or row.ordered_at else "actief"


def _day(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d}"


def _revoke(central: Central, options: argparse.Namespace) -> None:
    directory.revoke_device(central, options.device)
    print("Deze laptop heeft geen toegang meer.")


def _wipe(central: Central, options: argparse.Namespace) -> None:
    if options.cancel:
        wiping.cancel(central, options.device)
        print("De opdracht is ingetrokken; de laptop wordt niet gewist.")
        return
    at_once = wiping.order(central, service_keys(central), options.device, at_once=options.at_once)
    if at_once:
        print("Zodra deze laptop contact maakt, vernietigt hij zijn dossiers. Er gaat niets uit.")
    else:
        print(
            "Zodra deze laptop met zijn wachtwoord is geopend en contact maakt, verstuurt hij wat"
            " hij nog heeft en vernietigt hij zijn dossiers. Verloren of gestolen? Geef --at-once."
        )
