"""Every expected failure and every problem code has Dutch words of its own."""

import importlib
import logging
import pkgutil
from collections.abc import Iterator

import pytest

import mvs_desktop
from mvs_desktop.domain.checks import Problem
from mvs_desktop.domain.errors import (
    ExpectedError,
    ServerUnreachable,
    UnreadableRecord,
    WrongPassphrase,
)
from mvs_desktop.domain.partial_date import DateProblem, NotADate, parse_partial_date
from mvs_desktop.ui import messages
from mvs_desktop.ui.messages import error_message, failure_code
from mvs_desktop.ui.problem_words import date_problem_text, problem_text, unreadable_date_text

NEVER = ("ongeldig", "verplicht", "fout", "cliënt", " sync", "error")


def subclasses(kind: type[ExpectedError]) -> Iterator[type[ExpectedError]]:
    for below in kind.__subclasses__():
        yield below
        yield from subclasses(below)


def every_error() -> list[type[ExpectedError]]:
    """All of them, also those that a layer below declares for itself."""
    layers = ("domain", "storage", "sync", "documents", "services")
    prefixes = tuple(f"mvs_desktop.{layer}." for layer in layers)
    for package in pkgutil.iter_modules(mvs_desktop.__path__, "mvs_desktop."):
        if not f"{package.name}.".startswith(prefixes):
            continue
        path = importlib.import_module(package.name).__path__
        for module in pkgutil.walk_packages(path, f"{package.name}."):
            if ".migrations." not in module.name:
                importlib.import_module(module.name)
    return sorted(
        (
            kind
            for kind in subclasses(ExpectedError)
            # One without a code of its own says what it is a sort of.
            if kind.__module__.startswith("mvs_desktop.") and "code" in vars(kind)
        ),
        key=lambda kind: kind.__name__,
    )


def made(kind: type[ExpectedError]) -> ExpectedError:
    return kind("person", "kind") if kind is UnreadableRecord else kind()


def test_every_expected_error_has_its_own_sentences() -> None:
    kinds = every_error()
    assert len(kinds) >= 19
    texts = {kind: error_message(made(kind)) for kind in kinds}

    assert [kind.__name__ for kind, said in texts.items() if "(code " in said.text] == []
    assert len({said.text for said in texts.values()}) == len(kinds)
    for said in texts.values():
        assert said.title
        assert len(said.text.split(". ")) >= 2, said.text  # what happened and what to do
        assert not [word for word in NEVER if word in said.text.lower()], said.text


@pytest.mark.parametrize("problem", list(Problem))
def test_every_problem_has_a_sentence(problem: Problem) -> None:
    text = problem_text(problem)
    assert text.endswith((".", "?"))
    assert not [word for word in NEVER if word in text.lower()]


def test_problem_sentences_differ() -> None:
    texts = [problem_text(problem) for problem in Problem]
    texts += [date_problem_text(problem) for problem in DateProblem]
    assert len(set(texts)) == len(texts)


def test_the_thirtieth_of_february_does_not_exist() -> None:
    with pytest.raises(NotADate) as caught:
        parse_partial_date("30 februari 2019")
    assert unreadable_date_text(caught.value).startswith("Deze dag bestaat niet.")


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (0, "Probeer het opnieuw"),
        (1, "over 1 seconde "),
        (30, "over 30 seconden"),
        (600, "over 10 minuten"),
    ],
)
def test_a_wrong_passphrase_says_how_long_to_wait(wait: int, words: str) -> None:
    assert words in error_message(WrongPassphrase(wait)).text


def test_no_connection_is_message_two() -> None:
    assert error_message(ServerUnreachable()).text == (
        "Geen verbinding. Werk gewoon door: alles wordt bewaard en later vanzelf verstuurd."
    )


def test_an_unexpected_failure_gets_a_code_and_never_logs_its_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> None:
        raise ValueError("Bo Jansen huilt op school")

    def said_and_code() -> tuple[str, str]:
        with pytest.raises(ValueError, match="Bo") as caught:
            fail()
        return error_message(caught.value).text, failure_code(caught.value)

    with caplog.at_level(logging.ERROR, logger=messages.__name__):
        said, code = said_and_code()
        assert said_and_code() == (said, code)
    assert f"(code {code})" in said
    assert "Je werk is bewaard." in said
    assert code in caplog.text
    assert "ValueError" in caplog.text
    assert "fail:" in caplog.text
    assert "Bo" not in caplog.text
