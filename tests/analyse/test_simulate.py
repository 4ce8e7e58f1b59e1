"""One scenario from volumes to a recommended threshold."""

import json
import math

import hypothesis.strategies as st
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings

from listlab.analyse.growth import Growth
from listlab.analyse.simulate import simulate
from listlab.errors import ScenarioError

GROWTH = Growth(mean=0.06, sd=0.2, error=0.02, basis="given")
FIFTY, MILLION = 50_000, 1_000_000


def survey(n=76, *, seed=1, times=1, location=7.6, scale=1.0):
    """Mostly exact volumes, some brackets, as a survey gives them."""
    rng = np.random.default_rng(seed)
    rows = []
    for i, x in enumerate(np.floor(np.exp(rng.normal(location, scale, n))).astype(int)):
        if i % 5 == 0:
            rows.append((int(0.9 * x), int(1.1 * x)))
        elif i % 11 == 0:
            rows.append((0, 9_999) if x < 10_000 else (10_000, 99_999))
        else:
            rows.append((int(x), int(x)))
    frame = pl.DataFrame(rows, schema={"low": pl.Int64, "high": pl.Int64}, orient="row")
    return frame.with_columns(pl.col("low") * times, pl.col("high") * times)


def run(frame, **options):
    options = {
        "seed": 7,
        "thresholds": [10_000, 20_000, FIFTY, 100_000, MILLION],
        "growth": GROWTH,
        "bootstrap": 200,
    } | options
    return simulate(frame, **options)


def numbers(value):
    if isinstance(value, dict):
        return [x for part in value.values() for x in numbers(part)]
    if isinstance(value, list | tuple):
        return [x for part in value for x in numbers(part)]
    return [value] if isinstance(value, float) else []


@pytest.fixture(scope="module")
def result():
    return run(survey())


def pair(result, a, b):
    return next(p for p in result.equivalence if (p.a, p.b) == (a, b))


def test_the_famous_case(result):
    """50,000 and 1,000,000 are equivalent by the model, not without it; more answers settle it.

    One bracket of the survey straddles 50,000, so the exact bound needs 236 answers, not 149.
    """
    found = pair(result, FIFTY, MILLION)

    assert found.equivalent
    assert not found.equivalent_without_model
    assert found.in_gap.to_dict() == {"low": 0, "high": 1}
    assert found.answers_needed_without_model == 236
    assert found.permitted_risk_ratio == pytest.approx(20, rel=0.01)
    assert result.recommendation.threshold <= FIFTY
    assert result.recommendation.rests_on_tail


def test_losses_stand_beside_exposure(result):
    """Expected loss is rate × mean share × realised exposure; the worst years lose more."""
    for row in result.thresholds:
        assert 0.01 * 0.2 * row.realised_exposure == pytest.approx(row.expected_loss, rel=1e-6)
        assert row.expected_loss < row.cvar95 <= row.expected_loss / 0.05 * (1 + 1e-9)
    assert "0.01" in result.notes["expected_loss"].zh


def test_the_recommendation_is_the_smallest_feasible_one(result):
    """Every smaller candidate fails the need by its bound, every larger one meets it."""
    for row in result.thresholds:
        meets = row.forecast.lower95 >= result.need
        assert meets == (row.threshold >= result.recommendation.threshold)


def test_volumes_five_times_as_large_move_the_verdict(result):
    """All volumes × 5: the recommendation rises, and 50,000 is no longer equivalent."""
    larger = run(survey(times=5))

    assert larger.recommendation.threshold > result.recommendation.threshold
    assert not pair(larger, FIFTY, MILLION).equivalent


def test_a_tail_beyond_moves_the_verdict():
    """Five of 76 beyond 100,000: 50,000 and 1,000,000 are not equivalent any more."""
    frame = pl.concat(
        [
            survey(n=71),
            pl.DataFrame({"low": [150_000 + i for i in range(5)]}).with_columns(high=pl.col("low")),
        ]
    )

    assert not pair(run(frame), FIFTY, MILLION).equivalent


