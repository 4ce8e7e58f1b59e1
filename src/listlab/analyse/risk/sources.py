"""Where losses come from: volumes of the enterprises that each threshold frees, as points."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import cumulative_simpson
from scipy.interpolate import CubicSpline
from scipy.special import expit

from listlab.analyse.answers import Answers, Array
from listlab.analyse.families import FAMILIES, FamilyName
from listlab.analyse.laws import Model

POINTS = 2048  # of the logarithmic grid on which volumes × severity lie
_CELL = 0.04  # of the logarithm of a volume, within which its law becomes two points
_GRID = 4001
_BOTTOM = 0.25  # persons; below it nothing is lost
_TINY = 1e-12
_NO_WEIGHT = 1e-12  # of a family in the average
_SMALLEST = 1e-8  # of the largest value on the grid: what lies below it is split with 0


@dataclass(frozen=True)
class Atoms:
    """Points of the enterprises' volumes given their answers.

    `group` of the answers, `value` in persons × severity, `mass`: probability for one enterprise
    of the group. `band`: the first threshold that frees it. `contract`: whether it then still
    falls under a contract.
    """

    group: NDArray[np.int64]
    value: Array
    mass: Array
    band: NDArray[np.int64]
    contract: NDArray[np.bool_]


@dataclass(frozen=True)
class Sources:
    """Freed enterprises of the frame by value: what an incident may cost, by threshold.

    `value` (points,): persons × severity on an even logarithmic grid. `free` and `contract`
    (thresholds, points): enterprises freed below each threshold, from every procedure and under
    a contract. `atoms`: the same by answer. `enterprises`: weight of one enterprise by group.
    """

    thresholds: Array
    value: Array
    free: Array
    contract: Array
    atoms: Atoms
    enterprises: Array


def sources(
    model: Model, answers: Answers, thresholds: Array, *, contract_line: int | None = None
) -> Sources:
    """Values that incidents of freed enterprises may strike, for each threshold.

    An exact answer is one point. The law of an interval, averaged over the families and cut off
    at its ends and at the thresholds, becomes points at the edges of narrow cells that keep the
    probability and the mean of each cell. So the points are never less spread than the law.

    Parameters
    ----------
    thresholds : ndarray
        Rising, persons a year.
    contract_line : int, optional
        Persons a year from which a freed enterprise still falls under a contract; none when
        left out.
    """
    line = np.inf if contract_line is None else float(contract_line)
    atoms = _join(_exact(answers, thresholds, line), _ranged(model, answers, thresholds, line))
    kept = (atoms.band < len(thresholds)) & (atoms.value > 0) & (atoms.mass > 0)
    atoms = Atoms(*(getattr(atoms, name)[kept] for name in Atoms.__dataclass_fields__))
    top = float(atoms.value.max(initial=1.0))
    value = np.geomspace(top * _SMALLEST, top, POINTS)
    shape = len(thresholds), POINTS
    counted = atoms.mass * (answers.count * answers.weight)[atoms.group]
    free, contract = (
        np.cumsum(_binned(atoms, value, counted * which, shape), axis=0)
        for which in (~atoms.contract, atoms.contract)
    )
    return Sources(thresholds, value, free, contract, atoms, answers.weight)


def places(value: Array, grid: Array) -> tuple[NDArray[np.int64], Array]:
    """Lower neighbour on the grid of each value, and the share that goes to the upper one."""
    step = np.log(grid[1] / grid[0])
    at = np.clip((np.log(value / grid[0]) / step).astype(np.int64), 0, len(grid) - 2)
    share = (value - grid[at]) / (grid[at + 1] - grid[at])
    return at, np.clip(share, 0.0, 1.0)


def _binned(atoms: Atoms, grid: Array, mass: Array, shape: tuple[int, int]) -> Array:
    """Mass by threshold and point; each value is split so that mass and mean stay."""
    at, share = places(atoms.value, grid)
    small = atoms.value < grid[0]  # split with 0, which loses nothing
    lower = mass * np.where(small, atoms.value / grid[0], 1 - share)
    upper = mass * np.where(small, 0.0, share)
    flat = atoms.band * shape[1] + at
    found = np.bincount(flat, lower, shape[0] * shape[1])
    found = found + np.bincount(flat + 1, upper, shape[0] * shape[1])
    return np.asarray(found.reshape(shape), dtype=float)


def _join(first: Atoms, second: Atoms) -> Atoms:
    names = Atoms.__dataclass_fields__
    return Atoms(*(np.concatenate([getattr(first, n), getattr(second, n)]) for n in names))


def _exact(answers: Answers, thresholds: Array, line: float) -> Atoms:
    group = np.flatnonzero(answers.exact)
    persons = answers.low[group]
    return Atoms(
        group=group,
        value=persons * answers.severity[group],
        mass=np.ones(len(group)),
        band=np.searchsorted(thresholds, persons, side="right"),
        contract=persons >= line,
    )


def _ranged(model: Model, answers: Answers, thresholds: Array, line: float) -> Atoms:
    group = np.flatnonzero(~answers.exact)
    low = answers.low[group]
    edges = _edges(thresholds, line)
    mass = np.zeros((2, len(group), len(edges) - 1))
    for name, share in model.share.items():
        if share < _NO_WEIGHT:
            continue
        mass += share * _cells(model, name, low, answers.high[group] + 1, edges)
    begins = np.clip(edges[:-1], low[:, None], None)
    ends = np.clip(edges[1:], None, answers.high[group, None] + 1)
    band = np.searchsorted(thresholds, edges[:-1], side="right")
    index = np.broadcast_to(np.arange(len(group))[:, None], mass.shape[1:])
    kept = mass.sum(axis=0) > 0
    rows, columns = index[kept], np.broadcast_to(np.arange(len(edges) - 1), kept.shape)[kept]
    severity = answers.severity[group][rows]
    return _join(
        *(
            Atoms(
                group[rows],
                severity * persons[kept],
                mass[side][kept],
                band[columns],
                edges[columns] >= line,
            )
            for side, persons in enumerate((begins, ends))
        )
    )


def _edges(thresholds: Array, line: float) -> Array:
    """Edges of the cells up to the largest threshold; it, the others and the line among them."""
    top = float(thresholds.max())
    count = max(int(np.ceil(np.log(top / _BOTTOM) / _CELL)), 1)
    within = [line] if _BOTTOM < line < top else []
    return np.unique(
        np.concatenate([np.geomspace(_BOTTOM, top, count + 1)[:-1], thresholds, within])
    )


def _cells(model: Model, name: FamilyName, low: Array, upper: Array, edges: Array) -> Array:
    """Mass that goes to the lower and to the upper end of each cell, given the interval."""
    caught, area = _law(model, name, edges)

    def at(persons: Array, first: float) -> Array:
        inside = np.where(np.isfinite(persons), np.maximum(persons, _BOTTOM), _BOTTOM)
        found = np.where(np.isfinite(persons), caught(np.log(inside)), 0.0)
        return np.where(persons <= 0, first, found)

    start, stop = at(low, 1.0)[:, None], at(upper, 0.0)[:, None]
    whole = np.maximum(start - stop, _TINY)
    clipped = np.clip(edges, low[:, None], upper[:, None])
    share = np.clip(caught(np.log(edges)), stop, start)
    beyond = np.log(np.maximum(np.minimum(clipped, edges[-1]), _BOTTOM))
    integral = area(beyond)
    chance = -np.diff(share, axis=1)
    mean = -np.diff(clipped * share, axis=1) + np.diff(integral, axis=1)
    width = np.diff(clipped, axis=1)
    up = np.divide(mean - clipped[:, :-1] * chance, width, out=np.zeros_like(mean), where=width > 0)
    up = np.clip(up, 0.0, np.maximum(chance, 0.0))
    found = np.stack([np.maximum(chance, 0.0) - up, up]) / whole
    lost = (start - stop) <= _TINY  # the law gives it nothing: its lower end stands for it
    here = (edges[:-1] <= np.maximum(low, _BOTTOM)[:, None]) & (low[:, None] < edges[1:])
    return np.where(lost, np.stack([here.astype(float), np.zeros_like(up)]), found)


def _law(
    model: Model, name: FamilyName, edges: Array
) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
    """Share caught by log volume, and its integral over volumes from the bottom."""
    family, theta = FAMILIES[name], model.theta[name]
    law = theta[: family.size]
    positive = expit(-theta[-1]) if model.zeros else 1.0
    y = np.linspace(np.log(_BOTTOM), np.log(edges[-1]) + 1e-9, _GRID)
    height = positive * family.sf(y, *law)
    integral = cumulative_simpson(height * np.exp(y), x=y, initial=0.0)

    def caught(log_persons: Array) -> Array:
        return np.asarray(positive * family.sf(log_persons, *law))

    return caught, CubicSpline(y, integral)
