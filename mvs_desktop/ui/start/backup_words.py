"""Backups (reservekopieën) in words: when they were made, what they are, how large."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from mvs_desktop.domain.errors import NotAStore, StoreDamaged
from mvs_desktop.ui.kit.parts.quantities import texts_locale
from mvs_desktop.ui.words import format_moment, format_near_day, format_time

if TYPE_CHECKING:
    from mvs_desktop.services.backups import BackupInfo

_KINDS: Mapping[str, object] = {
    "hourly": QT_TRANSLATE_NOOP("backups", "Vanzelf gemaakt, elk uur"),
    "daily": QT_TRANSLATE_NOOP("backups", "Bewaard van deze dag"),
    "weekly": QT_TRANSLATE_NOOP("backups", "Bewaard van deze week"),
    "migration": QT_TRANSLATE_NOOP("backups", "Gemaakt vóór het bijwerken van het programma"),
}


def _say(text: object) -> str:
    return QCoreApplication.translate("backups", str(text))


def backup_moment(backup: "BackupInfo", today: date) -> str:
    """When it was made, to begin a line with: "Vandaag, 12:00" or "4 maart, 12:00"."""
    day = format_near_day(backup.made_at.astimezone().date(), today)
    time = format_time(backup.made_at)
    text = QCoreApplication.translate("backups", "{day}, {time}").format(day=day, time=time)
    return text[:1].upper() + text[1:]


def backup_detail(backup: "BackupInfo") -> str:
    """What it is and how large: "Vanzelf gemaakt, elk uur · 3,2 MB"."""
    size = texts_locale().formattedDataSize(
        backup.size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat
    )
    return QCoreApplication.translate("backups", "{kind} · {size}").format(
        kind=_say(_KINDS[backup.kind]), size=size
    )


def restore_advice(
    error: StoreDamaged | NotAStore, backups: Sequence["BackupInfo"], today: date
) -> str:
    """What happened, what is safe, and which of `backups` (newest first) to put back."""
    if isinstance(error, NotAStore):
        happened = QCoreApplication.translate(
            "backups", "Op de plek van je dossiers staat een ander bestand. Het is niet aangeraakt."
        )
    else:
        happened = QCoreApplication.translate(
            "backups",
            "Het dossierbestand is beschadigd. Het is bewaard en er is niets gewist.",
        )
    if backups:
        way_out = QCoreApplication.translate(
            "backups", "Zet de reservekopie van {moment} terug of bel je beheerder."
        ).format(moment=format_moment(backups[0].made_at, today))
    else:
        way_out = QCoreApplication.translate(
            "backups", "Er is geen reservekopie op deze laptop. Bel je beheerder."
        )
    return f"{happened} {way_out}"
