"""The reader of decrypted pages sees what is in the store, so that its silence means something."""

from pathlib import Path

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.storage.store import Store
from tests.support.pages import decrypted_pages

NAME = "Zonnebloempit"


@pytest.mark.parametrize("closed", [False, True], ids=["in the log", "in the file"])
def test_a_saved_name_is_in_the_decrypted_pages_and_not_in_the_file(
    store: Store, path: Path, key: bytes, closed: bool
) -> None:
    id_ = store.new_id()
    with store.unit_of_work() as work:
        work.save(CaseFile(id=id_, case_id=id_, name=NAME), None)
    if closed:
        store.close()
    assert any(NAME.encode() in page for page in decrypted_pages(path, key))
    assert not any(
        NAME.encode() in file.read_bytes() for file in path.parent.iterdir() if file.is_file()
    )
