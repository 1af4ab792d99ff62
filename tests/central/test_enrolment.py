import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from mvs_central.access import directory
from mvs_central.access.attempts import MOST_REFUSALS
from mvs_central.access.members import UnknownWorker
from mvs_central.base.central import Central, Refused
from mvs_central.devices.enrolment import ALPHABET, MOST_OPEN, enrol, new_code
from mvs_central.tables import audit, enrolment_code, refused_attempt
from mvs_desktop.sync.identity import DeviceKey
from mvs_desktop.sync.protocol import EnrolReply, EnrolRequest
from tests.central.desk import Clock, Desk, new_worker

ADDRESS = "192.0.2.7"


def request(code: str, **other: object) -> EnrolRequest:
    values: dict[str, object] = {
        "code": code,
        "device_id": str(uuid4()),
        "public_key": DeviceKey.generate().public_jwk(),
        "device_name": "laptop",
    }
    return EnrolRequest(**(values | other))  # type: ignore[arg-type]


def refused(central: Central, asked: EnrolRequest, address: str = ADDRESS) -> tuple[int, str]:
    with pytest.raises(Refused) as caught:
        enrol(central, asked, address)
    return caught.value.status, caught.value.code


@pytest.fixture
def code(central: Central) -> str:
    return new_code(central, new_worker(central, "Sanne de Wit"))[0]


REFUSED = (403, "enrolment-code-refused")


def test_a_code_is_easy_to_read_out(code: str) -> None:
    assert re.fullmatch(f"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{2}}", code)
    assert not set("01ILOU") & set(ALPHABET)


def test_a_code_enrols_one_device(central: Central, code: str) -> None:
    reply = enrol(central, request(code), ADDRESS)
    assert reply == EnrolReply(
        worker_id=reply.worker_id,
        worker_name="Sanne de Wit",
        organisation="Enver",
        expertise="jeugdhulp",
        municipality="GM0622",
        team="Wijkteam Holy",
        server_time=central.now().isoformat(),
        epoch=central.epoch(),
        demo=False,
        service_key=reply.service_key,
    )
    assert set(reply.service_key or {}) == {"kty", "crv", "x", "y"}  # the public half alone
    assert refused(central, request(code)) == REFUSED
    assert len(directory.devices(central)) == 1


def test_case_spaces_and_dashes_do_not_matter(central: Central, code: str) -> None:
    spoken = " " + code.lower().replace("-", " ") + " "
    assert enrol(central, request(spoken), ADDRESS).worker_name == "Sanne de Wit"


def test_wrong_used_and_expired_codes_get_one_answer(
    central: Central, code: str, clock: Clock
) -> None:
    assert refused(central, request("K7QM-4TRP-9WXH")) == REFUSED
    assert refused(central, request("")) == REFUSED
    clock.forward(hours=72)
    assert refused(central, request(code)) == REFUSED
    assert not directory.devices(central)


def test_a_code_works_until_the_end_of_its_time(central: Central, code: str, clock: Clock) -> None:
    clock.now += timedelta(hours=72) - timedelta(seconds=1)
    assert enrol(central, request(code), ADDRESS).worker_name == "Sanne de Wit"


def test_a_lost_answer_can_be_asked_for_again(central: Central, code: str) -> None:
    asked = request(code)
    assert enrol(central, asked, ADDRESS) == enrol(central, asked, ADDRESS)
    assert len(directory.devices(central)) == 1
    other_key = request(code, device_id=asked.device_id)
    assert refused(central, other_key) == REFUSED


def test_a_revoked_device_cannot_come_back_with_its_code(central: Central, code: str) -> None:
    asked = request(code)
    enrol(central, asked, ADDRESS)
    directory.revoke_device(central, directory.devices(central)[0].id)
    assert refused(central, asked) == REFUSED


def test_the_id_or_key_of_another_device_is_refused_and_the_code_lives(
    central: Central, code: str, youssef: Desk
) -> None:
    taken_id = request(code, device_id=str(youssef.caller.device_id))
    assert refused(central, taken_id) == REFUSED
    assert refused(central, request(code, public_key=youssef.key.public_jwk())) == REFUSED
    assert enrol(central, request(code), ADDRESS).worker_name == "Sanne de Wit"


