"""What differs between versions of a text: by paragraph, and by word within those that changed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Span = tuple[int, int]  # from–to in a text

_TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
# Of so many words between the first and the last that changed in one place nobody compares
# single ones, and the comparison would hold up the screen.
_MOST_TOKENS = 150
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
    # Often there are as good as no paragraphs the same but empty ones: those say nothing.
    matcher = SequenceMatcher(lambda line: not line, theirs, mine)
    for tag, from_, to, start, end in matcher.get_opcodes():
        if tag == "insert":
            found.append((starts[start], starts[end] - 1))
        elif tag == "replace":
            for at, line, instead in _side_by_side(mine[start:end], theirs[from_:to]):
                place = starts[start] + at
                found += [(place + a, place + b) for a, b in _differing_words(line, instead)]
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


def _side_by_side(mine: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Where, what and instead of what: line by line when there are as many, else as one."""
    if len(mine) != len(theirs):
        yield 0, "\n".join(mine), "\n".join(theirs)
        return
    at = 0
    for line, instead in zip(mine, theirs, strict=True):
        yield at, line, instead
        at += len(line) + 1


def _differing_words(text: str, other: str) -> Iterator[Span]:
    mine, theirs = _TOKEN.findall(text), _TOKEN.findall(other)
    at = [0]
    for token in mine:
        at.append(at[-1] + len(token))
    words, instead = [token.strip() for token in mine], [token.strip() for token in theirs]
    if words == instead and text != other:
        yield 0, len(text)  # only spaces differ
        return
    first = _alike(words, instead)
    last = _alike(words[first:][::-1], instead[first:][::-1])
    words = words[first : len(words) - last]
    instead = instead[first : len(instead) - last]
    if max(len(words), len(instead)) > _MOST_TOKENS:
        yield at[first], at[first + len(words)]
        return
    codes = SequenceMatcher(None, instead, words, autojunk=False).get_opcodes()
    for number, (tag, _, _, start, end) in enumerate(codes):
        between = 0 < number < len(codes) - 1
        if tag in ("insert", "replace") or (between and _is_slight(words[start:end])):
            yield at[first + start], at[first + end]


def _alike(words: Sequence[str], others: Sequence[str]) -> int:
    """How many words from the beginning are the same."""
    count = 0
    for word, other in zip(words, others, strict=False):
        if word != other:
            break
        count += 1
    return count


def _is_slight(tokens: Sequence[str]) -> bool:
    words = [token for token in tokens if token[:1].isalnum()]
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
