"""Versturen en ophalen: how sending stands, in words."""

from dataclasses import replace
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.errors import ContentWaits, HeldUpUnderway
from mvs_desktop.services.views import Link, SetApart, SyncResult, SyncState
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.navigation.intents import OpenFamily, Synchronise
from mvs_desktop.ui.sending.page import SendingPage
from tests.ui.sending.shown import (
    CASE,
    CASE_ID,
    IDLE,
    NOW,
    TODAY,
    page,
    view,
)

__all__ = ["page"]


def test_what_stands_apart_says_why_and_where(qtbot: QtBot, page: SendingPage) -> None:
    record_id = uuid4()
    page.show_view(view(apart=(SetApart(CASE, "note", record_id, "not-allowed", NOW),)))
    assert page.apart_card.isVisible()
    row = next(row for row in page.apart_card.children() if row.objectName() == "set_apart_row")
    with qtbot.waitSignal(page.asked) as asked:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert asked.args == [OpenFamily(CASE_ID, record_type="note", record_id=record_id)]
    page.show_view(view())
    assert not page.apart_card.isVisible()


def test_the_receipt_names_what_the_centre_confirmed(page: SendingPage) -> None:
    page.show_result(SyncResult(IDLE, {"note": 1, "action": 2}, received=1))
    text = page._receipt.text()
    assert text.startswith("Verstuurd. De centrale bevestigde 1 verslag en 2 afspraken om ")
    assert text.endswith("1 wijziging van een collega opgehaald.")
    page.show_result(SyncResult(IDLE))  # an idle run does not take the receipt away
    assert page._receipt.text() == text


def test_what_is_still_to_be_fetched_is_told(page: SendingPage) -> None:
    def facts() -> str:
        return " ".join(label.text() for label in page._facts.findChildren(QLabel))

    page.show_state(IDLE, TODAY)
    assert "Nog op te halen" not in facts()
    page.show_state(replace(IDLE, unfetched=3), TODAY)
    assert "Nog op te halen 3 bijlagen" in facts()
    page.show_state(replace(IDLE, unfetched=1, no_room=True), TODAY)
    assert "1 bijlage. Op deze laptop is te weinig ruimte" in facts()


def test_no_connection_is_said_without_alarm(page: SendingPage) -> None:
    page.show_state(SyncState(Link.OFFLINE, 2, 0, 0, None), TODAY)
    assert page.banner.text == (
        "Geen verbinding. Werk gewoon door: alles wordt bewaard en later vanzelf verstuurd."
    )
    page.show_state(IDLE, TODAY)
    assert not page.banner.isVisible()


def test_what_does_not_get_through_is_told_with_what_is_safe(page: SendingPage) -> None:
    page.show_state(SyncState(Link.HELD_UP, 1, 0, 0, NOW), TODAY)
    assert page.banner.text == error_message(HeldUpUnderway()).text
    assert "veilig op deze laptop" in page.banner.text
    page.show_state(SyncState(Link.NO_ROOM, 1, 0, 0, NOW), TODAY)
    assert page.banner.text == error_message(ContentWaits()).text
    page.show_state(IDLE, TODAY)
    assert not page.banner.isVisible()


@pytest.mark.parametrize("link", [Link.REFUSED, Link.NEEDS_CODE, Link.TOO_OLD])
def test_it_does_not_say_that_there_is_nothing_to_do(page: SendingPage, link: Link) -> None:
    page.show_view(replace(view(), state=replace(IDLE, conflicts=0)))
    assert page.help.isVisible()
    page.show_view(replace(view(), state=replace(IDLE, conflicts=0, link=link)))
    assert not page.help.isVisible()


def test_the_button_waits_while_it_is_busy(qtbot: QtBot, page: SendingPage) -> None:
    page.show_state(replace(IDLE, link=Link.BUSY), TODAY)
    assert page.now.is_held
    page.show_state(IDLE, TODAY)
    with qtbot.waitSignal(page.asked) as asked:
        qtbot.mouseClick(page.now, Qt.MouseButton.LeftButton)
    assert asked.args == [Synchronise()]
