"""The tree of the audit against RFC 6962: its definition word by word, and published roots."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvs_central.integrity.merkle import (
    EMPTY,
    Frontier,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    root_of,
)

# The entries and roots with which Certificate Transparency's own implementations are tested.
ENTRIES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]

sizes = st.integers(min_value=1, max_value=70)
flips = st.integers(min_value=0, max_value=255)


def many(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1, as it stands there."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 §2.1.1."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*naive_path(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive_root(leaves[:k])]


def naive_subproof(m: int, leaves: list[bytes], b: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 §2.1.2."""
    if m == len(leaves):
        return [] if b else [naive_root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*naive_subproof(m, leaves[:k], b), naive_root(leaves[k:])]
    return [*naive_subproof(m - k, leaves[k:], False), naive_root(leaves[:k])]


def test_published_roots() -> None:
    assert root_of([]) == EMPTY == sha256().digest()
    assert [root_of(LEAVES[:size]).hex() for size in range(1, 9)] == ROOTS


def test_a_published_proof() -> None:
    assert [node.hex() for node in inclusion_proof(LEAVES, 5)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        ROOTS[3],
    ]


@given(size=st.integers(min_value=0, max_value=70))
def test_the_root_is_that_of_the_definition(size: int) -> None:
    assert root_of(many(size)) == naive_root(many(size))


@given(size=sizes, part=st.integers(min_value=0, max_value=70))
def test_a_tree_goes_on_from_its_kept_edge(size: int, part: int) -> None:
    leaves = many(size)
    begun = Frontier()
    for leaf in leaves[: part % (size + 1)]:
        begun.add(leaf)
    kept = Frontier.from_bytes(begun.size, begun.to_bytes())
    for leaf in leaves[begun.size :]:
        kept.add(leaf)
    assert (kept.size, kept.root()) == (size, naive_root(leaves))


def test_an_edge_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="peaks"):
        Frontier.from_bytes(2, b"\x00" * 64)


@given(size=sizes, index=st.integers(min_value=0), at=st.integers(min_value=0), flip=flips)
def test_inclusion(size: int, index: int, at: int, flip: int) -> None:
    leaves = many(size)
    index %= size
    proof, root = inclusion_proof(leaves, index), naive_root(leaves)
    assert proof == naive_path(index, leaves)
    assert is_included(leaves[index], index, size, proof, root)
    # Nothing else passes: another leaf, another place, another size, a changed or other path.
    assert not is_included(leaf_hash(b"other"), index, size, proof, root)
    assert not is_included(leaves[index], size, size, proof, root)
    assert not is_included(leaves[index], index, size, [*proof, root], root)
    if size > 1:
        assert not is_included(leaves[index], (index + 1) % size, size, proof, root)
        assert not is_included(leaves[index], index, size, proof[:-1], root)
        changed = [bytearray(node) for node in proof]
        changed[at % len(changed)][at % 32] ^= flip or 1
        assert not is_included(leaves[index], index, size, [bytes(one) for one in changed], root)


@given(size=sizes, first=st.integers(min_value=1), at=st.integers(min_value=0), flip=flips)
def test_consistency(size: int, first: int, at: int, flip: int) -> None:
    leaves = many(size)
    first = 1 + first % size
    proof = consistency_proof(leaves, first)
    earlier, root = naive_root(leaves[:first]), naive_root(leaves)
    assert proof == naive_subproof(first, leaves, True)
    assert is_consistent(first, earlier, size, root, proof)
    fork = naive_root([*leaves[: first - 1], leaf_hash(b"other")])
    assert not is_consistent(first, fork, size, root, proof)
    assert not is_consistent(first, earlier, size, leaf_hash(b"other"), proof)
    assert not is_consistent(first, earlier, size, root, [*proof, root])
    assert not is_consistent(0, EMPTY, size, root, proof)
    assert not is_consistent(size + 1, earlier, size, root, proof)
    if proof:
        changed = [bytearray(node) for node in proof]
        changed[at % len(changed)][at % 32] ^= flip or 1
        assert not is_consistent(first, earlier, size, root, [bytes(one) for one in changed])
        assert not is_consistent(first, earlier, size, root, proof[:-1])


def test_no_proof_of_what_is_not_there() -> None:
    with pytest.raises(IndexError):
        inclusion_proof(many(3), 3)
    with pytest.raises(IndexError):
        consistency_proof(many(3), 4)
    with pytest.raises(IndexError):
        consistency_proof(many(3), 0)
