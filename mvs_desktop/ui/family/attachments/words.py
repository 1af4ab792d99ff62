"""How an attachment, its size and what happened to it read in words."""

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from mvs_desktop.domain.attachments import Attachment, Remark
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.family.records.named import names_of, people_options
from mvs_desktop.ui.kit.parts.quantities import format_count, texts_locale
from mvs_desktop.ui.words import format_date, format_near_day, join_names, label

_REMARKS = {
    Remark.PLACE_REMOVED: QT_TRANSLATE_NOOP(
        "attachments", "De plek waar de foto is gemaakt, is eruit gehaald."
    ),
    Remark.CONVERTED: QT_TRANSLATE_NOOP(
        "attachments", "De foto is omgezet naar JPEG, zodat elke collega hem kan zien."
    ),
    Remark.HAS_SCRIPT: QT_TRANSLATE_NOOP(
        "attachments", "In deze PDF zit een programma; hier wordt dat niet uitgevoerd."
    ),
}


def title_of(item: Attachment) -> str:
    """Its name, or what it is."""
    return item.name or label(item.kind)


def sender_of(item: Attachment, around: CaseSnapshot) -> str:
    """From whom it came; empty when nobody said."""
    if item.from_id is None:
        return item.from_name
    return "".join(names_of(frozenset({item.from_id}), dict(people_options(around))))


def line_of(item: Attachment, around: CaseSnapshot, today: date) -> str:
    """What it is, from whom, about whom and of when."""
    about = names_of(item.about_ids, dict(people_options(around)))
    sender = sender_of(item, around)
    parts = [label(item.kind)] if item.name else []  # without a name, it is called so already
    if sender:
        parts.append(QCoreApplication.translate("attachments", "van {name}").format(name=sender))
    if about:
        parts.append(
            QCoreApplication.translate("attachments", "over {names}").format(
                names=join_names(about)
            )
        )
    if not sender and not about:
        parts.append(
            QCoreApplication.translate("attachments", "nog niet gezegd van wie en over wie")
        )
    if item.dated_on:
        parts.append(format_date(item.dated_on, year=item.dated_on.year != today.year))
    elif item.added_on:
        day = format_near_day(item.added_on, today)
        parts.append(QCoreApplication.translate("attachments", "toegevoegd {day}").format(day=day))
    line = " · ".join(parts)
    return line[:1].upper() + line[1:]


def shielded_text(item: Attachment, around: CaseSnapshot) -> str:
    """For whom it is shielded; empty for nobody."""
    names = names_of(item.shielded_from, dict(people_options(around)))
    if not item.shielded_from:
        return ""
    return QCoreApplication.translate("attachments", "Afgeschermd voor {names}").format(
        names=join_names(names)
    )


def content_text(item: Attachment, today: date) -> str:
    """The form, length and size of its content, and who added it when."""
    pages = (
        QCoreApplication.translate("attachments", "1 bladzijde")
        if item.pages == 1
        else QCoreApplication.translate("attachments", "{count} bladzijden")
    )
    parts = [
        label(item.media_type),
        pages.format(count=format_count(item.pages)),
        size_text(item.size),
    ]
    if item.added_on:
        added = (
            QCoreApplication.translate("attachments", "toegevoegd {day} door {name}")
            if item.added_by
            else QCoreApplication.translate("attachments", "toegevoegd {day}")
        )
        day = format_near_day(item.added_on, today)
        parts.append(added.format(day=day, name=item.added_by))
    return " · ".join(parts)


def size_text(size: int) -> str:
    """A number of bytes as "240 kB" or "3,2 MB"; never less than 1 kB."""
    return texts_locale().formattedDataSize(
        max(size, 1000), 1 if size >= 1_000_000 else 0, QLocale.DataSizeFormat.DataSizeSIFormat
    )


def remarks_text(remarks: Iterable[Remark]) -> Sequence[str]:
    """What is worth telling whoever added it, a sentence each."""
    found = set(remarks)
    return [_say(str(words)) for remark, words in _REMARKS.items() if remark in found]


def _say(text: str) -> str:
    return QCoreApplication.translate("attachments", text)
