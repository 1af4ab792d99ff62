"""Recovery where something is in doubt: whether the laptop is still its worker's, and whether a
key holds already."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from mvs_central.access import directory
from mvs_central.base.central import Central
from mvs_central.base.database import Database
from mvs_central.cli.main import main
from mvs_central.devices import recovery, recovery_parts, wiping
from mvs_central.devices.recovery import DeviceLost, DeviceRevoked
from mvs_central.sync.epoch import new_epoch
from tests.central.desk import Clock
from tests.central.test_recovery import Parts, parts, pending
from tests.central.test_wiping import Laptop, laptop, order
from tests.support.officers import PHRASES

__all__ = ["laptop", "parts"]


def test_a_laptop_that_was_lost_is_not_opened_for_whoever_has_it(
    central: Central, laptop: Laptop, parts: Parts, clock: Clock
) -> None:
    """Its access is over from the order on, long before it was wiped; an order that is on hold,
    or that came to its end, gives none back."""
    asked = pending(parts, laptop.caller.device_id).request
    order(laptop)  # it still has to send, and so to be opened
    assert recovery.laptop_of(central, asked).device_id == laptop.caller.device_id
    order(laptop, at_once=True)
    with pytest.raises(DeviceLost):
        recovery.laptop_of(central, asked)
    with pytest.raises(DeviceLost):  # while the officers were typing
        recovery.write_down(central, asked, ("Ans", "Bert"), "wachtwoord vergeten")
    assert recovery.answers(central) == []
    new_epoch(central)
    with pytest.raises(DeviceLost):
        recovery.laptop_of(central, asked)
    clock.forward(days=wiping.HOLDS.days)
    with pytest.raises(DeviceRevoked):
        recovery.laptop_of(central, asked)


def test_a_lost_laptop_that_was_found_can_be_opened(
    central: Central, laptop: Laptop, parts: Parts
) -> None:
    order(laptop, at_once=True)
    wiping.cancel(central, laptop.caller.device_id)
    asked = pending(parts, laptop.caller.device_id).request
    assert recovery.laptop_of(central, asked).device_id == laptop.caller.device_id


def test_parts_stay_when_it_is_not_known_whether_the_key_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A connection that breaks while the database commits: laptops may have the key, and nothing
    that they wrap for it opens without the parts."""
    central = Central(Database(str(tmp_path / "central.db")))
    directory.init(central, demo=False)
    central.database.close()
    publish = recovery.publish

    def broken(*asked: Any, **more: Any) -> None:
        publish(*asked, **more)
        raise OperationalError("COMMIT", {}, ConnectionError("server closed the connection"))

    monkeypatch.setattr(recovery, "publish", broken)
    typed = StringIO("".join(f"{phrase}\n{phrase}\n" for phrase in PHRASES.values()))
    monkeypatch.setattr("sys.stdin", typed)
    a, b = tmp_path / "deel-a", tmp_path / "deel-b"
    words = [
        *("recovery", "init", "--organisation", "Stichting Proef"),
        *("--officer-a", "Ans", "--part-a", str(a), "--officer-b", "Bert", "--part-b", str(b)),
    ]
    assert main(["--database", str(tmp_path / "central.db"), *words]) == 1
    assert "Bewaar beide nieuwe delen" in capsys.readouterr().err
    parts = recovery_parts.together(
        recovery_parts.read_part(a, PHRASES["A"]), recovery_parts.read_part(b, PHRASES["B"])
    )
    with central.database.read() as connection:
        assert recovery.current(connection) == recovery_parts.public_key(parts, 1)
    central.database.close()
