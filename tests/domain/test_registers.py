"""Registers: clean what is dirty, refuse what is broken, never guess."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvs_desktop.domain.errors import RegisterDamaged
from mvs_desktop.domain.registers import (
    AreaKind,
    SchoolSite,
    find_sites,
    parse_areas,
    parse_languages,
    parse_municipalities,
    parse_school_sites,
    search_words,
    with_closed,
)

ROW = {
    "vestigingscode": "00ZZ00",
    "naam": "  IKC  De   Berk ",
    "type": "basisschool",
    "straat": "Berkenlaan",
    "huisnummer": "3",
    "huisletter": "d",
    "toevoeging": "2",
    "postcode": "3131HJ",
    "plaats": "Vlaardingen",
    "gemeentecode": "GM0622",
    "internetadres": "https://www.ikcdeberk.example/",
}


def site(code: str = "00ZZ00", name: str = "De Berk", street: str = "Berkenlaan 3") -> SchoolSite:
    return SchoolSite(code, name, "basisschool", street, "", "Schiedam", "GM0606", "")


def test_a_row_of_our_own_list_is_cleaned() -> None:
    (found,) = parse_school_sites([ROW])

    assert found == SchoolSite(
        code="00ZZ00",
        name="IKC De Berk",
        kind="basisschool",
        street="Berkenlaan 3d-2",
        postcode="3131 HJ",
        place="Vlaardingen",
        municipality="GM0622",
        website="www.ikcdeberk.example",
    )


def test_the_dirt_of_the_real_duo_file_becomes_empty() -> None:
    extract = Path(__file__).parent / "data" / "duo_vo_extract.csv"
    with extract.open(encoding="cp1252", newline="") as file:
        found = {s.code: s for s in parse_school_sites(csv.DictReader(file, delimiter=";"))}

    assert len(found) == 12
    assert found["20DC00"].street == "Valeriusstraat 29-31"
    assert found["20DC00"].place == "Schiedam"
    assert found["20DC00"].municipality == "GM0606"
    assert found["20DC00"].kind == "vwo"
    assert found["06DT00"].street == "Wolfsbosstraat 7-A"
    assert found["19IW02"].website == ""  # a telephone number in the column of the website
    assert found["25CL05"].website == ""  # one space
    assert found["16EI00"].postcode == "3119 HA"


def test_a_list_without_the_kind_of_school_can_be_read() -> None:
    (found,) = parse_school_sites([{k: v for k, v in ROW.items() if k != "type"}])
    assert found.kind == ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"vestigingscode": "ZZ0000"}, "row 1: 'ZZ0000' is not a BRIN"),
        ({"vestigingscode": " "}, "row 1: '' is not a BRIN"),
        ({"naam": " "}, "row 1: 'naam' is empty"),
        ({"gemeentecode": "Vlaardingen"}, "'Vlaardingen' is not a code"),
        ({"plaats": None}, "no column 'plaats', or the row is cut short"),
    ],
)
def test_a_broken_row_is_refused_with_its_place(change: dict[str, str | None], told: str) -> None:
    with pytest.raises(RegisterDamaged, match=told):
        parse_school_sites([{**ROW, **change}])


def test_a_code_that_stands_twice_is_refused() -> None:
    with pytest.raises(RegisterDamaged, match="row 2: 00ZZ00 stands twice"):
        parse_school_sites([ROW, ROW])


def test_only_a_site_that_is_gone_is_closed() -> None:
    today, gone = site("00AA00"), site("00BB00")
    assert [(s.code, s.closed) for s in with_closed([today], [today, gone])] == [
        ("00AA00", False),
        ("00BB00", True),
    ]


def test_a_closed_site_is_found_by_its_code_alone() -> None:
    sites = with_closed([site("00AA00")], [site("00BB00")])

    assert [s.code for s in find_sites(sites, "berk")] == ["00AA00"]
    assert [s.code for s in find_sites(sites, "")] == ["00AA00"]
    assert [s.code for s in find_sites(sites, "00bb")] == ["00BB00"]
    assert [s.code for s in find_sites(sites, "berk 00BB00")] == ["00BB00"]


def test_accents_case_punctuation_and_order_do_not_matter() -> None:
    sites = [site(name="St.- Jozefmavo 't Één")]
    for text in ("JOZEF st", "een schie", "Sint"):
        assert bool(find_sites(sites, text)) is (text != "Sint")
    assert search_words("  Één, 's-Gravenland! ") == ("een", "s", "gravenland")


def test_a_match_in_the_name_comes_before_one_in_the_street() -> None:
    by_street = site("00AA00", name="Aap", street="Berkenlaan 1")
    by_name = site("00BB00", name="Zee en Berk", street="Dorp 1")
    assert [s.code for s in find_sites([by_street, by_name], "berk")] == ["00BB00", "00AA00"]


@given(st.text(max_size=20))
def test_any_text_may_be_typed_and_every_hit_has_each_word(text: str) -> None:
    sites = [site("00AA00"), site("00BB00", name="Ångström & Zoë")]
    for found in find_sites(sites, text):
        words = search_words(f"{found.name} {found.place} {found.street} {found.code}")
        assert all(any(w.startswith(typed) for w in words) for typed in search_words(text))


WIJK = {"wijkcode": "WK062201", "wijknaam": "Wijk 01 Centrum", "gemeentecode": "GM0622"}
BUURT = {
    "buurtcode": "BU06220101",
    "buurtnaam": "Indische Buurt",
    "wijkcode": "WK062201",
    "wijknaam_2024": "Centrum",
    "gemeentecode": "GM0622",
}


def test_a_wijk_loses_its_number_and_comes_before_its_buurten() -> None:
    wijk, buurt = parse_areas([WIJK], [BUURT])
    assert (wijk.name, wijk.kind, wijk.parent) == ("Centrum", AreaKind.WIJK, "")
    assert (buurt.name, buurt.kind, buurt.parent) == ("Indische Buurt", AreaKind.BUURT, "WK062201")


def test_a_buurt_of_an_older_division_is_not_put_in_a_wijk_of_today() -> None:
    assert len(parse_areas([WIJK], [{**BUURT, "wijknaam_2024": ""}])) == 1


def test_a_buurt_in_no_wijk_is_refused() -> None:
    with pytest.raises(RegisterDamaged, match="row 1: there is no wijk 'WK062299'"):
        parse_areas([WIJK], [{**BUURT, "wijkcode": "WK062299"}])


def test_municipalities_and_languages_need_their_code_and_name() -> None:
    assert parse_municipalities([{"gemeentecode": "GM0606", "gemeente": "Schiedam"}])[0].name
    assert parse_languages([{"code": "ti", "dutch": "Tigrinya", "english": "Tigrinya"}])
    with pytest.raises(RegisterDamaged, match="municipalities, row 1"):
        parse_municipalities([{"gemeentecode": "0606", "gemeente": "Schiedam"}])
    with pytest.raises(RegisterDamaged, match="languages, row 1: 'english' is empty"):
        parse_languages([{"code": "ti", "dutch": "Tigrinya", "english": ""}])
