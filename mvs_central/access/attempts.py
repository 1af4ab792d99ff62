"""How often somebody may fail to enrol: counted per address, before anything slow is done.

An address of IPv6 counts as the network of which its owner has all addresses.
"""

from contextlib import suppress
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, func, insert, select

from mvs_central.access import audit
from mvs_central.access.audit import Action
from mvs_central.base.central import Central, Refused
from mvs_central.tables import refused_attempt

MOST_REFUSALS = 10  # from one address within
REFUSAL_WINDOW = timedelta(minutes=15)
OWN_NETWORK = 64  # bits of an IPv6 address that tell one owner from another

TOO_MANY = "too-many-attempts"


def begin(central: Central, address: str) -> int:
    """Count an attempt as refused until `succeeded` says otherwise; gives its number.

    So many attempts at once fail no oftener than one after the other. Raises Refused.
    """
    now, place = central.now(), place_of(address)
    old = refused_attempt.c.at <= now - REFUSAL_WINDOW
    with central.database.write() as connection:
        if not central.database.is_sqlite:  # where only one writes at a time anyway
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(place))))
        connection.execute(delete(refused_attempt).where(old))
        counted = insert(refused_attempt).values(address=place, at=now)
        number: int = connection.scalars(counted.returning(refused_attempt.c.id)).one()
        refused = connection.scalars(
            select(func.count())
            .select_from(refused_attempt)
            .where(refused_attempt.c.address == place, refused_attempt.c.id <= number)
        ).one()
        if refused > MOST_REFUSALS:
            # It does not lengthen the wait of whoever keeps trying.
            connection.execute(delete(refused_attempt).where(refused_attempt.c.id == number))
    if refused > MOST_REFUSALS:
        raise Refused(429, TOO_MANY, retry_after=int(REFUSAL_WINDOW.total_seconds()))
    return number


def succeeded(central: Central, number: int) -> None:
    with central.database.write() as connection:
        connection.execute(delete(refused_attempt).where(refused_attempt.c.id == number))


def failed(central: Central, code: str) -> None:
    """Write down that an attempt was refused."""
    with central.database.write() as connection:
        audit.write(connection, audit.rows(central.now(), Action.ENROL, code))


def place_of(address: str) -> str:
    """What counts as one address."""
    with suppress(ValueError):
        found = ip_address(address.partition("%")[0])
        if isinstance(found, IPv6Address):
            if found.ipv4_mapped is not None:
                return str(found.ipv4_mapped)
            return str(ip_network((found, OWN_NETWORK), strict=False))
    return address[:64]
