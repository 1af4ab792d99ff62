"""Commands for an administrator that need no window: `mvs-desktop audit verify`."""

import sys
from collections.abc import Callable
from datetime import datetime
from getpass import getpass

from PySide6.QtCore import QCoreApplication

from mvs_desktop.domain.errors import ExpectedError
from mvs_desktop.services.audit import AuditReport
from mvs_desktop.services.session import Session
from mvs_desktop.ui.audit_words import break_text
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.messages import error_message

SOUND, BROKEN, NOT_DONE = 0, 1, 2


def verify_audit(session: Session, ask: Callable[[str], str] = getpass) -> int:
    """Ask for the passphrase, verify every line of the audit, and say what was found.

    The exit status is 0 when all is sound, 1 when something is wrong, 2 when it could not be
    verified.
    """
    try:
        workspace = session.unlock(ask(QCoreApplication.translate("terminal", "Wachtwoord: ")))
    except ExpectedError as error:
        return not_done(error)
    try:
        report = workspace.audit.verify()
    except ExpectedError as error:
        return not_done(error)
    finally:
        workspace.close()
    for line in report_lines(report):
        print(line)
    return SOUND if report.found is None else BROKEN


def not_done(error: ExpectedError) -> int:
    """Say why it could not be done."""
    print(error_message(error).text, file=sys.stderr)
    return NOT_DONE


def no_store() -> int:
    """Say that there is nothing to verify."""
    print(
        QCoreApplication.translate("terminal", "Op deze laptop staan nog geen dossiers."),
        file=sys.stderr,
    )
    return NOT_DONE


def countersigned_lines(report: AuditReport) -> list[str]:
    """What the centre has confirmed of the audit, in sentences."""
    signed = report.countersigned
    if signed is None:
        return [
            QCoreApplication.translate("terminal", "De centrale heeft nog geen regel bevestigd.")
        ]
    moment = datetime.fromisoformat(signed.at).astimezone().strftime("%d-%m-%Y %H:%M")
    told = [
        QCoreApplication.translate(
            "terminal", "De centrale heeft de regels tot en met {number} bevestigd op {moment}."
        ).format(number=signed.number, moment=moment)
    ]
    if signed.fault:
        told.append(
            QCoreApplication.translate(
                "terminal",
                "Toen sloten ze niet aan op wat de centrale al had ({code}). Bel je beheerder.",
            ).format(code=signed.fault)
        )
    return told


def report_lines(report: AuditReport) -> list[str]:
    """A report in sentences."""
    told = [
        QCoreApplication.translate("terminal", "{count} regels nagekeken.").format(
            count=format_count(report.lines)
        )
    ]
    if report.found is not None:
        told.append(break_text(report.found))
    elif report.is_sealed:
        told.append(
            QCoreApplication.translate(
                "terminal", "Alles sluit aan, ook op het zegel in de sleutelbos."
            )
        )
    else:
        told.append(
            QCoreApplication.translate(
                "terminal", "Alles sluit aan. Er was nog geen zegel in de sleutelbos."
            )
        )
    told += countersigned_lines(report)
    for noted in report.noted:
        words = (
            QCoreApplication.translate(
                "terminal", "Regel {number}, {moment}: er is een reservekopie teruggezet."
            )
            if noted.fault is None
            else QCoreApplication.translate(
                "terminal",
                "Regel {number}, {moment}: toen is gevonden dat iets niet aansloot ({code}).",
            )
        )
        moment = noted.at.astimezone().strftime("%d-%m-%Y %H:%M")
        told.append(
            words.format(
                number=noted.number, moment=moment, code=noted.fault.value if noted.fault else ""
            )
        )
    return told
