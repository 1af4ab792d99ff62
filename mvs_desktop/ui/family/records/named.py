"""People of the family where a form offers them, or a text names them."""

from uuid import UUID

from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.kit.forms.choice_editor import ChoiceEditor
from mvs_desktop.ui.kit.forms.choices import TicksEditor
from mvs_desktop.ui.kit.forms.editors import Option
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.words import call_name, person_name


def people_options(around: CaseSnapshot) -> list[Option]:
    """Everybody of the family by given name, by full name where two share one."""
    people = around.people
    names = [call_name(person) for person in people]
    return [
        (person.id, name if names.count(name) == 1 else person_name(person))
        for person, name in zip(people, names, strict=True)
    ]


def renew_options(form: RecordForm, names: tuple[str, ...], options: list[Option]) -> None:
    """Offer these in the fields of a form, where they are not offered already."""
    for name in names:
        editor = form.editor(name)
        if editor.property("offered") == repr(options):
            continue
        editor.setProperty("offered", repr(options))
        if isinstance(editor, ChoiceEditor | TicksEditor):
            editor.set_options(options)


def names_of(ids: frozenset[UUID], names: dict[object, str]) -> list[str]:
    """The names of these people, in the order of the family."""
    return [name for id_, name in names.items() if id_ in ids]
