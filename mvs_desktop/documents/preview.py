"""Pages of a PDF as images in memory, for a screen; needs neither Qt nor the disk."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pypdfium2

_PDFIUM = threading.Lock()  # the library must not be called by two threads at once


class PageImage(NamedTuple):
    """One page: size in pixels, bytes per row, and four bytes per pixel: blue, green, red, unused.

    `QImage(pixels, width, height, stride, QImage.Format.Format_RGB32)` shows it; the pixels
    must outlive that image.
    """

    width: int
    height: int
    stride: int
    pixels: bytes


def page_count(pdf: bytes) -> int:
    """Raises ValueError when the bytes are no PDF."""
    with _PDFIUM, _opened(pdf) as document:
        return len(document)


def page_images(pdf: bytes, scale: float = 1.0) -> Iterator[PageImage]:
    """The pages in order, each made when it is asked for; scale 1 is 72 pixels to the inch.

    Raises ValueError when the bytes are no PDF.
    """
    with _PDFIUM:
        document = _opened(pdf)
        count = len(document)
    try:
        for index in range(count):
            with _PDFIUM:
                image = _drawn(document, index, scale)
            yield image
    finally:
        with _PDFIUM:
            document.close()


def page_image(pdf: bytes, index: int, longest: int) -> PageImage:
    """One page, its longest side so many pixels.

    Raises ValueError when the bytes are no PDF or the page is not in it.
    """
    with _PDFIUM, _opened(pdf) as document:
        if not 0 <= index < len(document):
            raise ValueError("no such page")
        points = max(document.get_page_size(index))
        if points <= 0:
            raise ValueError("a page without a size")
        return _drawn(document, index, longest / points)


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document, for a question that is not about its pages; nobody else reads one then.

    Raises ValueError when the bytes are no PDF.
    """
    with _PDFIUM, _opened(pdf) as document:
        yield document


def _drawn(document: pypdfium2.PdfDocument, index: int, scale: float) -> PageImage:
    page = document[index]
    bitmap = page.render(scale=scale, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRx)
    image = PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    bitmap.close()
    page.close()
    return image


def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise ValueError("these bytes are no PDF") from error
