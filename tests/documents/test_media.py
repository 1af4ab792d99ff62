"""What may become an attachment, and what is left of it: pixels, and nothing beside them."""

import io
import struct
import zlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from mvs_desktop.documents import media
from mvs_desktop.documents.media import draw, prepare, sniff
from mvs_desktop.domain.attachments import MediaType, Remark
from mvs_desktop.domain.errors import (
    AttachmentBroken,
    AttachmentEmpty,
    AttachmentHasPassword,
    AttachmentNotAllowed,
    AttachmentTooLarge,
    AttachmentTooManyPages,
    AttachmentTooManyPixels,
    ExpectedError,
)
from tests.support.pictures import (
    CANARY,
    encoded,
    pdf,
    pdf_with_script,
    photo,
    picture,
    scan,
    telling_exif,
    telling_png,
)

HEIC = Path(__file__).parents[1] / "data" / "attachments" / "telefoon.heic"

PICTURES = {
    "jpeg": photo(),
    "jpeg, progressive": photo(progressive=True),
    "jpeg, grey": photo(quality=95),
    "png": telling_png(),
    "png, 16 bits": encoded("PNG", Image.new("I;16", (20, 10), 40_000)),
    "png, see-through": encoded("PNG", picture(mode="RGBA")),
    "png, few colours": encoded("PNG", picture(mode="P")),
    "webp": encoded("WEBP", exif=telling_exif(), xmp=CANARY.encode()),
    "webp, lossless": encoded("WEBP", lossless=True),
    "tiff, fax": scan(),
    "tiff, jpeg inside": scan(mode="RGB", compression="jpeg"),
    "tiff, lzw": scan(mode="L", compression="tiff_lzw"),
}


def pixels(content: bytes) -> list[tuple[tuple[int, int], bytes]]:
    found = []
    with Image.open(io.BytesIO(content)) as image:
        for page in range(getattr(image, "n_frames", 1)):
            image.seek(page)
            found.append((image.size, image.convert("RGBA").tobytes()))
    return found


@pytest.mark.parametrize("name", PICTURES)
def test_the_pixels_stay_as_they_were_and_the_words_go(name: str) -> None:
    given_ = PICTURES[name]
    kept = prepare(given_)
    assert pixels(kept.content) == pixels(given_)
    assert CANARY.encode() not in kept.content
    assert CANARY.encode() not in kept.thumbnail
    with Image.open(io.BytesIO(kept.content)) as image:
        assert not image.getexif().get_ifd(0x8825)
        assert not image.info.get("comment")
        assert not {"exif", "xmp", "Comment"} & image.info.keys()
    # Again it is the same: what is kept can be taken out and added elsewhere.
    assert prepare(kept.content).content == kept.content


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_that_was_held_askew_is_shown_upright(form: str, orientation: int) -> None:
    content = encoded(form, exif=telling_exif(orientation))
    kept = prepare(content)
    assert CANARY.encode() not in kept.content
    with Image.open(io.BytesIO(kept.content)) as image:
        assert image.getexif().get(0x0112, 1) == orientation
    shown = draw(kept.content, kept.media_type, 0, 60)
    assert (shown.width, shown.height) == ((60, 40) if orientation < 5 else (40, 60))
    dark = {1: (5, 5), 2: (-6, 5), 3: (-6, -6), 4: (5, -6)} | {
        5: (5, 5), 6: (-6, 5), 7: (-6, -6), 8: (5, -6)
    }  # fmt: skip
    x, y = dark[orientation]
    at = (y % shown.height) * shown.stride + (x % shown.width) * 4
    assert max(shown.pixels[at : at + 3]) < 90


def test_where_a_photo_was_taken_goes_and_is_told_and_when_stays_in_the_record() -> None:
    kept = prepare(photo())
    assert kept.remarks == {Remark.PLACE_REMOVED}
    assert kept.taken_on == date(2025, 3, 2)
    plain = prepare(encoded("JPEG"))
    assert (plain.remarks, plain.taken_on) == (frozenset(), None)


def test_a_second_picture_or_film_behind_a_photo_goes() -> None:
    behind = photo() + b"ftypmp42" + CANARY.encode()
    assert prepare(behind).content == prepare(photo()).content
    assert CANARY.encode() not in prepare(telling_png() + CANARY.encode()).content


def test_the_small_copy_in_a_jpeg_header_goes() -> None:
    plain = encoded("JPEG")
    at = plain.index(b"JFIF\0")
    small = b"\x02\x02" + b"\xaa\xbb\xcc" * 4
    header = plain[at : at + 12] + small
    copied = plain[: at - 2] + struct.pack(">H", len(header) + 2) + header + plain[at + 14 :]
    assert pixels(copied) == pixels(plain)
    assert prepare(copied).content == prepare(plain).content


