"""The registers that ship with the program, from the real files."""

from pathlib import Path

import pytest

from mvs_desktop.domain.errors import RegisterDamaged
from mvs_desktop.domain.registers import AreaKind
from mvs_desktop.services import registers as module
from mvs_desktop.services.registers import Registers


@pytest.fixture(scope="module")
def registers() -> Registers:
    return Registers()


def test_all_sites_of_the_three_municipalities_are_there(registers: Registers) -> None:
    assert len(registers.schools()) == 80
    assert {s.municipality for s in registers.schools()} == {"GM0556", "GM0606", "GM0622"}
    assert all(s.name and s.street and s.postcode and s.kind for s in registers.schools())
    # Every site of 2022 still stands in the list of 2024.
    assert not any(s.closed for s in registers.schools())


def test_a_school_is_found_by_parts_of_name_place_street_and_brin(registers: Registers) -> None:
    def codes(text: str, municipality: str | None = None) -> list[str]:
        return [s.code for s in registers.search_schools(text, municipality)]

    assert codes("schie stedelijk gymn") == ["20DC00"]
    assert codes("VALERIUS") == ["20DC00"]
    assert codes("20dc") == ["20DC00"]
    assert codes("regenboog") == ["08SP00", "08WT00"]
    assert codes("regenboog maassluis") == ["08WT00"]
    assert codes("regenboog", "GM0606") == ["08SP00"]
    assert codes("kethel ikc") == ["07OQ00"]
    assert codes("hogwarts") == []


def test_a_school_by_its_code(registers: Registers) -> None:
    school = registers.school("07OQ00")
    assert school is not None
    assert school.name == "IKC Kethel"  # the register has two spaces in it
    assert registers.school("99ZZ99") is None


def test_areas_nest_where_they_do(registers: Registers) -> None:
    for code, wijken, buurten in (("GM0556", 8, 19), ("GM0606", 12, 0), ("GM0622", 8, 40)):
        areas = registers.areas(code)
        assert sum(a.kind is AreaKind.WIJK for a in areas) == wijken
        assert sum(a.kind is AreaKind.BUURT for a in areas) == buurten
        known: set[str] = set()
        for area in areas:
            assert not area.parent or area.parent in known
            assert not area.name.startswith("Wijk ")
            known.add(area.code)
    assert registers.areas("GM9999") == ()


def test_names_of_places(registers: Registers) -> None:
    assert [m.name for m in registers.municipalities()] == ["Maassluis", "Schiedam", "Vlaardingen"]
    assert registers.area_name("WK060601") == "Oost"
    assert registers.area_name("BU05560201") == "Vertobuurt"
    assert registers.area_name("GM0622") == "Vlaardingen"
    assert registers.area_name("WK999999") == "WK999999"


def test_languages_have_one_code_each_and_stand_in_order(registers: Registers) -> None:
    languages = registers.languages()
    assert len({language.code for language in languages}) == len(languages) >= 45
    assert [x.dutch for x in languages] == sorted(x.dutch for x in languages)
    assert {"Tigrinya", "Amhaars", "Arabisch", "Oekraïens", "Nederlandse Gebarentaal"} <= {
        language.dutch for language in languages
    }


@pytest.mark.parametrize("content", [b"code,dutch,english\nti,Tigri", b"\xff\xfe\x00", None])
def test_a_damaged_or_missing_file_is_told_as_such(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "languages.csv"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(module, "resource", lambda *_: file)
    with pytest.raises(RegisterDamaged):
        Registers().languages()
