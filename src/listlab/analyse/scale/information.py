"""How many more answers would change the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from scipy import special

from listlab.analyse.result import ThresholdRow

_CLIP = 8.0
_MOST = 10**6


@dataclass(frozen=True)
class Information:
    """Answers in all with which a threshold would be feasible, were its estimate right.

    Bounds close in on the estimate with the root of the number of answers. None where the
    estimate itself falls short, or more answers would be needed than there can be.
    """

    threshold: int
    estimate: float
    lower95: float
    answers: int
    needed: int | None


def information(
    rows: Sequence[ThresholdRow], *, need: float, answers: int, lawful: Sequence[int]
) -> tuple[Information, ...]:
    """Lawful candidates that are not feasible yet, with the answers that would make them so."""
    found = []
    for row in rows:
        estimate, lower = row.forecast.estimate, row.forecast.lower95
        if row.threshold not in lawful or estimate is None or lower is None or lower >= need:
            continue
        found.append(
            Information(
                row.threshold, estimate, lower, answers, _needed(estimate, lower, need, answers)
            )
        )
    return tuple(found)


def _needed(estimate: float, lower: float, need: float, answers: int) -> int | None:
    middle, bound, asked = (
        float(np.clip(special.ndtri(share), -_CLIP, _CLIP)) for share in (estimate, lower, need)
    )
    if middle <= asked:
        return None
    needed = ceil(round(answers * ((middle - bound) / (middle - asked)) ** 2, 6))
    return needed if needed <= _MOST else None
