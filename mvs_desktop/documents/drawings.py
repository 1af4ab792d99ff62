"""Small drawings that stand between the words: a scale, a box to tick, a line to write on."""

from reportlab.platypus import Flowable

from mvs_desktop.documents import styles
from mvs_desktop.documents.fonts import BOLD, REGULAR


class ScaleLine(Flowable):
    """The marks 0 to 10 on a line; the one that was given is filled, so it shows in grey."""

    _RADIUS = 8.5
    _STEP = 27.0

    def __init__(self, mark: int | None) -> None:
        super().__init__()
        self._mark = mark
        self.width = 10 * self._STEP + 2 * self._RADIUS + 4
        self.height = 2 * self._RADIUS + 6

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803, ARG002
        return self.width, self.height

    def draw(self) -> None:
        pen = self.canv
        middle = self.height / 2
        left = self._RADIUS + 2
        pen.setStrokeColor(styles.OUTLINE)
        pen.setLineWidth(0.8)
        pen.line(left, middle, left + 10 * self._STEP, middle)
        for number in range(11):
            chosen = number == self._mark
            x = left + number * self._STEP
            pen.setFillColor(styles.PRIMARY if chosen else styles.WHITE)
            pen.setStrokeColor(styles.PRIMARY if chosen else styles.OUTLINE)
            pen.circle(x, middle, self._RADIUS + (1.5 if chosen else 0), stroke=1, fill=1)
            pen.setFillColor(styles.WHITE if chosen else styles.MUTED)
            pen.setFont(BOLD if chosen else REGULAR, 9.5 if chosen else 8.5)
            pen.drawCentredString(x, middle - 3.1, str(number))


class TickBox(Flowable):
    """A box, ticked when something is done, a short text after it and a line to go on."""

    _SIDE = 10.0

    def __init__(
        self, ticked: bool, text: str = "", size: float = 9, *, line: bool = False
    ) -> None:
        super().__init__()
        self._ticked, self._text, self._size, self._line = ticked, text, size, line
        self.height = 14.7  # one line of body text

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803, ARG002
        self.width = aW
        return aW, self.height

    def draw(self) -> None:
        pen = self.canv
        foot = 1.6
        pen.setStrokeColor(styles.INK)
        pen.setLineWidth(0.9)
        pen.roundRect(0.5, foot, self._SIDE, self._SIDE, 1.5, stroke=1, fill=0)
        if self._ticked:
            pen.setStrokeColor(styles.PRIMARY)
            pen.setLineWidth(1.8)
            path = pen.beginPath()
            path.moveTo(2.6, foot + 5)
            path.lineTo(4.8, foot + 2.6)
            path.lineTo(9.2, foot + 8.2)
            pen.drawPath(path)
        if self._text:
            pen.setFillColor(styles.INK)
            pen.setFont(REGULAR, self._size)
            pen.drawString(self._SIDE + 6, foot + 1.6, self._text)
        if self._line:
            start = self._SIDE + 11 + pen.stringWidth(self._text, REGULAR, self._size)
            pen.setStrokeColor(styles.OUTLINE)
            pen.setLineWidth(0.6)
            pen.line(start, foot, self.width, foot)


class Arrow(Flowable):
    """From how it is to how it should become."""

    width, height = 18.0, 12.0

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803, ARG002
        return self.width, self.height

    def draw(self) -> None:
        pen = self.canv
        pen.setStrokeColor(styles.MUTED)
        pen.setLineWidth(1.3)
        pen.line(1, 6, 16, 6)
        pen.line(11, 10.5, 16, 6)
        pen.line(11, 1.5, 16, 6)


class WritingLine(Flowable):
    """A label and a line to write on after it."""

    def __init__(self, label: str, height: float = 24) -> None:
        super().__init__()
        self._label = label
        self.height = height

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803, ARG002
        self.width = aW
        return aW, self.height

    def draw(self) -> None:
        pen = self.canv
        pen.setFont(REGULAR, 9)
        pen.setFillColor(styles.MUTED)
        pen.drawString(0, 3, self._label)
        start = pen.stringWidth(self._label, REGULAR, 9) + (5 if self._label else 0)
        pen.setStrokeColor(styles.OUTLINE)
        pen.setLineWidth(0.6)
        pen.line(start, 1, self.width, 1)
