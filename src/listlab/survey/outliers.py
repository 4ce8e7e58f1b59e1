"""Answers far from all others of their scenario, by median and median absolute deviation."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log10
from statistics import median

from listlab.survey.load import load_plausibility

_NORMAL = 0.6745  # median absolute deviation of a standard normal: scores compare with z-scores


@dataclass(frozen=True, slots=True)
class Outlier:
    """An answer whose whole interval lies apart, with the figures that say so."""

    place: int
    persons: int  # end of the interval nearest to the median
    middle: int
    answers: int
    score: float

    @property
    def is_high(self) -> bool:
        """Whether it lies above the others."""
        return self.persons > self.middle


def find_outliers(volumes: Sequence[tuple[int, int | None]]) -> list[Outlier]:
    """Answers apart from the others, in their order.

    Parameters
    ----------
    volumes : sequence of (int, int or None)
        Persons a year, lower and upper end; zeros and unknown answers are left out.

    Notes
    -----
    Score = 0.6745 (x − median) / MAD on log10 of the persons, of an interval its end nearest to
    the median, so that an interval is apart only as a whole; an open end reaches anywhere. Small
    answers must lie farther off: on a log scale honest ones tail off downwards. For volumes that
    spread over orders of magnitude; a slip of one order shows seldom, and nothing is dropped.

    References
    ----------
    .. [1] Iglewicz, Hoaglin (1993), How to Detect and Handle Outliers, ASQC.
    """
    limits = load_plausibility()
    known = [(i, low, high) for i, (low, high) in enumerate(volumes) if low > 0]
    if len(known) < limits.outlier_answers:
        return []
    centres = [(log10(low) + log10(high or low)) / 2 for _, low, high in known]
    middle = median(centres)
    spread = median(abs(centre - middle) for centre in centres)
    spread = max(spread, limits.outlier_least_spread)
    found = []
    for place, low, high in known:
        nearest = min(max(middle, log10(low)), log10(high) if high else inf)
        score = _NORMAL * (nearest - middle) / spread
        if score > limits.outlier_score or score < -limits.outlier_low_score:
            persons = low if score > 0 else high or low
            found.append(Outlier(place, persons, round(10**middle), len(known), score))
    return found