def test_eight_answers_carry_no_threshold():
    """Eight answers: no law decides, the exact bound falls short, nothing is recommended."""
    found = run(survey(n=8))

    assert found.recommendation.threshold is None
    assert found.recommendation.relaxation is not None
    assert any("8" in w.zh for w in found.warnings)


def test_result_has_the_shape_of_the_contract(result):
    """Keys of `simulate` are those of the contract, every null has its cause in the notes."""
    found = result.to_dict()

    assert list(found) == [
        "scenario",
        "kind",
        "tier",
        "n",
        "n_effective",
        "thresholds",
        "equivalence",
        "recommendation",
        "fit",
        "growth",
        "law",
        "seed",
        "notes",
        "provenance",
    ]
    assert list(found["thresholds"][0]) == [
        "threshold",
        "observed",
        "observed_answered",
        "without_model",
        "coverage",
        "forecast",
        "volume_share",
        "filings",
        "realised_exposure",
        "permitted_exposure",
        "expected_loss",
        "cvar95",
    ]
    assert list(found["thresholds"][0]["forecast"]) == [
        "estimate",
        "low",
        "high",
        "lower95",
        "upper95",
    ]
    assert len(found["equivalence"]) == 10
    nulls = {k for row in found["thresholds"] for k, v in row.items() if v is None}
    assert nulls <= set(found["notes"])
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@pytest.mark.parametrize(
    "rows",
    [
        [(5, 5)],
        [(7, 7)] * 30,
        [(0, None)] * 30,
        [(0, 0)] * 30,
        [(0, 9999)] * 30,
        [(10_000, None)] * 30,
        [(0, 0)] * 10 + [(300, 300), (900, 900), (4000, 4000)] * 5,
        [(1, 1), (10**9, 10**9)] * 10,
        [(0, 0)] + [(40 * i * i, 40 * i * i) for i in range(1, 30)],
        [(k, k) for k in (1, 1, 2, 3, 1, 1)],
    ],
)
def test_degenerate_surveys_get_a_defined_answer(rows):
    """No NaN, no infinity, no raw warning: values that don't exist are null with a cause."""
    frame = pl.DataFrame(rows, schema={"low": pl.Int64, "high": pl.Int64}, orient="row")
    found = run(frame, thresholds=[10, FIFTY])

    assert all(math.isfinite(x) for x in numbers(found.to_dict()))
    rows_ = found.to_dict()["thresholds"]
    nulls = {
        k
        for row in rows_
        for k, v in row.items()
        if v is None or (isinstance(v, dict) and None in v.values())
    }
    assert nulls <= {*found.notes, "observed_answered"}


def test_bands_hold_their_estimates(result):
    """Every estimate lies in its band, shares in [0, 1], one-sided inside two-sided order."""
    for row in result.thresholds:
        for part in (row.coverage, row.forecast, row.volume_share):
            assert 0 <= part.low <= part.estimate <= part.high <= 1
        assert row.forecast.low <= row.forecast.lower95 + 1e-9
        assert row.forecast.upper95 <= row.forecast.high + 1e-9
    curve = result.curve
    for name in ("coverage", "forecast", "forecast_low", "forecast_high"):
        assert (curve[name].diff().drop_nulls() >= -1e-12).all()


def test_same_seed_same_numbers_and_inputs_untouched():
    """A rerun is identical, and the frame given is left as it was."""
    frame = survey(n=30)
    before = frame.clone()

    assert run(frame).to_dict() == run(frame).to_dict()
    assert frame.equals(before)


@pytest.fixture(scope="module")
def in_order():
    return run(survey(n=25), bootstrap=60).to_dict()


@settings(max_examples=3, deadline=None)
@given(st.permutations(range(25)))
def test_row_order_changes_nothing(in_order, order):
    """Shuffled rows give the same result to the last digit."""
    assert in_order == run(survey(n=25)[order], bootstrap=60).to_dict()


def test_splitting_by_count_changes_nothing():
    """Two rows of one enterprise each and one row of two give the same result."""
    frame = survey(n=30)
    doubled = pl.concat([frame, frame])
    counted = frame.with_columns(count=2)

    assert run(doubled).to_dict() == run(counted).to_dict()


