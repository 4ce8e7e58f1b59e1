"""The joint choice of items and threshold against every choice tried one by one."""

import math
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listlab.analyse.scope import columns
from listlab.analyse.scope.frontier import frontier
from listlab.analyse.scope.optimum import Solver
from listlab.analyse.scope.programme import Programme

CLOSE = 1e-6


@st.composite
def programmes(draw):
    """Programmes of up to eight items and three thresholds, with combinations."""
    m, n, k, c = (draw(st.integers(low, high)) for low, high in ((1, 8), (1, 7), (1, 3), (0, 3)))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    parts = tuple(
        tuple(
            rng.choice(m, size=rng.integers(1, m + 1), replace=False)
            for _ in range(rng.integers(1, 4))
        )
        for _ in range(c)
    )
    severity = rng.integers(0, 4, size=m)
    cost = severity[:, None] * np.cumsum(rng.integers(0, 6, size=(m, k)), axis=1) / 64
    return Programme(
        gain=np.cumsum(rng.integers(0, 5, size=(n, k)), axis=1) / 8,
        required=rng.random((n, m)) < rng.uniform(0.1, 0.7),
        cost=cost,
        joint=np.cumsum(rng.integers(0, 9, size=(c, k)), axis=1) / 64,
        parts=parts,
        admissible=rng.random(m) < 0.85,
        free=severity == 0,
    )


def every_choice(programme):
    """Value and risk of every admissible set of items at every threshold, by plain loops."""
    items = range(programme.required.shape[1])
    for bits in product((False, True), repeat=len(items)):
        if any(bit and not ok for bit, ok in zip(bits, programme.admissible, strict=True)):
            continue
        for k in range(programme.gain.shape[1]):
            value = sum(
                programme.gain[i, k]
                for i, needs in enumerate(programme.required)
                if all(bits[j] for j in items if needs[j])
            )
            risk = sum(programme.cost[j, k] for j in items if bits[j])
            risk += sum(
                programme.joint[c, k]
                for c, parts in enumerate(programme.parts)
                if all(any(bits[j] for j in part) for part in parts)
            )
            yield float(value), float(risk)


@given(programmes(), st.floats(0, 30))
@settings(max_examples=20, deadline=None)
def test_a_price_finds_the_best_of_all_choices(programme, price):
    """No set of items and threshold serves more, less the price of its risk."""
    best = max(value - price * risk for value, risk in every_choice(programme))
    found = Solver(programme).at_price(price)

    assert best == pytest.approx(found.value - price * found.risk, abs=CLOSE)
    assert 0 == found.gap


@given(programmes(), st.integers(0, 40))
@settings(max_examples=20, deadline=None)
def test_a_budget_finds_the_most_served_then_the_least_risk(programme, half_units):
    """Within a budget nothing serves more, and nothing that serves as many risks less."""
    budget = (half_units + 0.5) / 64
    within = [(v, r) for v, r in every_choice(programme) if r <= budget]
    most = max(value for value, _ in within)
    least = min(risk for value, risk in within if value >= most - CLOSE)
    found = Solver(programme).within(budget)

    assert (most, least) == pytest.approx((found.value, found.risk), abs=CLOSE)


@given(programmes())
@settings(max_examples=12, deadline=None)
def test_the_frontier_is_best_at_every_price(programme):
    """At each end and in the middle of its prices a design of the frontier is the best of all."""
    choices = list(every_choice(programme))
    points = frontier(Solver(programme))

    assert 0.0 == points[-1].price_low
    assert math.inf == points[0].price_high
    assert [p.price_low for p in points[:-1]] == [p.price_high for p in points[1:]]
    for point in points:
        top = min(point.price_high, point.price_low + 10)
        for price in (point.price_low, (point.price_low + top) / 2, top):
            best = max(value - price * risk for value, risk in choices)
            own = point.choice.value - price * point.choice.risk
            assert best == pytest.approx(own, abs=1e-5)


@given(programmes(), st.floats(0.1, 10))
@settings(max_examples=12, deadline=None)
def test_nothing_inadmissible_is_admitted(programme, price):
    """An item that may never be listed is in no choice, whatever it would serve."""
    found = Solver(programme).at_price(price)

    assert not (found.admitted & ~programme.admissible).any()


def test_equal_thresholds_give_the_smallest():
    """Of two thresholds that serve and risk the same the smaller is chosen."""
    same = Programme(
        gain=np.ones((2, 3)),
        required=np.array([[True, False], [False, True]]),
        cost=np.full((2, 3), 0.25),
        joint=np.zeros((0, 3)),
        parts=(),
        admissible=np.ones(2, dtype=bool),
        free=np.zeros(2, dtype=bool),
    )

    assert 0 == Solver(same).at_price(1.0).threshold
    assert 0 == Solver(same).within(0.5).threshold


def test_a_limit_of_nodes_is_told_as_a_gap():
    """When the search is cut short the gap holds the distance to the best choice."""
    rng = np.random.default_rng(3)
    required = np.eye(24, dtype=bool)  # a knapsack
    cost = rng.uniform(1, 2, size=(24, 1))
    hard = Programme(
        gain=40 * cost + rng.uniform(0, 4, size=(24, 1)),
        required=required,
        cost=cost,
        joint=np.zeros((0, 1)),
        parts=(),
        admissible=np.ones(24, dtype=bool),
        free=np.zeros(24, dtype=bool),
    )
    budget = float(cost.sum()) / 2
    exact, cut = Solver(hard).within(budget), Solver(hard, nodes=1).within(budget)

    assert 0 == exact.gap
    assert cut.gap > 0
    assert cut.value <= exact.value + CLOSE <= cut.value + cut.gap + 2 * CLOSE


def test_a_solver_that_fails_leaves_the_best_choice_met_with_its_gap(monkeypatch):
    """HiGHS may fail by its own rounding: what was met within the budget stands, and its gap."""
    failed = SimpleNamespace(status=4, message="Solve error", fun=None, x=None, mip_dual_bound=None)
    programme = Programme(
        gain=np.array([[1.0], [2.0]]),
        required=np.eye(2, dtype=bool),
        cost=np.array([[0.5], [0.5]]),
        joint=np.zeros((0, 1)),
        parts=(),
        admissible=np.ones(2, dtype=bool),
        free=np.zeros(2, dtype=bool),
    )
    exact = Solver(programme).within(0.5)
    monkeypatch.setattr(columns, "milp", lambda *_, **__: failed)
    found = Solver(programme).within(0.5)

    assert (exact.value, exact.gap) == (2.0, 0)
    assert found.risk <= 0.5
    assert found.value + found.gap >= exact.value
