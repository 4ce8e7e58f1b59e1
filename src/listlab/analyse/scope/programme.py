"""The choice of items and threshold as numbers: what each serves, and what each risks."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from listlab.analyse.answers import Array

Flags = NDArray[np.bool_]
Parts = tuple[NDArray[np.int64], ...]
SAME = 1e-9  # sums of shares and enterprises that are equal


@dataclass(frozen=True)
class Programme:
    """Enterprises (n), items (m), thresholds (k), combinations (c).

    `gain` (n, k): weighted enterprises served when everything required is admitted. `required`
    (n, m): items that an enterprise can't do without. `cost` (m, k) and `joint` (c, k): risk of
    an admitted item, and of a combination whose every part has an admitted item; in shares of
    the risk of everything admissible at the largest threshold. `parts`: items of each part of
    each combination. `free`: items that weigh nothing. Rows of `gain`, `cost` and `joint` never
    fall with the threshold.
    """

    gain: Array
    required: Flags
    cost: Array
    joint: Array
    parts: tuple[Parts, ...]
    admissible: Flags
    free: Flags

    def served(self, admitted: Flags) -> Flags:
        """Enterprises all of whose required items are admitted."""
        return np.asarray(~(self.required & ~admitted).any(axis=1))

    def value(self, admitted: Flags) -> Array:
        """Weighted enterprises served at each threshold."""
        return np.asarray(self.gain[self.served(admitted)].sum(axis=0))

    def holding(self, admitted: Flags) -> Flags:
        """Combinations whose every part has an admitted item."""
        return np.array(
            [all(admitted[part].any() for part in parts) for parts in self.parts], dtype=bool
        )

    def risk(self, admitted: Flags) -> Array:
        """Risk at each threshold."""
        own = self.cost[admitted].sum(axis=0)
        return np.asarray(own + self.joint[self.holding(admitted)].sum(axis=0))

    @cached_property
    def useful(self) -> Flags:
        """Admissible items that some enterprise which can be served requires."""
        return np.asarray(self.required[self.reachable].any(axis=0))

    @cached_property
    def reachable(self) -> Flags:
        """Enterprises that no inadmissible item shuts out."""
        return self.served(self.admissible)


@dataclass(frozen=True)
class Choice:
    """Items admitted and a threshold, with what they serve and risk.

    `gap` is how far the solver may be from the best, in weighted enterprises; 0 when exact.
    """

    admitted: Flags
    threshold: int  # index among the candidates
    value: float
    risk: float
    gap: float = 0.0


def settle(programme: Programme, admitted: Flags, threshold: int, gap: float) -> Choice:
    """Choice without items that serve nobody, with those that weigh nothing alone or together."""
    helped = programme.served(admitted) & (programme.gain[:, threshold] > 0)
    kept = admitted & programme.required[helped].any(axis=0)
    for item in np.flatnonzero(programme.free & programme.admissible & ~kept):
        wider = kept.copy()
        wider[item] = True
        if not (programme.holding(wider) & ~programme.holding(kept)).any():
            kept = wider
    value, risk = programme.value(kept)[threshold], programme.risk(kept)[threshold]
    return Choice(kept, threshold, float(value), float(risk), gap)
