"""Declarations of form fields: one function per kind.

A screen lists fields; it writes no layout and no reading or showing of controls.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time

from PySide6.QtCore import QCoreApplication

from mvs_desktop.ui.kit.forms.choice_editor import ChoiceEditor
from mvs_desktop.ui.kit.forms.choices import ChipsEditor, TicksEditor, YesNoEditor
from mvs_desktop.ui.kit.forms.editors import Editor, Format, Option, Parse
from mvs_desktop.ui.kit.forms.text_editors import LongTextEditor, TextEditor
from mvs_desktop.ui.kit.parts.quantities import format_number, format_time, parse_number, parse_time

# More options than this are found sooner by typing than by looking.
_SEARCH_FROM = 12


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    `name` is the record's field, `help` stands below the editor in muted text, and
    `unreadable` is what is said of a text that is no value of this kind. `wide` takes the whole
    width in a form of two columns; `label` may be empty when the editor says it itself.
    """

    name: str
    label: str
    editor: Editor
    help: str = ""
    unreadable: str | Callable[[str], str] = ""
    wide: bool = False

    def explain(self, typed: str) -> str:
        """What to say of a text that is no value of this kind."""
        return self.unreadable if isinstance(self.unreadable, str) else self.unreadable(typed)


def text_field(
    name: str,
    label: str,
    *,
    help: str = "",
    placeholder: str = "",
    wide: bool = False,
    width: int = 0,
) -> Field:
    """One line; the value is a str. `width` limits the control, in pixels at 100 %."""
    return Field(name, label, TextEditor(placeholder=placeholder, width=width), help, wide=wide)


def parsed_field(
    name: str,
    label: str,
    parse: Parse,
    format: Format,
    *,
    unreadable: str | Callable[[str], str],
    help: str = "",
    placeholder: str = "",
    width: int = 0,
) -> Field:
    """One line that stands for something else; the value is what `parse` makes, or None.

    `parse` gets non-empty text and raises ValueError; `format` is its inverse.
    """
    editor = TextEditor(
        placeholder=placeholder, parse=parse, format=format, empty=None, width=width
    )
    return Field(name, label, editor, help, unreadable)


def long_text_field(
    name: str,
    label: str,
    *,
    help: str = "",
    placeholder: str = "",
    lines: int = 3,
    large: bool = False,
) -> Field:
    """Several lines; the value is a str. `large` is for a family's own words."""
    editor = LongTextEditor(placeholder=placeholder, lines=lines, large=large)
    return Field(name, label, editor, help, wide=True)


def choice_field(
    name: str,
    label: str,
    options: Sequence[Option],
    *,
    help: str = "",
    placeholder: str = "",
    search: bool | None = None,
    wide: bool = False,
) -> Field:
    """One of (value, label) pairs in a list; the value is None while nothing is chosen.

    Long lists are searched by typing (`search` decides it otherwise).
    """
    by_typing = len(options) > _SEARCH_FROM if search is None else search
    editor = ChoiceEditor(options, placeholder=placeholder or _choose(), search=by_typing)
    return Field(name, label, editor, help, _not_in_list(), wide)


def chips_field(
    name: str, label: str, options: Sequence[Option], *, help: str = "", wide: bool = True
) -> Field:
    """One of a few (value, label) pairs that are all in sight; value or None."""
    return Field(name, label, ChipsEditor(options), help, wide=wide)


def multi_choice_field(
    name: str,
    label: str,
    options: Sequence[Option],
    *,
    help: str = "",
    chips: bool = False,
    wide: bool = True,
) -> Field:
    """Any of a few (value, label) pairs as tick boxes or chips; a frozenset of values."""
    return Field(name, label, TicksEditor(options, chips=chips), help, wide=wide)


def people_field(
    name: str, label: str, people: Sequence[Option], *, help: str = "", wide: bool = True
) -> Field:
    """Any of these (id, name) pairs, as chips; a frozenset of ids."""
    return multi_choice_field(name, label, people, help=help, chips=True, wide=wide)


def yes_no_field(
    name: str, words: str, *, label: str = "", help: str = "", wide: bool = False
) -> Field:
    """One tick box with its own words; a bool."""
    return Field(name, label, YesNoEditor(words), help, wide=wide)


def date_field(
    name: str,
    label: str,
    parse: Parse,
    format: Format,
    *,
    help: str = "",
    placeholder: str = "",
    unreadable: Callable[[str], str] | None = None,
) -> Field:
    """A date in words or figures, perhaps partly known; what `parse` makes, or None.

    `unreadable` gets text that is no date and says what is the matter with it.
    """
    return parsed_field(
        name,
        label,
        parse,
        format,
        unreadable=unreadable or _unreadable_date(),
        help=help,
        placeholder=placeholder or _date_example(),
        width=240,
    )


def time_field(name: str, label: str, *, help: str = "") -> Field:
    """A time of day; datetime.time or None. Reads "14:02", "14.02", "1402" and "9u30"."""
    return parsed_field(
        name,
        label,
        parse_time,
        _format_time,
        unreadable=_unreadable_time(),
        help=help,
        placeholder="14:00",
        width=120,
    )


def number_field(
    name: str,
    label: str,
    *,
    lowest: int | None = None,
    highest: int | None = None,
    help: str = "",
) -> Field:
    """A whole number within bounds; int or None."""

    def parse(text: str) -> object:
        return parse_number(text, lowest, highest)

    return parsed_field(
        name,
        label,
        parse,
        format_number,
        unreadable=_unreadable_number(lowest, highest),
        help=help,
        width=120,
    )


def custom_field(
    name: str, label: str, editor: Editor, *, help: str = "", unreadable: str = ""
) -> Field:
    """A field around an editor of the screen's own."""
    return Field(name, label, editor, help, unreadable, wide=True)


def _format_time(value: object) -> str:
    return format_time(value) if isinstance(value, time) else str(value)


# The words of the fields themselves. One literal sentence per translate call.


def _choose() -> str:
    return QCoreApplication.translate("Fields", "Kies…")


def _date_example() -> str:
    return QCoreApplication.translate("Fields", "bijv. 4-3-2016 of maart 2016")


def _not_in_list() -> str:
    return QCoreApplication.translate(
        "Fields", "Dit staat niet in de lijst. Kies een regel, of maak het veld leeg."
    )


def _unreadable_date() -> str:
    return QCoreApplication.translate(
        "Fields",
        "Deze datum begrijpen we niet. Schrijf bijvoorbeeld 4-3-2016, maart 2016 of 2016.",
    )


def _unreadable_time() -> str:
    return QCoreApplication.translate(
        "Fields", "Deze tijd begrijpen we niet. Schrijf bijvoorbeeld 14:00."
    )


def _unreadable_number(lowest: int | None, highest: int | None) -> str:
    if lowest is not None and highest is not None:
        return QCoreApplication.translate(
            "Fields", "Schrijf een heel getal van {lowest} tot en met {highest}."
        ).format(lowest=lowest, highest=highest)
    return QCoreApplication.translate("Fields", "Schrijf een heel getal, zoals 12.")
