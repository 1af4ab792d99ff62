"""What the documents name is there: files, folders, modules, and what they link to."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = ("benchmarks", "mvs_central", "mvs_desktop", "tests")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SOURCES = sorted(file for name in CODE[:3] for file in (ROOT / name).rglob("*.py"))

_FILE = re.compile(r"(?<![\w./*<])[\w/*]+\.py\b")
_FOLDER = re.compile(r"`([\w.-]+/[\w./-]*)/`")
_MODULE = re.compile(
    r"`((?:mvs_central|mvs_desktop|tests|domain|services|storage|sync|ui)\.[\w.]+)`"
)
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)(?:#[^)]*)?\)")


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def is_there(path: str) -> bool:
    """Paths are told from the root, or from a package whose name would say nothing more."""
    return any(ROOT.glob(path)) or any(
        found for name in CODE for found in (ROOT / name).rglob(path)
    )


def resolves(name: str) -> bool:
    """A module, or something in one."""
    if name.partition(".")[0] not in CODE:
        name = f"mvs_desktop.{name}"
    try:
        import_module(name)
    except ModuleNotFoundError:
        place, _, member = name.rpartition(".")
        return hasattr(import_module(place), member)
    return True


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_what_a_document_names_is_there(document: Path) -> None:
    text = document.read_text("utf-8")
    named = {*_FILE.findall(text), *_FOLDER.findall(text)}
    assert not sorted(path for path in named if not is_there(path))
    assert not sorted(name for name in _MODULE.findall(text) if not resolves(name))
    links = {link for link in _LINK.findall(text) if not (document.parent / link).exists()}
    assert not links


def test_files_that_the_code_names_are_there() -> None:
    found = {
        (name_of(file), path) for file in SOURCES for path in _FILE.findall(file.read_text("utf-8"))
    }
    assert not sorted((file, path) for file, path in found if not is_there(path))
