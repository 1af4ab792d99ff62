"""The tools themselves: pinned requirements, import rules, checks for leaks, databases, keyring."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import SecretService
from packaging.requirements import Requirement
from packaging.version import Version
from sqlalchemy import create_engine, text

import dev
from tests.support.databases import PostgresCluster

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(
    r"^(?P<name>[a-z0-9.-]+)==(?P<version>\S+)(?: ; (?P<marker>.+?))? \\$", re.MULTILINE
)


def settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pinned(name: str) -> dict[str, Version]:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    return {found["name"]: Version(found["version"]) for found in PINNED.finditer(text)}


def test_pinned_requirements_satisfy_what_the_project_asks_for() -> None:
    about = settings()["project"]
    extras = about["optional-dependencies"]
    run = [*about["dependencies"], *extras["central"]]
    for name, wanted in {"run.txt": run, "test.txt": [*run, *extras["dev"]]}.items():
        versions = pinned(name)
        for requirement in map(Requirement, wanted):
            assert versions[requirement.name.lower()] in requirement.specifier, (name, requirement)


def test_both_requirement_files_pin_the_same_versions() -> None:
    assert pinned("run.txt").items() <= pinned("test.txt").items()


@pytest.mark.parametrize("name", ["run.txt", "test.txt"])
def test_every_requirement_has_hashes_and_none_an_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pinned(name))
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_dev_without_a_command_lists_its_commands() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "dev.py"], capture_output=True, text=True, check=True
    )
    listed = re.findall(r"^  (\w+) ", done.stdout, re.MULTILINE)
    assert listed == [
        *("demo", "run", "test", "lint", "simulate", "bench"),
        *("screenshots", "strings", "migration"),
    ]


def test_dev_refuses_an_unknown_command() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "dev.py", "tset"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "test" in done.stdout


def test_a_new_migration_follows_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "MIGRATIONS", {"desktop": tmp_path / "a", "central": tmp_path / "b"})
    assert dev.migration(["The first tables"]) == 0
    assert dev.migration(["Give every plan a review date."]) == 0
    assert dev.migration(["Another store", "--central"]) == 0
    second = tmp_path / "a" / "0002_give_every_plan_a_review_date.py"
    namespace: dict[str, object] = {}
    exec(second.read_text("utf-8"), namespace)  # noqa: S102  (what was just written)
    assert (namespace["revision"], namespace["down_revision"]) == ("0002", "0001")
    assert (tmp_path / "b" / "0001_another_store.py").is_file()


def is_put_together(text: ast.expr) -> bool:
    """Whether a text is built while running: an f-string, `+`, `%` or a call of format."""
    return any(
        isinstance(part, ast.JoinedStr | ast.BinOp) or getattr(part, "attr", "") == "format"
        for part in ast.walk(text)
    )


def test_texts_for_translation_are_whole() -> None:
    """A text that is put together inside tr() never matches its translation."""
    wrong = []
    for file in sorted((ROOT / "mvs_desktop").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call):
                name = getattr(call.func, "attr", getattr(call.func, "id", ""))
                known = name in {"tr", "translate", "QT_TRANSLATE_NOOP"}
                if known and any(is_put_together(text) for text in call.args):
                    wrong.append(f"{file.relative_to(ROOT)}:{call.lineno}")
    assert wrong == []


# --- import rules ------------------------------------------------------------------------------

VIOLATIONS = {
    "Imports go one way": {"mvs_desktop/domain/x.py": "import mvs_desktop.storage"},
    "Imports go one way within the store": {
        "mvs_desktop/storage/base/x.py": "import mvs_desktop.storage.records"
    },
    "Imports go one way within the central service": {
        "mvs_central/access/x.py": "import mvs_central.sync"
    },
    "Imports go one way within an opened family": {
        "mvs_desktop/ui/family/records/x.py": "import mvs_desktop.ui.family.plan"
    },
    "Imports go one way within the widget kit": {
        "mvs_desktop/ui/kit/pages/x.py": "import mvs_desktop.ui.kit.forms"
    },
    "No two modules or packages need each other": {
        "mvs_desktop/ui/x.py": "import mvs_desktop.ui.y",
        "mvs_desktop/ui/y.py": "import mvs_desktop.ui.x",
    },
    "The wire types are taken from one place": {
        "mvs_central/web/x.py": "import mvs_desktop.sync.protocol.push"
    },
    "Expected failures are taken from one place": {
        "mvs_desktop/ui/x.py": "import mvs_desktop.domain.errors.keys"
    },
    "The tables of the central service are taken from one place": {
        "mvs_central/sync/x.py": "import mvs_central.tables.cases"
    },
    "Qt stays in the user interface": {"mvs_desktop/services/x.py": "import PySide6.QtCore"},
    "SQL stays in the stores": {"mvs_desktop/services/x.py": "import sqlalchemy"},
    "Paper stays in documents": {"mvs_desktop/ui/x.py": "import reportlab"},
    "The domain and the paths stand on the standard library alone": {
        "mvs_desktop/domain/x.py": "import msgspec"
    },
    "The desktop never imports the central service": {
        "mvs_desktop/demo/x.py": "import mvs_central"
    },
    "The central service takes only the domain, the wire types, the merge and the paths": {
        "mvs_central/web/x.py": "import mvs_desktop.sync.client"
    },
    "The wire types and the merge need nothing else of the desktop": {
        "mvs_desktop/sync/merge/__init__.py": "import mvs_desktop.storage"
    },
}


@pytest.fixture
def small_tree(tmp_path: Path) -> Path:
    """The real import rules over a tree with every module they name, and nothing in them."""
    rules = tmp_path / "pyproject.toml"
    rules.write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    contracts = settings()["tool"]["importlinter"]["contracts"]
    modules = {
        "mvs_central.tables.cases",
        "mvs_desktop.domain.errors.keys",
        "mvs_desktop.sync.client",
        "mvs_desktop.sync.protocol.push",
    }
    for contract in contracts:
        for layer in contract.get("layers", []):
            modules |= {f"{contract['containers'][0]}.{name}" for name in layer.split(" | ")}
        for name in contract.get("source_modules", []) + contract.get("forbidden_modules", []):
            if name.startswith("mvs_"):
                modules.add(name)
    for module in modules:
        folder = tmp_path.joinpath(*module.split("."))
        folder.mkdir(parents=True, exist_ok=True)
        for package in (folder, *folder.parents):
            if package.is_relative_to(tmp_path / module.split(".")[0]):
                (package / "__init__.py").touch()
    return tmp_path


def broken_contracts(tree: Path) -> set[str]:
    # Ahead of the real packages: the path file of the editable install comes later.
    check = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", check, "--no-cache"],
        cwd=tree,
        env={"PATH": "", "NO_COLOR": "1", "COLUMNS": "200", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    return set(re.findall(r"^(.+?) BROKEN", done.stdout, re.MULTILINE))


def test_every_import_rule_has_a_violation_here() -> None:
    contracts = settings()["tool"]["importlinter"]["contracts"]
    assert set(VIOLATIONS) == {contract["name"] for contract in contracts}


def test_a_tree_that_keeps_the_import_rules_passes(small_tree: Path) -> None:
    (small_tree / "mvs_central/web/x.py").write_text(
        "import mvs_desktop.domain\n"
        "import mvs_desktop.paths\n"
        "import mvs_desktop.sync.merge\n"
        "from mvs_desktop.sync import protocol\n"
    )
    assert broken_contracts(small_tree) == set()


@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_violation_breaks_its_import_rule(small_tree: Path, name: str) -> None:
    for file, line in VIOLATIONS[name].items():
        (small_tree / file).write_text(f"{line}\n")
    assert name in broken_contracts(small_tree)


@pytest.mark.parametrize(
    ("file", "contract"),
    [
        ("mvs_desktop/extra.py", "Imports go one way"),
        ("mvs_desktop/storage/extra.py", "Imports go one way within the store"),
        ("mvs_central/extra.py", "Imports go one way within the central service"),
        ("mvs_desktop/ui/family/extra.py", "Imports go one way within an opened family"),
        ("mvs_desktop/ui/kit/extra.py", "Imports go one way within the widget kit"),
    ],
)
def test_a_new_module_must_find_its_place_in_the_layers(
    small_tree: Path, file: str, contract: str
) -> None:
    (small_tree / file).touch()
    assert broken_contracts(small_tree) == {contract}


# --- checks for leaks --------------------------------------------------------------------------

pytest_plugins = ["pytester"]

# One test leaves all of them, so that one inner run shows every check at work.
LEAKING = """
import gc, threading, time, warnings
from PySide6.QtCore import QThreadPool, QTimer, qWarning
from PySide6.QtWidgets import QLabel

