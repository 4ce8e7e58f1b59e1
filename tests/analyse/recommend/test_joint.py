"""Both tiers and both kinds together: what is feasible, which is smallest, what is compared."""

from dataclasses import replace
from itertools import product

import numpy as np
import polars as pl
import pytest
from scipy import stats

from listlab.analyse.recommend import Combination, analyse
from listlab.analyse.simulate import simulate
from listlab.errors import ScenarioError
from listlab.model.params import Assumption

CANDIDATES = [1_000, 10_000, 50_000, 200_000]


def flows_of(n=60, seed=4):
    rng = np.random.default_rng(seed)
    z = rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], n)
    personal, sensitive = (np.exp(z + np.array([8.0, 7.0]))).astype(int).T
    return pl.DataFrame(
        {
            "personal_low": personal,
            "personal_high": personal,
            "sensitive_low": sensitive,
            "sensitive_high": np.where(np.arange(n) % 4 == 0, 2 * sensitive, sensitive),
        }
    )


def one_kind(flows, kind):
    return simulate(
        flows.select(low=f"{kind}_low", high=f"{kind}_high"),
        seed=1,
        thresholds=CANDIDATES,
        kind=kind,
        bootstrap=60,
    )


@pytest.fixture(scope="module")
def flows():
    return flows_of()


@pytest.fixture(scope="module")
def sides(flows):
    return {kind: one_kind(flows, kind) for kind in ("personal", "sensitive")}


def joint(flows, sides, **options):
    return analyse(flows, **sides, rng=np.random.default_rng(2), **options)


@pytest.fixture(scope="module")
def result(flows, sides):
    return joint(flows, sides, needs={"contract": 0.8, "assessment": 0.95})


def test_every_ordered_combination_is_judged(result):
    """All combinations whose contract line is not above that of the assessment, none twice."""
    ordered = sum(a >= c for a, c in product(CANDIDATES, CANDIDATES)) ** 2

    assert ordered == len({choice.thresholds for choice in result.choices}) == len(result.choices)


def test_the_smallest_feasible_is_taken_in_the_stated_order(result):
    """Assessment before contract, and sensitive before personal within each."""
    feasible = [
        choice.thresholds
        for choice in result.choices
        if choice.contract.bound >= 0.8 and choice.assessment.bound >= 0.95
    ]
    smallest = min(
        feasible,
        key=lambda c: (
            c.assessment_sensitive,
            c.assessment_personal,
            c.contract_sensitive,
            c.contract_personal,
        ),
    )

    assert smallest == result.chosen.thresholds


def test_the_bound_needs_no_dependence(result, sides):
    """The bound that decides is one minus both shares caught, each at its 97.5 % bound."""
    low = {
        kind: {row.threshold: row.forecast.low for row in side.thresholds}
        for kind, side in sides.items()
    }
    for choice in result.choices[:40]:
        shares = choice.contract
        both = low["personal"][shares.personal] + low["sensitive"][shares.sensitive] - 1

        assert max(both, 0) == pytest.approx(shares.forecast.lower95, abs=1e-12)


def test_exact_limits_count_who_is_below_both(result, flows):
    """Without a model the limit is Clopper–Pearson's of the answers certainly below both lines."""
    shares = result.choices[len(result.choices) // 2].assessment
    below = flows.filter(
        pl.col("personal_high") < shares.personal, pl.col("sensitive_high") < shares.sensitive
    ).height
    exact = stats.binomtest(below, flows.height).proportion_ci(0.9, "exact")

    assert exact.low == pytest.approx(shares.without_model.low, abs=1e-9)


def test_procedures_add_up(result):
    """Free, contract and assessment are all enterprises; effort is their weighted sum."""
    for choice in result.choices:
        free = result.enterprises * min(
            choice.contract.forecast.estimate, choice.assessment.forecast.estimate
        )
        counted = sum(choice.procedures.values()) + free
        effort = choice.procedures["contract"] + 3 * choice.procedures["assessment"]

        assert (result.enterprises, effort) == pytest.approx((counted, choice.effort))


def test_nothing_lawful_beats_the_frontier(result):
    """No combination beats one of the frontier on both scales, and the rest are beaten."""
    points = np.array([(c.effort, c.permitted) for c in result.choices])
    for choice in result.choices:
        here = np.array([choice.effort, choice.permitted])
        beaten = ((points <= here).all(axis=1) & (points < here).any(axis=1)).any()
        same = sum(bool((p == here).all()) for p in points) > 1

        assert choice.pareto == (not beaten) or same


def test_what_a_study_assumes_weighs_the_frontier(flows, sides):
    """Effort follows the assumed ratio of an assessment to a contract filing."""
    assumed = {"procedure_effort": Assumption({"assessment": 10.0}, "assumed")}
    found = joint(flows, sides, assumptions=assumed)
    choice = found.choices[0]

    assert choice.effort == pytest.approx(
        choice.procedures["contract"] + 10 * choice.procedures["assessment"]
    )


def test_no_feasible_combination_names_what_binds(flows, sides):
    """A need that nothing meets is refused by tier, with the bound that would do."""
    found = joint(flows, sides, needs={"contract": 0.5, "assessment": 0.99999})

    assert found.chosen is None
    assert ("安全评估一级" in found.binding.zh, "标准合同或认证一级" in found.binding.zh) == (
        True,
        False,
    )


def test_known_lists_stand_beside_the_recommendation(flows, sides):
    """A zone's combination is compared by name; one that is no candidate is said to be left out."""
    known = {
        "国家规定": Combination(10_000, 200_000, 1_000, 50_000),
        "某地清单": Combination(77_777, 200_000, 1_000, 50_000),
    }
    found = joint(flows, sides, known=known)

    assert ["国家规定"] == [choice.name for choice in found.known]
    assert "known.某地清单" in found.notes
    assert any("国家规定" in line.zh for line in found.lines())


def test_steps_raise_one_threshold(result):
    """Each step beyond raises one threshold and never claims more gain than the kind by itself."""
    assert result.steps
    for step in result.steps:
        assert step.stop > step.start
        assert 0 <= step.gain.estimate <= step.gain.upper95


def test_few_answers_leave_only_exact_limits(flows, sides):
    """Below twelve effective answers the exact limits decide, and the result says so."""
    few = {kind: replace(side, n_effective=9.0) for kind, side in sides.items()}
    found = joint(flows.head(9), few)

    assert "answers" == found.decided_by
    assert "forecast" in found.notes
    assert all(c.effort is None and c.permitted is None for c in found.choices)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"needs": 1.5}, "need"),
        ({"needs": {"contract": 0.0, "assessment": 0.9}}, "contract"),
    ],
)
def test_impossible_needs_are_refused(flows, sides, change, words):
    """A need outside (0, 1] is refused by its tier."""
    with pytest.raises(ScenarioError, match=words):
        joint(flows, sides, **change)


def test_results_of_the_wrong_kind_are_refused(flows, sides):
    """Two results of one kind are no pair, and a table without both counts is none either."""
    with pytest.raises(ScenarioError, match="personal"):
        joint(flows, {**sides, "sensitive": replace(sides["sensitive"], kind="personal")})
    with pytest.raises(ScenarioError, match="sensitive_low"):
        joint(flows.drop("sensitive_low"), sides)


def test_result_shows_itself(result):
    """A result has words, rows and a chart, and no value that is not a number."""
    frame = result.to_frame()

    assert 1 == frame["recommended"].sum()
    assert 0 == sum(frame.select(pl.selectors.float().is_nan().sum()).row(0))
    assert result.lines()[0].zh in result._repr_html_()
    assert "layer" in result.chart().to_dict()
