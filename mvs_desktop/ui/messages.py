"""What went wrong, in plain Dutch: what happened, what is safe, what the user can do.

The one place that turns failures into sentences (`problem_words` has those under a field). A
failure that nobody expected gets a short code, which is logged with the place in the program and
never with the text of the failure: that could hold what somebody wrote about a family.
"""

import hashlib
import logging
import traceback
from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from mvs_desktop.domain.errors import (
    BackupDamaged,
    BackupMissing,
    ChoiceMade,
    ChoiceOutdated,
    DiskFailing,
    DiskFull,
    ExpectedError,
    FolderUnusable,
    LeaseClosed,
    LeaseLimited,
    NoRoomForCopy,
    NotAStore,
    NothingToUndo,
    RecordMissing,
    RecordSealed,
    RegisterDamaged,
    StoreDamaged,
    StoreExists,
    StoreInUse,
    StoreTooNew,
    TargetUnwritable,
    UndoRefused,
    UnreadableRecord,
    WrongPassphrase,
)
from mvs_desktop.ui import (
    attachment_messages,
    key_messages,
    service_messages,
    team_messages,
)
from mvs_desktop.ui.kit.parts.quantities import format_count

log = logging.getLogger(__name__)


class Message(NamedTuple):
    """A title of a few words, and the sentences below it."""

    title: str
    text: str


