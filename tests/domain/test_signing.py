"""Whoever reads a signed note reads what was signed."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import Note, NoteParagraph, ParagraphKind
from mvs_desktop.domain.signing import digest, signed_paragraphs, text_to_sign
from mvs_desktop.domain.snapshot import CaseSnapshot

CASE = uuid4()
NOTE = Note(id=uuid4(), case_id=CASE)
FIRST = NoteParagraph(
    id=uuid4(),
    case_id=CASE,
    note_id=NOTE.id,
    text="Bo speelt buiten.",
    position="a",
    kind=ParagraphKind.FACT,
    about_ids=frozenset({uuid4()}),
)
SECOND = NoteParagraph(id=uuid4(), case_id=CASE, note_id=NOTE.id, text="Kim slaapt.", position="b")


def signed(text: str) -> Note:
    return replace(
        NOTE, signed_at=datetime(2025, 3, 4, tzinfo=UTC), signed_text=text, signed_hash=digest(text)
    )


TEXT = text_to_sign(NOTE, (FIRST, SECOND), None)


def test_it_is_read_as_it_was_signed() -> None:
    assert signed_paragraphs(signed(TEXT)) == (FIRST, SECOND)


def test_an_edit_that_came_in_before_the_signature_is_not_shown_as_signed() -> None:
    """It was made on another laptop, which did not know yet; the record has it, the note not."""
    edited, added = replace(FIRST, text="Bo huilt."), replace(SECOND, id=uuid4(), text="Nog iets.")
    around = CaseSnapshot.of(CaseFile(id=CASE, case_id=CASE), [signed(TEXT), edited, added])
    assert around.paragraphs(NOTE.id) == (FIRST, SECOND)
    before = CaseSnapshot.of(CaseFile(id=CASE, case_id=CASE), [NOTE, edited, added])
    assert before.paragraphs(NOTE.id) == (edited, added)


@pytest.mark.parametrize(
    "note",
    [
        NOTE,
        replace(signed(TEXT), signed_hash=digest("anders")),
        replace(signed(TEXT), signed_text=TEXT.replace("buiten", "binnen")),
        signed(""),
        signed("[]"),
        signed("[" * 100_000),
        signed('{"paragraphs": [7]}'),
        signed('{"paragraphs": [{"text": "zonder id"}]}'),
        signed(TEXT.replace('"feit"', '"van-later"')),
    ],
    ids=range(9),
)
def test_what_was_not_signed_so_is_not_told_as_signed(note: Note) -> None:
    assert signed_paragraphs(note) is None
    around = CaseSnapshot.of(CaseFile(id=CASE, case_id=CASE), [note, FIRST])
    assert around.paragraphs(NOTE.id) == (FIRST,)
