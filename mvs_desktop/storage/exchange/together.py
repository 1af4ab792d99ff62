"""What the store keeps of working together that is no record: questions that wait for the
centre, and what waited there at the last contact."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Engine

from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.meta import Name, forget, get, put

MOST_SEEN = 200  # kept; a notice shows for a week, so the oldest have gone by themselves
MOST_QUESTIONS = 50  # kept; the oldest goes first


class WhomToAsk(msgspec.Struct, frozen=True):
    """Who leads a case in which a child is known; `name` is empty when nobody does.

    `case_id` when this worker may read the case.
    """

    name: str
    phone: str
    organisation: str
    team: str
    team_phone: str
    case_id: UUID | None = None


class ChildQuestion(msgspec.Struct, frozen=True):
    """ "Is dit kind al bekend?", and the answer once there was contact."""

    id: UUID
    asked_at: datetime
    family_name: str
    birth: date
    bsn: str = ""
    answered_at: datetime | None = None
    search_id: UUID | None = None  # by which the centre knows the answer
    whom: tuple[WhomToAsk, ...] = ()

    @property
    def is_known(self) -> bool:
        return bool(self.whom)


Questions = tuple[ChildQuestion, ...]


class Together:
    """Made by Store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def questions(self) -> Questions:
        """All that were asked and not put away, oldest first."""
        with reading(self._engine) as connection:
            return _questions(connection)

    def keep_question(self, question: ChildQuestion) -> None:
        """Keep a question, or its answer."""
        self._change(lambda known: [*(q for q in known if q.id != question.id), question])

    def drop_question(self, question_id: UUID) -> None:
        self._change(lambda known: [q for q in known if q.id != question_id])

    def _change(self, change: Callable[[Questions], Sequence[ChildQuestion]]) -> None:
        with writing(self._engine) as connection:
            left = sorted(change(_questions(connection)), key=lambda question: question.asked_at)
            put(
                connection,
                Name.CHILD_QUESTIONS,
                msgspec.json.encode(left[-MOST_QUESTIONS:]).decode(),
            )

    def seen(self) -> tuple[str, ...]:
        """The notices that were put away."""
        with reading(self._engine) as connection:
            return _seen(connection)

    def note_seen(self, notice: str) -> None:
        """Put a notice away; done twice it is the same."""
        with writing(self._engine) as connection:
            left = [*(one for one in _seen(connection) if one != notice), notice]
            text = msgspec.json.encode(left[-MOST_SEEN:]).decode()
            put(connection, Name.SEEN_NOTICES, text)

    def waiting(self) -> str:
        """What waited at the centre, as it came; empty when nothing did."""
        with reading(self._engine) as connection:
            return get(connection, Name.WAITING) or ""

    def keep_waiting(self, text: str) -> None:
        with writing(self._engine) as connection:
            if text:
                put(connection, Name.WAITING, text)
            else:
                forget(connection, Name.WAITING)


def _seen(connection: Connection) -> tuple[str, ...]:
    text = get(connection, Name.SEEN_NOTICES)
    return () if text is None else msgspec.json.decode(text, type=tuple[str, ...])


def _questions(connection: Connection) -> Questions:
    text = get(connection, Name.CHILD_QUESTIONS)
    return () if text is None else msgspec.json.decode(text, type=Questions)