_ERRORS: Mapping[type[ExpectedError], tuple[object, object]] = {
    **attachment_messages.ERRORS,
    **key_messages.ERRORS,
    **service_messages.ERRORS,
    **team_messages.ERRORS,
    UnreadableRecord: (
        QT_TRANSLATE_NOOP("messages", "Nieuwer dan dit programma"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Dit is gemaakt met een nieuwere versie van MVS Desktop. Het is bewaard zoals het "
            "binnenkwam. Werk het programma bij om het te lezen.",
        ),
    ),
    StoreExists: (
        QT_TRANSLATE_NOOP("messages", "Hier staan al dossiers"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Op deze laptop staan al dossiers. Ze zijn niet aangeraakt. Start opnieuw en open ze "
            "met je wachtwoord, of vraag je beheerder om hulp.",
        ),
    ),
    FolderUnusable: (
        QT_TRANSLATE_NOOP("messages", "De map voor je dossiers werkt niet"),
        QT_TRANSLATE_NOOP(
            "messages",
            "MVS Desktop kan niet schrijven in de map voor je dossiers. Er is niets aangemaakt of "
            "veranderd. Vraag je beheerder om je rechten op die map, en start opnieuw.",
        ),
    ),
    NotAStore: (
        QT_TRANSLATE_NOOP("messages", "Dit zijn geen dossiers van MVS Desktop"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Op de plek van je dossiers staat een ander bestand. Het is niet aangeraakt. Zet de "
            "reservekopie terug of bel je beheerder.",
        ),
    ),
    StoreDamaged: (
        QT_TRANSLATE_NOOP("messages", "Het dossierbestand is beschadigd"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Het dossierbestand is beschadigd. Het is bewaard en er is niets gewist. Zet op het "
            "beginscherm een reservekopie terug of bel je beheerder.",
        ),
    ),
    StoreTooNew: (
        QT_TRANSLATE_NOOP("messages", "Eerst bijwerken"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Je dossiers zijn gemaakt met een nieuwere versie van MVS Desktop. Ze zijn niet "
            "aangeraakt. Werk het programma bij en open ze dan.",
        ),
    ),
    StoreInUse: (
        QT_TRANSLATE_NOOP("messages", "Al open in een ander venster"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Je dossiers zijn al open in een ander venster van MVS Desktop. Daar is alles "
            "bewaard. Werk daar verder, of sluit dat venster en probeer het opnieuw.",
        ),
    ),
    DiskFull: (
        QT_TRANSLATE_NOOP("messages", "De schijf is vol"),
        QT_TRANSLATE_NOOP(
            "messages",
            "De schijf van deze laptop is vol. Wat eerder is bewaard, is veilig; je laatste "
            "wijziging nog niet. Maak ruimte vrij en laat dit scherm open: daarna wordt alles "
            "bewaard.",
        ),
    ),
    DiskFailing: (
        QT_TRANSLATE_NOOP("messages", "De schijf geeft een storing"),
        QT_TRANSLATE_NOOP(
            "messages",
            "De schijf van deze laptop kan niet beloven dat je laatste wijziging blijft. Wat "
            "eerder is bewaard, is veilig. Laat dit scherm open: het wordt opnieuw geprobeerd. "
            "Blijft dit, bel dan je beheerder.",
        ),
    ),
    NoRoomForCopy: (
        QT_TRANSLATE_NOOP("messages", "Te weinig ruimte voor een veilige kopie"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Voordat dit kan, maakt MVS Desktop een kopie van je dossiers. Daar is op de schijf "
            "van deze laptop geen ruimte voor. Er is niets veranderd en alles is bewaard. Maak "
            "ruimte vrij en probeer het opnieuw.",
        ),
    ),
    BackupMissing: (
        QT_TRANSLATE_NOOP("messages", "Deze reservekopie is er niet meer"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Er is intussen een nieuwere gemaakt of ze is verwijderd. Er is niets veranderd. Kies "
            "een andere.",
        ),
    ),
    BackupDamaged: (
        QT_TRANSLATE_NOOP("messages", "Deze reservekopie is beschadigd"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Ze is niet helemaal te lezen. Er is niets veranderd: je dossiers en de andere "
            "reservekopieën zijn zoals ze waren. Kies een andere of bel je beheerder.",
        ),
    ),
    TargetUnwritable: (
        QT_TRANSLATE_NOOP("messages", "Daar kan het niet worden opgeslagen"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Op die plek mag MVS Desktop geen bestand maken. Je dossiers zijn veilig. Kies een "
            "andere map.",
        ),
    ),
    LeaseLimited: (
        QT_TRANSLATE_NOOP("messages", "Nu alleen lezen en verslagen schrijven"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Deze laptop had te lang geen contact met de centrale, dus deze wijziging is niet "
            "bewaard. Alles wat er al stond is veilig. Lezen en nieuwe verslagen schrijven kan. "
            "Maak verbinding, dan kan alles weer.",
        ),
    ),
    LeaseClosed: (
        QT_TRANSLATE_NOOP("messages", "Op slot tot er contact is"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Deze laptop had te lang geen contact met de centrale. Alles is bewaard. Maak "
            "verbinding; daarna gaat alles weer open.",
        ),
    ),
    ChoiceMade: (
        QT_TRANSLATE_NOOP("messages", "Er is al gekozen"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Een collega heeft hier net al gekozen. Er is niets veranderd. Beide teksten staan in "
            "de geschiedenis van het gezin.",
        ),
    ),
    ChoiceOutdated: (
        QT_TRANSLATE_NOOP("messages", "Net veranderd"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Een van de teksten is net veranderd. Er is nog niets gekozen en alles is bewaard. "
            "Lees ze nog eens en kies dan.",
        ),
    ),
    RecordMissing: (
        QT_TRANSLATE_NOOP("messages", "Niet meer op deze laptop"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Dit staat niet of niet meer op deze laptop. Al het andere is bewaard. Haal op wat "
            "er nieuw is, of vraag de casusregisseur.",
        ),
    ),
    RecordSealed: (
        QT_TRANSLATE_NOOP("messages", "Al ondertekend"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Dit verslag is ondertekend en blijft zoals het is. Er is niets veranderd. Verbeteren "
            "kan met een nieuwe versie; de eerste blijft bewaard.",
        ),
    ),
    NothingToUndo: (
        QT_TRANSLATE_NOOP("messages", "Niets om terug te draaien"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Er is niets van het laatste etmaal dat je terug kunt draaien of opnieuw kunt doen. "
            "Wat eerder veranderde, staat in de geschiedenis (Ctrl+H).",
        ),
    ),
    UndoRefused: (
        QT_TRANSLATE_NOOP("messages", "Niet teruggedraaid"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Dit is daarna nog veranderd of gebruikt, dus er is niets teruggedraaid. Bekijk de "
            "geschiedenis (Ctrl+H), of pas het met de hand aan.",
        ),
    ),
    RegisterDamaged: (
        QT_TRANSLATE_NOOP("messages", "Een lijst ontbreekt"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Een lijst van scholen, wijken of talen is niet te lezen. Je dossiers zijn veilig. "
            "Vul het met de hand in, en vraag je beheerder om het programma opnieuw te "
            "installeren.",
        ),
    ),
}

