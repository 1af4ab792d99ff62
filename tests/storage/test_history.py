"""What a store of the first release knew of its changes is brought along."""

import json
import shutil
from pathlib import Path

from sqlalchemy import select

from mvs_desktop.storage.audit.log import head
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.tables import audit, history
from mvs_desktop.storage.store import Store

STORES = Path(__file__).parent.parent / "data" / "stores"


def test_own_changes_that_were_not_sent_know_their_device_and_group(tmp_path: Path) -> None:
    path = tmp_path / "case.store"
    shutil.copy(STORES / "0001.store", path)
    told = json.loads((STORES / "0001.json").read_text("utf-8"))
    groups = {
        (op["record_id"], op["made_at"], unit): op["group_id"]
        for op in told["tables"]["outbox"]
        for unit in json.loads(op["units"])
    }
    store = Store.open(path, bytes.fromhex(told["key"]))
    try:
        device = store.author.device_id
        with reading(store._engine) as connection:
            lines = connection.execute(select(history)).all()
            first: set[tuple[str, str, str]] = set()
            for line in sorted(lines, key=lambda line: line.number):
                place = (line.record_id, line.at, line.unit)
                mine = groups.get(place, "") if place not in first else ""
                first.add(place)
                assert (line.group_id, line.device) == (mine, device if mine else "")
                assert line.undoes == ""
            assert {line.group_id for line in lines} > {""}  # there are some of both
            last = connection.execute(select(audit).order_by(audit.c.number.desc())).first()
            assert last is not None
            assert (head(connection).number, head(connection).hash) == (last.number, last.hash)
    finally:
        store.close()
