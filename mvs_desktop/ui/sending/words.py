"""The words of sending and fetching: one headline for a state, and counts in a receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from mvs_desktop.services.views import Link, SyncState
from mvs_desktop.ui.kit.parts.chips import ChipKind
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.words import format_moment, join_names


@dataclass(frozen=True, slots=True)
class Headline:
    """What the sending line says; `detail` is a second, smaller line, perhaps empty."""

    text: str
    detail: str
    kind: ChipKind
    icon_name: str


def headline(state: SyncState, today: date) -> Headline:
    """The one thing about sending that the user should know now."""
    waiting = _pending(state.pending) if state.pending else ""
    if state.link is Link.BUSY:
        return Headline(_busy(), waiting, "info", "arrows-clockwise")
    trouble = _trouble(state, waiting)
    if trouble is not None:
        return trouble
    if state.pending:
        return Headline(waiting, "", "unsent", "cloud-arrow-up")
    if state.last_contact is None:
        return Headline(_never(), "", "neutral", "cloud")
    return Headline(_all_sent(state.last_contact, today), "", "ok", "cloud-check")


def _trouble(state: SyncState, waiting: str) -> Headline | None:
    """What needs the user, or keeps sending from going on; the user comes first."""
    if state.conflicts:
        return Headline(_choices(state.conflicts), waiting, "clash", "git-fork")
    if state.set_apart:
        return Headline(_apart(state.set_apart), waiting, "warn", "warning")
    if state.link is Link.NEEDS_CODE:
        return Headline(_needs_code(), waiting, "warn", "warning")
    if state.link is Link.REFUSED:
        return Headline(_refused(), waiting, "bad", "warning-octagon")
    if state.link is Link.TOO_OLD:
        return Headline(_too_old(), waiting, "warn", "warning")
    if state.link is Link.TOO_NEW:
        return Headline(_too_new(), waiting, "neutral", "cloud-slash")
    if state.link in (Link.HELD_UP, Link.NO_ROOM):
        return Headline(_held_up(), waiting, "warn", "warning")
    if state.link in (Link.OFFLINE, Link.UNREADABLE):
        return Headline(_offline(), waiting, "neutral", "cloud-slash")
    return None


def _all_sent(last_contact: datetime, today: date) -> str:
    return QCoreApplication.translate("sending", "Alles verstuurd · {moment}").format(
        moment=format_moment(last_contact, today)
    )


def _needs_code() -> str:
    return QCoreApplication.translate("sending", "Meld deze laptop opnieuw aan")


def _busy() -> str:
    return QCoreApplication.translate("sending", "Bezig met versturen…")


def _offline() -> str:
    return QCoreApplication.translate("sending", "Geen verbinding")


def _refused() -> str:
    return QCoreApplication.translate("sending", "Niet toegelaten")


def _too_old() -> str:
    return QCoreApplication.translate("sending", "Eerst bijwerken")


def _too_new() -> str:
    return QCoreApplication.translate("sending", "De centrale loopt achter")


def _held_up() -> str:
    return QCoreApplication.translate("sending", "Nog niet alles verstuurd")


def _never() -> str:
    return QCoreApplication.translate("sending", "Nog niet opgehaald")


def _pending(count: int) -> str:
    return QCoreApplication.translate("sending", "{count} nog te versturen").format(
        count=format_count(count)
    )


def _choices(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate("sending", "1 keuze voor jou")
    return QCoreApplication.translate("sending", "{count} keuzes voor jou").format(
        count=format_count(count)
    )


def _apart(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate("sending", "1 wijziging apart gezet")
    return QCoreApplication.translate("sending", "{count} wijzigingen apart gezet").format(
        count=format_count(count)
    )


# What a record type is called in a receipt: one, and more than one. In order of mention.
_COUNTED: Mapping[str, tuple[object, object]] = {
    "note": (
        QT_TRANSLATE_NOOP("sending", "1 verslag"),
        QT_TRANSLATE_NOOP("sending", "{count} verslagen"),
    ),
    "note_paragraph": (
        QT_TRANSLATE_NOOP("sending", "1 alinea"),
        QT_TRANSLATE_NOOP("sending", "{count} alinea's"),
    ),
    "action": (
        QT_TRANSLATE_NOOP("sending", "1 afspraak"),
        QT_TRANSLATE_NOOP("sending", "{count} afspraken"),
    ),
    "goal": (
        QT_TRANSLATE_NOOP("sending", "1 doel"),
        QT_TRANSLATE_NOOP("sending", "{count} doelen"),
    ),
    "plan": (
        QT_TRANSLATE_NOOP("sending", "1 plan"),
        QT_TRANSLATE_NOOP("sending", "{count} plannen"),
    ),
    "statement": (
        QT_TRANSLATE_NOOP("sending", "1 uitspraak"),
        QT_TRANSLATE_NOOP("sending", "{count} uitspraken"),
    ),
    "contact": (
        QT_TRANSLATE_NOOP("sending", "1 contact"),
        QT_TRANSLATE_NOOP("sending", "{count} contacten"),
    ),
    "case_file": (
        QT_TRANSLATE_NOOP("sending", "1 gezin"),
        QT_TRANSLATE_NOOP("sending", "{count} gezinnen"),
    ),
    "person": (
        QT_TRANSLATE_NOOP("sending", "1 persoon"),
        QT_TRANSLATE_NOOP("sending", "{count} personen"),
    ),
    "household": (
        QT_TRANSLATE_NOOP("sending", "1 huishouden"),
        QT_TRANSLATE_NOOP("sending", "{count} huishoudens"),
    ),
    "residence": (
        QT_TRANSLATE_NOOP("sending", "1 woonplek"),
        QT_TRANSLATE_NOOP("sending", "{count} woonplekken"),
    ),
    "partnership": (
        QT_TRANSLATE_NOOP("sending", "1 relatie"),
        QT_TRANSLATE_NOOP("sending", "{count} relaties"),
    ),
    "parent_link": (
        QT_TRANSLATE_NOOP("sending", "1 ouder-kindband"),
        QT_TRANSLATE_NOOP("sending", "{count} ouder-kindbanden"),
    ),
    "parental_authority": (
        QT_TRANSLATE_NOOP("sending", "1 keer gezag"),
        QT_TRANSLATE_NOOP("sending", "{count} keer gezag"),
    ),
    "school_enrolment": (
        QT_TRANSLATE_NOOP("sending", "1 school van een kind"),
        QT_TRANSLATE_NOOP("sending", "{count} scholen van kinderen"),
    ),
    "attachment": (
        QT_TRANSLATE_NOOP("sending", "1 bijlage"),
        QT_TRANSLATE_NOOP("sending", "{count} bijlagen"),
    ),
    "case_member": (
        QT_TRANSLATE_NOOP("sending", "1 betrokkene"),
        QT_TRANSLATE_NOOP("sending", "{count} betrokkenen"),
    ),
    "conflict": (
        QT_TRANSLATE_NOOP("sending", "1 keuze"),
        QT_TRANSLATE_NOOP("sending", "{count} keuzes"),
    ),
}
_OTHER = (
    QT_TRANSLATE_NOOP("sending", "1 ander onderdeel"),
    QT_TRANSLATE_NOOP("sending", "{count} andere onderdelen"),
)


def counted(record_type: str, count: int) -> str:
    """A number of records of a type in words: "2 afspraken"."""
    one, more = _COUNTED.get(record_type, _OTHER)
    text = QCoreApplication.translate("sending", str(one if count == 1 else more))
    return text.format(count=format_count(count))


def counted_types() -> frozenset[str]:
    """The record types that have words of their own."""
    return frozenset(_COUNTED)


def receipt(confirmed: Mapping[str, int]) -> str:
    """ "1 verslag, 2 afspraken en 1 contact", in the order of `_COUNTED`; empty for nothing."""
    order = list(_COUNTED)
    kinds = sorted(
        (kind for kind, count in confirmed.items() if count),
        key=lambda kind: order.index(kind) if kind in order else len(order),
    )
    return join_names([counted(kind, confirmed[kind]) for kind in kinds])


def waiting_text(count: int) -> str:
    """How much is still to be sent."""
    if not count:
        return QCoreApplication.translate("sending", "Niets")
    if count == 1:
        return QCoreApplication.translate("sending", "1 wijziging, bewaard op deze laptop")
    return QCoreApplication.translate(
        "sending", "{count} wijzigingen, bewaard op deze laptop"
    ).format(count=format_count(count))


def unfetched_text(state: SyncState) -> str:
    """What is still to be fetched, and why it does not come by itself."""
    what = counted("attachment", state.unfetched)
    if not state.no_room:
        return what
    return QCoreApplication.translate(
        "sending",
        "{what}. Op deze laptop is te weinig ruimte om die vanzelf op te halen: open een bijlage "
        "om die op te halen, of maak ruimte op de schijf.",
    ).format(what=what)


_LEFT = QT_TRANSLATE_NOOP(
    "sending",
    "Je bent niet meer betrokken bij dit gezin. Wat nog niet verstuurd was, ligt bij de "
    "casusregisseur.",
)
# Why the centre set a change apart, by its code.
_REASONS: Mapping[str, object] = {
    "not-found": QT_TRANSLATE_NOOP(
        "sending",
        "De centrale laat je niet bij dit dossier, of het is er niet meer. Wat je schreef, blijft "
        "hier bewaard. Vraag de casusregisseur wat ermee moet gebeuren.",
    ),
    "no-access": _LEFT,
    "depends-on-quarantined": _LEFT,
    "not-allowed": QT_TRANSLATE_NOOP(
        "sending",
        "Dit mag alleen de casusregisseur veranderen. Wat je schreef, blijft hier bewaard. Vraag "
        "het aan die collega.",
    ),
    "sealed": QT_TRANSLATE_NOOP(
        "sending",
        "Dit verslag was al ondertekend en blijft zoals het is. Wat je schreef, blijft hier "
        "bewaard. Maak een nieuwe versie en zet het daarin.",
    ),
    "record-absent": QT_TRANSLATE_NOOP(
        "sending",
        "Wat je introk, heeft de centrale nooit gehad. Er is niets weg en je hoeft niets te doen.",
    ),
    "too-large": QT_TRANSLATE_NOOP(
        "sending",
        "Dit is te groot om in één keer te versturen. Het blijft hier bewaard. Verdeel de tekst "
        "over meer alinea's, of bel je beheerder.",
    ),
    "depends-on-rejected": QT_TRANSLATE_NOOP(
        "sending",
        "Dit hoort bij een andere wijziging die apart staat. Het blijft hier bewaard. Kijk eerst "
        "naar die andere wijziging.",
    ),
}
_ANY_REASON = QT_TRANSLATE_NOOP(
    "sending",
    "De centrale kon dit niet verwerken. Het blijft hier bewaard. Bel je beheerder en noem deze "
    "code: {code}.",
)


def reason_text(code: str) -> str:
    """Why a change stands apart, and what to do."""
    known = _REASONS.get(code)
    if known is not None:
        return QCoreApplication.translate("sending", str(known))
    return QCoreApplication.translate("sending", str(_ANY_REASON)).format(code=code or "–")
