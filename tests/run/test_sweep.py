"""Grids swept over one flows table: combinations, ids that last, results kept."""

import numpy as np
import polars as pl
import pytest

from listlab.analyse.simulate import simulate
from listlab.errors import ScenarioError
from listlab.run.grid import parameters, read_grid
from listlab.run.sweep import combine, sweep
from listlab.run.whatif import Question, WhatIf, read_question

OPTIONS = WhatIf(thresholds="10000,20000,50000", bootstrap=50, seed=3)


@pytest.fixture(scope="module")
def flows(tmp_path_factory):
    volumes = np.floor(np.random.default_rng(1).lognormal(7.8, 1.0, 40)).astype(int)
    path = tmp_path_factory.mktemp("flows") / "flows.csv"
    pl.DataFrame({"low": volumes, "high": volumes}).write_csv(path)
    return path


@pytest.fixture(scope="module")
def prepared(flows):
    return read_question(flows, OPTIONS).prepare()


@pytest.fixture
def once(prepared, monkeypatch):
    """Sweeps of the same flows and options share one preparation."""
    monkeypatch.setattr(Question, "prepare", lambda question: prepared)


def grid(tmp_path, text, ending="yml"):
    path = tmp_path / f"grid.{ending}"
    path.write_text(text, encoding="utf-8")
    return read_grid(path)


def run(flows, combinations, out, **options):
    asked = WhatIf(**{**vars(OPTIONS), **options})
    return sweep(flows, combinations, asked, out=out, step=lambda done, total: None)


def ids(flows, combinations, **options):
    question = read_question(flows, WhatIf(**{**vars(OPTIONS), **options}))
    return [c.id for c in combine(combinations, question, "hash of the flows")]


def test_lists_are_crossed_and_tables_taken_row_by_row(tmp_path):
    """Every value with every other, the last parameter fastest; a table's rows as they stand."""
    crossed = grid(tmp_path, "need: [0.9, 0.95]\nbeta: [0, 0.1]\ndelta: 0.02\n")
    listed = grid(tmp_path, "- {need: 0.9}\n- {need: 0.95, beta: 0.1}\n")
    table = grid(tmp_path, "need,beta\n0.9,\n0.95,0.1\n0.95,0.1\n", "csv")

    assert [(0.9, 0), (0.9, 0.1), (0.95, 0), (0.95, 0.1)] == [
        (c["need"], c["beta"]) for c in crossed
    ]
    assert listed == table == ({"need": 0.9}, {"beta": 0.1, "need": 0.95})


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "need: [0, 2, .nan]\nbeta: [a, true]\nspeed: 1\n",
            ["grid.value"] * 5 + ["grid.parameter"],
        ),
        ("[]", ["grid.empty"]),
        ("need: []", ["grid.empty"]),
        ("need", ["scenario.error"]),
        ("need: [", ["scenario.error"]),
        ("entrants: 1\nrepeat_share: 0.5\n", ["grid.effect"] * 2),
        (f"need: {[1] * 500}\nbeta: {[0] * 500}", ["grid.size"]),
    ],
)
def test_everything_wrong_in_a_grid_is_told_at_once(tmp_path, text, codes):
    """Unknown parameters, values out of range, nothing, too much, no YAML: all problems named."""
    with pytest.raises(ScenarioError) as refused:
        grid(tmp_path, text)

    assert codes == [p.code for p in refused.value.problems]


def test_a_combination_is_what_simulate_finds(flows, once, tmp_path):
    """Rows hold the forecast under the need and factors of their combination."""
    run(flows, grid(tmp_path, "need: [0.9]\nbeta: [0.2]"), tmp_path / "out.parquet")
    found = pl.read_parquet(tmp_path / "out.parquet")
    expected = simulate(
        pl.read_csv(flows),
        seed=3,
        bootstrap=50,
        need=0.9,
        thresholds=[10_000, 20_000, 50_000],
    )

    assert [10_000, 20_000, 50_000] == found["threshold"].to_list()
    np.testing.assert_array_equal(
        found["forecast_lower95"], [r.forecast.lower95 for r in expected.thresholds]
    )
    np.testing.assert_array_equal(found["exposure"], [r.exposure(0.2) for r in expected.thresholds])
    assert {expected.recommendation.threshold} == set(found["recommendation"])
    assert (found["recommended"] == (found["threshold"] == found["recommendation"])).all()


