"""Regret over futures, the minimax threshold, and rules for where the recommendation fails."""

from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from listlab.analyse.robust import analyse
from listlab.analyse.robust.rules import share_of
from listlab.analyse.sensitivity import Lever, Range
from listlab.analyse.sensitivity.futures import Futures
from listlab.errors import ScenarioError
from listlab.model.language import Text

GROWTH = Range("growth", Text("增长", "growth"), 0.0, 1.0, 0.5)
RATE = Range("rate", Text("发生率", "rate"), 0.0, 1.0, 0.5)
RULE = Lever(
    "rule",
    Text("计数规则", "counting rule"),
    (0.0, 1.0),
    0.0,
    (),
    (Text("按年", "by year"), Text("按次", "by event")),
)


@dataclass(frozen=True)
class Toy:
    """Two thresholds: the larger frees 10 more of 100 enterprises and loses 20 × rate more.

    The recommended 20,000 fails when growth is above 0.8 and counting is by event.
    """

    thresholds: tuple = (20_000, 30_000)
    recommended: int | None = 20_000
    need: float = 0.95
    factors: tuple = (GROWTH, RATE, RULE)

    def futures(self, rows):
        n = len(rows)
        growth, rate, rule = rows.T
        freed = np.column_stack([np.full(n, 0.8), np.full(n, 0.9)])
        loss = np.column_stack([np.zeros(n), 20 * rate])
        serves = np.column_stack([~((growth > 0.8) & (rule == 1)), np.ones(n, dtype=bool)])
        return Futures(freed, loss, loss, serves, np.full(n, 100.0))


def ask(model=None, *, price=1.0, **options):
    return analyse(model or Toy(), price=price, rng=np.random.default_rng(3), **options)


@pytest.fixture(scope="module")
def found():
    return ask(price=1.2)


def test_regret_is_the_shortfall_from_the_best_in_hindsight(found):
    """Gain 10, loss 24 × rate: the small one regrets 10 at most, the large one 14; mean known."""
    small, large = found.row(20_000), found.row(30_000)

    assert 10 == pytest.approx(small.worst)
    assert 14 == pytest.approx(large.worst)
    assert 20_000 == found.threshold
    assert 1.0 == large.worst_at[1]
    assert 10 * (10 / 24) / 2 == pytest.approx(small.mean.estimate, abs=0.01)
    assert 10 / 24 == pytest.approx(large.best.estimate, abs=0.01)
    assert small.mean.low < small.mean.estimate < small.mean.high


@pytest.mark.parametrize(("price", "threshold"), [(0.0, 30_000), (0.9, 30_000), (1.1, 20_000)])
def test_the_minimax_threshold_turns_where_it_should(price, threshold):
    """At price 1 both regret 10 at most: cheaper loss takes the large one, dearer the small."""
    assert threshold == ask(price=price).threshold


def test_the_price_at_which_the_choice_changes_is_found(found):
    """From 1.2 downwards the choice changes just below 1, upwards nowhere."""
    low, high = found.changes_at

    assert 1 / 10 ** (4 / 80) / 1.001 <= low <= 1.0
    assert high is None


def test_equal_regrets_choose_the_smaller_threshold():
    """Where nothing tells thresholds apart, the smallest is taken."""

    class Same(Toy):
        def futures(self, rows):
            found = super().futures(rows)
            return Futures(
                found.freed * 0 + 0.9,
                found.loss * 0,
                found.loss * 0,
                found.serves,
                found.enterprises,
            )

    assert 20_000 == ask(Same()).threshold


def test_the_rule_of_failing_futures_is_found_in_words(found):
    """Growth above 0.8 and counting by event: all failures, nearly nothing else."""
    (rule,) = found.rules
    words = rule.say()

    assert 0.1 == pytest.approx(found.fails.estimate, abs=0.002)
    assert "计数规则为按次" in words.zh
    assert "counting rule is by event" in words.en
    assert "增长高于 0.8" in words.zh
    assert rule.coverage.estimate > 0.98
    assert rule.density.estimate > 0.98
    assert rule.density.low <= rule.density.estimate <= rule.density.high
    assert any("失效的情形" in line.zh for line in found.lines())
    assert 1 == found.rules_frame().height


def test_shares_have_exact_limits():
    """Limits are Clopper–Pearson's, as scipy has them."""
    truth = stats.binomtest(7, 40).proportion_ci(method="exact")
    ours = share_of(7, 40)

    assert (truth.low, truth.high) == pytest.approx((ours.low, ours.high), abs=1e-9)
    assert share_of(0, 0).estimate is None


def test_what_never_or_always_fails_has_no_rule():
    """No failure, only failures, no recommendation: each is said, without a rule."""

    class Never(Toy):
        def futures(self, rows):
            found = super().futures(rows)
            return Futures(
                found.freed, found.loss, found.loss, found.serves | True, found.enterprises
            )

    class Always(Toy):
        def futures(self, rows):
            found = super().futures(rows)
            return Futures(
                found.freed, found.loss, found.loss, found.serves & False, found.enterprises
            )

    never, always, none = ask(Never()), ask(Always()), ask(Toy(recommended=None))

    assert (0.0, ()) == (never.fails.estimate, never.rules)
    assert (1.0, ()) == (always.fails.estimate, always.rules)
    assert none.fails is None
    assert "没有建议阈值" in none.lines()[-1].zh
    assert 0 == none.rules_frame().height


def test_failures_without_a_pattern_make_no_rule():
    """Failures that hang on no factor are not explained away."""

    class Random(Toy):
        def futures(self, rows):
            found = super().futures(rows)
            fails = np.modf(np.sin(1e5 * rows.sum(axis=1)) * 1e4)[0] > 0.9
            serves = np.column_stack([~fails, ~fails])
            return Futures(found.freed, found.loss, found.loss, serves, found.enterprises)

    found = ask(Random())

    assert 0 < found.fails.estimate < 0.2
    assert () == found.rules
    assert "没有共同特征" in found.lines()[-1].zh


def test_same_seed_same_result(found):
    """The same generator gives the same rows, rules and words."""
    again = ask(price=1.2)

    assert found.to_frame().equals(again.to_frame())
    assert found.lines() == again.lines()
    assert found.chart("en").to_dict()["description"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"price": -1.0}, "price"),
        ({"price": float("inf")}, "price"),
        ({"futures": 300}, "2 的幂"),
        ({"futures": 128}, "256"),
        (
            {"model": Toy(factors=(GROWTH, RATE, RULE, Lever("threshold", RULE.name, (0, 1), 0)))},
            "vary_threshold",
        ),
    ],
)
def test_unusable_options_are_refused(options, words):
    """Each option that can't be used is named, with what was got."""
    with pytest.raises(ScenarioError, match=words):
        ask(**options)
