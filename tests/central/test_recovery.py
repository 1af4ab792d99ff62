"""The officers' side of recovery: parts, keys, answers, and what the service writes down."""

import json
import os
import stat
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from mvs_central import tables
from mvs_central.access import directory
from mvs_central.base.central import Central, Refused
from mvs_central.base.database import Database
from mvs_central.devices import recovery, recovery_parts
from mvs_central.devices.enrolment import enrol, new_code
from mvs_central.devices.recovery import (
    AnotherRoot,
    DeviceRevoked,
    DeviceUnknown,
    RecoveryExists,
    RecoveryMissing,
)
from mvs_central.devices.recovery_parts import (
    Part,
    PartPassphrase,
    PartsDontMatch,
    PartTooWeak,
    PartUnreadable,
    SlotUnopened,
)
from mvs_desktop.domain.errors import RecoveryKeyRefused
from mvs_desktop.domain.recovery import NotRecoveryData, Request, WrappedKey
from mvs_desktop.storage.keys.recovery import PendingRequest, trusted, wrap
from mvs_desktop.sync import protocol
from mvs_desktop.sync.client import to_recovery_key
from mvs_desktop.sync.identity import DeviceKey
from tests.central.desk import Desk, new_worker, re_enrolled
from tests.support.officers import PHRASES, Officers

KEY = bytes(range(32))

# An officer's passphrase costs what it costs: 256 MiB each time.
pytestmark = pytest.mark.timeout(300)

Parts = tuple[Part, Part]


@pytest.fixture
def parts() -> Parts:
    return recovery_parts.new_parts("Stichting Proef", ("Ans", "Bert"))


def pending(parts: Parts, device_id: UUID, number: int = 1) -> PendingRequest:
    """The request of a laptop with this device id."""
    store_id = uuid4()
    slot = wrap(KEY, recovery_parts.public_key(parts, number), store_id, device_id)
    return PendingRequest(os.urandom(32), store_id, (slot,))


# The parts


def test_both_parts_open_what_one_alone_does_not(parts: Parts) -> None:
    asked = pending(parts, uuid4())
    assert asked.open(recovery_parts.answered(parts, asked.request).to_bytes()) == (KEY,)
    others = recovery_parts.new_parts("Stichting Proef", ("Ans", "Bert"))
    for half in ((parts[0], replace(others[1], set_id=parts[0].set_id)), (parts[0], parts[0])):
        with pytest.raises(SlotUnopened):
            recovery_parts.answered(half, asked.request)


def test_parts_that_do_not_belong_together(parts: Parts) -> None:
    others = recovery_parts.new_parts("Stichting Proef", ("Ans", "Bert"))
    later = recovery_parts.rotated(parts, ("Ans", "Bert"))
    assert recovery_parts.together(parts[1], parts[0]) == parts
    for first, second in (
        (parts[0], parts[0]),
        (parts[0], others[1]),
        (parts[0], later[1]),
        (parts[1], parts[1]),
    ):
        with pytest.raises(PartsDontMatch):
            recovery_parts.together(first, second)


def test_a_rotation_still_opens_what_was_wrapped_before(parts: Parts) -> None:
    later = recovery_parts.rotated(parts, ("Ans", "Cor"))
    for number in (1, 2):
        asked = pending(later, uuid4(), number)
        assert asked.open(recovery_parts.answered(later, asked.request).to_bytes()) == (KEY,)
    asked = pending(later, uuid4(), 2)
    with pytest.raises(SlotUnopened):
        recovery_parts.answered(parts, asked.request)


