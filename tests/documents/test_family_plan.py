"""The family plan as a PDF, read back with another library."""

import re
from dataclasses import fields, replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvs_desktop.documents import styles
from mvs_desktop.documents.family_plan import render_family_plan
from mvs_desktop.documents.fonts import fresh_fonts
from mvs_desktop.domain.disclosure import visible_fields
from mvs_desktop.domain.plans import PlanStatus, StatementKind
from mvs_desktop.domain.records import Audience, Record
from tests.documents.family import (
    BO,
    FATIMA,
    KIM,
    TODAY,
    action,
    content_of,
    full_plan,
    goal,
    people,
    plan,
    said,
    text_of,
)


def rendered(records: list[Record]) -> bytes:
    return render_family_plan(content_of(records))


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_the_paper_holds_what_was_agreed() -> None:
    text = text_of(rendered(people() + full_plan()))

    for told in (
        "Rust in huis en plezier op school",
        "Wij willen dat het 's ochtends rustig is in huis.",
        "Bo durft weer naar de rekenles.",
        "De kleren en tassen de avond ervoor klaarleggen",
        "Proefles judo regelen",
        "Oma past elke woensdag op.",
        "En ik wil op judo.",
        "Sanne Vermeer, 010 000 0001",
        "Op 12 februari 2027 kijken we samen hoe het gaat.",
        "Niet akkoord, omdat",
        "bladzijde 1 van 3",
        "bladzijde 3 van 3",
    ):
        assert told in text
    assert text.count("Concept – nog niet vastgesteld") == 2 * 3  # mark and foot of every page


def test_a_settled_plan_carries_no_mark() -> None:
    text = text_of(rendered([*people(), plan(status=PlanStatus.AGREED, agreed_on=TODAY)]))
    assert "Concept" not in text
    assert "versie 1 · Vastgesteld" in text


def test_no_field_for_workers_reaches_paper() -> None:
    """Every text field that the family may not read is filled with a word to look for."""
    planted: list[str] = []

    def with_secrets(item: Record) -> Record:
        secret = {
            f.name: f"GEHEIM{len(planted)}{f.name}"
            for f in fields(item)
            if f.name not in visible_fields(type(item), Audience.FAMILY)
            and isinstance(getattr(item, f.name), str)
        }
        planted.extend(secret.values())
        return replace(item, **secret)  # type: ignore[arg-type]

    pdf = rendered([with_secrets(item) for item in people() + full_plan()])

    text = text_of(pdf)
    assert len(planted) > 30
    assert "GEHEIM" not in text
    assert "999990019" not in text
    assert "Geheimstraat" not in text
    assert "0611111111" not in text


def test_metadata_say_the_kind_of_document_only() -> None:
    with pypdfium2.PdfDocument(rendered(people() + full_plan())) as document:
        metadata = document.get_metadata_dict(skip_empty=True)
    assert metadata["Title"] == "Gezinsplan"
    assert not re.search("Amrani|Wit|Sanne|Rust", repr(metadata))
    assert "Author" not in metadata


def test_the_same_content_gives_the_same_bytes_whatever_was_drawn_before() -> None:
    plain = content_of(people() + full_plan())
    # Kurdish and Pashto have shapes without a code of their own; reportlab hands out codes.
    kurdish = content_of([*people(), plan(child_voice="ماڵەکەمان")])
    pashto = content_of([*people(), plan(child_voice="ښځه ګډ ژوند")])
    fresh_fonts()
    first, first_kurdish = render_family_plan(plain), render_family_plan(kurdish)
    fresh_fonts()
    render_family_plan(pashto)
    assert render_family_plan(kurdish) == first_kurdish
    assert render_family_plan(plain) == first


@pytest.mark.parametrize(
    "typed",
    [
        "<b>vet</b> & co",
        '<img src="file:///etc/hostname"/>',
        '<img src="http://127.0.0.1:9/x.png" width="1" height="1"/>',
        "&amp; &lt;para&gt; &#65;",
        "<a href='x'>klik</a> <onDraw name='x'/>",
        "]]> <!-- weg --> </para></font>",
        "%(name)s {0} {content}",
    ],
)
def test_what_people_type_stands_there_literally(typed: str) -> None:
    records = [
        *people(),
        plan(title=typed, child_voice=typed, parents_voice=typed),
        said(StatementKind.WORRY, typed),
        goal(typed, start_situation=typed, target=typed),
        action(typed, who=typed),
    ]
    text = text_of(rendered(records))
    squeezed = re.sub(r"\s", "", text)  # a line end may fall anywhere in a narrow column
    assert squeezed.count(re.sub(r"\s", "", typed)) == 9


