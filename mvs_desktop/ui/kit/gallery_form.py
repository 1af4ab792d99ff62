"""A form of the gallery with every kind of field. The people here are invented."""

from datetime import time

from mvs_desktop.ui.kit.forms.fields import (
    chips_field,
    choice_field,
    date_field,
    long_text_field,
    multi_choice_field,
    number_field,
    people_field,
    text_field,
    time_field,
    yes_no_field,
)
from mvs_desktop.ui.kit.forms.form import RecordForm


def read_year(text: str) -> object:
    """Stands in for the domain's date reader; raises ValueError."""
    return int(text)


def gallery_form() -> RecordForm:
    """With values, a draft that is no date, and a problem."""
    form = RecordForm(
        [
            text_field("first_name", "Voornaam"),
            text_field("last_name", "Achternaam", help="Zoals het gezin die zelf schrijft"),
            date_field("born", "Geboortedatum", read_year, str),
            text_field("bsn", "BSN", width=240),
            choice_field(
                "town",
                "Gemeente",
                [("s", "Schiedam"), ("m", "Maassluis"), ("v", "Vlaardingen")],
            ),
            choice_field(
                "language",
                "Taal thuis",
                [(word, word) for word in ("Nederlands", "Tigrinya", "Arabisch", "Pools")],
                search=True,
            ),
            chips_field(
                "how",
                "Hoe?",
                [
                    (word, word)
                    for word in ("Telefoon", "App of sms", "E-mail", "Huisbezoek", "School")
                ],
            ),
            people_field("about", "Over wie?", [(1, "Bo"), (2, "Kim"), (3, "Moeder"), (4, "Oma")]),
            multi_choice_field(
                "who", "Wie was erbij?", [(1, "Bo"), (2, "Kim & oma"), (3, "Vader")]
            ),
            time_field("at", "Hoe laat?"),
            number_field("score", "Cijfer", lowest=0, highest=10, help="0 is slecht, 10 goed"),
            yes_no_field("interpreter", "Tolk is geregeld"),
            long_text_field(
                "words", "In hun eigen woorden", large=True, help="Wat zei het gezin zelf?"
            ),
        ],
        columns=2,
    )
    form.show_values(
        {
            "first_name": "Fatima",
            "last_name": "El Amrani",
            "how": "Huisbezoek",
            "about": {1, 3},
            "who": {2},
            "town": "s",
            "language": "Tigrinya",
            "at": time(14, 2),
            "words": "Wij willen dat Mo weer met plezier naar school gaat.",
        }
    )
    form.show_drafts({"born": "ergens in maart"})
    form.show_problems(
        {"bsn": "Dit BSN klopt niet. Kijk het na of laat het leeg; je kunt zonder verder."}
    )
    return form
