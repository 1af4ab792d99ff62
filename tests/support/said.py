"""Which words stand in a value: what a test wrote, found again wherever it may be kept."""

import json


def words(text: str) -> frozenset[str]:
    return frozenset(text.replace("\n", " ").split())


def words_in(value: object) -> set[str]:
    """All words in a JSON value, also in JSON that is kept as text."""
    if isinstance(value, dict):
        return {word for inner in value.values() for word in words_in(inner)}
    if isinstance(value, list):
        return {word for inner in value for word in words_in(inner)}
    if isinstance(value, str):
        if value.startswith(("{", "[")):
            return words_in(json.loads(value))
        return set(words(value))
    return set()
