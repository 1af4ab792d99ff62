"""Single values that the store keeps about itself."""

from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from mvs_desktop.storage.tables import meta


class Name(StrEnum):
    STORE_ID = "store-id"
    ENROLMENT = "enrolment"
    EPOCH = "epoch"
    LAST_CONTACT = "last-contact"


def get(connection: Connection, name: Name) -> str | None:
    query = select(meta.c.value).where(meta.c.name == name.value)
    return connection.execute(query).scalar_one_or_none()


def put(connection: Connection, name: Name, value: str) -> None:
    forget(connection, name)
    connection.execute(insert(meta).values(name=name.value, value=value))


def forget(connection: Connection, name: Name) -> None:
    connection.execute(delete(meta).where(meta.c.name == name.value))
