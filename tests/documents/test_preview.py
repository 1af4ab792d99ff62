"""Pages as pixels, in memory."""

import pytest

from mvs_desktop.documents.family_plan import render_family_plan
from mvs_desktop.documents.preview import page_count, page_images
from tests.documents.family import content_of, full_plan, people


def test_every_page_becomes_an_image_of_its_size() -> None:
    pdf = render_family_plan(content_of(people() + full_plan()))
    images = list(page_images(pdf, scale=0.5))

    assert len(images) == page_count(pdf) == 3
    for width, height, stride, pixels in images:
        assert (width, height) == (298, 421)  # A4 at 36 pixels to the inch
        assert len(pixels) == stride * height
        assert stride >= 4 * width
        assert pixels[:3] == b"\xff\xff\xff"
        assert len(set(pixels)) > 10  # something was drawn


def test_the_first_page_can_be_had_alone() -> None:
    pdf = render_family_plan(content_of(people() + full_plan()))
    images = page_images(pdf)
    assert next(images).width == 596
    images.close()  # type: ignore[attr-defined]
    assert page_count(pdf) == 3


@pytest.mark.parametrize("damaged", [b"", b"no pdf", b"%PDF-1.4 cut"])
def test_bytes_that_are_no_pdf_are_told_as_such(damaged: bytes) -> None:
    with pytest.raises(ValueError, match="no PDF"):
        page_count(damaged)
    with pytest.raises(ValueError, match="no PDF"):
        list(page_images(damaged))
