"""What the central service or signing in did not do, in plain Dutch: for `messages`, which
says the rest."""

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

from mvs_desktop.domain.errors import (
    CodeOfAnother,
    ContentWaits,
    EnrolmentCodeRefused,
    ExpectedError,
    HeldUpUnderway,
    ServerAnswerUnreadable,
    ServerRefused,
    ServerUnreachable,
    ServiceAddressUnusable,
    ServiceTooOld,
    SignInCancelled,
    SignInNotLinked,
    SignInRefused,
    SignInUnavailable,
    TooManyAttempts,
    TooManyEndings,
    VersionTooOld,
    WipeOrdered,
)

ERRORS: Mapping[type[ExpectedError], tuple[object, object]] = {
    SignInRefused: (
        QT_TRANSLATE_NOOP("messages", "Inloggen is niet gelukt"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Het inloggen is in je browser gestopt of duurde te lang. Er is niets aangemaakt en "
            "wat je invulde blijft staan. Probeer het opnieuw, of gebruik een code.",
        ),
    ),
    SignInCancelled: (
        QT_TRANSLATE_NOOP("messages", "Inloggen gestopt"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Je bent gestopt met inloggen. Er is niets aangemaakt en wat je invulde blijft staan. "
            "Het venster in je browser kun je sluiten.",
        ),
    ),
    SignInNotLinked: (
        QT_TRANSLATE_NOOP("messages", "Account nog niet gekoppeld"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Inloggen is gelukt, maar de centrale weet nog niet dat dit account van jou is. Er is "
            "niets aangemaakt. Vraag je beheerder om je werkaccount te koppelen, of om een code.",
        ),
    ),
    SignInUnavailable: (
        QT_TRANSLATE_NOOP("messages", "Inloggen kan nu niet"),
        QT_TRANSLATE_NOOP(
            "messages",
            "De aanmelddienst van je organisatie antwoordt niet. Er is niets aangemaakt en wat je "
            "invulde blijft staan. Probeer het later opnieuw, of gebruik een code.",
        ),
    ),
    WipeOrdered: (
        QT_TRANSLATE_NOOP("messages", "Deze laptop wordt gewist"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Je organisatie heeft opdracht gegeven om de dossiers op deze laptop te wissen. Wat in "
            "de centrale staat, blijft bestaan. Bel je beheerder als je dit niet verwachtte.",
        ),
    ),
    ServerUnreachable: (
        QT_TRANSLATE_NOOP("messages", "Geen verbinding"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Geen verbinding. Werk gewoon door: alles wordt bewaard en later vanzelf verstuurd.",
        ),
    ),
    ServerRefused: (
        QT_TRANSLATE_NOOP("messages", "De centrale laat deze laptop niet toe"),
        QT_TRANSLATE_NOOP(
            "messages",
            "De centrale laat deze laptop niet toe. Wat je schrijft, blijft hier bewaard en wordt "
            "nog niet verstuurd. Bel je beheerder.",
        ),
    ),
    ServerAnswerUnreadable: (
        QT_TRANSLATE_NOOP("messages", "Geen antwoord van de centrale"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Er kwam een antwoord dat niet van de centrale lijkt te komen. Er is niets veranderd "
            "en alles is bewaard. Kijk of je op het goede netwerk zit; soms vraagt wifi eerst om "
            "inloggen.",
        ),
    ),
    TooManyEndings: (
        QT_TRANSLATE_NOOP("messages", "Vandaag niet meer"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Je hebt vandaag al drie laptops gemeld. Aan deze is niets veranderd. Is er meer aan "
            "de hand, bel dan meteen je beheerder.",
        ),
    ),
    HeldUpUnderway: (
        QT_TRANSLATE_NOOP("messages", "Niet alles kwam erdoor"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Iets op het netwerk houdt grote berichten tegen voordat ze bij de centrale zijn. De "
            "rest is verstuurd; dit staat nog veilig op deze laptop en gaat later vanzelf mee. "
            "Probeer een ander netwerk, of vraag je beheerder om grotere berichten naar de "
            "centrale door te laten.",
        ),
    ),
    ContentWaits: (
        QT_TRANSLATE_NOOP("messages", "Bijlagen wachten nog"),
        QT_TRANSLATE_NOOP(
            "messages",
            "De centrale heeft nu geen plek voor een of meer bijlagen. Ze staan veilig op deze "
            "laptop en gaan later vanzelf mee; de rest is verstuurd. Bel je beheerder als dat "
            "morgen nog niet zo is.",
        ),
    ),
    VersionTooOld: (
        QT_TRANSLATE_NOOP("messages", "Eerst bijwerken"),
        QT_TRANSLATE_NOOP(
            "messages",
            "De centrale vraagt om een nieuwere versie van MVS Desktop. Alles is hier bewaard. "
            "Werk het programma bij; daarna wordt het vanzelf verstuurd.",
        ),
    ),
    ServiceTooOld: (
        QT_TRANSLATE_NOOP("messages", "De centrale is nog niet bijgewerkt"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Het programma op deze laptop is nieuwer dan de centrale. Alles is hier bewaard en "
            "wordt vanzelf verstuurd zodra de centrale is bijgewerkt. Bel je beheerder als dat "
            "morgen nog niet zo is.",
        ),
    ),
    EnrolmentCodeRefused: (
        QT_TRANSLATE_NOOP("messages", "Deze code werkt niet"),
        QT_TRANSLATE_NOOP(
            "messages",
            "De centrale kent deze code niet, of hij is al gebruikt of te oud. Er is niets "
            "aangemaakt. Kijk of alle tekens kloppen, of vraag je beheerder om een nieuwe code.",
        ),
    ),
    TooManyAttempts: (
        QT_TRANSLATE_NOOP("messages", "Even wachten met aanmelden"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Vanaf dit netwerk mislukte het aanmelden te vaak. Er is niets aangemaakt en je code "
            "blijft bruikbaar. Wacht een kwartier en probeer het dan opnieuw.",
        ),
    ),
    CodeOfAnother: (
        QT_TRANSLATE_NOOP("messages", "Van een andere medewerker"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Dit is van een andere medewerker. Er is niets veranderd en alles is bewaard. Log in "
            "met je eigen werkaccount, of vraag je beheerder om een code op jouw naam.",
        ),
    ),
    ServiceAddressUnusable: (
        QT_TRANSLATE_NOOP("messages", "Dit adres werkt niet"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Het adres van de centrale begint met https://. Er is niets verstuurd. Kijk het adres "
            "na of vraag het je beheerder.",
        ),
    ),
}
