"""A day and a time of day, edited beside each other; one instant in the record."""

from datetime import UTC, datetime, time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from mvs_desktop.ui.date_fields import parse_day
from mvs_desktop.ui.kit.forms.editors import Editor, Unreadable, types_text
from mvs_desktop.ui.kit.forms.fields import Field
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.quantities import format_time, parse_time
from mvs_desktop.ui.words import format_date

_BETWEEN = "\n"  # between day and time in what is kept of unreadable text


def moment_field(name: str, label: str) -> Field:
    """A day and a time; an aware datetime in UTC, or None."""
    return Field(
        name,
        label,
        MomentEditor(),
        unreadable=QCoreApplication.translate(
            "MomentEditor",
            "Deze dag of tijd begrijpen we niet. Schrijf bijvoorbeeld 4-3-2025 en 14:00.",
        ),
    )


class MomentEditor(Editor):
    """The value is an aware datetime in UTC; day and time are those of this laptop's clock."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = QLineEdit()
        self.time = QLineEdit()
        self.day.setPlaceholderText(self.tr("bijv. 4-3-2025"))
        self.time.setPlaceholderText("14:00")
        self.day.setMinimumWidth(px(168))
        self.day.setMaximumWidth(px(200))
        self.time.setMaximumWidth(px(88))
        line = QHBoxLayout()
        line.setSpacing(px(8))
        for box in (self.day, self.time):
            box.textEdited.connect(self.edited)
            box.returnPressed.connect(self.settled)
            box.installEventFilter(self)
            line.addWidget(box)
        line.addStretch(1)
        self._box.addLayout(line)
        self.setFocusProxy(self.day)
        self.objectNameChanged.connect(self._name_time)

    def control(self) -> QWidget:
        return self.day

    def value(self) -> object:
        day_text, time_text = self.day.text().strip(), self.time.text().strip()
        if not day_text and not time_text:
            return None
        try:
            day = parse_day(day_text)
            at = parse_time(time_text) if time_text else time(0)
        except ValueError:
            raise Unreadable(self.raw_text()) from None
        if day is None:
            raise Unreadable(self.raw_text())
        return datetime.combine(day, at).astimezone(UTC)

    def show_value(self, value: object) -> None:
        if isinstance(value, datetime):
            local = value.astimezone()
            self._show(format_date(local.date()), format_time(local.time()))
        else:
            self._show("", "")

    def raw_text(self) -> str:
        return self.day.text() + _BETWEEN + self.time.text()

    def show_raw(self, text: str) -> None:
        day, _, at = text.partition(_BETWEEN)
        self._show(day, at)

    def name_controls(self, name: str, description: str) -> None:
        super().name_controls(name, description)
        self.time.setAccessibleName(self.tr("{name}, tijd").format(name=name))

    def _name_time(self, name: str) -> None:
        self.time.setObjectName(f"{name}_time")

    def set_read_only(self, read_only: bool) -> None:
        self.day.setReadOnly(read_only)
        self.time.setReadOnly(read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                self.settled.emit()
        elif event.type() is QEvent.Type.ShortcutOverride and types_text(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return False

    def _show(self, day: str, at: str) -> None:
        if day != self.day.text():
            self.day.setText(day)
        if at != self.time.text():
            self.time.setText(at)
