"""The words around a choice: what happened, and what each way out is called."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from mvs_desktop.domain.bsn import masked
from mvs_desktop.domain.records import WITHDRAWN, Record, type_of
from mvs_desktop.services.views import ConflictView
from mvs_desktop.ui.sending.fields import SILENT, field_label, subject, value_text
from mvs_desktop.ui.words import format_moment

Values = Mapping[str, object]


class Names(NamedTuple):
    """Names behind what is in a choice: records and people by id, areas by code, and your own.

    `people` are those of each family, by its id.
    """

    records: Mapping[UUID, str]
    areas: Mapping[str, str]
    me: str = ""
    people: Mapping[UUID, Mapping[UUID, str]] = {}


class Ways(NamedTuple):
    """What the two buttons say."""

    standing: str
    other: str


def is_withdrawal(view: ConflictView) -> bool:
    """Whether it is about staying in the file at all."""
    return view.conflict.unit == WITHDRAWN


def about_text(view: ConflictView) -> str:
    """The record in a few words, with the field when it is one."""
    about = subject(view.current, view.conflict.record_type)
    members = members_of(view)
    if len(members) != 1 or is_withdrawal(view):
        return about
    field = field_label(view.conflict.record_type, members[0])
    return about if about.startswith(field) else f"{about} · {field}"


def members_of(view: ConflictView) -> tuple[str, ...]:
    """Fields in which the versions differ, in the order of the record."""
    found = dict.fromkeys((*view.standing, *view.other, *view.base))
    differing = tuple(name for name in found if view.standing.get(name) != view.other.get(name))
    return differing or tuple(found)


def what_happened(view: ConflictView, me: str) -> str:
    """What happened, what is safe, what you can do."""
    if not view.readable:
        return QCoreApplication.translate(
            "sending",
            "Dit is gemaakt met een nieuwere versie van MVS Desktop. Beide teksten zijn bewaard. "
            "Werk het programma bij; dan kun je kiezen.",
        )
    if view.current is None:
        return QCoreApplication.translate(
            "sending",
            "Dit is nog niet helemaal op deze laptop. Beide teksten zijn bewaard. Haal het eerst "
            "op; dan kun je kiezen.",
        )
    if is_withdrawal(view):
        return QCoreApplication.translate(
            "sending",
            "De een trok dit in terwijl de ander het veranderde. Er is niets weg. Kies of het in "
            "het dossier blijft.",
        )
    if view.withdrawn:
        return QCoreApplication.translate(
            "sending",
            "De een veranderde dit terwijl de ander het introk. De tekst is bewaard. Kies of het "
            "ingetrokken blijft.",
        )
    writers = (view.standing_by, view.conflict.other_by)
    if me and writers == (me, me):
        return QCoreApplication.translate(
            "sending",
            "Je hebt dit op twee laptops veranderd. Beide teksten zijn bewaard. Kies welke geldt "
            "of schrijf een nieuwe.",
        )
    if me and me not in writers:
        return QCoreApplication.translate(
            "sending",
            "Twee collega's hebben dit allebei veranderd. Beide teksten zijn bewaard. Kies welke "
            "geldt of schrijf een nieuwe.",
        )
    return QCoreApplication.translate(
        "sending",
        "Jij en een collega hebben dit allebei veranderd. Beide teksten zijn bewaard. Kies welke "
        "geldt of schrijf een nieuwe.",
    )


def ways(view: ConflictView) -> Ways:
    """What can be chosen."""
    if is_withdrawal(view):
        stay = QCoreApplication.translate("sending", "Laat het staan")
        go = QCoreApplication.translate("sending", "Trek het in")
        back = QCoreApplication.translate("sending", "Zet het terug")
        out = QCoreApplication.translate("sending", "Laat het ingetrokken")
        return Ways(out, back) if view.withdrawn else Ways(stay, go)
    if view.withdrawn:
        return Ways(
            QCoreApplication.translate("sending", "Laat het ingetrokken"),
            QCoreApplication.translate("sending", "Zet het terug met deze tekst"),
        )
    return Ways(
        QCoreApplication.translate("sending", "Laat dit gelden"),
        QCoreApplication.translate("sending", "Kies deze"),
    )


def who_text(name: str, me: str) -> str:
    """Who wrote it, and whether that is you."""
    if name and name == me:
        return QCoreApplication.translate("sending", "{name} (jij)").format(name=name)
    return name


def moment_text(at: datetime | None, today: date) -> str:
    """When it was written; with a word, as it may stand above a time that was written."""
    if at is None:
        return ""
    return QCoreApplication.translate("sending", "Veranderd {moment}").format(
        moment=format_moment(at, today)
    )


def texts_of(
    view: ConflictView, values: Values, names: Names, today: date
) -> Sequence[tuple[str, str]]:
    """Field and text of one version; withdrawn is a sentence, and what stays is told in full."""
    kind = view.conflict.record_type
    if is_withdrawal(view):
        if values.get("withdrawn"):
            return [("", QCoreApplication.translate("sending", "Ingetrokken: uit het dossier"))]
        return _record_texts(view.current, names, today)
    return [
        (
            field_label(kind, name),
            value_text(_shown(view, name, values), today, names.records, names.areas),
        )
        for name in members_of(view)
    ]


def _shown(view: ConflictView, name: str, values: Values) -> object:
    """The value; of a citizen service number no more than it takes to tell the two apart."""
    value = values.get(name)
    if name != "bsn" or not isinstance(value, str):
        return value
    others = {str(side.get(name) or "") for side in (view.base, view.standing, view.other)}
    same = [other for other in others if other != value and masked(other) == masked(value)]
    return value if same else masked(value)


def _record_texts(record: Record | None, names: Names, today: date) -> Sequence[tuple[str, str]]:
    """Everything in a record that was filled in."""
    if record is None:
        return []
    nothing = value_text(None, today, {}, {})
    found = []
    for name, spec in type_of(record).fields.items():
        value = getattr(record, name)
        if name in SILENT or name == "compartment" or value == spec.default:
            continue
        text = value_text(value, today, names.records, names.areas)
        if text != nothing:
            found.append((field_label(record.type_name, name), text))
    return found
