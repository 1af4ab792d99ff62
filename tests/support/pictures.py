"""Invented pictures and PDFs, with words beside the picture that must not be kept."""

import io

from PIL import Image, PngImagePlugin
from reportlab.pdfgen.canvas import Canvas

CANARY = "Kanarieveldweg"


def picture(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Something whose corners differ, so that turning it shows."""
    image = Image.new("RGB", (width, height), "#E6AA68")
    image.paste("#20272A", (0, 0, width // 2, height // 2))
    image.paste("#7FB069", (width // 2, height // 2, width, height))
    return image.convert(mode)


def encoded(form: str, image: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (image or picture()).save(out, form, **options)
    return out.getvalue()


def telling_exif(orientation: int = 1) -> Image.Exif:
    """Where and when it was taken, and a remark."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = CANARY
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 55.0, 12.5)
    exif.get_ifd(0x8769)[0x9003] = "2025:03:02 10:11:12"
    return exif


def photo(orientation: int = 1, **options: object) -> bytes:
    """A JPEG as from a telephone."""
    told = {"exif": telling_exif(orientation), "comment": CANARY.encode()}
    return encoded("JPEG", None, **told, **options)


def telling_png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", CANARY)
    info.add_itxt("XML:com.adobe.xmp", CANARY, zip=True)
    return encoded("PNG", pnginfo=info, exif=telling_exif())


def scan(pages: int = 2, mode: str = "1", compression: str = "group4") -> bytes:
    """A TIFF of some pages."""
    return encoded(
        "TIFF",
        picture(mode=mode),
        save_all=True,
        append_images=[picture(40, 60, mode) for _ in range(pages - 1)],
        compression=compression,
        description=CANARY,
        software=CANARY,
    )


def pdf(pages: int = 2, text: str = "Een brief", password: str = "") -> bytes:
    out = io.BytesIO()
    encrypt: object = None
    if password:
        from reportlab.lib.pdfencrypt import StandardEncryption

        encrypt = StandardEncryption(password, strength=128)
    canvas = Canvas(out, pagesize=(200, 300), encrypt=encrypt, invariant=True)
    for number in range(pages):
        canvas.drawString(20, 250, f"{text} {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pdf_with_script() -> bytes:
    """A PDF whose program would run when a careless reader opens it."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Names << /JavaScript << /Names [(a) 4 0 R] >> >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] >>",
        b"<< /S /JavaScript /JS (app.alert\\('x'\\)) >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)
