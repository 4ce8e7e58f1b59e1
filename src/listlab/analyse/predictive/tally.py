"""Flows counted into cells batch by batch, so that a table of any length needs little memory."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from listlab.analyse.answers import Array
from listlab.analyse.predictive.kernel import Kernel, expand

LEAST_SCALE, MOST_SCALE = 0.02, 20.0  # of a law with a spread, log persons (gamma: its shape)
_SUMS = ("count", "weight", "square", "u", "v", "uu", "uv", "vv")
_CHUNK = 60_000  # numbers held at once in one array of the curve


@dataclass(frozen=True)
class Cells:
    """Cells that hold a flow: how many, weights and their squares, and their share below.

    `below` has shape (cells, thresholds); `error` is the largest of a flow's share below.
    """

    count: Array
    weight: Array
    square: Array
    below: Array
    error: float

    @property
    def share(self) -> Array:
        """Weighted share below each threshold."""
        return np.asarray(self.weight @ self.below / self.weight.sum())

    @property
    def variance(self) -> Array:
        """Variance of that share when flows are drawn with replacement, first order."""
        apart = (self.below - self.share) ** 2
        return np.asarray(self.square @ apart / self.weight.sum() ** 2)


class Tally:
    """Counts flows into cells; every batch is added in the order in which it comes.

    Parameters
    ----------
    kernel : Kernel
    log_threshold : ndarray, shape (thresholds,), ascending
    """

    def __init__(self, kernel: Kernel, log_threshold: Array) -> None:
        self.kernel = kernel
        self.log_threshold = log_threshold
        first = int(np.floor(np.log(LEAST_SCALE) / kernel.along))
        last = int(np.floor(np.log(MOST_SCALE) / kernel.along))
        self._first = first
        self._form: Array = (np.arange(first, last + 1, dtype=np.float64) + 0.5) * kernel.along
        self._across = kernel.across(self._form)
        reach = np.array([kernel.reach(float(form)) for form in self._form])
        self._start = log_threshold[0] - reach[:, 1]
        size = np.ceil((log_threshold[-1] - reach[:, 0] - self._start) / self._across) + 1
        self._size = size.astype(np.int64)
        self._offset = np.concatenate([[0], np.cumsum(self._size)])
        steps = len(log_threshold) + 1  # classes of flows without a spread, between thresholds
        self._sums = {name: np.zeros(self._offset[-1] + steps) for name in _SUMS}

    def add(self, batch: Mapping[str, Array]) -> None:
        """Count a batch with the columns location, form, count, weight (form -inf: no spread)."""
        location, form = batch["location"], batch["form"]
        still = np.isneginf(form)
        if still.any():
            self._add_still({name: column[still] for name, column in batch.items()})
            batch = {name: column[~still] for name, column in batch.items()}
            location, form = batch["location"], batch["form"]
        row = np.floor(form / self.kernel.along).astype(np.int64) - self._first
        row = np.clip(row, 0, len(self._form) - 1)
        v = form - self._form[row]
        across, start = self._across[row], self._start[row]
        place = (location - start) / across
        inside = (place >= 0) & (place < self._size[row])
        column = np.clip(np.floor(place), 0, self._size[row] - 1)
        u = np.where(inside, (place - column - 0.5) * across, 0.0)
        self._count(self._offset[row] + column.astype(np.int64), batch, u, v)

    def _add_still(self, batch: Mapping[str, Array]) -> None:
        index = np.searchsorted(self.log_threshold, batch["location"], side="right")
        nothing = np.zeros(len(index))
        self._count(self._offset[-1] + index, batch, nothing, nothing)

    def _count(
        self, index: NDArray[np.int64], batch: Mapping[str, Array], u: Array, v: Array
    ) -> None:
        count, weight = batch["count"], batch["weight"]
        mass = count * weight
        mu, mv = mass * u, mass * v
        parts = (count, mass, mass * weight, mu, mv, mu * u, mu * v, mv * v)
        size = len(self._sums["count"])
        for name, part in zip(_SUMS, parts, strict=True):
            self._sums[name] += np.bincount(index, part, minlength=size)

    def cells(self) -> Cells:
        """Cells that hold a flow, with the share of their flows below each threshold."""
        full = np.flatnonzero(self._sums["count"])
        sums = {name: values[full] for name, values in self._sums.items()}
        is_still = full >= self._offset[-1]
        row = np.searchsorted(self._offset, full[~is_still], side="right") - 1
        column = full[~is_still] - self._offset[row]
        location = self._start[row] + (column + 0.5) * self._across[row]
        below = np.empty((len(full), len(self.log_threshold)))
        step = full[is_still] - self._offset[-1]
        below[is_still] = np.arange(len(self.log_threshold)) >= step[:, None]
        moments = np.stack([sums[n][~is_still] for n in _SUMS[3:]]) / sums["weight"][~is_still]
        below[~is_still] = self._below(location, self._form[row], moments)
        used = np.unique(self._form[row])
        return Cells(
            sums["count"],
            sums["weight"],
            sums["square"],
            below,
            error=self.kernel.error(used) if used.size else 0.0,
        )

    def _below(self, location: Array, form: Array, moments: Array) -> Array:
        """Mean share below over the flows of each cell, by their mean distances from its centre."""
        found = np.empty((len(location), len(self.log_threshold)))
        size = max(_CHUNK // len(self.log_threshold), 1)
        for i in range(0, len(location), size):
            part = slice(i, i + size)
            jet = self.kernel.jet(self.log_threshold, location[part, None], form[part, None])
            u, v, uu, uv, vv = moments[:, part, None]
            found[part] = expand(jet, u, v, (uu, uv, vv))
        return np.clip(found, 0.0, 1.0)
