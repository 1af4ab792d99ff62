"""What is wrong with the audit, in plain Dutch: what happened, what is safe, what to do."""

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from mvs_desktop.services.audit import Break, Fault

_LINE = QT_TRANSLATE_NOOP(
    "audit",
    "In de lijst van wie wat las en veranderde is regel {number} niet zoals hij geschreven werd. "
    "Je dossiers zijn bewaard en je kunt doorwerken. Bel je beheerder.",
)
_GONE = QT_TRANSLATE_NOOP(
    "audit",
    "In de lijst van wie wat las en veranderde ontbreken regels vanaf regel {number}. Je "
    "dossiers zijn bewaard en je kunt doorwerken. Bel je beheerder.",
)
_OLDER = QT_TRANSLATE_NOOP(
    "audit",
    "Deze dossiers zijn ouder dan toen je ze het laatst sloot: er staat een eerdere kopie. Wat er "
    "nu staat is bewaard en je kunt doorwerken. Bel je beheerder.",
)
_OTHER = QT_TRANSLATE_NOOP(
    "audit",
    "Deze dossiers zijn niet die waarmee je het laatst werkte: vanaf regel {number} staat er iets "
    "anders in de lijst van wie wat las en veranderde. Wat er nu staat is bewaard en je kunt "
    "doorwerken. Bel je beheerder.",
)
_SEAL = QT_TRANSLATE_NOOP(
    "audit",
    "De sleutelbos weet niet meer tot waar de lijst van wie wat las en veranderde was. De lijst "
    "zelf klopt met zichzelf. Je dossiers zijn bewaard en je kunt doorwerken. Bel je beheerder.",
)

_COUNTERSIGNED = QT_TRANSLATE_NOOP(
    "audit",
    "In de lijst van wie wat las en veranderde is regel {number} niet meer die welke de centrale "
    "heeft bevestigd. Je dossiers zijn bewaard en je kunt doorwerken. Bel je beheerder.",
)

_FAULTS: Mapping[Fault, object] = {
    Fault.ALTERED: _LINE,
    Fault.MISSING: _GONE,
    Fault.CUT: _GONE,
    Fault.REPLACED: _OTHER,
    Fault.ROLLED_BACK: _OLDER,
    Fault.SEAL: _SEAL,
    Fault.COUNTERSIGNED: _COUNTERSIGNED,
}


def break_text(found: Break) -> str:
    """What was found."""
    words = QCoreApplication.translate("audit", str(_FAULTS[found.fault]))
    return words.format(number=found.number)
