"""The service is put back to an earlier state, or a laptop is."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection

from mvs_central.cases import intake
from mvs_central.sync import apply, epoch
from mvs_desktop.storage.base.engine import writing
from mvs_desktop.storage.base.meta import Name, put
from mvs_desktop.storage.copies import salvage
from mvs_desktop.storage.exchange.identity import StoreIdentity
from mvs_desktop.storage.exchange.replica import Replica
from mvs_desktop.storage.records import outbox
from tests.simulation.bugs.planted import Planted


def a_new_epoch_is_ignored() -> Planted:
    def wrong(self: Replica, name: str) -> None:
        with writing(self._engine) as connection:
            put(connection, Name.EPOCH, name)

    return patch.object(Replica, "begin_epoch", wrong)


def confirmed_is_forgotten() -> Planted:
    """As soon as it was read, and not after 35 days."""
    return patch.object(outbox, "KEPT", timedelta(days=-1))


def confirmed_is_not_sent_again() -> Planted:
    return patch.object(outbox, "send_again", lambda *_: set[str]())


def what_comes_again_is_withdrawn_unseen() -> Planted:
    """Who withdrew it once is believed, whatever came before it this time."""
    clean = apply._Draft._clean_withdrawal

    def wrong(self: Any, work: Any, change: Any) -> bool:
        return self._again or clean(self, work, change)

    return patch.object(apply._Draft, "_clean_withdrawal", wrong)


def numbers_come_again() -> Planted:
    """Counters go on from where the copy had them."""
    return patch.object(epoch, "_first_seq", lambda last, _now: last)


def the_clock_of_the_laptop_counts_the_days() -> Planted:
    """For how long it keeps what was confirmed."""
    contacted = Replica.contacted

    def wrong(self: Replica, at: Any) -> None:
        keep = outbox.keep_confirmed
        with patch.object(outbox, "keep_confirmed", lambda it, _at: keep(it, self._clock())):
            contacted(self, at)

    return patch.object(Replica, "contacted", wrong)


def a_copy_keeps_its_device_id() -> Planted:
    """So that two stores are one device."""
    return patch.object(StoreIdentity, "needs_device", lambda _: False)


def what_waits_is_not_carried_over() -> Planted:
    return patch.object(salvage, "_operations", lambda _: None)


def what_was_confirmed_is_not_carried_over() -> Planted:
    """The service may yet lose it."""
    operations = salvage._operations

    def wrong(connection: Connection) -> None:
        connection.exec_driver_sql("DELETE FROM old.outbox WHERE state = 'confirmed'")
        operations(connection)

    return patch.object(salvage, "_operations", wrong)


def what_was_held_is_forgotten() -> Planted:
    """When work on it is carried over: so it stays when access ends."""
    return patch.object(salvage, "_scopes", lambda _: None)


def the_number_of_an_operation_counts() -> Planted:
    """The service knows it again by that too; in a store that took in another it is another."""
    return patch.object(intake, "_hash_of", intake._hash_of_all)
