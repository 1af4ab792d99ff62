"""The quick look at what comes in says what the fields' codecs say."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvs_desktop.domain.errors import UnreadableRecord
from mvs_desktop.domain.records import RecordType, from_doc, record_types
from mvs_desktop.storage.exchange.fitting import fits

KINDS = record_types()
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([1 << 63, -(1 << 63), -(1 << 63) - 1, 0.5]),
    st.text(max_size=6),
    st.uuids().map(str),
    st.uuids().map(lambda id_: f"{{{id_}}}"),
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat() + "+01:00"),
    st.sampled_from(["0000-01-01", "2025-02-30", "20250230", "2025-03", "~2025", "", "van-later"]),
)
SOMETHING = st.one_of(VALUES, st.lists(VALUES, max_size=2), st.just({"a": 1}))


def right(kind: RecordType, name: str) -> st.SearchStrategy[Any]:
    """Values that fit a field, as far as one of these does."""
    spec = kind.fields[name]
    values: list[Any] = [
        None,
        True,
        3,
        0.5,
        "2025-03-04",
        "2025-03-04T10:00:00+00:00",
        str(uuid4()),
        "tekst",
    ]
    values += [[], ["tekst"], [str(uuid4())], *getattr(spec.codec.python_type, "__members__", {})]
    members = getattr(spec.codec.python_type, "__members__", {}).values()
    return st.sampled_from([v for v in [*values, *map(str, members)] if _reads(spec.codec, v)])


def _reads(codec: Any, value: object) -> bool:
    try:
        codec.decode(value)
    except (ValueError, TypeError, KeyError):
        return False
    return True


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_it_says_what_reading_says(kind: RecordType, data: st.DataObject) -> None:
    doc = {name: data.draw(right(kind, name)) for name in kind.fields}
    assert fits(kind, doc)
    assert fits(kind, doc | {"van-later": {"a": 1}})
    name = data.draw(st.sampled_from(sorted(doc)))
    if data.draw(st.booleans()):
        doc[name] = data.draw(SOMETHING)
    else:
        del doc[name]
    try:
        from_doc(kind, uuid4(), uuid4(), doc)
    except UnreadableRecord:
        assert not fits(kind, doc)
    else:
        assert fits(kind, doc)
