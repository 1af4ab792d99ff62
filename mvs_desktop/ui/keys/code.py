"""The enrolment code as people type it over: any case, with or without dashes."""

from PySide6.QtCore import QCoreApplication

from mvs_desktop.ui.kit.forms.fields import Field, custom_field
from mvs_desktop.ui.kit.forms.text_editors import TextEditor

CODE = "enrolment_code"
GROUP = 4  # characters between dashes


def tidy_code(text: str) -> str:
    """Upper case in groups of four: "ab12 cd34-ef56" becomes "AB12-CD34-EF56"."""
    signs = "".join(sign for sign in text if sign.isalnum()).upper()
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


class CodeEditor(TextEditor):
    """Puts the dashes in while somebody types; the cursor stays behind the same character."""

    def __init__(self) -> None:
        super().__init__(placeholder="AB12-CD34-EF56")
        self.line.textEdited.connect(self._tidy)

    def value(self) -> object:
        return tidy_code(self.line.text())

    def problems(self) -> dict[str, str]:
        """Problem by field name, when nothing was typed."""
        if self.value():
            return {}
        return {CODE: self.tr("Vul de code in die je van je beheerder kreeg.")}

    def _tidy(self, text: str) -> None:
        tidied = tidy_code(text)
        if tidied == text:
            return
        before = sum(sign.isalnum() for sign in text[: self.line.cursorPosition()])
        self.line.setText(tidied)
        self.line.setCursorPosition(_place_after(tidied, before))


def code_field(editor: CodeEditor) -> Field:
    """`enrolment_code`."""
    return custom_field(
        CODE,
        QCoreApplication.translate("CodeEditor", "Code"),
        editor,
        help=QCoreApplication.translate(
            "CodeEditor", "Je krijgt hem van je beheerder. Hij werkt één keer."
        ),
    )


def _place_after(text: str, count: int) -> int:
    """Where the cursor stands behind `count` letters and digits."""
    seen = 0
    for at, sign in enumerate(text):
        if seen == count:
            return at
        seen += sign.isalnum()
    return len(text)
