"""Thresholds to compare: round numbers, lines of the law, and those asked for."""

from collections.abc import Mapping, Sequence
from numbers import Real

import numpy as np

from listlab.analyse.answers import MOST, Answers
from listlab.errors import ScenarioError
from listlab.law.limits import Limits
from listlab.model.language import Text
from listlab.model.params import Tier
from listlab.model.problem import Problem

_STEPS = (1, 2, 3, 5)  # of each decade
_MOST = 12


def candidates(
    answers: Answers, *, limits: Limits | None = None, asked: Sequence[int] = ()
) -> tuple[int, ...]:
    """Round thresholds that the law leaves open, with those of the law to compare with.

    Without `limits` they run from the middle of the answers to the first one beyond the
    largest. `asked` are thresholds that enterprises asked for.
    """
    numbers = np.concatenate(
        [answers.low[answers.low > 0], answers.high[np.isfinite(answers.high)]]
    )
    numbers = numbers[numbers > 0]
    largest = float(numbers.max(initial=1.0))
    if limits is not None:
        start, stop = limits.national, limits.cap or 10 * max(limits.national, int(largest))
        above = {t for t in limits.comparison if t > limits.national}
        extra = {limits.national, *above, *([limits.cap] if limits.cap else [])}
    else:
        start, stop = max(int(np.median(numbers)) if numbers.size else 1, 1), 20 * int(largest)
        extra = set()
    decades = range(len(str(stop)) + 1)
    rounds = [step * 10**k for k in decades for step in _STEPS if start <= step * 10**k < stop]
    wished = [t for t in asked if start <= t < stop]
    kept = sorted({*rounds, *wished})
    while len(kept) > _MOST:  # keep the upper ones: the small ones free nobody
        kept.pop(0)
    return tuple(sorted({*kept, *(t for t in extra if t >= 1)}))


def of_both_tiers(
    answers: Answers, limits: Mapping[Tier, Limits], *, known: Sequence[int] = (), most: int = 5
) -> tuple[int, ...]:
    """Thresholds of one kind for both tiers: round ones that either leaves open, and known ones.

    Of each tier at most `most` round ones: the smallest that the law leaves open, then those
    around the upper answers. `known` are lines of the law and of other lists.
    """
    found = {*known, *(limit.national for limit in limits.values())}
    for limit in limits.values():
        lawful = [t for t in candidates(answers, limits=limit) if limit.allows(t)]
        found |= set(lawful[:1]) | set(_spread(lawful, most - 1))
    return tuple(sorted(t for t in found if t >= 1))


def _spread(values: Sequence[int], most: int) -> list[int]:
    """At most so many of the values, evenly placed, the last among them."""
    if len(values) <= most:
        return list(values)
    places = np.linspace(0, len(values) - 1, most).round().astype(int)
    return [values[place] for place in places]


def checked(thresholds: Sequence[int]) -> tuple[int, ...]:
    """Thresholds given, sorted and without repeats.

    Raises
    ------
    ScenarioError
        No threshold, or one that is no whole number from 1 to 10¹².
    """
    wrong = [t for t in thresholds if not _is_threshold(t)]
    if wrong or not thresholds:
        got = "、".join(map(str, wrong)) or "（空）"
        raise ScenarioError(
            Problem(
                "scenario.threshold",
                "error",
                Text(
                    f"阈值应为 1 至 {MOST:,} 的整数，得到 {got}。请写成例如 50000,1000000。",
                    f"thresholds must be whole numbers from 1 to {MOST:,}, got {got}. "
                    "Write for instance 50000,1000000.",
                ),
                got=got,
            )
        )
    return tuple(sorted({int(t) for t in thresholds}))


def _is_threshold(given: object) -> bool:
    """Whether it is a whole number from 1 to the most, whatever it was given as."""
    if isinstance(given, bool) or not isinstance(given, Real):
        return False
    return bool(not given < 1 and given <= MOST) and float(given).is_integer()
