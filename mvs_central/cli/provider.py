"""The commands about signing in with an account of work."""

import argparse
from collections.abc import Callable
from typing import Any
from uuid import UUID

from mvs_central.base.central import Central
from mvs_central.devices import sign_in
from mvs_central.devices.sign_in import Provider, ProviderUnknown

MESSAGES = {
    "provider-unreachable": "Op dit adres antwoordt geen aanmelddienst (OpenID Connect), of niet"
    " versleuteld.",
    "provider-unknown": "Er is geen aanmelddienst ingesteld. Kijk in: mvs-central provider set",
    "subject-taken": "Dit account is al van een andere medewerker.",
}

Run = Callable[[Central, argparse.Namespace], None]
AddCommand = Callable[[Any, str, str, Run], argparse.ArgumentParser]


def add_provider(providers: Any, add: AddCommand) -> None:
    fix = add(providers, "set", "laat medewerkers zich aanmelden met hun werkaccount", _set)
    fix.add_argument("--issuer", required=True, metavar="URL", help="adres van de aanmelddienst")
    fix.add_argument(
        "--client-id", required=True, metavar="NAAM", help="hoe die dit programma kent"
    )
    fix.add_argument(
        "--claim", default="sub", metavar="NAAM", help="waaraan een account te kennen is"
    )
    fix.add_argument("--scope", default="openid", metavar="NAMEN")
    add(providers, "show", "de aanmelddienst die geldt", _show)
    add(providers, "remove", "alleen nog aanmelden met een code", _remove)


def add_links(workers: Any, add: AddCommand) -> None:
    fix = add(workers, "link", "koppel een werkaccount aan een medewerker", _link)
    fix.add_argument("worker", type=UUID, metavar="MEDEWERKER")
    fix.add_argument("--subject", required=True, metavar="ACCOUNT")
    free = add(workers, "unlink", "maak de koppeling met een werkaccount los", _unlink)
    free.add_argument("worker", type=UUID, metavar="MEDEWERKER")


def _set(central: Central, options: argparse.Namespace) -> None:
    provider = Provider(options.issuer, options.client_id, options.claim, options.scope)
    sign_in.set_provider(central, provider)
    print("Medewerkers met een gekoppeld werkaccount kunnen zich hiermee aanmelden.")


def _show(central: Central, _options: argparse.Namespace) -> None:
    with central.database.read() as connection:
        provider = sign_in.provider_of(connection)
    if provider is None:
        raise ProviderUnknown
    print(provider.issuer, provider.client_id, provider.claim, provider.scope, sep="\t")


def _remove(central: Central, _options: argparse.Namespace) -> None:
    sign_in.remove_provider(central)
    print("Aanmelden gaat nu alleen met een code.")


def _link(central: Central, options: argparse.Namespace) -> None:
    sign_in.link(central, options.worker, options.subject)
    print("Deze medewerker kan een laptop aanmelden met dit account.")


def _unlink(central: Central, options: argparse.Namespace) -> None:
    sign_in.unlink(central, options.worker)
    print("Deze medewerker meldt een laptop alleen nog aan met een code.")
