"""The second client needs nothing of the project: the page is enough."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
CLIENT = (
    "acts", "canonical", "contents", "keys", "laptop", "line", "mirror", "orders", "outbox",
    "replica", "sign_in",
)  # fmt: skip
MAY_USE = {"cryptography", "httpx", "zstandard", *(f"{__package__}.{name}" for name in CLIENT)}


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            found = node.module or ""
            if found == __package__:
                yield from (f"{found}.{alias.name}" for alias in node.names)
            else:
                yield found


def test_it_imports_nothing_of_the_project() -> None:
    for name in CLIENT:
        for found in imported(HERE / f"{name}.py"):
            outside = found.partition(".")[0]
            assert outside in sys.stdlib_module_names or {found, outside} & MAY_USE, (name, found)


def test_every_module_here_is_the_clients_or_a_tests() -> None:
    beside = {"__init__", "colleague", "conftest", "sharing"}
    found = {file.stem for file in HERE.glob("*.py") if not file.stem.startswith("test_")}
    assert found == {*CLIENT, *beside}
