"""Joint choice of thresholds against brute force; frontier, shadow prices, refusals."""

from itertools import product

import hypothesis.strategies as st
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings

from listlab.analyse.portfolio import Budget, analyse
from listlab.analyse.portfolio.solve import Choices, best_picks, least_excess, least_use
from listlab.errors import ScenarioError
from listlab.model.language import Text

OFFICER = Budget(30, 10, Text("备案件数", "filings"), Text("一名备案人员", "one officer"))
# scenario, threshold, benefit, exposure, filings: by hand, the best within (50, 30) is a 2, b 1
TABLE = pl.DataFrame(
    [
        ("a", 1_000, 10.0, 10.0, 30.0),
        ("a", 2_000, 20.0, 30.0, 20.0),
        ("a", 3_000, 26.0, 60.0, 5.0),
        ("b", 1_000, 40.0, 20.0, 10.0),
        ("b", 2_000, 44.0, 40.0, 5.0),
    ],
    schema=["scenario", "threshold", "benefit", "exposure", "filings"],
    orient="row",
)
BUDGETS = {"exposure": 50.0, "filings": OFFICER}


def brute(choices, limits):
    """Best benefit by trying everything, None where nothing fits; and the smallest ranks of it."""
    groups = [np.flatnonzero(choices.scenario == g) for g in range(choices.scenario.max() + 1)]
    fitting = [
        np.array(picks)
        for picks in product(*groups)
        if (
            choices.costs[:, list(picks)].sum(axis=1) <= limits + 1e-9 * scale(choices, limits)
        ).all()
    ]
    if not fitting:
        return None
    best = max(choices.benefit[picks].sum() for picks in fitting)
    equal = [p for p in fitting if choices.benefit[p].sum() >= best - 1e-9 * max(best, 1)]
    return best, min(choices.rank[p].sum() for p in equal)


def scale(choices, limits):
    return np.maximum(np.abs(choices.costs).max(axis=1), np.maximum(limits, 1e-9))


