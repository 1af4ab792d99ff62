"""What may become an attachment: known by its content, made safe to keep, drawn for a screen.

All of it in memory. What a file is called or claims to be says nothing here; sizes are looked
at before anything is unpacked.
"""

import io
import struct
import warnings
from dataclasses import dataclass
from datetime import date, datetime

import pi_heif
import pypdfium2
from PIL import Image

from mvs_desktop.documents import metadata
from mvs_desktop.documents.preview import PageImage, opened, page_image
from mvs_desktop.domain.attachments import MOST_BYTES, MediaType, Remark
from mvs_desktop.domain.errors import (
    AttachmentBroken,
    AttachmentEmpty,
    AttachmentHasPassword,
    AttachmentNotAllowed,
    AttachmentTooLarge,
    AttachmentTooManyPages,
    AttachmentTooManyPixels,
)

MOST_PIXELS = 80_000_000  # of one page: an A3 scanned at 600 dots to the inch fits
MOST_PAGES = 500
LONGEST_SHOWN = 4096  # pixels; more does not make a page easier to read

_THUMBNAIL = (320, 240)
_HEIC = "image/heic"
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_PDF_WITHIN = 1024  # bytes before its first line that readers accept

_PILLOW_NAME = {
    MediaType.JPEG: "JPEG",
    MediaType.PNG: "PNG",
    MediaType.WEBP: "WEBP",
    MediaType.TIFF: "TIFF",
}

