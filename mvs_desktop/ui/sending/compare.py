"""What differs between versions of a text: by paragraph, and by word within those that changed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Span = tuple[int, int]  # from–to in a text

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Of so many words in one changed place nobody compares single words, and it takes too long.
_MOST_TOKENS = 2000
# A word this short that two changes have in common ("de", "en") is no resting place for the eye.
_SHORT = 3
# Equal paragraphs beside a changed one that stay in sight; more than these are folded away.
_AROUND = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one paragraph."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Folded:
    """So many paragraphs that are the same in every version."""

    count: int


Paragraph = tuple[Part, ...]


def differing(text: str, other: str) -> list[Span]:
    """The stretches of `text` that are not in `other`."""
    mine, theirs = text.split("\n"), other.split("\n")
    starts = _starts(mine)
    found: list[Span] = []
    matcher = SequenceMatcher(None, theirs, mine, autojunk=False)
    for tag, from_, to, start, end in matcher.get_opcodes():
        if tag == "insert":
            found.append((starts[start], starts[end] - 1))
        elif tag == "replace":
            changed = "\n".join(mine[start:end])
            at = starts[start]
            instead = "\n".join(theirs[from_:to])
            found += [(at + a, at + b) for a, b in _differing_words(changed, instead)]
    return [_without_edges(text, span) for span in _joined(found) if span[0] < span[1]]


def paragraphs(text: str, spans: Iterable[Span]) -> list[Paragraph]:
    """The text by paragraph, with these stretches told apart."""
    marked = _joined(spans)
    found, at = [], 0
    for line in text.split("\n"):
        found.append(tuple(_parts(line, at, marked)))
        at += len(line) + 1
    return found


def folded(found: Sequence[Paragraph]) -> list[Paragraph | Folded]:
    """With long runs of paragraphs that do not differ folded away, when any differs."""
    changed = [any(part.differs for part in paragraph) for paragraph in found]
    if not any(changed):
        return list(found)
    keep = [any(changed[max(0, n - _AROUND) : n + _AROUND + 1]) for n in range(len(found))]
    shown: list[Paragraph | Folded] = []
    run: list[Paragraph] = []
    for paragraph, kept in zip((*found, ()), (*keep, True), strict=True):
        if not kept:
            run.append(paragraph)
            continue
        shown += run if len(run) <= 1 else [Folded(len(run))]
        run = []
        shown.append(paragraph)
    return shown[:-1]  # without the paragraph that ended the last run


def both(text: str, other: str) -> str:
    """One text with the paragraphs of both: those that are the same once, and where they
    differ that of `text` before that of `other`."""
    mine, theirs = text.split("\n"), other.split("\n")
    found: list[str] = []
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    for tag, start, end, from_, to in matcher.get_opcodes():
        found += mine[start:end]
        found += [] if tag == "equal" else theirs[from_:to]
    return "\n".join(found)


def _differing_words(text: str, other: str) -> Iterator[Span]:
    mine, theirs = _TOKEN.findall(text), _TOKEN.findall(other)
    if max(len(mine), len(theirs)) > _MOST_TOKENS:
        yield 0, len(text)
        return
    at = [0]
    for token in mine:
        at.append(at[-1] + len(token))
    codes = SequenceMatcher(None, theirs, mine, autojunk=False).get_opcodes()
    for number, (tag, _, _, start, end) in enumerate(codes):
        between = 0 < number < len(codes) - 1
        if tag in ("insert", "replace") or (between and _is_slight(mine[start:end])):
            yield at[start], at[end]


def _is_slight(tokens: Sequence[str]) -> bool:
    words = [token for token in tokens if token[0].isalnum()]
    return not words or (len(words) == 1 and len(words[0]) <= _SHORT)


def _without_edges(text: str, span: Span) -> Span:
    """Without the spaces around the words, unless there is nothing else."""
    start, end = span
    words = text[start:end]
    if not words.strip():
        return span
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _starts(lines: Sequence[str]) -> list[int]:
    """Where each line begins, and where one after the last would."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _joined(spans: Iterable[Span]) -> list[Span]:
    """In order, those that touch as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _parts(line: str, at: int, marked: Sequence[Span]) -> Iterator[Part]:
    done = 0
    for from_, to in marked:
        start, end = max(from_ - at, 0), min(to - at, len(line))
        if start >= end:
            continue
        if start > done:
            yield Part(line[done:start], False)
        yield Part(line[start:end], True)
        done = end
    if done < len(line):
        yield Part(line[done:], False)
