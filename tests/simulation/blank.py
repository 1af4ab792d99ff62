"""What every world begins with: the same in every process."""

import random
from pathlib import Path
from uuid import UUID

from mvs_desktop.storage.store import Store
from tests.simulation.parts import START
from tests.sync.direct_central import blank_central
from tests.sync.laptop import KEY

Blank = tuple[Path, Path]  # a store and a service

_STORE_ID = UUID("0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0")


def make_blank(folder: Path) -> Blank:
    """Copying a store and a service is quicker than making them for each laptop and world."""
    store, service = folder / "store.db", folder / "central.db"
    Store.create(store, KEY, _STORE_ID, lambda: START).close()
    blank_central(service, lambda: START, random.Random(0).randbytes)
    return store, service