@settings(max_examples=25)
@given(st.text(max_size=400))
def test_any_text_can_be_printed(typed: str) -> None:
    records = [
        *people(),
        plan(title=typed, child_voice=typed),
        goal(typed, target=typed),
        action(typed, who=typed),
    ]
    assert rendered(records).startswith(b"%PDF")


def test_a_long_plan_flows_over_pages_and_loses_nothing() -> None:
    records: list[Record] = [*people(), plan(child_voice="Ik wil rust. " * 500)]
    records += [said(StatementKind.WORRY, f"Zorg {i}.", BO) for i in range(60)]
    for i in range(12):
        one = goal(f"Doel-{i:02}", for_ids=frozenset({BO, KIM}), position=f"{i:02}")
        records.append(one)
        records += [
            action(f"Afspraak-{i:02}-{j}", goal_id=one.id, person_id=FATIMA, position=str(j))
            for j in range(8)
        ]
    records.append(action("Een afspraak die langer is dan een bladzijde. " * 200))

    pages = pages_of(rendered(records))
    text = " ".join(" ".join(pages).split())

    for i in range(12):
        assert f"Doel-{i:02}" in text
        for j in range(8):
            assert text.count(f"Afspraak-{i:02}-{j}") == 1
    assert text.count("Ik wil rust.") == 500
    assert all(f"Zorg {i}." in text for i in range(60))
    assert " ".join(text.split("Wie Wat Wanneer Gedaan")).count("bladzijde.") == 200
    for number, page in enumerate(pages, start=1):
        assert f"bladzijde {number} van {len(pages)}" in page


def test_no_heading_ends_a_page() -> None:
    """Whatever stands above it: the first agreement is on the page of its goal."""
    for lines in range(0, 60, 4):
        one = goal("Doel-hier")
        records = [
            *people(),
            plan(child_voice="regel\n" * lines),
            one,
            action("Afspraak-hier", goal_id=one.id),
            action("Los-hier"),
        ]
        for page in pages_of(rendered(records)):
            assert ("Onze doelen" in page) == ("Doel-hier" in page) == ("Afspraak-hier" in page)
            assert ("Andere afspraken" in page) == ("Los-hier" in page)
            assert ("Wie doet mee" in page) == ("Casusregisseur" in page)


def test_a_page_begins_at_its_top_whatever_comes_first_on_it() -> None:
    """A goal that moves to the next page leaves the room above it behind."""
    long = "Elke ochtend ruzie. " * 30
    goals = [goal(long, start_situation=long, position=f"z{number}") for number in range(4)]
    with pypdfium2.PdfDocument(rendered([*people(), plan(), *goals])) as document:
        tops = [_top_line(page) for page in document]
    begins = {text: top for text, top in tops if text.startswith("Doel")}
    assert len(begins) > 1
    assert max(begins.values()) - min(begins.values()) < 1
    assert styles.PAGE[1] - styles.TOP - min(begins.values()) < 14


def _top_line(page: pypdfium2.PdfPage) -> tuple[str, float]:
    """The first line below the mark, and where its top is."""
    text = page.get_textpage()
    lines = [text.get_rect(at) for at in range(text.count_rects())]
    below = [line for line in lines if line[3] < styles.PAGE[1] - styles.TOP]
    first = max(below, key=lambda line: line[3])
    return text.get_text_bounded(*first).strip(), first[3]


def test_a_double_name_goes_on_after_its_hyphen() -> None:
    name = "Maximiliaan-Alexander"
    pdf = rendered([*people(), plan(), action("Judo regelen", who=name)])
    # So it is told that a word goes on after the hyphen that ends a line.
    assert "Maximiliaan\ufffeAlexander" in text_of(pdf)


def test_an_empty_plan_invites_to_fill_it() -> None:
    text = text_of(rendered([*people(), plan()]))
    assert "Dit plan is nog leeg. We vullen het samen in." in text
    assert "Wat gaat goed" in text
    assert "Er zijn nog geen doelen." in text


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str = "r", *_: object, **__: object) -> None:
        raise AssertionError(f"opened with mode {mode}")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.mkstemp", refuse)
    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    rendered(people() + full_plan())
    assert list(tmp_path.iterdir()) == []