def test_a_photo_of_an_iphone_becomes_a_jpeg() -> None:
    kept = prepare(HEIC.read_bytes())
    assert kept.media_type is MediaType.JPEG
    assert kept.remarks == {Remark.CONVERTED, Remark.PLACE_REMOVED}
    assert kept.taken_on == date(2025, 3, 2)
    with Image.open(io.BytesIO(kept.content)) as image:
        assert image.size == (64, 48)
        assert not image.getexif()


def test_a_pdf_stays_as_it_is_byte_for_byte() -> None:
    letter = pdf(3)
    kept = prepare(letter)
    assert (kept.content, kept.media_type, kept.pages) == (letter, MediaType.PDF, 3)
    shown = draw(letter, MediaType.PDF, 2, 300)
    assert (shown.width, shown.height) == (200, 300)
    assert prepare(b"\n\n" + letter).pages == 3


def test_a_pdf_with_a_program_is_told() -> None:
    assert prepare(pdf_with_script()).remarks == {Remark.HAS_SCRIPT}


def test_what_is_refused_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    refused: dict[bytes, type[ExpectedError]] = {
        b"": AttachmentEmpty,
        b"MZ\x90\0" + bytes(200): AttachmentNotAllowed,
        b"PK\x03\x04" + bytes(200): AttachmentNotAllowed,  # Word, among others
        b"<html><script>": AttachmentNotAllowed,
        b"GIF89a" + bytes(50): AttachmentNotAllowed,
        b"\0\0\0\x18ftypmp42" + bytes(50): AttachmentNotAllowed,  # a film
        pdf(password="geheim"): AttachmentHasPassword,
        pdf()[:60]: AttachmentBroken,
        b"%PDF-1.7\nnothing": AttachmentBroken,
        photo()[:-200]: AttachmentBroken,
        telling_png()[:-30]: AttachmentBroken,
        scan()[:-100]: AttachmentBroken,
        HEIC.read_bytes()[:300]: AttachmentBroken,
    }
    for content, why in refused.items():
        with pytest.raises(why):
            prepare(content)
    monkeypatch.setattr(media, "MOST_BYTES", 100)
    with pytest.raises(AttachmentTooLarge):
        prepare(photo())


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "MOST_PAGES", 2)
    for content in (scan(3), pdf(3)):
        with pytest.raises(AttachmentTooManyPages):
            prepare(content)


def bomb(width: int, height: int) -> bytes:
    """A PNG of few bytes whose picture would fill the memory."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [9000, 30_000, 2_000_000])
def test_a_picture_that_would_fill_the_memory_is_refused_unopened(side: int) -> None:
    with pytest.raises(AttachmentTooManyPixels):
        prepare(bomb(side, side))


def test_a_jpeg_that_claims_to_be_huge_is_refused_unopened() -> None:
    content = bytearray(encoded("JPEG"))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", 60_000, 60_000)
    with pytest.raises(AttachmentTooManyPixels):
        prepare(bytes(content))


def test_a_tiff_that_uses_one_strip_a_thousand_times_is_refused() -> None:
    rows = 2000
    data = bytes(1000)
    entries = [
        (256, 4, 1, 8000), (257, 4, 1, rows), (258, 3, 1, 1), (259, 3, 1, 1), (262, 3, 1, 0),
        (277, 3, 1, 1), (278, 4, 1, 1),
    ]  # fmt: skip
    place = 8 + len(data)
    content = b"II*\0" + struct.pack("<I", place + 8 * rows) + data
    content += struct.pack(f"<{rows}I", *[8] * rows) + struct.pack(f"<{rows}I", *[1000] * rows)
    entries += [(273, 4, rows, place), (279, 4, rows, place + 4 * rows)]
    content += struct.pack("<H", len(entries))
    for entry in sorted(entries):
        content += struct.pack("<HHII", *entry)
    content += bytes(4)
    assert sniff(content) == MediaType.TIFF
    with pytest.raises(AttachmentBroken):
        prepare(content)


WHOLE = (*PICTURES.values(), pdf())  # not HEIC: see test_apart.py


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_happened_to_a_file_it_is_taken_or_refused_and_nothing_else(
    data: st.DataObject,
) -> None:
    content = bytearray(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))
    try:
        kept = prepare(bytes(content[:cut]))
    except ExpectedError:
        return
    for page in range(min(kept.pages, 3)):
        try:
            shown = draw(kept.content, kept.media_type, page, 64)
        except AttachmentBroken:
            assert kept.media_type is MediaType.PDF, "of a PDF only the first page was looked at"
            assert page
            continue
        assert len(shown.pixels) == shown.stride * shown.height
