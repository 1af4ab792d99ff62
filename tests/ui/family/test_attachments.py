"""Bijlagen through the real widgets: dropped, pasted, chosen, told of, withdrawn."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence
from PySide6.QtWidgets import QApplication

from mvs_desktop.domain.attachments import AttachmentKind, MediaType
from mvs_desktop.services.views import Change
from mvs_desktop.ui.family.attachments.intake import Source
from mvs_desktop.ui.family.attachments.words import line_of
from mvs_desktop.ui.kit.parts.chips import Chip
from tests.support.pictures import pdf, photo
from tests.ui.family.bijlagen import Attachments, empty, put, tab, urls
from tests.ui.family.sample import BO, DENNIS, KIM, SAMIRA

__all__ = ["empty", "tab"]


def test_nothing_yet_is_one_sentence_and_one_button(empty: Attachments, tmp_path: Path) -> None:
    assert "Nog geen bijlagen." in empty.texts("attachments_tab")
    empty.files = put(tmp_path, brief_dot_pdf=pdf())
    empty.click("attachment_add_first")
    (item,) = empty.added()
    assert (item.name, item.pages) == ("brief", 2)
    assert "Nog geen bijlagen." not in empty.texts("attachments_tab")
    assert "Toegevoegd." in empty.texts("attachments_banner")
    assert empty.files[0].exists()


def test_files_that_are_dropped_are_added_and_the_others_say_why(
    tab: Attachments, tmp_path: Path
) -> None:
    paths = put(
        tmp_path, brief_dot_docx=b"PK\x03\x04" + bytes(9), foto_dot_jpg=photo(), b_dot_pdf=pdf()
    )
    tab.drop(urls(paths))
    assert {item.media_type for item in tab.added()} == {MediaType.JPEG, MediaType.PDF}
    assert "2 bijlagen toegevoegd" in tab.texts("attachments_banner")
    assert "De plek waar de foto is gemaakt" in tab.texts("attachments_banner")
    refused = tab.texts("attachments_refusals")
    assert "brief.docx: Hier kunnen foto's, scans en PDF-bestanden bij." in refused
    assert all(path.exists() for path in paths)
    assert all(row.thumbnail.picture is not None for row in tab.tab.rows)


def test_a_picture_is_pasted_with_the_keyboard(tab: Attachments) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.setText("Comment", "hier")
    clipboard = QGuiApplication.clipboard()
    clipboard.setImage(image)
    tab.tab.setFocus()
    tab.family.qtbot.keySequence(tab.tab, QKeySequence("Ctrl+N"))  # nothing chosen: nothing added
    tab.tab.add_button.setFocus()
    tab.family.qtbot.keySequence(tab.tab, QKeySequence("Ctrl+V"))
    (item,) = tab.added()
    assert (item.name, item.media_type) == ("Geplakte afbeelding", MediaType.PNG)
    assert clipboard.image().size() == image.size(), "the clipboard stays as it was"
    clipboard.clear()
    tab.tab.paste()
    assert "klembord" in tab.texts("attachments_banner")
    assert len(tab.added()) == 1


def test_what_is_no_file_and_no_picture_is_not_taken(tab: Attachments) -> None:
    data = QMimeData()
    data.setText("een tekst")
    tab.drop(data)
    web = QMimeData()
    web.setUrls([QUrl("https://voorbeeld.invalid/foto.jpg")])
    tab.drop(web)
    assert tab.added() == ()


def test_adding_can_be_stopped_and_what_is_in_stays_in(
    tab: Attachments, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = put(tmp_path, a_dot_pdf=pdf(1), b_dot_pdf=pdf(2), c_dot_pdf=pdf(3))
    add = tab.family.workspace.attachments.add_file

    def adding(case_id: object, path: Path, should_stop: object) -> object:
        added = add(case_id, path, should_stop)  # type: ignore[arg-type]
        tab.tab.intake.stop()
        return added

    monkeypatch.setattr(tab.family.workspace.attachments, "add_file", adding)
    tab.tab._offer([Source(path.name, path) for path in paths])
    assert "Bijlage 1 van 3 wordt toegevoegd…" in tab.tab.banner.text
    (item,) = tab.added()
    assert item.pages == 1
    assert "Toegevoegd." in tab.texts("attachments_banner")


def test_a_row_tells_what_it_is_from_whom_and_about_whom(tab: Attachments, tmp_path: Path) -> None:
    tab.files = put(tmp_path, brief_dot_pdf=pdf())
    tab.tab.choose_files()
    (item,) = tab.added()
    row = tab.tab.rows[0]
    assert "nog niet gezegd van wie en over wie" in row.accessibleName()
    tab.family.context.save(
        Change(
            replace(
                item,
                kind=AttachmentKind.REPORT,
                from_name="OBS De Vlieger",
                about_ids=frozenset({BO, KIM}),
                dated_on=date(2024, 11, 5),
                shielded_from=frozenset({DENNIS}),
            ),
            item,
        )
    )
    tab.family.settle()
    (item,) = tab.added()
    line = line_of(item, tab.family.stored(), tab.family.context.today)
    assert line == "Rapport · van OBS De Vlieger · over Bo en Kim · 5 november 2024"
    assert line in tab.tab.rows[0].accessibleName()
    nameless = replace(item, name="", from_name="", about_ids=frozenset())
    said = line_of(nameless, tab.family.stored(), tab.family.context.today)
    assert said == "Nog niet gezegd van wie en over wie · 5 november 2024"
    own = replace(item, from_id=SAMIRA, from_name="", dated_on=None)
    assert "van Samira" in line_of(own, tab.family.stored(), tab.family.context.today)
    chips = [chip.accessibleName() for chip in tab.tab.rows[0].findChildren(Chip)]
    assert chips == ["Afgeschermd voor Dennis", "Nog te versturen"]


def test_what_is_said_of_it_is_saved_as_it_is_typed(tab: Attachments, tmp_path: Path) -> None:
    tab.files = put(tmp_path, brief_dot_pdf=pdf())
    tab.tab.choose_files()
    tab.added()
    view = tab.open()
    view.setFocus()
    tab.family.qtbot.keyClick(view.area, Qt.Key.Key_F2)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert tab.find("attachment_kind").isAncestorOf(focused)
    tab.type("attachment_name", "Verslag van de arts")
    tab.type("attachment_from_name", "Samira Aziz")
    tab.tick("attachment_about_ids", "Bo")
    tab.tick("attachment_shielded_from", "Dennis")
    tab.type("attachment_dated_on", "4-3-2024")
    tab.save()
    (item,) = tab.added()
    assert (item.name, item.from_id, item.from_name) == ("Verslag van de arts", SAMIRA, "")
    assert (item.about_ids, item.shielded_from) == (frozenset({BO}), frozenset({DENNIS}))
    assert item.dated_on == date(2024, 3, 4)
    assert tab.find("attachment_shield_ground").isVisible()
    assert view.area.accessibleName() == "Verslag van de arts"
    tab.type("attachment_from_name", "de huisarts")
    tab.save()
    (item,) = tab.added()
    assert (item.from_id, item.from_name) == (None, "de huisarts")
