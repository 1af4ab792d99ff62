"""What records, fields and values are called beside each other."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from mvs_desktop.domain.cases import Phase
from mvs_desktop.domain.catalogue import record_types
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.ui.sending.fields import field_label, type_label, value_text

TODAY = date(2025, 3, 4)
BO, KIM = UUID(int=1), UUID(int=2)
PEOPLE = {BO: "Bo", KIM: "Kim"}


@pytest.mark.parametrize("kind", record_types(), ids=lambda kind: kind.name)
def test_every_field_of_every_record_has_a_label(kind: object) -> None:
    assert type_label(kind.name) != kind.name  # type: ignore[attr-defined]
    technical = {"base", "standing", "other", "standing_by", "standing_at", "other_by"}
    technical |= {"other_at", "other_worker_id", "other_op_id", "record_type", "record_id"}
    technical |= {"unit", "choice", "settled_by", "settled_at"}
    for name in kind.fields:  # type: ignore[attr-defined]
        if kind.name == "conflict" and name in technical:  # type: ignore[attr-defined]
            continue  # a choice is never itself a choice
        assert field_label(kind.name, name) != name, name  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Rust in huis", "Rust in huis"),
        ("", "–"),
        (None, "–"),
        (True, "Ja"),
        (False, "Nee"),
        (7, "7"),
        (Phase.PLANNING, "Plan maken"),
        (PartialDate(2016, 3), "maart 2016"),
        (date(2016, 3, 4), "4 maart 2016"),
        (BO, "Bo"),
        (UUID(int=9), "Iemand uit dit gezin"),
        (frozenset({KIM, BO}), "Bo en Kim"),
        (frozenset(), "–"),
        ("BU06060101", "Oost"),
    ],
)
def test_values_are_said_in_words(value: object, text: str) -> None:
    assert value_text(value, TODAY, PEOPLE, {"BU06060101": "Oost"}) == text


def test_a_moment_is_said_with_its_day() -> None:
    moment = datetime(2025, 3, 1, 12, tzinfo=UTC)
    assert value_text(moment, TODAY, PEOPLE, {}).startswith("1 maart, ")
