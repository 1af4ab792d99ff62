"""Pictures without what they tell beside the picture: where, with what, by whom.

A photo from a telephone says to the metre where it was taken, and that can be an address that
nobody may know. Of each container only the parts stay that the picture needs; its pixels stay
as they are, bit for bit. What stands behind the picture's end (a film, a second picture) goes.
"""

import re
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

_ORIENTATION = 0x0112

_ICC, _JFIF, _ADOBE = b"ICC_PROFILE\0", b"JFIF\0", b"Adobe"
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
# In the picture data: a marker, but for stuffed bytes and restarts.
_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP".split(),
)

_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04

# Tags of TIFF 6.0 that make the picture; the offsets of its data are written anew.
_TIFF_KEPT = frozenset(
    {254, 256, 257, 258, 259, 262, 266, 274, 277, 278, 279, 282, 283, 284, 292, 293, 296, 317}
    | {320, 322, 323, 325, 332, 338, 339, 347, 529, 530, 531, 532, 34675}
)
_TIFF_DATA = {273: 279, 324: 325}  # offsets of strips or tiles → their lengths
_TIFF_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_SHORT, _LONG = 3, 4
_MOST_FRAMES = 10_000


def jpeg(content: bytes, orientation: int) -> bytes:
    """A JPEG with its pixels and colours alone; raises ValueError when it is not whole."""
    kept = [b"\xff\xd8"]
    if orientation != 1:
        kept.append(_segment(0xE1, _exif(orientation)))
    at = 2
    while True:
        marker, at = _next_marker(content, at)
        if marker == _EOI:
            return b"".join([*kept, b"\xff\xd9"])
        if at + 2 > len(content):
            raise ValueError("a JPEG that ends too soon")
        length = int.from_bytes(content[at : at + 2], "big")
        body = content[at + 2 : at + length]
        if length < 2 or len(body) != length - 2:
            raise ValueError("a JPEG whose segments do not fit")
        at += length
        if _stays(marker, body):
            # Its header may hold a small copy of the picture as it was before it was cut out.
            is_header = marker == 0xE0
            kept.append(_segment(marker, body[:12] + b"\0\0" if is_header else body))
        if marker == _SOS:
            end = _MARKER.search(content, at)
            if end is None:
                raise ValueError("a JPEG without an end")
            kept.append(content[at : end.start()])
            at = end.start()


def _next_marker(content: bytes, at: int) -> tuple[int, int]:
    if content[at : at + 1] != b"\xff":
        raise ValueError("no JPEG marker where one belongs")
    while content[at : at + 1] == b"\xff":
        at += 1
    if at >= len(content):
        raise ValueError("a JPEG that ends too soon")
    return content[at], at + 1


