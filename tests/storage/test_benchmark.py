"""The benchmark of the store runs, and says what it measured."""

import json

import pytest

from benchmarks import store


def test_the_benchmark_gives_figures_and_ratios(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BIG_CASE", 30)
    sizes = ["--cases", "3", "--paragraphs", "60", "--repeats", "3"]
    assert store.main([*sizes, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert all(figure["ours"] > 0 for figure in told["figures"])
    saves = [one for one in told["figures"] if "bare insert" in one["what"]]
    assert len(saves) == 3
    assert all(one["ratio"] == one["ours"] / one["plain"] for one in saves)
    store.report([store.Figure("a figure", 2.0, 1.0), store.Figure("another", 2.0)])
    assert "2.0" in capsys.readouterr().out
