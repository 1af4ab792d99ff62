"""`mvs-desktop audit verify`, and what the window says about the audit."""

import shutil
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from mvs_desktop import app
from mvs_desktop.services.audit import Break, Fault
from mvs_desktop.services.session import STORE_FILE, Session
from mvs_desktop.storage.base.engine import writing
from mvs_desktop.storage.base.tables import audit
from mvs_desktop.ui.audit_words import break_text
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.shell.audit_watch import AuditWatch
from mvs_desktop.ui.terminal import BROKEN, NOT_DONE, SOUND, verify_audit
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE, enrolment, make_store


@pytest.fixture
def keeper() -> MemoryKeeper:
    return MemoryKeeper()


@pytest.fixture
def session(tmp_path: Path, keeper: MemoryKeeper) -> Session:
    make_store(tmp_path, keeper, enrolment())
    return Session(tmp_path, keeper, cost=CHEAP)


def verify(session: Session) -> int:
    return verify_audit(session, ask=lambda _: PASSPHRASE)


def is_idle(background: Background) -> bool:
    return not background.busy


def test_a_sound_audit(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(session) == SOUND
    assert "Er was nog geen zegel" in capsys.readouterr().out
    assert verify(session) == SOUND
    told = capsys.readouterr().out
    assert "Alles sluit aan, ook op het zegel in de sleutelbos." in told
    assert "3 regels nagekeken." in told  # unlocked, verified, unlocked


def test_a_line_that_was_edited(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = session.unlock(PASSPHRASE)
    with writing(workspace._store._engine) as connection:
        connection.execute(update(audit).where(audit.c.number == 1).values(worker_id="x"))
    workspace.close()
    assert verify(session) == BROKEN
    assert "is regel 1 niet zoals hij geschreven werd" in capsys.readouterr().out


def test_an_older_copy_of_the_store(
    session: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "store" / STORE_FILE
    session.unlock(PASSPHRASE).close()
    shutil.copy(place, tmp_path / "older")
    for _ in range(3):
        session.unlock(PASSPHRASE).close()
    for left in place.parent.glob(f"{STORE_FILE}*"):
        left.unlink()
    shutil.copy(tmp_path / "older", place)
    assert verify(session) == BROKEN
    assert "er staat een eerdere kopie" in capsys.readouterr().out
    # It stays on record, also now that the seal is renewed.
    assert verify(session) == SOUND
    assert "toen is gevonden dat iets niet aansloot (rolled-back)" in capsys.readouterr().out


def test_a_wrong_passphrase(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_audit(session, ask=lambda _: "een ander wachtwoord") == NOT_DONE
    assert "Dit wachtwoord klopt niet" in capsys.readouterr().err


def test_without_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["--data", str(tmp_path / "nothing"), "audit", "verify"]) == NOT_DONE
    assert "nog geen dossiers" in capsys.readouterr().err


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_says_what_is_safe_and_what_to_do(qapp: QApplication, fault: Fault) -> None:
    told = break_text(Break(fault, 7))
    assert "bewaard" in told
    assert "Bel je beheerder" in told
    assert "{" not in told


def test_the_window_says_it_once(qtbot: QtBot, session: Session, keeper: MemoryKeeper) -> None:
    session.unlock(PASSPHRASE).close()
    for name in [name for name in keeper.secrets if name.endswith(".seal")]:
        keeper.forget(name)
    for expected in ("De sleutelbos weet niet meer", ""):
        workspace = session.unlock(PASSPHRASE)
        background, banner = Background(), Banner()
        qtbot.addWidget(banner)
        AuditWatch(workspace, background, banner, background).start()
        qtbot.waitUntil(partial(is_idle, background))
        assert banner.text.startswith(expected)
        assert bool(banner.text) == bool(expected)
        assert background.stop(5000)
        background.deleteLater()
        workspace.close()