def test_a_part_file_is_for_its_officer_alone(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "deel-a"
    with pytest.raises(PartTooWeak):
        recovery_parts.write_part(parts[0], path, "te kort")
    recovery_parts.write_part(parts[0], path, PHRASES["A"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        recovery_parts.write_part(parts[1], path, PHRASES["B"])
    assert recovery_parts.read_part(path, PHRASES["A"]) == parts[0]
    with pytest.raises(PartPassphrase):
        recovery_parts.read_part(path, PHRASES["B"])
    content = json.loads(path.read_text())
    changes: tuple[dict[str, str], ...] = (
        {"officer": "Mallory"},
        {"part": "B"},
        {"set": "0" * 32},
    )
    for change in changes:
        path.write_text(json.dumps(content | change))
        with pytest.raises(PartPassphrase):
            recovery_parts.read_part(path, PHRASES["A"])
    for broken in (b"", b"{}", b"[]", b'{"kind": "mvs-recovery-part"}', b"[" * 60_000):
        path.write_bytes(broken)
        with pytest.raises(PartUnreadable):
            recovery_parts.read_part(path, PHRASES["A"])


# Requests


def test_a_slot_opens_only_where_it_was_made(parts: Parts) -> None:
    request = pending(parts, uuid4()).request
    (slot,) = request.slots
    for changed in (
        replace(request, store_id=uuid4()),
        replace(request, slots=(replace(slot, device_id=uuid4()),)),
        replace(request, slots=(replace(slot, key_id="0" * 32),)),
        replace(request, slots=(replace(slot, wrapped=slot.wrapped[:-1] + b"\0"),)),
        replace(request, slots=(replace(slot, wrapped=b""),)),
        replace(request, reply_key=b"\xff" * len(request.reply_key)),
        replace(request, reply_key=b"kort"),
    ):
        with pytest.raises(SlotUnopened):
            recovery_parts.answered(parts, changed)


def test_a_request_file_is_read_with_suspicion(parts: Parts) -> None:
    request = pending(parts, uuid4()).request
    assert Request.from_bytes(request.to_bytes()) == request
    members = json.loads(request.to_bytes())
    changes: tuple[dict[str, object], ...] = (
        {"kind": "mvs-recovery-answer"},
        {"format": 2},
        {"store_id": "x"},
        {"request_id": "../../etc"},
        {"request_id": "a" * 65},
        {"slots": []},
        {"slots": members["slots"] * 3},
        {"slots": None},
        {"reply_key": "geen base64!"},
        {"reply_key": None},
    )
    for change in changes:
        with pytest.raises(NotRecoveryData):
            Request.from_bytes(json.dumps(members | change).encode())
    for broken in (b"", b"[]", b"1", b"[" * 60_000, request.to_bytes() + b" " * 70_000):
        with pytest.raises(NotRecoveryData):
            Request.from_bytes(broken)


def test_nothing_personal_is_in_a_request(parts: Parts) -> None:
    members = json.loads(pending(parts, uuid4()).request.to_bytes())
    assert set(members) == {"kind", "format", "store_id", "request_id", "slots", "reply_key"}
    assert set(members["slots"][0]) == {"key_id", "device_id", "wrapped"}


# What the service keeps


def test_keys_are_published_in_order_and_under_one_root(central: Central, parts: Parts) -> None:
    later = recovery_parts.rotated(parts, ("Ans", "Bert"))
    others = recovery_parts.rotated(
        recovery_parts.new_parts("Stichting Proef", ("Ans", "Bert")), ("Ans", "Bert")
    )
    first, second = recovery_parts.public_key(parts, 1), recovery_parts.public_key(later, 2)
    with pytest.raises(RecoveryMissing):
        recovery.publish(central, second)
    recovery.publish(central, first)
    with pytest.raises(RecoveryExists):
        recovery.publish(central, first)
    with pytest.raises(RecoveryExists):
        recovery.publish(central, recovery_parts.public_key(others, 1))
    with pytest.raises(AnotherRoot):
        recovery.publish(central, recovery_parts.public_key(others, 2))
    recovery.publish(central, second)
    fresh = recovery_parts.new_parts("Stichting Proef", ("Cor", "Dirk"), 3)
    third = recovery_parts.public_key(fresh, 3)
    with pytest.raises(AnotherRoot):
        recovery.publish(central, third)
    with central.database.read() as connection:
        assert recovery.current(connection) == second
    recovery.publish(central, third, new_root=True)
    with central.database.read() as connection:
        assert recovery.current(connection) == third
    with pytest.raises(RecoveryKeyRefused):
        trusted(third, second)  # a laptop takes it with a code of its own only
    assert trusted(third, None) == third


def test_laptops_hear_of_the_key_that_holds(central: Central, sanne: Desk, parts: Parts) -> None:
    request = protocol.RecoveryKeyRequest()
    assert recovery.tell(central, sanne.caller, request).recovery_key is None
    key = recovery_parts.public_key(parts, 1)
    recovery.publish(central, key)
    assert to_recovery_key(recovery.tell(central, sanne.caller, request).recovery_key) == key
    code, _ = new_code(central, sanne.caller.worker_id)
    asked = protocol.EnrolRequest(code, str(uuid4()), DeviceKey.generate().public_jwk())
    assert to_recovery_key(enrol(central, asked, "192.0.2.1").recovery_key) == key


def test_only_laptops_that_are_known_and_not_revoked(
    central: Central, sanne: Desk, parts: Parts
) -> None:
    asked = pending(parts, sanne.caller.device_id).request
    laptop = recovery.laptop_of(central, asked)
    assert (laptop.worker_name, laptop.device_name) == ("Sanne de Wit", "laptop")
    with pytest.raises(DeviceUnknown):
        recovery.laptop_of(central, pending(parts, uuid4()).request)
    (slot,) = asked.slots
    two = replace(asked, slots=(slot, WrappedKey(slot.key_id, uuid4(), slot.wrapped)))
    with pytest.raises(DeviceUnknown):
        recovery.laptop_of(central, two)
    recovery.write_down(central, asked, ("Ans", "Bert"), "wachtwoord vergeten")
    (line,) = recovery.answers(central)
    assert (line.officer_a, line.officer_b, line.worker) == ("Ans", "Bert", "Sanne de Wit")
    assert (line.store_id, line.request_id) == (asked.store_id, asked.request_id)
    with central.database.read() as connection:
        row = connection.execute(
            select(tables.audit).where(tables.audit.c.action == "recovery")
        ).one()
    assert (row.device_id, row.worker_id) == (sanne.caller.device_id, sanne.caller.worker_id)
    directory.revoke_device(central, sanne.caller.device_id)
    with pytest.raises(DeviceRevoked):
        recovery.laptop_of(central, asked)


# A store that was enrolled again


def test_a_replaced_device_is_out_and_its_name_stays(central: Central, sanne: Desk) -> None:
    now = re_enrolled(sanne)
    with central.database.read() as connection:
        devices = {row.id: row for row in connection.execute(select(tables.device))}
    assert devices[sanne.caller.device_id].revoked_at is not None
    assert devices[now.caller.device_id].name == "laptop"
    assert devices[now.caller.device_id].revoked_at is None


def test_a_code_of_a_colleague_does_not_take_over_a_store(
    central: Central, sanne: Desk, youssef: Desk
) -> None:
    code, _ = new_code(central, youssef.caller.worker_id)
    with pytest.raises(Refused) as refused:
        re_enrolled(sanne, code)
    assert refused.value.code == "code-of-another"
    with central.database.read() as connection:
        row = connection.execute(
            select(tables.device).where(tables.device.c.id == sanne.caller.device_id)
        ).one()
    assert row.revoked_at is None
    request = protocol.EnrolRequest(code, str(uuid4()), DeviceKey.generate().public_jwk())
    assert enrol(central, request, "192.0.2.1").worker_name == "Youssef Amrani"


def test_a_service_that_forgot_the_former_device_takes_the_new_one(
    central: Central, sanne: Desk
) -> None:
    forgotten = replace(sanne, caller=replace(sanne.caller, device_id=uuid4()))
    assert re_enrolled(forgotten).caller.device_id != sanne.caller.device_id


@pytest.mark.parametrize("letters", [("A", "A"), ("B", "B"), ("A",)])
def test_one_part_twice_or_alone_is_refused_before_any_passphrase(
    tmp_path: Path, parts: Parts, letters: tuple[str, ...]
) -> None:
    officers, request, check = at_the_table(tmp_path, parts)
    typed = f"{check}\n" + "".join(f"{PHRASES[letter]}\n" for letter in letters)
    chosen = [item for one in letters for item in ("--part", str(officers.part(one)))]
    done = officers.run(
        "recovery", "answer", str(request), *chosen,
        "--out", str(tmp_path / "antwoord"), "--reason", "test", typed=typed,
    )  # fmt: skip
    assert done.returncode == 1
    assert "niet deel A en deel B" in done.stderr
    assert not (tmp_path / "antwoord").exists()


def test_what_the_officers_do_not_confirm_is_not_opened(tmp_path: Path, parts: Parts) -> None:
    officers, request, check = at_the_table(tmp_path, parts)
    out = tmp_path / "antwoord"
    wrong = f"{(int(check[:5]) + 1) % 10**5:05d}{check[5:]}"
    for code, phrases, reason, words in (
        (wrong, (PHRASES["A"], PHRASES["B"]), "test", "De controlecode klopt niet"),
        ("", (PHRASES["A"], PHRASES["B"]), "test", "De controlecode klopt niet"),
        (check, (PHRASES["A"], PHRASES["A"]), "test", "Dit wachtwoord opent dit deel niet"),
        (check, ("", ""), "test", "Dit wachtwoord opent dit deel niet"),
        (check, (PHRASES["A"], PHRASES["B"]), "  ", "waarom deze laptop"),
    ):
        done = officers.answer(request, out, code, phrases=phrases, reason=reason)
        assert done.returncode == 1
        assert words in done.stderr
        assert not out.exists()
    assert officers.run("recovery", "list").stdout == ""
    done = officers.answer(request, out, check)
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    before = out.read_bytes()
    assert officers.answer(request, out, check).returncode == 1
    assert out.read_bytes() == before
    assert len(officers.run("recovery", "list").stdout.splitlines()) == 1


def at_the_table(tmp_path: Path, parts: Parts) -> tuple[Officers, Path, str]:
    """Officers with these parts, and a request of one of the service's laptops."""
    database = str(tmp_path / "central.db")
    central = Central(Database(database))
    directory.init(central, demo=False)
    directory.add_team(central, "Wijkteam Holy", "GM0622")
    code, _ = new_code(central, new_worker(central, "Sanne de Wit"))
    device_id = uuid4()
    enrol(
        central,
        protocol.EnrolRequest(code, str(device_id), DeviceKey.generate().public_jwk()),
        "192.0.2.1",
    )
    recovery.publish(central, recovery_parts.public_key(parts, 1))
    central.database.close()
    officers = Officers(database, tmp_path)
    for part in parts:
        recovery_parts.write_part(part, officers.part(part.letter), PHRASES[part.letter])
    asked = pending(parts, device_id).request
    request = tmp_path / "aanvraag"
    request.write_bytes(asked.to_bytes())
    return officers, request, asked.check()


def test_a_recovery_key_is_made_once_and_by_two(tmp_path: Path) -> None:
    officers = Officers(str(tmp_path / "central.db"), tmp_path)
    assert officers.run("init").returncode == 0
    twice = "".join(f"{phrase}\n{phrase}\n" for phrase in PHRASES.values())
    for names, typed, words in (
        (("Ans Aalders", "ans aalders"), twice, "twee verschillende beheerders"),
        (("Ans Aalders", " "), twice, "twee verschillende beheerders"),
        (("Ans Aalders", "Bert Bos"), "kort\n", "minstens 14 tekens"),
        (("Ans Aalders", "Bert Bos"), f"{PHRASES['A']}\nanders\n", "niet gelijk"),
    ):
        done = made(officers, names, typed)
        assert done.returncode == 1
        assert words in done.stderr
        assert not officers.part("A").exists()
        assert not officers.part("B").exists()
    assert made(officers, ("Ans Aalders", "Bert Bos"), twice).returncode == 0
    assert stat.S_IMODE(officers.part("A").stat().st_mode) == 0o600
    before = officers.part("A").read_bytes()
    assert "Er is al een herstelsleutel" in made(officers, ("Ans", "Bert"), twice).stderr
    for part in (officers.part("A"), officers.part("B")):
        part.rename(part.with_suffix(".oud"))
    assert made(officers, ("Ans", "Bert"), twice, "--new-root").returncode == 0
    assert officers.part("A").read_bytes() != before


def made(
    officers: Officers, names: tuple[str, str], typed: str, *more: str
) -> CompletedProcess[str]:
    return officers.run(
        "recovery", "init", "--organisation", "Stichting Proef",
        "--officer-a", names[0], "--part-a", str(officers.part("A")),
        "--officer-b", names[1], "--part-b", str(officers.part("B")), *more, typed=typed,
    )  # fmt: skip