@st.composite
def problems(draw):
    """Up to four scenarios of up to four candidates, two budgets; whole or fractional."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    n = sum(sizes)
    amounts = st.one_of(st.integers(0, 20).map(float), st.floats(0, 20).map(lambda x: round(x, 3)))
    numbers = st.lists(amounts, min_size=n, max_size=n)
    choices = Choices(
        scenario=np.repeat(np.arange(len(sizes)), sizes),
        rank=np.concatenate([np.arange(size) for size in sizes]),
        benefit=np.array(draw(numbers)),
        costs=np.array([draw(numbers), draw(numbers)]),
    )
    return choices, np.array([draw(st.integers(0, 60)), draw(st.integers(0, 60))], dtype=float)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(problems())
def test_the_choice_is_that_of_brute_force(problem):
    """Best benefit, smallest thresholds among equals, and infeasibility, as by trying all."""
    choices, limits = problem
    truth, picks = brute(choices, limits), best_picks(choices, limits)

    assert (truth is None) == (picks is None)
    if truth is not None:
        assert truth[0] == pytest.approx(choices.total(picks), rel=1e-9, abs=1e-9)
        assert truth[1] == choices.rank[picks].sum()
        assert (choices.use(picks) <= limits + 1e-6).all()


@settings(max_examples=30, deadline=None, derandomize=True)
@given(problems())
def test_the_least_relaxation_is_the_least(problem):
    """Raising one budget by what is said is enough, and less is not; jointly likewise."""
    choices, limits = problem
    for i in range(2):
        picks = least_use(choices, i, limits)
        if picks is None:
            continue
        enough, less = limits.copy(), limits.copy()
        enough[i] = choices.use(picks)[i]
        less[i] = choices.use(picks)[i] - 1e-3
        assert brute(choices, enough) is not None
        assert brute(choices, less) is None
    together = np.maximum(choices.use(least_excess(choices, limits)), limits)
    assert brute(choices, together) is not None


def test_the_example_is_solved_as_by_hand():
    """Scenario a at 2,000 and b at 1,000 free 60; nothing is left of either budget."""
    found = analyse(TABLE, budgets=BUDGETS)

    assert [("a", 2_000), ("b", 1_000)] == [(p.scenario, p.threshold) for p in found.picks]
    assert 60 == found.benefit.estimate
    assert {"exposure": 50.0, "filings": 30.0} == dict(found.used)
    assert "a 2,000人、b 1,000人" in found.lines()[0].zh


def test_one_unit_more_is_found_by_solving_again():
    """Ten of exposure more changes nothing; thirty move a to 3,000 and free 6 (10 %) more."""
    ten = analyse(TABLE, budgets={"exposure": Budget(50, 10), "filings": OFFICER})
    thirty = analyse(TABLE, budgets={"exposure": Budget(50, 30), "filings": OFFICER})
    shadow = ten.shadows["exposure"]

    assert (0.0, ()) == (shadow.gain, shadow.changes)
    assert (20.0, 4.0) == pytest.approx((shadow.next_amount, shadow.next_gain))
    assert 6.0 == thirty.shadows["exposure"].gain
    assert [("a", 2_000, 3_000)] == [
        (c.name.zh, c.before, c.after) for c in thirty.shadows["exposure"].changes
    ]
    assert any("（10.0%）：a由2,000人改为3,000人" in line.zh for line in thirty.lines())
    assert any("至少增加 20 才会多 4 家" in line.zh for line in ten.lines())


def test_a_budget_that_does_not_bind_says_so():
    """More officers alone free nobody in the example: exposure is what binds."""
    found = analyse(TABLE, budgets=BUDGETS)

    assert found.shadows["filings"].next_amount is None
    assert any("备案件数不构成约束" in line.zh for line in found.lines())


def test_the_frontier_never_falls_and_holds_the_choice():
    """Benefit along each budget rises from infeasible to the most that is of use."""
    found = analyse(TABLE, budgets=BUDGETS)
    frame = found.frontier_frame().filter(pl.col("budget") == "exposure")
    here = frame.filter(pl.col("limit") == 50.0)

    assert frame["benefit"].is_sorted()
    assert [60.0] == here["benefit"].to_list()
    assert 70.0 == frame["benefit"].max()
    assert {"exposure", "filings"} == set(found.frontier_frame()["budget"])
    assert found.chart("zh").to_dict()["description"]


def test_limits_of_the_total_are_sums():
    """Bands of the scenarios add up; without them the total has none."""
    banded = TABLE.with_columns(
        benefit_low=pl.col("benefit") - 1, benefit_high=pl.col("benefit") + 2
    )
    found = analyse(banded, budgets=BUDGETS)

    assert (58.0, 64.0) == (found.benefit.low, found.benefit.high)
    assert (None, None) == (
        analyse(TABLE, budgets=BUDGETS).benefit.low,
        analyse(TABLE, budgets=BUDGETS).benefit.high,
    )


def test_rows_in_any_order_and_from_pandas_give_the_same():
    """Shuffled rows and a pandas table choose the same thresholds."""
    first = analyse(TABLE, budgets=BUDGETS)
    shuffled = analyse(TABLE.sample(fraction=1, shuffle=True, seed=2), budgets=BUDGETS)
    pandas = analyse(TABLE.to_pandas(), budgets=BUDGETS)

    assert {(p.scenario, p.threshold) for p in first.picks} == {
        (p.scenario, p.threshold) for p in shuffled.picks
    }
    assert first.to_frame().equals(pandas.to_frame())


def test_an_infeasible_budget_names_what_binds_and_the_least_relaxation():
    """Exposure 25 with filings 30 fails on either alone: 25 more exposure or 10 more filings."""
    with pytest.raises(ScenarioError) as caught:
        analyse(TABLE, budgets={"exposure": 35.0, "filings": 30.0})
    words = [problem.message.zh for problem in caught.value.problems]

    assert ["portfolio.infeasible"] * 2 == [p.code for p in caught.value.problems]
    assert any(
        "exposure至多 35，而任何组合至少需要 50；单独放宽它，至少增加 15" in w for w in words
    )
    assert any("filings至多 30，而任何组合至少需要 40；单独放宽它，至少增加 10" in w for w in words)


def test_budgets_that_bind_together_are_named_together():
    """Where no single budget would do, the joint relaxation is said."""
    with pytest.raises(ScenarioError, match=r"共同放宽为：exposure增加 .*、filings增加"):
        analyse(TABLE, budgets={"exposure": 5.0, "filings": 5.0})


def test_unusable_input_is_named_at_once():
    """Columns, numbers, repeats and budgets: every problem in one refusal."""
    broken = TABLE.with_columns(
        benefit=pl.when(pl.col("threshold") == 3_000).then(float("nan")).otherwise(1.0),
        exposure=-pl.col("exposure"),
    )
    with pytest.raises(ScenarioError) as caught:
        analyse(pl.concat([broken, broken[:1]]), budgets=BUDGETS)
    assert 3 == len(caught.value.problems)

    with pytest.raises(ScenarioError, match="staff"):
        analyse(TABLE, budgets={"staff": 1.0})
    with pytest.raises(ScenarioError, match="-1"):
        analyse(TABLE, budgets={"exposure": -1.0})
    with pytest.raises(ScenarioError, match="没有给出预算"):
        analyse(TABLE, budgets={})
    with pytest.raises(ScenarioError, match="没有一行"):
        analyse(TABLE[:0], budgets=BUDGETS)
