"""What a guesser tries first is not enough, four words that do not belong together are."""

import subprocess
import sys
import time

import pytest

from mvs_desktop.demo import command, seeding
from mvs_desktop.domain.errors import RegisterDamaged
from mvs_desktop.services import passphrases
from mvs_desktop.services.passphrases import Advice, PassphraseQuality, judge_passphrase
from tests.support.workspaces import PASSPHRASE

ABOUT = ("Noor Testers", "Oefenorganisatie")


@pytest.mark.parametrize(
    "text",
    [
        PASSPHRASE,
        "fiets bakker maandag potlood",
        "schildpad-kerosine-vlieger",
        "k8#fQz!2mVx9",
        "Wij eten op dinsdag altijd zuurkool.",
        command.PASSPHRASE,
        seeding._PASSPHRASE,
        "ሰላም ለሁላችሁ ይሁን",  # not only Dutch people work here
    ],
)
def test_what_is_enough(text: str) -> None:
    quality = judge_passphrase(text, ABOUT)
    assert quality.enough
    assert quality.score >= 3
    assert quality.advice is Advice.NONE


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", Advice.SHORT),
        ("   ", Advice.SHORT),
        ("fiets", Advice.SHORT),
        ("Welkom01!", Advice.COMMON),
        ("Zomer2026!Zomer", Advice.COMMON),
        ("W3lkom2026!!", Advice.COMMON),
        ("iloveyou", Advice.COMMON),
        ("Noor Testers", Advice.OWN_NAME),
        ("noortesters2026", Advice.OWN_NAME),
        ("Oefenorganisatie1!", Advice.OWN_NAME),
        ("Schiedam-Oost-2026", Advice.WORK),
        ("keukentafel gesprek wijkteam", Advice.WORK),
        ("Wijkteam Vlaardingen", Advice.WORK),
        ("groot-amstelveen", Advice.FEW_WORDS),
        ("jurre gerritsen", Advice.NAME),
        ("12-03-1984", Advice.DATE),
        ("qwertyuiop[]asdf", Advice.KEYBOARD),
        ("abcdefghijklmnop", Advice.KEYBOARD),
        ("aaaaaaaaaaaaaaaaaaaa", Advice.REPEAT),
        ("paraplu paraplu paraplu", Advice.REPEAT),
        ("wachtwoord" * 10, Advice.REPEAT),
        ("fiets bakker maandag", Advice.FEW_WORDS),
    ],
)
def test_what_is_not_enough_and_why(text: str, advice: Advice) -> None:
    quality = judge_passphrase(text, ABOUT)
    assert not quality.enough
    assert quality.score < 3
    assert quality.advice is advice


def test_dutch_words_are_known() -> None:
    alone = "from zxcvbn import zxcvbn; print(zxcvbn('gezelligbuitenspelen')['guesses_log10'])"
    done = subprocess.run([sys.executable, "-c", alone], capture_output=True, text=True, check=True)
    assert float(done.stdout) > 11  # to the library alone it is gibberish
    assert not judge_passphrase("gezelligbuitenspelen").enough


def test_what_is_put_between_words_counts_for_nothing() -> None:
    judged = {
        judge_passphrase(f"graag{sign}gedaan{sign}hoor") for sign in ("", " ", "-", "--", ".")
    }
    assert len(judged) == 1
    assert not judged.pop().enough


def test_what_is_known_of_somebody_else_says_nothing() -> None:
    first = judge_passphrase("kwikstaart gorilla", ("Kwikstaart Gorilla",))
    assert first.advice is Advice.OWN_NAME
    assert judge_passphrase("kwikstaart gorilla").advice is not Advice.OWN_NAME


def test_a_length_beyond_what_is_examined_takes_nothing_away() -> None:
    assert judge_passphrase("fiets bakker maandag potlood " * 40).enough
    assert judge_passphrase("vier woorden zijn genoeg" + " " * 4000).enough


@pytest.mark.parametrize(
    "text",
    ["4@8({[<369 1!|0$5+7%2" * 4, "4@1!$5" * 12, "12-12-1212." * 7, "a" * 5_000, "de het een " * 9],
)
def test_judging_keeps_up_with_typing(text: str) -> None:
    judge_passphrase("x")
    taken = []
    for _ in range(5):
        began = time.process_time()
        judge_passphrase(text, ABOUT)
        taken.append(time.process_time() - began)
    assert min(taken) < 0.05


def test_starting_the_program_does_not_load_the_word_lists() -> None:
    asked = "import sys, mvs_desktop.services.session; print('zxcvbn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_missing_word_list_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: str) -> None:
        raise FileNotFoundError

    passphrases._library.cache_clear()
    with monkeypatch.context() as context:
        context.setattr(passphrases, "resource", missing)
        with pytest.raises(RegisterDamaged):
            judge_passphrase("fiets")
    assert judge_passphrase("fiets") == PassphraseQuality(0, enough=False, advice=Advice.SHORT)