def test_scaling_volumes_and_thresholds_together_changes_nothing():
    """Ten times the persons, edges and threshold: the same shares and bounds within 1e-3."""
    base = run(survey(location=9.0), thresholds=[20_000, 80_000])
    large = run(survey(location=9.0, times=10), thresholds=[200_000, 800_000])
    for a, b in zip(base.thresholds, large.thresholds, strict=True):
        assert a.observed == b.observed
        assert a.without_model == b.without_model
        assert a.coverage.estimate == pytest.approx(b.coverage.estimate, abs=1e-3)
        assert a.forecast.estimate == pytest.approx(b.forecast.estimate, abs=1e-3)
        assert a.forecast.lower95 == pytest.approx(b.forecast.lower95, abs=1e-3)
    gain, times_ten = (result.equivalence[0].coverage_gain for result in (base, large))
    assert gain.upper95 == pytest.approx(times_ten.upper95, abs=1e-3)


def test_equal_weights_of_any_size_are_no_weights():
    """Weight 3 for everybody leaves shares alone and triples filings."""
    frame = survey(n=40)
    one, three = run(frame), run(frame.with_columns(weight=3.0))
    for a, b in zip(one.thresholds, three.thresholds, strict=True):
        assert a.forecast.lower95 == pytest.approx(b.forecast.lower95, abs=1e-9)
        assert 3 * a.filings.estimate == pytest.approx(b.filings.estimate)


@pytest.mark.parametrize(
    "options",
    [
        {"need": 0},
        {"need": 1.2},
        {"delta": 0},
        {"bootstrap": 10},
        {"thresholds": [0]},
        {"thresholds": []},
        {"thresholds": [10.5]},
        {"thresholds": [5 * 10**30]},
        {"thresholds": [10**400]},
    ],
)
def test_bad_options_are_refused(options):
    """Options outside their range are refused with the value given."""
    with pytest.raises(ScenarioError):
        run(survey(n=20), **options)


def test_automatic_candidates_surround_the_answers():
    """Without law and list the candidates are round numbers from the middle answer upwards."""
    found = [row.threshold for row in run(survey(), thresholds=None).thresholds]

    assert all(int(str(t).rstrip("0")) in (1, 2, 3, 5) for t in found)
    assert min(found) >= 1_000
    assert max(found) > 20_000


def test_notes_say_when_growth_is_assumed():
    """Without growth the result says so, with mean 0 and the assumed spread."""
    found = run(survey(n=30), growth=None)

    assert found.growth == "assumed"
    assert found.growth_mean == 0
    assert any("假定" in reason.zh for reason in found.recommendation.reasons)


def test_a_part_of_a_gain_is_bounded_by_the_whole(result):
    """The upper bounds of a pair never exceed those of a pair that contains it."""
    for inner in result.equivalence:
        for outer in result.equivalence:
            if outer.a <= inner.a and inner.b <= outer.b:
                assert inner.coverage_gain.upper95 <= outer.coverage_gain.upper95 + 1e-12
                assert inner.coverage_gain.high <= outer.coverage_gain.high + 1e-12


def test_one_candidate_is_enough():
    """A single line, as somebody may ask about it, gets its answer without any pair."""
    found = run(survey(), thresholds=[FIFTY])

    assert found.equivalence == ()
    assert found.recommendation.threshold == FIFTY


def test_too_few_answers_say_how_many_would_do():
    """Eight answers, all below: 59 in all would carry a need of 95 %."""
    found = run(survey(n=8), thresholds=[FIFTY])

    assert "59" in found.recommendation.relaxation.zh
    assert found.recommendation.decided_by == "answers"


def test_equivalence_is_never_claimed_over_the_survey():
    """13 of 400 certainly in the gap is more than two points, whatever a smooth law says."""
    rng = np.random.default_rng(3)
    volumes = [*np.floor(rng.lognormal(7.6, 1.0, 387)).astype(int), *range(150_000, 150_013)]
    found = run(pl.DataFrame({"low": volumes, "high": volumes}), thresholds=[FIFTY, MILLION])

    assert found.equivalence[0].equivalent is False
