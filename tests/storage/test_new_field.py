"""A field that an older version did not know: kept by it as it came, and a field after the update.

The older version is made by hand: the member is taken out of its column and put in `extra`.
"""

import json
import shutil
from pathlib import Path

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.people import Person
from mvs_desktop.storage import migrations
from mvs_desktop.storage.base.engine import open_engine, writing
from mvs_desktop.storage.search import index
from mvs_desktop.storage.store import Store
from tests.storage.conftest import MovingClock

NOTHING_TO_DO = """
revision = "9998"
down_revision = "{head}"


def upgrade() -> None:
    pass
"""


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This program with one migration more."""
    scripts = tmp_path / "migrations"
    shutil.copytree(migrations.FOLDER, scripts)
    (scripts / "versions" / "9998_later.py").write_text(NOTHING_TO_DO.format(head=migrations.HEAD))
    monkeypatch.setattr(migrations, "FOLDER", scripts)
    monkeypatch.setattr(migrations, "HEAD", "9998")


def as_an_older_version_kept_it(path: Path, key: bytes, extra: str) -> None:
    engine = open_engine(path, key)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE person SET infix = '', extra = ?", (extra,))
        index.unindex(connection, connection.exec_driver_sql("SELECT id FROM person").scalar_one())
    engine.dispose()


def saved(store: Store, case: CaseFile) -> Person:
    item = Person(id=store.new_id(), case_id=case.case_id, given_name="Bo")
    with store.unit_of_work() as work:
        work.save(item, None)
    return item


def test_it_becomes_a_column_and_is_found(
    store: Store,
    case: CaseFile,
    path: Path,
    key: bytes,
    clock: MovingClock,
    request: pytest.FixtureRequest,
) -> None:
    child = saved(store, case)
    store.close()
    as_an_older_version_kept_it(path, key, '{"infix": "van der Zonnebloem", "later": 1}')
    request.getfixturevalue("next_version")
    again = Store.open(path, key, clock)
    with again.reader() as reader:
        (read,) = reader.select(Person)
        assert reader.select(Person, infix="van der Zonnebloem") == (read,)
    assert (read.id, read.infix) == (child.id, "van der Zonnebloem")
    assert [found.record_id for found in again.search("zonnebloem")] == [child.id]
    again.close()
    engine = open_engine(path, key)
    with engine.connect() as connection:
        extra = connection.exec_driver_sql("SELECT extra FROM person").scalar()
    engine.dispose()
    assert json.loads(str(extra)) == {"later": 1}


def test_a_value_that_does_not_fit_costs_only_its_record(
    store: Store,
    case: CaseFile,
    path: Path,
    key: bytes,
    clock: MovingClock,
    request: pytest.FixtureRequest,
) -> None:
    saved(store, case)
    store.close()
    as_an_older_version_kept_it(path, key, '{"infix": 7}')
    request.getfixturevalue("next_version")
    again = Store.open(path, key, clock)
    with again.reader() as reader:
        assert reader.select(Person) == ()
        assert reader.select(CaseFile) == (case,)
    again.close()
    engine = open_engine(path, key)
    with engine.connect() as connection:
        doc = connection.exec_driver_sql("SELECT doc FROM unread_record").scalar()
    engine.dispose()
    kept = json.loads(str(doc))
    assert (kept["given_name"], kept["infix"]) == ("Bo", 7)
