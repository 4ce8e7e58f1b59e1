"""Bands hold what they promise: simulated surveys with the workbook's mix of answers."""

import csv
import importlib.util
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from listlab.analyse.growth import Growth
from listlab.analyse.simulate import simulate

ROOT = Path(__file__).parents[2]
SOAK = 300


@pytest.fixture(scope="module")
def trial():
    """The benchmark's studies: truths, answers, cells."""
    spec = importlib.util.spec_from_file_location("coverage", ROOT / "benchmarks/coverage.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def held(rows, side):
    return np.array([[int(c) for c in row[side]] for row in rows])


def test_slice_of_the_coverage_trial(trial):
    """Three studies of two truths: two-sided bands hold the truth in at least 80 % of cells."""
    rows = trial.run(3, None, ["lognormal", "mixture"])

    assert held(rows, "two").mean() >= 0.8
    assert held(rows, "lower95").mean() >= 0.8


def test_a_checkpoint_is_resumed_not_repeated(trial, tmp_path, monkeypatch):
    """Studies in the file are taken from it, and only what is missing is run."""
    file, ran = tmp_path / "coverage.csv", []

    def study(truth, seed):
        ran.append((truth, seed))
        return {"truth": truth, "seed": seed, "two": "1", "lower95": "1", "upper95": "1"}

    monkeypatch.setattr(trial, "study", study)
    trial.run(2, file, ["gamma"])
    rows = trial.run(3, file, ["gamma"])

    assert [("gamma", 0), ("gamma", 1), ("gamma", 2)] == ran
    assert 3 == len(rows)


def test_the_release_table_is_that_of_the_rows_kept(trial):
    """5,000 studies of each truth, the page's table theirs, and every cell holds its promise."""
    with (ROOT / "benchmarks/coverage.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    table = trial.table(rows)
    wrong = [r for r in rows if r["truth"] == "mixture" and r["equivalent"] == "1"]

    assert table in (ROOT / "docs/method/bands.md").read_text(encoding="utf-8")
    assert dict.fromkeys(trial.TRUTHS, 5000) == Counter(r["truth"] for r in rows)
    assert "**" not in table
    assert len(wrong) <= 0.05 * 5_000
    assert all(r["without_model"] == "0" for r in wrong)


@pytest.mark.soak
@pytest.mark.parametrize("truth", ["lognormal", "gamma", "weibull", "loglogistic", "mixture"])
def test_bands_cover_every_truth_of_the_set(trial, truth):
    """300 studies of 80 answers: 93 to 97 % where F(T) is in [0.05, 0.97], 93 % beyond.

    Within two standard errors of 300 studies; docs/method/bands.md has the release's table.
    """
    rows = trial.run(SOAK, None, [truth])
    print("\n" + trial.table(rows))
    inside = np.array(trial.SHARES) <= trial.INSIDE[1]
    for side in trial.SIDES:
        share = held(rows, side).mean(axis=0)
        assert share.min() >= 0.93 - 2 * np.sqrt(0.93 * 0.07 / SOAK), side
        assert share[inside].max() <= 0.97 + 2 * np.sqrt(0.97 * 0.03 / SOAK), side


@pytest.mark.soak
def test_false_equivalence_under_a_far_mixture_is_told(trial):
    """5 % of enterprises far out: equivalence is rarely found, and said to rest on the tail."""
    false, told, first = 0, 0, 0
    for seed in range(100):
        rng = np.random.default_rng([seed, 2])
        volumes = trial.TRUTHS["mixture"].rvs(80, random_state=rng)
        found = simulate(
            trial.survey(volumes, rng),
            thresholds=list(trial.PAIR),
            growth=Growth(basis="given"),
            bootstrap=50,
            seed=seed,
        )
        if found.equivalence[0].equivalent:
            false += 1
            told += not found.equivalence[0].equivalent_without_model
            first += found.recommendation.rests_on_tail
    print(
        f"\nfalse equivalence in {false} of 100, {told} not shown without a model, {first} said so"
    )

    assert false <= 5 + 2 * np.sqrt(5 * 0.95) or first == false