OTHERWISE = {
    "need": 0.4,
    "delta": 0.9,
    "growth_mean": 0.5,
    "growth_sd": 1.0,
    "beta": 0.5,
    "incident_rate": 0.1,
    "loss_share_a": 2.0,
    "loss_share_b": 2.0,
}


def test_every_parameter_that_is_offered_changes_a_column(flows, once, tmp_path):
    """Each swept on its own leads to other figures than the call as it is."""
    out = tmp_path / "out.parquet"
    combinations = ({}, *({name: value} for name, value in OTHERWISE.items()))
    run(flows, combinations, out)
    usual, *others = pl.read_parquet(out).drop(*parameters()).partition_by("id", include_key=False)
    silent = [n for n, rows in zip(OTHERWISE, others, strict=True) if rows.equals(usual)]

    assert list(parameters()) == list(OTHERWISE)
    assert [] == silent


def test_thresholds_are_compared_with_the_next_smaller(flows, once, prepared, tmp_path):
    """Gain and verdict of each neighbouring pair stand beside the larger; the smallest has none."""
    out = tmp_path / "out.parquet"
    run(flows, grid(tmp_path, "delta: [0.5]"), out)
    found = pl.read_parquet(out)
    pairs = prepared.ask(delta=0.5).equivalence
    steps = [p for p in pairs if (p.a, p.b) in {(10_000, 20_000), (20_000, 50_000)}]

    assert [None, *(p.coverage_gain.upper95 for p in steps)] == found["gain_upper95"].to_list()
    assert [None, *(p.equivalent for p in steps)] == found["equivalent"].to_list()


def test_ids_stay_when_rows_and_columns_are_added(flows, tmp_path):
    """The same combination has one id, however it is written and whatever stands beside it."""
    few = ids(flows, grid(tmp_path, "need: [0.9, 0.95]"))
    wider = "need: [0.99, 0.95, 0.90]\nbeta: [0.0, 0.1]\ndelta: [0.02]\ngrowth_mean: 0"
    many = ids(flows, grid(tmp_path, wider))

    assert few == [many[4], many[2]]
    assert 6 == len(set(many))


@pytest.mark.parametrize(
    "other", [{"seed": 4}, {"bootstrap": 60}, {"growth": "0.2,0.1"}, {"thresholds": "auto"}]
)
def test_ids_change_with_what_results_rest_on(flows, tmp_path, other):
    """Another seed, other replicates, growth or candidates of the call: another id."""
    combinations = grid(tmp_path, "need: [0.9]")

    assert ids(flows, combinations) != ids(flows, combinations, **other)


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_what_is_there_is_kept_and_only_the_rest_computed(flows, once, tmp_path, ending):
    """A second sweep into the same file adds rows; older ones stay to the bit."""
    out = tmp_path / f"out.{ending}"
    read = getattr(pl, f"read_{ending}")
    run(flows, grid(tmp_path, "need: [0.9]"), out)
    before = read(out)
    found = run(flows, grid(tmp_path, "need: [0.9, 0.95]\nbeta: [0, 0.1]"), out)
    after = read(out)

    assert (3, 1) == (found.computed, found.kept)
    assert after.head(3).select(before.columns).equals(before)
    assert 12 == after.height == found.rows
    assert [0.0] * 3 == after["beta"].head(3).to_list()


def test_a_sweep_that_stops_keeps_what_it_has(flows, once, tmp_path):
    """Stopped in the middle, the combinations done are in the file; the next call goes on."""
    out, combinations = tmp_path / "out.parquet", grid(tmp_path, "need: [0.9, 0.95, 0.99]")

    def stop(done, total):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(flows, combinations, OPTIONS, out=out, step=stop)

    assert 2 == pl.read_parquet(out)["id"].n_unique()
    assert (1, 2) == ((again := run(flows, combinations, out)).computed, again.kept)


def test_a_file_that_holds_something_else_is_not_touched(flows, tmp_path):
    """A table of other columns, another ending, and a missing folder are refused."""
    other, alike = tmp_path / "other.csv", tmp_path / "alike.csv"
    other.write_text("a,b\n1,2\n")
    alike.write_text("recommended,threshold,recommendation,need\ntrue,1,1,0.9\n")
    for out in (other, alike, tmp_path / "out.xlsx", tmp_path / "none" / "out.csv"):
        with pytest.raises(ScenarioError):
            run(flows, grid(tmp_path, "need: [0.9]"), out)

    assert "a,b\n1,2\n" == other.read_text()
