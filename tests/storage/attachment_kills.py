"""Kills a process at every step of adding an attachment, and looks what it left.

python -m tests.storage.attachment_kills FOLDER   says how many steps, and after how many of
                                                  them the attachment was there
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import event, select

from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import AttachmentNotHere
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.tables import attachment_chunk, attachment_litter
from mvs_desktop.storage.records import attachments
from mvs_desktop.storage.records.attachments import FOLDER
from mvs_desktop.storage.store import Store
from tests.storage.conftest import enrolment

KEY = bytes(range(32))
CASE, ITEM = UUID(int=1), UUID(int=2)
CONTENT = bytes(range(256)) * 4096 * 2 + b"einde"  # three chunks
DONE, KILLED = 0, 9


class Steps:
    """Ends the process at step `last`; 0 is never."""

    def __init__(self, last: int) -> None:
        self.left = last

    def __call__(self, *_: object) -> bool:
        self.left -= 1
        if self.left == 0:
            os._exit(KILLED)
        return False

    def around(self, module: Any, name: str) -> None:
        whole = getattr(module, name)

        def stepping(*args: Any, **options: Any) -> Any:
            self()
            result = whole(*args, **options)
            self()
            return result

        setattr(module, name, stepping)


def add(path: Path, last: int) -> None:
    store = Store.open(path, KEY)
    step = Steps(last)
    step.around(attachments, "write_new")
    step.around(os, "fsync")
    event.listen(store._engine, "commit", step)
    item = Attachment(id=ITEM, case_id=CASE, size=len(CONTENT))
    written = store.attachments.write(item, CONTENT, b"klein", step)
    assert written is not None
    step()
    with store.unit_of_work() as work:
        step()
        work.attach(item, written)
        step()
    step()
    os._exit(DONE)


def look(path: Path) -> bool:
    """Whether the attachment is there; raises AssertionError for anything half there."""
    store = Store.open(path, KEY)
    folder = path.parent / FOLDER
    with store.reader() as reader:
        record = reader.get(Attachment, ITEM)
    with reading(store._engine) as connection:
        named = set(connection.execute(select(attachment_chunk.c.file)).scalars())
        litter = connection.execute(select(attachment_litter)).all()
    there = {file.name for file in folder.iterdir()} if folder.exists() else set()
    assert there == named, "a file without a row, or a row without a file"
    assert not litter
    try:
        assert store.attachments.read(ITEM) == CONTENT
    except AttachmentNotHere:
        assert record is None, "a record that promises content"
        assert not named
        assert not store.attachments.thumbnails(CASE)
    else:
        assert record is not None
        assert store.attachments.thumbnails(CASE)[ITEM] == b"klein"
    store.close()
    return record is not None


def main() -> None:
    folder = Path(sys.argv[1])
    blank = folder / "blank" / "case.store"
    blank.parent.mkdir()
    made = Store.create(blank, KEY, uuid4())
    made.replica.save_enrolment(enrolment(), "epoch-1")
    made.close()
    opened = Store.open(blank, KEY)
    with opened.unit_of_work() as work:
        work.save(CaseFile(id=CASE, case_id=CASE), None)
    opened.close()
    whole = at = 0
    while True:
        at += 1
        place = folder / str(at)
        shutil.copytree(blank.parent, place)
        path = place / "case.store"
        child = os.fork()
        if not child:
            add(path, at)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        assert code in (DONE, KILLED), code
        there = look(path)
        assert there or code == KILLED, "it was said to be saved"
        if code == DONE:
            break
        whole += there
    sys.stdout.write(f"{at - 1} {whole}\n")


if __name__ == "__main__":
    main()
