"""The words of the sending line for every state."""

from datetime import UTC, date, datetime

import pytest
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.catalogue import record_types
from mvs_desktop.services.views import Link, SyncState
from mvs_desktop.ui.sending.words import counted, counted_types, headline, reason_text, receipt
from mvs_desktop.ui.shell.sending_line import SendingLine
from mvs_desktop.ui.words import format_time

NOW = datetime(2025, 3, 4, 13, 2, tzinfo=UTC)
TODAY = NOW.astimezone().date()


@pytest.mark.parametrize(
    ("state", "text", "detail"),
    [
        (SyncState(Link.IDLE, 0, 0, 0, NOW), f"Alles verstuurd · {format_time(NOW)}", ""),
        (SyncState(Link.NEVER, 0, 0, 0, NOW), f"Alles verstuurd · {format_time(NOW)}", ""),
        (SyncState(Link.NEVER, 0, 0, 0, None), "Nog niet opgehaald", ""),
        (SyncState(Link.IDLE, 3, 0, 0, NOW), "3 nog te versturen", ""),
        (SyncState(Link.OFFLINE, 3, 0, 0, NOW), "Geen verbinding", "3 nog te versturen"),
        (SyncState(Link.UNREADABLE, 0, 0, 0, NOW), "Geen verbinding", ""),
        (SyncState(Link.REFUSED, 1, 0, 0, NOW), "Niet toegelaten", "1 nog te versturen"),
        (SyncState(Link.TOO_OLD, 1, 0, 0, NOW), "Eerst bijwerken", "1 nog te versturen"),
        (SyncState(Link.HELD_UP, 2, 0, 0, NOW), "Nog niet alles verstuurd", "2 nog te versturen"),
        (SyncState(Link.NO_ROOM, 1, 0, 0, NOW), "Nog niet alles verstuurd", "1 nog te versturen"),
        (SyncState(Link.TOO_NEW, 0, 0, 0, NOW), "De centrale loopt achter", ""),
        (SyncState(Link.BUSY, 0, 2, 0, NOW), "Bezig met versturen…", ""),
        (SyncState(Link.IDLE, 0, 1, 0, NOW), "1 keuze voor jou", ""),
        (SyncState(Link.OFFLINE, 0, 2, 1, NOW), "2 keuzes voor jou", ""),
        (SyncState(Link.IDLE, 0, 0, 1, NOW), "1 wijziging apart gezet", ""),
        (SyncState(Link.IDLE, 0, 0, 4, NOW), "4 wijzigingen apart gezet", ""),
    ],
)
def test_the_line_says_what_matters_most(state: SyncState, text: str, detail: str) -> None:
    line = headline(state, TODAY)
    assert (line.text, line.detail) == (text, detail)


def test_an_earlier_day_is_named() -> None:
    line = headline(SyncState(Link.IDLE, 0, 0, 0, NOW), date(2025, 3, 6))
    assert line.text == f"Alles verstuurd · 4 maart, {format_time(NOW)}"


def test_a_screen_reader_hears_both_lines(qtbot: QtBot) -> None:
    line = SendingLine()
    qtbot.addWidget(line)
    line.show_state(SyncState(Link.OFFLINE, 3, 0, 0, None), TODAY)
    assert line.accessibleName() == "Geen verbinding · 3 nog te versturen"
    assert "Versturen en ophalen" in line.toolTip()


def test_a_receipt_counts_in_words() -> None:
    confirmed = {"contact": 1, "action": 2, "note": 1, "person": 0}
    assert receipt(confirmed) == "1 verslag, 2 afspraken en 1 contact"
    assert receipt({}) == ""
    assert counted("of-a-newer-version", 2) == "2 andere onderdelen"


def test_every_record_type_has_a_word_in_a_receipt() -> None:
    assert {kind.name for kind in record_types()} <= counted_types()


@pytest.mark.parametrize(
    "code",
    [
        "not-found",
        "no-access",
        "not-allowed",
        "sealed",
        "record-absent",
        "too-large",
        "depends-on-rejected",
        "depends-on-quarantined",
    ],
)
def test_what_a_worker_can_do_something_about_has_words_without_its_code(code: str) -> None:
    text = reason_text(code)
    assert code not in text
    assert text.endswith(".")
    assert len(text.split(". ")) >= 2  # what happened, and what is safe or what to do


def test_a_reason_without_words_is_named_for_the_administrator() -> None:
    assert "strange-code" in reason_text("strange-code")
    assert "casusregisseur" in reason_text("no-access")
