"""Cards: a titled piece of a screen; and the simple things that go into one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.buttons import TextButton
from mvs_desktop.ui.kit.parts.labels import Heading
from mvs_desktop.ui.kit.parts.visibility import show_when


class Card(QFrame):
    """A card with a title, perhaps one text button at its right, and a body.

    Put things in with `add` or in the layout `body`; chips beside the title with
    `add_to_header`. `action_clicked` tells of the text button.
    """

    action_clicked = Signal()

    def __init__(self, title: str = "", parent: QWidget | None = None, *, action: str = "") -> None:
        super().__init__(parent)
        self.setProperty("kit", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(16), px(16), px(16), px(16))
        outer.setSpacing(px(8))
        self._header = QWidget()
        line = QHBoxLayout(self._header)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(8))
        self._title = Heading(title)
        self._title.setMinimumHeight(px(30))  # as high as an action, so that cards line up
        line.addWidget(self._title)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(px(8))
        line.addLayout(self._beside)
        line.addStretch(1)
        self.action = TextButton(action, dense=True)
        show_when(self.action, bool(action))
        self.action.clicked.connect(self.action_clicked)
        line.addWidget(self.action)
        outer.addWidget(self._header)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(8))
        outer.addLayout(self.body)
        show_when(self._header, bool(title or action))
        self.setAccessibleName(title)

    def set_title(self, title: str) -> None:
        """Another title; empty hides the title line unless there is an action."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._header.setVisible(bool(title or self.action.label))

    def set_action(self, text: str) -> None:
        """Show a text button at the right of the title; empty hides it."""
        self.action.set_text(text)
        self.action.setVisible(bool(text))
        self._header.setVisible(bool(self._title.text() or text))

    def add_to_header(self, widget: QWidget) -> None:
        """Put a chip or the like beside the title."""
        self._beside.addWidget(widget)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put `widget` at the end of the body."""
        self.body.addWidget(widget, stretch)

    def clear(self) -> None:
        """Empty the body."""
        clear_layout(self.body)


class Divider(QFrame):
    """A thin line between things."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kit", "divider")
        self.setFixedHeight(1)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and delete it once the event loop runs."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear_layout(inner)
