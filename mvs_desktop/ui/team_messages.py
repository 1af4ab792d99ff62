"""What the centre did not do for somebody who works together, in plain Dutch."""

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

from mvs_desktop.domain.errors import (
    AccessPresent,
    ExpectedError,
    NotAllowed,
    OfferGone,
    TooManySearches,
)

ERRORS: Mapping[type[ExpectedError], tuple[object, object]] = {
    NotAllowed: (
        QT_TRANSLATE_NOOP("messages", "Dit kan niet"),
        QT_TRANSLATE_NOOP(
            "messages",
            "De centrale deed dit niet: het mag niet met jouw rol, of het is er niet meer. Er is "
            "niets veranderd. Vraag het de casusregisseur of je teamleider.",
        ),
    ),
    AccessPresent: (
        QT_TRANSLATE_NOOP("messages", "Je hebt al toegang"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Je mag dit dossier al lezen, dus er is niets veranderd. Haal het op met F5; daarna "
            "staat het bij Gezinnen.",
        ),
    ),
    OfferGone: (
        QT_TRANSLATE_NOOP("messages", "Niet meer aangeboden"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Wie dit gezin aan je aanbood, is er geen casusregisseur meer. Er is niets veranderd. "
            "Overleg met elkaar wie het gezin heeft.",
        ),
    ),
    TooManySearches: (
        QT_TRANSLATE_NOOP("messages", "Even wachten"),
        QT_TRANSLATE_NOOP(
            "messages",
            "Je zocht het laatste uur heel vaak. Er is niets veranderd. Probeer het straks "
            "opnieuw, of bel je team.",
        ),
    ),
}
