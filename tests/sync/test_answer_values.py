"""What a service of ours can say: every member of every answer that a laptop keeps, shows or looks
up, with a value that it cannot use. Nothing of such an answer is used."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from mvs_desktop.domain.errors import ServerAnswerUnreadable
from mvs_desktop.sync import answers, protocol
from mvs_desktop.sync.answers import decoded
from tests.sync.http_device import MANIFEST

ID, SOME = str(uuid4()), "2026-03-04T10:00:00+00:00"
# Other zones have no such day, so that a screen could not show it.
NEVER = "0001-01-01T00:00:00+14:00"
HUGE = 1 << 63  # fits no column

OFFER = protocol.Offer(
    ID, "", ID, "Noor", ID, "Daan", "", stays=True, made_at=SOME, expires_at=SOME, state="",
    answer="",
)  # fmt: skip
COLLEAGUE = protocol.Colleague(ID, "Noor", "", "", "", "")
EDIT = protocol.ApartEdit(ID, "Noor", SOME, SOME, "person", ID, "basis", {})
LAPTOP = protocol.OwnDevice(ID, "laptop", SOME, "", protocol.OwnDeviceState.ACTIVE)
WHOM = protocol.WhomToAsk("Noor", "", "", "", "")
KEY = protocol.RecoveryKey("Stichting Proef", 1, "", "", "")
ENROLLED = protocol.EnrolReply(
    ID, "Noor", "", "", "GM0622", "", SOME, "e", recovery_key=KEY, service_key={"kty": "EC"}
)
ACTS = protocol.ActsReply(1, "a" * 64, SOME, "", "", "")
PLACE = protocol.SignInProvider("https://a.nl", "mvs", "https://a.nl/auth", "openid", True)
TOKEN = protocol.TokenReply("token", 300, SOME, "")
HEAD = protocol.ScopeHead(ID, "basis", 1, "0" * 16)
RECORD = protocol.RecordEnvelope(
    "person", ID, ID, "basis", 1, {}, False, msgspec.Raw(b"{}"), "Noor", SOME
)
OWN = protocol.OwnRecord("person", ID, "basis", 1, {}, False, "0" * 16, "Noor", SOME)
RESULT = protocol.OpResult(ID, protocol.Outcome.APPLIED, 1)


def waiting(*offers: protocol.Offer, case_id: str = ID, edits: int = 1) -> protocol.WaitingReply:
    return protocol.WaitingReply(list(offers), [protocol.ApartCount(case_id, edits)], "d", SOME)


def page(**values: Any) -> protocol.FeedsReply:
    whole = protocol.FeedPage("e", [RECORD], [], [HEAD], False, [OWN])
    return protocol.FeedsReply([other(whole, **values)], [])


def heads(head: protocol.ScopeHead) -> protocol.Manifest:
    made: protocol.Manifest = other(MANIFEST, scopes=[head])
    return made


def itself(reply: protocol.Struct) -> protocol.Struct:
    return reply


def other(item: protocol.Struct, **values: object) -> Any:
    return msgspec.structs.replace(item, **values)


# Of a kind of member, what is none.
ODD = {"ids": "x", "moments": NEVER, "names": "a" * 401, "words": "a" * 65, "numbers": HUGE}


@dataclass(frozen=True)
class Part:
    """Something in an answer, with its members by what they have to be; `whole` makes the answer
    that it is in."""

    whole: Callable[[Any], protocol.Struct]
    sound: protocol.Struct
    ids: str = ""
    moments: str = ""
    names: str = ""
    words: str = ""
    numbers: str = ""

    def odd(self) -> Iterator[Any]:
        for kind, value in ODD.items():
            for member in getattr(self, kind).split():
                odd = self.whole(other(self.sound, **{member: value}))
                name = f"{type(self.sound).__name__}-{member}"
                yield pytest.param(self.whole(self.sound), odd, id=name)


PARTS = (
    Part(
        waiting, OFFER, "offer_id case_id from_id to_id", "made_at expires_at",
        "from_name to_name", "state",
    ),
    Part(itself, waiting(), words="digest"),
    Part(
        lambda item: protocol.ColleagueReply([item], False), COLLEAGUE, "worker_id",
        names="name organisation expertise team municipality",
    ),
    Part(itself, protocol.KnownChildReply(ID, [WHOM], SOME), "search_id"),
    Part(
        lambda item: protocol.KnownChildReply(ID, [item], SOME), WHOM, "case_id",
        names="name phone organisation team team_phone",
    ),
    Part(itself, protocol.EmergencyReply(ID, [], SOME, SOME), "case_id", "until"),
    Part(
        lambda item: protocol.ApartReply([item], SOME), EDIT, "op_id record_id", "came_at",
        "worker_name", "record_type compartment",
    ),
    Part(
        lambda item: protocol.OwnDevicesReply([item], SOME), LAPTOP, "id",
        "enrolled_at last_contact_at ended_at", "name ended_from",
    ),
    Part(
        itself, ENROLLED, "worker_id", words="epoch",
        names="worker_name organisation expertise municipality team",
    ),
    Part(protocol.RecoveryKeyReply, KEY, names="organisation", numbers="number"),
    Part(itself, ACTS, names="hash at fault key signature", numbers="number"),
    Part(protocol.SignInReply, PLACE, names="client_id scope"),
    Part(itself, TOKEN, words="recovery_key_id"),
    Part(itself, MANIFEST, moments="server_time", words="epoch waiting"),
    Part(heads, HEAD, words="compartment checksum", numbers="head"),
    Part(
        lambda item: page(records=[item]), RECORD, names="changed_by",
        words="id record_type changed_at",
    ),
    Part(
        lambda item: page(own=[item]), OWN, names="changed_by",
        words="id record_type changed_at hash",
    ),
    Part(lambda item: page(heads=[item]), HEAD, words="compartment checksum", numbers="head"),
    Part(lambda item: protocol.PushReply([item], SOME), RESULT, words="reason"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sound", "odd"),
    [
        *(case for part in PARTS for case in part.odd()),
        (waiting(OFFER), waiting(other(OFFER, expires_at="morgen"))),
        (waiting(OFFER), waiting(other(OFFER, made_at="2026-03-04T10:00:00"))),
        (waiting(OFFER), waiting(other(OFFER, made_at="9999-12-31T23:00:00-14:00"))),
        (waiting(OFFER), waiting(other(OFFER, word="a" * 2_001))),
        (waiting(OFFER), waiting(other(OFFER, answer="a" * 2_001))),
        (waiting(), waiting(case_id="")),
        (waiting(), waiting(edits=-1)),
        (waiting(), waiting(edits=HUGE)),
        *(
            (MANIFEST, other(MANIFEST, server_time=time))
            for time in ("", "1970-01-01T00:00:09+00:00", "2200-01-01T00:00:00+00:00")
        ),
        (MANIFEST, other(MANIFEST, wipe="a" * 4_097)),
        (MANIFEST, other(MANIFEST, scopes=[HEAD] * (answers.MOST_SCOPES + 1))),
        (heads(HEAD), heads(other(HEAD, head=-1))),
        (protocol.ColleagueReply([], False), protocol.ColleagueReply([COLLEAGUE] * 21, False)),
        (other(ENROLLED, service_key=None), other(ENROLLED, service_key={"x": "a" * 65})),
        (ENROLLED, other(ENROLLED, service_key={"x" * 65: "a"})),
        (ENROLLED, other(ENROLLED, recovery_key=other(KEY, number=0))),
        *(
            (protocol.RecoveryKeyReply(KEY), protocol.RecoveryKeyReply(other(KEY, **odd)))
            for odd in (
                {"number": 0},
                {"public_key": "a" * 4_097},
                {"root": "a" * 4_097},
                {"signature": "a" * 4_097},
            )
        ),
        (ACTS, other(ACTS, number=-1)),
        *(
            (protocol.SignInReply(PLACE), protocol.SignInReply(other(PLACE, **odd)))
            for odd in ({"issuer": "a" * 2_001}, {"authorization_endpoint": "a" * 2_001})
        ),
        *(
            (TOKEN, other(TOKEN, **odd))
            for odd in (
                {"access_token": ""},
                {"access_token": "a b"},
                {"access_token": "a" * 4_097},
                {"expires_in": -1},
                {"expires_in": answers.MOST_LIFE + 1},
            )
        ),
        (page(), page(epoch="a" * 65)),
        (page(), page(records=[], own=[], more=True)),
        (page(), page(records=[other(RECORD, doc=msgspec.Raw(b'"%b"' % (b"a" * (2 << 20))))])),
        (page(), page(records=[RECORD] * (protocol.PAGE_RECORDS + 1), own=[])),
        (page(), page(records=[RECORD] * protocol.PAGE_RECORDS)),
        (page(), protocol.FeedsReply([], [ID] * (protocol.FEEDS_CASES + 1))),
        (page(), protocol.FeedsReply(page().pages * (protocol.FEEDS_CASES + 1), [])),
        (
            protocol.ContentState([0]),
            protocol.ContentState(list(range(26))),
        ),
        (
            protocol.PushReply([RESULT], SOME),
            protocol.PushReply([RESULT] * (answers.MOST_RESULTS + 1), SOME),
        ),
    ],
)  # fmt: skip
def test_what_no_laptop_can_use_is_no_answer(sound: protocol.Struct, odd: protocol.Struct) -> None:
    assert decoded(protocol.encode(sound), type(sound)) == sound
    with pytest.raises(ServerAnswerUnreadable):
        decoded(protocol.encode(odd), type(odd))


def test_more_than_goes_into_an_answer_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """In records together, and in values before anything is built."""
    assert decoded(protocol.encode(page()), protocol.FeedsReply) == page()
    with monkeypatch.context() as small:
        small.setattr(answers, "MOST_DOCS", 1)
        with pytest.raises(ServerAnswerUnreadable):
            decoded(protocol.encode(page()), protocol.FeedsReply)
    full = b'{"epoch":"e","unchanged":true,"server_time":"%b","scopes":[],"x":[%b]}' % (
        MANIFEST.server_time.encode(),
        b",".join([b"1"] * answers.MOST_PLAIN_VALUES),
    )
    with pytest.raises(ServerAnswerUnreadable):
        decoded(full, protocol.Manifest)


def test_every_answer_has_its_rule() -> None:
    """One that is added is to be thought about."""
    told = {
        kind
        for kind in vars(protocol).values()
        if isinstance(kind, type)
        and issubclass(kind, protocol.Struct)
        and kind.__name__.endswith("Reply")
    }
    assert told | {protocol.Manifest, protocol.ContentState, protocol.Done} == set(answers._RULES)