kept = []

def test_thread():
    threading.Thread(target=time.sleep, args=(4,), name="sleeper").start()

def test_timer(qapp):
    kept.append(QTimer())
    kept[-1].start(1000)

def test_window(qapp):
    kept.append(QLabel())
    kept[-1].show()

def test_pool(qapp):
    kept.append(QThreadPool())
    kept[-1].start(lambda: time.sleep(4))

def test_qt_warning(qapp):
    qWarning(b"careful Qt")

def test_python_warning():
    warnings.warn("careful Python")

def test_open_file():
    open(__file__)
    gc.collect()

def test_clean(qapp):
    timer = QTimer()
    timer.start(1000)
    timer.stop()
"""
REASONS = (
    "left behind: *thread sleeper*",
    "left behind: *QTimer*",
    "left behind: *window QLabel*",
    "left behind: *QThreadPool*",
    "*careful Qt*",
    "*UserWarning: careful Python*",
    "*ResourceWarning: unclosed file*",
)


def test_what_a_test_leaves_behind_fails_that_test_alone(pytester: pytest.Pytester) -> None:
    pytester.makepyprojecttoml((ROOT / "pyproject.toml").read_text("utf-8"))
    pytester.makeconftest(
        "pytest_plugins = ['tests.support.leaks']\n"
        "def pytest_configure():\n"
        "    from tests.support import leaks\n"
        "    leaks.GRACE = 0.3  # all of it is meant to stay\n"
    )
    pytester.makepyfile(LEAKING)
    result = pytester.runpytest_subprocess(".", "-p", "no:cacheprovider")
    for reason in REASONS:
        result.stdout.fnmatch_lines_random(reason)
    outcomes = result.parseoutcomes()
    assert outcomes.get("failed", 0) + outcomes.get("errors", 0) == len(REASONS)
    assert "test_clean" not in result.stdout.str()


# --- databases and keyring ---------------------------------------------------------------------


def test_the_database_of_a_test_is_empty_and_writable(central_database_url: str) -> None:
    engine = create_engine(central_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE probe (id INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO probe VALUES (1)"))
        assert connection.execute(text("SELECT count(*) FROM probe")).scalar_one() == 1
    engine.dispose()


def test_a_template_is_prepared_once(postgres_cluster: PostgresCluster) -> None:
    prepared: list[str] = []
    for _ in range(2):
        postgres_cluster.template("tooling_template", prepared.append)
    url = postgres_cluster.create_database("tooling_copy", "tooling_template")
    postgres_cluster.drop_database("tooling_copy")
    assert len(prepared) == 1
    assert url.endswith("/tooling_copy")


def secret_service_of_this_session() -> KeyringBackend:
    """By name: left to choose, the keyring library takes any backend that a test defined."""
    return SecretService.Keyring()  # type: ignore[no-untyped-call]


@pytest.mark.usefixtures("secret_service")
def test_the_secret_service_keeps_a_secret() -> None:
    backend = secret_service_of_this_session()
    backend.set_password("mvs-test", "tooling", "geheim")
    assert backend.get_password("mvs-test", "tooling") == "geheim"


@pytest.mark.usefixtures("secret_service")
def test_the_secret_service_of_the_next_test_is_empty() -> None:
    assert secret_service_of_this_session().get_password("mvs-test", "tooling") is None


def test_homes_are_private(xdg_home: Path) -> None:
    assert Path.home() == xdg_home
