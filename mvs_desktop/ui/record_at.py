"""Which record the keyboard is in: a widget that shows one says so."""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QWidget

_PROPERTY = "mvs_record"


@dataclass(frozen=True, slots=True)
class RecordAt:
    """A record by type and id."""

    record_type: str
    record_id: UUID


def mark_record(widget: QWidget, record_type: str, record_id: UUID) -> None:
    """Say that this widget, with all that is in it, is about one record."""
    widget.setProperty(_PROPERTY, f"{record_type} {record_id}")


def record_at(widget: QWidget | None) -> RecordAt | None:
    """The record that a widget, or what it is in, is about; None when it is about none."""
    while widget is not None:
        marked = widget.property(_PROPERTY)
        if isinstance(marked, str):
            record_type, record_id = marked.split(" ")
            return RecordAt(record_type, UUID(record_id))
        widget = widget.parentWidget()
    return None
