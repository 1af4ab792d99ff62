"""Where the service steps over the wall as itself: every such place was looked at."""

import ast
from pathlib import Path

import mvs_central

# Module → how often. Before you add to it: the step is allowed by policy.py first, concerns more
# than the caller's own cases, and gives nothing of them to the caller but what it names.
ALLOWED = {
    "access/shares.py": 1,  # counts requests in a table of its own, before anybody is known
    "sync/contents.py": 1,  # what came whole after access ended lies apart, of one worker's own
    "running/copies.py": 1,  # pg_dump sees every row; a command of `mvs-central`
    "teamwork/commands.py": 1,  # a command that policy.py allowed
    "sync/epoch.py": 1,  # a new epoch is of the whole service
    "teamwork/known_child.py": 1,  # looks through all cases, and tells whom to ask
    "base/walls.py": 2,  # tells PostgreSQL whom a transaction acts for, commands too
    "base/rounds.py": 1,  # seals what everybody did, and tidies what was kept long enough
}


def uses(tree: ast.AST) -> int:
    """Calls of `acting.service`, and names that it was given."""
    found = 0
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="acting"), attr="service" | "_as"):
                found += 1
            case ast.ImportFrom(module="mvs_central.base.acting"):
                found += 1  # so that nothing is hidden behind another name
            case ast.Attribute(attr="SERVICE"):
                found += 1
            case _:
                pass
    return found


def test_the_service_acts_as_itself_only_where_it_was_looked_at() -> None:
    folder = Path(mvs_central.__file__).parent
    found = {
        file.relative_to(folder).as_posix(): count
        for file in folder.rglob("*.py")
        if file.name != "acting.py" and (count := uses(ast.parse(file.read_text("utf-8"))))
    }
    assert found == ALLOWED
