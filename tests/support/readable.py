"""Looks for words that must not be readable, in whatever coat they come."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path


def disguises(word: str) -> Iterator[bytes]:
    """How a word may turn up in a file."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
        plain = word.encode(encoding)
        yield plain
        yield plain.hex().encode()
        for before in range(3):  # base64 depends on what comes before, modulo three
            encoded = b64encode(b"\0" * before + plain + b"\0" * 3)
            # Characters at either end that are of the neighbours too are left out, and no more: a
            # few letters turn up in encrypted pages by chance.
            yield encoded[-(-8 * before // 6) : 8 * (before + len(plain)) // 6]


def readable_in(folder: Path, words: Sequence[str]) -> list[str]:
    """Words found below a folder, with the file in which they are; its name counts too."""
    files = (file for file in folder.rglob("*") if file.is_file())
    contents = ((str(f.relative_to(folder)), f.read_bytes() + str(f).encode()) for f in files)
    return sorted(
        f"{word} in {name}" for name, text in contents for word in found_in([text], words)
    )


def found_in(texts: Iterable[bytes], words: Sequence[str]) -> set[str]:
    """The words that are in one of the texts, also in other letter case."""
    needles = [(word, found.lower()) for word in words for found in disguises(word)]
    return {
        word
        for text in texts
        for lowered in (text.lower(),)
        for word, needle in needles
        if needle in lowered
    }
