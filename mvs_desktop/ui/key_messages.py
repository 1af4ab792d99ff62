"""What is the matter with a passphrase, a key or the way back in, in plain Dutch: for
`messages`, which says the rest."""

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

from mvs_desktop.domain.errors import (
    ExpectedError,
    KeyFileUnreadable,
    KeyringEmpty,
    KeyringUnsupported,
    RecoveryAnswerUnreachable,
    RecoveryAnswerUnusable,
    RecoveryKeyRefused,
    RecoveryOnly,
    RecoveryRequestNotSaved,
    RecoveryUnavailable,
    WeakPassphrase,
    WrongPassphrase,
)

ERRORS: Mapping[type[ExpectedError], tuple[object, object]] = {
    WrongPassphrase: (
        QT_TRANSLATE_NOOP("messages", "Nog op slot"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Dit wachtwoord klopt niet. Je dossiers zijn veilig. Probeer het opnieuw of vraag je "
            "beheerder om herstel.",
        ),
    ),
    WeakPassphrase: (
        QT_TRANSLATE_NOOP("messages", "Kies een sterker wachtwoord"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Dit wachtwoord is te makkelijk te raden. Er is nog niets veranderd. Maak het "
            "langer, bijvoorbeeld met vier woorden die niet bij elkaar horen.",
        ),
    ),
    KeyringUnsupported: (
        QT_TRANSLATE_NOOP("messages", "Geen veilige sleutelbos"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Deze laptop heeft geen sleutelbos die we vertrouwen. Er is niets aangemaakt of "
            "veranderd, en je dossiers blijven versleuteld. Vraag je beheerder om de sleutelbos "
            "van het systeem aan te zetten.",
        ),
    ),
    KeyringEmpty: (
        QT_TRANSLATE_NOOP("messages", "De sleutel van deze laptop ontbreekt"),
        QT_TRANSLATE_NOOP(
            "messages",
            "De sleutelbos van deze laptop mist de sleutel van je dossiers. Je dossiers zijn "
            "veilig en blijven bewaard. Vraag je beheerder om herstel.",
        ),
    ),
    RecoveryOnly: (
        QT_TRANSLATE_NOOP("messages", "Alleen nog open via herstel"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Er is tien keer een verkeerd wachtwoord getypt. Je dossiers zijn veilig, ook wat nog "
            "niet is verstuurd. Twee sleutelbeheerders kunnen deze laptop weer openen: maak "
            "een aanvraag en neem contact op met je beheerder.",
        ),
    ),
    RecoveryUnavailable: (
        QT_TRANSLATE_NOOP("messages", "Herstel kan hier niet"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Deze laptop heeft nog geen herstelsleutel van je organisatie gekregen. Je dossiers "
            "blijven versleuteld bewaard. Bel je beheerder.",
        ),
    ),
    RecoveryAnswerUnusable: (
        QT_TRANSLATE_NOOP("messages", "Dit antwoord hoort hier niet bij"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Dit bestand is geen antwoord op de aanvraag van deze laptop, of het is veranderd. Er "
            "is niets aangepast en je dossiers zijn veilig. Kijk of je het nieuwste antwoord hebt, "
            "of stuur de aanvraag opnieuw.",
        ),
    ),
    RecoveryRequestNotSaved: (
        QT_TRANSLATE_NOOP("messages", "Niet opgeslagen"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Op deze plek kan het bestand niet worden opgeslagen. De aanvraag is er nog. Kies een "
            "andere plek.",
        ),
    ),
    RecoveryAnswerUnreachable: (
        QT_TRANSLATE_NOOP("messages", "Dit bestand gaat niet open"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Dit bestand is niet te lezen. Er is niets veranderd. Zet het op deze laptop en "
            "probeer het opnieuw.",
        ),
    ),
    RecoveryKeyRefused: (
        QT_TRANSLATE_NOOP("messages", "Deze herstelsleutel vertrouwen we niet"),
        QT_TRANSLATE_NOOP(
            "messages",
            "De centrale geeft een herstelsleutel die niet van je organisatie is. Hij wordt niet "
            "gebruikt en je dossiers zijn veilig. Bel je beheerder.",
        ),
    ),
    KeyFileUnreadable: (
        QT_TRANSLATE_NOOP("messages", "Geen toegang tot het sleutelbestand"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Deze laptop laat MVS Desktop niet bij het bestand met de sleutels. Er is niets "
            "veranderd of gewist. Vraag je beheerder om je rechten op de map, en start opnieuw.",
        ),
    ),
}
