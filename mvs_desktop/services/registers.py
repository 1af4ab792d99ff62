"""The registers that ship with the program, read once and only when somebody asks."""

import csv
from functools import cached_property

from mvs_desktop.domain.errors import RegisterDamaged
from mvs_desktop.domain.registers import (
    Area,
    Language,
    Municipality,
    Row,
    SchoolSite,
    find_sites,
    parse_areas,
    parse_languages,
    parse_municipalities,
    parse_school_sites,
    with_closed,
)
from mvs_desktop.paths import resource


class Registers:
    """School sites, areas and languages. Everything raises RegisterDamaged on a bad file."""

    def schools(self) -> tuple[SchoolSite, ...]:
        """Every site, the closed ones last."""
        return self._schools

    def search_schools(self, text: str, municipality: str | None = None) -> tuple[SchoolSite, ...]:
        """Sites whose name, place, street or BRIN number begins with the words typed.

        `municipality` is a GM code. Best match first; a closed site only by its code.
        """
        return find_sites(
            (s for s in self._schools if municipality is None or s.municipality == municipality),
            text,
        )

    def school(self, code: str) -> SchoolSite | None:
        """The site with a code (BRIN + two digits), closed or not."""
        return next((site for site in self._schools if site.code == code), None)

    def municipalities(self) -> tuple[Municipality, ...]:
        """The municipalities of the region, in the order of their codes."""
        return self._municipalities

    def areas(self, municipality: str) -> tuple[Area, ...]:
        """The wijken of a municipality, each followed by the buurten in it."""
        return tuple(area for area in self._areas if area.municipality == municipality)

    def area_name(self, code: str) -> str:
        """The name of a wijk, buurt or municipality; the code itself when it is unknown."""
        return self.area_names.get(code, code)

    def languages(self) -> tuple[Language, ...]:
        """Languages by their Dutch name."""
        return self._languages

    @cached_property
    def _schools(self) -> tuple[SchoolSite, ...]:
        return with_closed(
            parse_school_sites(_rows("schools_2024-11-22.csv")),
            parse_school_sites(_rows("schools_2022-05-01.csv")),
        )

    @cached_property
    def _municipalities(self) -> tuple[Municipality, ...]:
        return parse_municipalities(_rows("municipalities_2024.csv"))

    @cached_property
    def _areas(self) -> tuple[Area, ...]:
        return parse_areas(_rows("wijken_2024.csv"), _rows("buurten.csv"))

    @cached_property
    def area_names(self) -> dict[str, str]:
        towns = {town.code: town.name for town in self._municipalities}
        return towns | {area.code: area.name for area in self._areas}

    @cached_property
    def _languages(self) -> tuple[Language, ...]:
        return parse_languages(_rows("languages.csv"))


def _rows(name: str) -> list[Row]:
    try:
        with resource("registers", name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RegisterDamaged(f"{name}: {error}") from error
