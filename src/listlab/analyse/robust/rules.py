"""In which futures the recommendation fails: boxes of a shallow decision tree, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from listlab.analyse.answers import Array
from listlab.analyse.result import Estimate
from listlab.analyse.scale.limits import exact_upper
from listlab.analyse.sensitivity.inputs import Input, Lever
from listlab.model.language import Text

_DEPTH = 3
_LEAST_SHARE = 0.02  # of the futures that a leaf must hold
_MAJORITY = 0.5  # share of failures from which a leaf is a rule
_LIFT = 2.0  # times the overall share, for the densest leaf where none has a majority
_EACH_SIDE = 0.975


@dataclass(frozen=True, slots=True)
class Condition:
    """A factor above `above` and at most `to`; None where that side is open."""

    factor: Input
    above: float | None
    to: float | None

    def holds(self, values: Array) -> NDArray[np.bool_]:
        """Whether each value meets the condition."""
        above = -np.inf if self.above is None else self.above
        return (values > above) & (values <= (np.inf if self.to is None else self.to))

    def say(self) -> Text:
        """Condition in words: levels by name, ranges by their limits."""
        name = self.factor.name
        if isinstance(self.factor, Lever):
            levels = self.factor.levels
            met = self.holds(np.array(levels))
            said = [self.factor.say(level) for level, held in zip(levels, met, strict=True) if held]
            return Text(
                f"{name.zh}为{'或'.join(s.zh for s in said)}",
                f"{name.en} is {' or '.join(s.en for s in said)}",
            )
        above, to = (x if x is None else self.factor.say(x) for x in (self.above, self.to))
        if above and to:
            return Text(
                f"{name.zh}在 {above.zh} 与 {to.zh} 之间",
                f"{name.en} is between {above.en} and {to.en}",
            )
        if above:
            return Text(f"{name.zh}高于 {above.zh}", f"{name.en} is above {above.en}")
        assert to is not None
        return Text(f"{name.zh}不超过 {to.zh}", f"{name.en} is at most {to.en}")


@dataclass(frozen=True, slots=True)
class Rule:
    """Futures that meet every condition.

    `coverage`: share of all failures that lie in it. `density`: share of it that fails. Both are
    measured on futures that the rule was not found from, with exact 95 % limits.
    """

    conditions: tuple[Condition, ...]
    coverage: Estimate
    density: Estimate

    def say(self) -> Text:
        """All conditions in one clause."""
        said = [condition.say() for condition in self.conditions]
        return Text("，且".join(s.zh for s in said), " and ".join(s.en for s in said))


def failing_rules(
    rows: Array, fails: NDArray[np.bool_], factors: Sequence[Input], rng: Generator
) -> tuple[Rule, ...]:
    """Boxes in which the recommendation mostly fails, those that hold most failures first.

    Found from one half of the futures, measured on the other. Where no box has a majority, the
    densest one, if it fails at least twice as often as all futures. What does not surely fail
    more often than usual on the other half is no rule.
    """
    half = len(rows) // 2
    learn, check = slice(0, half), slice(half, None)
    if fails[learn].all() or not fails[learn].any() or not fails[check].any():
        return ()
    leaves = list(_leaves(rows[learn], fails[learn], factors, rng))
    chosen = [box for box, density in leaves if density > _MAJORITY]
    if not chosen:
        box, density = max(leaves, key=lambda leaf: leaf[1])
        chosen = [box] if density >= _LIFT * fails[learn].mean() else []
    rules = [_measured(box, rows[check], fails[check], factors) for box in chosen]
    usual = float(fails[check].mean())
    borne_out = [rule for rule in rules if (rule.density.low or 0.0) > usual]
    return tuple(sorted(borne_out, key=lambda rule: -(rule.coverage.estimate or 0.0)))


def share_of(some: int, of: int) -> Estimate:
    """Share with exact two-sided 95 % limits; None of nothing.

    References
    ----------
    .. [1] Clopper and Pearson (1934), doi:10.1093/biomet/26.4.404.
    """
    if of == 0:
        return Estimate(None, None, None)
    low = 1 - exact_upper(of - some, of, level=_EACH_SIDE)
    return Estimate(some / of, max(low, 0.0), exact_upper(some, of, level=_EACH_SIDE))


def _measured(
    box: tuple[Condition, ...], rows: Array, fails: NDArray[np.bool_], factors: Sequence[Input]
) -> Rule:
    inside = np.ones(len(rows), dtype=bool)
    for condition in box:
        inside &= condition.holds(rows[:, factors.index(condition.factor)])
    both = int((inside & fails).sum())
    return Rule(box, share_of(both, int(fails.sum())), share_of(both, int(inside.sum())))


def _leaves(
    rows: Array, fails: NDArray[np.bool_], factors: Sequence[Input], rng: Generator
) -> Iterator[tuple[tuple[Condition, ...], float]]:
    """Leaves of the tree as boxes, each with the share that fails in it."""
    from sklearn.tree import DecisionTreeClassifier  # slow to import

    model = DecisionTreeClassifier(
        max_depth=_DEPTH,
        min_samples_leaf=max(int(_LEAST_SHARE * len(rows)), 1),
        random_state=int(rng.integers(2**31)),  # decides between equally good splits
    ).fit(rows, fails)
    tree = model.tree_
    k = len(factors)
    stack: list[tuple[int, Array, Array]] = [(0, np.full(k, -np.inf), np.full(k, np.inf))]
    while stack:
        node, above, to = stack.pop()
        if tree.children_left[node] < 0:
            yield _box(factors, above, to), float(_failing(tree, node))
            continue
        j, cut = tree.feature[node], tree.threshold[node]
        left, right = to.copy(), above.copy()
        left[j], right[j] = min(to[j], cut), max(above[j], cut)
        stack += [(tree.children_right[node], right, to), (tree.children_left[node], above, left)]


def _failing(tree: Any, node: int) -> float:
    counts = tree.value[node][0]
    return float(counts[1] / counts.sum())


def _box(factors: Sequence[Input], above: Array, to: Array) -> tuple[Condition, ...]:
    return tuple(
        Condition(factor, _end(above[j]), _end(to[j]))
        for j, factor in enumerate(factors)
        if np.isfinite(above[j]) or np.isfinite(to[j])
    )


def _end(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
