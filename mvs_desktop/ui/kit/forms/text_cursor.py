"""Where the cursor of a text belongs after the text under it was replaced."""

from itertools import takewhile

from PySide6.QtWidgets import QPlainTextEdit


def place_behind_change(editor: QPlainTextEdit, was: str) -> None:
    """Put the cursor behind the part in which the text differs from `was`."""
    now = editor.toPlainText()
    backwards = zip(was[::-1], now[::-1], strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], backwards))
    before = now[: len(now) - same]
    cursor = editor.textCursor()
    # Qt counts in UTF-16, where an emoji is two.
    cursor.setPosition(len(before.encode("utf-16-le", "surrogatepass")) // 2)
    editor.setTextCursor(cursor)
