"""The workers, the loose notes, and what the reader makes of a file."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid5

import pytest

from mvs_desktop.demo import content
from mvs_desktop.demo.content import DemoFamily, load_families, load_own_notes, load_workers
from mvs_desktop.domain.cases import CaseKind
from mvs_desktop.domain.contacts import Contact, Note, NoteParagraph
from mvs_desktop.domain.records import Compartment
from mvs_desktop.paths import resource
from tests.demo.support import (
    ME,
    TODAY,
    counting_ids,
    noon,
    snapshot,
)


def test_the_main_worker_comes_first_of_four() -> None:
    workers = load_workers()
    assert [worker.expertise for worker in workers][:1] == ["casusregisseur"]
    assert len({worker.key for worker in workers}) == 4


def test_one_of_two_loose_notes_is_older_than_a_week() -> None:
    own_case = UUID(int=7)
    own = load_own_notes(TODAY, noon(TODAY), counting_ids(), ME, own_case)
    around = snapshot(own)
    assert around.case.kind is CaseKind.OWN
    assert {item.case_id for item in own.records} == {own_case}
    ages = [noon(TODAY) - contact.at for contact in around.contacts]
    assert len(ages) == 2
    assert sum(age > timedelta(days=7) for age in ages) == 1
    assert all(around.note_of(contact.id) for contact in around.contacts)


def test_a_colleague_with_an_id_is_linked_and_one_without_is_named() -> None:
    karlijn = uuid5(UUID(int=0), "karlijn")
    families = load_families(TODAY, noon(TODAY), counting_ids(), ME, {"karlijn": karlijn})
    contacts = [item for f in families for item in f.records if isinstance(item, Contact)]
    by_name = {contact.worker_name: contact.worker_id for contact in contacts}
    assert by_name["Karlijn Boudewijns"] == karlijn
    assert by_name["Yasmin Rotteveel"] is None
    assert by_name[ME.name] == ME.worker_id


@pytest.fixture
def family_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], DemoFamily]:
    (tmp_path / "families").mkdir()
    for name in ("workers.toml", "defaults.toml"):
        text = resource("demo", name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(content, "resource", lambda _, *parts: tmp_path.joinpath(*parts))

    def load(text: str) -> DemoFamily:
        whole = f'title = "t"\nshape = "s"\n[case_file]\nname = "A"\n{text}'
        (tmp_path / "families" / "01-a.toml").write_text(whole, encoding="utf-8")
        return load_families(TODAY, noon(TODAY), counting_ids(), ME)[0]

    return load


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[person]]\nshoe_size = "43"', "shoe_size"),
        ('[[horse]]\nname = "Bles"', "horse"),
        ('[[residence]]\nperson_id = "@nobody"', "@nobody"),
        ('[[person]]\nkey = "a"\n[[person]]\nkey = "a"', "used twice"),
        ('[[person]]\ngender = "groen"', "person.gender"),
        ('[[person]]\nbirth = "age old"', "age old"),
    ],
)
def test_a_mistake_in_a_file_names_the_file_and_the_place(
    family_file: Callable[[str], DemoFamily], text: str, problem: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(problem)) as failure:
        family_file(text)
    assert "01-a.toml" in str(failure.value)


def test_a_record_inside_another_refers_to_it_and_is_kept_with_it(
    family_file: Callable[[str], DemoFamily],
) -> None:
    family = family_file(
        '[[contact]]\ncompartment = "veiligheid"\nat = "today 10:00"\n'
        '[[contact.note]]\ntitle = "N"\n[[contact.note.note_paragraph]]\ntext = "T"\n'
    )
    contact, note, paragraph = family.records[1:]
    assert isinstance(note, Note)
    assert isinstance(paragraph, NoteParagraph)
    assert note.contact_id == contact.id
    assert paragraph.note_id == note.id
    assert note.compartment is paragraph.compartment is Compartment.SAFETY