def _stays(marker: int, body: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF:
        return body.startswith({0xE0: _JFIF, 0xE2: _ICC, 0xEE: _ADOBE}.get(marker, b"\0none"))
    return marker != 0xFE  # a comment


def _segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + (len(body) + 2).to_bytes(2, "big") + body


def _exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    return exif.tobytes()


def png(content: bytes, orientation: int) -> bytes:
    """A PNG with its pixels and colours alone; raises ValueError when it is not whole."""
    kept = [_PNG_START]
    at = len(_PNG_START)
    while True:
        head = content[at : at + 8]
        if len(head) < 8:
            raise ValueError("a PNG without an end")
        length, name = struct.unpack(">I4s", head)
        whole = content[at : at + length + 12]
        if len(whole) != length + 12:
            raise ValueError("a PNG that ends too soon")
        at += length + 12
        if name == b"IDAT" and orientation != 1:
            kept.append(_png_chunk(b"eXIf", _exif(orientation)[6:]))
            orientation = 1
        if name in _PNG_KEPT:
            kept.append(whole)
        if name == b"IEND":
            return b"".join(kept)


def _png_chunk(name: bytes, body: bytes) -> bytes:
    check = zlib.crc32(name + body)
    return struct.pack(">I4s", len(body), name) + body + struct.pack(">I", check)


def webp(content: bytes, orientation: int) -> bytes:
    """A WebP with its pixels and colours alone; raises ValueError when it is not whole."""
    turned = orientation != 1
    kept = []
    for name, body in _riff_chunks(content):
        if name == b"VP8X" and len(body) >= 10:
            flags = body[0] & ~(_WEBP_EXIF | _WEBP_XMP) | (_WEBP_EXIF if turned else 0)
            kept.append(_riff_chunk(name, bytes([flags]) + body[1:]))
        elif name in _WEBP_KEPT:
            kept.append(_riff_chunk(name, body))
    if turned:
        kept.append(_riff_chunk(b"EXIF", _exif(orientation)[6:]))
    inside = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def _riff_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content) + 1:  # the last byte of padding is often missing
        raise ValueError("a WebP that ends too soon")
    at = 12
    while at + 8 <= min(end, len(content)):
        name, length = struct.unpack("<4sI", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        if len(body) != length:
            raise ValueError("a WebP whose chunks do not fit")
        yield name, body
        at += 8 + length + length % 2


def _riff_chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def tiff(content: bytes) -> bytes:
    """A TIFF with the pixels and colours of its pages alone.

    Raises ValueError when it is not whole, or a BigTIFF, or keeps its data in a way of before
    TIFF 6.0.
    """
    return _TiffPages(content).written()


class _TiffPages:
    """Reads the pages of one TIFF and writes them in another."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._order = "<" if content[:2] == b"II" else ">"
        if self._unpack("H", 2)[0] != 42:
            raise ValueError("no classic TIFF")

    def written(self) -> bytes:
        out = bytearray(self._content[:4] + b"\0\0\0\0")
        link, place, seen = 4, self._unpack("I", 4)[0], set[int]()
        while place:
            if place in seen or len(seen) > _MOST_FRAMES:
                raise ValueError("a TIFF whose pages go round")
            seen.add(place)
            entries, place = self._page(place)
            link = self._write_page(out, link, entries)
        if not seen:
            raise ValueError("a TIFF without pages")
        return bytes(out)

    def _page(self, place: int) -> tuple[dict[int, tuple[int, int, bytes]], int]:
        """Tag → type, count and value; and where the next page is."""
        (count,) = self._unpack("H", place)
        entries = {}
        for number in range(count):
            at = place + 2 + 12 * number
            tag, kind, many = self._unpack("HHI", at)
            inline = self._taken(at + 8, 4)
            size = _TIFF_SIZES.get(kind, 0) * many
            if not size or not (tag in _TIFF_KEPT or tag in _TIFF_DATA):
                continue
            if size <= 4:
                value = inline[:size]
            else:
                value = self._taken(struct.unpack(self._order + "I", inline)[0], size)
            entries[tag] = (kind, many, value)
        return entries, self._unpack("I", place + 2 + 12 * count)[0]

    def _write_page(
        self, out: bytearray, link: int, entries: dict[int, tuple[int, int, bytes]]
    ) -> int:
        """Append a page, with the way to it at `link`; gives the place of the next link."""
        offsets = [tag for tag in _TIFF_DATA if tag in entries]
        if len(offsets) != 1 or _TIFF_DATA[offsets[0]] not in entries:
            raise ValueError("a TIFF page without its data")
        starts = self._numbers(entries[offsets[0]])
        lengths = self._numbers(entries[_TIFF_DATA[offsets[0]]])
        if len(starts) != len(lengths):
            raise ValueError("a TIFF page whose data does not fit")
        moved = []
        for start, length in zip(starts, lengths, strict=True):
            moved.append(len(out))
            out += self._taken(start, length)
            if len(out) > 2 * len(self._content):
                raise ValueError("a TIFF that uses its data more than once")
        entries[offsets[0]] = (
            _LONG,
            len(moved),
            struct.pack(f"{self._order}{len(moved)}I", *moved),
        )
        lines = []
        for tag in sorted(entries):
            kind, many, value = entries[tag]
            if len(value) > 4:
                lines.append((tag, kind, many, struct.pack(self._order + "I", len(out))))
                out += value
            else:
                lines.append((tag, kind, many, value.ljust(4, b"\0")))
        out += b"\0" * (len(out) % 2)
        struct.pack_into(self._order + "I", out, link, len(out))
        out += struct.pack(self._order + "H", len(lines))
        for line in lines:
            out += struct.pack(self._order + "HHI4s", *line)
        out += b"\0\0\0\0"
        return len(out) - 4

    def _numbers(self, entry: tuple[int, int, bytes]) -> tuple[int, ...]:
        kind, many, value = entry
        if kind not in (_SHORT, _LONG):
            raise ValueError("a TIFF page whose data is told in no numbers")
        return struct.unpack(f"{self._order}{many}{'H' if kind == _SHORT else 'I'}", value)

    def _taken(self, start: int, length: int) -> bytes:
        part = self._content[start : start + length]
        if len(part) != length:
            raise ValueError("a TIFF that ends too soon")
        return part

    def _unpack(self, form: str, at: int) -> tuple[int, ...]:
        try:
            return struct.unpack_from(self._order + form, self._content, at)
        except struct.error as error:
            raise ValueError("a TIFF that ends too soon") from error
