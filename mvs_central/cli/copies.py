"""The commands `mvs-central backup` and `mvs-central restore`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mvs_central.base.central import Central
from mvs_central.cli.devices import told_of_held
from mvs_central.running import copies

MESSAGES = {
    "backup-exists": "Er is al een bestand met deze naam. Kies een andere.",
    "backup-unusable": "Dit bestand is er niet, is beschadigd of is geen back-up van deze dienst."
    " Er is niets veranderd.",
    "database-in-use": "De database is nog open. Stop eerst de dienst; er is niets veranderd.",
    "postgres-tools-missing": "pg_dump en pg_restore staan niet op deze computer, of passen niet"
    " bij deze versie van PostgreSQL.",
    "may-not-create-database": "Terugzetten maakt een database naast de bestaande, en dat mag deze"
    " gebruiker van PostgreSQL niet. Geef haar CREATEDB; er is niets veranderd.",
}

Run = Callable[[Central, argparse.Namespace], None]


def add_commands(
    commands: Any, command: Callable[[Any, str, str, Run], argparse.ArgumentParser]
) -> None:
    about = "maak een back-up van de database, ook terwijl de dienst draait"
    copy = command(commands, "backup", about, _backup)
    copy.add_argument("file", type=Path, metavar="BESTAND")
    back = command(commands, "restore", "zet een back-up terug als de dienst stilstaat", restore)
    back.add_argument("file", type=Path, metavar="BESTAND")


def _backup(central: Central, options: argparse.Namespace) -> None:
    copies.backup(central, options.file)
    print("De back-up is gemaakt en nagekeken. Er staat dossiertekst in: bewaar haar versleuteld.")


def restore(central: Central, options: argparse.Namespace) -> None:
    kept = copies.restore(central, options.file)
    print("De back-up is teruggezet. Laptops sturen wat zij nog hebben en halen alles opnieuw op.")
    if kept:
        print(f"De database die er stond is bewaard als {kept}.")
    told_of_held(central)
