"""A tree of hashes over a log that only grows, as RFC 6962 §2.1 defines it. Pure: no database.

A leaf and an inner node are hashed under different first bytes, so that neither can pass for
the other. A proof lets somebody who holds nothing but a root check that a leaf is in the tree
(inclusion), or that an earlier root is of the beginning of the same log (consistency).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

Span = tuple[int, int]  # of leaves: from the first to before the last

HASH = 32  # bytes
EMPTY = sha256().digest()  # the root of no leaves

_LEAF, _NODE = b"\x00", b"\x01"


def leaf_hash(entry: bytes) -> bytes:
    return sha256(_LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(_NODE + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The right edge of a tree: enough to add leaves and to know the root.

    `peaks` are the roots of the complete subtrees, largest first: one for each 1 in the
    binary form of `size`.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> "Frontier":
        """Raises ValueError when `data` cannot be the peaks of a tree of this size."""
        if len(data) != HASH * size.bit_count():
            raise ValueError("not the peaks of a tree of this size")
        return cls(size, [data[at : at + HASH] for at in range(0, len(data), HASH)])

    def to_bytes(self) -> bytes:
        return b"".join(self.peaks)

    def add(self, leaf: bytes) -> None:
        """Add the hash of a leaf: two subtrees of one size become one, as often as there are."""
        carried, rest = leaf, self.size
        while rest & 1:
            carried = node_hash(self.peaks.pop(), carried)
            rest >>= 1
        self.peaks.append(carried)
        self.size += 1

    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes."""
    tree = Frontier()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def roots_of(leaves: Iterable[bytes], spans: Sequence[Span]) -> list[bytes]:
    """The root over each span of leaves; spans do not overlap. Leaves are gone through once."""
    trees = {span: Frontier() for span in spans}
    order = iter(sorted(trees))
    span = next(order, None)
    for index, leaf in enumerate(leaves):
        if span is not None and index >= span[1]:
            span = next(order, None)
        if span is None:
            break
        if index >= span[0]:
            trees[span].add(leaf)
    return [trees[span].root() for span in spans]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The nodes that lead from a leaf to the root, nearest first. Raises IndexError."""
    if not 0 <= index < len(leaves):
        raise IndexError("no such leaf")
    spans: list[Span] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low = middle
    return roots_of(leaves, spans[::-1])


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that `leaf` is number `index` of the tree with this root."""
    if not 0 <= index < size:
        return False
    at, last, rest = index, size - 1, iter(proof)
    found = leaf
    for node in rest:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(node, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, node)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistency_proof(leaves: Sequence[bytes], first: int) -> list[bytes]:
    """The nodes that show the tree of the first leaves within the tree of all. Raises
    IndexError, as `consistency_spans`."""
    return roots_of(leaves, consistency_spans(first, len(leaves)))


def consistency_spans(first: int, size: int) -> list[Span]:
    """Over which leaves each node of a consistency proof is.

    Raises IndexError unless 0 < `first` <= `size`.
    """
    if not 0 < first <= size:
        raise IndexError("no such earlier tree")
    return list(_spans(0, size, first, whole=True))


def _spans(low: int, high: int, first: int, *, whole: bool) -> Iterator[Span]:
    """`whole`: the earlier tree is exactly what is looked at, so its root is known already."""
    if first == high:
        if not whole:
            yield low, high
        return
    middle = low + _split(high - low)
    if first <= middle:
        yield from _spans(low, middle, first, whole=whole)
        yield middle, high
    else:
        yield from _spans(middle, high, first, whole=False)
        yield low, middle


def is_consistent(
    first: int, first_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows that the tree with `first_root` is the beginning of the other."""
    if not 0 < first <= size:
        return False
    if first == size:
        return not proof and first_root == root
    at, last, nodes = first - 1, size - 1, list(proof)
    while at & 1:
        at, last = at >> 1, last >> 1
    # An earlier tree that is one complete subtree is its own first node.
    if at == 0:
        nodes.insert(0, first_root)
    if not nodes:
        return False
    earlier = later = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            earlier, later = node_hash(node, earlier), node_hash(node, later)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            later = node_hash(later, node)
        at, last = at >> 1, last >> 1
    return last == 0 and earlier == first_root and later == root


def _split(size: int) -> int:
    """The largest power of two below `size`, which is at least 2."""
    return 1 << (size - 1).bit_length() - 1
