"""What the answers say of a threshold without any model: survey bounds and exact limits."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

from listlab.analyse.answers import Answers
from listlab.analyse.result import Bounds

_ONE_SIDED = 0.95


def observed(answers: Answers, threshold: float, *, answered_only: bool = False) -> Bounds | None:
    """Share of enterprises below the threshold: certainly, and possibly.

    With `answered_only` wholly missing answers are left out; None when none is left.
    """
    kept = answers.answered if answered_only else np.ones(len(answers.low), dtype=bool)
    total = (answers.count * answers.weight)[kept].sum()
    if total == 0:
        return None
    mass = answers.count * answers.weight
    below = [(mass[kept & (ends < threshold)]).sum() for ends in (answers.high, answers.low)]
    low, high = (float(np.clip(part / total, 0.0, 1.0)) for part in below)
    return Bounds(low, high)


def limits_below(answers: Answers, threshold: float, *, level: float = _ONE_SIDED) -> Bounds:
    """One-sided limits (95 %) of the share below the threshold, without a model.

    Clopper–Pearson, lower at the answers certainly below, upper at those possibly below. With
    unequal weights the Korn–Graubard form of it with an effective number of answers never above
    Kish's, which is approximate; and never closer than the exact limit of any one class of
    equal weights leaves it, as a small class of heavy answers may hold what no answer shows.

    References
    ----------
    .. [1] Clopper and Pearson (1934), doi:10.1093/biomet/26.4.404.
    .. [2] Korn and Graubard (1998), Survey Methodology 24(2), 193-201.
    """
    return limits_of(answers, answers.high < threshold, answers.low < threshold, level=level)


def limits_of(
    answers: Answers,
    certainly: NDArray[np.bool_],
    possibly: NDArray[np.bool_],
    *,
    level: float = _ONE_SIDED,
) -> Bounds:
    """One-sided limits of a share, from the groups certainly and those possibly counted."""
    return Bounds(_lower(answers, certainly, level), _upper(answers, possibly, level))


def limits_between(answers: Answers, a: float, b: float) -> Bounds:
    """One-sided 95 % limits of the share in [a, b), without a model."""
    return limits_of(answers, *between(answers, a, b))


def between(answers: Answers, a: float, b: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which groups certainly, and which possibly, lie in [a, b)."""
    return (
        (answers.low >= a) & (answers.high < b),
        (answers.low < b) & (answers.high >= a),
    )


def _trials(answers: Answers, which: NDArray[np.bool_]) -> tuple[float, float]:
    """Successes and trials for the exact limits; effective ones under unequal weights."""
    if answers.equal_weights:
        return float(answers.count[which].sum()), float(answers.n)
    share = answers.share(which)
    error = answers.count * (answers.weight * (which - share)) ** 2
    n = float(answers.n)
    variance = error.sum() / answers.total_weight**2 * n / max(n - 1, 1.0)
    if variance > 0:
        kish = share * (1 - share) / variance
    else:
        kish = answers.effective(np.ones(len(which), dtype=bool))
    kish = min(kish, answers.effective(np.ones(len(which), dtype=bool)))
    freedom = max(n - len(np.unique(answers.stratum)), 1.0)
    shrink = float(special.stdtrit(max(n - 1, 1.0), 0.975) / special.stdtrit(freedom, 0.975)) ** 2
    trials = kish * shrink
    return share * trials, trials


def _lower(answers: Answers, which: NDArray[np.bool_], level: float) -> float:
    x, n = _trials(answers, which)
    low = float(special.betaincinv(x, n - x + 1, 1 - level)) if x > 0 else 0.0
    return low if answers.equal_weights else min(low, 1 - _heaviest(answers, ~which, level))


def _upper(answers: Answers, which: NDArray[np.bool_], level: float) -> float:
    x, n = _trials(answers, which)
    high = exact_upper(x, n, level=level)
    return high if answers.equal_weights else max(high, _heaviest(answers, which, level))


def _heaviest(answers: Answers, which: NDArray[np.bool_], level: float) -> float:
    """Largest share that the exact limit of one class of equal weights allows, others as seen."""
    mass = answers.count * answers.weight
    seen = float(mass[which].sum())
    found = 0.0
    for weight in np.unique(answers.weight):
        here = answers.weight == weight
        x, n = float(answers.count[here & which].sum()), float(answers.count[here].sum())
        beyond = weight * (n * exact_upper(x, n, level=level) - x)
        found = max(found, (seen + beyond) / mass.sum())
    return min(found, 1.0)


@lru_cache(maxsize=65_536)
def exact_upper(x: float, n: float, *, level: float = _ONE_SIDED) -> float:
    """Clopper–Pearson upper limit of a share, `x` of `n` seen; both may be effective numbers."""
    return float(special.betaincinv(x + 1, n - x, level)) if x < n else 1.0


@lru_cache(maxsize=4096)
def answers_needed(in_gap: float, delta: float, *, most: int) -> int | None:
    """Least number of answers whose exact upper 95 % limit of the gap's share is below `delta`.

    Supposes that no further answer falls into the gap than the `in_gap` that may lie there now.
    None when more than `most` would be needed.
    """
    low, high = int(in_gap) + 1, most
    if exact_upper(in_gap, high) >= delta:
        return None
    while low < high:
        middle = (low + high) // 2
        if exact_upper(in_gap, middle) < delta:
            high = middle
        else:
            low = middle + 1
    return low


def answers_to_settle(
    answers: Answers, which: NDArray[np.bool_], delta: float, *, most: int
) -> int | None:
    """Answers in all that would show the share of the groups to be below `delta`, about.

    Of answers that say something: those wholly missing have to be filled in besides. Exact where
    every answer weighs the same. Under unequal weights the effective number of answers stands
    for theirs, and the number found is scaled back: an approximation that supposes weights to
    stay as unequal as they are.
    """
    said = answers.said
    if not said.n:
        return answers_needed(0, delta, most=most)
    x, effective = _trials(said, which[answers.answered])
    needed = answers_needed(x, delta, most=most)
    return None if needed is None else math.ceil(needed * said.n / effective)


def improbable(answers: Answers, which: NDArray[np.bool_], share: float) -> bool:
    """Whether so many answers of a kind have less than 5 % probability at a share of them.

    A law whose own bound makes the survey improbable is not to be decided on. Under unequal
    weights the answers are counted as the effective number of them.
    """
    said = answers.said
    if not said.n:
        return False
    x, n = _trials(said, which[answers.answered])
    seen, n = math.floor(x + 1e-9), max(math.floor(n + 1e-9), 1)
    chance = special.betainc(max(seen, 1), n - seen + 1, min(max(share, 0.0), 1.0))
    return bool(seen > 0 and chance < 1 - _ONE_SIDED)