_WAIT_SECONDS = QT_TRANSLATE_NOOP(
    "messages",
    "Dit wachtwoord klopt niet. Je dossiers zijn veilig. Probeer het over {count} seconden "
    "opnieuw of vraag je beheerder om herstel.",
)
_WAIT_ONE_SECOND = QT_TRANSLATE_NOOP(
    "messages",
    "Dit wachtwoord klopt niet. Je dossiers zijn veilig. Probeer het over 1 seconde opnieuw of "
    "vraag je beheerder om herstel.",
)
_WAIT_MINUTES = QT_TRANSLATE_NOOP(
    "messages",
    "Dit wachtwoord klopt niet. Je dossiers zijn veilig. Probeer het over {count} minuten "
    "opnieuw of vraag je beheerder om herstel.",
)
_UNDO_REFUSED_BY = QT_TRANSLATE_NOOP(
    "messages",
    "{who} heeft dit daarna veranderd of gebruikt, dus er is niets teruggedraaid. Bekijk de "
    "geschiedenis (Ctrl+H), of pas het met de hand aan.",
)
_UNDO_STAYS = QT_TRANSLATE_NOOP(
    "messages",
    "Deze stap draai je niet met een toets terug. Er is niets veranderd. Bekijk de geschiedenis "
    "(Ctrl+H), of pas het met de hand aan.",
)
_UNEXPECTED = (
    QT_TRANSLATE_NOOP("messages", "Er ging iets mis"),
    QT_TRANSLATE_NOOP(
        "messages",
        "Er ging iets mis in het programma (code {code}). Je werk is bewaard. Start opnieuw; je "
        "komt terug waar je was.",
    ),
)

# No 0/O, 1/I/L: the code is read out over the telephone.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def _say(text: object) -> str:
    return QCoreApplication.translate("messages", str(text))


def error_message(error: Exception) -> Message:
    """The title and the sentences for any failure; logs one that nobody expected."""
    if isinstance(error, WrongPassphrase) and error.wait > 0:
        return Message(_say(_ERRORS[WrongPassphrase][0]), _wait_text(error.wait))
    if isinstance(error, UndoRefused) and (error.stays or error.who):
        text = _UNDO_STAYS if error.stays else _UNDO_REFUSED_BY
        return Message(_say(_ERRORS[UndoRefused][0]), _say(text).format(who=error.who))
    for kind in type(error).__mro__:
        if kind in _ERRORS:
            title, text = _ERRORS[kind]
            return Message(_say(title), _say(text))
    code = failure_code(error)
    _log_unexpected(error, code)
    title, text = _UNEXPECTED
    return Message(_say(title), _say(text).format(code=code))


def failure_code(error: BaseException) -> str:
    """Four characters that are the same for the same failure at the same place."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].name}:{frames[-1].lineno}" if frames else ""
    digest = hashlib.sha256(f"{type(error).__name__}@{place}".encode()).digest()
    return "".join(_CODE_ALPHABET[byte % len(_CODE_ALPHABET)] for byte in digest[:4])


def _wait_text(seconds: int) -> str:
    if seconds == 1:
        return _say(_WAIT_ONE_SECOND)
    if seconds <= 120:
        return _say(_WAIT_SECONDS).format(count=format_count(seconds))
    return _say(_WAIT_MINUTES).format(count=format_count(-(-seconds // 60)))


def _log_unexpected(error: BaseException, code: str) -> None:
    frames = traceback.extract_tb(error.__traceback__)
    path = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:]))
    log.error("unexpected failure code=%s type=%s at %s", code, type(error).__name__, path)
