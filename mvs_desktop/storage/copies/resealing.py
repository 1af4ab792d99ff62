"""Content of attachments that comes from a store in which its scope had another key.

A key is made anew when access ended and was given again, and each store has its own. What is
carried over from one to another is sealed under the key that is there.
"""

import hashlib
import secrets
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from mvs_desktop.domain.errors import AttachmentDamaged
from mvs_desktop.storage.base.files import sync_folder, telling_a_full_disk
from mvs_desktop.storage.base.statements import run
from mvs_desktop.storage.records.attachments import CONTENT, THUMBNAIL, Seal, write_new

# Rows of {table} that are the same in both stores, where the keys of their scope are not.
_OTHER_KEY = (
    "SELECT {what}, there.key, here.key FROM main.{table} AS it"
    " JOIN old.{table} AS known USING (record_id, {same})"
    " JOIN old.attachment_key AS there"
    " ON (there.case_id, there.compartment) = (it.case_id, it.compartment)"
    " JOIN main.attachment_key AS here"
    " ON (here.case_id, here.compartment) = (it.case_id, it.compartment)"
    " WHERE there.key <> here.key"
)
_CHUNKS = _OTHER_KEY.format(
    table="attachment_chunk",
    same="number, file",
    what="it.record_id, it.number, it.total, it.file",
)
_THUMBNAILS = _OTHER_KEY.format(
    table="attachment_thumbnail", same="sealed", what="it.record_id, it.sealed"
)


def reseal(connection: Connection, former: Path, folder: Path) -> None:
    """Seal under the keys of this store what was brought from `old`: its files are in `former`,
    and get new ones, with other names, in `folder`. What does not open there is left as it is.

    Raises DiskFull.
    """
    made: list[Path] = []
    try:
        for record_id, number, total, file, there, here in run(connection, _CHUNKS).fetchall():
            id_ = UUID(record_id)
            try:
                sealed = (former / file).read_bytes()
                plain = Seal(there, id_).open(CONTENT, number, total, sealed)
            except (OSError, AttachmentDamaged):
                continue
            again = Seal(here, id_).close(CONTENT, number, total, plain)
            made.append(folder / secrets.token_hex(16))
            with telling_a_full_disk():
                folder.mkdir(mode=0o700, exist_ok=True)
                write_new(made[-1], again)
            told = (made[-1].name, len(again), hashlib.sha256(again).hexdigest())
            which = "WHERE record_id = ? AND number = ?"
            run(
                connection,
                f"UPDATE attachment_chunk SET file = ?, size = ?, hash = ? {which}",  # noqa: S608
                (*told, record_id, number),
            )
        if made:
            with telling_a_full_disk():
                sync_folder(folder)
        _thumbnails(connection)
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def _thumbnails(connection: Connection) -> None:
    for record_id, sealed, there, here in run(connection, _THUMBNAILS).fetchall():
        id_ = UUID(record_id)
        try:
            plain = Seal(there, id_).open(THUMBNAIL, 0, 1, sealed)
        except AttachmentDamaged:
            continue
        again = Seal(here, id_).close(THUMBNAIL, 0, 1, plain)
        update = "UPDATE attachment_thumbnail SET sealed = ? WHERE record_id = ?"
        run(connection, update, (again, record_id))
