"""What is the matter with an attachment, in plain Dutch: for `messages`, which says the rest."""

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

from mvs_desktop.domain.errors import (
    AttachmentBroken,
    AttachmentDamaged,
    AttachmentEmpty,
    AttachmentHasPassword,
    AttachmentKnown,
    AttachmentNotAllowed,
    AttachmentNotHere,
    AttachmentNotSent,
    AttachmentTooLarge,
    AttachmentTooManyPages,
    AttachmentTooManyPixels,
    AttachmentUnreachable,
    ExpectedError,
)

ERRORS: Mapping[type[ExpectedError], tuple[object, object]] = {
    AttachmentTooLarge: (
        QT_TRANSLATE_NOOP("messages", "Bestand te groot"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Dit bestand is groter dan 25 MB. Het is niet toegevoegd. Maak het kleiner, "
            "bijvoorbeeld door in zwart-wit of met minder detail te scannen, of deel het op.",
        ),
    ),
    AttachmentTooManyPixels: (
        QT_TRANSLATE_NOOP("messages", "Afbeelding te groot"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Deze afbeelding heeft meer dan 80 miljoen beeldpunten. Ze is niet toegevoegd. Maak "
            "een kleinere foto of scan met minder detail.",
        ),
    ),
    AttachmentTooManyPages: (
        QT_TRANSLATE_NOOP("messages", "Te veel bladzijden"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Dit bestand heeft meer dan 500 bladzijden. Het is niet toegevoegd. Deel het op of "
            "voeg alleen toe wat voor dit gezin nodig is.",
        ),
    ),
    AttachmentEmpty: (
        QT_TRANSLATE_NOOP("messages", "Leeg bestand"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Er staat niets in dit bestand. Het is niet toegevoegd. Kijk of het goed van de camera "
            "of uit de mail is gekomen.",
        ),
    ),
    AttachmentNotAllowed: (
        QT_TRANSLATE_NOOP("messages", "Dit kan hier niet bij"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Hier kunnen foto's, scans en PDF-bestanden bij. Dit bestand is niet toegevoegd. "
            "Bewaar een document eerst als PDF en voeg dat toe.",
        ),
    ),
    AttachmentBroken: (
        QT_TRANSLATE_NOOP("messages", "Bestand is niet heel"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Dit bestand is niet te openen: er mist een stuk of het is beschadigd. Het is niet "
            "toegevoegd. Haal het opnieuw van de camera, de scanner of uit de mail.",
        ),
    ),
    AttachmentHasPassword: (
        QT_TRANSLATE_NOOP("messages", "Bestand met wachtwoord"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Deze PDF opent alleen met een wachtwoord. Hij is niet toegevoegd, want zonder dat "
            "wachtwoord kan een collega hem niet lezen. Bewaar hem zonder wachtwoord; in het "
            "dossier staat hij versleuteld.",
        ),
    ),
    AttachmentUnreachable: (
        QT_TRANSLATE_NOOP("messages", "Bestand niet te lezen"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Dit bestand is niet te lezen waar het staat. Het is niet toegevoegd. Kijk of de "
            "camera of schijf nog vastzit en of je het bestand mag openen.",
        ),
    ),
    AttachmentKnown: (
        QT_TRANSLATE_NOOP("messages", "Staat er al"),
        QT_TRANSLATE_NOOP(
            "messages", "Deze bijlage staat al in dit dossier. Ze is niet nog een keer toegevoegd."
        ),
    ),
    AttachmentNotHere: (
        QT_TRANSLATE_NOOP("messages", "Nog niet opgehaald"),
        QT_TRANSLATE_NOOP(
            "messages",
            "De inhoud van deze bijlage is nog niet opgehaald, en de centrale is nu niet te "
            "bereiken. Zodra er verbinding is, komt die vanzelf. Open de bijlage dan opnieuw.",
        ),
    ),
    AttachmentNotSent: (
        QT_TRANSLATE_NOOP("messages", "Nog niet verstuurd door een collega"),
        QT_TRANSLATE_NOOP(
            "messages",
            "De inhoud van deze bijlage staat nog niet bij de centrale. Zodra de laptop waarop de "
            "bijlage is toegevoegd verbinding heeft gehad, komt die vanzelf. Heb je de bijlage nu "
            "nodig? Vraag het aan die collega.",
        ),
    ),
    AttachmentDamaged: (
        QT_TRANSLATE_NOOP("messages", "Bijlage beschadigd"),
        QT_TRANSLATE_NOOP(
            "messages",
            "De inhoud van deze bijlage is op deze laptop beschadigd en wordt niet getoond. De "
            "rest van het dossier is veilig. Bel je beheerder, of voeg de bijlage opnieuw toe.",
        ),
    ),
}
