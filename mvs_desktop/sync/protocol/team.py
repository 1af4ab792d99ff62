"""What laptop and central service say about working together on a case.

Commands that the service decides, never merged. Each carries an id that the device makes
once for what a worker asked for: a command that comes twice is done once and answered the
same. Ids are UUIDs, days are `YYYY-MM-DD`, instants carry their offset; all as text. See
docs/protocol.md.
"""

from mvs_desktop.sync.protocol.message import Struct
from mvs_desktop.sync.protocol.push import UnitChange

MOST_WORDS = 2_000  # characters of what a worker writes in a command
MOST_NAME = 200  # characters of a name that is looked for
LEAST_LETTERS = 2  # of a colleague's name, team, expertise or organisation
MOST_COLLEAGUES = 20  # in one answer
MOST_OPS = 200  # of one settlement


class Command(Struct, frozen=True):
    """`command_id` is made once for what the worker asked."""

    command_id: str


class Done(Struct, frozen=True):
    """The command was taken."""

    server_time: str


# Colleagues


class ColleagueRequest(Struct, frozen=True):
    text: str


class Colleague(Struct, frozen=True):
    worker_id: str
    name: str
    organisation: str
    expertise: str
    team: str
    municipality: str


class ColleagueReply(Struct, frozen=True):
    colleagues: list[Colleague]
    more: bool


# Who works on a case


class MemberGrant(Command, frozen=True):
    """Bring a colleague in (betrekken), or change what he has; both days included."""

    case_id: str
    worker_id: str
    role: str
    compartments: list[str]
    starts_on: str
    ends_on: str = ""


class MemberEnd(Command, frozen=True):
    """End a colleague's access at once, or one's own."""

    case_id: str
    worker_id: str


# Handing over


class HandoverOffer(Command, frozen=True):
    """Offer a case that one leads; `stays`: the former lead remains involved."""

    case_id: str
    worker_id: str
    word: str
    stays: bool


class HandoverAnswer(Command, frozen=True):
    offer_id: str
    accept: bool
    word: str


class HandoverTakeBack(Command, frozen=True):
    offer_id: str


# Is this child known, and emergency access


class KnownChildRequest(Struct, frozen=True):
    """`purpose` is a domain.teamwork.SearchPurpose."""

    purpose: str
    family_name: str
    birth_date: str
    bsn: str = ""


class WhomToAsk(Struct, frozen=True):
    """Whoever leads a case; `case_id` only when the asker may read the case already."""

    name: str
    phone: str
    organisation: str
    team: str
    team_phone: str
    case_id: str = ""


class KnownChildReply(Struct, frozen=True):
    """`search_id` and the place in `ask` name a case to EmergencyAccess."""

    search_id: str
    ask: list[WhomToAsk]
    server_time: str


class EmergencyAccess(Command, frozen=True):
    """Emergency access (noodtoegang) to a case that a search led to, or that the worker has
    or had access to. No compartments: all. No `until`: the end of the working day."""

    reason: str
    case_id: str = ""
    search_id: str = ""
    place: int = 0
    compartments: tuple[str, ...] = ()
    until: str = ""


class EmergencyReply(Struct, frozen=True):
    case_id: str
    compartments: list[str]
    until: str
    server_time: str


# What waits for a worker


class WaitingRequest(Struct, frozen=True):
    """Ask for what waits for this worker."""


class Offer(Struct, frozen=True):
    """An offer to or from this worker. `case_id` only when he may read the case."""

    offer_id: str
    case_id: str
    from_id: str
    from_name: str
    to_id: str
    to_name: str
    word: str
    stays: bool
    made_at: str
    expires_at: str
    state: str  # a domain.teamwork.OfferState
    answer: str


class ApartCount(Struct, frozen=True):
    """How many edits lie apart in a case that this worker leads or replaces in."""

    case_id: str
    edits: int


class WaitingReply(Struct, frozen=True):
    offers: list[Offer]
    apart: list[ApartCount]
    digest: str
    server_time: str


# Edits that came in after access ended


class ApartRequest(Struct, frozen=True):
    case_id: str


class ApartEdit(Struct, frozen=True):
    """One edit as it came; whose, when it was made and when it came in."""

    op_id: str
    worker_name: str
    made_at: str
    came_at: str
    record_type: str
    record_id: str
    compartment: str
    units: dict[str, UnitChange]


class ApartReply(Struct, frozen=True):
    edits: list[ApartEdit]
    server_time: str


class ApartSettle(Command, frozen=True):
    """These edits were taken over, or are left out: they are shown no more."""

    case_id: str
    op_ids: list[str]
    taken: bool
