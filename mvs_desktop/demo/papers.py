"""An invented letter and an invented drawing, for the attachments of the demo."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QPolygonF,
)

_LETTER = (
    """Beste ouders van Tijn,

Vorige week spraken wij samen over hoe het met Tijn gaat in de klas. Fijn dat jullie er \
allebei waren. Dit hebben we afgesproken:

1.  Op vrijdag gaat Tijn met zijn tas naar de klas. Hij hoeft niet in de gang te wachten.
2.  Heeft Tijn buikpijn, dan mag hij tien minuten bij de conciërge zitten. De juf schrijft op \
wanneer dat was.
3.  Over vier weken bellen we elkaar.

Met vriendelijke groet,
de intern begeleider""",
    """Wanneer had Tijn buikpijn?

vrijdag, voor het naar huis gaan
maandag, bij het begin van de dag
vrijdag, na het speelkwartier""",
)


def write_letter(path: Path) -> None:
    """A letter of two pages from a school, as a PDF."""
    writer = QPdfWriter(str(path))
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(25, 25, 25, 25),
            QPageLayout.Unit.Millimeter,
        )
    )
    painter = QPainter(writer)
    painter.setFont(QFont("Noto Sans", 11))
    room = QRectF(0, 0, writer.width(), writer.height())
    for number, text in enumerate(_LETTER):
        if number:
            writer.newPage()
        painter.drawText(room, int(Qt.TextFlag.TextWordWrap), text)
    painter.end()


def write_drawing(path: Path) -> None:
    """Two houses and the road between them, as a child draws them, as a JPEG."""
    image = QImage(1200, 850, QImage.Format.Format_RGB32)
    image.fill(QColor("#fdfaf0"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("#e3b32c"), 14))
    painter.drawEllipse(QPointF(1040, 140), 70, 70)
    painter.setPen(QPen(QColor("#5b8f4a"), 26))
    painter.drawLine(QPointF(30, 740), QPointF(1170, 760))
    painter.setPen(QPen(QColor("#8a8378"), 18, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(420, 690), QPointF(760, 690))
    for left, wall, roof in ((130, "#c9543f", "#7d3b2c"), (770, "#4a78b5", "#2f4d78")):
        _draw_house(painter, left, QColor(wall), QColor(roof))
    for at, shirt in ((500, "#c9543f"), (590, "#e3b32c"), (670, "#4a78b5")):
        _draw_child(painter, at, QColor(shirt))
    painter.end()
    if not image.save(str(path), "JPEG", 88):  # type: ignore[call-overload]
        raise OSError(f"{path.name} was not written")


def _draw_house(painter: QPainter, left: int, wall: QColor, roof: QColor) -> None:
    painter.setPen(QPen(wall, 14))
    painter.drawRect(QRectF(left, 420, 280, 300))
    painter.drawRect(QRectF(left + 40, 480, 80, 80))
    painter.drawRect(QRectF(left + 165, 560, 75, 160))
    painter.setPen(QPen(roof, 14))
    corners = [QPointF(left - 40, 420), QPointF(left + 140, 240), QPointF(left + 320, 420)]
    painter.drawPolygon(QPolygonF(corners))


def _draw_child(painter: QPainter, at: int, shirt: QColor) -> None:
    painter.setPen(QPen(QColor("#4a4038"), 9))
    painter.drawEllipse(QPointF(at, 540), 26, 26)
    painter.drawLine(QPointF(at, 640), QPointF(at - 22, 715))
    painter.drawLine(QPointF(at, 640), QPointF(at + 22, 715))
    painter.setPen(QPen(shirt, 16))
    painter.drawLine(QPointF(at, 572), QPointF(at, 640))
    painter.drawLine(QPointF(at - 36, 600), QPointF(at + 36, 600))