@pytest.mark.parametrize(
    "key",
    [
        {},
        {"kty": "oct", "k": "AAAA"},
        {"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"},
        {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
        {"kty": "EC", "crv": "P-256", "x": "!", "y": "é"},
        {"kty": "EC", "crv": "P-384", "x": "A" * 43, "y": "A" * 43},
    ],
)
def test_a_key_that_is_none_is_refused(central: Central, code: str, key: dict[str, str]) -> None:
    assert refused(central, request(code, public_key=key)) == (400, "unreadable")
    assert enrol(central, request(code), ADDRESS).worker_name == "Sanne de Wit"


def test_a_private_key_is_not_taken(central: Central, code: str) -> None:
    private = DeviceKey.generate().public_jwk() | {"d": "A" * 43}
    assert refused(central, request(code, public_key=private)) == (400, "unreadable")


def test_guessing_stops_for_an_address_and_begins_again_later(
    central: Central, code: str, clock: Clock
) -> None:
    for _ in range(MOST_REFUSALS):
        assert refused(central, request("K7QM-4TRP-9WXH")) == REFUSED
    assert refused(central, request(code)) == (429, "too-many-attempts")
    other = new_code(central, new_worker(central, "Youssef Amrani"))[0]
    assert enrol(central, request(other), "192.0.2.8").worker_name == "Youssef Amrani"
    clock.forward(minutes=16)
    assert enrol(central, request(code), ADDRESS).worker_name == "Sanne de Wit"


def test_who_has_a_network_of_addresses_counts_as_one(central: Central, code: str) -> None:
    for number in range(MOST_REFUSALS):
        guess = request("K7QM-4TRP-9WXH")
        assert refused(central, guess, f"2001:db8:1:2::{number:x}") == REFUSED
    assert refused(central, request(code), "2001:db8:1:2:ffff::1") == (429, "too-many-attempts")
    assert refused(central, request(code), "2001:db8:1:2::1%eth0") == (429, "too-many-attempts")
    assert enrol(central, request(code), "2001:db8:1:3::1").worker_name == "Sanne de Wit"


def test_guesses_at_the_same_time_are_all_counted(central: Central, code: str) -> None:
    """Each is counted before its slow part: they cannot all slip in below the limit."""
    asked = [request("K7QM-4TRP-9WXH") for _ in range(3 * MOST_REFUSALS)]

    def guess(one: EnrolRequest) -> int:
        return refused(central, one)[0]

    with ThreadPoolExecutor(8) as pool:
        answers = Counter(pool.map(guess, asked))
    assert answers == {403: MOST_REFUSALS, 429: 2 * MOST_REFUSALS}


def test_who_enrols_well_is_not_counted(central: Central, code: str) -> None:
    asked = request(code)
    for _ in range(2 * MOST_REFUSALS):
        enrol(central, asked, ADDRESS)
    with central.database.read() as connection:
        assert not connection.execute(select(refused_attempt)).all()


def test_a_worker_has_few_open_codes_and_the_oldest_ends(
    central: Central, clock: Clock, youssef: Desk
) -> None:
    sanne = new_worker(central, "Sanne de Wit")
    codes = []
    for _ in range(MOST_OPEN + 2):
        codes.append(new_code(central, sanne)[0])
        clock.forward(minutes=1)
    other, _ = new_code(central, youssef.caller.worker_id)
    for code in codes[:2]:
        assert refused(central, request(code)) == REFUSED
    for code in (*codes[2:], other):
        enrol(central, request(code), ADDRESS)
    assert len([row for row in directory.devices(central) if row.worker_id == sanne]) == MOST_OPEN


def test_a_refusal_is_in_the_audit_without_the_code(central: Central) -> None:
    refused(central, request("K7QM-4TRP-9WXH"))
    with central.database.read() as connection:
        lines = connection.execute(select(audit.c.action, audit.c.outcome)).all()
    assert ("enrol", "enrolment-code-refused") in [tuple(line) for line in lines]
    assert "K7QM" not in str(lines)


def test_a_code_is_not_kept_readable(central: Central, code: str) -> None:
    with central.database.read() as connection:
        kept = connection.scalars(select(enrolment_code.c.code_hash)).one()
    plain = code.replace("-", "")
    assert len(kept) == 32
    assert plain.encode() not in bytes(kept)


def test_a_code_is_for_a_worker(central: Central) -> None:
    with pytest.raises(UnknownWorker):
        new_code(central, uuid4())


def test_a_device_name_holds_what_can_be_printed(central: Central, code: str) -> None:
    enrol(central, request(code, device_name="lap\x00top\n" + "x" * 300), ADDRESS)
    (row,) = directory.devices(central)
    assert row.name == ("laptop" + "x" * 300)[:100]
