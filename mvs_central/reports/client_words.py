"""What the audit's codes say to a client: plain Dutch, and nothing about the work itself."""

from collections.abc import Mapping

# What a worker did, as the service saw it, and as a laptop tells it.
SERVICE_ACTS: Mapping[str, str] = {
    "read": "Opgehaald op de laptop",
    "write": "Iets opgeschreven of veranderd",
    "create": "Dit dossier begonnen",
    "read-content": "Een bijlage opgehaald op de laptop",
    "write-content": "Een bijlage toegevoegd",
    "sweep-content": "Ongebruikte bijlage opgeruimd",
    "grant": "Toegang gegeven of veranderd",
    "revoke": "Toegang beëindigd",
    "emergency": "Noodtoegang genomen",
    "hand-over": "Dossier overgedragen",
    "settle": "Besloten over wat na het einde van de toegang nog binnenkwam",
    "tidy": "Opgeruimd wat een jaar geleden al besloten was",
    "search": "Nagegaan of iemand al bekend is",
    "audit-disclosed": "Dit overzicht gemaakt",
}
DEVICE_ACTS: Mapping[str, str] = {
    "open-case": "Het dossier bekeken",
    "open-attachment": "Een bijlage bekeken",
    "history": "Bekeken wie eerder iets veranderde",
    "conflict": "Twee versies van een tekst bekeken",
    "change": "Iets opgeschreven of veranderd",
    "withdraw": "Iets ingetrokken",
    "restore": "Iets ingetrokkens teruggezet",
    "search-number": "Op een burgerservicenummer gezocht en gevonden",
    "preview": "Een afdruk op het scherm bekeken",
    "export": "Afgedrukt of als bestand bewaard",
    "receive": "Opgehaald op de laptop",
    "access-ended": "Van de laptop verwijderd: de toegang was afgelopen",
}
COMPARTMENTS: Mapping[str, str] = {
    "basis": "Algemeen: wie bij het gezin horen, contact en afspraken",
    "school": "School en opvang",
    "zorg": "Zorg en gezondheid",
    "veiligheid": "Veiligheid",
}
RECORDS: Mapping[str, str] = {
    "action": "Een afspraak in het plan",
    "attachment": "Een bijlage",
    "case_file": "Algemene gegevens van het dossier",
    "case_member": "Wie er meewerkt",
    "conflict": "Twee versies van een tekst",
    "contact": "Een gesprek of bezoek",
    "goal": "Een doel in het plan",
    "household": "Een huishouden",
    "note": "Een verslag",
    "note_paragraph": "Een verslag",
    "parent_link": "Wie ouder is van wie",
    "parental_authority": "Het gezag",
    "partnership": "Een relatie",
    "person": "Gegevens van een persoon",
    "plan": "Een plan",
    "residence": "Waar iemand woont",
    "school_enrolment": "De school",
    "statement": "Een uitspraak in het plan",
}
ROLES: Mapping[str, str] = {
    "casusregisseur": "casusregisseur",
    "vervanger": "vervanger van de casusregisseur",
    "betrokken": "betrokken medewerker",
    "meelezer": "meelezer",
    "gedragswetenschapper": "gedragswetenschapper",
    "teamleider": "teamleider",
}
WHOLE_FILE = "Het dossier"
OTHER_DATA = "Gegevens in het dossier"
OTHER_ACT = "Iets anders gedaan"

REFUSED = "Geen toegang: er is niets getoond of veranderd"
EMERGENCY = "Nam zelf toegang omdat het dringend was; de reden is vastgelegd"
CREATED = "Begon dit dossier"
ADMINISTRATION = "Beheer van de dienst"
DISCLOSURE = "Verzoek om te zien wie keek"
UNKNOWN = "Niet vastgelegd"


def ground_of(role: str | None, *, emergency: bool, granted: bool) -> str:
    """On what ground a worker could do it."""
    if emergency:
        return EMERGENCY
    if role is None:
        return UNKNOWN
    return f"Werkt mee als {ROLES.get(role, role)}" if granted else CREATED
