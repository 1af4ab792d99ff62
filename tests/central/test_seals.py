"""What was signed stays as its signer saw it, whatever a device says."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from mvs_desktop.domain.contacts import Note, NoteParagraph
from mvs_desktop.sync.protocol import Op, OpResult
from tests.central.desk import Desk, created, edited, group, share, withdrawn

SIGNATURE = {
    "signed_at": datetime(2025, 3, 4, tzinfo=UTC).isoformat(),
    "signed_by": "Sanne",
    "signed_text": "{}",
    "signed_hash": "0",
}


def outcome(result: OpResult) -> tuple[str, str]:
    return result.outcome.value, result.reason


class Signed:
    def __init__(self, sanne: Desk) -> None:
        self.case_id: UUID = sanne.new_case()
        self.note = Note(id=uuid4(), case_id=self.case_id)
        self.text = self.paragraph(self.note)
        sanne.do(self.case_id, op := created(self.note))
        sanne.do(self.case_id, created(self.text))
        signs = edited(self.note, "signature", SIGNATURE, base=None, version=op.op_id)
        assert sanne.do(self.case_id, signs).outcome == "applied"

    def paragraph(self, note: Note) -> NoteParagraph:
        return NoteParagraph(id=uuid4(), case_id=self.case_id, note_id=note.id, text="Eerst.")


@pytest.fixture
def signed(sanne: Desk, youssef: Desk) -> Signed:
    made = Signed(sanne)
    share(youssef, made.case_id)
    return made


def changes(signed: Signed) -> dict[str, Op]:
    other = signed.paragraph(Note(id=uuid4(), case_id=signed.case_id))
    return {
        "title": edited(signed.note, "title", {"title": "Anders"}, base=None, version=0),
        "signature": edited(
            signed.note, "signature", {**SIGNATURE, "signed_at": None}, base=None, version=0
        ),
        "text": edited(signed.text, "text", {"text": "Anders."}, base=None, version=0),
        "moved away": edited(
            signed.text, "note_id", {"note_id": str(other.note_id)}, base=None, version=0
        ),
        "another": created(signed.paragraph(signed.note)),
    }


@pytest.mark.parametrize("what", ["title", "signature", "text", "moved away", "another"])
def test_nothing_changes_in_a_signed_note(youssef: Desk, signed: Signed, what: str) -> None:
    before = dict(youssef.read(signed.case_id))
    assert outcome(youssef.do(signed.case_id, changes(signed)[what])) == ("rejected", "sealed")
    assert youssef.read(signed.case_id) == before


def test_a_paragraph_does_not_move_into_a_signed_note(youssef: Desk, signed: Signed) -> None:
    loose = signed.paragraph(Note(id=uuid4(), case_id=signed.case_id))
    youssef.do(signed.case_id, created(loose))
    into = edited(loose, "note_id", {"note_id": str(signed.note.id)}, base=None, version=None)
    assert outcome(youssef.do(signed.case_id, into)) == ("rejected", "sealed")


def test_a_signed_note_can_be_withdrawn_whole(sanne: Desk, signed: Signed) -> None:
    for record in (signed.text, signed.note):
        assert sanne.do(signed.case_id, withdrawn(record, 99)).outcome == "applied"


def test_a_signed_note_comes_whole_in_one_group(sanne: Desk) -> None:
    """As when a loose note that was signed gets its family."""
    case_id = sanne.new_case()
    note = Note(id=uuid4(), case_id=case_id, signed_at=datetime(2025, 3, 4, tzinfo=UTC))
    text = NoteParagraph(id=uuid4(), case_id=case_id, note_id=note.id)
    results = sanne.push(group(case_id, created(note), created(text)))
    assert [result.outcome.value for result in results] == ["applied", "applied"]


def test_edits_in_the_group_that_signs_are_of_before_it(sanne: Desk) -> None:
    case_id = sanne.new_case()
    note = Note(id=uuid4(), case_id=case_id)
    text = NoteParagraph(id=uuid4(), case_id=case_id, note_id=note.id)
    sanne.do(case_id, op := created(note))
    signs = edited(note, "signature", SIGNATURE, base=None, version=op.op_id)
    results = sanne.push(group(case_id, signs, created(text)))
    assert [result.outcome.value for result in results] == ["applied", "applied"]