_ORIENTATION, _EXIF_IFD, _GPS_IFD, _TAKEN = 0x0112, 0x8769, 0x8825, 0x9003
# What makes a picture upright, by its orientation (Exif 2.32, tag 0x0112).
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Everything that Pillow is known to raise for bytes that are not what they seem.
_UNREADABLE = (
    OSError,  # also UnidentifiedImageError
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    AttributeError,
    RuntimeError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Content as it will be kept. `thumbnail` is a small JPEG."""

    content: bytes
    media_type: MediaType
    pages: int
    thumbnail: bytes
    taken_on: date | None = None
    remarks: frozenset[Remark] = frozenset()


def prepare(content: bytes) -> Prepared:
    """Make a file fit to be kept.

    Raises AttachmentEmpty, AttachmentTooLarge, AttachmentNotAllowed, AttachmentBroken,
    AttachmentTooManyPixels, AttachmentTooManyPages and AttachmentHasPassword.
    """
    if not content:
        raise AttachmentEmpty
    if len(content) > MOST_BYTES:
        raise AttachmentTooLarge
    found = sniff(content)
    if found is None:
        raise AttachmentNotAllowed
    if found == MediaType.PDF:
        return _prepared_pdf(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if found == _HEIC:
                return _prepared_heic(content)
            return _prepared_picture(content, MediaType(found))
    except Image.DecompressionBombError as error:
        raise AttachmentTooManyPixels from error
    except _UNREADABLE as error:
        raise AttachmentBroken from error


def sniff(content: bytes) -> str | None:
    """What the first bytes say it is: a MediaType, "image/heic", or None for anything else."""
    starts = {
        b"\xff\xd8\xff": MediaType.JPEG,
        b"\x89PNG\r\n\x1a\n": MediaType.PNG,
        b"II*\0": MediaType.TIFF,
        b"MM\0*": MediaType.TIFF,
    }
    for start, media_type in starts.items():
        if content.startswith(start):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return MediaType.WEBP
    if content[4:8] == b"ftyp":
        return _HEIC if content[8:12] in _HEIC_BRANDS else None
    return MediaType.PDF if b"%PDF-" in content[:_PDF_WITHIN] else None


def draw(content: bytes, media_type: MediaType, page: int, longest: int) -> PageImage:
    """A page of kept content as a picture whose longest side is at most `longest` pixels.

    Pages are numbered from 0. Raises AttachmentBroken.
    """
    longest = min(longest, LONGEST_SHOWN)
    try:
        if media_type is MediaType.PDF:
            return page_image(content, page, longest)
        with _opened(content, media_type) as image:
            image.seek(page)
            _require_size(image.size)
            plain = _plain(image, (longest, longest))
    except (*_UNREADABLE, pypdfium2.PdfiumError, Image.DecompressionBombError) as error:
        raise AttachmentBroken from error
    width, height = plain.size
    return PageImage(width, height, width * 4, plain.tobytes("raw", "BGRX"))


def _prepared_picture(content: bytes, media_type: MediaType) -> Prepared:
    with _opened(content, media_type) as image:
        # Every page of a scan; of a picture that moves only the first is ever shown.
        pages = getattr(image, "n_frames", 1) if media_type is MediaType.TIFF else 1
        if pages > MOST_PAGES:
            raise AttachmentTooManyPages
        for page in range(pages):
            image.seek(page)
            _require_size(image.size)
        exif = image.getexif()
        orientation = _orientation(exif)
        taken_on = _taken_on(exif)
        tells_place = bool(exif.get_ifd(_GPS_IFD))
    kept = _stripped(content, media_type, orientation)
    with _opened(kept, media_type) as image:
        for page in range(1, pages):
            image.seek(page)
            image.load()
        image.seek(0)
        thumbnail = _jpeg(_plain(image, _THUMBNAIL), quality=80)
    remarks = {Remark.PLACE_REMOVED} if tells_place else set()
    return Prepared(kept, media_type, pages, thumbnail, taken_on, frozenset(remarks))


def _stripped(content: bytes, media_type: MediaType, orientation: int) -> bytes:
    if media_type is MediaType.JPEG:
        return metadata.jpeg(content, orientation)
    if media_type is MediaType.PNG:
        return metadata.png(content, orientation)
    if media_type is MediaType.WEBP:
        return metadata.webp(content, orientation)
    return metadata.tiff(content)


def _prepared_heic(content: bytes) -> Prepared:
    heif = pi_heif.open_heif(io.BytesIO(content))
    _require_size(heif.size)
    exif = Image.Exif()
    if heif.info.get("exif"):
        exif.load(heif.info["exif"])
    image = heif.to_pillow()  # upright already: the container says how it was held
    profile = heif.info.get("icc_profile")
    kept = _jpeg(_plain(image, image.size), quality=92, icc_profile=profile)
    if len(kept) > MOST_BYTES:
        raise AttachmentTooLarge
    thumbnail = _jpeg(_plain(image, _THUMBNAIL), quality=80)
    remarks = {Remark.CONVERTED}
    if exif.get_ifd(_GPS_IFD):
        remarks.add(Remark.PLACE_REMOVED)
    return Prepared(kept, MediaType.JPEG, 1, thumbnail, _taken_on(exif), frozenset(remarks))


def _prepared_pdf(content: bytes) -> Prepared:
    try:
        with opened(content) as document:
            pages = len(document)
            scripts = pypdfium2.raw.FPDFDoc_GetJavaScriptActionCount(document)
        if not pages:
            raise AttachmentBroken
        if pages > MOST_PAGES:
            raise AttachmentTooManyPages
        first = page_image(content, 0, max(_THUMBNAIL))
    except (ValueError, pypdfium2.PdfiumError) as error:
        cause = error.__cause__ or error
        if getattr(cause, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise AttachmentHasPassword from error
        raise AttachmentBroken from error
    image = Image.frombuffer(
        "RGB", (first.width, first.height), first.pixels, "raw", "BGRX", first.stride, 1
    )
    remarks = frozenset({Remark.HAS_SCRIPT} if scripts > 0 else ())
    thumbnail = _jpeg(_plain(image, _THUMBNAIL), quality=80)
    return Prepared(content, MediaType.PDF, pages, thumbnail, None, remarks)


def _opened(content: bytes, media_type: MediaType) -> Image.Image:
    # One decoder alone: no other of Pillow's many ever sees the bytes.
    formats = [_PILLOW_NAME[media_type]]
    if media_type is MediaType.JPEG:
        formats.append("MPO")  # a JPEG with a second picture behind it
    return Image.open(io.BytesIO(content), formats=formats)


def _require_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise AttachmentTooManyPixels
    if not size[0] * size[1]:
        raise AttachmentBroken


def _plain(image: Image.Image, within: tuple[int, int]) -> Image.Image:
    """The picture upright, on white, in three colours, no larger than `within`; it carries
    nothing else along."""
    image.draft("RGB", within)  # a JPEG is unpacked no further than needed
    image.load()  # a TIFF is upright after this
    turned = _TURNS.get(_orientation(image.getexif()))
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode in ("1", "F"):
        image = image.convert("L")
    if image.mode in ("P", "PA", "LA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode not in ("RGB", "L"):
        image = image.convert("RGB")
    image.thumbnail(within, Image.Resampling.LANCZOS)
    if turned is not None:
        image = image.transpose(turned)
    plain = Image.new("RGB", image.size, "white")
    plain.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return plain


def _jpeg(image: Image.Image, quality: int, icc_profile: bytes | None = None) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, icc_profile=icc_profile)
    return out.getvalue()


def _orientation(exif: Image.Exif) -> int:
    value = exif.get(_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _taken_on(exif: Image.Exif) -> date | None:
    text = exif.get_ifd(_EXIF_IFD).get(_TAKEN)
    try:
        return datetime.strptime(str(text)[:10], "%Y:%m:%d").date()  # noqa: DTZ007 - a day
    except ValueError:
        return None
