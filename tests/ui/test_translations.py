"""The English translation: whole, loadable, and true to the placeholders of the Dutch."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

import mvs_desktop.ui
from mvs_desktop.domain.plans import PlanStatus
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.language import Language
from mvs_desktop.ui.words import label
from tests.ui.texts import PLACEHOLDER, Translated, translations


@pytest.fixture
def english(qapp: QApplication) -> Iterator[Language]:
    language = Language(qapp, "en")
    yield language
    language.choose("nl")
    language.deleteLater()


def test_every_text_has_a_translation() -> None:
    assert len(translations()) > 800
    assert [one for one in translations() if one.state or not one.english.strip()] == []


def test_a_translation_has_the_placeholders_of_its_text() -> None:
    def names(text: str) -> list[str]:
        return sorted(PLACEHOLDER.findall(text))

    assert [one for one in translations() if names(one.dutch) != names(one.english)] == []


def test_a_translation_ends_as_its_text_does() -> None:
    def ending(text: str) -> str:
        return text[-1] if text[-1] in ".?…:" else ""

    assert [one for one in translations() if ending(one.dutch) != ending(one.english)] == []


def test_one_thing_has_one_name() -> None:
    for other_name in ("passphrase", "central service"):  # password, centre
        assert [one for one in translations() if other_name in one.english.casefold()] == []


@pytest.mark.usefixtures("english")
def test_what_the_program_loads_is_what_the_file_says() -> None:
    def said(one: Translated) -> str:
        return QCoreApplication.translate(one.context, one.dutch)

    assert [one for one in translations() if said(one) != one.english] == []


def test_choosing_a_language_changes_what_is_said_next(english: Language) -> None:
    assert label(PlanStatus.AGREED) == "Agreed"
    english.choose("nl")
    assert label(PlanStatus.AGREED) == "Vastgesteld"


def test_a_count_is_written_as_the_language_writes_it(english: Language) -> None:
    assert (format_count(999), format_count(1240)) == ("999", "1,240")
    english.choose("nl")
    assert (format_count(999), format_count(1240)) == ("999", "1.240")


def test_no_sentence_has_a_count_of_its_own_making() -> None:
    def bare(file: Path) -> list[str]:
        return [
            f"{file.name}:{call.lineno}"
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "format"
            for given in call.keywords
            if given.arg in ("count", "total")
            and not ast.unparse(given.value).startswith("format_count(")
        ]

    files = sorted(Path(mvs_desktop.ui.__file__).parent.rglob("*.py"))
    assert len(files) > 100
    assert [found for file in files for found in bare(file)] == []
